"""Numbers claimed, case folders, backups: each says what the journals lost, to a workstation that never read them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from qualitui.domain.actions.fiche import Action
from qualitui.domain.diagnostic import Gravite
from qualitui.store.moteur.moteur import RegistreJournal
from qualitui.store.secours import sauvegarde
from qualitui.store.secours.controle import relire, tout
from qualitui.store.secours.restauration import restaurer
from qualitui.store.secours.sauvegarde import sauvegarder
from tests.store.banc import Banc, action


def ajouter(registre: RegistreJournal) -> str:
    with registre.transaction():
        fiche = registre.add(action(f"A-2026-{registre.reserver_numero('A-2026'):03d}"))
    return fiche.reference


def couper(journal: Path, lignes: int) -> None:
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-lignes]))


@pytest.fixture
def rempli(banc: Banc) -> Banc:
    """Four numbered actions by martin, one by durand; both programs closed."""
    martin, durand = banc.ouvrir(), banc.ouvrir("durand", etat="durand")
    assert [ajouter(martin) for _ in range(4)] == [f"A-2026-00{rang}" for rang in (1, 2, 3, 4)]
    assert ajouter(durand) == "A-2026-005"
    banc.fermer()
    return banc


def ailleurs(banc: Banc) -> RegistreJournal:
    """The register on a workstation that never saw it; what the others said of martin's journal is left out."""
    banc.journal("durand").unlink(missing_ok=True)
    shutil.rmtree(banc.dossier / "numeros" / "A-2026" / "000005", ignore_errors=True)
    (banc.dossier / "numeros" / "A-2026" / "000005").unlink(missing_ok=True)
    return banc.ouvrir("neuf", etat="neuf")


def test_un_site_sain_n_est_douteux_pour_personne(rempli: Banc) -> None:
    for etat in ("etat", "durand", "neuf"):
        assert rempli.ouvrir("lecteur", etat=etat).etat.constatations == ()


def test_les_numeros_disent_combien_d_ecritures_manquent(rempli: Banc) -> None:
    couper(rempli.journal(), 3)
    registre = ailleurs(rempli)
    (une,) = registre.etat.graves
    assert "un numéro y a été réservé après 3 écritures, il y en a 1" in une.phrase
    assert ajouter(registre) == "A-2026-005"


def test_la_derniere_ecriture_perdue_laisse_un_doute_et_son_numero_ne_se_redonne_pas(rempli: Banc) -> None:
    couper(rempli.journal(), 1)
    rempli.horloge.avancer(days=40)
    registre = ailleurs(rempli)
    assert registre.etat.graves == ()
    (doute,) = registre.etat.doutes
    assert doute.fichier == "numeros/A-2026/000004"
    assert "jamais été enregistrée, ou elle s’est perdue" in doute.phrase
    assert ajouter(registre) == "A-2026-005"


def test_un_arret_avant_l_ecriture_ne_fait_douter_que_les_autres_jusqu_a_l_ecriture_suivante(rempli: Banc) -> None:
    martin = rempli.ouvrir()
    assert martin.reserver_numero("A-2026") == 6
    martin.close()
    assert rempli.ouvrir().etat.constatations == ()
    (doute,) = rempli.ouvrir("petit", etat="petit").etat.doutes
    assert "A-2026-006" in doute.phrase
    suivant = rempli.ouvrir()
    suivant.add(action("A-2025-001"))
    assert rempli.ouvrir("leroy", etat="leroy").etat.constatations == ()
    assert suivant.reserver_numero("A-2026") == 6


def test_la_sauvegarde_en_sait_plus_que_le_registre(rempli: Banc) -> None:
    """Whatever the claims say: they are those of the backup, put back with the journals of before."""
    sauvegarder(rempli.dossier, rempli.dossier / "sauvegardes" / "s.zip", le=rempli.horloge.instant)
    shutil.rmtree(rempli.dossier / "numeros")
    couper(rempli.journal(), 2)
    registre = ailleurs(rempli)
    phrases = [une.phrase for une in registre.etat.graves]
    assert any("la sauvegarde s.zip en contient 4 écritures, il y en a 2" in phrase for phrase in phrases)
    assert registre.reserver_numero("A-2026") == 6


@pytest.mark.parametrize("faire", [bytes, lambda n: b"PK\x03\x04" + bytes(n), lambda _: b"pas un zip"])
def test_une_sauvegarde_illisible_ne_dit_rien(rempli: Banc, faire: Callable[[int], bytes]) -> None:
    (rempli.dossier / "sauvegardes").mkdir()
    (rempli.dossier / "sauvegardes" / "s.zip").write_bytes(faire(300))
    assert rempli.ouvrir("neuf", etat="neuf").etat.constatations == ()


