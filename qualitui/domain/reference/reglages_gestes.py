"""Changes of a site's settings: closures, opening hours, référentiels in force, rights. Pure; each gives new settings.

Cases already open keep their frozen deadlines: settings only count for what comes next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time
from typing import Any, TypedDict, Unpack

from pydantic import ValidationError

from qualitui.domain.base import Introuvable, Refus, SaisieRefusee, evoluer
from qualitui.domain.francais import JOURS, date_numerique, nettoyer
from qualitui.domain.reference.reglages import Droits, EnVigueur, Horaire, Reglages
from qualitui.domain.saisie import exiger_texte
from qualitui.domain.temps.calendrier import HORAIRES_USUELS, Fermeture, Zone

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
}
_HEURE = re.compile(r"(\d{1,2})\s*(?:h|:)\s*(\d{2})?", re.ASCII)


class FermetureRefusee(Refus):
    """Ends before it begins, or covers days already closed."""


class HoraireRefuse(Refus):
    """Hours that are not two times of one day, in order."""


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


def changer(reglages: Reglages, **champs: Unpack[Champs]) -> Reglages:
    """The same settings with some fields changed; texts are cleaned, a name stays mandatory."""
    propres: dict[str, Any] = {nom: nettoyer(v) if type(v) is str else v for nom, v in champs.items()}
    if "nom" in propres:
        propres["nom"] = exiger_texte(propres["nom"], "Donnez le nom du site.", "nom")
    try:
        return evoluer(reglages, **propres)
    except ValidationError as erreur:
        fautes = {str(f["loc"][0]): f"Valeur refusée\u00a0: {f['input']}." for f in erreur.errors() if f["loc"]}
        raise SaisieRefusee(fautes) from erreur


def fermer(reglages: Reglages, *, du: date, au: date, libelle: str) -> Reglages:
    """Add a local closure, both days included."""
    motif = exiger_texte(libelle, "Dites pourquoi le site ferme (pont, travaux…).", "libelle")
    if au < du:
        raise FermetureRefusee("La fermeture finit avant de commencer.", "au")
    for autre in reglages.fermetures:
        if autre.du <= au and du <= autre.au:
            jours = f"{date_numerique(autre.du)} au {date_numerique(autre.au)}"
            raise FermetureRefusee(f"Ces jours recouvrent «\u00a0{autre.libelle}\u00a0» ({jours}).", "du")
    toutes = (*reglages.fermetures, Fermeture(du=du, au=au, libelle=motif))
    return evoluer(reglages, fermetures=tuple(sorted(toutes, key=lambda une: une.du)))


def rouvrir(reglages: Reglages, fermeture: Fermeture) -> Reglages:
    """Take a closure out."""
    if fermeture not in reglages.fermetures:
        raise Introuvable("Cette fermeture n’est plus dans les réglages du site.")
    return evoluer(reglages, fermetures=tuple(une for une in reglages.fermetures if une != fermeture))


def horaires_de_la_semaine(reglages: Reglages) -> dict[str, Horaire | None]:
    """The hours of each weekday, the usual ones when the settings say nothing; None: closed that day."""
    if reglages.horaires:
        return {jour: reglages.horaires.get(jour) for jour in JOURS}
    usuels = {JOURS[rang]: Horaire(ouverture=h[0], fermeture=h[1]) for rang, h in HORAIRES_USUELS.items()}
    return {jour: usuels.get(jour) for jour in JOURS}


def fixer_horaire(reglages: Reglages, jour: str, ouverture: str, fermeture: str) -> Reglages:
    """Set the hours of a weekday, typed « 8h30 »; both empty: closed that day."""
    semaine = horaires_de_la_semaine(reglages)
    if not ouverture.strip() and not fermeture.strip():
        semaine[jour] = None
    else:
        de, a = lire_heure(ouverture, "ouverture"), lire_heure(fermeture, "fermeture")
        if de >= a:
            raise HoraireRefuse("L’ouverture doit précéder la fermeture.", "fermeture")
        semaine[jour] = Horaire(ouverture=de, fermeture=a)
    gardes = {nom: horaire for nom, horaire in semaine.items() if horaire is not None}
    if not gardes:
        raise HoraireRefuse("Le site ouvre au moins un jour par semaine.", "ouverture")
    return evoluer(reglages, horaires=gardes)


def lire_heure(texte: str, champ: str) -> time:
    """« 8h30 », « 8:30 », « 17h »."""
    trouve = _HEURE.fullmatch(texte.strip())
    try:
        return time(int(trouve[1]), int(trouve[2] or 0)) if trouve else time.fromisoformat(texte.strip())
    except ValueError:
        raise HoraireRefuse(f"«\u00a0{texte.strip()}\u00a0» n’est pas une heure\u00a0: tapez 8h30.", champ) from None


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
