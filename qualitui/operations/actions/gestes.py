"""Gestures on the plan d’actions (SMQ9): check the right, apply the rule, write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Unpack

from qualitui.domain.actions import fiche as actions
from qualitui.domain.actions import gestes as vie_actions
from qualitui.domain.actions.fiche import ETATS_OUVERTS, Action, EtatAction, Origine, TypeAction
from qualitui.domain.base import Refus, evoluer
from qualitui.domain.concepts import concept
from qualitui.domain.francais import vouliez_vous_dire
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reference.droits import Verbe
from qualitui.operations import equipe
from qualitui.operations.actions.origines import lire_origine

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


class OrigineInconnue(Refus):
    """`origine.concept` is a code of [[origine_action]]."""


class EngagementInconnu(Refus):
    """An engagement is one of a référentiel of the program."""


class PrioriteInconnue(Refus):
    """`priorite` is a code of [[priorite]]."""


def creer(
    site: Site,
    *,
    intitule: str,
    origine: Origine,
    engagement: str = "",
    type: TypeAction = TypeAction.CORRECTIVE,
    priorite: str = "normale",
    pilote: str = "",
    echeance: date | None = None,
    causes: str = "",
    jour: date,
) -> Action:
    """Create an action « à lancer »; without `echeance`, the one proposed for its type is taken.

    `pilote`: code of a person present or of a role; empty, someone has to be named before it is started.
    """
    site.exiger("actions", Verbe.NOTER)
    champs: dict[str, Any] = {"origine": origine, "engagement": engagement, "priorite": priorite, "pilote": pilote}
    verifies = _verifies(site, champs, jour)
    action = actions.creer(intitule=intitule, type=type, echeance=echeance, causes=causes, jour=jour, **verifies)
    _exiger_present(site, action)
    # The number is claimed last: a refused entry leaves no hole in the series.
    with site.registre.transaction():
        creee = site.registre.add(actions.numeroter(action, site.reserver_reference(concept("actions").lettre, jour)))
        _lier_l_origine(site, creee)
    return creee


def lancer(
    site: Site, action: Action, *, pilote: str | None = None, echeance: date | None = None, jour: date
) -> Action:
    """Start it; `pilote` and `echeance`, when given, are set in the same gesture."""
    site.exiger("actions", Verbe.NOTER, action)
    if pilote is not None:
        action = vie_actions.modifier(action, **_verifies(site, {"pilote": pilote}, jour))
    if echeance is not None and echeance != action.echeance:
        action = actions.fixer_echeance(action, echeance, jour)
    if pilote is not None or echeance is not None:
        _exiger_present(site, action)
    return site.registre.save(vie_actions.lancer(action, jour=jour))


def noter(site: Site, action: Action, *, texte: str, le: date | None = None, jour: date) -> Action:
    """Add a line to the action's journal, signed and dated (`jour` by default)."""
    site.exiger("actions", Verbe.NOTER, action)
    return site.registre.save(vie_actions.noter(action, texte=texte, par=site.auteur, le=le or jour, jour=jour))


def modifier(site: Site, action: Action, *, jour: date, **changements: Unpack[vie_actions.Changements]) -> Action:
    """Correct what describes the action."""
    site.exiger("actions", Verbe.TENIR, action)
    if changements.get("origine") == action.origine:
        del changements["origine"]  # what it came from may be gone since: it is not asked again
    change = vie_actions.modifier(action, **_verifies(site, {**changements}, jour))
    if change.pilote != action.pilote:
        _exiger_present(site, change)
    with site.registre.transaction():
        modifiee = site.registre.save(change)
        _lier_l_origine(site, modifiee)
    return modifiee


def replanifier(site: Site, action: Action, *, echeance: date, raison: str, jour: date) -> Action:
    site.exiger("actions", Verbe.NOTER, action)
    reportee = vie_actions.replanifier(action, echeance=echeance, raison=raison, par=site.auteur, jour=jour)
    _exiger_present(site, reportee)
    return site.registre.save(reportee)


def realiser(site: Site, action: Action, *, le: date, constat: str = "", jour: date) -> Action:
    """Done on `le`; `constat` says what was done."""
    site.exiger("actions", Verbe.NOTER, action)
    return site.registre.save(vie_actions.realiser(action, le=le, constat=constat, par=site.auteur, jour=jour))


def verifier(
    site: Site, action: Action, *, le: date, efficace: bool, constat: str = "", par: str = "", jour: date
) -> Action:
    """Record the efficacy check by `par` (a person's code; by default the one in front of the screen)."""
    site.exiger("actions", Verbe.DECIDER, action)
    verificateur = equipe.trouver(site, par).code if par else site.auteur
    if par:
        equipe.exiger_presence(site, verificateur, le, "par")
    pilotes = equipe.porteurs(site, action.pilote, jour)
    verifiee = vie_actions.verifier(
        action, le=le, par=verificateur, efficace=efficace, constat=constat, pilotes=pilotes, jour=jour
    )
    return site.registre.save(verifiee)


