"""A réclamation in the detail pane: what to do, the three dates, the time line, what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING

from rich.text import Text

from qualitui.domain.actions.fiche import Action
from qualitui.domain.francais import date_courte, date_en_mots
from qualitui.domain.reclamations.alertes import alertes, prochain_geste
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.phrases import Temps, chronologie
from qualitui.operations.reclamations.lecture import Rangee
from qualitui.ui.screens.commun.textes import titree

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

SIGNES = {Temps.PASSE: "-", Temps.A_VENIR: ">", Temps.DEPASSE: "!"}
FONDEE = {True: "oui", False: "non", None: ""}


def detail(
    site: Site,
    rangee: Rangee,
    jour: date,
    *,
    nom: Callable[[str], str],
    actions: Mapping[str, Action],
    accessible: bool,
) -> Text:
    """The whole pane. `accessible`: whether this person may see who wrote."""
    fiche = rangee.reclamation
    texte = Text().append(f"{fiche.reference}  {rangee.etat}, {rangee.delai}\n", "bold")
    texte.append_text(_a_faire(fiche, jour))
    texte.append_text(_dates(fiche))
    texte.append_text(_lignes(_classement(site, fiche, nom)))
    texte.append_text(_actions(fiche, actions))
    identite = "touche p pour la montrer" if accessible else "confidentiel"
    texte.append_text(_lignes([("Identité", identite)]))
    return texte.append_text(_fil(fiche, jour, nom))


def _a_faire(fiche: Reclamation, jour: date) -> Text:
    texte = titree("À faire : ", prochain_geste(fiche, jour).phrase)
    for alerte in alertes(fiche, jour):
        texte.append_text(titree("! ", alerte.phrase))
    return texte.append("\n")


def _dates(fiche: Reclamation) -> Text:
    echeance = fiche.echeance
    if echeance is None:
        return Text("Aucun délai ne court pour ce dossier.\n\n")
    dates = (("Quantième", echeance.quantieme), ("Butoir", echeance.butoir), ("Cible", echeance.cible))
    texte = Text()
    for nom, le in dates:
        texte.append(f"{nom:<11}", "bold").append(f"{date_en_mots(le)}\n")
    return texte.append("\n")


def _classement(site: Site, fiche: Reclamation, nom: Callable[[str], str]) -> list[tuple[str, str]]:
    tables = site.nomenclatures
    return [
        ("Objet", fiche.objet),
        ("Canal", tables.canal(fiche.canal).libelle),
        ("Nature", tables.nature(fiche.nature).libelle if fiche.nature else "à qualifier"),
        ("Motif", tables.motif(fiche.motif).libelle if fiche.motif else ""),
        ("Engagement", fiche.engagement),
        ("Service", fiche.service),
        ("Urgente", "oui" if fiche.urgente else ""),
        ("Fondée", FONDEE[fiche.fondee]),
        ("Cause", fiche.cause),
        ("Pilote", nom(fiche.pilote)),
    ]


def _actions(fiche: Reclamation, actions: Mapping[str, Action]) -> Text:
    texte = Text()
    for reference in fiche.actions:
        action = actions.get(reference)
        suite = f" {action.etat.value}, {action.intitule}" if action else ""
        texte.append_text(titree("Action".ljust(11), f"{reference}{suite}"))
    return texte


def _fil(fiche: Reclamation, jour: date, nom: Callable[[str], str]) -> Text:
    """« - 05/02/26  accusé de réception »; « > » what is to come, « ! » what is past and not done."""
    texte = Text().append("\nFil du dossier\n", "bold underline")
    for repere in chronologie(fiche, jour, nom):
        texte.append_text(titree(f"{SIGNES[repere.temps]} {date_courte(repere.le)}  ", repere.phrase, gras=False))
    return texte


def _lignes(lignes: Sequence[tuple[str, str]]) -> Text:
    texte = Text()
    for titre, valeur in lignes:
        if valeur:
            texte.append_text(titree(titre.ljust(11), valeur))
    return texte


def pendu(titre: str, valeur: str, largeur: int, *, gras: bool = True) -> Text:
    """A title, then its value wrapped under itself: for a box, which does not wrap as the pane does."""
    reste = max(16, largeur - len(titre))
    morceaux = wrap(valeur, reste) or [""]
    texte = Text(titre, "bold" if gras else "").append(morceaux[0], "not bold")
    for morceau in morceaux[1:]:
        texte.append(f"\n{' ' * len(titre)}{morceau}", "not bold")
    return texte.append("\n")
