"""The modules of the interface: one row each, reached by a function key. Their code is imported on first use.

A module is there as soon as `qualitui/ui/screens/<module>.py` exists and defines the class named here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from textual.screen import Screen


class Module(NamedTuple):
    """`touche` is empty for a module of the F9 menu; `domaine` is the one of roles-eps.toml."""

    nom: str
    touche: str
    titre: str
    court: str
    classe: str
    aide: str

    @property
    def existe(self) -> bool:
        return bool(_lieu(self.nom))

    def importer(self) -> type[Screen[None]]:
        """Import the module's screen; it must exist."""
        classe: type[Screen[None]] = getattr(import_module(_lieu(self.nom)), self.classe)
        return classe

    def ecran(self) -> Screen[None]:
        """Import the module's screen and build it."""
        return self.importer()()


@cache
def _lieu(nom: str) -> str:
    """The Python module of a screen: a room's `ecran`, or a file of its own; empty when this version has it not."""
    lieu = f"qualitui.ui.screens.{nom}"
    trouve = find_spec(lieu)
    if trouve is None:
        return ""
    return f"{lieu}.ecran" if trouve.submodule_search_locations else lieu


MODULES: tuple[Module, ...] = (
    Module("accueil", "f2", "Accueil", "Accueil", "EcranAccueil", "La semaine du site : en retard, à faire."),
    Module("reclamations", "f3", "Réclamations", "Récl.", "EcranReclamations", "Enregistrer, suivre et répondre."),
    Module("verifications", "f4", "Vérifications", "Vérif.", "EcranVerifications", "Cocher ce qui est à vérifier."),
    Module("actions", "f5", "Actions", "Actions", "EcranActions", "Suivre le plan d’actions du site."),
    Module("suggestions", "f6", "Suggestions", "Sugg.", "EcranSuggestions", "Noter une suggestion, y répondre."),
    Module("indicateurs", "f7", "Indicateurs", "Indic.", "EcranIndicateurs", "Saisir et lire les indicateurs."),
    Module("revue", "f8", "Revue annuelle", "Revue", "EcranRevue", "Préparer la revue qualité locale de l’année."),
    Module(
        "trimestre",
        "",
        "Revue du trimestre",
        "Trimestre",
        "EcranTrimestre",
        "Passer les actions en revue.",
    ),
    Module("echeance", "", "Calculer une échéance", "Échéance", "EcranEcheance", "Trois dates et leur raison."),
    Module("planning", "", "Planning qualité", "Planning", "EcranPlanning", "Tout ce qui vient dans l’année."),
    Module("audits", "", "Audits", "Audits", "EcranAudits", "Audits internes et externes, constats."),
    Module("documents", "", "Documents de référence", "Documents", "EcranDocuments", "Versions, lieux et relectures."),
    Module("enquetes", "", "Enquêtes", "Enquêtes", "EcranEnquetes", "Satisfaction, appels et visites mystère."),
    Module("formation", "", "Formation", "Formation", "EcranFormation", "Ce que chaque agent suit et a suivi."),
    Module("parcours", "", "Parcours VSP", "Parcours", "EcranParcours", "Les parcours et leurs règles d’or."),
    Module("preuves", "", "Preuves par engagement", "Preuves", "EcranPreuves", "Ce qui montre qu’il est tenu."),
    Module("referentiel", "", "Référentiel", "Référentiel", "EcranReferentiel", "Les engagements et leurs délais."),
    Module("equipe", "", "Équipe", "Équipe", "EcranEquipe", "Les personnes et leurs rôles."),
    Module("donnees", "", "État des données", "Données", "EcranDonnees", "Contrôle, sauvegardes."),
    Module("conflits", "", "Conflits", "Conflits", "EcranConflits", "Fiches écrites par deux postes à la fois."),
    Module("reglages", "", "Site et réglages", "Site", "EcranReglages", "Nom, horaires, fermetures du site."),
)


def modules_presents() -> Sequence[Module]:
    """The modules that this version of the program has, in the order of the keys."""
    return [module for module in MODULES if module.existe]


def module(nom: str) -> Module:
    return next(m for m in MODULES if m.nom == nom)


# The screens that open above a module's list, by the name of their room and file; their code is imported on first use.
SOUS_ECRANS = {
    "actions.statistiques": "StatistiquesDesActions",
    "reclamations.statistiques": "EcranStatistiques",
    "trimestre.passage": "EcranPassage",
    "verifications.annee": "EcranAnnee",
    "verifications.historique": "EcranHistorique",
    "verifications.manquees": "EcranManquees",
    "verifications.releve": "EcranReleve",
    "verifications.statistiques": "EcranStatistiques",
    "verifications.tableau": "EcranTableau",
}


def sous_ecran(nom: str) -> type[Screen[None]]:
    """Import a screen of `SOUS_ECRANS`."""
    classe: type[Screen[None]] = getattr(import_module(f"qualitui.ui.screens.{nom}"), SOUS_ECRANS[nom])
    return classe
