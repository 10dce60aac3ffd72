"""The confidential folder: one folder a case, `identite-1.json`, `identite-2.json`… (create-only), `pieces/`.

Each version says who wrote it and when; writing is made from the last one, as it was read.

Its access rights are its own: without them the program works and says « confidentiel ». Erasing is deleting the folder
of the case. Nothing of it goes to the journals, the cache or the messages.
"""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from qualitui.domain.base import AConfirmer, Refus
from qualitui.domain.changements import nom_du_champ
from qualitui.domain.francais import code_du_systeme, enumerer
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.store.contrat import ModifieEntreTemps
from qualitui.store.disque import Incertaine, creer_exclusivement, ecriture_incertaine, raison, synchroniser_dossier
from qualitui.store.journal.emplacement import nom_de_fichier
from qualitui.store.moteur.difference import nettoyer
from qualitui.store.reserve import Reserve
from qualitui.store.secours.retour import a_remettre, du_cas_en_mots

_REFERENCE = re.compile(r"^[\w-]+$")
A_REGLER = "«\u00a0qualitui diagnostic\u00a0» dira s’il en reste une sans dossier."
FIN = ". Votre saisie n’a pas été enregistrée."
_VERSION = re.compile(r"^identite-(\d+)\.json$")


class Contenu(NamedTuple):
    """How much is kept of a case: versions of the identity, then letters and other files."""

    identites: int
    pieces: int


class ConfidentielInaccessible(Refus):
    """The confidential folder (or one case of it) cannot be read or written by this person. Never taken for empty."""


class LettreNominative(AConfirmer):
    """A letter that bears a name would be written where anybody may read it, and in the ordinary backups."""

    rien = "Rien n’a été écrit"
    condition = "si vous le protégez vous-même (sans -o, il va dans la partie confidentielle)"
    enjeu = "Vous aurez à le protéger vous-même."
    oui = "L’écrire là"
    non = "Ne rien écrire"


class IdentiteARemettre(ConfidentielInaccessible):
    """The site was restored from a backup without this identity, and its confidential folder is not back yet."""


class IdentiteAbimee(ConfidentielInaccessible):
    """Its file is there, and is not an identity any more."""


