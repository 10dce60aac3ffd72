"""All the journals of a site: which are there, what each one added, and an old line read again.

The sizes of the files are the only signal: nothing else is written to say that something changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from errno import ENOENT
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path

from qualitui.domain.diagnostic import Manque
from qualitui.store.contrat import Anomalie
from qualitui.store.journal.journal import BLOC, BOM, PORTEE, Journal
from qualitui.store.journal.ligne import CLE, CRC, POSITION, Evenement, Lue, Operation, decoder
from qualitui.store.journal.nommage import EXTENSION, cle_de, est_un_journal, fichier_de, original, originale

# Before a journal's key in `vu`: how many writings, then how many lines of it, were missing or damaged and put back.
FIN_REMISE, LIGNES_REMISES = "!", "?"
Liste = dict[str, tuple[int, int]]  # size and date of each file of a year, by name
_INCONNU = "Fichier inconnu, laissé tel quel."
_VUES = "un autre poste en a vu"
_MANQUE = "Il manque la fin de ce journal\u00a0: {qui} {combien}, {reste}."
_EFFACE = "Ce journal est rempli de zéros\u00a0: ce qu’il contenait est perdu."


class Disparue(Exception):
    """A line read before is no longer where it was."""


class Relues:
    """Lines read again, by journal and offset."""

    def __init__(self, lignes: Mapping[tuple[str, int], bytes]) -> None:
        self._lignes = lignes

    def ligne(self, evenement: Evenement) -> Lue:
        """The line of an event; `Disparue` if it could not be read, or if another one is there now."""
        octets = self._lignes.get((evenement[CLE], evenement[POSITION]), b"")
        decodee = decoder([octets.rstrip(b"\r\n").removeprefix(BOM)])[0]
        if decodee is None or decodee[0] != evenement[CRC]:
            raise Disparue(evenement[CLE])
        return Lue(evenement[POSITION], *decodee)

    def operation(self, evenement: Evenement, table: str, ident: str) -> Operation:
        """What the event did to this record."""
        for operation in self.ligne(evenement).contenu["o"]:
            if operation["t"] == table and operation["i"] == ident:
                return operation  # type: ignore[no-any-return]
        raise Disparue(evenement[CLE])


class Journaux:
    """`site` is the id of FORMAT.json; empty when it is unknown, and then no journal is held for a stranger."""

    def __init__(self, registre: Path, site: str) -> None:
        self.registre = registre
        self.site = site
        self.par_cle: dict[str, Journal] = {}
        self.anomalies: list[Anomalie] = []
        self._racine = str(registre)
        self._signales: set[str] = set()
        self._illisibles: dict[str, str] = {}  # by journal, why: as long as it lasts
        self._temoins: dict[str, tuple[int, str]] = {}  # by journal: writings known elsewhere, and who knows
        self._photo: dict[str, Liste] | None = None
        self._ronde: list[str] = []

    def relever(self, annees: set[str] | None = None) -> Iterator[tuple[Journal, list[Lue]]]:
        """Yield each journal that grew with its new lines; `annees` limits the folders looked at.

        `OSError` if the folder itself does not answer. A single unreadable file is told, and the others are read.
        """
        trouve = False
        for cle, taille in self._presents(annees):
            trouve = True
            journal = self.par_cle.get(cle) or self._nouveau(cle)
            if journal is None:
                continue
            if taille < journal.fin:
                journal = self._reprendre_raccourci(journal, taille)
            if taille > journal.fin + len(journal.queue):
                yield from ((journal, lues) for lues in self._lire(journal) if lues)
        if not trouve:
            self._exiger_le_dossier()

    def _exiger_le_dossier(self) -> None:
        """No journal to be seen: in a new site only. `OSError` if there were some (a share gone leaves its folder).

        A listing may be a second old on a share: the files known are looked for by name before they are called gone.
        """
        os.stat(self._racine)
        connus = [journal for journal in self.par_cle.values() if journal.fin]
        if connus and not any(os.path.exists(f"{self._racine}/{fichier_de(journal.cle)}") for journal in connus):
            raise FileNotFoundError(ENOENT, "journals gone", self._racine)

    def _lire(self, journal: Journal) -> Iterator[list[Lue]]:
        try:
            yield from journal.lire(self.site)
        except OSError:
            self._illisibles[journal.cle] = "Ce journal ne peut pas être lu\u00a0; ce qui était déjà lu est gardé."
        else:
            self._illisibles.pop(journal.cle, None)

    def _presents(self, annees: set[str] | None) -> Iterator[tuple[str, int]]:
        """The key and the size of each file, in order. Plain strings and one listing a year: this runs at each save."""
        photo, self._photo = self._photo, None
        if annees is None:
            listes: Iterable[tuple[str, Liste]] = (self._photographier() if photo is None else photo).items()
        else:
            listes = ((annee, self._lister(annee)) for annee in sorted(annees))
        for annee, liste in listes:
            for nom, (taille, _) in liste.items():
                if nom.endswith(EXTENSION) or original(nom):
                    yield f"{annee}/{cle_de(nom)}", taille
                else:
                    self.signaler_une_fois(f"registre/{annee}/{nom}", "avertissement", _INCONNU)

    def _lister(self, annee: str) -> Liste:
        try:
            with os.scandir(f"{self._racine}/{annee}") as fichiers:
                presents = sorted(fichiers, key=attrgetter("name"))
                etats = [(f.name, f.stat()) for f in presents if f.is_file()]
        except FileNotFoundError:
            return {}
        if self._illisibles:
            la = {f"{annee}/{f.name[:-6]}" for f in presents}
            for cle in [cle for cle in self._illisibles if cle[:4] == annee and cle not in la]:
                del self._illisibles[cle]
        if len(etats) < len(presents):
            self._dire_a_la_place(annee, {f.name for f in presents} - {nom for nom, _ in etats})
        return {nom: (etat.st_size, etat.st_mtime_ns) for nom, etat in etats}

    def _dire_a_la_place(self, annee: str, noms: set[str]) -> None:
        """What stands where a journal should be: a folder, a link that leads nowhere."""
        for nom in noms:
            if nom.endswith(EXTENSION):
                self._illisibles[f"{annee}/{cle_de(nom)}"] = "Ce qui porte le nom de ce journal n’est pas un fichier."

    def _photographier(self) -> dict[str, Liste]:
        return {annee: self._lister(annee) for annee in self._annees()}

    def inchange(self, journal: Journal) -> bool:
        """Whether the file still holds what was read of it. Asked of all, at an opening: one listing a year tells.

        `OSError` if the folder itself does not answer.
        """
        if self._photo is None:
            self._photo = self._photographier()
        annee, _, nom = journal.cle.partition("/")
        return journal.inchange(self._photo.get(annee, {}).get(fichier_de(nom)))

    def une_annee(self) -> set[str]:
        """A year to look at, another one at each call; none when the list of the years is what was asked anew."""
        if self._ronde:
            return {self._ronde.pop()}
        self._ronde = self._annees()
        return set()

    def _annees(self) -> list[str]:
        with os.scandir(self._racine) as dossiers:
            return sorted(d.name for d in dossiers if len(d.name) == 4 and d.name.isdigit() and d.is_dir())

    def _nouveau(self, cle: str) -> Journal | None:
        nom = fichier_de(cle.partition("/")[2])
        copie = bool(original(nom))
        if not copie and not est_un_journal(nom):
            self.signaler_une_fois(f"registre/{fichier_de(cle)}", "avertissement", _INCONNU)
            return None
        journal = self.par_cle[cle] = Journal(self.registre / fichier_de(cle), cle, copie=copie)
        if copie:
            phrase = "Copie de conflit laissée par un outil de synchronisation\u00a0; elle est lue aussi."
            journal.signaler("avertissement", phrase)
        return journal

    def _reprendre_raccourci(self, journal: Journal, taille: int) -> Journal:
        """A file that shrank is read anew; what was read of it before stays in memory."""
        nouveau = Journal(journal.chemin, journal.cle, copie=journal.copie)
        nouveau.anomalies = journal.anomalies
        phrase = (
            f"Ce journal a perdu {journal.fin - taille} octets depuis sa dernière lecture\u00a0; "
            "ce que ce programme avait lu est gardé, et peut être remis (qualitui retrouver)."
        )
        avant = journal.avant or journal
        nouveau.anomalies.append(Anomalie("grave", phrase, journal.fichier, None, Manque(avant.n, 0)))
        nouveau.avant = journal.avant or journal
        self.par_cle[journal.cle] = nouveau
        return nouveau

    def signaler_une_fois(self, fichier: str, gravite: str, phrase: str, connues: int = 0) -> None:
        """`connues`: when it is about the end of a journal, how many writings were known of it."""
        if fichier not in self._signales:
            self._signales.add(fichier)
            self.anomalies.append(Anomalie(gravite, phrase, fichier, None, Manque(connues, 0) if connues else None))

    def temoigner(self, cle: str, n: int, qui: str) -> None:
        """Something outside the journals knows that this one had `n` writings. `qui`: « ce poste y a enregistré »."""
        if n > self._temoins.get(cle, (0, ""))[0]:
            self._temoins[cle] = (n, qui)

    @property
    def temoins(self) -> bool:
        """Whether something outside the journals knows of writings."""
        return bool(self._temoins)

    def connues(self, cle: str) -> int:
        """The last writing of this journal that anything knows of."""
        return max(self.vus().get(cle, 0), self._temoins.get(cle, (0, ""))[0])

    def relire(self, evenements: Iterable[Evenement]) -> Relues:
        """The lines of many events, each file opened once and read forward; those not there are left out."""
        lignes: dict[tuple[str, int], bytes] = {}
        places = sorted({(e[CLE], e[POSITION]) for e in evenements})
        for cle, siennes in groupby(places, key=itemgetter(0)):
            positions = [position for _, position in siennes]
            try:
                with self._chemin(cle).open("rb", buffering=min(BLOC, len(positions) * PORTEE)) as flux:
                    for position in positions:
                        flux.seek(position)
                        lignes[cle, position] = flux.readline()
            except OSError:
                continue
        return Relues(lignes)

    def _chemin(self, cle: str) -> Path:
        journal = self.par_cle.get(cle)
        return journal.chemin if journal else self.registre / fichier_de(cle)

    def toutes_anomalies(self) -> list[Anomalie]:
        """What could not be read as it should; what was lost and wholly put back since is only told."""
        trouvees, vus = list(self.anomalies), self.vus()
        trouvees += [
            Anomalie("grave", phrase, f"registre/{fichier_de(cle)}") for cle, phrase in list(self._illisibles.items())
        ]
        for cle, journal in list(self.par_cle.items()):
            connue = vus.get(LIGNES_REMISES + cle, 0)
            trouvees += [_remise(a) if a.ligne and a.ligne <= connue else a for a in journal.anomalies]
            if journal.efface:
                trouvees.append(Anomalie("grave", _EFFACE, journal.fichier))
        return [*map(self._compter, trouvees), *self._manques(vus)]

    def _compter(self, anomalie: Anomalie) -> Anomalie:
        """The same, with how many writings of the journal are there now."""
        if anomalie.manque is None or anomalie.fichier is None:
            return anomalie
        cle = cle_de(anomalie.fichier.removeprefix("registre/"))
        return anomalie._replace(manque=anomalie.manque._replace(presentes=self.presentes(cle)))

    def presentes(self, cle: str) -> int:
        """The number of the last writing of this journal that could be read, in it or in a copy of it."""
        copies = (j.n for j in list(self.par_cle.values()) if j.copie and originale(j.cle) == cle)
        return max(*copies, self.par_cle[cle].n if cle in self.par_cle else 0, 0)

    def remise(self, fichier: str, connues: int) -> bool:
        """Whether the journal of this file has that many writings again, or all that it missed was put back."""
        cle = cle_de(fichier.removeprefix("registre/"))
        return self.presentes(cle) >= connues or self.vus().get(FIN_REMISE + cle, 0) >= connues

    def vus(self) -> dict[str, int]:
        """The last line of each journal that the writers say they have seen; with the prefixes, what was put back."""
        vus: dict[str, int] = {}
        for journal in self.par_cle.values():
            for cle, n in journal.vu.items():
                vus[cle] = max(n, vus.get(cle, 0))
        return vus

    def _presentes(self) -> dict[str, int]:
        """The last writing there is of each journal, in it or in a copy that a tool made of it."""
        presentes: dict[str, int] = {}
        for cle, journal in list(self.par_cle.items()):
            sienne = originale(cle) if journal.copie else cle
            presentes[sienne] = max(journal.n, presentes.get(sienne, 0))
        return presentes

    def _manques(self, vus: Mapping[str, int]) -> Iterator[Anomalie]:
        """What the writers say they have seen of each other, or other witnesses know of, and which is not there."""
        connues = {cle: (n, _VUES) for cle, n in vus.items() if cle[0] not in (FIN_REMISE, LIGNES_REMISES)}
        for cle, (n, qui) in list(self._temoins.items()):
            if n >= connues.get(cle, (0, ""))[0]:
                connues[cle] = (n, qui)
        presentes = self._presentes()
        for cle, (n, qui) in sorted(connues.items()):
            present = presentes.get(cle, 0)
            if present < n:
                phrase = _MANQUE.format(qui=qui, combien=f"{n} écriture{'s' if n > 1 else ''}", reste=_reste(present))
                manque = Anomalie("grave", phrase, f"registre/{fichier_de(cle)}", None, Manque(n, present))
                if n > vus.get(FIN_REMISE + cle, 0):
                    yield manque
                elif qui == _VUES:
                    yield _remise(manque)


def _reste(present: int) -> str:
    return f"il y en a {present}" if present else "il n’en reste aucune"


def _remise(anomalie: Anomalie) -> Anomalie:
    if anomalie.gravite != "grave":
        return anomalie
    return anomalie._replace(gravite="information", phrase=f"{anomalie.phrase} Ce qui manquait a été remis depuis.")
