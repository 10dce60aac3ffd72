"""The charts of the review. None when there is nothing to draw: the tables beside always say the figures."""

from __future__ import annotations

from collections.abc import Sequence

from qualitui.domain.francais import MOIS, mois_en_mots
from qualitui.domain.revue.chiffres import Chiffres, LigneIndicateur
from qualitui.reports.word.graphiques import Graphique, Serie

_MOIS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_POINTS_MINIMAUX = 3


def engagements(c: Chiffres) -> Graphique | None:
    """Bars: conformity of each engagement, N-1 beside N; those never measured are left out."""
    mesures = [ligne for ligne in c.engagements if ligne.valeur is not None or ligne.precedente is not None]
    if not mesures:
        return None
    plus_bas = min((ligne for ligne in mesures if ligne.valeur is not None), key=lambda e: e.valeur or 0, default=None)
    detail = f" Le plus bas est l’engagement {plus_bas.code}, {plus_bas.n}." if plus_bas else ""
    avant = tuple(ligne.precedente for ligne in mesures)
    passee = (Serie(str(c.annee - 1), avant, passee=True),) if any(v is not None for v in avant) else ()
    annees = f"{c.annee - 1} et {c.annee}" if passee else str(c.annee)
    return Graphique(
        titre=f"Conformité par engagement, {annees}",
        description=f"Barres : part des vérifications conformes pour {len(mesures)} engagements.{detail}",
        categories=tuple(ligne.code for ligne in mesures),
        series=(
            *passee,
            Serie(str(c.annee), tuple(ligne.valeur for ligne in mesures)),
            Serie("Cible", (100.0,) * len(mesures), cible=True),
        ),
        unite="%",
        maximum=100,
        hauteur_cm=6.2,
    )


def reclamations(c: Chiffres) -> Graphique | None:
    """Bars: cases received month by month, N-1 beside N."""
    if not any(ligne.n or ligne.n_1 for ligne in c.par_mois):
        return None
    total = sum(ligne.n for ligne in c.par_mois)
    fort = max(c.par_mois, key=lambda ligne: ligne.n)
    return Graphique(
        titre="Dossiers reçus par mois",
        description=f"Barres : {total} dossiers reçus en {c.annee} ; mois le plus chargé : {fort.libelle} ({fort.n}).",
        categories=_MOIS[: len(c.par_mois)],
        series=(
            *(
                (Serie(str(c.annee - 1), tuple(ligne.n_1 for ligne in c.par_mois), passee=True),)
                if any(ligne.n_1 is not None for ligne in c.par_mois)
                else ()
            ),
            Serie(str(c.annee), tuple(ligne.n for ligne in c.par_mois)),
        ),
    )


def stock(c: Chiffres) -> Graphique | None:
    """Lines: open and late actions at the end of each month."""
    if len(c.stock) < _POINTS_MINIMAUX:
        return None
    dernier = c.stock[-1]
    return Graphique(
        titre="Actions ouvertes et en retard, en fin de mois",
        description=f"Courbes sur {len(c.stock)} mois ; en {mois_en_mots(dernier.au.year, dernier.au.month)}, "
        f"{dernier.ouvertes} ouvertes dont {dernier.en_retard} en retard.",
        categories=tuple(f"{_MOIS[point.au.month - 1]} {point.au:%y}" for point in c.stock),
        series=(
            Serie("Ouvertes", tuple(float(point.ouvertes) for point in c.stock)),
            Serie("En retard", tuple(float(point.en_retard) for point in c.stock)),
        ),
        genre="ligne",
    )


def famille(nom: str, lignes: Sequence[LigneIndicateur]) -> Graphique | None:
    """Lines: the rates of one family along the year, with their common target."""
    tracees = [ligne for ligne in lignes if ligne.unite == "%" and _mesures(ligne) >= _POINTS_MINIMAUX]
    if not tracees:
        return None
    periodes = max((ligne.points for ligne in tracees), key=len)
    semblables = [ligne for ligne in tracees if len(ligne.points) == len(periodes)]
    cibles = {ligne.cible_valeur for ligne in semblables}
    cible = (Serie("Cible", (cibles.pop(),) * len(periodes), cible=True),) if len(cibles) == 1 else ()
    return Graphique(
        titre=f"{nom[:1].upper()}{nom[1:]} : évolution dans l’année",
        description=f"Courbes de {len(semblables)} indicateurs sur {len(periodes)} périodes.",
        categories=tuple(_abreger(periode) for periode, _ in periodes),
        series=(*(Serie(ligne.chiffre.libelle, tuple(v for _, v in ligne.points)) for ligne in semblables), *cible),
        genre="ligne",
        unite="%",
        minimum=_plancher([v for ligne in semblables for _, v in ligne.points if v is not None]),
        maximum=100,
        hauteur_cm=5.6,
    )


def _plancher(valeurs: Sequence[float]) -> float:
    """Where the axis of a line starts, so that its moves are seen: the ten below the lowest value."""
    return max(0.0, (min(valeurs) - 5) // 10 * 10)


def _mesures(ligne: LigneIndicateur) -> int:
    return sum(valeur is not None for _, valeur in ligne.points)


def _abreger(periode: str) -> str:
    """« janvier 2025 » → « janv. »; other periods as they are."""
    mot = periode.split(" ")[0]
    return _MOIS[MOIS.index(mot)] if mot in MOIS else periode
