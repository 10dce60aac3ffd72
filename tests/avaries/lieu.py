"""A small site that has lived, on one workstation, to be damaged and tried again and again at the same place.

Two people wrote in it over two years, from two workstations; a backup was made before the last gestures. The local
state of a workstation is known by the path of the site: the copies must therefore be made where it was written.
"""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from qualitui.cli import main
from qualitui.store.moteur import stockage
from qualitui.store.site.referentiels import charger_roles

JOUR = "2026-03-02"
ICI, AILLEURS = "poste-ici", "poste-ailleurs"
# What says in a list that a record is still the same, whatever the day.
TEMOINS = {
    "reclamation": ("reference", "objet", "motif"),
    "action": ("reference", "intitule", "etat"),
    "suggestion": ("reference", "texte", "etat"),
    "equipe": ("code", "nom"),
}
CAS = ("R-2025-001", "R-2026-001", "R-2026-002")
NOM = "Yvonne Marquisat"
PREMIER = [
    ["action", "ajouter", "--intitule", "Repeindre le hall"],
    ["reclamation", "ajouter", "--canal", "courrier", "--recue", "2025-11-07", "--objet", "Attente", "--identite", NOM],
    ["suggestion", "ajouter", "--texte", "Un banc à l’ombre", "--auteur", "belhautray-s"],
    ["suggestion", "ajouter", "--texte", "Une pendule", "--auteur", "belhautray-s"],
]
AVANT_LA_COPIE = [
    ["action", "ajouter", "--intitule", "Changer la rampe"],
    ["reclamation", "ajouter", "--canal", "courrier", "--recue", "2026-02-27", "--objet", "Bruit", "--identite", NOM],
    ["suggestion", "ajouter", "--texte", "Un abri à vélos", "--auteur", "belhautray-s"],
]
APRES = [
    ["action", "noter", "A-2026-001", "--texte", "Devis reçu"],
    ["reclamation", "ajouter", "--canal", "courrier", "--recue", "2026-02-27", "--objet", "Porte", "--identite", NOM],
    ["suggestion", "ajouter", "--texte", "Une lampe", "--auteur", "belhautray-s"],
    ["action", "ajouter", "--intitule", "Essayer les badges"],
    ["suggestion", "ajouter", "--texte", "Dite sans nom"],
]


class Dit(NamedTuple):
    code: int
    sortie: str
    erreur: str

    @property
    def lignes(self) -> list[str]:
        return [ligne for ligne in self.erreur.splitlines() if ligne.strip()]


