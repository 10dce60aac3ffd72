"""What the program's two applications share (the site's and the first-run assistant's): gestures and readings, faults
and refusals told in one place, French where Textual speaks English.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from rich.text import Text
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Event, Key
from textual.filter import LineFilter
from textual.screen import Screen
from textual.worker import Worker

from qualitui.domain.base import AConfirmer, Refus
from qualitui.store.panne import consigner
from qualitui.ui.noyau.aide import Aide
from qualitui.ui.noyau.brouillons import Brouillons
from qualitui.ui.noyau.clavier import Clavier
from qualitui.ui.noyau.coupe import couper
from qualitui.ui.noyau.neutre import Neutre
from qualitui.ui.noyau.palette import Commandes, Couleurs, Palette
from qualitui.ui.noyau.preferences import Preferences, lire_preferences, retenir_theme
from qualitui.ui.noyau.styles import Styles
from qualitui.ui.noyau.themes import LIBELLES, PROPRES
from qualitui.ui.noyau.traduction import touche
from qualitui.ui.noyau.travaux import Travaux, attendu

LARGEUR_AVIS, MARGES_AVIS = 60, 4  # columns of a notification, as Textual's own style sets them, and what frames it
R = TypeVar("R")
T = TypeVar("T")


class Application(App[R], inherit_bindings=False):
    """`tolerant`: an unexpected error of one gesture is told and the program goes on; False (tests) lets it end."""

    TITLE = "qualitui"
    CSS_PATH = Path(__file__).parents[1] / "qualitui.tcss"
    COMMANDS: ClassVar[Any] = {Commandes}
    HORIZONTAL_BREAKPOINTS = [(0, "-etroit"), (120, "-large")]  # noqa: RUF012 - an instance variable in Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "aide", "Aide", id="general.aide", tooltip="Les touches de cet écran"),
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

    def __init__(self, jour: Callable[[], date], maintenant: Callable[[], datetime], *, tolerant: bool = True) -> None:
        super().__init__()
        self.jour = jour
        self.maintenant = maintenant
        self.tolerant = tolerant
        self.brouillons: Brouillons | None = None
        self.incidents: list[Exception] = []
        self._neutre = Neutre()
        self.clavier = Clavier(self, super().on_event)
        self.travaux = Travaux(self, self.recueillir, tolerant=tolerant)
        for theme in PROPRES:
            self.register_theme(theme)
        self.preferences, self._preferences_refusees = _lire_preferences()
        self._partir_sombre()

    def _partir_sombre(self) -> None:
        """Start under our own dark theme: chosen after the first styles are read, it would have them all read again."""
        self.set_reactive(Application.theme, "sombre")
        self.set_class(True, "-theme-sombre", update=False)
        self.stylesheet = Styles(variables=self.get_css_variables())

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self._neutre]

    def on_load(self) -> None:
        """One order of things on every Python: a task begins at the next turn of the loop. From 3.12 on, Textual has it
        begin at once, so a screen composes before it is on its stack, where its fields look for it
        (Textualize/textual#6444).
        """
        asyncio.get_running_loop().set_task_factory(None)

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Key) and not event.is_forwarded:
            await self.clavier.recevoir(event)
        else:
            await super().on_event(event)

    def appliquer_preferences(self) -> None:
        """The theme chosen, if another; a faulty file of settings is told, and the defaults serve."""
        if self.preferences.theme in LIBELLES:
            self.theme = self.preferences.theme
        if self._preferences_refusees is not None:
            self.refuser(self._preferences_refusees)

    def nom(self, code: str) -> str:
        """The name of the person who has this code."""
        return code

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

        def refuse(refus: Refus) -> None:
            if isinstance(refus, AConfirmer):
                self.douter(refus, partial(self.travaux.lancer, geste, reussi, refuse), partial(echec or str, refus))
            else:
                self._rendre(refus, echec)

        return self.travaux.lancer(geste, reussi, refuse)

    def _rendre(self, refus: Refus, echec: Callable[[Refus], None] | None) -> None:
        """A refusal goes to who waits for it; a form left meanwhile shows nothing any more, so it is told."""
        (echec if echec is not None and attendu(echec) else self.refuser)(refus)

    def douter(self, refus: AConfirmer, oui: Callable[[], object], non: Callable[[], object]) -> None:
        """Ask whether to go on, then call `oui` or `non`; here there is nobody to ask."""
        non()

    def lire(
        self,
        lecture: Callable[[], T],
        ensuite: Callable[[T], None],
        *,
        groupe: str = "lecture",
        echec: Callable[[Refus], None] | None = None,
        ouvre: bool = False,
    ) -> Worker[None]:
        """Read in a thread, and give what was read to `ensuite` (a refusal to `echec`), in the interface's thread.

        When `ensuite` is the method of a screen that was left meanwhile, nobody is waiting any more: it is not called.
        `ouvre`: a box comes at the end, and what is typed meanwhile is for it.
        """

        def donner(lu: T) -> None:
            if attendu(ensuite):
                ensuite(lu)

        if not ouvre:
            return self.travaux.lancer(lecture, donner, echec, groupe=groupe)
        relacher = self.clavier.retenir()

        def ouvrir(lu: T) -> None:
            donner(lu)
            relacher()

        def refuser(refus: Refus) -> None:
            relacher()
            self._rendre(refus, echec)

        return self.travaux.lancer(lecture, ouvrir, refuser, groupe=groupe)

    def registre_change(self) -> None:
        """What the screens show is out of date."""

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

    def notify(self, message: str, **options: Any) -> None:
        """Wrapped here: Textual would begin a line with the « » » or « : » that a non-breaking space holds back."""
        largeur = max(min(LARGEUR_AVIS, self.size.width // 2) - MARGES_AVIS, 1)
        super().notify("\n".join(_plier(ligne, largeur) for ligne in message.split("\n")), **options)

    def annoncer(self, phrase: str) -> None:
        """Say that something was done."""
        self.notify(phrase, markup=False, timeout=4)

    def refuser(self, refus: Refus) -> None:
        """The one place where a refusal is shown."""
        if isinstance(refus, AConfirmer):
            self.douter(refus, partial(self.annoncer, "Vous pouvez recommencer le geste."), self.registre_change)
        else:
            self.notify(refus.phrase, title="Impossible", severity="warning", markup=False, timeout=8)

    def recueillir(self, erreur: Exception) -> bool:
        """Tell an error of a handler. False: it must go on up (tests)."""
        if isinstance(erreur, Refus):
            self.refuser(erreur)
            return True
        if not self.tolerant:
            return False
        self.incidents.append(erreur)
        phrase = consigner(erreur, self.maintenant())
        self.notify(phrase, title="Erreur imprévue", severity="error", markup=False, timeout=20)
        return True

    def _fatal_error(self) -> None:
        """The last handler: the screen could not be kept, the person gets a sentence and no traceback."""
        if self.tolerant and self._exception is not None:
            self._exit_renderables.append(Text(consigner(self._exception, self.maintenant())))
            self._close_messages_no_wait()
        else:
            super()._fatal_error()

    # --- French, where Textual speaks English ---------------------------------------------------------

    def action_aide(self) -> None:
        if not isinstance(self.screen, Aide):
            self.push_screen(Aide())

    def action_quitter(self) -> None:
        self.exit()

    def get_key_display(self, binding: Binding) -> str:
        return binding.key_display or touche(binding.key)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        yield SystemCommand("Aide (F1)", "Les touches de cet écran", self.action_aide)
        yield SystemCommand("Couleurs", "Choisir l’apparence : sombre, clair, contraste élevé…", self.search_themes)
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


def _lire_preferences() -> tuple[Preferences, Refus | None]:
    try:
        return lire_preferences(), None
    except Refus as refus:
        return Preferences(), refus


def _plier(ligne: str, largeur: int) -> str:
    """The line with a return in place of the spaces it is cut at; a word too long (a path) is left to be folded."""
    parts = couper(ligne, largeur)
    suites = [*(debut for debut, _ in parts[1:]), len(ligne)]
    return "".join(
        ligne[debut:fin] + ("\n" if fin < suite else "") for (debut, fin), suite in zip(parts, suites, strict=True)
    )
