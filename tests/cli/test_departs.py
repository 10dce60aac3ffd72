"""Departures by commands: what is carried, handed over, left; a role held by nobody, said by every command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qualitui.cli import main
from qualitui.store.site.site import Site

Capture = pytest.CaptureFixture[str]


def lancer(site: Site, *arguments: str) -> int:
    return main(["--site", str(site.dossier), *arguments])


@pytest.fixture
def avec_claire(site: Site, capsys: Capture) -> Site:
    lancer(site, "equipe", "ajouter", "--nom", "Claire Martin", "--roles", "raqn")
    lancer(site, "equipe", "ajouter", "--nom", "Ali Benali", "--roles", "daa")
    lancer(site, "action", "ajouter", "--intitule", "Agir", "--pilote", "martin-c")
    capsys.readouterr()
    return site


def test_partir_dit_ce_qui_reste_et_le_confie(avec_claire: Site, capsys: Capture) -> None:
    assert lancer(avec_claire, "equipe", "charges", "martin-c", "--json") == 0
    assert [c["reference"] for c in json.loads(capsys.readouterr().out)["charges"]] == ["A-2026-001"]
    assert lancer(avec_claire, "equipe", "partir", "martin-c") == 1
    refus = capsys.readouterr().err
    assert "A-2026-001" in refus
    assert "--reprise" in refus
    assert "--quand-meme" in refus
    assert lancer(avec_claire, "equipe", "partir", "martin-c", "--reprise", "A-2026-001=benali-a", "--json") == 0
    sortie = capsys.readouterr()
    donnees = json.loads(sortie.out)
    assert [c["reference"] for c in donnees["reprises"]] == ["A-2026-001"]
    assert donnees["laissees"] == []
    assert "Plus personne ne tiendra le rôle raqn" in sortie.err


def test_partir_quand_meme_puis_reprendre(avec_claire: Site, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lancer(avec_claire, "equipe", "partir", "martin-c", "--quand-meme", "--json") == 0
    assert [c["reference"] for c in json.loads(capsys.readouterr().out)["laissees"]] == ["A-2026-001"]
    monkeypatch.setenv("QUALITUI_DATE", "2026-03-09")
    assert lancer(avec_claire, "diagnostic") == 1
    assert "A-2026-001 est toujours confiée à Claire Martin" in capsys.readouterr().out
    assert lancer(avec_claire, "equipe", "reprendre", "martin-c", "--reprise", "benali-a") == 0
    capsys.readouterr()
    assert lancer(avec_claire, "diagnostic") == 0


@pytest.mark.parametrize(
    "commande",
    [
        ("action", "ajouter", "--intitule", "A", "--pilote", "serre-file"),
        ("action", "modifier", "A-2026-001", "--pilote", "serre-file"),
        ("reclamation", "ajouter", "--canal", "courrier", "--recue", "2026-03-02", "--pilote", "serre-file"),
        ("verification", "modifier", "V-NET-01", "--role", "serre-file"),
    ],
)
def test_un_role_sans_personne_est_dit_quand_on_le_nomme(
    avec_claire: Site, capsys: Capture, commande: tuple[str, ...]
) -> None:
    assert lancer(avec_claire, *commande) == 0
    assert "Personne ne tient aujourd’hui le rôle" in capsys.readouterr().err
    assert lancer(avec_claire, *(mot.replace("serre-file", "raqn") for mot in commande)) == 0
    assert "Personne ne tient" not in capsys.readouterr().err


def test_expliquer_un_trimestre_le_sort_de_la_semaine(
    site: Site, capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QUALITUI_DATE", "2026-10-05")

    def vus() -> list[str]:
        capsys.readouterr()
        assert lancer(site, "semaine", "--json") == 0
        elements = json.loads(capsys.readouterr().out)["elements"]
        return [e["reference"] for e in elements if e["domaine"] == "trimestre"]

    assert vus() == ["2026-T2", "2026-T3"]
    assert lancer(site, "trimestre", "expliquer", "2026-T4", "--raison", "Trop tôt") == 1
    assert lancer(site, "trimestre", "expliquer", "2026-T2", "--raison", " ") == 1
    assert lancer(site, "trimestre", "expliquer", "2026-T2", "--raison", "Poste vacant") == 0
    assert vus() == ["2026-T3"]
    assert lancer(site, "trimestre", "lister", "--json") == 0
    t1 = json.loads(capsys.readouterr().out)[0]
    assert (t1["etat"], t1["raison"]) == ("manquée", "Poste vacant")
    assert lancer(site, "trimestre", "rapport", "2026-T2", "-o", str(tmp_path / "t.docx")) == 0
    # Held late all the same, while there is time.
    assert lancer(site, "trimestre", "ouvrir", "2026-T3") == 0


@pytest.mark.parametrize(
    ("commande", "etape"),
    [
        (("reclamation", "voir", "R-2026-001"), True),
        (("action", "voir", "A-2026-001"), True),
        (("suggestion", "voir", "S-2026-001"), True),
        (("verification", "voir", "V-NET-01"), True),
        (("indicateur", "voir", "I-TEL-01"), True),
        (("indicateur", "voir", "I-ECO-01"), False),
        (("trimestre", "voir", "2026-T1"), True),
        (("revue", "2025", "voir"), True),
    ],
)
def test_voir_dit_la_prochaine_etape(
    avec_claire: Site, capsys: Capture, commande: tuple[str, ...], etape: bool
) -> None:
    lancer(avec_claire, "reclamation", "ajouter", "--canal", "courrier", "--recue", "2026-03-02")
    lancer(avec_claire, "suggestion", "ajouter", "--texte", "Un banc")
    lancer(avec_claire, "trimestre", "ouvrir", "2026-T1")
    lancer(
        avec_claire,
        "indicateur",
        "saisir",
        "I-TEL-01",
        "--periode",
        "2026-02",
        "--numerateur",
        "1",
        "--denominateur",
        "2",
    )
    capsys.readouterr()
    assert lancer(avec_claire, *commande) == 0
    assert ("Prochaine étape\u00a0: aucune" in capsys.readouterr().out) is not etape
    assert lancer(avec_claire, *commande, "--json") == 0
    lue = json.loads(capsys.readouterr().out)["prochaine_etape"]
    assert (lue is not None) is etape
    assert lue is None or set(lue) == {"quoi", "qui", "pour_quand", "depuis", "source"}
