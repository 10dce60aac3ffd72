"""What was left without a record (a number, an identity, attachments), settled by a person who says why.

The trace stays in the register: which number, when, by whom, the reason, and how much was erased; never what it said.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from qualitui.domain.base import Fiche, Valeur, evoluer
from qualitui.domain.saisie import exiger_texte


class Reglement(Valeur):
    """One settling; `efface`: what was erased of it (« 1 identité », « 2 pièces »), nothing for a number alone."""

    le: date
    par: str
    raison: str
    efface: tuple[str, ...] = ()


class Regularisation(Fiche):
    """`numero` is what nothing bears, « R-2026-029 »; its folder may come back (a backup), and be settled again."""

    table: ClassVar[str] = "regularisations"

    numero: str
    reglements: tuple[Reglement, ...] = ()


def regler(
    avant: Regularisation | None, numero: str, *, raison: str, efface: tuple[str, ...], par: str, le: date
) -> Regularisation:
    """The trace with one settling more. A reason is asked."""
    dite = exiger_texte(raison, "Dites pourquoi\u00a0: ce qui est réglé garde sa raison.", champ="raison")
    reglement = Reglement(le=le, par=par, raison=dite, efface=efface)
    trace = avant or Regularisation(id=numero, numero=numero)
    return evoluer(trace, reglements=(*trace.reglements, reglement))
