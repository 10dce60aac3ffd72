"""The door for scripts: read only unless asked, with the rights of the person, and nothing loaded before it is used."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import where

import qualitui
from qualitui.domain.actions.fiche import Action, Origine
from qualitui.domain.base import Introuvable, Refus, evoluer
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.operations.site import reglages
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.store.contrat import EcritureImpossible, Registre, RegistreIllisible
from qualitui.store.site.site import DroitRefuse, Site
from tests.conftest import JOUR

# --- reading ----------------------------------------------------------------------------------------------------


@pytest.fixture
def dossier(site: Site) -> Path:
    """A site that holds a suggestion and an action; nobody has it open any more."""
    suggestions.ajouter(site, texte="Un banc", jour=JOUR)
    site.registre.add(
        Action(reference="A-2026-001", intitule="Repeindre", creee_le=JOUR, origine=Origine(concept="reunion"))
    )
    site.fermer()
    return site.dossier


def octets(dossier: Path) -> dict[str, bytes | None]:
    """Every file and folder of the site."""
    return {str(f.relative_to(dossier)): f.read_bytes() if f.is_file() else None for f in sorted(dossier.rglob("*"))}


def test_un_site_ouvert_donne_ses_fiches_leur_histoire_et_tinydb(dossier: Path) -> None:
    avant = octets(dossier)
    with qualitui.ouvrir(dossier) as site:
        (trouvee,) = site.find(Action, where("creee_le") >= JOUR)
        assert site.get(Action, trouvee.id) == trouvee
        assert [changement.par for changement in site.history(Action, trouvee.id)] == ["essai"]
        assert site.db.table("actions").get(where("reference") == "A-2026-001")["intitule"] == "Repeindre"
        assert site.jour == JOUR
        with pytest.raises(Introuvable):
            site.get(Action, "rien")
    assert octets(dossier) == avant


def test_le_dossier_se_donne_en_texte(dossier: Path) -> None:
    with qualitui.ouvrir(str(dossier)) as site:
        assert len(site.find(Suggestion)) == 1


# Each member of the register, with what a person could try to write by it; None: it only reads, or keeps things on this
# workstation alone.
ECRITURES: dict[str, Callable[[Registre], Any] | None] = {
    "add": lambda registre: registre.add(evoluer(registre.find(Action)[0], id="", reference="A-2026-002")),
    "save": lambda registre: registre.save(evoluer(registre.find(Action)[0], intitule="Autre")),
    "remove": lambda registre: registre.remove(registre.find(Action)[0]),
    "reserver_numero": lambda registre: registre.reserver_numero("A-2026"),
    "condamner_numero": lambda registre: registre.condamner_numero("A-2026-001"),
    "annuler": lambda registre: registre.annuler(),
    "a_annuler": lambda registre: registre.a_annuler(),
    "remettre": lambda registre: registre.remettre(()),
    "trancher": lambda registre: registre.trancher(_conflit(registre), {"intitule": "x"}),
    "transaction": lambda registre: _dans_une_transaction(registre),
    "anonymement": lambda registre: _anonymement(registre),
    "en_tinydb": lambda registre: registre.en_tinydb.table("actions").insert({"intitule": "x"}),
    **dict.fromkeys(
        (
            *("get", "find", "ouvertes", "identifiants", "presence", "empreinte", "contenus", "history", "conflits"),
            *("rappeler", "retenir", "poll", "injoignable", "nouveautes", "anomalies", "horloge", "close"),
            *("perdues", "ecarter", "etat", "illisibles", "sans_fiche", "recommencer", "ecrivain"),
        )
    ),
}


def _dans_une_transaction(registre: Registre) -> None:
    with registre.transaction():
        registre.save(evoluer(registre.find(Action)[0], intitule="Autre"))


def _anonymement(registre: Registre) -> None:
    with registre.anonymement():
        registre.add(evoluer(registre.find(Action)[0], id="", reference="A-2026-002"))


def _conflit(registre: Registre) -> Any:
    from qualitui.store.contrat import Conflit

    fiche = registre.find(Action)[0]
    return Conflit("actions", fiche.id, fiche.jeton, (), {}, {})


def test_chaque_membre_du_registre_est_essaye() -> None:
    """One added later is found missing here."""
    assert {nom for nom in vars(Registre) if not nom.startswith("_")} == set(ECRITURES)


@pytest.mark.parametrize("nom", [nom for nom, ecriture in ECRITURES.items() if ecriture])
def test_un_site_ouvert_en_lecture_ne_s_ecrit_par_aucun_membre(dossier: Path, nom: str) -> None:
    ecriture, avant = ECRITURES[nom], octets(dossier)
    assert ecriture is not None
    with qualitui.ouvrir(dossier) as site:
        site.site.registre.horloge.croire()  # even so
        with pytest.raises(EcritureImpossible, match="lecture seule"):
            ecriture(site.site.registre)
        assert site.find(Action)[0].intitule == "Repeindre"
    assert octets(dossier) == avant


HORS_DU_REGISTRE: dict[str, Callable[[Site], Any]] = {
    "identité": lambda site: site.confidentiel.ecrire("R-2026-001", Identite(nom="X")),
    "document": lambda site: site.documents("x.docx"),
    "réglages": lambda site: reglages.modifier(site, site.reglages, nom="Autre"),
    "geste": lambda site: suggestions.analyser(
        site, site.registre.find(Suggestion)[0], analyse="À chiffrer", jour=JOUR
    ),
}


@pytest.mark.parametrize("quoi", HORS_DU_REGISTRE)
def test_rien_d_autre_ne_s_y_ecrit(dossier: Path, quoi: str) -> None:
    avant = octets(dossier)
    with qualitui.ouvrir(dossier) as site, pytest.raises(EcritureImpossible, match="lecture seule"):
        HORS_DU_REGISTRE[quoi](site.site)
    assert octets(dossier) == avant


def test_lire_un_site_sans_registre_n_en_fait_pas_un(dossier: Path, tmp_path: Path) -> None:
    copie = tmp_path / "neuf"
    copie.mkdir()
    (copie / "site.toml").write_bytes((dossier / "site.toml").read_bytes())
    with pytest.raises(RegistreIllisible), qualitui.ouvrir(copie):
        pass
    assert list(copie.iterdir()) == [copie / "site.toml"]


def test_un_dossier_qui_n_est_pas_un_site_est_refuse_par_une_phrase(tmp_path: Path) -> None:
    with pytest.raises(Refus), qualitui.ouvrir(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


# --- writing, and rights ----------------------------------------------------------------------------------------


def test_ecrire_se_demande_et_se_signe(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualitui.cli.commun.login", lambda: "zoe")
    with qualitui.ouvrir(dossier, ecriture=True) as site:
        suggestion = suggestions.analyser(site.site, site.find(Suggestion)[0], analyse="À chiffrer", jour=JOUR)
        assert [changement.par for changement in site.history(Suggestion, suggestion.id)] == ["anonyme", "zoe"]
        with pytest.raises(EcritureImpossible):
            site.db.table("suggestions").insert({"texte": "sans règle ni droit"})
    assert len(list(dossier.glob("registre/2026/poste-test~zoe~1.jsonl"))) == 1


def test_une_erreur_du_script_ferme_le_site(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The slot is given back: the next script writes in the same journal."""
    monkeypatch.setattr("qualitui.cli.commun.login", lambda: "zoe")
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            _analyser_puis_tomber(dossier)
    assert len(list(dossier.glob("registre/2026/*~zoe~*.jsonl"))) == 1


