"""Letters: printed or recorded in one gesture, kept where only those allowed may read, one refusal at a time."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from qualitui.domain.base import Refus
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.refus import (
    AccuseDejaEnvoye,
    DateFuture,
    DejaRepondue,
    InterlocuteurManquant,
    NouvelleDateTropTot,
)
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.operations import equipe
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.operations.reclamations.courriers import (
    Envoi,
    OptionsSansObjet,
    RienANoter,
    ecrire_courrier,
    ecrire_lot,
    verifier_envoi,
)
from qualitui.reports.courriers import Courrier
from qualitui.reports.word.erreurs import ModeleFautif
from qualitui.store.contrat import ModifieEntreTemps
from qualitui.store.site.ressources import modeles
from qualitui.store.site.site import DroitRefuse, Site
from qualitui.store.sortie import FichierEtranger, SortieImpossible

RECUE = date(2026, 1, 31)
LE = date(2026, 2, 2)
JEANNE = Identite(nom="Jeanne Zyxw", adresse="3 rue de Lyon, 75012 Paris")


@pytest.fixture
def dossier(site: Site, jour: date) -> Reclamation:
    site.confidentiel.croire()  # where a letter with a name may go is told in test_lettres_nominatives.py
    saisie = Saisie(canal="courriel-generique", recue_le=RECUE, nature="reclamation")
    return reclamations.ajouter(site, saisie, identite=JEANNE, jour=jour).reclamation


def lire(fichier: Path) -> str:
    return "\n".join(p.text for p in Document(str(fichier)).paragraphs)


def test_le_courrier_et_son_envoi_sont_un_seul_geste(site: Site, dossier: Reclamation, jour: date) -> None:
    notee, fichier = ecrire_courrier(site, dossier, Courrier.ACCUSE, envoi=Envoi(LE), jour=jour)
    assert [(f.le, f.par) for f in reclamations.trouver(site, dossier.reference).faits] == [(LE, "essai")]
    assert notee.faits[0].le == LE
    assert fichier == site.dossier / "confidentiel" / "R-2026-001" / "pieces" / "R-2026-001-accuse.docx"
    assert "Paris, le 2 février 2026" in lire(fichier)
    assert "Jeanne Zyxw" in lire(fichier)


def test_sans_date_ce_qui_est_note_s_imprime_de_nouveau(site: Site, dossier: Reclamation, jour: date) -> None:
    equipe.ajouter(site, nom="Sarah Durand", code="durand-s")
    envoi = Envoi(date(2026, 2, 20), "durand-s", date(2026, 3, 10))
    notee, premier = ecrire_courrier(site, dossier, Courrier.ATTENTE, envoi=envoi, jour=jour)
    relue, second = ecrire_courrier(site, notee, Courrier.ATTENTE, jour=jour)
    assert relue == notee
    assert debut(premier) == debut(second)
    assert premier != second
    assert "Sarah Durand" in lire(second)
    assert "mardi 10 mars 2026" in lire(second)


def debut(fichier: Path) -> list[str]:
    return lire(fichier).split("\n")[:20]


def test_un_brouillon_est_date_d_aujourd_hui_et_ne_note_rien(
    site: Site, dossier: Reclamation, jour: date, tmp_path: Path
) -> None:
    sortie = tmp_path / "reponse.docx"
    _, fichier = ecrire_courrier(
        site, dossier, Courrier.REPONSE, sortie=sortie, texte="Nous regrettons l’attente.", jour=jour
    )
    assert fichier == sortie
    assert "Paris, le 2 mars 2026" in lire(sortie)
    assert "Nous regrettons l’attente." in lire(sortie)
    assert reclamations.trouver(site, dossier.reference).faits == ()


@pytest.mark.parametrize(
    ("genre", "envoi", "refus"),
    [
        (Courrier.ATTENTE, None, RienANoter),
        (Courrier.ATTENTE, Envoi(LE), RienANoter),
        (Courrier.ATTENTE, Envoi(LE, "", date(2026, 3, 10)), InterlocuteurManquant),
        (Courrier.ACCUSE, Envoi(LE, "Mme Durand"), OptionsSansObjet),
        (Courrier.REPONSE, Envoi(LE, "", date(2026, 3, 10)), OptionsSansObjet),
        (Courrier.REPONSE, Envoi(date(2026, 3, 3)), DateFuture),
    ],
)
def test_un_refus_n_ecrit_aucun_courrier_et_ne_note_rien(
    site: Site, dossier: Reclamation, jour: date, genre: Courrier, envoi: Envoi | None, refus: type[Exception]
) -> None:
    with pytest.raises(refus):
        ecrire_courrier(site, dossier, genre, envoi=envoi, jour=jour)
    assert list(site.dossier.rglob("*.docx")) == []
    assert reclamations.trouver(site, dossier.reference) == dossier


def test_un_second_accuse_ou_un_dossier_perime_est_refuse(site: Site, dossier: Reclamation, jour: date) -> None:
    accusee, _ = ecrire_courrier(site, dossier, Courrier.ACCUSE, envoi=Envoi(LE), jour=jour)
    with pytest.raises(AccuseDejaEnvoye):
        ecrire_courrier(site, accusee, Courrier.ACCUSE, envoi=Envoi(LE), jour=jour)
    with pytest.raises(ModifieEntreTemps):
        ecrire_courrier(site, dossier, Courrier.REPONSE, envoi=Envoi(jour), jour=jour)


def test_le_modele_du_site_passe_avant_et_un_modele_fautif_ne_note_rien(
    site: Site, dossier: Reclamation, jour: date
) -> None:
    propre = site.dossier / "modeles" / "accuse.docx"
    document = Document(str(modeles() / "accuse.docx"))
    document.add_paragraph("Mention propre au site, dossier {{ dossier.reference }}")
    document.save(str(propre))
    _, fichier = ecrire_courrier(site, dossier, Courrier.ACCUSE, jour=jour)
    assert "Mention propre au site, dossier R-2026-001" in lire(fichier)
    document.add_paragraph("{{ dossier.refference }}")
    document.save(str(propre))
    with pytest.raises(ModeleFautif, match="refference"):
        ecrire_courrier(site, dossier, Courrier.ACCUSE, envoi=Envoi(LE), jour=jour)
    assert reclamations.trouver(site, dossier.reference).faits == ()


def test_une_lettre_qui_ne_peut_pas_s_ecrire_au_dernier_moment_est_notee_et_le_dit(
    site: Site, dossier: Reclamation, jour: date, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site.sorties, "exiger", lambda chemin: None)
    with pytest.raises(SortieImpossible, match="relancez l’impression"):
        ecrire_courrier(site, dossier, Courrier.ACCUSE, envoi=Envoi(LE), sortie=tmp_path, jour=jour)
    assert [f.le for f in reclamations.trouver(site, dossier.reference).faits] == [LE]


def test_un_fichier_d_un_autre_arrete_la_lettre_avant_que_l_envoi_soit_note(
    site: Site, dossier: Reclamation, jour: date, tmp_path: Path
) -> None:
    lettre = tmp_path / "lettre.docx"
    lettre.write_bytes(b"ma lettre")
    with pytest.raises(FichierEtranger):
        ecrire_courrier(site, dossier, Courrier.ACCUSE, envoi=Envoi(LE), sortie=lettre, jour=jour)
    assert lettre.read_bytes() == b"ma lettre"
    assert reclamations.trouver(site, dossier.reference).faits == ()


def test_sans_le_dossier_confidentiel_le_destinataire_est_a_completer(
    site: Site, dossier: Reclamation, jour: date
) -> None:
    shutil.rmtree(site.dossier / "confidentiel")
    (site.dossier / "confidentiel").write_text("pas un dossier", encoding="utf-8")
    notee, fichier = ecrire_courrier(site, dossier, Courrier.ACCUSE, envoi=Envoi(LE), jour=jour)
    assert fichier == site.dossier / "documents" / "R-2026-001-accuse.docx"
    assert "[Destinataire confidentiel]" in lire(fichier)
    assert notee.faits[0].le == LE


def test_un_lot_ecrit_un_fichier_par_dossier_et_dit_chaque_refus(
    site: Site, dossier: Reclamation, jour: date, tmp_path: Path
) -> None:
    saisie = Saisie(canal="courrier", recue_le=RECUE, nature="demande")
    deuxieme = reclamations.ajouter(site, saisie, jour=jour).reclamation
    repondue = reclamations.repondre(site, reclamations.ajouter(site, saisie, jour=jour).reclamation, le=LE, jour=jour)
    trois = [dossier, repondue, deuxieme]
    ecrits = list(ecrire_lot(site, trois, Courrier.ACCUSE, envoi=Envoi(jour), dossier=tmp_path, jour=jour))
    assert [e.fichier and e.fichier.name for e in ecrits] == [
        "R-2026-001-accuse.docx",
        None,
        "R-2026-002-accuse.docx",
    ]
    assert isinstance(ecrits[1].refus, DejaRepondue)
    assert "Jeanne Zyxw" in lire(tmp_path / "R-2026-001-accuse.docx")
    assert "Jeanne Zyxw" not in lire(tmp_path / "R-2026-002-accuse.docx")


@pytest.mark.parametrize(
    ("genre", "envoi", "refusee"),
    [
        (Courrier.ACCUSE, Envoi(date(2026, 3, 3)), DateFuture),
        (Courrier.ATTENTE, Envoi(LE, "", date(2026, 4, 1)), InterlocuteurManquant),
        (Courrier.ATTENTE, Envoi(LE, "Mme Durand"), RienANoter),
        (Courrier.ATTENTE, Envoi(LE, "Mme Durand", LE), NouvelleDateTropTot),
    ],
)
def test_ce_qu_aucun_dossier_d_un_lot_n_accepterait_se_dit_une_fois(
    jour: date, genre: Courrier, envoi: Envoi, refusee: type[Refus]
) -> None:
    with pytest.raises(refusee):
        verifier_envoi(genre, envoi, jour)
    verifier_envoi(genre, None, jour)


def test_un_dossier_de_sortie_absent_se_dit_avant_de_rien_noter(
    site: Site, dossier: Reclamation, jour: date, tmp_path: Path
) -> None:
    with pytest.raises(SortieImpossible, match="n’existe pas"):
        ecrire_courrier(site, dossier, Courrier.ACCUSE, envoi=Envoi(LE), sortie=tmp_path / "x" / "l.docx", jour=jour)
    assert reclamations.trouver(site, dossier.reference).faits == ()


def test_noter_demande_le_droit_d_ecrire(site: Site, dossier: Reclamation, jour: date) -> None:
    lecture = next(role.code for role in site.roles if role.droits["reclamations"] == "lecture")
    equipe.rattacher(site, equipe.ajouter(site, nom="Lia Lecteur", roles=(lecture,)), "essai")
    with pytest.raises(DroitRefuse):
        ecrire_courrier(site, dossier, Courrier.ACCUSE, envoi=Envoi(LE), jour=jour)
