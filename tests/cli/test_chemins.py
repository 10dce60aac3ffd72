"""A path that no file can have is a sentence, whatever the command that is given it."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from cli.parcours import commandes, lancer

from qualitui.cli.commun import chemin, document_word, dossier_a_faire, fichier_a_ecrire
from qualitui.store.site.site import Site

LECTEURS = {chemin, document_word, dossier_a_faire, fichier_a_ecrire}
NOMS = {"fichier", "dossier", "sortie", "destination", "chemin"}
TROP_LONGS = {"un nom": "n" * 300, "un chemin": "/".join(["d" * 200] * 25)}
Capture = pytest.CaptureFixture[str]


def est_un_chemin(action: argparse.Action) -> bool:
    metavar = action.metavar if isinstance(action.metavar, str) else ""
    return action.type in LECTEURS or action.dest in NOMS or metavar.startswith(("F.", "DOSSIER", "DIR", "FICHIER"))


AVEC_CHEMIN = [(mots, sous, action) for mots, sous in commandes() for action in sous._actions if est_un_chemin(action)]


def appel_avec(mots: list[str], sous: argparse.ArgumentParser, visee: argparse.Action, texte: str) -> list[str]:
    """The call with this path; what stands before it on the line gets any value of its kind."""
    if visee.option_strings:
        return [*mots, f"{visee.option_strings[-1]}={texte}"]
    suite: list[str] = []
    for action in sous._actions:
        if action is visee:
            return [*mots, *suite, texte]
        if not action.option_strings:
            suite.append("autre.zip")
    raise AssertionError(visee)


def test_tous_les_chemins_sont_lus_au_meme_endroit() -> None:
    assert len(AVEC_CHEMIN) >= 14
    assert [(mots, action.dest) for mots, _, action in AVEC_CHEMIN if action.type not in LECTEURS] == []
    assert [mots for mots, sous in commandes() if any(action.type is Path for action in sous._actions)] == []


@pytest.mark.parametrize("quoi", TROP_LONGS)
def test_un_chemin_trop_long_est_refuse_par_chaque_commande(
    quoi: str, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("QUALITUI_SITE", str(site.dossier))
    monkeypatch.chdir(tmp_path)
    for mots, sous, action in AVEC_CHEMIN:
        for texte in (TROP_LONGS[quoi], TROP_LONGS[quoi] + ".docx"):
            appel = appel_avec(mots, sous, action, texte)
            assert lancer(appel) == 2, appel[:3]
            phrase = capsys.readouterr().err
            assert "n’est pas un chemin possible" in phrase, appel[:3]
            assert "trop long" in phrase, appel[:3]
            assert len(phrase) < 400, appel[:3]


@pytest.mark.parametrize("ligne", ["semaine", "diagnostic", "echeance 2026-03-02 --duree 1 --unite mois"])
@pytest.mark.parametrize("texte", [*TROP_LONGS.values(), "~personne-de-ce-nom/site"])
@pytest.mark.parametrize("comment", ["option", "variable"])
def test_un_site_au_nom_impossible_est_dit(
    ligne: str, texte: str, comment: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    if comment == "variable":
        monkeypatch.setenv("QUALITUI_SITE", texte)
    assert lancer([*([f"--site={texte}"] if comment == "option" else []), *ligne.split()]) == 3
    phrase = capsys.readouterr().err
    assert "n’est pas un chemin possible" in phrase or "compte inconnu" in phrase


def test_un_nom_juste_assez_court_s_ecrit(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """The file made beside, before it takes its place, must not be the one that is too long."""
    monkeypatch.setenv("QUALITUI_SITE", str(site.dossier))
    voulu = tmp_path / ("s" * 250 + ".docx")
    assert lancer(["semaine", "-o", str(voulu)]) == 0
    assert voulu.is_file()


def test_un_chemin_qui_ne_se_revele_impossible_qu_a_l_usage_est_un_refus(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("QUALITUI_SITE", str(site.dossier))

    def echouer(*_: object, **__: object) -> None:
        (site.dossier / ("n" * 300)).write_text("x", encoding="utf-8")

    monkeypatch.setattr("qualitui.cli.semaine.semaine", echouer)
    assert lancer(["semaine"]) == 1
    assert "le nom est trop long" in capsys.readouterr().err
