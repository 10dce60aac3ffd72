"""qualitui reclamation recalculer: what the site's days of today change in open cases, seen before it is applied."""

from __future__ import annotations

from qualitui.cli.commun import Analyseur, Appel
from qualitui.domain.francais import accorder
from qualitui.domain.reclamations.echeance import recalcul_en_mots


def construire(analyseur: Analyseur) -> None:
    analyseur.add_argument("references", metavar="REF", nargs="*", help="ces dossiers seulement")
    analyseur.add_argument("--appliquer", action="store_true", help="recalculer ; sans cette option, rien ne bouge")
    analyseur.en_json()


def recalculer(appel: Appel) -> None:
    from qualitui.operations.reclamations import recalcul  # `lister` declares this verb and must not pay for it

    options = appel.options
    ecarts = recalcul.apercevoir(appel.site, options.references)
    if options.appliquer:
        recalcul.appliquer(appel.site, ecarts)
        fin = f"{accorder(len(ecarts), 'dossier recalculé')} ; l’historique garde l’ancienne date."
    else:
        fin = "Rien n’a bougé. --appliquer recalcule ces dossiers, ou ceux que vous nommez."
    if not ecarts:
        fin = "Les échéances des dossiers ouverts suivent déjà les jours du site."
    appel.rendre(list(ecarts), "\n".join([*(recalcul_en_mots(ecart) for ecart in ecarts), fin]))
