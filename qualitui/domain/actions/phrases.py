"""An action told in words: where it stands, how late it is, what its efficacy check said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from qualitui.domain.actions.fiche import Action, Efficacite, EtatAction, en_retard
from qualitui.domain.francais import INSECABLE, date_courte, date_en_mots


def delai_en_mots(action: Action, jour: date) -> str:
    """« en retard 3 j », « aujourd’hui », « à 5 j », « sans date »; empty when nothing is to be done by a day."""
    if action.etat not in (EtatAction.A_LANCER, EtatAction.EN_COURS):
        return ""
    if action.echeance is None:
        return "sans date"
    ecart = (action.echeance - jour).days
    if en_retard(action, jour):
        return f"en retard {-ecart}{INSECABLE}j"
    return f"à {ecart}{INSECABLE}j" if ecart else "aujourd’hui"


def situation(action: Action, jour: date) -> str:
    """Where the action stands and what it waits for, in 25 characters: « en retard 3 j, en cours »."""
    quitte = f" le {date_courte(action.close_le)}" if action.close_le else ""
    match action.etat:
        case EtatAction.REALISEE:
            return "réalisée, à vérifier"
        case EtatAction.VERIFIEE:
            efficace = action.efficacite is not None and action.efficacite.efficace
            return "efficace, à clore" if efficace else "inefficace, à reprendre"
        case EtatAction.CLOSE | EtatAction.ABANDONNEE:
            return f"{action.etat}{quitte}"
    return f"{delai_en_mots(action, jour)}, {action.etat}"


def echeance_en_mots(action: Action, jour: date) -> str:
    """« vendredi 27 février 2026 (en retard 3 j) », then the first deadline when it was moved."""
    if action.echeance is None:
        return "aucune"
    delai = delai_en_mots(action, jour)
    phrase = f"{date_en_mots(action.echeance)}{f' ({delai})' if delai else ''}"
    if action.replanifications and action.echeance_initiale:
        fois = "une fois" if action.replanifications == 1 else f"{action.replanifications} fois"
        phrase += f", reportée {fois} depuis le {date_courte(action.echeance_initiale)}"
    return phrase


def efficacite_en_mots(efficacite: Efficacite, nom: Callable[[str], str] = str) -> str:
    """« efficace, vérifiée le lundi 2 mars 2026 par Claire Martin : constat »."""
    jugement = "efficace" if efficacite.efficace else "inefficace"
    suite = f"{INSECABLE}: {efficacite.constat}" if efficacite.constat else ""
    return f"{jugement}, vérifiée le {date_en_mots(efficacite.le)} par {nom(efficacite.par)}{suite}"


def a_verifier(action: Action) -> bool:
    """Réalisée, and nobody has checked yet that it works."""
    return action.etat is EtatAction.REALISEE


def ordre_de_suivi(action: Action) -> tuple[int, int, str]:
    """Sort key: the open ones by deadline (none: last), then those that left the plan, the latest first."""
    if action.ouverte:
        return 0, (action.echeance or date.max).toordinal(), action.reference
    return 1, -(action.close_le or date.min).toordinal(), action.reference
