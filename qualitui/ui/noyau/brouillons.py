"""Drafts of forms, kept on the workstation so that a crash loses nothing that was typed.

One JSON file a form, readable by its user only (a text may be confidential), deleted once saved or given up.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path

from qualitui.store.site.utilisateur import etat_local

TITRE, JETON = ENTETE = ("~titre", "~jeton")  # what a draft holds besides its fields


class Brouillons:
    """The drafts of one site on this workstation."""

    def __init__(self, dossier_site: Path) -> None:
        empreinte = hashlib.sha256(str(dossier_site.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:12]
        self.dossier = etat_local() / "brouillons" / empreinte

    def _fichier(self, nom: str) -> Path:
        return self.dossier / (re.sub(r"[^\w.-]+", "_", nom) + ".json")

    def lire(self, nom: str) -> dict[str, str]:
        """What was typed in the form `nom`, field by field; empty without a draft.

        A draft that can't be read is set aside under the name « .illisible », never overwritten.
        """
        return {champ: texte for champ, texte in self._contenu(self._fichier(nom)).items() if champ not in ENTETE}

    def jeton(self, nom: str) -> str:
        """The version of the record the draft was typed on; empty for a new record."""
        return self._contenu(self._fichier(nom)).get(JETON, "")

    def en_attente(self) -> list[str]:
        """The titles of the forms whose typing was never saved, by name."""
        try:
            fichiers = sorted(self.dossier.glob("*.json"))
        except OSError:
            return []
        return [self._contenu(fichier).get(TITRE) or fichier.stem for fichier in fichiers]

    def _contenu(self, fichier: Path) -> dict[str, str]:
        try:
            contenu = json.loads(fichier.read_text(encoding="utf-8"))
            return {str(champ): str(texte) for champ, texte in contenu.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, AttributeError, RecursionError):
            self._mettre_de_cote(fichier)
            return {}

    def _mettre_de_cote(self, fichier: Path) -> None:
        try:
            fichier.replace(fichier.with_suffix(".illisible"))
        except OSError:
            return

    def garder(self, nom: str, textes: dict[str, str], *, titre: str = "", jeton: str = "") -> None:
        """Keep what is typed. A workstation that can't write still lets people work."""
        contenu = {**textes, TITRE: titre, JETON: jeton}
        fichier = self._fichier(nom)
        neuf = fichier.with_suffix(".nouveau")
        try:
            self.dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
            descripteur = os.open(neuf, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descripteur, "w", encoding="utf-8") as flux:
                json.dump(contenu, flux, ensure_ascii=False)
            neuf.replace(fichier)
        except OSError:
            return

    def oublier(self, nom: str) -> None:
        try:
            self._fichier(nom).unlink(missing_ok=True)
        except OSError:
            return
