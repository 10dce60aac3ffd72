"""The life of an action (SMQ9): one pure function per gesture.

La vie d’une action, geste par geste :

| geste       | depuis                       | vers                 | il faut                                    |
|-------------|------------------------------|----------------------|--------------------------------------------|
| lancer      | à lancer                     | en cours             | un pilote et une échéance                  |
| noter       | tout état ouvert             | inchangé             | un texte                                   |
| modifier    | tout état ouvert             | inchangé             | –                                          |
| replanifier | à lancer, en cours           | inchangé             | une date à venir et une raison             |
| réaliser    | à lancer, en cours           | réalisée             | un pilote et la date                       |
| vérifier    | réalisée                     | efficacité vérifiée  | quelqu’un d’autre que le pilote, une date  |
| relancer    | réalisée, vérifiée           | en cours             | une nouvelle échéance et une raison        |
| clore       | efficacité vérifiée          | close                | inefficace : dire la suite donnée          |
| abandonner  | à lancer, en cours           | abandonnée           | une raison                                 |

An action is never closed before someone other than its pilot has checked that it works. One found
inefficace is either started again (relancer, its checks are kept) or closed as such, with what is done instead.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TypedDict, Unpack

from qualitui.domain.actions.fiche import (
    ETATS_OUVERTS,
    Action,
    Efficacite,
    EtatAction,
    Jalon,
    Note,
    Origine,
    TypeAction,
    jalonner,
)
from qualitui.domain.base import Refus, evoluer
from qualitui.domain.francais import date_numerique, nettoyer
from qualitui.domain.saisie import exiger_a_venir, exiger_arrivee, exiger_texte


class GesteImpossible(Refus):
    """The action's state does not allow the gesture."""


class ActionClose(GesteImpossible):
    """Nothing changes any more in a closed action."""


class ActionAbandonnee(GesteImpossible):
    """Nothing changes any more in an abandoned action."""


class ActionDejaLancee(GesteImpossible):
    """Only an action « à lancer » is started."""


class ActionDejaRealisee(GesteImpossible):
    """What is réalisée is neither done again, replanned nor abandoned: it is checked, or started again."""


class ActionPasRealisee(GesteImpossible):
    """Efficacy is checked once the action is réalisée."""


class EfficacitePasVerifiee(GesteImpossible):
    """Never closed without its efficacy check."""


class EfficaciteDejaVerifiee(GesteImpossible):
    """One check a time: start the action again before another one."""


class VerificateurEstPilote(Refus):
    """The pilot does not judge their own action."""


class PiloteManquant(Refus):
    """Nobody carries the action."""


class EcheanceManquante(Refus):
    """A started action has a day."""


def lancer(action: Action, *, jour: date) -> Action:
    """Begin it, on `jour`."""
    _exiger_etat(action, "lancer", EtatAction.A_LANCER)
    _exiger_pilote(action)
    if action.echeance is None:
        raise EcheanceManquante(f"L’action {action.reference} n’a pas d’échéance : fixez-la.", "echeance")
    return evoluer(action, etat=EtatAction.EN_COURS, jalons=jalonner(action, jour, etat=EtatAction.EN_COURS))


def noter(action: Action, *, texte: str, par: str, le: date, jour: date) -> Action:
    """Add a dated line to the action's journal."""
    _exiger_etat(action, "noter", *ETATS_OUVERTS)
    exiger_arrivee(le, jour, action.creee_le, "la création de l’action")
    note = Note(le=le, par=par, texte=exiger_texte(texte, "La note est vide.", "texte"))
    return evoluer(action, notes=(*action.notes, note))


class Changements(TypedDict, total=False):
    """What describes an action, typed again: a field that is absent was not typed; one emptied has its empty value."""

    intitule: str
    engagement: str
    type: TypeAction
    priorite: str
    pilote: str
    causes: str
    origine: Origine


