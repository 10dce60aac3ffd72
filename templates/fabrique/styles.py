"""The one typographic system of every Word template, for the scripts of this folder.

These scripts make the templates once; afterwards central services edit the .docx in Word. Run one with
`python templates/fabrique/revue.py`: it writes its template in `templates/`.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from tableaux import FOND_ENTETE as FOND_ENTETE
from tableaux import TABLEAU as TABLEAU
from tableaux import grille as grille
from tableaux import tableau as tableau

MODELES = Path(__file__).resolve().parent.parent
POLICE = "Arial"  # on every workstation, and metrically the same in LibreOffice
ENCRE = RGBColor(0x1B, 0x2A, 0x49)
GRIS = RGBColor(0x59, 0x63, 0x73)
FILET = "B4BDCB"
LARGEUR_UTILE = 16.6  # cm, A4 upright with margins of 2.2 cm


def nouveau(titre: str, sujet: str = "", *, paysage: bool = False) -> Any:
    """An empty A4 document with the styles, in French. `titre` and `sujet` may hold tags."""
    document = Document()
    _page(document, paysage)
    _langue(document)
    _styles(document)
    _style_de_tableau(document)
    proprietes = document.core_properties
    proprietes.title, proprietes.subject, proprietes.language = titre, sujet, "fr-FR"
    proprietes.author = proprietes.last_modified_by = "qualitui"
    proprietes.comments = ""
    proprietes.created = proprietes.modified = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    return document


def _page(document: Any, paysage: bool) -> None:
    section = document.sections[0]
    largeur, hauteur = Cm(21), Cm(29.7)
    section.page_width, section.page_height = (hauteur, largeur) if paysage else (largeur, hauteur)
    if paysage:
        section._sectPr.find(qn("w:pgSz")).set(qn("w:orient"), "landscape")
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.0)
    section.header_distance, section.footer_distance = Cm(1.0), Cm(0.9)


def _langue(document: Any) -> None:
    defauts = document.styles.element.find(qn("w:docDefaults"))
    langue = defauts.find(".//" + qn("w:lang"))
    langue.set(qn("w:val"), "fr-FR")
    langue.set(qn("w:eastAsia"), "fr-FR")
    polices = defauts.find(".//" + qn("w:rFonts"))
    polices.attrib.clear()
    for nom in ("ascii", "hAnsi", "cs", "eastAsia"):
        polices.set(qn(f"w:{nom}"), POLICE)
    _reglages(document.settings.element)


def _reglages(reglages: Any) -> None:
    """Today's Word, not its compatibility mode; French separators."""
    reglages.find(qn("w:themeFontLang")).set(qn("w:val"), "fr-FR")
    reglages.find(qn("w:decimalSymbol")).set(qn("w:val"), ",")
    reglages.find(qn("w:listSeparator")).set(qn("w:val"), ";")
    reglages.find(qn("w:zoom")).set(qn("w:percent"), "100")
    for reglage in reglages.iter(qn("w:compatSetting")):
        if reglage.get(qn("w:name")) == "compatibilityMode":
            reglage.set(qn("w:val"), "15")


def _style(
    document: Any,
    nom: str,
    taille: float | None = None,
    *,
    base: str | None = "Normal",
    gras: bool | None = None,
    italique: bool | None = None,
    couleur: RGBColor | None = None,
    avant: float = 0,
    apres: float = 0,
    suivant: str | None = None,
) -> Any:
    styles = document.styles
    style = styles[nom] if nom in [s.name for s in styles] else styles.add_style(nom, WD_STYLE_TYPE.PARAGRAPH)
    if base and nom != base:
        style.base_style = styles[base]
    polices = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    if polices is not None:  # a theme's font would win over ours
        style.element.rPr.remove(polices)
    style.font.name, style.font.bold, style.font.italic = POLICE, gras, italique
    if taille:
        style.font.size = Pt(taille)
    if couleur is not None:
        style.font.color.rgb = couleur
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(avant), Pt(apres)
    if suivant:
        style.next_paragraph_style = styles[suivant]
    style.quick_style = True
    style.hidden = False
    return style


def _styles(document: Any) -> None:
    corps = _style(document, "Normal", 10, base=None, apres=5)
    corps.paragraph_format.line_spacing = 1.12
    corps.paragraph_format.widow_control = True
    _style(document, "Title", 26, gras=True, couleur=ENCRE, avant=0, apres=6)
    bordure = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if bordure is not None:
        document.styles["Title"].element.pPr.remove(bordure)
    _style(document, "Subtitle", 14, couleur=GRIS, apres=4, italique=False)
    for niveau, (taille, avant, apres) in enumerate(((15, 20, 8), (11.5, 13, 4), (10, 9, 3)), 1):
        style = _style(
            document, f"Heading {niveau}", taille, gras=True, couleur=ENCRE, avant=avant, apres=apres, suivant="Normal"
        )
        style.paragraph_format.keep_with_next = True
    suite = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc")
    document.styles["Heading 1"].element.get_or_add_pPr().insert_element_before(
        _filet_bas(), *suite, "w:outlineLvl", "w:rPr"
    )
    _style(document, "Texte de tableau", 8.5, avant=1.5, apres=1.5).paragraph_format.line_spacing = 1.0
    _style(document, "Entête de tableau", base="Texte de tableau", gras=True, couleur=ENCRE, avant=1.5, apres=1.5)
    document.styles["Entête de tableau"].paragraph_format.keep_with_next = True
    nombre = _style(document, "Nombre de tableau", base="Texte de tableau", avant=1.5, apres=1.5)
    nombre.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _style(document, "Caption", 8.5, couleur=GRIS, gras=False, italique=True, avant=2, apres=8)
    legende = _style(document, "Titre de tableau", 9, gras=True, couleur=ENCRE, avant=8, apres=3)
    legende.paragraph_format.keep_with_next = True
    _style(document, "Note", 8.5, couleur=GRIS, avant=3, apres=8)
    _puces(document)
    _styles_de_lettre(document)
    for nom in ("Header", "Footer"):
        taquets = _style(document, nom, 8, couleur=GRIS).element.pPr.find(qn("w:tabs"))
        taquets.getparent().remove(taquets)


