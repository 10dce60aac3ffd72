"""Registers a case with an identity, and dies at the n-th call that the program makes to the system to write."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.store.site.site import ouvrir

JOUR = date(2026, 3, 2)
ECRITURES = ("mkdir", "open", "write", "fsync")


def main(dossier: str, rang: int) -> None:
    """Exit 0: everything was written before the n-th call."""
    site = ouvrir(
        Path(dossier), maintenant=lambda: datetime(2026, 3, 2, 9, tzinfo=UTC), poste="poste-test", login="essai"
    )
    saisie = Saisie(canal="courrier", nature="reclamation", recue_le=JOUR, objet="Porte")
    reste = [rang]

    def compter(appel: Callable[..., Any]) -> Callable[..., Any]:
        def mourir_ou_faire(*arguments: Any, **options: Any) -> Any:
            if isinstance(arguments[0], int) or str(arguments[0]).startswith(dossier):
                reste[0] -= 1
                if not reste[0]:
                    os._exit(9)
            return appel(*arguments, **options)

        return mourir_ou_faire

    for nom in ECRITURES:
        setattr(os, nom, compter(getattr(os, nom)))
    reclamations.ajouter(site, saisie, identite=Identite(nom="Jeanne Zyxw"), jour=JOUR)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
