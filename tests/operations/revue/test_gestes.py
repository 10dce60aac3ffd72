"""The review on a real site: written, edited, written again, refreshed; frozen figures; rights; no name anywhere."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from qualitui.domain.base import Introuvable, Refus
from qualitui.domain.indicateurs.fiche import ValeurIndicateur, mesures_saisies
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.revue.calcul import calculer
from qualitui.domain.revue.fiche import Resultat, RevueAnnuelle, RevueApprouvee
from qualitui.domain.revue.zones import ZONES
from qualitui.operations import equipe
from qualitui.operations.indicateurs import gestes as indicateurs
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.operations.revue import documents as revue_documents
from qualitui.operations.revue import gestes as revue
from qualitui.reports.revue.document import DocumentEtranger
from qualitui.reports.word.controles import controler
from qualitui.reports.word.reperes import texte_du_paragraphe, zones
from qualitui.store.contrat import ModifieEntreTemps
from qualitui.store.site.site import DroitRefuse, Site
from qualitui.store.sortie import DocumentApprouve

JOUR = date(2026, 3, 2)


@pytest.fixture
def garni(site: Site) -> Site:
    """Three written cases of 2025 with an identity, a directeur and a DAA."""
    for rang, recue_le in enumerate((date(2025, 3, 3), date(2025, 6, 2), date(2025, 9, 1)), 1):
        enregistre = reclamations.ajouter(
            site,
            Saisie(canal="courrier", nature="reclamation", objet=f"Dossier de Mme Zyxwvu {rang}", recue_le=recue_le),
            identite=Identite(nom="Zyxwvu Qrstuv", adresse="3 rue Abcdef", texte="Je me plains, Zyxwvu."),
            jour=recue_le,
        )
        if rang < 3:
            reclamations.repondre(site, enregistre.reclamation, le=recue_le.replace(day=20), jour=JOUR)
    site.registre.add(Personne(code="leroy-p", nom="Paul Leroy", roles=("directeur",)))
    site.registre.add(Personne(code="martin-c", nom="Claire Martin", roles=("daa",)))
    return site


def texte(chemin: Path) -> str:
    return "\n".join(texte_du_paragraphe(p) for p in Document(str(chemin))._element.body.iter(qn("w:p")))


def taper(chemin: Path, zone: str, saisi: str) -> None:
    """What someone does in Word: types in an empty zone and saves."""
    document = Document(str(chemin))
    controle = zones(document._element.body)[f"saisie:{zone}"].elements[0]
    montre = controle.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
    montre.getparent().remove(montre)
    next(controle.iter(qn("w:t"))).text = saisi
    document.save(str(chemin))


def tout_rediger(site: Site) -> RevueAnnuelle:
    fiche = revue.lire(site, 2025)
    fiche = revue.saisir(site, fiche, {zone.code: "Rédigé." for zone in revue.zones(site, fiche, JOUR)})
    return revue.fixer_objectif(
        site,
        fiche,
        texte="Décrocher plus vite",
        indicateur="i-tel-01",
        cible="95 %",
        pilote="daa",
        echeance=date(2026, 12, 31),
        jour=JOUR,
    )


def test_ecrire_la_revue(garni: Site) -> None:
    ecrit = revue_documents.generer(garni, 2025, jour=JOUR)
    assert ecrit.chemin == garni.dossier / "documents" / "revue-qualite-locale-2025.docx"
    assert controler(ecrit.chemin.read_bytes()) == []
    contenu = texte(ecrit.chemin)
    for titre in ("1. Synthèse", "9. Audits", "14. Approbation et diffusion", "Annexe C. Documents de référence"):
        assert titre in contenu
    assert "66\u00a0% (2/3)" in contenu
    assert "à approuver par Paul Leroy" in contenu
    pied = Document(str(ecrit.chemin)).sections[0].footer.paragraphs[0].text
    assert pied.startswith("Données arrêtées au 02/03/2026")


def test_aucun_nom_d_usager_nulle_part_dans_le_document(garni: Site) -> None:
    octets = revue_documents.generer(garni, 2025, jour=JOUR).chemin.read_bytes()
    for nom, contenu in _parties(octets):
        for secret in (b"Zyxwvu", b"Qrstuv", b"Abcdef"):
            assert secret not in contenu, nom


def _parties(octets: bytes) -> Any:
    """Every part of the document, and of the workbooks inside it."""
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        for nom in archive.namelist():
            contenu = archive.read(nom)
            yield nom, contenu
            if nom.endswith(".xlsx"):
                yield from _parties(contenu)


def test_ecrire_de_nouveau_reprend_ce_qui_a_ete_tape_dans_word(garni: Site) -> None:
    chemin = revue_documents.generer(garni, 2025, jour=JOUR).chemin
    taper(chemin, "contexte", "Déménagement en mars.")
    ecrit = revue_documents.generer(garni, 2025, jour=JOUR)
    assert revue.lire(garni, 2025).saisies == {"contexte": "Déménagement en mars."}
    assert "Déménagement en mars." in texte(chemin)
    assert any("contexte" in message for message in ecrit.messages)
    copie = chemin.with_name("revue-qualite-locale-2025 (copie du 2026-03-02 09h00).docx")
    assert "Déménagement en mars." in texte(copie)
    assert revue_documents.generer(garni, 2025, jour=JOUR).messages == []


def test_une_remarque_hors_zone_n_est_pas_perdue(garni: Site) -> None:
    chemin = revue_documents.generer(garni, 2025, jour=JOUR).chemin
    document = Document(str(chemin))
    document.add_paragraph("Remarque en marge.")
    document.save(str(chemin))
    revue_documents.generer(garni, 2025, jour=JOUR)
    copies = list(chemin.parent.glob("*copie du*"))
    assert "Remarque en marge." in texte(copies[0])


def retoucher_sans_un_mot(chemin: Path) -> None:
    """Bold, and nothing else: no text changes."""
    document = Document(str(chemin))
    next(p for p in document.paragraphs if p.runs).runs[0].bold = True
    document.save(str(chemin))


@pytest.mark.parametrize("geste", ["generer", "rafraichir"])
def test_une_mise_en_forme_est_du_travail(garni: Site, geste: str) -> None:
    chemin = revue_documents.generer(garni, 2025, jour=JOUR).chemin
    retoucher_sans_un_mot(chemin)
    retouche = chemin.read_bytes()
    if geste == "generer":
        ecrit = revue_documents.generer(garni, 2025, jour=JOUR)
    else:
        ecrit = revue_documents.rafraichir(garni, 2025, chemin, jour=JOUR)
    (copie,) = chemin.parent.glob("*copie du*")
    assert copie.read_bytes() == retouche
    assert any(copie.name in message for message in ecrit.messages)


def test_ecrire_apres_rafraichir_garde_ce_que_les_gens_avaient_mis(garni: Site) -> None:
    chemin = revue_documents.generer(garni, 2025, jour=JOUR).chemin
    document = Document(str(chemin))
    document.add_paragraph("Remarque en marge.")
    document.save(str(chemin))
    revue_documents.rafraichir(garni, 2025, chemin, jour=JOUR)
    rafraichi = chemin.read_bytes()
    assert "Remarque en marge." in texte(chemin)
    revue_documents.generer(garni, 2025, jour=JOUR)
    assert rafraichi in [copie.read_bytes() for copie in chemin.parent.glob("*copie du*")]


def test_une_revue_approuvee_n_est_remplacee_que_si_on_le_dit_et_jamais_sans_copie(garni: Site) -> None:
    revue.approuver(garni, tout_rediger(garni), par="leroy-p", le=JOUR, jour=JOUR)
    chemin = revue_documents.generer(garni, 2025, jour=JOUR).chemin
    signee = chemin.read_bytes()
    assert revue_documents.generer(garni, 2025, jour=JOUR).messages == []
    revue.rouvrir(garni, revue.lire(garni, 2025), raison="Une erreur au § 4")
    with pytest.raises(DocumentApprouve) as demande:
        revue_documents.generer(garni, 2025, jour=JOUR)
    assert chemin.read_bytes() == signee
    ailleurs = revue_documents.generer(garni, 2025, sortie=chemin.with_name("rouverte.docx"), jour=JOUR).chemin
    assert ailleurs.read_bytes() != signee == chemin.read_bytes()
    demande.value.croire()
    revue_documents.generer(garni, 2025, jour=JOUR)
    assert [copie.read_bytes() for copie in chemin.parent.glob("*copie du*")] == [signee]


def test_les_copies_ne_s_ecrasent_pas(garni: Site) -> None:
    chemin = revue_documents.generer(garni, 2025, jour=JOUR).chemin
    for zone in ("contexte", "forces"):
        taper(chemin, zone, f"Texte de {zone}.")
        revue_documents.generer(garni, 2025, jour=JOUR)
    assert len(list(chemin.parent.glob("*copie du*"))) == 2


def test_un_autre_fichier_n_est_jamais_ecrase(garni: Site, tmp_path: Path) -> None:
    lettre = tmp_path / "lettre.docx"
    autre = Document()
    autre.add_paragraph("Madame,")
    autre.save(str(lettre))
    avant = lettre.read_bytes()
    with pytest.raises(DocumentEtranger):
        revue_documents.generer(garni, 2025, sortie=lettre, jour=JOUR)
    assert lettre.read_bytes() == avant


def test_rafraichir_suit_le_registre_et_garde_les_textes(garni: Site) -> None:
    chemin = revue_documents.generer(garni, 2025, jour=JOUR).chemin
    taper(chemin, "contexte", "Déménagement en mars.")
    tardive = reclamations.trouver(garni, "R-2025-003")
    reclamations.repondre(garni, tardive, le=date(2025, 9, 15), jour=JOUR)
    ecrit = revue_documents.rafraichir(garni, 2025, chemin, jour=JOUR)
    assert "100\u00a0% (3/3)" in texte(chemin)
    assert "Déménagement en mars." in texte(chemin)
    assert revue.lire(garni, 2025).saisies["contexte"] == "Déménagement en mars."
    assert ecrit.messages[-1].endswith("à jour.")
    assert controler(chemin.read_bytes()) == []


def test_rafraichir_un_fichier_absent(garni: Site, tmp_path: Path) -> None:
    with pytest.raises(Introuvable):
        revue_documents.rafraichir(garni, 2025, tmp_path / "rien.docx", jour=JOUR)


def test_les_chiffres_arretes_ne_bougent_plus(garni: Site) -> None:
    revue.arreter(garni, revue.lire(garni, 2025), le=date(2026, 1, 31), jour=JOUR)
    tardive = reclamations.trouver(garni, "R-2025-003")
    reclamations.repondre(garni, tardive, le=date(2025, 9, 15), jour=JOUR)
    chemin = revue_documents.generer(garni, 2025, jour=date(2026, 4, 1)).chemin
    assert "66\u00a0% (2/3)" in texte(chemin)
    assert "Données arrêtées au 31/01/2026" in Document(str(chemin)).sections[0].footer.paragraphs[0].text


@pytest.mark.parametrize(("saisie_le", "dit"), [(date(2026, 1, 31), "95\u00a0% (95/100)"), (JOUR, "non mesuré")])
def test_une_valeur_saisie_apres_l_arrete_ne_compte_pas(garni: Site, saisie_le: date, dit: str) -> None:
    indicateurs.saisir(garni, "I-TEL-01", periode="2025-11", numerateur=95, denominateur=100, jour=saisie_le)
    arretee = revue.arreter(garni, revue.lire(garni, 2025), le=date(2026, 1, 31), jour=JOUR)
    assert revue.source(garni, arretee, "I-TEL-01", JOUR).chiffre.n == dit


@pytest.mark.parametrize("le", [date(2024, 12, 31), date(2025, 6, 15), JOUR, date(2027, 1, 10), date(2028, 12, 31)])
def test_ne_lire_que_les_deux_annees_ne_change_aucun_chiffre(site_demo: Site, le: date) -> None:
    matiere = revue.rassembler(site_demo, le.year, le)
    tout = site_demo.registre.find(Reclamation)
    mesures = mesures_saisies(v for v in site_demo.registre.find(ValeurIndicateur) if v.saisie_le <= le)
    assert calculer(matiere) == calculer(replace(matiere, reclamations=tout, mesures=mesures))
    assert len(matiere.reclamations) < len(tout) or le < date(2026, 12, 31)


def test_une_fiche_illisible_n_empeche_pas_la_revue(site_demo: Site) -> None:
    attendus = revue.chiffres(site_demo, revue.lire(site_demo, 2026), JOUR)
    with site_demo.registre.transaction():
        site_demo.registre.stockage.proposer("reclamations", "venue-d-ailleurs", {"faits": [3]})  # type: ignore[attr-defined]
    assert revue.chiffres(site_demo, revue.lire(site_demo, 2026), JOUR) == attendus


def test_chaque_chiffre_dit_ses_fiches(garni: Site) -> None:
    delai = revue.source(garni, revue.lire(garni, 2025), "eco-03", JOUR)
    assert delai.comptage.au_numerateur == ("R-2025-001", "R-2025-002")
    assert delai.comptage.reste == ("R-2025-003",)
    assert delai.chiffre.sources == delai.comptage.retenues
    assert delai.depuis == ""
    with pytest.raises(Introuvable, match="ECO-03"):
        revue.source(garni, revue.lire(garni, 2025), "ECO-99", JOUR)


def test_approuver_de_bout_en_bout(garni: Site) -> None:
    fiche = revue.lire(garni, 2025)
    with pytest.raises(Refus, match="zone forces"):
        revue.approuver(garni, fiche, par="leroy-p", le=JOUR, jour=JOUR)
    fiche = tout_rediger(garni)
    assert revue.manques(garni, fiche, JOUR) == ()
    approuvee = revue.approuver(garni, fiche, par="leroy-p", le=JOUR, jour=JOUR)
    assert approuvee.approuvee_par == "Paul Leroy"
    chemin = revue_documents.generer(garni, 2025, jour=JOUR).chemin
    assert "le 02/03/2026 par Paul Leroy" in texte(chemin)
    with pytest.raises(RevueApprouvee):
        revue.saisir(garni, revue.lire(garni, 2025), {"forces": "x"})


def test_une_approbation_datee_fige_les_chiffres_de_ce_jour_la(garni: Site) -> None:
    """The minutes are typed later: what the directeur signed is what was known on the day of the signature."""
    tardive = reclamations.trouver(garni, "R-2025-003")
    reclamations.repondre(garni, tardive, le=date(2026, 2, 20), jour=JOUR)
    ajoute = Saisie(canal="courrier", nature="reclamation", objet="Rampe", recue_le=date(2025, 12, 1))
    apres = reclamations.ajouter(garni, ajoute, jour=JOUR).reclamation
    reclamations.repondre(garni, apres, le=date(2026, 2, 10), jour=JOUR)
    signee_le = date(2026, 2, 2)
    fiche = revue.saisir(garni, tout_rediger(garni), {"analyse-I-ECO-03": "Deux absences en janvier."})
    approuvee = revue.approuver(garni, fiche, par="leroy-p", le=signee_le, jour=JOUR)
    assert (approuvee.arretee_le, approuvee.approuvee_le) == (signee_le, signee_le)
    assert revue.source(garni, approuvee, "ECO-08", JOUR).chiffre.n == "2"  # both were still open and late that day
    assert revue.source(garni, revue.lire(garni, 2025), "ECO-08", date(2026, 6, 1)).chiffre.n == "2"


def test_un_texte_tape_apres_l_approbation_est_garde_a_part(garni: Site) -> None:
    revue.approuver(garni, tout_rediger(garni), par="leroy-p", le=JOUR, jour=JOUR)
    chemin = revue_documents.generer(garni, 2025, jour=JOUR).chemin
    document = Document(str(chemin))
    next(zones(document._element.body)["saisie:forces"].elements[0].iter(qn("w:t"))).text = "Après coup."
    document.save(str(chemin))
    ecrit = revue_documents.generer(garni, 2025, jour=JOUR)
    assert "Après coup." not in texte(chemin)
    assert "n’est pas repris" in ecrit.messages[0]
    assert "Après coup." in texte(next(iter(chemin.parent.glob("*copie du*"))))


def test_les_objectifs_passent_d_une_annee_a_l_autre(garni: Site) -> None:
    tout_rediger(garni)
    suivante = revue.lire(garni, 2026)
    assert any("O-2026-1" in manque for manque in revue.manques(garni, suivante, JOUR))
    revue.noter_suite(garni, suivante, "O-2026-1", Resultat.ATTEINT, effet="Dix points de mieux")
    assert "Dix points de mieux" in texte(revue_documents.generer(garni, 2026, jour=JOUR).chemin)


def test_la_cotation_de_l_an_passe_est_mise_a_cote(garni: Site) -> None:
    revue.coter_risque(garni, revue.lire(garni, 2025), libelle="Panne du standard", gravite=3, frequence=2)
    fiche = revue.coter_risque(garni, revue.lire(garni, 2026), libelle="panne du standard", gravite=3, frequence=4)
    assert (fiche.risques[0].precedent, fiche.risques[0].criticite) == (6, 12)


def test_ce_que_nomme_un_objectif_existe(garni: Site) -> None:
    for champ, valeur in (("pilote", "inconnu"), ("indicateur", "I-XXX-99"), ("action", "A-2026-999")):
        with pytest.raises(Refus):
            revue.fixer_objectif(garni, revue.lire(garni, 2025), texte="x", jour=JOUR, **{champ: valeur})


def test_deux_personnes_ne_s_ecrasent_pas(garni: Site) -> None:
    revue.saisir(garni, revue.lire(garni, 2025), {"forces": "un"})
    lue = revue.lire(garni, 2025)
    revue.saisir(garni, lue, {"forces": "deux"})
    with pytest.raises(ModifieEntreTemps):
        revue.saisir(garni, lue, {"forces": "trois"})


def test_une_annee_a_venir_n_a_pas_de_revue(garni: Site) -> None:
    with pytest.raises(Refus, match="2027 n’a pas commencé"):
        revue_documents.generer(garni, 2027, jour=JOUR)


def test_un_agent_lit_mais_n_ecrit_pas(garni: Site) -> None:
    personne = garni.registre.add(Personne(code="petit-j", nom="Jean Petit", roles=("agent",)))
    equipe.rattacher(garni, personne, garni.login)
    with pytest.raises(DroitRefuse):
        revue.saisir(garni, RevueAnnuelle(annee=2025), {"forces": "x"})


def test_le_modele_du_site_passe_avant_celui_du_programme(garni: Site) -> None:
    from qualitui.store.site.ressources import modeles

    propre = garni.dossier / "modeles" / "revue-qualite-locale.docx"
    document = Document(str(modeles() / "revue-qualite-locale.docx"))
    document.paragraphs[0].insert_paragraph_before("Trame propre au site de {{ site.nom }}")
    document.save(str(propre))
    chemin = revue_documents.generer(garni, 2025, jour=JOUR).chemin
    assert "Trame propre au site de EPS d’essai" in texte(chemin)


def test_toutes_les_zones_de_la_trame_sont_dans_le_modele(garni: Site) -> None:
    chemin = revue_documents.generer(garni, 2025, jour=JOUR).chemin
    presentes = {e for e in zones(Document(str(chemin))._element.body) if e.startswith("saisie:")}
    assert {f"saisie:{zone.code}" for zone in ZONES} <= presentes
