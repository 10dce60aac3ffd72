"""A référentiel: its engagements, what proves them, and the delays they promise (data/eps-2023.toml…).

Every delay is data: `Referentiel.delai(code)` builds the `Delai` that echeances.calculer takes. No duration is
written in Python. The other tables (nomenclatures, roles, checks…) live in nomenclatures.py and are found here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from pydantic import Field

from qualitui.domain.base import Introuvable
from qualitui.domain.francais import entre_guillemets, vouliez_vous_dire
from qualitui.domain.reference.nomenclatures import Droit as Droit
from qualitui.domain.reference.nomenclatures import EvenementType as EvenementType
from qualitui.domain.reference.nomenclatures import IndicateurType as IndicateurType
from qualitui.domain.reference.nomenclatures import Lexique as Lexique
from qualitui.domain.reference.nomenclatures import Ligne, Table, ligne
from qualitui.domain.reference.nomenclatures import Nomenclatures as Nomenclatures
from qualitui.domain.reference.nomenclatures import Planning as Planning
from qualitui.domain.reference.nomenclatures import Role as Role
from qualitui.domain.reference.nomenclatures import VerificationType as VerificationType
from qualitui.domain.temps.delais import Delai, Report, Source, Unite


class DelaiInconnu(Introuvable):
    """No engagement of the référentiel carries this delay."""


class Preuve(Table):
    """What shows that an engagement is kept. `responsables` are roles' codes, only when the source names someone."""

    niveau: str
    libelle: str
    nature: str
    outil: str = ""
    a_distance: bool = False
    periodicite: str = ""
    responsables: tuple[str, ...] = ()
    origine: str = ""


class LigneDelai(Ligne):
    """A delay as the référentiel words it. `comparaison` « < »: the term itself is too late (a threshold).

    `acheminement_jours`: calendar days of postal allowance; `alerte_jours`: calendar days after the start when an
    internal alert is raised. `lecture` is the reading taken where the source is ambiguous (data/NOTES.md). `natures`:
    the only natures of writing it is promised to; empty: to all those that ask for an answer.
    """

    duree: int = Field(gt=0)
    unite: Unite
    report: Report = Report.SUIVANT
    comparaison: str = Field(pattern="^<=?$")
    depart: str
    terme: str
    depart_code: str
    terme_code: str
    acheminement_jours: int = Field(default=0, ge=0)
    alerte_jours: int | None = Field(default=None, gt=0)
    condition: str = ""
    lecture: str = ""
    valeur_source: str = ""
    conversion: bool = False
    natures: tuple[str, ...] = ()
    source_page: int | None = None


class Frequence(Ligne):
    """At least `minimum` times per `periode` (« jour », « trimestre », « 24 mois »)."""

    minimum: int = Field(gt=0)
    periode: str
    lecture: str = ""
    source_page: int | None = None


class Seuil(Ligne):
    valeur: int
    unite: str
    comparaison: str


class Plage(Ligne):
    debut: str
    fin: str


class Obligation(Ligne):
    """A duty without a figure (the accusé de réception)."""

    canal: str = ""
    lecture: str = ""
    source_page: int | None = None


class ChiffreDuFait(Table):
    """A figure of the program that is the promise itself, not what checks saw of it (« ECO-03 » for the month).

    `cible` in percent; under `seuil_alerte` the commitment is not kept. Which figure, and the alert, are ours.
    """

    code: str
    cible: float = 100
    seuil_alerte: float = 0
    source: str = "proposé"


class Engagement(Ligne):
    """A promise to the users. `domaine` is « tronc commun », « spécifique » or « pilotage »."""

    domaine: str
    theme: str
    services: tuple[str, ...]
    source_page: int | None = None
    details: tuple[str, ...] = ()
    preuves: tuple[Preuve, ...] = Field(default=(), alias="preuve")
    delais: tuple[LigneDelai, ...] = Field(default=(), alias="delai")
    frequences: tuple[Frequence, ...] = Field(default=(), alias="frequence")
    seuils: tuple[Seuil, ...] = Field(default=(), alias="seuil")
    plages: tuple[Plage, ...] = Field(default=(), alias="plage")
    obligations: tuple[Obligation, ...] = Field(default=(), alias="obligation")
    chiffres: tuple[ChiffreDuFait, ...] = Field(default=(), alias="chiffre")


