"""Key i of the review: write the Word document, or bring up to date the one people went on writing in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualitui.operations.revue import documents as revue_documents
from qualitui.operations.revue.documents import Ecrit
from qualitui.ui.widgets.boites import Question
from qualitui.ui.widgets.champs import ChampTexte
from qualitui.ui.widgets.formulaire import Formulaire
from qualitui.ui.widgets.menu import Menu

if TYPE_CHECKING:
    from qualitui.ui.screens.commun.base import EcranModule


def choisir(ecran: EcranModule[Any], annee: int) -> None:
    """Ask what to do, then do it in a thread; nothing typed in Word is lost by either."""
    site = ecran.site
    chemin = revue_documents.chemin_habituel(site, annee)
    lignes = [
        ("ecrire", "Écrire la revue", f"documents/{chemin.name}"),
        ("rafraichir", "Rafraîchir les chiffres", "du document existant, textes gardés"),
        ("ailleurs", "Rafraîchir un autre fichier", "dont vous donnez le chemin"),
    ]
    ecran.app.push_screen(Menu(f"Document Word de la revue {annee}", lignes), lambda code: _suite(ecran, annee, code))


def _suite(ecran: EcranModule[Any], annee: int, code: str | None) -> None:
    site, jour = ecran.site, ecran.jour
    if code == "ecrire":
        ecran.qualitui.annoncer("Le document s’écrit…")
        ecran.faire(
            lambda: revue_documents.generer(site, annee, jour=jour), ensuite=lambda ecrit: montrer(ecran, ecrit)
        )
    elif code == "rafraichir":
        chemin = revue_documents.chemin_habituel(site, annee)
        ecran.qualitui.annoncer("Le document se met à jour…")
        ecran.faire(
            lambda: revue_documents.rafraichir(site, annee, chemin, jour=jour),
            ensuite=lambda ecrit: montrer(ecran, ecrit),
        )
    elif code == "ailleurs":
        ecran.app.push_screen(_autre_fichier(ecran, annee), lambda ecrit: montrer(ecran, ecrit) if ecrit else None)


def montrer(ecran: EcranModule[Any], ecrit: Ecrit) -> None:
    """A document was written: where it is, and what people should know of it."""
    detail = "\n".join(f"- {message}" for message in ecrit.messages)
    ecran.app.push_screen(
        Question(f"Document écrit :\n{Path(ecrit.chemin)}", [("fermer", "Fermer")], titre="Revue", detail=detail)
    )


def _autre_fichier(ecran: EcranModule[Any], annee: int) -> Formulaire:
    site, jour = ecran.site, ecran.jour

    def enregistrer(chemin: str) -> Ecrit:
        return revue_documents.rafraichir(site, annee, Path(chemin).expanduser(), jour=jour)

    return Formulaire(
        f"Rafraîchir un document de la revue {annee}",
        [ChampTexte("fichier", "Fichier", obligatoire=True, partage=False, aide="chemin du .docx retouché dans Word")],
        lambda saisie: enregistrer(saisie.valeurs["fichier"]),
        bouton="Rafraîchir",
    )
