"""The typed indicators of the demonstration: every month of the period and of the year before it, always n/d.

Each has its usual level, a little progress from year to year and one bad month with its comment. The year before is
typed in one go, as a site does when it begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from qualitui.demonstration.agenda import Agenda, Faire, Moment
from qualitui.demonstration.monde import Monde
from qualitui.demonstration.textes import PersonneDemo, Profil
from qualitui.domain.indicateurs.fiche import rythme
from qualitui.domain.reference.nomenclatures import IndicateurType, ligne
from qualitui.domain.temps.recurrence import Periode, Rythme, periodes
from qualitui.operations.indicateurs import gestes as indicateurs
from qualitui.store.site.referentiels import charger_indicateurs
from qualitui.store.site.site import Site


class Releve(NamedTuple):
    """One value to type."""

    code: str
    periode: str
    numerateur: int
    denominateur: int
    commentaire: str = ""


class Indicateurs:
    def __init__(self, monde: Monde, agenda: Agenda) -> None:
        self._monde = monde
        self._agenda = agenda
        self._hasard = monde.hasard("indicateurs")

    def prevoir(self) -> None:
        reprise: list[Releve] = []
        for profil in self._monde.textes.indicateurs.profil:
            type_ = ligne(charger_indicateurs(), profil.indicateur, "L’indicateur")
            for periode in self._periodes(type_):
                releve = self._releve(profil, type_, periode)
                if periode.fin < self._monde.debut:
                    reprise.append(releve)
                else:
                    self._prevoir_un(profil, releve, periode)
        le = self._monde.ouvre(self._monde.debut, 3)
        self._agenda.prevoir(le, self._monde.tenant("daa", le), _saisir(reprise), moment=Moment.REUNION)

    def _periodes(self, type_: IndicateurType) -> Iterator[Periode]:
        """The finished periods, from the year before the first."""
        depart = date(self._monde.debut.year - 1, 1, 1)
        toutes = periodes(Rythme(periodicite=rythme(type_), ancre=depart), depart, self._monde.fin)
        return (periode for periode in toutes if periode.fin < self._monde.fin)

    def _releve(self, profil: Profil, type_: IndicateurType, periode: Periode) -> Releve:
        h = self._hasard
        denominateur = round(profil.denominateur * h.uniform(0.85, 1.15))
        annee = periode.debut.year - self._monde.debut.year
        creux = profil.creux != 0 and periode.debut.month <= profil.creux <= periode.fin.month
        niveau = profil.taux_creux if creux else profil.taux + profil.progres * annee + h.uniform(-2.0, 2.0)
        if annee < 0 and creux:
            niveau += 5
        numerateur = min(denominateur, round(denominateur * niveau / 100))
        sous_le_seuil = numerateur * 100 < type_.seuil_alerte * denominateur
        commentaire = profil.raison if creux and sous_le_seuil else ""
        return Releve(profil.indicateur, periode.cle, numerateur, denominateur, commentaire)

    def _prevoir_un(self, profil: Profil, releve: Releve, periode: Periode) -> None:
        """Typed in the first days after the period, by who holds the figures."""
        le = periode.fin + timedelta(days=self._hasard.randint(4, 11))
        self._agenda.prevoir(le, self._qui(profil.indicateur, le), _saisir([releve]), moment=Moment.REUNION)

    def _qui(self, code: str, le: date) -> PersonneDemo:
        famille = code.split("-")[1]
        if famille == "NET":
            return self._monde.tenant("raqn", le)
        if famille == "SOC":
            return self._monde.chef("social", le)
        return self._monde.chef("administratif", le) if famille in ("AID", "TEL") else self._monde.tenant("daa", le)


def _saisir(releves: list[Releve]) -> Faire:
    def saisir(site: Site, jour: date) -> None:
        with site.registre.transaction():
            for r in releves:
                indicateurs.saisir(
                    site,
                    r.code,
                    periode=r.periode,
                    numerateur=r.numerateur,
                    denominateur=r.denominateur,
                    commentaire=r.commentaire,
                    jour=jour,
                )

    return saisir
