"""The modules of the interface: a screen each, reached by a function key or by F9. Their code is imported on first use.

Those of the concepts come from `domain/concepts.py`; the screen of each is `screens/<nom>.py`, or `ecran.py` in
the room of that name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from qualitui.domain.concepts import CONCEPTS, PARAMETRES, Concept, lieu

if TYPE_CHECKING:
    from textual.screen import Screen


class Module(NamedTuple):
    """`touche` is empty for a module of the F9 menu."""

    nom: str
    touche: str
    titre: str
    court: str
    aide: str

    def importer(self) -> type[Screen[None]]:
        """Import the module's screen, `Ecran<Nom>`."""
        classe: type[Screen[None]] = getattr(
            import_module(lieu("ui.screens", self.nom, "ecran")), f"Ecran{self.nom.capitalize()}"
        )
        return classe

    def ecran(self) -> Screen[None]:
        """Import the module's screen and build it."""
        return self.importer()()


def _du_concept(concept: Concept) -> Module:
    ecran = concept.ecran
    return Module(concept.nom, ecran.touche, concept.titre, ecran.court, ecran.aide)


# Under F9, what one works on comes first; what the site is made of, last.
MODULES: tuple[Module, ...] = (
    Module("accueil", "f2", "Accueil", "Accueil", "La semaine du site : en retard, à faire."),
    *(_du_concept(c) for c in CONCEPTS if c.ecran.touche),
    *(_du_concept(c) for c in CONCEPTS if not c.ecran.touche and c.domaine is not PARAMETRES),
    Module("echeance", "", "Calculer une échéance", "Échéance", "Trois dates et leur raison."),
    Module("comptages", "", "Comment on compte", "Comptages", "Chaque chiffre, et sa définition."),
    Module("referentiel", "", "Référentiel", "Référentiel", "Les engagements et leurs délais."),
    *(_du_concept(c) for c in CONCEPTS if not c.ecran.touche and c.domaine is PARAMETRES),
    Module("donnees", "", "État des données", "Données", "Contrôle, sauvegardes."),
    Module("conflits", "", "Conflits", "Conflits", "Fiches écrites par deux postes à la fois."),
    Module("reglages", "", "Site et réglages", "Site", "Nom, horaires, fermetures du site."),
)


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
