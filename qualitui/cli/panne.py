"""An unexpected error: its technical detail goes to a local file, the person gets a sentence."""

from __future__ import annotations

import traceback

from qualitui.cli.commun import maintenant
from qualitui.store.utilisateur import etat_local


def consigner(erreur: BaseException) -> str:
    """Keep the traceback in the local state, and return the sentence to show.

    The values of local variables are never written: they may hold an identity.
    """
    detail = "".join(traceback.format_exception(erreur))
    chemin = etat_local() / "panne.txt"
    try:
        chemin.parent.mkdir(parents=True, exist_ok=True)
        with chemin.open("a", encoding="utf-8") as fichier:
            fichier.write(f"--- {maintenant().isoformat()}\n{detail}\n")
    except OSError:
        return f"Une erreur imprévue s’est produite : {type(erreur).__name__}. Ce qui était enregistré l’est toujours."
    return (
        f"Une erreur imprévue s’est produite : {type(erreur).__name__}. Ce qui était enregistré l’est toujours. "
        f"Le détail, à transmettre à l’assistance, est dans {chemin}."
    )
