"""Hold the quarterly review: open it, decide for each action, close it; know which quarters were missed."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qualitui.domain import trimestres
from qualitui.domain.actions import gestes as vie_actions
from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import Introuvable, evoluer
from qualitui.domain.etat import reserve
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.temps.recurrence import trimestre_de
from qualitui.domain.trimestres import (
    ActionFigee,
    ActionsSansDecision,
    Decision,
    EtatTrimestre,
    GenreDecision,
    RevueTrimestrielle,
)
from qualitui.operations import equipe, modeles
from qualitui.operations.actions import gestes as operations_actions
from qualitui.reports import trimestre as rapport
from qualitui.store.contrat import FicheIllisible

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


class Trimestre(NamedTuple):
    """A quarter, its state, and its review if it was opened."""

    trimestre: str
    etat: EtatTrimestre
    revue: RevueTrimestrielle | None

    @property
    def lecture_seule(self) -> str:
        return self.revue.lecture_seule if self.revue else ""


class LigneDeRevue(NamedTuple):
    """An action the review goes through: as it is now, what was decided, its picture once the review is closed."""

    action: Action
    decision: Decision | None = None
    figee: ActionFigee | None = None

    @property
    def reference(self) -> str:
        return self.action.reference


def ouvrir(site: Site, trimestre: str, *, jour: date) -> RevueTrimestrielle:
    """Open the review of a quarter (« 2026-T1 »)."""
    site.exiger("actions", Verbe.DECIDER)
    cle = trimestres.lire_trimestre(trimestre)
    site.exiger_lisible(RevueTrimestrielle, cle)
    connue = chercher(site, cle)
    revue = trimestres.ouvrir(cle, par=site.auteur, existante=connue, jour=jour)
    return site.registre.save(revue) if connue else site.registre.add(revue)


def expliquer(
    site: Site, trimestre: str, *, raison: str, lue: RevueTrimestrielle | None = None, jour: date
) -> RevueTrimestrielle:
    """Say why a quarter was missed; `lue`: its review as the person read it, None when there was none."""
    site.exiger("actions", Verbe.DECIDER)
    cle = trimestres.lire_trimestre(trimestre)
    existante = lue or chercher(site, cle)
    expliquee = trimestres.expliquer(cle, raison=raison, par=site.auteur, existante=existante, jour=jour)
    return site.registre.save(expliquee) if existante else site.registre.add(expliquee)


def decider(
    site: Site,
    revue: RevueTrimestrielle,
    action: Action,
    *,
    decision: GenreDecision,
    note: str = "",
    nouvelle_echeance: date | None = None,
    intitule: str = "",
    pilote: str = "",
    jour: date,
) -> tuple[RevueTrimestrielle, Action]:
    """Note the decision and apply it to the action, both or neither.

    `intitule` and `pilote` say where a réorientation goes; `note` is its reason, as for replanifier and abandonner.
    """
    site.exiger("actions", Verbe.DECIDER)
    prise = Decision(
        action=action.reference, decision=decision, note=note, nouvelle_echeance=nouvelle_echeance,
        le=jour, par=site.auteur,
    )  # fmt: skip
    revue = trimestres.decider(revue, prise)
    pilote = equipe.exiger_pilote(site, pilote, jour)
    changee = _appliquer(action, prise, intitule=intitule, pilote=pilote)
    if changee.echeance is not None and (pilote or nouvelle_echeance):
        equipe.exiger_presence(site, changee.pilote, changee.echeance, "pilote")
    with site.registre.transaction():
        if changee != action:
            changee = site.registre.save(changee)
        revue = site.registre.save(revue)
    return revue, changee


def clore(site: Site, revue: RevueTrimestrielle, *, synthese: str = "", jour: date) -> RevueTrimestrielle:
    """Close and freeze the review; refused while an open action has no decision."""
    site.exiger("actions", Verbe.DECIDER)
    site.registre.etat.exiger_entier("clore la revue du trimestre")
    close = trimestres.clore(revue, actions=_actions_de(site, revue), par=site.auteur, synthese=synthese, jour=jour)
    return site.registre.save(close)


def imprimer(site: Site, revue: RevueTrimestrielle, *, sortie: Path | None = None, jour: date) -> Path:
    """Write the statement of decisions (Word): frozen once the review is closed, a draft as it stands before.

    Without `sortie`, it goes to the site's documents/.
    """
    site.exiger("actions", Verbe.LIRE)
    if revue.close_le is None:
        revue = evoluer(revue, actions=trimestres.figer(revue, _actions_de(site, revue), jour))
    releve = rapport.Releve(
        site=site.reglages.nom,
        revue=revue,
        restantes=() if revue.close_le else restantes(site, revue),
        nommer=lambda code: equipe.nommer(site, code),
        origines={origine.code: origine.libelle for origine in site.nomenclatures.origines_action},
        jour=jour,
        reserve=reserve(site.registre.etat, jour, {int(revue.trimestre[:4])}),
    )
    chemin = sortie or site.documents(f"revue-trimestrielle-{revue.trimestre}.docx")
    site.sorties.ecrire(rapport.composer(releve, modeles.choisir(site, rapport.MODELE)), chemin)
    return chemin


def passage(site: Site, revue: RevueTrimestrielle) -> tuple[LigneDeRevue, ...]:
    """What the review goes through, in order of reference: the open actions and those it took out of the plan."""
    site.exiger("actions", Verbe.LIRE)
    figees = {figee.reference: figee for figee in revue.actions}
    connues = _lisibles(site, figees) if revue.close_le else _actions_de(site, revue)
    return tuple(
        LigneDeRevue(action, revue.decision_pour(action.reference), figees.get(action.reference))
        for action in sorted(connues, key=lambda action: action.reference)
    )


def exiger_decisions(site: Site, revue: RevueTrimestrielle) -> None:
    """Raise ActionsSansDecision, which names them, while an open action has no decision."""
    site.exiger("actions", Verbe.LIRE)
    oubliees = restantes(site, revue)
    if oubliees:
        raise ActionsSansDecision(tuple(action.reference for action in oubliees))


def restantes(site: Site, revue: RevueTrimestrielle) -> tuple[Action, ...]:
    """Open actions still without a decision, in order of reference."""
    site.exiger("actions", Verbe.LIRE)
    return trimestres.sans_decision(revue, operations_actions.lister(site, ouvertes=True))


def chercher(site: Site, trimestre: str) -> RevueTrimestrielle | None:
    """The review of this quarter; None when it was never opened."""
    return next(iter(site.registre.find(RevueTrimestrielle, trimestre=trimestre)), None)


def trouver(site: Site, trimestre: str) -> RevueTrimestrielle:
    """The review of this quarter, however it is typed; Introuvable when it was never opened."""
    site.exiger("actions", Verbe.LIRE)
    cle = trimestres.lire_trimestre(trimestre)
    revue = chercher(site, cle)
    if revue is None:
        site.exiger_lisible(RevueTrimestrielle, cle)
        phrase = f"La revue du {trimestres.trimestre_en_mots(cle)} n’est pas ouverte : trimestre ouvrir {cle}."
        raise Introuvable(phrase, "trimestre")
    return revue


def lister(site: Site, *, jour: date) -> list[Trimestre]:
    """Every quarter since the plan has actions, up to the current one, with its state."""
    site.exiger("actions", Verbe.LIRE)
    revues = {revue.trimestre: revue for revue in site.registre.find(RevueTrimestrielle)}
    premieres = [action.creee_le for action in site.registre.find(Action)[:1]]
    courant = trimestre_de(jour)
    trimestre = min([courant, *revues, *(trimestre_de(le) for le in premieres)])
    lignes = []
    while trimestre <= courant:
        revue = revues.get(trimestre)
        lignes.append(Trimestre(trimestre, trimestres.etat_du_trimestre(trimestre, revue, jour), revue))
        trimestre = trimestres.suivant(trimestre)
    return lignes


def _actions_de(site: Site, revue: RevueTrimestrielle) -> list[Action]:
    """The open actions, and those a decision closed or abandoned meanwhile."""
    ouvertes = operations_actions.lister(site, ouvertes=True)
    connues = {action.reference for action in ouvertes}
    return [*ouvertes, *_lisibles(site, [d.action for d in revue.decisions if d.action not in connues])]


def _lisibles(site: Site, references: Iterable[str]) -> list[Action]:
    """These actions, save those that this program cannot read: the state of the site says that there are."""
    trouvees = []
    for reference in references:
        with suppress(FicheIllisible):
            trouvees.append(site.trouver(Action, reference))
    return trouvees


def _appliquer(action: Action, prise: Decision, *, intitule: str, pilote: str) -> Action:
    """The action as the decision leaves it; raises the same refusals as the gestures themselves."""
    jour, par = prise.le, prise.par
    match prise.decision:
        case GenreDecision.MAINTENIR:
            return vie_actions.noter(action, texte=prise.note, par=par, le=jour, jour=jour) if prise.note else action
        case GenreDecision.CLORE:
            return vie_actions.clore(action, le=jour, suite=prise.note, par=par, jour=jour)
        case GenreDecision.ABANDONNER:
            return vie_actions.abandonner(action, raison=prise.note, le=jour, jour=jour)
        case GenreDecision.REORIENTER:
            action = vie_actions.modifier(action, intitule=intitule or action.intitule, pilote=pilote or action.pilote)
            if prise.nouvelle_echeance is None:
                return vie_actions.noter(action, texte=prise.note, par=par, le=jour, jour=jour)
    assert prise.nouvelle_echeance is not None, "checked by trimestres.decider"
    return _replanifier(action, prise.nouvelle_echeance, prise)


def _replanifier(action: Action, echeance: date, prise: Decision) -> Action:
    """A new date for what is to be done; what is réalisée but not satisfactory goes back to work with it."""
    geste = vie_actions.relancer if action.realisee_le else vie_actions.replanifier
    return geste(action, echeance=echeance, raison=prise.note, par=prise.par, jour=prise.le)
