"""Whatever is typed where it is not awaited, the answer is one of ours; whatever was written, it drives no terminal."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from cli.hostiles import NOMBRES, TEXTES, appels
from cli.parcours import exemples, lancer

from qualitui.domain.francais import PILOTANTS
from qualitui.operations.donnees.fiches import modeles
from qualitui.store.journal.ligne import encoder
from qualitui.store.site.site import Site

Capture = pytest.CaptureFixture[str]
RACINE = Path(__file__).parents[2]
FORGE = "R-2026-999"
HOSTILE = f" fin\n{FORGE} 01/01/26 clôturée\r\x1b[2J\x1b[31m\x9b31m\x7f\u202egnol\u2066\u2028{FORGE}"
TRANCHES = 4  # every value at every place is twenty thousand calls: these are four in `PAS` of them
PAS = 331


@pytest.fixture
def chez_soi(site_demo: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The demonstration, named by the environment, from a folder of one's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUALITUI_SITE", str(site_demo.dossier))
    return site_demo


@pytest.mark.parametrize("tranche", range(TRANCHES))
def test_aucune_valeur_hostile_n_est_une_erreur_imprevue(tranche: int, chez_soi: Site, capsys: Capture) -> None:
    essayes = 0
    for appel in islice(appels(TEXTES + NOMBRES), tranche, None, PAS):
        code = lancer(appel)
        lu = capsys.readouterr()
        assert code in range(5), (appel, lu.err)
        assert not PILOTANTS.search(lu.out + lu.err), appel
        essayes += 1
    assert essayes >= 50


# --- written by others --------------------------------------------------------------------------------------------


def _empoisonner(valeur: Any) -> Any:
    """The same, with every text that is not a code (it has a space) made hostile."""
    if isinstance(valeur, str):
        return valeur + HOSTILE if " " in valeur else valeur
    if isinstance(valeur, dict):
        return {cle: _empoisonner(v) for cle, v in valeur.items()}
    return [_empoisonner(v) for v in valeur] if isinstance(valeur, list) else valeur


@pytest.fixture
def empoisonne(chez_soi: Site) -> Site:
    """Another workstation, whose program cleans nothing, rewrote every text of the register."""
    registre = chez_soi.registre
    operations = [
        {"t": modele.table, "i": fiche.id, "v": int(fiche.jeton.partition(".")[0]) + 1, "s": change}
        for modele in modeles()
        for fiche in registre.find(modele)
        if (change := _empoisonner(dict(registre.contenus(modele)[fiche.id]))) != registre.contenus(modele)[fiche.id]
    ]
    h = registre.stockage.h + 1  # type: ignore[attr-defined]
    ligne = {"n": 1, "h": h, "at": "2026-03-02T08:00:00", "w": "pc~x~1", "by": "x\x1b[31m", "p": "", "o": operations}
    (chez_soi.dossier / "registre" / "2026" / "pc~x~1.jsonl").write_bytes(encoder(ligne))
    registre.poll()
    return chez_soi


def lectures() -> Iterator[list[str]]:
    """The examples of the guide that only read, and each noun that lists what is written."""
    ecrivent = ("ajouter", "noter", "init", "restaurer", "sauvegarder", "annuler", "courrier", "-o", "modifier")
    for exemple in exemples():
        if not any(mot in ecrivent for mot in exemple):
            yield exemple


def test_ce_que_d_autres_ont_ecrit_ne_pilote_ni_ne_forge_rien(empoisonne: Site, capsys: Capture) -> None:
    lues, forgees = 0, []
    for exemple in lectures():
        sans = [mot for mot in exemple if mot != "--json"]
        for appel in (sans, exemple) if "--json" in exemple else (sans,):
            lancer(appel)
            lu = capsys.readouterr()
            assert not PILOTANTS.search(lu.out + lu.err), appel
            if [ligne for ligne in (lu.out + lu.err).splitlines() if ligne.startswith(FORGE)]:
                forgees.append(" ".join(appel))
            lues += FORGE in lu.out
            if "--json" in appel and lu.out:
                json.loads(lu.out)
    assert forgees == []
    assert lues >= 10


# --- arguments of another encoding --------------------------------------------------------------------------------


@pytest.mark.parametrize("c", [False, True], ids=["utf-8", "LC_ALL=C"])
@pytest.mark.parametrize("encodage", ["utf-8", "cp1252"])
def test_un_argument_d_un_autre_codage_est_lu_en_entier(site: Site, encodage: str, c: bool) -> None:
    texte = "Réclamation à l’accueil"
    environ = {**os.environ, **({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"} if c else {})}
    commande = [sys.executable, "-m", "qualitui", "--site", str(site.dossier), "suggestion"]
    dernier: str | bytes = texte if os.name == "nt" else texte.encode(encodage)  # Windows gives Unicode, always
    subprocess.run([*commande, "ajouter", "--texte", dernier], env=environ, check=True, cwd=RACINE, capture_output=True)
    site.registre.poll()
    from qualitui.domain.suggestions.fiche import Suggestion

    assert [s.texte for s in site.registre.find(Suggestion)] == [texte]


def test_un_argument_qui_n_est_d_aucun_codage_est_refuse(site: Site, capsys: Capture) -> None:
    assert lancer(["--site", str(site.dossier), "suggestion", "ajouter", "--texte", "x\udc81"]) == 2
    assert "ni en UTF-8 ni en Windows-1252" in capsys.readouterr().err


# --- small files of the workstation -------------------------------------------------------------------------------

OCTETS = (b"", b"\xff\xfe\x00", b"{", b"[" * 100_000, b'{"fin": Infinity, "crc": 1e999, "journal": 1}', b"\0" * 300)


@pytest.mark.parametrize("octets", OCTETS, ids=range(len(OCTETS)))
def test_un_petit_fichier_abime_n_arrete_rien(chez_soi: Site, octets: bytes, capsys: Capture) -> None:
    """Every file that the workstation and the site keep beside the journals, damaged one at a time."""
    assert lancer(["suggestion", "ajouter", "--texte", "Un banc"]) == 0
    etat = Path(os.environ["QUALITUI_ETAT_LOCAL"])
    fichiers = [c for c in etat.rglob("*") if c.is_file()]
    numeros = sorted((chez_soi.dossier / "numeros" / "S-2026").iterdir())[-1:]
    for fichier in [*fichiers, *numeros, Path(os.environ["QUALITUI_REGLAGES"])]:
        garde = fichier.read_bytes() if fichier.exists() else None
        fichier.write_bytes(octets)
        for ligne in ("suggestion lister", "suggestion ajouter --texte Encore", "info", "retrouver"):
            code = lancer(ligne.split())
            assert code in range(5), (fichier.name, ligne, capsys.readouterr().err)
        if garde is not None:
            fichier.write_bytes(garde)


def test_un_site_toml_abime_est_une_phrase_en_francais(chez_soi: Site, capsys: Capture) -> None:
    fichier = chez_soi.dossier / "site.toml"
    sain = fichier.read_text(encoding="utf-8")
    fautes = {
        "x = " + "[" * 3000 + "]" * 3000: "emboîté",
        "x = " + "9" * 5000: "TOML",
        "x = [1": "liste",
        "x = '''": "texte",
        "x = 24:00": "ligne",
        "x = 2026-02-30": "date",
        "nom = 1": "deux fois",
        "x": "signe =",
        "[horaires.lundi": "crochet",
    }
    for ajout, dite in fautes.items():
        fichier.write_text(f"{sain}\n[z]\n{ajout}\nnom = 2\n" if ajout == "nom = 1" else f"{ajout}\n{sain}", "utf-8")
        for ligne in ("semaine", "info", "diagnostic"):
            assert lancer(ligne.split()) in (1, 3), (ajout[:20], ligne)
            phrase = "".join(capsys.readouterr())
            assert dite in phrase, (ajout[:20], phrase)
            assert "at line" not in phrase


@pytest.mark.parametrize("cle", ["dernier_audit_externe", "dernier_audit_interne"])
@pytest.mark.parametrize("jour", ["9999-12-31", "0001-01-01", "2101-01-01"])
def test_une_date_hors_du_temps_du_programme_est_refusee(chez_soi: Site, cle: str, jour: str, capsys: Capture) -> None:
    fichier = chez_soi.dossier / "site.toml"
    lignes = [une for une in fichier.read_text(encoding="utf-8").splitlines() if not une.startswith(cle)]
    fichier.write_text("\n".join([f"{cle} = {jour}", *lignes]), encoding="utf-8")
    for ligne in ("semaine", "revue 2025 voir"):
        assert lancer(ligne.split()) == 3
        assert "une date de 1990 à 2100" in capsys.readouterr().err
    shutil.rmtree(chez_soi.dossier / "documents", ignore_errors=True)
