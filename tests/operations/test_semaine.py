"""The week of a real site: every domain, rights, quarters, the printed sheet, no slow import."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from qualitui.domain.actions.fiche import Origine
from qualitui.domain.base import evoluer
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.domain.semaine import EtatElement, Semaine
from qualitui.domain.temps.calendrier import Fermeture
from qualitui.domain.trimestres import GenreDecision
from qualitui.operations import equipe
from qualitui.operations.actions import gestes as actions
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.operations.semaine import imprimer, semaine
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.operations.trimestres import gestes as trimestres
from qualitui.store.site.site import Site

RETARD, AUJOURDHUI, CETTE_SEMAINE = EtatElement


def references(vue: Semaine, domaine: str) -> dict[str, EtatElement]:
    return {element.reference: element.etat for element in vue.elements if element.domaine == domaine}


def test_un_site_neuf_n_a_que_ses_verifications(site: Site, jour: date) -> None:
    vue = semaine(site, jour)
    assert {element.domaine for element in vue.elements} == {"verifications"}
    assert vue.de(RETARD) == ()
    etats = references(vue, "verifications")
    assert etats["V-NET-02 × 2026-03-02"] is AUJOURDHUI
    assert etats["V-NET-02 × 2026-03-06"] is CETTE_SEMAINE


def test_les_verifications_manquees_restent_visibles(site: Site) -> None:
    etats = references(semaine(site, date(2026, 3, 4)), "verifications")
    assert etats["V-NET-02 × 2026-03-02"] is RETARD
    assert etats["V-NET-02 × 2026-03-04"] is AUJOURDHUI


def test_reclamations_actions_et_suggestions(site: Site, jour: date) -> None:
    reclamations.ajouter(site, Saisie(canal="courrier", recue_le=date(2026, 2, 1), nature="reclamation"), jour=jour)
    actions.creer(site, intitule="Agir", origine=Origine(concept="autre"), echeance=jour, pilote="raqn", jour=jour)
    suggestions.ajouter(site, texte="Un banc", jour=date(2025, 11, 1))
    vue = semaine(site, jour)
    # A month from Sunday 1 February ends on Sunday 1 March: the butoir is the Monday.
    assert references(vue, "reclamations") == {"R-2026-001": AUJOURDHUI}
    assert references(vue, "actions") == {"A-2026-001": AUJOURDHUI}
    assert references(vue, "suggestions") == {"S-2025-001": RETARD}
    assert [e.role for e in vue.elements if e.domaine == "actions"] == ["raqn"]
    assert any("Sans réponse" in repere for repere in vue.reperes)


def test_le_trimestre_se_rappelle_puis_se_tait(site: Site) -> None:
    fin = date(2026, 6, 30)
    assert references(semaine(site, fin), "trimestre") == {"2026-T2": AUJOURDHUI}
    assert references(semaine(site, date(2026, 7, 1)), "trimestre") == {"2026-T2": RETARD}
    revue = trimestres.ouvrir(site, "2026-T2", jour=fin)
    action = actions.creer(site, intitule="Agir", origine=Origine(concept="autre"), jour=fin)
    revue, _ = trimestres.decider(site, revue, action, decision=GenreDecision.MAINTENIR, jour=fin)
    trimestres.clore(site, revue, jour=fin)
    assert references(semaine(site, date(2026, 7, 1)), "trimestre") == {}


def test_la_revue_annuelle_est_due_quand_le_site_existait(site: Site, jour: date) -> None:
    assert references(semaine(site, jour), "revue") == {}
    assert references(semaine(site, date(2027, 2, 1)), "revue") == {"2026": RETARD}


def test_un_role_ne_voit_que_ce_qu_il_peut_lire(site: Site, jour: date) -> None:
    reclamations.ajouter(site, Saisie(canal="courrier", recue_le=date(2026, 1, 5), nature="reclamation"), jour=jour)
    raqn = equipe.ajouter(site, nom="Rémi Net", roles=["raqn"])
    assert references(semaine(site, jour), "reclamations") == {"R-2026-001": RETARD}
    equipe.rattacher(site, raqn, "essai")
    assert references(semaine(site, jour), "reclamations") == {}
    assert references(semaine(site, jour), "verifications")


def test_fermetures_et_audit_connus(site: Site, jour: date) -> None:
    pont = Fermeture(du=date(2026, 3, 6), au=date(2026, 3, 6), libelle="travaux")
    site.reglages = evoluer(site.reglages, fermetures=(pont,), dernier_audit_interne=date(2025, 6, 10))
    vue = semaine(site, jour)
    assert [(f.le, f.nom) for f in vue.fermetures] == [(date(2026, 3, 6), "travaux")]
    assert "Prochain audit\u00a0: externe, vers juin 2026." in vue.reperes


def test_imprimer(site: Site, jour: date, tmp_path: Path) -> None:
    assert imprimer(site, sortie=tmp_path / "s.docx", jour=jour).stat().st_size > 0
    assert imprimer(site, jour=jour).parent == site.dossier / "documents"


@pytest.mark.parametrize("module", ["semaine", "action", "trimestre", "suggestion", "indicateur", "equipe"])
def test_la_commande_n_importe_ni_ecran_ni_word(site: Site, module: str) -> None:
    verbe = [] if module == "semaine" else ["lister"]
    programme = (
        "import sys; from qualitui.cli import main;"
        f"code = main(['--site', {str(site.dossier)!r}, {module!r}, *{verbe!r}, '--json']);"
        "lourds = {'textual', 'rich', 'docx', 'docxtpl', 'lxml', 'xlsxwriter', 'openpyxl', 'jinja2'};"
        "assert code == 0 and not lourds & set(sys.modules), lourds & set(sys.modules)"
    )
    fini = subprocess.run([sys.executable, "-c", programme], capture_output=True, text=True, check=False)
    assert fini.returncode == 0, fini.stderr