def _analyser_puis_tomber(dossier: Path) -> None:
    with qualitui.ouvrir(dossier, ecriture=True) as site:
        suggestions.analyser(site.site, site.find(Suggestion)[0], analyse="À chiffrer", jour=JOUR)
        raise ZeroDivisionError


LECTURES: dict[str, Callable[[Any], Any]] = {
    "find": lambda site: site.find(Reclamation),
    "get": lambda site: site.get(Reclamation, "x"),
    "history": lambda site: site.history(Reclamation, "x"),
    "db": lambda site: site.db,
}


@pytest.mark.parametrize("lecture", LECTURES)
def test_ce_que_le_role_ne_lit_pas_est_refuse(site: Site, lecture: str, monkeypatch: pytest.MonkeyPatch) -> None:
    site.registre.add(Personne(code="lea", nom="Léa", roles=("agent",), logins=("lea",), arrivee_le=JOUR))
    site.fermer()
    monkeypatch.setattr("qualitui.cli.commun.login", lambda: "lea")
    monkeypatch.setattr("qualitui.store.site.droits.verbes_du_role", lambda role: {"suggestions": Verbe.DECIDER})
    with qualitui.ouvrir(site.dossier, ecriture=True) as ouvert:
        assert list(ouvert.find(Suggestion)) == []
        with pytest.raises(DroitRefuse):
            LECTURES[lecture](ouvert)


# --- loading ----------------------------------------------------------------------------------------------------


def lancer(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_importer_le_paquet_ne_charge_rien() -> None:
    code = "import sys; avant = set(sys.modules); import qualitui; print(sorted(set(sys.modules) - avant))"
    assert lancer(code) == "['qualitui']"


def test_la_porte_se_charge_quand_on_la_demande() -> None:
    assert lancer("from qualitui import ouvrir; print(ouvrir.__module__)") == "qualitui.porte"
    assert lancer("import qualitui; print(hasattr(qualitui, 'autre'))") == "False"


def test_ce_que_le_paquet_offre_est_type() -> None:
    racine = Path(qualitui.__file__).parent
    assert (racine / "py.typed").is_file()
    arbre = ast.parse((racine / "__init__.pyi").read_text(encoding="utf-8"))
    noms = {alias.asname for n in arbre.body if isinstance(n, ast.ImportFrom) for alias in n.names}
    noms |= {n.target.id for n in arbre.body if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)}
    assert noms == set(qualitui.__all__)
    assert all(hasattr(qualitui, nom) for nom in qualitui.__all__)
    assert "qualitui.ouvrir(" in (qualitui.__doc__ or "")
