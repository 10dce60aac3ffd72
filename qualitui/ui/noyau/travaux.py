"""Work done in a thread, and the way back: what it brings is given in the interface's thread, to who still waits.

No other module of the interface starts a thread (tests/ui/test_travaux.py).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from contextvars import copy_context
from functools import partial
from threading import RLock
from typing import Any, TypeVar

from textual.app import App
from textual.widget import Widget
from textual.worker import Worker

from qualitui.domain.base import Refus

T = TypeVar("T")


class Travaux:
    """`recueillir` tells an error, or answers False when it must go on up; `tolerant`: such an error ends nothing."""

    def __init__(self, app: App[Any], recueillir: Callable[[Exception], bool], *, tolerant: bool) -> None:
        self._app = app
        self._recueillir = recueillir
        self._tolerant = tolerant
        self._verrou = RLock()

    def lancer(
        self,
        travail: Callable[[], T],
        ensuite: Callable[[T], None],
        echec: Callable[[Refus], None] | None = None,
        *,
        groupe: str = "geste",
        exclusif: bool = True,
    ) -> Worker[None]:
        """Do it in a thread, one work at a time, then give the result to `ensuite`, or the refusal to `echec`.

        `exclusif` False: long work that touches nothing of the register in memory, and must hold back no gesture.
        """
        contexte = copy_context()  # a screen left while it reads is cut from its application, and still asks for it

        def executer() -> None:
            try:
                with self._verrou if exclusif else nullcontext():
                    resultat = contexte.run(travail)
            except Exception as erreur:
                self._rendre(partial(self._echouer, erreur, echec))
            else:
                self._rendre(partial(self._proteger, ensuite, resultat))

        return self._app.run_worker(executer, thread=True, group=groupe, exit_on_error=not self._tolerant)

    @property
    def _ouverte(self) -> bool:
        return self._app._running and not self._app._exit

    def _rendre(self, suite: Callable[[], None]) -> None:
        """In the interface's thread, unless the program was left: asked there too, it may have been meanwhile."""
        if self._ouverte:
            self._app.call_from_thread(lambda: suite() if self._ouverte else None)

    def _proteger(self, suite: Callable[[T], None], valeur: T) -> None:
        try:
            suite(valeur)
        except Exception as erreur:
            if not self._recueillir(erreur):
                raise

    def _echouer(self, erreur: Exception, echec: Callable[[Refus], None] | None) -> None:
        if isinstance(erreur, Refus) and echec is not None and attendu(echec):
            echec(erreur)
        elif not self._recueillir(erreur):
            raise erreur


def attendu(suite: Callable[..., Any]) -> bool:
    """Whether someone still waits for what a thread brings: not when it is for a screen, or a widget, that was left."""
    while isinstance(suite, partial):
        suite = suite.func
    pour = getattr(suite, "__self__", None)
    return not isinstance(pour, Widget) or pour.is_attached
