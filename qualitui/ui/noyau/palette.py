"""The command palette (Ctrl+P), in French, searched without minding accents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple, cast

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.content import Content
from textual.fuzzy import Matcher
from textual.widgets.option_list import Option

from qualitui.domain.francais import sans_accents
from qualitui.ui.noyau.contrat import Bureau
from qualitui.ui.noyau.ecran import Ecran
from qualitui.ui.noyau.themes import LIBELLES
from qualitui.ui.noyau.traduction import touche


class Commande(NamedTuple):
    nom: str
    aide: str
    geste: Callable[[], Any]


def ressemblance(cherche: str, texte: str) -> float:
    """0 when `texte` has nothing of `cherche`; accents and case do not count. Whole words weigh more."""
    aiguille, foin = sans_accents(cherche), sans_accents(texte)
    if not aiguille:
        return 0.0
    if foin.startswith(aiguille):
        return 3.0
    if f" {aiguille}" in foin:
        return 2.0
    return 1.0 if aiguille in foin else Matcher(aiguille).match(foin) / 100


class Fournisseur(Provider):
    """Offers a list of `Commande`; a subclass gives them."""

    def commandes(self) -> Iterable[Commande]:
        return ()

    async def discover(self) -> Hits:
        for commande in self.commandes():
            yield DiscoveryHit(Content(commande.nom), commande.geste, commande.nom, commande.aide)

    async def search(self, query: str) -> Hits:
        for commande in self.commandes():
            score = ressemblance(query, commande.nom)
            if score > 0:
                yield Hit(score, Content(commande.nom), commande.geste, commande.nom, commande.aide)


class Commandes(Fournisseur):
    """The gestures of the screen in front, the modules, and those of the program."""

    def commandes(self) -> Iterable[Commande]:
        yield from self._gestes()
        for nom, aide, geste, _ in self.app.get_system_commands(self.screen):
            yield Commande(nom, aide, cast("Callable[[], Any]", geste))

    def _gestes(self) -> Iterable[Commande]:
        vus = set()
        for cle, actif in self.screen.active_bindings.items():
            lien = actif.binding
            if lien.id and lien.tooltip and actif.node is self.screen and lien.id not in vus and actif.enabled:
                vus.add(lien.id)
                nom = f"{lien.tooltip} ({touche(cle)})"
                yield Commande(nom, "", partial(self.app.run_action, lien.action, self.screen))


class Couleurs(Fournisseur):
    """The looks a person may choose."""

    def commandes(self) -> Iterable[Commande]:
        for nom, libelle in LIBELLES.items():
            choisi = " (en cours)" if self.app.theme == nom else ""
            yield Commande(libelle + choisi, "", partial(cast("Bureau", self.app).choisir_theme, nom))


class Palette(CommandPalette, Ecran[None]):
    """Textual's palette, without its English words nor its pictogram."""

    def on_mount(self) -> None:
        self.query_one(SearchIcon).icon = ">"

    def _start_no_matches_countdown(self, search_value: str) -> None:
        self._stop_no_matches_countdown()

        def montrer() -> None:
            if search_value:
                liste = self.query_one(CommandList)
                liste.add_option(Option("Aucune commande ne correspond.", disabled=True, id=self._NO_MATCHES))
            self._list_visible = bool(search_value)

        self._no_matches_timer = self.set_timer(self._NO_MATCHES_COUNTDOWN, montrer)
