"""An unexpected error: its technical detail goes to a local file, the person gets a sentence."""

from __future__ import annotations

from qualitui.cli.commun import maintenant
from qualitui.store import panne


def consigner(erreur: BaseException) -> str:
    """Keep the traceback in the local state, and return the sentence to show."""
    chemin = panne.consigner(erreur, maintenant())
    if chemin is None:
        return f"Une erreur imprévue s’est produite : {type(erreur).__name__}. Ce qui était enregistré l’est toujours."
    return (
        f"Une erreur imprévue s’est produite : {type(erreur).__name__}. Ce qui était enregistré l’est toujours. "
        f"Le détail, à transmettre à l’assistance, est dans {chemin}."
    )