def test_la_sauvegarde_d_un_autre_site_ne_dit_rien(rempli: Banc, tmp_path: Path) -> None:
    (tmp_path / "autre").mkdir()
    autre = Banc(tmp_path / "autre")
    autre.ouvrir("fondateur")
    registre = autre.ouvrir()
    for _ in range(30):
        ajouter(registre)
    autre.fermer()
    sauvegarder(autre.dossier, rempli.dossier / "sauvegardes" / "autre.zip", le=autre.horloge.instant)
    assert rempli.ouvrir("neuf", etat="neuf").etat.constatations == ()


def test_les_dossiers_confidentiels_sans_numero_ni_fiche_sont_une_perte(rempli: Banc) -> None:
    for numero in (7, 8):
        cas = rempli.dossier / "confidentiel" / f"A-2026-{numero:03d}"
        cas.mkdir(parents=True)
        (cas / "identite-1.json").write_text("{}", encoding="utf-8")
    registre = rempli.ouvrir("neuf", etat="neuf")
    (une,) = registre.etat.graves
    assert "A-2026-007 et A-2026-008" in une.phrase
    assert registre.reserver_numero("A-2026") == 9


@pytest.mark.parametrize("etat", ["etat", "neuf"])
def test_un_site_retabli_dans_un_nouveau_dossier_est_entier(rempli: Banc, tmp_path: Path, etat: str) -> None:
    copie = tmp_path / "copie.zip"
    sauvegarder(rempli.dossier, copie, le=rempli.horloge.instant)
    ajouter(rempli.ouvrir())
    (tmp_path / "retabli").mkdir()
    autre = Banc(tmp_path / "retabli")
    autre.dossier.rmdir()
    restaurer(copie, autre.dossier)
    autre.racine = rempli.racine  # the same workstation
    assert autre.ouvrir(etat=etat).etat.constatations == ()
    autre.fermer()


