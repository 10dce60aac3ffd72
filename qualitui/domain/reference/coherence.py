"""Every code that one table of data quotes must exist in the table it points to.

Each check yields one French sentence per fault; nothing yielded means that the data hold together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from qualitui.domain.francais import INSECABLE, entre_guillemets, vouliez_vous_dire
from qualitui.domain.temps.delais import Unite

if TYPE_CHECKING:
    from qualitui.domain.reference.nomenclatures import (
        IndicateurType,
        Ligne,
        Nomenclatures,
        Planning,
        TableRoles,
        VerificationType,
    )
    from qualitui.domain.reference.referentiel import Correspondance, Referentiel

PERIODICITES_SANS_RYTHME = ("continue", "occasionnelle", "après chaque audit", "à chaque arrivée")


@dataclass(frozen=True)
class Donnees:
    """All the tables, as loaded. `courant` is the référentiel that the other tables speak of."""

    referentiels: Mapping[str, Referentiel]
    courant: Referentiel
    nomenclatures: Nomenclatures
    roles: TableRoles
    verifications: Sequence[VerificationType]
    indicateurs: Sequence[IndicateurType]
    planning: Planning
    correspondance: Correspondance


def incoherences(donnees: Donnees) -> list[str]:
    """Every fault, in French; empty when the data hold together."""
    controles = (
        _doublons,
        _referentiels,
        _nomenclatures,
        _roles,
        _verifications,
        _indicateurs,
        _planning,
        _correspondance,
    )
    return list(chain.from_iterable(controle(donnees) for controle in controles))


def _absents(codes: Iterable[str], connus: Collection[str], ou: str, quoi: str) -> Iterator[str]:
    for code in codes:
        if code and code not in connus:
            aide = vouliez_vous_dire(code, connus)
            yield f"{ou}{INSECABLE}: {quoi} {entre_guillemets(code)} n’existe pas. {aide}".strip()


def _codes(lignes: Iterable[Ligne]) -> set[str]:
    return {ligne.code for ligne in lignes}


def _engagements(donnees: Donnees) -> set[str]:
    return _codes(donnees.courant.engagements)


def _doublons(donnees: Donnees) -> Iterator[str]:
    n = donnees.nomenclatures
    tables: dict[str, Iterable[Ligne]] = {nom: getattr(n, nom) for nom in type(n).model_fields if nom != "codification"}
    tables |= {
        "verifications": donnees.verifications,
        "indicateurs": donnees.indicateurs,
        "roles": donnees.roles.roles,
        "planning": donnees.planning.evenements,
    }
    for code, referentiel in donnees.referentiels.items():
        tables[f"engagements de {code}"] = referentiel.engagements
        tables[f"délais de {code}"] = [delai for _, delai in referentiel.lignes_delai()]
    for nom, lignes in tables.items():
        for code, fois in Counter(ligne.code for ligne in lignes).items():
            if fois > 1:
                yield f"Table {entre_guillemets(nom)}{INSECABLE}: le code {entre_guillemets(code)} y est {fois} fois."


def _referentiels(donnees: Donnees) -> Iterator[str]:
    n, roles = donnees.nomenclatures, _codes(donnees.roles.roles)
    for referentiel in donnees.referentiels.values():
        attendus = (
            referentiel.engagements_communs + referentiel.engagements_specifiques + referentiel.engagements_pilotage
        )
        if attendus != len(referentiel.engagements):
            yield f"{referentiel.code}{INSECABLE}: {len(referentiel.engagements)} engagements, {attendus} annoncés."
        for engagement in referentiel.engagements:
            ou = f"{referentiel.code}, engagement {engagement.code}"
            for delai in engagement.delais:
                yield from _absents(delai.natures, _codes(n.natures), ou, "la nature")
            for preuve in engagement.preuves:
                yield from _absents([preuve.nature], _codes(n.natures_preuve), ou, "la nature de preuve")
                yield from _absents([preuve.periodicite], _codes(n.periodicites), ou, "la périodicité")
                yield from _absents(preuve.responsables, roles, ou, "le rôle")


def _nomenclatures(donnees: Donnees) -> Iterator[str]:
    n, engagements = donnees.nomenclatures, _engagements(donnees)
    for table in (n.natures, n.motifs, n.origines_action, n.origines_suggestion):
        for ligne in table:
            yield from _absents([ligne.engagement], engagements, f"Ligne {ligne.code}", "l’engagement")
    for nature in n.natures:
        for referentiel in donnees.referentiels.values():
            ou = f"Nature {nature.code}, {referentiel.code}"
            yield from _absents([nature.delai], referentiel.delais(), ou, "le délai")
    yield from _absents(set(Unite), _codes(n.unites_delai), "Unités de délai", "l’unité")
    yield from _absents(_codes(n.unites_delai), set(Unite), "Unités de délai", "l’unité")


def _roles(donnees: Donnees) -> Iterator[str]:
    table = donnees.roles
    codes = _codes(table.roles)
    yield from _absents([table.referentiel], donnees.referentiels, "Rôles", "le référentiel")
    yield from _absents(table.referents_thematiques, codes, "Référents thématiques", "le rôle")
    for role in table.roles:
        ou = f"Rôle {role.code}"
        yield from _absents(role.engagements, _engagements(donnees), ou, "l’engagement")
        yield from _absents(role.droits, table.domaines, ou, "le domaine")
        yield from _absents(table.domaines, role.droits, f"{ou}, droits", "le domaine")
        ecrits = [domaine for domaine, droit in role.droits.items() if droit == "ecriture"]
        yield from _absents(role.verbes, ecrits, f"{ou}, verbes", "l’écriture sur")
        yield from _absents(role.remplace, codes, f"{ou}, remplace", "le rôle")


def _verifications(donnees: Donnees) -> Iterator[str]:
    n = donnees.nomenclatures
    for verification in donnees.verifications:
        ou = f"Vérification {verification.code}"
        yield from _absents([verification.engagement], _engagements(donnees), ou, "l’engagement")
        yield from _absents([verification.methode], _codes(n.methodes), ou, "la méthode")
        yield from _absents([verification.periodicite], _codes(n.periodicites), ou, "la périodicité")
        yield from _absents([verification.role], _codes(donnees.roles.roles), ou, "le rôle")


def _indicateurs(donnees: Donnees) -> Iterator[str]:
    for indicateur in donnees.indicateurs:
        ou = f"Indicateur {indicateur.code}"
        periodicites = _codes(donnees.nomenclatures.periodicites)
        yield from _absents([indicateur.engagement], _engagements(donnees), ou, "l’engagement")
        yield from _absents([indicateur.periodicite], periodicites, ou, "la périodicité")


def _planning(donnees: Donnees) -> Iterator[str]:
    periodicites = {un.code: un.mois for un in donnees.nomenclatures.periodicites}
    connues = {*periodicites, *PERIODICITES_SANS_RYTHME}
    for evenement in donnees.planning.evenements:
        ou = f"Planning {evenement.code}"
        engagements = [evenement.engagement, *evenement.engagements_lies]
        yield from _absents(engagements, _engagements(donnees), ou, "l’engagement")
        yield from _absents(evenement.pilotes, _codes(donnees.roles.roles), ou, "le rôle")
        yield from _absents([evenement.periodicite], connues, ou, "la périodicité")
        if evenement.intervalle_mois != periodicites.get(evenement.periodicite, 0):
            yield f"{ou}{INSECABLE}: {evenement.intervalle_mois} mois ne va pas avec {evenement.periodicite}."


def _correspondance(donnees: Donnees) -> Iterator[str]:
    table = donnees.correspondance
    yield from _absents([table.de, table.vers], donnees.referentiels, "Correspondance", "le référentiel")
    if {table.de, table.vers} - set(donnees.referentiels):
        return
    anciens = _codes(donnees.referentiels[table.de].engagements)
    nouveaux = _codes(donnees.referentiels[table.vers].engagements)
    for passage in table.passages:
        yield from _absents([passage.ancien], anciens, "Correspondance", "l’ancien engagement")
        yield from _absents(passage.nouveaux, nouveaux, "Correspondance", "le nouvel engagement")
    dits = {passage.ancien for passage in table.passages}
    yield from _absents(anciens, dits, "Correspondance", "le passage de l’engagement")
    yield from _absents((n.code for n in table.nouveautes), nouveaux, "Correspondance", "le nouvel engagement")
