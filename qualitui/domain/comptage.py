"""A figure that can be counted again: `Comptage`, what it counts, what it leaves out and why, as of which day.

Nothing of the program shows a rate, a count, a median or a stock that is not one. A room says its own in
`domain/<room>/comptages.py`: `FIGURES`, each a definition and the function that counts it in a `Fenetre`; what is known
of a record on a day is told by its room's `etat_au(fiche, jour)`. `domain/indicateurs/catalogue.py` gathers them all.

How a definition is worded, everywhere: who is counted (population), what leaves it, as of when.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Generic, NamedTuple, TypeVar

from qualitui.domain.francais import INSECABLE, accorder, nombre_en_chiffres, taux
from qualitui.domain.temps.calendrier import ajouter_mois

NON_MESURE = "non mesuré"
# Said by the definition of every stock: the review looks at its closing date, later than the year it speaks of.
JOUR_DE_LA_REVUE = " Dans la revue annuelle, ce jour est sa date d’arrêté."

T = TypeVar("T")


class Genre(StrEnum):
    """How a figure is read. `STOCK`: a count on the last day of the window, over every record ever entered."""

    TAUX = "taux"
    NOMBRE = "nombre"
    STOCK = "stock"
    MEDIANE = "médiane"
    DECILE = "neuvième décile"
    MOYENNE = "moyenne"


class Definition(NamedTuple):
    """What a figure is. `indicateur`: the code of the indicator of the reference table that is the same notion.

    `unite`: « jour » for a number of days, empty for a count. `du_stock`: told on the last day of the window, whenever
    the records were entered.
    """

    code: str
    libelle: str
    texte: str
    genre: Genre
    unite: str = ""
    indicateur: str = ""
    du_stock: bool = False


class Fenetre(NamedTuple):
    """From `du` to `au`, both included, with the facts known at the end of `le`.

    `revolu`: the day `le` is over, so that what was due on it and did not come is late; today is not over.
    """

    du: date
    au: date
    le: date
    revolu: bool = False

    @property
    def un_an_avant(self) -> Fenetre:
        """The same span of days a year before, with what was known then."""
        return Fenetre(ajouter_mois(self.du, -12), ajouter_mois(self.au, -12), ajouter_mois(self.le, -12), self.revolu)

    @property
    def dernier(self) -> date:
        """The day of its stocks: the last of the window, or the one known when it is not over."""
        return min(self.au, self.le)

    @property
    def regard(self) -> date:
        """The day from which it is asked whether something is late (« strictly after the butoir »)."""
        return self.le + timedelta(days=1) if self.revolu else self.le


def fenetre(du: date, au: date, jour: date) -> Fenetre:
    """The window of a series, told by what was known at its own end: what is done after moves nothing in it."""
    return Fenetre(du, au, au, revolu=True) if au < jour else Fenetre(du, min(au, jour), jour)


class Groupe(NamedTuple):
    """Records that a figure treats alike: (reference, reason), the reason empty but for what is left out."""

    titre: str
    lignes: tuple[tuple[str, str], ...]


def _sans_raison(references: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((reference, "") for reference in references)


@dataclass(frozen=True)
class Comptage:
    """The figure of `code` from `du` to `au`.

    `numerateur` None: not measured, never 0. `denominateur` None: not a rate nor a mean. `retenues`: the references
    counted, those of a rate's numerator first (`au_numerateur`, `reste`); a reference may be followed by what tells one
    thing counted of the record from another (« A-2026-003 2026-02-12 »). `exclues`: (reference, reason).
    """

    code: str
    libelle: str
    definition: str
    du: date
    au: date
    numerateur: float | None
    denominateur: int | float | None = None
    retenues: tuple[str, ...] = ()
    exclues: tuple[tuple[str, str], ...] = ()
    pas_encore_echues: tuple[str, ...] = ()
    genre: Genre = Genre.NOMBRE
    unite: str = ""

    @property
    def au_numerateur(self) -> tuple[str, ...]:
        """What is in the numerator; everything counted when it is not a rate of records."""
        taux = self.genre is Genre.TAUX and self.denominateur == len(self.retenues)
        return self.retenues[: int(self.numerateur or 0)] if taux else self.retenues

    @property
    def reste(self) -> tuple[str, ...]:
        """What is counted in the denominator only."""
        return self.retenues[len(self.au_numerateur) :]

    @property
    def valeur(self) -> float | None:
        """In percent for a rate, in its unit otherwise; None: not measured."""
        if self.numerateur is None or self.denominateur == 0:
            return None
        if self.denominateur is None:
            return self.numerateur
        return self.numerateur * (100 if self.genre is Genre.TAUX else 1) / self.denominateur

    @property
    def fraction(self) -> tuple[float | None, int | float | None]:
        return self.numerateur, self.denominateur

    def en_json(self) -> dict[str, Any]:
        """Its ten keys, fixed by the issue."""
        return {
            "code": self.code,
            "libelle": self.libelle,
            "definition": self.definition,
            "du": self.du,
            "au": self.au,
            "numerateur": self.numerateur,
            "denominateur": self.denominateur,
            "retenues": self.retenues,
            "exclues": [list(paire) for paire in self.exclues],
            "pas_encore_echues": self.pas_encore_echues,
        }

    def en_mots(self) -> str:
        """« 87 % (13/15) », « 17 jours », « 44,5 jours », « 3 », « non mesuré »."""
        if self.numerateur is None or self.denominateur == 0:
            return NON_MESURE
        if self.genre is Genre.TAUX:
            if self.retenues and len(self.retenues) != self.denominateur:
                return _de_periodes(self.numerateur, self.denominateur or 0)
            return taux(int(self.numerateur), int(self.denominateur or 0))
        if self.genre is Genre.MOYENNE:
            return (
                f"{nombre(self.valeur or 0, self.unite)} ({nombre(self.numerateur)}/{nombre(self.denominateur or 0)})"
            )
        return nombre(self.numerateur, self.unite)

    def avec_ses_restes(self) -> str:
        """The same, with what is not due yet: « 85 % (12/14), 3 pas encore échus »."""
        attendus = len(self.pas_encore_echues)
        suite = f", {accorder(attendus, 'pas encore échu', 'pas encore échus')}" if attendus else ""
        return self.en_mots() + suite

    def groupes(self) -> tuple[Groupe, ...]:
        """« D’où vient ce chiffre ? »: what is counted, the numerator and the rest apart, and what is not."""
        groupes = (
            Groupe("Au numérateur" if self.reste else "Comptées", _sans_raison(self.au_numerateur)),
            Groupe("Au dénominateur seulement", _sans_raison(self.reste)),
            Groupe("Pas encore échues", _sans_raison(self.pas_encore_echues)),
            Groupe("Hors du compte", self.exclues),
        )
        return tuple(groupe for groupe in groupes if groupe.lignes)

    def renomme(self, definition: Definition) -> Comptage:
        """The same count under another code and name."""
        return Comptage(
            **{
                **vars(self),
                "code": definition.code,
                "libelle": definition.libelle,
                "definition": definition.texte,
                "unite": definition.unite,
            }
        )


Calcul = Callable[[Any, Fenetre], Comptage]


class Figure(NamedTuple):
    """A definition and what counts it: a function of the data of its room (a Protocol says which) and of a window."""

    definition: Definition
    calcul: Calcul


# --- making one ---------------------------------------------------------------------------------------------


@dataclass
class Tri:
    """What becomes of each record looked at, before it is a figure."""

    oui: list[str]
    non: list[str]
    exclues: list[tuple[str, str]]
    pas_encore: list[str]

    @classmethod
    def vide(cls) -> Tri:
        return cls([], [], [], [])


def part(definition: Definition, vue: Fenetre, tri: Tri) -> Comptage:
    """A rate: what is `oui`, out of what is `oui` or `non`."""
    return _compter(
        definition,
        vue,
        numerateur=len(tri.oui),
        denominateur=len(tri.oui) + len(tri.non),
        retenues=(*tri.oui, *tri.non),
        exclues=tuple(tri.exclues),
        pas_encore_echues=tuple(tri.pas_encore),
    )


def compte(
    definition: Definition,
    vue: Fenetre,
    references: Iterable[str],
    *,
    connu: bool = True,
    exclues: Iterable[tuple[str, str]] = (),
    pas_encore: Iterable[str] = (),
) -> Comptage:
    """A count; `connu` False: nothing of the kind had ever been recorded then, so that zero would be a lie."""
    retenues = tuple(references)
    return _compter(
        definition,
        vue,
        numerateur=len(retenues) if connu or retenues else None,
        retenues=retenues,
        exclues=tuple(exclues),
        pas_encore_echues=tuple(pas_encore),
    )


def mesure(
    definition: Definition,
    vue: Fenetre,
    valeurs: Iterable[tuple[str, float]],
    *,
    exclues: Iterable[tuple[str, str]] = (),
    pas_encore: Iterable[str] = (),
) -> Comptage:
    """A median, a ninth decile or a mean of (reference, value); None without any value."""
    paires = sorted(valeurs, key=lambda paire: (paire[1], paire[0]))
    nombres = [valeur for _, valeur in paires]
    moyenne = definition.genre is Genre.MOYENNE
    return _compter(
        definition,
        vue,
        numerateur=_mesure(definition.genre, nombres),
        denominateur=len(nombres) if moyenne else None,
        retenues=tuple(reference for reference, _ in paires),
        exclues=tuple(exclues),
        pas_encore_echues=tuple(pas_encore),
    )


def _mesure(genre: Genre, tries: Sequence[float]) -> float | None:
    if genre is Genre.MOYENNE:
        return sum(tries)
    if not tries:
        return None
    return mediane(tries) if genre is Genre.MEDIANE else neuvieme_decile(tries)


def mediane(tries: Sequence[float]) -> float:
    """The middle one, or half-way between the two; here, for `statistics` takes longer to load than a week to read."""
    milieu = len(tries) // 2
    return tries[milieu] if len(tries) % 2 else (tries[milieu - 1] + tries[milieu]) / 2


def neuvieme_decile(tries: Sequence[T]) -> T | None:
    """The smallest value that nine in ten do not exceed (nearest rank); `tries` is sorted."""
    return tries[-(-9 * len(tries) // 10) - 1] if tries else None


def _compter(definition: Definition, vue: Fenetre, **champs: Any) -> Comptage:
    return Comptage(
        code=definition.code,
        libelle=definition.libelle,
        definition=definition.texte,
        du=vue.du,
        au=vue.au,
        genre=definition.genre,
        unite=definition.unite,
        **champs,
    )


def _de_periodes(numerateur: float, denominateur: float) -> str:
    """A rate of what was typed period by period: large numbers, their thousands told apart."""
    return f"{int(numerateur * 100 // denominateur)}{INSECABLE}% ({nombre(numerateur)}/{nombre(denominateur)})"


# --- printed: one rounding everywhere ----------------------------------------------------------------------------


def imprimee(valeur: float | None, genre: Genre) -> float | None:
    """The number as it is printed: a rate rounded down to the point, so that 100 % is exact; the rest to one decimal.

    What is printed of two years is what their gap is counted from.
    """
    if valeur is None:
        return None
    # A rate comes as n × 100 / d: a division that falls just under a whole number is put right before it is cut.
    return float(int(valeur + 1e-9)) if genre is Genre.TAUX else round(valeur + 1e-9, 1)


def nombre(valeur: float, unite: str = "") -> str:
    """« 1 234 », « 12,5 », « 17 jours », « 1,5 jour »."""
    arrondi = round(valeur + 1e-9, 1)
    if arrondi == int(arrondi):
        return accorder(int(arrondi), unite) if unite else nombre_en_chiffres(int(arrondi))
    texte = f"{nombre_en_chiffres(int(arrondi))},{round(arrondi * 10) % 10}"
    return f"{texte}{INSECABLE}{unite}{'s' if arrondi >= 2 else ''}" if unite else texte


# --- choosing ------------------------------------------------------------------------------------------------


class ParDate(Generic[T]):
    """Things in the order of a date of theirs: a window finds its own without looking at ten years."""

    def __init__(self, choses: Iterable[T], dater: Callable[[T], date]) -> None:
        self._choses = sorted(choses, key=dater)
        self._dates = list(map(dater, self._choses))

    def entre(self, du: date, au: date) -> Sequence[T]:
        """Those of `du` to `au`, both included."""
        return self._choses[bisect_left(self._dates, du) : bisect_right(self._dates, au)]

    def avant(self, jour: date) -> Sequence[T]:
        """Those strictly before `jour`."""
        return self._choses[: bisect_left(self._dates, jour)]
