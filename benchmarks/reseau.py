"""python -m benchmarks.reseau: what the program asks of a folder on a network, counted operation by operation.

Four workstations whose edits cross, over two years and over ten; each gesture in a program of its own, on the emulated
share of the tests. What it costs is said at 5 ms an operation. `--dix-ans`, `--deux-ans`: one of the two sites only.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.moteurs import SITE, TABLES, contenu
from qualitui.domain.actions.fiche import Action, Origine
from qualitui.domain.base import evoluer
from qualitui.store.journal.ligne import empreinte, encoder
from qualitui.store.moteur.moteur import RegistreJournal, ouvrir_registre
from qualitui.store.secours.sauvegarde import sauvegarder
from tests.store.partage import TAILLE, Client

RACINE = Path(__file__).parents[1]
LATENCE = 5.0  # milliseconds an operation
JOUR = datetime(2026, 12, 1, 12, tzinfo=UTC)
POSTES = [f"poste~agent{rang}~1" for rang in range(4)]
EDITIONS = {"reclamations": 3, "actions": 2, "suggestions": 1}  # changes of a record after its creation
SERIES = {"reclamations": "R", "actions": "A", "suggestions": "S"}
DEUX_ANS = {"reclamations": 400, "constats": 1_400, "actions": 300, "suggestions": 150, "valeurs": 150}
FOIS = 20


class Compte(NamedTuple):
    """One gesture: operations by kind, openings of the journal opened most, milliseconds of its own, megabytes."""

    genres: dict[str, int]
    ouvertures: int
    duree: float
    memoire: float

    @property
    def operations(self) -> int:
        return sum(combien for genre, combien in self.genres.items() if genre != TAILLE)


# --- the site -------------------------------------------------------------------------------------------------


class Plume:
    """A workstation writing its journals line by line; it sees what the others wrote before."""

    def __init__(self, w: str) -> None:
        self.w = w
        self.fichiers: dict[str, tuple[int, str, list[bytes]]] = {}
        self.vu: dict[str, dict[str, int]] = {}

    def ecrire(self, annee: int, h: int, operation: dict[str, Any], autres: dict[str, int]) -> tuple[str, int]:
        cle = f"{annee}/{self.w}"
        n, p, lignes = self.fichiers.setdefault(cle, (0, "", []))
        connus = self.vu.setdefault(cle, {})
        vu = {autre: m for autre, m in autres.items() if autre != cle and connus.get(autre) != m}
        connus.update(vu)
        entete = {"n": n + 1, "h": h, "at": f"{annee}-06-01T12:00:00+00:00", "w": self.w, "by": "martin-c", "p": p}
        ligne = encoder({**entete, **({} if n else {"site": SITE}), **({"vu": vu} if vu else {}), "o": [operation]})
        lignes.append(ligne)
        self.fichiers[cle] = (n + 1, empreinte(ligne), lignes)
        return cle, n + 1


def fabriquer(dossier: Path, tables: dict[str, int], annees: range) -> int:
    """Write the journals and the claims of the numbers; return how many lines. One edit in fifty is a conflict."""
    hasard, plumes = random.Random(5), [Plume(w) for w in POSTES]
    dernieres: dict[str, int] = {}
    h = 1_483_228_800_000
    for annee in annees:
        for operation in _operations(tables, annee, annees, hasard):
            h += 1000
            cle, n = hasard.choice(plumes).ecrire(annee, h, operation, dernieres)
            dernieres[cle] = n
    registre = dossier / "registre"
    for cle, (_, _, lignes) in chain.from_iterable(plume.fichiers.items() for plume in plumes):
        (registre / cle).parent.mkdir(parents=True, exist_ok=True)
        (registre / f"{cle}.jsonl").write_bytes(b"".join(lignes))
    (registre / "FORMAT.json").write_text(json.dumps({"format": 1, "site": SITE, "cree_le": ""}))
    for table, serie in SERIES.items():
        for rang in range(tables[table]):
            numeros = dossier / "numeros" / f"{serie}-{annees[rang % len(annees)]}"
            numeros.mkdir(parents=True, exist_ok=True)
            (numeros / f"{rang // len(annees) + 1:06d}").write_text('{"par": "x", "le": "2020-01-01T00:00:00+00:00"}\n')
    return sum(dernieres.values())


def _operations(tables: dict[str, int], annee: int, annees: range, hasard: random.Random) -> Iterator[dict[str, Any]]:
    """The year's records, each followed by its changes, here and there among those of the others."""
    en_cours: list[tuple[str, str, int, int]] = []
    creations = [
        (table, rang)
        for table, combien in tables.items()
        for rang in range(combien)
        if annees[rang % len(annees)] == annee
    ]
    hasard.shuffle(creations)
    for creation in chain(creations, repeat(None, len(creations) * 3)):
        if creation is not None:
            table, rang = creation
            reference = (
                {"reference": f"{SERIES[table]}-{annee}-{rang // len(annees) + 1:03d}"} if table in SERIES else {}
            )
            yield {"t": table, "i": f"{table}-{rang}", "v": 1, "s": {**contenu(table, rang), **reference}}
            if EDITIONS.get(table):
                en_cours.append((table, f"{table}-{rang}", 1, EDITIONS[table]))
        while en_cours and (creation is None or len(en_cours) > 40):
            table, ident, version, reste = en_cours.pop(hasard.randrange(len(en_cours)))
            suivante = version if version > 1 and hasard.random() < 0.02 else version + 1
            yield {"t": table, "i": ident, "v": suivante, "s": {"suivi": f"{hasard.random()}"}}
            if reste > 1:
                en_cours.append((table, ident, suivante, reste - 1))


