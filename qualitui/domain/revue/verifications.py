"""The review's figures on checks: commitment by commitment (§4), by theme (§8), check by check (annexe B)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from qualitui.domain.actions.comptages import ouverte_au
from qualitui.domain.comptage import NON_MESURE
from qualitui.domain.francais import INSECABLE, accorder, date_numerique, sans_accents
from qualitui.domain.revue.chiffre import (
    ATTEINT,
    Chiffre,
    ecart_en_points,
    pourcentage,
)
from qualitui.domain.revue.chiffres import LigneEngagement, LigneVerification
from qualitui.domain.revue.matiere import Matiere
from qualitui.domain.revue.suivi import suivre
from qualitui.domain.temps.periodes import periode_en_mots
from qualitui.domain.verifications.fiche import Resultat
from qualitui.domain.verifications.occurrences import Suivi
from qualitui.domain.verifications.statistiques import Axe, BilanVerifications, ventiler

TABLEAU = "tableau des vérifications"
ECART = "écart"
# What tells an evacuation drill in the table of checks (engagement 3, twice a year).
_EXERCICE = "exercice d'evacuation"


def verifications(matiere: Matiere) -> tuple[Chiffre, ...]:
    """The rates of the whole table."""
    return (
        suivre(matiere, "VER-01", TABLEAU),
        suivre(matiere, "VER-02", TABLEAU, cible=100),
        suivre(matiere, "VER-03", TABLEAU, cible=100),
        suivre(matiere, "VER-04", TABLEAU, cible=100),
        suivre(matiere, "VER-05", TABLEAU, cible=100),
        suivre(matiere, "VER-06", TABLEAU, maximum=0),
    )


def engagements(matiere: Matiere) -> tuple[LigneEngagement, ...]:
    """Every engagement of the référentiel in its order, checked or not."""
    n = ventiler(matiere.suivis, Axe.ENGAGEMENT, matiere.arretee_le)
    n_1 = ventiler(matiere.suivis_precedents, Axe.ENGAGEMENT, matiere.arretee_le)
    preuves = _dernieres_preuves(matiere.suivis)
    lignes = []
    for engagement in matiere.referentiel.engagements:
        ici, avant = n.get(engagement.code, BilanVerifications()), n_1.get(engagement.code, BilanVerifications())
        taux, precedent = pourcentage(ici.conformite), pourcentage(avant.conformite)
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
                etat=NON_MESURE if taux is None else ATTEINT if ici.non_conformes == 0 else ECART,
                valeur=taux,
                precedente=precedent,
            )
        )
    return tuple(lignes)


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


def par_theme(matiere: Matiere) -> tuple[LigneVerification, ...]:
    n = ventiler(matiere.suivis, Axe.THEME, matiere.arretee_le)
    n_1 = ventiler(matiere.suivis_precedents, Axe.THEME, matiere.arretee_le)
    noms = {theme: (theme[:1].upper() + theme[1:]) or "Sans thème" for theme in n}
    return _lignes(n, n_1, noms)


def par_verification(matiere: Matiere) -> tuple[LigneVerification, ...]:
    n = ventiler(matiere.suivis, Axe.VERIFICATION, matiere.arretee_le)
    n_1 = ventiler(matiere.suivis_precedents, Axe.VERIFICATION, matiere.arretee_le)
    noms = {suivi.occurrence.verification: suivi.occurrence.redaction.libelle for suivi in matiere.suivis}
    return _lignes(dict(sorted(n.items())), n_1, noms)


def _lignes(
    n: Mapping[str, BilanVerifications], n_1: Mapping[str, BilanVerifications], noms: Mapping[str, str]
) -> tuple[LigneVerification, ...]:
    return tuple(
        LigneVerification(
            code=code,
            libelle=noms[code],
            dues=ici.dues,
            faites=ici.faites,
            manquees=ici.manquees,
            conformes=ici.conformes,
            non_conformes=ici.non_conformes,
            realisation=str(ici.realisation),
            realisation_precedente=str(n_1.get(code, BilanVerifications()).realisation),
            conformite=str(ici.conformite),
            conformite_precedente=str(n_1.get(code, BilanVerifications()).conformite),
        )
        for code, ici in n.items()
    )


def exercices(suivis: Sequence[Suivi]) -> tuple[str, ...]:
    """The evacuation drills of the year, one sentence each."""
    phrases = []
    for suivi in suivis:
        if _EXERCICE not in sans_accents(suivi.libelle):
            continue
        fait = f"noté le {date_numerique(suivi.constat.le)}" if suivi.constat and suivi.resultat else "non fait"
        issue = {"conforme": "conforme", "non-conforme": "non conforme", "sans-objet": "sans objet"}
        resultat = f", {issue[str(suivi.resultat)]}" if suivi.resultat else ""
        phrases.append(f"{periode_en_mots(suivi.occurrence.periode)}{INSECABLE}: {fait}{resultat}.")
    return tuple(phrases)
