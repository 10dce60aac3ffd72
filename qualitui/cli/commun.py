"""What every command receives: its options, the clock, the open site, and where to write."""

from __future__ import annotations

import argparse
import os
import re
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from qualitui.cli.analyseur import Analyseur
from qualitui.cli.ecriture import dire, en_json, liste_en_json, sans_forger
from qualitui.domain.base import AConfirmer, Refus
from qualitui.domain.francais import entre_guillemets, montrable, une_ligne
from qualitui.domain.illisibles import ICI, Illisible, lecture_seule, meler

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

E = TypeVar("E")

__all__ = [
    "Analyseur",
    "Appel",
    "DateSaisie",
    "MauvaisUsage",
    "annee_saisie",
    "chemin",
    "date_saisie",
    "document_word",
    "dossier_a_faire",
    "entier_saisi",
    "entree_standard",
    "fichier_a_ecrire",
    "lire_argument",
    "maintenant",
    "nombre_saisi",
    "phrase_de",
    "poste",
]


PREMIER_AN, DERNIER_AN = 2000, 2098  # of a simulated day: the calendars know ten years before, and two after
LONGUEUR_D_UN_COMPTE = 257  # of Windows: 256 characters and the end
ILLISIBLE = "illisible"  # JSON key: why a record is not read, or is read-only
PLUS_GRAND = 10.0**15  # what is counted here; beyond, a number loses its units
IMPREVU = 70  # exit code of an error nobody foresaw


class MauvaisUsage(Refus):
    """The program was not called as it can be: code 2, like a wrong option."""


class JourImpose(MauvaisUsage):
    """QUALITUI_DATE is not a date, or not one of this program's time."""


def maintenant() -> datetime:
    """The only clock of the program. QUALITUI_DATE=AAAA-MM-JJ replaces the day, not the time of day."""
    present = datetime.now().astimezone()
    impose = os.environ.get("QUALITUI_DATE", "").strip()
    if not impose:
        return present
    try:
        jour = date.fromisoformat(impose)
    except ValueError:
        raise JourImpose(f"QUALITUI_DATE vaut « {impose} » : il faut une date comme 2026-03-02.") from None
    if not PREMIER_AN <= jour.year <= DERNIER_AN:
        raise JourImpose(f"QUALITUI_DATE vaut « {impose} » : il faut une date de {PREMIER_AN} à {DERNIER_AN}.")
    return present.replace(year=jour.year, month=jour.month, day=jour.day)


def poste() -> str:
    """The writer's name of this workstation: QUALITUI_POSTE, else the machine's name."""
    return os.environ.get("QUALITUI_POSTE", "").strip() or _machine() or "poste"


def _machine() -> str:
    """What `platform.node` answers, without that library where the system says it itself."""
    if sys.platform != "win32":
        return os.uname().nodename
    import platform

    return platform.node()


def login() -> str:
    """Who signs: the system's account. A variable anyone can set is not asked, or anyone would sign for another.

    While the program is being tried (a simulated day, QUALITUI_DATE), LOGNAME may name the person.
    """
    joue = os.environ.get("LOGNAME", "").strip() if os.environ.get("QUALITUI_DATE", "").strip() else ""
    return joue or compte_du_systeme()


def compte_du_systeme() -> str:
    """The account under which the system runs this process, as it knows it itself."""
    if sys.platform == "win32":
        import ctypes

        taille = ctypes.c_ulong(LONGUEUR_D_UN_COMPTE)
        nom = ctypes.create_unicode_buffer(LONGUEUR_D_UN_COMPTE)
        return nom.value if ctypes.windll.advapi32.GetUserNameW(nom, ctypes.byref(taille)) else "inconnu"
    import pwd

    numero = os.getuid()
    try:
        return pwd.getpwuid(numero).pw_name
    except KeyError:
        return f"compte-{numero}"  # an account that no directory of the machine names any more


class DateSaisie(str):
    """A date as typed; it is read against the day of the call, by `Appel.date`."""


def date_saisie(texte: str) -> date:
    """Type of an argparse date: `2026-03-02`, `02/03/2026`, `02/03/26`, and the short forms of the screens."""
    from qualitui.domain.temps.dates import lire_date

    try:
        return lire_date(texte, maintenant().date())
    except Refus as refus:
        raise ArgumentTypeError(refus.phrase.rstrip(".")) from None


def annee_saisie(texte: str) -> int:
    """Type of an argparse year: within what the program's calendars know."""
    from qualitui.domain.temps.dates import DERNIERE_ANNEE, PREMIERE_ANNEE

    if not (texte.isascii() and texte.isdigit() and PREMIERE_ANNEE <= int(texte) <= DERNIERE_ANNEE):
        raise ArgumentTypeError(f"« {texte} » n’est pas une année comme 2025")
    return int(texte)


