"""Changes of a site's settings: closures, hours, référentiels, policies, rights. Pure; each gives new settings.

Cases already open keep their frozen deadlines: settings only count for what comes next. Nor does a closure, or a change
of hours, move what was due before: as a suspension, it counts from the day it is decided on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Any, TypedDict, Unpack

from pydantic import ValidationError

from qualitui.domain.base import Introuvable, Refus, SaisieRefusee, evoluer
from qualitui.domain.francais import JOURS, date_numerique, nettoyer
from qualitui.domain.reference.plages import HoraireRefuse as HoraireRefuse
from qualitui.domain.reference.plages import exiger_en_ordre, lire_heure, lire_plages, plages_en_mots
from qualitui.domain.reference.politique import Politique, Population, choisir
from qualitui.domain.reference.politique import contradictions as politiques_contradictoires
from qualitui.domain.reference.reglages import Changement, Droits, EnVigueur, Horaire, Reglages
from qualitui.domain.saisie import exiger_texte
from qualitui.domain.temps.calendrier import HORAIRES_USUELS, UN_JOUR, Fermeture, Semaine, Zone
from qualitui.domain.temps.delais import Delai, Report, Unite

NOMS = {
    "nom": "le nom du site",
    "referentiels": "les référentiels",
    "adresse": "les coordonnées",
    "courriel": "les coordonnées",
    "telephone": "les coordonnées",
    "directeur": "le directeur",
    "zone": "la zone",
    "recoit_le_samedi": "le samedi",
    "horaires": "les heures d’ouverture",
    "fermetures": "les fermetures",
    "droits": "les droits",
    "dernier_audit_interne": "les derniers audits",
    "dernier_audit_externe": "les derniers audits",
    "premiere_periode_due": "la première période des vérifications",
    "politiques": "la politique des délais",
}
PASSE = "ce qui était dû le reste. Une vérification manquée ce jour-là s’explique (raison «\u00a0fermeture\u00a0»)."


class FermetureRefusee(Refus):
    """Ends before it begins, covers days already closed, or days already gone."""


class DernierReferentiel(Refus):
    """A site is always under one référentiel."""


class Champs(TypedDict, total=False):
    """The plain settings, typed again: a field that is absent was not typed; one emptied has its empty value."""

    nom: str
    adresse: str
    courriel: str
    telephone: str
    directeur: str
    zone: Zone
    recoit_le_samedi: bool
    droits: Droits
    dernier_audit_interne: date | None
    dernier_audit_externe: date | None
    premiere_periode_due: bool


def changer(reglages: Reglages, *, jour: date, **champs: Unpack[Champs]) -> Reglages:
    """The same settings with some fields changed; texts are cleaned, a name stays mandatory.

    Public holidays and Saturdays count from `jour` on: the days of before stay as they were.
    """
    propres: dict[str, Any] = {nom: nettoyer(v) if type(v) is str else v for nom, v in champs.items()}
    if "nom" in propres:
        propres["nom"] = exiger_texte(propres["nom"], "Donnez le nom du site.", "nom")
    try:
        return dater_les_semaines(reglages, evoluer(reglages, **propres), jour)
    except ValidationError as erreur:
        fautes = {str(f["loc"][0]): f"Valeur refusée\u00a0: {f['input']}." for f in erreur.errors() if f["loc"]}
        raise SaisieRefusee(fautes) from erreur


def fermer(
    reglages: Reglages, *, du: date, au: date, libelle: str, jour: date, remplace: Fermeture | None = None
) -> Reglages:
    """Add a local closure from `jour` at the earliest, both days included, in the place of `remplace` when given.

    The days already gone of the one it replaces stay closed.
    """
    motif = exiger_texte(libelle, "Dites pourquoi le site ferme (pont, travaux…).", "libelle")
    if au < du:
        raise FermetureRefusee("La fermeture finit avant de commencer.", "au")
    if remplace is None and du < jour:
        raise FermetureRefusee(f"Une fermeture ne vaut que pour l’avenir\u00a0: {PASSE}", "du")
    if remplace is not None:
        _exiger_le_passe(remplace, du, au, jour)
        if remplace not in reglages.fermetures:
            raise Introuvable("Cette fermeture n’est plus dans les réglages du site.")
        reglages = evoluer(reglages, fermetures=tuple(une for une in reglages.fermetures if une != remplace))
    for autre in reglages.fermetures:
        if autre.du <= au and du <= autre.au:
            jours = f"{date_numerique(autre.du)} au {date_numerique(autre.au)}"
            raise FermetureRefusee(f"Ces jours recouvrent «\u00a0{autre.libelle}\u00a0» ({jours}).", "du")
    decidee = remplace.ajoutee_le if remplace is not None and remplace.du < jour else jour
    toutes = (*reglages.fermetures, Fermeture(du=du, au=au, libelle=motif, ajoutee_le=decidee))
    return evoluer(reglages, fermetures=tuple(sorted(toutes, key=lambda une: une.du)))


def _exiger_le_passe(remplace: Fermeture, du: date, au: date, jour: date) -> None:
    """What was closed before `jour` stays closed, and nothing else becomes so."""
    commencee = remplace.du < jour
    if (commencee and du != remplace.du) or (not commencee and du < jour):
        raise FermetureRefusee(f"Une fermeture ne vaut que pour l’avenir\u00a0: {PASSE}", "du")
    finie = remplace.au < jour
    if (finie and au != remplace.au) or (commencee and not finie and au < jour - UN_JOUR):
        raise FermetureRefusee(
            "Les jours déjà passés restent ce qu’ils étaient\u00a0: ce qui n’était pas dû ne le devient pas.", "au"
        )


def rouvrir(reglages: Reglages, fermeture: Fermeture, *, jour: date) -> Reglages:
    """Take a closure out; one that has begun ends the day before `jour`, one that is over stays (what it closed was not
    due)."""
    if fermeture not in reglages.fermetures:
        raise Introuvable("Cette fermeture n’est plus dans les réglages du site.")
    if fermeture.au < jour:
        raise FermetureRefusee(
            f"La fermeture «\u00a0{fermeture.libelle}\u00a0» est passée\u00a0: les jours fermés le restent."
        )
    reste = () if fermeture.du >= jour else (evoluer(fermeture, au=jour - UN_JOUR),)
    return evoluer(
        reglages, fermetures=tuple(r for une in reglages.fermetures for r in (reste if une == fermeture else (une,)))
    )


def horaires_de_la_semaine(reglages: Reglages) -> dict[str, Horaire | None]:
    """The hours of each weekday, the usual ones when the settings say nothing; None: closed that day."""
    if reglages.horaires:
        return {jour: reglages.horaires.get(jour) for jour in JOURS}
    usuels = {JOURS[rang]: Horaire(plages=plages) for rang, plages in HORAIRES_USUELS.items()}
    return {jour: usuels.get(jour) for jour in JOURS}


def fixer_horaire(reglages: Reglages, nom: str, ouverture: str, fermeture: str, *, jour: date) -> Reglages:
    """Set one range for a weekday, typed « 8h30 »; both empty: closed that day."""
    if not ouverture.strip() and not fermeture.strip():
        return fixer_plages(reglages, nom, "", jour=jour)
    bornes = lire_heure(ouverture, "ouverture"), lire_heure(fermeture, "fermeture", fin=True)
    exiger_en_ordre((bornes,), "fermeture")
    return _fixer(reglages, nom, Horaire(plages=(bornes,)), jour, "ouverture")


def fixer_plages(reglages: Reglages, nom: str, plages: str, *, jour: date) -> Reglages:
    """Set the ranges of a weekday, typed « 8h30-12h, 13h30-17h »; empty: closed that day. They count from `jour`."""
    lues = lire_plages(plages, "plages")
    return _fixer(reglages, nom, Horaire(plages=lues) if lues else None, jour, "plages")


def _fixer(reglages: Reglages, nom: str, horaire: Horaire | None, jour: date, champ: str) -> Reglages:
    if nom not in JOURS:
        raise HoraireRefuse(f"«\u00a0{nom}\u00a0» n’est pas un jour de la semaine.", "jour")
    semaine = {**horaires_de_la_semaine(reglages), nom: horaire}
    gardes = {nom: horaire for nom, horaire in semaine.items() if horaire is not None}
    if not gardes:
        raise HoraireRefuse("Le site ouvre au moins un jour par semaine.", champ)
    return dater_les_semaines(reglages, evoluer(reglages, horaires=gardes), jour)


def dater_les_semaines(avant: Reglages, apres: Reglages, jour: date) -> Reglages:
    """`apres`, with the weeks of `avant` kept for the days before `jour` when its days of work change."""
    un, autre = avant.calendrier(), apres.calendrier()
    if (un.zone, un.jours_de_reception) == (autre.zone, autre.jours_de_reception):
        return apres
    hier = jour - UN_JOUR
    if any(semaine.jusqu_au >= hier for semaine in avant.semaines):
        return apres  # changed twice the same day: the first change kept what was before
    ancienne = Semaine(jusqu_au=hier, zone=un.zone, jours=un.jours_de_reception)
    return evoluer(apres, semaines=(*avant.semaines, ancienne))


def choisir_politique(
    reglages: Reglages,
    delai: Delai,
    *,
    report: Report | None = None,
    unite: Unite | None = None,
    population: Population | None = None,
    restreint: bool = False,
    raison: str,
    depuis: date,
    par: str,
    jour: date,
) -> Reglages:
    """Count a delay of the référentiel otherwise from `depuis` on; nothing given: as it has it again."""
    politiques = choisir(
        reglages.politiques,
        delai,
        report=report,
        unite=unite,
        population=population,
        restreint=restreint,
        raison=raison,
        depuis=depuis,
        par=par,
        jour=jour,
    )
    return evoluer(reglages, politiques=politiques)


def historier(avant: Reglages, apres: Reglages, *, par: str, le: date, raison: str = "") -> Reglages:
    """`apres` with a line of history for each setting that differs."""
    lignes = [
        Changement(le=le, par=par, reglage=champ, avant=mots[0], apres=mots[1], raison=raison)
        for champ in NOMS
        if getattr(avant, champ) != getattr(apres, champ)
        and (mots := (valeur_en_mots(avant, champ), valeur_en_mots(apres, champ)))
    ]
    return evoluer(apres, changements=(*apres.changements, *lignes)) if lignes else apres


def valeur_en_mots(reglages: Reglages, champ: str) -> str:
    """A setting as its history tells it."""
    valeur = getattr(reglages, champ)
    match champ:
        case "horaires":
            semaine = horaires_de_la_semaine(reglages)
            return "\u00a0; ".join(f"{jour} {plages_en_mots(h.plages)}" for jour, h in semaine.items() if h)
        case "fermetures":
            return "\u00a0; ".join(f"{_du_au(une)} ({une.libelle})" for une in valeur)
        case "referentiels":
            return "\u00a0; ".join(f"{un.code} depuis le {date_numerique(un.depuis)}" for un in valeur)
        case "politiques":
            return "\u00a0; ".join(politique_en_mots(une, raison=False) for une in valeur)
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    return date_numerique(valeur) if isinstance(valeur, date) else str(valeur or "")


def politique_en_mots(politique: Politique, *, raison: bool = True) -> str:
    """« reponse-ecrite depuis le 01/04/2026, report aucun (raison) »."""
    choix = [(politique.report, "report"), (politique.unite, "en"), (politique.population, "population")]
    dit = ", ".join(f"{mot} {valeur}" for valeur, mot in choix if valeur) or "comme le référentiel"
    pourquoi = f" ({politique.raison})" if raison else ""
    return f"{politique.delai} depuis le {date_numerique(politique.depuis)}, {dit}{pourquoi}"


def _du_au(fermeture: Fermeture) -> str:
    if fermeture.du == fermeture.au:
        return date_numerique(fermeture.du)
    return f"{date_numerique(fermeture.du)} au {date_numerique(fermeture.au)}"


def contradictions(reglages: Reglages, delais: Iterable[Delai]) -> list[str]:
    """What site.toml, edited by hand, says that cannot all be true, or that nobody can vouch for."""
    dites = politiques_contradictoires(reglages.politiques, delais)
    rangees = sorted(reglages.fermetures, key=lambda une: une.du)
    for une, suivante in pairwise(rangees):
        if suivante.du <= une.au:
            dites.append(
                f"Les fermetures «\u00a0{une.libelle}\u00a0» et «\u00a0{suivante.libelle}\u00a0» se recouvrent."
            )
    for une in rangees:
        if une.ajoutee_le is not None and une.ajoutee_le > une.du:
            dites.append(
                f"La fermeture «\u00a0{une.libelle}\u00a0» ({_du_au(une)}) a été ajoutée le "
                f"{date_numerique(une.ajoutee_le)}, après avoir commencé\u00a0: ce qui était dû avant ce jour le reste."
            )
    codes = [un.code for un in reglages.referentiels]
    dites += [f"Le référentiel {code} est écrit deux fois." for code in dict.fromkeys(codes) if codes.count(code) > 1]
    if reglages.recoit_le_samedi and reglages.horaires and "samedi" not in reglages.horaires:
        dites.append("Le site dit recevoir le samedi, sans heures d’ouverture ce jour-là.")
    fins = [semaine.jusqu_au for semaine in reglages.semaines]
    if fins != sorted(set(fins)):
        dites.append("Les anciennes semaines ne sont pas dans l’ordre de leurs dates.")
    return dites


def adopter(reglages: Reglages, code: str, depuis: date) -> Reglages:
    """Come under a référentiel on a day; given again for a code, its day changes."""
    autres = tuple(un for un in reglages.referentiels if un.code != code)
    return evoluer(reglages, referentiels=(*autres, EnVigueur(code=code, depuis=depuis)))


def abandonner(reglages: Reglages, code: str) -> Reglages:
    """Take out a référentiel noted by mistake."""
    autres = tuple(un for un in reglages.referentiels if un.code != code)
    if not autres:
        raise DernierReferentiel("Un site est toujours sous un référentiel\u00a0: adoptez-en un autre d’abord.", "code")
    return evoluer(reglages, referentiels=autres)


def changements(avant: Reglages, apres: Reglages) -> tuple[str, ...]:
    """What differs between two settings, as people call it: « les fermetures », « la zone »."""
    return tuple(dict.fromkeys(nom for champ, nom in NOMS.items() if getattr(avant, champ) != getattr(apres, champ)))


def ecarts(avant: Reglages, apres: Reglages, champs: Iterable[str]) -> dict[str, tuple[Any, Any]]:
    """Those of `champs` that differ, each with its two stored values."""
    un, autre = avant.model_dump(mode="json"), apres.model_dump(mode="json")
    return {champ: (un[champ], autre[champ]) for champ in champs if un[champ] != autre[champ]}


def quelqu_un_peut_regler(personnes: Iterable[tuple[tuple[str, ...], tuple[str, ...]]], roles: Iterable[str]) -> bool:
    """Whether a person (logins, roles) tied to a login holds one of `roles`, those that may write the settings."""
    capables = set(roles)
    return any(logins and capables & set(tenus) for logins, tenus in personnes)
