"""The actions of the demonstration, whatever they come from: their whole life, and the reviews that look at them all.

Most are done in time and work; some are late, replanned, given up or found without effect. Every quarter but the
third is reviewed in its last weeks.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from qualitui.demonstration.agenda import Agenda, Moment
from qualitui.demonstration.monde import Monde, tirer
from qualitui.demonstration.textes import ModeleAction, PersonneDemo
from qualitui.domain.actions.fiche import Action, EtatAction, Origine
from qualitui.domain.trimestres import GenreDecision, bornes
from qualitui.operations.actions import gestes as actions
from qualitui.operations.trimestres import gestes as trimestres
from qualitui.store.site.site import Site

ORIGINES_PAR_AN = 17
REVUS = (1, 2, 4)  # the quarters that are reviewed
A_FAIRE = (EtatAction.A_LANCER, EtatAction.EN_COURS)

Faire = Callable[[Site, Action, date], None]


class Suite(NamedTuple):
    """What is known of an action when it is decided. `jours`: time given; `effet`: what its check will find."""

    jours: int = 30
    causes: str = ""
    intitule: str = ""
    notes: tuple[str, ...] = ()
    effet: str = ""
    abandon: str = ""


class Actions:
    """Plans the life of every action of the demonstration, whatever it comes from."""

    def __init__(self, monde: Monde, agenda: Agenda) -> None:
        self._monde = monde
        self._agenda = agenda
        self._textes = monde.textes.actions
        self._hasard = monde.hasard("actions")
        self._rang = self._hasard.randrange(1000)

    def prevoir(self) -> None:
        """The actions that come from elsewhere than the registers."""
        for annee in self._monde.annees:
            jours = self._monde.jours_de(annee)
            nombre = min(round(ORIGINES_PAR_AN * self._monde.part(annee)), len(jours))
            modeles = tirer(self._hasard, self._textes.action, nombre)
            for modele, jour in zip(modeles, sorted(self._hasard.sample(jours, nombre)), strict=True):
                self._prevoir_une(modele, jour)

    def _prevoir_une(self, modele: ModeleAction, jour: date) -> None:
        pilote = self.pilote(modele.service, jour)
        suite = Suite(jours=modele.jours, notes=modele.notes, effet=modele.effet, abandon=modele.abandon)

        def creer(site: Site, jour: date) -> None:
            action = actions.creer(
                site,
                intitule=modele.intitule,
                origine=Origine(concept=modele.origine),
                engagement=modele.engagement,
                type=modele.genre,
                priorite=self._hasard.choice(("haute", "normale", "normale", "basse")),
                pilote=self._monde.code(pilote),
                echeance=self._monde.ouvre(jour + timedelta(days=modele.jours)),
                causes=modele.causes,
                jour=jour,
            )
            self.vivre(action.reference, pilote, suite, jour)

        self._agenda.prevoir(jour, self._monde.tenant("daa", jour), creer, moment=Moment.REUNION)

    def pilote(self, service: str, jour: date) -> PersonneDemo:
        """Someone of that service who may write actions and will still be there at the end."""
        capables = (
            "daa",
            "dacs",
            "chef-service",
            "raqn",
            "assistant-prevention",
            "referent-solen",
            "referent-archives",
        )
        candidats = [
            p
            for p in self._monde.textes.equipe.personne
            if p.service == service
            and self._monde.present(p, jour)
            and self._monde.restera(p)
            and (set(p.roles) & {*capables, "travailleur-social-accueil"})
        ]
        return self._hasard.choice(candidats)

    def vivre(self, reference: str, pilote: PersonneDemo, suite: Suite, jour: date) -> None:
        """Plan what becomes of an action created on `jour`: started, noted, done, checked, closed; or not."""
        h = self._hasard
        # Spread by the golden ratio, so that every fate comes up in a year of sixty actions.
        self._rang += 1
        sort = self._rang * 0.6180339887 % 1
        self._geste(jour, h.randint(1, 6), self._chef_de(pilote, jour), reference, self._lancer(pilote, suite))
        for rang, note in enumerate(suite.notes):
            delai = round(suite.jours * (rang + 1) / (len(suite.notes) + 1))
            self._geste(jour, max(7, delai), pilote, reference, _si(A_FAIRE, _noter(note)))
        if (suite.abandon and sort < 0.5) or sort < 0.04:
            raison = suite.abandon or h.choice(self._textes.abandons.raisons)
            delai = max(8, round(suite.jours * 0.8))
            self._geste(jour, delai, self._chef_de(pilote, jour), reference, _si(A_FAIRE, _abandonner(raison)))
            return
        if sort > 0.92 and jour > self._monde.fin - timedelta(days=150):
            return
        self._finir(reference, pilote, suite, jour, tard=sort > 0.80)

    def _finir(self, reference: str, pilote: PersonneDemo, suite: Suite, jour: date, *, tard: bool) -> None:
        h = self._hasard
        delai = suite.jours * (h.uniform(1.15, 1.6) if tard else h.uniform(0.55, 0.95))
        fait = max(8, round(delai))
        if tard and h.random() < 0.6:
            raison = h.choice(self._textes.replanifications.raisons)
            avant = max(7, suite.jours - 3)
            self._geste(jour, avant, pilote, reference, self._replanifier(fait - avant + 6, raison))
        self._geste(jour, fait, pilote, reference, _si(A_FAIRE, _realiser))
        efficace = h.random() > 0.08
        constat = suite.effet or h.choice(self._textes.revue.relectures)
        if not efficace:
            constat = h.choice(self._textes.inefficaces.constats)
        controle = fait + h.randint(18, 45)
        self._geste(
            jour,
            controle,
            self._autre(pilote, jour),
            reference,
            _si((EtatAction.REALISEE,), _verifier(efficace, constat)),
        )
        fin = "" if efficace else h.choice(self._textes.inefficaces.suites)
        cloture = controle + h.randint(1, 12)
        self._geste(jour, cloture, self._chef_de(pilote, jour), reference, _si((EtatAction.VERIFIEE,), _clore(fin)))

    def _chef_de(self, pilote: PersonneDemo, jour: date) -> PersonneDemo:
        return self._monde.tenant("dacs" if pilote.service == "social" else "daa", jour)

    def _autre(self, pilote: PersonneDemo, jour: date) -> PersonneDemo:
        """Who checks the efficacy: never the pilot."""
        candidats = [self._chef_de(pilote, jour), self._monde.chef(pilote.service, jour)]
        return next((p for p in candidats if p != pilote), self._monde.tenant("directeur", jour))

    def _geste(
        self,
        depart: date,
        apres: int,
        qui: PersonneDemo,
        reference: str,
        geste: Faire,
    ) -> None:
        """Plan `geste` on the action as it will be that day."""

        def faire(site: Site, jour: date) -> None:
            geste(site, site.trouver(Action, reference), jour)

        self._agenda.prevoir(depart + timedelta(days=apres), qui, faire, moment=Moment.SUIVI)

    # --- gestures: each does nothing when the review has already moved the action -----------------------

    def _lancer(self, pilote: PersonneDemo, suite: Suite) -> Faire:
        def faire(site: Site, action: Action, jour: date) -> None:
            if suite.intitule:
                action = actions.modifier(site, action, intitule=suite.intitule, causes=suite.causes, jour=jour)
            terme = self._monde.ouvre(max(action.creee_le + timedelta(days=suite.jours), jour))
            actions.lancer(site, action, pilote=self._monde.code(pilote), echeance=terme, jour=jour)

        return _si((EtatAction.A_LANCER,), faire)

    def _replanifier(self, plus: int, raison: str) -> Faire:
        def faire(site: Site, action: Action, jour: date) -> None:
            terme = self._monde.ouvre(jour + timedelta(days=plus))
            actions.replanifier(site, action, echeance=terme, raison=raison, jour=jour)

        return _si(A_FAIRE, faire)


def _si(etats: tuple[EtatAction, ...], geste: Faire) -> Faire:
    """`geste`, done only if the action is in one of `etats` by then."""

    def faire(site: Site, action: Action, jour: date) -> None:
        if action.etat in etats:
            geste(site, action, jour)

    return faire


def _noter(texte: str) -> Faire:
    def faire(site: Site, action: Action, jour: date) -> None:
        actions.noter(site, action, texte=texte, le=jour, jour=jour)

    return faire


def _realiser(site: Site, action: Action, jour: date) -> None:
    actions.realiser(site, action, le=jour, jour=jour)


def _verifier(efficace: bool, constat: str) -> Faire:
    def faire(site: Site, action: Action, jour: date) -> None:
        actions.verifier(site, action, le=jour, efficace=efficace, constat=constat, jour=jour)

    return faire


def _clore(suite: str) -> Faire:
    def faire(site: Site, action: Action, jour: date) -> None:
        actions.clore(site, action, le=jour, suite=suite, jour=jour)

    return faire


def _abandonner(raison: str) -> Faire:
    def faire(site: Site, action: Action, jour: date) -> None:
        actions.abandonner(site, action, raison=raison, jour=jour)

    return faire


class Trimestres:
    def __init__(self, monde: Monde, agenda: Agenda) -> None:
        self._monde = monde
        self._agenda = agenda
        self._textes = monde.textes.actions
        self._hasard = monde.hasard("trimestres")

    def prevoir(self) -> None:
        for annee in self._monde.annees:
            for trimestre in REVUS:
                self._prevoir_revue(f"{annee}-T{trimestre}")

    def _prevoir_revue(self, trimestre: str) -> None:
        fin = bornes(trimestre)[1]
        le = self._monde.ouvre(fin - timedelta(days=self._hasard.randint(8, 18)))
        qui = self._monde.tenant("daa", le)
        self._agenda.prevoir(le, qui, lambda site, jour: self._tenir(site, trimestre, jour), moment=Moment.REUNION)

    def _tenir(self, site: Site, trimestre: str, jour: date) -> None:
        """Open, decide for each open action, close: one afternoon, one line of the journal."""
        with site.registre.transaction():
            revue = trimestres.ouvrir(site, trimestre, jour=jour)
            for action in trimestres.restantes(site, revue):
                decision, note, terme = self._decider(action, jour)
                revue, _ = trimestres.decider(
                    site, revue, action, decision=decision, note=note, nouvelle_echeance=terme, jour=jour
                )
            synthese = self._hasard.choice(self._monde.textes.revue.trimestre.syntheses)
            trimestres.clore(site, revue, synthese=synthese, jour=jour)

    def _decider(self, action: Action, jour: date) -> tuple[GenreDecision, str, date | None]:
        h, textes = self._hasard, self._textes
        if action.etat is EtatAction.VERIFIEE and action.efficacite and action.efficacite.efficace:
            return GenreDecision.CLORE, "", None
        en_retard = action.etat in A_FAIRE and action.echeance is not None and action.echeance < jour
        if en_retard and h.random() < 0.7:
            terme = self._monde.ouvre(jour + timedelta(days=h.randint(15, 40)))
            return GenreDecision.REPLANIFIER, h.choice(textes.replanifications.raisons), terme
        note = h.choice(textes.revue.observations) if h.random() < 0.4 else ""
        return GenreDecision.MAINTENIR, note, None
