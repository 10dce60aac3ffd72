"""The fields where a date is typed.

ChampDate("le", "Le", defaut=jour)                        « 22/11 », « +15 », « hier »…
ChampInstant("recu", "Reçu")                              the same, an hour may follow: « 02/03 10h30 »
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from qualitui.domain.base import Refus
from qualitui.domain.francais import date_en_mots, date_numerique
from qualitui.domain.temps.dates import Sens, lire_date, lire_instant
from qualitui.domain.temps.explications import instant_en_mots
from qualitui.ui.noyau.contrat import Bureau
from qualitui.ui.widgets.champs import Champ


class ChampDate(Champ):
    """A date, typed as people do; its name in words under the field.

    `sens` says which « 22/11 » or « lun » is meant: Sens.PASSE for what has happened, Sens.FUTUR for what is planned,
    None for this year and the coming Monday.
    """

    REMPLACE = True

    def __init__(self, nom: str, libelle: str, *, sens: Sens | None = None, **options: Any) -> None:
        super().__init__(nom, libelle, **options)
        self.sens = sens

    def ecrire(self, valeur: Any) -> str:
        return date_numerique(valeur)

    def comprendre(self, texte: str) -> date:
        return lire_date(texte, self._jour(), self.sens)

    def _jour(self) -> date:
        return cast("Bureau", self.app).jour()

    def vide(self) -> None:
        return None

    def indication(self) -> str:
        if not self.is_mounted or not self.texte.strip():
            return self.aide
        try:
            return self.en_mots(self.comprendre(self.texte))
        except Refus:
            return "date incomplète : 22/11, +15, lun, hier…"

    def en_mots(self, valeur: date) -> str:
        return date_en_mots(valeur)

    def on_descendant_blur(self) -> None:
        """Leaving the field says at once what is wrong with the date."""
        if not self.texte.strip():
            return
        try:
            self.comprendre(self.texte)
        except Refus as refus:
            self.montrer_erreur(refus.phrase)


class ChampInstant(ChampDate):
    """A date that an hour may follow (« 02/03/2026 10h30 »): gives a date, or a datetime."""

    def comprendre(self, texte: str) -> date:
        return lire_instant(texte, self._jour())

    def en_mots(self, valeur: date) -> str:
        return instant_en_mots(valeur, valeur.time() if isinstance(valeur, datetime) else None)
