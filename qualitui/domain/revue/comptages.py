"""The figure of the annual reviews (SMQ10): approved by the directeur, then presented to the agents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from qualitui.domain.comptage import Comptage, Definition, Fenetre, Figure, Genre, Tri, part
from qualitui.domain.etape import un_mois_apres
from qualitui.domain.revue.etape import echeance

APPROUVEES = Definition(
    "REV-01",
    "Revues annuelles approuvées et présentées",
    "Revues approuvées et présentées aux agents à la date du chiffre ÷ revues dont le terme, le 31 janvier de l’année "
    "suivante, tombe de la période à cette date. Approuvée, une revue a encore un mois pour être présentée. Ces deux "
    "termes sont proposés. Une année commencée avant l’ouverture du site n’est pas due.",
    Genre.TAUX,
    du_stock=True,
)


class Revue(Protocol):
    @property
    def annee(self) -> int: ...

    @property
    def approuvee_le(self) -> date | None: ...

    @property
    def presentee_le(self) -> date | None: ...


class Donnees(Protocol):
    """What the figure reads; `ouverture` is the site's."""

    @property
    def revues(self) -> Sequence[Revue]: ...

    @property
    def ouverture(self) -> date | None: ...


def approuvees(donnees: Donnees, vue: Fenetre) -> Comptage:
    """The last day of the term is still in time."""
    connues = {revue.annee: revue for revue in donnees.revues}
    tri = Tri.vide()
    for annee in range(vue.du.year - 1, vue.au.year):
        if not vue.du <= echeance(annee) <= vue.au:
            continue
        if donnees.ouverture is None or date(annee, 1, 1) < donnees.ouverture:
            tri.exclues.append((str(annee), "année commencée avant l’ouverture du site"))
        else:
            _ranger(str(annee), connues.get(annee), echeance(annee), vue, tri)
    return part(APPROUVEES, vue, tri)


def _ranger(nom: str, revue: Revue | None, terme: date, vue: Fenetre, tri: Tri) -> None:
    approuvee = None if revue is None else _connu(revue.approuvee_le, vue.le)
    presentee = None if revue is None else _connu(revue.presentee_le, vue.le)
    if approuvee is not None and presentee is not None:
        tri.oui.append(nom)
        return
    limite = terme if approuvee is None else max(terme, un_mois_apres(approuvee))
    (tri.non if limite < vue.regard else tri.pas_encore).append(nom)


def _connu(jour: date | None, le: date) -> date | None:
    return jour if jour is not None and jour <= le else None


FIGURES: tuple[Figure, ...] = (Figure(APPROUVEES, approuvees),)