# --- the gestures ---------------------------------------------------------------------------------------------


def mesurer(dossier: Path, geste: str) -> Compte:
    """One gesture in this process; `dossier` is the site, its local state beside it."""
    client = Client(dossier, retard=0, latence=0)
    client.installer()
    if geste == "sauvegarder":
        return compter(client, lambda: sauvegarder(dossier, dossier / "sauvegardes" / "x.zip", le=JOUR))
    if geste in ("froid", "chaud"):
        ouverts: list[RegistreJournal] = []
        compte = compter(client, lambda: ouverts.append(ouvrir(dossier, "lecteur")))
        ouverts[0].stockage.mettre_en_cache()
        ouverts[0].close()
        return compte
    ecrivain, autre = ouvrir(dossier, "lecteur"), ouvrir(dossier, "autre")
    for registre in (ecrivain, autre, ecrivain):
        ajouter(registre)
        registre.poll()
    return max((_une_fois(client, geste, ecrivain, autre) for _ in range(FOIS)), key=lambda compte: compte.operations)


def _une_fois(client: Client, geste: str, ecrivain: RegistreJournal, autre: RegistreJournal) -> Compte:
    if geste == "enregistrer":
        fiche = ecrivain.find(Action, reference="A-2026-8998")[0]
        return compter(client, lambda: ecrivain.save(evoluer(fiche, causes=f"{time.monotonic()}")))
    if geste == "numeroter":
        return compter(client, lambda: ajouter(ecrivain))
    if geste == "regarder, un autre a écrit":
        autre.poll()
        autre.add(_action("A-2026-8997"))
    return compter(client, ecrivain.poll)


def ouvrir(dossier: Path, login: str) -> RegistreJournal:
    local = dossier.with_name(f"{dossier.name}-local-{login}")
    return ouvrir_registre(dossier, poste="poste", login=login, maintenant=lambda: JOUR, cache=local)


def ajouter(registre: RegistreJournal) -> None:
    with registre.transaction():
        registre.add(_action(f"A-2026-{registre.reserver_numero('A-2026'):03d}"))
        if not registre.find(Action, reference="A-2026-8998"):
            registre.add(_action("A-2026-8998"))


def _action(reference: str) -> Action:
    origine = Origine(concept="reunion")
    return Action(reference=reference, intitule="Essai", origine=origine, creee_le=JOUR.date() - timedelta(days=3))


def compter(client: Client, geste: Callable[[], object]) -> Compte:
    client.comptes.clear()
    client.ouvertures.clear()
    memoire = _pic()
    debut = time.perf_counter()
    geste()
    duree = (time.perf_counter() - debut) * 1000
    memoire = _pic() - memoire
    journaux = [combien for chemin, combien in client.ouvertures.items() if chemin.endswith(".jsonl")]
    return Compte(dict(client.comptes), max(journaux, default=0), duree, memoire / 1024)


def _pic() -> int:
    """The most memory this program had, in kB (`getrusage` also tells that of the program it was started from)."""
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])


# --- the table ------------------------------------------------------------------------------------------------

GESTES = {
    "froid": "première ouverture",
    "chaud": "ouvrir avec le cache",
    "enregistrer": "enregistrer",
    "numeroter": "enregistrer, avec un numéro",
    "regarder": "regarder, rien de neuf",
    "regarder, un autre a écrit": "regarder, un autre a écrit",
    "sauvegarder": "sauvegarder",
}


def main() -> None:
    analyseur = argparse.ArgumentParser(description=__doc__)
    analyseur.add_argument("--dix-ans", action="store_true")
    analyseur.add_argument("--deux-ans", action="store_true")
    analyseur.add_argument("--mesurer", nargs=2, metavar=("DOSSIER", "GESTE"), help=argparse.SUPPRESS)
    options = analyseur.parse_args()
    if options.mesurer:
        print(json.dumps(mesurer(Path(options.mesurer[0]), options.mesurer[1])))
        return
    if not options.dix_ans:
        print(tableau("Deux ans", DEUX_ANS, range(2025, 2027)))
    if not options.deux_ans:
        print(tableau("Dix ans", TABLES, range(2017, 2027)))


def tableau(nom: str, tables: dict[str, int], annees: range) -> str:
    """Make the site, run every gesture and return the table, in Markdown."""
    with tempfile.TemporaryDirectory(prefix="reseau-") as racine:
        dossier = Path(racine) / "site"
        lignes = fabriquer(dossier, tables, annees)
        journaux = len(annees) * len(POSTES)
        rangees = [_rangee(dossier, geste, libelle) for geste, libelle in GESTES.items()]
    return "\n".join(
        [
            f"{nom}, quatre postes : {lignes} lignes dans {journaux} journaux.",
            "",
            "| geste | opérations | à 5 ms | ouvertures d’un journal | calcul | mémoire | détail |",
            "|---|--:|--:|--:|--:|--:|---|",
            *rangees,
            "",
        ]
    )


def _rangee(dossier: Path, geste: str, libelle: str) -> str:
    commande = [sys.executable, "-m", "benchmarks.reseau", "--mesurer", str(dossier), geste]
    dite = subprocess.run(commande, check=True, stdout=subprocess.PIPE, text=True, cwd=RACINE).stdout
    compte = Compte(*json.loads(dite))
    detail = ", ".join(f"{genre} {combien}" for genre, combien in Counter(compte.genres).most_common())
    attente = compte.operations * LATENCE / 1000
    return (
        f"| {libelle} | {compte.operations} | {attente:.2f} s | {compte.ouvertures} | {compte.duree:.0f} ms "
        f"| {compte.memoire:.0f} Mo | {detail} |"
    )


if __name__ == "__main__":
    main()
