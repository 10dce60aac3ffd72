"""The forms of the review: a text of the trame, an objective, what became of one, a risk, its stages."""

from __future__ import annotations

from datetime import date
from typing import Any

from textual.app import ComposeResult

from qualitui.domain.revue.calcul import trop_tot
from qualitui.domain.revue.fiche import Objectif, Resultat, RevueAnnuelle, Risque, Suite
from qualitui.domain.revue.possibles import Geste
from qualitui.domain.revue.zones import ZoneSaisie
from qualitui.domain.temps.dates import Sens
from qualitui.operations import choix
from qualitui.operations.revue import gestes as revue
from qualitui.operations.revue.lecture import Vue
from qualitui.store.site.site import Site
from qualitui.ui.screens.revue.lignes import libelle_de_zone
from qualitui.ui.widgets.champs import Champ, ChampChoix, ChampLong, ChampNombre, ChampTexte
from qualitui.ui.widgets.champs_dates import ChampDate
from qualitui.ui.widgets.choix import Options
from qualitui.ui.widgets.formulaire import Formulaire, Saisie

RESERVE = 13  # lines of the box around the text: borders, prompt, buttons, footer, what was written last year


class ChampRedaction(ChampLong):
    """A long text, as wide as the box and as high as the screen allows."""

    LIBELLE, RETRAIT, DESSOUS = 0, 1, 3

    def compose(self) -> ComposeResult:
        self.lignes = max(5, self.app.size.height - RESERVE)
        yield from super().compose()


def rediger(site: Site, vue: Vue, zone: ZoneSaisie) -> Formulaire:
    """The editor of one zone; last year's text is under it, for memory."""
    avant = vue.precedente.saisies.get(zone.code, "") if vue.precedente else ""
    memoire = f"En {vue.revue.annee - 1} : {' '.join(avant.split())}" if avant else ""
    champ = ChampRedaction("texte", zone.libelle, defaut=vue.revue.saisies.get(zone.code, ""), aide=_couper(memoire))
    return Formulaire(
        f"§ {zone.section} {libelle_de_zone(vue, zone)}",
        [champ],
        lambda saisie: revue.saisir(site, saisie.fiche, {zone.code: saisie.valeurs["texte"]}),
        brouillon=f"revue-{vue.revue.annee}-{zone.code}",
        fiche=vue.revue,
        dire=f"« {zone.libelle} » est enregistré.",
        intro=f"{zone.consigne} Une ligne qui commence par « - » devient une puce.",
    )


def _couper(texte: str, longueur: int = 220) -> str:
    return texte if len(texte) <= longueur else f"{texte[: longueur - 1]}…"


# --- objectives -----------------------------------------------------------------------------------------


def fixer(site: Site, vue: Vue, objectif: Objectif | None, jour: date) -> Formulaire:
    """A new objective for the year after, or the one given."""
    o = objectif
    champs: list[Champ] = [
        ChampLong("texte", "Objectif", defaut=o.texte if o else None, obligatoire=True, lignes=3),
        ChampTexte("cible", "Cible", defaut=o.cible if o else None, aide="mesurable : 95 %, 2 par trimestre…"),
        ChampChoix("indicateur", "Indicateur", indicateurs(site), defaut=o.indicateur if o else None),
        ChampChoix("pilote", "Pilote", choix.pilotes(site, jour=jour), defaut=o.pilote if o else None),
        ChampDate("echeance", "Échéance", defaut=o.echeance if o else None, sens=Sens.FUTUR),
        ChampTexte("action", "Action liée", defaut=o.action if o else None, aide="sa référence : A-2026-012"),
    ]
    code = o.code if o else ""

    def enregistrer(saisie: Saisie) -> RevueAnnuelle:
        return revue.fixer_objectif(site, saisie.fiche, code=code, jour=jour, **saisie.valeurs)

    titre = f"Objectif {code}" if o else f"Nouvel objectif pour {vue.revue.annee + 1}"
    return Formulaire(
        titre,
        champs,
        enregistrer,
        brouillon=f"revue-{vue.revue.annee}-objectif-{code or 'nouveau'}",
        fiche=vue.revue,
        dire="L’objectif est enregistré.",
    )


def noter(site: Site, vue: Vue, objectif: Objectif, suite: Suite | None) -> Formulaire:
    """What became of an objective of the year before."""
    champs: list[Champ] = [
        ChampChoix(
            "resultat",
            "Résultat",
            [(str(r), str(r)) for r in Resultat],
            defaut=str(suite.resultat) if suite else None,
            obligatoire=True,
        ),
        ChampLong("effet", "Effet constaté", defaut=suite.effet if suite else None, lignes=5),
    ]

    def enregistrer(saisie: Saisie) -> RevueAnnuelle:
        valeurs = saisie.valeurs
        return revue.noter_suite(
            site, saisie.fiche, objectif.code, Resultat(valeurs["resultat"]), effet=valeurs["effet"]
        )

    cible = f" Cible : {objectif.cible}." if objectif.cible else ""
    return Formulaire(
        f"Suite donnée à {objectif.code}",
        champs,
        enregistrer,
        brouillon=f"revue-{vue.revue.annee}-suite-{objectif.code}",
        fiche=vue.revue,
        dire="La suite est notée.",
        intro=f"{objectif.texte}.{cible}",
    )


