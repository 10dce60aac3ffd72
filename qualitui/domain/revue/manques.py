"""What still lacks before the directeur can approve: typed zones, analyses, objectives, results of the last ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from qualitui.domain.revue.chiffres import Chiffres
from qualitui.domain.revue.fiche import Objectif, RevueAnnuelle
from qualitui.domain.revue.zones import ZONES, ZoneSaisie, zone_analyse


def zones_attendues(chiffres: Chiffres) -> tuple[ZoneSaisie, ...]:
    """Every typed zone of this year's review: the trame's, and an analysis for each missed indicator."""
    analyses = tuple(zone_analyse(ligne.chiffre.code, ligne.chiffre.libelle) for ligne in chiffres.indicateurs_manques)
    return ZONES + analyses


class Manque(NamedTuple):
    """One thing that lacks. `lieu` is where it is written: « texte:forces », « suite:O-2025-1 », « objectif:O-2026-1 »
    (« objectif: » when there is none yet)."""

    section: int
    phrase: str
    lieu: str


def a_completer(revue: RevueAnnuelle, chiffres: Chiffres, precedente: RevueAnnuelle | None = None) -> list[Manque]:
    """Everything that lacks, in the order of the document; empty: it can be approved."""
    trouves = (*_suites(revue, precedente), *_textes(revue, chiffres), *_objectifs(revue))
    return sorted(trouves, key=lambda manque: manque.section)


def manques(revue: RevueAnnuelle, chiffres: Chiffres, precedente: RevueAnnuelle | None = None) -> tuple[str, ...]:
    """The same, one sentence each."""
    return tuple(f"§ {m.section} : {m.phrase}" for m in a_completer(revue, chiffres, precedente))


def _suites(revue: RevueAnnuelle, precedente: RevueAnnuelle | None) -> Iterator[Manque]:
    notees = {suite.objectif for suite in revue.suites}
    for objectif in precedente.objectifs if precedente else ():
        if objectif.code not in notees:
            yield Manque(
                2,
                f"le résultat de l’objectif {objectif.code} (« {objectif.texte} ») n’est pas noté.",
                f"suite:{objectif.code}",
            )


def _textes(revue: RevueAnnuelle, chiffres: Chiffres) -> Iterator[Manque]:
    for zone in zones_attendues(chiffres):
        if not zone.obligatoire or revue.saisies.get(zone.code, "").strip():
            continue
        if zone.code.startswith("analyse-"):
            code = zone.code.removeprefix("analyse-")
            libelle = next(i.chiffre.libelle for i in chiffres.indicateurs if i.chiffre.code == code)
            yield Manque(
                int(zone.section),
                f"l’indicateur {code} (« {libelle} ») manque sa cible et n’a pas d’analyse.",
                f"texte:{zone.code}",
            )
        else:
            yield Manque(
                int(zone.section), f"« {zone.libelle} » reste à rédiger (zone {zone.code}).", f"texte:{zone.code}"
            )


def _objectifs(revue: RevueAnnuelle) -> Iterator[Manque]:
    if not revue.objectifs:
        yield Manque(13, f"aucun objectif n’est fixé pour {revue.annee + 1}.", "objectif:")
    for objectif in revue.objectifs:
        for quoi in _incomplet(objectif):
            yield Manque(
                13, f"l’objectif {objectif.code} (« {objectif.texte} ») n’a pas {quoi}.", f"objectif:{objectif.code}"
            )


def _incomplet(objectif: Objectif) -> Iterator[str]:
    champs = (
        ("de cible", objectif.cible),
        ("de pilote", objectif.pilote),
        ("d’indicateur", objectif.indicateur),
        ("d’échéance", objectif.echeance),
    )
    return (quoi for quoi, valeur in champs if not valeur)
