"""Native charts: drawn by XlsxWriter in a workbook in memory, moved into the document with that workbook.

A click on « Modifier les données » in Word opens the figures. Always print the table of figures beside a chart.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from xml.sax.saxutils import quoteattr

from qualitui.reports.word.nettoyage import texte_propre

Genre = Literal["barres", "ligne"]
_FEUILLE = "Chiffres"
_POLICE = {"name": "Arial", "size": 8, "color": "#3D4653"}
_COULEURS = ("#2F5597", "#B98B4E", "#6A8F6B", "#7A7F89")
_PASSE = "#B3C0D4"
_CIBLE = "#B03A2E"
# Sizes in a .docx are in EMU.
_EMU_PAR_CM = 360_000


@dataclass(frozen=True)
class Serie:
    """One series, a value a category; None is a hole, never zero.

    `cible`: drawn as a dashed line; `passee`: the year before, in a paler colour.
    """

    nom: str
    valeurs: tuple[float | None, ...]
    cible: bool = False
    passee: bool = False


@dataclass(frozen=True)
class Graphique:
    """One chart. `description` is read aloud in place of the picture; `minimum` and `maximum` bound the axis."""

    titre: str
    description: str
    categories: tuple[str, ...]
    series: tuple[Serie, ...]
    genre: Genre = "barres"
    unite: str = ""
    minimum: float = 0
    maximum: float | None = None
    largeur_cm: float = 16.6
    hauteur_cm: float = 6.4


def dessiner(graphique: Graphique) -> tuple[bytes, bytes]:
    """The chart's XML and its workbook (.xlsx), as Word wants them."""
    classeur = _classeur(graphique)
    with zipfile.ZipFile(io.BytesIO(classeur)) as archive:
        return _corriger(archive.read("xl/charts/chart1.xml").decode("utf-8")).encode("utf-8"), classeur


