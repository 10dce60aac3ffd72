"""The review's figures on checks: by theme (§8), check by check (annexe B)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qualitui.domain.francais import INSECABLE, date_numerique, sans_accents
from qualitui.domain.revue.chiffre import Chiffre
from qualitui.domain.revue.chiffres import LigneVerification
from qualitui.domain.revue.matiere import Matiere
from qualitui.domain.revue.suivi import suivre
from qualitui.domain.temps.periodes import periode_en_mots
from qualitui.domain.verifications.occurrences import Suivi
from qualitui.domain.verifications.statistiques import Axe, BilanVerifications, ventiler

TABLEAU = "tableau des vérifications"
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


def contredits(suivis: Sequence[Suivi]) -> tuple[str, ...]:
    """The results noted against what the register answered, each with its figure and the reason given."""
    return tuple(
        f"{suivi.occurrence.reference}, {suivi.constat.resultat}{INSECABLE}: le registre répondait "
        f"{suivi.constat.contredit}. Raison donnée{INSECABLE}: {suivi.constat.constat}"
        for suivi in suivis
        if suivi.constat is not None and suivi.constat.contredit
    )
