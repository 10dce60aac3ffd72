"""The life of one réclamation of the demonstration, gesture by gesture, each by the person whose work it is."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from qualitui.demonstration.actions import Actions, Suite
from qualitui.demonstration.agenda import Agenda, Moment
from qualitui.demonstration.histoires import Faire, Histoires, si_ouverte
from qualitui.demonstration.monde import Monde
from qualitui.demonstration.textes import ModeleReclamation, PersonneDemo
from qualitui.domain.actions.fiche import Origine
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.gestes import MotifCloture
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.domain.reference.referentiel import Referentiel
from qualitui.domain.temps.echeances import calculer
from qualitui.operations.actions import gestes as actions
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.store.site.referentiels import charger_referentiel
from qualitui.store.site.site import Site

ORAUX = ("accueil", "telephone", "rendez-vous-direction")
SORTANTES = ("recours", "hors-perimetre")
ACTIONS = 0.10


class Sort(NamedTuple):
    """Days from the receipt to the answer and to a réponse d’attente; None: none."""

    reponse: int | None
    attente: int | None = None


class Dossier(NamedTuple):
    """A case to come. `histoire`: « rouverte », « mediateur », « direction », « retiree », « doublon »… or none."""

    modele: ModeleReclamation
    canal: str
    recue_le: date
    sort: Sort
    identite: Identite | None
    histoire: str = ""

    @property
    def ordinaire(self) -> bool:
        return self.modele.nature == "reclamation" and self.canal not in ORAUX and self.identite is not None

    def en_double(self, recue_le: date) -> Saisie:
        """The same writing, typed again because it came by another channel."""
        return Saisie(
            canal="courriel-autre" if self.canal == "solen" else "solen",
            recue_le=recue_le,
            nature="doublon",
            motif=self.modele.motif,
            service=self.modele.service,
            objet=self.modele.objet,
        )


class Dossiers:
    """Plans each case, from its registration on."""

    def __init__(self, monde: Monde, agenda: Agenda, actions: Actions) -> None:
        self._monde = monde
        self._agenda = agenda
        self._actions = actions
        self._histoires = Histoires(monde, agenda)
        self._hasard = monde.hasard("dossiers")

    @cached_property
    def referentiel(self) -> Referentiel:
        return charger_referentiel(self._monde.textes.equipe.site.referentiel)

    def prevoir(self, dossier: Dossier) -> None:
        """Registered the same day or the next, by who receives that channel."""
        le = self._monde.ouvre(dossier.recue_le, self._hasard.choice((0, 0, 0, 1)))
        if dossier.recue_le > self._monde.fin - timedelta(days=4):
            le = self._monde.ouvre(dossier.recue_le)
        qui = self._receveur(dossier, le)
        self._agenda.prevoir(le, qui, lambda site, jour: self._enregistrer(site, dossier, jour), moment=Moment.COURRIER)

    def _receveur(self, dossier: Dossier, le: date) -> PersonneDemo:
        if dossier.canal in ("mediateur", "elu", "rendez-vous-direction"):
            return self._monde.tenant("daa", le)
        if dossier.canal == "telephone":
            return self._monde.tenant("agent-standard", le)
        if dossier.canal in ("fiche-avis", "urne", "accueil"):
            return self._monde.tenant("agent-accueil", le, hasard=self._hasard)
        if dossier.canal == "courrier" and dossier.modele.service == "social":
            return self._monde.tenant("sms", le)
        return self._monde.tenant("referent-solen", le)

    def _enregistrer(self, site: Site, dossier: Dossier, jour: date) -> None:
        modele = dossier.modele
        saisie = Saisie(canal=dossier.canal, recue_le=dossier.recue_le, objet=modele.objet, service=modele.service)
        ecrite = reclamations.ajouter(site, saisie, identite=dossier.identite, jour=jour).reclamation
        self._suivre(ecrite, dossier, jour)

    def _suivre(self, reclamation: Reclamation, dossier: Dossier, jour: date) -> None:
        """Plan what follows the registration."""
        reference, modele = reclamation.reference, dossier.modele
        chef = self._monde.chef(modele.service, jour)
        if reclamation.accuse_attendu or self._hasard.random() < 0.2:
            self._accuser(reclamation, jour)
        qualifiee = jour + timedelta(days=self._hasard.choice((0, 0, 1, 2)))
        self._histoires.geste(qualifiee, chef, reference, self._qualifier(dossier))
        if modele.nature in SORTANTES:
            return
        if modele.nature == "remerciement":
            self._histoires.clore(reference, jour + timedelta(days=3), chef, MotifCloture.SANS_REPONSE_ATTENDUE)
        elif dossier.identite is None:
            self._histoires.clore(reference, jour + timedelta(days=4), chef, MotifCloture.SANS_COORDONNEES)
        elif dossier.histoire == "retiree":
            self._histoires.clore(reference, jour + timedelta(days=9), chef, MotifCloture.RETIREE)
        else:
            self._traiter(reclamation, dossier, chef, jour)

    def _accuser(self, reclamation: Reclamation, jour: date) -> None:
        """The same day, or the next; one in twenty-five is forgotten."""
        tirage = self._hasard.random()
        if tirage < 0.04:
            return
        le = jour if tirage < 0.85 else jour + timedelta(days=1)
        qui = self._monde.tenant("referent-solen", jour)
        self._histoires.geste(le, qui, reclamation.reference, si_ouverte(_accuser), moment=Moment.TRAITEMENT)

    def _qualifier(self, dossier: Dossier) -> Faire:
        modele = dossier.modele

        def faire(site: Site, reclamation: Reclamation, jour: date) -> None:
            pilote = "" if modele.nature in (*SORTANTES, "remerciement") else site.auteur
            reclamations.qualifier(
                site,
                reclamation,
                nature=modele.nature,
                motif=modele.motif,
                raison=modele.suite,
                pilote=pilote,
                jour=jour,
            )

        return faire

    def _traiter(self, reclamation: Reclamation, dossier: Dossier, chef: PersonneDemo, jour: date) -> None:
        reference, sort = reclamation.reference, dossier.sort
        if sort.attente is not None:
            self._histoires.geste(
                dossier.recue_le + timedelta(days=sort.attente), chef, reference, si_ouverte(self._attendre(chef))
            )
        if dossier.histoire == "doublon":
            self._histoires.doubler(reference, dossier.en_double, dossier.identite, jour)
        if sort.reponse is None:
            return
        le = self._jour_de_reponse(reclamation, dossier, sort.reponse, jour)
        self._histoires.geste(le, chef, reference, si_ouverte(self._repondre(dossier)))
        if dossier.histoire in ("rouverte", "mediateur", "direction"):
            self._histoires.contester(reference, dossier.histoire, chef, le)
        elif self._hasard.random() < 0.93:
            self._histoires.clore(
                reference, le + timedelta(days=self._hasard.randint(1, 6)), chef, MotifCloture.REPONDUE
            )

    def _jour_de_reponse(self, reclamation: Reclamation, dossier: Dossier, delai: int, jour: date) -> date:
        """An answer meant to be in time never slips past the butoir because of a closed day."""
        voulu = max(dossier.recue_le + timedelta(days=delai), jour + timedelta(days=3))
        le = self._monde.ouvre(voulu)
        echeance = calculer(dossier.recue_le, self.referentiel.delai("reponse-ecrite"), self._monde.calendrier)
        a_temps = delai < 30
        return max(min(le, echeance.cible), jour) if a_temps else le

    def _attendre(self, chef: PersonneDemo) -> Faire:
        def faire(site: Site, reclamation: Reclamation, jour: date) -> None:
            nouvelle = self._monde.ouvre(jour + timedelta(days=self._hasard.randint(14, 24)))
            reclamations.attendre(site, reclamation, le=jour, interlocuteur=chef.nom, nouvelle_date=nouvelle, jour=jour)

        return faire

    def _repondre(self, dossier: Dossier) -> Faire:
        modele = dossier.modele

        def faire(site: Site, reclamation: Reclamation, jour: date) -> None:
            if modele.fondee is not None:
                ecrite = reclamations.modifier(
                    site, reclamation, jour=jour, fondee=modele.fondee, cause=modele.cause
                ).reclamation
            else:
                ecrite = reclamation
            reclamations.repondre(site, ecrite, le=jour, jour=jour)
            if modele.nature == "rendez-vous-responsable":
                self._histoires.recevoir(reclamation.reference, jour)
            if modele.action and self._hasard.random() < ACTIONS:
                self._agir(site, reclamation, modele, jour)

        return faire

    def _agir(self, site: Site, reclamation: Reclamation, modele: ModeleReclamation, jour: date) -> None:
        """What the case taught becomes an action of the site."""
        pilote = self._actions.pilote(modele.service, jour)
        action = actions.creer(
            site,
            intitule=modele.action,
            origine=Origine(concept="reclamation", reference=reclamation.reference),
            engagement=reclamation.engagement,
            pilote=self._monde.code(pilote),
            causes=modele.cause,
            jour=jour,
        )
        self._actions.vivre(action.reference, pilote, Suite(jours=45), jour)


def _accuser(site: Site, reclamation: Reclamation, jour: date) -> None:
    reclamations.accuser(site, reclamation, le=jour, jour=jour)
