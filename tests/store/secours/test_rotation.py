"""The weekly backup: due or not whatever the clock and the files, and never a fuller one pushed out."""

from __future__ import annotations

import json
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from qualitui.store.secours import rotation
from qualitui.store.secours.archive import EMPREINTES, lire_sommaire
from qualitui.store.secours.rotation import contient
from qualitui.store.secours.sauvegarde import Sauvegarde
from tests.store.banc import Banc, action
from tests.store.secours.atelier import copie, resumer


@pytest.fixture
def sauvegardes(rempli: Banc) -> Path:
    dossier = rempli.dossier / "sauvegardes"
    dossier.mkdir()
    return dossier


def due(banc: Banc) -> Sauvegarde | None:
    return rotation.sauvegarder_si_due(banc.dossier, banc.horloge.instant)


def noms(dossier: Path) -> list[str]:
    return sorted(chemin.name for chemin in dossier.iterdir())


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


def test_la_rotation_ne_touche_qu_aux_siennes(rempli: Banc, sauvegardes: Path) -> None:
    (sauvegardes / "la mienne.zip").write_bytes(b"")
    (sauvegardes / "auto-2026-02-31.zip").write_bytes(b"")
    for _ in range(12):
        assert due(rempli) is not None
        rempli.horloge.avancer(weeks=1)
    restes = noms(sauvegardes)
    assert {"la mienne.zip", "auto-2026-02-31.zip"} < {*restes}
    # the last six, and the first of March and of April
    assert len(restes) == 2 + rotation.SEMAINES + 2


