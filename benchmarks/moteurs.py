"""The storages compared: each opens, adds one record durably, reads all, and searches, on the same data."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from tinydb import JSONStorage, TinyDB, where
from tinydb.table import Document

from qualitui.domain.actions.fiche import Action, Origine
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.temps.calendrier import Calendrier
from qualitui.domain.temps.delais import Delai, Source, Unite
from qualitui.domain.temps.echeances import calculer
from qualitui.domain.verifications.fiche import Constat
from qualitui.store.journal.ligne import empreinte, encoder
from qualitui.store.moteur.moteur import ouvrir_registre
from tests.store.partage import Client

TABLES = {"reclamations": 5_000, "constats": 60_000, "actions": 2_000, "suggestions": 1_000, "valeurs": 10_000}
SITE = "01BANC0000000000000000SITE"


class Moteur(Protocol):
    """One storage opened on a folder. `ajouter` returns once the record must survive a power cut."""

    nom: str

    def ajouter(self, ident: str) -> None: ...
    def presents(self) -> set[str]: ...
    def chercher(self) -> int: ...
    def fermer(self) -> None: ...


@cache
def _echeance(recue: date, code: str) -> dict[str, Any]:
    """A frozen deadline, as each réclamation carries two."""
    delai = Delai(
        code=code,
        libelle="Réponse à une demande ou réclamation écrite",
        duree=1,
        unite=Unite.MOIS,
        depart="réception de l’écrit par la Ville, quel que soit le canal",
        terme="envoi de la réponse",
        source=Source(referentiel="EPS-2023", version="3.0", engagement="9"),
    )
    return calculer(recue, delai, Calendrier()).model_dump(mode="json")


def contenu(table: str, rang: int) -> dict[str, Any]:
    """One record of ten years of a site, with the fields and the length of those of the demonstration."""
    recue = date(2017 + rang % 10, 1 + rang % 12, 1 + rang % 28)
    jour = recue.isoformat()
    champs: dict[str, Callable[[], dict[str, Any]]] = {
        "reclamations": lambda: {
            "reference": f"R-{jour[:4]}-{rang:03d}",
            "canal": "courrier",
            "nature": "reclamation",
            "service": "administratif",
            "objet": "Attente au guichet, deux heures",
            "recue_le": jour,
            "enregistree_le": jour,
            "ecrit": True,
            "echeance": _echeance(recue, "reponse-ecrite"),
            "echeance_attente": _echeance(recue, "reponse-attente"),
            "faits": [{"genre": "accusé de réception", "le": jour, "par": "martin-c"}],
        },
        "constats": lambda: {
            "verification": f"V-{rang % 60}",
            "periode": f"p{rang}",
            "libelle": "Les sanitaires ont-ils été nettoyés aujourd’hui et sont-ils ouverts au public ?",
            "resultat": "conforme",
            "par": "martin-c",
            "le": jour,
            "saisie_le": jour,
        },
        "actions": lambda: {
            "reference": f"A-{rang}",
            "intitule": "Tenir une réserve de cent fiches à l’accueil du rez-de-chaussée",
            "origine": {"concept": "verification", "reference": f"V-{rang % 60} × {jour[:7]}"},
            "engagement": "1",
            "type": "corrective",
            "priorite": "normale",
            "pilote": "agent-accueil",
            "echeance": jour,
            "echeance_initiale": jour,
            "etat": "à lancer",
            "creee_le": jour,
        },
        "suggestions": lambda: {
            "reference": f"S-{rang}",
            "texte": "Mettre un banc dehors, devant la porte, pour ceux qui arrivent avant l’ouverture.",
            "theme": "accueil",
            "engagement": "SMQ5",
            "auteur": "martin-c",
            "recue_le": jour,
            "etat": "reçue",
        },
        "valeurs": lambda: {
            "indicateur": f"I{rang % 10}",
            "periode": jour[:7],
            "numerateur": 52.0,
            "denominateur": 54.0,
            "saisie_le": jour,
            "par": "martin-c",
        },
    }
    return champs[table]()


def maintenant() -> datetime:
    return datetime.now(UTC)


class Journal:
    """qualitui: one append-only journal per writer."""

    nom = "qualitui : un journal par écrivain"

    def __init__(self, dossier: Path, client: str = "a", *, partage: bool = False) -> None:
        if partage:
            Client(dossier, retard=1.0).installer()
        local = dossier.with_name(f"{dossier.name}-local-{client}")
        self.registre = ouvrir_registre(dossier, poste="poste", login=client, maintenant=maintenant, cache=local)

    @staticmethod
    def remplir(dossier: Path) -> None:
        """Ten years by four writers, in one file a year each, written directly in the register's own format."""
        (dossier / "registre").mkdir(parents=True)
        (dossier / "registre" / "FORMAT.json").write_text(json.dumps({"format": 1, "site": SITE, "cree_le": ""}))
        etats: dict[tuple[str, str], tuple[int, str, list[bytes]]] = {}
        h = 1_483_228_800_000
        for table, combien in TABLES.items():
            for rang in range(combien):
                valeur, w, h = contenu(table, rang), f"poste~agent{rang % 4}~1", h + 1
                annee = str(2017 + rang % 10)
                n, p, lignes = etats.get((annee, w), (0, "", []))
                operation = {"t": table, "i": f"{table}-{rang}", "v": 1, "s": valeur}
                entete = {"n": n + 1, "h": h, "at": f"{annee}-06-01T12:00:00+00:00", "w": w, "by": "martin-c", "p": p}
                ligne = encoder({**entete, **({} if n else {"site": SITE}), "o": [operation]})
                lignes.append(ligne)
                etats[annee, w] = (n + 1, empreinte(ligne), lignes)
        for (annee, w), (_, _, lignes) in etats.items():
            (dossier / "registre" / annee).mkdir(exist_ok=True)
            (dossier / "registre" / annee / f"{w}.jsonl").write_bytes(b"".join(lignes))

    def ajouter(self, ident: str) -> None:
        jour = date(2026, 3, 2)
        fiche = Action(id=ident, reference=ident, intitule="Essai", origine=Origine(concept="reunion"), creee_le=jour)
        self.registre.add(fiche)

    def presents(self) -> set[str]:
        self.registre.poll()
        return {fiche.id for fiche in self.registre.find(Action)}

    def chercher(self) -> int:
        trouves = self.registre.find(Constat, verification="V-7")
        return len(trouves) + len(self.registre.find(Reclamation, reference="R-2018-001"))

    def fermer(self) -> None:
        self.registre.close()


