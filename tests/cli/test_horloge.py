"""A wrong clock: every command that writes refuses and says which option goes on, every command that reads says it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cli.parcours import exemples, lancer

from qualitui.operations.suggestions.gestes import ajouter
from qualitui.store.site.ressources import modeles
from qualitui.store.site.site import Site

Capture = pytest.CaptureFixture[str]
REGISTRE = ("registre", "numeros", "confidentiel", "site.toml")
SANS_SITE = ("init", "info", "restaurer", "echeance", "referentiel", "modele")


def etat(site: Path) -> dict[str, bytes]:
    """What the site holds, but the documents written for people."""
    return {
        str(fichier.relative_to(site)): fichier.read_bytes()
        for nom in REGISTRE
        for fichier in ([site / nom] if (site / nom).is_file() else sorted((site / nom).rglob("*")))
        if fichier.is_file()
    }


@pytest.mark.parametrize("fausse", ["2001-01-01", "2062-03-02"])
def test_aucune_commande_n_ecrit_sous_une_horloge_fausse_sans_qu_on_le_demande(
    fausse: str, dossier_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """The examples of the guide in order, each under the wrong clock first: it writes nothing and says why."""
    site = tmp_path / "demo"
    shutil.copytree(dossier_demo, site)
    shutil.copy(modeles() / "accuse.docx", tmp_path / "mon-modele.docx")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUALITUI_SITE", str(site))
    monkeypatch.setenv("LOGNAME", "essai")
    nommees: set[str] = set()
    ecrivent = 0
    avant = etat(site)
    for arguments in exemples():
        if "--quand-meme" in arguments:  # whoever writes it goes on whatever is asked
            continue
        monkeypatch.setenv("QUALITUI_DATE", fausse)
        code = lancer(arguments)
        dit = capsys.readouterr().err
        assert etat(site) == avant, arguments
        if arguments[0] not in SANS_SITE:
            assert ("Ce poste se croit le" in dit) is (arguments[0] != "diagnostic"), arguments
        monkeypatch.setenv("QUALITUI_DATE", "2026-03-02")
        lancer(arguments)
        capsys.readouterr()
        apres = etat(site)
        if apres != avant and arguments[0] not in SANS_SITE:
            ecrivent += 1
            assert code == 1, arguments
            assert "Ce poste se croit le" in dit, arguments
            if "--quand-meme" in dit:
                nommees.add(" ".join(arguments[:2]))
        avant = apres
    assert ecrivent >= 50
    assert len(nommees) >= 25 if fausse > "2026" else len(nommees) >= 10


@pytest.mark.parametrize("place", ["avant", "après"])
def test_quand_meme_se_met_ou_l_on_veut(
    place: str, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("QUALITUI_DATE", "2062-03-02")
    gestes = ["action", "ajouter", "--intitule", "Un banc", "--echeance", "+30"]
    ligne = ["--quand-meme", *gestes] if place == "avant" else [*gestes, "--quand-meme"]
    assert lancer(["--site", str(site.dossier), *ligne]) == 0
    sortie = capsys.readouterr()
    assert sortie.out.startswith("A-2062-001")
    assert sortie.err == ""


def test_une_lecture_le_dit_et_rend_sa_reponse(site: Site, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    ajouter(site, texte="Un banc", jour=site.maintenant().date())
    monkeypatch.setenv("QUALITUI_DATE", "2001-01-01")
    assert lancer(["--site", str(site.dossier), "suggestion", "lister", "--json"]) == 0
    sortie = capsys.readouterr()
    assert '"S-2026-001"' in sortie.out
    assert sortie.err.startswith("Ce poste se croit le lundi 1er janvier 2001")
    assert lancer(["--site", str(site.dossier), "diagnostic"]) == 1
    assert "horloge\u00a0: Ce poste se croit" in capsys.readouterr().out


@pytest.mark.parametrize("jour", ["2025-12-01", "2026-02-10", "2026-03-01", "2026-03-03", "2026-12-31", "2027-02-28"])
def test_un_ecart_ordinaire_ne_demande_rien(
    jour: str, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("QUALITUI_DATE", jour)
    assert lancer(["--site", str(site.dossier), "action", "ajouter", "--intitule", "Un banc", "--echeance", "+30"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "jour", ["0001-01-01", "9999-12-31", "1999-12-31", "2099-01-01", "demain", "2026-02-30", "02/03/2026"]
)
@pytest.mark.parametrize(
    "ligne", ["semaine", "info", "echeance 2026-03-02 --duree 1 --unite mois", "suggestion lister"]
)
def test_un_jour_impose_impossible_est_refuse_par_toutes(
    jour: str, ligne: str, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("QUALITUI_SITE", str(site.dossier))
    monkeypatch.setenv("QUALITUI_DATE", jour)
    assert lancer(ligne.split()) == 2
    assert f"QUALITUI_DATE vaut «\u00a0{jour}\u00a0»" in capsys.readouterr().err


@pytest.mark.parametrize("jour", ["2000-01-01", "2098-12-31"])
def test_les_jours_imposes_extremes_font_vivre_un_site(
    jour: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("QUALITUI_DATE", jour)
    monkeypatch.setenv("QUALITUI_SITE", str(tmp_path / "s"))
    assert lancer(["init", str(tmp_path / "s"), "--nom", "EPS"]) == 0
    assert lancer(["reclamation", "ajouter", "--canal", "courrier", "--recue", jour]) == 0
    for ligne in (["semaine"], ["verification", "lister"], ["trimestre", "lister"], ["reclamation", "statistiques"]):
        assert lancer(ligne) == 0, (ligne, capsys.readouterr().err)
