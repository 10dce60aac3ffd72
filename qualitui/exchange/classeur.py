"""An Excel workbook in memory: sheets of plain tables, no formula and no macro, dates as dates.

Every text is written as text: a cell that begins with « = » is never calculated. The same values on the same day give
the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import NamedTuple

Valeur = str | int | date | None
LARGEUR_MAXIMALE = 60  # columns of a text that is wrapped beyond


class Feuille(NamedTuple):
    """One sheet. `titre`: at most 31 characters; `notes`: sentences under the table (a legend).

    `largeurs` in characters, one a column. `filtre`: Excel's filter arrows on the header.
    """

    titre: str
    entetes: Sequence[str]
    lignes: Sequence[Sequence[Valeur]]
    largeurs: Sequence[int]
    notes: Sequence[str] = ()
    filtre: bool = True


def classeur(feuilles: Sequence[Feuille], *, titre: str, le: date, reserve: str = "") -> bytes:
    """The workbook of these sheets, printed A4 landscape, the header repeated and in view.

    `reserve`: what must be known before reading, on a sheet of its own that comes first.
    """
    import xlsxwriter

    flux = io.BytesIO()
    # In memory, and no guess on what a text is: « =… », « 03/04 » and « http… » stay what was typed.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    livre = xlsxwriter.Workbook(flux, options)
    livre.set_properties({"title": titre, "created": datetime.combine(le, time(), UTC)})
    formats = {
        "entete": livre.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EDF5"}
        ),
        "texte": livre.add_format({"text_wrap": True, "valign": "top"}),
        "date": livre.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"}),
        "note": livre.add_format({"italic": True}),
    }
    premiere = [Feuille("À lire", ["Avant de lire"], [[reserve]], [LARGEUR_MAXIMALE], filtre=False)] if reserve else []
    for feuille in (*premiere, *feuilles):
        _ecrire(livre.add_worksheet(feuille.titre), feuille, formats)
    livre.close()
    return flux.getvalue()


def _ecrire(page: object, feuille: Feuille, formats: dict[str, object]) -> None:
    from xlsxwriter.worksheet import Worksheet

    assert isinstance(page, Worksheet)
    for colonne, (entete, largeur) in enumerate(zip(feuille.entetes, feuille.largeurs, strict=True)):
        page.set_column(colonne, colonne, min(largeur, LARGEUR_MAXIMALE))
        page.write_string(0, colonne, entete, formats["entete"])
    for rang, ligne in enumerate(feuille.lignes, start=1):
        for colonne, valeur in enumerate(ligne):
            if isinstance(valeur, date):
                page.write_datetime(rang, colonne, datetime.combine(valeur, time()), formats["date"])
            elif isinstance(valeur, int):
                page.write_number(rang, colonne, valeur, formats["texte"])
            elif valeur:
                page.write_string(rang, colonne, valeur, formats["texte"])
    dernier = len(feuille.lignes)
    if feuille.filtre and dernier:
        page.autofilter(0, 0, dernier, len(feuille.entetes) - 1)
    for rang, note in enumerate(feuille.notes, start=dernier + 2):
        page.write_string(rang, 0, note, formats["note"])
    page.freeze_panes(1, 1)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
