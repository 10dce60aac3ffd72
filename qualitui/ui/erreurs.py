"""An unexpected error: its technical detail goes to a file of the workstation, the person gets a sentence."""

from __future__ import annotations

import traceback
from datetime import datetime

from qualitui.store.utilisateur import etat_local


def consigner(erreur: BaseException, maintenant: datetime) -> str:
    """Keep the traceback in the local state, and return the sentence to show.

    The values of local variables are never written: they may hold an identity.
    """
    chemin = etat_local() / "panne.txt"
    debut = f"Une erreur imprévue s’est produite : {type(erreur).__name__}. Ce qui était enregistré l’est toujours."
    try:
        chemin.parent.mkdir(parents=True, exist_ok=True)
        with chemin.open("a", encoding="utf-8") as fichier:
            fichier.write(f"--- {maintenant.isoformat()}\n{''.join(traceback.format_exception(erreur))}\n")
    except OSError:
        return debut
    return f"{debut} Le détail, à transmettre à l’assistance, est dans {chemin}."
