"""What every screen and box stands on: texts in French, and a fault in a handler that does not stop the program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.actions import parse
from textual.binding import ActiveBinding, Binding, BindingType
from textual.events import ScreenResume
from textual.message import Message
from textual.screen import ModalScreen, Screen

from qualitui.ui.noyau.contrat import Bureau
from qualitui.ui.noyau.traduction import traduire

if TYPE_CHECKING:
    from qualitui.domain.base import Fiche
    from qualitui.operations.site.droits import Demande
    from qualitui.store.contrat import Nouveaute

R = TypeVar("R")


class Ecran(Screen[R]):
    """A screen whose built-in bindings read in French, and whose faults are told instead of ending the program.

    `self.qualitui` is the application (`.site`, `.jour()`, `.faire(…)`, `.aller(nom)`).
    `ECRITURES`: domain of roles-eps.toml and verb → the actions that ask it, « geste:clore » for one of a parameter.
    Without the right, an action is refused before its form opens (ui/noyau/droits.py), with the sentence of saving.
    `pret`: False while what the screen shows is not there yet; keys typed ahead wait for it.
    """

    ECRITURES: ClassVar[dict[Demande, str]] = {}
    pret = True
    _deja_montre = False

    @property
    def qualitui(self) -> Bureau:
        return cast("Bureau", self.app)

    # --- what the application tells a screen, which may have nothing to do with it ----------------------

    def rafraichir(self) -> None:
        """The register changed: what is shown is out of date."""

    def viser(self, cle: str) -> None:
        """Put the cursor on the row that this reference, or this key, names."""

    def regler(self, cle: str, geste: str) -> None:
        """Put the cursor there and open what settles what it waits for; `geste`: see `Etape`."""
        self.viser(cle)

    def fiche_visee(self) -> Fiche | None:
        """The record that a gesture of the screen would change."""
        return None

    def autrui(self, nouveautes: Sequence[Nouveaute]) -> None:
        """Others wrote these records."""

    def acces_confidentiel(self, accessible: bool) -> None:
        """The right to read confidentiel/ was lost, or came back."""

    # --- what a screen uses -----------------------------------------------------------------------------

    def on_compose(self) -> None:
        """Narrow or wide is known before anything is in the screen: told later, every style is worked out twice."""
        seuils = self.app.HORIZONTAL_BREAKPOINTS or []
        actif = [nom for seuil, nom in seuils if seuil <= self.app.size.width][-1:]
        self.update_classes({nom: nom in actif for _, nom in seuils}, animate=False)

    def terminer(self, resultat: R | None = None) -> None:
        """Leave with what a thread has done, closing what was opened above; a screen already left stays so."""
        if self in self.app.screen_stack:
            while self.app.screen is not self:
                self.app.pop_screen()
            self.dismiss(resultat)

    def touches_des_gestes(self) -> dict[str, str]:
        """The key that does each gesture (`action_geste`) from this screen, by the gesture's code."""
        gestes = ((cle, parse(actif.binding.action)) for cle, actif in self.active_bindings.items())
        return {str(arguments[0]): cle for cle, (_, nom, arguments) in gestes if nom == "geste"}

    def _on_screen_resume(self, event: ScreenResume) -> None:
        """A screen shown for the first time was styled as it was filled: once is enough."""
        event.refresh_styles = event.refresh_styles and self._deja_montre
        self._deja_montre = True

    def lancer(self, action: str) -> None:
        """What the key of this action does, from code: with its check of rights."""
        self.app.call_later(self.app.run_action, action, self)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        return {cle: traduire(actif) for cle, actif in super().active_bindings.items()}

    async def _on_message(self, message: Message) -> None:
        # Textual ends the whole program on any error of a handler: a Refus or a bug of one gesture must not.
        try:
            await super()._on_message(message)
        except Exception as erreur:
            if not self.is_mounted or not self.qualitui.recueillir(erreur):
                raise


class Boite(ModalScreen[R], Ecran[R]):
    """A box over the screen. Esc closes it (`action_fermer`, dismisses None); F1 explains its keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "fermer", "Fermer", id="boite.fermer", tooltip="Revenir en arrière"),
        Binding("f1", "app.aide", "Aide", id="boite.aide", tooltip="Les touches de cette boîte", show=False),
    ]

    def action_fermer(self) -> None:
        self.dismiss(None)
