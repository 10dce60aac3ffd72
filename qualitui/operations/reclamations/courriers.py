"""Letters of a réclamation: print what is recorded, or record the sending in the same gesture; one file a case.

A letter carries the addressee: unless a person names the file, it is kept in confidentiel/<case>/pieces/, and is
erased with the case. Without access to confidentiel/, it has lines to complete and goes to documents/.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qualitui.domain.base import Refus
from qualitui.domain.francais import INSECABLE
from qualitui.domain.reclamations import gestes
from qualitui.domain.reclamations.fiche import Fait, GenreFait, Reclamation, faits_de
from qualitui.domain.reclamations.refus import DateFuture, InterlocuteurManquant, NouvelleDateTropTot
from qualitui.domain.reference.droits import Verbe
from qualitui.operations import equipe, modeles
from qualitui.reports.courriers import Courrier, Lettre, composer
from qualitui.store.sortie import FichierEtranger, SortieImpossible

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

FAITS = {
    Courrier.ACCUSE: GenreFait.ACCUSE,
    Courrier.ATTENTE: GenreFait.ATTENTE,
    Courrier.REPONSE: GenreFait.REPONSE,
}


class RienANoter(Refus):
    """A réponse d’attente can't be printed before its interlocuteur and new date are known."""


class OptionsSansObjet(Refus):
    """An interlocuteur or a new date only belongs to a réponse d’attente that is being recorded."""


class Envoi(NamedTuple):
    """What is recorded with the letter: the sending date; for an attente, who follows the matter and the new date."""

    le: date
    interlocuteur: str = ""
    nouvelle_date: date | None = None


class Ecrit(NamedTuple):
    """One letter of a batch: where it was written, or why it was not."""

    reference: str
    fichier: Path | None = None
    refus: Refus | None = None


def ecrire_courrier(
    site: Site,
    reclamation: Reclamation,
    genre: Courrier,
    *,
    envoi: Envoi | None = None,
    sortie: Path | None = None,
    texte: str = "",
    jour: date,
) -> tuple[Reclamation, Path]:
    """Write the letter; with `envoi`, record it in the same gesture. Without, print the last one recorded.

    An accusé or a réponse not recorded yet is printed dated `jour`, as a draft. `texte` is the body of an answer. The
    letter is composed before anything is recorded, and recorded before the file is written: a refusal leaves both
    undone, and a letter recorded can always be printed again.
    """
    site.exiger("reclamations", Verbe.NOTER if envoi else Verbe.LIRE, reclamation if envoi else None)
    fichier = _fichier(site, reclamation, genre, sortie)
    if fichier is not None:
        site.sorties.exiger(fichier)
        if _nomme(site, reclamation):
            site.confidentiel.exiger(fichier)
    notee = _avec_envoi(site, reclamation, genre, envoi, jour) if envoi else reclamation
    octets = composer(_lettre(site, notee, genre, envoi, texte, jour), modeles.choisir(site, genre.modele))
    if envoi:
        notee = site.registre.save(notee)
    try:
        return notee, _deposer(site, notee, genre, octets, fichier)
    except (SortieImpossible, FichierEtranger) as erreur:
        if envoi is None:
            raise
        raise SortieImpossible(f"{erreur.phrase} L’envoi est noté{INSECABLE}: relancez l’impression.") from erreur


def ecrire_lot(
    site: Site,
    dossiers: Iterable[Reclamation],
    genre: Courrier,
    *,
    envoi: Envoi | None = None,
    dossier: Path | None = None,
    jour: date,
) -> Iterator[Ecrit]:
    """One letter per case, in `dossier` when given, as they are asked; a refusal on one does not stop the others."""
    site.exiger("reclamations", Verbe.LIRE)
    for reclamation in dossiers:
        yield ecrire_un(site, reclamation, genre, envoi=envoi, dossier=dossier, jour=jour)


def ecrire_un(
    site: Site,
    reclamation: Reclamation,
    genre: Courrier,
    *,
    envoi: Envoi | None = None,
    dossier: Path | None = None,
    jour: date,
) -> Ecrit:
    """One letter of a batch; a refusal is told in what it returns."""
    site.exiger("reclamations", Verbe.LIRE)
    sortie = dossier / nom_du_fichier(reclamation, genre) if dossier else None
    try:
        _, fichier = ecrire_courrier(site, reclamation, genre, envoi=envoi, sortie=sortie, jour=jour)
    except Refus as refus:
        return Ecrit(reclamation.reference, refus=refus)
    return Ecrit(reclamation.reference, fichier)


def verifier_envoi(genre: Courrier, envoi: Envoi | None, jour: date) -> None:
    """Refuse at once what no case of a batch would accept, before the first letter is written."""
    if envoi is None:
        return
    if envoi.le > jour:
        raise DateFuture(envoi.le, jour)
    if genre is Courrier.ATTENTE:
        if not envoi.interlocuteur.strip():
            raise InterlocuteurManquant
        if envoi.nouvelle_date is None:
            raise RienANoter("Une réponse d’attente donne une nouvelle date : indiquez-la.", "nouvelle_date")
        if envoi.nouvelle_date <= envoi.le:
            raise NouvelleDateTropTot(envoi.nouvelle_date, envoi.le)


