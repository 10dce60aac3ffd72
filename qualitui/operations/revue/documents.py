"""The review's document: made in the site's folder, made again without losing what people typed, refreshed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from qualitui.domain.base import Introuvable, Refus
from qualitui.domain.etat import reserve
from qualitui.domain.francais import accorder, enumerer, raison_du_systeme
from qualitui.domain.indicateurs.catalogue import definitions
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.revue.chiffres import Chiffres
from qualitui.domain.revue.fiche import RevueAnnuelle
from qualitui.domain.revue.manques import zones_attendues
from qualitui.domain.revue.zones import ZoneSaisie
from qualitui.operations import modeles
from qualitui.operations.revue import gestes as revue

if TYPE_CHECKING:
    from qualitui.reports.revue.document import Lecture
    from qualitui.reports.revue.donnees import Dossier  # with it
    from qualitui.store.site.site import Site


@dataclass
class Ecrit:
    """A document written, and what people should know of it, a sentence each."""

    chemin: Path
    revue: RevueAnnuelle
    messages: list[str] = field(default_factory=list)


def chemin_habituel(site: Site, annee: int) -> Path:
    return site.documents(f"revue-qualite-locale-{annee}.docx")


def generer(site: Site, annee: int, *, sortie: Path | None = None, jour: date) -> Ecrit:
    """Write the whole review at `sortie` (by default in the site's documents).

    What people typed in a file already there is read back first, kept in the site and carried over. An approved
    review is never replaced without a copy.
    """
    site.exiger("revue", Verbe.LIRE)
    from qualitui.reports.revue import document as revue_document  # Word: only who makes the document pays for it

    fiche = revue.lire(site, annee)
    chemin = sortie or chemin_habituel(site, annee)
    figures = revue.chiffres(site, fiche, jour)
    zones = zones_attendues(figures)
    ancien = _octets(chemin) if chemin.exists() else None
    messages: list[str] = []
    gardees: list[str] = []
    if ancien is not None:
        lecture = revue_document.lire(ancien, annee, zones, fiche.saisies, chemin.name)
        fiche, gardees = _reprendre(site, fiche, lecture, messages)
    dossier = _dossier(site, fiche, figures)
    modele = modeles.choisir(site, modeles.REVUE)
    octets, en_texte = revue_document.generer(modele, dossier, zones, ancien, gardees)
    site.sorties.ecrire(octets, chemin, reconnu=ancien is not None, approuve=not fiche.modifiable)
    messages += site.sorties.dites()
    if en_texte:
        messages.append(
            f"Repris en texte simple, sans leur mise en forme : {enumerer(en_texte)} (voir la copie gardée à côté)."
        )
    return Ecrit(chemin, fiche, messages)


def rafraichir(site: Site, annee: int, fichier: Path, *, jour: date) -> Ecrit:
    """Bring the computed zones up to date in the document people edited; keep their texts in the site."""
    site.exiger("revue", Verbe.LIRE)
    from qualitui.reports.revue import document as revue_document  # Word: only who makes the document pays for it

    if not fichier.is_file():
        raise Introuvable(f"Le document « {fichier} » est introuvable.", "fichier")
    fiche = revue.lire(site, annee)
    figures = revue.chiffres(site, fiche, jour)
    zones = zones_attendues(figures)
    ancien = _octets(fichier)
    messages: list[str] = []
    lecture = revue_document.lire(ancien, annee, zones, fiche.saisies, fichier.name)
    fiche, _ = _reprendre(site, fiche, lecture, messages)
    modele = modeles.choisir(site, modeles.REVUE)
    octets, bilan = revue_document.rafraichir(modele, _dossier(site, fiche, figures), zones, ancien, fichier.name)
    a_garder = not (fiche.modifiable and site.sorties.intact(fichier, ancien))
    site.sorties.ecrire(octets, fichier, reconnu=True, a_garder=a_garder)
    messages += site.sorties.dites()
    messages.append(f"{accorder(bilan.remplacees, 'zone calculée')} à jour.")
    if bilan.empreintes_perdues:
        messages.append(
            "Ce document a perdu les marques de qualitui (autre format ?) : seules les zones dont le texte n’a pas "
            "changé sont remplacées ; pour repartir des chiffres du jour, écrivez la revue de nouveau."
        )
    for phrase, zones_dites in (
        ("retouchée à la main et laissée telle quelle", bilan.retouchees),
        ("supprimée par quelqu’un et laissée absente", bilan.supprimees),
        ("ajoutée", bilan.ajoutees),
        ("absente du modèle d’aujourd’hui mais retouchée : laissée telle quelle", bilan.orphelines),
    ):
        messages += [f"Zone {phrase}\u00a0: « {debut} »." for debut in zones_dites]
    return Ecrit(fichier, fiche, messages)


def _reprendre(
    site: Site, fiche: RevueAnnuelle, lecture: Lecture, messages: list[str]
) -> tuple[RevueAnnuelle, list[str]]:
    """Keep in the site what was typed in Word; returns the zones to carry over with their layout."""
    nouveaux = dict(lecture.modifies)
    if nouveaux and not fiche.modifiable:
        messages.append(
            f"La revue est approuvée : {enumerer(nouveaux)}, retouché dans le document, n’est pas repris dans le site."
        )
        return fiche, []
    if nouveaux:
        site.vigilance.exiger(nouveaux)
        fiche = revue.saisir(site, fiche, nouveaux)
        messages.append(f"Textes saisis dans le document et repris dans le site : {enumerer(nouveaux)}.")
    for zone in lecture.divergents:
        messages.append(
            f"La zone {zone} avait aussi changé dans le site : le texte du document l’emporte, "
            "l’autre reste dans l’historique de la revue."
        )
    return fiche, list(nouveaux)


def _octets(chemin: Path) -> bytes:
    try:
        return chemin.read_bytes()
    except OSError as erreur:
        raison = raison_du_systeme(erreur)
        raise Refus(f"« {chemin} » ne peut pas être lu ({raison}) : il est laissé intact.") from erreur


def _dossier(site: Site, fiche: RevueAnnuelle, figures: Chiffres) -> Dossier:
    from qualitui.reports.revue.donnees import Dossier  # with it

    equipe = [p for p in site.registre.find(Personne) if p.presente(figures.arretee_le)]

    def tenants(role: str) -> list[str]:
        return [personne.nom for personne in equipe if role in personne.roles]

    noms = {role.code: role.libelle.split(",")[0] for role in site.roles} | {
        p.code: p.nom for p in site.registre.find(Personne)
    }
    return Dossier(
        site=site.reglages.nom,
        revue=fiche,
        chiffres=figures,
        precedente=revue.chercher(site, fiche.annee - 1),
        auteurs=tuple(dict.fromkeys(tenants("daa") + tenants("dacs"))),
        directeur=next(iter(tenants("directeur")), site.reglages.directeur),
        noms=noms,
        reserve=reserve(site.registre.etat, site.maintenant().date(), {fiche.annee, fiche.annee - 1}),
        definitions=definitions(site.indicateurs_types),
    )


def zones_avec_texte(site: Site, fiche: RevueAnnuelle, jour: date) -> list[tuple[ZoneSaisie, str]]:
    """Each typed zone with its text, for a screen or a list."""
    site.exiger("revue", Verbe.LIRE)
    return [(zone, fiche.saisies.get(zone.code, "")) for zone in revue.zones(site, fiche, jour)]
