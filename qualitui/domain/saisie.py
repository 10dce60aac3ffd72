"""What every gesture checks of what was typed: a text is not empty, a fact is not in the future."""

from __future__ import annotations

from datetime import date

from qualitui.domain.base import Refus
from qualitui.domain.francais import date_en_mots, date_numerique, nettoyer, une_ligne

D_UNE_LIGNE = frozenset({"intitule", "libelle", "nom", "login", "par"})  # what lists and sentences name things by


class TexteManquant(Refus):
    """A title, a note or a reason was left empty."""


class EcheancePassee(Refus):
    """A new deadline is not in the past."""


class DateImpossible(Refus):
    """A fact lies neither in the future nor before what it follows."""


def exiger_texte(saisie: str, phrase: str, champ: str) -> str:
    """The cleaned text; TexteManquant with `phrase` when nothing is left of it."""
    texte = une_ligne(nettoyer(saisie)) if champ in D_UNE_LIGNE else nettoyer(saisie)
    if not texte:
        raise TexteManquant(phrase, champ)
    return texte


def exiger_a_venir(echeance: date, jour: date, champ: str = "echeance") -> None:
    """A deadline given on `jour` is that day or later."""
    if echeance < jour:
        raise EcheancePassee(f"L’échéance du {date_en_mots(echeance)} est déjà passée.", champ)


def exiger_arrivee(le: date, jour: date, apres: date | None = None, fait: str = "", champ: str = "le") -> None:
    """A fact dated `le` has happened by `jour`, not before `apres`; `fait` names that earlier day."""
    if le > jour:
        raise DateImpossible(f"Le {date_en_mots(le)} n’est pas encore arrivé.", champ)
    if apres is not None and le < apres:
        raise DateImpossible(f"Le {date_en_mots(le)} est avant {fait} ({date_numerique(apres)}).", champ)
