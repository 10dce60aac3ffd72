"""The one writer of this program: takes a slot at the first save, appends its lines, remembers where it stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from qualitui.store.contrat import EcritureImpossible
from qualitui.store.disque import (
    ecriture_impossible,
    ecriture_incertaine,
    etat_local_inutilisable,
    synchroniser_dossier,
)
from qualitui.store.journal.anonymat import a_taire
from qualitui.store.journal.confirmees import Confirmees
from qualitui.store.journal.emplacement import Emplacement, ecrivain
from qualitui.store.journal.format import creer_format
from qualitui.store.journal.horloge import Horloge
from qualitui.store.journal.incertitude import Incertitudes
from qualitui.store.journal.journal import Journal, LigneImpossible, LigneIncertaine, TailleInattendue
from qualitui.store.journal.journaux import Journaux
from qualitui.store.journal.ligne import Lue, Operation

_ESSAIS = 200


class Registrant(Protocol):
    """What the writer asks of who holds the merged tables. `h`: the rank that the next line takes."""

    journaux: Journaux
    horloge: Horloge
    maintenant: Callable[[], datetime]
    auteur: str
    h: int

    def rafraichir(self, *, tout: bool = False) -> bool:
        """Read what the other journals added. `OSError` if the folder does not answer."""
        ...

    def absorber(self, journal: Journal, lues: list[Lue]) -> None:
        """Merge our own lines, once they are on the disk."""
        ...


class Ecrivain:
    """`nom` is « <poste>~<login>~<k> » once a slot is taken, empty before."""

    def __init__(self, registre: Path, poste: str, login: str, local: Path, *, neuf: bool = False) -> None:
        self.nom = ""
        self._registre = registre
        self.poste = poste
        self.login = login
        self.local = local
        self.confirmees = Confirmees(local)
        self._neuf = neuf
        self._k = 0
        self._emplacement: Emplacement | None = None
        self._siens: set[str] | None = None  # the writers of the register, when a slot is looked for
        self.incertitudes = Incertitudes(local)

    def s_enquerir(self, stockage: Registrant) -> None:
        """Read the other journals and ask the clock: `preparer`, without a slot, for what nobody signs."""
        try:
            stockage.rafraichir()
            stockage.horloge.exiger()
        except OSError as erreur:
            raise ecriture_impossible(erreur) from erreur

    def preparer(self, stockage: Registrant) -> None:
        """Read the other journals, ask the clock (`HorlogeDouteuse`) and have a slot.

        `EcritureImpossible` if the folder does not answer.
        """
        try:
            stockage.rafraichir()
            self._regarder(stockage)
            stockage.horloge.exiger()
            if self._jumeau(stockage):
                self.fermer()
            self.prendre(stockage)
        except OSError as erreur:
            raise ecriture_impossible(erreur) from erreur

    def _regarder(self, stockage: Registrant) -> None:
        """Look for the lines whose fate was unknown: one found at the end of our journal is ours, not a twin's."""
        for trouvee in self.incertitudes.regarder(stockage.journaux, stockage.maintenant()):
            journal = stockage.journaux.par_cle.get(trouvee.journal)
            if self._emplacement and journal and journal.ecrivain == self.nom and journal.fin == trouvee.fin:
                self._emplacement.retenir(journal.cle, trouvee.fin, trouvee.crc)
                self.confirmees.completer(journal)

    def _jumeau(self, stockage: Registrant) -> bool:
        """Whether someone else wrote in our journal since our last line."""
        memoire = self._emplacement.memoire if self._emplacement else None
        journal = stockage.journaux.par_cle.get(memoire["journal"]) if memoire else None
        return memoire is not None and (journal is None or journal.fin != memoire["fin"])

    def prendre(self, stockage: Registrant) -> str:
        """Have a slot, and return the writer's name. There is always a next one: a profile lost takes no other's."""
        while self._emplacement is None:
            self._k += 1
            self._essayer(stockage)
        return self.nom

    def _essayer(self, stockage: Registrant) -> None:
        nom = ecrivain(self.poste, self.login, self._k)
        if self._perdu(stockage, nom):
            return
        try:
            emplacement = Emplacement.prendre(self.local, nom)
        except OSError as erreur:
            raise etat_local_inutilisable(self.local, erreur) from erreur
        if emplacement is None:
            return
        if self._neuf:
            emplacement.oublier()
            self.confirmees.oublier()
        if self._convient(stockage, nom, emplacement.memoire):
            self._emplacement, self.nom = emplacement, nom
            self._reprendre(stockage, emplacement)
        else:
            emplacement.fermer()

    def _perdu(self, stockage: Registrant, nom: str) -> bool:
        """Whether the slot was another session's, whose memory is lost: nothing is to be locked to know it."""
        if self._siens is None:
            self._siens = {journal.ecrivain for journal in stockage.journaux.par_cle.values()}
        return nom in self._siens and not (self.local / f"{nom}.lock").exists()

    def _reprendre(self, stockage: Registrant, emplacement: Emplacement) -> None:
        """Lines found after the last one remembered are ours: the program stopped just after writing them."""
        journal = stockage.journaux.par_cle.get((emplacement.memoire or {}).get("journal", ""))
        if journal is not None:
            emplacement.retenir(journal.cle, journal.fin, journal.dernier_crc)
            self.confirmees.completer(journal)

    def _convient(self, stockage: Registrant, nom: str, memoire: dict[str, Any] | None) -> bool:
        """A slot never used by anyone, or whose journal still holds the last line this workstation wrote."""
        miens = [j for j in stockage.journaux.par_cle.values() if j.ecrivain == nom]
        if memoire is None:
            return not miens
        journal = stockage.journaux.par_cle.get(memoire["journal"])
        if journal is None or journal.etranger or journal.raccourci or journal.fin < memoire["fin"]:
            return False
        if journal.fin == memoire["fin"]:
            return journal.dernier_crc == int(memoire["crc"])
        return journal.contient(memoire["fin"], memoire["crc"])

    def ecrire(self, stockage: Registrant, operations: list[Operation], complement: dict[str, Any]) -> None:
        """Append one line, durably, then merge it into memory.

        `EcritureImpossible`: nothing has moved. `EcritureIncertaine`: nobody knows; it is looked for before the next.
        """
        for _ in range(_ESSAIS):
            self.prendre(stockage)
            try:
                return self._ajouter(stockage, operations, complement)
            except LigneImpossible as erreur:
                raise EcritureImpossible(erreur.phrase) from erreur
            except TailleInattendue:
                # Someone else writes under our name, or the file was replaced: leave it to them.
                stockage.rafraichir(tout=True)
                self.fermer()
            except LigneIncertaine as erreur:
                cle = f"{stockage.maintenant().year:04d}/{self.nom}"
                ou = self.incertitudes.noter(cle, erreur, operations, stockage.maintenant())
                raise ecriture_incertaine(erreur, suite=ou) from erreur
            except OSError as erreur:
                raise ecriture_impossible(erreur) from erreur
        raise EcritureImpossible("Le journal de ce poste change sans cesse de taille\u00a0; rien n’a été enregistré.")

    def _ajouter(self, stockage: Registrant, operations: list[Operation], complement: dict[str, Any]) -> None:
        instant = stockage.maintenant()
        journal = self._journal(stockage, f"{instant.year:04d}")
        vu = {**_vu_depuis(stockage, journal, instant.date()), **complement.get("vu", {})}
        contenu: dict[str, Any] = {
            "n": journal.n + 1,
            "h": stockage.h,
            "at": instant.isoformat(timespec="seconds"),
            "w": self.nom,
            "by": stockage.auteur,
            "p": journal.empreinte,
        }
        neuf = not journal.n
        if neuf:
            contenu["site"] = stockage.journaux.site
        try:
            lues = journal.ecrire(
                {**contenu, **complement, **({"vu": vu} if vu else {}), "o": operations}, stockage.journaux.site
            )
        except (OSError, LigneImpossible):
            if not journal.lignes:
                stockage.journaux.par_cle.pop(journal.cle, None)  # a journal that was never made is not a lost one
            raise
        if neuf:
            synchroniser_dossier(journal.chemin.parent)
        stockage.absorber(journal, lues)
        if self._emplacement:
            self._emplacement.retenir(journal.cle, journal.fin, journal.dernier_crc)
            self.confirmees.retenir(journal.cle, journal.ecrite)

    def _journal(self, stockage: Registrant, annee: str) -> Journal:
        cle = f"{annee}/{self.nom}"
        journal = stockage.journaux.par_cle.get(cle)
        if journal is None:
            dossier = self._registre / annee
            if not dossier.is_dir():
                dossier.mkdir(exist_ok=True)
                synchroniser_dossier(self._registre)
            creer_format(self._registre, stockage.journaux.site, stockage.maintenant().isoformat(timespec="seconds"))
            journal = stockage.journaux.par_cle[cle] = Journal(dossier / f"{self.nom}.jsonl", cle)
        return journal

    def fermer(self) -> None:
        """Give the slot back."""
        if self._emplacement is not None:
            self._emplacement.fermer()
        self._emplacement, self._siens, self.nom = None, None, ""


def _vu_depuis(stockage: Registrant, mien: Journal, jour: date) -> dict[str, int]:
    """The last line seen of each other journal, for those that moved since our last line in this file."""
    return {
        j.cle: j.n
        for j in stockage.journaux.par_cle.values()
        if j is not mien and not j.copie and not j.etranger and j.n and mien.vu.get(j.cle) != j.n
        if not a_taire(j, jour)
    }
