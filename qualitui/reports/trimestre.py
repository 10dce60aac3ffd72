"""The statement of decisions of a quarterly review (SMQ9), as Word: what was decided for each open action."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from qualitui.domain.actions.fiche import Action
from qualitui.domain.francais import INSECABLE, accorder, date_numerique, taux
from qualitui.domain.trimestres import (
    ActionFigee,
    EtatTrimestre,
    GenreDecision,
    RevueTrimestrielle,
    bornes,
    etat_du_trimestre,
    trimestre_en_mots,
)
from qualitui.reports.word.moteur import remplir

MODELE = "trimestre.docx"
# What a decision makes of an action.
DECISIONS = {
    GenreDecision.MAINTENIR: "Maintenue",
    GenreDecision.REPLANIFIER: "Replanifiée",
    GenreDecision.REORIENTER: "Réorientée",
    GenreDecision.CLORE: "Close",
    GenreDecision.ABANDONNER: "Abandonnée",
}


class Releve(NamedTuple):
    """What is printed. `revue.actions` is the picture to print; `restantes`: not decided yet (a draft).

    `nommer` gives the name of a person's or role's code, `origines` the label of an origin's code. `reserve`: what must
    be known before reading.
    """

    site: str
    revue: RevueTrimestrielle
    restantes: Sequence[Action]
    nommer: Callable[[str], str]
    origines: Mapping[str, str]
    jour: date
    reserve: str = ""


def composer(releve: Releve, modele: Path) -> bytes:
    """The document, as the bytes of a .docx; `ModeleFautif` says what is wrong in the template."""
    return remplir(modele, donnees(releve))


def donnees(releve: Releve) -> dict[str, Any]:
    """The fields of the template."""
    revue = releve.revue
    etat = etat_du_trimestre(revue.trimestre, revue, releve.jour)
    return {
        "site": releve.site,
        "reserve": releve.reserve,
        "trimestre": trimestre_en_mots(revue.trimestre),
        "code": revue.trimestre,
        "etat": _etat_en_mots(revue, etat),
        "projet": revue.close_le is None,
        "tenue": _tenue(releve),
        "synthese": revue.synthese.split("\n") if revue.synthese else [],
        "chiffres": [{"libelle": nom, "valeur": valeur} for nom, valeur in _chiffres(revue.actions)],
        "lignes": [_ligne(action, releve) for action in revue.actions],
        "restantes": [f"{action.reference} {action.intitule}" for action in releve.restantes],
        "imprimee_le": releve.jour,
    }


def _etat_en_mots(revue: RevueTrimestrielle, etat: EtatTrimestre) -> str:
    """The state, and for a missed quarter why it is."""
    if etat is EtatTrimestre.TENUE_EN_RETARD:
        fin = date_numerique(bornes(revue.trimestre)[1])
        return f"manquée (close après le {fin}), tenue en retard"
    return str(etat)


def _tenue(releve: Releve) -> str:
    revue = releve.revue
    if revue.ouverte_le is None:
        return f"Jamais ouverte. Raison\u00a0: {revue.raison}"
    ouverte = f"Ouverte le {date_numerique(revue.ouverte_le)} par {releve.nommer(revue.par)}"
    if revue.close_le is None:
        return f"{ouverte}, pas encore close."
    return f"{ouverte}, close le {date_numerique(revue.close_le)} par {releve.nommer(revue.close_par)}."


def _chiffres(actions: Sequence[ActionFigee]) -> list[tuple[str, str]]:
    """Counts of the picture, each rate with its n/d."""
    decisions = Counter(action.decision for action in actions)
    ages = [action.age_jours for action in actions]
    en_retard = sum(action.en_retard for action in actions)
    return [
        ("Actions examinées", str(len(actions))),
        ("Encore en retard après la revue", taux(en_retard, len(actions))),
        ("Âge médian", accorder(round(median(ages)), "jour") if ages else "non mesuré"),
        *((f"{nom}s", str(decisions[genre])) for genre, nom in DECISIONS.items()),
    ]


def _ligne(action: ActionFigee, releve: Releve) -> dict[str, str]:
    origine = releve.origines.get(action.origine.concept, action.origine.concept)
    source = f"{origine}{INSECABLE}: {action.origine.reference}" if action.origine.reference else origine
    retard = ", en retard" if action.en_retard else ""
    return {
        "reference": action.reference,
        "intitule": action.intitule,
        "source": source,
        "pilote": releve.nommer(action.pilote) or "à désigner",
        "echeance": date_numerique(action.echeance) if action.echeance else "non fixée",
        "etat": f"{action.etat}{retard}",
        "decision": DECISIONS[action.decision],
        "note": action.note,
    }