class Version(Table):
    """`date` is a day, or « 2014-05 » when the day is unknown."""

    version: str
    parution: date | str = Field(alias="date")
    resume: str
    changements: tuple[str, ...] = ()


class Annexe(Table):
    numero: int
    titre: str
    code: str
    fournie: bool


class Repere(Ligne):
    valeur: str


class LignePaginee(Ligne):
    source_page: int | None = None


class Referentiel(Table):
    """One edition: code, version, and its engagements in order (1 to 12, S1 to S3, SMQ1 to SMQ10)."""

    code: str = Field(min_length=1)
    code_document: str = ""
    titre: str
    version: str
    parution: date | str = Field(alias="date")
    secteur: str = ""
    direction: str = ""
    pilote: str = ""
    nombre_sites: int | None = None
    domaine_application: str = ""
    objectif: str = ""
    principe: str = ""
    objectifs: tuple[str, ...] = ()
    engagements_communs: int
    engagements_specifiques: int
    engagements_pilotage: int
    source: str = ""
    historique: tuple[Version, ...] = ()
    annexes: tuple[Annexe, ...] = Field(default=(), alias="annexe")
    reperes: tuple[Repere, ...] = Field(default=(), alias="repere")
    regles_or: tuple[LignePaginee, ...] = Field(default=(), alias="regle_or")
    enjeux_agent: tuple[LignePaginee, ...] = Field(default=(), alias="enjeu_agent")
    prestations: tuple[Ligne, ...] = Field(default=(), alias="prestation")
    engagements: tuple[Engagement, ...] = Field(alias="engagement")

    def engagement(self, code: str) -> Engagement:
        """The engagement of that code (« 9 », « SMQ7 », case ignored); `Introuvable` proposes the nearest."""
        return ligne(self.engagements, code.upper(), f"Dans {self.code}, l’engagement")

    def lignes_delai(self) -> Iterator[tuple[Engagement, LigneDelai]]:
        for engagement in self.engagements:
            for un in engagement.delais:
                yield engagement, un

    def promet(self, code: str, nature: str) -> bool:
        """Whether the delay of that code is promised to writings of that nature."""
        voulues = [un.natures for _, un in self.lignes_delai() if un.code == code]
        return all(not natures or nature in natures for natures in voulues)

    def delais(self) -> Mapping[str, Delai]:
        """Every delay of the référentiel, by code, in the order of the engagements."""
        return {un.code: self._delai(engagement, un) for engagement, un in self.lignes_delai()}

    def delai(self, code: str) -> Delai:
        """The delay of that code, with its source; `DelaiInconnu` proposes the nearest codes."""
        delais = self.delais()
        if code not in delais:
            phrase = f"Le délai « {code} » n’existe pas dans le référentiel {self.code}."
            raise DelaiInconnu(f"{phrase} {vouliez_vous_dire(code, delais)}".strip(), "delai")
        return delais[code]

    def _delai(self, engagement: Engagement, un: LigneDelai) -> Delai:
        return Delai(
            code=un.code,
            libelle=un.libelle,
            duree=un.duree,
            unite=un.unite,
            report=un.report,
            acheminement_jours=un.acheminement_jours,
            alerte_jours=un.alerte_jours,
            depart=un.depart,
            terme=un.terme,
            source=Source(referentiel=self.code, version=self.version, engagement=engagement.code),
        )


def trouver_delai(code: str, referentiels: Iterable[Referentiel]) -> Delai:
    """The delay of that code in the first référentiel that has it; `DelaiInconnu` proposes among all of them."""
    connus: dict[str, Delai] = {}
    for referentiel in referentiels:
        connus = {**referentiel.delais(), **connus}
        if code in connus:
            return connus[code]
    raise DelaiInconnu(
        f"Le délai {entre_guillemets(code)} n’existe pas. {vouliez_vous_dire(code, connus)}".strip(), "delai"
    )


class Passage(Table):
    """Where an engagement of the old référentiel went. `evolution`: « conservé », « étendu », « réparti »…"""

    ancien: str
    nouveaux: tuple[str, ...]
    evolution: str
    note: str = ""


class Nouveaute(Table):
    code: str
    note: str = ""


class Correspondance(Table):
    de: str
    vers: str
    passages: tuple[Passage, ...] = Field(alias="correspondance")
    nouveautes: tuple[Nouveaute, ...] = Field(alias="nouveau")
