"""Damaged data: nothing lasting is made of them, and what is written for people says that they are."""

from __future__ import annotations

import ast
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import qualitui.operations
from qualitui.domain.etat import SiteAbime
from qualitui.operations import equipe, semaine
from qualitui.operations.revue import documents as documents_de_la_revue
from qualitui.operations.revue import gestes as revue
from qualitui.operations.trimestres import gestes as trimestres
from qualitui.operations.verifications import export, tournee
from qualitui.store.journal.nommage import est_anonyme
from qualitui.store.site.site import Site, ouvrir
from tests.conftest import horloge

JOUR = date(2026, 3, 2)
DIT = "Données incomplètes au 02/03/2026"


def rouvert(site: Site, change: Callable[[bytes], bytes]) -> Site:
    """The site as another workstation opens it, the bytes of its journal changed."""
    (journal,) = (j for j in (site.dossier / "registre").glob("*/*.jsonl") if not est_anonyme(j.stem))
    journal.write_bytes(change(journal.read_bytes()))
    return ouvrir(site.dossier, maintenant=horloge, poste="poste-2", login="autre")


def abime(site: Site) -> Site:
    """A line that others follow: the last one might be a writing that was never confirmed."""
    for nom in ("Claire Banc", "Paul Horloge"):
        equipe.ajouter(site, nom=nom)
    return rouvert(site, lambda octets: octets.replace(b"Claire Banc", b"Claire Bonc"))


def arreter(site: Site) -> object:
    return revue.arreter(site, revue.lire(site, 2025), le=JOUR, jour=JOUR)


def approuver(site: Site) -> object:
    return revue.approuver(site, revue.lire(site, 2025), par="leroy-p", le=JOUR, jour=JOUR)


def clore(site: Site) -> object:
    return trimestres.clore(site, trimestres.trouver(site, "2026-T1"), jour=JOUR)


@pytest.mark.parametrize("figer", [arreter, approuver, clore])
def test_rien_ne_se_fige_tant_que_des_donnees_sont_abimees(site: Site, figer: Callable[[Site], object]) -> None:
    trimestres.ouvrir(site, "2026-T1", jour=JOUR)
    autre = abime(site)
    with pytest.raises(SiteAbime, match="tant que des données sont abîmées"):
        figer(autre)
    autre.fermer()


def test_ce_qui_manquait_remis_la_revue_du_trimestre_se_clot(site: Site) -> None:
    trimestres.ouvrir(site, "2026-T1", jour=JOUR)
    abime(site).fermer()
    remis = rouvert(site, lambda octets: octets.replace(b"Claire Bonc", b"Claire Banc"))
    assert trimestres.clore(remis, trimestres.trouver(remis, "2026-T1"), jour=JOUR).close_le == JOUR
    remis.fermer()


# --- what is written for people -----------------------------------------------------------------------------------

DOCUMENTS: dict[str, Callable[[Site, Path], object]] = {
    "semaine": lambda site, ou: semaine.imprimer(site, sortie=ou, jour=JOUR),
    "trimestres.gestes": lambda site, ou: trimestres.imprimer(
        site, trimestres.trouver(site, "2026-T1"), sortie=ou, jour=JOUR
    ),
    "verifications.tournee": lambda site, ou: tournee.imprimer(site, sortie=ou, jour=JOUR, imprimee_le=JOUR),
    "verifications.export": lambda site, ou: export.exporter(site, annee=2026, sortie=ou, jour=JOUR),
    "revue.documents": lambda site, ou: documents_de_la_revue.generer(site, 2025, sortie=ou, jour=JOUR),
}
SANS_CHIFFRE = {"reclamations.courriers"}  # a letter holds one case


def texte(fichier: Path) -> str:
    with zipfile.ZipFile(fichier) as archive:
        return "".join(archive.read(nom).decode() for nom in archive.namelist() if nom.endswith(".xml"))


@pytest.mark.parametrize("nom", DOCUMENTS)
def test_un_document_dit_que_des_donnees_manquent(site: Site, tmp_path: Path, nom: str) -> None:
    trimestres.ouvrir(site, "2026-T1", jour=JOUR)
    sain, autre = tmp_path / f"sain{suffixe(nom)}", tmp_path / f"abime{suffixe(nom)}"
    DOCUMENTS[nom](site, sain)
    assert DIT not in texte(sain).replace("\u00a0", " ")
    ouvert = abime(site)
    DOCUMENTS[nom](ouvert, autre)
    assert texte(autre).replace("\u00a0", " ").count(DIT) == 1
    ouvert.fermer()


def suffixe(nom: str) -> str:
    return ".xlsx" if nom == "verifications.export" else ".docx"


def test_chaque_document_est_essaye() -> None:
    racine = Path(qualitui.operations.__path__[0])
    ecrivent = {
        ".".join(chemin.relative_to(racine).with_suffix("").parts)
        for chemin in racine.rglob("*.py")
        for appel in ast.walk(ast.parse(chemin.read_text(encoding="utf-8")))
        if isinstance(appel, ast.Attribute) and appel.attr == "ecrire" and getattr(appel.value, "attr", "") == "sorties"
    }
    assert ecrivent - SANS_CHIFFRE == set(DOCUMENTS)


def test_la_revue_rafraichie_le_dit_puis_ne_le_dit_plus(site: Site, tmp_path: Path) -> None:
    fichier = tmp_path / "revue.docx"
    documents_de_la_revue.generer(site, 2025, sortie=fichier, jour=JOUR)
    ouvert = abime(site)
    documents_de_la_revue.rafraichir(ouvert, 2025, fichier, jour=JOUR)
    assert texte(fichier).replace("\u00a0", " ").count(DIT) == 1
    ouvert.fermer()
    remis = rouvert(site, lambda octets: octets.replace(b"Claire Bonc", b"Claire Banc"))
    documents_de_la_revue.rafraichir(remis, 2025, fichier, jour=JOUR)
    assert DIT not in texte(fichier).replace("\u00a0", " ")
    remis.fermer()
