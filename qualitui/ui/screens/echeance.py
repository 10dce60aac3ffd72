"""The calculator (F9): a delay of the référentiel, a start, three dates and their reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Footer, Static

from qualitui.domain.base import Refus
from qualitui.domain.reference.referentiel import Referentiel
from qualitui.domain.temps.delais import Echeance
from qualitui.domain.temps.echeances import calculer
from qualitui.domain.temps.explications import de_l_echeance, instant_en_mots
from qualitui.ui.noyau.ecran import Ecran
from qualitui.ui.widgets.champs import Champ, ChampChoix
from qualitui.ui.widgets.champs_dates import ChampInstant
from qualitui.ui.widgets.choix import Options
from qualitui.ui.widgets.entete import Entete
from qualitui.ui.widgets.pourquoi import preuve


def options_de_delais(referentiel: Referentiel) -> Options:
    """(code, « 9 · Réponse à une réclamation »), in the order of the engagements; without those in seconds."""
    return [
        (delai.code, f"{delai.source.engagement} · {delai.libelle}")
        for delai in referentiel.delais().values()
        if delai.unite.value != "secondes"
    ]


def dates_en_texte(echeance: Echeance) -> Text:
    """The three dates, one a line; the expected arrival when there is a postal allowance."""
    lignes = [
        ("Quantième", instant_en_mots(echeance.quantieme, echeance.quantieme_heure), "ce qui est promis"),
        ("Butoir", instant_en_mots(echeance.butoir, echeance.butoir_heure), "hors délai au-delà"),
        ("Cible", instant_en_mots(echeance.cible, echeance.cible_heure), "la date à tenir"),
    ]
    if echeance.arrivee:
        lignes.append(("Arrivée", instant_en_mots(echeance.arrivee, None), "acheminement compris"))
    texte = Text()
    for nom, quand, sens in lignes:
        texte.append(f"{nom:<10}", "bold").append(quand, "bold").append(f"  ({sens})\n")
    return texte


class EcranEcheance(Ecran[None]):
    """Recomputed at each key: nothing to press."""

    AUTO_FOCUS = "#champ-delai Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.aller('accueil')", "Accueil", id="echeance.accueil", tooltip="Revenir à l’accueil"),
    ]

    def compose(self) -> ComposeResult:
        options = options_de_delais(self.qualitui.site.referentiel_au(self.qualitui.jour()))
        yield Entete("Calculer une échéance", "echeance")
        with Vertical(id="calcul-champs"):
            yield ChampChoix("delai", "Délai", options)
            yield ChampInstant("depart", "À partir du", defaut=self.qualitui.jour())
        with VerticalScroll(id="calcul-resultat"):
            yield Static("", id="calcul-texte", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.call_after_refresh(self._calculer)

    def on_resize(self) -> None:
        self.call_after_refresh(self._calculer)

    def on_champ_change(self, event: Champ.Change) -> None:
        event.stop()
        self._calculer()

    def _calculer(self) -> None:
        self.query_one("#calcul-texte", Static).update(self._resultat())

    def _resultat(self) -> Text:
        code: str
        depart: date | datetime | None
        try:
            code = self.query_one("#champ-delai", Champ).valeur()
            depart = self.query_one("#champ-depart", Champ).valeur()
            if not code:
                return Text("Choisissez un délai : tapez une partie de son nom, ou ↓ pour la liste.")
            if depart is None:
                return Text("Tapez la date de départ : 22/11, hier, 02/03/2026 10h30…")
            site = self.qualitui.site
            jour = depart.date() if isinstance(depart, datetime) else depart
            delai = site.reglages.delai(site.referentiel_au(self.qualitui.jour()).delai(code), jour)
            echeance = calculer(depart, delai, site.calendrier)
        except Refus as refus:
            return Text(refus.phrase)
        largeur = self.query_one("#calcul-resultat").size.width - 2
        return dates_en_texte(echeance).append("\n").append_text(preuve(de_l_echeance(echeance), max(28, largeur)))
