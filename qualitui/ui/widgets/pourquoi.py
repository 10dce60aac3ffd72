"""« Pourquoi cette date ? » (key y): the reasons of a deadline, and the months it goes through."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date
from typing import Final

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Footer, Static

from qualitui.domain.delais import Echeance, GenreEtape
from qualitui.domain.explications import expliquer
from qualitui.domain.francais import mois_en_mots
from qualitui.ui.socle import Boite

# A sign beside the day: nothing needs a colour to be understood.
SIGNES: Final = {"depart": ">", "saute": "x", "quantieme": "q", "butoir": "!", "cible": "*"}
LEGENDE: Final = "> départ   q quantième   ! butoir   * cible   x jour sauté"
LARGEUR_MOIS: Final = 7 * 4
MOIS_MONTRES: Final = 14


def signes(echeance: Echeance) -> dict[date, str]:
    """The sign of each day that counts; the butoir wins over the quantième, the cible over neither."""
    jours = dict.fromkeys(jours_sautes(echeance), SIGNES["saute"])
    jours[echeance.cible] = SIGNES["cible"]
    jours[echeance.quantieme] = SIGNES["quantieme"]
    jours[echeance.butoir] = SIGNES["butoir"]
    jours[echeance.depart] = SIGNES["depart"]
    return jours


def jours_sautes(echeance: Echeance) -> set[date]:
    """Each day passed over (closures of the site too): the sentences above name them."""
    passes = (GenreEtape.SAUTE, GenreEtape.FERMETURE)
    return {etape.le for etape in echeance.etapes if etape.genre in passes and etape.le is not None}


def mois_traverses(echeance: Echeance) -> Iterator[tuple[int, int]]:
    """(year, month) of each month from the start to the last date; only both ends when they are many."""
    fin = max(echeance.butoir, echeance.cible, echeance.quantieme)
    nombre = (fin.year - echeance.depart.year) * 12 + fin.month - echeance.depart.month + 1
    tous = [divmod(echeance.depart.year * 12 + echeance.depart.month - 1 + i, 12) for i in range(nombre)]
    garde = tous if nombre <= MOIS_MONTRES else [tous[0], tous[-1]]
    return iter((annee, mois + 1) for annee, mois in garde)


def mois_en_lignes(annee: int, mois: int, marques: dict[date, str]) -> list[Text]:
    """A small month calendar, Monday first: the title, the days' initials, six weeks."""
    lignes = [Text(mois_en_mots(annee, mois).center(LARGEUR_MOIS), "bold")]
    lignes.append(Text("".join(f"{initiale:>3} " for initiale in ("l", "m", "m", "j", "v", "s", "d"))))
    semaines = calendar.Calendar().monthdatescalendar(annee, mois)
    for semaine in semaines:
        lignes.append(_semaine(semaine, mois, marques))
    lignes.extend(Text(" " * LARGEUR_MOIS) for _ in range(6 - len(semaines)))
    return lignes


def _semaine(jours: list[date], mois: int, marques: dict[date, str]) -> Text:
    ligne = Text()
    for jour in jours:
        signe = marques.get(jour, " ") if jour.month == mois else " "
        numero = f"{jour.day:>3}" if jour.month == mois else "   "
        ligne.append(numero + signe, "bold reverse" if signe not in " x" else "dim" if signe == "x" else "")
    return ligne


def calendriers(echeance: Echeance, largeur: int) -> Text:
    """The months side by side, as many as `largeur` (columns) holds."""
    marques = signes(echeance)
    mois = [mois_en_lignes(a, m, marques) for a, m in mois_traverses(echeance)]
    par_rang = max(1, (largeur + 3) // (LARGEUR_MOIS + 3))
    texte = Text()
    for debut in range(0, len(mois), par_rang):
        for rang in zip(*mois[debut : debut + par_rang], strict=True):
            texte.append_text(Text("   ").join(rang)).append("\n")
    return texte


def raisons(echeance: Echeance) -> Text:
    """The sentences of the proof: start, rule, source, each day passed over by its name, the dates."""
    texte = Text()
    for phrase in expliquer(echeance):
        texte.append(f"- {phrase}\n")
    return texte


def preuve(echeance: Echeance, largeur: int) -> Text:
    """All that the box shows, for a width in columns."""
    return raisons(echeance).append("\n").append_text(calendriers(echeance, largeur)).append(LEGENDE)


class Pourquoi(Boite[None]):
    """The box of key y: `Pourquoi(echeance, "R-2026-014")`."""

    def __init__(self, echeance: Echeance, titre: str = "") -> None:
        super().__init__()
        self.echeance = echeance
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
        self.query_one("#pourquoi-texte", Static).update(preuve(self.echeance, max(28, defile.size.width - 2)))
