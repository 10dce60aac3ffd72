"""TinyDB's storage over the journals: state in memory, one appended line per transaction.

Nothing live moves before the line is on the disk.
"""

from __future__ import annotations

import random
import threading
from collections import deque
from collections.abc import Callable, Collection, Container, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from tinydb.storages import Storage

from qualitui.domain.francais import accorder
from qualitui.store.contrat import Anomalie, EcritureImpossible, FicheIllisible, RegistreIllisible
from qualitui.store.disque import raison
from qualitui.store.journal import anonymat
from qualitui.store.journal.absence import PERDU, depuis_longtemps, perdu, temoigner, vide
from qualitui.store.journal.anonymat import millisecondes_du_jour
from qualitui.store.journal.ecrivain import Ecrivain
from qualitui.store.journal.horloge import Horloge
from qualitui.store.journal.identifiants import nouvel_identifiant
from qualitui.store.journal.journal import Journal
from qualitui.store.journal.journaux import Journaux
from qualitui.store.journal.ligne import Evenement, Lue, Operation
from qualitui.store.journal.places import encombrees
from qualitui.store.moteur import cache, lisibles
from qualitui.store.moteur.difference import operation
from qualitui.store.moteur.etat import Table as TableFusionnee
from qualitui.store.moteur.fusion import Contenu, Enregistrement
from qualitui.store.moteur.memoire import Memoire
from qualitui.store.moteur.pieces import PieceAbimee, compter_une_ouverture, sans_ramasse_miettes
from qualitui.store.moteur.reception import Cle, Reception
from qualitui.store.moteur.vue import Vue

SEUIL_CACHE = 200
AVANCE_TOLEREE = timedelta(days=1)
NOUVEL_AN = timedelta(days=7)
EN_ATTENTE: Evenement = (0, 0, "", 0, "", 0)


class EntretempsChange(Exception):
    """Records of the transaction were changed by others since it read them: (table, id, token then, empty if new)."""

    def __init__(self, cles: list[tuple[str, str, str]]) -> None:
        super().__init__(cles)
        self.cles = cles


