"""The checks of the demonstration: done, missed, explained, not conforme, and the actions that follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from qualitui.demonstration.actions import Actions, Suite
from qualitui.demonstration.agenda import Agenda, Faire, Moment
from qualitui.demonstration.monde import UN_JOUR, Monde
from qualitui.demonstration.textes import ModeleConstat, PersonneDemo
from qualitui.domain.temps.recurrence import Periodicite
from qualitui.domain.verifications.fiche import Constat, Resultat, Verification
from qualitui.domain.verifications.occurrences import Occurrence, Situation
from qualitui.operations.verifications import gestes as verifications
from qualitui.operations.verifications.gestes import ResultatSaisi
from qualitui.store.site.site import Site

MANQUEES = 0.04
MANQUEES_RECENTES = 3
# How often a check is not conforme: the rarer the check, the more it finds.
NON_CONFORMES = {
    Periodicite.QUOTIDIENNE: 0.03,
    Periodicite.HEBDOMADAIRE: 0.05,
    Periodicite.MENSUELLE: 0.08,
    Periodicite.TRIMESTRIELLE: 0.10,
}
NON_CONFORMES_SINON = 0.12
ACTIONS = 0.9
SANS_OBJET = 0.15


class Verifications:
    """Plans the rounds: each person notes what was done on a day in one go."""

    def __init__(self, monde: Monde, agenda: Agenda, actions: Actions) -> None:
        self._monde = monde
        self._agenda = agenda
        self._actions = actions
        self._textes = monde.textes.verifications
        self._hasard = monde.hasard("verifications")
        self._verifications: dict[str, Verification] = {}
        self._tournees: dict[
            tuple[date, str], tuple[PersonneDemo, list[tuple[ResultatSaisi, ModeleConstat | None]]]
        ] = {}

    def prevoir(self, site: Site) -> None:
        """Plan every occurrence of the period, from the table just installed."""
        self._verifications = {v.code: v for v in verifications.table(site)}
        dus = verifications.suivis(site, du=self._monde.debut, au=self._monde.fin, jour=self._monde.debut)
        occurrences = [s.occurrence for s in dus if s.occurrence.situation is Situation.DUE]
        oubliees = self._recentes(occurrences)
        for une in occurrences:
            if une.ident in oubliees or (self._hasard.random() < MANQUEES and une.fin < self._monde.fin):
                self._manquer(une, expliquee=une.ident not in oubliees)
            else:
                self._faire(une)
        for (jour, _), (qui, lignes) in self._tournees.items():
            self._agenda.prevoir(jour, qui, self._tournee(qui, lignes), moment=Moment.TOURNEE)

    def _recentes(self, occurrences: Sequence[Occurrence]) -> set[str]:
        """A few of the last days, missed and not yet explained: what the home screen shows as late."""
        debut = self._monde.fin - timedelta(days=14)
        candidates = [o.ident for o in occurrences if debut <= o.fin < self._monde.fin]
        return set(self._hasard.sample(candidates, min(MANQUEES_RECENTES, len(candidates))))

    def _manquer(self, une: Occurrence, *, expliquee: bool) -> None:
        if not expliquee:
            return
        raison = self._hasard.choice(self._textes.manquees.raisons)
        le = une.fin + timedelta(days=self._hasard.randint(2, 15))
        verification = self._verifications[une.verification]

        def expliquer(site: Site, jour: date) -> None:
            verifications.expliquer(site, verification, une.periode, raison.raison, texte=raison.texte, jour=jour)

        self._agenda.prevoir(le, self._monde.tenant(une.role, le), expliquer, moment=Moment.SUIVI)

    def _faire(self, une: Occurrence) -> None:
        """Done on the day expected, sometimes a little before or after, always inside the window."""
        le = self._jour_fait(une)
        if le is None or le >= self._monde.fin:
            return
        qui = self._monde.tenant(une.role, le, hasard=self._hasard)
        saisie, modele = self._resultat(une)
        lignes = self._tournees.setdefault((le, qui.login), (qui, []))[1]
        lignes.append((saisie, modele))

    def _jour_fait(self, une: Occurrence) -> date | None:
        decale = une.attendue + self._hasard.choice((0, 0, 0, 0, 0, 0, 0, 1, 2, -1)) * UN_JOUR
        for jour in (decale, une.attendue):
            if une.debut <= jour <= une.fin and self._monde.ouvert(jour):
                return jour
        return une.attendue if self._monde.ouvert(une.attendue) else None

    def _resultat(self, une: Occurrence) -> tuple[ResultatSaisi, ModeleConstat | None]:
        h, verification = self._hasard, self._verifications[une.verification]
        modeles = [m for m in self._textes.constat if m.verification == une.verification]
        part = NON_CONFORMES.get(verification.periodicite, NON_CONFORMES_SINON)
        if modeles and h.random() < part:
            modele = h.choice(modeles)
            return ResultatSaisi(verification, une.periode, Resultat.NON_CONFORME, constat=modele.constat), modele
        if verification.condition and h.random() < SANS_OBJET:
            return ResultatSaisi(verification, une.periode, Resultat.SANS_OBJET), None
        bavard = h.random() < 0.08
        constat = h.choice(self._textes.conformes.constats) if bavard else ""
        preuve = h.choice(self._textes.conformes.preuves) if h.random() < 0.3 else ""
        return ResultatSaisi(verification, une.periode, Resultat.CONFORME, constat=constat, preuve=preuve), None

    def _tournee(self, qui: PersonneDemo, lignes: Sequence[tuple[ResultatSaisi, ModeleConstat | None]]) -> Faire:
        def noter(site: Site, jour: date) -> None:
            retenues = [
                (saisie, modele if saisie is voulue else None)
                for voulue, modele in lignes
                if (saisie := self._selon_le_registre(site, qui, voulue, jour)) is not None
            ]
            verifications.noter_lot(site, [saisie for saisie, _ in retenues], jour=jour)
            for saisie, modele in retenues:
                if modele and modele.action and self._hasard.random() < ACTIONS:
                    self._ouvrir(saisie, modele, jour)

        return noter

    def _selon_le_registre(
        self, site: Site, qui: PersonneDemo, saisie: ResultatSaisi, jour: date
    ) -> ResultatSaisi | None:
        """Nobody here notes the opposite of what the register answers: they wait for the last open day of the window,
        then note what it says. None: to wait."""
        une = verifications.suivi(site, saisie.verification, saisie.periode, jour=jour).occurrence
        reponse = verifications.proposee(site, une, le=jour)
        if reponse is None or not reponse.contraire(saisie.resultat):
            return saisie
        dernier = une.fin
        while dernier > jour and not self._monde.ouvert(dernier):
            dernier -= UN_JOUR
        if reponse.resultat is Resultat.NON_CONFORME and dernier > jour:
            if dernier < self._monde.fin:
                self._agenda.prevoir(dernier, qui, self._tournee(qui, [(saisie, None)]), moment=Moment.SUIVI)
            return None
        constat = reponse.en_mots if reponse.resultat is Resultat.NON_CONFORME else ""
        return saisie._replace(resultat=reponse.resultat, constat=constat)

    def _ouvrir(self, saisie: ResultatSaisi, modele: ModeleConstat, jour: date) -> None:
        """The chef de service opens the action, which then has its own life."""
        service = self._monde.tenant(saisie.verification.role, jour).service
        chef = self._monde.chef("social" if service == "social" else "administratif", jour)
        suite = Suite(jours=modele.jours, causes=modele.causes, intitule=modele.action)

        def ouvrir(site: Site, jour: date) -> None:
            lu = verifications.deja_note(site, saisie.verification, saisie.periode)
            note: Constat = verifications.ouvrir_action(site, saisie.verification, lu, jour=jour)
            pilote = self._actions.pilote(service if service != "direction" else "administratif", jour)
            self._actions.vivre(note.action, pilote, suite, jour)

        self._agenda.prevoir(jour, chef, ouvrir, moment=Moment.TRAITEMENT)