def modifier(action: Action, **changements: Unpack[Changements]) -> Action:
    """Correct what describes the action."""
    _exiger_etat(action, "modifier", *ETATS_OUVERTS)
    if interdits := set(changements) - set(Changements.__annotations__):
        raise TypeError(f"not editable: {sorted(interdits)}")
    if "intitule" in changements:
        changements["intitule"] = exiger_texte(changements["intitule"], "Donnez un intitulé à l’action.", "intitule")
    if "causes" in changements:
        changements["causes"] = nettoyer(changements["causes"])
    return evoluer(action, **changements)


def replanifier(action: Action, *, echeance: date, raison: str, par: str, jour: date) -> Action:
    """Move the deadline; the reason stays in the action's journal and the first deadline is kept."""
    _exiger_etat(action, "replanifier", EtatAction.A_LANCER, EtatAction.EN_COURS)
    exiger_a_venir(echeance, jour)
    motif = exiger_texte(raison, "Dites pourquoi l’échéance change.", "raison")
    avant = f"du {date_numerique(action.echeance)} " if action.echeance else ""
    texte = f"Échéance reportée {avant}au {date_numerique(echeance)} : {motif}"
    return evoluer(
        action,
        echeance=echeance,
        echeance_initiale=action.echeance_initiale or echeance,
        replanifications=action.replanifications + 1,
        notes=(*action.notes, Note(le=jour, par=par, texte=texte)),
        jalons=jalonner(action, jour, echeance=echeance),
    )


def realiser(action: Action, *, le: date, jour: date, constat: str = "", par: str = "") -> Action:
    """Done on `le`; `constat` (what was done) joins the journal when given."""
    _exiger_etat(action, "réaliser", EtatAction.A_LANCER, EtatAction.EN_COURS)
    _exiger_pilote(action)
    exiger_arrivee(le, jour, action.creee_le, "la création de l’action")
    texte = nettoyer(constat)
    notes = (*action.notes, Note(le=le, par=par, texte=texte)) if texte else action.notes
    jalons = jalonner(action, le, etat=EtatAction.REALISEE)
    return evoluer(action, etat=EtatAction.REALISEE, realisee_le=le, notes=notes, jalons=jalons)


def verifier(
    action: Action,
    *,
    le: date,
    par: str,
    efficace: bool,
    constat: str = "",
    pilotes: Collection[str] = (),
    jour: date,
) -> Action:
    """Record the efficacy check. `pilotes`: the persons who hold the role when the pilot is a role."""
    _exiger_etat(action, "vérifier", EtatAction.REALISEE)
    exiger_arrivee(le, jour, action.realisee_le or action.creee_le, "la réalisation de l’action")
    if par == action.pilote or par in pilotes:
        raise VerificateurEstPilote(
            f"L’efficacité de l’action {action.reference} se vérifie par une autre personne que son pilote "
            f"({action.pilote}).",
            "par",
        )
    texte = nettoyer(constat)
    if not efficace:
        texte = exiger_texte(constat, "Dites ce qui montre que l’action n’a pas eu l’effet voulu.", "constat")
    efficacite = Efficacite(le=le, par=par, efficace=efficace, constat=texte)
    jalons = jalonner(action, le, etat=EtatAction.VERIFIEE)
    return evoluer(action, etat=EtatAction.VERIFIEE, efficacite=efficacite, jalons=jalons)


def relancer(action: Action, *, echeance: date, raison: str, par: str, jour: date) -> Action:
    """Back to work, with a new deadline: what was done did not do; the past check is kept."""
    _exiger_etat(action, "relancer", EtatAction.REALISEE, EtatAction.VERIFIEE)
    exiger_a_venir(echeance, jour)
    motif = exiger_texte(raison, "Dites pourquoi l’action est relancée.", "raison")
    texte = f"Action relancée, à faire pour le {date_numerique(echeance)} : {motif}"
    passees = (*action.efficacites_passees, action.efficacite) if action.efficacite else action.efficacites_passees
    return evoluer(
        action,
        etat=EtatAction.EN_COURS,
        echeance=echeance,
        replanifications=action.replanifications + 1,
        realisee_le=None,
        efficacite=None,
        efficacites_passees=passees,
        notes=(*action.notes, Note(le=jour, par=par, texte=texte)),
        jalons=(*_connus(action), Jalon(le=jour, etat=EtatAction.EN_COURS, echeance=echeance)),
    )


