"""« La semaine du site »: what is late, due today, due by Friday, by role; pure, fed with records already chosen.

| état          | a thing with a butoir b and a cible c (c ≤ b), on day j of the week that works until Friday v |
|---------------|------------------------------------------------------------------------------------------------|
| en retard     | b < j                                                                                          |
| aujourd’hui   | c ≤ j ≤ b: the day to aim at is today, or has passed and the last day has not                  |
| cette semaine | j < c ≤ v                                                                                      |

On a Saturday or a Sunday the week is the coming one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from itertools import groupby
from typing import NamedTuple

from qualitui.domain.actions.fiche import Action, EtatAction
from qualitui.domain.illisibles import Illisible
from qualitui.domain.reclamations.alertes import accuse_manquant
from qualitui.domain.reclamations.delai import hors_decompte
from qualitui.domain.reclamations.fiche import OUVERTS, GenreFait, Reclamation, etat, faits_de, premiere_reponse
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.temps.calendrier import Calendrier, ajouter_mois, est_ouvre, fermeture_locale, nom_ferie, precedent
from qualitui.domain.trimestres import EtatTrimestre, bornes, trimestre_en_mots
from qualitui.domain.verifications.fiche import EtatOccurrence
from qualitui.domain.verifications.occurrences import Suivi

# Who looks after what nobody was named for: the DAA holds the réclamations and the plan (domaine.md §1).
ROLE_PAR_DEFAUT = "daa"


class EtatElement(StrEnum):
    EN_RETARD = "en retard"
    AUJOURDHUI = "aujourd’hui"
    CETTE_SEMAINE = "cette semaine"


ORDRE = tuple(EtatElement)


class Element(NamedTuple):
    """One thing to do. `cible` is the day to aim at, `butoir` the last one; `role` a role's code.

    `personne`: the code of the one it is given to by name; empty: whoever holds the role.
    """

    domaine: str
    reference: str
    libelle: str
    etat: EtatElement
    cible: date | None = None
    butoir: date | None = None
    role: str = ""
    personne: str = ""

    def pour(self, personne: Personne) -> bool:
        """Is it theirs, by name or by one of their roles?"""
        return self.personne == personne.code if self.personne else self.role in personne.roles


class JourFerme(NamedTuple):
    """A weekday without the public: a holiday, or a closure of the site (bridge, works)."""

    le: date
    nom: str


class Semaine(NamedTuple):
    """`elements` most pressing first; `fin` is the Friday; `reperes` are sentences on what runs slower."""

    jour: date
    fin: date
    elements: tuple[Element, ...] = ()
    fermetures: tuple[JourFerme, ...] = ()
    reperes: tuple[str, ...] = ()

    def de(self, etat: EtatElement) -> tuple[Element, ...]:
        return tuple(element for element in self.elements if element.etat is etat)

    def a_expliquer(self, personne: Personne) -> int:
        """How many missed checks wait for the reason that this person has to give."""
        manquees = (e for e in self.de(EtatElement.EN_RETARD) if e.domaine == "verifications")
        return sum(element.pour(personne) for element in manquees)

    def par_role(self) -> dict[str, tuple[Element, ...]]:
        """The same elements by role, in the order of the roles' codes."""
        ranges = sorted(self.elements, key=lambda element: element.role)
        return {role: tuple(groupe) for role, groupe in groupby(ranges, key=lambda element: element.role)}


class Ligne(NamedTuple):
    """Elements that say the same thing on several days (a daily check), for a page people read.

    `element` is the most pressing one; `nombre` of them, from `premier` to `dernier` (last days, None: no date).
    """

    element: Element
    nombre: int = 1
    premier: date | None = None
    dernier: date | None = None


def vendredi(jour: date) -> date:
    """The end of the working week of `jour`; on a weekend, of the week to come."""
    lundi = jour - timedelta(days=jour.weekday()) if jour.weekday() < 5 else jour + timedelta(days=7 - jour.weekday())
    return lundi + timedelta(days=4)


def situer(cible: date | None, butoir: date | None, jour: date) -> EtatElement | None:
    """The état of a thing with these dates (see the module); None: not this week, or no date at all."""
    vise, limite = cible or butoir, butoir or cible
    if vise is None or limite is None:
        return None
    if limite < jour:
        return EtatElement.EN_RETARD
    if vise <= jour:
        return EtatElement.AUJOURDHUI
    return EtatElement.CETTE_SEMAINE if vise <= vendredi(jour) else None


