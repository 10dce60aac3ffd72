"""The review's .docx as bytes: made, made again over an edited one, refreshed in place, read back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qualitui.domain.base import Refus
from qualitui.domain.revue.zones import ZoneSaisie
from qualitui.reports.revue.donnees import Dossier, donnees
from qualitui.reports.word import allers_retours, empreintes, paquet
from qualitui.reports.word.allers_retours import Rafraichissement
from qualitui.reports.word.zones import GabaritAZones, Invite, finir


class DocumentEtranger(Refus):
    """The file is not this review: it is left alone."""


@dataclass(frozen=True)
class Lecture:
    """What an edited document holds. `modifies`: the texts of the typed zones people wrote in since the program did;
    `divergents`: those of them whose text in the site changed meanwhile too."""

    textes: Mapping[str, str] = field(default_factory=dict)
    modifies: Mapping[str, str] = field(default_factory=dict)
    divergents: tuple[str, ...] = ()


def genre(annee: int) -> str:
    """What names the document inside itself."""
    return f"revue {annee}"


def lire(octets: bytes, annee: int, zones: Iterable[ZoneSaisie], saisies: Mapping[str, str], nom: str) -> Lecture:
    """Read an existing document; `DocumentEtranger` if it is anything but the review of `annee`."""
    document = _ouvrir(octets, nom)
    invites = _invites(zones)
    connues = empreintes.lire(document)
    textes = allers_retours.relire(document, invites)
    if connues is not None and connues.genre != genre(annee):
        raise DocumentEtranger(
            f"« {nom} » contient « {connues.genre} » et non la revue {annee} : il est laissé intact."
        )
    if connues is None and not textes:
        raise DocumentEtranger(
            f"« {nom} » n’est pas une revue écrite par qualitui : il est laissé intact. Choisissez un autre nom."
        )
    marques = connues.zones if connues else {}
    modifies = {
        zone: texte
        for zone, texte in textes.items()
        if texte and texte != saisies.get(zone, "") and allers_retours.retouchees(document, zone)
    }
    divergents = tuple(
        zone
        for zone in modifies
        if saisies.get(zone) and _empreinte_du_texte(saisies[zone]) != marques.get(f"saisie:{zone}")
    )
    return Lecture(textes, modifies, divergents)


def _empreinte_du_texte(texte: str) -> str:
    """The fingerprint that the zone would have with this text in it."""
    lignes = (ligne.strip() for ligne in texte.split("\n"))
    mots = " ".join(ligne[2:] if ligne.startswith(("- ", "– ", "• ")) else ligne for ligne in lignes).split()
    return hashlib.sha256(" ".join(mots).encode()).hexdigest()[:16]


def generer(
    modele: Path,
    dossier: Dossier,
    zones: Iterable[ZoneSaisie],
    ancien: bytes | None = None,
    gardees: Iterable[str] = (),
) -> tuple[bytes, list[str]]:
    """The whole review. `gardees`: typed zones to carry over from `ancien` as people laid them out.

    Also returned: those of them that only keep their plain text (they hold a picture, a link, a note, a list).
    """
    neuf = _rendre(modele, dossier, zones)
    en_texte = [] if ancien is None else allers_retours.transplanter(paquet.ouvrir(ancien), neuf, list(gardees))
    finir(neuf)
    empreintes.ecrire(neuf, empreintes.relever(neuf, genre(dossier.chiffres.annee)))
    return paquet.enregistrer(neuf), en_texte


def rafraichir(
    modele: Path, dossier: Dossier, zones: Iterable[ZoneSaisie], ancien: bytes, nom: str
) -> tuple[bytes, Rafraichissement]:
    """The edited document with its computed zones up to date, and what was done."""
    document = _ouvrir(ancien, nom)
    bilan = allers_retours.rafraichir(document, _rendre(modele, dossier, zones), genre(dossier.chiffres.annee))
    return paquet.enregistrer(document), bilan


def _rendre(modele: Path, dossier: Dossier, zones: Iterable[ZoneSaisie]) -> Any:
    gabarit = GabaritAZones(modele)
    gabarit.remplir_zones(donnees(dossier), dossier.revue.saisies, _invites(zones))
    return gabarit.docx


def _invites(zones: Iterable[ZoneSaisie]) -> dict[str, Invite]:
    return {zone.code: Invite(zone.libelle, zone.consigne) for zone in zones}


def _ouvrir(octets: bytes, nom: str) -> Any:
    try:
        return paquet.ouvrir(octets)
    except Exception as erreur:
        # python-docx raises a dozen classes on a damaged package; all mean the same to the person.
        raise DocumentEtranger(
            f"« {nom} » n’est pas un document Word (.docx) lisible : il est laissé intact."
        ) from erreur
