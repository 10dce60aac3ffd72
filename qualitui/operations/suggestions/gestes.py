"""Gestures on the suggestions of the staff (SMQ4); one accepted becomes an action in the same write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from qualitui.domain.actions.fiche import Action, Origine, TypeAction
from qualitui.domain.base import evoluer
from qualitui.domain.concepts import concept
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.suggestions import fiche as suggestions
from qualitui.domain.suggestions.fiche import EtatSuggestion, Suggestion
from qualitui.operations import equipe
from qualitui.operations.actions import gestes as actions

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


def ajouter(
    site: Site, *, texte: str, theme: str = "", engagement: str = "", auteur: str = "", jour: date
) -> Suggestion:
    """Note a suggestion; without `auteur` (a person's code) nothing on the disk leads to who wrote it."""
    site.exiger("suggestions", Verbe.NOTER)
    signe = equipe.trouver(site, auteur).code if auteur else ""
    actions.exiger_engagement(site, engagement)
    suggestion = suggestions.ajouter(texte=texte, theme=theme, engagement=engagement, auteur=signe, jour=jour)
    with site.registre.transaction() if signe else site.registre.anonymement():
        numero = site.reserver_reference(concept("suggestions").lettre, jour)  # given back if the writing fails
        return site.registre.add(evoluer(suggestion, reference=numero))


def analyser(site: Site, suggestion: Suggestion, *, analyse: str, jour: date) -> Suggestion:
    """Note what is thought of it, on `jour`."""
    site.exiger("suggestions", Verbe.TENIR, suggestion)
    return site.registre.save(suggestions.analyser(suggestion, analyse=analyse, jour=jour))


def retenir(
    site: Site,
    suggestion: Suggestion,
    *,
    reponse: str = "",
    intitule: str = "",
    pilote: str = "",
    echeance: date | None = None,
    jour: date,
) -> tuple[Suggestion, Action]:
    """Accept it: an action of improvement is born, linked both ways, in one write.

    `intitule` is the action's; by default the first line of the suggestion.
    """
    site.exiger("suggestions", Verbe.DECIDER, suggestion)
    suggestions.exiger_ouverte(suggestion)
    with site.registre.transaction():
        action = actions.creer(
            site,
            intitule=intitule or suggestion.texte.split("\n")[0],
            origine=Origine(concept="suggestion-agent", reference=suggestion.reference),
            engagement=suggestion.engagement or "SMQ4",
            type=TypeAction.AMELIORATION,
            pilote=pilote,
            echeance=echeance,
            jour=jour,
        )
        retenue = suggestions.retenir(suggestion, action=action.reference, reponse=reponse, jour=jour)
        return site.registre.save(retenue), action


def ecarter(site: Site, suggestion: Suggestion, *, raison: str, jour: date) -> Suggestion:
    """Set it aside; the reason is the answer the team reads."""
    site.exiger("suggestions", Verbe.DECIDER, suggestion)
    return site.registre.save(suggestions.ecarter(suggestion, raison=raison, jour=jour))


def presenter(site: Site, suggestion: Suggestion, *, le: date, jour: date) -> Suggestion:
    """Shown at the service meeting of `le`."""
    site.exiger("suggestions", Verbe.TENIR, suggestion)
    return site.registre.save(suggestions.presenter(suggestion, le=le, jour=jour))


def lister(site: Site, *, etats: Sequence[EtatSuggestion] = (), ouvertes: bool = False) -> list[Suggestion]:
    """Suggestions of these states (every one by default), oldest first."""
    site.exiger("suggestions", Verbe.LIRE)
    voulus = tuple(etats) or (suggestions.ETATS_OUVERTS if ouvertes else ())
    if voulus:
        trouvees = [s for etat in voulus for s in site.registre.find(Suggestion, etat=etat)]
    else:
        trouvees = list(site.registre.find(Suggestion))
    return sorted(trouvees, key=lambda suggestion: suggestion.reference)