# --- risks ----------------------------------------------------------------------------------------------


def coter(site: Site, vue: Vue, risque: Risque | None) -> Formulaire:
    """A new risk, or the one given rated again."""
    r = risque
    champs: list[Champ] = [
        ChampLong("libelle", "Risque", defaut=r.libelle if r else None, obligatoire=True, lignes=2),
        ChampNombre(
            "gravite",
            "Gravité",
            entier=True,
            defaut=r.gravite if r else None,
            obligatoire=True,
            aide="de 1 (faible) à 4 (forte)",
        ),
        ChampNombre(
            "frequence",
            "Fréquence",
            entier=True,
            defaut=r.frequence if r else None,
            obligatoire=True,
            aide="de 1 (rare) à 4 (fréquent)",
        ),
        ChampTexte("origine", "Origine", defaut=r.origine if r else None),
        ChampLong("reponse", "Réponse prévue", defaut=r.reponse if r else None, lignes=3),
        ChampTexte("action", "Action liée", defaut=r.action if r else None, aide="sa référence : A-2026-012"),
    ]
    code = r.code if r else ""
    return Formulaire(
        f"Risque {code}" if r else "Nouveau risque",
        champs,
        lambda saisie: revue.coter_risque(site, saisie.fiche, code=code, **saisie.valeurs),
        brouillon=f"revue-{vue.revue.annee}-risque-{code or 'nouveau'}",
        fiche=vue.revue,
        dire="Le risque est coté.",
    )


# --- stages ---------------------------------------------------------------------------------------------


def etape(site: Site, vue: Vue, code: str, jour: date) -> Formulaire:
    """The form of a stage: what it asks, and the operation it calls."""
    annee = vue.revue.annee

    def poser(titre: str, champs: list[Champ], geste: Any, dire: Any, intro: str = "") -> Formulaire:
        brouillon = f"revue-{annee}-{code}"
        return Formulaire(titre, champs, geste, fiche=vue.revue, dire=dire, intro=intro, brouillon=brouillon)

    match Geste(code):
        case Geste.ARRETER:
            return poser(
                f"Arrêter les chiffres de la revue {annee}",
                [ChampDate("le", "Au", defaut=jour, sens=Sens.PASSE, obligatoire=True)],
                lambda s: revue.arreter(site, s.fiche, le=s.valeurs["le"], jour=jour),
                lambda figee: f"Les chiffres de la revue {annee} sont arrêtés. {trop_tot(figee.chiffres)}".strip(),
                "Les chiffres sont gardés tels qu’ils étaient ce jour-là : rien de saisi ensuite ne les change.",
            )
        case Geste.SOUMETTRE:
            return poser(
                f"Soumettre la revue {annee} à la direction",
                [ChampDate("le", "Le", defaut=jour, sens=Sens.PASSE, obligatoire=True)],
                lambda s: revue.soumettre(site, s.fiche, le=s.valeurs["le"]),
                f"La revue {annee} est soumise à la direction.",
            )
        case Geste.APPROUVER:
            return poser(
                f"Approuver la revue {annee}",
                [
                    ChampTexte("par", "Approuvée par", defaut=vue.directeur, obligatoire=True),
                    ChampDate("le", "Le", defaut=jour, sens=Sens.PASSE, obligatoire=True),
                ],
                lambda s: revue.approuver(site, s.fiche, par=s.valeurs["par"], le=s.valeurs["le"], jour=jour),
                f"La revue {annee} est approuvée.",
                "Une fois approuvée, elle ne change plus, sauf à la rouvrir avec une raison.",
            )
        case Geste.PRESENTER:
            return poser(
                f"Présentation de la revue {annee} aux agents",
                [
                    ChampDate("le", "Présentée le", defaut=jour, sens=Sens.PASSE, obligatoire=True),
                    ChampDate("transmise_le", "Transmise le", sens=Sens.PASSE, aide="aux services centraux"),
                ],
                lambda s: revue.presenter(site, s.fiche, jour=jour, **s.valeurs),
                f"La présentation de la revue {annee} est notée.",
            )
        case Geste.ROUVRIR:
            return poser(
                f"Rouvrir la revue {annee}",
                [ChampLong("raison", "Raison", obligatoire=True)],
                lambda s: revue.rouvrir(site, s.fiche, raison=s.valeurs["raison"]),
                f"La revue {annee} est de nouveau en préparation.",
            )


def indicateurs(site: Site) -> Options:
    return [(un.code, f"{un.code} {un.libelle}") for un in site.indicateurs_types]
