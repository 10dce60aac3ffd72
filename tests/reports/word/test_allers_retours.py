"""Round trip: people write in Word, the figures are refreshed, nothing anyone typed is lost."""

from __future__ import annotations

import copy
import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator

from qualitui.domain.revue.chiffres import Chiffres
from qualitui.domain.revue.zones import ZONES
from qualitui.reports.revue.document import DocumentEtranger, generer, lire, rafraichir
from qualitui.reports.revue.donnees import Dossier
from qualitui.reports.revue.exemple import exemple
from qualitui.reports.word import empreintes
from qualitui.reports.word.controles import controler
from qualitui.reports.word.reperes import etiquette_de, texte_du_paragraphe, zones
from qualitui.store.site.ressources import modeles

MODELE = modeles() / "revue-qualite-locale.docx"


def avec(dossier: Dossier, *, saisies: dict[str, str] | None = None, **chiffres: Any) -> Dossier:
    """The same review with other typed texts or other figures."""
    revue = dossier.revue.model_copy(update={"saisies": saisies or {}})
    return replace(dossier, revue=revue, chiffres=dossier.chiffres.model_copy(update=chiffres))


@pytest.fixture
def dossier() -> Dossier:
    return avec(exemple(), saisies={"forces": "Accueil rapide.\n- dix minutes\n- tous les jours"})


@pytest.fixture
def document(dossier: Dossier) -> Any:
    """The review as a person opens it."""
    return ouvrir(generer(MODELE, dossier, ZONES)[0])


def ouvrir(octets: bytes) -> Any:
    return Document(io.BytesIO(octets))


def octets(document: Any) -> bytes:
    flux = io.BytesIO()
    document.save(flux)
    return flux.getvalue()


def zone(document: Any, etiquette: str) -> Any:
    return zones(document._element.body)[etiquette].elements[0]


def ecrire_dans(document: Any, nom: str, texte: str) -> None:
    """What Word does when someone types in an empty zone."""
    controle = zone(document, f"saisie:{nom}")
    montre = controle.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
    if montre is not None:
        montre.getparent().remove(montre)
    textes = list(controle.iter(qn("w:t")))
    textes[0].text = texte
    for autre in textes[1:]:
        autre.text = ""


def calculee(document: Any, contient: str) -> Any:
    """The computed zone whose text holds `contient`."""
    return next(
        z.elements[0]
        for e, z in zones(document._element.body).items()
        if e.startswith("calc:") and contient in "".join(map(texte_du_paragraphe, z.elements[0].iter(qn("w:p"))))
    )


def texte_entier(document: Any) -> str:
    return "\n".join(texte_du_paragraphe(p) for p in document._element.body.iter(qn("w:p")))


def sans_controles(document: Any) -> None:
    """What LibreOffice does: the controls go, their content and the bookmarks stay."""
    corps = document._element.body
    for controle in list(corps.iter(qn("w:sdt"))):
        if etiquette_de(controle):
            for enfant in list(controle.find(qn("w:sdtContent"))):
                controle.addprevious(enfant)
            controle.getparent().remove(controle)


def test_le_document_est_valable(document: Any, tmp_path: Any) -> None:
    chemin = tmp_path / "r.docx"
    document.save(str(chemin))
    assert controler(chemin.read_bytes()) == []
    audit = OpenXmlValidator().validate(str(chemin))
    assert audit.is_valid, [str(erreur) for erreur in audit.errors][:5]


def test_les_textes_saisis_se_relisent_tels_quels(dossier: Dossier, document: Any) -> None:
    lecture = lire(octets(document), 2025, ZONES, dossier.revue.saisies, "r.docx")
    assert lecture.textes["forces"] == "Accueil rapide.\n- dix minutes\n- tous les jours"
    assert lecture.textes["vigilance"] == ""
    assert lecture.modifies == {}


