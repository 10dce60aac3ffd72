"""What the review reads, and as of which day: nothing that happened after its closing date counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from qualitui.domain.actions import fiche as actions
from qualitui.domain.actions.fiche import Action
from qualitui.domain.comptage import Comptage, Fenetre
from qualitui.domain.indicateurs.catalogue import Donnees, RevueDatee, compte_ici, definition, deux_annees
from qualitui.domain.indicateurs.fiche import Mesure
from qualitui.domain.planning import Audits
from qualitui.domain.reclamations import fiche as reclamations
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.reference.nomenclatures import IndicateurType, Nomenclatures, Role
from qualitui.domain.reference.referentiel import Referentiel
from qualitui.domain.revue.chiffres import Chiffres
from qualitui.domain.suggestions import fiche as suggestions
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.temps.calendrier import ajouter_mois
from qualitui.domain.trimestres import RevueTrimestrielle
from qualitui.domain.verifications import comptages as verifications
from qualitui.domain.verifications.occurrences import Suivi

F = TypeVar("F")


@dataclass(frozen=True)
class Matiere:
    """The records of the site and its reference data. `suivis` and `suivis_precedents` are the checks that fell due
    in the period and in the same one a year before; `mesures` maps a typed indicator → period → n/d; `depuis` is the
    day the site began, `publiee` what the review of the year before said once its figures were frozen."""

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
    revues: Sequence[RevueDatee] = ()
    audits: Audits | None = None
    depuis: date | None = None
    publiee: Chiffres | None = None

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
        return date(self.annee - 1, 12, 31) if self.au == date(self.annee, 12, 31) else ajouter_mois(self.au, -12)

    @property
    def entiere(self) -> bool:
        """The year is over at the closing date."""
        return self.au == date(self.annee, 12, 31)

    def vue(self, code: str) -> Fenetre:
        """What a figure looks at: a stock on the closing date, the rest over the year, with what was known then."""
        du_stock = definition(code).du_stock
        return Fenetre(self.du, self.arretee_le if du_stock else self.au, self.arretee_le)

    def vue_precedente(self, code: str) -> Fenetre:
        """The same a year before, with as much behind it; of a year already published, with all that is known now.

        A stock is compared with the one published, on the day it was.
        """
        vue, publiee = self.vue(code), self.publication
        avant = vue.un_an_avant
        if not definition(code).du_stock:
            avant = avant._replace(au=self.au_precedent)
        elif publiee is not None:
            avant = avant._replace(au=publiee.arretee_le)
        return avant if publiee is None else avant._replace(le=self.arretee_le)

    @property
    def publication(self) -> Chiffres | None:
        """What was published of the whole year before, when this one is whole too."""
        return self.publiee if self.entiere else None

    @cached_property
    def donnees(self) -> Donnees:
        return Donnees(
            reclamations=self.reclamations,
            suivis=[*self.suivis_precedents, *self.suivis],
            actions=self.actions,
            suggestions=self.suggestions,
            trimestres=self.trimestres,
            mesures=self.mesures,
            revues=self.revues,
            audits=self.audits,
            depuis=self.depuis,
        )

    @property
    def premier_jour(self) -> date | None:
        """The first day of the oldest record of the two years; None on an empty register."""
        return self.donnees.premier_jour

    def compter(self, code: str) -> Comptage:
        """A figure of the year."""
        return self.donnees.compter(code, self.vue(code))

    def compter_avant(self, code: str) -> Comptage:
        """The same a year before; not measured when the site recorded nothing yet."""
        vue = self.vue_precedente(code)
        compte = self.donnees.compter(code, vue)
        if self.premier_jour is None or self.premier_jour > vue.au:
            return replace(compte, numerateur=None, denominateur=None if compte.denominateur is None else 0)
        return compte

    def deux_annees(self, code: str) -> tuple[Comptage, Comptage]:
        """The same two for any figure: an indicator that people type is told from the periods typed."""
        if compte_ici(code):
            return self.compter(code), self.compter_avant(code)
        type_ = next(type_ for type_ in self.indicateurs if type_.code == code)
        vue = Fenetre(self.du, self.au, self.arretee_le)
        return deux_annees(type_, self.donnees, self.mesures.get(code, {}), vue)

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
        reclamations=_tels_que(matiere.reclamations, reclamations.etat_au, le),
        suivis=[verifications.etat_au(s, le) for s in matiere.suivis],
        suivis_precedents=[verifications.etat_au(s, le) for s in matiere.suivis_precedents],
        actions=_tels_que(matiere.actions, actions.etat_au, le),
        suggestions=_tels_que(matiere.suggestions, suggestions.etat_au, le),
    )


def _tels_que(fiches: Iterable[F], etat_au: Callable[[F, date], F | None], le: date) -> list[F]:
    return [connue for fiche in fiches if (connue := etat_au(fiche, le)) is not None]


def connu_avant(jours: Iterable[date], limite: date) -> bool:
    """Something of this kind was recorded on or before `limite`: a zero then is a zero, not a lack of measure."""
    return any(jour <= limite for jour in jours)
