"""Backups: verified, coherent while others write, restored only into a new folder."""

from __future__ import annotations

import errno
import json
import threading
import zipfile
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import evoluer
from qualitui.store.contrat import Registre
from qualitui.store.secours import rotation
from qualitui.store.secours.copies import copier_les_journaux
from qualitui.store.secours.sauvegarde import (
    EMPREINTES,
    RestaurationRefusee,
    SauvegardeImpossible,
    SauvegardeInvalide,
    restaurer,
    sauvegarder,
    verifier,
)
from tests.store.banc import Banc, action


@pytest.fixture
def rempli(banc: Banc) -> Banc:
    registre = banc.ouvrir()
    with registre.transaction():
        registre.add(action(f"A-2026-{registre.reserver_numero('A-2026'):03d}"))
    (banc.dossier / "site.toml").write_text('nom = "EPS"\n', encoding="utf-8")
    secret = banc.dossier / "confidentiel" / "R-2026-001"
    secret.mkdir(parents=True)
    (secret / "identite-1.json").write_text('{"nom": "Secret"}', encoding="utf-8")
    return banc


def copie(banc: Banc, nom: str = "copie.zip", *, confidentiel: bool = False) -> Path:
    destination = banc.racine / nom
    sauvegarder(banc.dossier, destination, le=banc.horloge.instant, confidentiel=confidentiel)
    return destination


def fichiers(dossier: Path) -> dict[str, bytes]:
    return {f.relative_to(dossier).as_posix(): f.read_bytes() for f in dossier.rglob("*") if f.is_file()}


def test_une_sauvegarde_restauree_est_le_meme_site_sans_les_identites(rempli: Banc) -> None:
    archive = copie(rempli)
    assert restaurer(archive, rempli.racine / "neuf") == 4
    attendus = {nom: octets for nom, octets in fichiers(rempli.dossier).items() if not nom.startswith("confidentiel")}
    assert fichiers(rempli.racine / "neuf") == attendus
    assert b"Secret" not in archive.read_bytes()


def test_avec_les_identites_seulement_quand_on_le_demande(rempli: Banc) -> None:
    archive = copie(rempli, confidentiel=True)
    assert verifier(archive)["confidentiel"] is True
    restaurer(archive, rempli.racine / "neuf")
    assert fichiers(rempli.racine / "neuf") == fichiers(rempli.dossier)


def test_apres_restauration_on_continue_dans_un_nouveau_fichier(rempli: Banc) -> None:
    restaurer(copie(rempli), rempli.racine / "neuf")
    ailleurs = Banc(rempli.racine)
    ailleurs.dossier = rempli.racine / "neuf"
    registre = ailleurs.ouvrir()
    registre.save(evoluer(registre.find(Action)[0], pilote="martin"))
    assert registre.reserver_numero("A-2026") == 2
    assert ailleurs.journal(k=2).is_file()
    assert list(registre.anomalies) == []
    ailleurs.fermer()


def test_une_sauvegarde_n_en_ecrase_pas_une_autre(rempli: Banc) -> None:
    archive = copie(rempli)
    avant = archive.read_bytes()
    with pytest.raises(SauvegardeImpossible, match="existe déjà"):
        copie(rempli)
    assert archive.read_bytes() == avant


def test_les_sauvegardes_ne_contiennent_pas_les_precedentes(rempli: Banc) -> None:
    for nom in ("a.zip", "b.zip"):
        sauvegarder(rempli.dossier, rempli.dossier / "sauvegardes" / nom, le=rempli.horloge.instant)
    with zipfile.ZipFile(rempli.dossier / "sauvegardes" / "b.zip") as archive:
        assert [nom for nom in archive.namelist() if "sauvegardes" in nom] == []


