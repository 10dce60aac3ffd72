"""An action born from a réclamation, or from the repetition of a motif (key a)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from qualitui.domain.actions.fiche import Action, TypeAction
from qualitui.domain.francais import enumerer
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.rapprochements import Repetition
from qualitui.domain.temps.dates import Sens
from qualitui.operations.reclamations import repetitions as operations
from qualitui.operations.reclamations.lecture import Choix
from qualitui.ui.widgets.champs import ChampChoix, ChampTexte
from qualitui.ui.widgets.champs_dates import ChampDate
from qualitui.ui.widgets.formulaire import Formulaire, Saisie
from qualitui.ui.widgets.menu import Menu

if TYPE_CHECKING:
    from qualitui.store.site.site import Site
    from qualitui.ui.screens.commun.base import EcranModule

CE_DOSSIER = "dossier"


def proposer(
    ecran: EcranModule[Any], choix: Choix, fiche: Reclamation, ensuite: Callable[[Action | None], None]
) -> None:
    """The case's own action; or a choice, when a motif came back three times in a quarter without any action."""
    site = ecran.site

    def lire() -> list[tuple[Repetition, list[Reclamation]]]:
        return [(repetition, operations.dossiers(site, repetition)) for repetition in operations.lister(site)]

    ecran.qualitui.lire(lire, lambda trouvees: _demander(ecran, choix, fiche, trouvees, ensuite), ouvre=True)


def _demander(
    ecran: EcranModule[Any],
    choix: Choix,
    fiche: Reclamation,
    trouvees: Sequence[tuple[Repetition, list[Reclamation]]],
    ensuite: Callable[[Action | None], None],
) -> None:
    dossiers = {CE_DOSSIER: [fiche]} | {f"{rang}": cas for rang, (_, cas) in enumerate(trouvees)}

    def ouvrir(code: str | None) -> None:
        if code:
            ecran.app.push_screen(creation(ecran.site, ecran.jour, choix, dossiers[code]), ensuite)

    if trouvees:
        ecran.app.push_screen(menu(choix, fiche, [repetition for repetition, _ in trouvees]), ouvrir)
    else:
        ouvrir(CE_DOSSIER)


def menu(choix: Choix, fiche: Reclamation, repetitions: Sequence[Repetition]) -> Menu:
    motifs = dict(choix.motifs)
    lignes = [(CE_DOSSIER, f"Pour {fiche.reference}", fiche.objet)]
    lignes += [
        (f"{rang}", f"{r.trimestre}, {r.nombre} fois", motifs.get(r.motif, r.motif))
        for rang, r in enumerate(repetitions)
    ]
    intro = "Un motif venu trois fois dans un trimestre appelle une action (engagement 12)."
    return Menu("Créer une action", lignes, intro=intro)


def creation(site: Site, jour: date, choix: Choix, dossiers: Sequence[Reclamation]) -> Formulaire:
    """The action's form; what is left empty is proposed by the operation."""
    references = enumerer([dossier.reference for dossier in dossiers])
    types = [(un.value, un.value.capitalize()) for un in TypeAction]
    champs = [
        ChampTexte("intitule", "Intitulé", aide="vide : tiré du motif"),
        ChampChoix("type", "Type", types, defaut=TypeAction.CORRECTIVE.value, obligatoire=True),
        ChampChoix("pilote", "Pilote", choix.pilotes, defaut=dossiers[0].pilote or None),
        ChampDate("echeance", "Échéance", sens=Sens.FUTUR, aide="vide : selon le type"),
    ]

    def enregistrer(saisie: Saisie) -> Action:
        valeurs = {**saisie.valeurs, "type": TypeAction(saisie.valeurs["type"])}
        action, _ = operations.ouvrir_action(site, dossiers, jour=jour, **valeurs)
        return action

    return Formulaire(
        "Nouvelle action",
        champs,
        enregistrer,
        brouillon=f"action-{dossiers[0].reference}",
        intro=f"Née de {references}.",
        dire=lambda action: f"{action.reference} : {action.intitule}",
    )
