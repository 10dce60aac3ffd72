"""Our own check of a .docx: sound documents pass, each planted defect is found."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from qualitui.reports.revue.document import generer
from qualitui.reports.revue.donnees import donnees
from qualitui.reports.revue.exemple import exemple
from qualitui.reports.word.controles import controler
from qualitui.reports.word.erreurs import ModeleFautif
from qualitui.reports.word.modeles import verifier
from qualitui.store.site.ressources import modeles

MODELE = modeles() / "revue-qualite-locale.docx"


@pytest.fixture(scope="module")
def sain() -> bytes:
    return generer(MODELE, exemple(), ())[0]


def abimer(octets: bytes, partie: str, changer: Callable[[str], str]) -> bytes:
    """The same archive with one part changed; the change must have changed something."""
    flux = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(octets)) as source, zipfile.ZipFile(flux, "w") as cible:
        for nom in source.namelist():
            contenu = source.read(nom)
            if nom == partie:
                change = changer(contenu.decode()).encode()
                assert change != contenu
                contenu = change
            cible.writestr(nom, contenu)
    return flux.getvalue()


def remplacer(ancien: str, nouveau: str) -> Callable[[str], str]:
    return lambda xml: xml.replace(ancien, nouveau, 1)


def dans_le_corps(xml: str) -> Callable[[str], str]:
    return remplacer("<w:body>", f"<w:body>{xml}")


CORPS = "word/document.xml"
FIN_DE_CHAMP = '<w:fldChar w:fldCharType="end"/>'
GRAPHIQUE = '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="'
DEFAUTS = [
    ("champ jamais fermé", CORPS, remplacer(FIN_DE_CHAMP, ""), "jamais fermé"),
    ("champ fermé sans ouverture", CORPS, dans_le_corps(f"<w:p><w:r>{FIN_DE_CHAMP}</w:r></w:p>"), "sans être"),
    ("champ ouvert dans le pied", "word/footer1.xml", remplacer(FIN_DE_CHAMP, ""), "jamais fermé"),
    (
        "signet en double",
        CORPS,
        dans_le_corps('<w:p><w:bookmarkStart w:id="9001" w:name="_Toc260000001"/><w:bookmarkEnd w:id="9001"/></w:p>'),
        "est défini 2 fois",
    ),
    ("signet sans fin", CORPS, dans_le_corps('<w:p><w:bookmarkStart w:id="9002" w:name="seul"/></w:p>'), "deux bornes"),
    ("fin sans signet", CORPS, dans_le_corps('<w:p><w:bookmarkEnd w:id="9003"/></w:p>'), "deux bornes"),
    (
        "numéro de signet répété",
        CORPS,
        dans_le_corps(
            '<w:p><w:bookmarkStart w:id="9" w:name="a"/><w:bookmarkEnd w:id="9"/>'
            '<w:bookmarkStart w:id="9" w:name="b"/><w:bookmarkEnd w:id="9"/></w:p>'
        ),
        "numéro de signet 9 sert",
    ),
    (
        "nom de signet trop long",
        CORPS,
        dans_le_corps(f'<w:p><w:bookmarkStart w:id="9004" w:name="{"x" * 41}"/><w:bookmarkEnd w:id="9004"/></w:p>'),
        "40 caractères",
    ),
    ("texte nu dans le corps", CORPS, dans_le_corps("perdu"), "hors de tout paragraphe"),
    ("texte nu dans un run", CORPS, dans_le_corps("<w:p><w:r>perdu</w:r></w:p>"), "hors de tout paragraphe"),
    ("balise restée", CORPS, dans_le_corps("<w:p><w:r><w:t>{{ x }}</w:t></w:r></w:p>"), "une balise est restée"),
    ("instruction restée", CORPS, dans_le_corps("<w:p><w:r><w:t>{% if %}</w:t></w:r></w:p>"), "une balise est"),
    ("cellule vide", CORPS, dans_le_corps("<w:tbl><w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl>"), "cellule"),
    ("tableau sans ligne", CORPS, dans_le_corps("<w:tbl><w:tblPr/></w:tbl>"), "pas de ligne"),
    ("ligne sans cellule", CORPS, dans_le_corps("<w:tbl><w:tr/></w:tbl>"), "pas de cellule"),
    (
        "contrôle vide",
        CORPS,
        dans_le_corps('<w:sdt><w:sdtPr><w:id w:val="1"/></w:sdtPr><w:sdtContent/></w:sdt>'),
        "contrôle de contenu est vide",
    ),
    (
        "contrôles de même numéro",
        CORPS,
        dans_le_corps('<w:sdt><w:sdtPr><w:id w:val="41001"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'),
        "numéro de contrôle 41001",
    ),
    (
        "nom de contrôle trop long",
        CORPS,
        remplacer('w:val="saisie:forces"', f'w:val="saisie:{"x" * 60}"'),
        "64 caractères",
    ),
    ("dessins de même numéro", CORPS, remplacer('<wp:docPr id="2"', '<wp:docPr id="1"'), "numéro de dessin 1"),
    ("en-tête à valeur", CORPS, remplacer("<w:tblHeader/>", '<w:tblHeader w:val="true"/>'), "ligne d’en-tête"),
    ("style inconnu", CORPS, remplacer('<w:pStyle w:val="Heading1"/>', '<w:pStyle w:val="Titre99"/>'), "« Titre99 »"),
    ("relation inconnue", CORPS, remplacer(GRAPHIQUE, GRAPHIQUE + "X"), "n’existe pas"),
    ("XML mal formé", CORPS, remplacer("</w:body>", ""), "mal formé"),
]


@pytest.mark.parametrize(("partie", "changer", "phrase"), [d[1:] for d in DEFAUTS], ids=[d[0] for d in DEFAUTS])
def test_un_defaut_plante_est_trouve(sain: bytes, partie: str, changer: Callable[[str], str], phrase: str) -> None:
    trouves = controler(abimer(sain, partie, changer))
    assert any(phrase in defaut for defaut in trouves), trouves


def test_un_document_sain_n_a_pas_de_defaut(sain: bytes) -> None:
    assert controler(sain) == []


def test_une_partie_manquante_se_voit(sain: bytes) -> None:
    flux = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sain)) as source, zipfile.ZipFile(flux, "w") as cible:
        for nom in source.namelist():
            if nom != "word/charts/chart1.xml":
                cible.writestr(nom, source.read(nom))
    assert any("charts/chart1.xml manque" in defaut for defaut in controler(flux.getvalue()))


def test_ce_qui_n_est_pas_une_archive() -> None:
    assert controler(b"bonjour") == ["Ce n’est pas un document Word : l’archive est illisible."]


def test_une_accolade_tapee_par_une_personne_dans_sa_zone_n_est_pas_un_defaut() -> None:
    dossier = exemple()
    revue = dossier.revue.model_copy(update={"saisies": {"forces": "écrire {{ nom }} dans le modèle"}})
    assert controler(generer(MODELE, replace(dossier, revue=revue), ())[0]) == []


class TestModeles:
    """`modele verifier`: what is wrong with a template, before it is used."""

    @staticmethod
    def retoucher(tmp_path: Path, changer: Callable[[str], str]) -> Path:
        chemin = tmp_path / "revue-qualite-locale.docx"
        chemin.write_bytes(abimer(MODELE.read_bytes(), CORPS, changer))
        return chemin

    def test_le_modele_livre_est_bon(self) -> None:
        assert verifier(MODELE, donnees=donnees(exemple())) == []

    @pytest.mark.parametrize(
        ("ancien", "nouveau", "phrase"),
        [
            ("{{ site.nom }}", "{{ site.nomm }}", "« nomm » n’existe pas"),
            ("{{ site.nom }}", "{{ site.nom }}}", "mal fermée"),
            ("{{ site.nom }}", "{{ site.nom }", "mal fermée"),
            ("{%p if changements %}", "", "« else » ne suit aucune instruction"),
            ("{%p if exercices %}", "{%p si exercices %}", "l’instruction « si » est inconnue"),
            ("{{ c.libelle }}", "{{ c.libele }}", "« libele » n’existe pas"),
            ("{{ c.etat }}", "{{ c.etat|majuscule }}", "majuscule"),
        ],
    )
    def test_une_faute_est_dite(self, tmp_path: Path, ancien: str, nouveau: str, phrase: str) -> None:
        defauts = verifier(self.retoucher(tmp_path, remplacer(ancien, nouveau)), donnees=donnees(exemple()))
        assert any(phrase in defaut for defaut in defauts), defauts

    def test_sans_donnees_les_champs_se_comparent_au_modele_livre(self, tmp_path: Path) -> None:
        faux = self.retoucher(tmp_path, remplacer("{{ site.nom }}", "{{ usager.nom }}"))
        assert verifier(faux, MODELE) == ["Le champ « usager.nom » n’existe pas dans ce document."]

    def test_un_fichier_illisible_est_dit(self, tmp_path: Path) -> None:
        (tmp_path / "m.docx").write_bytes(b"rien")
        assert verifier(tmp_path / "m.docx") == ["Le modèle « m.docx » n’est pas un document Word (.docx) lisible."]

    def test_les_fautes_sont_des_refus(self, tmp_path: Path) -> None:
        faux = self.retoucher(tmp_path, remplacer("{{ site.nom }}", "{{ site.nomm }}"))
        with pytest.raises(ModeleFautif, match="nomm"):
            generer(faux, exemple(), ())
