"""The register on journals: typed records over a `JournalDB`, tokens, history, numbers."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from tinydb import TinyDB
from tinydb.queries import QueryLike

from qualitui.domain.base import Fiche, Introuvable, Refus
from qualitui.domain.diagnostic import JOURNAUX, Constatation, Gravite
from qualitui.domain.etat import Etat
from qualitui.store.contrat import (
    Annulation,
    Anomalie,
    Changement,
    Conflit,
    EcritureIncertaine,
    ModifieEntreTemps,
    Nouveaute,
    Pertes,
)
from qualitui.store.disque import ecriture_impossible, raison
from qualitui.store.journal.emplacement import ecrivain as nom_d_ecrivain
from qualitui.store.journal.numeros import Numeros, condamner, numero_de
from qualitui.store.journal.places import conseil
from qualitui.store.moteur import conflits, recherche
from qualitui.store.moteur.annulation import annuler, apercevoir
from qualitui.store.moteur.difference import contenu_de
from qualitui.store.moteur.fiches import Fiches, Hydrates
from qualitui.store.moteur.historique import deja_present, historique, modifie_entre_temps
from qualitui.store.moteur.souvenirs import Souvenirs
from qualitui.store.moteur.stockage import EntretempsChange
from qualitui.store.moteur.tables import JournalDB

F = TypeVar("F", bound=Fiche)


class RegistreJournal:
    """`Registre` on one append-only journal per writer; its engine, `db`, is a TinyDB. Safe in several threads."""

    def __init__(self, db: JournalDB, numeros: Numeros) -> None:
        self.db = db
        self.stockage = stockage = db.storage
        self.horloge = stockage.horloge
        self._injoignable = ""
        self._numeros = numeros
        self._hydrates = Hydrates()
        self._souvenirs = Souvenirs(stockage.ecrivain.local)
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
        return self.stockage.anomalies() + [
            Anomalie("avertissement", erreur.phrase) for erreur in self._hydrates.illisibles()
        ]

    @property
    def etat(self) -> Etat:
        constatations = tuple(Constatation(Gravite(a.gravite), JOURNAUX, *a[1:]) for a in self.anomalies)
        return Etat(constatations, conseil(self.stockage.journaux, self.ecrivain))

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

    def remettre(self, voulues: Collection[tuple[str, str]], *, toutes: bool) -> None:
        from qualitui.store.moteur import retrouver  # rarely asked for

        try:
            retrouver.remettre(self.stockage, voulues, self.reserver_numero, toutes=toutes)
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
            utilises = self.numeros_utilises(serie)
            haut, maintenant = max(utilises, default=0), stockage.maintenant()
            try:
                if stockage.sans_nom:
                    numero = self._numeros.reserver_sans_nom(serie, maintenant.date(), haut)
                else:
                    pris = lambda: _Tous() if self._incomplet() else utilises  # noqa: E731
                    numero = self._numeros.reserver(serie, stockage.ecrivain.nom, maintenant, pris, haut)
            except OSError as erreur:
                raise ecriture_impossible(erreur) from erreur
            if stockage.en_transaction:
                self._a_rendre.append((serie, numero))
            return numero

    def _incomplet(self) -> bool:
        """Whether something may be missing from what was read: then no number is held for unused."""
        return self.etat.abime

    def numeros_utilises(self, serie: str) -> set[int]:
        """The numbers of this series carried by a record, even removed since."""
        trouves: set[int] = set()
        with self.stockage.lecture:
            for table in self.stockage.tables_a_references():
                trouves |= table.numeros(serie, numero_de)
        return trouves

    def condamner_numero(self, reference: str) -> None:
        serie = reference.rpartition("-")[0]
        numero = numero_de(serie, reference)
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

    def close(self) -> None:
        with self.stockage.verrou:
            self.stockage.garder_de_cote(self._secourus)
            self._souvenirs.garder()
            self.db.close()


class _Tous(Container[int]):
    def __contains__(self, numero: object) -> bool:
        return True


def ouvrir_registre(
    dossier_site: Path,
    *,
    poste: str,
    login: str,
    maintenant: Callable[[], datetime],
    aleatoire: random.Random | None = None,
    cache: Path | None = None,
    lecture_seule: bool = False,
) -> RegistreJournal:
    """The register of a site, as `ouvrir_stockage` opens it."""
    db = JournalDB(
        dossier_site,
        poste=poste,
        login=login,
        maintenant=maintenant,
        aleatoire=aleatoire,
        cache=cache,
        lecture_seule=lecture_seule,
    )
    return RegistreJournal(db, Numeros(dossier_site))
