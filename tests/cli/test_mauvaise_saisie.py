"""Whatever is typed, the answer is a French sentence and the right code; never a traceback nor argparse’s English."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from qualitui.cli import main
from qualitui.store.site.site import Site

ANGLAIS = re.compile(
    r"\b(error|invalid|required|expected|Traceback|choose from|No such file|directory|denied|not found)\b"
)

USAGE = (  # wrong usage: code 2
    "zorglub",
    "--zorglub",
    "echeance",
    "echeance 2026-01-31 --duree 1 --unite siecles",
    "echeance 2026-01-31 --duree un --unite mois",
    "echeance 2026-01-31 --duree 1 --unite mois --report zorglub",
    "echeance 2026-01-31 --duree 1 --unite mois --zone zorglub",
    "reclamation",
    "reclamation zorglub",
    "reclamation accuser R-2026-001",
    "reclamation ajouter --canal courrier --recue 45/12/2025",
    "reclamation lister --mois 2026-13",
    "reclamation statistiques --annee 0",
    "reclamation statistiques --annee 99999",
    "courrier R-2026-001 zorglub",
    "courrier R-2026-001 accuse -o lettre.txt",
    "semaine -o semaine.txt",
    "revue 2025 -o revue.txt",
    "trimestre rapport 2026-T1 -o rapport",
    "verification tournee -o tournee.pdf",
    "verification statistiques --par zorglub",
    "verification noter V-NET-02 --periode 2026-03-02 --resultat zorglub",
    "action ajouter --intitule x --type zorglub",
    "action verifier A-2026-001 --efficace --inefficace",
    "indicateur saisir I-TEL-01 --periode 2026-02 --numerateur beaucoup",
    "revue",
    "revue 0",
    "revue 99999",
    "revue 2025 suite O-2025-1 --resultat zorglub",
    "revue 2025 risque --libelle x --gravite forte --frequence 1",
    "conflits R-2026-001 --champ objet",
)

REFUS = (  # refused by a rule: code 1
    "echeance 31/02/2026 --duree 1 --unite mois",
    "echeance 2026-01-31 --duree 0 --unite mois",
    "echeance 2026-01-31 --delai zorglub",
    "reclamation voir R-2026-999",
    "reclamation ajouter --canal zorglub --recue 2026-03-01",
    "reclamation ajouter --canal courrier --recue demain",
    "verification lister --du 2026-03-02 --au 2026-01-01",
    "verification statistiques --du 2026-03-02 --au 2025-01-01",
    "verification noter V-NET-02 --periode zorglub --resultat conforme",
    "action voir zorglub",
    "action lister --pilote zorglub",
    "action lister --origine zorglub",
    "action ajouter --intitule x --reference-origine R-2026-999",
    "reclamation corriger R-2026-001 --fait zorglub --raison x",
    "action ajouter --intitule x --echeance 1999-01-01",
    "trimestre ouvrir 2026-T5",
    "trimestre clore 2026-T1",
    "suggestion ajouter --texte ' '",
    "indicateur voir zorglub",
    "revue 2030",
    "revue 2025 -o {dossier}",
    "revue 2025 -o {dossier}/absent/revue.docx",
    "revue 2025 rafraichir {dossier}/absent.docx",
    "revue 2025 saisir decisions --fichier {dossier}/absent.txt",
    "equipe partir zorglub",
    "referentiel voir zorglub",
    "modele verifier {dossier}/absent.docx",
    "historique zorglub",
    "annuler zorglub",
    "semaine -o {dossier}",
    "sauvegarder --confidentiel",
    "restaurer {dossier}/absent.zip {dossier}/retabli",
)


def lancer(ligne: str, dossier: Path) -> int:
    try:
        return main(shlex.split(ligne.format(dossier=dossier.as_posix())))
    except SystemExit as fin:
        return int(fin.code or 0)


@pytest.mark.parametrize(("ligne", "attendu"), [*((u, 2) for u in USAGE), *((r, 1) for r in REFUS)])
def test_la_reponse_est_une_phrase_en_francais(
    ligne: str,
    attendu: int,
    site: Site,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("QUALITUI_SITE", str(site.dossier))
    assert lancer(ligne, tmp_path) == attendu
    phrase = capsys.readouterr().err
    assert phrase.strip()
    assert not ANGLAIS.search(phrase)
    assert "<" not in phrase  # nothing as Python writes it


@pytest.mark.parametrize(("dossier", "morceau"), [("absent", "n’existe pas"), (".", "n’est pas le dossier d’un site")])
def test_un_site_introuvable(dossier: str, morceau: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lancer(f"--site {{dossier}}/{dossier} semaine", tmp_path) == 3
    assert morceau in capsys.readouterr().err


def test_un_choix_impossible_montre_les_valeurs_comme_elles_se_tapent(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["echeance", "2026-01-31", "--duree", "1", "--unite", "mois", "--report", "zorglub"])
    assert "«\u00a0zorglub\u00a0» n’existe pas (au choix\u00a0: suivant, aucun)" in capsys.readouterr().err


def test_une_longue_liste_de_propositions_s_arrete(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--site", str(site.dossier), "verification", "voir", "zorglub"]) == 1
    assert "et 20 autres." in capsys.readouterr().err
