"""Suggestions of the staff (SMQ4): anonymous or named, analysed, always answered."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from qualitui.domain.base import Fiche


class EtatSuggestion(StrEnum):
    RECUE = "reçue"
    EN_ANALYSE = "en analyse"
    RETENUE = "retenue"
    ECARTEE = "écartée"


class Suggestion(Fiche):
    """`auteur` is a person's code, empty when anonymous. `action` is the reference born from it."""

    table: ClassVar[str] = "suggestions"

    reference: str = ""
    texte: str
    theme: str = ""
    engagement: str = ""
    auteur: str = ""
    recue_le: date
    etat: EtatSuggestion = EtatSuggestion.RECUE
    analyse: str = ""
    reponse: str = ""
    repondue_le: date | None = None
    action: str = ""
    presentee_le: date | None = None
