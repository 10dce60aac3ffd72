"""The workbook as Excel reads it: nothing calculated, dates as dates, a header that stays."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest

from qualitui.exchange.classeur import Feuille, classeur

LE = date(2026, 3, 2)


def feuille(*lignes: list[object], notes: tuple[str, ...] = (), filtre: bool = True) -> Feuille:
    return Feuille("Essai", ["Réf.", "Texte"], lignes, [10, 90], notes, filtre)  # type: ignore[arg-type]


def parties(contenu: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
        return {nom: archive.read(nom).decode() for nom in archive.namelist()}


def page(*lignes: list[object], **champs: object) -> str:
    return parties(classeur([feuille(*lignes, **champs)], titre="Essai", le=LE))["xl/worksheets/sheet1.xml"]  # type: ignore[arg-type]


@pytest.mark.parametrize("texte", ["=1+1", "+33 1", "03/04", "https://exemple.fr", "0012", "@somme", "-"])
def test_un_texte_reste_le_texte_tape(texte: str) -> None:
    lues = parties(classeur([feuille(["R", texte])], titre="Essai", le=LE))
    assert texte in re.findall(r"<t[^>]*>(.*?)</t>", lues["xl/sharedStrings.xml"])
    assert "<f>" not in lues["xl/worksheets/sheet1.xml"]
    assert "hyperlink" not in lues["xl/worksheets/sheet1.xml"]


def test_une_date_est_une_date_et_un_nombre_un_nombre() -> None:
    cases = re.findall(r'<c r="([AB])2" s="\d+"><v>(\d+)</v>', page([LE, 12]))
    assert cases == [("A", str((LE - date(1899, 12, 30)).days)), ("B", "12")]


def test_une_case_vide_reste_vide_et_un_zero_se_voit() -> None:
    lu = page([None, 0], ["", "x"])
    assert 'r="A2"' not in lu
    assert 'r="A3"' not in lu
    assert re.search(r'<c r="B2"[^>]*><v>0</v>', lu)


def test_l_entete_reste_a_l_ecran_et_sur_chaque_page_imprimee() -> None:
    lues = parties(classeur([feuille(["R", "x"])], titre="Essai", le=LE))
    assert 'state="frozen"' in lues["xl/worksheets/sheet1.xml"]
    assert 'orientation="landscape"' in lues["xl/worksheets/sheet1.xml"]
    assert re.search(r"Print_Titles[^>]*>Essai!\$1:\$1<", lues["xl/workbook.xml"])


def test_les_fleches_de_filtre_couvrent_toute_la_table_et_elle_seule() -> None:
    assert '<autoFilter ref="A1:B3"/>' in page(["R", "x"], ["S", "y"], notes=("Une légende.",))
    assert "autoFilter" not in page(["R", "x"], filtre=False)
    assert "autoFilter" not in page()


def test_une_colonne_ne_depasse_pas_l_ecran() -> None:
    assert [float(largeur) for largeur in re.findall(r'<col [^>]*width="([\d.]+)"', page())] == pytest.approx(
        [10.7, 60.7], abs=0.1
    )


def test_le_meme_jour_donne_les_memes_octets_et_le_dit() -> None:
    un = classeur([feuille(["R", "x"])], titre="Essai", le=LE)
    assert un == classeur([feuille(["R", "x"])], titre="Essai", le=LE)
    assert "2026-03-02T00:00:00Z" in parties(un)["docProps/core.xml"]
