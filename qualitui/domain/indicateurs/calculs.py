"""The indicators the site's own data give: one small function a code, fed with domain values (indicateurs-eps.toml).

Every function takes a period (both ends included, cut at today) and returns n/d, or a count as it was at its end.
What was received or fell due in the period is counted in it, with what is known of it today.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Generic, TypeVar

from qualitui.domain.actions.fiche import Action
from qualitui.domain.actions.statistiques import a_temps, echues, efficacites, en_retard_au
from qualitui.domain.indicateurs.fiche import Mesure, periodes_de_annee, periodes_de_tendance
from qualitui.domain.reclamations.alertes import accuse_manquant
from qualitui.domain.reclamations.delai import comptee, dans_le_delai, en_retard, jours_de_reponse
from qualitui.domain.reclamations.fiche import Reclamation, premiere_reponse
from qualitui.domain.reclamations.statistiques import couverte_par_attente
from qualitui.domain.reference.nomenclatures import IndicateurType
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.suggestions.fiche import bilan as bilan_suggestions
from qualitui.domain.verifications.occurrences import Suivi
from qualitui.domain.verifications.statistiques import BilanVerifications
from qualitui.domain.verifications.statistiques import bilan as bilan_verifications

SUGGESTION_USAGER = "suggestion-usager"  # code of [[nature]]


T = TypeVar("T")


class ParDate(Generic[T]):
    """Things in the order of a date of theirs: a period finds its own without looking at ten years."""

    def __init__(self, choses: Iterable[T], dater: Callable[[T], date]) -> None:
        self._choses = sorted(choses, key=dater)
        self._dates = list(map(dater, self._choses))

    def entre(self, du: date, au: date) -> Sequence[T]:
        """Those of `du` to `au`, both included."""
        return self._choses[bisect_left(self._dates, du) : bisect_right(self._dates, au)]


@dataclass(frozen=True)
class Donnees:
    """What the site knows on `jour`. `suivis`: the checks whose window ends in the months looked at.

    What the two years of several indicators look at is chosen and put in order once.
    """

    jour: date
    reclamations: Sequence[Reclamation] = ()
    suivis: Sequence[Suivi] = ()
    actions: Sequence[Action] = ()
    suggestions: Sequence[Suggestion] = ()
    _bilans: dict[tuple[date, date], BilanVerifications] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    @cached_property
    def comptees(self) -> tuple[Reclamation, ...]:
        """Written cases answered, or whose month is over."""
        return tuple(r for r in self.reclamations if r.ecrit and comptee(r, self.jour))

    @cached_property
    def par_butoir(self) -> ParDate[Reclamation]:
        return ParDate(self.comptees, lambda r: r.echeance.butoir if r.echeance else date.max)

    @cached_property
    def par_reponse(self) -> ParDate[Reclamation]:
        """Those still without an answer at the end."""
        return ParDate(self.comptees, lambda r: premiere_reponse(r) or date.max)

    @cached_property
    def par_reception(self) -> ParDate[Reclamation]:
        return ParDate(self.reclamations, lambda r: r.recue_le)

    @cached_property
    def par_fin(self) -> ParDate[Suivi]:
        return ParDate(self.suivis, lambda suivi: suivi.occurrence.fin)

    @cached_property
    def premier_jour(self) -> date | None:
        """The first day the site recorded anything: before it, nothing was measured and zero would be a lie."""
        jours = (
            *(r.recue_le for r in self.reclamations),
            *(s.occurrence.debut for s in self.suivis),
            *(a.creee_le for a in self.actions),
            *(s.recue_le for s in self.suggestions),
        )
        return min(jours, default=None)

    def bilan_des_verifications(self, du: date, au: date) -> BilanVerifications:
        if (du, au) not in self._bilans:
            self._bilans[du, au] = bilan_verifications(self.par_fin.entre(du, au), self.jour)
        return self._bilans[du, au]


Calcul = Callable[[Donnees, date, date], Mesure]


def mesurer(indicateur: IndicateurType, donnees: Donnees) -> dict[str, Mesure]:
    """Its measures, by period, over the 13 months and the two years shown; empty when it is not computed."""
    calcul = CALCULS.get(indicateur.code)
    if indicateur.calcul != "automatique" or calcul is None:
        return {}
    jour = donnees.jour
    voulues = {
        p.cle: p
        for p in (
            *periodes_de_annee(indicateur, jour.year - 1, jour),
            *periodes_de_tendance(indicateur, jour),
            *periodes_de_annee(indicateur, jour.year, jour),
        )
    }
    depuis = donnees.premier_jour
    passees = (p for p in voulues.values() if depuis is not None and p.fin >= depuis and p.debut <= jour)
    return {p.cle: calcul(donnees, p.debut, min(p.fin, jour)) for p in passees}


def _part(numerateurs: Iterable[bool]) -> Mesure:
    """True ones out of all."""
    reponses = list(numerateurs)
    return Mesure(numerateur=sum(reponses), denominateur=len(reponses))


def repondus_dans_le_mois(donnees: Donnees, du: date, au: date) -> Mesure:
    """Written cases whose month ended in the period, answered or not."""
    return _part(dans_le_delai(r) for r in donnees.par_butoir.entre(du, au))


def delai_moyen(donnees: Donnees, du: date, au: date) -> Mesure:
    """Calendar days to the first answer / written cases answered in the period."""
    repondus = donnees.par_reponse.entre(du, au)
    return Mesure(numerateur=sum(jours_de_reponse(r) or 0 for r in repondus), denominateur=len(repondus))


def sans_reponse(donnees: Donnees, du: date, au: date) -> Mesure:
    """Open at the end of the period, their month over."""
    en_attente = donnees.par_reponse.entre(au + timedelta(days=1), date.max)
    tardives = [r for r in en_attente if r.echeance and r.echeance.butoir < au and r.recue_le <= au]
    return Mesure(numerateur=len(tardives))


def attentes_a_temps(donnees: Donnees, du: date, au: date) -> Mesure:
    return _part(couverte_par_attente(r) for r in donnees.par_butoir.entre(du, au) if en_retard(r, donnees.jour))


def accuses(donnees: Donnees, du: date, au: date) -> Mesure:
    return _part(not accuse_manquant(r) for r in donnees.par_reception.entre(du, au) if r.accuse_attendu)


def propositions_classees(donnees: Donnees, du: date, au: date) -> Mesure:
    """Propositions of users that have a motif, out of those received."""
    recues = donnees.par_reception.entre(du, au)
    return _part(bool(r.motif) for r in recues if r.nature == SUGGESTION_USAGER)


def verifications_a_temps(donnees: Donnees, du: date, au: date) -> Mesure:
    """Done by the end of their window / due."""
    n, d = donnees.bilan_des_verifications(du, au).realisation
    return Mesure(numerateur=n, denominateur=d)


def verifications_conformes(donnees: Donnees, du: date, au: date) -> Mesure:
    n, d = donnees.bilan_des_verifications(du, au).conformite
    return Mesure(numerateur=n, denominateur=d)


def non_conformites_suivies(donnees: Donnees, du: date, au: date) -> Mesure:
    n, d = donnees.bilan_des_verifications(du, au).suites
    return Mesure(numerateur=n, denominateur=d)


def actions_a_temps(donnees: Donnees, du: date, au: date) -> Mesure:
    """What falls due today is not judged before tonight, unless it is done already."""
    dues = echues(donnees.actions, du, au)
    return _part(a_temps(a) for a in dues if a.realisee_le or (a.echeance and a.echeance < donnees.jour))


def actions_en_retard(donnees: Donnees, du: date, au: date) -> Mesure:
    return Mesure(numerateur=sum(en_retard_au(action, au) for action in donnees.actions))


def actions_efficaces(donnees: Donnees, du: date, au: date) -> Mesure:
    return _part(jugement.efficace for jugement in efficacites(donnees.actions, du, au))


def suggestions_analysees(donnees: Donnees, du: date, au: date) -> Mesure:
    compte = bilan_suggestions(donnees.suggestions, du, au)
    return Mesure(numerateur=compte.analysees, denominateur=compte.recues)


CALCULS: dict[str, Calcul] = {
    "I-ECO-01": repondus_dans_le_mois,
    "I-ECO-02": delai_moyen,
    "I-ECO-03": sans_reponse,
    "I-ECO-04": attentes_a_temps,
    "I-ECO-05": accuses,
    "I-VER-01": verifications_a_temps,
    "I-VER-02": verifications_conformes,
    "I-VER-03": non_conformites_suivies,
    "I-ACT-01": actions_a_temps,
    "I-ACT-02": actions_en_retard,
    "I-ACT-03": actions_efficaces,
    "I-SUG-01": suggestions_analysees,
    "I-SUG-02": propositions_classees,
}
