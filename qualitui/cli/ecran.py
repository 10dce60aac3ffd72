"""Open the terminal interface on the site, or the first-run assistant when there is none."""

from __future__ import annotations

from qualitui.cli.apercu import montre
from qualitui.cli.commun import Appel, login, poste


def ouvrir(appel: Appel) -> None:
    """Run the interface; it asks `appel.jour` each time, so that a screen left open overnight follows the day."""
    from qualitui.store.site.utilisateur import retenir_site

    dossier = appel.dossier_ou_rien()
    if dossier is None:
        premier_lancement(appel)
        return
    with montre(dossier):
        site = appel.site
        retenir_site(site.dossier)
        from qualitui.ui.app import Qualitui

        application = Qualitui(site, lambda: appel.jour)
    application.run()


def premier_lancement(appel: Appel) -> None:
    """Run the assistant that creates a site, then open the site it made."""
    from qualitui.ui.screens.premier_lancement import Assistant

    dossier = Assistant(lambda: appel.jour, appel.maintenant, poste=poste(), login=login()).run()
    if dossier is not None:
        appel.options.site = str(dossier)
        ouvrir(appel)
