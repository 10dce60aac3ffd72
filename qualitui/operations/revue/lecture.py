"""What a screen shows of an annual review, read in one go: the figures are computed once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from qualitui.domain.base import Introuvable
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.revue import fiche as regles
from qualitui.domain.revue.calcul import Changement
from qualitui.domain.revue.chiffres import Chiffres, LigneEngagement
from qualitui.domain.revue.fiche import RevueAnnuelle
from qualitui.domain.revue.manques import Manque, a_completer, zones_attendues
from qualitui.domain.revue.zones import ZoneSaisie
from qualitui.operations.revue import gestes as operations

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


class Vue(NamedTuple):
    """A review, the one of the year before (None: there is none), its figures, its zones and what it lacks.

    `directeur`: the name of the person who may approve it, empty when the team does not say. `changements`: by code,
    what the register would tell otherwise since the figures were frozen.
    """

    revue: RevueAnnuelle
    precedente: RevueAnnuelle | None
    chiffres: Chiffres
    zones: tuple[ZoneSaisie, ...]
    manques: tuple[Manque, ...]
    directeur: str
    changements: Mapping[str, Changement]


def voir(site: Site, annee: int, *, jour: date) -> Vue:
    """The review of `annee` as it stands, started or not."""
    site.exiger("revue", Verbe.LIRE)
    fiche = operations.lire(site, annee)
    precedente = operations.chercher(site, annee - 1)
    figures = operations.chiffres(site, fiche, jour)
    return Vue(
        revue=fiche,
        precedente=precedente,
        chiffres=figures,
        zones=zones_attendues(figures),
        manques=tuple(a_completer(fiche, figures, precedente)),
        directeur=_directeur(site, jour),
        changements={un.code: un for un in operations.changements_depuis(site, fiche)},
    )


def engagement(site: Site, code: str, annee: int, *, jour: date) -> LigneEngagement:
    """The state of a commitment in `annee`, as its review says it: frozen with it, as of `jour` before."""
    site.exiger("revue", Verbe.LIRE)
    figures = operations.chiffres(site, operations.lire(site, annee), jour)
    for ligne in figures.engagements:
        if ligne.code == code.strip().upper():
            return ligne
    raise Introuvable(f"La revue {annee} n’a pas d’engagement «\u00a0{code}\u00a0».", "engagement")


def annee_a_ecrire(jour: date) -> int:
    """The year people write about on `jour`: the last one that is over (a review is written in January)."""
    return jour.year - 1


def annees(site: Site, *, jour: date) -> list[RevueAnnuelle]:
    """Every review, the latest first; the ones to write and of the year under way even when nobody started them."""
    site.exiger("revue", Verbe.LIRE)
    connues = {fiche.annee: fiche for fiche in operations.lister(site)}
    attendues = {annee_a_ecrire(jour), jour.year}
    return [connues.get(annee) or regles.nouvelle(annee) for annee in sorted({*connues, *attendues}, reverse=True)]


def _directeur(site: Site, jour: date) -> str:
    presents = (p.nom for p in site.registre.find(Personne) if p.presente(jour) and "directeur" in p.roles)
    return next(presents, site.reglages.directeur)
