"""The reference tables as data/*.toml states them: lists of values, roles, checks, indicators, planning, lexique.

One class per kind of row; every row has a `code` (stable, what records keep) and a `libelle` (what people read).
An empty string means « none »; an unknown key in a file is an error. Codes that point to another table are
checked whole by store/site/referentiels.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from pydantic import ConfigDict, Field

from qualitui.domain.base import Introuvable, Valeur
from qualitui.domain.francais import vouliez_vous_dire
from qualitui.domain.reference.droits import Verbe


class Table(Valeur):
    """A file or a row of a file: fields may be written under their TOML name or under their name in code."""

    model_config = ConfigDict(populate_by_name=True)


class Ligne(Table):
    code: str = Field(min_length=1)
    libelle: str
    source: str = ""
    note: str = ""


L = TypeVar("L", bound=Ligne)


def ligne(lignes: Iterable[L], code: str, quoi: str) -> L:
    """The row of that `code`; `Introuvable` naming the nearest codes. `quoi` is what is sought: « Le canal »."""
    par_code = {une.code: une for une in lignes}
    if code not in par_code:
        raise Introuvable(f"{quoi} « {code} » n’existe pas. {vouliez_vous_dire(code, par_code)}".strip())
    return par_code[code]


class Canal(Ligne):
    """How a réclamation arrives. `ecrit` False: no deadline runs. `accuse_obligatoire`: engagement 9."""

    ecrit: bool
    accuse_obligatoire: bool = False
    actif: bool = True


class Nature(Ligne):
    """`delai` is a code of [[engagement.delai]], empty: no deadline. `oriente`: sent to whoever treats it."""

    delai: str = ""
    engagement: str = ""
    oriente: bool = False


class Motif(Ligne):
    engagement: str = ""


class OrigineAction(Ligne):
    engagement: str = ""


class Priorite(Ligne):
    """`rang` 1 comes first."""

    rang: int


class ConstatAudit(Ligne):
    """`ecart`: an action is due."""

    ecart: bool


class TypeDocument(Ligne):
    """`vu`: met in a real document code, not only proposed."""

    vu: bool = False
    exemple: str = ""


class FamilleDocument(Ligne):
    annexe: int | None = None


class PeriodiciteType(Ligne):
    """One of `jours`, `mois` is zero: the period counts in the other."""

    jours: int = Field(ge=0)
    mois: int = Field(ge=0)


class UniteDelai(Ligne):
    """`regle` is how the unit is counted, in one sentence."""

    regle: str


class Codification(Table):
    """How document codes are built; `expression` is a regular expression with named groups."""

    modele: str
    separateur: str
    expression: str
    source: str = ""
    note: str = ""
    exemples: tuple[str, ...] = ()
    hors_modele: tuple[str, ...] = ()


class Nomenclatures(Table):
    canaux: tuple[Canal, ...] = Field(alias="canal")
    natures: tuple[Nature, ...] = Field(alias="nature")
    motifs: tuple[Motif, ...] = Field(alias="motif")
    origines_action: tuple[OrigineAction, ...] = Field(alias="origine_action")
    types_action: tuple[Ligne, ...] = Field(alias="type_action")
    priorites: tuple[Priorite, ...] = Field(alias="priorite")
    codification: Codification
    niveaux_document: tuple[Ligne, ...] = Field(alias="niveau_document")
    types_document: tuple[TypeDocument, ...] = Field(alias="type_document")
    familles_document: tuple[FamilleDocument, ...] = Field(alias="famille_document")
    origines_suggestion: tuple[Motif, ...] = Field(alias="origine_suggestion")
    types_audit: tuple[Ligne, ...] = Field(alias="type_audit")
    constats_audit: tuple[ConstatAudit, ...] = Field(alias="constat_audit")
    rubriques_revue: tuple[Ligne, ...] = Field(alias="rubrique_revue")
    periodicites: tuple[PeriodiciteType, ...] = Field(alias="periodicite")
    methodes: tuple[Ligne, ...] = Field(alias="methode")
    natures_preuve: tuple[Ligne, ...] = Field(alias="nature_preuve")
    unites_delai: tuple[UniteDelai, ...] = Field(alias="unite_delai")

    def canal(self, code: str) -> Canal:
        return ligne(self.canaux, code, "Le canal")

    def nature(self, code: str) -> Nature:
        return ligne(self.natures, code, "La nature")

    def motif(self, code: str) -> Motif:
        return ligne(self.motifs, code, "Le motif")


class Droit(StrEnum):
    """What a role may do in a domain: nothing, read, or read and write."""

    AUCUN = "aucun"
    LECTURE = "lecture"
    ECRITURE = "ecriture"


class Role(Ligne):
    """Who does what (SMQ1). `portee` is a label (« site », « ses éléments »); `droits` maps each domain to a right.

    `verbes` says how far « ecriture » goes in a domain (droits.py); `remplace`: the roles this one stands in for.
    """

    niveau: str
    services: tuple[str, ...]
    type: str
    portee: str
    engagements: tuple[str, ...] = ()
    missions: tuple[str, ...] = ()
    droits: dict[str, Droit]
    verbes: dict[str, Verbe] = Field(default_factory=dict)
    remplace: tuple[str, ...] = ()

    def droit(self, domaine: str) -> Droit:
        """The right on `domaine`; a domain that is not listed gives none."""
        return self.droits.get(domaine, Droit.AUCUN)


class TableRoles(Table):
    referentiel: str
    domaines: tuple[str, ...]
    referents_thematiques: tuple[str, ...]
    roles: tuple[Role, ...] = Field(alias="role")


class VerificationType(Ligne):
    """A default check (SMQ7). `role` is a role's code, `periodicite` and `methode` codes of the nomenclatures.

    `calcul`: the figure that answers the question over the period of the check, when the register knows it.
    """

    engagement: str
    methode: str
    lieu: str
    periodicite: str
    role: str
    preuve: str
    consigne: str = ""
    services: tuple[str, ...] = ()
    condition: str = ""
    calcul: str = ""


class TableVerifications(Table):
    referentiel: str
    verifications: tuple[VerificationType, ...] = Field(alias="verification")


class IndicateurType(Ligne):
    """An indicator (SMQ6). `calcul` « automatique »: computed from the site's data; « saisi »: typed in.

    `denominateur` empty: the value is a count. `sens` « hausse »: the higher the better. `cible` and
    `seuil_alerte` are in `unite`.
    """

    famille: str
    formule: str
    numerateur: str = ""
    denominateur: str = ""
    unite: str
    cible: float
    sens: str = Field(pattern="^(hausse|baisse)$")
    seuil_alerte: float
    periodicite: str
    source_donnees: str
    engagement: str
    calcul: str = Field(pattern="^(automatique|saisi)$")
    origine_famille: str = ""


class TableIndicateurs(Table):
    referentiel: str
    indicateurs: tuple[IndicateurType, ...] = Field(alias="indicateur")


class EvenementType(Ligne):
    """A recurring event of the planning (SMQ9). `pilotes` are roles' codes. `intervalle_mois` 0: no fixed pace.

    `tenu_par`: the concept whose record shows that it was held (« trimestre », « verifications V-NET-03 »); empty:
    nothing in the register does.
    """

    periodicite: str
    intervalle_mois: int = Field(ge=0)
    niveau: str
    engagement: str
    engagements_lies: tuple[str, ...] = ()
    pilotes: tuple[str, ...] = Field(min_length=1)
    pilote_source: str = ""
    participants: tuple[str, ...] = ()
    livrable: str
    declencheur: str = ""
    condition: str = ""
    tenu_par: str = ""


class SequenceAudit(Table):
    """External audits: `premier`, then `suite` over and over, `intervalle_mois` apart."""

    premier: str
    suite: tuple[str, ...]
    intervalle_mois: int
    exemple: tuple[str, ...] = ()
    source: str = ""
    note: str = ""


class AlternanceAudits(Table):
    intervalle_interne_mois: int
    intervalle_externe_mois: int
    decalage_mois: int
    source: str = ""
    note: str = ""


class Planning(Table):
    referentiel: str
    sequence_audit_externe: SequenceAudit
    alternance_audits: AlternanceAudits
    evenements: tuple[EvenementType, ...] = Field(alias="evenement")


class Terme(Table):
    """A word of the field. `developpement` is empty when the sources do not give it: never invented."""

    terme: str
    developpement: str = ""
    sigle: bool = False
    developpement_donne: bool = False
    definition: str
    sources: tuple[str, ...] = ()
    categorie: str = ""
    note: str = ""


class Lexique(Table):
    termes: tuple[Terme, ...] = Field(alias="terme")