def nombre_saisi(texte: str) -> float:
    """Type of an argparse number as typed in French: « 12,5 », « 1 234 »; one that can be counted."""
    try:
        nombre = float(texte.replace(",", ".").replace("\u00a0", "").replace("\u202f", "").replace(" ", ""))
    except ValueError:
        raise ArgumentTypeError(f"« {texte} » n’est pas un nombre") from None
    if not abs(nombre) <= PLUS_GRAND:  # « nan » is neither over nor under
        raise ArgumentTypeError(f"« {texte} » n’est pas un nombre qui se compte")
    return nombre


def entier_saisi(texte: str) -> int:
    """Type of every argparse whole number: plain digits, and no more of them than anything here counts."""
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", texte):
        raise ArgumentTypeError(f"« {texte} » n’est pas un nombre entier qui se compte")
    return int(texte)


def lire_argument(mot: str) -> str:
    """A word of the command line as it was meant: bytes that are not of the system's encoding are told from UTF-8, then
    read as Windows-1252; nothing is dropped. `MauvaisUsage` when they are neither.
    """
    try:
        mot.encode("utf-8")
    except UnicodeEncodeError:
        return _decoder(mot, f"L’argument {entre_guillemets(montrable(mot))}")
    return mot


def entree_standard() -> str:
    """All that is on stdin, read like an argument."""
    octets = getattr(sys.stdin, "buffer", None)
    lu = octets.read().decode("utf-8", "surrogateescape") if octets is not None else sys.stdin.read()
    try:
        lu.encode("utf-8")
    except UnicodeEncodeError:
        lu = _decoder(lu, "Ce qui est lu sur l’entrée standard")
    return str(lu).removeprefix("\ufeff")


def _decoder(texte: str, quoi: str) -> str:
    for encodage in ("utf-8", "cp1252"):
        try:
            return texte.encode("utf-8", "surrogateescape").decode(encodage)
        except UnicodeError:
            continue
    raise MauvaisUsage(f"{quoi} contient des signes ni en UTF-8 ni en Windows-1252\u00a0: tapez-les à nouveau.")


def chemin(texte: str) -> Path:
    """Type of every argparse path: one that no file can have is refused before anything is done."""
    return _lire_chemin(texte)


def dossier_a_faire(texte: str) -> Path:
    """Type of the folder of a site to make: with the room for what goes under it."""
    from qualitui.store.chemins import SOUS_LE_SITE

    return _lire_chemin(texte, dessous=SOUS_LE_SITE)


def document_word(texte: str) -> Path:
    """Type of the option of a document to write: a Word file, whatever the case of its extension."""
    lu = _lire_chemin(texte)
    if not texte.lower().endswith(".docx") and not lu.is_dir():  # a folder has its own refusal
        raise ArgumentTypeError(f"« {texte} » : le document est un fichier Word, donnez un nom qui finit par .docx")
    return lu


def fichier_a_ecrire(texte: str) -> Path:
    """Type of an argument that names another file that the command writes: its tests find it by this type."""
    return _lire_chemin(texte)


def _lire_chemin(texte: str, *, dessous: int = 0) -> Path:
    from qualitui.store.chemins import CheminRefuse, lire_chemin

    try:
        return lire_chemin(texte, dessous=dessous)
    except CheminRefuse as refus:
        raise ArgumentTypeError(refus.phrase.rstrip(".")) from None


LECTURES = ("lister", "tournee", "statistiques")  # what reads by a role or a pilot, and names nobody


