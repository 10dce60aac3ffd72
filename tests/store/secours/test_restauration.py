"""Whatever the file that is given to restore, a sentence; restored whole, or nothing of it is left."""

from __future__ import annotations

import errno
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from qualitui.store.secours import archive as module
from qualitui.store.secours.archive import EMPREINTES, SauvegardeInvalide, lire_sommaire, verifier
from qualitui.store.secours.restauration import RestaurationRefusee, restaurer
from tests.store.banc import Banc
from tests.store.secours.atelier import copie, fichiers, refaire, resumer

VIDE = {"taille": 0, "sha256": sha256(b"").hexdigest()}


def refuser(archive: Path, neuf: Path, phrase: str | None = None) -> str:
    """The sentence, nothing being left of the folder."""
    with pytest.raises(SauvegardeInvalide, match=phrase) as refus:
        restaurer(archive, neuf)
    assert not neuf.exists()
    assert refus.value.phrase.endswith(".")
    return refus.value.phrase


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [(None, "est introuvable"), (b"", "est vide"), (b"PK", "n’est pas une"), (b"pas un zip", "n’est pas une")],
    ids=["absente", "vide", "tronquée", "autre chose"],
)
def test_ce_qui_n_est_pas_une_sauvegarde_est_refuse(tmp_path: Path, contenu: bytes | None, phrase: str) -> None:
    archive = tmp_path / "x.zip"
    if contenu is not None:
        archive.write_bytes(contenu)
    refuser(archive, tmp_path / "neuf", phrase)


def test_un_dossier_n_est_pas_une_sauvegarde(tmp_path: Path) -> None:
    refuser(tmp_path, tmp_path / "neuf", "est un dossier")


