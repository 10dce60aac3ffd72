"""The figures of the réclamations (key s): the year beside the one before, and the classifications of engagement 12."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from qualitui.domain.francais import INSECABLE, date_courte, date_numerique, mois_en_mots, taux
from qualitui.domain.reclamations.statistiques import (
    CODES,
    BilanReclamations,
    Ligne,
    Mois,
    Statistiques,
    figures,
    figures_en_mots,
)
from qualitui.ui.noyau.ecran import Ecran
from qualitui.ui.noyau.traduction import chiffre
from qualitui.ui.screens.commun import provenance
from qualitui.ui.widgets.entete import Entete

BARRE_MIN, BARRE_MAX = 8, 30
COLONNES = 29  # columns of the three figures at the right of a bar
NOM, VALEUR = 46, 15  # columns of a figure
VIDE = "non précisé"


class Vue(NamedTuple):
    """A page of the figures. `axe` « »: the page of the main figures, or of the last months."""

    code: str
    titre: str


VUES = (
    Vue("chiffres", "Chiffres"),
    Vue("nature", "Nature"),
    Vue("motif", "Motif"),
    Vue("canal", "Canal"),
    Vue("service", "Service"),
    Vue("mois", "Mois"),
)


class Lus(NamedTuple):
    """What the screen reads: the year, the last thirteen months, the labels of the codes."""

    chiffres: Statistiques
    tendance: tuple[Mois, ...]
    libelles: dict[str, dict[str, str]]


class EcranStatistiques(Ecran[None]):
    """A page per digit, a year per arrow."""

    AUTO_FOCUS = "#chiffres"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "annee(-1)", "Année d’avant", id="chiffres.avant", tooltip="L’année d’avant", priority=True),
        Binding("right", "annee(1)", "Année d’après", id="chiffres.apres", tooltip="L’année d’après", priority=True),
        Binding("d", "provenance", "D’où vient", id="chiffres.provenance", tooltip="D’où vient un chiffre"),
        Binding("escape", "app.pop_screen", "Retour", id="chiffres.retour", tooltip="Revenir à la liste"),
        *[
            Binding(chiffre(n), f"vue({n})", vue.titre, id=f"chiffres.vue{n}", tooltip=vue.titre, show=False)
            for n, vue in enumerate(VUES, start=1)
        ],
    ]

    def __init__(self) -> None:
        super().__init__()
        self.annee = 0
        self.vue = VUES[0]
        self._lus: Lus | None = None

    def compose(self) -> ComposeResult:
        yield Entete("Réclamations : les chiffres", "reclamations")
        yield Static("", id="chiffres-vues", markup=False)
        with VerticalScroll(id="chiffres"):
            yield Static("Lecture…", id="chiffres-texte", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.annee = self.qualitui.jour().year
        self.rafraichir()

    def on_resize(self) -> None:
        self.call_after_refresh(self._montrer)

    def rafraichir(self) -> None:
        """Read again, in a thread."""
        from qualitui.operations.reclamations import statistiques as operations

        site, jour, annee = self.qualitui.site, self.qualitui.jour(), self.annee

        def lire() -> Lus:
            chiffres = operations.annee(site, annee, jour=jour)
            return Lus(chiffres, operations.tendance(site, jour=jour), operations.libelles(site))

        self.qualitui.lire(lire, self._lu)

    def _lu(self, lus: Lus) -> None:
        self._lus = lus
        self._montrer()

    def action_annee(self, pas: int) -> None:
        voulue = self.annee + pas
        if voulue <= self.qualitui.jour().year:
            self.annee = voulue
            self.rafraichir()

    def action_provenance(self) -> None:
        if self._lus is not None:
            bilan = self._lus.chiffres.bilan
            provenance.choisir(self, list(CODES.values()), du=bilan.du, au=bilan.au)

    def action_vue(self, numero: int) -> None:
        self.vue = VUES[numero - 1]
        self._montrer()
        self.query_one("#chiffres").scroll_home(animate=False)

    def _montrer(self) -> None:
        if self._lus is None or not self.is_mounted:
            return
        self.query_one("#chiffres-vues", Static).update(_onglets(self.vue))
        largeur = max(60, self.query_one("#chiffres").size.width - 3)
        self.query_one("#chiffres-texte", Static).update(page(self._lus, self.vue, largeur))


def _onglets(choisie: Vue) -> Text:
    texte = Text(no_wrap=True, overflow="ellipsis")
    for n, vue in enumerate(VUES, start=1):
        ici = vue is choisie
        texte.append(f" {n}", "bold").append(f"[{vue.titre}]" if ici else f" {vue.titre}", "reverse" if ici else "")
        texte.append(" ")
    return texte


def page(lus: Lus, vue: Vue, largeur: int) -> Text:
    """One page of figures, for a width in columns."""
    bilan = lus.chiffres.bilan
    titre = f"Reçues du {date_numerique(bilan.du)} au {date_numerique(bilan.au)}, vues le {date_numerique(bilan.jour)}"
    texte = Text().append(f"{titre}\n\n", "bold")
    if vue.code == "chiffres":
        return texte.append_text(chiffres_en_texte(bilan, lus.chiffres.precedent))
    if vue.code == "mois":
        texte.append_text(_par_mois(lus, largeur)).append("\n\nLes treize derniers mois\n", "bold")
        return texte.append_text(tendance_en_texte(lus.tendance, largeur))
    lignes: Sequence[Ligne] = getattr(lus.chiffres, f"par_{vue.code}")
    return texte.append_text(classement_en_texte(lignes, lus.libelles.get(vue.code, {}), largeur))


# --- main figures -------------------------------------------------------------------------------------------


def chiffres_en_texte(bilan: BilanReclamations, avant: BilanReclamations) -> Text:
    """Each figure, the year and the one before, at the same day."""
    texte = Text().append(f"{'':<{NOM}}{date_courte(bilan.au):>{VALEUR}}{date_courte(avant.au):>{VALEUR}}\n", "bold")
    lus = zip(figures().values(), figures_en_mots(bilan), figures_en_mots(avant), strict=True)
    for titre, valeur, precedente in lus:
        nom, *suite = wrap(titre, NOM - 1, drop_whitespace=False)
        texte.append(nom.ljust(NOM)).append(f"{valeur:>{VALEUR}}", "bold").append(f"{precedente:>{VALEUR}}\n")
        texte.append("".join(f"    {reste.strip()}\n" for reste in suite))
    return texte.append("\nd dit d’où vient chaque chiffre, et ce qu’il ne compte pas.")


# --- classifications ----------------------------------------------------------------------------------------


def classement_en_texte(lignes: Sequence[Ligne], libelles: Mapping[str, str], largeur: int) -> Text:
    """A table with bars: label, bar, number, number a year before, rate within the month; then the total."""
    noms = [libelles.get(ligne.code, ligne.code) or VIDE for ligne in lignes]
    if not lignes:
        return Text("Aucun dossier dans cette période.")
    barre = _largeur_de_barre(noms, largeur)
    nom_large = largeur - barre - COLONNES
    plafond = max(max(ligne.nombre for ligne in lignes), 1)
    texte = Text().append(f"{'':<{nom_large + barre}} {'N':>5}{'N-1':>6}{'dans le mois':>17}\n", "bold")
    for nom, ligne in zip(noms, lignes, strict=True):
        texte.append(_tronquer(nom, nom_large - 1).ljust(nom_large))
        texte.append(barre_en_texte(ligne.nombre, plafond, barre).ljust(barre))
        texte.append(f" {ligne.nombre:>5}", "bold").append(f"{_ou_tiret(ligne.precedent):>6}{ligne.delai!s:>17}\n")
    return texte.append_text(_total(lignes, nom_large + barre))


def _total(lignes: Sequence[Ligne], place: int) -> Text:
    delai = taux(sum(x.delai.numerateur for x in lignes), sum(x.delai.denominateur for x in lignes))
    connus = [x.precedent for x in lignes if x.precedent is not None]
    nombre, precedent = sum(x.nombre for x in lignes), sum(connus) if connus else None
    return Text(f"{'Total':<{place}} {nombre:>5}{_ou_tiret(precedent):>6}{delai:>17}", "bold")


def _ou_tiret(nombre: int | None) -> str:
    """What was not measured is no zero."""
    return "—" if nombre is None else str(nombre)


def _largeur_de_barre(noms: Sequence[str], largeur: int) -> int:
    """What the longest label leaves, within reason."""
    return min(BARRE_MAX, max(BARRE_MIN, largeur - COLONNES - max(map(len, noms)) - 2))


def barre_en_texte(nombre: int, plafond: int, largeur: int) -> str:
    """A bar in proportion; at least one mark for what is not zero."""
    return "█" * max(round(largeur * nombre / plafond), 1 if nombre else 0)


def _tronquer(texte: str, largeur: int) -> str:
    return texte if len(texte) <= largeur else f"{texte[: largeur - 1]}…"


def _par_mois(lus: Lus, largeur: int) -> Text:
    annee = lus.chiffres.bilan.du.year
    noms = {ligne.code: mois_en_mots(annee, int(ligne.code)) for ligne in lus.chiffres.par_mois}
    return classement_en_texte(lus.chiffres.par_mois, noms, largeur)


def tendance_en_texte(mois: Sequence[Mois], largeur: int) -> Text:
    """Each month: what was received, with its bar, and the rate within the month."""
    plafond = max((bilan.recues for bilan in mois), default=0) or 1
    barre = min(BARRE_MAX, largeur - 16 - COLONNES)
    texte = Text()
    for bilan in mois:
        texte.append(f"{mois_en_mots(bilan.du.year, bilan.du.month):<16}")
        texte.append(barre_en_texte(bilan.recues, plafond, barre).ljust(barre))
        texte.append(f" {bilan.recues:>5}", "bold").append(f"{'':>6}{bilan.dans_le_mois!s:>17}\n")
    return texte.append(f"{INSECABLE}")
