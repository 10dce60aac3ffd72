"""The review's figures on listening: users (§6, engagements 9 to 12) and staff (§7, SMQ4)."""

from __future__ import annotations

from collections.abc import Iterable

from qualitui.domain.comptage import NON_MESURE
from qualitui.domain.francais import MOIS
from qualitui.domain.reclamations.statistiques import Ligne as LigneStatistique
from qualitui.domain.reclamations.statistiques import Part, Statistiques, statistiques
from qualitui.domain.reference.nomenclatures import Ligne
from qualitui.domain.revue.chiffre import Chiffre, ecart_en_nombre
from qualitui.domain.revue.chiffres import LigneClassement
from qualitui.domain.revue.matiere import Matiere, connu_avant
from qualitui.domain.revue.suivi import suivre

REGISTRE = "registre des réclamations"
SUGGESTIONS = "registre des suggestions"
NON_CLASSEE = "Non classée"


def calculer(matiere: Matiere) -> Statistiques:
    """The statistics of the year and of the one before, as of the closing date."""
    return statistiques(matiere.reclamations, matiere.du, matiere.au, matiere.arretee_le)


def ecoute(matiere: Matiere) -> tuple[Chiffre, ...]:
    """Written demands: volume, delay, accusés, attentes, disputes."""
    return (
        suivre(matiere, "ECO-01", REGISTRE),
        suivre(matiere, "ECO-02", REGISTRE),
        suivre(matiere, "ECO-03", REGISTRE, cible=100),
        suivre(matiere, "ECO-12", REGISTRE),
        suivre(matiere, "ECO-04", REGISTRE, cible=100),
        suivre(matiere, "ECO-05", REGISTRE, cible=100),
        suivre(matiere, "ECO-06", REGISTRE, maximum=15),
        suivre(matiere, "ECO-07", REGISTRE),
        suivre(matiere, "ECO-13", REGISTRE),
        suivre(matiere, "ECO-08", REGISTRE, maximum=0),
        suivre(matiere, "ECO-09", REGISTRE),
        suivre(matiere, "ECO-10", REGISTRE),
        suivre(matiere, "ECO-11", REGISTRE),
    )


def classer(
    matiere: Matiere, lignes: Iterable[LigneStatistique], libelles: Iterable[Ligne], *, maximum: int | None = None
) -> tuple[LigneClassement, ...]:
    """A classification with its labels, the most frequent first; beyond `maximum`, « autres » gathers the rest."""
    noms = {ligne.code: ligne.libelle for ligne in libelles}
    connu = connu_avant((r.recue_le for r in matiere.reclamations), matiere.au_precedent)
    toutes = list(lignes)
    gardees, reste = (toutes, []) if maximum is None else (toutes[:maximum], toutes[maximum:])
    rangees = [_ligne(noms.get(ligne.code, ligne.code or NON_CLASSEE), ligne, connu) for ligne in gardees]
    return tuple(rangees + ([_ligne(f"Autres ({len(reste)})", _somme(reste), connu)] if reste else []))


def par_mois(matiere: Matiere, lignes: Iterable[LigneStatistique]) -> tuple[LigneClassement, ...]:
    """The months of the period, even without a case; those before the first record ever are not measured."""
    par_code = {ligne.code: ligne for ligne in lignes}
    vide = Part(numerateur=0, denominateur=0)
    premier = min((r.recue_le for r in matiere.reclamations), default=None)
    rangees = []
    for mois in range(1, matiere.au.month + 1):
        code = f"{mois:02d}"
        absente = LigneStatistique(code=code, nombre=0, precedent=0, delai=vide, delai_precedent=vide)
        connu = premier is not None and (matiere.annee - 1, mois) >= (premier.year, premier.month)
        rangees.append(_ligne(MOIS[mois - 1], par_code.get(code, absente), connu))
    return tuple(rangees)


def _ligne(libelle: str, ligne: LigneStatistique, connu: bool) -> LigneClassement:
    n_1 = ligne.precedent if connu else None
    return LigneClassement(
        code=ligne.code,
        libelle=libelle,
        n=ligne.nombre,
        n_1=n_1,
        ecart=ecart_en_nombre(ligne.nombre, n_1),
        delai=str(ligne.delai),
        delai_precedent=str(ligne.delai_precedent) if connu else NON_MESURE,
    )


def _somme(lignes: Iterable[LigneStatistique]) -> LigneStatistique:
    toutes = list(lignes)

    def total(parts: list[Part]) -> Part:
        return Part(numerateur=sum(p.numerateur for p in parts), denominateur=sum(p.denominateur for p in parts))

    return LigneStatistique(
        code="autres",
        nombre=sum(ligne.nombre for ligne in toutes),
        precedent=sum(ligne.precedent or 0 for ligne in toutes),
        delai=total([ligne.delai for ligne in toutes]),
        delai_precedent=total([ligne.delai_precedent for ligne in toutes]),
    )


def equipes(matiere: Matiere) -> tuple[Chiffre, ...]:
    """Suggestions received, analysed, accepted, answered, presented; incivilités reported."""
    return (
        suivre(matiere, "EQU-01", SUGGESTIONS),
        suivre(matiere, "EQU-02", SUGGESTIONS, cible=100),
        suivre(matiere, "EQU-03", SUGGESTIONS),
        suivre(matiere, "EQU-04", SUGGESTIONS, cible=100),
        suivre(matiere, "EQU-06", SUGGESTIONS),
        suivre(matiere, "EQU-05", REGISTRE),
    )
