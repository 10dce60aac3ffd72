"""Every command that writes a file, found in the parser: what people wrote at that place is never overwritten."""

from __future__ import annotations

import argparse
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from qualitui.cli import _analyseur
from qualitui.cli.commun import chemin, document_word, dossier_a_faire, fichier_a_ecrire
from tests.cli.parcours import commandes, exemples, lancer

ECRITS = (document_word, fichier_a_ecrire)
LUS = {
    "modele verifier",
    "restaurer",
    "revue 2025 saisir",
    "reclamation ajouter",
    "reclamation identifier",
}  # the commands that only read a file they are given
CREES = {"demo", "init", "restaurer"}  # a new folder, refused when anything is there: they have their own tests
SUR_SA_SORTIE = {"semaine"}  # without a file, the week is printed on the screen
JAMAIS_REMPLACEES = {"sauvegarder"}  # one backup never takes the place of another, even its own
RECONNUES = {"revue", "revue 2025 rafraichir"}  # they read what is there: no option makes a stranger of it a review
LUES_AVANT = {"revue 2025 rafraichir"}


@dataclass
class Ecriture:
    """A command that writes a file. `action`: the argument that names it."""

    nom: str
    analyseur: argparse.ArgumentParser
    action: argparse.Action

    @cached_property
    def exemple(self) -> list[str]:
        """The guide's example that names the file."""
        return next(e for e in exemples() if (lu := _lire(e)).executer == self._geste and self._sortie(lu) is not None)

    @cached_property
    def fichier(self) -> str:
        return str(self._sortie(_lire(self.exemple)))

    @property
    def _geste(self) -> object:
        return self.analyseur.get_default("executer")

    def _sortie(self, lu: argparse.Namespace) -> Path | None:
        sortie: Path | None = getattr(lu, self.action.dest, None)
        return sortie

    def prepare(self) -> list[list[str]]:
        """What this example asks for: the review's file, a quarter held."""
        if self.nom == "trimestre rapport":
            return [["trimestre", "ouvrir", "2026-T1"]]
        if not self.action.required or self.action.option_strings:
            return []
        avant = list(exemples())
        return [e for e in avant[: avant.index(self.exemple)] if self.fichier in e]

    def sans_fichier(self) -> list[str]:
        oter = {self.fichier, *self.action.option_strings}
        return [mot for mot in self.exemple if mot not in oter]


def _lire(arguments: list[str]) -> argparse.Namespace:
    return _analyseur(arguments).parse_args(arguments)


def _ecritures() -> Iterator[Ecriture]:
    for mots, analyseur in commandes():
        for action in analyseur._actions:
            if action.type in ECRITS:
                yield Ecriture(" ".join(mots), analyseur, action)


ECRITURES = {une.nom: une for une in _ecritures()}
PAR_DEFAUT = [nom for nom, une in ECRITURES.items() if not une.action.required]


def test_chaque_chemin_d_une_commande_est_lu_ou_passe_par_la_sortie() -> None:
    """A file to write that is declared with another type, or an option called `-o` without one, would go unseen."""
    autres: dict[object, set[str]] = {chemin: set(), dossier_a_faire: set()}
    for mots, analyseur in commandes():
        for action in analyseur._actions:
            if action.type in autres:
                autres[action.type].add(" ".join(mots))
            elif {"-o", "--sortie"} & {*action.option_strings}:
                assert action.type in ECRITS, mots
    assert autres == {chemin: LUS, dossier_a_faire: CREES}
    assert {"semaine", "courrier", "revue", "trimestre rapport", "verification exporter"} < set(ECRITURES)


