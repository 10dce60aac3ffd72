"""« Pourquoi cette date ? » (key y): the reasons of a deadline, and the months it goes through."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Footer, Static

from qualitui.domain.francais import mois_en_mots
from qualitui.domain.temps.explications import Explication
from qualitui.ui.noyau.ecran import Boite

LARGEUR_MOIS: Final = 7 * 4
MOIS_MONTRES: Final = 14


def mois_traverses(du: date, au: date) -> Iterator[tuple[int, int]]:
    """(year, month) of each month from the first day to the last; only both ends when they are many."""
    nombre = (au.year - du.year) * 12 + au.month - du.month + 1
    tous = [divmod(du.year * 12 + du.month - 1 + i, 12) for i in range(nombre)]
    garde = tous if nombre <= MOIS_MONTRES else [tous[0], tous[-1]]
    return iter((annee, mois + 1) for annee, mois in garde)


def mois_en_lignes(annee: int, mois: int, marques: Mapping[date, str]) -> list[Text]:
    """A small month calendar, Monday first: the title, the days' initials, six weeks."""
    lignes = [Text(mois_en_mots(annee, mois).center(LARGEUR_MOIS), "bold")]
    lignes.append(Text("".join(f"{initiale:>3} " for initiale in ("l", "m", "m", "j", "v", "s", "d"))))
    semaines = calendar.Calendar().monthdatescalendar(annee, mois)
    for semaine in semaines:
        lignes.append(_semaine(semaine, mois, marques))
    lignes.extend(Text(" " * LARGEUR_MOIS) for _ in range(6 - len(semaines)))
    return lignes


def _semaine(jours: list[date], mois: int, marques: Mapping[date, str]) -> Text:
    ligne = Text()
    for jour in jours:
        signe = marques.get(jour, " ") if jour.month == mois else " "
        numero = f"{jour.day:>3}" if jour.month == mois else "   "
        ligne.append(numero + signe, "bold reverse" if signe not in " x" else "dim" if signe == "x" else "")
    return ligne


def calendriers(explication: Explication, largeur: int) -> Text:
    """The months side by side, as many as `largeur` (columns) holds."""
    traverses = mois_traverses(explication.du, explication.au)
    mois = [mois_en_lignes(annee, un_mois, explication.signes) for annee, un_mois in traverses]
    par_rang = max(1, (largeur + 3) // (LARGEUR_MOIS + 3))
    texte = Text()
    for debut in range(0, len(mois), par_rang):
        for rang in zip(*mois[debut : debut + par_rang], strict=True):
            texte.append_text(Text("   ").join(rang)).append("\n")
    return texte


def preuve(explication: Explication, largeur: int) -> Text:
    """All that the box shows, for a width in columns."""
    texte = Text("".join(f"- {phrase}\n" for phrase in explication.phrases))
    return texte.append("\n").append_text(calendriers(explication, largeur)).append(explication.legende)


class Pourquoi(Boite[None]):
    """The box of key y: `Pourquoi(de_l_echeance(echeance), "R-2026-014")`."""

    def __init__(self, explication: Explication, titre: str = "") -> None:
        super().__init__()
        self.explication = explication
        self.titre = titre

    def compose(self) -> ComposeResult:
        with Vertical(classes="boite boite-haute") as boite:
            boite.border_title = f"Pourquoi cette date ? {self.titre}".rstrip()
            with VerticalScroll(classes="boite-defile"):
                yield Static("", id="pourquoi-texte", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_resize(self) -> None:
        self.call_after_refresh(self._montrer)

    def on_mount(self) -> None:
        self.call_after_refresh(self._montrer)

    def _montrer(self) -> None:
        defile = self.query_one(VerticalScroll)
        self.query_one("#pourquoi-texte", Static).update(preuve(self.explication, max(28, defile.size.width - 2)))