def _connus(action: Action) -> tuple[Jalon, ...]:
    """Its milestones, with the day it was done when that was noted before they were kept: it is about to be effaced."""
    if any(jalon.etat is EtatAction.REALISEE for jalon in action.jalons) or action.realisee_le is None:
        return action.jalons
    return (*action.jalons, Jalon(le=action.realisee_le, etat=EtatAction.REALISEE))


def clore(action: Action, *, le: date, jour: date, suite: str = "", par: str = "") -> Action:
    """Close a checked action; one found inefficace says what is done instead (`suite`, kept as a note)."""
    _exiger_etat(action, "clore", EtatAction.VERIFIEE)
    efficacite = action.efficacite
    assert efficacite is not None, "a checked action carries its check"
    exiger_arrivee(le, jour, efficacite.le, "la vérification de l’efficacité")
    texte = nettoyer(suite)
    if not efficacite.efficace:
        texte = exiger_texte(suite, "L’action est jugée inefficace : dites la suite donnée, ou relancez-la.", "suite")
    notes = (*action.notes, Note(le=le, par=par, texte=texte)) if texte else action.notes
    jalons = jalonner(action, le, etat=EtatAction.CLOSE)
    return evoluer(action, etat=EtatAction.CLOSE, close_le=le, notes=notes, jalons=jalons)


def abandonner(action: Action, *, raison: str, le: date, jour: date) -> Action:
    _exiger_etat(action, "abandonner", EtatAction.A_LANCER, EtatAction.EN_COURS)
    exiger_arrivee(le, jour, action.creee_le, "la création de l’action")
    motif = exiger_texte(raison, "Dites pourquoi l’action est abandonnée.", "raison")
    jalons = jalonner(action, le, etat=EtatAction.ABANDONNEE)
    return evoluer(action, etat=EtatAction.ABANDONNEE, motif_abandon=motif, close_le=le, jalons=jalons)


def _exiger_etat(action: Action, geste: str, *depuis: EtatAction) -> None:
    """Raise the refusal named after the action's state when `geste` does not start from it."""
    if action.etat not in depuis:
        classe, phrase = _refus(action, geste)
        raise classe(phrase)


def _refus(action: Action, geste: str) -> tuple[type[GesteImpossible], str]:
    nom = f"L’action {action.reference}"
    if action.etat is EtatAction.CLOSE:
        return ActionClose, f"{nom} est close depuis le {_le(action.close_le)} : créez-en une autre."
    if action.etat is EtatAction.ABANDONNEE:
        return ActionAbandonnee, f"{nom} est abandonnée depuis le {_le(action.close_le)} : créez-en une autre."
    if geste == "clore":
        return EfficacitePasVerifiee, (
            f"{nom} est « {action.etat} » : elle ne se clôt qu’après la "
            "vérification de son efficacité par une autre personne que son pilote."
        )
    if action.etat in (EtatAction.A_LANCER, EtatAction.EN_COURS):
        if geste == "lancer":
            return ActionDejaLancee, f"{nom} est déjà lancée."
        return ActionPasRealisee, f"{nom} n’est pas réalisée : notez d’abord sa réalisation."
    if geste == "vérifier":
        return EfficaciteDejaVerifiee, f"L’efficacité de l’action {action.reference} est déjà vérifiée."
    return ActionDejaRealisee, (
        f"{nom} est réalisée depuis le {_le(action.realisee_le)} : vérifiez son efficacité, ou relancez-la."
    )


def _le(jour: date | None) -> str:
    return date_numerique(jour) if jour else "?"


def _exiger_pilote(action: Action) -> None:
    if not action.pilote:
        raise PiloteManquant(f"L’action {action.reference} n’a pas de pilote : désignez-le.", "pilote")
