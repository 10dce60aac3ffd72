"""What a screen, a box or a widget may ask of the application that carries it: typed here, made in ui/app."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from textual.worker import Worker

from qualitui.domain.base import Refus

if TYPE_CHECKING:
    from qualitui.operations.site.droits import Limites
    from qualitui.store.site.site import Site
    from qualitui.ui.noyau.brouillons import Brouillons

T = TypeVar("T")


class Bureau(Protocol):
    """`version` grows each time the register changes; `injoignable`: why the site's folder does not answer;
    `qui`: the person in front of the screen; `limites`: what they may not do.
    """

    site: Site
    brouillons: Brouillons
    version: int
    injoignable: str
    horloge: str  # why the clock of this workstation is not believed; empty when it is
    abime: bool  # whether something may be missing from what is shown
    perte: bool  # and may be lost, not only be beyond this program
    qui: str
    limites: Limites
    jour: Callable[[], date]
    maintenant: Callable[[], datetime]

    def faire(
        self,
        geste: Callable[[], T],
        *,
        ensuite: Callable[[T], None] | None = None,
        dire: str | Callable[[T], str] = "",
        echec: Callable[[Refus], None] | None = None,
    ) -> Worker[None]: ...

    def lire(
        self,
        lecture: Callable[[], T],
        ensuite: Callable[[T], None],
        *,
        groupe: str = "lecture",
        echec: Callable[[Refus], None] | None = None,
        ouvre: bool = False,
    ) -> Worker[None]: ...

    def registre_change(self) -> None: ...

    def aller(self, nom: str, cle: str = "", regler: str | None = None) -> None: ...

    def ouvrir(self, nom: str, *arguments: Any) -> None: ...

    def choisir_theme(self, nom: str) -> None: ...

    def nom(self, code: str) -> str: ...

    def notify(self, message: str, **options: Any) -> None: ...

    def annoncer(self, phrase: str) -> None: ...

    def refuser(self, refus: Refus) -> None: ...

    def recueillir(self, erreur: Exception) -> bool: ...
