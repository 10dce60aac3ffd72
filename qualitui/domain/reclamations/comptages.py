"""The figures of the réclamations (engagements 9 to 12). Which cases the rate within one month counts, and why.

Population: the cases whose month the référentiel promises (`delai.raison_hors_decompte` says which are not). Counted:
those answered, and those past their butoir without an answer; the others are « pas encore échus », told beside. A
late case stays late when it is said otherwise later (another nature, an oral channel, closed as reoriented): only a
duplicate tied to its original leaves. The first answer decides. The median and the ninth decile have that
population.

Cases are told as they stood on the day of the window: an answer given after it is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Protocol

from qualitui.domain.comptage import (
    JOUR_DE_LA_REVUE,
    Comptage,
    Definition,
    Fenetre,
    Figure,
    Genre,
    ParDate,
    Tri,
    compte,
    mesure,
    part,
)
from qualitui.domain.reclamations.alertes import accuse_manquant
from qualitui.domain.reclamations.delai import dans_le_delai, jours_de_reponse, raison_hors_decompte
from qualitui.domain.reclamations.fiche import GenreFait, Reclamation, etat_au, faits_de, ouverte, premiere_reponse

SUGGESTION_USAGER = "suggestion-usager"  # codes of [[nature]]
INCIVILITE = "incivilite"

_POPULATION = (
    " Dossiers dont le référentiel promet la réponse en un mois : répondus, ou sans réponse et échéance passée. Un "
    "retard le reste si le dossier est ensuite requalifié, passé à l’oral ou clos ; seuls sortent un doublon rattaché "
    "à son original et un dossier clos sans réponse au plus tard à son échéance. La première réponse décide, et "
    "l’échéance est reportée au jour ouvré suivant."
)

RECUS = Definition(
    "ECO-01", "Dossiers reçus, tous canaux", "Dossiers reçus par la Ville dans la période, écrits ou non.", Genre.NOMBRE
)
ECRITS = Definition(
    "ECO-02", "Dossiers écrits reçus", "Dossiers reçus dans la période par un canal écrit.", Genre.NOMBRE
)
DANS_LE_MOIS = Definition(
    "ECO-03",
    "Écrits reçus dans la période et répondus dans le mois",
    f"Répondus au plus tard à leur échéance ÷ écrits reçus dans la période.{_POPULATION}",
    Genre.TAUX,
)
AU_QUANTIEME = Definition(
    "ECO-12",
    "Écrits reçus dans la période et répondus au quantième",
    "Le même taux, sans le report au jour ouvré suivant : répondus au plus tard le même quantième du mois d’après ÷ "
    "écrits reçus dans la période, sur la même population.",
    Genre.TAUX,
)
ECHUS = Definition(
    "I-ECO-01",
    "Écrits échus dans la période et répondus dans le mois",
    f"Répondus au plus tard à leur échéance ÷ écrits dont l’échéance d’un mois tombe dans la période.{_POPULATION}",
    Genre.TAUX,
    indicateur="I-ECO-01",
)
ACCUSES = Definition(
    "ECO-04",
    "Accusés de réception envoyés (boîte générique)",
    "Courriels reçus dans la période par la boîte générique et suivis d’un accusé à la date du chiffre ÷ courriels "
    "reçus dans la période par la boîte générique.",
    Genre.TAUX,
    indicateur="I-ECO-05",
)
ATTENTES = Definition(
    "ECO-05",
    "Écrits reçus dans la période, en retard, couverts par une réponse d’attente",
    "Réponse d’attente partie au plus tard à sa propre échéance ÷ écrits reçus dans la période dont le "
    "mois est dépassé.",
    Genre.TAUX,
)
ATTENTES_ECHUES = Definition(
    "I-ECO-04",
    "Écrits échus dans la période, en retard, couverts par une réponse d’attente",
    "Réponse d’attente partie au plus tard à sa propre échéance ÷ écrits dont l’échéance d’un mois tombe dans la "
    "période et n’est pas tenue.",
    Genre.TAUX,
    indicateur="I-ECO-04",
)
MEDIANE = Definition(
    "ECO-06",
    "Délai médian de réponse",
    "Médiane des jours calendaires de la réception à la première réponse, pour les écrits du taux ECO-03 répondus à "
    "la date du chiffre. Un remerciement, à qui rien n’est promis, n’y entre pas.",
    Genre.MEDIANE,
    "jour",
)
DECILE = Definition(
    "ECO-07",
    "Délai que neuf réponses sur dix respectent",
    "Neuvième décile des jours calendaires de la réception à la première réponse, sur la population de ECO-06.",
    Genre.DECILE,
    "jour",
)
MOYENNE = Definition(
    "I-ECO-02",
    "Délai moyen des réponses de la période",
    "Somme des jours calendaires de la réception à la première réponse ÷ écrits, à qui le mois est promis, répondus "
    "dans la période.",
    Genre.MOYENNE,
    "jour",
    "I-ECO-02",
)
SANS_REPONSE = Definition(
    "ECO-08",
    "Écrits sans réponse au bout d’un mois",
    "Tous les écrits reçus à ce jour, quelle que soit l’année, encore ouverts et sans réponse le dernier jour de la "
    "période, dont l’échéance est passée. Un dossier clos est sorti."
    f"{JOUR_DE_LA_REVUE}",
    Genre.STOCK,
    indicateur="I-ECO-03",
    du_stock=True,
)
OUVERTS = Definition(
    "ECO-13",
    "Dossiers ouverts",
    "Tous les dossiers reçus à ce jour, quelle que soit l’année, ni répondus ni clos le dernier jour de la période, ou "
    f"rouverts depuis.{JOUR_DE_LA_REVUE}",
    Genre.STOCK,
    du_stock=True,
)
INCIVILITES = Definition(
    "EQU-05",
    "Signalements d’incivilité",
    "Dossiers reçus dans la période et qualifiés de signalement d’incivilité.",
    Genre.NOMBRE,
)
CLASSEES = Definition(
    "I-SUG-02",
    "Propositions d’usagers classées par nature",
    "Propositions d’usagers reçues dans la période qui ont un motif à la date du chiffre ÷ propositions d’usagers "
    "reçues dans la période.",
    Genre.TAUX,
    indicateur="I-SUG-02",
)


class Dossiers:
    """The cases, found by the dates that windows are made of; put in order on first use."""

    def __init__(self, reclamations: Iterable[Reclamation]) -> None:
        self.tous = tuple(reclamations)
        self._recus: dict[Fenetre, list[Reclamation]] = {}

    @cached_property
    def par_reception(self) -> ParDate[Reclamation]:
        return ParDate(self.tous, lambda r: r.recue_le)

    @cached_property
    def _par_butoir(self) -> ParDate[Reclamation]:
        return ParDate((r for r in self.tous if r.echeance), lambda r: r.echeance.butoir if r.echeance else date.max)

    @cached_property
    def _par_reponse(self) -> ParDate[Reclamation]:
        """Those still without an answer at the end."""
        return ParDate(self.tous, lambda r: premiere_reponse(r) or date.max)

    @cached_property
    def _delais_changes(self) -> tuple[Reclamation, ...]:
        """Those whose deadline was another one before: looked at whatever the window."""
        return tuple(r for r in self.tous if any(une.delais_changes for une in r.requalifications))

    @cached_property
    def premier(self) -> date | None:
        return min((r.recue_le for r in self.tous), default=None)

    def recus(self, vue: Fenetre) -> Sequence[Reclamation]:
        """Received in the window, as they stood on its day; most figures look at them."""
        if vue not in self._recus:
            self._recus[vue] = list(_au(self.par_reception.entre(vue.du, vue.au), vue.le))
        return self._recus[vue]

    def echus(self, vue: Fenetre) -> Iterator[Reclamation]:
        """Whose butoir, as it was on the day of the window, falls in it."""
        candidats = {id(r): r for r in (*self._par_butoir.entre(vue.du, vue.au), *self._delais_changes)}
        for dossier in _au(candidats.values(), vue.le):
            if dossier.echeance is not None and vue.du <= dossier.echeance.butoir <= vue.au:
                yield dossier

    def repondus(self, vue: Fenetre) -> Iterator[Reclamation]:
        """First answered in the window."""
        return _au(self._par_reponse.entre(vue.du, vue.au), vue.le)

    def en_suspens(self, jour: date) -> Iterator[Reclamation]:
        """Received by the end of `jour`, not answered then."""
        return _au(self._par_reponse.entre(jour + timedelta(days=1), date.max), jour)

    def connus(self, vue: Fenetre) -> bool:
        """Some case was ever received by the end of the window: a zero is then a zero."""
        return self.premier is not None and self.premier <= vue.au


class Donnees(Protocol):
    @property
    def dossiers(self) -> Dossiers: ...


def _au(dossiers: Iterable[Reclamation], jour: date) -> Iterator[Reclamation]:
    return (connu for dossier in dossiers if (connu := etat_au(dossier, jour)) is not None)


# --- within one month --------------------------------------------------------------------------------------------


def _trier(cas: Iterable[Reclamation], vue: Fenetre, tenu: Callable[[Reclamation], bool], tri: Tri) -> Tri:
    """Kept, missed, left out with its reason, not due yet."""
    for dossier in cas:
        if raison := raison_hors_decompte(dossier):
            tri.exclues.append((dossier.reference, raison))
        elif premiere_reponse(dossier) is not None or _depasse(dossier, vue):
            (tri.oui if tenu(dossier) else tri.non).append(dossier.reference)
        else:
            tri.pas_encore.append(dossier.reference)
    return tri


def _depasse(dossier: Reclamation, vue: Fenetre) -> bool:
    return dossier.echeance is not None and vue.regard > dossier.echeance.butoir


def au_quantieme(dossier: Reclamation) -> bool:
    """Answered on or before the same day number a month later, whatever that day is."""
    reponse = premiere_reponse(dossier)
    return reponse is not None and dossier.echeance is not None and reponse <= dossier.echeance.quantieme


def taux_du_mois(cas: Iterable[Reclamation], vue: Fenetre, definition: Definition = DANS_LE_MOIS) -> Comptage:
    """The rate within one month of cases already chosen, as they stood on the day of the window."""
    return part(definition, vue, _trier(cas, vue, dans_le_delai, Tri.vide()))


def dans_le_mois(donnees: Donnees, vue: Fenetre) -> Comptage:
    return taux_du_mois(donnees.dossiers.recus(vue), vue)


def dans_le_quantieme(donnees: Donnees, vue: Fenetre) -> Comptage:
    return part(AU_QUANTIEME, vue, _trier(donnees.dossiers.recus(vue), vue, au_quantieme, Tri.vide()))


def echus(donnees: Donnees, vue: Fenetre) -> Comptage:
    return taux_du_mois(donnees.dossiers.echus(vue), vue, ECHUS)


def _couvertures(definition: Definition, cas: Iterable[Reclamation], vue: Fenetre) -> Comptage:
    """Of those late, which an attente sent in time covers; what is kept or not due asks for none."""
    tri = Tri.vide()
    tardifs = []
    for dossier in cas:
        if raison := raison_hors_decompte(dossier):
            tri.exclues.append((dossier.reference, raison))
        elif premiere_reponse(dossier) is None and not _depasse(dossier, vue):
            tri.pas_encore.append(dossier.reference)
        elif not dans_le_delai(dossier):
            tardifs.append(dossier)
    for dossier in tardifs:
        (tri.oui if couverte_par_attente(dossier) else tri.non).append(dossier.reference)
    return part(definition, vue, tri)


def couverte_par_attente(dossier: Reclamation) -> bool:
    """A réponse d’attente was sent on or before its own deadline."""
    limite = dossier.echeance_attente
    return limite is not None and any(f.le <= limite.butoir for f in faits_de(dossier, GenreFait.ATTENTE))


def attentes(donnees: Donnees, vue: Fenetre) -> Comptage:
    return _couvertures(ATTENTES, donnees.dossiers.recus(vue), vue)


def attentes_echues(donnees: Donnees, vue: Fenetre) -> Comptage:
    return _couvertures(ATTENTES_ECHUES, donnees.dossiers.echus(vue), vue)


# --- delays --------------------------------------------------------------------------------------------------


def _delais(definition: Definition) -> Figure:
    """Over the cases that the rate within one month counts, once answered."""

    def calcul(donnees: Donnees, vue: Fenetre) -> Comptage:
        jours: list[tuple[str, float]] = []
        exclues: list[tuple[str, str]] = []
        pas_encore: list[str] = []
        for dossier in donnees.dossiers.recus(vue):
            if raison := raison_hors_decompte(dossier):
                exclues.append((dossier.reference, raison))
            elif (delai := jours_de_reponse(dossier)) is not None:
                jours.append((dossier.reference, delai))
            elif _depasse(dossier, vue):
                exclues.append((dossier.reference, "en retard, encore sans réponse"))
            else:
                pas_encore.append(dossier.reference)
        return mesure(definition, vue, jours, exclues=exclues, pas_encore=pas_encore)

    return Figure(definition, calcul)


def moyenne(donnees: Donnees, vue: Fenetre) -> Comptage:
    jours: list[tuple[str, float]] = []
    exclues: list[tuple[str, str]] = []
    for dossier in donnees.dossiers.repondus(vue):
        if raison := raison_hors_decompte(dossier):
            exclues.append((dossier.reference, raison))
        else:
            jours.append((dossier.reference, jours_de_reponse(dossier) or 0))
    return mesure(MOYENNE, vue, jours, exclues=exclues)


# --- counts and stocks -------------------------------------------------------------------------------------------


def _recus(definition: Definition, garder: Callable[[Reclamation], bool]) -> Figure:
    def calcul(donnees: Donnees, vue: Fenetre) -> Comptage:
        references = [r.reference for r in donnees.dossiers.recus(vue) if garder(r)]
        return compte(definition, vue, references, connu=donnees.dossiers.connus(vue))

    return Figure(definition, calcul)


def _avec(code: str, libelle: str, genre: GenreFait, quoi: str) -> Figure:
    texte = f"Dossiers reçus dans la période qui ont {quoi} à la date du chiffre."
    return _recus(Definition(code, libelle, texte, Genre.NOMBRE), lambda r: bool(faits_de(r, genre)))


def sans_reponse(donnees: Donnees, vue: Fenetre) -> Comptage:
    """The day of the butoir is still on time."""
    retenues, sortis = [], []
    for dossier in donnees.dossiers.en_suspens(vue.dernier):
        if dossier.echeance is None or dossier.echeance.butoir >= vue.dernier:
            continue
        if ouverte(dossier):
            retenues.append(dossier.reference)
        elif vue.du <= dossier.faits[-1].le:
            sortis.append((dossier.reference, "clos sans réponse"))
    return compte(SANS_REPONSE, vue, retenues, connu=donnees.dossiers.connus(vue), exclues=sortis)


def ouverts(donnees: Donnees, vue: Fenetre) -> Comptage:
    """A case answered may be open again: all those received are asked."""
    recus = _au(donnees.dossiers.par_reception.entre(date.min, vue.dernier), vue.dernier)
    return compte(OUVERTS, vue, [r.reference for r in recus if ouverte(r)], connu=donnees.dossiers.connus(vue))


def accuses(donnees: Donnees, vue: Fenetre) -> Comptage:
    tri = Tri.vide()
    for dossier in donnees.dossiers.recus(vue):
        if dossier.accuse_attendu:
            (tri.non if accuse_manquant(dossier) else tri.oui).append(dossier.reference)
    return part(ACCUSES, vue, tri)


def classees(donnees: Donnees, vue: Fenetre) -> Comptage:
    tri = Tri.vide()
    for dossier in donnees.dossiers.recus(vue):
        if dossier.nature == SUGGESTION_USAGER:
            (tri.oui if dossier.motif else tri.non).append(dossier.reference)
    return part(CLASSEES, vue, tri)


FIGURES: tuple[Figure, ...] = (
    _recus(RECUS, lambda _: True),
    _recus(ECRITS, lambda r: r.ecrit),
    Figure(DANS_LE_MOIS, dans_le_mois),
    Figure(AU_QUANTIEME, dans_le_quantieme),
    Figure(ACCUSES, accuses),
    Figure(ATTENTES, attentes),
    _delais(MEDIANE),
    _delais(DECILE),
    Figure(SANS_REPONSE, sans_reponse),
    _avec("ECO-09", "Réponses contestées par l’usager", GenreFait.CONTESTATION, "une contestation"),
    _avec("ECO-10", "Rendez-vous avec la direction", GenreFait.RENDEZ_VOUS, "un rendez-vous tenu avec la direction"),
    _avec("ECO-11", "Saisines du médiateur", GenreFait.MEDIATEUR, "une saisine du médiateur"),
    Figure(OUVERTS, ouverts),
    _avec(
        "ECO-14", "Dossiers avec une réponse d’attente", GenreFait.ATTENTE, "une réponse d’attente, en retard ou non,"
    ),
    _recus(INCIVILITES, lambda r: r.nature == INCIVILITE),
    Figure(ECHUS, echus),
    Figure(MOYENNE, moyenne),
    Figure(ATTENTES_ECHUES, attentes_echues),
    Figure(CLASSEES, classees),
)
