"""The commands about the data: diagnostic, historique, annuler, conflits, sauvegarder, restaurer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qualitui.cli import main
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.store.journal.ecrivain import Ecrivain
from qualitui.store.moteur.stockage import JournalStorage
from qualitui.store.site.referentiels import charger_roles
from qualitui.store.site.site import ouvrir

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Path:
    """A site with one suggestion and every role held, named by QUALITUI_SITE."""
    assert main(["init", str(tmp_path / "s"), "--nom", "EPS"]) == 0
    monkeypatch.setenv("QUALITUI_SITE", str(tmp_path / "s"))
    roles = ",".join(role.code for role in charger_roles())
    assert main(["equipe", "ajouter", "--nom", "Claire Martin", "--roles", roles]) == 0
    assert main(["suggestion", "ajouter", "--texte", "Un banc", "--auteur", "martin-c"]) == 0
    capsys.readouterr()
    return tmp_path / "s"


def lu(capsys: Capture, *arguments: str, code: int = 0) -> Any:
    assert main([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def dit(capsys: Capture, *arguments: str, code: int = 0) -> str:
    assert main(list(arguments)) == code
    sorties = capsys.readouterr()
    return (sorties.out + sorties.err).replace("\u00a0", " ")


def test_diagnostic_d_un_site_en_ordre(dossier: Path, capsys: Capture) -> None:
    assert lu(capsys, "diagnostic") == {"ok": True, "constats": [], "sauvegarde": None}
    aucune = "Aucune sauvegarde n’est dans le dossier du site : « qualitui sauvegarder » en fait une."
    assert dit(capsys, "diagnostic").split("\n") == [aucune, "Les données sont en ordre.", ""]


def test_diagnostic_d_un_site_abime(dossier: Path, capsys: Capture) -> None:
    (journal,) = (dossier / "registre").glob("*/*.jsonl")
    journal.write_bytes(journal.read_bytes().replace(b"Un banc", b"Un bancx"))
    sortie = lu(capsys, "diagnostic", code=1)
    assert sortie["ok"] is False
    constat = sortie["constats"][0]
    assert set(constat) == {"gravite", "domaine", "phrase", "fichier", "ligne"}
    assert (constat["domaine"], constat["fichier"]) == ("journaux", journal.relative_to(dossier).as_posix())
    assert constat["ligne"] == 3
    assert f"{constat['fichier']}, ligne 3" in dit(capsys, "diagnostic", code=1)


def test_diagnostic_d_un_site_dont_les_reglages_sont_illisibles(dossier: Path, capsys: Capture) -> None:
    fichier = dossier / "site.toml"
    fichier.write_text('nom = "EPS\n' + fichier.read_text(encoding="utf-8"), encoding="utf-8")
    (constat,) = lu(capsys, "diagnostic", code=1)["constats"]
    assert (constat["gravite"], constat["domaine"], constat["fichier"]) == ("grave", "réglages", "site.toml")
    assert "n’est pas un TOML valide" in dit(capsys, "suggestion", "lister", code=3)
    assert "n’existe pas" in dit(capsys, "--site", str(dossier / "rien"), "diagnostic", code=3)


def test_historique(dossier: Path, capsys: Capture) -> None:
    sortie = lu(capsys, "historique", "S-2026-001")
    assert (sortie["reference"], sortie["domaine"]) == ("S-2026-001", "suggestions")
    assert sortie["changements"][0]["champs"]["texte"] == {"avant": None, "apres": "Un banc"}
    assert "texte : Un banc" in dit(capsys, "historique", "S-2026-001")
    assert "« S-2026-009 »" in dit(capsys, "historique", "S-2026-009", code=1)


def test_annuler(dossier: Path, capsys: Capture) -> None:
    assert "annulé : suggestion S-2026-001." in dit(capsys, "annuler")
    assert lu(capsys, "suggestion", "lister") == []
    assert "tout est rétabli : suggestion S-2026-001." in dit(capsys, "annuler")
    assert [c["note"] for c in lu(capsys, "historique", "S-2026-001")["changements"]] == [
        "",
        *["annulation d’un geste"] * 2,
    ]
    assert "suggestion S-2026-001" in dit(capsys, "annuler", "S-2026-001")


def test_annuler_un_geste_sur_beaucoup_de_fiches_reste_court(dossier: Path, capsys: Capture) -> None:
    assert "et 55 autres." in dit(capsys, "annuler", "V-NET-02")


def mettre_en_conflit(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journaux = next((dossier / "registre").glob("2*"))
    ecrits = {}
    for poste, texte in (("pc-a", "par a"), ("pc-b", "par b")):
        monkeypatch.setenv("QUALITUI_POSTE", poste)
        assert main(["suggestion", "analyser", "S-2026-001", "--analyse", texte]) == 0
        (journal,) = journaux.glob(f"{poste}~*.jsonl")
        ecrits[journal] = journal.read_bytes()
        journal.unlink()
    for journal, octets in ecrits.items():
        journal.write_bytes(octets)


def test_une_fiche_modifiee_entre_temps_rend_le_code_4(
    dossier: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Someone else saves after the command has read the record, and before it writes."""
    preparer = Ecrivain.preparer

    def pendant_ce_temps(ecrivain: Ecrivain, stockage: JournalStorage) -> None:
        monkeypatch.setattr(Ecrivain, "preparer", preparer)
        autre = ouvrir(dossier, maintenant=stockage.maintenant, poste="poste-2", login="zoe")
        suggestions.analyser(
            autre, autre.registre.find(Suggestion)[0], analyse="À chiffrer", jour=stockage.maintenant().date()
        )
        autre.fermer()
        preparer(ecrivain, stockage)

    monkeypatch.setattr(Ecrivain, "preparer", pendant_ce_temps)
    message = dit(capsys, "suggestion", "analyser", "S-2026-001", "--analyse", "Trop cher", code=4)
    assert "modifiée entre-temps par zoe" in message
    assert "À chiffrer" in message
    assert lu(capsys, "suggestion", "lister")[0]["analyse"] == "À chiffrer"


