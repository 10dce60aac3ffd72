"""qualitui action: the life of an action by commands; JSON, sentences and exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from qualitui.cli import main
from qualitui.store.site.site import Site

Capture = pytest.CaptureFixture[str]
Commande = Callable[..., Any]


@pytest.fixture
def action(site: Site, capsys: Capture) -> Commande:
    """Call `qualitui action …` on the site: the JSON when it works, the sentence when it is refused."""

    def appeler(*arguments: str, code: int = 0) -> Any:
        assert main(["--site", str(site.dossier), *arguments, "--json"]) == code
        sortie = capsys.readouterr()
        return json.loads(sortie.out) if code == 0 else sortie.err

    appeler("equipe", "ajouter", "--nom", "Claire Martin", "--roles", "daa")
    appeler("equipe", "ajouter", "--nom", "Ali Benali", "--roles", "agent")
    return lambda *arguments, code=0: appeler("action", *arguments, code=code)


def test_de_la_creation_a_la_cloture(action: Commande) -> None:
    creee = action("ajouter", "--intitule", "Repeindre", "--pilote", "benali-a", "--echeance", "06/03/2026")
    assert (creee["reference"], creee["etat"], creee["echeance"]) == ("A-2026-001", "à lancer", "2026-03-06")
    assert creee["en_retard"] is False
    assert action("lancer", "A-2026-001")["etat"] == "en cours"
    assert action("noter", "A-2026-001", "--texte", "devis")["notes"][0]["texte"] == "devis"
    assert action("realiser", "A-2026-001", "--le", "2026-03-02")["realisee_le"] == "2026-03-02"
    assert "efficacité" in action("clore", "A-2026-001", code=1)
    verifiee = action("verifier", "A-2026-001", "--efficace", "--par", "martin-c")
    assert verifiee["efficacite"]["efficace"] is True
    assert action("clore", "A-2026-001")["etat"] == "close"


def test_les_autres_gestes(action: Commande) -> None:
    action("ajouter", "--intitule", "Repeindre", "--type", "amélioration")
    assert action("modifier", "A-2026-001", "--intitule", "Peindre", "--origine", "reunion")["intitule"] == "Peindre"
    action("replanifier", "A-2026-001", "--echeance", "2026-06-01", "--raison", "absence")
    assert action("voir", "A-2026-001")["echeance"] == "2026-06-01"
    assert action("abandonner", "A-2026-001", "--raison", "inutile")["motif_abandon"] == "inutile"
    action("ajouter", "--intitule", "Former", "--pilote", "benali-a")
    action("realiser", "A-2026-002")
    action("verifier", "A-2026-002", "--inefficace", "--constat", "rien", "--par", "martin-c")
    relancee = action("relancer", "A-2026-002", "--echeance", "2026-06-01", "--raison", "sans effet")
    assert (relancee["etat"], len(relancee["efficacites_passees"])) == ("en cours", 1)


def test_lister(action: Commande) -> None:
    for n in range(3):
        action("ajouter", "--intitule", f"Action {n}", "--echeance", "2026-03-02")
    action("abandonner", "A-2026-002", "--raison", "doublon")
    assert [a["reference"] for a in action("lister", "--ouvertes")] == ["A-2026-001", "A-2026-003"]
    assert [a["reference"] for a in action("lister", "--etat", "abandonnee")] == ["A-2026-002"]
    assert action("lister", "--en-retard") == []
    assert "à lancer" in action("lister", "--etat", "a lancé", code=1)


def test_en_retard_le_lendemain(action: Commande, monkeypatch: pytest.MonkeyPatch) -> None:
    action("ajouter", "--intitule", "Agir", "--echeance", "2026-03-02")
    monkeypatch.setenv("QUALITUI_DATE", "2026-03-03")
    assert [a["en_retard"] for a in action("lister", "--en-retard")] == [True]


@pytest.mark.parametrize(
    ("arguments", "code", "phrase"),
    [
        (("ajouter",), 2, "--intitule"),
        (("voir", "A-2026-009"), 1, "A-2026-009"),
        (("ajouter", "--intitule", "x", "--echeance", "2026-02-30"), 2, "--echeance"),
        (("ajouter", "--intitule", "x", "--pilote", "martin"), 1, "martin-c"),
    ],
)
def test_les_erreurs_sont_des_phrases(
    site: Site, action: Commande, capsys: Capture, arguments: tuple[str, ...], code: int, phrase: str
) -> None:
    try:
        obtenu = main(["--site", str(site.dossier), "action", *arguments])
    except SystemExit as sortie:
        obtenu = int(sortie.code or 0)
    assert obtenu == code
    assert phrase in capsys.readouterr().err


def test_le_texte_montre_l_essentiel(site: Site, action: Commande, capsys: Capture) -> None:
    action("ajouter", "--intitule", "Repeindre", "--pilote", "benali-a", "--causes", "vétusté")
    action("noter", "A-2026-001", "--texte", "devis reçu")
    assert main(["--site", str(site.dossier), "action", "voir", "A-2026-001"]) == 0
    texte = capsys.readouterr().out
    assert all(mot in texte for mot in ("Repeindre", "Ali Benali", "vétusté", "devis reçu", "01/04/2026"))
    assert main(["--site", str(site.dossier), "action", "lister"]) == 0
    assert "A-2026-001   01/04/26 à lancer" in capsys.readouterr().out
