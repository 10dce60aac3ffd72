"""No identity, no number is left without a record, by a refusal, an undoing or a kill; what is left is settled."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from qualitui.domain.base import Refus
from qualitui.domain.diagnostic import CAS, Gravite
from qualitui.domain.etat import SiteAbime
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.domain.reference.regularisations import Regularisation
from qualitui.domain.saisie import TexteManquant
from qualitui.operations.donnees import historique, orphelins
from qualitui.operations.donnees.diagnostic import diagnostic, en_ordre
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.store.contrat import EcritureIncertaine
from qualitui.store.site.site import Site, ouvrir

JEANNE = Identite(nom="Jeanne Zyxw")
TUEUR = Path(__file__).with_name("ajout_tue.py")
RACINE = Path(__file__).parents[3]


def ajouter(site: Site, jour: date, identite: Identite | None = JEANNE) -> Reclamation:
    saisie = Saisie(canal="courrier", nature="reclamation", recue_le=jour, objet="Porte")
    return reclamations.ajouter(site, saisie, identite=identite, jour=jour).reclamation


def rouvrir(site: Site, dossier: Path | None = None, poste: str = "poste-test") -> Site:
    return ouvrir(dossier or site.dossier, maintenant=site.maintenant, poste=poste, login="essai")


def dossiers(site: Site) -> list[str]:
    return sorted(chemin.name for chemin in site.confidentiel.dossier.glob("*"))


def orpheline(site: Site, reference: str = "R-2026-001") -> Path:
    """A number claimed, an identity kept, and no record: what a kill leaves."""
    site.registre.reserver_numero("R-2026")
    site.confidentiel.ecrire(reference, JEANNE)
    return site.confidentiel.dossier / reference


# --- refused ------------------------------------------------------------------------------------------------------


class Disque:
    """The n-th writing on the site is refused; `appels` counts them."""

    def __init__(self, site: Site, rang: int, code: int) -> None:
        self.site, self.rang, self.code, self.appels = str(site.dossier), rang, code, 0

    def brancher(self, planter: pytest.MonkeyPatch) -> None:
        planter.setattr(os, "open", self._garder(os.open, lambda chemin, drapeaux, *_: bool(drapeaux & os.O_CREAT)))
        planter.setattr(os, "mkdir", self._garder(os.mkdir, lambda *_: True))
        planter.setattr(os, "fsync", self._garder(os.fsync, None))

    def _garder(self, appel: Callable[..., Any], concerne: Callable[..., bool] | None) -> Callable[..., Any]:
        def refuser_ou_faire(*arguments: Any, **options: Any) -> Any:
            if concerne is None or (str(arguments[0]).startswith(self.site) and concerne(*arguments)):
                self.appels += 1
                if self.appels == self.rang:
                    raise OSError(self.code, os.strerror(self.code), *arguments[:1])
            return appel(*arguments, **options)

        return refuser_ou_faire


def _refus(geste: Callable[[], object]) -> str:
    try:
        geste()
    except EcritureIncertaine:
        raise
    except Refus as refus:
        return refus.phrase
    return ""


@pytest.mark.parametrize(
    ("code", "cause"), [(errno.ENOSPC, "le disque est plein"), (errno.EIO, "ne répond pas"), (errno.EACCES, "accès")]
)
def test_un_enregistrement_refuse_ne_laisse_rien_a_aucune_etape(
    site: Site, jour: date, code: int, cause: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    refus = 0
    for rang in range(1, 40):
        disque = Disque(site, rang, code)
        avant = len(site.registre.find(Reclamation))
        with monkeypatch.context() as planter:
            disque.brancher(planter)
            phrase = _refus(lambda: ajouter(site, jour))
        if phrase:
            refus += 1
            assert cause in phrase, (rang, phrase)
            assert len(site.registre.find(Reclamation)) == avant
        presentes = {fiche.reference for fiche in site.registre.find(Reclamation)}
        assert set(dossiers(site)) <= presentes, rang
        assert presentes == {f"R-2026-{n:03d}" for n in range(1, len(presentes) + 1)}  # no number was burnt
        if disque.appels < rang:
            break
    assert refus >= 4
    assert en_ordre(diagnostic(site))


def test_une_issue_inconnue_garde_l_identite_et_la_fiche_s_il_y_en_a_une(
    site: Site, jour: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    fermer = os.close

    class Systeme:
        def __getattr__(self, nom: str) -> Any:
            return getattr(os, nom)

        def close(self, descripteur: int) -> None:
            fermer(descripteur)
            raise OSError(errno.EIO, "close")

    with monkeypatch.context() as planter:
        planter.setattr("qualitui.store.journal.journal.os", Systeme())
        with pytest.raises(EcritureIncertaine, match="R-2026-001"):
            ajouter(site, jour)
    site.registre.poll()
    assert [f.reference for f in site.registre.find(Reclamation)] == ["R-2026-001"]
    lue = site.confidentiel.lire("R-2026-001")
    assert lue is not None
    assert lue.nom == "Jeanne Zyxw"
    with pytest.raises(Refus, match="Déjà enregistré"):
        ajouter(site, jour)
    assert dossiers(site) == ["R-2026-001"]


# --- undone -------------------------------------------------------------------------------------------------------


def test_annuler_une_creation_efface_son_identite_et_le_dit_avant_et_apres(site: Site, jour: date) -> None:
    ajouter(site, jour)
    assert "L’identité notée pour R-2026-001 sera effacée" in historique.geste_en_mots(historique.dernier_geste(site))
    dite = historique.annule_en_mots(historique.annuler(site))
    assert "L’identité notée pour R-2026-001 est effacée" in dite
    assert dossiers(site) == []
    assert en_ordre(diagnostic(site))
    retablie = historique.annuler(site)
    assert retablie.retabli
    assert site.confidentiel.lire("R-2026-001") is None


def test_annuler_autre_chose_n_efface_rien(site: Site, jour: date) -> None:
    fiche = ajouter(site, jour)
    reclamations.accuser(site, fiche, le=jour, jour=jour)
    assert "identité" not in historique.geste_en_mots(historique.dernier_geste(site))
    historique.annuler(site)
    assert dossiers(site) == ["R-2026-001"]


def test_annuler_une_creation_laisse_ses_pieces_a_juger(site: Site, jour: date) -> None:
    fiche = ajouter(site, jour)
    site.confidentiel.joindre(fiche.reference, "lettre.docx", b"PK")
    dite = historique.annule_en_mots(historique.annuler(site))
    assert "Ce qui est confidentiel de R-2026-001 reste" in dite
    (constat,) = (c for c in diagnostic(site) if c.regler)
    assert (constat.regler, constat.gravite) == ("R-2026-001", Gravite.AVERTISSEMENT)
    trace = orphelins.regler(site, "r-2026-001", raison="Saisi deux fois", jour=jour)
    assert trace.reglements[-1].efface == ("1\u00a0version de l’identité", "1\u00a0pièce")
    assert en_ordre(diagnostic(site))


# --- killed -------------------------------------------------------------------------------------------------------


def test_tue_a_chaque_etape_rien_ne_reste_sans_un_mot_et_tout_se_regle(site: Site, jour: date, tmp_path: Path) -> None:
    site.fermer()
    suites = set()
    for rang in range(1, 40):
        copie = tmp_path / f"copie-{rang}"
        shutil.copytree(site.dossier, copie)
        fini = subprocess.run(
            [sys.executable, str(TUEUR), str(copie), str(rang)], cwd=RACINE, check=False, capture_output=True
        )
        assert fini.returncode in (0, 9), fini.stderr
        relu = rouvrir(site, copie)
        presentes = {fiche.reference for fiche in relu.registre.find(Reclamation)}
        orphelines = set(dossiers(relu)) - presentes
        dites = {c.regler for c in diagnostic(relu) if c.domaine == CAS and c.regler}
        assert dites == orphelines, rang
        for reference in {c.regler for c in diagnostic(relu) if c.regler}:
            orphelins.regler(relu, reference, raison="Enregistrement interrompu", jour=jour)
        assert not any(c.regler for c in diagnostic(relu)), rang
        assert set(dossiers(relu)) <= presentes
        suites.add((bool(presentes), bool(orphelines)))
        relu.fermer()
        if fini.returncode == 0:
            break
    assert suites == {(False, False), (False, True), (True, False)}


# --- settled ------------------------------------------------------------------------------------------------------


def test_regler_efface_garde_la_trace_et_ne_redonne_pas_le_numero(site: Site, jour: date) -> None:
    orpheline(site)
    (numero, dossier) = sorted((c for c in diagnostic(site) if c.regler), key=lambda c: c.gravite, reverse=True)
    assert (numero.regler, dossier.regler) == ("R-2026-001", "R-2026-001")
    assert "empêche de le reprendre" in numero.phrase
    orphelins.regler(site, "R-2026-001", raison="Poste éteint pendant la saisie", jour=jour)
    assert dossiers(site) == []
    assert diagnostic(site) == []
    (change,) = historique.historique(site, "R-2026-001").changements
    assert "Poste éteint pendant la saisie" in str(change.champs)
    assert "Zyxw" not in str(change.champs)
    assert ajouter(site, jour, None).reference == "R-2026-002"
    site.fermer()
    relu = rouvrir(site)
    assert ajouter(relu, jour, None).reference == "R-2026-003"
    relu.fermer()


def test_un_numero_seul_se_regle_aussi(site: Site, jour: date) -> None:
    site.registre.reserver_numero("S-2026")
    assert [c.regler for c in diagnostic(site)] == ["S-2026-001"]
    orphelins.regler(site, "S-2026-001", raison="Essai", jour=jour)
    assert diagnostic(site) == []
    site.fermer()
    relu = rouvrir(site)
    assert suggestions.ajouter(relu, texte="Un banc", jour=jour).reference == "S-2026-002"
    relu.fermer()


def test_un_dossier_revenu_d_une_sauvegarde_se_regle_de_nouveau(site: Site, jour: date) -> None:
    dossier = orpheline(site)
    orphelins.regler(site, "R-2026-001", raison="Un", jour=jour)
    dossier.mkdir()
    (dossier / "identite-1.json").write_text("{}", encoding="utf-8")
    assert {c.regler for c in diagnostic(site) if c.gravite is Gravite.AVERTISSEMENT} == {"R-2026-001"}
    trace = orphelins.regler(site, "R-2026-001", raison="Deux", jour=jour)
    assert [un.raison for un in trace.reglements] == ["Un", "Deux"]
    assert len(site.registre.find(Regularisation)) == 1


def test_ce_qui_a_une_fiche_ne_se_regle_pas(site: Site, jour: date) -> None:
    ajouter(site, jour)
    for reference in ("R-2026-001", "R-2026-099", "../..", "", "²", "R-2026-" + "9" * 5000):
        with pytest.raises(orphelins.RienARegler):
            orphelins.regler(site, reference, raison="x", jour=jour)
    assert dossiers(site) == ["R-2026-001"]


def test_regler_demande_une_raison_et_des_donnees_entieres(site: Site, jour: date) -> None:
    orpheline(site)
    with pytest.raises(TexteManquant):
        orphelins.regler(site, "R-2026-001", raison=" ", jour=jour)
    for _ in range(2):
        ajouter(site, jour, None)
    journal = next((site.dossier / "registre").rglob("*.jsonl"))
    journal.write_bytes(journal.read_bytes().replace(b"Porte", b"Porta", 1))
    with pytest.raises(SiteAbime):
        orphelins.regler(site, "R-2026-001", raison="x", jour=jour)
    assert dossiers(site) == ["R-2026-001"]
    assert all(not c.regler for c in diagnostic(site))


def test_ce_qu_un_autre_poste_enregistre_en_ce_moment_ne_se_regle_pas(site: Site, jour: date) -> None:
    autre = rouvrir(site, poste="autre")
    orpheline(autre)
    with pytest.raises(orphelins.EnregistrementEnCours):
        orphelins.regler(site, "R-2026-001", raison="x", jour=jour)
    autre.fermer()


def test_un_reglement_ne_s_annule_pas(site: Site, jour: date) -> None:
    orpheline(site)
    orphelins.regler(site, "R-2026-001", raison="x", jour=jour)
    for geste in (historique.dernier_geste, historique.annuler):
        with pytest.raises(Refus, match="ne s’annule pas"):
            geste(site)


# --- beside what else knows of a loss -----------------------------------------------------------------------------


def test_le_doute_d_un_autre_poste_se_regle_et_ne_se_dit_plus(site: Site, jour: date) -> None:
    voisin = rouvrir(site, poste="voisin")
    voisin.registre.reserver_numero("R-2026")
    voisin.fermer()
    ici = rouvrir(site, poste="ici")
    (doute,) = [une for une in diagnostic(ici) if une.regler]
    assert doute.regler == "R-2026-001"
    assert ici.registre.etat.doutes
    ici.maintenant = lambda: site.maintenant() + timedelta(hours=2)
    orphelins.regler(ici, doute.regler, raison="Le poste voisin s’était arrêté.", jour=jour)
    assert ici.registre.etat.doutes == ()
    assert ajouter(ici, jour).reference == "R-2026-002"
    ici.fermer()


def test_rien_ne_se_regle_quand_le_poste_se_rappelle_une_perte(site: Site, jour: date) -> None:
    voisin = rouvrir(site, poste="voisin")
    perdue = ajouter(voisin, jour)
    voisin.fermer()
    (journal,) = (site.dossier / "registre").rglob("voisin~*.jsonl")
    journal.unlink()
    ici = rouvrir(site, poste="voisin")
    with pytest.raises(SiteAbime):
        orphelins.regler(ici, perdue.reference, raison="Essai", jour=jour)
    assert perdue.reference in dossiers(ici)
    ici.fermer()
