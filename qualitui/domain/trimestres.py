"""The quarterly review of the plan d’actions (SMQ9): held at least once a quarter, frozen when closed.

ouvrir → decider for each open action (maintenir, replanifier, réorienter, clore, abandonner) → clore. It is not
closed while an open action has no decision. A quarter that ends without a closed review is *manquée*: a review of
it held later (until the end of the following quarter) is kept and printed, but the quarter stays missed. Until then, or
until someone says why (expliquer), it stays among what is to do; the reason changes no figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar, Protocol

from qualitui.domain.actions.fiche import Action, EtatAction, Origine, en_retard
from qualitui.domain.actions.possibles import Geste, refus_de, refus_de_suivi
from qualitui.domain.base import Fiche, Refus, Valeur, evoluer
from qualitui.domain.comptage import Comptage, Definition, Fenetre, Figure, Genre, Tri, part
from qualitui.domain.etape import Etape, dernier_jour_ouvert
from qualitui.domain.francais import accorder, date_numerique, enumerer, nettoyer
from qualitui.domain.saisie import exiger_arrivee, exiger_texte
from qualitui.domain.temps.calendrier import Calendrier
from qualitui.domain.temps.recurrence import trimestre_de


class GenreDecision(StrEnum):
    MAINTENIR = "maintenir"
    REPLANIFIER = "replanifier"
    REORIENTER = "réorienter"
    CLORE = "clore"
    ABANDONNER = "abandonner"


class EtatTrimestre(StrEnum):
    """`TENUE_EN_RETARD` is missed too: what was due in the quarter was held after it."""

    A_VENIR = "à venir"
    A_TENIR = "à tenir"
    OUVERTE = "ouverte"
    TENUE = "tenue"
    MANQUEE = "manquée"
    TENUE_EN_RETARD = "manquée, tenue en retard"

    @property
    def manquee(self) -> bool:
        return self in (EtatTrimestre.MANQUEE, EtatTrimestre.TENUE_EN_RETARD)


class Decision(Valeur):
    """What the review decided for one action. `nouvelle_echeance` belongs to replanifier and réorienter."""

    action: str
    decision: GenreDecision
    note: str = ""
    nouvelle_echeance: date | None = None
    le: date
    par: str


class ActionFigee(Valeur):
    """An action as it was when the review was closed, with what was decided; `age_jours` since its creation."""

    reference: str
    intitule: str
    origine: Origine
    engagement: str = ""
    pilote: str = ""
    echeance: date | None = None
    etat: EtatAction
    en_retard: bool
    age_jours: int
    decision: GenreDecision
    note: str = ""


class RevueTrimestrielle(Fiche):
    """The review of one quarter (« 2026-T1 »). `actions` is empty until it is closed, then never changes.

    `ouverte_le` None: nobody opened it, only its `raison` was given: why the quarter was missed.
    """

    table: ClassVar[str] = "trimestres"

    trimestre: str
    ouverte_le: date | None = None
    par: str = ""
    decisions: tuple[Decision, ...] = ()
    close_le: date | None = None
    close_par: str = ""
    synthese: str = ""
    actions: tuple[ActionFigee, ...] = ()
    raison: str = ""
    expliquee_le: date | None = None
    expliquee_par: str = ""

    def decision_pour(self, reference: str) -> Decision | None:
        return next((d for d in self.decisions if d.action == reference), None)


class TrimestreIllisible(Refus):
    """A quarter is written « 2026-T1 »."""


class TrimestreAVenir(Refus):
    """A review is not held before its quarter starts."""


class TrimestreRevolu(Refus):
    """Too late: the quarter after the one asked for has ended too."""


class RevueDejaOuverte(Refus):
    """A quarter has one review."""


class TrimestrePasManque(Refus):
    """Only a quarter that ended without a closed review has a reason to give."""


class RevuePasOuverte(Refus):
    """Only why it was missed is known of it."""


class RevueClose(Refus):
    """A closed review is frozen."""


class ActionsSansDecision(Refus):
    """Some open actions were not looked at; `references` names them."""

    def __init__(self, references: tuple[str, ...]) -> None:
        surplus = len(references) - 12
        noms = enumerer([*references[:12], f"{surplus} autres"] if surplus > 0 else references)
        nombre = accorder(len(references), "action ouverte")
        super().__init__(f"Il reste {nombre} sans décision : {noms}.")
        self.references = references


class EcheanceInattendue(Refus):
    """Only replanifier and réorienter move a deadline; replanifier asks for one."""


def lire_trimestre(texte: str) -> str:
    """« 2026-t1 », « 2026T1 » or « T1 2026 » → « 2026-T1 »; TrimestreIllisible otherwise."""
    propre = texte.strip().upper().replace(" ", "")
    trouve = re.fullmatch(r"(\d{4})-?T([1-4])", propre) or re.fullmatch(r"T([1-4])-?(\d{4})", propre)
    if trouve is None:
        raise TrimestreIllisible(f"« {texte} » n’est pas un trimestre : écrivez par exemple 2026-T1.", "trimestre")
    premier, second = trouve.groups()
    annee, numero = (premier, second) if len(premier) == 4 else (second, premier)
    return f"{annee}-T{numero}"


def bornes(trimestre: str) -> tuple[date, date]:
    """First and last day of the quarter, both included."""
    annee, numero = int(trimestre[:4]), int(trimestre[-1])
    debut = date(annee, 3 * numero - 2, 1)
    suivant = date(annee + 1, 1, 1) if numero == 4 else date(annee, 3 * numero + 1, 1)
    return debut, suivant - timedelta(days=1)


def suivant(trimestre: str) -> str:
    return trimestre_de(bornes(trimestre)[1] + timedelta(days=1))


def precedent(trimestre: str) -> str:
    return trimestre_de(bornes(trimestre)[0] - timedelta(days=1))


def trimestre_en_mots(trimestre: str) -> str:
    """« 1er trimestre 2026 »."""
    numero = int(trimestre[-1])
    return f"{'1er' if numero == 1 else f'{numero}e'} trimestre {trimestre[:4]}"


def etat_du_trimestre(trimestre: str, revue: RevueTrimestrielle | None, jour: date) -> EtatTrimestre:
    """What an auditor sees on `jour`; closing on the last day of the quarter is still in time."""
    debut, fin = bornes(trimestre)
    if revue is not None and revue.close_le is not None:
        return EtatTrimestre.TENUE if revue.close_le <= fin else EtatTrimestre.TENUE_EN_RETARD
    if jour > fin:
        return EtatTrimestre.MANQUEE
    if revue is not None:
        return EtatTrimestre.OUVERTE
    return EtatTrimestre.A_VENIR if jour < debut else EtatTrimestre.A_TENIR


TENUES = Definition(
    "ACT-09",
    "Revues trimestrielles tenues dans leur trimestre",
    "Revues closes au plus tard le dernier jour de leur trimestre ÷ trimestres finis dans la période, ou déjà tenus. "
    "Un trimestre commencé avant l’ouverture du site n’est pas dû ; une revue tenue après reste manquée.",
    Genre.TAUX,
)


class Donnees(Protocol):
    """What the figure of the quarterly reviews reads; `ouverture` is the site's."""

    @property
    def trimestres(self) -> Sequence[RevueTrimestrielle]: ...

    @property
    def ouverture(self) -> date | None: ...


