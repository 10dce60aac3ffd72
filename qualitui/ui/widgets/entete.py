"""The two lines at the top: where, when, who; then the modules and their keys (also for the mouse)."""

from __future__ import annotations

from typing import cast

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from qualitui.domain.francais import date_en_mots, date_sans_annee
from qualitui.ui.modules import MODULES
from qualitui.ui.noyau.contrat import Bureau
from qualitui.ui.noyau.traduction import touche

LARGE = 120
MARGES = 4  # columns around the two texts of the first line
NOM_MINIMAL = 8


class Entete(Vertical):
    """`titre` is the screen's; `nom` the module in front, shown between brackets in the second line."""

    def __init__(self, titre: str, nom: str) -> None:
        super().__init__()
        self.titre = titre
        self.nom_module = nom

    def compose(self) -> ComposeResult:
        with Horizontal(classes="entete-haut"):
            yield Static("", classes="entete-lieu", markup=False)
            yield Static("", classes="entete-qui", markup=False)
        yield Static("", classes="entete-modules", markup=False)

    def on_mount(self) -> None:
        self.actualiser()

    def on_resize(self) -> None:
        self.actualiser()

    def actualiser(self) -> None:
        """Say again the day and the person: the day may have changed since the screen was opened."""
        bureau = cast("Bureau", self.app)
        jour = bureau.jour()
        large = self.app.size.width >= LARGE
        alertes = {
            "! Site injoignable · ": bureau.injoignable,
            "! Données abîmées · ": bureau.perte,
            "! Données en partie illisibles ici · ": bureau.abime,
            "! Date du poste à vérifier · ": bureau.horloge,
        }
        alerte = next((mots for mots, vaut in alertes.items() if vaut), "")
        qui = f"{date_en_mots(jour) if large else date_sans_annee(jour)} · {bureau.qui}"
        self.query_one(".entete-qui", Static).update(Text(qui))
        place = self.app.size.width - len(qui) - len(alerte) - MARGES
        lieu = _lieu(bureau.site.reglages.nom, self.titre, place)
        self.query_one(".entete-lieu", Static).update(Text(f"{alerte}{lieu}"))
        self.query_one(".entete-modules", Static).update(self._modules(large))

    def _modules(self, large: bool) -> Text:
        ligne = Text(no_wrap=True, overflow="ellipsis")
        presents = [(m.nom, touche(m.touche), m.titre if large else m.court) for m in MODULES if m.touche]
        for nom, cle, titre in [*presents, ("", "F9", "Plus")]:
            geste = f"app.aller('{nom}')" if nom else "app.plus"
            ici = nom == self.nom_module
            ligne.append(cle, Style(bold=True, meta={"@click": geste}))
            ligne.append(f"[{titre}]" if ici else f" {titre}", Style(reverse=ici, meta={"@click": geste}))
            ligne.append(" ")
        return ligne


def _lieu(nom: str, titre: str, place: int) -> str:
    """« EPS des Quatre… · Vérifications »: short of room, the site's name is cut before the screen's title."""
    reste = max(NOM_MINIMAL, place - len(titre) - len(" · "))
    return f"{nom if len(nom) <= reste else f'{nom[: reste - 1].rstrip()}…'} · {titre}"
