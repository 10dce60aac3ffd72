"""The list of réclamations: its columns, the filters of its bar, and the box (key F) that makes them precise."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qualitui.domain.francais import INSECABLE, date_courte
from qualitui.domain.reclamations.filtre import Filtre as Precisions
from qualitui.operations.choix import Options
from qualitui.operations.reclamations.lecture import Choix, Rangee
from qualitui.ui.widgets.champs import ChampChoix
from qualitui.ui.widgets.filtre import Filtre
from qualitui.ui.widgets.formulaire import Formulaire, Saisie
from qualitui.ui.widgets.tableau import Colonne

AUCUNE = Precisions()
LIBELLES = {"canal": "Canal", "motif": "Motif", "service": "Service", "nature": "Nature", "mois": "Reçues en"}

_BARRE: tuple[tuple[str, str, Callable[[Rangee], bool]], ...] = (
    ("a-traiter", "À faire", lambda r: r.a_traiter),
    ("retard", "Retard", lambda r: r.en_retard),
    ("mois", "Mois", lambda r: r.ce_mois),
    ("accuse", "Accusé", lambda r: r.accuse_manquant),
    ("miens", "À moi", lambda r: r.mienne and r.a_traiter),
    ("repondues", "À clore", lambda r: r.repondue),
    ("toutes", "Tout", lambda r: True),
)
TOUTES = len(_BARRE)  # the digit that shows every case


def colonnes() -> Sequence[Colonne[Rangee]]:
    """At 120 columns without the pane, all of them but the service."""
    return [
        Colonne("Réf.", 11, lambda r: r.reference),
        Colonne("Reçue", 8, lambda r: date_courte(r.reclamation.recue_le), lambda r: r.reclamation.recue_le),
        Colonne("Délai", 16, _delai, lambda r: r.reste),
        Colonne("État", 13, lambda r: r.etat),
        Colonne("Objet", None, _objet),
        Colonne("Canal", 12, lambda r: r.canal, a_partir_de=96),
        Colonne("Motif", 20, lambda r: r.classement, a_partir_de=118),
        Colonne("Pilote", 12, lambda r: r.pilote, a_partir_de=112),
        Colonne("Service", 13, lambda r: r.reclamation.service, a_partir_de=160),
    ]


def _delai(rangee: Rangee) -> str:
    """« ! en retard 6 j », «   à 5 j »."""
    return f"{'!' if rangee.en_retard else ' '} {rangee.delai}"


def _objet(rangee: Rangee) -> str:
    objet = rangee.reclamation.objet or rangee.classement
    return f"Urgent · {objet}" if rangee.reclamation.urgente else objet


def barre(passe: Callable[[Rangee], bool]) -> Sequence[Filtre[Rangee]]:
    """The filters of the bar; each row must also pass `passe`, what the box asks for."""

    def avec(garder: Callable[[Rangee], bool]) -> Callable[[Rangee], bool]:
        return lambda rangee: garder(rangee) and passe(rangee)

    return [Filtre(code, libelle, avec(garder)) for code, libelle, garder in _BARRE]


def _options(choix: Choix) -> dict[str, Options]:
    return {
        "canal": choix.canaux,
        "motif": choix.motifs,
        "service": choix.services,
        "nature": choix.natures,
        "mois": choix.mois,
    }


def boite(choix: Choix, precisions: Precisions) -> Formulaire:
    """Choose a channel, a motif…; a field left empty lets everything through. Gives `Precisions`."""
    champs = [
        ChampChoix(nom, LIBELLES[nom], options, defaut=getattr(precisions, nom) or None)
        for nom, options in _options(choix).items()
    ]

    def choisir(saisie: Saisie) -> Precisions:
        return Precisions(**{nom: valeur or "" for nom, valeur in saisie.valeurs.items()})

    return Formulaire(
        "Filtrer la liste",
        champs,
        choisir,
        intro="Un champ vide laisse tout passer. Ces filtres s’ajoutent à ceux de la barre.",
        bouton="Filtrer",
    )


def en_mots(precisions: Precisions, choix: Choix) -> str:
    """« Canal : 39.75, reçues en mars 2026 »; « » when nothing is asked."""
    dits = []
    for nom, options in _options(choix).items():
        code = getattr(precisions, nom)
        if code:
            liaison = " " if nom == "mois" else f"{INSECABLE}: "
            dits.append(f"{LIBELLES[nom]}{liaison}{dict(options).get(code, code)}")
    return ", ".join(dits)
