"""The rules of « Comment on compte », each told by a story of five commands at most on a fresh site.

Rules 9 and 10 have theirs beside what they are about.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualitui.cli import main


class Histoire:
    """A site opened on a day, then five commands at most, each on its own day."""

    def __init__(self, dossier: Path, capsys: pytest.CaptureFixture[str], lieu: pytest.MonkeyPatch) -> None:
        self.dossier, self.capsys, self.lieu, self.reste = dossier, capsys, lieu, 5

    def ouvrir(self, jour: str, *options: str) -> None:
        self.lieu.setenv("QUALITUI_DATE", jour)
        assert main(["init", str(self.dossier), "--nom", "EPS d’essai", *options]) == 0
        self.capsys.readouterr()

    def __call__(self, jour: str, commande: str, attendu: int = 0) -> tuple[str, str]:
        """What is said on the two outputs, no-break spaces made plain."""
        self.reste -= 1
        assert self.reste >= 0, "plus de cinq commandes"
        self.lieu.setenv("QUALITUI_DATE", jour)
        code = main(["--site", str(self.dossier), *shlex.split(commande)])
        dit = self.capsys.readouterr()
        assert code == attendu, dit.err
        return dit.out.replace("\u00a0", " "), dit.err.replace("\u00a0", " ")

    def json(self, jour: str, commande: str) -> Any:
        return json.loads(self(jour, f"{commande} --json")[0])

    def revue(self, jour: str, annee: int) -> dict[str, dict[str, Any]]:
        """The figures of a review, by code."""
        return {chiffre["code"]: chiffre for chiffre in self.json(jour, f"revue {annee} voir")["chiffres"]}


@pytest.fixture
def histoire(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Histoire]:
    def ouvrir(jour: str, *options: str) -> Histoire:
        une = Histoire(tmp_path / "site", capsys, monkeypatch)
        une.ouvrir(jour, *options)
        return une

    return ouvrir


Ouvrir = Callable[..., Histoire]


def test_regle_1_une_notion_un_chiffre(histoire: Ouvrir) -> None:
    """Analysed, then set aside: an answer takes nothing from the analysed ones, in any part of the review."""
    a = histoire("2026-01-05")
    a("2026-12-10", "suggestion ajouter --texte 'Un banc de plus'")
    a("2026-12-11", "suggestion analyser S-2026-001 --analyse 'Deux bancs suffisent'")
    a("2027-01-10", "suggestion repondre S-2026-001 --ecarter 'Deux bancs suffisent'")
    revue = a.revue("2027-01-10", 2026)
    assert revue["EQU-02"]["n"] == revue["I-SUG-01"]["n"] == "100 % (1/1)"
    dit = a.json("2027-01-10", "comptage I-SUG-01 --du 2026-01-01 --au 2026-12-31")
    assert (dit["numerateur"], dit["denominateur"], dit["retenues"]) == (1, 1, ["S-2026-001"])


def test_regle_2_un_stock_regarde_toutes_les_annees_et_un_dossier_clos_en_sort(histoire: Ouvrir) -> None:
    a = histoire("2025-11-03")
    a("2025-11-10", "reclamation ajouter --canal courrier --recue 2025-11-10 --nature reclamation")
    a("2025-11-12", "reclamation ajouter --canal courrier --recue 2025-11-12 --nature reclamation")
    a("2026-01-20", "reclamation clore R-2025-002 --motif retiree")
    dit = a.json("2026-02-02", "comptage ECO-08")
    assert (dit["numerateur"], dit["retenues"]) == (1, ["R-2025-001"])
    assert dit["exclues"] == [["R-2025-002", "clos sans réponse"]]
    revue = a.revue("2026-02-02", 2026)
    assert revue["ECO-08"]["n"] == revue["I-ECO-03"]["n"] == "1"


def test_regle_3_reporter_apres_l_echeance_n_efface_aucun_mois(histoire: Ouvrir) -> None:
    a = histoire("2026-01-05")
    a("2026-01-05", "action ajouter --intitule 'Poser un banc' --pilote daa --echeance 2026-02-02")
    a("2026-03-10", "action replanifier A-2026-001 --echeance 2026-12-01 --raison 'Fournisseur en retard'")
    en_retard = a.json("2026-03-10", "comptage I-ACT-02 --du 2026-02-01 --au 2026-02-28")
    assert en_retard["retenues"] == ["A-2026-001"]
    initiale = a.json("2026-12-10", "comptage ACT-10")
    a_jour = a.json("2026-11-20", "comptage ACT-06")
    assert (initiale["numerateur"], initiale["denominateur"]) == (0, 1)
    assert (a_jour["numerateur"], a_jour["denominateur"]) == (0, 1)


def test_regle_4_un_retard_le_reste_et_ce_qui_n_est_pas_echu_se_dit_a_cote(histoire: Ouvrir) -> None:
    a = histoire("2026-01-05")
    a("2026-01-05", "reclamation ajouter --canal courrier --recue 2026-01-05 --nature reclamation")
    a("2026-02-20", "reclamation ajouter --canal courrier --recue 2026-02-20 --nature reclamation")
    a("2026-02-20", "reclamation qualifier R-2026-001 --nature remerciement")
    dit = a.json("2026-03-02", "comptage ECO-03")
    assert (dit["numerateur"], dit["denominateur"], dit["retenues"]) == (0, 1, ["R-2026-001"])
    assert dit["pas_encore_echues"] == ["R-2026-002"]
    assert "0 % (0/1), 1 pas encore échu" in a("2026-03-02", "comptage ECO-03")[0]


@pytest.mark.parametrize(("detail", "sort"), [("R-2026-001", True), ("le même", False)])
def test_regle_4_seul_un_doublon_rattache_a_son_original_sort(histoire: Ouvrir, detail: str, sort: bool) -> None:
    a = histoire("2026-01-05")
    a("2026-01-05", "reclamation ajouter --canal courrier --recue 2026-01-05 --nature reclamation")
    a("2026-01-06", "reclamation ajouter --canal urne --recue 2026-01-06 --nature reclamation --quand-meme")
    a("2026-02-20", f"reclamation clore R-2026-002 --motif doublon --detail '{detail}'")
    dit = a.json("2026-03-02", "comptage ECO-03")
    assert dit["retenues"] == (["R-2026-001"] if sort else ["R-2026-001", "R-2026-002"])
    assert dit["exclues"] == ([["R-2026-002", "doublon de R-2026-001"]] if sort else [])


def test_regle_5_l_an_passe_s_arrete_au_meme_jour(histoire: Ouvrir) -> None:
    a = histoire("2025-01-02")
    for recue in ("2025-02-10", "2025-11-10", "2026-02-20"):
        a(recue, f"reclamation ajouter --canal courrier --recue {recue} --nature reclamation")
    lues = a.json("2026-03-02", "reclamation statistiques --annee 2026")
    assert (lues["bilan"]["recues"], lues["precedent"]["recues"]) == (1, 1)
    assert (lues["bilan"]["au"], lues["precedent"]["au"]) == ("2026-03-02", "2025-03-02")
    chiffre = a.revue("2026-03-02", 2026)["ECO-01"]
    assert (chiffre["n"], chiffre["n_1"], chiffre["ecart"]) == ("1", "1", "0")


def test_regle_5_l_an_passe_publie_est_garde_et_ce_qu_il_est_devenu_est_dit(histoire: Ouvrir) -> None:
    a = histoire("2025-01-02")
    a("2025-03-03", "reclamation ajouter --canal courrier --recue 2025-03-03 --nature reclamation")
    a("2026-02-02", "revue 2025 arreter --le 2026-02-02")
    a("2026-03-02", "reclamation ajouter --canal urne --recue 2025-12-22 --nature reclamation --quand-meme")
    chiffre = a.revue("2027-02-01", 2026)["ECO-01"]
    assert (chiffre["n_1"], chiffre["n_1_depuis"]) == ("1", "2")


def test_regle_6_tout_est_vu_a_la_date_d_arrete(histoire: Ouvrir) -> None:
    """Too early is said with its number; an action abandoned later is not, in the frozen review."""
    a = histoire("2026-01-05")
    a("2026-01-05", "action ajouter --intitule 'Poser un banc' --pilote daa --echeance 2027-06-30")
    a("2026-12-28", "reclamation ajouter --canal courrier --recue 2026-12-28 --nature reclamation")
    dit = a("2027-01-08", "revue 2026 arreter --le 2027-01-08 --quand-meme")
    assert "1 écrit de 2026 n’est pas encore échu" in "".join(dit)
    a("2027-02-01", "action abandonner A-2026-001 --raison 'Sans objet'")
    revue = a.revue("2027-02-02", 2026)
    assert (revue["ACT-03"]["n"], revue["ACT-04"]["n"]) == ("0", "1")


def test_regle_7_l_ecart_est_la_difference_de_ce_qui_est_imprime(histoire: Ouvrir) -> None:
    a = histoire("2025-01-02")
    a("2025-02-05", "indicateur saisir I-TEL-01 --periode 2025-01 --numerateur 629 --denominateur 1000")
    a("2026-02-05", "indicateur saisir I-TEL-01 --periode 2026-01 --numerateur 641 --denominateur 1000 --quand-meme")
    a("2026-02-05", "indicateur saisir I-TEL-02 --periode 2026-01 --numerateur 999 --denominateur 1000")
    revue = a.revue("2026-02-05", 2026)
    chiffre = revue["I-TEL-01"]
    assert (chiffre["n_1"][:2], chiffre["n"][:2], chiffre["ecart"]) == ("62", "64", "+2 points")
    assert revue["I-TEL-02"]["n"].startswith("99 % (999/")
    assert "99 % (999/" in a("2026-02-05", "comptage I-TEL-02")[0]


def test_regle_8_ce_qui_manque_n_est_jamais_zero(histoire: Ouvrir) -> None:
    """A site opened in March: no quarter missed before, no case counted as zero the year before."""
    a = histoire("2026-03-02")
    trimestres = a.json("2026-04-02", "trimestre lister")
    assert [t for t in trimestres if t["trimestre"] == "2026-T1" and t["etat"] == "manquée"] == []
    revues = a.json("2026-04-02", "comptage ACT-09")
    assert revues["exclues"] == [["2026-T1", "commencé avant l’ouverture du site"]]
    a("2026-04-02", "reclamation ajouter --canal courrier --recue 2026-04-01 --nature reclamation")
    lues = a.json("2026-04-02", "reclamation statistiques")
    assert (lues["bilan"]["recues"], lues["precedent"]["recues"]) == (1, None)
    assert a.revue("2026-04-02", 2026)["ECO-01"]["n_1"] == "non mesuré"


def test_regle_13_ce_que_portait_qui_part_est_dit_et_repris_du_meme_geste(histoire: Ouvrir) -> None:
    a = histoire("2026-01-05")
    a("2026-01-05", "equipe ajouter --nom 'Claire Martin' --code martin-c --roles raqn")
    a("2026-01-05", "equipe ajouter --nom 'Luc Durand' --code durand-l --roles daa")
    a("2026-01-05", "action ajouter --intitule 'Poser un banc' --pilote martin-c --echeance 2026-06-30")
    dit = "".join(a("2026-03-02", "equipe partir martin-c --reprise durand-l --reprise raqn=durand-l"))
    assert "A-2026-001" in dit
    assert a.json("2026-03-03", "action voir A-2026-001")["pilote"] == "durand-l"


def test_regle_8_la_premiere_periode_entamee_n_est_pas_due_sauf_choix(histoire: Ouvrir) -> None:
    a = histoire("2026-03-10", "--sans-verifications")
    commun = "--libelle 'Le banc est-il propre ?' --periodicite mensuelle --role daa"
    a("2026-03-10", f"verification ajouter V-SITE-01 {commun}")
    a("2026-03-10", f"verification ajouter V-SITE-02 {commun} --premiere-periode due")
    dues = a.json("2026-05-02", "comptage VER-01 --du 2026-03-01 --au 2026-04-30")
    assert sorted(dues["retenues"]) == ["V-SITE-01 × 2026-04", "V-SITE-02 × 2026-03", "V-SITE-02 × 2026-04"]


def test_regle_11_une_fermeture_dite_apres_ne_change_rien_de_ce_qui_etait_du(histoire: Ouvrir) -> None:
    a = histoire("2026-01-05")
    janvier = "comptage VER-01 --du 2026-01-01 --au 2026-01-31"
    avant = a.json("2026-02-02", janvier)
    assert "V-NET-02 × 2026-01-12" in avant["retenues"]
    refus = a("2026-02-02", "reglages fermer --du 2026-01-12 --raison Travaux", 1)[1]
    assert refus.strip().endswith(".")
    a("2026-02-02", "reglages fermer --du 2026-02-09 --raison Travaux")
    assert a.json("2026-02-10", janvier) == avant
    fevrier = a.json("2026-02-10", "comptage VER-01 --du 2026-02-09 --au 2026-02-09")
    assert ["V-NET-02 × 2026-02-09", "site fermé"] in fevrier["exclues"]


def test_regle_11_un_rythme_nouveau_commence_quand_la_periode_en_cours_finit(histoire: Ouvrir) -> None:
    a = histoire("2026-01-01", "--sans-verifications")
    a("2026-01-01", "verification ajouter V-SITE-01 --libelle 'Propre ?' --periodicite mensuelle --role daa")
    a("2026-02-10", "verification modifier V-SITE-01 --periodicite hebdomadaire")
    dues = a.json("2026-03-16", "comptage VER-01")
    attendues = [f"V-SITE-01 × 2026-{cle}" for cle in ("01", "02", "S10", "S11")]
    assert sorted(dues["retenues"]) == attendues


def test_regle_12_la_cible_est_un_jour_ou_le_site_recoit_et_la_politique_est_datee(histoire: Ouvrir) -> None:
    a = histoire("2026-01-05")
    a("2026-01-05", "reglages horaires mercredi fermé")
    dit = a.json("2026-02-04", "echeance 2026-02-04 --duree 1 --unite mois")
    assert (dit["cible"], dit["butoir"]) == ("2026-03-03", "2026-03-04")
    a("2026-02-04", "reglages delai reponse-ecrite --report aucun --raison 'Un mois est un mois'")
    pourquoi = a("2026-03-25", "echeance 2026-03-25 --delai reponse-ecrite")[0]
    assert "Un mois est un mois" in pourquoi
    dit = a.json("2026-03-25", "echeance 2026-03-25 --delai reponse-ecrite")
    assert (dit["quantieme"], dit["butoir"]) == ("2026-04-25", "2026-04-25")