class _SurTinyDB:
    """What the two TinyDB storages share."""

    db: TinyDB

    def ajouter(self, ident: str) -> None:
        self.db.table("actions").insert({"reference": ident, "intitule": "Essai"})

    def presents(self) -> set[str]:
        return {document["reference"] for document in self.db.table("actions")}

    def chercher(self) -> int:
        trouves = self.db.table("constats").search(where("verification") == "V-7")
        return len(trouves) + len(self.db.table("reclamations").search(where("reference") == "R-2018-001"))

    def fermer(self) -> None:
        self.db.close()


def _remplir_tinydb(dossier: Path) -> None:
    dossier.mkdir(parents=True)
    tables = {
        table: {str(rang + 1): contenu(table, rang) for rang in range(combien)} for table, combien in TABLES.items()
    }
    (dossier / "base.json").write_text(json.dumps(tables), encoding="utf-8")


class Simple(_SurTinyDB):
    """TinyDB and its JSONStorage, one file."""

    nom = "TinyDB, JSONStorage"
    remplir = staticmethod(_remplir_tinydb)

    def __init__(self, dossier: Path, client: str = "a", *, partage: bool = False) -> None:
        dossier.mkdir(parents=True, exist_ok=True)
        self.db = TinyDB(dossier / "base.json", encoding="utf-8")


