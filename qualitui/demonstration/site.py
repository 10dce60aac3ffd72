"""The demonstration site: a believable EPS, the same byte for byte for the same seed, number of years and day.

It is lived, not copied: each gesture goes through the operation a person would use, on its day, signed by who does
it, from one of three workstations. Nothing of the machine (clock, login, folder) gets into what is written.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import NamedTuple

from qualitui.demonstration.actions import Actions, Trimestres
from qualitui.demonstration.agenda import Agenda, Moment, Postes, ouvrir_postes
from qualitui.demonstration.indicateurs import Indicateurs
from qualitui.demonstration.monde import Monde
from qualitui.demonstration.reclamations import Reclamations
from qualitui.demonstration.revue import Revues
from qualitui.demonstration.suggestions import Suggestions
from qualitui.demonstration.textes import PersonneDemo
from qualitui.demonstration.verifications import Verifications
from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import Fiche, Refus
from qualitui.domain.indicateurs.fiche import ValeurIndicateur
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reference.equipe import Accord
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.verifications.fiche import Constat
from qualitui.operations import equipe
from qualitui.operations.verifications import gestes as verifications
from qualitui.store.site.fichier import FICHIER
from qualitui.store.site.site import Site

# Says that a folder holds a demonstration, and how to make the same one again.
MARQUE = "demonstration.json"
ANNEES_MAX = 20


class DossierOccupe(Refus):
    """The folder already holds something: a demonstration is never mixed with it."""


class AnneesRefusees(Refus):
    """One year at least, and not more than anyone would wait for."""


class Fabrication(NamedTuple):
    """What was made, by kind of record; `gestes` is the number of gestures played."""

    reclamations: int
    constats: int
    actions: int
    suggestions: int
    valeurs: int
    gestes: int


def est_demonstration(dossier: Path) -> bool:
    """Was this folder made by `fabriquer`?"""
    return (dossier / MARQUE).is_file() and (dossier / FICHIER).is_file()


def fabriquer(dossier: Path, *, jour: date, annees: int = 1, graine: int = 1) -> Fabrication:
    """Make the site in `dossier` (missing or empty): the `annees` civil years before `jour`, and the current one.

    Raises DossierOccupe when something is there. What was begun is taken away if it can't be finished.
    """
    if not 1 <= annees <= ANNEES_MAX:
        raise AnneesRefusees(f"Le nombre d’années va de 1 à {ANNEES_MAX}.", "annees")
    existait = dossier.is_dir()
    if dossier.exists() and (not existait or any(dossier.iterdir())):
        raise DossierOccupe(f"Le dossier {dossier} n’est pas vide : donnez-en un autre, ou videz-le.")
    try:
        return _fabriquer(dossier, Monde(jour=jour, annees=annees, graine=graine))
    except BaseException:
        shutil.rmtree(dossier, ignore_errors=True)
        if existait:
            dossier.mkdir(exist_ok=True)
        raise


def _fabriquer(dossier: Path, monde: Monde) -> Fabrication:
    agenda = Agenda(monde)
    with tempfile.TemporaryDirectory(prefix="qualitui-demo-") as cache, ouvrir_postes(dossier, monde, Path(cache)) as p:
        _prevoir(monde, agenda, p)
        fabrication = _compter(p.sites["direction"], agenda.jouer(p))
    marque = {"jour": monde.fin.isoformat(), "annees": len(monde.annees) - 1, "graine": monde.graine}
    with (dossier / MARQUE).open("w", encoding="utf-8", newline="\n") as sortie:
        sortie.write(json.dumps(marque) + "\n")
    return fabrication


def _prevoir(monde: Monde, agenda: Agenda, postes: Postes) -> None:
    """The first day: the team and the table of checks; then everything that will happen."""
    direction = postes.sites["direction"]
    for personne in monde.textes.equipe.personne:
        if personne.arrivee.date(monde.debut.year) <= monde.debut:
            _accueillir(direction, monde, personne)
        else:
            _prevoir_arrivee(monde, agenda, personne)
        if personne.depart is not None:
            _prevoir_depart(monde, agenda, personne)
    # The site was there before the first year shown: the periods under way on its first of January were due.
    verifications.installer(direction, premiere_due=True, jour=monde.debut)
    plan = Actions(monde, agenda)
    Verifications(monde, agenda, plan).prevoir(direction)
    plan.prevoir()
    Trimestres(monde, agenda).prevoir()
    Reclamations(monde, agenda, plan).prevoir()
    Suggestions(monde, agenda, plan).prevoir()
    Indicateurs(monde, agenda).prevoir()
    Revues(monde, agenda).prevoir()


def _accueillir(site: Site, monde: Monde, personne: PersonneDemo) -> None:
    equipe.ajouter(
        site,
        nom=personne.nom,
        code=monde.code(personne),
        roles=personne.roles,
        service=personne.service,
        logins=(personne.login,),
        arrivee_le=personne.arrivee.date(monde.debut.year),
    )


def _prevoir_arrivee(monde: Monde, agenda: Agenda, personne: PersonneDemo) -> None:
    le = personne.arrivee.date(monde.debut.year)

    def accueillir(site: Site, jour: date) -> None:
        _accueillir(site, monde, personne)

    # Whatever the day of the week: a new colleague is in the table before the first gesture they sign.
    agenda.prevoir(le, monde.tenant("daa", le), accueillir, moment=Moment.OUVERTURE, exact=True)


def _prevoir_depart(monde: Monde, agenda: Agenda, personne: PersonneDemo) -> None:
    assert personne.depart is not None, "asked only for who leaves"
    le = personne.depart.date(monde.debut.year)

    def noter(site: Site, jour: date) -> None:
        equipe.partir(site, equipe.trouver(site, monde.code(personne)), le=le, accord=Accord(donne=True))

    # On the evening of the last day: until then they sign what they do.
    agenda.prevoir(le, monde.tenant("daa", le), noter, moment=Moment.SOIR, exact=True)


def _compter(site: Site, gestes: int) -> Fabrication:
    site.registre.poll()

    def compter(modele: type[Fiche]) -> int:
        return len(site.registre.find(modele))

    return Fabrication(
        reclamations=compter(Reclamation),
        constats=compter(Constat),
        actions=compter(Action),
        suggestions=compter(Suggestion),
        valeurs=compter(ValeurIndicateur),
        gestes=gestes,
    )
