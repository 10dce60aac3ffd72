"""The review's figures on the plan d’actions (§10, annexe A): stock, delays, efficacy, quarterly reviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from qualitui.domain.actions.comptages import en_retard_au, ouverte_au
from qualitui.domain.actions.fiche import Action
from qualitui.domain.actions.statistiques import plus_anciennes, stock_par_mois
from qualitui.domain.comptage import Fenetre
from qualitui.domain.revue.chiffre import Chiffre
from qualitui.domain.revue.chiffres import LigneAction, LigneNombre, LigneStock, LigneTrimestre
from qualitui.domain.revue.matiere import Matiere
from qualitui.domain.revue.suivi import suivre
from qualitui.domain.trimestres import bornes, dus, etat_au, etat_du_trimestre, trimestre_en_mots

PLAN, REVUES = "plan d’actions", "revues trimestrielles"
LIGNES_MAXIMALES = 500


def actions(matiere: Matiere) -> tuple[Chiffre, ...]:
    return (
        suivre(matiere, "ACT-01", PLAN),
        suivre(matiere, "ACT-02", PLAN),
        suivre(matiere, "ACT-03", PLAN),
        suivre(matiere, "ACT-04", PLAN),
        suivre(matiere, "ACT-05", PLAN, maximum=0),
        suivre(matiere, "ACT-06", PLAN, cible=100),
        suivre(matiere, "ACT-10", PLAN, cible=100),
        suivre(matiere, "ACT-07", PLAN, cible=100),
        suivre(matiere, "ACT-08", PLAN),
        suivre(matiere, "ACT-09", REVUES, cible=100),
    )


def _de_l_annee(action: Action, matiere: Matiere) -> bool:
    """In the plan at some time of the period, up to the closing date."""
    return action.creee_le <= matiere.arretee_le and (action.close_le is None or action.close_le >= matiere.du)


def trimestres(matiere: Matiere) -> tuple[LigneTrimestre, ...]:
    """The quarterly reviews owed in the year: held, late, missed, or still to hold, as of the closing date."""
    par_cle = {revue.trimestre: etat_au(revue, matiere.arretee_le) for revue in matiere.trimestres}
    voulus, _ = dus(Fenetre(matiere.du, date(matiere.annee, 12, 31), matiere.arretee_le), matiere.donnees.ouverture)
    lignes = []
    for cle in voulus:
        if bornes(cle)[0] > matiere.arretee_le:
            continue
        revue = par_cle.get(cle)
        etat = etat_du_trimestre(cle, revue, matiere.arretee_le)
        lignes.append(
            LigneTrimestre(
                trimestre=trimestre_en_mots(cle),
                etat=str(etat),
                tenue_le=revue.close_le if revue else None,
                actions=len(revue.actions) if revue else 0,
            )
        )
    return tuple(lignes)


def par_origine(matiere: Matiere) -> tuple[LigneNombre, ...]:
    noms = {origine.code: origine.libelle for origine in matiere.nomenclatures.origines_action}
    return _compter(matiere, {a.reference: noms.get(a.origine.concept, a.origine.concept) for a in matiere.actions})


def par_pilote(matiere: Matiere) -> tuple[LigneNombre, ...]:
    noms = {code: matiere.nommer(code) or "Sans pilote" for code in {a.pilote for a in matiere.actions}}
    return _compter(matiere, {a.reference: noms[a.pilote] for a in matiere.actions})


def _compter(matiere: Matiere, groupe: Mapping[str, str]) -> tuple[LigneNombre, ...]:
    """Actions of the period by group, the largest first; open and late ones at the closing date."""
    groupes: dict[str, list[Action]] = defaultdict(list)
    for action in matiere.actions:
        if _de_l_annee(action, matiere):
            groupes[groupe[action.reference]].append(action)
    lignes = (
        LigneNombre(
            libelle=nom,
            nombre=len(liste),
            ouvertes=sum(ouverte_au(a, matiere.arretee_le) for a in liste),
            en_retard=sum(en_retard_au(a, matiere.arretee_le) for a in liste),
        )
        for nom, liste in groupes.items()
    )
    return tuple(sorted(lignes, key=lambda ligne: (-ligne.nombre, ligne.libelle)))


def anciennes(matiere: Matiere) -> tuple[LigneAction, ...]:
    """The ten oldest still open at the closing date."""
    return tuple(_ligne(matiere, action) for action in plus_anciennes(matiere.actions, matiere.arretee_le))


def stock(matiere: Matiere) -> tuple[LigneStock, ...]:
    """Month by month over 13 months, empty without any action."""
    if not matiere.actions:
        return ()
    points = stock_par_mois(list(matiere.actions), matiere.arretee_le)
    return tuple(LigneStock(au=p.au, ouvertes=p.ouvertes, en_retard=p.en_retard) for p in points)


def annexe(matiere: Matiere) -> tuple[tuple[LigneAction, ...], int]:
    """The actions of the period (open ones first) up to `LIGNES_MAXIMALES`, and how many are left out."""
    retenues = [action for action in matiere.actions if _de_l_annee(action, matiere)]
    retenues.sort(key=lambda a: (not ouverte_au(a, matiere.arretee_le), a.reference))
    lignes = tuple(_ligne(matiere, action) for action in retenues[:LIGNES_MAXIMALES])
    return lignes, max(0, len(retenues) - LIGNES_MAXIMALES)


def _ligne(matiere: Matiere, action: Action) -> LigneAction:
    noms = {origine.code: origine.libelle for origine in matiere.nomenclatures.origines_action}
    return LigneAction(
        reference=action.reference,
        intitule=action.intitule,
        origine=noms.get(action.origine.concept, action.origine.concept),
        engagement=action.engagement,
        pilote=matiere.nommer(action.pilote),
        echeance=action.echeance,
        etat=str(action.etat),
        retard="en retard" if en_retard_au(action, matiere.arretee_le) else "",
        age_jours=(matiere.arretee_le - action.creee_le).days,
    )
