"""What there is to copy in a site, and what of it cannot be, told with its place: nothing is passed over in silence.

A folder that does not let itself be listed, a name that is not text or that a workstation could not write again, a
link: each is an `Omis`, and the walk goes on past it.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from qualitui.domain.francais import accorder, enumerer, raison_du_systeme
from qualitui.store.chemins import faute_de_nom

CAS = "confidentiel"
ECARTES = ("sauvegardes", CAS, "registre")
# What is counted apart in a backup; the rest of the site is « autres ».
RUBRIQUES = ("journaux", "numeros", "identites", "documents", "modeles", "autres")
_CAS = re.compile(r"^[A-Z]{1,4}-[0-9]{4}-[0-9]{3,9}$")
MONTRES = 5  # places named in a sentence


class Omis(NamedTuple):
    """What could not be copied. `lieu` is relative to the site, and always text; that of a folder ends with « / »."""

    lieu: str
    raison: str


class Rubrique(NamedTuple):
    """How many were copied, of how many there are; `sur` None: a folder did not let itself be listed."""

    obtenus: int = 0
    sur: int | None = 0

    @property
    def entiere(self) -> bool:
        return self.obtenus == self.sur


class Contenu(NamedTuple):
    """What a backup holds. `fiches`: records alive in its journals; `ecritures`: good lines of them.

    `identites`: case folders of the confidential part, each counted when all its files were copied.
    """

    fiches: int
    ecritures: int
    journaux: Rubrique
    numeros: Rubrique
    identites: Rubrique
    documents: Rubrique
    modeles: Rubrique
    autres: Rubrique

    def en_donnees(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {nom: v._asdict() if isinstance(v, Rubrique) else v for nom, v in self._asdict().items()}


def lire_contenu(lu: Any) -> Contenu | None:
    """The content that the summary of a backup says; None if it says none (`ValueError` if it makes no sense)."""
    if lu is None:
        return None
    try:
        rubriques = {nom: Rubrique(_entier(lu[nom]["obtenus"]), _entier_ou_rien(lu[nom]["sur"])) for nom in RUBRIQUES}
        return Contenu(_entier(lu["fiches"]), _entier(lu["ecritures"]), **rubriques)
    except (KeyError, TypeError) as erreur:
        raise ValueError("contenu") from erreur


def _entier(valeur: Any) -> int:
    if type(valeur) is not int or valeur < 0:
        raise ValueError("nombre")
    return valeur


def _entier_ou_rien(valeur: Any) -> int | None:
    return None if valeur is None else _entier(valeur)


# --- the walk -----------------------------------------------------------------------------------------------------


def parcourir(dossier: Path, nom: str, omis: list[Omis]) -> Iterator[tuple[str, Path]]:
    """Every file below `dossier`, in order, under its name in the archive: one listing a folder."""
    try:
        with os.scandir(dossier) as entrees:
            trouvees = sorted(entrees, key=lambda entree: entree.name)
    except OSError as erreur:
        omis.append(Omis(f"{lisible(nom)}/", raison_du_systeme(erreur)))
        return
    for entree in trouvees:
        yield from _de(entree, f"{nom}/{entree.name}" if nom else entree.name, omis)


def racine(site: Path, omis: list[Omis], sauf: Container[str] = ECARTES) -> Iterator[tuple[str, Path]]:
    """Every file of the site but those of the folders `sauf`. `OSError`: the site itself does not answer."""
    with os.scandir(site) as entrees:
        trouvees = sorted(entrees, key=lambda entree: entree.name)
    for entree in trouvees:
        if entree.name not in sauf:
            yield from _de(entree, entree.name, omis, suivre=True)


def _de(entree: os.DirEntry[str], nom: str, omis: list[Omis], *, suivre: bool = False) -> Iterator[tuple[str, Path]]:
    """`suivre`: a link to a folder is gone through, which is how a site may hold one of its rooms elsewhere."""
    faute = faute_a_la_restauration(entree.name)
    try:
        if faute:
            omis.append(Omis(lisible(nom) + ("/" if entree.is_dir() else ""), faute))
        elif entree.is_dir(follow_symlinks=suivre):
            yield from parcourir(Path(entree.path), nom, omis)
        elif entree.is_file():
            yield nom, Path(entree.path)
        else:
            omis.append(Omis(lisible(nom), "ce n’est ni un fichier ni un dossier, ou un lien qui n’est pas suivi"))
    except OSError as erreur:
        omis.append(Omis(lisible(nom), raison_du_systeme(erreur)))


def cas(site: Path) -> list[str] | None:
    """The case folders of the confidential part, by name; None when this account may not list them."""
    try:
        with os.scandir(site / CAS) as entrees:
            return sorted(e.name for e in entrees if _CAS.match(e.name) and e.is_dir(follow_symlinks=False))
    except FileNotFoundError:
        return []
    except OSError:
        return None


def lisible(nom: str) -> str:
    """A name as it can be printed and kept in JSON, whatever its bytes; a sign that is not text shows « \ufffd »."""
    texte = os.fsencode(nom).decode("utf-8", "replace")
    return "".join(signe if signe.isprintable() or unicodedata.category(signe) == "Zs" else "\ufffd" for signe in texte)


def faute_a_la_restauration(nom: str) -> str:
    """Why no workstation, or not each one, could write a file of this name again; empty when all can."""
    try:
        nom.encode("utf-8")
    except UnicodeEncodeError:
        return "son nom n’est pas un texte en UTF-8\u00a0: renommez-le"
    if "\\" in nom:
        return "son nom contient «\u00a0\\\u00a0», que Windows refuse\u00a0: renommez-le"
    faute = faute_de_nom(nom)
    return f"{faute}\u00a0: renommez-le" if faute else ""


def chemin_sans_danger(nom: str) -> bool:
    """Whether a name read in an archive stays in the folder it is restored into, on every system."""
    parties = nom.split("/")
    return (
        not PurePosixPath(nom).is_absolute()
        and all(partie not in ("", ".", "..") for partie in parties)
        and not any(map(faute_a_la_restauration, parties))
    )


# --- the count ----------------------------------------------------------------------------------------------------


def compter(
    copies: Iterable[str], omis: Sequence[Omis], connus: Sequence[str] | None, *, confidentiel: bool
) -> dict[str, Rubrique]:
    """What was copied, by heading, of what there is. `connus`: the case folders there are (None: not known)."""
    obtenus, manques = dict.fromkeys(RUBRIQUES, 0), dict.fromkeys(RUBRIQUES, 0)
    dossiers: set[str] = set()
    for nom in copies:
        obtenus[_rubrique(nom)] += 1
    for lieu, _ in omis:
        manques[_rubrique(lieu)] += 1
        if lieu.endswith("/"):
            dossiers.add(_rubrique(lieu))
    trouvees = {
        nom: Rubrique(obtenus[nom], None if nom in dossiers else obtenus[nom] + manques[nom]) for nom in RUBRIQUES
    }
    atteints = {lieu.split("/")[1] for lieu, _ in omis if lieu.startswith(f"{CAS}/")}
    copies_entiers = len({*(connus or ())} - atteints) if confidentiel else 0
    trouvees["identites"] = Rubrique(copies_entiers, None if connus is None else len(connus))
    return trouvees


def _rubrique(lieu: str) -> str:
    tete, _, reste = lieu.partition("/")
    if tete == "registre":
        return "autres" if reste and not reste.endswith((".jsonl", "/")) else "journaux"
    if tete == CAS:
        return "identites"
    return tete if tete in RUBRIQUES and not reste.startswith(".ecrits") else "autres"


# --- in words -----------------------------------------------------------------------------------------------------


def contenu_en_mots(contenu: Contenu, *, confidentiel: bool) -> str:
    """« 348 fiches, 3 journaux (1 480 écritures), 252 numéros, 12 documents, sans le dossier confidentiel »."""
    rubriques = [
        accorder(contenu.fiches, "fiche"),
        f"{_sur(contenu.journaux, 'journal', 'journaux')} ({accorder(contenu.ecritures, 'écriture')})",
        _sur(contenu.numeros, "numéro"),
        _sur(contenu.documents, "document"),
        *([_sur(contenu.modeles, "modèle")] if contenu.modeles.sur != 0 else []),
    ]
    return f"{', '.join(rubriques)}, {_part_confidentielle(contenu.identites, confidentiel)}"


def _part_confidentielle(identites: Rubrique, confidentiel: bool) -> str:
    if not confidentiel:
        return "sans le dossier confidentiel"
    if identites.sur is None:
        return f"du dossier confidentiel, {accorder(identites.obtenus, 'dossier')} (sur un nombre inconnu)"
    if not identites.entiere:
        return f"du dossier confidentiel, {identites.obtenus} sur {accorder(identites.sur, 'dossier')}"
    return f"avec le dossier confidentiel ({accorder(identites.obtenus, 'dossier')})"


def _sur(rubrique: Rubrique, singulier: str, pluriel: str | None = None) -> str:
    dit = accorder(rubrique.obtenus, singulier, pluriel)
    if rubrique.entiere:
        return dit
    return f"{dit} sur {rubrique.sur if rubrique.sur is not None else 'un nombre inconnu'}"


def omis_en_mots(omis: Sequence[Omis]) -> str:
    """« documents/caf�.docx (son nom n’est pas un texte en UTF-8 : renommez-le) et 3 autres »."""
    dits = [f"{un.lieu} ({un.raison})" for un in omis[:MONTRES]]
    reste = len(omis) - MONTRES
    return enumerer([*dits, accorder(reste, "autre")] if reste > 0 else dits)
