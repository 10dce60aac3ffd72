"""Keys one at a time: the next is given out once the one before has had its whole effect.

Textual gives a key to what has the focus when it is read. Typed fast, or while the program is busy, the letters after
« / » or « n » would reach the list before the field they are meant for is there, and be taken for commands.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.message_pump import MessagePump

from qualitui.ui.noyau.ecran import Ecran

if TYPE_CHECKING:
    from textual.app import App
    from textual.events import Key
    from textual.screen import Screen

EFFET = 2.0  # seconds after which a key is held for done, should its way be lost
OUVERTURE = 1.5  # the same for a form or a screen that first reads the folder: a share that hangs holds no keyboard
MONTAGE = 0.01  # between two looks at whether a new screen is ready


class Clavier:
    """`donner` is the application's own handling of a key: it sends it on, without waiting for its effect."""

    def __init__(self, app: App[Any], donner: Callable[[Key], Awaitable[None]]) -> None:
        self._app = app
        self._donner = donner
        self._attente: deque[Key] = deque()
        self._occupe = False
        self._rang = 0
        self._ouvertures = 0
        self._attendu: Screen[Any] | None = None
        self._depuis = 0.0

    async def recevoir(self, touche: Key) -> None:
        self._attente.append(touche)
        if not self._occupe:
            await self._suivante()

    def retenir(self) -> Callable[[], None]:
        """Hold the keys until the function returned is called (a form is on its way), or for `OUVERTURE` at most."""
        self._ouvertures += 1
        fini = False

        def relacher() -> None:
            nonlocal fini
            if not fini:
                fini = True
                self._ouvertures -= 1

        self._app.set_timer(OUVERTURE, relacher)
        return relacher

    async def _suivante(self) -> None:
        if not self._attente:
            return
        cible = self._app.focused or self._app.screen
        self._occupe = True
        self._rang += 1
        rang = self._rang
        self._app.set_timer(EFFET, lambda: self._finir(rang))
        await self._donner(self._attente.popleft())
        # Twice: a button first hears the key, then says that it was pressed.
        self._accompagner(cible, lambda: self._accompagner(cible, lambda: self._app.call_later(self._finir, rang)))

    def _accompagner(self, noeud: MessagePump | None, ensuite: Callable[[], object]) -> None:
        """Follow the key up from the widget that had it: each one hands on, after the key, what comes behind it."""
        if noeud is None or noeud is self._app or not noeud.call_later(self._accompagner, noeud._parent, ensuite):
            self._app.call_later(ensuite)

    async def _finir(self, rang: int) -> None:
        """The key has had its effect, once the screen it may have opened can take the next one."""
        if rang != self._rang or not self._occupe:
            return
        if self._ouvertures or not self._prete(self._app.screen):
            self._app.set_timer(MONTAGE, lambda: self._finir(rang))
            return
        self._occupe = False
        await self._suivante()

    def _prete(self, ecran: Screen[Any]) -> bool:
        """Whether the screen in front can take a key; one that says it is not (`pret`) is waited for a moment only."""
        if not ecran.is_mounted or not isinstance(ecran, Ecran) or ecran.pret:
            return ecran.is_mounted
        if self._attendu is not ecran:
            self._attendu, self._depuis = ecran, monotonic()
        return monotonic() - self._depuis > OUVERTURE
