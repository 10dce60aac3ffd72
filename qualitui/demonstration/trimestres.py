"""The quarterly reviews of the demonstration: each quarter but the third, in its last weeks."""

from __future__ import annotations

from datetime import date, timedelta

from qualitui.demonstration.actions import A_FAIRE
from qualitui.demonstration.agenda import Agenda, Moment
from qualitui.demonstration.monde import Monde
from qualitui.domain.actions.fiche import Action, EtatAction
from qualitui.domain.trimestres import GenreDecision, bornes
from qualitui.operations.trimestres import gestes as trimestres
from qualitui.store.site.site import Site

TENUS = (1, 2, 4)


class Trimestres:
    def __init__(self, monde: Monde, agenda: Agenda) -> None:
        self._monde = monde
        self._agenda = agenda
        self._textes = monde.textes.actions
        self._hasard = monde.hasard("trimestres")

    def prevoir(self) -> None:
        for annee in self._monde.annees:
            for trimestre in TENUS:
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