def composer(
    jour: date, elements: Iterable[Element | None], calendrier: Calendrier, reperes: Iterable[str] = ()
) -> Semaine:
    """Put the week together, in order: late first, then by date, domain and reference."""
    retenus = [element for element in elements if element is not None]
    retenus.sort(key=lambda e: (ORDRE.index(e.etat), e.butoir or e.cible or jour, e.domaine, e.reference))
    return Semaine(
        jour=jour,
        fin=vendredi(jour),
        elements=tuple(retenus),
        fermetures=jours_fermes(jour, calendrier),
        reperes=tuple(reperes),
    )


def regrouper(elements: Iterable[Element]) -> tuple[Ligne, ...]:
    """One line for the elements of one domain, state, role and text, in the order of the first of each."""
    groupes: dict[tuple[str, ...], list[Element]] = {}
    for element in elements:
        # Two cases about the same thing stay two lines; only the periods of one check are brought together.
        propre = "" if element.domaine == "verifications" else element.reference
        cle = (element.domaine, element.etat, element.role, element.personne, element.libelle, propre)
        groupes.setdefault(cle, []).append(element)
    lignes = []
    for groupe in groupes.values():
        jours = [jour for element in groupe if (jour := element.butoir or element.cible)]
        lignes.append(
            Ligne(
                element=groupe[0],
                nombre=len(groupe),
                premier=min(jours, default=None),
                dernier=max(jours, default=None),
            )
        )
    return tuple(lignes)


def jours_fermes(jour: date, calendrier: Calendrier) -> tuple[JourFerme, ...]:
    """The weekdays of the week, past ones included, that are holidays or closures, by name."""
    jours = (vendredi(jour) - timedelta(days=rang) for rang in range(4, -1, -1))
    nommes = ((le, _pourquoi_ferme(le, calendrier)) for le in jours)
    return tuple(JourFerme(le=le, nom=nom) for le, nom in nommes if nom)


def _pourquoi_ferme(le: date, calendrier: Calendrier) -> str:
    fermeture = fermeture_locale(le, calendrier)
    return nom_ferie(le, calendrier.zone) or (fermeture.libelle if fermeture else "")


def _element(
    jour: date,
    domaine: str,
    reference: str,
    libelle: str,
    cible: date | None,
    butoir: date | None,
    role: str,
    personne: str = "",
) -> Element | None:
    etat = situer(cible, butoir, jour)
    return Element(domaine, reference, libelle, etat, cible, butoir, role, personne) if etat else None


# --- what each domain gives -----------------------------------------------------------------------------


def de_reclamation(
    reclamation: Reclamation, jour: date, roles: Mapping[str, str], nom: str = ""
) -> list[Element | None]:
    """The accusé not sent, and the answer (or the réponse d’attente before it). `nom`: the nature's label."""
    if etat(reclamation) not in OUVERTS or premiere_reponse(reclamation) is not None:
        return []
    role = role_de(reclamation.pilote, roles)
    sujet = reclamation.objet or nom or "Dossier à qualifier"
    accuse = (
        _element(
            jour,
            "reclamations",
            reclamation.reference,
            f"Accusé de réception à envoyer : {sujet}",
            reclamation.recue_le,
            reclamation.recue_le,
            role,
        )
        if accuse_manquant(reclamation)
        else None
    )
    return [accuse, *_de_reponse(reclamation, jour, sujet, role)]


def _de_reponse(reclamation: Reclamation, jour: date, sujet: str, role: str) -> list[Element | None]:
    echeance, attente = reclamation.echeance, reclamation.echeance_attente
    if echeance is None or hors_decompte(reclamation):
        return []
    reference, prevenu = reclamation.reference, bool(faits_de(reclamation, GenreFait.ATTENTE))
    trop_tard = prevenu or attente is None or jour > echeance.butoir
    quoi = "Réponse" if trop_tard else "Réponse, ou réponse d’attente,"
    reponse = _element(
        jour, "reclamations", reference, f"{quoi} à envoyer : {sujet}", echeance.cible, echeance.butoir, role
    )
    # A réponse d’attente owed well before the month ends, as in 2014, is a thing to do of its own.
    if trop_tard or attente is None or attente.butoir >= echeance.butoir:
        return [reponse]
    libelle = f"Réponse d’attente à envoyer, faute de réponse : {sujet}"
    return [_element(jour, "reclamations", reference, libelle, attente.cible, attente.butoir, role), reponse]


