"""The past does not move: whatever is done today, on any record, no month that is over says anything else.

The gestures are taken from the rooms of `domain`, each tried on every record of the demonstration that lets it be done;
the series from the interfaces: every computed indicator, the months of the réclamations, the stock, the map of checks.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from qualitui.domain import trimestres
from qualitui.domain.actions import fiche as fiche_action
from qualitui.domain.actions import gestes as gestes_action
from qualitui.domain.actions.fiche import Action
from qualitui.domain.actions.statistiques import stock_par_mois
from qualitui.domain.base import Refus, evoluer
from qualitui.domain.indicateurs import catalogue
from qualitui.domain.indicateurs.catalogue import Donnees
from qualitui.domain.reclamations import gestes as gestes_dossier
from qualitui.domain.reclamations import saisie as saisie_dossier
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.gestes import MotifCloture
from qualitui.domain.reclamations.saisie import Regles
from qualitui.domain.reclamations.statistiques import mois_glissants, statistiques
from qualitui.domain.suggestions import fiche as fiche_suggestion
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.temps.jours_ouverts import jours_ouverts
from qualitui.domain.trimestres import Decision, GenreDecision, RevueTrimestrielle
from qualitui.domain.verifications import constats as gestes_constat
from qualitui.domain.verifications import gestes as gestes_verification
from qualitui.domain.verifications.fiche import Constat, Resultat, Verification
from qualitui.domain.verifications.occurrences import occurrences, suivre
from qualitui.domain.verifications.statistiques import Axe, carte
from qualitui.operations.indicateurs.gestes import rassembler
from qualitui.store.site.site import Site, ouvrir
from tests.conftest import JOUR, horloge

DEMAIN = JOUR + timedelta(days=30)


@dataclass(frozen=True)
class Monde:
    """The demonstration as it stands today, in memory."""

    donnees: Donnees
    verifications: tuple[Verification, ...]
    types: tuple[Any, ...]
    regles: Regles
    calendrier: Any

    def avec_constats(self, constats: Mapping[str, Constat | None]) -> Monde:
        suivis = [suivre(s.occurrence, constats.get(s.occurrence.ident, s.constat), JOUR) for s in self.donnees.suivis]
        return replace(self, donnees=_donnees(self.donnees, suivis=suivis))

    def avec_verifications(self, verifications: Iterable[Verification]) -> Monde:
        """The occurrences derived again from these checks, with the results they had."""
        connus = {s.occurrence.ident: s.constat for s in self.donnees.suivis}
        debut = min(s.occurrence.fin for s in self.donnees.suivis)
        jours = jours_ouverts(self.calendrier)
        suivis = [
            suivre(une, connus.get(une.ident), JOUR)
            for verification in verifications
            for une in occurrences(verification, debut, JOUR, jours)
            if debut <= une.fin <= JOUR
        ]
        return replace(self, donnees=_donnees(self.donnees, suivis=suivis))


def _donnees(avant: Donnees, **champs: Any) -> Donnees:
    noms = ("reclamations", "suivis", "actions", "suggestions", "trimestres", "mesures", "depuis")
    return Donnees(**{**{nom: getattr(avant, nom) for nom in noms}, **champs})


@pytest.fixture(scope="module")
def monde(dossier_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Monde:
    import shutil

    copie = tmp_path_factory.mktemp("passe") / "site"
    shutil.copytree(dossier_demo, copie)
    site: Site = ouvrir(copie, maintenant=horloge, poste="poste-test", login="essai")
    lu = Monde(
        _donnees(rassembler(site, jour=JOUR), trimestres=site.registre.find(RevueTrimestrielle)),
        tuple(site.registre.find(Verification)),
        tuple(site.indicateurs_types),
        Regles(site.nomenclatures, site.referentiel_au(JOUR), site.calendrier),
        site.calendrier,
    )
    _ = [list(lu.donnees.reclamations), list(lu.donnees.actions), list(lu.donnees.suggestions)]
    site.fermer()
    return lu


def series(monde: Monde) -> dict[str, Any]:
    """Every monthly (or quarterly) series, its periods over before today only."""
    d = monde.donnees
    lues: dict[str, Any] = {}
    for type_ in monde.types:
        finies = {p.cle for p in _finies(type_)}
        mesures = catalogue.mesurer(type_, d, JOUR)
        lues[type_.code] = {cle: (m.numerateur, m.denominateur) for cle, m in mesures.items() if cle in finies}
    lues["mois"] = [m for m in mois_glissants(d.reclamations, JOUR) if m.au < JOUR]
    annee = statistiques(d.reclamations, date(2025, 1, 1), date(2025, 12, 31), JOUR)
    lues["par mois"] = [(m.code, m.nombre, m.delai) for m in annee.par_mois if m.code < "13"]
    lues["stock"] = [p for p in stock_par_mois(d.actions, JOUR) if p.au < JOUR]
    lues["carte"] = {
        (theme, mois): (b.realisation, b.conformite)
        for theme, par_mois in carte(d.suivis, Axe.THEME, JOUR).items()
        for mois, b in par_mois.items()
        if mois < f"{JOUR:%Y-%m}"
    }
    return lues


def _finies(type_: Any) -> list[Any]:
    from qualitui.domain.indicateurs.fiche import periodes_de_annee, periodes_de_tendance

    periodes = (*periodes_de_annee(type_, JOUR.year - 1, JOUR), *periodes_de_tendance(type_, JOUR))
    return [p for p in periodes if p.fin < JOUR]


@pytest.fixture(scope="module")
def avant(monde: Monde) -> dict[str, Any]:
    lues = series(monde)
    assert sum(len(lue) for lue in lues.values()) > 200
    return lues


# --- the gestures, all of them ---------------------------------------------------------------------------------------

Geste = Callable[..., Any]

ACTIONS: dict[str, Geste] = {
    "lancer": lambda a: gestes_action.lancer(a, jour=JOUR),
    "noter": lambda a: gestes_action.noter(a, texte="x", par="x", le=JOUR, jour=JOUR),
    "modifier": lambda a: gestes_action.modifier(a, engagement="9", pilote="daa"),
    "replanifier": lambda a: gestes_action.replanifier(a, echeance=DEMAIN, raison="x", par="x", jour=JOUR),
    "realiser": lambda a: gestes_action.realiser(a, le=JOUR, jour=JOUR),
    "verifier": lambda a: gestes_action.verifier(a, le=JOUR, par="x", efficace=False, constat="x", jour=JOUR),
    "relancer": lambda a: gestes_action.relancer(a, echeance=DEMAIN, raison="x", par="x", jour=JOUR),
    "clore": lambda a: gestes_action.clore(a, le=JOUR, jour=JOUR, suite="x"),
    "abandonner": lambda a: gestes_action.abandonner(a, raison="x", le=JOUR, jour=JOUR),
    "fixer_echeance": lambda a: fiche_action.fixer_echeance(a, DEMAIN, JOUR),
    "numeroter": lambda a: a,
}
SUGGESTIONS: dict[str, Geste] = {
    "analyser": lambda s: fiche_suggestion.analyser(s, analyse="x", jour=JOUR),
    "retenir": lambda s: fiche_suggestion.retenir(s, action="A-2026-001", jour=JOUR),
    "ecarter": lambda s: fiche_suggestion.ecarter(s, raison="x", jour=JOUR),
    "presenter": lambda s: fiche_suggestion.presenter(s, le=JOUR, jour=JOUR),
}
DOSSIERS: dict[str, Geste] = {
    "accuser": lambda r, _: gestes_dossier.accuser(r, le=JOUR, jour=JOUR),
    "attendre": lambda r, _: gestes_dossier.attendre(r, le=JOUR, interlocuteur="x", nouvelle_date=DEMAIN, jour=JOUR),
    "repondre": lambda r, _: gestes_dossier.repondre(r, le=JOUR, jour=JOUR),
    "contester": lambda r, _: gestes_dossier.contester(r, le=JOUR, jour=JOUR),
    "rencontrer": lambda r, _: gestes_dossier.rencontrer(r, le=JOUR, jour=JOUR),
    "saisir_mediateur": lambda r, _: gestes_dossier.saisir_mediateur(r, le=JOUR, jour=JOUR),
    "rouvrir": lambda r, _: gestes_dossier.rouvrir(r, raison="x", le=JOUR, jour=JOUR),
    "clore": lambda r, _: gestes_dossier.clore(r, motif=MotifCloture.REORIENTEE, le=JOUR, detail="x", jour=JOUR),
    **{
        f"clore {motif}": lambda r, _, motif=motif: gestes_dossier.clore(
            r, motif=motif, le=JOUR, detail="R-2020-001", jour=JOUR
        )
        for motif in MotifCloture
    },
    **{
        f"qualifier {nature}": lambda r, g, nature=nature: saisie_dossier.qualifier(
            r, {"nature": nature, "motif": "attente"}, g, raison="R-2020-001", le=JOUR, jour=JOUR
        )
        for nature in (
            "reclamation",
            "demande",
            "suggestion-usager",
            "remerciement",
            "incivilite",
            "doublon",
            "recours",
        )
    },
    "modifier accueil": lambda r, g: saisie_dossier.modifier(r, {"canal": "accueil"}, g, JOUR),
    "modifier boîte": lambda r, g: saisie_dossier.modifier(r, {"canal": "courriel-generique"}, g, JOUR),
}
CONSTATS: dict[str, Geste] = {
    "noter": lambda s: gestes_constat.noter(s.occurrence, s.constat, Resultat.CONFORME, le=JOUR, par="x", jour=JOUR),
    "expliquer": lambda s: gestes_constat.expliquer(s.occurrence, s.constat, "oubli", par="x", jour=JOUR),
    "relier": lambda s: (
        evoluer(s.constat, action="A-2026-001", reliee_le=JOUR) if s.constat and not s.constat.action else None
    ),
}
TABLEAU: dict[str, Geste] = {
    "suspendre": lambda v: gestes_verification.suspendre(v, du=JOUR, raison="x", jour=JOUR),
    "suspendre jusqu’à": lambda v: gestes_verification.suspendre(v, du=JOUR, au=DEMAIN, raison="x", jour=JOUR),
    "reprendre": lambda v: gestes_verification.reprendre(
        gestes_verification.suspendre(v, du=JOUR, raison="x", jour=JOUR), le=DEMAIN, jour=JOUR
    ),
    "modifier": lambda v: gestes_verification.modifier(v, jour=JOUR, libelle="Autre"),
}
TRIMESTRES: dict[str, Geste] = {
    "decider": lambda r: trimestres.decider(
        r, Decision(action="A-2026-001", decision=GenreDecision.MAINTENIR, le=JOUR, par="x")
    ),
    "clore": lambda r: trimestres.clore(r, actions=(), par="x", jour=JOUR),
}


def _appliquer(fiches: Iterable[Any], geste: Geste, *reste: Any) -> tuple[list[Any], int]:
    """Each record after the gesture, when it lets it be done; how many did."""
    changees, combien = [], 0
    for fiche in fiches:
        try:
            apres = geste(fiche, *reste)
        except (Refus, KeyError):
            apres = fiche
        changees.append(apres)
        combien += apres != fiche
    return changees, combien


CHAMPS: dict[str, dict[str, Geste]] = {"actions": ACTIONS, "suggestions": SUGGESTIONS, "trimestres": TRIMESTRES}
CAS = [(champ, nom) for champ, gestes in CHAMPS.items() for nom in gestes]


@pytest.mark.parametrize(("champ", "nom"), CAS)
def test_un_geste_d_aujourd_hui_ne_change_aucun_mois_passe(
    monde: Monde, avant: dict[str, Any], champ: str, nom: str
) -> None:
    changees, _ = _appliquer(getattr(monde.donnees, champ), CHAMPS[champ][nom])
    assert series(replace(monde, donnees=_donnees(monde.donnees, **{champ: changees}))) == avant


@pytest.mark.parametrize("nom", DOSSIERS)
def test_un_geste_d_aujourd_hui_sur_un_dossier_ne_change_aucun_mois_passe(
    monde: Monde, avant: dict[str, Any], nom: str
) -> None:
    changees, _ = _appliquer(monde.donnees.reclamations, DOSSIERS[nom], monde.regles)
    assert series(replace(monde, donnees=_donnees(monde.donnees, reclamations=changees))) == avant


@pytest.mark.parametrize("nom", CONSTATS)
def test_un_constat_d_aujourd_hui_ne_change_aucun_mois_passe(monde: Monde, avant: dict[str, Any], nom: str) -> None:
    notes: dict[str, Constat | None] = {}
    for suivi in monde.donnees.suivis:
        try:
            notes[suivi.occurrence.ident] = CONSTATS[nom](suivi) or suivi.constat
        except Refus:
            continue
    assert notes
    assert series(monde.avec_constats(notes)) == avant


@pytest.mark.parametrize("nom", TABLEAU)
def test_une_verification_changee_aujourd_hui_ne_change_aucun_mois_passe(
    monde: Monde, avant: dict[str, Any], nom: str
) -> None:
    memes = monde.avec_verifications(monde.verifications)
    assert series(memes) == avant, "derived again, nothing changed"
    changees, combien = _appliquer(monde.verifications, TABLEAU[nom])
    assert combien > 10
    assert series(monde.avec_verifications(changees)) == avant


@pytest.mark.parametrize("champ", ["actions", "suggestions", "reclamations"])
def test_les_gestes_essayes_changent_bien_des_fiches(monde: Monde, champ: str) -> None:
    gestes = CHAMPS.get(champ) or DOSSIERS
    reste = (monde.regles,) if champ == "reclamations" else ()
    touches = {nom for nom, geste in gestes.items() if _appliquer(getattr(monde.donnees, champ), geste, *reste)[1]}
    assert len(touches) >= len(gestes) * 2 // 3


def _gestes_de(module: ModuleType, modele: type) -> Iterator[str]:
    """The public functions of a room that give back the record they are given."""
    for nom, fonction in inspect.getmembers(module, inspect.isfunction):
        if nom.startswith("_") or fonction.__module__ != module.__name__:
            continue
        types = fonction.__annotations__
        premier = next(iter(inspect.signature(fonction).parameters), "")
        if types.get(premier) == modele.__name__ and types.get("return") == modele.__name__:
            yield nom


@pytest.mark.parametrize(
    ("modules", "modele", "essayes"),
    [
        ((gestes_action, fiche_action), Action, ACTIONS),
        ((gestes_dossier,), Reclamation, DOSSIERS),
        ((fiche_suggestion,), Suggestion, SUGGESTIONS),
        ((trimestres,), RevueTrimestrielle, TRIMESTRES),
        ((gestes_verification,), Verification, TABLEAU),
    ],
)
def test_aucun_geste_n_est_oublie(modules: tuple[ModuleType, ...], modele: type, essayes: dict[str, Geste]) -> None:
    ecrits = {nom for module in modules for nom in _gestes_de(module, modele)}
    assert ecrits - {nom.split(" ")[0] for nom in essayes} == set()
