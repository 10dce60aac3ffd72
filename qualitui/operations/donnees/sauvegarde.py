"""Copy a site into a verified file, and restore it into a new folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from qualitui.domain.etat import premier_et_nombre
from qualitui.domain.reference.droits import Verbe
from qualitui.store.disque import raison
from qualitui.store.secours import rotation, sauvegarde
from qualitui.store.secours.sauvegarde import Sauvegarde

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


ABIMEE = (
    "La sauvegarde de la semaine n’est pas faite, pour que les précédentes restent\u00a0: les données sont abîmées. "
    "Une sauvegarde demandée (qualitui sauvegarder) reste possible."
)


def sauvegarder(site: Site, destination: Path | None = None, *, confidentiel: bool = False) -> Sauvegarde:
    """Write a backup to `destination` (default: a dated file in the site's `sauvegardes/`).

    With `confidentiel`, identities are copied too: it takes the right to keep the réclamations, and a destination
    outside the site (`sauvegardes/` is open to everyone).
    """
    instant = site.maintenant()
    sauvegardes = site.dossier / "sauvegardes"
    cible = destination or sauvegardes / f"sauvegarde-{instant:%Y-%m-%d-%H%M%S}.zip"
    if confidentiel:
        site.exiger("reclamations", Verbe.TENIR)
        if cible.resolve().is_relative_to(site.dossier.resolve()):
            raise sauvegarde.SauvegardeImpossible(
                "Une sauvegarde avec les identités ne va pas dans le dossier du site, ouvert à tous les agents\u00a0: "
                "choisissez un autre dossier."
            )
    return sauvegarde.sauvegarder(site.dossier, cible, le=instant, confidentiel=confidentiel)


def sauvegarder_si_due(site: Site) -> Sauvegarde | None:
    """The automatic backup of the week (identities left out). Called when a site opens.

    Not over damaged data (`SauvegardeImpossible`): it would take the place of a whole one in the rotation. What this
    program only does not understand is all there: a newer one may share the folder for months.

    None when it is not due, or under a clock that is not believed: the name of the file would hold back the next ones.
    """
    if site.registre.horloge.doute():
        return None
    try:
        etat = site.registre.etat
        if etat.perte and rotation.sauvegarde_due(site.dossier / "sauvegardes", site.maintenant().date()):
            raise sauvegarde.SauvegardeImpossible(f"{ABIMEE} {premier_et_nombre(etat.graves)}")
        return rotation.sauvegarder_si_due(site.dossier, site.maintenant())
    except OSError as erreur:
        phrase = f"La sauvegarde de la semaine n’a pas été faite : {raison(erreur)}."
        raise sauvegarde.SauvegardeImpossible(phrase) from erreur


def restaurer(fichier: Path, dossier: Path) -> int:
    """Restore a backup into a new folder; return the number of files."""
    return sauvegarde.restaurer(fichier, dossier)


def derniere_automatique(site: Site) -> date | None:
    """The day of the last automatic backup; None without any. Refused if the folder cannot be read."""
    try:
        faites = rotation.dernieres(site.dossier / "sauvegardes")
    except OSError as erreur:
        raise sauvegarde.SauvegardeImpossible(f"Les sauvegardes ne se lisent pas\u00a0: {raison(erreur)}.") from erreur
    return faites[-1][0] if faites else None