def test_rafraichir_ne_change_que_les_chiffres(dossier: Dossier, document: Any) -> None:
    ecrire_dans(document, "contexte", "Le site a déménagé en mars.")
    document.add_paragraph("Une remarque hors de toute zone.")
    chiffre = dossier.chiffres.synthese[0].model_copy(update={"n": "99 % (99/100)"})
    nouveau = avec(dossier, saisies=dossier.revue.saisies, synthese=(chiffre,))
    rafraichi, bilan = rafraichir(MODELE, nouveau, ZONES, octets(document), "r.docx")
    texte = texte_entier(ouvrir(rafraichi))
    assert "99 % (99/100)" in texte
    assert "Le site a déménagé en mars." in texte
    assert "Une remarque hors de toute zone." in texte
    assert bilan.retouchees == bilan.supprimees == bilan.ajoutees == []
    assert bilan.remplacees > 20
    assert controler(rafraichi) == []


def test_une_zone_calculee_retouchee_est_laissee_et_dite_chaque_fois(dossier: Dossier, document: Any) -> None:
    table = calculee(document, "Mesure d’exemple")
    next(t for t in table.iter(qn("w:t")) if t.text == "Mesure d’exemple").text = "Mesure corrigée à la main"
    nouveau = avec(dossier, synthese=(dossier.chiffres.synthese[0].model_copy(update={"n": "11 %"}),))
    une_fois, bilan = rafraichir(MODELE, nouveau, ZONES, octets(document), "r.docx")
    assert len(bilan.retouchees) == 1
    assert "Mesure corrigée à la main" in texte_entier(ouvrir(une_fois))
    _, encore = rafraichir(MODELE, nouveau, ZONES, une_fois, "r.docx")
    assert encore.retouchees == bilan.retouchees


def test_une_zone_supprimee_reste_supprimee(dossier: Dossier, document: Any) -> None:
    table = calculee(document, "Vérification d’exemple")
    table.getparent().remove(table)
    rafraichi, bilan = rafraichir(MODELE, dossier, ZONES, octets(document), "r.docx")
    assert len(bilan.supprimees) == 1
    encore, bilan = rafraichir(MODELE, dossier, ZONES, rafraichi, "r.docx")
    assert len(bilan.supprimees) == 1
    assert texte_entier(ouvrir(encore)) == texte_entier(ouvrir(rafraichi))


def test_apres_libreoffice_les_signets_retrouvent_tout(dossier: Dossier, document: Any) -> None:
    ecrire_dans(document, "contexte", "Écrit avant le passage dans LibreOffice.")
    sans_controles(document)
    nouveau = avec(dossier, synthese=(dossier.chiffres.synthese[0].model_copy(update={"n": "77 %"}),))
    retouche = octets(document)
    lecture = lire(retouche, 2025, ZONES, dossier.revue.saisies, "r.docx")
    assert lecture.modifies["contexte"] == "Écrit avant le passage dans LibreOffice."
    assert lecture.textes["vigilance"] == ""
    rafraichi, bilan = rafraichir(MODELE, nouveau, ZONES, retouche, "r.docx")
    assert "77 %" in texte_entier(ouvrir(rafraichi))
    assert "Écrit avant le passage dans LibreOffice." in texte_entier(ouvrir(rafraichi))
    assert bilan.supprimees == []
    assert controler(rafraichi) == []


def test_un_indicateur_qui_manque_soudain_sa_cible_recoit_sa_zone(dossier: Dossier) -> None:
    sans = avec(dossier, indicateurs=(dossier.chiffres.indicateurs[0].model_copy(update={"manque": False}),))
    avant, _ = generer(MODELE, sans, ZONES)
    assert "saisie:analyse-EX-01" not in zones(ouvrir(avant)._element.body)
    rafraichi, bilan = rafraichir(MODELE, dossier, ZONES, avant, "r.docx")
    assert "saisie:analyse-EX-01" in zones(ouvrir(rafraichi)._element.body)
    assert len(bilan.ajoutees) == 2
    assert controler(rafraichi) == []


def test_les_graphiques_refaits_gardent_leur_classeur(dossier: Dossier, document: Any) -> None:
    rafraichi, _ = rafraichir(MODELE, dossier, ZONES, octets(document), "r.docx")
    encore, _ = rafraichir(MODELE, dossier, ZONES, rafraichi, "r.docx")
    noms = [str(p.partname) for p in ouvrir(encore).part.package.iter_parts()]
    avant = [str(p.partname) for p in document.part.package.iter_parts()]
    assert len([n for n in noms if "/charts/" in n]) == len([n for n in avant if "/charts/" in n]) == 4
    assert len([n for n in noms if "/embeddings/" in n]) == 4
    assert controler(encore) == []


