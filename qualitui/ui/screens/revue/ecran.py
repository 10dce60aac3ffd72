"""F8: the annual review, to write (texts, objectives, risks), to check (figures, what lacks), to print and approve."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from qualitui.domain.base import Fiche
from qualitui.domain.reference.droits import Verbe
from qualitui.operations.revue import gestes
from qualitui.operations.revue import lecture as revue_vue
from qualitui.operations.revue.lecture import Vue
from qualitui.ui.noyau import droits
from qualitui.ui.screens.commun import provenance
from qualitui.ui.screens.commun.base import EcranModule, fiche_en_texte
from qualitui.ui.screens.revue import lignes
from qualitui.ui.screens.revue.etapes import MANQUES, etapes
from qualitui.ui.screens.revue.lignes import LigneRevue
from qualitui.ui.widgets.filtre import BarreDeFiltre, Filtre
from qualitui.ui.widgets.menu import Menu
from qualitui.ui.widgets.tableau import Colonne, Tableau

# tab → its title, the kinds of rows it holds
ONGLETS: dict[str, tuple[str, tuple[str, ...]]] = {
    lignes.TEXTE: ("Textes", (lignes.TEXTE,)),
    lignes.OBJECTIF: ("Objectifs", (lignes.SUITE, lignes.OBJECTIF)),
    lignes.RISQUE: ("Risques", (lignes.RISQUE,)),
    lignes.CHIFFRE: ("Chiffres", (lignes.CHIFFRE,)),
    lignes.MANQUE: ("Manques", (lignes.MANQUE,)),
}


def _garder(genres: tuple[str, ...], ligne: LigneRevue) -> bool:
    return ligne.genre in genres


class EcranRevue(EcranModule[LigneRevue]):
    """One year at a time; a tab (1 to 5) a kind of rows, each with its own columns."""

    nom = "revue"
    titre = "Revue annuelle"
    domaine = "revue"
    REGLER = "etapes"
    ECRITURES: ClassVar = {("revue", Verbe.TENIR): "nouveau modifier", ("revue", Verbe.DECIDER): "etapes"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "nouveau", "Nouveau", id="revue.nouveau", tooltip="Fixer un objectif, coter un risque"),
        Binding("m", "modifier", "Modifier", id="revue.modifier", tooltip="Écrire ou modifier la ligne", show=False),
        Binding("i", "imprimer", "Word", id="revue.imprimer", tooltip="Écrire ou rafraîchir le document Word"),
        Binding("v", "etapes", "Étapes", id="revue.etapes", tooltip="Arrêter, soumettre, approuver, présenter"),
        Binding("l", "annees", "Années", id="revue.annees", tooltip="Choisir la revue d’une autre année"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.annee = 0
        self.vue: Vue | None = None
        self._onglet = lignes.TEXTE

    # --- rows -----------------------------------------------------------------------------------------

    def colonnes(self) -> Sequence[Colonne[LigneRevue]]:
        return lignes.colonnes(self._onglet)

    def filtres(self) -> Sequence[Filtre[LigneRevue]]:
        return [Filtre(code, titre, partial(_garder, genres)) for code, (titre, genres) in ONGLETS.items()]

    def cle(self, objet: LigneRevue) -> str:
        return objet.cle

    def lire(self) -> Vue:
        jour = self.jour
        return revue_vue.voir(self.site, self.annee or revue_vue.annee_a_ecrire(jour), jour=jour)

    def prendre(self, lu: Vue) -> Sequence[LigneRevue]:
        self.vue = lu
        return lignes.lignes(lu)

    def fiche(self, objet: LigneRevue) -> Fiche | None:
        return self.vue.revue if self.vue is not None and self.vue.revue.jeton else None

    def reference(self, objet: LigneRevue) -> str:
        return f"la revue {self.vue.revue.annee}" if self.vue else ""

    def haut(self) -> Iterable[Widget]:
        yield Static("", id="revue-etat", classes="ligne-etat", markup=False)

    def creer_tableau(self) -> Tableau[LigneRevue]:
        tableau = super().creer_tableau()
        tableau.filtrer(self.filtres()[0].garder)
        return tableau

    def lu(self, objets: Sequence[LigneRevue]) -> None:
        if self.vue is not None:
            self.query_one("#revue-etat", Static).update(lignes.etat_en_mots(self.vue))

    def on_barre_de_filtre_change(self, event: BarreDeFiltre.Change) -> None:
        event.prevent_default()
        event.stop()
        self._montrer_onglet(event.code, event.texte)

    def _montrer_onglet(self, onglet: str, cherche: str = "") -> None:
        """Each tab has its own columns; a row of another one is never put under them."""
        garder = partial(_garder, ONGLETS[onglet][1])
        if onglet == self._onglet:
            self.tableau.filtrer(garder, cherche)
            return
        self._onglet = onglet
        self.remove_class("-detail")
        self.tableau.changer_colonnes(self.colonnes(), garder, cherche)

    def regler(self, cle: str, geste: str) -> None:
        """The stages of that year's review, read first when it is not the one shown."""
        if self.vue is None or cle != str(self.vue.revue.annee):
            self.pret = False
            self.viser(cle)
            self.rafraichir()
        self._a_regler = self.REGLER
        self._regler_si_vise()

    def viser(self, cle: str) -> None:
        """A year (« 2025 ») opens its review; a place (« texte:forces ») opens its tab on its row."""
        if cle.isdigit():
            self._choisir_annee(cle)
            return
        genre = cle.partition(":")[0]
        onglet = next((code for code, (_, genres) in ONGLETS.items() if genre in genres), self._onglet)
        self.query_one(BarreDeFiltre).choisir(onglet)
        self._montrer_onglet(onglet)
        super().viser(cle)

    def vide(self) -> str:
        phrases = {
            lignes.OBJECTIF: "Aucun objectif : n en fixe un pour l’année à venir.",
            lignes.RISQUE: "Aucun risque n’est coté : n en ajoute un.",
            lignes.MANQUE: "Rien ne manque : la revue peut être approuvée (v).",
        }
        return phrases.get(self._onglet, "Lecture de la revue…")

    def detail(self, objet: LigneRevue) -> Text | str:
        vue = self.vue
        if vue is None:
            return ""
        match objet.genre:
            case lignes.TEXTE:
                return self._detail_texte(objet, vue)
            case lignes.SUITE:
                objectif, suite = objet.objet
                return fiche_en_texte(*lignes.detail_objectif(objectif, suite, self.qualitui.nom))
            case lignes.OBJECTIF:
                return fiche_en_texte(*lignes.detail_objectif(objet.objet, None, self.qualitui.nom))
            case lignes.RISQUE:
                return fiche_en_texte(*lignes.detail_risque(objet.objet))
            case lignes.CHIFFRE:
                change = vue.changements.get(objet.objet.code)
                return fiche_en_texte(*lignes.detail_chiffre(objet.objet, change.depuis if change else ""))
            case _:
                return fiche_en_texte([("Où", objet.code)], f"{objet.libelle}\n\nEntrée y mène.")

    def _detail_texte(self, ligne: LigneRevue, vue: Vue) -> Text:
        zone = ligne.objet
        texte = Text(ligne.libelle, "bold").append(f"\n§ {zone.section}, {ligne.etat.lstrip('! ')}\n\n", "not bold")
        texte.append(vue.revue.saisies.get(zone.code, "") or zone.consigne, "not bold")
        avant = vue.precedente.saisies.get(zone.code, "") if vue.precedente else ""
        if avant:
            texte.append(f"\n\nEn {vue.revue.annee - 1}\n").append(avant, "not bold")
        return texte

    # --- opening, changing ----------------------------------------------------------------------------

    def on_tableau_ouvre(self, event: Tableau.Ouvre) -> None:
        """A review that no longer changes, or that this person may only read, is read, not written in."""
        vue = self.vue
        ecrit = (
            vue is not None
            and vue.revue.modifiable
            and (self.domaine, Verbe.TENIR) not in self.qualitui.limites.interdits
        )
        if vue is not None and (ecrit or event.objet.genre in (lignes.CHIFFRE, lignes.MANQUE)):
            event.prevent_default()
            event.stop()
            self._ouvrir(event.objet, vue)

    def _ouvrir(self, ligne: LigneRevue, vue: Vue) -> None:
        from qualitui.ui.screens.revue import formulaires as f

        match ligne.genre:
            case lignes.TEXTE:
                self.app.push_screen(f.rediger(self.site, vue, ligne.objet))
            case lignes.SUITE:
                self.app.push_screen(f.noter(self.site, vue, *ligne.objet))
            case lignes.OBJECTIF:
                self.app.push_screen(f.fixer(self.site, vue, ligne.objet, self.jour))
            case lignes.RISQUE:
                self.app.push_screen(f.coter(self.site, vue, ligne.objet))
            case lignes.CHIFFRE:
                self._tracer(ligne.objet)
            case _:
                self._mener(ligne.objet.lieu, vue)

    def _mener(self, lieu: str, vue: Vue) -> None:
        """From what lacks to where it is written, open."""
        from qualitui.ui.screens.revue import formulaires as f

        self.viser(lieu)
        droits.exiger(self.qualitui, ((self.domaine, Verbe.TENIR),))
        voulue = next((ligne for ligne in lignes.lignes(vue) if ligne.cle == lieu), None)
        if voulue is not None:
            self._ouvrir(voulue, vue)
        else:
            self.app.push_screen(f.fixer(self.site, vue, None, self.jour))

    def _tracer(self, chiffre: Any) -> None:
        """Everything that a figure counts, and what it does not; Enter on a record goes to it."""
        site, jour, revue = self.site, self.jour, self.vue.revue if self.vue else None
        if revue is not None:
            self.qualitui.lire(
                lambda: gestes.source(site, revue, chiffre.code, jour),
                lambda trouve: provenance.montrer(self, trouve.comptage, trouve.depuis),
                ouvre=True,
            )

    def action_modifier(self) -> None:
        if self.choisi is not None and self.vue is not None:
            self._ouvrir(self.choisi, self.vue)

    def action_nouveau(self) -> None:
        if self._onglet in (lignes.OBJECTIF, lignes.RISQUE):
            self._creer(self._onglet)
        else:
            choix = [
                (lignes.OBJECTIF, "Un objectif", "pour l’année à venir"),
                (lignes.RISQUE, "Un risque", "gravité × fréquence"),
            ]
            self.app.push_screen(Menu("Nouveau", choix), self._creer)

    def _creer(self, genre: str | None) -> None:
        from qualitui.ui.screens.revue import formulaires as f

        if genre and self.vue is not None:
            formulaire = (
                f.coter(self.site, self.vue, None)
                if genre == lignes.RISQUE
                else f.fixer(self.site, self.vue, None, self.jour)
            )
            self.app.push_screen(
                formulaire, lambda fait: self.viser(f"{genre}:{_dernier(genre, fait)}") if fait else None
            )

    # --- year, stages, document -----------------------------------------------------------------------

    def action_annees(self) -> None:
        site, jour = self.site, self.jour

        def montrer(revues: Any) -> None:
            choix = [(str(r.annee), f"Revue {r.annee}", _etat_de(r)) for r in revues]
            self.app.push_screen(Menu("Revues annuelles", choix), self._choisir_annee)

        self.qualitui.lire(lambda: revue_vue.annees(site, jour=jour), montrer, ouvre=True)

    def _choisir_annee(self, annee: str | None) -> None:
        if annee and int(annee) != self.annee:
            self.annee = int(annee)
            self.rafraichir()

    def action_etapes(self) -> None:
        vue = self.vue
        if vue is None:
            return
        self.app.push_screen(etapes(vue, self.jour), self._etape)

    def _etape(self, code: str | None) -> None:
        from qualitui.ui.screens.revue import formulaires as f

        vue = self.vue
        if not code or vue is None:
            return
        if code == "approuver":
            droits.exiger(self.qualitui, ((self.domaine, Verbe.APPROUVER),))
        if code == MANQUES:
            self.viser("manque:0")
        else:
            self.app.push_screen(f.etape(self.site, vue, code, self.jour))

    def action_imprimer(self) -> None:
        from qualitui.ui.screens.revue.document import choisir

        if self.vue is not None:
            choisir(self, self.vue.revue.annee)


def _dernier(genre: str, revue: Any) -> str:
    return str((revue.objectifs if genre == lignes.OBJECTIF else revue.risques)[-1].code)


def _etat_de(revue: Any) -> str:
    return str(revue.etat) if revue.jeton else "pas commencée"
