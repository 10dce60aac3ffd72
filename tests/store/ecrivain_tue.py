"""A writer to be killed: adds records one after the other and prints each reference once it is acknowledged."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from qualitui.domain.actions.fiche import Action, Origine
from qualitui.store.moteur.moteur import ouvrir_registre


def main(dossier: str, login: str, combien: int) -> None:
    """Write `combien` actions with their own numbers; each line printed names one that is on the disk."""
    registre = ouvrir_registre(Path(dossier), poste="poste", login=login, maintenant=lambda: datetime.now(UTC))
    for _ in range(combien):
        with registre.transaction():
            reference = f"A-2026-{registre.reserver_numero('A-2026'):03d}"
            origine = Origine(concept="reunion")
            registre.add(
                Action(reference=reference, intitule=login, origine=origine, creee_le=datetime.now(UTC).date())
            )
        print(reference, flush=True)
    registre.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
