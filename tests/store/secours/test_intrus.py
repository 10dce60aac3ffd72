"""A copy of anything but a journal is told with its place, whatever the tool that made it; nothing else is."""

from __future__ import annotations

import pytest

from qualitui.store.secours.intrus import intrus
from tests.store.banc import Banc
from tests.store.journal.test_nommage import NOMMAGES, nomme

ORIGINAUX = {
    "site.toml": "",
    "registre/FORMAT.json": "",
    "numeros/A-2026/000001": "",
    "confidentiel/R-2026-001/identite-1.json": "",
    "restauration.json": "",
}


@pytest.mark.parametrize("outil", [outil for outil in NOMMAGES if outil != "majuscules"])
@pytest.mark.parametrize("fichier", ORIGINAUX)
def test_la_copie_d_un_autre_fichier_est_dite(rempli: Banc, fichier: str, outil: str) -> None:
    original = rempli.dossier / fichier
    a, _, b = original.name.partition(".")
    nom = nomme(outil, a, b).rstrip(".")
    if nom == original.name or ":" in nom:
        return
    original.with_name(nom).write_bytes(b"x")
    (dite,) = intrus(rempli.dossier)
    assert dite.fichier == original.with_name(nom).relative_to(rempli.dossier).as_posix()
    assert "outil de synchronisation" in dite.phrase


LIEUX = [".", "registre", "numeros", "numeros/A-2026", "confidentiel", "confidentiel/R-2026-001"]


@pytest.mark.parametrize("lieu", LIEUX)
@pytest.mark.parametrize("nom", ["desktop.ini", "Thumbs.db", ".DS_Store", "~$note.docx", ".~lock.x.docx#", ".sync"])
def test_ce_que_les_systemes_laissent_partout_ne_derange_pas(rempli: Banc, lieu: str, nom: str) -> None:
    (rempli.dossier / lieu / nom).write_bytes(b"x")
    assert list(intrus(rempli.dossier)) == []


def test_un_site_sain_n_a_pas_d_intrus(rempli: Banc) -> None:
    (rempli.dossier / "site.toml.avant").write_bytes(b"")
    (rempli.dossier / "lisez-moi.txt").write_bytes(b"")
    (rempli.dossier / "confidentiel" / "notes").mkdir()
    (rempli.dossier / "confidentiel" / "R-2026-001" / "mes notes.docx").write_bytes(b"")
    assert list(intrus(rempli.dossier)) == []


@pytest.mark.parametrize(
    "dossier", ["registre/2026 (1)", "registre/2026-PC-DURAND", "numeros/R-2026 - Copie", "confidentiel/R-2026-001 (1)"]
)
def test_la_copie_d_un_dossier_est_dite(rempli: Banc, dossier: str) -> None:
    (rempli.dossier / dossier).mkdir(parents=True)
    assert [dite.fichier for dite in intrus(rempli.dossier)] == [dossier]
