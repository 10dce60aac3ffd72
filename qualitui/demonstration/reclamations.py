"""The réclamations of the demonstration: what arrives, when, by which channel, and what becomes of each case.

About 120 a year. Most are answered in time, one in twelve late; the last days hold cases past their butoir, one due
on the day, one due by Friday, one at its internal alert. Names and texts go to confidentiel/ only.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from qualitui.demonstration.actions import Actions
from qualitui.demonstration.agenda import Agenda
from qualitui.demonstration.dossiers import ORAUX, Dossier, Dossiers, Sort
from qualitui.demonstration.monde import UN_JOUR, Monde
from qualitui.demonstration.textes import ModeleReclamation
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.temps.echeances import calculer

PAR_AN = 117
# Each month's share of the year: September and January are heavy, August is light.
MOIS = (10, 9, 9, 8, 8, 8, 6, 5, 13, 11, 10, 9)
CANAUX = {
    "courriel-generique": 26,
    "courrier": 18,
    "fiche-avis": 9,
    "urne": 8,
    "3975": 9,
    "paris-fr": 9,
    "solen": 8,
    "courriel-autre": 5,
    "elu": 2,
    "accueil": 5,
    "telephone": 4,
    "rendez-vous-direction": 1,
}
PAPIERS = ("fiche-avis", "urne")
EN_LIGNE = ("courriel-generique", "courriel-autre", "paris-fr", "solen")
TARDIVES = 0.075


class Special(NamedTuple):
    """A case of the last days: its butoir falls `ecart` open days from the day of the demonstration."""

    ecart: int
    sort: Sort


FINS = (
    Special(-4, Sort(reponse=None, attente=24)),
    Special(-2, Sort(reponse=None)),
    Special(0, Sort(reponse=None, attente=21)),
    Special(2, Sort(reponse=None)),
    Special(3, Sort(reponse=None)),
    Special(9, Sort(reponse=None)),
)


class Reclamations:
    """Draws the cases, then hands each one to `Dossiers`, which plans its life."""

    def __init__(self, monde: Monde, agenda: Agenda, actions: Actions) -> None:
        self._monde = monde
        self._textes = monde.textes.reclamations.reclamation
        self._gens = monde.textes.plaignants
        self._hasard = monde.hasard("reclamations")
        self._dossiers = Dossiers(monde, agenda, actions)

    def prevoir(self) -> None:
        for annee in self._monde.annees:
            tires = [self._tirer(recue) for recue in self._receptions(annee)]
            for dossier in self._avec_accidents(tires):
                self._dossiers.prevoir(dossier)
        ordinaires = [m for m in self._textes if m.nature == "reclamation" and m.fondee]
        for special, modele in zip(FINS, self._hasard.sample(ordinaires, len(FINS)), strict=True):
            self._dossiers.prevoir(self._de_la_fin(special, modele))

    def _receptions(self, annee: int) -> list[date]:
        """The days of receipt of a whole year; those after the last day are dropped, so that a year looks the same."""
        mois = self._hasard.choices(range(1, 13), weights=MOIS, k=PAR_AN + self._hasard.randint(-4, 4))
        jours = [date(annee, m, 1) + timedelta(days=self._hasard.randrange(28)) for m in mois]
        return sorted(jour for jour in jours if jour <= self._monde.fin)

    def _tirer(self, recue: date) -> Dossier:
        h = self._hasard
        modele = h.choices(self._textes, weights=[m.poids for m in self._textes])[0]
        canal = self._canal(modele)
        if canal not in EN_LIGNE:
            recue = min(self._monde.ouvre(recue), self._monde.fin) if recue < self._monde.fin else recue
        anonyme = canal in PAPIERS and modele.nature in ("suggestion-usager", "remerciement") and h.random() < 0.5
        return Dossier(modele, canal, recue, self._sort(recue), None if anonyme else self._identite(modele, canal))

    def _canal(self, modele: ModeleReclamation) -> str:
        if modele.nature == "saisine-mediateur":
            return "mediateur"
        permis = {c: p for c, p in CANAUX.items() if c not in ORAUX or modele.nature in ("reclamation", "remerciement")}
        return self._hasard.choices(list(permis), weights=list(permis.values()))[0]

    def _sort(self, recue: date) -> Sort:
        """How long the answer takes. Cases still open on the last day are not late: the late ones are chosen."""
        h = self._hasard
        recente = recue > self._monde.fin - timedelta(days=60)
        if not recente and h.random() < TARDIVES:
            return Sort(reponse=h.randint(34, 55), attente=h.randint(18, 28) if h.random() < 0.65 else None)
        delai = round(h.triangular(2, 27, 13))
        return Sort(reponse=delai, attente=delai - 3 if delai > 20 and h.random() < 0.6 else None)

    def _avec_accidents(self, dossiers: list[Dossier]) -> Iterator[Dossier]:
        """A few cases of each year have a story: contested and opened again, taken to the médiateur, doubled…"""
        libres = [d for d in dossiers if d.ordinaire and d.recue_le.month <= 10]
        histoires = iter(self._hasard.sample(libres, min(8, len(libres))))
        for genre in (
            "rouverte",
            "rouverte",
            "mediateur",
            "direction",
            "direction",
            "retiree",
            "doublon",
            "sans-suite",
        ):
            elu = next(histoires, None)
            if elu is not None:
                dossiers[dossiers.index(elu)] = elu._replace(histoire=genre)
        yield from dossiers

    def _identite(self, modele: ModeleReclamation, canal: str) -> Identite:
        h, gens = self._hasard, self._gens
        prenom, nom = h.choice(gens.prenoms), h.choice(gens.noms)
        en_ligne = canal in EN_LIGNE
        return Identite(
            nom=f"{prenom} {nom}",
            adresse="" if en_ligne else f"{h.randint(1, 90)} {h.choice(gens.voies)}, 75000 Paris",
            courriel=f"{prenom}.{nom}@{gens.domaine}".lower() if en_ligne else "",
            telephone=f"{gens.telephone} {h.randint(10, 99)} {h.randint(10, 99)}" if h.random() < 0.4 else "",
            texte=modele.texte,
        )

    # --- the last days ----------------------------------------------------------------------------------

    def _de_la_fin(self, special: Special, modele: ModeleReclamation) -> Dossier:
        recue = self._recue_pour(self._a_jours_ouverts(special.ecart))
        canal = self._hasard.choice(("courrier", "courriel-generique", "3975"))
        return Dossier(modele, canal, recue, special.sort, self._identite(modele, canal))

    def _a_jours_ouverts(self, ecart: int) -> date:
        if ecart >= 0:
            return self._monde.ouvre(self._monde.fin, ecart)
        jour = self._monde.fin
        while ecart:
            jour -= UN_JOUR
            ecart += self._monde.ouvert(jour)
        return jour

    def _recue_pour(self, butoir: date) -> date:
        """A day of receipt whose butoir is that day (or the nearest before, when no day gives it)."""
        referentiel = self._dossiers.referentiel
        delai = referentiel.delai("reponse-ecrite")
        essais = (butoir - timedelta(days=n) for n in range(27, 40))
        return next(j for j in essais if calculer(j, delai, self._monde.calendrier).butoir <= butoir)
