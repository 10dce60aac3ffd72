"""python -m benchmarks.dix_ans DOSSIER: a site with ten years of records, written through the register.

5,000 réclamations, 60,000 results of checks, 2,000 actions, 1,000 suggestions, 10,000 values: the sizes for which the
speeds of the program are promised. All but the last few are over, as on a real site. Two minutes or so. `--annees`
makes more years of it, or fewer, as full.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from qualitui.domain.actions.fiche import Action, EtatAction, Origine
from qualitui.domain.base import Fiche, evoluer
from qualitui.domain.indicateurs.fiche import ValeurIndicateur
from qualitui.domain.reclamations.fiche import Fait, GenreFait, Reclamation
from qualitui.domain.reclamations.saisie import Saisie, enregistrer
from qualitui.domain.suggestions.fiche import EtatSuggestion, Suggestion
from qualitui.domain.temps.jours_ouverts import jours_ouverts
from qualitui.domain.verifications.fiche import Constat, Periodicite, Resultat, Verification
from qualitui.domain.verifications.occurrences import Situation, occurrences
from qualitui.operations.reclamations.gestes import regles
from qualitui.operations.site.site import creer
from qualitui.operations.verifications import gestes as verifications
from qualitui.store.site.site import Site

JOUR = date(2026, 3, 2)
RECLAMATIONS, ACTIONS, SUGGESTIONS, VALEURS = 500, 200, 100, 1_000  # a year
QUOTIDIENNES = 20  # checks of the site's own, every open day: the default ones alone make 10,000 results
OBJETS = ("Attente au guichet", "Sanitaires fermés", "Courrier sans réponse", "Dossier égaré", "Accueil au téléphone")
PAR = "martin-c"


class Etendue(NamedTuple):
    """`combien` records spread evenly from `debut` to the day."""

    debut: date
    combien: int

    def jours(self) -> Iterator[tuple[int, date]]:
        """The rank of each and its day."""
        for rang in range(self.combien):
            yield rang, self.debut + timedelta(days=rang * (JOUR - self.debut).days // self.combien)


def main() -> None:
    analyseur = argparse.ArgumentParser(description=__doc__)
    analyseur.add_argument("dossier", type=Path)
    analyseur.add_argument("--annees", type=int, default=10)
    options = analyseur.parse_args()
    print(fabriquer(options.dossier, options.annees))


def fabriquer(dossier: Path, annees: int = 10) -> str:
    """Make the site and say what it holds."""
    debut = date(JOUR.year - annees, JOUR.month, 1)
    site = creer(dossier, nom="EPS des dix ans", jour=debut, maintenant=_horloge, poste="banc", login="banc")
    for rang in range(QUOTIDIENNES):
        verifications.ajouter(
            site,
            code=f"V-LOC-{rang + 1:02d}",
            libelle=f"Propreté de la salle {rang + 1}",
            periodicite=Periodicite.QUOTIDIENNE,
            lieu=f"salle {rang + 1}",
            role="agent-accueil",
            jour=debut,
        )
    comptes = [
        f"{_ecrire(site, fiches)} {nom}"
        for nom, fiches in (
            ("réclamations", _reclamations(site, Etendue(debut, RECLAMATIONS * annees))),
            ("résultats", _constats(site, debut)),
            ("actions", _actions(Etendue(debut, ACTIONS * annees))),
            ("suggestions", _suggestions(Etendue(debut, SUGGESTIONS * annees))),
            ("valeurs", _valeurs(site, Etendue(debut, VALEURS * annees))),
        )
    ]
    site.fermer()
    return ", ".join(comptes)


def _horloge() -> datetime:
    return datetime(JOUR.year, JOUR.month, JOUR.day, 9, tzinfo=UTC)


def _ecrire(site: Site, fiches: Iterable[Fiche]) -> int:
    """Write them one by one, as people do: a line of the journal each."""
    combien = 0
    for fiche in fiches:
        site.registre.add(fiche)
        combien += 1
    return combien


def _reference(serie: str, jour: date, rang: int) -> str:
    return f"{serie}-{jour.year}-{rang + 1:03d}"


def _reclamations(site: Site, etendue: Etendue) -> Iterator[Reclamation]:
    """Answered and closed within three weeks; the last ones are still open."""
    applicables = regles(site, JOUR, JOUR)
    for rang, recue in etendue.jours():
        saisie = Saisie(
            canal="courrier", recue_le=recue, nature="reclamation", objet=f"{OBJETS[rang % 5]}, salle {rang % 37}"
        )
        fiche = evoluer(enregistrer(saisie, applicables, JOUR), reference=_reference("R", recue, rang))
        yield evoluer(fiche, faits=_faits(recue)) if recue < JOUR - timedelta(days=25) else fiche


def _faits(recue: date) -> tuple[Fait, ...]:
    genres = ((GenreFait.ACCUSE, 1), (GenreFait.REPONSE, 18), (GenreFait.CLOTURE, 20))
    return tuple(
        Fait(genre=genre, le=recue + timedelta(days=jours), par=PAR, motif="repondue" if jours == 20 else "")
        for genre, jours in genres
    )


def _constats(site: Site, debut: date) -> Iterator[Constat]:
    """Every period that ended before the day, done on the day expected."""
    jours = jours_ouverts(site.calendrier)
    dues = [
        une
        for verification in site.registre.find(Verification)
        for une in occurrences(verification, debut, JOUR, jours)
        if une.fin < JOUR and une.situation is Situation.DUE
    ]
    dues.sort(key=lambda une: une.fin)
    for rang, une in enumerate(dues):
        yield Constat(
            id=une.ident,
            verification=une.verification,
            periode=une.periode,
            libelle=une.redaction.libelle,
            resultat=Resultat.NON_CONFORME if rang % 23 == 0 else Resultat.CONFORME,
            par=PAR,
            le=une.attendue,
        )


def _actions(etendue: Etendue) -> Iterator[Action]:
    for rang, creee in etendue.jours():
        close = creee < JOUR - timedelta(days=60)
        yield Action(
            reference=_reference("A", creee, rang),
            intitule=f"Repeindre le mur de la salle {rang % 37}",
            origine=Origine(concept="reunion"),
            echeance=creee + timedelta(days=30),
            creee_le=creee,
            pilote="daa",
            etat=EtatAction.CLOSE if close else EtatAction.EN_COURS,
        )


def _suggestions(etendue: Etendue) -> Iterator[Suggestion]:
    for rang, recue in etendue.jours():
        fermee = recue < JOUR - timedelta(days=100)
        etat = EtatSuggestion.ECARTEE if fermee else EtatSuggestion.RECUE
        reponse = {"reponse": "Déjà fait.", "repondue_le": recue} if fermee else {}
        texte = f"Un banc devant la porte {rang % 37}"
        yield Suggestion(reference=_reference("S", recue, rang), texte=texte, recue_le=recue, etat=etat, **reponse)


def _valeurs(site: Site, etendue: Etendue) -> Iterator[ValeurIndicateur]:
    codes = [indicateur.code for indicateur in site.indicateurs_types]
    for rang, saisie in etendue.jours():
        yield ValeurIndicateur(
            indicateur=codes[rang % len(codes)],
            periode=f"{saisie:%Y-%m}",
            numerateur=float(rang % 100),
            denominateur=100.0,
            saisie_le=saisie,
            par=PAR,
        )


if __name__ == "__main__":
    main()
