"""The register on journals: typed records over a `JournalDB`, tokens, history, numbers."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, Unpack

from tinydb import TinyDB
from tinydb.queries import QueryLike

from qualitui.domain.base import Fiche, Introuvable, Refus
from qualitui.domain.diagnostic import CAS, JOURNAUX, NUMEROS, Constatation, Gravite
from qualitui.domain.etat import Etat, a_dire
from qualitui.domain.illisibles import Illisible
from qualitui.domain.reference.pertes import PerteReconnue, Reconnue
from qualitui.store.contrat import (
    Annulation,
    Anomalie,
    Changement,
    Conflit,
    EcritureIncertaine,
    ModifieEntreTemps,
    Nouveaute,
    Pertes,
    RegistreIllisible,
)
from qualitui.store.disque import ecriture_impossible, raison
from qualitui.store.journal.absence import PERDU
from qualitui.store.journal.emplacement import ecrivain as nom_d_ecrivain
from qualitui.store.journal.numeros import Demande, Numeros, condamner, decomposer, numero_de
from qualitui.store.journal.places import conseil
from qualitui.store.moteur import conflits, lisibles, recherche
from qualitui.store.moteur.annulation import annuler, apercevoir
from qualitui.store.moteur.difference import contenu_de
from qualitui.store.moteur.etat import rang
from qualitui.store.moteur.fiches import Fiches, Hydrates
from qualitui.store.moteur.historique import deja_present, historique, modifie_entre_temps
from qualitui.store.moteur.ouverture import Acces
from qualitui.store.moteur.souvenirs import Souvenirs
from qualitui.store.moteur.stockage import EntretempsChange
from qualitui.store.moteur.tables import JournalDB
from qualitui.store.moteur.temoins import Temoins

F = TypeVar("F", bound=Fiche)


class RegistreJournal:
    """`Registre` on one append-only journal per writer; its engine, `db`, is a TinyDB. Safe in several threads."""

    def __init__(self, db: JournalDB, numeros: Numeros) -> None:
        self.db = db
        self.stockage = stockage = db.storage
        self.horloge = stockage.horloge
        self._injoignable = ""
        self._numeros = numeros
        self._hydrates = Hydrates(stockage.suspecte)
        self._souvenirs = Souvenirs(stockage.ecrivain.local)
        self._temoins = Temoins(stockage, self._souvenirs)
        self._listes: dict[type[Fiche], tuple[int, Fiches[Any]]] = {}
        self._a_rendre: list[tuple[str, int]] = []
        self._secourus: frozenset[str] = frozenset()

    @property
    def auteur(self) -> str:
        return self.stockage.auteur

    @auteur.setter
    def auteur(self, auteur: str) -> None:
        self.stockage.auteur = auteur

    def recommencer(self) -> None:
        self.stockage.ecrivain.incertitudes.admettre()

    @property
    def anomalies(self) -> Sequence[Anomalie]:
        doutes = self._temoins.anomalies()  # first: they are told to the journals too
        return [*self.stockage.anomalies(), *doutes]

    @property
    def etat(self) -> Etat:
        trouvees = [Constatation(Gravite(a.gravite), _domaine(a), *a[1:]) for a in self.anomalies]
        etat = Etat((), tuple(Reconnue(perte, self._revenue(perte, trouvees)) for perte in self._pertes()))
        conseille = conseil(self.stockage.journaux, self.ecrivain)
        constatations = (*map(etat.au_vu_des_pertes, trouvees), *a_dire(self.illisibles))
        return etat._replace(constatations=constatations, conseil=conseille)

    @property
    def illisibles(self) -> Sequence[Illisible]:
        with self.stockage.lecture:
            return [une for nom in self.stockage.noms() for une in self._illisibles_de(nom)]

    def _illisibles_de(self, nom: str) -> Iterator[Illisible]:
        suspectes = self.stockage.suspectes(nom)
        modele = lisibles.modele_de(nom) if suspectes else None
        if modele is None:
            return
        fiches = {ident: self.stockage.table(nom).enregistrement(ident) for ident in suspectes}
        for ident in sorted(fiches, key=lambda ident: (rang(fiches[ident]), ident)):
            illisible = self._hydrates.illisible(modele, ident, fiches[ident])
            if illisible is not None:
                yield illisible

    def _pertes(self) -> Sequence[PerteReconnue]:
        """The losses accepted, latest first: those that this program understands."""
        pertes = []
        for ident in self.contenus(PerteReconnue):
            with suppress(Refus):
                pertes.append(self.get(PerteReconnue, ident))
        return pertes[::-1]

    def _revenue(self, perte: PerteReconnue, trouvees: Sequence[Constatation]) -> bool:
        """Whether all that was missing is there again; without evidence left, a journal still short says that not."""
        fins = [(manquant.fichier or "", manquant.connues) for manquant in perte.manquants if manquant.connues]
        if not all(self.stockage.journaux.remise(*fin) for fin in fins):
            return False
        if any(une.gravite is not Gravite.INFORMATION and perte.vaut_pour(une) for une in trouvees):
            return False
        return all(numero in self.stockage.numeros(serie) for serie, numero in map(decomposer, perte.numeros))

    @property
    def sans_fiche(self) -> Sequence[str]:
        return [sans.reference for sans in self._temoins.sans_fiche()]

    # -- reading ---------------------------------------------------------------------------------------------
    def get(self, modele: type[F], ident: str) -> F:
        enregistrement = self.stockage.enregistrement(modele.table, ident)
        if enregistrement.contenu is None:
            raise Introuvable(f"Aucune fiche « {ident} » dans {modele.table}.")
        return self._hydrates.donner(modele, ident, enregistrement)

    def find(self, modele: type[F], requete: QueryLike | None = None, /, **egalites: Any) -> Sequence[F]:
        with self.stockage.lecture:
            if requete is not None or egalites:
                voulue = recherche.condition(modele, requete, egalites)
                return Fiches(modele, recherche.telles(self.stockage, modele.table, voulue), self._hydrates)
            if self.stockage.en_attente(modele.table):
                return Fiches(modele, recherche.toutes(self.stockage, modele.table), self._hydrates)
            table = self.stockage.table(modele.table)
            connue = self._listes.get(modele)
            if connue is None or connue[0] != table.generation:
                fiches = Fiches(modele, recherche.toutes(self.stockage, modele.table), self._hydrates)
                connue = self._listes[modele] = (table.generation, fiches)
            return connue[1]

    def ouvertes(self, modele: type[F]) -> Sequence[F]:
        with self.stockage.lecture:
            return Fiches(modele, recherche.ouvertes(self.stockage, modele.table), self._hydrates)

    def identifiants(self, modele: type[Fiche]) -> Container[str]:
        with self.stockage.verrou:
            return self.stockage.idents(modele.table)

    def contenus(self, modele: type[Fiche]) -> Mapping[str, Mapping[str, Any]]:
        return self.stockage.vue(modele.table)

    # -- results worked out from it --------------------------------------------------------------------------
    def presence(self, modele: type[Fiche], *, avant: str) -> str:
        table = self.stockage.table(modele.table)
        return table.presence(lambda rayon: not rayon.isdecimal() or rayon < avant)

    def empreinte(self, modele: type[Fiche]) -> str:
        with self.stockage.lecture:
            contenus = [(ident, fiche.contenu) for ident, fiche in self.stockage.table(modele.table).trier().items()]
        return sha256(repr(contenus).encode("utf-8", "surrogatepass")).hexdigest()

    def rappeler(self, nom: str, empreinte: str) -> Any:
        return None if self.stockage.en_transaction else self._souvenirs.rappeler(nom, empreinte)

    def retenir(self, nom: str, empreinte: str, resultat: Any) -> None:
        if not self.stockage.en_transaction:
            self._souvenirs.retenir(nom, empreinte, resultat)

    # -- writing ---------------------------------------------------------------------------------------------
    def add(self, fiche: F) -> F:
        with self.transaction():
            ident = fiche.id or self.stockage.nouvel_id()
            if self.stockage.enregistrement(fiche.table, ident).contenu is not None:
                raise deja_present(self.stockage, fiche.table, ident)
            self.stockage.proposer(fiche.table, ident, contenu_de(fiche))
        return self.get(type(fiche), ident)

    def save(self, fiche: F) -> F:
        with self.transaction():
            self._exiger_a_jour(fiche)
            self.stockage.proposer(fiche.table, fiche.id, contenu_de(fiche))
        return self.get(type(fiche), fiche.id)

    def remove(self, fiche: Fiche) -> None:
        with self.transaction():
            self._exiger_a_jour(fiche)
            self.stockage.proposer(fiche.table, fiche.id, None)

    def _exiger_a_jour(self, fiche: Fiche) -> None:
        actuel = self.stockage.enregistrement(fiche.table, fiche.id)
        if not fiche.id or not actuel.evenements:
            raise Introuvable(f"Cette fiche n’a jamais été enregistrée ({fiche.table}).")
        if actuel.contenu is None or actuel.jeton != fiche.jeton:
            raise modifie_entre_temps(self.stockage, fiche.table, fiche.id, fiche.jeton)
        self.stockage.exiger_comprise(fiche.table, fiche.id)

    def transaction(self) -> AbstractContextManager[None]:
        return self._ecrire(self.stockage.transaction())

    def anonymement(self) -> AbstractContextManager[None]:
        return self._ecrire(self.stockage.anonymement())

    @contextmanager
    def _ecrire(self, transaction: AbstractContextManager[None]) -> Iterator[None]:
        avant = len(self._a_rendre)
        try:
            with transaction:
                yield
        except BaseException as erreur:
            for serie, numero in () if isinstance(erreur, EcritureIncertaine) else self._a_rendre[avant:]:
                self._numeros.rendre(serie, numero)
            del self._a_rendre[avant:]
            if isinstance(erreur, EntretempsChange):
                raise self._perimee(erreur) from None
            raise
        if not self.stockage.en_transaction:
            self._a_rendre.clear()

    def _perimee(self, erreur: EntretempsChange) -> Refus:
        table, ident, jeton = erreur.cles[0]
        if not jeton:
            return deja_present(self.stockage, table, ident)
        return modifie_entre_temps(self.stockage, table, ident, jeton)

    # -- history ---------------------------------------------------------------------------------------------
    def history(self, modele: type[Fiche], ident: str) -> Sequence[Changement]:
        return historique(self.stockage, modele.table, ident)

    def annuler(self, ident: str = "") -> Annulation:
        try:
            return annuler(self.stockage, ident)
        except EntretempsChange as erreur:
            raise self._perimee(erreur) from None

    def a_annuler(self, ident: str = "") -> Annulation:
        return apercevoir(self.stockage, ident)

    def conflits(self) -> Sequence[Conflit]:
        return conflits.lister(self.stockage)

    def trancher(self, conflit: Conflit, contenu: Mapping[str, Any] | None) -> None:
        try:
            conflits.trancher(self.stockage, conflit, None if contenu is None else dict(contenu))
        except EntretempsChange as erreur:
            raise self._perimee(erreur) from None

    # -- what the journals lost ------------------------------------------------------------------------------
    def perdues(self) -> Pertes:
        from qualitui.store.moteur import retrouver  # rarely asked for

        return retrouver.perdues(self.stockage)

    def remettre(self, voulues: Collection[tuple[str, str]]) -> None:
        from qualitui.store.moteur import retrouver  # rarely asked for

        try:
            retrouver.remettre(self.stockage, voulues, self.reserver_numero)
        except EntretempsChange:
            raise ModifieEntreTemps(
                "Un autre poste vient d’écrire dans ces fiches, ou de les remettre\u00a0: recommencez. "
                "Ce qui est déjà remis ne l’est pas deux fois."
            ) from None
        self.poll()
        retrouver.classer(self.stockage)

    def ecarter(self) -> tuple[str, ...]:
        from qualitui.store.moteur import retrouver  # rarely asked for

        return retrouver.ecarter(self.stockage)

    # -- numbers, others, end --------------------------------------------------------------------------------
    def reserver_numero(self, serie: str) -> int:
        with self.stockage.verrou:
            stockage = self.stockage
            stockage.preparer()
            utilises = self.numeros_utilises(serie) | self._temoins.retenus(serie) | self._reconnus(serie)
            haut, instant = max(*utilises, self._temoins.plus_haut(serie), 0), stockage.maintenant()
            try:
                if stockage.sans_nom:
                    numero = self._numeros.reserver_sans_nom(serie, instant.date(), haut)
                else:
                    demande = Demande(stockage.ecrivain.nom, instant, self._faites(instant.year))
                    pris = lambda: _Tous() if self._incomplet() else utilises  # noqa: E731
                    numero = self._numeros.reserver(serie, demande, pris, haut)
            except OSError as erreur:
                raise ecriture_impossible(erreur) from erreur
            if stockage.en_transaction:
                self._a_rendre.append((serie, numero))
            return numero

    def _incomplet(self) -> bool:
        """Whether something may be missing from what was read: then no number is held for unused."""
        return self.etat.perte

    def _reconnus(self, serie: str) -> set[int]:
        """The numbers of the series lost with the records that bore them, as somebody accepted it."""
        lues = [decomposer(reference) for perte in self._pertes() for reference in (*perte.numeros, *perte.dossiers)]
        return {numero for sienne, numero in lues if sienne == serie}

    def _faites(self, annee: int) -> int:
        """How many lines this program's writer has made that year."""
        return self.stockage.journaux.presentes(f"{annee:04d}/{self.stockage.ecrivain.nom}")

    def numeros_utilises(self, serie: str) -> set[int]:
        """The numbers of this series carried by a record, even removed since."""
        return self.stockage.numeros(serie)

    def condamner_numero(self, reference: str) -> None:
        serie = reference.rpartition("-")[0]
        numero = numero_de(serie, reference)
        self.horloge.exiger()  # the gate of every writing
        try:
            if numero is not None:
                condamner(self.stockage.journaux.registre.parent, serie, numero, self.ecrivain)
        except OSError as erreur:
            raise ecriture_impossible(erreur) from erreur

    @property
    def ecrivain(self) -> str:
        ecrivain = self.stockage.ecrivain
        return nom_d_ecrivain(ecrivain.poste, ecrivain.login, 0).removesuffix("0")

    def poll(self) -> bool:
        try:
            change = self.stockage.rafraichir()
            self._secourus = self.stockage.garder_de_cote(self._secourus)
        except OSError as erreur:
            self._injoignable = (
                f"Les changements des autres ne sont plus lus\u00a0: {raison(erreur)}. "
                "Ce qui était lu reste affiché\u00a0; rien ne peut être enregistré pour l’instant."
            )
            return False
        self._injoignable = ""
        return change

    @property
    def injoignable(self) -> str:
        return self._injoignable

    def nouveautes(self) -> Sequence[Nouveaute]:
        with self.stockage.lecture:
            nouvelles = list(dict.fromkeys(self.stockage.nouveautes))
            self.stockage.nouveautes.clear()
        return [Nouveaute(*nouvelle) for nouvelle in nouvelles]

    @property
    def en_tinydb(self) -> TinyDB:
        from qualitui.store.moteur.lecture import DBEnLecture

        return DBEnLecture(storage=lambda: self.stockage)

    def exiger_un_reste(self) -> None:
        """`RegistreIllisible`, the register closed, when nothing is left of one that lived."""
        _ = self.anomalies  # the witnesses are heard
        if self.stockage.sans_retour:
            self.close()
            raise RegistreIllisible(PERDU)

    def close(self) -> None:
        with self.stockage.verrou:
            self.stockage.garder_de_cote(self._secourus)
            self._souvenirs.garder()
            self.db.close()


def _domaine(anomalie: Anomalie) -> str:
    racine = (anomalie.fichier or "").partition("/")[0]
    return {"numeros": NUMEROS, "confidentiel": CAS}.get(racine, JOURNAUX)


class _Tous(Container[int]):
    def __contains__(self, numero: object) -> bool:
        return True


def ouvrir_registre(dossier_site: Path, *, meme_perdu: bool = True, **acces: Unpack[Acces]) -> RegistreJournal:
    """The register of a site, as `ouvrir_stockage` opens it.

    `meme_perdu` False: `RegistreIllisible` when nothing is left of a register that lived.
    """
    registre = RegistreJournal(JournalDB(dossier_site, **acces), Numeros(dossier_site))
    if not meme_perdu:
        registre.exiger_un_reste()
    return registre
