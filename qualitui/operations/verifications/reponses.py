"""What the register answers to a check of the default table that it can answer (`calcul` of its row)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from qualitui.domain.comptage import Fenetre
from qualitui.domain.indicateurs import catalogue
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.revue.fiche import RevueAnnuelle
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.trimestres import RevueTrimestrielle
from qualitui.domain.verifications import reponses
from qualitui.domain.verifications.occurrences import Occurrence
from qualitui.domain.verifications.reponses import Reponse
from qualitui.operations.verifications.semaine import debut_du_site

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


def proposee(site: Site, une: Occurrence, *, le: date) -> Reponse | None:
    """The answer of the register on `le` over the period of the check; None when it knows nothing of it."""
    site.exiger("verifications", Verbe.LIRE)
    return repondre(site, une, le)


def repondre(site: Site, une: Occurrence, le: date) -> Reponse | None:
    """The same, for who has asked the right already."""
    calcul = next((type_.calcul for type_ in site.verifications_types if type_.code == une.verification), "")
    if not calcul:
        return None
    salle, registre = catalogue.salle_de(calcul), site.registre
    donnees = catalogue.Donnees(
        reclamations=registre.find(Reclamation) if salle == "reclamations" else (),
        suggestions=registre.find(Suggestion) if salle == "suggestions" else (),
        trimestres=registre.find(RevueTrimestrielle) if salle == "trimestre" else (),
        revues=registre.find(RevueAnnuelle) if salle == "revue" else (),
        depuis=debut_du_site(site),
    )
    return reponses.repondre(donnees.compter(calcul, Fenetre(une.debut, une.fin, le)))
