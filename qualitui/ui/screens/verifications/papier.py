"""What leaves the screens of the checks: the round on paper (all of it, a role's or a place's), the year in Excel."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from qualitui.domain.francais import date_sans_annee
from qualitui.operations.verifications import gestes as verifications
from qualitui.operations.verifications import tournee
from qualitui.ui.widgets.champs import ChampChoix
from qualitui.ui.widgets.formulaire import Formulaire, Saisie

if TYPE_CHECKING:
    from qualitui.store.site.site import Site
    from qualitui.ui.noyau.contrat import Bureau

JOUR: Final = "jour"
SEMAINE: Final = "semaine"


def impression(site: Site, le: date, jour: date, *, semaine: bool = False) -> Formulaire:
    """Which round to print: the day `le` or its week, for everybody, one role or one place."""
    roles = {role.code: role.libelle for role in site.roles}
    tenus = dict.fromkeys(v.role for v in verifications.table(site))
    lundi = f"semaine du {date_sans_annee(date.fromordinal(le.toordinal() - le.weekday()))}"

    def enregistrer(saisie: Saisie) -> Path:
        valeurs: dict[str, Any] = saisie.valeurs
        return tournee.imprimer(
            site,
            jour=le,
            semaine=valeurs["portee"] == SEMAINE,
            role=valeurs["role"] or "",
            lieu=valeurs["lieu"] or "",
            imprimee_le=jour,
        )

    return Formulaire(
        "Imprimer la tournée",
        [
            ChampChoix(
                "portee",
                "Tournée",
                [(JOUR, date_sans_annee(le)), (SEMAINE, lundi)],
                defaut=SEMAINE if semaine else JOUR,
                obligatoire=True,
            ),
            ChampChoix("role", "Rôle", [(role, roles.get(role, role)) for role in tenus if role], aide="vide : tous"),
            ChampChoix("lieu", "Lieu", [(lieu, lieu) for lieu in tournee.lieux(site)], aide="vide : tous"),
        ],
        enregistrer,
        intro="Une feuille A4 (Word) à emporter, dans l’ordre du parcours.",
        bouton="Imprimer",
        dire=lambda chemin: f"Document écrit : {chemin}",
    )


def exporter(qualitui: Bureau, annee: int) -> None:
    """Write the year's workbook in the site's documents/, in a thread."""
    from qualitui.operations.verifications.export import exporter as ecrire

    site, jour = qualitui.site, qualitui.jour()
    qualitui.annoncer(f"Les vérifications de {annee} s’exportent…")
    qualitui.faire(lambda: ecrire(site, annee=annee, jour=jour), dire=lambda chemin: f"Classeur écrit : {chemin}")