@pytest.fixture
def bureau(dossier_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demonstration site; the examples of the guide write in the folder beside."""
    shutil.copytree(dossier_demo, tmp_path / "site")
    (tmp_path / "bureau").mkdir()
    monkeypatch.setenv("QUALITUI_SITE", str(tmp_path / "site"))
    monkeypatch.chdir(tmp_path / "bureau")
    return tmp_path / "bureau"


def _retoucher(fichier: Path) -> bytes:
    """Another program saves the file: it still reads, and not one word of it changed."""
    with zipfile.ZipFile(fichier, "a") as archive:
        archive.comment = b"retouche"
    return fichier.read_bytes()


def _copies(dossier: Path) -> dict[str, bytes]:
    return {copie.name: copie.read_bytes() for copie in dossier.rglob("*(copie du *")}


@pytest.mark.parametrize("nom", ECRITURES)
def test_ce_que_les_gens_y_ont_ecrit_est_garde_et_dit(
    bureau: Path, capsys: pytest.CaptureFixture[str], nom: str
) -> None:
    une = ECRITURES[nom]
    for exemple in [*une.prepare(), une.exemple]:
        assert lancer(exemple) == 0
    fichier = bureau / une.fichier
    capsys.readouterr()
    assert lancer(une.exemple) == (1 if nom in JAMAIS_REMPLACEES else 0)
    assert "(copie du" not in capsys.readouterr().err
    assert _copies(bureau) == {}
    retouche = _retoucher(fichier)
    code, dit = lancer(une.exemple), capsys.readouterr().err
    if nom in JAMAIS_REMPLACEES:
        assert (code, fichier.read_bytes()) == (1, retouche)
        assert f"{une.fichier} existe déjà" in dit
        return
    assert code == 0
    ((copie, gardee),) = _copies(bureau).items()
    assert gardee == retouche
    assert copie in dit
    assert fichier.read_bytes() != retouche


@pytest.mark.parametrize("nom", ECRITURES)
def test_un_fichier_qui_n_est_pas_au_programme_est_refuse_intact(
    bureau: Path, capsys: pytest.CaptureFixture[str], nom: str
) -> None:
    une = ECRITURES[nom]
    fichier = bureau / une.fichier
    if nom not in RECONNUES:
        for exemple in une.prepare():
            assert lancer(exemple) == 0
    with zipfile.ZipFile(fichier, "w") as archive:
        archive.writestr("notes.txt", "les miennes")
    notes = fichier.read_bytes()
    assert lancer([mot for mot in une.exemple if mot != "--quand-meme"]) == 1
    assert une.fichier in capsys.readouterr().err
    assert (fichier.read_bytes(), _copies(bureau)) == (notes, {})
    code, dit = lancer([*une.exemple, "--quand-meme"]), capsys.readouterr().err
    if nom in JAMAIS_REMPLACEES | RECONNUES:
        assert (code, fichier.read_bytes()) == (1, notes)
        return
    assert code == 0
    ((copie, gardee),) = _copies(bureau).items()
    assert (gardee, fichier.read_bytes() == notes) == (notes, False)
    assert copie in dit


@pytest.mark.parametrize("nom", [nom for nom in ECRITURES if nom not in JAMAIS_REMPLACEES])
def test_un_document_ouvert_ailleurs_est_laisse_intact_et_le_dit(
    bureau: Path, capsys: pytest.CaptureFixture[str], nom: str
) -> None:
    """What Word or LibreOffice leaves beside the file for as long as it is open."""
    une = ECRITURES[nom]
    for exemple in [*une.prepare(), une.exemple]:
        assert lancer(exemple) == 0
    fichier = bureau / une.fichier
    retouche = _retoucher(fichier)
    fichier.with_name(f".~lock.{fichier.name}#").write_text("Zoé Durand,zdurand,PC-2,x,y;", encoding="utf-8")
    capsys.readouterr()
    if "--quand-meme" not in une.exemple:  # one that says it already goes on whatever is asked
        assert lancer(une.exemple) == 1
        dit = capsys.readouterr().err
        assert f"{une.fichier}\u00a0» est ouvert par Zoé Durand (LibreOffice)" in dit
        assert "--quand-meme" in dit
        assert (fichier.read_bytes(), _copies(bureau)) == (retouche, {})
    assert lancer([*une.exemple, "--quand-meme"]) == 0
    assert list(_copies(bureau).values()) == [retouche]


@pytest.mark.parametrize("nom", ECRITURES)
def test_un_dossier_absent_ou_un_nom_trop_long_est_une_phrase_et_rien_n_est_ecrit(
    bureau: Path, capsys: pytest.CaptureFixture[str], nom: str
) -> None:
    une = ECRITURES[nom]
    if nom in LUES_AVANT:  # the file it writes is the one it is given to read
        return
    for exemple in une.prepare():
        assert lancer(exemple) == 0
    suffixe, avant = Path(une.fichier).suffix, _fichiers(bureau.with_name("site"))
    longs = {f"{'é' * 300}{suffixe}", f"{'x' * 256}{suffixe}"}
    absents = set() if nom in JAMAIS_REMPLACEES else {f"nulle-part/x{suffixe}"}
    for mauvais in longs | absents:
        capsys.readouterr()
        try:
            code = lancer([mauvais if mot == une.fichier else mot for mot in une.exemple])
        except SystemExit as sortie:  # argparse: the name itself is no name
            code = sortie.code if isinstance(sortie.code, int) else 70
        assert code in (1, 2), mauvais
        assert capsys.readouterr().err.strip()
        assert list(bureau.rglob("*")) == []
    assert _fichiers(bureau.with_name("site")) == avant


def _fichiers(site: Path) -> dict[Path, bytes]:
    """What is for people in the folder of a site."""
    rangs = ("documents", "confidentiel", "sauvegardes", "modeles")
    trouves = (f for rang in rangs for f in (site / rang).rglob("*") if f.is_file() and ".ecrits" not in f.parts)
    return {f: f.read_bytes() for f in trouves}


@pytest.mark.parametrize("nom", PAR_DEFAUT)
def test_sans_fichier_nomme_rien_ne_se_perd_non_plus(
    bureau: Path, capsys: pytest.CaptureFixture[str], nom: str
) -> None:
    une, site = ECRITURES[nom], bureau.with_name("site")
    avant = _fichiers(site)
    for exemple in une.prepare():
        assert lancer(exemple) == 0
    assert lancer(une.sans_fichier()) == 0
    neufs = [f for f in _fichiers(site) if f not in avant]
    assert len(neufs) == (0 if nom in SUR_SA_SORTIE else 1)
    assert list(bureau.iterdir()) == []
    for fichier in neufs:
        retouche = _retoucher(fichier)
        capsys.readouterr()
        lancer(une.sans_fichier())
        assert retouche in _fichiers(site).values()
        if fichier.read_bytes() != retouche:
            (copie,) = _copies(site)
            assert copie in capsys.readouterr().err


def test_la_copie_se_dit_aussi_a_qui_demande_du_json(bureau: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the error output, so that the answer stays JSON; the review has its own place for it."""
    for arguments in (["semaine", "-o", "s.docx", "--json"], ["revue", "2025", "-o", "r.docx", "--json"]):
        assert lancer(arguments) == 0
        _retoucher(bureau / arguments[-2])
        capsys.readouterr()
        assert lancer(arguments) == 0
        dit = capsys.readouterr()
        (copie,) = bureau.glob(f"{arguments[-2][0]} (copie du *")
        assert copie.name in (dit.err if arguments[0] == "semaine" else dit.out)


def test_un_lot_de_courriers_dit_chaque_refus_et_l_option(bureau: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bureau / "R-2026-024-accuse.docx").write_bytes(b"ma lettre")
    lot = ["courrier", "R-2026-024", "R-2026-026", "accuse", "-o", "."]
    assert lancer(lot) == 1
    assert "R-2026-024-accuse.docx" in (dit := capsys.readouterr().err)
    assert "--quand-meme" in dit
    assert (bureau / "R-2026-024-accuse.docx").read_bytes() == b"ma lettre"
    assert not (bureau / "R-2026-026-accuse.docx").exists(), "it bears a name"
    assert lancer([*lot, "--quand-meme"]) == 0
    assert list(_copies(bureau).values()) == [b"ma lettre"]
