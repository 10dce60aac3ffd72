"""What happens to some réclamations of the demonstration: contested, opened again, doubled, taken to the médiateur."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from qualitui.demonstration.agenda import Agenda, Moment
from qualitui.demonstration.monde import Monde
from qualitui.demonstration.textes import PersonneDemo
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.fiche import OUVERTS, Etat, Reclamation, etat
from qualitui.domain.reclamations.gestes import MotifCloture
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.store.site.site import Site

Faire = Callable[[Site, Reclamation, date], None]


class Histoires:
    """Plans gestures on a case already registered, known by its reference."""

    def __init__(self, monde: Monde, agenda: Agenda) -> None:
        self._monde = monde
        self._agenda = agenda

    def geste(
        self, le: date, qui: PersonneDemo, reference: str, faire: Faire, *, moment: Moment = Moment.SUIVI
    ) -> None:
        """Plan `faire` on the case as it will be that day."""

        def jouer(site: Site, jour: date) -> None:
            faire(site, reclamations.trouver(site, reference), jour)

        self._agenda.prevoir(le, qui, jouer, moment=moment)

    def clore(self, reference: str, le: date, qui: PersonneDemo, motif: MotifCloture) -> None:
        def faire(site: Site, reclamation: Reclamation, jour: date) -> None:
            if etat(reclamation) in (*OUVERTS, Etat.REPONDUE):
                reclamations.clore(site, reclamation, motif=motif, jour=jour)

        self.geste(le, qui, reference, faire)

    def doubler(self, reference: str, doublon: Callable[[date], Saisie], identite: Identite | None, jour: date) -> None:
        """The same writing arrives by another channel two days later; `doublon` says what is typed of it."""
        le = self._monde.ouvre(jour + timedelta(days=2))

        def enregistrer(site: Site, jour: date) -> None:
            raison = f"Même écrit que {reference}, arrivé par un autre canal."
            reclamations.ajouter(site, doublon(jour), identite=identite, raison=raison, jour=jour)

        self._agenda.prevoir(le, self._monde.tenant("referent-solen", le), enregistrer, moment=Moment.COURRIER)

    def contester(self, reference: str, histoire: str, chef: PersonneDemo, reponse: date) -> None:
        """The user is not satisfied: the direction receives, the case is opened again, or the médiateur is called."""
        le = reponse + timedelta(days=12)
        daa = self._monde.tenant("daa", le)
        self.geste(le, chef, reference, _contester)
        if histoire == "mediateur":
            self.geste(le + timedelta(days=10), daa, reference, _saisir_mediateur)
            self.geste(le + timedelta(days=24), daa, reference, _repondre)
        elif histoire == "rouverte":
            self.geste(le + timedelta(days=2), daa, reference, _rouvrir)
            self.geste(le + timedelta(days=15), daa, reference, _repondre)
        else:
            self.recevoir(reference, le)
        self.clore(reference, le + timedelta(days=30), chef, MotifCloture.REPONDUE)

    def recevoir(self, reference: str, jour: date) -> None:
        """The directeur receives the user nine days later."""
        le = jour + timedelta(days=9)
        self.geste(le, self._monde.tenant("directeur", le), reference, _rencontrer, moment=Moment.REUNION)


def si_ouverte(faire: Faire) -> Faire:
    """`faire`, done only while an answer is awaited: the case may have been closed or answered meanwhile."""

    def peut_etre(site: Site, reclamation: Reclamation, jour: date) -> None:
        if etat(reclamation) in OUVERTS:
            faire(site, reclamation, jour)

    return peut_etre


def _contester(site: Site, reclamation: Reclamation, jour: date) -> None:
    reclamations.contester(site, reclamation, le=jour, detail="La réponse ne traite pas le fond.", jour=jour)


def _rouvrir(site: Site, reclamation: Reclamation, jour: date) -> None:
    reclamations.rouvrir(site, reclamation, raison="Pièces nouvelles jointes à la contestation.", jour=jour)


def _repondre(site: Site, reclamation: Reclamation, jour: date) -> None:
    reclamations.repondre(site, reclamation, le=jour, jour=jour)


def _rencontrer(site: Site, reclamation: Reclamation, jour: date) -> None:
    reclamations.rencontrer(site, reclamation, le=jour, detail="Usager reçu par la directrice.", jour=jour)


def _saisir_mediateur(site: Site, reclamation: Reclamation, jour: date) -> None:
    reclamations.saisir_mediateur(site, reclamation, le=jour, detail="Courrier du Médiateur reçu ce jour.", jour=jour)
