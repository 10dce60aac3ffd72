"""Key v of the review: its stages with their dates, and the box that says why it cannot be approved yet."""

from __future__ import annotations

from qualitui.domain.francais import date_courte
from qualitui.operations.revue.lecture import Vue
from qualitui.ui.widgets.boites import Question
from qualitui.ui.widgets.menu import Menu


def etapes(vue: Vue) -> Menu:
    """The stages in their order; what is done is dated. The operation refuses the ones that are not possible."""
    r = vue.revue
    lignes = [
        ("arreter", "Arrêter les données", f"arrêtées au {date_courte(r.arretee_le)}" if r.arretee_le else ""),
        ("soumettre", "Soumettre", f"soumise le {date_courte(r.soumise_le)}" if r.soumise_le else "à la direction"),
        ("approuver", "Approuver", f"approuvée le {date_courte(r.approuvee_le)}" if r.approuvee_le else ""),
        ("presenter", "Présenter", f"le {date_courte(r.presentee_le)}" if r.presentee_le else "aux agents"),
        ("rouvrir", "Rouvrir", "revenir sur l’approbation, avec une raison"),
    ]
    return Menu(f"Étapes de la revue {r.annee}", lignes)


def incomplete(vue: Vue) -> Question:
    phrases = "\n".join(f"§ {manque.section} : {manque.phrase}" for manque in vue.manques)
    return Question(
        f"La revue {vue.revue.annee} ne peut pas encore être approuvée. Il manque :",
        [("voir", "Aller à ce qui manque"), ("fermer", "Fermer")],
        titre="Approbation",
        detail=phrases,
    )
