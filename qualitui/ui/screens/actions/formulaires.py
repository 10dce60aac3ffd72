"""The forms of the plan d’actions: describe an action, note, and what each gesture asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, Final

from qualitui.domain.actions.fiche import Action, Origine, TypeAction
from qualitui.domain.actions.possibles import Geste
from qualitui.domain.temps.dates import Sens
from qualitui.operations.actions import gestes as actions
from qualitui.ui.screens.commun.contexte import Contexte
from qualitui.ui.widgets.champs import Champ, ChampChoix, ChampLong, ChampTexte
from qualitui.ui.widgets.champs_dates import ChampDate
from qualitui.ui.widgets.formulaire import Formulaire, Saisie

TYPES: Final = tuple((t.value, t.value.capitalize()) for t in TypeAction)
EFFETS: Final = (("oui", "Oui, l’effet voulu est là"), ("non", "Non, l’effet voulu n’y est pas"))
ORIGINE_PAR_DEFAUT: Final = "reunion"


# --- describing an action ---------------------------------------------------------------------------------


def creation(
    contexte: Contexte, *, origine: str = ORIGINE_PAR_DEFAUT, reference: str = "", engagement: str = ""
) -> Formulaire:
    """« Nouvelle action »; `origine` and `reference` are filled in when it comes from a record."""

    def enregistrer(saisie: Saisie) -> Action:
        return actions.creer(contexte.site, jour=contexte.jour, **_description(saisie.valeurs))

    pilote, intitule = _pilote(contexte), ChampTexte("intitule", "Intitulé", obligatoire=True)
    echeance = ChampDate("echeance", "Échéance", sens=Sens.FUTUR, aide="vide : proposée selon le type")
    suite = _suite(contexte, Origine(concept=origine, reference=reference), engagement)
    champs = [intitule, pilote, echeance, *suite]
    return Formulaire("Nouvelle action", champs, enregistrer, brouillon="action", dire=_creee)


def _creee(action: Action) -> str:
    quand = f", à faire pour le {action.echeance:%d/%m/%Y}" if action.echeance else ""
    return f"Action {action.reference} créée{quand}."


def modification(contexte: Contexte, action: Action) -> Formulaire:
    def enregistrer(saisie: Saisie) -> Action:
        return actions.modifier(contexte.site, saisie.fiche, jour=contexte.jour, **_description(saisie.valeurs))

    intitule = ChampTexte("intitule", "Intitulé", defaut=action.intitule, obligatoire=True)
    suite = _suite(contexte, action.origine, action.engagement, action.type, action.priorite, action.causes)
    return _formulaire(f"Modifier {action.reference}", [intitule, _pilote(contexte, action), *suite], enregistrer,
                       action, dire="Action modifiée.")  # fmt: skip


def _pilote(contexte: Contexte, action: Action | None = None, *, obligatoire: bool = False) -> Champ:
    defaut = action.pilote or None if action else None
    return ChampChoix("pilote", "Pilote", contexte.pilotes, defaut=defaut, obligatoire=obligatoire)


def _suite(
    contexte: Contexte,
    origine: Origine,
    engagement: str = "",
    type_action: TypeAction = TypeAction.CORRECTIVE,
    priorite: str = "normale",
    causes: str = "",
) -> list[Champ]:
    return [
        ChampChoix("origine", "Origine", contexte.origines, defaut=origine.concept, obligatoire=True),
        ChampTexte("reference", "Fiche d’origine", defaut=origine.reference, aide="par exemple R-2026-014"),
        ChampChoix("engagement", "Engagement", contexte.engagements, defaut=engagement or None),
        ChampChoix("type", "Type", TYPES, defaut=type_action.value, obligatoire=True),
        ChampChoix("priorite", "Priorité", contexte.priorites, defaut=priorite, obligatoire=True),
        ChampLong("causes", "Causes", lignes=3, defaut=causes or None),
    ]


def _description(valeurs: Mapping[str, Any]) -> dict[str, Any]:
    """The operation's arguments: the origin is one value, the type one of its kinds."""
    reste = {nom: valeur for nom, valeur in valeurs.items() if nom not in ("origine", "reference", "type")}
    origine = Origine(concept=valeurs["origine"], reference=valeurs["reference"])
    return {**reste, "origine": origine, "type": TypeAction(valeurs["type"])}


# --- notes and gestures -----------------------------------------------------------------------------------


def note(contexte: Contexte, action: Action) -> Formulaire:
    champs = [ChampLong("texte", "Note", obligatoire=True), _le(contexte)]
    return _geste(contexte, "Noter", champs, action, actions.noter, dire="Note ajoutée au journal de l’action.")


