"""Settling a conflict: choose one version or merge field by field, with a record that holds."""

from __future__ import annotations

from datetime import date

import pytest

from qualitui.domain.actions.fiche import Action, Origine
from qualitui.domain.base import Introuvable, evoluer
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.operations.donnees import conflits
from qualitui.store.contrat import ANONYME
from qualitui.store.site.site import Site, ouvrir


@pytest.fixture
def en_conflit(site: Site, jour: date) -> Site:
    """Durand and Petit changed A-2026-001 without seeing each other."""
    fiche = site.registre.add(
        Action(reference="A-2026-001", intitule="Peindre", origine=Origine(concept="reunion"), creee_le=jour)
    )
    journaux = site.dossier / "registre" / "2026"
    durand = _ouvrir(site, "durand")
    durand.registre.save(evoluer(fiche, pilote="durand", causes="âge"))
    durand.fermer()
    ecrit = (journaux / "poste~durand~1.jsonl").read_bytes()
    (journaux / "poste~durand~1.jsonl").unlink()
    petit = _ouvrir(site, "petit")
    petit.registre.save(evoluer(fiche, pilote="petit"))
    petit.fermer()
    (journaux / "poste~durand~1.jsonl").write_bytes(ecrit)
    site.registre.poll()
    return site


def _ouvrir(site: Site, login: str) -> Site:
    return ouvrir(site.dossier, maintenant=site.maintenant, poste="poste", login=login)


def fiche(site: Site) -> Action:
    return site.registre.find(Action)[0]


def test_un_conflit_se_nomme_et_se_trouve(en_conflit: Site) -> None:
    (nomme,) = conflits.lister(en_conflit)
    assert nomme.nom == "action A-2026-001"
    assert conflits.trouver(en_conflit, "a-2026-001") == nomme
    with pytest.raises(Introuvable):
        conflits.trouver(en_conflit, "A-2026-002")


@pytest.mark.parametrize(("rang", "attendu"), [(1, ("durand", "âge")), (2, ("petit", ""))])
def test_choisir_une_version_entiere(en_conflit: Site, rang: int, attendu: tuple[str, str]) -> None:
    conflits.choisir(en_conflit, conflits.lister(en_conflit)[0].conflit, rang)
    assert (fiche(en_conflit).pilote, fiche(en_conflit).causes) == attendu
    assert list(conflits.lister(en_conflit)) == []


def test_fusionner_champ_par_champ(en_conflit: Site) -> None:
    conflit = conflits.trouver(en_conflit, "A-2026-001").conflit
    conflits.fusionner(en_conflit, conflit, {"pilote": 1, "causes": 2})
    assert (fiche(en_conflit).pilote, fiche(en_conflit).causes) == ("durand", "")


@pytest.mark.parametrize("rang", [0, 3])
def test_une_version_qui_n_existe_pas_est_refusee(en_conflit: Site, rang: int) -> None:
    conflit = conflits.lister(en_conflit)[0].conflit
    with pytest.raises(conflits.ChoixImpossible):
        conflits.choisir(en_conflit, conflit, rang)
    with pytest.raises(conflits.ChoixImpossible):
        conflits.fusionner(en_conflit, conflit, {"pilote": rang})
    with pytest.raises(conflits.ChoixImpossible):
        conflits.fusionner(en_conflit, conflit, {"inconnu": 1})
    assert len(conflits.lister(en_conflit)) == 1


def test_une_version_anonyme_ne_dit_pas_son_poste(site: Site, jour: date) -> None:
    fiche = site.registre.add(Suggestion(reference="S-2026-001", texte="x", recue_le=jour))
    ecrits = {}
    for poste in ("a", "b"):
        autre = ouvrir(site.dossier, maintenant=site.maintenant, poste=poste, login="durand")
        autre.registre.auteur = ANONYME
        autre.registre.save(evoluer(fiche, texte=f"par {poste}"))
        autre.fermer()
        journal = site.dossier / "registre" / "2026" / f"{poste}~durand~1.jsonl"
        ecrits[journal] = journal.read_bytes()
        journal.unlink()
    for journal, octets in ecrits.items():
        journal.write_bytes(octets)
    site.registre.poll()
    (nomme,) = conflits.lister(site)
    assert [redaction.poste for redaction in nomme.conflit.redactions] == ["", ""]
    assert [conflits.signature(r, nomme.conflit) for r in nomme.conflit.redactions] == [ANONYME, ANONYME]