class Lieu:
    """Where one damage after another is tried: the site, the local states, what is written for people."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self.site, self.etat, self.ecrits = dossier / "site", dossier / "etat", dossier / "ecrits"
        self._depart = dossier / "depart"

    def dire(self, *mots: str) -> Dit:
        """One command, as its person sees it."""
        sortie, erreur = io.StringIO(), io.StringIO()
        with redirect_stdout(sortie), redirect_stderr(erreur):
            try:
                code = main(["--site", str(self.site), *mots])
            except SystemExit as fin:
                code = int(fin.code or 0)
        return Dit(code, sortie.getvalue(), erreur.getvalue().replace(str(self.dossier), "…"))

    def fabriquer(self) -> None:
        self.ecrits.mkdir(parents=True, exist_ok=True)
        os.environ["QUALITUI_ETAT_LOCAL"] = str(self.etat)
        roles = ",".join(role.code for role in charger_roles())
        personne = ["equipe", "ajouter", "--nom", "Solange Belhautray", "--code", "belhautray-s", "--roles", roles]
        with sur(self, AILLEURS, "2025-11-10", self.dossier / "etat-ailleurs"):
            self._faire([["init", str(self.site), "--nom", "EPS d’essai"], personne, *PREMIER])
        with sur(self, ICI, "2025-11-12", self.etat):
            self._faire(PREMIER)
        for poste, etat in ((AILLEURS, self.dossier / "etat-ailleurs"), (ICI, self.etat)):
            with sur(self, poste, JOUR, etat):
                self._faire(AVANT_LA_COPIE)
        with sur(self, ICI, JOUR, self.etat):
            self._faire([["sauvegarder"]])
        for poste, etat in ((AILLEURS, self.dossier / "etat-ailleurs"), (ICI, self.etat)):
            with sur(self, poste, JOUR, etat):
                self._faire(APRES)
        with sur(self, ICI, JOUR, self.etat), patch.object(stockage, "SEUIL_CACHE", 0):  # a small site has one too
            self._faire([["semaine", "-o", str(self.site / "documents" / "semaine.docx")], ["reclamation", "lister"]])
        for nom in ("site", "etat", "etat-ailleurs"):
            shutil.copytree(self.dossier / nom, self._depart / nom)

    def _faire(self, commandes: Sequence[Sequence[str]]) -> None:
        for commande in commandes:
            dit = self.dire(*commande)
            if dit.code:
                raise AssertionError((commande, dit))

    def remettre(self) -> None:
        """As before any damage."""
        for chemin in self.dossier.iterdir():
            if chemin != self._depart:
                _effacer(chemin)
        for chemin in self._depart.iterdir():
            shutil.copytree(chemin, self.dossier / chemin.name)
        self.ecrits.mkdir()

    def journaux(self, annee: str = "2026", de: str = "") -> list[Path]:
        return sorted(j for j in self.site.glob(f"registre/{annee}/*.jsonl") if de in j.name)

    @property
    def mien(self) -> Path:
        return self.journaux(de=ICI)[0]

    @property
    def autre(self) -> Path:
        return self.journaux(de=AILLEURS)[0]

    def lu(self) -> dict[str, Any] | None:
        """What the lists and the cases show, by name; None when the site does not open."""
        trouves: dict[str, Any] = {}
        for nom, champs in TEMOINS.items():
            dit = self.dire(nom, "lister", *(("--tous",) if nom == "equipe" else ()), "--json")
            if dit.code:
                return None
            for rangee in json.loads(dit.sortie):
                lisible = "illisible" not in rangee or all(champ in rangee for champ in champs)
                trouves[f"{nom} {rangee.get(champs[0])}"] = [rangee.get(c) for c in champs] if lisible else None
        for cas in CAS:
            dit = self.dire("reclamation", "voir", cas, "--identite", "--json")
            trouves[f"identité {cas}"] = NOM in dit.sortie
        return trouves

    def octets(self) -> dict[str, bytes]:
        """Every file of the site that this account reads."""
        trouves = {}
        for chemin in self.site.rglob("*"):
            try:
                if chemin.is_file():
                    trouves[str(chemin.relative_to(self.site))] = chemin.read_bytes()
            except OSError:
                continue
        return trouves


def _effacer(dossier: Path) -> None:
    """Whatever the rights that a damage left."""
    if dossier.is_dir() and not dossier.is_symlink():
        for racine, _, _ in os.walk(dossier):
            os.chmod(racine, 0o755)
        shutil.rmtree(dossier)
    elif dossier.exists():
        dossier.unlink()


@contextmanager
def sur(lieu: Lieu, poste: str, jour: str, etat: Path) -> Iterator[None]:
    """On that workstation, that day."""
    voulu = {
        "QUALITUI_POSTE": poste, "QUALITUI_DATE": jour, "QUALITUI_ETAT_LOCAL": str(etat), "LOGNAME": "essai",
        "QUALITUI_REGLAGES": str(lieu.dossier / "reglages.toml"), "TEXTUAL_ANIMATIONS": "none",
    }  # fmt: skip
    avant = {nom: os.environ.get(nom) for nom in voulu}
    os.environ.update(voulu)
    try:
        yield
    finally:
        for nom, valeur in avant.items():
            if valeur is None:
                os.environ.pop(nom, None)
            else:
                os.environ[nom] = valeur