def _classeur(graphique: Graphique) -> bytes:
    from xlsxwriter import Workbook  # heavy: only a chart is drawn with it

    flux = io.BytesIO()
    with Workbook(flux, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as classeur:
        classeur.set_properties({"title": graphique.titre, "created": datetime(2026, 1, 1, tzinfo=UTC)})
        feuille = classeur.add_worksheet(_FEUILLE)
        feuille.write_row(0, 1, [serie.nom for serie in graphique.series])
        feuille.write_column(1, 0, graphique.categories)
        for colonne, serie in enumerate(graphique.series, 1):
            for rang, valeur in enumerate(serie.valeurs, 1):
                if valeur is not None:
                    feuille.write_number(rang, colonne, valeur)
        feuille.insert_chart("G2", _trace(classeur, graphique))
    return flux.getvalue()


def _trace(classeur: Any, graphique: Graphique) -> Any:
    trace = classeur.add_chart({"type": "line" if graphique.genre == "ligne" else "column"})
    cibles = classeur.add_chart({"type": "line"})
    rang = 0
    for colonne, serie in enumerate(graphique.series, 1):
        if serie.cible:
            cibles.add_series(_serie(graphique, colonne, _CIBLE, ligne=True, pointille=True))
            continue
        couleur = _PASSE if serie.passee else _COULEURS[rang % len(_COULEURS)]
        trace.add_series(_serie(graphique, colonne, couleur, ligne=graphique.genre == "ligne"))
        rang += not serie.passee
    if any(serie.cible for serie in graphique.series):
        trace.combine(cibles)
    _habiller(trace, graphique)
    return trace


def _serie(graphique: Graphique, colonne: int, couleur: str, *, ligne: bool, pointille: bool = False) -> dict[str, Any]:
    dernier = len(graphique.categories)
    serie: dict[str, Any] = {
        "name": [_FEUILLE, 0, colonne],
        "categories": [_FEUILLE, 1, 0, dernier, 0],
        "values": [_FEUILLE, 1, colonne, dernier, colonne],
    }
    if ligne:
        trait = {"color": couleur, "width": 1.5 if pointille else 2.25}
        serie["line"] = {**trait, "dash_type": "dash"} if pointille else trait
        if not pointille:
            serie["marker"] = {"type": "circle", "size": 5, "fill": {"color": couleur}, "border": {"color": couleur}}
    else:
        serie["fill"] = {"color": couleur}
        serie["gap"] = 60
        serie["overlap"] = 0
    return serie


def _habiller(trace: Any, graphique: Graphique) -> None:
    trace.set_title({"name": graphique.titre, "overlay": False, "name_font": {**_POLICE, "size": 9, "bold": True}})
    trace.set_legend({"position": "bottom", "font": _POLICE} if len(graphique.series) > 1 else {"none": True})
    trace.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    mesures: dict[str, Any] = {
        "num_font": _POLICE,
        "major_gridlines": {"visible": True, "line": {"color": "#E1E5EB", "width": 0.5}},
        "line": {"none": True},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
        "min": graphique.minimum,
        "num_format": '0" %"' if graphique.unite == "%" else "General",
    }
    if graphique.maximum is not None:
        mesures["max"] = graphique.maximum
    noms: dict[str, Any] = {"num_font": _POLICE, "line": {"color": "#8A93A1"}, "major_tick_mark": "none"}
    trace.set_x_axis(noms)
    trace.set_y_axis(mesures)
    trace.show_blanks_as("gap")


def _corriger(xml: str) -> str:
    """What XlsxWriter leaves to Excel: straight lines, holes as holes, the language, the way to the workbook."""
    xml = re.sub(r'<c:pt idx="\d+"><c:v\s*(?:/>|></c:v>)</c:pt>', "", xml)
    xml = re.sub(r"<c:smooth val=\"\d\"/>", "", xml)
    xml = re.sub(r"<c:lineChart>.*?</c:lineChart>", _lignes_droites, xml, flags=re.DOTALL)
    xml = re.sub(r"<c:dispBlanksAs[^>]*/>", "", xml).replace("</c:chart>", '<c:dispBlanksAs val="gap"/></c:chart>')
    xml = re.sub(r"<c:printSettings>.*?</c:printSettings>", "", xml, flags=re.DOTALL).replace("en-US", "fr-FR")
    lien = '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'
    return xml.replace("</c:chartSpace>", lien + "</c:chartSpace>")


def _lignes_droites(lignes: re.Match[str]) -> str:
    return lignes.group(0).replace("</c:ser>", '<c:smooth val="0"/></c:ser>')


def inserer(partie: Any, graphique: Graphique) -> str:
    """Attach the chart to a part of the document; return the paragraph that shows it, as XML."""
    # heavy: the figures of a chart are asked for without Word
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    xml, classeur = dessiner(graphique)
    paquet = partie.package
    dessin = Part(paquet.next_partname("/word/charts/chart%d.xml"), CONTENT_TYPE.DML_CHART, xml, paquet)
    nom = PackURI(str(dessin.partname).replace("/charts/chart", "/embeddings/donnees").replace(".xml", ".xlsx"))
    dessin.rels.add_relationship(RELATIONSHIP_TYPE.PACKAGE, Part(nom, CONTENT_TYPE.SML_SHEET, classeur, paquet), "rId1")
    return _paragraphe(partie.relate_to(dessin, RELATIONSHIP_TYPE.CHART), graphique)


def _paragraphe(relation: str, graphique: Graphique) -> str:
    largeur, hauteur = (round(cm * _EMU_PAR_CM) for cm in (graphique.largeur_cm, graphique.hauteur_cm))
    titre, description = (
        quoteattr(" ".join(texte_propre(texte).split())) for texte in (graphique.titre, graphique.description)
    )
    a, c = ("http://schemas.openxmlformats.org/drawingml/2006/" + nom for nom in ("main", "chart"))
    return (
        '<w:p><w:pPr><w:keepLines/><w:spacing w:before="120" w:after="60"/></w:pPr><w:r><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{largeur}" cy="{hauteur}"/>'
        f'<wp:docPr id="1" name={titre} descr={description}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{a}"><a:graphicData uri="{c}"><c:chart xmlns:c="{c}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
