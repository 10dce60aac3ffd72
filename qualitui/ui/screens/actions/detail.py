"""What the detail pane says of an action: where it stands, where it comes from, its journal of notes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from rich.text import Text

from qualitui.domain.actions.fiche import Action
from qualitui.domain.actions.phrases import echeance_en_mots, efficacite_en_mots
from qualitui.domain.francais import date_courte, date_en_mots
from qualitui.ui.screens.commun.base import fiche_en_texte
from qualitui.ui.screens.commun.contexte import Contexte, libelle


def action_en_texte(action: Action, contexte: Contexte, jour: date, nom: Callable[[str], str]) -> Text:
    """`nom` gives the name of a person; a role is named by the context's list."""

    def qui(code: str) -> str:
        return nom(code) if nom(code) != code else libelle(contexte.pilotes, code)

    origine = f"{libelle(contexte.origines, action.origine.concept)} {action.origine.reference}".rstrip()
    texte = Text().append(f"{action.intitule}\n\n", "bold")
    lignes = [
        ("Référence", action.reference),
        ("État", action.etat.value),
        ("Échéance", echeance_en_mots(action, jour)),
        ("Pilote", qui(action.pilote) or "à désigner"),
        ("Origine", origine),
        ("Engagement", libelle(contexte.engagements, action.engagement)),
        ("Type", f"{action.type}, priorité {libelle(contexte.priorites, action.priorite).lower()}"),
        ("Créée le", date_en_mots(action.creee_le)),
        ("Réalisée le", date_en_mots(action.realisee_le) if action.realisee_le else ""),
        *(("Efficacité", efficacite_en_mots(passee, qui)) for passee in action.efficacites_passees),
        ("Efficacité", efficacite_en_mots(action.efficacite, qui) if action.efficacite else ""),
        ("Quitte le plan", date_en_mots(action.close_le) if action.close_le else ""),
        ("Abandon", action.motif_abandon),
        ("Causes", action.causes),
    ]
    return texte.append_text(fiche_en_texte(lignes)).append_text(_journal(action, qui))


def _journal(action: Action, qui: Callable[[str], str]) -> Text:
    """The notes, the newest first."""
    texte = Text().append("\nJournal de l’action\n", "bold underline")
    for note in reversed(action.notes):
        texte.append(f"{date_courte(note.le)} {qui(note.par)}", "bold").append(f"\n  {note.texte}\n")
    return texte if action.notes else texte.append("  aucune note (l : noter)\n", "dim")