def etat_au(revue: RevueTrimestrielle, jour: date) -> RevueTrimestrielle | None:
    """The review as it stood at the end of `jour`; None before it was opened."""
    if revue.ouverte_le is None or revue.ouverte_le > jour:
        return None
    if revue.close_le is None or revue.close_le <= jour:
        return revue
    prises = tuple(decision for decision in revue.decisions if decision.le <= jour)
    return evoluer(revue, decisions=prises, close_le=None, close_par="", synthese="", actions=())


def premier_du(ouverture: date | None, courant: str) -> str:
    """The first quarter owed: begun with the site, or after; at the latest the current one, which can be held."""
    if ouverture is None:
        return courant
    premier = trimestre_de(ouverture)
    return min(courant, premier if bornes(premier)[0] == ouverture else suivant(premier))


def dus(vue: Fenetre, ouverture: date | None) -> tuple[list[str], list[str]]:
    """The quarters that end in the window: those owed, those begun before the site was."""
    voulus, avant = [], []
    cle = trimestre_de(vue.du)
    while bornes(cle)[0] <= vue.au:
        debut, fin = bornes(cle)
        if ouverture is None or debut < ouverture:
            avant.append(cle)
        elif vue.du <= fin:
            voulus.append(cle)
        cle = suivant(cle)
    return voulus, avant


