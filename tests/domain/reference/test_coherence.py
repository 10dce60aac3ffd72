"""The shipped data hold together, and each kind of broken reference is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from qualitui.domain.base import evoluer
from qualitui.domain.reference.coherence import Donnees, incoherences
from qualitui.store.site.referentiels import tout_charger

Casser = Callable[[Donnees], Donnees]


def test_les_donnees_livrees_se_tiennent() -> None:
    assert incoherences(tout_charger()) == []


def _verification(**faux: str) -> Casser:
    def casser(d: Donnees) -> Donnees:
        premiere, *autres = d.verifications
        return replace(d, verifications=[premiere.model_copy(update=faux), *autres])

    return casser


def _planning(**faux: object) -> Casser:
    def casser(d: Donnees) -> Donnees:
        premier, *autres = d.planning.evenements
        evenements = (premier.model_copy(update=faux), *autres)
        return replace(d, planning=d.planning.model_copy(update={"evenements": evenements}))

    return casser


def _nature(**faux: str) -> Casser:
    def casser(d: Donnees) -> Donnees:
        premiere, *autres = d.nomenclatures.natures
        natures = (premiere.model_copy(update=faux), *autres)
        return replace(d, nomenclatures=d.nomenclatures.model_copy(update={"natures": natures}))

    return casser


def _role(**faux: object) -> Casser:
    def casser(d: Donnees) -> Donnees:
        premier, *autres = d.roles.roles
        return replace(d, roles=d.roles.model_copy(update={"roles": (evoluer(premier, **faux), *autres)}))

    return casser


def _indicateur(**faux: str) -> Casser:
    def casser(d: Donnees) -> Donnees:
        premier, *autres = d.indicateurs
        return replace(d, indicateurs=[premier.model_copy(update=faux), *autres])

    return casser


def _correspondance_amputee(d: Donnees) -> Donnees:
    passages = d.correspondance.passages[1:]
    return replace(d, correspondance=d.correspondance.model_copy(update={"passages": passages}))


def _engagement_en_moins(d: Donnees) -> Donnees:
    ampute = d.courant.model_copy(update={"engagements": d.courant.engagements[:-1]})
    return replace(d, referentiels={**d.referentiels, ampute.code: ampute})


@pytest.mark.parametrize(
    ("casser", "phrase"),
    [
        (_verification(engagement="99"), "l’engagement «\u00a099\u00a0»"),
        (_verification(role="DAA, DACS"), "le rôle «\u00a0DAA, DACS\u00a0»"),
        (_verification(periodicite="mensuel"), "Vouliez-vous dire «\u00a0mensuelle\u00a0»"),
        (_verification(methode="flair"), "la méthode «\u00a0flair\u00a0»"),
        (_verification(code="V-INF-02"), "y est 2 fois"),
        (_planning(pilotes=("directrice",)), "Vouliez-vous dire «\u00a0directeur\u00a0»"),
        (_planning(intervalle_mois=5), "5 mois ne va pas avec annuelle"),
        (_planning(engagements_lies=("SMQ77",)), "l’engagement «\u00a0SMQ77\u00a0»"),
        (_nature(delai="reponse"), "le délai «\u00a0reponse\u00a0»"),
        (_nature(engagement="0"), "l’engagement «\u00a00\u00a0»"),
        (_role(droits={"reclamations": "lecture"}), "droits\u00a0: le domaine «\u00a0verifications\u00a0»"),
        (_role(engagements=("S9",)), "l’engagement «\u00a0S9\u00a0»"),
        (_indicateur(periodicite="lunaire"), "la périodicité «\u00a0lunaire\u00a0»"),
        (_correspondance_amputee, "le passage de l’engagement «\u00a01\u00a0»"),
        (_engagement_en_moins, "24 engagements, 25 annoncés"),
    ],
)
def test_une_reference_cassee_est_dite(casser: Casser, phrase: str) -> None:
    fautes = incoherences(casser(tout_charger()))
    assert any(phrase in faute for faute in fautes), fautes
