"""Key s of the plan d’actions: its figures, who carries it, where it comes from, 13 months of stock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Footer, Static

from qualitui.domain.actions.statistiques import BilanActions, PointStock
from qualitui.domain.francais import MOIS
from qualitui.operations.actions.statistiques import Part, StatistiquesActions, statistiques
from qualitui.operations.indicateurs import comptages
from qualitui.ui.noyau.ecran import Boite
from qualitui.ui.screens.commun import provenance

BARRE = 30
NOM = 30


def barre(ouvertes: int, en_retard: int, maximum: int, largeur: int = BARRE) -> str:
    """« ####==== »: the late ones first, then the others; signs that any terminal has."""
    if not maximum:
        return ""
    tout, tard = round(ouvertes * largeur / maximum), round(en_retard * largeur / maximum)
    tout, tard = max(tout, bool(ouvertes)), max(tard, bool(en_retard))
    return "#" * tard + "=" * max(0, tout - tard)


def statistiques_en_texte(stats: StatistiquesActions) -> Text:
    texte = _bilan(stats.bilan)
    texte.append("\nOuvertes par origine\n", "bold").append_text(_parts(stats.par_origine))
    texte.append("\nOuvertes par pilote\n", "bold").append_text(_parts(stats.par_pilote))
    texte.append("\nActions ouvertes à la fin de chaque mois\n", "bold").append_text(_stock(stats.stock))
    return texte.append("\n# en retard   = les autres ouvertes", "dim")


def _bilan(bilan: BilanActions) -> Text:
    texte = Text().append(f"Du {bilan.du:%d/%m/%Y} au {bilan.au:%d/%m/%Y}\n", "bold")
    for compte in bilan.comptages.values():
        texte.append(f"{compte.libelle:<48}", "bold").append(f"{compte.avec_ses_restes()}\n")
    return texte


def _parts(parts: Sequence[Part]) -> Text:
    maximum = max((part.ouvertes for part in parts), default=0)
    texte = Text()
    for part in parts:
        retard = f", {part.en_retard} en retard" if part.en_retard else ""
        nom = part.nom if len(part.nom) <= NOM else f"{part.nom[: NOM - 1]}…"
        dessin = barre(part.ouvertes, part.en_retard, maximum, 16)
        texte.append(f"  {nom:<{NOM}} {dessin:<16} {part.ouvertes}{retard}\n")
    return texte if parts else Text("  aucune\n")


def _stock(stock: Sequence[PointStock]) -> Text:
    maximum = max((point.ouvertes for point in stock), default=0)
    texte = Text()
    for point in stock:
        mois = f"{MOIS[point.au.month - 1]} {point.au.year}"
        dessin = barre(point.ouvertes, point.en_retard, maximum)
        texte.append(f"  {mois:<14} {dessin:<{BARRE}} {point.ouvertes}, dont {point.en_retard} en retard\n")
    return texte


class StatistiquesDesActions(Boite[None]):
    """Read in a thread when it opens."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "provenance", "D’où vient", id="actions.provenance", tooltip="D’où vient un chiffre"),
    ]

    def compose(self) -> ComposeResult:
        with Vertical(classes="boite boite-haute") as boite:
            boite.border_title = "Plan d’actions : les chiffres"
            with VerticalScroll(classes="boite-defile"):
                yield Static("Lecture…", id="statistiques-texte", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        site, jour = self.qualitui.site, self.qualitui.jour()
        self.qualitui.lire(lambda: statistiques(site, jour=jour), self.montrer)

    def action_provenance(self) -> None:
        jour = self.qualitui.jour()
        provenance.choisir(self, comptages.codes_de("actions"), du=date(jour.year, 1, 1), au=jour)

    def montrer(self, stats: StatistiquesActions) -> None:
        self.query_one("#statistiques-texte", Static).update(statistiques_en_texte(stats))
