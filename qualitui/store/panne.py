"""An unexpected error: the person gets a sentence; where it happened is kept here, and nothing that was typed."""

from __future__ import annotations

import traceback
from datetime import datetime
from pathlib import Path

from qualitui.store.site.utilisateur import etat_local

PARLENT_DES_DONNEES = (ValueError, LookupError)  # their messages quote the value at fault, which may be a name


def consigner(erreur: BaseException, maintenant: datetime) -> str:
    """Keep the error in panne.txt, and return the sentence to show."""
    debut = f"Une erreur imprévue s’est produite : {type(erreur).__name__}. Ce qui était enregistré l’est toujours."
    chemin = _ecrire(erreur, maintenant)
    return debut if chemin is None else f"{debut} Le détail, à transmettre à l’assistance, est dans {chemin}."


def _ecrire(erreur: BaseException, maintenant: datetime) -> Path | None:
    """Add the error to the local state; the path of the file, or None when it can't be written."""
    chemin = etat_local() / "panne.txt"
    try:
        chemin.parent.mkdir(parents=True, exist_ok=True)
        with chemin.open("a", encoding="utf-8", errors="backslashreplace") as fichier:
            fichier.write(f"--- {maintenant.isoformat()}\n{decrire(erreur)}\n")
    except OSError:
        return None
    return chemin


def decrire(erreur: BaseException) -> str:
    """The calls and the type of the error and of those it comes from, first cause last.

    Neither the values of local variables nor the messages that quote data: they may hold an identity.
    """
    parties: list[str] = []
    courante: BaseException | None = erreur
    vues: set[int] = set()
    while courante is not None and id(courante) not in vues:
        vues.add(id(courante))
        parties.append("".join(traceback.format_tb(courante.__traceback__)) + _nommer(courante))
        courante = courante.__cause__ or (None if courante.__suppress_context__ else courante.__context__)
    return "\nvenue de\n".join(parties)


def _nommer(erreur: BaseException) -> str:
    nom = f"{type(erreur).__module__}.{type(erreur).__qualname__}"
    return f"{nom} (message tu)" if isinstance(erreur, PARLENT_DES_DONNEES) else f"{nom}: {erreur}"
