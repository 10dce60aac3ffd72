"""One journal file: read what was added since last time, append a line durably.

A line counts when it is complete, its CRC is right and its shape known. An unfinished tail waits; it is sealed by its
own writer, never erased. A damaged line is skipped and told with its number; so are one of another shape, a jump of
`n`, a broken chain, another site's file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

from qualitui.store.contrat import Anomalie
from qualitui.store.disque import Incertaine, ouvrir_a_lire
from qualitui.store.journal.ligne import Lue, crc_de, decoder, empreinte, encoder
from qualitui.store.journal.nommage import est_anonyme, fichier_de

BLOC = 1 << 20
PORTEE = 1 << 16  # enough for a line, nearly always
BOM = b"\xef\xbb\xbf"
ABIMEE = "Ligne abîmée, sautée\u00a0: une modification est illisible."
Decodees = Sequence[tuple[int, dict[str, Any]] | None]
_DRAPEAUX = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class LigneImpossible(Exception):
    """The line would not be read again: it was not written."""

    phrase = (
        "Rien n’a été enregistré\u00a0: un nombre est démesuré, ou un texte contient ce qu’aucun fichier ne peut "
        "garder. Corrigez la saisie."
    )


class LigneIncertaine(Incertaine):
    """The line may be in the file, or not: nobody could tell. It would end at the offset `fin`, with this CRC."""

    def __init__(self, cause: OSError, fin: int, crc: int) -> None:
        super().__init__(*cause.args)
        self.fin = fin
        self.crc = crc


class TailleInattendue(Exception):
    """The file is not as long as it was left: someone else wrote in it, or replaced it."""


class Journal:
    """`cle` is « 2026/<poste>~<login>~<k> ». `fin` is the offset after the last complete line read.

    `copie` is true for the conflict copy a synchronisation tool left beside a journal: its lines are read too.
    `etranger`: of another site, not read. `avant`: what had been read of it, when it shrank since.
    """

    def __init__(self, chemin: Path, cle: str, *, copie: bool = False) -> None:
        self.chemin = chemin
        self.cle = cle
        self.copie = copie
        self.fin = 0
        self.lignes = 0
        self.n = 0
        self.h = 0
        self.empreinte = ""
        self.dernier_crc = 0
        self.derniere_fin = 0
        self.ecrite = b""  # the last line written by this program
        self.queue = b""
        self.etranger = False
        self.avant: Journal | None = None
        self.mtime = 0
        self.vu: dict[str, int] = {}
        self.anomalies: list[Anomalie] = []
        self._abimees: list[int] = []

    @property
    def ecrivain(self) -> str:
        return self.cle.partition("/")[2]

    @property
    def raccourci(self) -> bool:
        return self.avant is not None

    @property
    def efface(self) -> bool:
        """Filled with zeros from its first byte: what a disk leaves of a file that it lost."""
        return not self.fin and bool(self.queue) and not self.queue.strip(b"\0")

    @property
    def fichier(self) -> str:
        return f"registre/{fichier_de(self.cle)}"

    def lire(self, site: str) -> Iterator[list[Lue]]:
        """Read and check what follows `fin`, a block at a time: ten years in one file need not be held twice.

        `OSError` if the file cannot be read: what was given before stands, and the rest is read another time.
        """
        with ouvrir_a_lire(self.chemin, buffering=0) as flux:
            etat = os.fstat(flux.fileno())
            flux.seek(self.fin)
            self.queue = b""
            reste = etat.st_size - self.fin
            while reste > 0 and (bloc := flux.read(BLOC)):
                reste -= len(bloc)
                yield self.avaler(self.queue + bloc, site)
            self.mtime = etat.st_mtime_ns

    def inchange(self, vu: tuple[int, int] | None) -> bool:
        """Whether the file still holds, at its place, the last line read of it (it may have grown since).

        `vu`: its size and date in a listing; asked of the file itself if it is not there, or not as long.
        """
        try:
            if vu is None or vu[0] < self.fin:
                etat = self.chemin.stat()
                vu = etat.st_size, etat.st_mtime_ns
            if vu == (self.fin, self.mtime):
                return True
            if vu[0] < self.fin:
                return False
            return self.derniere_fin == 0 or self.contient(self.derniere_fin, self.dernier_crc)
        except OSError:
            return False

    def avaler(self, octets: bytes, site: str) -> list[Lue]:
        """Take in bytes that follow `fin`; return the good lines among the complete ones."""
        complet, _, self.queue = octets.rpartition(b"\n")
        if not (complet or octets.startswith(b"\n")):
            return []
        lignes = complet.split(b"\n")
        nettes = [ligne.removesuffix(b"\r") for ligne in lignes] if b"\r" in complet else list(lignes)
        if self.fin == 0:
            nettes[0] = nettes[0].removeprefix(BOM)
        bornes = list(accumulate([len(ligne) + 1 for ligne in lignes], initial=self.fin))
        decodees = decoder(nettes)
        lues = self._prendre_la_suite(nettes, decodees, bornes, site) if len(lignes) > 1 else None
        if lues is None:
            lues = self._examiner(nettes, decodees, bornes, site)
        self.fin = bornes[-1]
        return lues

    def _prendre_la_suite(
        self, lignes: list[bytes], decodees: Decodees, bornes: list[int], site: str
    ) -> list[Lue] | None:
        """Take lines that follow each other in every way, which is nearly always; None (nothing taken) otherwise.

        Asked of all of them at once: a first opening reads a hundred thousand.
        """
        if self._abimees or self.etranger or None in decodees:
            return None
        crcs, contenus = zip(*decodees, strict=True)
        empreintes = [sha256(ligne).hexdigest()[:16] for ligne in lignes]  # `empreinte`, of lines without their ends
        reperes = [contenu for contenu in contenus if "vu" in contenu or "site" in contenu]
        if (
            [contenu["n"] for contenu in contenus] != list(range(self.n + 1, self.n + 1 + len(contenus)))
            or [contenu.get("p", "") for contenu in contenus] != [self.empreinte, *empreintes[:-1]]
            or (site and any(contenu.get("site", site) != site for contenu in reperes))
        ):
            return None
        for contenu in reperes:
            self._retenir_vu(contenu)
        self.lignes += len(lignes)
        self.n, self.h = contenus[-1]["n"], max(self.h, max([contenu["h"] for contenu in contenus]))
        self.empreinte, self.dernier_crc, self.derniere_fin = empreintes[-1], crcs[-1], bornes[-1]
        return list(map(Lue, bornes, crcs, contenus))

    def _examiner(self, lignes: list[bytes], decodees: Decodees, bornes: list[int], site: str) -> list[Lue]:
        """Look at each line on its own, say what is wrong with it, and take the good ones."""
        lues: list[Lue] = []
        for ligne, decodee, debut, fin in zip(lignes, decodees, bornes, bornes[1:], strict=False):
            self.lignes += 1
            if decodee is None and self._de_la_suite(ligne):
                self.n, self.empreinte = self.n + 1, empreinte(ligne)
            elif decodee is None:
                self._signaler_illisible(ligne)
            elif self._admettre(decodee[1], site):
                crc, contenu = decodee
                self.n, self.h = max(contenu["n"], self.n), max(contenu["h"], self.h)
                self.empreinte, self.dernier_crc, self.derniere_fin = empreinte(ligne), crc, fin
                lues.append(Lue(debut, crc, contenu))
        return lues

    def _retenir_vu(self, contenu: dict[str, Any]) -> None:
        if isinstance(contenu.get("vu"), dict):
            self.vu.update(contenu["vu"])

    def contient(self, fin: int, crc: int) -> bool:
        """Whether a line of this CRC ends at the offset `fin` of the file."""
        ligne = self.ligne_finissant_a(fin)
        return ligne is not None and crc_de(ligne) == crc

    def ligne_finissant_a(self, fin: int) -> bytes | None:
        """The line, without its end, that ends at the offset `fin` of the file; None if none does. `OSError`."""
        portee = PORTEE
        with self.chemin.open("rb", buffering=PORTEE) as flux:
            while True:
                debut = max(0, fin - portee)
                flux.seek(debut)
                octets = flux.read(fin - debut)
                if len(octets) != fin - debut or not octets.endswith(b"\n"):
                    return None
                _, saut, ligne = octets[:-1].rpartition(b"\n")
                if saut or not debut:
                    return ligne.removesuffix(b"\r").removeprefix(BOM)
                portee *= 4

    def _admettre(self, contenu: dict[str, Any], site: str) -> bool:
        """Check the line's place in the chain; False if the whole file belongs to another site."""
        n = contenu["n"]
        self._juger_abimees(suit=n == self.n + 1 and contenu.get("p", "") == self.empreinte)
        if site and contenu.get("site", site) != site:
            self.etranger = True
            self.signaler("grave", "Ce journal vient d’un autre site\u00a0; il n’est pas lu.")
        if self.etranger:
            return False
        if n > self.n + 1:
            manque = n - self.n - 1
            self.signaler("grave", f"Il manque {manque} écriture{'s' if manque > 1 else ''} avant cette ligne.")
        elif n <= self.n:
            self.signaler(
                "avertissement", f"Le numéro d’écriture {n} est déjà passé\u00a0: la ligne est lue quand même."
            )
        elif contenu.get("p", "") != self.empreinte:
            self.signaler("grave", "L’enchaînement est rompu\u00a0: la ligne précédente a été modifiée après coup.")
        self._retenir_vu(contenu)
        return True

    def _de_la_suite(self, ligne: bytes) -> bool:
        """Whether the line is whole, but of a shape this program does not know: it counts in the chain, and is told."""
        if crc_de(ligne) is None or self.etranger:
            return False
        self._juger_abimees(suit=False)
        self.signaler("grave", "Ligne d’une forme inconnue, mise de côté\u00a0: une modification est illisible ici.")
        return True

    def _signaler_illisible(self, ligne: bytes) -> None:
        if not ligne:
            self.signaler("information", "Ligne vide, sautée.")
        elif self.lignes == 1 and crc_de(ligne) is None and b"\0" in ligne[:8]:
            self.signaler("grave", "Ce fichier n’est pas un journal\u00a0; il est sauté.")
        elif est_anonyme(self.ecrivain):  # created whole with its only line: no other one will say what it was
            self.signaler("grave", ABIMEE)
        else:
            self._abimees.append(len(self.anomalies))
            self.signaler("avertissement", "Ligne abîmée ou inachevée, sautée.")

    def _juger_abimees(self, *, suit: bool) -> None:
        """A line that the next one does not count was never acknowledged: nothing is lost. Otherwise a change is."""
        for rang in self._abimees:
            if suit:
                phrase = "Ligne inachevée, sautée\u00a0: une écriture interrompue, jamais confirmée à personne."
                self.anomalies[rang] = self.anomalies[rang]._replace(gravite="information", phrase=phrase)
            else:
                self.anomalies[rang] = self.anomalies[rang]._replace(gravite="grave", phrase=ABIMEE)
        self._abimees = []

    def signaler(self, gravite: str, phrase: str) -> None:
        self.anomalies.append(Anomalie(gravite, phrase, self.fichier, self.lignes or None))

    def ecrire(self, contenu: dict[str, Any], site: str) -> list[Lue]:
        """Append one line durably, and return it as read: with the end of an unfinished one before it, if any.

        Errors: those of `ajouter`, and `LigneImpossible`. `contenu` is kept as it is: it must be made of plain JSON
        values nobody else holds.
        """
        ligne = encoder_pour_relire(contenu)
        ecrits = self.ajouter(ligne)
        self.ecrite = ligne
        if len(ecrits) != len(ligne) or self._abimees or self.etranger:
            return self.avaler(ecrits, site)
        # Our own line, just written whole after the one before: reading it again would teach nothing.
        lue = Lue(self.fin, int(ligne[:8], 16), contenu)
        self._retenir_vu(contenu)
        self.lignes += 1
        self.fin += len(ligne)
        self.n, self.h = contenu["n"], max(contenu["h"], self.h)
        self.empreinte, self.dernier_crc, self.derniere_fin = empreinte(ligne), lue.crc, self.fin
        return [lue]

    def ajouter(self, ligne: bytes) -> bytes:
        """Append `ligne` and return the bytes written once they are on the disk (fsync), file closed.

        An unfinished tail of ours is sealed by the same write. `TailleInattendue`: nothing was written.
        `OSError`: what was written is cut off again. `LigneIncertaine`: it could not be, or the close failed.
        """
        attendue = self.fin + len(self.queue)
        octets = b"\n" + ligne if self.queue else ligne
        refus, coupee = None, False
        descripteur = os.open(self.chemin, os.O_WRONLY | os.O_CREAT | os.O_APPEND | _DRAPEAUX, 0o666)
        try:
            if os.fstat(descripteur).st_size != attendue:
                raise TailleInattendue(str(self.chemin))
            try:
                _ecrire_tout(descripteur, octets)
                os.fsync(descripteur)
            except OSError as erreur:
                refus, coupee = erreur, _couper(descripteur, attendue)
        finally:
            fermeture = _fermer(descripteur)
        if refus is not None and coupee and fermeture is None:
            raise refus
        if (cause := refus or fermeture) is not None:
            raise LigneIncertaine(cause, attendue + len(octets), int(ligne[:8], 16)) from cause
        return self.queue + octets


def encoder_pour_relire(contenu: dict[str, Any]) -> bytes:
    """The line, once it is sure to be read again, here and on every workstation."""
    try:
        ligne = encoder(contenu)
    except (ValueError, RecursionError) as erreur:
        raise LigneImpossible from erreur
    if decoder([ligne.rstrip(b"\n")]) == [None]:
        raise LigneImpossible
    return ligne


def _ecrire_tout(descripteur: int, octets: bytes) -> None:
    reste = memoryview(octets)
    while reste:
        reste = reste[os.write(descripteur, reste) :]


def _couper(descripteur: int, taille: int) -> bool:
    """Cut one's own unacknowledged tail; False if even that fails: a reader may meet the line, whole or unfinished."""
    try:
        os.ftruncate(descripteur, taille)
        return os.fstat(descripteur).st_size == taille
    except OSError:
        return False


def _fermer(descripteur: int) -> OSError | None:
    """Close, and return what the system says then: on a share, or under a quota, that the bytes are not kept."""
    try:
        os.close(descripteur)
    except OSError as erreur:
        return erreur
    return None
