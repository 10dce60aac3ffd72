"""Putting right a dated fact of a réclamation (menu g): which one, then what it should have been, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualitui.domain.francais import date_courte
from qualitui.domain.reclamations.corrections import PRECISIONS, correction_en_mots
from qualitui.domain.reclamations.fiche import Fait, GenreFait, Reclamation
from qualitui.domain.reclamations.gestes import MotifCloture
from qualitui.domain.reclamations.phrases import fait_en_mots
from qualitui.domain.reclamations.possibles import Geste
from qualitui.domain.temps.dates import Sens
from qualitui.operations.reclamations import gestes as operations
from qualitui.operations.reclamations.lecture import Choix
from qualitui.ui.screens.reclamations.gestes import ChampSuggere, en_mots
from qualitui.ui.widgets.champs import Champ, ChampChoix, ChampLong, ChampTexte
from qualitui.ui.widgets.champs_dates import ChampDate
from qualitui.ui.widgets.formulaire import Formulaire, Saisie
from qualitui.ui.widgets.menu import Menu

if TYPE_CHECKING:
    from qualitui.ui.screens.commun.base import EcranModule

PARTAGE = "lu par tout le site : ni nom, ni numéro"


def demander(ecran: EcranModule[Any], choix: Choix, fiche: Reclamation, geste: Geste) -> None:
    """Ask which fact when there are several, then open its form."""

    def ouvrir(rang: str | None) -> None:
        if rang:
            fait = fiche.faits[int(rang)]
            ecran.app.push_screen(formulaire(ecran, choix, fiche, fait, geste), ecran.apres)

    if len(fiche.faits) == 1:
        ouvrir("0")
        return
    lignes = [
        (str(rang), date_courte(fait.le), fait_en_mots(fait, ecran.qualitui.nom))
        for rang, fait in enumerate(fiche.faits)
    ]
    quoi = "Corriger quel fait" if geste is Geste.CORRIGER else "Retirer quel fait"
    ecran.app.push_screen(Menu(f"{quoi} de {fiche.reference}", lignes), ouvrir)


def formulaire(ecran: EcranModule[Any], choix: Choix, fiche: Reclamation, fait: Fait, geste: Geste) -> Formulaire:
    """What the fact says now, to type again; or only the reason when it is taken out."""
    site, jour = ecran.site, ecran.jour
    corrige = geste is Geste.CORRIGER
    operation = operations.corriger if corrige else operations.retirer
    champs = [
        *(_champs(fait, choix) if corrige else ()),
        ChampTexte("raison", "Pourquoi", obligatoire=True, aide=PARTAGE),
    ]

    def enregistrer(saisie: Saisie) -> Any:
        tapes = {champ.nom: saisie.valeurs[champ.nom] for champ in champs if champ.modifie}
        return operation(site, saisie.fiche, fait=fait, jour=jour, **tapes)

    def dire(rectifiee: Reclamation) -> str:
        faite = correction_en_mots(rectifiee.corrections[-1])
        return f"{faite[:1].upper()}{faite[1:]}.\n{en_mots(fiche, rectifiee, jour)}"

    titre = "Corriger" if corrige else "Retirer"
    return Formulaire(
        f"{titre} : {fait.genre}, {fiche.reference}",
        champs,
        enregistrer,
        brouillon=f"{titre}-{fiche.reference}-{fiche.faits.index(fait)}",
        fiche=fiche,
        intro=f"Noté le {date_courte(fait.le)} : {fait_en_mots(fait, ecran.qualitui.nom)}.",
        dire=dire,
        bouton=titre,
    )


def _champs(fait: Fait, choix: Choix) -> list[Champ]:
    le = ChampDate("le", "Le", obligatoire=True, sens=Sens.PASSE, defaut=fait.le)
    return [le, *(_precision(fait, nom, choix) for nom in PRECISIONS[fait.genre])]


def _precision(fait: Fait, nom: str, choix: Choix) -> Champ:
    valeur = getattr(fait, nom) or None
    match nom:
        case "interlocuteur":
            return ChampSuggere(nom, "Interlocuteur", choix.pilotes, obligatoire=True, defaut=valeur)
        case "nouvelle_date":
            return ChampDate(nom, "Nouvelle date", obligatoire=True, sens=Sens.FUTUR, defaut=valeur)
        case "motif" if fait.genre is GenreFait.CLOTURE:
            motifs = [(motif.value, motif.libelle) for motif in MotifCloture]
            return ChampChoix(nom, "Motif de clôture", motifs, obligatoire=True, defaut=valeur)
        case "motif":
            return ChampTexte(nom, "Pourquoi rouvrir", obligatoire=True, defaut=valeur, aide=PARTAGE)
        case _:
            return ChampLong(nom, "Précision", lignes=3, defaut=valeur, aide=PARTAGE)