class JournalStorage(Memoire, Storage):
    """The merged tables of a site. All its public methods may be called from several threads.

    `verrou` is held while a thread writes or reads the folder, which may not answer for a while. A transaction is seen
    by its own thread only.
    """

    def __init__(
        self,
        journaux: Journaux,
        ecrivain: Ecrivain,
        *,
        maintenant: Callable[[], datetime],
        aleatoire: random.Random,
    ) -> None:
        super().__init__()
        self.journaux = journaux
        self.ecrivain = ecrivain
        self.maintenant = maintenant
        self.horloge = Horloge(journaux, maintenant)
        self.auteur = ""
        self._operations_au_cache = 0
        self.conflits: set[Cle] = set()
        self.h = 0
        self.operations = 0
        self.nouveautes: deque[tuple[str, str, str]] = deque(maxlen=5000)
        self.verrou = threading.RLock()
        self._reception = Reception(journaux, self._connu, self._poser, self.lecture)
        self._fil = 0
        self.aleatoire = aleatoire
        self.sans_nom = False
        self._attente: dict[Cle, tuple[Enregistrement, Enregistrement, dict[str, Any]]] = {}
        self._complement: dict[str, Any] = {}
        self._profondeur = 0
        self._ouvert = False
        self._vivantes: set[str] = set()
        self._perdu = False

    # -- TinyDB's Storage ------------------------------------------------------------------------------------
    def read(self) -> dict[str, dict[str, Any]]:
        return {nom: self.vue(nom) for nom in self.noms()}  # type: ignore[misc]

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> NoReturn:
        raise EcritureImpossible("Un registre ne se réécrit pas et ne se vide pas\u00a0: on n’y fait qu’ajouter.")

    def close(self) -> None:
        """Keep the cache when it is worth it, and give the slot back."""
        nouvelles = self.operations - self._operations_au_cache
        if nouvelles > max(SEUIL_CACHE, self.operations // 50):
            self.mettre_en_cache()
        self.ecrivain.fermer()

    # -- cache -----------------------------------------------------------------------------------------------
    def ouvrir(self) -> None:
        """Take the cache back if it is good, then read the journals. `OSError` if the folder does not answer."""
        compter_une_ouverture()
        sommaire = cache.lire(self.ecrivain.local, self.journaux)
        if sommaire is not None:
            self.operations = self._operations_au_cache = sommaire.operations
            self.h, self.conflits = sommaire.h, set(sommaire.conflits)
            self.tables = {nom: self.nouvelle(nom, pieces) for nom, pieces in sommaire.tables.items()}
        with sans_ramasse_miettes():
            self.rafraichir(tout=True)
        temoigner(self.journaux, self.ecrivain.local)
        self._ouvert = True

    def mettre_en_cache(self) -> bool:
        """Write the cache, unless a journal shrank under us (the next opening must see it); False if it was not."""
        with self.verrou, self.lecture:
            if any(journal.raccourci for journal in self.journaux.par_cle.values()):
                return False
            self._operations_au_cache = self.operations
            return self.garder(cache.NOM)

    def garder(self, nom: str) -> bool:
        """Write all that is known in a file of this name, beside the cache; under `lecture`."""
        try:
            sommaire = cache.Sommaire(self.operations, self.h, sorted(self.conflits), self.pieces())
            return cache.ecrire(self.ecrivain.local, self.journaux, sommaire, nom)
        except PieceAbimee:
            self.entieres()  # a damaged table is taken from the journals
            return self.garder(nom)

    def garder_de_cote(self, connus: frozenset[str]) -> frozenset[str]:
        """Keep the memory aside when a journal shrank under the program: it knows what the file lost.

        `connus`: the journals it was already kept for; return them, with those of now if it could be written.
        """
        with self.verrou:
            raccourcis = frozenset(cle for cle, journal in self.journaux.par_cle.items() if journal.raccourci)
            if raccourcis <= connus:
                return connus
        with self.verrou, self.lecture:
            dossier = self.ecrivain.local
            if self.garder(cache.prochain_secours(dossier).name):
                (dossier / cache.NOM).unlink(missing_ok=True)  # it knew less
                return raccourcis
        return connus

    def relire(self, nom: str) -> TableFusionnee:
        self._operations_au_cache = 0  # it is written again at the end
        journaux = Journaux(self.journaux.registre, self.journaux.site)
        relu = JournalStorage(journaux, self.ecrivain, maintenant=self.maintenant, aleatoire=self.aleatoire)
        try:
            relu.rafraichir(tout=True)
        except OSError as erreur:
            raise RegistreIllisible(f"Le registre ne peut pas être relu\u00a0: {raison(erreur)}.") from erreur
        return relu.table(nom)

    # -- reading ---------------------------------------------------------------------------------------------
    def _mienne(self) -> dict[Cle, tuple[Enregistrement, Enregistrement, dict[str, Any]]]:
        """What the transaction under way proposes, for the thread that holds it."""
        return self._attente if self._fil == threading.get_ident() else {}

    def vue(self, nom: str) -> Vue:
        """The table as the transaction under way sees it."""
        attente = {i: nouveau.contenu for (t, i), (_, nouveau, _) in self._mienne().items() if t == nom}
        with self.lecture:
            return Vue(self.table(nom).trier(), attente)

    def idents(self, nom: str) -> Container[str]:
        """The ids of the table as the transaction under way sees it."""
        table = self.table(nom)
        return self.vue(nom) if self.en_attente(nom) else table if table.pieces else table.fiches

    def enregistrement(self, nom: str, ident: str) -> Enregistrement:
        """The record, with the changes of the transaction under way; `VIDE` if unknown."""
        propose = self._mienne().get((nom, ident))
        if propose is not None:
            return propose[1]
        return self.table(nom).enregistrement(ident)

    def suspectes(self, nom: str) -> Collection[str]:
        """The ids of the table's records that this program does not understand whole."""
        juger = lisibles.juge(nom)
        if juger is None:
            return ()
        with self.lecture:
            return self.table(nom).suspectes(juger)

    def suspecte(self, nom: str, ident: str) -> bool:
        """Whether a record already read is among them."""
        juger = lisibles.juge(nom)
        with self.lecture:
            return juger is not None and self.table(nom).suspecte(ident, juger)

    def exiger_comprise(self, nom: str, ident: str) -> None:
        """`FicheIllisible` if the record holds what is not understood here: a newer program wrote it, this one would
        erase it."""
        actuelle = self.table(nom).enregistrement(ident)
        if actuelle.contenu is None or not self.suspecte(nom, ident):
            return
        modele = lisibles.modele_de(nom)
        illisible = lisibles.lire(modele, ident, actuelle.contenu, actuelle.jeton)[1] if modele else None
        if illisible is not None:
            raise FicheIllisible(illisible, illisible.refus)

    def en_attente(self, nom: str) -> dict[str, Enregistrement]:
        """The records of the table that the transaction under way changed."""
        return {i: nouveau for (t, i), (_, nouveau, _) in self._mienne().items() if t == nom}

    def rafraichir(self, *, tout: bool = False) -> bool:
        """Read what the other journals added; True if anything changed. `OSError` if the folder does not answer."""
        with self.verrou:
            change = False
            try:
                for journal, lues in self.journaux.relever(None if tout else self._annees()):
                    self._reception.avancer(journal.cle[:4])
                    if self._ouvert:
                        self._vivantes.add(journal.cle[:4])
                    with self.lecture:
                        self._absorber(journal, lues, dire=self._ouvert)
                    change = True
            finally:
                self._reception.regler()
            if tout:
                self._perdu = perdu(self.journaux)
            return change

    def _annees(self) -> set[str]:
        """The folders to look at: this year's, those where somebody wrote meanwhile, the neighbour's around New Year.

        And one of the others in turn, once a gesture: a workstation whose clock is wrong writes there.
        """
        proches = {f"{(self.maintenant() + ecart).year:04d}" for ecart in (-NOUVEL_AN, timedelta(0), NOUVEL_AN)}
        autre = self.journaux.une_annee() if self._attente or not self._profondeur else set()
        return self._vivantes | proches | autre

    def absorber(self, journal: Journal, lues: list[Lue]) -> None:
        """Merge our own lines, just written, into the tables."""
        with self.lecture:
            self._absorber(journal, lues, dire=False)
        self._reception.regler()

    def _absorber(self, journal: Journal, lues: list[Lue], *, dire: bool) -> None:
        self.operations += sum([len(contenu["o"]) for _, _, contenu in lues])
        cle = journal.cle
        table: TableFusionnee | None = None
        for position, crc, contenu in lues:
            h, w = contenu["h"], contenu["w"]
            auteurs = [contenu.get("by", "")] if dire else []
            for op in contenu["o"]:
                evenement = (op["v"], h, w, crc, cle, position)
                if table is None or table.nom != op["t"]:
                    table = self.table(op["t"])
                if not table.accueillir(op, evenement):
                    self._reception.recevoir((op["t"], op["i"]), evenement, op, auteurs)
                else:
                    self.nouveautes.extend((op["t"], op["i"], auteur) for auteur in auteurs)
        self.h = max(journal.h, self.h)

    def _connu(self, cle: Cle) -> Enregistrement:
        return self.table(cle[0]).enregistrement(cle[1])

    def _poser(self, cle: Cle, nouveau: Enregistrement, auteurs: list[str]) -> None:
        """Put the merged record in its table; nothing to do if all was known (a journal read again, a copy of one)."""
        if nouveau is self._connu(cle):
            return
        self.table(cle[0]).poser(cle[1], nouveau)
        if nouveau.conflits:
            self.conflits.add(cle)
        else:
            self.conflits.discard(cle)
        self.nouveautes.extend((*cle, auteur) for auteur in auteurs)

    @property
    def perdu(self) -> bool:
        """Whether the register that lived here has no line left."""
        return (self._perdu or self.journaux.temoins) and vide(self.journaux)

    @property
    def sans_retour(self) -> bool:
        """Whether it is lost for sure: what is left of it is not the beginning of a new one."""
        dossier, jour = self.journaux.registre.parent, self.maintenant().date()
        return self.perdu and (self.journaux.temoins or depuis_longtemps(dossier, jour))

    def anomalies(self) -> list[Anomalie]:
        """What could not be read as it should, each with its place: the one passage of the site's `etat`."""
        trouvees = [*self.journaux.toutes_anomalies(), *encombrees(self.journaux)]
        if self.perdu:
            trouvees.insert(0, Anomalie("grave", PERDU, "registre"))
        avance = timedelta(milliseconds=self.h - self._millisecondes())
        if avance > AVANCE_TOLEREE:
            jours = accorder(avance.days, "jour")
            phrase = (
                f"Des écritures portent une date en avance de {jours} sur l’horloge de ce poste\u00a0: vérifiez-la."
            )
            trouvees.append(Anomalie("information", phrase))
        return trouvees

    # -- writing ---------------------------------------------------------------------------------------------
    @property
    def en_transaction(self) -> bool:
        return self._profondeur > 0 and self._fil == threading.get_ident()

    @contextmanager
    def anonymement(self) -> Iterator[None]:
        """A transaction whose line leads to nobody: in no other one, or the other would sign it."""
        with self.verrou:
            if self._profondeur:
                raise RuntimeError("an anonymous writing stands alone")
            self.sans_nom = True
            try:
                with self.transaction():
                    yield
            finally:
                self.sans_nom = False

    def preparer(self) -> None:
        """Before anything is claimed or written: what the others wrote, the clock, a slot unless nobody signs."""
        (self.ecrivain.s_enquerir if self.sans_nom else self.ecrivain.preparer)(self)

    def nouvel_id(self) -> str:
        moment = (
            millisecondes_du_jour(self.maintenant().date()) if self.sans_nom else max(self._millisecondes(), self.h)
        )
        return nouvel_identifiant(moment, self.aleatoire)

    def _millisecondes(self) -> int:
        instant = self.maintenant()
        return int((instant if instant.tzinfo else instant.replace(tzinfo=UTC)).timestamp() * 1000)

    def proposer(self, nom: str, ident: str, contenu: Contenu | None, plus: dict[str, Any] | None = None) -> None:
        """Change a record inside the transaction; None removes it. Written when the transaction ends.

        `plus`: what the operation says besides (`c`); with `r`, all that it says.
        """
        cle = (nom, ident)
        base = self._attente[cle][0] if cle in self._attente else self.table(nom).enregistrement(ident)
        if not plus and base.contenu == contenu and (base.evenements or contenu is None):
            self._attente.pop(cle, None)
            return
        evenements = (*base.evenements, EN_ATTENTE)
        nouveau = Enregistrement(contenu, base.version + 1, evenements, () if plus and "c" in plus else base.conflits)
        self._attente[cle] = (base, nouveau, plus or {})

    @contextmanager
    def transaction(self, **complement: Any) -> Iterator[None]:
        """One line for all that is proposed inside, or nothing. `complement` is added to the line (`u`)."""
        with self.verrou:
            avant = dict(self._attente)
            self._profondeur += 1
            self._fil = threading.get_ident()
            self._complement.update(complement)
            try:
                yield
                if self._profondeur == 1 and self._attente:
                    self._valider(self._complement)
            except BaseException:
                self._attente = avant
                raise
            finally:
                self._profondeur -= 1
                if self._profondeur == 0:
                    self._attente, self._complement = {}, {}

    def _valider(self, complement: dict[str, Any]) -> None:
        self.preparer()
        if "r" not in complement and self.sans_retour:
            raise EcritureImpossible(PERDU)  # begun anew, it would no longer be seen that it was lost
        perimees = [
            (nom, ident, base.jeton if base.contenu is not None else "")
            for (nom, ident), (base, _, _) in self._attente.items()
            if self.table(nom).enregistrement(ident) is not base
        ]
        if perimees:
            raise EntretempsChange(perimees)
        operations: list[Operation] = []
        for (nom, ident), (base, nouveau, plus) in self._attente.items():
            difference = {} if "r" in plus else operation(base.contenu, nouveau.contenu)
            if "r" not in plus and base.contenu is None and base.evenements and nouveau.contenu is not None:
                difference = {"s": nouveau.contenu}
            operations.append({"t": nom, "i": ident, "v": nouveau.version, **difference, **plus})
        if self.sans_nom:
            anonymat.ecrire(self, operations)
            return
        self.ecrivain.incertitudes.exiger_pas_double(operations)
        self.h = max(self._millisecondes(), self.h + 1)
        self.ecrivain.ecrire(self, operations, complement)
