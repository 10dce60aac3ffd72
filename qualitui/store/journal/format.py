"""`registre/FORMAT.json`: the format of the register and the identity of its site, created once, never rewritten."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qualitui.store.contrat import RegistreIllisible
from qualitui.store.disque import creer_exclusivement, ouvrir_a_lire

FORMAT = 1
NOM = "FORMAT.json"


def creer_format(registre: Path, site: str, cree_le: str) -> bool:
    """Create FORMAT.json exclusively; False if someone else just did."""
    contenu = json.dumps({"format": FORMAT, "site": site, "cree_le": cree_le}) + "\n"
    return creer_exclusivement(registre / NOM, contenu.encode("utf-8"))


def lire_format(registre: Path) -> str | None:
    """The site's id; None if the file is damaged. `FileNotFoundError` if absent; refused if it is of the future."""
    with ouvrir_a_lire(registre / NOM) as flux:
        octets = flux.read()
    try:
        contenu: Any = json.loads(octets.removeprefix(b"\xef\xbb\xbf"))
        version, site = int(contenu["format"]), str(contenu["site"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
    if version > FORMAT:
        raise RegistreIllisible(
            f"Ce registre est au format {version}\u00a0; ce programme connaît le format {FORMAT}. "
            "Installez la version récente de qualitui\u00a0: rien n’a été modifié."
        )
    return site


def site_d_un_journal(chemin: Path) -> str:
    """The site named by the first good line of a journal, empty if it names none."""
    try:
        with chemin.open("rb") as flux:
            premiere = flux.readline(1 << 20)
        contenu = json.loads(premiere.removeprefix(b"\xef\xbb\xbf")[9:])
        return str(contenu.get("site", ""))
    except (OSError, ValueError, AttributeError, RecursionError):
        return ""
