"""The settings of one site, as written in its site.toml: name, référentiels and since when, days and hours."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum

from pydantic import Field

from qualitui.domain.base import Valeur
from qualitui.domain.echeances import Calendrier, Fermeture, Zone


class Droits(StrEnum):
    """What a login tied to nobody of the équipe may do: everything (under its login), or only read."""

    OUVERTS = "ouverts"
    STRICTS = "stricts"


class EnVigueur(Valeur):
    """A référentiel and the day the site came under it."""

    code: str
    depuis: date


class Horaire(Valeur):
    ouverture: time
    fermeture: time


class Reglages(Valeur):
    """`referentiels` is in date order; `horaires` maps « lundi » … « samedi » to hours, absent: 8:30–17:00 on
    weekdays."""

    nom: str
    referentiels: tuple[EnVigueur, ...]
    adresse: str = ""
    courriel: str = ""
    telephone: str = ""
    directeur: str = ""
    zone: Zone = Zone.METROPOLE
    recoit_le_samedi: bool = False
    horaires: dict[str, Horaire] = Field(default_factory=dict)
    fermetures: tuple[Fermeture, ...] = ()
    droits: Droits = Droits.OUVERTS

    def referentiel_au(self, jour: date) -> str:
        """The code of the référentiel in force on `jour` (the first one for any day before it)."""
        passes = [v for v in self.referentiels if v.depuis <= jour]
        return (passes[-1] if passes else self.referentiels[0]).code

    def calendrier(self) -> Calendrier:
        from qualitui.domain.francais import JOURS

        horaires = {JOURS.index(j): (h.ouverture, h.fermeture) for j, h in self.horaires.items()}
        base = {"horaires": horaires} if horaires else {}
        return Calendrier.model_validate(
            {
                "zone": self.zone,
                "recoit_le_samedi": self.recoit_le_samedi,
                "fermetures": self.fermetures,
                **base,
            }
        )
