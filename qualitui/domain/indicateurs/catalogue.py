"""« Comment on compte »: every figure of the program with its definition, and what counts any of them in a window.

A room offers its figures in `domain/<room>/comptages.py`, `FIGURES`; those of the quarterly reviews are in
`trimestres`. An indicator that the program computes is one of them under its own code (`Definition.indicateur`): a
notion has one figure. One that people type is counted from what they typed, period by period.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from typing import Protocol

from qualitui.domain import planning, trimestres
from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import Introuvable
from qualitui.domain.comptage import Comptage, Definition, Fenetre, Figure, Genre, ParDate, Tri, fenetre, part
from qualitui.domain.concepts import CONCEPTS
from qualitui.domain.francais import entre_guillemets, quantieme_en_mots, vouliez_vous_dire
from qualitui.domain.indicateurs.fiche import (
    EtatIndicateur,
    Mesure,
    Somme,
    Suivi,
    comparer,
    etat,
    periodes_comptees,
    periodes_de_annee,
    periodes_de_tendance,
    suivre,
)
from qualitui.domain.planning import Audits
from qualitui.domain.reclamations.comptages import Dossiers
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reference.nomenclatures import IndicateurType
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.temps.periodes import periode_en_mots
from qualitui.domain.trimestres import RevueTrimestrielle
from qualitui.domain.verifications.comptages import d_un_engagement, tels_qu_au
from qualitui.domain.verifications.occurrences import Suivi as SuiviVerification


class RevueDatee(Protocol):
    """What is counted of an annual review."""

    @property
    def annee(self) -> int: ...

    @property
    def approuvee_le(self) -> date | None: ...

    @property
    def presentee_le(self) -> date | None: ...


@dataclass(frozen=True)
class Donnees:
    """Everything that is counted. `suivis`: the checks whose window ends in the time looked at.

    `depuis`: the day the site began, when something else than its records tells it. `mesures` maps a typed indicator →
    period → n/d. What several figures look at is put in order once.
    """

    reclamations: Sequence[Reclamation] = ()
    suivis: Sequence[SuiviVerification] = ()
    actions: Sequence[Action] = ()
    suggestions: Sequence[Suggestion] = ()
    trimestres: Sequence[RevueTrimestrielle] = ()
    mesures: Mapping[str, Mapping[str, Mesure]] = field(default_factory=dict)
    revues: Sequence[RevueDatee] = ()
    audits: Audits | None = None
    depuis: date | None = None
    _suivis_au: dict[Fenetre, Sequence[SuiviVerification]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    _comptes: dict[tuple[str, Fenetre], Comptage] = field(init=False, repr=False, compare=False, default_factory=dict)

    @cached_property
    def dossiers(self) -> Dossiers:
        return Dossiers(self.reclamations)

    @cached_property
    def _par_fin(self) -> ParDate[SuiviVerification]:
        return ParDate(self.suivis, lambda suivi: suivi.occurrence.fin)

    def suivis_au(self, vue: Fenetre) -> Sequence[SuiviVerification]:
        """The checks that fell due in the window, as they stood on its day; six figures look at them."""
        if vue not in self._suivis_au:
            self._suivis_au[vue] = tels_qu_au(self._par_fin.entre(vue.du, vue.au), vue)
        return self._suivis_au[vue]

    @cached_property
    def premier_jour(self) -> date | None:
        """The first day the site recorded anything: before it, nothing was measured and zero would be a lie."""
        jours = (
            *(r.recue_le for r in self.reclamations),
            *(s.occurrence.debut for s in self.suivis),
            *(a.creee_le for a in self.actions),
            *(s.recue_le for s in self.suggestions),
        )
        return min(jours, default=None)

    @property
    def ouverture(self) -> date | None:
        """The day the site began: what began before it is not owed."""
        return self.depuis or self.premier_jour

    def compter(self, code: str, vue: Fenetre) -> Comptage:
        """The figure of that code (one of `FIGURES`, or an indicator that the program computes) in the window."""
        cle = (code, vue)
        if cle not in self._comptes:
            figure = figure_de(code)
            propre = figure.definition.code
            if propre == code:
                self._comptes[cle] = figure.calcul(self, vue)
            else:
                self._comptes[cle] = self.compter(propre, vue).renomme(definition(code))
        return self._comptes[cle]


@cache
def par_salle() -> Mapping[str, tuple[Figure, ...]]:
    """The figures of each concept that offers some, by its name, in the order of the concepts."""
    pieces = {concept.nom: concept.piece("domain", "comptages") for concept in CONCEPTS}
    salles = {nom: piece.FIGURES for nom, piece in pieces.items() if piece is not None}
    return salles | {"trimestre": trimestres.FIGURES, "equipe": planning.FIGURES}


@cache
def figures() -> tuple[Figure, ...]:
    """Every figure of the program, room after room."""
    return tuple(figure for toutes in par_salle().values() for figure in toutes)


def salle_de(code: str) -> str:
    """The concept whose records a figure counts; the indicators themselves for what people type of them."""
    if d_un_engagement(code) is not None:
        return "verifications"
    voulue = par_code().get(code)
    return next((nom for nom, toutes in par_salle().items() if voulue in toutes), "indicateurs")


@cache
def par_code() -> Mapping[str, Figure]:
    """Each figure by its code, and by the one of the indicator that is the same notion."""
    trouvees = {figure.definition.code: figure for figure in figures()}
    return trouvees | {f.definition.indicateur: f for f in figures() if f.definition.indicateur}


def figure_de(code: str) -> Figure:
    """The figure of that code; a rate of checks may be asked for one engagement (« VER-02-S1 »)."""
    return par_code().get(code) or d_un_engagement(code) or par_code()[code]


def compte_ici(code: str) -> bool:
    """Whether the program counts it from its records: any figure but those that people type."""
    return code in par_code() or d_un_engagement(code) is not None


def definition(code: str) -> Definition:
    """The definition of a figure that the program counts, under the code asked for."""
    return figure_de(code).definition._replace(code=code)


def calculs() -> Mapping[str, Figure]:
    """The indicators that the program computes."""
    return {f.definition.indicateur: f for f in figures() if f.definition.indicateur}


ATTEINTS = Definition(
    "IND-01",
    "Indicateurs mesurés qui atteignent leur cible",
    "Indicateurs dont la valeur de l’année atteint la cible, sans arrondi ÷ indicateurs mesurés dans l’année.",
    Genre.TAUX,
)


def atteints(par_indicateur: Mapping[str, bool | None], vue: Fenetre) -> Comptage:
    """How many indicators reach their target; None: not measured."""
    tri = Tri.vide()
    for code, atteint in par_indicateur.items():
        if atteint is None:
            tri.exclues.append((code, "non mesuré"))
        else:
            (tri.oui if atteint else tri.non).append(code)
    return part(ATTEINTS, vue, tri)


# --- the whole page, indicators that people type included -------------------------------------------------------------


def definitions(indicateurs: Iterable[IndicateurType]) -> tuple[Definition, ...]:
    """« Comment on compte »: every definition, in the order of the rooms, then of the typed indicators."""
    saisis = [de_l_indicateur(type_) for type_ in indicateurs if type_.calcul != "automatique"]
    return (*(figure.definition for figure in figures()), ATTEINTS, *saisis)


def de_l_indicateur(type_: IndicateurType) -> Definition:
    """What a typed indicator says of itself in its table."""
    genre = Genre.TAUX if type_.unite == "%" else Genre.MOYENNE if type_.denominateur else Genre.NOMBRE
    texte = f"{type_.formule[:1].upper()}{type_.formule[1:]}. Saisi par le site, d’après : {type_.source_donnees}."
    unite = {"jours": "jour", "%": "", "nombre": ""}.get(type_.unite, type_.unite)
    return Definition(type_.code, type_.libelle, texte, genre, unite)


def chercher(code: str, indicateurs: Iterable[IndicateurType]) -> Definition:
    """The definition of that code, whatever its case; Introuvable names the nearest."""
    voulu = code.strip().upper()
    saisis = {type_.code: type_ for type_ in indicateurs if type_.calcul != "automatique"}
    if compte_ici(voulu):
        return definition(voulu)
    if voulu == ATTEINTS.code:
        return ATTEINTS
    if voulu in saisis:
        return de_l_indicateur(saisis[voulu])
    connus = [*par_code(), ATTEINTS.code, *saisis]
    raise Introuvable(
        f"Le chiffre {entre_guillemets(code)} n’existe pas. {vouliez_vous_dire(voulu, connus)}".strip(), "code"
    )


def compter(donnees: Donnees, code: str, vue: Fenetre, indicateurs: Iterable[IndicateurType]) -> Comptage:
    """Any figure of the page in a window; a typed indicator adds up the periods of the window that have a value."""
    voulue = chercher(code, types := tuple(indicateurs))
    if compte_ici(voulue.code):
        return donnees.compter(voulue.code, vue)
    if voulue.code == ATTEINTS.code:
        return atteints({type_.code: _atteint(donnees, type_, vue, types) for type_ in types}, vue)
    type_ = next(type_ for type_ in types if type_.code == voulue.code)
    periodes = periodes_comptees(type_, vue.du, vue.au)
    return somme_en_comptage(voulue, vue, Somme.de(type_, donnees.mesures.get(type_.code, {}), periodes))


def _atteint(donnees: Donnees, type_: IndicateurType, vue: Fenetre, types: Iterable[IndicateurType]) -> bool | None:
    compte = compter(donnees, type_.code, vue, types)
    trouve = etat(type_, None if compte.numerateur is None else en_mesure(compte))
    return None if trouve is EtatIndicateur.NON_MESURE else trouve is EtatIndicateur.ATTEINT


def somme_en_comptage(definition: Definition, vue: Fenetre, somme: Somme) -> Comptage:
    """What was typed, period by period: « I-TEL-01 2026-03 »; those without a value are told."""
    mesure = somme.mesure
    return Comptage(
        code=definition.code,
        libelle=definition.libelle,
        definition=definition.texte,
        du=vue.du,
        au=vue.au,
        numerateur=_entier(mesure.numerateur) if mesure else None,
        denominateur=_entier(mesure.denominateur) if mesure and mesure.denominateur is not None else None,
        retenues=tuple(f"{definition.code} {cle}" for cle in somme.retenues),
        exclues=tuple((f"{definition.code} {cle}", raison) for cle, raison in somme.exclues),
        genre=definition.genre,
        unite=definition.unite,
    )


def _entier(nombre: float) -> int | float:
    return int(nombre) if float(nombre).is_integer() else nombre


# --- indicators, period by period ------------------------------------------------------------------------------------


def mesurer(type_: IndicateurType, donnees: Donnees, jour: date) -> dict[str, Mesure]:
    """The measures of an indicator that the program computes, by period, each as it was at the period's own end.

    Over the 13 months and the two years shown; empty when people type it.
    """
    if not calcule(type_):
        return {}
    voulues = {
        p.cle: p
        for p in (
            *periodes_de_annee(type_, jour.year - 1, jour),
            *periodes_de_tendance(type_, jour),
            *periodes_de_annee(type_, jour.year, jour),
        )
    }
    depuis = donnees.premier_jour
    passees = (p for p in voulues.values() if depuis is not None and p.fin >= depuis and p.debut <= jour)
    return {p.cle: en_mesure(donnees.compter(type_.code, fenetre(p.debut, p.fin, jour))) for p in passees}


def calcule(type_: IndicateurType) -> bool:
    """Whether the program computes it."""
    return type_.calcul == "automatique" and type_.code in par_code()


def en_mesure(compte: Comptage) -> Mesure:
    return Mesure(numerateur=compte.numerateur or 0, denominateur=compte.denominateur)


def deux_annees(
    type_: IndicateurType, donnees: Donnees, mesures: Mapping[str, Mesure], vue: Fenetre
) -> tuple[Comptage, Comptage]:
    """An indicator over the window, and over the same span a year before: computed whole, never added up from periods.

    One that people type stops with the last period typed, both years.
    """
    if calcule(type_):
        return donnees.compter(type_.code, vue), _si_connu(donnees, type_.code, vue.un_an_avant)
    ici, avant = comparer(type_, mesures, vue.du, vue.au)
    voulue = de_l_indicateur(type_)
    return somme_en_comptage(voulue, vue, ici), somme_en_comptage(voulue, vue.un_an_avant, avant)


def _si_connu(donnees: Donnees, code: str, vue: Fenetre) -> Comptage:
    """Not measured before the site recorded anything."""
    compte = donnees.compter(code, vue)
    depuis = donnees.premier_jour
    if depuis is None or depuis > vue.au:
        return replace(compte, numerateur=None, denominateur=None if compte.denominateur is None else 0)
    return compte


def suivi(type_: IndicateurType, donnees: Donnees, mesures: Mapping[str, Mesure], jour: date) -> Suivi:
    """An indicator over 13 months, and its two years at the same day."""
    ici, avant = deux_annees(type_, donnees, mesures, Fenetre(date(jour.year, 1, 1), jour, jour))
    return suivre(type_, mesures, jour, _ou_rien(ici), _ou_rien(avant), _etendue(type_, ici))


def _ou_rien(compte: Comptage) -> Mesure | None:
    return None if compte.numerateur is None else en_mesure(compte)


def _etendue(type_: IndicateurType, compte: Comptage) -> str:
    """What the two years are told up to: « au 2 mars », « à janvier »; empty when nothing was typed."""
    if calcule(type_):
        return f"au {quantieme_en_mots(compte.au)}"
    cles = [reference.split(" ")[1] for reference in compte.retenues]
    return f"jusqu’à {periode_en_mots(cles[-1]).removesuffix(f' {compte.au.year}')}" if cles else ""
