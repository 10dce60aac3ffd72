"""The figures of the réclamations (engagements 9 and 12): always a numerator and a denominator.

The rate within one month of a period:
  - denominator: the written cases received in the period that have a deadline and are, on `jour`, answered or
    past their butoir. A late open case is therefore counted, and counts as late. A case not yet due and not yet
    answered is not counted: nothing can be said of it. Out of the count altogether: oral cases, natures without
    a delay, and cases closed without an answer for a typed reason (see `hors_decompte`).
  - numerator: those answered on or before their butoir; the first answer decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from math import ceil
from statistics import median

from qualitui.domain.base import Valeur
from qualitui.domain.francais import taux
from qualitui.domain.reclamations.alertes import accuse_manquant
from qualitui.domain.reclamations.delai import comptee, dans_le_delai, en_retard, jours_de_reponse
from qualitui.domain.reclamations.fiche import GenreFait, Reclamation, faits_de, ouverte


class Part(Valeur):
    """A rate told with what it counts: `numerateur` out of `denominateur`."""

    numerateur: int
    denominateur: int

    def __str__(self) -> str:
        """« 87 % (13/15) »; « non mesuré » without a denominator."""
        return taux(self.numerateur, self.denominateur)


class Ligne(Valeur):
    """One row of a classification: N and N-1. `code` is empty for cases not classified."""

    code: str
    nombre: int
    precedent: int
    delai: Part
    delai_precedent: Part


class BilanReclamations(Valeur):
    """The figures of one period, both days included, as seen on `jour`. Days are calendar days; None: no answer yet.

    `accuses`: sent, out of the cases of a channel where it is systematic. `attentes`: missed months covered by a
    réponse d’attente sent in time, out of the missed months. `attentes_envoyees` counts cases, missed or not.
    """

    du: date
    au: date
    jour: date
    recues: int
    ecrites: int
    dans_le_mois: Part
    ouvertes: int
    ouvertes_en_retard: int
    mediane: float | None
    neuvieme_decile: int | None
    accuses: Part
    attentes: Part
    attentes_envoyees: int
    contestees: int
    rendez_vous: int
    mediateur: int


# What each figure is called, the same on the screen and by command; two spaces before a part of the line above.
FIGURES = {
    "recues": "Dossiers reçus",
    "ecrites": "  dont écrits",
    "dans_le_mois": "Répondus dans le mois",
    "ouvertes": "Encore ouverts",
    "ouvertes_en_retard": "  dont hors délai",
    "mediane": "Délai médian de réponse (jours)",
    "neuvieme_decile": "9 réponses sur 10 en (jours au plus)",
    "accuses": "Accusés de réception systématiques envoyés",
    "attentes": "Retards couverts par une réponse d’attente",
    "attentes_envoyees": "Dossiers avec une réponse d’attente",
    "contestees": "Réponses contestées",
    "rendez_vous": "Rendez-vous avec la direction",
    "mediateur": "Saisines du Médiateur",
}


def figures_en_mots(bilan: BilanReclamations) -> tuple[str, ...]:
    """Each figure as people read it, in the order of `FIGURES`."""
    return tuple(figure_en_mots(getattr(bilan, champ)) for champ in FIGURES)


def figure_en_mots(valeur: int | float | Part | None) -> str:
    """« 33\u00a0% (1/3) », « 30,5 », « non mesuré »."""
    if valeur is None:
        return "non mesuré"
    return f"{valeur:g}".replace(".", ",") if isinstance(valeur, float) else str(valeur)


class Statistiques(Valeur):
    """A period and the same one a year before, with the classifications of engagement 12."""

    bilan: BilanReclamations
    precedent: BilanReclamations
    par_nature: tuple[Ligne, ...]
    par_motif: tuple[Ligne, ...]
    par_canal: tuple[Ligne, ...]
    par_service: tuple[Ligne, ...]
    par_mois: tuple[Ligne, ...]


def periode_annuelle(annee: int, jour: date) -> tuple[date, date]:
    """The civil year, up to `jour` when it is not over: N-1 is then compared at the same day."""
    fin = date(annee, 12, 31)
    return date(annee, 1, 1), min(fin, jour) if jour.year == annee else fin


def un_an_avant(jour: date) -> date:
    """The same day of the year before; 29 February becomes the 28th."""
    bissextile = (jour.month, jour.day) == (2, 29)
    return jour.replace(year=jour.year - 1, day=28 if bissextile else jour.day)


def statistiques(reclamations: Iterable[Reclamation], du: date, au: date, jour: date) -> Statistiques:
    """The figures of [du, au] and of the same period a year before, both seen on `jour`."""
    toutes = list(reclamations)
    cas = recues_entre(toutes, du, au)
    avant = recues_entre(toutes, un_an_avant(du), un_an_avant(au))

    def classer(cle: Callable[[Reclamation], str]) -> tuple[Ligne, ...]:
        return classement(cas, avant, cle, jour)

    return Statistiques(
        bilan=bilan(cas, du, au, jour),
        precedent=bilan(avant, un_an_avant(du), un_an_avant(au), jour),
        par_nature=classer(lambda r: r.nature),
        par_motif=classer(lambda r: r.motif),
        par_canal=classer(lambda r: r.canal),
        par_service=classer(lambda r: r.service),
        par_mois=tuple(sorted(classer(lambda r: f"{r.recue_le.month:02d}"), key=lambda ligne: ligne.code)),
    )


def recues_entre(reclamations: Iterable[Reclamation], du: date, au: date) -> list[Reclamation]:
    """Those received by the City from `du` to `au`, both included."""
    return [r for r in reclamations if du <= r.recue_le <= au]


def bilan(cas: Sequence[Reclamation], du: date, au: date, jour: date) -> BilanReclamations:
    """The figures of cases already chosen; `du` and `au` are only told back."""
    delais = sorted(jours for r in cas if r.ecrit and (jours := jours_de_reponse(r)) is not None)
    attendus = [r for r in cas if r.accuse_attendu]
    manques = [r for r in cas if en_retard(r, jour)]
    return BilanReclamations(
        du=du,
        au=au,
        jour=jour,
        recues=len(cas),
        ecrites=sum(r.ecrit for r in cas),
        dans_le_mois=part_dans_le_mois(cas, jour),
        ouvertes=sum(map(ouverte, cas)),
        ouvertes_en_retard=sum(ouverte(r) and jours_de_reponse(r) is None for r in manques),
        mediane=median(delais) if delais else None,
        neuvieme_decile=neuvieme_decile(delais),
        accuses=Part(numerateur=sum(not accuse_manquant(r) for r in attendus), denominateur=len(attendus)),
        attentes=Part(numerateur=sum(map(couverte_par_attente, manques)), denominateur=len(manques)),
        attentes_envoyees=_avec(cas, GenreFait.ATTENTE),
        contestees=_avec(cas, GenreFait.CONTESTATION),
        rendez_vous=_avec(cas, GenreFait.RENDEZ_VOUS),
        mediateur=_avec(cas, GenreFait.MEDIATEUR),
    )


def part_dans_le_mois(cas: Iterable[Reclamation], jour: date) -> Part:
    """Answered in time, out of answered or past the butoir on `jour` (see the module)."""
    comptees = [r for r in cas if r.ecrit and comptee(r, jour)]
    return Part(numerateur=sum(map(dans_le_delai, comptees)), denominateur=len(comptees))


def neuvieme_decile(tries: Sequence[int]) -> int | None:
    """The smallest value that nine in ten do not exceed (nearest rank); `tries` is sorted."""
    return tries[ceil(0.9 * len(tries)) - 1] if tries else None


def couverte_par_attente(reclamation: Reclamation) -> bool:
    """A réponse d’attente was sent on or before its own deadline."""
    limite = reclamation.echeance_attente
    return limite is not None and any(f.le <= limite.butoir for f in faits_de(reclamation, GenreFait.ATTENTE))


def _avec(cas: Iterable[Reclamation], genre: GenreFait) -> int:
    return sum(bool(faits_de(r, genre)) for r in cas)


def classement(
    cas: Sequence[Reclamation], avant: Sequence[Reclamation], cle: Callable[[Reclamation], str], jour: date
) -> tuple[Ligne, ...]:
    """Count by `cle`, N beside N-1, the most frequent first."""
    lignes = []
    for code in {cle(r) for r in cas} | {cle(r) for r in avant}:
        presents = [r for r in cas if cle(r) == code]
        passes = [r for r in avant if cle(r) == code]
        lignes.append(
            Ligne(
                code=code,
                nombre=len(presents),
                precedent=len(passes),
                delai=part_dans_le_mois(presents, jour),
                delai_precedent=part_dans_le_mois(passes, jour),
            )
        )
    return tuple(sorted(lignes, key=lambda ligne: (-ligne.nombre, -ligne.precedent, ligne.code)))


def mois_glissants(reclamations: Sequence[Reclamation], jour: date, nombre: int = 13) -> tuple[BilanReclamations, ...]:
    """The figures of the last `nombre` months, the current one up to `jour`, oldest first (for the trends)."""
    mois = []
    fin, premier = jour, jour.replace(day=1)
    for _ in range(nombre):
        mois.append(bilan(recues_entre(reclamations, premier, fin), premier, fin, jour))
        fin = premier - timedelta(days=1)
        premier = fin.replace(day=1)
    return tuple(reversed(mois))
