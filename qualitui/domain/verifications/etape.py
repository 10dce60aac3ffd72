"""What the checks wait for: a period to look at, a miss to explain, a non-conformité without an action, a suspension
without an end."""

from __future__ import annotations

from datetime import date

from qualitui.domain.etape import PROPOSEE, UNE_SEMAINE, Etape, Porteurs
from qualitui.domain.temps.calendrier import ajouter_mois
from qualitui.domain.verifications.fiche import Constat, Contenu, EtatOccurrence, Resultat, Verification
from qualitui.domain.verifications.occurrences import Suivi

MOIS_DE_SUSPENSION = 3  # proposed: after that, a suspension without an end is looked at again


def de_la_periode(suivi: Suivi, porteurs: Porteurs) -> Etape | None:
    """A check not done yet, expected by `attendue` within its window; or missed, and nobody has said why."""
    occurrence = suivi.occurrence
    if suivi.etat is not EtatOccurrence.A_FAIRE and not suivi.a_expliquer:
        return None
    role, personne = _porteur(occurrence.redaction, porteurs)
    return Etape(
        domaine="verifications",
        reference=occurrence.reference,
        quoi="Dire pourquoi elle a été manquée" if suivi.a_expliquer else "Faire la vérification",
        libelle=f"À expliquer : {suivi.libelle}" if suivi.a_expliquer else suivi.libelle,
        butoir=occurrence.fin,
        cible=occurrence.attendue,
        depuis=occurrence.debut,
        role=role,
        personne=personne,
        geste="expliquer" if suivi.a_expliquer else "",
    )


def de_la_non_conformite(verification: Verification, constat: Constat, porteurs: Porteurs) -> Etape | None:
    """Its last result is non-conforme, and no action came of it: a later result, or an action, settles it."""
    if constat.resultat is not Resultat.NON_CONFORME or constat.action:
        return None
    role, personne = _porteur(verification, porteurs)
    quoi, terme = "Non conforme sans action, à reprendre", constat.le + UNE_SEMAINE
    return Etape(
        "verifications", f"{constat.verification} × {constat.periode}", quoi, f"{quoi} : {verification.libelle}",
        terme, terme, constat.le, role, personne, PROPOSEE,
    )  # fmt: skip


def de_la_suspension(verification: Verification, jour: date, porteurs: Porteurs) -> Etape | None:
    """Suspended until further notice: three months on, someone says whether it still is."""
    suspension = verification.suspension_au(jour)
    if suspension is None or suspension.au is not None:
        return None
    role, personne = _porteur(verification, porteurs)
    quoi, terme = "Vérification suspendue sans fin, à reprendre", ajouter_mois(suspension.du, MOIS_DE_SUSPENSION)
    return Etape(
        "verifications", verification.code, quoi, f"{quoi} : {verification.libelle}",
        terme, terme, suspension.du, role, personne, PROPOSEE,
    )  # fmt: skip


def _porteur(texte: Contenu, porteurs: Porteurs) -> tuple[str, str]:
    """The role, and the person named while they are there: what someone who left held is their role's."""
    return texte.role, texte.personne if texte.personne in porteurs.presents else ""
