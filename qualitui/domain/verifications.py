"""Periodic checks (vérifications, SMQ7): a table, occurrences derived from an anchor, results typed by people."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from qualitui.domain.base import Fiche


class Periodicite(StrEnum):
    QUOTIDIENNE = "quotidienne"
    HEBDOMADAIRE = "hebdomadaire"
    MENSUELLE = "mensuelle"
    TRIMESTRIELLE = "trimestrielle"
    SEMESTRIELLE = "semestrielle"
    ANNUELLE = "annuelle"
    BIENNALE = "biennale"


class Resultat(StrEnum):
    CONFORME = "conforme"
    NON_CONFORME = "non-conforme"
    SANS_OBJET = "sans-objet"


class EtatOccurrence(StrEnum):
    A_FAIRE = "à faire"
    FAITE = "faite"
    MANQUEE = "manquée"
    SITE_FERME = "site fermé"
    SUSPENDUE = "suspendue"


class Constat(Fiche):
    """What was found for one occurrence: the pair (`verification`, `periode`) is its identity.

    `resultat` None with a `raison`: a missed occurrence explained. `libelle` is the text under which it was done.
    """

    table: ClassVar[str] = "constats"

    verification: str
    periode: str
    libelle: str = ""
    resultat: Resultat | None = None
    raison: str = ""
    constat: str = ""
    preuve: str = ""
    par: str = ""
    le: date
    action: str = ""
