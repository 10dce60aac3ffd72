"""A register folder and as many workstations as a test needs, each with its own clock and local state."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from qualitui.domain.actions.fiche import Action, Origine
from qualitui.domain.verifications.fiche import Constat
from qualitui.store.moteur.moteur import RegistreJournal, ouvrir_registre

JOUR = date(2026, 3, 2)
MIDI = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Horloge:
    """A clock that moves only when told."""

    def __init__(self, instant: datetime = MIDI) -> None:
        self.instant = instant

    def __call__(self) -> datetime:
        return self.instant

    def avancer(self, **duree: float) -> None:
        self.instant += timedelta(**duree)


class Banc:
    """One site folder, and the registers opened on it; all are closed at the end."""

    def __init__(self, racine: Path) -> None:
        self.racine = racine
        self.dossier = racine / "site"
        self.dossier.mkdir(exist_ok=True)
        self.horloge = Horloge()
        self._ouverts: list[RegistreJournal] = []

    def ouvrir(self, login: str = "martin", *, poste: str = "poste", etat: str = "etat") -> RegistreJournal:
        registre = ouvrir_registre(
            self.dossier,
            poste=poste,
            login=login,
            maintenant=self.horloge,
            aleatoire=random.Random(f"{login}{len(self._ouverts)}"),
            cache=self.racine / etat,
        )
        self._ouverts.append(registre)
        return registre

    def fermer(self) -> None:
        for registre in self._ouverts:
            registre.close()
        self._ouverts.clear()

    def journal(self, login: str = "martin", k: int = 1, annee: int = 2026) -> Path:
        return self.dossier / "registre" / str(annee) / f"poste~{login}~{k}.jsonl"

    def local(self) -> Path:
        """The local state folder of the site."""
        return next(chemin for chemin in (self.racine / "etat").iterdir() if chemin.is_dir())


def action(reference: str = "A-2026-001", **champs: object) -> Action:
    base = {"reference": reference, "intitule": "Repeindre", "creee_le": JOUR, "origine": Origine(concept="reunion")}
    return Action.model_validate({**base, **champs})


def constat(verification: str = "V-NET-02", periode: str = "2026-03-02", **champs: object) -> Constat:
    return Constat.model_validate({"verification": verification, "periode": periode, "le": JOUR, **champs})
