"""A loss that nobody can put back, accepted by who may: who, when, why, and exactly what is missing.

From then on it no longer holds back what lasts, but stays told: nothing here makes it whole. More missing than was
accepted is a new loss.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar, NamedTuple

from qualitui.domain.base import Fiche, Refus, Valeur
from qualitui.domain.diagnostic import Constatation

_ANNEE = re.compile(r"(?:^|[/-])((?:19|20)\d{2})(?=[/-]|$)")
NUMEROS = "numeros/"


class RaisonManquante(Refus):
    """A loss is not accepted without saying why."""


class RienAReconnaitre(Refus):
    """Nothing is missing: there is no loss to accept."""


class Manquant(Valeur):
    """One thing missing, as it was told. `connues` and `presentes`: writings of a journal whose end is lost."""

    phrase: str
    fichier: str | None = None
    ligne: int | None = None
    connues: int = 0
    presentes: int = 0

    def vaut_pour(self, une: Constatation) -> bool:
        """Whether it is this finding, or less than it."""
        if (une.fichier, une.ligne) != (self.fichier, self.ligne):
            return False
        if une.manque is not None:
            return une.manque.connues <= self.connues and une.manque.presentes >= self.presentes
        return une.phrase == self.phrase


class PerteReconnue(Fiche):
    """`par`: the code of who accepted it, or the login; `numeros`: the references given that no record bears."""

    table: ClassVar[str] = "pertes"

    reference: str
    le: date
    par: str
    raison: str
    manquants: tuple[Manquant, ...] = ()
    numeros: tuple[str, ...] = ()
    dossiers: tuple[str, ...] = ()

    @property
    def annees(self) -> frozenset[int]:
        """The years of which something is missing."""
        textes = (*(m.fichier or "" for m in self.manquants), *self.numeros, *self.dossiers)
        return frozenset(int(annee) for texte in textes for annee in _ANNEE.findall(texte))

    def vaut_pour(self, une: Constatation) -> bool:
        """Whether this finding is part of the loss, as far as it goes."""
        return any(manquant.vaut_pour(une) for manquant in self.manquants) or bool(self.numero_de(une))

    def numero_de(self, une: Constatation) -> str:
        """The number that this finding is about, when it is one of those lost; else empty."""
        serie, _, numero = (une.fichier or "").removeprefix(NUMEROS).partition("/")
        reference = f"{serie}-{int(numero):03d}" if numero.isdecimal() else ""
        return reference if reference in self.numeros else ""


class Reconnue(NamedTuple):
    """A loss accepted, as it stands now. `revenue`: what was missing is there again."""

    perte: PerteReconnue
    revenue: bool


def reconnaitre(
    constatations: Iterable[Constatation],
    numeros: Sequence[str],
    dossiers: Sequence[str],
    *,
    raison: str,
    par: str,
    jour: date,
    connues: Sequence[PerteReconnue],
) -> PerteReconnue:
    """`constatations`: what is missing and was not accepted yet. `RaisonManquante`, `RienAReconnaitre`."""
    manquants = tuple(
        Manquant(phrase=une.phrase, fichier=une.fichier, ligne=une.ligne, **_etendue(une)) for une in constatations
    )
    if not manquants:
        raise RienAReconnaitre("Rien ne manque\u00a0: il n’y a pas de perte à reconnaître.")
    if not raison.strip():
        phrase = (
            "Une perte ne se reconnaît pas sans raison\u00a0: dites ce qui a été tenté et pourquoi rien n’en revient."
        )
        raise RaisonManquante(phrase, champ="raison")
    return PerteReconnue(
        reference=_nom(jour, connues),
        le=jour,
        par=par,
        raison=raison.strip(),
        manquants=manquants,
        numeros=tuple(numeros),
        dossiers=tuple(dossiers),
    )


def _etendue(une: Constatation) -> dict[str, int]:
    return {} if une.manque is None else {"connues": une.manque.connues, "presentes": une.manque.presentes}


def _nom(jour: date, connues: Sequence[PerteReconnue]) -> str:
    """« PERTE-2026-03-02 », then « PERTE-2026-03-02-2 »: the day names it, no number is claimed for it."""
    base, rang = f"PERTE-{jour.isoformat()}", 1
    pris = {connue.reference for connue in connues}
    while (nom := base if rang == 1 else f"{base}-{rang}") in pris:
        rang += 1
    return nom
