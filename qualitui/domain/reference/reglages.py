"""The settings of one site, as written in its site.toml: name, référentiels and since when, days and hours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from typing import Any

from pydantic import Field, field_validator, model_serializer, model_validator

from qualitui.domain.base import Refus, Valeur
from qualitui.domain.francais import JOURS, enumerer
from qualitui.domain.reference.plages import ecrire_plages, lire_heure, lire_plages
from qualitui.domain.reference.politique import Politique, appliquer, promis_a_tous
from qualitui.domain.temps.calendrier import MINUIT, Calendrier, Fermeture, Semaine, Zone, faute_des_plages
from qualitui.domain.temps.dates import DERNIERE_ANNEE, PREMIERE_ANNEE
from qualitui.domain.temps.delais import Delai

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
    """Opening hours of one weekday, one range or several; both ends of a range are open.

    Written as a text (« 08:30-12:00, 13:30-17:00 »), or as one range of two times, the way of before.
    """

    plages: tuple[tuple[time, time], ...]

    @model_validator(mode="before")
    @classmethod
    def _lire(cls, ecrit: Any) -> Any:
        try:
            if isinstance(ecrit, str):
                return {"plages": lire_plages(ecrit)}
            if isinstance(ecrit, Mapping) and {"ouverture", "fermeture"} <= set(ecrit):
                bornes = {nom: _heure(ecrit[nom], nom) for nom in ("ouverture", "fermeture")}
                autres = {nom: valeur for nom, valeur in ecrit.items() if nom not in bornes}
                return {"plages": ((bornes["ouverture"], bornes["fermeture"]),), **autres}
        except Refus as refus:
            champ = f"clé «\u00a0{refus.champ}\u00a0», " if refus.champ in ("ouverture", "fermeture") else ""
            raise ValueError(f"{champ}{refus.phrase.rstrip('.')}") from None
        return ecrit

    @model_validator(mode="after")
    def _dans_l_ordre(self) -> Horaire:
        if faute := faute_des_plages(self.plages):
            raise ValueError(faute)
        return self

    @model_serializer(mode="plain")
    def _ecrire(self) -> Any:
        """The way of before while it is enough: an older program on the same folder still reads it."""
        (ouverture, fermeture), *autres = self.plages
        if autres or fermeture == MINUIT:
            return ecrire_plages(self.plages)
        return {"ouverture": ouverture, "fermeture": fermeture}


class Changement(Valeur):
    """One line of the history of the settings: what a setting was, what it became, by whom, and why when it is said."""

    le: date
    par: str
    reglage: str
    avant: str = ""
    apres: str = ""
    raison: str = ""


class Reglages(Valeur):
    """`referentiels` is kept in date order; `horaires` maps « lundi » … « samedi » to hours, absent: 8:30–17:00 on
    weekdays. The days of the last audits held say when the next one comes; None: not known.

    `premiere_periode_due`: what is proposed for a new check. `politiques`: the delays counted otherwise than by the
    référentiel. `semaines`: the weeks of before a change of hours. `changements`: the history, oldest first.
    """

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
    premiere_periode_due: bool = False
    politiques: tuple[Politique, ...] = ()
    semaines: tuple[Semaine, ...] = ()
    changements: tuple[Changement, ...] = ()

    @field_validator("dernier_audit_interne", "dernier_audit_externe")
    @classmethod
    def _dans_les_bornes(cls, le: date | None) -> date | None:
        if le is not None and not PREMIERE_ANNEE <= le.year <= DERNIERE_ANNEE:
            raise ValueError(BORNES)
        return le

    @field_validator("referentiels", "fermetures", "politiques")
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

    def delai(self, delai: Delai, jour: date) -> Delai:
        """The delay of the référentiel under the policy the site has for what starts on `jour`."""
        return appliquer(delai, self.politiques, jour)

    def promis_a_tous(self, code: str, jour: date) -> bool:
        """Whether the site promises that delay to every written demand received on `jour`."""
        return promis_a_tous(self.politiques, code, jour)

    def calendrier(self) -> Calendrier:
        """The days and hours of the site, as the deadlines need them."""
        horaires = {JOURS.index(j): h.plages for j, h in self.horaires.items()}
        base = {"horaires": horaires} if horaires else {}
        return Calendrier.model_validate(
            {
                "zone": self.zone,
                "recoit_le_samedi": self.recoit_le_samedi,
                "fermetures": self.fermetures,
                "anciennes": self.semaines,
                **base,
            }
        )


def _heure(ecrite: Any, nom: str) -> Any:
    """A time as TOML has it, or a text (« 24:00 », that TOML has no time for)."""
    return lire_heure(ecrite, nom, fin=nom == "fermeture") if isinstance(ecrite, str) else ecrite
