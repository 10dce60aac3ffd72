"""The suggestions of the demonstration: a third anonymous, all analysed, answered and shown at a service meeting."""

from __future__ import annotations

from datetime import date, timedelta

from qualitui.demonstration.actions import Actions, Suite
from qualitui.demonstration.agenda import Agenda, Moment
from qualitui.demonstration.monde import Monde, tirer
from qualitui.demonstration.textes import ModeleSuggestion, PersonneDemo
from qualitui.domain.suggestions.fiche import EtatSuggestion, Suggestion
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.store.site.site import Site

PAR_AN = 25
ANONYMES = 0.35
JOURS_D_ACTION = 60


class Suggestions:
    def __init__(self, monde: Monde, agenda: Agenda, actions: Actions) -> None:
        self._monde = monde
        self._agenda = agenda
        self._actions = actions
        self._hasard = monde.hasard("suggestions")

    def prevoir(self) -> None:
        for annee in self._monde.annees:
            jours = self._monde.jours_de(annee)
            nombre = min(round(PAR_AN * self._monde.part(annee)), len(jours))
            modeles = tirer(self._hasard, self._monde.textes.suggestions.suggestion, nombre)
            for modele, jour in zip(modeles, sorted(self._hasard.sample(jours, nombre)), strict=True):
                self._prevoir_une(modele, jour)

    def _prevoir_une(self, modele: ModeleSuggestion, jour: date) -> None:
        h = self._hasard
        presents = [p for p in self._monde.textes.equipe.personne if self._monde.present(p, jour)]
        auteur = h.choice([p for p in presents if p.service != "direction"])
        signe = "" if h.random() < ANONYMES else self._monde.code(auteur)
        # An anonymous one is typed by who empties the box, not by who wrote it.
        qui = auteur if signe else self._monde.tenant("agent-accueil", jour)

        def noter(site: Site, jour: date) -> None:
            notee = suggestions.ajouter(
                site, texte=modele.texte, theme=modele.theme, engagement=modele.engagement, auteur=signe, jour=jour
            )
            self._suivre(notee.reference, modele, auteur, jour)

        self._agenda.prevoir(jour, qui, noter, moment=Moment.COURRIER)

    def _suivre(self, reference: str, modele: ModeleSuggestion, auteur: PersonneDemo, jour: date) -> None:
        """Analysed within a month, answered after the meeting of the deputies, shown to the team."""
        h = self._hasard
        chef = self._monde.chef(auteur.service, jour)
        analysee = jour + timedelta(days=h.randint(4, 22))
        repondue = analysee + timedelta(days=h.randint(3, 18))

        def analyser(site: Site, jour: date) -> None:
            suggestions.analyser(site, site.trouver(Suggestion, reference), analyse=modele.analyse, jour=jour)

        def repondre(site: Site, jour: date) -> None:
            lue = site.trouver(Suggestion, reference)
            if modele.retenue:
                self._retenir(site, lue, modele, auteur.service, jour)
            else:
                suggestions.ecarter(site, lue, raison=modele.reponse, jour=jour)

        def presenter(site: Site, jour: date) -> None:
            lue = site.trouver(Suggestion, reference)
            if lue.etat in (EtatSuggestion.RETENUE, EtatSuggestion.ECARTEE):
                suggestions.presenter(site, lue, le=jour, jour=jour)

        self._agenda.prevoir(analysee, chef, analyser, moment=Moment.SUIVI)
        self._agenda.prevoir(repondue, chef, repondre, moment=Moment.REUNION)
        self._agenda.prevoir(self._reunion(repondue), chef, presenter, moment=Moment.SOIR)

    def _reunion(self, apres: date) -> date:
        """The next service meeting: the second Tuesday of a month."""
        for mois in (apres.month, apres.month + 1):
            premier = date(apres.year + (mois > 12), (mois - 1) % 12 + 1, 1)
            mardi = premier + timedelta(days=(1 - premier.weekday()) % 7 + 7)
            if mardi > apres:
                return mardi
        return apres + timedelta(days=31)

    def _retenir(self, site: Site, suggestion: Suggestion, modele: ModeleSuggestion, service: str, jour: date) -> None:
        pilote = self._actions.pilote(service, jour)
        echeance = self._monde.ouvre(jour + timedelta(days=JOURS_D_ACTION))
        _, action = suggestions.retenir(
            site,
            suggestion,
            reponse=modele.reponse,
            intitule=modele.action,
            pilote=self._monde.code(pilote),
            echeance=echeance,
            jour=jour,
        )
        self._actions.vivre(action.reference, pilote, Suite(jours=JOURS_D_ACTION), jour)
