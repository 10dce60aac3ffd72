"""The register: one small protocol, whatever the engine (journal of files today, PostgreSQL later)."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from qualitui.domain.base import AConfirmer, Fiche, Refus
from qualitui.domain.diagnostic import Manque
from qualitui.domain.etat import Etat
from qualitui.domain.illisibles import Illisible

if TYPE_CHECKING:
    from tinydb import TinyDB
    from tinydb.queries import QueryLike

F = TypeVar("F", bound=Fiche)
ANONYME = "anonyme"  # what signs a writing that leads to nobody
LECTURE_SEULE = "Ce site est ouvert en lecture seule\u00a0: rien n’y est écrit."


class ModifieEntreTemps(Refus):
    """Someone saved the record since it was read. `champs` maps each field changed meanwhile to (was, is)."""

    def __init__(self, phrase: str, *, par: str = "", champs: Mapping[str, tuple[Any, Any]] | None = None) -> None:
        super().__init__(phrase)
        self.par = par
        self.champs = dict(champs or {})


class DejaPresent(ModifieEntreTemps):
    """A record of this id is already there: nothing was when the person read it."""


class RegistreIllisible(Refus):
    """The register is there but cannot be read as a whole: future format, no access. Never taken for an empty one."""


class HorlogeDouteuse(AConfirmer):
    """The clock of this workstation is far from what the register knows: nothing was written."""

    enjeu = "Ce que vous enregistrez portera cette date."


class EcritureImpossible(Refus):
    """Nothing was written (full disk, read-only folder, share gone); what is in memory has not moved."""


class EcritureIncertaine(Refus):
    """Nobody knows whether it was written: the disk, or the share, stopped answering meanwhile. To be looked at first.

    Nothing is given back of what it may use: neither its number, nor its identity.
    """


class DejaEcrit(AConfirmer):
    """A gesture whose outcome was not known had written just this: doing it again would make a double."""

    rien = "Rien n’a été enregistré de plus"
    condition = "s’il en faut vraiment un second"
    enjeu = "Il y en aurait deux."
    oui = "En enregistrer un second"


class FicheIllisible(Refus):
    """The record is there, but this program does not understand all of its content: it can't be read, or not written.

    `illisible` says which, and what can be shown of it.
    """

    def __init__(self, illisible: Illisible, phrase: str = "") -> None:
        super().__init__(phrase or f"{illisible.nom}\u00a0: {illisible.phrase}")
        self.illisible = illisible


class RienAAnnuler(Refus):
    """This person has made no gesture that could be undone."""


class AnnulationRefusee(Refus):
    """The gesture has been built upon since: by whom (`par`), and when (`le`)."""

    def __init__(self, par: str, le: datetime) -> None:
        super().__init__(
            f"Ce geste ne peut plus être annulé\u00a0: la fiche a été modifiée depuis par {par} "
            f"le {le:%d/%m/%Y à %H:%M}. Modifiez-la plutôt."
        )
        self.par = par
        self.le = le


class Anomalie(NamedTuple):
    """Something wrong met while reading; the program goes on. `fichier` is relative to the site, `ligne` from 1.

    `gravite`: « grave » (something may be missing), « avertissement » (to be looked at) or « information ».
    `manque`: when the end of a journal is missing, how many writings are known of it and how many are there.
    `regler`: the number of what nothing bears, that a person may settle.
    """

    gravite: str
    phrase: str
    fichier: str | None = None
    ligne: int | None = None
    manque: Manque | None = None
    regler: str = ""


class Changement(NamedTuple):
    """One line of a record's history: who, when, what changed, field by field (before, after).

    `note`: an undoing, a conflict settled, a content found again after a loss (and where), in words; else empty.
    `sans_heure`: nobody may know the hour.
    """

    le: datetime
    par: str
    poste: str
    champs: Mapping[str, tuple[Any, Any]]
    note: str = ""
    sans_heure: bool = False

    @property
    def quand(self) -> date:
        """The moment, or the day where no hour may be told."""
        return self.le.date() if self.sans_heure else self.le


class Redaction(NamedTuple):
    """What one person wrote in a conflict: the whole content of the record after that gesture; None if removed."""

    le: datetime
    par: str
    poste: str
    contenu: Mapping[str, Any] | None


class Conflit(NamedTuple):
    """A record written by several people at once. `champs` maps each field that differs to its value in each
    `redactions`, in the same order; `contenu` is the record as it stands meanwhile (JSON values; None: removed)."""

    table: str
    ident: str
    jeton: str
    redactions: tuple[Redaction, ...]
    champs: Mapping[str, tuple[Any, ...]]
    contenu: Mapping[str, Any] | None


class Annulation(NamedTuple):
    """A gesture just undone: when it had been made, and the records (table, id) put back.

    `retabli`: that gesture was itself an undoing, so that the one before is back.
    """

    le: datetime
    fiches: tuple[tuple[str, str], ...]
    retabli: bool = False


class Perdue(NamedTuple):
    """A record of which the register lost something that this workstation still knows (`source`: where).

    `ecritures` were lost, the last made on `le`. `avant`: what the register says of it now; `apres`: what it becomes
    once put back (None: no record); `champs`: what that changes. `renumerotee`: another record carries its reference
    since, so that it takes a new one.
    """

    table: str
    ident: str
    source: str
    ecritures: int
    le: datetime
    avant: Mapping[str, Any] | None
    apres: Mapping[str, Any] | None
    champs: Mapping[str, tuple[Any, Any]]
    renumerotee: bool


class Pertes(NamedTuple):
    """`inutiles`: states kept aside that hold nothing the register does not; `illisibles`: that cannot be read."""

    perdues: tuple[Perdue, ...] = ()
    inutiles: tuple[str, ...] = ()
    illisibles: tuple[str, ...] = ()


class Nouveaute(NamedTuple):
    """A record changed by someone else since the last look."""

    table: str
    ident: str
    par: str


class GardeDHorloge(Protocol):
    """Whether the clock of this workstation is believed."""

    def doute(self) -> str:
        """Why it is not, as a sentence; empty when it is."""
        ...

    def croire(self) -> None:
        """Write under it all the same: a person says that it is right."""
        ...

    def exiger(self) -> None:
        """`HorlogeDouteuse` unless it is believed."""
        ...


class Registre(Protocol):
    """Typed access to the records. Every `Fiche` returned carries its `id` and its `jeton`.

    `auteur` signs what is written from now on (a person's code, or the login).
    """

    auteur: str

    @property
    def horloge(self) -> GardeDHorloge:
        """The clock of this workstation: every writing asks it, `HorlogeDouteuse` when it is not believed."""
        ...

    def recommencer(self) -> None:
        """Write again what a gesture whose outcome was not known has already written: a person says so."""
        ...

    @property
    def anomalies(self) -> Sequence[Anomalie]:
        """What could not be read as it should, each with its place."""
        ...

    @property
    def etat(self) -> Etat:
        """Whether all of it could be read: the same, as people are told it, up to date as of the last `poll`."""
        ...

    @property
    def illisibles(self) -> Sequence[Illisible]:
        """The records that this program does not understand whole, table by table in order of creation.

        `find` gives those of which only something more is not known, with their `lecture_seule`; it leaves the others
        out. Neither is ever written from here.
        """
        ...

    @property
    def sans_fiche(self) -> Sequence[str]:
        """The references given (numbers claimed, cases kept) that no record bears."""
        ...

    def add(self, fiche: F) -> F:
        """Write a new record; its `id` is kept when given (`DejaPresent` if already taken), else created."""
        ...

    def get(self, modele: type[F], ident: str) -> F:
        """Return the record; `Introuvable` if there is none, `FicheIllisible` if it is not understood."""
        ...

    def save(self, fiche: F) -> F:
        """Write the new state of a record read before; `ModifieEntreTemps` if its `jeton` is stale, `FicheIllisible`
        if the record holds what this program does not understand, and would erase."""
        ...

    def remove(self, fiche: Fiche) -> None:
        """Take the record out of the lists (the journal keeps its history); same check as `save`."""
        ...

    def find(self, modele: type[F], requete: QueryLike | None = None, /, **egalites: Any) -> Sequence[F]:
        """Records that pass a TinyDB query (`where("recue_le") >= date(2026, 1, 1)`), in order of creation.

        `egalites` is short for `==`, where a field left empty has its default. Without either, the whole table. A query
        sees a record as it is written: dates as « 2026-03-02 », and an empty field left out; those of the query are
        written the same way. Values that do not compare are not found. KeyError: a field that the model has not.
        """
        ...

    @property
    def en_tinydb(self) -> TinyDB:
        """The register as a TinyDB, to read: a writing raises `EcritureImpossible`. Its results are copies."""
        ...

    def ouvertes(self, modele: type[F]) -> Sequence[F]:
        """Records that still ask for something (`domain/rayons.py`), in order; all, if the table says nothing of it."""
        ...

    def identifiants(self, modele: type[Fiche]) -> Container[str]:
        """The ids of the table's records, without reading the records: what is there among 60,000."""
        ...

    def presence(self, modele: type[Fiche], *, avant: str) -> str:
        """An imprint of the ids of the table, those of the year `avant` and later left out."""
        ...

    def empreinte(self, modele: type[Fiche]) -> str:
        """An imprint of the contents of a whole table (a small one)."""
        ...

    def rappeler(self, nom: str, empreinte: str) -> Any:
        """A result kept by `retenir` under the same imprint; None without any, and inside a transaction."""
        ...

    def retenir(self, nom: str, empreinte: str, resultat: Any) -> None:
        """Keep a small result (lists, mappings, texts, numbers); it may be forgotten at any time."""
        ...

    def contenus(self, modele: type[Fiche]) -> Mapping[str, Mapping[str, Any]]:
        """What is recorded of each record of the table (JSON values, by id, a field at its default left out), in order
        of creation: to choose the few to `get` among thousands."""
        ...

    def history(self, modele: type[Fiche], ident: str) -> Sequence[Changement]:
        """Every change of the record, oldest first."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Everything saved inside is written as one line or not at all; may be nested."""
        ...

    def anonymement(self) -> AbstractContextManager[None]:
        """A transaction whose new records, and the numbers claimed for them, lead to nobody (`ANONYME`).

        Nothing that is there may be changed in it, and it stands in no other one. It cannot be undone.
        """
        ...

    def reserver_numero(self, serie: str) -> int:
        """Claim the next number of a series (« R-2026 »), unique between workstations."""
        ...

    def condamner_numero(self, reference: str) -> None:
        """Have a number that was claimed, « R-2026-029 », never given to any record. `EcritureImpossible`."""
        ...

    @property
    def ecrivain(self) -> str:
        """What the writers of this workstation and login are all named by, « <poste>~<login>~ »."""
        ...

    def poll(self) -> bool:
        """Take in what other workstations wrote; True if anything changed. Never raises when the share is gone."""
        ...

    @property
    def injoignable(self) -> str:
        """Why the folder did not answer at the last `poll`, as a sentence; empty when it did."""
        ...

    def nouveautes(self) -> Sequence[Nouveaute]:
        """What others changed since the last call (« modifié par … »)."""
        ...

    def annuler(self, ident: str = "") -> Annulation:
        """Undo the last gesture of `auteur` (on this record if `ident`); refused if it was built upon."""
        ...

    def a_annuler(self, ident: str = "") -> Annulation:
        """What `annuler` would undo; the same refusals, and nothing is written."""
        ...

    def conflits(self) -> Sequence[Conflit]:
        """The conflicts nobody has settled yet."""
        ...

    def trancher(self, conflit: Conflit, contenu: Mapping[str, Any] | None) -> None:
        """Settle a conflict: the record becomes `contenu` (None: removed)."""
        ...

    def perdues(self) -> Pertes:
        """What was lost and could be put back: everything is read again, nothing is written."""
        ...

    def remettre(self, voulues: Collection[tuple[str, str]]) -> None:
        """Put back, as new writings, what was lost of these records (table, id).

        When they are all of them, the register is held for whole again.
        """
        ...

    def ecarter(self) -> tuple[str, ...]:
        """Set apart, on this workstation, the states kept aside: they are no longer compared. Return their names."""
        ...

    def close(self) -> None: ...
