"""The figures of the plan d’actions (SMQ9): flows, stocks, deadlines kept, efficacy, each as it stood on a day.

An action is in the plan on a day when it was created on or before it and left it (closed or abandoned) after it. What a
gesture does today never moves a day before: the deadline and the state are asked at a day (`fiche.echeance_au`,
`fiche.situation_au`). A deadline put off after its own day fell all the same; the first one is kept for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from qualitui.domain.actions.fiche import (
    Action,
    Efficacite,
    EtatAction,
    echeance_au,
    echeances_tombees,
    realisee_au,
    situation_au,
)
from qualitui.domain.comptage import (
    JOUR_DE_LA_REVUE,
    Comptage,
    Definition,
    Fenetre,
    Figure,
    Genre,
    Tri,
    compte,
    mesure,
    part,
)
from qualitui.domain.francais import date_numerique

CREEES = Definition("ACT-01", "Actions créées", "Actions entrées au plan dans la période.", Genre.NOMBRE)
CLOSES = Definition("ACT-02", "Actions closes", "Actions closes dans la période, efficaces ou non.", Genre.NOMBRE)
ABANDONNEES = Definition(
    "ACT-03", "Actions abandonnées", "Actions abandonnées dans la période, avec leur raison.", Genre.NOMBRE
)
OUVERTES = Definition(
    "ACT-04",
    "Actions ouvertes",
    "Toutes les actions créées à ce jour, quelle que soit l’année, ni closes ni abandonnées le dernier jour de la "
    f"période.{JOUR_DE_LA_REVUE}",
    Genre.STOCK,
    du_stock=True,
)
EN_RETARD = Definition(
    "ACT-05",
    "Actions en retard",
    "Actions ouvertes le dernier jour de la période, pas encore réalisées, dont l’échéance en vigueur ce jour-là est "
    f"passée. Reporter ensuite ne l’efface pas.{JOUR_DE_LA_REVUE}",
    Genre.STOCK,
    indicateur="I-ACT-02",
    du_stock=True,
)
A_JOUR = Definition(
    "ACT-06",
    "Actions réalisées à l’échéance tenue à jour",
    "Actions réalisées au plus tard à leur échéance, reports compris ÷ actions dont une échéance est tombée dans la "
    "période. Un report compte s’il est décidé au plus tard le jour de l’échéance. Une action abandonnée avant "
    "l’échéance n’est plus due.",
    Genre.TAUX,
    indicateur="I-ACT-01",
)
INITIALE = Definition(
    "ACT-10",
    "Actions réalisées à l’échéance initiale",
    "Actions réalisées au plus tard à leur première échéance ÷ actions dont la première échéance est tombée dans la "
    "période, quels que soient les reports. Une action abandonnée avant cette échéance n’est plus due.",
    Genre.TAUX,
)
EFFICACES = Definition(
    "ACT-07",
    "Vérifications d’actions qui les jugent efficaces",
    "Vérifications de l’efficacité faites dans la période et favorables ÷ vérifications de l’efficacité faites dans la "
    "période. Une action vérifiée deux fois compte deux fois.",
    Genre.TAUX,
    indicateur="I-ACT-03",
)
AGE = Definition(
    "ACT-08",
    "Âge médian des actions ouvertes",
    "Médiane des jours écoulés depuis la création, pour les actions ouvertes le dernier jour de la période."
    f"{JOUR_DE_LA_REVUE}",
    Genre.MEDIANE,
    "jour",
    du_stock=True,
)


class Donnees(Protocol):
    @property
    def actions(self) -> Sequence[Action]: ...


def ouverte_au(action: Action, jour: date) -> bool:
    """In the plan at the end of `jour`."""
    return action.creee_le <= jour and (action.close_le is None or action.close_le > jour)


def en_retard_au(action: Action, jour: date) -> bool:
    """In the plan at the end of `jour`, not réalisée then, the deadline of that day past."""
    if not ouverte_au(action, jour):
        return False
    limite = echeance_au(action, jour)
    return limite is not None and limite < jour and not realisee_au(action, jour)


def efficacites(action: Action, du: date, au: date) -> Iterator[Efficacite]:
    """Its efficacy checks made in the window, those that sent it back to work included."""
    toutes = (*action.efficacites_passees, *((action.efficacite,) if action.efficacite else ()))
    return (jugement for jugement in toutes if du <= jugement.le <= au)


def _connu(donnees: Donnees, vue: Fenetre) -> bool:
    return any(action.creee_le <= vue.au for action in donnees.actions)


def creees(donnees: Donnees, vue: Fenetre) -> Comptage:
    references = [a.reference for a in donnees.actions if vue.du <= a.creee_le <= vue.au]
    return compte(CREEES, vue, references, connu=_connu(donnees, vue))


def _sorties(definition: Definition, etat: EtatAction) -> Figure:
    def calcul(donnees: Donnees, vue: Fenetre) -> Comptage:
        parties = [
            a.reference for a in donnees.actions if a.close_le and vue.du <= a.close_le <= vue.au and a.etat is etat
        ]
        return compte(definition, vue, parties, connu=_connu(donnees, vue))

    return Figure(definition, calcul)


def ouvertes(donnees: Donnees, vue: Fenetre) -> Comptage:
    references = [a.reference for a in donnees.actions if ouverte_au(a, vue.dernier)]
    return compte(OUVERTES, vue, references, connu=_connu(donnees, vue))


def en_retard(donnees: Donnees, vue: Fenetre) -> Comptage:
    references = [a.reference for a in donnees.actions if en_retard_au(a, vue.dernier)]
    return compte(EN_RETARD, vue, references, connu=_connu(donnees, vue))


def a_jour(donnees: Donnees, vue: Fenetre) -> Comptage:
    tri = Tri.vide()
    for action in donnees.actions:
        if tombees := echeances_tombees(action, vue.du, vue.au):
            _ranger(tri, action, tombees[-1], vue)
    return part(A_JOUR, vue, tri)


def initiale(donnees: Donnees, vue: Fenetre) -> Comptage:
    tri = Tri.vide()
    for action in donnees.actions:
        premiere = action.echeance_initiale or action.echeance
        if premiere is not None and vue.du <= premiere <= vue.au:
            _ranger(tri, action, premiere, vue)
    return part(INITIALE, vue, tri)


def _ranger(tri: Tri, action: Action, limite: date, vue: Fenetre) -> None:
    """Kept, missed, no longer due, or still to come: what `limite` says of the action."""
    if situation_au(action, limite) is EtatAction.ABANDONNEE and action.close_le is not None:
        tri.exclues.append((action.reference, f"abandonnée le {date_numerique(action.close_le)}, avant l’échéance"))
    elif realisee_au(action, limite):
        tri.oui.append(action.reference)
    elif limite < vue.regard:
        tri.non.append(action.reference)
    else:
        tri.pas_encore.append(action.reference)


def efficaces(donnees: Donnees, vue: Fenetre) -> Comptage:
    tri = Tri.vide()
    for action in donnees.actions:
        for jugement in efficacites(action, vue.du, vue.au):
            (tri.oui if jugement.efficace else tri.non).append(f"{action.reference} {jugement.le}")
    return part(EFFICACES, vue, tri)


def age(donnees: Donnees, vue: Fenetre) -> Comptage:
    ouvertes = (a for a in donnees.actions if ouverte_au(a, vue.dernier))
    return mesure(AGE, vue, [(a.reference, (vue.dernier - a.creee_le).days) for a in ouvertes])


FIGURES: tuple[Figure, ...] = (
    Figure(CREEES, creees),
    _sorties(CLOSES, EtatAction.CLOSE),
    _sorties(ABANDONNEES, EtatAction.ABANDONNEE),
    Figure(OUVERTES, ouvertes),
    Figure(EN_RETARD, en_retard),
    Figure(A_JOUR, a_jour),
    Figure(INITIALE, initiale),
    Figure(EFFICACES, efficaces),
    Figure(AGE, age),
)