def lancement(contexte: Contexte, action: Action) -> Formulaire:
    champs = [_pilote(contexte, action, obligatoire=True), _echeance(action.echeance)]
    return _geste(contexte, "Lancer", champs, action, actions.lancer, dire="Action lancée.")


def realisation(contexte: Contexte, action: Action) -> Formulaire:
    champs = [_le(contexte, "Réalisée le"), ChampLong("constat", "Ce qui a été fait", lignes=3)]
    return _geste(contexte, "Réalisation de", champs, action, actions.realiser, dire="Réalisation notée.")


def report(contexte: Contexte, action: Action) -> Formulaire:
    champs = [_echeance(None), _raison("Raison du report")]
    return _geste(contexte, "Replanifier", champs, action, actions.replanifier, dire="Échéance reportée.")


def relance(contexte: Contexte, action: Action) -> Formulaire:
    champs = [_echeance(None), _raison("Ce qui n’a pas suffi")]
    return _geste(contexte, "Relancer", champs, action, actions.relancer, dire="Action relancée.")


def verification(contexte: Contexte, action: Action) -> Formulaire:
    def enregistrer(saisie: Saisie) -> Action:
        valeurs = {**saisie.valeurs, "efficace": saisie.valeurs["efficace"] == "oui"}
        return actions.verifier(contexte.site, saisie.fiche, jour=contexte.jour, **valeurs)

    champs = [
        ChampChoix("efficace", "Efficace ?", EFFETS, obligatoire=True),
        ChampLong("constat", "Ce qui le montre", lignes=3),
        ChampChoix("par", "Vérifiée par", contexte.personnes, defaut=contexte.moi or None),
        _le(contexte, "Le"),
    ]
    titre = f"Efficacité de {action.reference}"
    return _formulaire(titre, champs, enregistrer, action, dire="Efficacité vérifiée.", intro=_INTRO_EFFICACITE)


_INTRO_EFFICACITE = "L’efficacité se vérifie par une autre personne que le pilote."


def cloture(contexte: Contexte, action: Action) -> Formulaire:
    champs = [_le(contexte, "Close le"), ChampLong("suite", "Suite donnée", lignes=3, aide="si elle est inefficace")]
    return _geste(contexte, "Clore", champs, action, actions.clore, dire="Action close.")


def abandon(contexte: Contexte, action: Action) -> Formulaire:
    champs = [_raison("Raison de l’abandon"), _le(contexte)]
    return _geste(contexte, "Abandonner", champs, action, actions.abandonner, dire="Action abandonnée.")


FORMULAIRES: Final[Mapping[Geste, Callable[[Contexte, Action], Formulaire]]] = {
    Geste.LANCER: lancement,
    Geste.REALISER: realisation,
    Geste.REPLANIFIER: report,
    Geste.VERIFIER: verification,
    Geste.CLORE: cloture,
    Geste.RELANCER: relance,
    Geste.ABANDONNER: abandon,
}


def _le(contexte: Contexte, libelle: str = "Le") -> Champ:
    return ChampDate("le", libelle, sens=Sens.PASSE, defaut=contexte.jour, obligatoire=True)


def _echeance(defaut: date | None) -> Champ:
    libelle = "Échéance" if defaut else "Nouvelle échéance"
    return ChampDate("echeance", libelle, sens=Sens.FUTUR, defaut=defaut, obligatoire=True, aide="22/11, +15, lun…")


def _raison(libelle: str) -> Champ:
    return ChampLong("raison", libelle, lignes=3, obligatoire=True)


def _geste(
    contexte: Contexte, verbe: str, champs: list[Champ], action: Action, operation: Callable[..., Action], *, dire: str
) -> Formulaire:
    """A form whose fields are the operation's own arguments."""

    def enregistrer(operation: Callable[..., Action], saisie: Saisie) -> Action:
        return operation(contexte.site, saisie.fiche, jour=contexte.jour, **saisie.valeurs)

    return _formulaire(f"{verbe} {action.reference}", champs, partial(enregistrer, operation), action, dire=dire)


def _formulaire(
    titre: str,
    champs: list[Champ],
    enregistrer: Callable[[Saisie], Any],
    action: Action,
    *,
    dire: str,
    intro: str = "",
) -> Formulaire:
    """The draft is kept under the form's own title: it holds the reference."""
    return Formulaire(
        titre, champs, enregistrer, brouillon=titre, fiche=action, dire=dire, intro=intro or action.intitule
    )
