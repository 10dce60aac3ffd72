"""One open site: its folder, settings, register, confidential folder, and who is in front of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from qualitui.domain.base import Fiche, Introuvable, Refus
from qualitui.domain.concepts import domaine_de
from qualitui.domain.francais import raison_du_systeme, vouliez_vous_dire
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.reference.reglages import EnVigueur, Reglages
from qualitui.domain.vigilance import Vigilance
from qualitui.store import feries
from qualitui.store.contrat import LECTURE_SEULE, EcritureImpossible, FicheIllisible, Registre
from qualitui.store.disque import raison
from qualitui.store.moteur.moteur import ouvrir_registre
from qualitui.store.site import droits, referentiels
from qualitui.store.site.confidentiel import Confidentiel
from qualitui.store.site.droits import DroitRefuse as DroitRefuse
from qualitui.store.site.fichier import FICHIER, SiteIllisible, lire_reglages
from qualitui.store.site.utilisateur import exiger_l_etat_local
from qualitui.store.site.veille import Veille
from qualitui.store.sortie import Sorties

if TYPE_CHECKING:
    from qualitui.domain.reference.nomenclatures import IndicateurType, Nomenclatures, Planning, Role, VerificationType
    from qualitui.domain.reference.referentiel import Referentiel
    from qualitui.domain.temps.echeances import Calendrier

F = TypeVar("F", bound=Fiche)


class SiteExistant(Refus):
    """A site is already there: creating never overwrites."""


class Site:
    """What every operation takes first. Reference tables are loaded when first asked for."""

    def __init__(
        self,
        dossier: Path,
        reglages: Reglages,
        registre: Registre,
        *,
        maintenant: Callable[[], datetime],
        poste: str,
        login: str,
    ) -> None:
        self.dossier = dossier
        self.reglages = reglages
        self.registre = registre
        self.confidentiel = Confidentiel(dossier, self._signer)
        self.sorties = Sorties(dossier, maintenant)
        self.vigilance = Vigilance()
        self.maintenant = maintenant
        self.poste = poste
        self.login = login
        self.lecture_seule = False
        self.veille = Veille(dossier, referentiels.FICHIERS_REFERENTIELS)
        feries.reprendre(registre)
        registre.auteur = self.auteur

    def _signer(self) -> tuple[str, datetime]:
        """Who writes, and when, under a clock that is believed."""
        self.registre.horloge.exiger()
        return self.registre.auteur, self.maintenant()

    def appliquer(self, reglages: Reglages) -> None:
        """Work under these settings from now on (they were just written)."""
        self.reglages = reglages
        self.__dict__.pop("calendrier", None)

    def guetter_reglages(self) -> Reglages | None:
        """Take in the settings someone else wrote in site.toml; those of before if they differ, else None."""
        avant, nouveaux = self.reglages, self.veille.regarder()
        if nouveaux is None or nouveaux == avant:
            return None
        self.appliquer(nouveaux)
        return avant

    # --- reference data -------------------------------------------------------------------------------

    @cached_property
    def calendrier(self) -> Calendrier:
        return self.reglages.calendrier()

    @cached_property
    def referentiels(self) -> dict[str, Referentiel]:
        """Every référentiel known to the program, by code."""
        return referentiels.charger_referentiels()

    def referentiel_au(self, jour: date) -> Referentiel:
        """The référentiel in force at the site on `jour`."""
        code = self.reglages.referentiel_au(jour)
        if code not in referentiels.FICHIERS_REFERENTIELS:
            raise SiteIllisible(
                f"{self.dossier / FICHIER} nomme le référentiel « {code} », inconnu de ce programme "
                f"(connus : {', '.join(referentiels.FICHIERS_REFERENTIELS)})."
            )
        return referentiels.charger_referentiel(code)

    @cached_property
    def nomenclatures(self) -> Nomenclatures:
        return referentiels.charger_nomenclatures()

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        return referentiels.charger_roles()

    @cached_property
    def verifications_types(self) -> tuple[VerificationType, ...]:
        return referentiels.charger_verifications()

    @cached_property
    def indicateurs_types(self) -> tuple[IndicateurType, ...]:
        return referentiels.charger_indicateurs()

    @cached_property
    def planning_type(self) -> Planning:
        return referentiels.charger_planning()

    # --- who ------------------------------------------------------------------------------------------

    @property
    def moi(self) -> Personne | None:
        """The person of the équipe this login is tied to; None when it is tied to nobody."""
        cherche = self.login.casefold()
        for personne in self.registre.find(Personne):
            if any(nom.casefold() == cherche for nom in personne.logins) and personne.depart_le is None:
                return personne
        return None

    @property
    def auteur(self) -> str:
        """What signs the gestures: the person's code, or the login."""
        personne = self.moi
        return personne.code if personne else self.login

    def peut(self, domaine: str, verbe: Verbe) -> bool:
        """True when this person may do `verbe` in the domain."""
        return droits.peut(self, domaine, verbe)

    def exiger(self, domaine: str, verbe: Verbe, fiche: Fiche | None = None) -> None:
        """Raise DroitRefuse unless this person may do `verbe` in the domain, on `fiche`. Every operation asks it."""
        droits.exiger(self, domaine, verbe, fiche)

    # --- records --------------------------------------------------------------------------------------

    def trouver(self, modele: type[F], reference: str) -> F:
        """For who may read it, the record of this `reference`, whatever its case; Introuvable names the nearest."""
        self.exiger(domaine_de(modele.table), Verbe.LIRE)
        voulue = reference.strip().upper()
        trouvees = self.registre.find(modele, reference=voulue)
        if trouvees:
            return trouvees[0]
        self.exiger_lisible(modele, voulue)
        connues = [getattr(fiche, "reference", "") for fiche in self.registre.find(modele)]
        aide = vouliez_vous_dire(voulue, connues) if len(connues) < 5000 else ""
        phrase = f"Aucune fiche ne porte la référence « {reference} ». {aide}".strip()
        raise Introuvable(phrase, champ="reference")

    def exiger_lisible(self, modele: type[Fiche], nom: str) -> None:
        """`FicheIllisible` if a record of this name (whatever its case) is there, that this program cannot read.

        To be asked before saying that there is none, or making one: it would be a second one of the same name.
        """
        for une in self.registre.illisibles:
            if une.table == modele.table and not une.partielle and une.nom.casefold() == nom.strip().casefold():
                raise FicheIllisible(une)

    def reserver_reference(self, serie: str, jour: date) -> str:
        """« R-2026-014 »: the next number of the year's series, unique between workstations."""
        return f"{serie}-{jour.year}-{self.registre.reserver_numero(f'{serie}-{jour.year}'):03d}"

    def documents(self, nom: str) -> Path:
        """Where the program writes a document of this name (the folder is made if missing). `EcritureImpossible`."""
        if self.lecture_seule:
            raise EcritureImpossible(LECTURE_SEULE)
        dossier = self.dossier / "documents"
        try:
            dossier.mkdir(exist_ok=True)
        except OSError as erreur:
            phrase = f"Le document ne peut pas être écrit\u00a0: {raison(erreur)}."
            raise EcritureImpossible(phrase) from erreur
        return dossier / nom

    def fermer(self) -> None:
        feries.garder(self.registre)
        self.registre.close()