def tenues(donnees: Donnees, vue: Fenetre) -> Comptage:
    """A quarter under way counts once its review is closed."""
    revues = {revue.trimestre: etat_au(revue, vue.le) for revue in donnees.trimestres}
    voulus, avant = dus(vue, donnees.ouverture)
    tri = Tri([], [], [(cle, "commencé avant l’ouverture du site") for cle in avant], [])
    for cle in voulus:
        etat = etat_du_trimestre(cle, revues.get(cle), vue.regard)
        ici = tri.oui if etat is EtatTrimestre.TENUE else tri.non if etat.manquee else tri.pas_encore
        ici.append(cle)
    return part(TENUES, vue, tri)


FIGURES: tuple[Figure, ...] = (Figure(TENUES, tenues),)


def identifiant(trimestre: str) -> str:
    """The id of the quarter's record: two workstations that open its review make one."""
    return f"trimestre-{trimestre}"


def ouvrir(trimestre: str, *, par: str, existante: RevueTrimestrielle | None, jour: date) -> RevueTrimestrielle:
    """Open the review of `trimestre`; a past one only until the end of the quarter that follows it."""
    if existante is not None and existante.ouverte_le is not None:
        etat = f"close depuis le {date_numerique(existante.close_le)}" if existante.close_le else "déjà ouverte"
        raise RevueDejaOuverte(f"La revue du {trimestre_en_mots(trimestre)} est {etat}.", "trimestre")
    debut = bornes(trimestre)[0]
    if jour < debut:
        phrase = f"Le {trimestre_en_mots(trimestre)} ne commence que le {date_numerique(debut)}."
        raise TrimestreAVenir(phrase, "trimestre")
    if jour > bornes(suivant(trimestre))[1]:
        raise TrimestreRevolu(
            f"Le {trimestre_en_mots(trimestre)} est trop ancien : sa revue reste manquée. "
            f"Tenez celle du {trimestre_en_mots(trimestre_de(jour))}.",
            "trimestre",
        )
    return evoluer(existante or vierge(trimestre), ouverte_le=jour, par=par)


def vierge(trimestre: str) -> RevueTrimestrielle:
    return RevueTrimestrielle(id=identifiant(trimestre), trimestre=trimestre)


def expliquer(
    trimestre: str, *, raison: str, par: str, existante: RevueTrimestrielle | None, jour: date
) -> RevueTrimestrielle:
    """Say why the quarter was missed: nothing is asked of it any more, it stays missed; said again, it replaces."""
    etat = etat_du_trimestre(trimestre, existante, jour)
    if etat is not EtatTrimestre.MANQUEE:
        phrase = f"Le {trimestre_en_mots(trimestre)} n’est pas manqué\u00a0: sa revue est «\u00a0{etat}\u00a0»."
        raise TrimestrePasManque(phrase, "trimestre")
    texte = exiger_texte(raison, "Dites pourquoi la revue du trimestre n’a pas été tenue.", "raison")
    return evoluer(existante or vierge(trimestre), raison=texte, expliquee_le=jour, expliquee_par=par)


def etape(trimestre: str, etat: EtatTrimestre, expliquee: bool, calendrier: Calendrier) -> Etape | None:
    """The review to hold by its last open day; a missed one until it is held late, or somebody says why."""
    if etat not in (EtatTrimestre.A_TENIR, EtatTrimestre.OUVERTE, EtatTrimestre.MANQUEE) or expliquee:
        return None
    debut, fin = bornes(trimestre)
    suites = {
        EtatTrimestre.MANQUEE: "manquée, à tenir en retard ou à expliquer",
        EtatTrimestre.OUVERTE: "à clore",
    }
    libelle = f"Revue des actions du {trimestre_en_mots(trimestre)}\u00a0: {suites.get(etat, 'à tenir')}"
    geste = "expliquer" if etat is EtatTrimestre.MANQUEE else ""
    return Etape(
        "trimestre", trimestre, libelle, libelle, fin, dernier_jour_ouvert(fin, calendrier), debut, geste=geste
    )