def test_tout_octet_retourne_est_decouvert_ou_sans_effet(rempli: Banc) -> None:
    """120 places of the file, the zip's own tables included."""
    archive, neuf = copie(rempli), rempli.racine / "neuf"
    restaurer(archive, neuf)
    attendu = fichiers(neuf)
    shutil.rmtree(neuf)
    sain = archive.read_bytes()
    refusees = 0
    for place in range(0, len(sain), max(1, len(sain) // 120)):
        octets = bytearray(sain)
        octets[place] ^= 0xFF
        archive.write_bytes(octets)
        try:
            restaurer(archive, neuf)
        except SauvegardeInvalide:
            refusees += 1
            assert not neuf.exists()
        else:
            assert fichiers(neuf) == attendu
            shutil.rmtree(neuf)
    assert refusees > 60


def test_toute_coupure_est_decouverte(rempli: Banc) -> None:
    archive = copie(rempli)
    sain = archive.read_bytes()
    for fin in range(1, len(sain), max(1, len(sain) // 60)):
        archive.write_bytes(sain[:fin])
        refuser(archive, rempli.racine / "neuf")


def _chiffrer(archive: Path) -> None:
    """The flag of encryption, on each entry, in both tables of the zip."""
    octets = bytearray(archive.read_bytes())
    for signature, ecart in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = octets.find(signature)
        while place >= 0:
            octets[place + ecart] |= 1
            place = octets.find(signature, place + 4)
    archive.write_bytes(octets)


def _compresser_autrement(methode: int) -> Callable[[Path], None]:
    def changer(archive: Path) -> None:
        octets = bytearray(archive.read_bytes())
        for signature, ecart in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
            place = octets.find(signature)
            while place >= 0:
                octets[place + ecart] = methode
                place = octets.find(signature, place + 4)
        archive.write_bytes(octets)

    return changer


@pytest.mark.parametrize(
    ("changer", "phrase"),
    [
        (_chiffrer, "mot de passe"),
        (_compresser_autrement(99), "compressée d’une façon"),
        (_compresser_autrement(12), "compressée d’une façon"),
        (_compresser_autrement(14), "compressée d’une façon"),
    ],
    ids=["chiffrée", "méthode 99", "bzip2", "lzma"],
)
def test_une_autre_forme_de_zip_est_refusee(rempli: Banc, changer: Callable[[Path], None], phrase: str) -> None:
    archive = copie(rempli)
    changer(archive)
    refuser(archive, rempli.racine / "neuf", phrase)


SOMMAIRES: list[tuple[dict[str, Any], str]] = [
    ({"fichiers": {}}, "aucun registre"),
    ({"fichiers": None}, "n’est pas une sauvegarde"),
    ({"fichiers": [1, 2]}, "n’est pas une sauvegarde"),
    ({"fichiers": {"registre/x": 3}}, "n’est pas une sauvegarde"),
    ({"fichiers": {"registre/x": {"taille": "3", "sha256": "0"}}}, "n’est pas une sauvegarde"),
    ({"fichiers": {"registre/x": {"taille": -1, "sha256": VIDE["sha256"]}}}, "n’est pas une sauvegarde"),
    ({"fichiers": {"registre/x": {"taille": 1e400, "sha256": VIDE["sha256"]}}}, "n’est pas une sauvegarde"),
    ({"fichiers": {"registre/x": VIDE}}, "y manque"),
    ({"cree_le": None}, "n’est pas une sauvegarde"),
    ({"cree_le": "hier"}, "n’est pas une sauvegarde"),
    ({"cree_le": 3}, "n’est pas une sauvegarde"),
    ({"confidentiel": None}, "n’est pas une sauvegarde"),
    ({"contenu": 3}, "n’est pas une sauvegarde"),
    ({"contenu": {"fiches": -1}}, "n’est pas une sauvegarde"),
    ({"omis": 3}, "n’est pas une sauvegarde"),
    ({"omis": ["x"]}, "n’est pas une sauvegarde"),
    ({"cas": 3}, "n’est pas une sauvegarde"),
]


@pytest.mark.parametrize(("changements", "phrase"), SOMMAIRES, ids=[str(c) for c, _ in SOMMAIRES])
def test_un_sommaire_faux_est_refuse(rempli: Banc, changements: dict[str, Any], phrase: str) -> None:
    refuser(resumer(copie(rempli), **changements), rempli.racine / "neuf", phrase)


@pytest.mark.parametrize(
    "octets", [b"", b"[]", b"null", b"3", b"{", b"\xff\xfe", b"[" * 100_000, b'{"fichiers": "x"}', b"\0" * 50]
)
def test_un_sommaire_qui_n_en_est_pas_un_est_refuse(rempli: Banc, octets: bytes) -> None:
    refuser(refaire(copie(rempli), {EMPREINTES: octets}), rempli.racine / "neuf", "n’est pas une sauvegarde")


def test_sans_sommaire_ce_n_est_pas_une_sauvegarde(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("site.toml", "")
    refuser(tmp_path / "x.zip", tmp_path / "neuf", "n’est pas une sauvegarde")


NOMS = [
    "../dehors", "registre/../../x", "/etc/x", "//hote/x", "a\\..\\b", "C:x", "C:/x", "registre//x", "./x",
    "registre/.", "x/", "", "nul", "documents/CON.txt", "documents/com1", "documents/x.", "documents/x ",
    "documents/a\nb", "a\x1b", "documents/flux:x", "documents/" + "é" * 300, "documents/a?b",
]  # fmt: skip


@pytest.mark.parametrize("nom", NOMS)
def test_un_nom_absurde_est_refuse(rempli: Banc, nom: str) -> None:
    archive = copie(rempli)
    with zipfile.ZipFile(archive) as lue:
        noms = json.loads(lue.read(EMPREINTES))["fichiers"]
    piegee = resumer(archive, fichiers={**noms, nom: VIDE})
    phrase = refuser(piegee, rempli.racine / "neuf", "sort du dossier, ou qu’un poste ne peut pas écrire")
    assert phrase.isprintable() or "\u00a0" in phrase
    assert not (rempli.racine / "dehors").exists()


def test_un_nom_en_double_ou_en_trop_est_refuse(rempli: Banc) -> None:
    archive = copie(rempli)
    refuser(refaire(archive, {"documents/intrus.docx": b"x"}), rempli.racine / "neuf", "n’est pas dans son sommaire")
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(archive, "a") as lue:
        lue.writestr("site.toml", lue.read("site.toml"))
    refuser(archive, rempli.racine / "neuf", "y est deux fois")


@pytest.mark.parametrize("meme_taille", [True, False])
def test_un_fichier_change_dans_l_archive_est_decouvert(rempli: Banc, meme_taille: bool) -> None:
    archive = copie(rempli)
    with zipfile.ZipFile(archive) as lue:
        octets = lue.read("site.toml")
    abimee = refaire(archive, {"site.toml": octets.swapcase() if meme_taille else octets + b"#"})
    refuser(abimee, rempli.racine / "neuf", r"site\.toml")


def test_une_bombe_n_est_pas_deroulee(rempli: Banc, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TAILLE_SUSPECTE", 1 << 20)
    zeros = bytes(8 << 20)
    archive = copie(rempli)
    with zipfile.ZipFile(archive) as lue:
        contenus = {nom: lue.read(nom) for nom in lue.namelist()}
        sommaire = json.loads(contenus[EMPREINTES])
    sommaire["fichiers"]["registre/2026/a~b~1.jsonl"] = {"taille": len(zeros), "sha256": sha256(zeros).hexdigest()}
    bombe = archive.with_name("bombe.zip")
    with zipfile.ZipFile(bombe, "w", zipfile.ZIP_DEFLATED) as neuve:
        for nom, octets in {**contenus, EMPREINTES: json.dumps(sommaire), "registre/2026/a~b~1.jsonl": zeros}.items():
            neuve.writestr(nom, octets)
    refuser(bombe, rempli.racine / "neuf", "annonce")


def test_un_sommaire_demesure_n_est_pas_lu(rempli: Banc, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = copie(rempli)
    monkeypatch.setattr(module, "SOMMAIRE_MAX", 100)
    refuser(archive, rempli.racine / "neuf", "n’est pas une sauvegarde")


def test_on_ne_restaure_que_dans_un_dossier_neuf_ou_vide(rempli: Banc) -> None:
    archive = copie(rempli)
    with pytest.raises(RestaurationRefusee, match="pas vide"):
        restaurer(archive, rempli.dossier)
    with pytest.raises(RestaurationRefusee, match="pas vide"):
        restaurer(archive, archive)
    (rempli.racine / "vide").mkdir()
    assert restaurer(archive, rempli.racine / "vide").fichiers == 4


def test_un_disque_trop_petit_est_dit_avant(rempli: Banc, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = copie(rempli)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))  # type: ignore[attr-defined]
    with pytest.raises(RestaurationRefusee, match="pas la place"):
        restaurer(archive, rempli.racine / "neuf")
    assert not (rempli.racine / "neuf").exists()


@pytest.mark.parametrize("rang", range(7))
@pytest.mark.parametrize("vide", [True, False])
def test_une_restauration_arretee_ne_laisse_rien(
    rempli: Banc, monkeypatch: pytest.MonkeyPatch, rang: int, vide: bool
) -> None:
    """At each file it writes, the disk is full."""
    archive, neuf, ouvrir = copie(rempli, confidentiel=True), rempli.racine / "neuf", os.open
    if vide:
        neuf.mkdir()
    ecrits: list[str] = []

    def remplir(chemin: Any, drapeaux: int, *arguments: Any, **options: Any) -> int:
        if drapeaux & os.O_CREAT and neuf in Path(os.fspath(chemin)).parents:
            ecrits.append(str(chemin))
            if len(ecrits) > rang:
                raise OSError(errno.ENOSPC, "plein")
        return ouvrir(chemin, drapeaux, *arguments, **options)

    monkeypatch.setattr(os, "open", remplir)
    condamnes = 1  # the case folder has no record: its number is given to nobody
    if rang < len(verifier(archive).fichiers) + condamnes:
        with pytest.raises(RestaurationRefusee, match=r"le disque est plein\. Rien n’a été laissé"):
            restaurer(archive, neuf)
        assert neuf.exists() is vide
        assert not vide or not list(neuf.iterdir())
    else:
        assert restaurer(archive, neuf).fichiers == 5


def test_ce_qui_fait_d_un_dossier_un_site_vient_en_dernier(rempli: Banc, monkeypatch: pytest.MonkeyPatch) -> None:
    archive, ouvrir, ecrits = copie(rempli), os.open, []

    def noter(chemin: Any, *arguments: Any, **options: Any) -> int:
        if "neuf" in os.fspath(chemin):
            ecrits.append(Path(chemin).name)
        return ouvrir(chemin, *arguments, **options)

    monkeypatch.setattr(os, "open", noter)
    restaurer(archive, rempli.racine / "neuf")
    assert ecrits[-1] == "site.toml"


def test_les_identites_restaurees_ne_sont_lisibles_que_de_leur_compte(rempli: Banc) -> None:
    restaurer(copie(rempli, confidentiel=True), rempli.racine / "neuf")
    for chemin in [rempli.racine / "neuf" / "confidentiel", *(rempli.racine / "neuf" / "confidentiel").rglob("*")]:
        assert chemin.stat().st_mode & 0o077 == 0


def test_une_sauvegarde_qui_ne_dit_pas_son_contenu_se_restaure(rempli: Banc) -> None:
    """Those of before it was said."""
    ancienne = resumer(copie(rempli), contenu=None, omis=None, cas=None, site=None, degats=None)
    assert lire_sommaire(ancienne).contenu is None
    faite = restaurer(ancienne, rempli.racine / "neuf")
    assert faite.retour is not None
    assert faite.retour.cas is None
