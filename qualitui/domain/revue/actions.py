"""The review's figures on the plan d’actions (§10, annexe A): stock, delays, efficacy, quarterly reviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from qualitui.domain.actions.fiche import Action
from qualitui.domain.actions.statistiques import (
    BilanActions,
    bilan,
    en_retard_au,
    ouverte_au,
    plus_anciennes,
    stock_par_mois,
)
from qualitui.domain.reclamations.statistiques import Part
from qualitui.domain.revue.chiffre import Chiffre, compte, part, sourcer
from qualitui.domain.revue.chiffres import LigneAction, LigneNombre, LigneStock, LigneTrimestre
from qualitui.domain.revue.matiere import Matiere, connu_avant
from qualitui.domain.trimestres import EtatTrimestre, RevueTrimestrielle, bornes, etat_du_trimestre, trimestre_en_mots

PLAN = "plan d’actions"
LIGNES_MAXIMALES = 500


def actions(matiere: Matiere) -> tuple[Chiffre, ...]:
    n = bilan(matiere.actions, matiere.du, matiere.au)
    n_1 = bilan(matiere.actions, matiere.du_precedent, matiere.au_precedent)
    connu = connu_avant((a.creee_le for a in matiere.actions), matiere.au_precedent)
    references = [a.reference for a in matiere.actions if _de_l_annee(a, matiere)]

    def nombre(code: str, libelle: str, lire: Callable[[BilanActions], int], maximum: int | None = None) -> Chiffre:
        return compte(code, libelle, lire(n), lire(n_1) if connu else None, maximum=maximum)

    chiffres = (
        nombre("ACT-01", "Actions créées", lambda b: b.creees),
        nombre("ACT-02", "Actions closes", lambda b: b.closes),
        nombre("ACT-03", "Actions abandonnées", lambda b: b.abandonnees),
        nombre("ACT-04", "Actions ouvertes en fin de période", lambda b: b.ouvertes),
        nombre("ACT-05", "Actions en retard en fin de période", lambda b: b.en_retard, maximum=0),
        part("ACT-06", "Actions réalisées à l’échéance", _a_temps(n), _a_temps(n_1)),
        part("ACT-07", "Actions vérifiées et jugées efficaces", _efficaces(n), _efficaces(n_1)),
        compte("ACT-08", "Âge médian des actions ouvertes", n.age_median_jours, n_1.age_median_jours, unite="jour"),
        _revues_tenues(matiere),
    )
    return tuple(sourcer(chiffre, PLAN, references) for chiffre in chiffres)


def _de_l_annee(action: Action, matiere: Matiere) -> bool:
    """In the plan at some time of the period."""
    return action.creee_le <= matiere.au and (action.close_le is None or action.close_le >= matiere.du)


def _a_temps(b: BilanActions) -> Part:
    return Part(numerateur=b.a_temps, denominateur=b.echues)


def _efficaces(b: BilanActions) -> Part:
    return Part(numerateur=b.efficaces, denominateur=b.verifiees)


def _revues_tenues(matiere: Matiere) -> Chiffre:
    def tenues(annee: int) -> Part:
        etats = [
            etat
            for _, etat, _, _ in _trimestres(matiere, annee)
            if etat is EtatTrimestre.TENUE or etat.manquee or annee < matiere.annee
        ]
        if annee < matiere.annee and EtatTrimestre.TENUE not in etats and not _quelque_revue(matiere, annee):
            return Part(numerateur=0, denominateur=0)
        return Part(numerateur=etats.count(EtatTrimestre.TENUE), denominateur=len(etats))

    return part(
        "ACT-09", "Revues trimestrielles tenues dans leur trimestre", tenues(matiere.annee), tenues(matiere.annee - 1)
    )


def _quelque_revue(matiere: Matiere, annee: int) -> bool:
    return any(revue.trimestre.startswith(str(annee)) for revue in matiere.trimestres)


def _connue(revue: RevueTrimestrielle, matiere: Matiere) -> bool:
    return revue.ouverte_le is not None and revue.ouverte_le <= matiere.arretee_le


def _trimestres(matiere: Matiere, annee: int) -> Iterable[tuple[str, EtatTrimestre, date | None, int]]:
    par_cle = {revue.trimestre: revue for revue in matiere.trimestres if _connue(revue, matiere)}
    for rang in range(1, 5):
        cle = f"{annee}-T{rang}"
        revue = par_cle.get(cle)
        etat = etat_du_trimestre(cle, revue, matiere.arretee_le)
        yield cle, etat, revue.close_le if revue else None, len(revue.actions) if revue else 0


def trimestres(matiere: Matiere) -> tuple[LigneTrimestre, ...]:
    """The four quarterly reviews of the year: held, late, missed, or still to hold."""
    return tuple(
        LigneTrimestre(trimestre=trimestre_en_mots(cle), etat=str(etat), tenue_le=le, actions=nombre)
        for cle, etat, le, nombre in _trimestres(matiere, matiere.annee)
        if bornes(cle)[0] <= matiere.arretee_le
    )


def par_origine(matiere: Matiere) -> tuple[LigneNombre, ...]:
    noms = {origine.code: origine.libelle for origine in matiere.nomenclatures.origines_action}
    return _compter(matiere, {a.reference: noms.get(a.origine.concept, a.origine.concept) for a in matiere.actions})


def par_pilote(matiere: Matiere) -> tuple[LigneNombre, ...]:
    noms = {code: matiere.nommer(code) or "Sans pilote" for code in {a.pilote for a in matiere.actions}}
    return _compter(matiere, {a.reference: noms[a.pilote] for a in matiere.actions})


def _compter(matiere: Matiere, groupe: Mapping[str, str]) -> tuple[LigneNombre, ...]:
    """Actions of the period by group, the largest first; open and late ones at its end."""
    groupes: dict[str, list[Action]] = defaultdict(list)
    for action in matiere.actions:
        if _de_l_annee(action, matiere):
            groupes[groupe[action.reference]].append(action)
    lignes = (
        LigneNombre(
            libelle=nom,
            nombre=len(liste),
            ouvertes=sum(ouverte_au(a, matiere.au) for a in liste),
            en_retard=sum(en_retard_au(a, matiere.au) for a in liste),
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
    points = stock_par_mois(list(matiere.actions), matiere.au)
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