def decider(revue: RevueTrimestrielle, decision: Decision) -> RevueTrimestrielle:
    """Keep the decision; a second one for the same action replaces the first, until the review is closed."""
    _exiger_ouverte(revue)
    if decision.decision is GenreDecision.REPLANIFIER and decision.nouvelle_echeance is None:
        raise EcheanceInattendue("Donnez la nouvelle échéance.", "nouvelle_echeance")
    deplace = decision.decision in (GenreDecision.REPLANIFIER, GenreDecision.REORIENTER)
    if decision.nouvelle_echeance is not None and not deplace:
        raise EcheanceInattendue(
            f"La décision « {decision.decision} » ne change pas l’échéance : choisissez « replanifier ».",
            "nouvelle_echeance",
        )
    if decision.decision is not GenreDecision.MAINTENIR and decision.decision is not GenreDecision.CLORE:
        exiger_texte(decision.note, f"Dites pourquoi vous décidez de {decision.decision}.", "note")
    autres = tuple(d for d in revue.decisions if d.action != decision.action)
    return evoluer(revue, decisions=(*autres, decision))


def sans_decision(revue: RevueTrimestrielle, ouvertes: Iterable[Action]) -> tuple[Action, ...]:
    """Open actions the review has not looked at yet."""
    vues = {decision.action for decision in revue.decisions}
    return tuple(action for action in ouvertes if action.ouverte and action.reference not in vues)


def clore(
    revue: RevueTrimestrielle, *, actions: Iterable[Action], par: str, synthese: str = "", jour: date
) -> RevueTrimestrielle:
    """Close and freeze. `actions`: every open one and every one a decision names, as they are now."""
    _exiger_ouverte(revue)
    exiger_arrivee(jour, jour, revue.ouverte_le, "l’ouverture de la revue")
    toutes = sorted({action.reference: action for action in actions}.values(), key=lambda action: action.reference)
    oubliees = sans_decision(revue, toutes)
    if oubliees:
        raise ActionsSansDecision(tuple(action.reference for action in oubliees))
    return evoluer(
        revue,
        close_le=jour,
        close_par=par,
        synthese=nettoyer(synthese),
        actions=figer(revue, toutes, jour),
    )


def figer(revue: RevueTrimestrielle, actions: Iterable[Action], jour: date) -> tuple[ActionFigee, ...]:
    """The picture of every action decided upon, as it is on `jour`, in order of reference."""
    ordre = sorted(actions, key=lambda action: action.reference)
    return tuple(_figer(a, decision, jour) for a in ordre if (decision := revue.decision_pour(a.reference)))


def _figer(action: Action, decision: Decision, jour: date) -> ActionFigee:
    return ActionFigee(
        reference=action.reference,
        intitule=action.intitule,
        origine=action.origine,
        engagement=action.engagement,
        pilote=action.pilote,
        echeance=action.echeance,
        etat=action.etat,
        en_retard=en_retard(action, jour),
        age_jours=(jour - action.creee_le).days,
        decision=decision.decision,
        note=decision.note,
    )


def _exiger_ouverte(revue: RevueTrimestrielle) -> None:
    if revue.ouverte_le is None:
        raise RevuePasOuverte(
            f"La revue du {trimestre_en_mots(revue.trimestre)} n’est pas ouverte\u00a0: ouvrez-la d’abord.", "trimestre"
        )
    if revue.close_le is not None:
        raise RevueClose(
            f"La revue du {trimestre_en_mots(revue.trimestre)} est close depuis le {date_numerique(revue.close_le)} : "
            "elle ne change plus."
        )


def refus_de_decision(action: Action, decision: GenreDecision, jour: date) -> Refus | None:
    """Why the quarter's review can't take this decision for the action; None: it can."""
    if decision in (GenreDecision.MAINTENIR, GenreDecision.REORIENTER):
        return refus_de_suivi(action, jour)
    reprise = Geste.RELANCER if action.realisee_le else Geste.REPLANIFIER
    gestes = {GenreDecision.CLORE: Geste.CLORE, GenreDecision.ABANDONNER: Geste.ABANDONNER}
    return refus_de(action, gestes.get(decision, reprise), jour)