def test_conflits(dossier: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lu(capsys, "conflits") == []
    assert "Aucun conflit" in dit(capsys, "conflits")
    mettre_en_conflit(dossier, monkeypatch)
    capsys.readouterr()
    (conflit,) = lu(capsys, "conflits")
    assert conflit["fiche"] == "suggestion S-2026-001"
    assert conflit["champs"] == {"analyse": ["par a", "par b"]}
    assert "analyse : 1 = par a | 2 = par b" in dit(capsys, "conflits")
    assert "(poste pc-a), " in dit(capsys, "conflits")
    assert "à trancher" in dit(capsys, "diagnostic", code=1)
    assert "conflits REF" in dit(capsys, "conflits", "--choisir", "1", code=1)
    assert "tranché" in dit(capsys, "conflits", "S-2026-001", "--choisir", "1")
    assert lu(capsys, "conflits") == []
    assert lu(capsys, "historique", "S-2026-001")["changements"][-1]["note"] == "conflit tranché"
    assert lu(capsys, "historique", "S-2026-001")["changements"][-1]["champs"] == {
        "analyse": {"avant": "par b", "apres": "par a"}
    }


def test_trancher_champ_par_champ(dossier: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    mettre_en_conflit(dossier, monkeypatch)
    capsys.readouterr()
    assert "tranché" in dit(capsys, "conflits", "S-2026-001", "--champ", "analyse=1")
    assert lu(capsys, "conflits") == []


@pytest.mark.parametrize("champ", ["analyse", "analyse=x", "=1"])
def test_un_choix_mal_ecrit_est_un_mauvais_usage(dossier: Path, capsys: Capture, champ: str) -> None:
    with pytest.raises(SystemExit) as sortie:
        main(["conflits", "S-2026-001", "--champ", champ])
    assert sortie.value.code == 2
    assert "CHAMP=N" in capsys.readouterr().err


def test_sauvegarder_et_restaurer(dossier: Path, tmp_path: Path, capsys: Capture) -> None:
    archive = str(tmp_path / "x.zip")
    bilan = lu(capsys, "sauvegarder", archive)
    assert bilan["chemin"] == archive
    assert bilan["fichiers"] == 4
    assert bilan["omis"] == []
    assert "existe déjà" in dit(capsys, "sauvegarder", archive, code=1)
    assert "4 fichiers rétablis" in dit(capsys, "restaurer", archive, str(tmp_path / "neuf"))
    assert lu(capsys, "--site", str(tmp_path / "neuf"), "diagnostic")["ok"] is True
    assert "pas vide" in dit(capsys, "restaurer", archive, str(dossier), code=1)
    assert "sans le dossier confidentiel" in dit(capsys, "sauvegarder")


def test_une_sauvegarde_incomplete_rend_le_code_1_et_dit_quoi(dossier: Path, tmp_path: Path, capsys: Capture) -> None:
    """The file is kept: it is worth more than none; but what runs it must not believe it whole."""
    (dossier / "documents" / "a: b.docx").write_bytes(b"x")
    dite = dit(capsys, "sauvegarder", str(tmp_path / "x.zip"), code=1)
    assert "Sauvegarde incomplète : 1 élément n’a pas pu être copié." in dite
    assert "Non copié : documents/a: b.docx (le nom « a: b.docx » contient « : », que Windows refuse" in dite
    assert (tmp_path / "x.zip").is_file()
    bilan = lu(capsys, "sauvegarder", str(tmp_path / "y.zip"), code=1)
    assert (bilan["complete"], [omis["lieu"] for omis in bilan["omis"]]) == (False, ["documents/a: b.docx"])
    assert bilan["contenu"]["documents"] == {"obtenus": 0, "sur": 1}
    assert "Elle est incomplète : documents/a: b.docx" in dit(
        capsys, "restaurer", str(tmp_path / "x.zip"), str(tmp_path / "n")
    )


def test_restaurer_dit_ce_que_la_sauvegarde_contient_et_de_quel_site(
    dossier: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["--site", str(tmp_path / "autre"), "init", str(tmp_path / "autre"), "--nom", "Autre"]) == 0
    assert main(["--site", str(tmp_path / "autre"), "sauvegarder", str(tmp_path / "x.zip")]) == 0
    capsys.readouterr()
    dite = dit(capsys, "--site", str(dossier), "restaurer", str(tmp_path / "x.zip"), str(tmp_path / "neuf"))
    assert "Sauvegarde du 02/03/2026 à" in dite
    assert "sans le dossier confidentiel" in dite
    assert f"celle d’un autre site que {dossier}" in dite


def test_le_diagnostic_dit_la_derniere_sauvegarde(dossier: Path, capsys: Capture) -> None:
    assert main(["sauvegarder"]) == 0
    capsys.readouterr()
    derniere = lu(capsys, "diagnostic")["sauvegarde"]
    assert (derniere["age_en_jours"], derniere["complete"], derniere["donnees_abimees"]) == (0, True, False)
    assert derniere["contenu"]["fiches"] > 0
    assert derniere["octets"] > 0
    assert "Dernière sauvegarde : lundi 2 mars 2026 (aujourd’hui), complète" in dit(capsys, "diagnostic")


def test_apres_une_restauration_l_identite_a_remettre_se_dit(dossier: Path, tmp_path: Path, capsys: Capture) -> None:
    ajouter = ["reclamation", "ajouter", "--canal", "courriel-generique", "--recue", "02/03/2026"]
    assert main([*ajouter, "--identite", "Josselin Gandolvet"]) == 0
    assert main(["sauvegarder", str(tmp_path / "x.zip")]) == 0
    capsys.readouterr()
    neuf = str(tmp_path / "neuf")
    assert "1 dossier confidentiel manque (R-2026-001)" in dit(capsys, "restaurer", str(tmp_path / "x.zip"), neuf)
    voir = ["--site", neuf, "reclamation", "voir", "R-2026-001", "--identite"]
    dite = dit(capsys, *voir, code=1)
    assert "n’est pas revenue avec la sauvegarde du 02/03/2026" in dite
    assert "rien n’a été noté" not in dite
    assert "R-2026-001" in dit(capsys, "--site", neuf, "diagnostic", code=1)
    (dossier / "confidentiel" / "R-2026-001").rename(tmp_path / "neuf" / "confidentiel" / "R-2026-001")
    assert "Josselin Gandolvet" in dit(capsys, *voir)


def perdre_la_fin(dossier: Path) -> Path:
    """The journal loses its last line; this workstation had kept what it read."""
    from qualitui.store.site.site import ouvrir
    from tests.conftest import horloge

    site = ouvrir(dossier, maintenant=horloge, poste="poste-test", login="essai")
    site.registre.stockage.mettre_en_cache()  # type: ignore[attr-defined]
    site.fermer()
    (journal,) = (dossier / "registre").glob("*/*.jsonl")
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    return journal


def test_retrouver_montre_puis_remet(dossier: Path, capsys: Capture) -> None:
    assert "ne sait rien de plus" in dit(capsys, "retrouver")
    perdre_la_fin(dossier)
    diagnostic = dit(capsys, "diagnostic", code=1)
    assert "ce que les journaux ont perdu de 1 fiche : suggestion S-2026-001 (secours-1.bin)" in diagnostic
    assert lu(capsys, "suggestion", "lister") == []
    vu = dit(capsys, "retrouver")
    assert "suggestion S-2026-001 : disparue, 1 écriture perdue (02/03/2026 à" in vu
    assert "texte : Un banc" in vu
    assert lu(capsys, "suggestion", "lister") == []
    (retrouvee,) = lu(capsys, "retrouver")["retrouvees"]
    assert (retrouvee["sort"], retrouvee["champs"]["texte"]) == ("disparue", {"avant": None, "apres": "Un banc"})
    assert "« S-2026-009 »" in dit(capsys, "retrouver", "S-2026-009", "--appliquer", code=1)
    assert "1 fiche : suggestion S-2026-001" in dit(capsys, "retrouver", "s-2026-001", "--appliquer")
    (remise,) = lu(capsys, "suggestion", "lister")
    assert (remise["reference"], remise["texte"]) == ("S-2026-001", "Un banc")
    (changement,) = lu(capsys, "historique", "S-2026-001")["changements"]
    assert changement["note"] == "retrouvé dans secours-1.bin"
    assert "retrouvé dans secours-1.bin" in dit(capsys, "historique", "S-2026-001")
    assert lu(capsys, "diagnostic")["constats"] == []
    assert lu(capsys, "retrouver") == {"retrouvees": [], "inutiles": [], "illisibles": []}
    assert "Rien à remettre" in dit(capsys, "retrouver", "--appliquer")


def test_une_fiche_retrouvee_dont_le_numero_est_repris_en_prend_un_nouveau(
    dossier: Path, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given again by a workstation to which nothing says that it was: it never saw the line, and the claim is gone."""
    perdre_la_fin(dossier)
    (dossier / "numeros" / "S-2026" / "000001").unlink()
    with monkeypatch.context() as ailleurs:
        ailleurs.setenv("QUALITUI_ETAT_LOCAL", str(tmp_path / "ailleurs"))
        ailleurs.setenv("QUALITUI_POSTE", "autre")
        assert main(["suggestion", "ajouter", "--texte", "Une pendule", "--auteur", "martin-c"]) == 0
    capsys.readouterr()
    assert "elle en prendra un nouveau" in dit(capsys, "retrouver")
    assert lu(capsys, "retrouver", "--appliquer")["remises"][0]["renumerotee"] is True
    assert {s["reference"]: s["texte"] for s in lu(capsys, "suggestion", "lister")} == {
        "S-2026-001": "Une pendule",
        "S-2026-002": "Un banc",
    }
    assert lu(capsys, "diagnostic")["ok"] is True


def test_ecarter_ce_que_le_poste_a_garde(dossier: Path, capsys: Capture) -> None:
    assert "n’a rien gardé" in dit(capsys, "retrouver", "--ecarter")
    perdre_la_fin(dossier)
    assert "secours-1.bin" in dit(capsys, "retrouver", "--ecarter")
    assert lu(capsys, "retrouver")["retrouvees"] == []
    assert "secours" not in dit(capsys, "diagnostic", code=1)  # what is missing is still told