class Confidentiel:
    """The confidential folder of the site at `site`; it is made at the first writing."""

    def __init__(self, site: Path, signer: Callable[[], tuple[str, datetime]]) -> None:
        """`signer` says who writes, and when; it raises what must hold a writing back (a wrong clock)."""
        self.dossier = site / "confidentiel"
        self.reserve = Reserve(self.dossier)
        self._signer = signer
        # In memory only: the last version read of each case, with the file it came from (erased and written anew, it
        # is another file).
        self._ailleurs = False
        self._permises: set[Path] = set()
        self._lues: dict[str, tuple[os.stat_result, Identite]] = {}

    @property
    def accessible(self) -> bool:
        """Whether this person may read it; True as long as the folder has not been made."""
        try:
            with os.scandir(self.dossier) as contenu:
                next(contenu, None)
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return True

    def lire(self, reference: str) -> Identite | None:
        """The latest identity of a case; None if nothing was ever kept for it."""
        dossier = self._cas(reference)
        try:
            versions = self._versions(dossier)
            if not versions:
                self._exiger_le_retour(reference)
                return None
            return self._derniere(reference, versions[-1])
        except OSError as erreur:
            raise _inaccessible(reference, erreur) from None

    def _exiger_le_retour(self, reference: str) -> None:
        """Nothing kept for a case is not « nothing was noted » as long as a restore left it to be brought back."""
        manque = a_remettre(self.dossier.parent)
        if manque is not None and manque.concerne(reference):
            raise IdentiteARemettre(du_cas_en_mots(reference, manque))

    def _derniere(self, reference: str, version: int) -> Identite:
        chemin = self._fichier(reference, version)
        etat, connue = chemin.stat(), self._lues.get(reference)
        if connue is None or not _meme_fichier(connue[0], etat):
            connue = self._lues[reference] = etat, _decoder(chemin.read_bytes(), reference, version)[0]
        return connue[1]

    def ecrire(self, reference: str, identite: Identite) -> None:
        """Keep a new version of the identity, made from the last one; earlier ones stay until `effacer`.

        `ModifieEntreTemps` when `identite.version` is no longer the last.
        """
        dossier = self._cas(reference)
        manque = a_remettre(self.dossier.parent)
        if manque is not None and manque.cas is not None and manque.concerne(reference):
            raise IdentiteARemettre(f"{du_cas_en_mots(reference, manque)} Votre saisie n’a pas été enregistrée.")
        par, le = self._signer()
        contenu = {**identite.model_dump(), "par": par, "le": le.isoformat()}
        octets = (json.dumps(nettoyer(contenu), ensure_ascii=False) + "\n").encode("utf-8")
        try:
            if max(self._versions(dossier), default=0) != identite.version:
                raise self._depassee(reference, identite.version)
            self._faire(dossier)
            if not self._creer(self._fichier(reference, identite.version + 1), octets):
                raise self._depassee(reference, identite.version)
            synchroniser_dossier(dossier)
        except Incertaine as erreur:
            raise ecriture_incertaine(erreur, f"l’enregistrement de l’identité de {reference}", A_REGLER) from None
        except OSError as erreur:
            with suppress(OSError):
                dossier.rmdir()  # made for nothing: one that holds anything stays
            raise _inaccessible(reference, erreur) from None

    def reprendre(self, reference: str) -> bool:
        """Take back the first identity of a case that was not written after all; False if something is left of it."""
        dossier = self._cas(reference)
        self._lues.pop(reference, None)
        with suppress(OSError):
            self._fichier(reference, 1).unlink(missing_ok=True)
            dossier.rmdir()
        try:
            return not dossier.exists()
        except OSError:
            return False

    def _depassee(self, reference: str, lue: int) -> ModifieEntreTemps:
        """Who wrote the last version, when, and the names of what changed; never what is written in it."""
        derniere = max(self._versions(self._cas(reference)), default=0)
        if not derniere:
            return ModifieEntreTemps(f"L’identité de {reference} a été effacée entre-temps{FIN}")
        actuelle, par, le = self._lire_signee(reference, derniere)
        avant = self._lire_signee(reference, lue)[0] if 0 < lue < derniere else Identite()
        champs = [
            nom_du_champ(champ) for champ, valeur in avant.model_dump().items() if valeur != getattr(actuelle, champ)
        ]
        qui = f" par {par}" if par else ""
        quoi = f" ({enumerer(champs)})" if champs else ""
        phrase = f"L’identité de {reference} a été modifiée entre-temps{qui}, le {le:%d/%m/%Y à %H:%M}{quoi}{FIN}"
        return ModifieEntreTemps(phrase, par=par)

    def _lire_signee(self, reference: str, version: int) -> tuple[Identite, str, datetime]:
        """A version with who wrote it and when; the date of the file when it does not say."""
        chemin = self._fichier(reference, version)
        identite, par, le = _decoder(chemin.read_bytes(), reference, version)
        return identite, par, le or datetime.fromtimestamp(chemin.stat().st_mtime, UTC).astimezone()

    def _fichier(self, reference: str, version: int) -> Path:
        return self._cas(reference) / f"identite-{version}.json"

    def joindre(self, reference: str, nom: str, contenu: bytes) -> str:
        """Keep an attachment; return the name it got (made safe, numbered if already taken)."""
        pieces = self._cas(reference) / "pieces"
        self._signer()
        propre = nom_de_fichier(Path(nom).stem), nom_de_fichier(Path(nom).suffix or "bin")
        essai, rang = f"{propre[0]}.{propre[1]}", 1
        try:
            self._faire(pieces.parent)
            self.reserve.faire(pieces)
            while not self._creer(pieces / essai, contenu):
                rang += 1
                essai = f"{propre[0]}-{rang}.{propre[1]}"
        except Incertaine as erreur:
            raise ecriture_incertaine(erreur, f"l’enregistrement d’une pièce de {reference}") from None
        except OSError as erreur:
            raise _inaccessible(reference, erreur) from None
        return essai

    def pieces(self, reference: str) -> Sequence[Path]:
        """The attachments of a case, by name."""
        try:
            return sorted((self._cas(reference) / "pieces").iterdir())
        except FileNotFoundError:
            return ()
        except OSError as erreur:
            raise _inaccessible(reference, erreur) from None

    def contenu(self, reference: str) -> Contenu:
        """How much is kept of a case."""
        dossier = self._cas(reference)
        try:
            autres = [c for c in dossier.iterdir() if not _VERSION.match(c.name) and c.name != "pieces"]
            return Contenu(len(self._versions(dossier)), len(self.pieces(reference)) + len(autres))
        except FileNotFoundError:
            return Contenu(0, 0)
        except OSError as erreur:
            raise _inaccessible(reference, erreur) from None

    def _faire(self, cas: Path) -> None:
        """Make the folder of a case; never the site's own, which is there or does not answer."""
        self.reserve.faire(self.dossier)
        self.reserve.faire(cas)

    def _creer(self, chemin: Path, octets: bytes) -> bool:
        if not creer_exclusivement(chemin, octets, droits=self.reserve.droits_d_un_fichier):
            return False
        self.reserve.poser(chemin)
        return True

    # --- what bears a name, and is to be written elsewhere ----------------------------------------------

    def croire(self) -> None:
        """Whoever calls knows that a letter with a name is written where it is not protected."""
        self._ailleurs = True

    def exiger(self, fichier: Path) -> None:
        """`LettreNominative` if a letter with a name is about to be written out of here, and nobody asked for it."""
        if self._ailleurs or fichier in self._permises or self.contient(fichier):
            return
        raise LettreNominative(
            f"Ce courrier porte un nom, et «\u00a0{fichier}\u00a0» n’est pas dans la partie confidentielle.",
            partial(self._permises.add, fichier),
        )

    def contient(self, fichier: Path) -> bool:
        return fichier.resolve().is_relative_to(self.dossier.resolve())

    def effacer(self, reference: str) -> None:
        """Delete all that is kept of a case: identities, text, attachments. Nothing to delete is no error."""
        dossier = self._cas(reference)
        self._lues.pop(reference, None)
        import shutil  # rarely asked for

        try:
            shutil.rmtree(dossier)
        except FileNotFoundError:
            return
        except OSError as erreur:
            raise _inaccessible(reference, erreur) from None
        synchroniser_dossier(self.dossier)

    def references(self) -> Sequence[str]:
        """The cases something is kept for."""
        try:
            return sorted(chemin.name for chemin in self.dossier.iterdir() if chemin.is_dir())
        except FileNotFoundError:
            return ()
        except OSError:
            raise ConfidentielInaccessible("Le dossier confidentiel n’est pas accessible depuis ce compte.") from None

    def abimees(self) -> Iterator[tuple[str, IdentiteAbimee]]:
        """The cases whose identity is there and cannot be understood; those closed to this account say nothing."""
        for reference in self.references():
            try:
                self.lire(reference)
            except IdentiteAbimee as refus:
                yield reference, refus
            except Refus:
                continue

    def _cas(self, reference: str) -> Path:
        if not _REFERENCE.match(reference):
            raise Refus(f"« {reference} » n’est pas une référence de dossier.")
        return self.dossier / reference

    def _versions(self, dossier: Path) -> list[int]:
        try:
            return sorted(int(lu[1]) for chemin in dossier.iterdir() if (lu := _VERSION.match(chemin.name)))
        except FileNotFoundError:
            return []


