"""The checks of a year written as an Excel workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from qualitui.domain.base import Refus
from qualitui.domain.etat import reserve
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.equipe import Personne
from qualitui.exchange import verifications as classeur
from qualitui.operations.verifications.lecture import grille_de_l_annee
from qualitui.operations.verifications.statistiques import echeances

if TYPE_CHECKING:
    from qualitui.domain.verifications.occurrences import Suivi
    from qualitui.store.site.site import Site

EXTENSION = ".xlsx"


class PasUnClasseur(Refus):
    """The file asked is not named as an Excel workbook."""


def exporter(site: Site, *, annee: int, jour: date, sortie: Path | None = None) -> Path:
    """Write the results of `annee`, its grid and the table; the path of the workbook.

    Without `sortie`, it goes to the site's documents/. Nothing of a complainant is in it.
    """
    site.exiger("verifications", Verbe.LIRE)
    cible = sortie or site.documents(f"verifications-{annee}{EXTENSION}")
    if cible.suffix.lower() != EXTENSION:
        raise PasUnClasseur(f"« {cible.name} » : donnez un nom qui finit par {EXTENSION}, pour Excel.", "sortie")
    grille = grille_de_l_annee(site, annee, jour=jour)
    finies: dict[str, list[Suivi]] = {verification.code: [] for verification, _ in grille}
    for suivi in echeances(site, du=date(annee, 1, 1), au=date(annee, 12, 31), jour=jour):
        finies[suivi.occurrence.verification].append(suivi)
    noms = {role.code: role.libelle for role in site.roles}
    noms |= {personne.code: personne.nom for personne in site.registre.find(Personne)}
    rangs = [(verification, finies[verification.code]) for verification, _ in grille]
    contenu = classeur.Annee(
        site.reglages.nom,
        annee,
        jour,
        rangs,
        grille,
        lambda code: noms.get(code, code),
        reserve(site.registre.etat, jour, {annee}),
    )
    site.sorties.ecrire(classeur.exporter(contenu), cible)
    return cible