def relancer(site: Site, action: Action, *, echeance: date, raison: str, jour: date) -> Action:
    """Back to work after an efficacy that was not there."""
    site.exiger("actions", Verbe.DECIDER, action)
    relancee = vie_actions.relancer(action, echeance=echeance, raison=raison, par=site.auteur, jour=jour)
    _exiger_present(site, relancee)
    return site.registre.save(relancee)


def clore(site: Site, action: Action, *, le: date, suite: str = "", jour: date) -> Action:
    """Close a checked action; one found inefficace says what is done instead (`suite`)."""
    site.exiger("actions", Verbe.DECIDER, action)
    return site.registre.save(vie_actions.clore(action, le=le, suite=suite, par=site.auteur, jour=jour))


def abandonner(site: Site, action: Action, *, raison: str, le: date | None = None, jour: date) -> Action:
    site.exiger("actions", Verbe.DECIDER, action)
    return site.registre.save(vie_actions.abandonner(action, raison=raison, le=le or jour, jour=jour))


def lister(
    site: Site, *, etats: Sequence[EtatAction] = (), pilote: str = "", origine: str = "", ouvertes: bool = False
) -> list[Action]:
    """Actions of these states (every one by default), oldest first; `origine` is a concept's code.

    A pilot or an origin that does not exist is refused: an empty list would pass for an answer.
    """
    site.exiger("actions", Verbe.LIRE)
    pilote = equipe.lire_pilote(site, pilote) if pilote else ""
    if origine:
        exiger_origine(site, origine)
    voulus = tuple(etats) or (ETATS_OUVERTS if ouvertes else ())
    egalites = {"pilote": pilote} if pilote else {}
    if voulus:
        trouvees = [a for etat in voulus for a in site.registre.find(Action, etat=etat, **egalites)]
    else:
        trouvees = list(site.registre.find(Action, **egalites))
    return sorted((a for a in trouvees if not origine or a.origine.concept == origine), key=lambda a: a.reference)


def _lier_l_origine(site: Site, action: Action) -> None:
    """A réclamation an action is born from knows it."""
    if action.origine.concept not in concept("reclamations").origines or not action.origine.reference:
        return
    for dossier in site.registre.find(Reclamation, reference=action.origine.reference):
        lier(site, dossier, action.reference)


def lier(site: Site, dossier: Reclamation, action: str) -> Reclamation:
    """The case with the action on it. The link is added to the case as it is now: it takes the place of nothing."""
    actuel = site.registre.get(Reclamation, dossier.id)
    if action in actuel.actions:
        return actuel
    return site.registre.save(evoluer(actuel, actions=(*actuel.actions, action)))


def _exiger_present(site: Site, action: Action) -> None:
    """Refuse a pilot who will have left by the day the action is to be done."""
    if action.echeance is not None:
        equipe.exiger_presence(site, action.pilote, action.echeance, "pilote")


def _verifies(site: Site, champs: dict[str, Any], jour: date) -> dict[str, Any]:
    """`champs` with every code checked against the site's tables and team."""
    if "pilote" in champs:
        champs = {**champs, "pilote": equipe.exiger_pilote(site, champs["pilote"], jour)}
    if "origine" in champs:
        exiger_origine(site, champs["origine"].concept)
        champs = {**champs, "origine": lire_origine(site, champs["origine"])}
    if "priorite" in champs:
        connues = [ligne.code for ligne in site.nomenclatures.priorites]
        _exiger(champs["priorite"], connues, "La priorité", PrioriteInconnue, "priorite")
    exiger_engagement(site, champs.get("engagement", ""))
    return champs


def exiger_origine(site: Site, concept: str) -> None:
    """Refuse a code that is not an origin of actions."""
    connues = [ligne.code for ligne in site.nomenclatures.origines_action]
    _exiger(concept, connues, "L’origine", OrigineInconnue, "origine")


def exiger_engagement(site: Site, code: str) -> None:
    """Refuse a code that no référentiel of the program has; empty is allowed (not known yet)."""
    if code:
        connus = {e.code for referentiel in site.referentiels.values() for e in referentiel.engagements}
        _exiger(code, sorted(connus), "L’engagement", EngagementInconnu, "engagement")


def _exiger(code: str, connus: Sequence[str], nom: str, refus: type[Refus], champ: str) -> None:
    if code not in connus:
        raise refus(f"{nom} « {code} » n’existe pas. {vouliez_vous_dire(code, connus)}".strip(), champ)
