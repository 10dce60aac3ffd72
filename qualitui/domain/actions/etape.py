"""What an action that has not left the plan waits for.

| the action is          | its step                       | by                                                  |
|------------------------|--------------------------------|-----------------------------------------------------|
| à lancer, en cours     | to be réalisée                 | its deadline; without one, a week after it was made |
| … and nobody pilots it | a pilot, beside                | a week after it was made                            |
| réalisée               | its efficacy check, by another | a month after it was done                           |
| efficacité vérifiée    | to be closed, or started again | a month after the check                             |

Only the deadline is typed: the other days are ours (« proposée »), neither référentiel sets them.
"""

from __future__ import annotations

from datetime import date

from qualitui.domain.actions.fiche import Action, EtatAction
from qualitui.domain.etape import (
    PROPOSEE,
    ROLE_PAR_DEFAUT,
    UNE_SEMAINE,
    Etape,
    Porteurs,
    dernier_jour_ouvert,
    un_mois_apres,
)
from qualitui.domain.temps.calendrier import Calendrier

AUTRE_ROLE = "dacs"  # who checks what the DAA pilots: never the pilot


def etapes(action: Action, calendrier: Calendrier, porteurs: Porteurs) -> tuple[Etape, ...]:
    """What is still to do of the action, the most pressing first; nothing once it is closed or abandoned."""
    match action.etat:
        case EtatAction.A_LANCER | EtatAction.EN_COURS:
            return _a_realiser(action, calendrier, porteurs)
        case EtatAction.REALISEE:
            return (_a_verifier(action, porteurs),)
        case EtatAction.VERIFIEE:
            return (_a_clore(action),)
    return ()


def _a_realiser(action: Action, calendrier: Calendrier, porteurs: Porteurs) -> tuple[Etape, ...]:
    role, personne = porteurs.de(action.pilote)
    bientot = action.creee_le + UNE_SEMAINE
    manque = [] if action.etat is EtatAction.EN_COURS else ["à lancer"]
    manque += [] if action.pilote else ["sans pilote"]
    manque += [] if action.echeance else ["sans échéance"]
    suite = f" ({', '.join(manque)})" if manque else ""
    terme = action.echeance or bientot
    realiser = Etape(
        domaine="actions",
        reference=action.reference,
        quoi=_quoi(action),
        libelle=f"{action.intitule}{suite}",
        butoir=terme,
        cible=dernier_jour_ouvert(terme, calendrier),
        depuis=action.creee_le,
        role=role,
        personne=personne,
        source="" if action.echeance else PROPOSEE,
    )
    if action.pilote or terme <= bientot:
        return (realiser,)
    quoi = "Désigner un pilote"
    cible = dernier_jour_ouvert(bientot, calendrier)
    designer = Etape(
        "actions", action.reference, quoi, f"{quoi} : {action.intitule}", bientot, cible, action.creee_le,
        source=PROPOSEE,
    )  # fmt: skip
    return designer, realiser


def _quoi(action: Action) -> str:
    avant = [] if action.pilote else ["désigner un pilote"]
    avant += [] if action.echeance else ["fixer une échéance"]
    avant += ["lancer l’action"] if action.etat is EtatAction.A_LANCER else []
    phrase = ", ".join([*avant, "la réaliser" if action.etat is EtatAction.A_LANCER else "réaliser l’action"])
    return phrase[:1].upper() + phrase[1:]


def _a_verifier(action: Action, porteurs: Porteurs) -> Etape:
    """By someone other than the pilot: when the pilot is of the DAA's role, the DACS."""
    faite = action.realisee_le or action.creee_le
    pilote = porteurs.de(action.pilote)[0]
    role = AUTRE_ROLE if action.pilote and pilote == ROLE_PAR_DEFAUT else ROLE_PAR_DEFAUT
    return _suite(action, "Efficacité à vérifier", faite, role)


def _a_clore(action: Action) -> Etape:
    efficacite = action.efficacite
    assert efficacite is not None, "a checked action carries its check"
    quoi = "Action à clore" if efficacite.efficace else "Action sans effet, à relancer ou à clore"
    return _suite(action, quoi, efficacite.le, ROLE_PAR_DEFAUT)


def _suite(action: Action, quoi: str, depuis: date, role: str) -> Etape:
    terme = un_mois_apres(depuis)
    return Etape(
        "actions", action.reference, quoi, f"{quoi} : {action.intitule}", terme, terme, depuis, role, source=PROPOSEE
    )
