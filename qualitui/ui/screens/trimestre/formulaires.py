"""What the quarter’s review asks: a new date, a reason, where an action is redirected; the summary at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import Refus
from qualitui.domain.temps.dates import Sens
from qualitui.domain.trimestres import GenreDecision, RevueTrimestrielle, trimestre_en_mots
from qualitui.operations.trimestres import gestes as trimestres
from qualitui.ui.widgets.champs import Champ, ChampChoix, ChampLong, ChampTexte
from qualitui.ui.widgets.champs_dates import ChampDate
from qualitui.ui.widgets.formulaire import Formulaire, Saisie

if TYPE_CHECKING:
    from datetime import date

    from qualitui.store.site.site import Site
    from qualitui.ui.screens.commun.contexte import Contexte

# The gestures behind a decision name their fields otherwise.
CHAMPS: Final = {"echeance": "nouvelle_echeance", "raison": "note", "suite": "note"}


def decider(
    contexte: Contexte,
    revue: RevueTrimestrielle,
    action: Action,
    decision: GenreDecision,
    valeurs: Mapping[str, Any] | None = None,
) -> tuple[RevueTrimestrielle, Action]:
    """Take the decision; a refusal names the field of these forms."""
    try:
        return trimestres.decider(
            contexte.site, revue, action, decision=decision, jour=contexte.jour, **(valeurs or {})
        )
    except Refus as refus:
        refus.champ = CHAMPS.get(refus.champ or "", refus.champ)
        raise


def formulaire(contexte: Contexte, revue: RevueTrimestrielle, action: Action, decision: GenreDecision) -> Formulaire:
    """What the decision needs, on one screen."""

    def enregistrer(saisie: Saisie) -> tuple[RevueTrimestrielle, Action]:
        lue, a_decider = saisie.fiche
        return decider(contexte, lue, a_decider, decision, saisie.valeurs)

    def relire() -> tuple[RevueTrimestrielle, Action]:
        return trimestres.trouver(contexte.site, revue.trimestre), contexte.site.trouver(Action, action.reference)

    titre = f"{decision.capitalize()} {action.reference}"
    return Formulaire(
        titre,
        _CHAMPS[decision](contexte, action),
        enregistrer,
        fiche=(revue, action),
        relire=relire,
        intro=action.intitule,
        brouillon=f"trimestre-{revue.trimestre}-{action.reference}-{decision}",
    )


def cloture(contexte: Contexte, revue: RevueTrimestrielle) -> Formulaire:
    def enregistrer(saisie: Saisie) -> RevueTrimestrielle:
        return trimestres.clore(contexte.site, saisie.fiche, jour=contexte.jour, **saisie.valeurs)

    quand = trimestre_en_mots(revue.trimestre)
    return Formulaire(
        f"Clore la revue du {quand}",
        [ChampLong("synthese", "Synthèse", lignes=6, aide="ce que la revue retient du trimestre")],
        enregistrer,
        brouillon=f"synthese-{revue.trimestre}",
        fiche=revue,
        dire=f"La revue du {quand} est close : elle ne change plus.",
        intro="Chaque action ouverte a sa décision. Une fois close, la revue ne change plus.",
        bouton="Clore la revue",
    )


def explication(site: Site, trimestre: str, revue: RevueTrimestrielle | None, jour: date) -> Formulaire:
    """Why the quarter was missed; a reason already given can be typed again."""

    def enregistrer(saisie: Saisie) -> RevueTrimestrielle:
        return trimestres.expliquer(site, trimestre, lue=saisie.fiche, jour=jour, **saisie.valeurs)

    quand = trimestre_en_mots(trimestre)
    defaut = revue.raison if revue and revue.raison else None
    return Formulaire(
        f"Pourquoi le {quand} est manqué",
        [ChampLong("raison", "Raison", defaut=defaut, lignes=3, obligatoire=True)],
        enregistrer,
        brouillon=f"raison-{trimestre}",
        fiche=revue,
        relire=lambda: trimestres.trouver(site, trimestre) if revue else None,
        dire=f"La raison du {quand} est notée : il reste manqué dans les chiffres.",
    )


def _maintenir(contexte: Contexte, action: Action) -> list[Champ]:
    return [ChampLong("note", "Note", lignes=3)]


def _replanifier(contexte: Contexte, action: Action) -> list[Champ]:
    return [_echeance(obligatoire=True), _raison("Raison du report")]


def _reorienter(contexte: Contexte, action: Action) -> list[Champ]:
    return [
        ChampTexte("intitule", "Intitulé", defaut=action.intitule, obligatoire=True),
        ChampChoix("pilote", "Pilote", contexte.pilotes, defaut=action.pilote or None),
        _echeance(obligatoire=False),
        _raison("Raison"),
    ]


def _clore(contexte: Contexte, action: Action) -> list[Champ]:
    return [ChampLong("note", "Suite donnée", lignes=3)]


def _abandonner(contexte: Contexte, action: Action) -> list[Champ]:
    return [_raison("Raison de l’abandon")]


_CHAMPS: Final[Mapping[GenreDecision, Callable[[Contexte, Action], list[Champ]]]] = {
    GenreDecision.MAINTENIR: _maintenir,
    GenreDecision.REPLANIFIER: _replanifier,
    GenreDecision.REORIENTER: _reorienter,
    GenreDecision.CLORE: _clore,
    GenreDecision.ABANDONNER: _abandonner,
}


def _echeance(*, obligatoire: bool) -> Champ:
    aide = "22/11, +15, lun…" if obligatoire else "vide : l’échéance ne change pas"
    return ChampDate("nouvelle_echeance", "Nouvelle échéance", sens=Sens.FUTUR, obligatoire=obligatoire, aide=aide)


def _raison(libelle: str) -> Champ:
    return ChampLong("note", libelle, lignes=3, obligatoire=True)