def test_une_sauvegarde_interrompue_ne_laisse_rien(rempli: Banc, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuser(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "plein")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", refuser)
    with pytest.raises(SauvegardeImpossible, match="le disque est plein"):
        copie(rempli)
    assert [chemin.name for chemin in rempli.racine.glob("copie*")] == []


def test_un_fichier_illisible_est_nomme(rempli: Banc, monkeypatch: pytest.MonkeyPatch) -> None:
    ouvrir = Path.open

    def interdire(chemin: Path, *arguments: Any, **options: Any) -> Any:
        if chemin.name == "site.toml":
            raise PermissionError(errno.EACCES, "refusé")
        return ouvrir(chemin, *arguments, **options)

    monkeypatch.setattr(Path, "open", interdire)
    bilan = sauvegarder(rempli.dossier, rempli.racine / "copie.zip", le=rempli.horloge.instant)
    assert bilan.omis == ("site.toml",)


@pytest.mark.parametrize(
    "contenu", [None, b"", b"PK", b"pas un zip"], ids=["absente", "vide", "tronquée", "autre chose"]
)
def test_ce_qui_n_est_pas_une_sauvegarde_est_refuse(tmp_path: Path, contenu: bytes | None) -> None:
    archive = tmp_path / "x.zip"
    if contenu is not None:
        archive.write_bytes(contenu)
    with pytest.raises(SauvegardeInvalide):
        restaurer(archive, tmp_path / "neuf")
    assert not (tmp_path / "neuf").exists()


def refaire(archive: Path, changements: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(archive) as ancienne:
        contenus = {nom: ancienne.read(nom) for nom in ancienne.namelist()}
    autre = archive.with_name("refaite.zip")
    with zipfile.ZipFile(autre, "w") as neuve:
        for nom, octets in (contenus | changements).items():
            neuve.writestr(nom, octets)
    return autre


@pytest.mark.parametrize("meme_taille", [True, False])
def test_un_fichier_change_dans_l_archive_est_decouvert(rempli: Banc, meme_taille: bool) -> None:
    archive = copie(rempli)
    with zipfile.ZipFile(archive) as lue:
        octets = lue.read("site.toml")
    abimee = refaire(archive, {"site.toml": octets.swapcase() if meme_taille else octets + b"#"})
    with pytest.raises(SauvegardeInvalide, match=r"site\.toml"):
        restaurer(abimee, rempli.racine / "neuf")
    assert not (rempli.racine / "neuf").exists()


@pytest.mark.parametrize("nom", ["../dehors", "/etc/x", "a\\..\\b", "C:x"])
def test_un_chemin_qui_sort_du_dossier_est_refuse(rempli: Banc, nom: str) -> None:
    archive = copie(rempli)
    sommaire = dict(verifier(archive))
    sommaire["fichiers"] = {nom: {"taille": 0, "sha256": sha256(b"").hexdigest()}}
    piegee = refaire(archive, {EMPREINTES: json.dumps(sommaire).encode(), nom: b""})
    with pytest.raises(SauvegardeInvalide, match="sort du dossier"):
        restaurer(piegee, rempli.racine / "neuf")


def test_on_ne_restaure_que_dans_un_dossier_neuf_ou_vide(rempli: Banc) -> None:
    archive = copie(rempli)
    with pytest.raises(RestaurationRefusee, match="pas vide"):
        restaurer(archive, rempli.dossier)
    (rempli.racine / "vide").mkdir()
    assert restaurer(archive, rempli.racine / "vide") == 4


def test_une_sauvegarde_pendant_que_d_autres_ecrivent_est_coherente(rempli: Banc) -> None:
    arret = threading.Event()

    def ecrire(registre: Registre, rang: int) -> None:
        while not arret.is_set():
            registre.poll()
            fiche = registre.find(Action)[0]
            registre.add(action(f"A-{rang}", causes=fiche.id))

    fils = [
        threading.Thread(target=ecrire, args=(rempli.ouvrir(login), rang))
        for rang, login in enumerate(("durand", "petit"))
    ]
    for fil in fils:
        fil.start()
    archives = [copie(rempli, f"{rang}.zip") for rang in range(5)]
    arret.set()
    for fil in fils:
        fil.join()
    for rang, archive in enumerate(archives):
        restaurer(archive, rempli.racine / f"neuf{rang}")
        relu = Banc(rempli.racine)
        relu.dossier = rempli.racine / f"neuf{rang}"
        assert list(relu.ouvrir("lecteur").anomalies) == []
        relu.fermer()


def test_un_journal_en_avance_sur_un_autre_fait_avancer_l_autre(banc: Banc, monkeypatch: pytest.MonkeyPatch) -> None:
    """durand's journal is copied first, then martin's, which has seen a line of durand written in between."""
    durand, martin = banc.ouvrir("durand"), banc.ouvrir("martin")
    durand.add(action("A-1"))
    martin.add(action("A-1"))
    ouvrir, noms = Path.open, ["2026/poste~durand~1.jsonl", "2026/poste~martin~1.jsonl"]
    lus: list[str] = []

    def entre_temps(chemin: Path, *arguments: Any, **options: Any) -> Any:
        if chemin == banc.journal("martin") and not lus:
            lus.append(chemin.name)
            durand.add(action("A-2"))
            martin.poll()
            martin.add(action("A-3"))
            durand.add(action("A-4"))
        return ouvrir(chemin, *arguments, **options)

    monkeypatch.setattr(Path, "open", entre_temps)
    assert copier_les_journaux(banc.dossier / "registre", noms, banc.racine / "copies") == noms
    assert [(banc.racine / "copies" / nom).read_bytes().count(b"\n") for nom in noms] == [2, 2]


def test_la_sauvegarde_automatique_est_faite_une_fois_par_semaine(rempli: Banc) -> None:
    faites = []
    for _ in range(16):
        faites.append(rotation.sauvegarder_si_due(rempli.dossier, rempli.horloge.instant) is not None)
        rempli.horloge.avancer(days=1)
    assert faites == [rang % 7 == 0 for rang in range(16)]
    noms = [chemin.name for _, chemin in rotation.dernieres(rempli.dossier / "sauvegardes")]
    assert noms == ["auto-2026-03-02.zip", "auto-2026-03-09.zip", "auto-2026-03-16.zip"]


def test_une_sauvegarde_en_cours_ailleurs_n_est_pas_refaite(rempli: Banc) -> None:
    (rempli.dossier / "sauvegardes").mkdir()
    encours = rempli.dossier / "sauvegardes" / "auto-2026-03-02.zip.partiel"
    encours.write_bytes(b"...")
    assert rotation.sauvegarder_si_due(rempli.dossier, rempli.horloge.instant) is None
    assert encours.exists()
    rempli.horloge.avancer(days=1)
    assert rotation.sauvegarder_si_due(rempli.dossier, rempli.horloge.instant) is not None
    assert not encours.exists()


def test_la_rotation_garde_les_dernieres_semaines_et_un_debut_de_mois() -> None:
    lundis = [date(2025, 1, 6) + timedelta(weeks=rang) for rang in range(70)]
    gardes = sorted(rotation.a_garder(lundis))
    assert gardes[-rotation.SEMAINES :] == lundis[-rotation.SEMAINES :]
    premiers = [jour for jour in gardes if jour.day <= 7]
    assert len(premiers) == rotation.MOIS
    assert len(gardes) <= rotation.SEMAINES + rotation.MOIS


def test_la_rotation_ne_touche_qu_aux_siennes(rempli: Banc) -> None:
    sauvegardes = rempli.dossier / "sauvegardes"
    sauvegardes.mkdir()
    for jour in range(1, 29):
        (sauvegardes / f"auto-2020-02-{jour:02d}.zip").write_bytes(b"")
    (sauvegardes / "la mienne.zip").write_bytes(b"")
    rotation.sauvegarder_si_due(rempli.dossier, rempli.horloge.instant)
    restes = sorted(chemin.name for chemin in sauvegardes.iterdir())
    assert "la mienne.zip" in restes
    assert len(restes) == 1 + rotation.SEMAINES + 1


@pytest.mark.parametrize(("nom", "phrase"), [("copie", "finit par .zip"), ("é" * 300 + ".zip", "trop long")])
def test_un_nom_qui_ne_convient_pas_est_refuse_et_rien_n_est_ecrit(
    rempli: Banc, tmp_path: Path, nom: str, phrase: str
) -> None:
    dossier = tmp_path / "ailleurs"
    with pytest.raises(SauvegardeImpossible, match=phrase):
        sauvegarder(rempli.dossier, dossier / nom, le=rempli.horloge.instant)
    assert not list(dossier.glob("*"))