def test_une_sauvegarde_faite_pendant_qu_on_ecrit_ne_se_retablit_pas_en_perte(
    rempli: Banc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The numbers and the cases are copied after the journals: later ones come along, without their records."""
    copie, martin, vrais = tmp_path / "copie.zip", rempli.ouvrir(), sauvegarde.racine

    def entretemps(*arguments: Any, **autres: Any) -> Any:
        for _ in range(3):
            ajouter(martin)
        for numero in (20, 21):
            cas = rempli.dossier / "confidentiel" / f"A-2026-{numero:03d}"
            cas.mkdir(parents=True)
            (cas / "identite-1.json").write_text("{}", encoding="utf-8")
        return vrais(*arguments, **autres)

    monkeypatch.setattr(sauvegarde, "racine", entretemps)
    sauvegarder(rempli.dossier, copie, le=rempli.horloge.instant, confidentiel=True)
    (tmp_path / "retabli").mkdir()
    autre = Banc(tmp_path / "retabli")
    autre.dossier.rmdir()
    restaurer(copie, autre.dossier)
    assert sorted(c.name for c in (autre.dossier / "confidentiel").iterdir()) == ["A-2026-020", "A-2026-021"]
    registre = autre.ouvrir("neuf")
    assert registre.etat.constatations == ()
    autre.horloge.avancer(days=40)
    assert ajouter(registre) == "A-2026-022"  # what was given meanwhile, on the other side, is given to nobody here
    stockage = relire(autre.dossier, autre.horloge)
    lues = [une for _, une in tout(autre.dossier, stockage, tmp_path, autre.horloge.instant.date())]
    dites = [une for une in lues if "dans la sauvegarde restaurée ici" in une.phrase]
    assert [(une.regler, une.gravite) for une in dites] == [
        (f"A-2026-{n:03d}", "information") for n in (6, 7, 8, 20, 21)
    ]
    autre.fermer()


def test_la_sauvegarde_de_donnees_abimees_garde_ses_temoins(rempli: Banc, tmp_path: Path) -> None:
    couper(rempli.journal(), 2)
    degats = ailleurs(rempli).etat.graves[0].phrase
    sauvegarder(rempli.dossier, tmp_path / "copie.zip", le=rempli.horloge.instant, degats=degats)
    (tmp_path / "retabli").mkdir()
    autre = Banc(tmp_path / "retabli")
    autre.dossier.rmdir()
    restaurer(tmp_path / "copie.zip", autre.dossier)
    assert "un numéro y a été réservé après 3 écritures" in autre.ouvrir("neuf").etat.graves[0].phrase
    autre.fermer()


@pytest.mark.parametrize("nom", ["poste~martin~1 (copie en conflit).jsonl", "poste~martin~1-PC-2.jsonl"])
def test_ce_qu_une_copie_de_conflit_contient_ne_manque_pas(rempli: Banc, nom: str) -> None:
    """To no witness: neither the numbers, nor what the others have seen, nor this workstation, nor a backup."""
    sauvegarder(rempli.dossier, rempli.dossier / "sauvegardes" / "s.zip", le=rempli.horloge.instant)
    shutil.copy(rempli.journal(), rempli.journal().with_name(nom))
    couper(rempli.journal(), 2)
    for etat in ("etat", "neuf"):
        registre = rempli.ouvrir("lecteur", etat=etat)
        assert registre.etat.graves == ()
        assert registre.etat.doutes == ()
    for verrou in rempli.local().glob("confirmees/*/*"):
        verrou.unlink()  # the locks alone
    assert rempli.ouvrir("lecteur").etat.graves == ()
    assert registre.reserver_numero("A-2026") == 6


def test_une_copie_de_conflit_retiree_ne_manque_que_si_elle_en_savait_plus(rempli: Banc) -> None:
    copie = rempli.journal().with_name("poste~martin~1 (copie en conflit).jsonl")
    shutil.copy(rempli.journal(), copie)
    sauvegarder(rempli.dossier, rempli.dossier / "sauvegardes" / "s.zip", le=rempli.horloge.instant)
    copie.unlink()
    assert rempli.ouvrir("lecteur", etat="neuf").etat.graves == ()
    couper(rempli.journal(), 2)
    phrases = [une.phrase for une in rempli.ouvrir("lecteur", etat="autre").etat.graves]
    assert any("la sauvegarde s.zip en contient 4 écritures, il y en a 2" in phrase for phrase in phrases)


def test_le_numero_d_un_anonyme_ne_laisse_pas_de_doute(rempli: Banc) -> None:
    """Its claim says neither the hour, nor whose it is, nor how many lines there were."""
    martin = rempli.ouvrir()
    with martin.anonymement():
        assert martin.reserver_numero("A-2026") == 6
    martin.close()
    for etat in ("etat", "neuf"):
        assert rempli.ouvrir("lecteur", etat=etat).etat.constatations == ()


def test_un_anonyme_ne_reprend_aucun_numero_deja_vu(rempli: Banc) -> None:
    shutil.rmtree(rempli.dossier / "numeros")
    couper(rempli.journal(), 2)
    rempli.journal("durand").unlink()
    registre = rempli.ouvrir("lecteur")  # the workstation remembers the four of martin
    with registre.anonymement():
        registre.add(action(f"A-2026-{registre.reserver_numero('A-2026'):03d}"))
    assert max(une.reference for une in registre.find(Action)) == "A-2026-005"


def test_une_copie_du_dossier_pour_un_essai_est_entiere_et_n_abime_pas_l_original(rempli: Banc, tmp_path: Path) -> None:
    (tmp_path / "essai").mkdir()
    essai = Banc(tmp_path / "essai")
    shutil.copytree(rempli.dossier, essai.dossier, dirs_exist_ok=True)
    essai.racine = rempli.racine
    ajouter(essai.ouvrir())
    assert essai.ouvrir().etat.constatations == ()
    essai.fermer()
    assert rempli.ouvrir().etat.constatations == ()


@pytest.mark.parametrize(
    "contenu", ["{", "[]", '{"par": 3, "le": "x"}', '{"par": "a~b~1", "le": "2026-03-02", "n": "9"}']
)
def test_une_reservation_d_une_autre_forme_ne_dit_rien_de_grave(rempli: Banc, contenu: str) -> None:
    (rempli.dossier / "numeros" / "A-2026" / "000009").write_text(contenu, encoding="utf-8")
    registre = rempli.ouvrir("neuf", etat="neuf")
    assert [une for une in registre.etat.constatations if une.gravite is Gravite.GRAVE] == []
    assert len(registre.find(Action)) == 5


def test_ce_qui_n_a_pas_bouge_ne_se_relit_pas(rempli: Banc, monkeypatch: pytest.MonkeyPatch) -> None:
    rempli.ouvrir().reserver_numero("A-2026")
    sauvegarder(rempli.dossier, rempli.dossier / "sauvegardes" / "s.zip", le=rempli.horloge.instant)
    rempli.horloge.instant += timedelta(days=1)
    premier = rempli.ouvrir("neuf", etat="neuf")
    avant = premier.etat
    premier.close()
    lus: list[str] = []
    from qualitui.store.moteur import temoins

    for nom in ("lire_reservation", "reservations", "_sommaire"):
        vrai = getattr(temoins, nom)
        monkeypatch.setattr(temoins, nom, lambda *a, vrai=vrai, nom=nom: (lus.append(nom), vrai(*a))[1])
    assert rempli.ouvrir("neuf", etat="neuf").etat == avant
    assert lus == []


def test_une_reservation_dit_combien_d_ecritures_son_poste_avait_faites(rempli: Banc) -> None:
    dites = [json.loads((rempli.dossier / "numeros" / "A-2026" / f"00000{rang}").read_text()) for rang in (1, 2, 5)]
    assert [dite["n"] for dite in dites] == [0, 1, 0]