@dataclass
class Appel:
    """One call of the command line. `code` is the exit code when nothing is refused."""

    options: argparse.Namespace
    maintenant: Callable[[], datetime] = field(default=maintenant)
    code: int = 0

    @cached_property
    def jour(self) -> date:
        return self.maintenant().date()

    @cached_property
    def site(self) -> Site:
        """The site named by --site, else QUALITUI_SITE, else the last one opened; opened once."""
        from qualitui.store.site.site import ouvrir

        acces = {"meme_perdu": getattr(self.options, "meme_perdu", False)}
        site = ouvrir(self.dossier(), maintenant=self.maintenant, poste=poste(), login=login(), **acces)
        if self.options.quand_meme:
            site.registre.horloge.croire()
            site.registre.recommencer()
            site.sorties.croire()
            site.vigilance.croire()
            site.confidentiel.croire()
        return site

    def vigiler(self) -> None:
        """Before anything is done, ask about what seems personal in the texts given for the shared register."""
        if getattr(self.options, "partages", None) and not self.options.quand_meme:
            from qualitui.domain.vigilance import Vigilance

            Vigilance().exiger(self.options.partages)

    def dire_l_etat(self, *, horloge: bool = True) -> None:
        """Say, last, what is wrong with the site that was opened, whatever was asked of it.

        Its damage, a sentence; then that the clock of this workstation is not believed, unless the person already said
        that it is right, or was just told (`horloge` False).
        """
        if "site" not in self.__dict__:
            return
        from qualitui.domain.etat import en_une_phrase

        etat = self.site.registre.etat
        for phrase in filter(None, (en_une_phrase(etat), etat.conseil)):
            self.dire(phrase)
        if horloge and not self.options.quand_meme and (doute := self.site.registre.horloge.doute()):
            self.dire(doute)

    def dire_les_roles_vacants(self) -> None:
        """Say that nobody holds a role that a writing command has just named, whatever the command."""
        nommes = {str(getattr(self.options, nom, "") or "") for nom in ("pilote", "role", "roles")} - {""}
        if not nommes or "site" not in self.__dict__ or self.options.executer.__name__ in LECTURES:
            return
        from qualitui.operations.equipe import vacant

        for nom in sorted(nommes):
            if phrase := vacant(self.site, nom, self.jour):
                self.dire(phrase)

    def dossier_nomme(self) -> Path | None:
        """The folder of the site that the person names for this call; `SiteIllisible` if no folder can be called so."""
        nomme = self.options.site or os.environ.get("QUALITUI_SITE")
        if not nomme:
            return None
        from qualitui.store.chemins import CheminRefuse, lire_chemin
        from qualitui.store.site.fichier import SiteIllisible

        try:
            return lire_chemin(nomme)
        except CheminRefuse as refus:
            raise SiteIllisible(refus.phrase) from refus

    def dossier_ou_rien(self) -> Path | None:
        """The folder of the site, None when nothing names one."""
        from qualitui.store.site.utilisateur import dernier_site

        return self.dossier_nomme() or dernier_site()

    def dossier(self) -> Path:
        from qualitui.store.site.fichier import SiteIllisible

        trouve = self.dossier_ou_rien()
        if trouve is None:
            raise SiteIllisible(
                "Aucun site n’est ouvert. Nommez son dossier avec --site, ou créez-en un : "
                "qualitui init DOSSIER --nom NOM."
            )
        return trouve

    @property
    def json(self) -> bool:
        return bool(getattr(self.options, "json", False))

    def illisibles(self, table: str = "") -> list[Illisible]:
        """Of the site opened, the records that this program does not understand whole: of one table, or all."""
        connues = self.site.registre.illisibles if "site" in self.__dict__ else ()
        return [une for une in connues if table in ("", une.table)]

    def montrer(self, illisible: Illisible) -> None:
        """What can be shown of a record that cannot be read."""
        self.rendre({**_rangee(illisible), "contenu": illisible.contenu}, "\n".join(illisible.lignes()))

    def rendre(self, donnees: Any, texte: str) -> None:
        """Write the answer on stdout: `donnees` as JSON when asked, else `texte`.

        Of a record that is read-only here, both say it.
        """
        if isinstance(donnees, dict):
            for une in self.illisibles():
                if une.partielle and str(donnees.get(une.cle, "")) == une.nom:
                    donnees, texte = {**donnees, ILLISIBLE: une.phrase}, f"{texte}\n{une.phrase}"
        texte = en_json(donnees) if self.json else montrable(sans_forger(donnees, texte))
        if texte:
            print(texte)

    def rendre_liste(
        self,
        elements: Iterable[E],
        objet: Callable[[E], Any],
        ligne: Callable[[E], str],
        vide: str,
        *,
        table: str | None,
        natif: bool = False,
    ) -> None:
        """Write a list on stdout, an `objet` or a `ligne` each; only the one asked for is worked out.

        The records of `table` that cannot be read here are in it too, whatever the filters: by their name where the
        list is in that order, else last; None: the list is not of records. `natif`: an object is made of what JSON
        writes (no date left in it), and is written by a faster encoder.
        """
        lues: list[E | Illisible] = meler(elements, [] if table is None else self.illisibles(table))
        if self.json:
            print(liste_en_json((_objet(une, objet) for une in lues), natif=natif))
        else:
            self.rendre(None, "\n".join(une_ligne(_ligne(une, ligne)) for une in lues) or vide)

    def dire(self, phrase: str) -> None:
        """Write a message for the person on stderr."""
        dire(phrase)

    def fermer(self) -> None:
        if "site" in self.__dict__:
            for phrase in self.site.sorties.dites():
                self.dire(phrase)
            self.site.fermer()


def _rangee(illisible: Illisible) -> dict[str, Any]:
    return {illisible.cle: illisible.nom, "etat": ICI, ILLISIBLE: illisible.phrase}


def _objet(une: E | Illisible, objet: Callable[[E], Any]) -> Any:
    if isinstance(une, Illisible):
        return _rangee(une)
    donnees, dit = objet(une), lecture_seule(une)
    return {**donnees, ILLISIBLE: dit} if dit else donnees


def _ligne(une: E | Illisible, ligne: Callable[[E], str]) -> str:
    if isinstance(une, Illisible):
        return f"{une.nom:<11} {une.phrase}"
    dit = lecture_seule(une)
    return f"{ligne(une)}  [{dit}]" if dit else ligne(une)


def phrase_de(refus: Refus) -> str:
    """The sentence of a refusal; of one that only asks, with the option that goes on."""
    if isinstance(refus, AConfirmer):
        return f"{refus.phrase} {refus.rien}\u00a0; {refus.condition}, ajoutez --quand-meme."
    return refus.phrase
