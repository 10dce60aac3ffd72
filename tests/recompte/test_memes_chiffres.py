"""One notion, one figure: no pair of contradictory lines in the review, nor between it and the commands."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from qualitui.cli import main
from qualitui.store.site.site import Site
from tests.recompte.regles import STOCKS

pytestmark = pytest.mark.xdist_group("recompte")

POUR_CENT = re.compile(r"(\d+)\s%\s\(([\d\s]+)/([\d\s]+)\)")
JOUR = "2026-03-02"
Dire = Callable[..., Any]


@pytest.fixture
def dire(site_demo: Site, capsys: pytest.CaptureFixture[str]) -> Dire:
    """What a command says in JSON of a copy of the demonstration."""

    def lire(*arguments: str) -> Any:
        assert main(["--site", str(site_demo.dossier), *arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return lire


def tables(chemin: Path) -> Iterator[list[list[str]]]:
    """Every table of the document; those the program fills stand in content controls."""
    corps = Document(str(chemin)).element.body
    for table in corps.iter(qn("w:tbl")):
        yield [[_texte(cellule) for cellule in ligne.iter(qn("w:tc"))] for ligne in table.iter(qn("w:tr"))]


def _texte(element: Any) -> str:
    return "".join(morceau.text or "" for morceau in element.iter(qn("w:t")))


def entier(texte: str) -> int:
    return int(re.sub(r"\s", "", texte))


def lu(texte: str) -> float | None:
    """The number a cell starts with, as printed."""
    trouve = re.match(r"[−+]?[\d\s]*\d(?:,\d)?", texte)
    if trouve is None:
        return None
    return float(re.sub(r"\s", "", trouve.group()).replace("−", "-").replace(",", "."))


def test_la_revue_ne_se_contredit_pas(dire: Dire, tmp_path: Path) -> None:
    """A name that comes twice says the same; a gap is the difference of what is printed; 100 % is exact."""
    document = tmp_path / "revue.docx"
    dire("revue", "2025", "-o", str(document))
    dits: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    lignes = 0
    for table in tables(document):
        if table[0] == ["Mesure", "2024", "2025", "Écart", "Cible", "État"]:
            for nom, avant, ici, ecart, _, etat in table[1:]:
                lignes += 1
                dits[nom].add((avant, ici, ecart, "atteint" if etat == "atteint" else "" if etat == "suivi" else "non"))
                ecart_voulu = None if (n := lu(ici)) is None or (n_1 := lu(avant)) is None else round(n - n_1, 1)
                assert lu(ecart) == ecart_voulu, (nom, avant, ici, ecart)
    assert lignes > 60
    assert {nom: vus for nom, vus in dits.items() if len(vus) > 1} == {}
    for chiffre in dire("revue", "2025", "voir")["chiffres"]:
        if chiffre["libelle"] not in dits:  # the rate that decides of an engagement, told in its own table
            assert ", engagement " in chiffre["libelle"] or chiffre["code"] in ("REV-01", "AUD-01"), chiffre["code"]
            continue
        (avant, ici, ecart, _) = next(iter(dits[chiffre["libelle"]]))
        publie = f"{chiffre['n_1']} publié, {chiffre['n_1_depuis']} depuis" if chiffre["n_1_depuis"] else chiffre["n_1"]
        assert (publie, chiffre["n"], chiffre["ecart"]) == (avant, ici, ecart), chiffre["code"]


def test_cent_pour_cent_ne_se_dit_que_s_il_ne_manque_rien(dire: Dire, tmp_path: Path) -> None:
    """Every rate of the document, wherever it stands, is cut at the point below."""
    document = tmp_path / "revue.docx"
    dire("revue", "2025", "-o", str(document))
    vus = 0
    for texte in map(_texte, Document(str(document)).element.body.iter(qn("w:p"))):
        for taux, n, d in POUR_CENT.findall(texte):
            vus += 1
            assert int(taux) == 100 * entier(n) // entier(d), texte
    assert vus > 150


def test_les_classements_font_le_total(dire: Dire, tmp_path: Path) -> None:
    document = tmp_path / "revue.docx"
    dire("revue", "2025", "-o", str(document))
    chiffres = {chiffre["code"]: chiffre for chiffre in dire("revue", "2025", "voir")["chiffres"]}
    recus, dues, faites, vus = chiffres["ECO-01"]["numerateur"], chiffres["VER-01"]["numerateur"], 0, set()
    for entete, *lignes in tables(document):
        if entete[0] in ("Nature", "Motif", "Canal"):
            assert sum(entier(ligne[2]) for ligne in lignes) == recus, entete
            du_mois = [POUR_CENT.match(ligne[5]) for ligne in lignes]
            tenus = sum(entier(trouve[2]) for trouve in du_mois if trouve)
            assert tenus == chiffres["ECO-03"]["numerateur"], entete
        elif entete[-1] == "Total":
            assert entier(lignes[-1][-1]) == recus
            assert sum(entier(nombre) for nombre in lignes[-1][1:-1]) == recus
        elif entete[0] == "Thème":
            assert sum(entier(ligne[1]) for ligne in lignes) == dues
            assert dues - sum(entier(ligne[2]) for ligne in lignes) == chiffres["VER-02"]["numerateur"]
        elif entete[:2] == ["Code", "Vérification"]:
            faites = sum(entier(ligne[3]) for ligne in lignes)
            assert faites == chiffres["VER-02"]["numerateur"]
        elif entete[0] == "Trimestre":
            assert sum(ligne[1] == "tenue" for ligne in lignes) == chiffres["ACT-09"]["numerateur"]
            assert len(lignes) == chiffres["ACT-09"]["denominateur"]
        else:
            continue
        vus.add(entete[0])
    assert vus == {"Nature", "Motif", "Canal", "Année", "Thème", "Code", "Trimestre"}


def test_la_revue_et_la_commande_comptage_disent_le_meme_chiffre(dire: Dire) -> None:
    for chiffre in dire("revue", "2025", "voir")["chiffres"]:
        code = chiffre["code"]
        if code == "IND-01":  # its stocks are those of the closing date, and a command has one window
            continue
        au = JOUR if code in STOCKS else "2025-12-31"
        dit = dire("comptage", code, "--du", "2025-01-01", "--au", au)
        assert (dit["numerateur"], dit["denominateur"]) == (chiffre["numerateur"], chiffre["denominateur"]), code
        assert dit["libelle"] == chiffre["libelle"], code


def test_les_indicateurs_et_la_commande_comptage_disent_le_meme_chiffre(dire: Dire) -> None:
    for indicateur in dire("indicateur", "lister"):
        dit = dire("comptage", indicateur["code"])
        annee = indicateur["annee"] or {"numerateur": None, "denominateur": None}
        assert dit["libelle"] == indicateur["libelle"]
        assert dit["numerateur"] == annee["numerateur"], indicateur["code"]
        assert dit["denominateur"] == annee["denominateur"], indicateur["code"]


@pytest.mark.parametrize("annee", ["2024", "2025", "2026"])
def test_les_statistiques_et_la_commande_comptage_disent_le_meme_chiffre(dire: Dire, annee: str) -> None:
    """Of a year before the site as well: a count is not measured there, and no zero."""
    from qualitui.domain.reclamations.statistiques import CODES

    bilan = dire("reclamation", "statistiques", "--annee", annee)["bilan"]
    for champ, code in CODES.items():
        dit = dire("comptage", code, "--du", bilan["du"], "--au", bilan["au"])
        if isinstance(bilan[champ], dict):
            assert (dit["numerateur"], dit["denominateur"]) == tuple(bilan[champ].values()), code
        else:
            assert dit["numerateur"] == bilan[champ], (champ, code)
    assert (bilan["recues"] is None) is (annee == "2024")


def test_les_statistiques_des_verifications_disent_le_meme_chiffre(dire: Dire) -> None:
    lues = dire("verification", "statistiques")
    total = lues["total"]["n"]
    for champ, code in (
        ("realisation", "VER-02"),
        ("ponctualite", "VER-03"),
        ("conformite", "VER-04"),
        ("suites", "VER-05"),
    ):
        dit = dire("comptage", code, "--du", lues["du"], "--au", lues["au"])
        assert (dit["numerateur"], dit["denominateur"]) == (total[champ]["n"], total[champ]["d"]), code
    assert dire("comptage", "VER-01", "--du", lues["du"], "--au", lues["au"])["numerateur"] == total["dues"]
    assert (
        dire("comptage", "VER-06", "--du", lues["du"], "--au", lues["au"])["numerateur"]
        == total["manquees"] - total["expliquees"]
    )


def test_l_an_passe_d_avant_le_site_n_est_jamais_zero(dire: Dire) -> None:
    """The statistics and the review say the same of a year when nothing was recorded."""
    lues = dire("reclamation", "statistiques", "--annee", "2025")
    assert lues["precedent"]["recues"] is None
    assert lues["precedent"]["hors_decompte"] is None
    for axe in ("par_nature", "par_motif", "par_canal", "par_service", "par_mois"):
        assert {ligne["precedent"] for ligne in lues[axe]} == {None}, axe
