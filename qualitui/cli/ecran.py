"""Open the terminal interface on the site, or the first-run assistant when there is none."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

from qualitui.cli.apercu import montre
from qualitui.cli.commun import IMPREVU, Appel, MauvaisUsage, login, poste

if TYPE_CHECKING:
    from qualitui.ui.noyau.application import Application

R = TypeVar("R")


class SansTerminal(MauvaisUsage):
    """The screen was asked for where there is no terminal: a pipe, a file, a scheduled task."""

    def __init__(self, site: str | None) -> None:
        commande = f'qualitui --site "{site}"' if site else "qualitui"
        super().__init__(
            "L’écran ne s’ouvre que dans un terminal, et il n’y en a pas ici. "
            f"Ouvrez-en un et tapez\u00a0: {commande}. "
            "Dans un script, nommez une commande\u00a0; qualitui --help les donne toutes."
        )


def ouvrir(appel: Appel) -> None:
    """Run the interface; it asks `appel.jour` each time, so that a screen left open overnight follows the day."""
    from qualitui.store.site.utilisateur import retenir_site

    # Textual reads the keys on stdin and draws on stderr; whoever sends stdout elsewhere expects an answer there.
    if not all(flux is not None and flux.isatty() for flux in (sys.stdin, sys.stdout, sys.stderr)):
        raise SansTerminal(appel.options.site)
    dossier = appel.dossier_ou_rien()
    if dossier is None:
        premier_lancement(appel)
        return
    with montre(dossier):
        site = appel.site
        retenir_site(site.dossier)
        from qualitui.ui.app import Qualitui

        application = Qualitui(site, lambda: appel.jour)
    _montrer(appel, application)


def premier_lancement(appel: Appel) -> None:
    """Run the assistant that creates a site, then open the site it made."""
    from qualitui.ui.screens.premier_lancement import Assistant

    dossier = _montrer(appel, Assistant(lambda: appel.jour, appel.maintenant, poste=poste(), login=login()))
    if dossier is not None:
        appel.options.site = str(dossier)
        ouvrir(appel)


def _montrer(appel: Appel, application: Application[R]) -> R | None:
    """Until the person leaves; an error that closed the screen (told by it already) is not taken for that."""
    resultat = application.run()
    if application.return_code:
        appel.code = IMPREVU
    return resultat
