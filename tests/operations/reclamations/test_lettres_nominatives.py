"""A letter that bears a name stays in the confidential part, unless somebody asks for another place; and it is said."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from stat import S_IMODE

import pytest

from qualitui.cli import main
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.operations.donnees import diagnostic as operations
from qualitui.operations.reclamations import courriers
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.reports.courriers import Courrier
from qualitui.store.site.confidentiel import LettreNominative
from qualitui.store.site.site import Site

IDENTITE = Identite(nom="Mme Jeanne Zyxw & fils", adresse="3 rue Plantée")


@pytest.fixture
def dossier(site: Site, jour: date) -> Reclamation:
    saisie = Saisie(canal="courrier", recue_le=jour, objet="Guichet")
    return reclamations.ajouter(site, saisie, identite=IDENTITE, jour=jour).reclamation


@pytest.mark.parametrize("genre", [Courrier.ACCUSE, Courrier.REPONSE])
def test_ailleurs_elle_se_demande_et_rien_n_est_ni_ecrit_ni_note(
    genre: Courrier, site: Site, dossier: Reclamation, jour: date, tmp_path: Path
) -> None:
    for sortie in (tmp_path / "lettre.docx", site.dossier / "documents" / "lettre.docx"):
        envoi = courriers.Envoi(jour)
        with pytest.raises(LettreNominative) as demande:
            courriers.ecrire_courrier(site, dossier, genre, envoi=envoi, sortie=sortie, jour=jour)
        assert not sortie.exists()
        assert not site.registre.get(Reclamation, dossier.id).faits
        demande.value.croire()
        courriers.ecrire_courrier(site, dossier, genre, sortie=sortie, jour=jour)
        assert sortie.exists()
        assert os.name != "posix" or S_IMODE(sortie.stat().st_mode) == 0o600


def test_dans_la_partie_confidentielle_elle_ne_se_demande_pas(site: Site, dossier: Reclamation, jour: date) -> None:
    sortie = site.confidentiel.dossier / dossier.reference / "lettre.docx"
    assert courriers.ecrire_courrier(site, dossier, Courrier.ACCUSE, sortie=sortie, jour=jour)[1] == sortie


def test_une_lettre_sans_nom_va_ou_l_on_veut(site: Site, jour: date, tmp_path: Path) -> None:
    saisie = Saisie(canal="courrier", recue_le=jour, objet="Guichet")
    sans_nom = reclamations.ajouter(site, saisie, jour=jour).reclamation
    courriers.ecrire_courrier(site, sans_nom, Courrier.ACCUSE, sortie=tmp_path / "lettre.docx", jour=jour)
    assert (tmp_path / "lettre.docx").exists()


def test_par_commande_seule_ou_en_lot(
    site: Site, dossier: Reclamation, jour: date, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    autre = reclamations.ajouter(site, Saisie(canal="courrier", recue_le=jour), jour=jour).reclamation
    debut = ["--site", str(site.dossier), "courrier", dossier.reference]
    for lot in ([], [autre.reference]):
        assert main([*debut, *lot, "accuse", "-o", str(tmp_path)]) == 1
        dit = capsys.readouterr().err
        assert "porte un nom" in dit
        assert "--quand-meme" in dit
        assert not list(tmp_path.glob(f"{dossier.reference}*"))
    assert main([*debut, "accuse", "-o", str(tmp_path), "--quand-meme"]) == 0
    assert len(list(tmp_path.glob(f"{dossier.reference}*"))) == 1


def test_une_lettre_posee_dans_le_site_est_dite_par_le_diagnostic_et_la_sauvegarde(
    site: Site, dossier: Reclamation, jour: date, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.confidentiel.croire()
    ailleurs = site.dossier / "documents" / "l.docx"
    ailleurs.parent.mkdir(exist_ok=True)
    courriers.ecrire_courrier(site, dossier, Courrier.ACCUSE, sortie=ailleurs, jour=jour)
    courriers.ecrire_courrier(site, dossier, Courrier.ACCUSE, jour=jour)
    (constat,) = [une for une in operations.diagnostic(site) if une.domaine == operations.CONFIDENTIEL]
    assert constat.fichier == "documents/l.docx"
    assert main(["--site", str(site.dossier), "sauvegarder", str(tmp_path / "s.zip")]) == 0
    assert "l.docx porte le nom d’un plaignant" in capsys.readouterr().err
    ailleurs.unlink()
    assert not [une for une in operations.diagnostic(site) if une.domaine == operations.CONFIDENTIEL]