def _meme_fichier(un: os.stat_result, autre: os.stat_result) -> bool:
    return (un.st_ino, un.st_mtime_ns, un.st_size) == (autre.st_ino, autre.st_mtime_ns, autre.st_size)


def _decoder(octets: bytes, reference: str, version: int) -> tuple[Identite, str, datetime | None]:
    """The identity, who wrote it (« » if it does not say) and when."""
    try:
        contenu = dict(json.loads(octets.removeprefix(b"\xef\xbb\xbf")))
        par, le = str(contenu.pop("par", "")), contenu.pop("le", None)
        identite = Identite.model_validate({**contenu, "version": version})
        return identite, par, datetime.fromisoformat(le) if le else None
    except (TypeError, ValueError, ValidationError, RecursionError):
        raise IdentiteAbimee(
            f"L’identité de {reference} est abîmée et ne peut pas être lue\u00a0; restaurez-la d’une sauvegarde."
        ) from None


def _inaccessible(reference: str, erreur: OSError) -> ConfidentielInaccessible:
    """What the system refuses: only a right that is missing is to be asked for."""
    debut = f"Le dossier confidentiel de {reference}"
    if code_du_systeme(erreur) in (errno.EACCES, errno.EPERM):
        return ConfidentielInaccessible(
            f"{debut} n’est pas accessible depuis ce compte\u00a0: demandez l’accès à votre direction, ou réessayez "
            "quand le partage répond."
        )
    return ConfidentielInaccessible(
        f"{debut} ne peut pas servir\u00a0: {raison(erreur)}. Rien n’y a changé\u00a0; réessayez quand c’est rétabli."
    )