def test_le_pied_suit_la_date_d_arrete(dossier: Dossier, document: Any) -> None:
    nouveau = avec(dossier, arretee_le=date(2026, 2, 15))
    rafraichi, _ = rafraichir(MODELE, nouveau, ZONES, octets(document), "r.docx")
    assert "15/02/2026" in ouvrir(rafraichi).sections[0].footer.paragraphs[0].text


def test_un_texte_change_dans_le_site_gagne_une_zone_que_personne_n_a_touchee(dossier: Dossier, document: Any) -> None:
    nouveau = avec(dossier, saisies={"forces": "Texte neuf du site."})
    rafraichi, _ = rafraichir(MODELE, nouveau, ZONES, octets(document), "r.docx")
    assert "Texte neuf du site." in texte_entier(ouvrir(rafraichi))
    assert "dix minutes" not in texte_entier(ouvrir(rafraichi))


def test_un_texte_change_des_deux_cotes_est_dit(dossier: Dossier, document: Any) -> None:
    ecrire_dans(document, "forces", "Texte de Word.")
    lecture = lire(octets(document), 2025, ZONES, {"forces": "Texte du site."}, "r.docx")
    assert lecture.modifies["forces"].startswith("Texte de Word.")
    assert lecture.divergents == ("forces",)


def test_generer_de_nouveau_garde_la_mise_en_forme(dossier: Dossier, document: Any) -> None:
    ecrire_dans(document, "contexte", "En gras.")
    run = next(zone(document, "saisie:contexte").iter(qn("w:r")))
    run.get_or_add_rPr().append(run.makeelement(qn("w:b"), {}))
    neuf, en_texte = generer(
        MODELE, avec(dossier, saisies={"contexte": "En gras."}), ZONES, octets(document), ["contexte"]
    )
    assert en_texte == []
    controle = zone(ouvrir(neuf), "saisie:contexte")
    assert controle.find(f".//{qn('w:b')}") is not None
    assert controler(neuf) == []


def test_une_zone_qui_tient_a_une_autre_partie_garde_son_texte(dossier: Dossier, document: Any) -> None:
    ecrire_dans(document, "contexte", "Avec un lien.")
    lien = next(zone(document, "saisie:contexte").iter(qn("w:p")))
    lien.append(lien.makeelement(qn("w:hyperlink"), {qn("r:id"): "rId1"}))
    neuf, en_texte = generer(
        MODELE, avec(dossier, saisies={"contexte": "Avec un lien."}), ZONES, octets(document), ["contexte"]
    )
    assert en_texte == ["contexte"]
    assert "Avec un lien." in texte_entier(ouvrir(neuf))
    assert controler(neuf) == []


@pytest.mark.parametrize(
    "ailleurs", ["numPr", "footnoteReference", "endnoteReference", "commentReference", "ins", "del"]
)
def test_ce_qui_se_definit_dans_une_autre_partie_ne_se_transplante_pas(
    dossier: Dossier, document: Any, ailleurs: str
) -> None:
    """A numbered list, a note, a revision mark: carried alone, it would point at nothing, or at another list."""
    ecrire_dans(document, "contexte", "Trois étapes.")
    paragraphe = next(zone(document, "saisie:contexte").iter(qn("w:p")))
    parent = paragraphe.get_or_add_pPr() if ailleurs == "numPr" else paragraphe
    parent.append(parent.makeelement(qn(f"w:{ailleurs}"), {qn("w:id"): "1"}))
    neuf, en_texte = generer(
        MODELE, avec(dossier, saisies={"contexte": "Trois étapes."}), ZONES, octets(document), ["contexte"]
    )
    assert en_texte == ["contexte"]
    controle = zone(ouvrir(neuf), "saisie:contexte")
    assert controle.find(f".//{qn(f'w:{ailleurs}')}") is None
    assert "Trois étapes." in texte_entier(ouvrir(neuf))


