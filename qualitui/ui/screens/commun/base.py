"""What every module's screen is: a filter bar, a list, the detail beside it (120 columns) or in its place (Enter).

A module gives its rows and what they say; it has nothing to do for refreshing, sorting, searching, history or proof:

    class EcranSuggestions(EcranModule[Suggestion]):
        nom = "suggestions"
        titre = "Suggestions"
        domaine = "suggestions"                 # of roles-eps.toml
        BINDINGS = [Binding("n", "nouveau", "Nouvelle", id="suggestions.nouveau", tooltip="Noter une suggestion")]

        def colonnes(self): return [Colonne("Réf.", 11, lambda s: s.reference), Colonne("Texte", None, texte)]
        def filtres(self): return [Filtre("toutes", "Toutes", lambda s: True)]
        def cle(self, objet): return objet.id
        def lire(self): return self.site.registre.find(Suggestion)          # runs in a thread
        def detail(self, objet): return fiche_en_texte([("Reçue le", date_en_mots(objet.recue_le))], objet.texte)

        def action_nouveau(self): self.app.push_screen(Formulaire(…), self.apres)

Own gestures are `action_…` methods that use `self.choisi` (the record under the cursor) and `self.faire(…)`. At most
five bindings of a screen with show=True: with F1 that is what 80 columns hold (tests/ui/test_francais.py checks it).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.actions import parse
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.timer import Timer

from qualitui.domain.base import Fiche, Refus
from qualitui.ui.noyau import autrui
from qualitui.ui.noyau.ecran import Ecran
from qualitui.ui.noyau.traduction import chiffre
from qualitui.ui.screens.commun.apports import Apports
from qualitui.ui.screens.commun.textes import fiche_en_texte as fiche_en_texte
from qualitui.ui.widgets.annulation import Annulation
from qualitui.ui.widgets.entete import Entete
from qualitui.ui.widgets.filtre import BarreDeFiltre
from qualitui.ui.widgets.pied import Pied
from qualitui.ui.widgets.tableau import Tableau
from qualitui.ui.widgets.volet import Volet

if TYPE_CHECKING:
    from qualitui.store.contrat import Nouveaute
    from qualitui.store.site.site import Site

T = TypeVar("T")

DUREE = 8.0  # seconds the sentence that tells what others wrote stays
TENUE = 0.1  # seconds: two moves of the cursor nearer than this are an arrow held down
DELAI_DETAIL = 0.06  # seconds without a move before the detail follows it


class EcranModule(Ecran[None], Apports[T]):
    """The base of the modules' screens; see the module's docstring."""

    AUTO_FOCUS = "Tableau"
    REGLER: ClassVar[str] = ""  # the action that opens what settles what a record waits for; empty: its row is enough
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "slash,f", "rechercher", "Rechercher", id="liste.rechercher", tooltip="Rechercher dans la liste", show=False
        ),
        Binding("escape", "retour", "Retour", id="liste.retour", tooltip="Revenir d’un niveau", show=False),
        Binding("j", "journal", "Journal", id="fiche.journal", tooltip="Qui a changé quoi dans la fiche", show=False),
        Binding("y", "pourquoi", "Pourquoi ?", id="fiche.pourquoi", tooltip="Pourquoi cette date ?", show=False),
        Binding("u", "annuler", "Annuler", id="general.annuler", tooltip="Annuler votre dernier geste", show=False),
        *[
            Binding(chiffre(n), f"filtre({n})", f"Filtre {n}", id=f"liste.filtre{n}", tooltip=f"Filtre {n}", show=False)
            for n in range(1, 8)
        ],
    ]

    def __init__(self) -> None:
        super().__init__()
        self._version = -1
        self.pret = False  # the rows are not there yet: keys typed ahead wait for them
        self._illisible = ""  # why nothing could be read since the screen was opened
        self._a_viser = ""
        self._a_regler = ""
        self._suite: Timer | None = None
        self._dernier_pas = 0.0
        self.nouveautes: list[Nouveaute] = []
        self._possibles: tuple[bool | None, ...] = ()

    # --- what a module uses ---------------------------------------------------------------------------

    @property
    def site(self) -> Site:
        return self.qualitui.site

    @property
    def jour(self) -> date:
        return self.qualitui.jour()

    @property
    def choisi(self) -> T | None:
        """The record under the cursor."""
        return self.tableau.vise

    @property
    def tableau(self) -> Tableau[T]:
        return self.query_one(Tableau)

    def fiche_visee(self) -> Fiche | None:
        choisi = self.choisi
        return None if choisi is None else self.fiche(choisi)

    def faire(
        self,
        geste: Callable[[], Any],
        *,
        dire: str | Callable[[Any], str] = "",
        ensuite: Callable[[Any], None] | None = None,
    ) -> None:
        """Run a gesture on the register, then read the list again."""
        self.qualitui.faire(geste, dire=dire, ensuite=ensuite)

    def apres(self, resultat: Any) -> None:
        """After a form: put the cursor on the record it gave (the list is read again by itself)."""
        if isinstance(resultat, Fiche):
            self.viser(resultat.id)

    def viser(self, cle: str) -> None:
        """Put the cursor on this row, now or after the next reading; a filter that hides it is lifted."""
        self._a_regler = ""
        self._a_viser = cle
        self._viser_si_lu()

    def regler(self, cle: str, geste: str) -> None:
        """Once the cursor is on the row, now or after the next reading."""
        self.viser(cle)
        self._a_regler = self.REGLER
        self._regler_si_vise()

    def _regler_si_vise(self) -> None:
        if self._a_regler and not self._a_viser and self.pret:
            action, self._a_regler = self._a_regler, ""
            self.lancer(action)

    def creer_tableau(self) -> Tableau[T]:
        return Tableau(self.colonnes(), cle=self.cle, id="liste")

    # --- layout ---------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        yield Entete(self.titre, self.nom)
        yield BarreDeFiltre(self.filtres())
        yield from self.haut()
        with Horizontal(id="corps"):
            yield self.creer_tableau()
            yield Volet(id="detail")
        yield from self.bas()
        yield Pied()

    # --- reading --------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """The first filter holds from the start."""
        filtre = self.query_one(BarreDeFiltre).filtre()
        self.tableau.filtrer(filtre.garder if filtre else None)
        self.tableau.suivi = self.vise

    def on_screen_resume(self) -> None:
        self.query_one(Entete).actualiser()
        if self._version != self.qualitui.version:
            self.rafraichir()

    def rafraichir(self) -> None:
        """Read the rows again, in a thread; the cursor stays on its record."""
        if not self.is_mounted:
            return  # a screen just pushed reads when it comes in front
        self._version = self.qualitui.version
        self.query_one(Entete).actualiser()
        self.qualitui.lire(self.lire, self._lu, echec=self._non_lu)

    def _non_lu(self, refus: Refus) -> None:
        """A list that may not be read stays empty, says why, and keeps no key waiting."""
        self.qualitui.refuser(refus)
        if not self.pret:
            self.pret, self._illisible = True, refus.phrase
            self.add_class("-vide")
            self._montrer_detail(None)

    def _lu(self, lu: Any) -> None:
        objets = self.prendre(lu)
        self.pret, self._illisible = True, ""
        avant = self._noms_montres()
        self.tableau.montrer(objets)
        self._dire_autrui(avant)
        self._viser_si_lu()
        self.lu(objets)
        self._regler_si_vise()

    def _viser_si_lu(self) -> None:
        if not self._a_viser:
            return
        barre = self.query_one(BarreDeFiltre)
        objet = self.tableau.trouver(self._a_viser)
        if self.tableau.viser(self._a_viser):
            self._a_viser = ""
        elif objet is not None:
            barre.recherche.value = ""
            self.tableau.filtrer()
            montrant = next((filtre.code for filtre in barre.filtres if filtre.garder(objet)), None)
            if montrant is not None:
                barre.choisir(montrant)
            if self.tableau.viser(self._a_viser):
                self._a_viser = ""

    def autrui(self, nouveautes: Sequence[Nouveaute]) -> None:
        """Others wrote: said once the list, read again, shows it."""
        self.nouveautes.extend(nouveautes)

    def _noms_montres(self) -> dict[str, str]:
        """What people call each record of the list, by id; nothing while there is no news to tell."""
        montres = self.tableau.montres if self.nouveautes else ()
        fiches = ((self.fiche(objet), objet) for objet in montres)
        return {fiche.id: self.reference(objet) for fiche, objet in fiches if fiche is not None}

    def _dire_autrui(self, avant: Mapping[str, str]) -> None:
        """Say the news, now that the list shows them; `avant`: its names before."""
        for phrase in autrui.en_mots(self.nouveautes, avant, self._noms_montres(), self.qualitui.nom):
            self.qualitui.notify(phrase, markup=False, timeout=DUREE)
        self.nouveautes.clear()

    # --- filter, cursor, detail -----------------------------------------------------------------------

    def on_barre_de_filtre_change(self, event: BarreDeFiltre.Change) -> None:
        event.stop()
        filtre = self.query_one(BarreDeFiltre).filtre()
        self.tableau.filtrer(filtre.garder if filtre else None, event.texte)

    def on_barre_de_filtre_vers_liste(self, event: BarreDeFiltre.VersListe) -> None:
        event.stop()
        self.tableau.focus()

    def on_tableau_compte(self, event: Tableau.Compte) -> None:
        event.stop()
        self.query_one(BarreDeFiltre).compter(event.montres, event.total)
        # An empty list says why it is empty: at 80 columns too, where the detail is usually hidden.
        self.set_class(self.pret and event.montres == 0, "-vide")
        if self.has_class("-vide"):
            self._montrer_detail(None)

    def vise(self, objet: T | None) -> None:
        """The cursor is on this row: the detail comes in the same image, or once an arrow held down pauses."""
        maintenant = monotonic()
        tenue, self._dernier_pas = maintenant - self._dernier_pas < TENUE, maintenant
        if self._suite is not None:
            self._suite.stop()
        self._suite = self.set_timer(DELAI_DETAIL, self._suivre_le_curseur) if tenue else None
        if not tenue:
            self._suivre_le_curseur()

    def _suivre_le_curseur(self) -> None:
        if self.query_one("#detail").display or self.has_class("-detail"):
            self._montrer_detail(self.choisi)
        # The footer is made again only when one of the words it shows comes or goes.
        possibles = tuple(self.check_action(*parse(lien.action)[1:]) for _, lien in self._bindings if lien.show)
        if possibles != self._possibles:
            self._possibles = possibles
            self.refresh_bindings()

    def _montrer_detail(self, objet: T | None) -> None:
        self.query_one(Volet).montrer(self._absence() if objet is None else self.detail(objet))

    def _absence(self) -> str:
        """An empty list is not taken for one that could not be read, nor for a search that finds nothing."""
        if not self.pret:
            return "Lecture…"
        return self._illisible or self.query_one(BarreDeFiltre).rien_trouve() or self.vide()

    def on_tableau_ouvre(self, event: Tableau.Ouvre) -> None:
        event.stop()
        self.add_class("-detail")
        self._montrer_detail(event.objet)
        self.query_one("#detail").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        if action == "filtre":
            return len(self.query_one(BarreDeFiltre).filtres) >= int(str(parameters[0]))
        choisi = self.choisi
        if action == "journal":
            return choisi is not None and self.fiche(choisi) is not None
        if action == "pourquoi":
            return choisi is not None and self.explicable(choisi)
        return True

    # --- gestures of every module ---------------------------------------------------------------------

    def action_filtre(self, numero: int) -> None:
        barre = self.query_one(BarreDeFiltre)
        barre.choisir(barre.filtres[numero - 1].code)

    def action_rechercher(self) -> None:
        self.remove_class("-detail")
        self.query_one(BarreDeFiltre).recherche.focus()
        self.tableau.preparer()

    def action_retour(self) -> None:
        """One level back: from the detail to the list, from the list to the home screen."""
        if self.has_class("-detail"):
            self.remove_class("-detail")
            self.tableau.focus()
        else:
            self.qualitui.aller("accueil")

    def action_annuler(self) -> None:
        """Undo one's own last gesture, after a question: nothing is erased, a new line puts back what was before."""
        self.app.push_screen(Annulation(), lambda oui: self._annuler() if oui else None)

    def _annuler(self) -> None:
        from qualitui.operations.donnees import historique

        self.faire(lambda: historique.annuler(self.site), dire=historique.annule_en_mots)

    def action_journal(self) -> None:
        from qualitui.ui.widgets.historique import Historique

        choisi = self.choisi
        fiche = self.fiche(choisi) if choisi is not None else None
        if choisi is not None and fiche is not None:
            self.app.push_screen(Historique(fiche, self.reference(choisi)))

    def action_pourquoi(self) -> None:
        from qualitui.ui.widgets.pourquoi import Pourquoi

        choisi = self.choisi
        explication = self.explication(choisi) if choisi is not None else None
        if choisi is not None and explication is not None:
            self.app.push_screen(Pourquoi(explication, self.reference(choisi)))