class Atomique(_SurTinyDB):
    """TinyDB, the whole file replaced at once under a lock file."""

    nom = "TinyDB + remplacement atomique + verrou"
    remplir = staticmethod(_remplir_tinydb)

    def __init__(self, dossier: Path, client: str = "a", *, partage: bool = False) -> None:
        dossier.mkdir(parents=True, exist_ok=True)
        # On the share, a lock does not travel: each client takes its own.
        verrou = dossier / f"verrou-{client}" if partage else dossier / "verrou"
        self._verrou = verrou
        self.db = TinyDB(dossier / "base.json", storage=Remplacement)

    def ajouter(self, ident: str) -> None:
        with _verrouille(self._verrou):
            # Otherwise TinyDB keeps the next id it had computed before the others wrote.
            self.db.table("actions")._next_id = None
            super().ajouter(ident)


class Remplacement(JSONStorage):
    """Read the file anew each time; write a new one beside it, fsync, replace."""

    def __init__(self, chemin: Path) -> None:
        self._chemin = chemin

    def read(self) -> dict[str, dict[str, Any]] | None:
        try:
            lu: dict[str, dict[str, Any]] = json.loads(self._chemin.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return lu

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        descripteur, nom = tempfile.mkstemp(dir=self._chemin.parent)
        with os.fdopen(descripteur, "w", encoding="utf-8") as flux:
            json.dump(data, flux)
            flux.flush()
            os.fsync(flux.fileno())
        Path(nom).replace(self._chemin)

    def close(self) -> None:
        return


@contextmanager
def _verrouille(chemin: Path) -> Iterator[None]:
    with chemin.open("a") as flux:
        fcntl.flock(flux, fcntl.LOCK_EX)
        yield


class SQLite:
    """sqlite3, rollback journal, synchronous = FULL; on the share, its locks stay on the client (unix-none)."""

    nom = "sqlite3"

    def __init__(self, dossier: Path, client: str = "a", *, partage: bool = False) -> None:
        dossier.mkdir(parents=True, exist_ok=True)
        uri = f"file:{dossier / 'base.db'}" + ("?vfs=unix-none" if partage else "")
        self.db = sqlite3.connect(uri, uri=True, timeout=30, isolation_level=None)
        self.db.execute("pragma synchronous = full")
        self.db.execute("create table if not exists fiches (t text, i text, doc text, primary key (t, i))")
        self.db.execute("create index if not exists cherche on fiches (t, json_extract(doc, '$.verification'))")

    @staticmethod
    def remplir(dossier: Path) -> None:
        moteur = SQLite(dossier)
        moteur.db.execute("begin")
        for table, combien in TABLES.items():
            lignes = ((table, f"{table}-{rang}", json.dumps(contenu(table, rang))) for rang in range(combien))
            moteur.db.executemany("insert into fiches values (?, ?, ?)", lignes)
        moteur.db.execute("commit")
        moteur.fermer()

    def ajouter(self, ident: str) -> None:
        self.db.execute("insert into fiches values ('actions', ?, ?)", (ident, json.dumps({"reference": ident})))

    def presents(self) -> set[str]:
        if self.db.execute("pragma integrity_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("malformed")
        return {ident for (ident,) in self.db.execute("select i from fiches where t = 'actions'")}

    def chercher(self) -> int:
        sql = "select doc from fiches where t = ? and json_extract(doc, ?) = ?"
        trouves = self.db.execute(sql, ("constats", "$.verification", "V-7")).fetchall()
        trouves += self.db.execute(sql, ("reclamations", "$.reference", "R-2018-001")).fetchall()
        return len([Document(json.loads(doc), 0) for (doc,) in trouves])

    def fermer(self) -> None:
        self.db.close()


MOTEURS = (Journal, Simple, Atomique, SQLite)
