"""Who may read what is confidential: files 0600, folders 0700, whatever the umask; a group chosen by IT is kept."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from stat import S_IMODE, S_ISGID

import pytest

from qualitui.cli import main
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.operations.donnees import diagnostic as operations
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.store.reserve import Reserve
from qualitui.store.site.site import Site, creer

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the system has no such rights")
IDENTITE = Identite(nom="J. Zyxw", texte="Je me plains")


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o027], ids=lambda masque: f"umask {masque:03o}")
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    avant = os.umask(request.param)
    yield request.param
    os.umask(avant)


@pytest.fixture
def nouveau(umask: int, site: Site, tmp_path: Path) -> Iterator[Site]:
    """A site made under this umask, with an identity, a letter and an attachment."""
    lieu = tmp_path / "nouveau"
    fait = creer(lieu, site.reglages, maintenant=site.maintenant, poste="poste", login="login")
    _remplir(fait)
    yield fait
    fait.fermer()


def _remplir(site: Site) -> None:
    jour = date(2026, 3, 2)
    saisie = Saisie(canal="courrier", recue_le=jour, objet="Guichet")
    reference = reclamations.ajouter(site, saisie, identite=IDENTITE, jour=jour).reclamation.reference
    site.confidentiel.joindre(reference, "lettre.pdf", b"%PDF")


def droits(dossier: Path) -> dict[str, int]:
    return {
        str(chemin.relative_to(dossier)): S_IMODE(chemin.stat().st_mode) for chemin in (dossier, *dossier.rglob("*"))
    }


def test_ce_qui_est_confidentiel_est_a_son_auteur_seul(nouveau: Site) -> None:
    assert droits(nouveau.dossier / "confidentiel") == {
        ".": 0o700,
        "R-2026-001": 0o700,
        "R-2026-001/identite-1.json": 0o600,
        "R-2026-001/pieces": 0o700,
        "R-2026-001/pieces/lettre.pdf": 0o600,
    }
    assert not [une for une in operations.diagnostic(nouveau) if une.domaine == operations.CONFIDENTIEL]


@pytest.mark.parametrize("mode", [0o770, 0o750, 0o2770, 0o2775])
def test_un_groupe_choisi_est_garde_et_les_autres_jamais(mode: int, umask: int, site: Site) -> None:
    """« Others » cannot enter, a group can; or the folder gives its group: IT decided it, no umask does."""
    site.confidentiel.dossier.mkdir(exist_ok=True)
    site.confidentiel.dossier.chmod(mode)
    _remplir(site)
    groupe = mode & 0o070
    trouves = droits(site.confidentiel.dossier / "R-2026-001")
    assert trouves["identite-1.json"] == 0o600 | groupe & 0o060
    assert trouves["pieces/lettre.pdf"] == 0o600 | groupe & 0o060
    assert {nom: mode & 0o777 for nom, mode in trouves.items() if "." not in nom.strip(".")} == {
        ".": 0o700 | groupe,
        "pieces": 0o700 | groupe,
    }
    assert all(trouves[nom] & S_ISGID == mode & S_ISGID for nom in (".", "pieces"))


def test_ce_qui_existait_trop_ouvert_est_dit_et_se_resserre(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    _remplir(site)
    dossier = site.confidentiel.dossier
    for chemin in (dossier, *dossier.rglob("*")):
        chemin.chmod(0o755 if chemin.is_dir() else 0o644)
    (constat,) = [une for une in operations.diagnostic(site) if une.domaine == operations.CONFIDENTIEL]
    assert "5\u00a0fichiers ou dossiers" in constat.phrase
    assert main(["--site", str(site.dossier), "diagnostic"]) == 1
    assert main(["--site", str(site.dossier), "diagnostic", "--resserrer"]) == 0
    assert "5\u00a0accès retirés" in capsys.readouterr().err
    assert set(droits(dossier).values()) == {0o700, 0o600}


def test_un_lien_n_est_pas_suivi_et_ce_qui_est_ferme_le_reste(tmp_path: Path) -> None:
    dehors = tmp_path / "dehors.txt"
    dehors.write_bytes(b"x")
    dehors.chmod(0o644)
    dossier = tmp_path / "confidentiel"
    dossier.mkdir(mode=0o700)
    (dossier / "lien").symlink_to(dehors)
    (dossier / "lu.json").write_bytes(b"x")
    (dossier / "lu.json").chmod(0o404)
    assert Reserve(dossier).resserrer() == (1, 0)
    assert (S_IMODE(dehors.stat().st_mode), S_IMODE((dossier / "lu.json").stat().st_mode)) == (0o644, 0o400)


def test_une_sauvegarde_avec_les_identites_et_ce_qu_elle_rend_sont_reserves(nouveau: Site, tmp_path: Path) -> None:
    archive = tmp_path / "tout.zip"
    assert main(["--site", str(nouveau.dossier), "sauvegarder", str(archive), "--confidentiel"]) == 0
    assert S_IMODE(archive.stat().st_mode) == 0o600
    assert [nom for nom in zipfile.ZipFile(archive).namelist() if nom.startswith("confidentiel/")]
    assert main(["restaurer", str(archive), str(tmp_path / "rendu")]) == 0
    assert set(droits(tmp_path / "rendu" / "confidentiel").values()) <= {0o700, 0o600}
