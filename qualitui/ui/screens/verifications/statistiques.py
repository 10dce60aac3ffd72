"""The rates of a year: whole, by theme, engagement, role and month, the heat map, and the list of what was missed."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from qualitui.domain.francais import accorder
from qualitui.domain.verifications.fiche import EtatOccurrence
from qualitui.domain.verifications.occurrences import Suivi
from qualitui.domain.verifications.statistiques import Axe, BilanVerifications
from qualitui.operations.indicateurs import comptages
from qualitui.operations.verifications import gestes as verifications
from qualitui.operations.verifications.statistiques import Statistiques
from qualitui.ui.noyau.ecran import Ecran
from qualitui.ui.noyau.traduction import chiffre
from qualitui.ui.screens.commun import provenance
from qualitui.ui.screens.verifications import taux
from qualitui.ui.widgets.entete import Entete

PAGES = ("Ensemble", "Thèmes", "Engagements", "Rôles", "Mois", "Carte", "Manquées")
AXES = {"Thèmes": Axe.THEME, "Engagements": Axe.ENGAGEMENT, "Rôles": Axe.ROLE, "Mois": Axe.MOIS}


class Contenu(NamedTuple):
    annee: int
    chiffres: Statistiques
    carte: dict[str, dict[str, BilanVerifications]]
    manquees: list[Suivi]
    noms: dict[str, str]


class EcranStatistiques(Ecran[None]):
    """Digits turn the page, `<` and `>` the year; Esc goes back."""

    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "provenance", "D’où vient", id="taux.provenance", tooltip="D’où vient un chiffre"),
        Binding("escape", "app.pop_screen", "Retour", id="taux.retour", tooltip="Revenir à la liste"),
        Binding("less_than_sign", "annee(-1)", "Année d’avant", id="taux.avant", tooltip="L’année d’avant"),
        Binding("greater_than_sign", "annee(1)", "Année d’après", id="taux.apres", tooltip="L’année d’après"),
        *[
            Binding(chiffre(n), f"page({n})", page, id=f"taux.page{n}", tooltip=f"Page : {page}", show=False)
            for n, page in enumerate(PAGES, start=1)
        ],
    ]

    def __init__(self, annee: int) -> None:
        super().__init__()
        self.annee = annee
        self.page = PAGES[0]
        self._version = -1
        self._contenu: Contenu | None = None

    def compose(self) -> ComposeResult:
        yield Entete("Statistiques des vérifications", "verifications")
        yield Static("", id="taux-pages", markup=False)
        with VerticalScroll(id="taux-corps"):
            yield Static("Calcul des taux…", id="taux-texte", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_screen_resume(self) -> None:
        if self._version != self.qualitui.version:
            self.rafraichir()

    def on_resize(self) -> None:
        self.call_after_refresh(self._montrer)

    def rafraichir(self) -> None:
        self._version = self.qualitui.version
        self.qualitui.lire(self._lire, self._lu)

    def _lire(self) -> Contenu:
        site, jour, annee = self.qualitui.site, self.qualitui.jour(), self.annee
        du, au = date(annee, 1, 1), date(annee, 12, 31)
        return Contenu(
            annee,
            verifications.statistiques(site, du=du, au=au, jour=jour),
            verifications.cartographier(site, Axe.THEME, du=du, au=max(du, au), jour=jour) if du <= jour else {},
            [s for s in verifications.echeances(site, du=du, au=au, jour=jour) if s.etat is EtatOccurrence.MANQUEE],
            {
                **{role.code: role.libelle for role in site.roles},
                **{e.code: f"{e.code} {e.libelle}" for e in site.referentiel_au(jour).engagements},
            },
        )

    def _lu(self, contenu: Contenu) -> None:
        self._contenu = contenu
        self._montrer()

    def _montrer(self) -> None:
        onglets = Text(f"{self.annee}  ", "bold", no_wrap=True, overflow="ellipsis")
        for n, page in enumerate(PAGES, start=1):
            ici = page == self.page
            onglets.append(str(n), "bold").append(f"[{page}]" if ici else f" {page}", "reverse" if ici else "not bold")
            onglets.append(" ")
        self.query_one("#taux-pages", Static).update(onglets)
        if self._contenu is not None:
            self.query_one("#taux-texte", Static).update(self._texte(self._contenu))

    def _texte(self, contenu: Contenu) -> Text:
        chiffres, largeur = contenu.chiffres, max(60, self.size.width - 4)
        if self.page in AXES:
            axe = AXES[self.page]
            return taux.par_axe(chiffres.par[axe], axe, contenu.noms, largeur)
        if self.page == "Carte":
            return taux.carte(contenu.carte, contenu.annee, largeur)
        if self.page == "Manquées":
            return taux.manquees(contenu.manquees, largeur)
        texte = taux.ensemble(chiffres)
        return texte.append(f"\n{accorder(len(contenu.manquees), 'manquée')} : page 7.\n")

    def action_page(self, numero: int) -> None:
        self.page = PAGES[numero - 1]
        self._montrer()
        self.query_one("#taux-corps").scroll_home(animate=False)

    def action_provenance(self) -> None:
        if self._contenu is not None:
            chiffres = self._contenu.chiffres
            provenance.choisir(self, comptages.codes_de("verifications"), du=chiffres.du, au=chiffres.au)

    def action_annee(self, pas: int) -> None:
        self.annee += pas
        self.rafraichir()
