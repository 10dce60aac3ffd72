"""The figures of the checks, one check at a time and at their thresholds; the same as the counts of the tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain.base import evoluer
from qualitui.domain.comptage import Comptage, Fenetre
from qualitui.domain.temps.echeances import Calendrier
from qualitui.domain.temps.jours_ouverts import jours_ouverts
from qualitui.domain.temps.recurrence import Periodicite
from qualitui.domain.verifications import comptages
from qualitui.domain.verifications.comptages import etat_au, tels_qu_au
from qualitui.domain.verifications.fiche import Constat, Resultat, Verification
from qualitui.domain.verifications.occurrences import Occurrence, Suivi, occurrences, suivre
from qualitui.domain.verifications.statistiques import bilan

UN = timedelta(days=1)
DEBUT = date(2026, 1, 1)
JOUR = date(2026, 6, 1)
MENSUELLE = Verification(
    code="V-NET-01",
    engagement="3",
    libelle="Propre ?",
    periodicite=Periodicite.MENSUELLE,
    ancre=date(2026, 1, 15),
    depuis=DEBUT,
)
DUES = occurrences(MENSUELLE, DEBUT, date(2026, 5, 31), jours_ouverts(Calendrier()))


class Tableau(NamedTuple):
    suivis: Sequence[Suivi]

    def suivis_au(self, vue: Fenetre) -> list[Suivi]:
        return tels_qu_au((s for s in self.suivis if vue.du <= s.occurrence.fin <= vue.au), vue)


def constat(une: Occurrence, le: date, resultat: Resultat | None = Resultat.CONFORME, **champs: object) -> Constat:
    return Constat.model_validate(
        {"verification": une.verification, "periode": une.periode, "resultat": resultat, "le": le, **champs}
    )


def lire(code: str, vue: Fenetre, *suivis: Suivi) -> Comptage:
    figure = next(f for f in comptages.FIGURES if f.definition.code == code)
    return figure.calcul(Tableau(suivis), vue)


@pytest.mark.parametrize(
    ("jour", "pas_encore", "dues"), [(date(2026, 1, 30), 0, 0), (date(2026, 1, 31), 1, 0), (date(2026, 2, 1), 0, 1)]
)
def test_due_seulement_une_fois_sa_periode_finie(jour: date, pas_encore: int, dues: int) -> None:
    une = suivre(DUES[0], None, jour)
    vue = Fenetre(DEBUT, jour, jour)
    for code in ("VER-02", "VER-03"):
        assert lire(code, vue, une).fraction == (0, dues)
        assert len(lire(code, vue, une).pas_encore_echues) == pas_encore


@pytest.mark.parametrize("ecart", [-1, 0, 1])
def test_au_jour_prevu_et_a_sa_fin(ecart: int) -> None:
    attendue, fin = DUES[0].attendue, DUES[0].fin
    vue = Fenetre(DEBUT, fin, JOUR)
    assert lire("VER-03", vue, suivre(DUES[0], constat(DUES[0], attendue + ecart * UN), JOUR)).fraction == (
        ecart <= 0,
        1,
    )
    assert lire("VER-02", vue, suivre(DUES[0], constat(DUES[0], fin + ecart * UN), JOUR)).fraction == (ecart <= 0, 1)


@pytest.mark.parametrize(("ecart", "compte"), [(-1, 1), (0, 1), (1, 0)])
def test_reliee_ou_expliquee_a_sa_date(ecart: int, compte: int) -> None:
    le = date(2026, 3, 31)
    vue = Fenetre(DEBUT, le, le)
    note = constat(DUES[0], date(2026, 1, 15), Resultat.NON_CONFORME, action="A-1", reliee_le=le + ecart * UN)
    assert lire("VER-05", vue, suivre(DUES[0], note, JOUR)).fraction == (compte, 1)
    manque = constat(DUES[0], date(2026, 2, 2), None, raison="oubli", expliquee_le=le + ecart * UN)
    assert lire("VER-06", vue, suivre(DUES[0], manque, JOUR)).numerateur == 1 - compte


def test_ce_qui_est_laisse_est_dit() -> None:
    suivis = [
        suivre(une, constat(une, une.attendue, resultat) if resultat else None, JOUR)
        for une, resultat in zip(DUES, (Resultat.SANS_OBJET, None, Resultat.NON_CONFORME), strict=False)
    ]
    vue = Fenetre(DEBUT, date(2026, 3, 31), JOUR)
    assert lire("VER-04", vue, *suivis).fraction == (0, 1)
    assert [raison for _, raison in lire("VER-04", vue, *suivis).exclues] == ["sans objet", "manquée"]
    assert lire("VER-01", vue).en_mots() == "non mesuré"


RESULTATS = st.lists(st.sampled_from([None, *Resultat]), min_size=5, max_size=5)


@given(RESULTATS, st.lists(st.integers(-40, 60), min_size=5, max_size=5), st.integers(0, 150))
def test_les_tableaux_et_les_comptages_disent_la_meme_chose(
    resultats: list[Resultat | None], ecarts: list[int], recul: int
) -> None:
    jour = DEBUT + recul * UN
    suivis = []
    for une, resultat, ecart in zip(DUES, resultats, ecarts, strict=True):
        le = max(une.debut, une.attendue + ecart * UN)
        fait = constat(une, le, resultat) if resultat else None
        suivis.append(etat_au(suivre(une, fait, JOUR), jour))
    finies = [s for s in suivis if s.occurrence.fin <= jour]
    compte, vue = bilan(finies, jour), Fenetre(DEBUT, jour, jour)
    assert (compte.dues or None) == (lire("VER-01", vue, *finies).numerateur or None)
    assert compte.realisation == lire("VER-02", vue, *finies).fraction
    assert compte.ponctualite == lire("VER-03", vue, *finies).fraction
    assert compte.conformite == lire("VER-04", vue, *finies).fraction
    assert compte.suites == lire("VER-05", vue, *finies).fraction
    for suivi in suivis:
        assert etat_au(suivi, jour) == suivi


def test_un_constat_d_apres_n_est_pas_connu() -> None:
    note = constat(DUES[0], date(2026, 1, 20))
    assert etat_au(suivre(DUES[0], note, JOUR), date(2026, 1, 19)).constat is None
    assert etat_au(suivre(DUES[0], evoluer(note), JOUR), date(2026, 1, 20)).constat == note