@pytest.mark.parametrize("octets", [b"", b"PK", None], ids=["vide", "tronquée", "octet retourné"])
def test_un_fichier_qui_n_est_pas_une_sauvegarde_ne_retient_pas_celle_de_la_semaine(
    rempli: Banc, sauvegardes: Path, octets: bytes | None
) -> None:
    assert due(rempli) is not None
    archive = sauvegardes / "auto-2026-03-02.zip"
    if octets is None:
        octets = bytearray(archive.read_bytes())
        octets[len(octets) // 3] ^= 0xFF
    archive.write_bytes(octets)
    rempli.horloge.avancer(days=1)
    assert due(rempli) is not None
    assert noms(sauvegardes) == ["auto-2026-03-02.zip", "auto-2026-03-03.zip"]
    assert archive.read_bytes() == octets


def test_le_jour_meme_la_nouvelle_prend_un_autre_nom(rempli: Banc, sauvegardes: Path) -> None:
    (sauvegardes / "auto-2026-03-02.zip").write_bytes(b"")
    assert due(rempli) is not None
    assert noms(sauvegardes) == ["auto-2026-03-02-2.zip", "auto-2026-03-02.zip"]
    assert due(rempli) is None


@pytest.mark.parametrize("jours", [8, 20, 365])
def test_une_horloge_fausse_un_jour_n_arrete_pas_les_suivantes(rempli: Banc, sauvegardes: Path, jours: int) -> None:
    assert due(rempli) is not None
    rempli.horloge.avancer(days=jours)
    assert due(rempli) is not None
    future = noms(sauvegardes)[-1]
    rempli.horloge.avancer(days=7 - jours)
    assert due(rempli) is not None
    assert noms(sauvegardes) == sorted(["auto-2026-03-02.zip", "auto-2026-03-09.zip", future])


def test_celle_d_un_autre_site_ne_compte_pas(rempli: Banc, sauvegardes: Path) -> None:
    resumer(copie(rempli), site="01AUTRE").rename(sauvegardes / "auto-2026-03-02.zip")
    assert due(rempli) is not None
    assert len(noms(sauvegardes)) == 2


def _perdre_la_fin(banc: Banc) -> None:
    journal = banc.journal("autre")
    journal.write_bytes(journal.read_bytes().partition(b"\n")[0] + b"\n")


def _abimer_une_ligne(banc: Banc) -> None:
    journal = banc.journal()
    journal.write_bytes(journal.read_bytes().replace(b"Repeindre", b"Xepeindre", 1))


def _vider_de_zeros(banc: Banc) -> None:
    journal = banc.journal("autre")
    journal.write_bytes(bytes(journal.stat().st_size))


def _perdre_un_journal(banc: Banc) -> None:
    banc.journal("autre").unlink()


def _perdre_les_numeros(banc: Banc) -> None:
    for claim in (banc.dossier / "numeros").rglob("0*"):
        claim.unlink()


def _perdre_les_documents(banc: Banc) -> None:
    for document in (banc.dossier / "documents").iterdir():
        document.unlink()


PERTES = [
    _perdre_la_fin,
    _abimer_une_ligne,
    _vider_de_zeros,
    _perdre_un_journal,
    _perdre_les_numeros,
    _perdre_les_documents,
]


@pytest.mark.parametrize("perdre", PERTES)
@pytest.mark.parametrize("degats", ["", "Un journal est abîmé."], ids=["non dit", "dit"])
def test_une_moins_pleine_ne_chasse_jamais_la_plus_pleine(
    rempli: Banc, sauvegardes: Path, perdre: object, degats: str
) -> None:
    """The fullest is not the first of its month, and three months of poorer ones follow."""
    autre = rempli.ouvrir("autre")
    autre.add(action("A-2026-900"))
    autre.add(action("A-2026-903"))
    rempli.ouvrir("martin2").add(action("A-2026-901"))
    (rempli.dossier / "documents").mkdir(exist_ok=True)
    (rempli.dossier / "documents" / "semaine.docx").write_bytes(b"x")
    assert due(rempli) is not None
    registre = rempli.ouvrir()
    registre.add(action("A-2026-902"))
    rempli.horloge.avancer(weeks=1)
    assert due(rempli) is not None
    pleine = sauvegardes / "auto-2026-03-09.zip"
    avant = pleine.read_bytes()
    rempli.fermer()
    assert callable(perdre)
    perdre(rempli)
    for _ in range(16):
        rempli.horloge.avancer(weeks=1)
        assert rotation.sauvegarder_si_due(rempli.dossier, rempli.horloge.instant, degats=lambda: degats) is not None
    assert pleine.read_bytes() == avant
    assert len(noms(sauvegardes)) <= rotation.SEMAINES + rotation.MOIS + 2


def test_des_saines_qui_grandissent_la_plus_ancienne_part(rempli: Banc, sauvegardes: Path) -> None:
    registre = rempli.ouvrir()
    for rang in range(9):
        registre.add(action(f"A-2026-{rang + 100}"))
        assert due(rempli) is not None
        rempli.horloge.avancer(weeks=1)
    assert "auto-2026-03-09.zip" not in noms(sauvegardes)
    assert "auto-2026-03-02.zip" in noms(sauvegardes)


def test_avant_d_en_laisser_partir_une_celle_qui_la_remplace_est_relue(rempli: Banc, sauvegardes: Path) -> None:
    for _ in range(7):
        assert due(rempli) is not None
        rempli.horloge.avancer(weeks=1)
    for archive in sauvegardes.iterdir():
        if archive.name != "auto-2026-03-09.zip":
            octets = bytearray(archive.read_bytes())
            octets[60] ^= 0xFF
            archive.write_bytes(octets)
    rotation._laisser_partir(sauvegardes, rempli.horloge.instant.date(), "")
    assert "auto-2026-03-09.zip" in noms(sauvegardes)


def test_une_incomplete_ne_tient_pas_lieu_d_une_complete(rempli: Banc) -> None:
    complete = lire_sommaire(copie(rempli))
    incomplete = lire_sommaire(resumer(complete.chemin, omis=[{"lieu": "documents/", "raison": "refusé"}]))
    assert contient(complete, incomplete)
    assert not contient(incomplete, complete)


def test_ce_que_dit_une_sauvegarde_se_lit_sans_la_derouler(rempli: Banc) -> None:
    archive = copie(rempli)
    with zipfile.ZipFile(archive) as lue:
        sommaire = json.loads(lue.read(EMPREINTES))
    assert sommaire["contenu"]["ecritures"] == lire_sommaire(archive).contenu.ecritures  # type: ignore[union-attr]
