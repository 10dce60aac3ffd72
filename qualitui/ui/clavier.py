"""Keys one at a time: the next is given out once the one before has had its whole effect.

Textual gives a key to what has the focus when it is read. Typed fast, or while the program is busy, the letters after
« / » or « n » would reach the list before the field they are meant for is there, and be taken for commands.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual.app import App
    from textual.events import Key

EFFET = 0.2  # seconds after which a key is held for done, whatever became of the widget that had it
OUVERTURE = 1.5  # the same for a form that first reads the folder: a share that hangs must not hold the keyboard
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
        self._accompagner(cible, rang)

    def _accompagner(self, noeud: MessagePump | None, rang: int) -> None:
        """Follow the key up from the widget that had it: each one hands on after the key what comes behind it."""
        if noeud is None or noeud is self._app or not noeud.call_later(self._accompagner, noeud._parent, rang):
            # Once for the key itself, just before this in the queue; once for what it asks for (the focus elsewhere).
            self._app.call_later(self._app.call_later, self._finir, rang)

    async def _finir(self, rang: int) -> None:
        """The key has had its effect, once the screen it may have opened can take the next one."""
        if rang != self._rang or not self._occupe:
            return
        if self._ouvertures or not self._app.screen.is_mounted:
            self._app.set_timer(MONTAGE, lambda: self._finir(rang))
            return
        self._occupe = False
        await self._suivante()
