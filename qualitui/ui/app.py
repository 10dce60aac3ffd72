"""The terminal interface: one application, a mode per module, faults and refusals told in one place.

How a screen uses it (`self.qualitui` inside any `Ecran`):

    self.qualitui.site, self.qualitui.jour()
    self.qualitui.aller("actions")                      # what F5 does
    self.qualitui.faire(                                # a gesture that reads or writes the register
        lambda: operations.accuser(site, fiche, le=le, jour=jour), dire="Accusé de réception enregistré.")
    self.qualitui.lire(lambda: site.registre.find(Action), self.montrer)      # a reading
    self.qualitui.refuser(refus)                        # show a Refus (gestures run by `faire` need not)

`faire` and `lire` run in a thread, one at a time: never call an operation from a handler, a share may be slow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from threading import RLock
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from rich.text import Text
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import Worker

from qualitui.domain.base import Refus
from qualitui.domain.equipe import Personne
from qualitui.store.registre import ModifieEntreTemps
from qualitui.ui.brouillons import Brouillons
from qualitui.ui.erreurs import consigner
from qualitui.ui.modules import MODULES, module, modules_presents
from qualitui.ui.palette import Commandes, Couleurs, Palette
from qualitui.ui.preferences import lire_preferences, retenir_theme
from qualitui.ui.themes import LIBELLES, PROPRES
from qualitui.ui.traduction import touche

if TYPE_CHECKING:
    from qualitui.store.site import Site

T = TypeVar("T")

GUET_ACTIF = 2.0  # seconds between two looks at what the other workstations wrote, while someone types
GUET_CALME = 15.0  # the same when nothing was typed for a minute


def _liens_des_modules() -> list[BindingType]:
    return [
        Binding(m.touche, f"aller('{m.nom}')", m.titre, id=f"aller.{m.nom}", tooltip=m.aide, show=False)
        for m in MODULES
        if m.touche
    ]


class Qualitui(App[None], inherit_bindings=False):
    """`jour` is asked each time: a screen left open overnight follows the day.

    `tolerant`: an unexpected error of one gesture is told and the program goes on; False (tests) lets it end.
    """

    TITLE = "qualitui"
    CSS_PATH = "qualitui.tcss"
    COMMANDS: ClassVar[Any] = {Commandes}
    HORIZONTAL_BREAKPOINTS = [(0, "-etroit"), (120, "-large")]  # noqa: RUF012 - an instance variable in Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "aide", "Aide", id="general.aide", tooltip="Les touches de cet écran"),
        *_liens_des_modules(),
        Binding("f9", "plus", "Plus", id="general.plus", tooltip="Les autres modules", show=False),
        Binding("f10", "quitter", "Quitter", id="general.quitter", tooltip="Quitter le programme", show=False),
        Binding(
            "ctrl+p",
            "command_palette",
            "Palette",
            id="general.palette",
            tooltip="Chercher un geste par son nom",
            show=False,
            priority=True,
        ),
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    def __init__(self, site: Site, jour: Callable[[], date], *, tolerant: bool = True) -> None:
        super().__init__()
        self.site = site
        self.jour = jour
        self.tolerant = tolerant
        self.brouillons = Brouillons(site.dossier)
        self.version = 0  # grows each time the register changes; a screen compares it to what it shows
        self.incidents: list[Exception] = []
        self._verrou = RLock()
        self._jour_montre = jour()
        self._calme = 0.0
        self._equipe_lue(self._lire_equipe())
        for theme in PROPRES:
            self.register_theme(theme)

    # --- start and rhythm -----------------------------------------------------------------------------

    def on_mount(self) -> None:
        self._appliquer_preferences()
        for m in modules_presents():
            self.add_mode(m.nom, partial(module(m.nom).ecran))
        self.switch_mode("accueil")
        self.set_interval(GUET_ACTIF, self._guetter)

    def _appliquer_preferences(self) -> None:
        self.theme = "sombre"
        try:
            preferences = lire_preferences()
            if preferences.theme in LIBELLES:
                self.theme = preferences.theme
            if preferences.touches:
                from qualitui.ui.liens import verifier

                verifier(preferences.touches)
                self.set_keymap(dict(preferences.touches))
        except Refus as refus:
            self.refuser(refus)

    def on_key(self) -> None:
        self._calme = 0.0

    def _guetter(self) -> None:
        """Take in the others' changes and the change of day, without ever blocking the keys."""
        self._calme += GUET_ACTIF
        if self._jour_montre != self.jour():
            self._jour_montre = self.jour()
            self.registre_change()
        presse = self._calme < 60 or self._calme % GUET_CALME < GUET_ACTIF
        if presse and not any(w.group == "guet" and not w.is_finished for w in self.workers):
            self._lancer(self.site.registre.poll, self._apres_guet, groupe="guet")

    def _apres_guet(self, change: bool) -> None:
        if change:
            self.registre_change()

    def registre_change(self) -> None:
        """What the screens show is out of date: those in front read again at once, the others when they come back."""
        self.version += 1
        self.lire(self._lire_equipe, self._equipe_lue, groupe="equipe")
        for ecran in self.screen_stack:
            rafraichir = getattr(ecran, "rafraichir", None)
            if rafraichir is not None:
                rafraichir()

    # --- gestures -------------------------------------------------------------------------------------

    def faire(
        self,
        geste: Callable[[], T],
        *,
        ensuite: Callable[[T], None] | None = None,
        dire: str | Callable[[T], str] = "",
        echec: Callable[[Refus], None] | None = None,
    ) -> Worker[None]:
        """Run a writing gesture in a thread, then say so, refresh the screens, and call `ensuite`.

        A Refus goes to `echec` (a form shows it beside its field), else to `refuser`.
        """

        def reussi(resultat: T) -> None:
            phrase = dire(resultat) if callable(dire) else dire
            if phrase:
                self.annoncer(phrase)
            if ensuite is not None:
                ensuite(resultat)
            self.registre_change()

        return self._lancer(geste, reussi, echec)

    def lire(self, lecture: Callable[[], T], ensuite: Callable[[T], None], *, groupe: str = "lecture") -> Worker[None]:
        """Read in a thread, and give what was read to `ensuite`, in the interface's thread."""
        return self._lancer(lecture, ensuite, groupe=groupe)

    def _lancer(
        self,
        travail: Callable[[], T],
        ensuite: Callable[[T], None],
        echec: Callable[[Refus], None] | None = None,
        groupe: str = "geste",
    ) -> Worker[None]:
        def executer() -> None:
            try:
                with self._verrou:
                    resultat = travail()
            except Exception as erreur:
                self._du_fil(partial(self._echouer, erreur, echec))
            else:
                self._du_fil(partial(self._proteger, ensuite, resultat))

        return self.run_worker(executer, thread=True, group=groupe, exit_on_error=self.tolerant is False)

    def _du_fil(self, suite: Callable[[], None]) -> None:
        if self._running and not self._exit:
            self.call_from_thread(suite)

    def _proteger(self, suite: Callable[[T], None], valeur: T) -> None:
        try:
            suite(valeur)
        except Exception as erreur:
            if not self.recueillir(erreur):
                raise

    def _echouer(self, erreur: Exception, echec: Callable[[Refus], None] | None) -> None:
        if isinstance(erreur, Refus) and echec is not None:
            echec(erreur)
        elif not self.recueillir(erreur):
            raise erreur

    async def run_action(
        self, action: Any, default_namespace: Any = None, namespaces: Mapping[str, Any] | None = None
    ) -> bool:
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except Exception as erreur:
            if not self.recueillir(erreur):
                raise
            return True

    # --- what is told ---------------------------------------------------------------------------------

    def annoncer(self, phrase: str) -> None:
        """Say that something was done."""
        self.notify(phrase, markup=False, timeout=4)

    def refuser(self, refus: Refus) -> None:
        """The one place where a refusal is shown; a record changed meanwhile opens the box that says by whom."""
        if isinstance(refus, ModifieEntreTemps):
            from qualitui.ui.widgets.conflit import Conflit

            self.push_screen(Conflit(refus, self.nom))
            self.registre_change()
        else:
            self.notify(refus.phrase, title="Impossible", severity="warning", markup=False, timeout=8)

    def recueillir(self, erreur: Exception) -> bool:
        """Tell an error of a handler. False: it must go on up (tests, or an error that isn't ours to hold)."""
        if isinstance(erreur, Refus):
            self.refuser(erreur)
            return True
        if not self.tolerant:
            return False
        self.incidents.append(erreur)
        self.notify(
            consigner(erreur, self.site.maintenant()),
            title="Erreur imprévue",
            severity="error",
            markup=False,
            timeout=20,
        )
        return True

    def _fatal_error(self) -> None:
        """The last handler: the screen could not be kept, the person gets a sentence and no traceback."""
        if self.tolerant and self._exception is not None:
            self._exit_renderables.append(Text(consigner(self._exception, self.site.maintenant())))
            self._close_messages_no_wait()
        else:
            super()._fatal_error()

    # --- going around ---------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return module(str(parameters[0])).existe if action == "aller" else True

    async def action_aller(self, nom: str) -> None:
        """Show the module's list; a page opened above it is closed."""
        if not module(nom).existe:
            self.refuser(Refus(f"Le module « {module(nom).titre} » n’est pas dans cette version."))
            return
        await self.switch_mode(nom)
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    def aller(self, nom: str) -> None:
        self.call_later(self.action_aller, nom)

    def action_aide(self) -> None:
        from qualitui.ui.screens.aide import Aide

        if not isinstance(self.screen, Aide):
            self.push_screen(Aide())

    def action_plus(self) -> None:
        from qualitui.ui.screens.plus import Plus

        self.push_screen(Plus(), lambda nom: self.aller(nom) if nom else None)

    def action_quitter(self) -> None:
        self.exit()

    def nom(self, code: str) -> str:
        """The name of the person who has this code; the code itself for a login tied to nobody."""
        return self._noms.get(code, code)

    def _lire_equipe(self) -> tuple[dict[str, str], str]:
        moi = self.site.moi
        return {p.code: p.nom for p in self.site.registre.find(Personne)}, moi.nom if moi else self.site.login

    def _equipe_lue(self, lue: tuple[dict[str, str], str]) -> None:
        """`qui`: the person in front of the screen, as the header names them."""
        self._noms, self.qui = lue

    # --- French, where Textual speaks English ---------------------------------------------------------

    def get_key_display(self, binding: Binding) -> str:
        return binding.key_display or touche(binding.key)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        for m in modules_presents():
            cle = f" ({touche(m.touche)})" if m.touche else ""
            yield SystemCommand(f"{m.titre}{cle}", m.aide, partial(self.aller, m.nom))
        yield SystemCommand("Aide (F1)", "Les touches de cet écran", self.action_aide)
        yield SystemCommand("Couleurs", "Choisir l’apparence : sombre, clair, contraste élevé…", self.search_themes)
        yield SystemCommand("Quitter (F10)", "Quitter le programme", self.action_quitter)

    def action_command_palette(self) -> None:
        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(placeholder="Chercher un geste, un module…", id="--command-palette"))

    def search_themes(self) -> None:
        self.push_screen(Palette(providers=[Couleurs], placeholder="Chercher une apparence…"))

    def choisir_theme(self, nom: str) -> None:
        self.theme = nom
        try:
            retenir_theme(nom)
        except Refus as refus:
            self.refuser(refus)

    def action_help_quit(self) -> None:
        self.notify("F10 quitte le programme.", markup=False)
