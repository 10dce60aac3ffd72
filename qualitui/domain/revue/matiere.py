"""What the review reads, cut at its closing date: nothing that happened after it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from qualitui.domain.actions.fiche import Action
from qualitui.domain.indicateurs.fiche import Mesure
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.statistiques import un_an_avant
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.reference.nomenclatures import IndicateurType, Nomenclatures, Role
from qualitui.domain.reference.referentiel import Referentiel
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.trimestres import RevueTrimestrielle
from qualitui.domain.verifications.occurrences import Suivi, suivre


@dataclass(frozen=True)
class Matiere:
    """The records of the site and its reference data. `suivis` and `suivis_precedents` are the checks that fell due
    in the period and in the same one a year before; `mesures` maps a typed indicator → period → n/d."""

    annee: int
    arretee_le: date
    referentiel: Referentiel
    nomenclatures: Nomenclatures
    roles: Sequence[Role] = ()
    changements: Sequence[str] = ()
    reclamations: Sequence[Reclamation] = ()
    suivis: Sequence[Suivi] = ()
    suivis_precedents: Sequence[Suivi] = ()
    actions: Sequence[Action] = ()
    trimestres: Sequence[RevueTrimestrielle] = ()
    suggestions: Sequence[Suggestion] = ()
    indicateurs: Sequence[IndicateurType] = ()
    mesures: Mapping[str, Mapping[str, Mesure]] = field(default_factory=dict)
    commentaires: Mapping[str, Sequence[str]] = field(default_factory=dict)
    equipe: Sequence[Personne] = ()

    @property
    def du(self) -> date:
        return date(self.annee, 1, 1)

    @property
    def au(self) -> date:
        """The year's last day, or the closing date when it comes first."""
        return min(date(self.annee, 12, 31), self.arretee_le)

    @property
    def du_precedent(self) -> date:
        return date(self.annee - 1, 1, 1)

    @property
    def au_precedent(self) -> date:
        """The same day a year before: N-1 is compared with as much of the year."""
        return date(self.annee - 1, 12, 31) if self.au == date(self.annee, 12, 31) else un_an_avant(self.au)

    @property
    def premier_jour(self) -> date | None:
        """The first day of the oldest record of the two years; None on an empty register."""
        jours = (
            *(r.recue_le for r in self.reclamations),
            *(s.occurrence.debut for s in (*self.suivis_precedents, *self.suivis)),
            *(a.creee_le for a in self.actions),
            *(s.recue_le for s in self.suggestions),
        )
        return min(jours, default=None)

    def nommer(self, code: str) -> str:
        """The name of a person or of a role (its short form: « RAQN »), the code itself when it is neither."""
        noms = {personne.code: personne.nom for personne in self.equipe}
        roles = (role.libelle.split(",")[0] for role in self.roles if role.code == code)
        return noms.get(code) or next(roles, code)


def arreter(matiere: Matiere) -> Matiere:
    """The same records as they stood on the closing date."""
    le = matiere.arretee_le
    return replace(
        matiere,
        reclamations=[_sans_suite(r, le) for r in matiere.reclamations if r.recue_le <= le],
        suivis=[_sans_constat_apres(s, le) for s in matiere.suivis],
        suivis_precedents=[_sans_constat_apres(s, le) for s in matiere.suivis_precedents],
        actions=[action for action in matiere.actions if action.creee_le <= le],
        suggestions=[suggestion for suggestion in matiere.suggestions if suggestion.recue_le <= le],
    )


def _sans_suite(reclamation: Reclamation, le: date) -> Reclamation:
    faits = tuple(fait for fait in reclamation.faits if fait.le <= le)
    return reclamation if len(faits) == len(reclamation.faits) else reclamation.model_copy(update={"faits": faits})


def _sans_constat_apres(suivi: Suivi, le: date) -> Suivi:
    if suivi.constat is None or suivi.constat.le <= le:
        return suivi
    return suivre(suivi.occurrence, None, le)


def connu_avant(jours: Iterable[date], limite: date) -> bool:
    """Something of this kind was recorded on or before `limite`: a zero then is a zero, not a lack of measure."""
    return any(jour <= limite for jour in jours)
