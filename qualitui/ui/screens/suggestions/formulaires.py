"""The forms of the suggestions: noted in 30 seconds, then analysed, answered, shown to the team."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from qualitui.domain.actions.fiche import Action, TypeAction, echeance_proposee
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.suggestions.phrases import ANONYMAT, premiere_ligne
from qualitui.domain.suggestions.possibles import Geste
from qualitui.domain.temps.dates import Sens
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.ui.screens.commun.contexte import Contexte
from qualitui.ui.widgets.champs import Champ, ChampChoix, ChampLong, ChampTexte
from qualitui.ui.widgets.champs_dates import ChampDate
from qualitui.ui.widgets.formulaire import Formulaire, Saisie

ANONYME: Final = "anonyme"


class FormulaireSuggestion(Formulaire):
    """Nothing of an anonymous suggestion is kept on the workstation, not even while it is typed."""

    def brouillon_permis(self) -> bool:
        return self._auteur().texte not in ("", self._auteur().ecrire(ANONYME))

    def _auteur(self) -> Champ:
        return next(champ for champ in self.champs if champ.nom == "auteur")


def creation(contexte: Contexte) -> Formulaire:
    """One screen: what is suggested, and by whom (nobody, as by command, unless named); the rest may be left empty."""

    def enregistrer(saisie: Saisie) -> Suggestion:
        auteur = saisie.valeurs["auteur"]
        valeurs = {**saisie.valeurs, "auteur": "" if auteur == ANONYME else auteur}
        return suggestions.ajouter(contexte.site, jour=contexte.jour, **valeurs)

    auteurs = [(ANONYME, "Anonyme"), *contexte.personnes]
    champs = [
        ChampLong("texte", "Suggestion", lignes=5, obligatoire=True),
        ChampChoix(
            "auteur",
            "De la part de",
            auteurs,
            defaut=ANONYME,
            obligatoire=True,
            aide=f"anonyme\u00a0: {ANONYMAT}",
        ),
        ChampTexte("theme", "Thème", aide="facultatif : accueil, affichage, matériel…"),
        ChampChoix("engagement", "Engagement", contexte.engagements),
    ]
    return FormulaireSuggestion("Nouvelle suggestion", champs, enregistrer, brouillon="suggestion", dire=_notee)


def _notee(suggestion: Suggestion) -> str:
    return f"Suggestion {suggestion.reference} notée. Elle aura une réponse."


def analyse(contexte: Contexte, suggestion: Suggestion) -> Formulaire:
    champs = [ChampLong("analyse", "Analyse", lignes=5, defaut=suggestion.analyse or None, obligatoire=True)]
    return _geste("Analyser", contexte, suggestion, champs, suggestions.analyser, dire="Analyse notée.")


def accord(contexte: Contexte, suggestion: Suggestion) -> Formulaire:
    """Retenue: the action born from it is described here, the link is made both ways."""

    def enregistrer(saisie: Saisie) -> tuple[Suggestion, Action]:
        return suggestions.retenir(contexte.site, saisie.fiche, jour=contexte.jour, **saisie.valeurs)

    echeance = echeance_proposee(TypeAction.AMELIORATION, contexte.jour)
    champs = [
        ChampTexte("intitule", "Action à mener", defaut=premiere_ligne(suggestion), obligatoire=True),
        ChampChoix("pilote", "Pilote", contexte.pilotes),
        ChampDate("echeance", "Échéance", sens=Sens.FUTUR, defaut=echeance, obligatoire=True),
        ChampLong("reponse", "Réponse à l’équipe", lignes=3, aide="vide : « Retenue », et le numéro de l’action"),
    ]
    return _formulaire("Retenir", suggestion, champs, enregistrer, dire=_retenue)


def _retenue(resultat: tuple[Suggestion, Action]) -> str:
    suggestion, action = resultat
    return f"{suggestion.reference} est retenue : action {action.reference} créée."


def refus(contexte: Contexte, suggestion: Suggestion) -> Formulaire:
    champs = [ChampLong("raison", "Raison", lignes=4, obligatoire=True, aide="c’est la réponse que l’équipe lira")]
    return _geste("Écarter", contexte, suggestion, champs, suggestions.ecarter, dire="Suggestion écartée.")


def presentation(contexte: Contexte, suggestion: Suggestion) -> Formulaire:
    champs = [ChampDate("le", "Réunion du", sens=Sens.PASSE, defaut=contexte.jour, obligatoire=True)]
    return _geste("Présenter", contexte, suggestion, champs, suggestions.presenter, dire="Présentation notée.")


FORMULAIRES: Final[Mapping[Geste, Callable[[Contexte, Suggestion], Formulaire]]] = {
    Geste.ANALYSER: analyse,
    Geste.RETENIR: accord,
    Geste.ECARTER: refus,
    Geste.PRESENTER: presentation,
}


def _geste(
    verbe: str,
    contexte: Contexte,
    suggestion: Suggestion,
    champs: Sequence[Champ],
    operation: Callable[..., Suggestion],
    *,
    dire: str,
) -> Formulaire:
    """A form whose fields are the operation's own arguments."""

    def enregistrer(saisie: Saisie) -> Suggestion:
        return operation(contexte.site, saisie.fiche, jour=contexte.jour, **saisie.valeurs)

    return _formulaire(verbe, suggestion, champs, enregistrer, dire=dire)


def _formulaire(
    verbe: str,
    suggestion: Suggestion,
    champs: Sequence[Champ],
    enregistrer: Callable[[Saisie], Any],
    *,
    dire: str | Callable[[Any], str],
) -> Formulaire:
    titre = f"{verbe} {suggestion.reference}"
    return Formulaire(
        titre, champs, enregistrer, brouillon=titre, fiche=suggestion, dire=dire, intro=premiere_ligne(suggestion)
    )