def de_verification(suivi: Suivi, jour: date) -> Element | None:
    """A check not done yet, expected by `attendue` within its window; or missed, and nobody has said why."""
    occurrence = suivi.occurrence
    if suivi.etat is not EtatOccurrence.A_FAIRE and not suivi.a_expliquer:
        return None
    libelle = f"À expliquer : {suivi.libelle}" if suivi.a_expliquer else suivi.libelle
    cible, fin, texte = occurrence.attendue, occurrence.fin, occurrence.redaction
    return _element(jour, "verifications", occurrence.reference, libelle, cible, fin, texte.role, texte.personne)


def d_illisible(illisible: Illisible, domaine: str, jour: date) -> Element | None:
    """A record that this program cannot read and that may ask for something: nobody is forgotten because of it.

    Where even its dates cannot be read, it is to be looked at today.
    """
    if illisible.partielle or not illisible.ouverte:
        return None
    cible, butoir = illisible.dates
    if cible is None and butoir is None:
        cible = butoir = jour
    return _element(jour, domaine, illisible.nom, illisible.phrase, cible, butoir, ROLE_PAR_DEFAUT)


def d_action(action: Action, jour: date, calendrier: Calendrier, roles: Mapping[str, str]) -> Element | None:
    """An action to be réalisée by its deadline; aimed at the last open day on or before it."""
    if action.etat not in (EtatAction.A_LANCER, EtatAction.EN_COURS) or action.echeance is None:
        return None
    cible = dernier_jour_ouvert(action.echeance, calendrier)
    role, personne = role_de(action.pilote, roles), action.pilote if action.pilote in roles else ""
    return _element(jour, "actions", action.reference, action.intitule, cible, action.echeance, role, personne)


def de_suggestion(suggestion: Suggestion, jour: date, mois: int) -> Element | None:
    """A suggestion without an answer, `mois` months after it was received (the pace of their analysis)."""
    if not suggestion.ouverte or mois <= 0:
        return None
    butoir = ajouter_mois(suggestion.recue_le, mois)
    premiere_ligne = suggestion.texte.split("\n")[0]
    libelle = f"Répondre à la suggestion : {premiere_ligne}"
    return _element(jour, "suggestions", suggestion.reference, libelle, butoir, butoir, ROLE_PAR_DEFAUT)


def de_trimestre(trimestre: str, etat: EtatTrimestre, jour: date, calendrier: Calendrier) -> Element | None:
    """The review of the quarter, to hold by its last open day; a missed one is still to hold, late."""
    if etat not in (EtatTrimestre.A_TENIR, EtatTrimestre.OUVERTE, EtatTrimestre.MANQUEE):
        return None
    fin = bornes(trimestre)[1]
    suite = {EtatTrimestre.MANQUEE: "manquée, à tenir en retard", EtatTrimestre.OUVERTE: "à clore"}.get(etat, "à tenir")
    libelle = f"Revue des actions du {trimestre_en_mots(trimestre)} : {suite}"
    return _element(jour, "trimestre", trimestre, libelle, dernier_jour_ouvert(fin, calendrier), fin, ROLE_PAR_DEFAUT)


def de_revue(annee: int, etat: str, jour: date, calendrier: Calendrier) -> Element | None:
    """The annual review of `annee`, written in January of the next year; `etat` in words."""
    butoir = date(annee + 1, 1, 31)
    libelle = f"Revue qualité locale {annee} : {etat}"
    return _element(
        jour, "revue", str(annee), libelle, dernier_jour_ouvert(butoir, calendrier), butoir, ROLE_PAR_DEFAUT
    )


def dernier_jour_ouvert(jour: date, calendrier: Calendrier) -> date:
    """`jour`, or the last open day before it."""
    return precedent(jour, partial(est_ouvre, zone=calendrier.zone), calendrier)


def roles_de(equipe: Iterable[Personne]) -> dict[str, str]:
    """The first role of each person, by code: where their work is listed."""
    return {personne.code: personne.roles[0] for personne in equipe if personne.roles}


def role_de(pilote: str, roles: Mapping[str, str]) -> str:
    """The role under which a pilot's work is listed: theirs, or the role itself when the pilot is one."""
    return roles.get(pilote) or pilote or ROLE_PAR_DEFAUT
