"""The typed zones of the review's trame: what each asks, and which are mandatory before approval."""

from __future__ import annotations

from typing import NamedTuple

from qualitui.domain.base import Refus
from qualitui.domain.francais import plus_proches

ANALYSE = "analyse-"


class ZoneSaisie(NamedTuple):
    """A zone people type. `consigne` is shown while it is empty; `obligatoire`: approval waits for it."""

    code: str
    section: str
    libelle: str
    consigne: str
    obligatoire: bool = True


class ZoneInconnue(Refus):
    """No zone carries this name."""


ZONES: tuple[ZoneSaisie, ...] = (
    ZoneSaisie("forces", "1", "Trois points forts", "Rédigez ici les trois points forts de l’année, un par ligne."),
    ZoneSaisie(
        "vigilance", "1", "Trois points de vigilance", "Rédigez ici les trois points de vigilance, un par ligne."
    ),
    ZoneSaisie(
        "decisions", "1", "Trois décisions", "Rédigez ici les trois décisions proposées à la direction, une par ligne."
    ),
    ZoneSaisie(
        "suites",
        "2",
        "Commentaire sur les suites données",
        "Commentez ici ce que les objectifs de l’an passé ont changé pour les usagers et pour les équipes.",
        obligatoire=False,
    ),
    ZoneSaisie(
        "contexte",
        "3",
        "Contexte de l’année",
        "Décrivez ici l’organisation, les locaux, les effectifs, les référents et ce qui a changé dans l’année.",
    ),
    ZoneSaisie(
        "bilan-engagements",
        "4",
        "Analyse du respect des engagements",
        "Analysez ici les écarts constatés, leurs causes et les suites données.",
    ),
    ZoneSaisie(
        "bilan-indicateurs",
        "5",
        "Commentaire des indicateurs",
        "Commentez ici les tendances de l’année.",
        obligatoire=False,
    ),
    ZoneSaisie(
        "bilan-ecoute",
        "6",
        "Analyse de l’écoute des usagers",
        "Analysez ici les motifs les plus fréquents, les suites données et les enquêtes menées.",
    ),
    ZoneSaisie(
        "bilan-equipes",
        "7",
        "Analyse de l’écoute des équipes",
        "Décrivez ici les réunions, les incivilités, les formations et ce que les suggestions ont changé.",
    ),
    ZoneSaisie(
        "bilan-verifications",
        "8",
        "Analyse des vérifications",
        "Expliquez ici les vérifications manquées et les non-conformités répétées.",
    ),
    ZoneSaisie(
        "audits",
        "9",
        "Audits de l’année",
        "Indiquez ici les audits menés, leurs constats soldés et ouverts, et la date du prochain.",
        obligatoire=False,
    ),
    ZoneSaisie(
        "bilan-actions",
        "10",
        "Analyse du plan d’actions",
        "Analysez ici l’avancement, les retards et l’efficacité des actions.",
    ),
    ZoneSaisie(
        "documents",
        "11",
        "Documents et compétences",
        "Indiquez ici les documents à revoir, les habilitations et les formations suivies.",
        obligatoire=False,
    ),
    ZoneSaisie(
        "opportunites",
        "12",
        "Opportunités",
        "Décrivez ici les opportunités relevées : outils, partenaires, projets.",
        obligatoire=False,
    ),
    ZoneSaisie(
        "perspectives",
        "13",
        "Perspectives",
        "Décrivez ici les perspectives et les moyens prévus pour l’année suivante.",
    ),
    ZoneSaisie(
        "demandes",
        "13",
        "Demandes aux services centraux",
        "Formulez ici les demandes adressées aux services centraux.",
        obligatoire=False,
    ),
)


def zone_analyse(code: str, libelle: str, section: str = "5") -> ZoneSaisie:
    """The analysis that a missed indicator asks for."""
    consigne = f"Expliquez ici pourquoi la cible n’est pas atteinte pour « {libelle} » et ce qui est prévu."
    return ZoneSaisie(f"{ANALYSE}{code}", section, f"Analyse de {code}", consigne)


def exiger_zone(code: str) -> str:
    """The zone's code as it is kept; `ZoneInconnue` names the nearest."""
    voulu = code.strip()
    if voulu.startswith(ANALYSE) or any(zone.code == voulu for zone in ZONES):
        return voulu
    connues = [zone.code for zone in ZONES]
    proches = plus_proches(voulu, connues) or connues
    raise ZoneInconnue(f"La zone « {code} » n’existe pas dans la revue. Connues : {', '.join(proches)}.", "zone")
