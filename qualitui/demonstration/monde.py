"""The world of the demonstration: its days, its closures, its people, and one source of chance per concept.

Everything comes from the first day, the last day and the seed: nothing else may change a byte of what is written.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

from qualitui.demonstration.textes import FermeturesDemo, PersonneDemo, Textes, textes
from qualitui.domain.reference.equipe import code_propose
from qualitui.domain.reference.reglages import EnVigueur, Reglages
from qualitui.domain.saisie import exiger_a_venir
from qualitui.domain.temps.calendrier import Calendrier, Fermeture, Zone, feries
from qualitui.domain.temps.jours_ouverts import jours_ouverts

T = TypeVar("T")
UN_JOUR = timedelta(days=1)

POSTES = ("accueil", "direction", "social")


class Monde:
    """`debut` is the 1st of January of the first civil year simulated, `fin` the day of the demonstration."""

    def __init__(self, *, jour: date, annees: int, graine: int) -> None:
        exiger_a_venir(jour, date(1901 + annees, 1, 1), "annees")
        self.textes: Textes = textes()
        self.debut = date(jour.year - annees, 1, 1)
        self.fin = jour
        self.graine = graine
        self.codes = self._codes()

    def hasard(self, sujet: str) -> random.Random:
        """A source of its own for each subject: more réclamations never change the checks."""
        return random.Random(f"qualitui/{self.graine}/{sujet}")

    # --- days -----------------------------------------------------------------------------------------

    @property
    def annees(self) -> range:
        return range(self.debut.year, self.fin.year + 1)

    @cached_property
    def reglages(self) -> Reglages:
        site = self.textes.equipe.site
        return Reglages(
            nom=site.nom,
            referentiels=(EnVigueur(code=site.referentiel, depuis=min(date(2023, 2, 9), self.debut)),),
            adresse=site.adresse,
            courriel=site.courriel,
            telephone=site.telephone,
            directeur=site.directeur,
            fermetures=fermetures(self.annees, self.fin, self.textes.equipe.fermetures),
            dernier_audit_interne=date(self.fin.year - 1, 11, 20),
            dernier_audit_externe=date(self.fin.year - 2, 6, 12),
        )

    @cached_property
    def calendrier(self) -> Calendrier:
        return self.reglages.calendrier()

    def ouvert(self, jour: date) -> bool:
        return jours_ouverts(self.calendrier).ouvert(jour)

    def ouvre(self, jour: date, plus: int = 0) -> date:
        """The `plus`-th open day after the first one on or after `jour`."""
        jours = jours_ouverts(self.calendrier)
        trouve = jours.premier(jour, jour + timedelta(days=60))
        for _ in range(plus):
            trouve = jours.premier((trouve or jour) + UN_JOUR, jour + timedelta(days=366 + plus * 3))
        assert trouve is not None, "a site opens at least once in two months"
        return trouve

    def jours_de(self, annee: int) -> list[date]:
        """The open days of a civil year, up to the last day simulated."""
        premier, dernier = date(annee, 1, 1), min(date(annee, 12, 31), self.fin)
        tous = (premier + timedelta(days=n) for n in range((dernier - premier).days + 1))
        return [jour for jour in tous if self.ouvert(jour)]

    def part(self, annee: int) -> float:
        """How much of the year is simulated: 1 for a whole one."""
        return min(1.0, (min(date(annee, 12, 31), self.fin) - date(annee, 1, 1)).days / 364)

    # --- people ---------------------------------------------------------------------------------------

    def _codes(self) -> dict[str, str]:
        codes: dict[str, str] = {}
        for personne in self.textes.equipe.personne:
            codes[personne.login] = code_propose(personne.nom, codes.values())
        return codes

    def code(self, personne: PersonneDemo) -> str:
        return self.codes[personne.login]

    def present(self, personne: PersonneDemo, jour: date) -> bool:
        premiere = self.debut.year
        parti = personne.depart is not None and personne.depart.date(premiere) < jour
        return personne.arrivee.date(premiere) <= jour and not parti

    def restera(self, personne: PersonneDemo) -> bool:
        return personne.depart is None

    def tenants(self, role: str, jour: date, service: str = "") -> list[PersonneDemo]:
        """Who holds `role` on `jour`, in that service first; never empty: a chef de service stands in."""
        presents = [p for p in self.textes.equipe.personne if self.present(p, jour)]
        tenants = [p for p in presents if role in p.roles]
        du_service = [p for p in tenants if p.service == service]
        return du_service or tenants or [p for p in presents if "chef-service" in p.roles]

    def tenant(self, role: str, jour: date, service: str = "", hasard: random.Random | None = None) -> PersonneDemo:
        trouves = self.tenants(role, jour, service)
        return hasard.choice(trouves) if hasard else trouves[0]

    def remplacant(self, personne: PersonneDemo, jour: date) -> PersonneDemo:
        """The person, or who does it once they have left."""
        return personne if self.present(personne, jour) else self.tenant(personne.roles[0], jour, personne.service)

    def chef(self, service: str, jour: date) -> PersonneDemo:
        return self.tenant("chef-service" if service != "direction" else "daa", jour, service)


def fermetures(annees: range, fin: date, noms: FermeturesDemo) -> tuple[Fermeture, ...]:
    """The closures of each year, then a day of training the week after `fin`."""
    trouvees = [fermeture for annee in annees for fermeture in _de_l_annee(annee, noms)]
    formation = fin + timedelta(days=7 - fin.weekday() + 3)
    libre = formation not in feries(formation.year, Zone.METROPOLE) and not any(
        f.du <= formation <= f.au for f in trouvees
    )
    if libre:
        trouvees.append(Fermeture(du=formation, au=formation, libelle=noms.formation))
    return tuple(sorted(trouvees, key=lambda fermeture: fermeture.du))


def _de_l_annee(annee: int, noms: FermeturesDemo) -> list[Fermeture]:
    ascension = next(jour for jour, nom in feries(annee, Zone.METROPOLE).items() if "ascension" in nom.lower())
    mardi = date.fromisoformat(f"{annee}-{noms.travaux_semaine_du}")
    lundi = mardi - timedelta(days=mardi.weekday())
    return [
        Fermeture(du=ascension + UN_JOUR, au=ascension + UN_JOUR, libelle=noms.pont),
        Fermeture(du=lundi, au=lundi + timedelta(days=2), libelle=noms.travaux),
    ]


def tirer(hasard: random.Random, choix: Sequence[T], nombre: int) -> list[T]:
    """`nombre` of them, each used once before any comes back."""
    tires: list[T] = []
    while len(tires) < nombre:
        paquet = list(choix)
        hasard.shuffle(paquet)
        tires += paquet
    return tires[:nombre]