def nom_du_fichier(reclamation: Reclamation, genre: Courrier) -> str:
    return f"{reclamation.reference}-{genre.modele}"


def _avec_envoi(site: Site, reclamation: Reclamation, genre: Courrier, envoi: Envoi, jour: date) -> Reclamation:
    par = site.auteur
    if genre is Courrier.ATTENTE:
        if envoi.nouvelle_date is None:
            raise RienANoter("Une réponse d’attente donne une nouvelle date : indiquez-la.", "nouvelle_date")
        return gestes.attendre(
            reclamation,
            le=envoi.le,
            interlocuteur=envoi.interlocuteur,
            nouvelle_date=envoi.nouvelle_date,
            par=par,
            jour=jour,
        )
    if envoi.interlocuteur or envoi.nouvelle_date:
        raise OptionsSansObjet("L’interlocuteur et la nouvelle date ne vont qu’avec une réponse d’attente.")
    geste = gestes.accuser if genre is Courrier.ACCUSE else gestes.repondre
    return geste(reclamation, le=envoi.le, par=par, jour=jour)


def _lettre(site: Site, dossier: Reclamation, genre: Courrier, envoi: Envoi | None, texte: str, jour: date) -> Lettre:
    fait = _fait(dossier, genre, envoi)
    referentiel = site.referentiel_au(dossier.recue_le)
    accessible = site.confidentiel.accessible
    return Lettre(
        genre=genre,
        dossier=dossier,
        le=fait.le if fait else jour,
        site=site.reglages,
        direction=referentiel.direction,
        envoi=fait,
        interlocuteur=equipe.nommer(site, fait.interlocuteur) if fait else "",
        identite=site.confidentiel.lire(dossier.reference) if accessible else None,
        accessible=accessible,
        texte=texte,
        referentiel=referentiel.code,
    )


def _fait(dossier: Reclamation, genre: Courrier, envoi: Envoi | None) -> Fait | None:
    """The fact the letter prints: the one just recorded, else the last of its kind; None: a draft."""
    faits = faits_de(dossier, FAITS[genre])
    if envoi:
        return next(fait for fait in reversed(faits) if fait.le == envoi.le)
    if not faits and genre is Courrier.ATTENTE:
        raise RienANoter(
            f"Aucune réponse d’attente n’est notée pour {dossier.reference} : donnez sa date, l’interlocuteur et la "
            "nouvelle date."
        )
    return faits[-1] if faits else None


def _fichier(site: Site, dossier: Reclamation, genre: Courrier, sortie: Path | None) -> Path | None:
    """Where the letter goes; None: among the pieces of the case, where nothing is ever replaced."""
    if sortie is None and site.confidentiel.accessible:
        return None
    return sortie or site.documents(nom_du_fichier(dossier, genre))


def _deposer(site: Site, dossier: Reclamation, genre: Courrier, octets: bytes, fichier: Path | None) -> Path:
    if fichier is None:
        nom = site.confidentiel.joindre(dossier.reference, nom_du_fichier(dossier, genre), octets)
        return site.confidentiel.dossier / dossier.reference / "pieces" / nom
    site.sorties.ecrire(octets, fichier, reserve=_nomme(site, dossier))
    return fichier


def nommes_ailleurs(site: Site) -> Iterator[Path]:
    """The Word documents of the site, out of its confidential part, that bear the name of the person of a case they
    speak of. None where identities may not be read: there is nothing to compare with."""
    site.exiger("reclamations", Verbe.LIRE)
    if not site.confidentiel.accessible:
        return
    for chemin in sorted(site.dossier.rglob("*.docx")):
        if not site.confidentiel.contient(chemin) and _porte_un_nom(site, _texte_de(chemin)):
            yield chemin


def _porte_un_nom(site: Site, texte: str) -> bool:
    for reference in sorted(set(re.findall(r"\bR-\d{4}-\d{3,}\b", texte))):
        with suppress(Refus):
            identite = site.confidentiel.lire(reference)
            nom = " ".join(identite.nom.split()) if identite else ""
            if nom and nom in texte:
                return True
    return False


def _texte_de(document: Path) -> str:
    """What is read in a Word document; nothing of one that cannot be read."""
    try:
        with zipfile.ZipFile(document) as archive:
            xml = [archive.read(nom).decode("utf-8") for nom in archive.namelist() if nom.endswith(".xml")]
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return ""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", partie)) for partie in xml)


def _nomme(site: Site, dossier: Reclamation) -> bool:
    """Whether the letter bears the name of a person."""
    identite = site.confidentiel.lire(dossier.reference) if site.confidentiel.accessible else None
    return identite is not None and bool(identite.nom or identite.adresse or identite.courriel)
