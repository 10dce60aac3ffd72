"""The names of journals, and what is made of them by tools that synchronise folders, or by hand.

A journal is `<poste>~<login>~<k>.jsonl`. When two workstations have both changed a file, a tool keeps both, one of them
under a name of its own: « … (copie en conflit de PC-2 2026-03-02).jsonl », « …-PC-DURAND.jsonl », « Copie de ….jsonl ».
No list of their words can be whole: whatever stands around the name of a writer, it is a copy of that writer's journal.
Its lines say themselves whose they are and which, so that reading it too adds only what the journal lacks.
"""

from __future__ import annotations

import re

EXTENSION = ".jsonl"
PERSONNE = "sans-nom"  # for a workstation, in the name of the journal of an anonymous writing
_ANONYME = re.compile(rf"^{PERSONNE}~[0-9a-f]{{16}}~1(?!\d)")
_JOURNAL = re.compile(r"[\w.-]+~[\w.-]+~\d+")
# Being written by a tool, or the shadow that a system leaves beside a file.
_PROVISOIRE = re.compile(r"^[.~]|(\.tmp|\.part|\.partial|\.crdownload|\.swp|~)$", re.I)
# What systems and office programs leave in any folder, and which says nothing of it.
_DU_SYSTEME = re.compile(r"^(\..*|~.*|desktop\.ini|thumbs\.db|ehthumbs\.db|icon\r|@eadir|#recycle)$", re.I)


def est_un_journal(nom: str) -> bool:
    """`nom`: of a file, with its extension."""
    return (
        nom.endswith(EXTENSION) and not nom.startswith(".") and _JOURNAL.fullmatch(nom[: -len(EXTENSION)]) is not None
    )


def est_anonyme(ecrivain: str) -> bool:
    """Whether a writer is nobody: its journal has one line, and takes no slot of any workstation."""
    return _ANONYME.match(ecrivain) is not None


def original(nom: str) -> str:
    """The key, without its year, of the journal that a file is a copy of; empty when it is not one."""
    if EXTENSION not in nom.lower() or _PROVISOIRE.search(nom) or est_un_journal(nom):
        return ""
    trouve = _JOURNAL.search(nom)
    return trouve[0] if trouve else ""


def originale(cle: str) -> str:
    """The key, its year before it, of the journal that the one of this key is a copy of."""
    annee, _, nom = cle.partition("/")
    return f"{annee}/{original(fichier_de(nom))}"


def cle_de(nom: str) -> str:
    """What a file is called by within its year: its name without the extension, or whole when it does not end by it."""
    court = nom.removesuffix(EXTENSION)
    return nom if court == nom or EXTENSION in court.lower() else court


def fichier_de(cle: str) -> str:
    """The name of the file of a key, its year before it or not."""
    return cle if EXTENSION in cle.lower() else f"{cle}{EXTENSION}"


def du_systeme(nom: str) -> bool:
    """Whether a file is one of those that are left anywhere and mean nothing."""
    return _DU_SYSTEME.match(nom) is not None