def test_un_texte_ecrit_pareil_des_deux_cotes_n_est_pas_une_modification(dossier: Dossier, document: Any) -> None:
    """Copied from the site into Word, or the other way round: there is nothing to bring back, nor to choose."""
    ecrire_dans(document, "contexte", "Le site a déménagé.")
    lecture = lire(octets(document), 2025, ZONES, {"contexte": "Le site a déménagé."}, "r.docx")
    assert lecture.textes["contexte"] == "Le site a déménagé."
    assert "contexte" not in lecture.modifies
    assert lecture.divergents == ()


def test_un_tableau_dessine_dans_une_zone_se_relit_ligne_a_ligne(document: Any) -> None:
    ecrire_dans(document, "contexte", "Effectifs :")
    controle = zone(document, "saisie:contexte")
    table = copy.deepcopy(next(document._element.body.iter(qn("w:tbl"))))
    controle.find(qn("w:sdtContent")).append(table)
    controle.find(qn("w:sdtContent")).append(table.makeelement(qn("w:p"), {}))
    lu = lire(octets(document), 2025, ZONES, {}, "r.docx").modifies["contexte"]
    assert lu.startswith("Effectifs :\nPériode | du 1er janvier")


def test_le_document_d_une_autre_annee_est_laisse_intact(document: Any) -> None:
    with pytest.raises(DocumentEtranger, match="revue 2025"):
        lire(octets(document), 2024, ZONES, {}, "r.docx")


def test_un_document_quelconque_est_laisse_intact() -> None:
    quelconque = Document()
    quelconque.add_paragraph("Bonjour")
    with pytest.raises(DocumentEtranger, match="n’est pas une revue"):
        lire(octets(quelconque), 2025, ZONES, {}, "lettre.docx")
    with pytest.raises(DocumentEtranger, match="lisible"):
        lire(b"abime", 2025, ZONES, {}, "abime.docx")


def test_les_empreintes_suivent_le_document(document: Any) -> None:
    lues = empreintes.lire(ouvrir(octets(document)))
    assert lues is not None
    assert lues.genre == "revue 2025"
    assert len(lues.zones) == len(zones(document._element.body)) - 1  # all but the table of contents


def test_le_sommaire_est_rempli_et_ses_liens_menent_quelque_part(document: Any) -> None:
    sommaire = zone(document, "sommaire")
    ancres = {lien.get(qn("w:anchor")) for lien in sommaire.iter(qn("w:hyperlink"))}
    signets = {s.get(qn("w:name")) for s in document._element.body.iter(qn("w:bookmarkStart"))}
    titres = [p.text for p in document.paragraphs if p.style.name in ("Heading 1", "Heading 2")]
    assert ancres <= signets
    assert len(ancres) >= len(titres) > 17
    assert "14. Approbation et diffusion" in "".join(t.text or "" for t in sommaire.iter(qn("w:t")))


def test_un_titre_ajoute_par_quelqu_un_laisse_chaque_lien_mener_au_sien(dossier: Dossier, document: Any) -> None:
    premier = next(p for p in document.paragraphs if p.style.name == "Heading 1")
    premier.insert_paragraph_before("Avant-propos du directeur", style="Heading 1")
    rafraichi = ouvrir(rafraichir(MODELE, dossier, ZONES, octets(document), "r.docx")[0])
    menent = {
        borne.get(qn("w:name")): " ".join(texte_du_paragraphe(next(borne.iterancestors(qn("w:p")))).split())
        for borne in rafraichi._element.body.iter(qn("w:bookmarkStart"))
    }
    liens = list(zone(rafraichi, "sommaire").iter(qn("w:hyperlink")))
    dits = [next(lien.iter(qn("w:t"))).text for lien in liens]
    assert "Avant-propos du directeur" in dits
    assert [menent[lien.get(qn("w:anchor"))] for lien in liens] == dits


def test_accessibilite(document: Any, dossier: Dossier) -> None:
    assert isinstance(dossier.chiffres, Chiffres)
    langue = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert langue.get(qn("w:val")) == "fr-FR"
    assert document.core_properties.title == "Revue qualité locale 2025 – EPS d’exemple"
    assert document.core_properties.language == "fr-FR"
    for dessin in document._element.body.iter(qn("wp:docPr")):
        assert len(dessin.get("descr")) > 20
    for table in document._element.body.iter(qn("w:tbl")):
        assert table.tblPr.find(qn("w:tblCaption")) is not None
