"""The settings of one site, as written in its site.toml: name, référentiels and since when, days and hours."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum
from typing import Any

from pydantic import Field, field_validator, model_validator

from qualitui.domain.base import Valeur
from qualitui.domain.francais import JOURS, enumerer
from qualitui.domain.temps.calendrier import Calendrier, Fermeture, Zone
from qualitui.domain.temps.dates import DERNIERE_ANNEE, PREMIERE_ANNEE

BORNES = f"une date de {PREMIERE_ANNEE} à {DERNIERE_ANNEE} est attendue"


class Droits(StrEnum):
    """What a login tied to nobody of the équipe may do: everything (under its login), or only read."""

    OUVERTS = "ouverts"
    STRICTS = "stricts"


class EnVigueur(Valeur):
    """A référentiel and the day the site came under it."""

    code: str
    depuis: date


class Horaire(Valeur):
    """Opening hours of one weekday; both ends are open."""

    ouverture: time
    fermeture: time

    @model_validator(mode="after")
    def _dans_l_ordre(self) -> Horaire:
        if self.ouverture >= self.fermeture:
            raise ValueError("l’ouverture doit précéder la fermeture")
        return self


class Reglages(Valeur):
    """`referentiels` is kept in date order; `horaires` maps « lundi » … « samedi » to hours, absent: 8:30–17:00 on
    weekdays. The days of the last audits held say when the next one comes; None: not known."""

    nom: str
    referentiels: tuple[EnVigueur, ...] = Field(min_length=1)
    adresse: str = ""
    courriel: str = ""
    telephone: str = ""
    directeur: str = ""
    zone: Zone = Zone.METROPOLE
    recoit_le_samedi: bool = False
    horaires: dict[str, Horaire] = Field(default_factory=dict)
    fermetures: tuple[Fermeture, ...] = ()
    droits: Droits = Droits.OUVERTS
    dernier_audit_interne: date | None = None
    dernier_audit_externe: date | None = None

    @field_validator("dernier_audit_interne", "dernier_audit_externe")
    @classmethod
    def _dans_les_bornes(cls, le: date | None) -> date | None:
        if le is not None and not PREMIERE_ANNEE <= le.year <= DERNIERE_ANNEE:
            raise ValueError(BORNES)
        return le

    @field_validator("referentiels", "fermetures")
    @classmethod
    def _pas_au_dela(cls, dates: tuple[Any, ...]) -> tuple[Any, ...]:
        bornes = [getattr(une, champ, date.min) for une in dates for champ in ("depuis", "du", "au")]
        if any(borne.year > DERNIERE_ANNEE for borne in bornes):
            raise ValueError(BORNES)
        return dates

    @field_validator("horaires")
    @classmethod
    def _jours_de_la_semaine(cls, horaires: dict[str, Horaire]) -> dict[str, Horaire]:
        inconnus = [nom for nom in horaires if nom not in JOURS]
        if inconnus:
            raise ValueError(f"un jour de la semaine est attendu ({enumerer(JOURS, 'ou')}), et non {inconnus[0]}")
        return horaires

    @field_validator("referentiels")
    @classmethod
    def _dans_l_ordre_des_dates(cls, referentiels: tuple[EnVigueur, ...]) -> tuple[EnVigueur, ...]:
        return tuple(sorted(referentiels, key=lambda un: un.depuis))

    def referentiel_au(self, jour: date) -> str:
        """The code of the référentiel in force on `jour` (the first one for any day before it)."""
        passes = [v for v in self.referentiels if v.depuis <= jour]
        return (passes[-1] if passes else self.referentiels[0]).code

    def calendrier(self) -> Calendrier:
        """The days and hours of the site, as the deadlines need them."""
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
