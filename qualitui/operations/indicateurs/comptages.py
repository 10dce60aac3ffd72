"""« Comment on compte » and « D’où vient ce chiffre ? »: any figure of the site, and exactly what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import Refus
from qualitui.domain.comptage import Comptage, Definition, Fenetre, fenetre
from qualitui.domain.concepts import concept
from qualitui.domain.francais import date_en_mots
from qualitui.domain.indicateurs import catalogue
from qualitui.domain.indicateurs.catalogue import Donnees
from qualitui.domain.indicateurs.fiche import ValeurIndicateur, mesures_saisies
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.revue.fiche import RevueAnnuelle
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.trimestres import RevueTrimestrielle
from qualitui.domain.verifications.occurrences import Suivi
from qualitui.operations.site.semaine import derniers
from qualitui.operations.verifications.semaine import debut_du_site
from qualitui.operations.verifications.statistiques import finies

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


class PeriodeImpossible(Refus):
    """A figure is told of days that have come, in their order."""


def page(site: Site) -> tuple[Definition, ...]:
    """« Comment on compte »: every definition, made from the figures themselves."""
    site.exiger("indicateurs", Verbe.LIRE)
    return catalogue.definitions(site.indicateurs_types)


def compter(
    site: Site, code: str, *, du: date | None = None, au: date | None = None, le: date | None = None, jour: date
) -> Comptage:
    """The figure of `code` from `du` to `au`; without them, since 1 January of the year of `au` or of `jour`.

    With the facts known on `jour`; `le` asks for those known on that day, as a series or a frozen review does.
    """
    voulue = catalogue.chercher(code, site.indicateurs_types)
    salle = catalogue.salle_de(voulue.code)
    site.exiger(concept(salle).domaine.code, Verbe.LIRE)
    fin = au or (min(jour, date(du.year, 12, 31)) if du else jour)
    debut = du or date(fin.year, 1, 1)
    if fin < debut:
        raise PeriodeImpossible(f"La période finirait le {date_en_mots(fin)}, avant de commencer.", "au")
    if debut > jour:
        raise PeriodeImpossible(f"La période ne commence que le {date_en_mots(debut)}.", "du")
    vue = Fenetre(debut, min(fin, jour), jour) if le is None else fenetre(debut, fin, le)._replace(le=min(le, jour))
    donnees = _rassembler(site, salle, vue, voulue.code == catalogue.ATTEINTS.code)
    return catalogue.compter(donnees, voulue.code, vue, site.indicateurs_types)


def plusieurs(site: Site, codes: Sequence[str], *, du: date, au: date, jour: date) -> list[Comptage]:
    """Several figures of one room, over one period."""
    site.exiger(concept(catalogue.salle_de(codes[0])).domaine.code, Verbe.LIRE)
    vue = Fenetre(du, min(au, jour), jour)
    donnees = _rassembler(site, catalogue.salle_de(codes[0]), vue)
    return [catalogue.compter(donnees, code, vue, site.indicateurs_types) for code in codes]


def codes_de(nom: str) -> list[str]:
    """The figures of a concept, in the order of its room."""
    return [figure.definition.code for figure in catalogue.par_salle()[nom]]


def _rassembler(site: Site, salle: str, vue: Fenetre, tout: bool = False) -> Donnees:
    """What the figures of a room read, and nothing else: ten years of checks are not gone through for a suggestion."""
    registre = site.registre
    return Donnees(
        reclamations=registre.find(Reclamation) if tout or salle == "reclamations" else (),
        suivis=_suivis(site, vue) if tout or salle == "verifications" else (),
        actions=registre.find(Action) if tout or salle == "actions" else (),
        suggestions=registre.find(Suggestion) if tout or salle == "suggestions" else (),
        trimestres=registre.find(RevueTrimestrielle) if tout or salle == "trimestre" else (),
        mesures=mesures_saisies(registre.find(ValeurIndicateur)) if tout or salle == "indicateurs" else {},
        revues=registre.find(RevueAnnuelle) if tout or salle == "revue" else (),
        audits=derniers(site) if tout or salle == "equipe" else None,
        depuis=debut_du_site(site),
    )


def _suivis(site: Site, vue: Fenetre) -> list[Suivi]:
    return finies(site, du=vue.du, au=vue.au, jour=vue.le)
