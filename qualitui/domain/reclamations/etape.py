"""What a case that is not over waits for: nobody who wrote is forgotten, nor anyone who still waits after an answer.

| the case is                       | its next date                                                              |
|-----------------------------------|----------------------------------------------------------------------------|
| open, with a delay                | its butoir; before it, the accusé, a shorter attente, the date announced     |
| open, without a delay             | the date announced, or a month from its receipt (proposée)                  |
| contested, answered or closed     | a month from the contestation, or from the meeting, the saisine (proposée)  |
| opened again                      | the date announced since, or a month from the réouverture (proposée)        |
| answered, uncontested             | a month from the answer, to close it (proposée)                             |
| closed, uncontested               | none: it is over                                                            |

A meeting with the direction or the Médiateur does not settle a contestation: a new answer, a closing, a réouverture do.
"""

from __future__ import annotations

from datetime import date

from qualitui.domain.etape import PROPOSEE, Etape, Porteurs, depuis_en_mots, premiere, un_mois_apres
from qualitui.domain.francais import INSECABLE
from qualitui.domain.reclamations.alertes import RECOURS, accuse_manquant
from qualitui.domain.reclamations.delai import delai_en_mots
from qualitui.domain.reclamations.fiche import (
    OUVERTS,
    Etat,
    Fait,
    GenreFait,
    Reclamation,
    etat,
    faits_de,
    ouverte,
    premiere_reponse,
)

_REGLENT = (GenreFait.REPONSE, GenreFait.CLOTURE, GenreFait.REOUVERTURE)
_SUIVENT = (GenreFait.CONTESTATION, GenreFait.RENDEZ_VOUS, GenreFait.MEDIATEUR)


def contestation(reclamation: Reclamation) -> Fait | None:
    """The contestation that nothing has settled yet; None: there is none."""
    for fait in reversed(reclamation.faits):
        if fait.genre in _REGLENT:
            return None
        if fait.genre is GenreFait.CONTESTATION:
            return fait
    return None


def attend_encore(reclamation: Reclamation) -> Fait | None:
    """Since which fact the user waits again, although the case was answered or closed; None: they don't."""
    if etat(reclamation) is Etat.ROUVERTE:
        return faits_de(reclamation, GenreFait.REOUVERTURE)[-1]
    return contestation(reclamation)


def delai_et_attente(reclamation: Reclamation, jour: date) -> str:
    """« rouverte 36 j », « contestée 21 j » while the user waits again; else the delay in a word."""
    fait = attend_encore(reclamation)
    if fait is None:
        return delai_en_mots(reclamation, jour)
    mot = "rouverte" if fait.genre is GenreFait.REOUVERTURE else "contestée"
    return f"{mot} {(jour - fait.le).days}{INSECABLE}j"


def a_faire(reclamation: Reclamation, jour: date) -> bool:
    """Someone waits for something of it: it is open or contested, or its closing is late."""
    if ouverte(reclamation) or contestation(reclamation):
        return True
    etape = prochaine_etape(reclamation, jour)
    return etape is not None and etape.butoir < jour


def prochaine_etape(reclamation: Reclamation, jour: date, porteurs: Porteurs | None = None) -> Etape | None:
    """The most pressing one; None: the case is over."""
    return premiere(etapes(reclamation, jour, porteurs))


def etapes(reclamation: Reclamation, jour: date, porteurs: Porteurs | None = None, nom: str = "") -> tuple[Etape, ...]:
    """What is owed on the case, the most pressing first. `nom`: the nature's label, when its object was not typed."""
    trouvees = _Cas(reclamation, jour, porteurs or Porteurs({}, frozenset()), nom).etapes()
    return tuple(sorted(trouvees, key=lambda etape: (etape.butoir, etape.cible)))


