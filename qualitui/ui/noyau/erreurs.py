"""An unexpected error: its technical detail goes to a file of the workstation, the person gets a sentence."""

from __future__ import annotations

from datetime import datetime

from qualitui.store import panne


def consigner(erreur: BaseException, maintenant: datetime) -> str:
    """Keep the traceback in the local state, and return the sentence to show."""
    debut = f"Une erreur imprévue s’est produite : {type(erreur).__name__}. Ce qui était enregistré l’est toujours."
    chemin = panne.consigner(erreur, maintenant)
    if chemin is None:
        return debut
    return f"{debut} Le détail, à transmettre à l’assistance, est dans {chemin}."
