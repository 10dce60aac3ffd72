"""Every damage of the catalogue, each against one gesture and not the same for the next; `benchmarks` does them all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.avaries.catalogue import AVARIES, Avarie
from tests.avaries.epreuve import CONNU, GESTES, Epreuve, nettoyer

NOMS = list(GESTES)


@pytest.fixture(scope="module")
def epreuve() -> Iterator[Epreuve]:
    """Outside the folders of pytest, where another account may not go."""
    dossier = Path(tempfile.mkdtemp(prefix="avaries-"))
    with pytest.MonkeyPatch.context() as environnement:
        environnement.setenv("TEXTUAL_ANIMATIONS", "none")
        environnement.delenv("QUALITUI_SITE", raising=False)
        yield Epreuve(dossier)
    nettoyer(dossier)


def test_il_y_a_au_moins_soixante_avaries_et_aucune_n_a_le_nom_d_une_autre() -> None:
    assert len({avarie.nom for avarie in AVARIES}) == len(AVARIES) >= 60


def test_un_site_sain_ne_dit_rien_de_plus_et_montre_tout(epreuve: Epreuve) -> None:
    sain = Avarie("rien", lambda lieu: None, "rien")
    for nom in NOMS:
        constat = epreuve.eprouver(sain, nom)
        assert (constat.dites, constat.perdues, constat.fautes) == ([], [], [])
    assert len(epreuve.verite) > 24


@pytest.mark.parametrize("avarie", AVARIES, ids=lambda avarie: avarie.nom)
def test_une_avarie_est_dite_et_rien_ne_s_y_perd_en_silence(epreuve: Epreuve, avarie: Avarie) -> None:
    geste = NOMS[AVARIES.index(avarie) % len(NOMS)]
    fautes = epreuve.eprouver(avarie, geste).fautes
    assert [faute for faute in fautes if not faute.startswith(CONNU)] == [], geste


def test_une_perte_que_rien_ne_dit_est_une_faute(epreuve: Epreuve) -> None:
    """The trial itself: a record that goes without a word is seen, and what a gesture destroyed too."""
    vide = epreuve.verite
    epreuve.verite = {**vide, "action A-2026-900": ["A-2026-900", "Oubliée", "à lancer"]}
    try:
        assert epreuve.eprouver(Avarie("rien", lambda lieu: None, "rien"), "lister").fautes == ["silence"]
    finally:
        epreuve.verite = vide