class _Cas:
    """One case on one day."""

    def __init__(self, reclamation: Reclamation, jour: date, porteurs: Porteurs, nom: str) -> None:
        self.reclamation = reclamation
        self.jour = jour
        self.role, self.personne = porteurs.de(reclamation.pilote)
        self.sujet = reclamation.objet or nom or "Dossier à qualifier"

    def etapes(self) -> list[Etape]:
        courant = etat(self.reclamation)
        conteste = contestation(self.reclamation)
        if courant in OUVERTS:
            return self._ouverte(courant)
        if conteste:
            return [self._contestee(conteste)]
        return [self._a_clore()] if courant is Etat.REPONDUE else []

    def _etape(self, quoi: str, depuis: date, cible: date, butoir: date, source: str = "", court: str = "") -> Etape:
        """`court`: the same in fewer words, for the line of the week, where the case's object must be read too."""
        return Etape(
            domaine="reclamations",
            reference=self.reclamation.reference,
            quoi=quoi,
            libelle=f"{court or quoi} : {self.sujet}",
            butoir=butoir,
            cible=cible,
            depuis=depuis,
            role=self.role,
            personne=self.personne,
            source=source,
        )

    def _promise(self, quoi: str, depuis: date, promise: date | None, court: str = "") -> Etape:
        """By the date announced to the user; without one, a month from `depuis`, which is ours."""
        terme = promise or un_mois_apres(depuis)
        return self._etape(quoi, depuis, terme, terme, "" if promise else PROPOSEE, court)

    def _contestee(self, conteste: Fait) -> Etape:
        """A month from the last thing that happened of it."""
        suites = [f for f in self.reclamation.faits if f.genre in _SUIVENT and f.le >= conteste.le]
        dernier = suites[-1]
        age = depuis_en_mots(conteste.le, self.jour)
        tete = f"Contestée {age}".rstrip()
        if dernier.genre is GenreFait.CONTESTATION:
            suite = "proposer un rendez-vous avec la direction, répondre ou rouvrir"
        elif dernier.genre is GenreFait.RENDEZ_VOUS:
            suite = "dire la suite du rendez-vous (répondre, rouvrir ou clore)"
        else:
            suite = "suivre la saisine du Médiateur (répondre, rouvrir ou clore)"
        terme = un_mois_apres(dernier.le)
        return self._etape(f"{tete}, {suite}", conteste.le, terme, terme, PROPOSEE, tete)

    def _a_clore(self) -> Etape:
        """Answered: without a contestation, it is closed; what happened since the answer gives a month more."""
        faits = self.reclamation.faits
        reponse = next(fait for fait in reversed(faits) if fait.genre is GenreFait.REPONSE)
        dernier = max(fait.le for fait in faits if fait.le >= reponse.le)
        terme = un_mois_apres(dernier)
        return self._etape("Clore le dossier, la réponse est partie", reponse.le, terme, terme, PROPOSEE, "À clore")

    def _ouverte(self, courant: Etat) -> list[Etape]:
        reclamation = self.reclamation
        recue = reclamation.recue_le
        accuse = []
        if accuse_manquant(reclamation) and premiere_reponse(reclamation) is None:
            accuse = [self._etape("Accusé de réception à envoyer", recue, recue, recue)]
        if courant is Etat.ROUVERTE and (premiere_reponse(reclamation) or reclamation.echeance is None):
            return [*accuse, self._rouverte()]
        if reclamation.echeance is None:
            suite = "Réorienter la contestation, puis clore" if reclamation.nature == RECOURS else ""
            quoi = suite or "Noter la suite donnée, puis clore (aucun délai ne court)"
            return [*accuse, self._promise(quoi, recue, self._annoncee(recue), "" if suite else "Sans délai, à suivre")]
        return [*accuse, *self._a_repondre(recue)]

    def _rouverte(self) -> Etape:
        """The first answer decided of the rate; the user is still waiting."""
        reouverture = faits_de(self.reclamation, GenreFait.REOUVERTURE)[-1]
        age = depuis_en_mots(reouverture.le, self.jour)
        quoi = f"Nouvelle réponse à envoyer, dossier rouvert {age}".rstrip()
        return self._promise(quoi, reouverture.le, self._annoncee(reouverture.le), f"Rouverte {age}, à répondre")

    def _annoncee(self, depuis: date) -> date | None:
        """The date given to the user by the last réponse d’attente sent since that day."""
        dates = [f.nouvelle_date for f in faits_de(self.reclamation, GenreFait.ATTENTE) if f.le >= depuis]
        return dates[-1] if dates else None

    def _a_repondre(self, recue: date) -> list[Etape]:
        reclamation = self.reclamation
        echeance, attente = reclamation.echeance, reclamation.echeance_attente
        assert echeance is not None, "a case without a deadline is told apart before"
        promise = self._annoncee(recue)
        trop_tard = promise is not None or attente is None or self.jour > echeance.butoir
        quoi = "Réponse à envoyer" if trop_tard else "Réponse, ou réponse d’attente, à envoyer"
        reponse = self._etape(quoi, recue, echeance.cible, echeance.butoir)
        if promise is not None and promise < echeance.butoir:
            return [self._etape("Réponse à envoyer, à la date annoncée", recue, promise, promise), reponse]
        # A réponse d’attente owed well before the month ends, as in 2014, is a thing to do of its own.
        if trop_tard or attente is None or attente.butoir >= echeance.butoir:
            return [reponse]
        quoi = "Réponse d’attente à envoyer, faute de réponse"
        return [self._etape(quoi, recue, attente.cible, attente.butoir), reponse]