def ouvrir(dossier: Path, *, maintenant: Callable[[], datetime], poste: str, login: str, **acces: Any) -> Site:
    """Open the site of `dossier`; SiteIllisible says what is missing or wrong.

    `acces`: what `ouvrir_registre` takes besides (`lecture_seule`, `aleatoire`, `cache`, `meme_perdu`). Nothing left of
    a register that lived: `RegistreIllisible`, unless `meme_perdu`.
    """
    return _ouvrir(dossier, lire_reglages(dossier), maintenant, poste, login, **{"meme_perdu": False, **acces})


def ouvrir_pour_examiner(dossier: Path, *, maintenant: Callable[[], datetime], poste: str, login: str) -> Site:
    """The same, but settings that cannot be read do not hold a check-up back: those of before serve, else bare ones."""
    try:
        reglages = lire_reglages(dossier)
    except SiteIllisible:
        if not (dossier / "registre").is_dir():
            raise
        try:
            reglages = lire_reglages(dossier, f"{FICHIER}.avant")
        except SiteIllisible:
            vigueur = EnVigueur(code=next(iter(referentiels.FICHIERS_REFERENTIELS)), depuis=date.min)
            reglages = Reglages(nom=dossier.name or "site", referentiels=(vigueur,))
    return _ouvrir(dossier, reglages, maintenant, poste, login)


def _ouvrir(
    dossier: Path, reglages: Reglages, maintenant: Callable[[], datetime], poste: str, login: str, **acces: Any
) -> Site:
    try:
        registre = ouvrir_registre(dossier, poste=poste, login=login, maintenant=maintenant, **acces)
    except OSError as erreur:
        raise SiteIllisible(f"Le registre de {dossier} ne s’ouvre pas\u00a0: {raison_du_systeme(erreur)}.") from erreur
    site = Site(dossier, reglages, registre, maintenant=maintenant, poste=poste, login=login)
    site.lecture_seule = acces.get("lecture_seule", False)
    return site


def creer(
    dossier: Path,
    reglages: Reglages,
    *,
    maintenant: Callable[[], datetime],
    poste: str,
    login: str,
    aleatoire: random.Random | None = None,
) -> Site:
    """Create the folder of a new site and open it; SiteExistant if something is already there."""
    exiger_l_etat_local()
    preparer(dossier, reglages)
    registre = ouvrir_registre(dossier, poste=poste, login=login, maintenant=maintenant, aleatoire=aleatoire)
    return Site(dossier, reglages, registre, maintenant=maintenant, poste=poste, login=login)


def preparer(dossier: Path, reglages: Reglages) -> None:
    """Make the folders of a new site and write its settings; SiteExistant if something is already there."""
    from qualitui.store.site.reglages import ecrire_reglages  # only who makes a site writes them

    if (dossier / FICHIER).exists() or (dossier / "registre").exists():
        raise SiteExistant(f"Un site existe déjà dans {dossier} : rien n’a été modifié.")
    try:
        for nom in ("registre", "confidentiel", "numeros", "modeles", "documents", "sauvegardes"):
            (dossier / nom).mkdir(parents=True, exist_ok=True, mode=0o700 if nom == "confidentiel" else 0o777)
        ecrire_reglages(dossier / FICHIER, reglages)
    except OSError as erreur:
        raise SiteIllisible(f"Le site ne peut pas être créé dans {dossier} : {raison_du_systeme(erreur)}.") from erreur
