"""Copy a site into a verified file, restore it into a new folder, and say what the last copy holds."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from qualitui.domain.diagnostic import FICHES
from qualitui.domain.etat import premier_et_nombre
from qualitui.domain.francais import accorder, date_en_mots
from qualitui.domain.reference.droits import Verbe
from qualitui.operations.donnees import pertes
from qualitui.store.contrat import RegistreIllisible
from qualitui.store.disque import raison
from qualitui.store.secours import inventaire, restauration, retour, rotation, sauvegarde
from qualitui.store.secours.archive import SauvegardeInvalide, Sommaire, sommaire_en_mots
from qualitui.store.secours.restauration import Restauration
from qualitui.store.secours.sauvegarde import Sauvegarde

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


ANCIENNE = 15  # days after which the last backup is told to be old


def sauvegarder(site: Site, destination: Path | None = None, *, confidentiel: bool = False) -> Sauvegarde:
    """Write a backup to `destination` (default: a dated file in the site's `sauvegardes/`).

    With `confidentiel`, identities are copied too: it takes the right to keep the réclamations, and a destination
    outside the site (`sauvegardes/` is open to everyone). Over damaged data the backup says that they are.
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
    return sauvegarde.sauvegarder(site.dossier, cible, le=instant, confidentiel=confidentiel, degats=_degats(site))


def sauvegarder_si_due(site: Site) -> Sauvegarde | None:
    """The automatic backup of the week (identities left out). Called when a site opens.

    Over damaged data it is made too, and says so: the sound ones before it stay until another sound one holds as much.
    What this program only does not understand is all there: a newer one may share the folder for months.

    None when it is not due, or under a clock that is not believed: it would be dated of a day that is not.
    """
    if site.registre.horloge.doute():
        return None
    try:
        return rotation.sauvegarder_si_due(site.dossier, site.maintenant(), degats=lambda: _degats(site))
    except OSError as erreur:
        phrase = f"La sauvegarde de la semaine n’a pas été faite\u00a0: {raison(erreur)}."
        raise sauvegarde.SauvegardeImpossible(phrase) from erreur


def _degats(site: Site) -> str:
    """What may be lost from the data; a record that only this program does not understand is copied whole.

    The files are what is copied: they are read again, for what was damaged after this workstation had read it.
    """
    etat = site.registre.etat
    try:
        graves = [une for une in etat.graves if une.domaine != FICHES] or pertes.des_fichiers(site)
    except RegistreIllisible:
        return ""  # the copy, which reads the same files, says why it cannot be made
    return premier_et_nombre(tuple(graves)) if graves else ""


def reserves(faite: Sauvegarde) -> list[str]:
    """What must be said of a backup just made, a sentence each: damaged data, what could not be copied."""
    dites = []
    if faite.degats:
        dites.append(
            "Cette sauvegarde contient les données telles qu’elles sont, abîmées\u00a0: gardez les précédentes. "
            f"{faite.degats}"
        )
    if faite.omis:
        dites.append(
            f"Sauvegarde incomplète\u00a0: {accorder(len(faite.omis), 'élément')} n’ont pas pu être copiés."
            if len(faite.omis) > 1
            else "Sauvegarde incomplète\u00a0: 1\u00a0élément n’a pas pu être copié."
        )
    return dites


def restaurer(fichier: Path, dossier: Path) -> Restauration:
    """Restore a backup into a new folder, whole or not at all."""
    return restauration.restaurer(fichier, dossier)


def a_remettre(site: Site) -> str:
    """What a restore left to bring back of the confidential folder, and how; empty when nothing is."""
    manque = retour.a_remettre(site.dossier)
    return retour.en_mots(manque) if manque else ""


class Derniere(NamedTuple):
    """The last backup that the folder of the site holds. `age`: in days."""

    sommaire: Sommaire
    age: int

    @property
    def le(self) -> datetime:
        return self.sommaire.cree_le

    @property
    def ancienne(self) -> bool:
        return self.age > ANCIENNE

    def en_donnees(self) -> dict[str, Any]:
        """As JSON says it."""
        lue = self.sommaire
        return {
            "fichier": f"sauvegardes/{inventaire.lisible(lue.chemin.name)}",
            "le": lue.cree_le.isoformat(),
            "age_en_jours": self.age,
            "octets": lue.octets,
            "complete": lue.complete,
            "donnees_abimees": bool(lue.degats),
            "confidentiel": lue.confidentiel,
            "contenu": lue.contenu.en_donnees() if lue.contenu else None,
            "omis": [un._asdict() for un in lue.omis],
        }


def derniere(site: Site, jour: date) -> Derniere | None:
    """The last backup of the site's folder, made by hand or not; None without any. Refused if it cannot be read."""
    try:
        lues = [
            lue for _, lue in rotation.toutes(site.dossier / "sauvegardes") if not isinstance(lue, SauvegardeInvalide)
        ]
    except OSError as erreur:
        raise sauvegarde.SauvegardeImpossible(f"Les sauvegardes ne se lisent pas\u00a0: {raison(erreur)}.") from erreur
    trouvee = rotation.derniere(lues, jour, sauvegarde.identifiant(site.dossier))
    return Derniere(trouvee, (jour - trouvee.cree_le.date()).days) if trouvee else None


def derniere_en_mots(trouvee: Derniere | None) -> str:
    """« Dernière sauvegarde : lundi 2 mars 2026 (il y a 3 jours), complète, 0,3 Mo : 348 fiches, … »."""
    if trouvee is None:
        return f"{rotation.AUCUNE}\u00a0: «\u00a0qualitui sauvegarder\u00a0» en fait une."
    etat = "complète" if trouvee.sommaire.complete else "incomplète"
    if trouvee.sommaire.degats:
        etat += ", de données abîmées"
    age = {0: "aujourd’hui", 1: "hier"}.get(trouvee.age, f"il y a {accorder(trouvee.age, 'jour')}")
    alerte = " Elle est ancienne\u00a0: faites-en une." if trouvee.ancienne else ""
    return (
        f"Dernière sauvegarde\u00a0: {date_en_mots(trouvee.le.date())} ({age}), {etat}, "
        f"{sommaire_en_mots(trouvee.sommaire)}.{alerte}"
    )
