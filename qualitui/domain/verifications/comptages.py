"""The figures of the periodic checks (SMQ7): what was due, done, on time, conforming, each as it stood on a day.

An occurrence enters when its window ends in the period (on its last day, when already done). What was missed stays in
the denominators, whatever its reason; « site fermé » and « suspendue » are not due, and are told with that reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Protocol

from qualitui.domain.base import evoluer
from qualitui.domain.comptage import Comptage, Definition, Fenetre, Figure, Genre, Tri, compte, part
from qualitui.domain.verifications.fiche import EtatOccurrence, Resultat
from qualitui.domain.verifications.occurrences import Suivi, suivre

_DUES = "vérifications dont la période finit dans la période comptée, site fermé et suspensions exclus"
DUES = Definition("VER-01", "Vérifications dues", f"{_DUES[:1].upper()}{_DUES[1:]}.", Genre.NOMBRE)
FAITES = Definition(
    "VER-02",
    "Vérifications faites dans leur période",
    f"Vérifications dont le résultat est noté dans leur période ÷ {_DUES}. Une manquée "
    "reste comptée, expliquée ou non.",
    Genre.TAUX,
    indicateur="I-VER-01",
)
A_TEMPS = Definition(
    "VER-03",
    "Vérifications faites au jour prévu",
    f"Vérifications faites au plus tard le jour prévu ÷ {_DUES}.",
    Genre.TAUX,
)
CONFORMES = Definition(
    "VER-04",
    "Vérifications conformes",
    "Vérifications conformes ÷ vérifications faites dans leur période et applicables (« sans objet » exclues).",
    Genre.TAUX,
    indicateur="I-VER-02",
)
RELIEES = Definition(
    "VER-05",
    "Non-conformités reliées à une action",
    "Vérifications non conformes reliées à une action à la date du chiffre ÷ vérifications non conformes, faites dans "
    "leur période.",
    Genre.TAUX,
    indicateur="I-VER-03",
)
SANS_RAISON = Definition(
    "VER-06",
    "Vérifications manquées sans raison donnée",
    "Vérifications dues et manquées dont personne n’a dit la raison à la date du chiffre.",
    Genre.NOMBRE,
)


class Donnees(Protocol):
    def suivis_au(self, vue: Fenetre) -> Sequence[Suivi]:
        """The occurrences whose own window ends in `vue`, as they stood on its day."""


def etat_au(suivi: Suivi, jour: date, regard: date | None = None) -> Suivi:
    """The occurrence as it stood at the end of `jour`; late or not as seen from `regard` (that day by default)."""
    constat = suivi.constat
    if constat is not None and constat.le > jour:
        constat = None
    elif constat is not None:
        expliquee = constat.expliquee_le is None or constat.expliquee_le <= jour
        reliee = constat.reliee_le is None or constat.reliee_le <= jour
        if not expliquee or not reliee:
            constat = evoluer(
                constat,
                raison=constat.raison if expliquee else "",
                explication=constat.explication if expliquee else "",
                action=constat.action if reliee else "",
            )
    if constat is suivi.constat and suivi.etat is EtatOccurrence.FAITE:
        return suivi  # done then as now: nearly all of ten years
    etat = suivre(suivi.occurrence, constat, regard or jour).etat
    return suivi if constat is suivi.constat and etat is suivi.etat else Suivi(suivi.occurrence, constat, etat)


def tels_qu_au(suivis: Iterable[Suivi], vue: Fenetre) -> list[Suivi]:
    """As they stood on the day of the window."""
    return [etat_au(suivi, vue.le, vue.regard) for suivi in suivis]


_NON_DUES = {
    EtatOccurrence.SITE_FERME: "site fermé",
    EtatOccurrence.SUSPENDUE: "vérification suspendue",
    EtatOccurrence.NON_DUE: "période commencée avant la vérification",
    EtatOccurrence.ILLISIBLE: "résultat illisible ici",
}

# Of a check that was due: True counts in the numerator, False in the denominator only, a sentence leaves it out.
Avis = Callable[[Suivi], bool | str]


def _taux(definition: Definition, juger: Avis) -> Figure:
    def calcul(donnees: Donnees, vue: Fenetre) -> Comptage:
        return part(definition, vue, _trier(donnees, vue, juger))

    return Figure(definition, calcul)


def _nombre(definition: Definition, juger: Avis) -> Figure:
    def calcul(donnees: Donnees, vue: Fenetre) -> Comptage:
        tri = _trier(donnees, vue, juger)
        connu = bool(tri.oui or tri.non or tri.exclues or tri.pas_encore)
        return compte(definition, vue, tri.oui, connu=connu, exclues=tri.exclues, pas_encore=tri.pas_encore)

    return Figure(definition, calcul)


def _trier(donnees: Donnees, vue: Fenetre, juger: Avis) -> Tri:
    tri = Tri.vide()
    for suivi in donnees.suivis_au(vue):
        reference = suivi.occurrence.reference
        if suivi.etat in _NON_DUES:
            tri.exclues.append((reference, _NON_DUES[suivi.etat]))
        elif suivi.etat is EtatOccurrence.A_FAIRE:
            tri.pas_encore.append(reference)
        elif isinstance(avis := juger(suivi), str):
            tri.exclues.append((reference, avis))
        else:
            (tri.oui if avis else tri.non).append(reference)
    return tri


def faite(suivi: Suivi) -> bool:
    return suivi.etat is EtatOccurrence.FAITE


def _conforme(suivi: Suivi) -> bool | str:
    if not faite(suivi):
        return "manquée"
    return "sans objet" if suivi.resultat is Resultat.SANS_OBJET else suivi.resultat is Resultat.CONFORME


def _reliee(suivi: Suivi) -> bool | str:
    if not faite(suivi) or suivi.resultat is not Resultat.NON_CONFORME:
        return "manquée" if not faite(suivi) else f"{suivi.resultat}".replace("-", " ")
    return suivi.constat is not None and bool(suivi.constat.action)


def _sans_raison(suivi: Suivi) -> bool:
    return not faite(suivi) and not (suivi.constat is not None and suivi.constat.raison)


FIGURES: tuple[Figure, ...] = (
    _nombre(DUES, lambda _: True),
    _taux(FAITES, faite),
    _taux(A_TEMPS, lambda suivi: faite(suivi) and not suivi.en_retard),
    _taux(CONFORMES, _conforme),
    _taux(RELIEES, _reliee),
    _nombre(SANS_RAISON, _sans_raison),
)