def _puces(document: Any) -> None:
    for nom in ("List Bullet", "List Number"):
        _style(document, nom, apres=3)


def _styles_de_lettre(document: Any) -> None:
    """For letters: sender, addressee (at the window of a DL envelope), reference, object, signature."""
    _style(document, "Expéditeur", 9, couleur=GRIS)
    _style(document, "Destinataire", 10).paragraph_format.left_indent = Cm(8.8)
    _style(document, "Lieu et date", 10, avant=18, apres=14).paragraph_format.left_indent = Cm(8.8)
    _style(document, "Référence", 8.5, couleur=GRIS)
    _style(document, "Objet", 10, gras=True, avant=6, apres=12)
    _style(document, "Corps de lettre", 10, apres=8).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    signature = _style(document, "Signature", 10, avant=22)
    signature.paragraph_format.left_indent = Cm(8.8)
    signature.paragraph_format.keep_together = True


def _filet_bas() -> Any:
    return parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:space="3" w:color="{FILET}"/></w:pBdr>'
    )


def _style_de_tableau(document: Any) -> None:
    """Thin horizontal rules, a tinted header row, room in the cells; Word repeats and formats the first row."""
    marges = "".join(f'<w:{cote} w:w="{ecart}" w:type="dxa"/>' for cote, ecart in (("left", 85), ("right", 85)))
    filets = "".join(
        f'<w:{cote} w:val="single" w:sz="4" w:space="0" w:color="{FILET}"/>' for cote in ("top", "bottom", "insideH")
    )
    document.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="TableauQualitui">'
            f'<w:name w:val="{TABLEAU}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>'
            f"<w:tblPr><w:tblBorders>{filets}</w:tblBorders><w:tblCellMar>{marges}</w:tblCellMar></w:tblPr>"
            f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{FOND_ENTETE}"/>'
            "</w:tcPr></w:tblStylePr></w:style>"
        )
    )


def paragraphe(parent: Any, texte: str, style: str | None = None) -> Any:
    return parent.add_paragraph(texte, style=style)


def titre(document: Any, texte: str, niveau: int = 1) -> Any:
    return document.add_paragraph(texte, style=f"Heading {niveau}")


def champ(paragraphe_: Any, instruction: str, valeur: str) -> None:
    """A field (PAGE, NUMPAGES…) with its value as long as nobody updates it."""
    for genre, texte in (("begin", None), (None, instruction), ("separate", None), ("valeur", valeur), ("end", None)):
        run = paragraphe_.add_run()
        if genre in ("begin", "separate", "end"):
            signe = OxmlElement("w:fldChar")
            signe.set(qn("w:fldCharType"), genre)
            run._r.append(signe)
        elif genre == "valeur":
            run.text = texte
        else:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {texte} "
            run._r.append(code)


def pied(document: Any, texte: str) -> None:
    """The footer: `texte` at the left (tags allowed), « page 2 sur 14 » at the right."""
    section = document.sections[0]
    paragraphe_ = section.footer.paragraphs[0]
    _taquet_droit(paragraphe_, section)
    paragraphe_.add_run(texte + "\tpage ")
    champ(paragraphe_, "PAGE", "1")
    paragraphe_.add_run(" sur ")
    champ(paragraphe_, "NUMPAGES", "1")


def entete(document: Any, gauche: str, droite: str = "") -> None:
    """The header of the pages: two texts, at each end of the line."""
    section = document.sections[0]
    paragraphe_ = section.header.paragraphs[0]
    _taquet_droit(paragraphe_, section)
    paragraphe_.add_run(gauche + ("\t" + droite if droite else ""))


def _taquet_droit(paragraphe_: Any, section: Any) -> None:
    utile = section.page_width - section.left_margin - section.right_margin
    paragraphe_.paragraph_format.tab_stops.add_tab_stop(utile, WD_TAB_ALIGNMENT.RIGHT)


def enregistrer(document: Any, nom: str) -> Path:
    """Write the template in `templates/`, without the part that python-docx's own model leaves behind."""
    paquet = document.part
    for identifiant, relation in list(paquet.rels.items()):
        if relation.reltype.endswith("stylesWithEffects"):
            del paquet.rels[identifiant]
    chemin = MODELES / nom
    document.save(str(chemin))
    sys.stdout.write(f"{chemin}\n")
    return chemin
