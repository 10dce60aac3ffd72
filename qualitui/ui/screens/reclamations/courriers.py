"""The letters of a réclamation (key i): one case, or those the list shows; the sending recorded in the same gesture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.widget import Widget

from qualitui.domain.francais import INSECABLE, accorder
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.phrases import suite
from qualitui.domain.reclamations.possibles import Geste, refus_de
from qualitui.domain.temps.dates import Sens
from qualitui.operations.reclamations import courriers
from qualitui.operations.reclamations.courriers import Ecrit, Envoi
from qualitui.operations.reclamations.lecture import Choix
from qualitui.reports.courriers import Courrier
from qualitui.ui.screens.reclamations.gestes import ChampSuggere
from qualitui.ui.widgets.boites import Question
from qualitui.ui.widgets.cases import ListeACocher
from qualitui.ui.widgets.champs import Champ, ChampLong, ChampOuiNon
from qualitui.ui.widgets.champs_dates import ChampDate
from qualitui.ui.widgets.formulaire import Formulaire, Saisie
from qualitui.ui.widgets.menu import Menu
from qualitui.ui.widgets.progression import Deroule, Progression

if TYPE_CHECKING:
    from qualitui.store.site.site import Site
    from qualitui.ui.screens.commun.base import EcranModule

GESTES = {Courrier.ACCUSE: Geste.ACCUSER, Courrier.ATTENTE: Geste.ATTENDRE, Courrier.REPONSE: Geste.REPONDRE}
LIBELLES = {
    Courrier.ACCUSE: "Accusé de réception",
    Courrier.ATTENTE: "Réponse d’attente",
    Courrier.REPONSE: "Réponse",
}
LOT = "lot-"
OBJET = 34  # columns of the object of a case to tick: one line each


class ChampDossiers(Champ):
    """The cases of a batch, to tick with Space; all of them at start. Gives their references."""

    def __init__(self, nom: str, libelle: str, fiches: Sequence[Reclamation]) -> None:
        self.lignes = [(f.reference, f"{f.reference}  {shorten(f.objet, OBJET, placeholder='…')}") for f in fiches]
        aide = "Espace coche ou décoche, t tout, a aucun"
        super().__init__(nom, libelle, defaut=[reference for reference, _ in self.lignes], obligatoire=True, aide=aide)

    def ecrire(self, valeur: Any) -> str:
        return " ".join(valeur)

    def comprendre(self, texte: str) -> list[str]:
        return texte.split()

    def saisie(self) -> Widget:
        liste = ListeACocher(self.lignes)
        liste.styles.height = min(8, max(1, len(self.lignes)))
        return liste

    @property
    def texte(self) -> str:
        return self.ecrire(self.query_one(ListeACocher).coches)

    @texte.setter
    def texte(self, texte: str) -> None:
        raise TypeError("a batch has no draft")


def menu(fiche: Reclamation, jour: date, nombre: int) -> Menu:
    """The three letters for the case, then for the cases the list shows."""
    seul = [(genre.value, LIBELLES[genre], _aide(fiche, genre, jour)) for genre in Courrier]
    lot = [(f"{LOT}{g.value}", f"{LIBELLES[g]}, en lot", f"les {nombre} dossiers de la liste") for g in Courrier]
    return Menu(f"Courriers : {fiche.reference}", [*seul, *(lot if nombre > 1 else ())])


def _aide(fiche: Reclamation, genre: Courrier, jour: date) -> str:
    possible = refus_de(fiche, GESTES[genre], jour) is None
    return "écrit la lettre, note l’envoi" if possible else "réimprime sans rien noter"


def _champs(jour: date, choix: Choix, genre: Courrier, *, noter: bool, pilote: str = "") -> list[Champ]:
    """Whether the sending is recorded, its day; for an attente, who follows the matter and the new date."""
    champs: list[Champ] = [
        ChampOuiNon("noter", "Noter l’envoi", defaut=noter, aide="sinon la lettre est seulement imprimée"),
        ChampDate("le", "Envoyée le", obligatoire=True, sens=Sens.PASSE, defaut=jour),
    ]
    if genre is Courrier.ATTENTE:
        aide = "donnée à l’usager"
        champs += [
            ChampSuggere("interlocuteur", "Interlocuteur", choix.pilotes, defaut=pilote or None),
            ChampDate("nouvelle_date", "Nouvelle date", sens=Sens.FUTUR, aide=aide),
        ]
    return champs


def _envoi(valeurs: dict[str, Any]) -> Envoi | None:
    if not valeurs["noter"]:
        return None
    return Envoi(valeurs["le"], valeurs.get("interlocuteur", ""), valeurs.get("nouvelle_date"))


def un_courrier(site: Site, jour: date, choix: Choix, fiche: Reclamation, genre: Courrier) -> Formulaire:
    """One letter; the text of an answer can be typed here, or later in Word."""
    noter = refus_de(fiche, GESTES[genre], jour) is None
    champs = _champs(jour, choix, genre, noter=noter, pilote=fiche.pilote)
    if genre is Courrier.REPONSE:
        champs.append(ChampLong("texte", "Texte", lignes=6, aide="vide : à écrire dans Word"))
        champs[-1].secret = True

    def enregistrer(saisie: Saisie) -> tuple[Reclamation, Path]:
        envoi, texte = _envoi(saisie.valeurs), saisie.valeurs.get("texte", "")
        return courriers.ecrire_courrier(site, saisie.fiche, genre, envoi=envoi, texte=texte, jour=jour)

    return Formulaire(
        f"{LIBELLES[genre]} : {fiche.reference}",
        champs,
        enregistrer,
        fiche=fiche,
        intro=fiche.objet,
        bouton="Écrire la lettre",
        dire=lambda ecrit: f"Lettre écrite : {lieu(site, ecrit[1])}\n{suite(ecrit[0], jour)}",
    )


class Lot(NamedTuple):
    """The cases ticked, and what is recorded with each letter."""

    dossiers: list[Reclamation]
    envoi: Envoi | None


def ecrire_en_lot(ecran: EcranModule[Any], choix: Choix, fiches: Sequence[Reclamation], genre: Courrier) -> None:
    """Ask which cases, write their letters one by one (Esc stops), then say where each one is."""
    site, jour = ecran.site, ecran.jour

    def commencer(voulu: Lot | None) -> None:
        if voulu is not None:
            ecran.app.push_screen(
                Progression(
                    LIBELLES[genre],
                    voulu.dossiers,
                    lambda dossier: courriers.ecrire_un(site, dossier, genre, envoi=voulu.envoi, jour=jour),
                    nom=lambda dossier: dossier.reference,
                ),
                finir,
            )

    def finir(deroule: Deroule | None) -> None:
        if deroule is not None:
            ecran.app.push_screen(compte_rendu(site, deroule))

    ecran.app.push_screen(lot(jour, choix, fiches, genre), commencer)


def lot(jour: date, choix: Choix, fiches: Sequence[Reclamation], genre: Courrier) -> Formulaire:
    """The cases to tick, among those where the sending can be recorded; gives a `Lot`."""
    possibles = [fiche for fiche in fiches if refus_de(fiche, GESTES[genre], jour) is None]
    ecartes = len(fiches) - len(possibles)
    par_reference = {fiche.reference: fiche for fiche in possibles}
    champs = [ChampDossiers("dossiers", "Dossiers", possibles), *_champs(jour, choix, genre, noter=True)]

    def choisir(saisie: Saisie) -> Lot:
        envoi = _envoi(saisie.valeurs)
        courriers.verifier_envoi(genre, envoi, jour)
        return Lot([par_reference[reference] for reference in saisie.valeurs["dossiers"]], envoi)

    laisses = f"{accorder(ecartes, 'dossier')} de la liste à part : ce courrier n’y a pas lieu d’être."
    return Formulaire(
        f"{LIBELLES[genre]} : {accorder(len(possibles), 'dossier')}",
        champs,
        choisir,
        intro=laisses if ecartes else "",
        bouton="Écrire les lettres",
    )


def lieu(site: Site, fichier: Path) -> str:
    """Where the file is, told from the folder of the site when it is inside."""
    return str(fichier.relative_to(site.dossier) if fichier.is_relative_to(site.dossier) else fichier)


def compte_rendu(site: Site, deroule: Deroule) -> Question:
    """Where each letter of a batch is, or why it was not written; what was not reached is counted."""
    ecrits: list[Ecrit] = deroule.faits
    faits = [ecrit for ecrit in ecrits if ecrit.fichier]
    lignes = [lieu(site, e.fichier) if e.fichier else f"{e.reference}{INSECABLE}: {e.refus}" for e in ecrits]
    fin = ", arrêté." if deroule.arrete else "."
    phrase = f"{accorder(len(faits), 'lettre écrite')} sur {deroule.total}{fin}"
    return Question(phrase, [("fermer", "Fermer")], titre="Courriers", detail="\n".join(lignes))
