"""The review, commitment by commitment (§4): its state, the figure that decides, the latest proof, the open actions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from qualitui.domain.actions.comptages import ouverte_au
from qualitui.domain.engagements.etat import Element, EtatEngagement, Jugement, Sorte, attendu, juger
from qualitui.domain.francais import accorder, date_numerique
from qualitui.domain.reference.referentiel import Engagement
from qualitui.domain.revue.chiffre import NON_COMMUNIQUE, Chiffre, chiffrer, ecart_en_points, pourcentage
from qualitui.domain.revue.chiffres import LigneEngagement, LigneIndicateur
from qualitui.domain.revue.matiere import Matiere
from qualitui.domain.revue.suivi import publie
from qualitui.domain.revue.verifications import TABLEAU
from qualitui.domain.verifications.fiche import Resultat
from qualitui.domain.verifications.occurrences import Suivi
from qualitui.domain.verifications.statistiques import Axe, BilanVerifications, ventiler


def engagements(matiere: Matiere, indicateurs: Sequence[LigneIndicateur]) -> tuple[LigneEngagement, ...]:
    """Every engagement of the référentiel in its order, checked or not; `indicateurs` as the review prints them."""
    n = ventiler(matiere.suivis, Axe.ENGAGEMENT, matiere.arretee_le)
    n_1 = ventiler(matiere.suivis_precedents, Axe.ENGAGEMENT, matiere.arretee_le)
    preuves = _dernieres_preuves(matiere.suivis)
    imprimes = {ligne.chiffre.code: ligne.chiffre for ligne in indicateurs}
    lignes = []
    for engagement in matiere.referentiel.engagements:
        ici, avant = n.get(engagement.code, BilanVerifications()), n_1.get(engagement.code, BilanVerifications())
        taux, precedent = pourcentage(ici.conformite), pourcentage(avant.conformite)
        jugement, passe = _juger(matiere, engagement, imprimes)
        lignes.append(
            LigneEngagement(
                code=engagement.code,
                libelle=engagement.libelle,
                domaine=engagement.domaine,
                controles=ici.faites,
                conformes=ici.conformes,
                n=str(ici.conformite),
                n_1=str(avant.conformite),
                ecart=ecart_en_points(taux, precedent),
                preuve=preuves.get(engagement.code, "aucune"),
                actions=_actions_liees(matiere, engagement.code),
                etat=str(jugement.etat),
                valeur=taux,
                precedente=precedent,
                etat_precedent=_etat_publie(matiere, engagement.code) or str(passe.etat),
                decide_par=_decisif(matiere, jugement.decide_par, imprimes),
            )
        )
    return tuple(lignes)


def _juger(matiere: Matiere, engagement: Engagement, imprimes: dict[str, Chiffre]) -> tuple[Jugement, Jugement]:
    """This year and the one before. What too few people answered judges nothing: its state would tell it."""
    attendus = [t for t in matiere.indicateurs if attendu(t, matiere.du, matiere.arretee_le)]
    ici = [t for t in attendus if imprimes[t.code].n != NON_COMMUNIQUE]
    avant = [t for t in attendus if imprimes[t.code].n_1 != NON_COMMUNIQUE]
    return (
        juger(engagement, ici, lambda code: matiere.deux_annees(code)[0]),
        juger(engagement, avant, lambda code: matiere.deux_annees(code)[1]),
    )


def _etat_publie(matiere: Matiere, code: str) -> str:
    """What the review of the year before published, when it said it in these words."""
    lignes = matiere.publication.engagements if matiere.publication else ()
    etats = (ligne.etat for ligne in lignes if ligne.code == code)
    return next((etat for etat in etats if etat in list(EtatEngagement)), "")


def _decisif(matiere: Matiere, element: Element | None, imprimes: dict[str, Chiffre]) -> Chiffre | None:
    """An indicator is told as its own row tells it."""
    if element is None:
        return None
    code = element.comptage.code
    if element.sorte is Sorte.INDICATEUR:
        return imprimes[code]
    source = TABLEAU if element.sorte is Sorte.VERIFICATION else "calcul de qualitui"
    ici, avant = matiere.deux_annees(code)
    return chiffrer(ici, avant, source, cible=int(element.cible), publie=publie(matiere, code))


def _dernieres_preuves(suivis: Iterable[Suivi]) -> dict[str, str]:
    """Engagement → « 12/12/2025, V-ACC-01 », the latest conforming check."""
    dernieres: dict[str, tuple[date, str]] = {}
    for suivi in suivis:
        if suivi.resultat is Resultat.CONFORME and suivi.constat is not None:
            code = suivi.occurrence.redaction.engagement
            preuve = (suivi.constat.le, suivi.occurrence.verification)
            dernieres[code] = max(dernieres.get(code, preuve), preuve)
    return {code: f"{date_numerique(le)}, {verification}" for code, (le, verification) in dernieres.items()}


def _actions_liees(matiere: Matiere, code: str, montrees: int = 2) -> tuple[str, ...]:
    """The first open actions of an engagement, then « et 4 autres »."""
    references = sorted(
        action.reference
        for action in matiere.actions
        if action.engagement == code and ouverte_au(action, matiere.arretee_le)
    )
    reste = len(references) - montrees
    suite = (f"et {accorder(reste, 'autre')}",) if reste > 0 else ()
    return (*references[:montrees], *suite)
