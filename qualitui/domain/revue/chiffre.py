"""One figure of the review: N beside N-1, the gap, the target, the state in a word, and the records it comes from.

Each is made from two `Comptage`, one a year. Missing is « non mesuré », never 0; fewer than five answers to a survey is
« non communiqué ». What is printed adds up: a gap is the difference of the two figures as they are printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from qualitui.domain.base import Valeur
from qualitui.domain.comptage import NON_MESURE, Comptage, Genre, imprimee
from qualitui.domain.comptage import nombre as decimal
from qualitui.domain.francais import INSECABLE, accorder

NON_COMMUNIQUE = "non communiqué"
SANS_OBJET = "—"
REPONSES_MINIMALES = 5
ATTEINT, NON_ATTEINT, SUIVI = "atteint", "non atteint", "suivi"
PLAFOND_DE_SOURCES = 200


class Fraction(Protocol):
    """Any n/d of the statistics modules."""

    @property
    def numerateur(self) -> int: ...

    @property
    def denominateur(self) -> int: ...


class Rapport(Valeur):
    """n out of d, or a number alone (`denominateur` None); `numerateur` None: not measured."""

    numerateur: float | None = None
    denominateur: int | float | None = None


class Chiffre(Valeur):
    """A figure ready to print. `valeur` and `precedente` are its numbers (None: not measured), for charts and gaps.

    `n_1` is what was published of the year before, when it was; `n_1_depuis` what the register says of it now, empty
    when that is the same. `pas_encore_echues` counts what cannot be judged yet. `sources` are the records counted (at
    most `PLAFOND_DE_SOURCES` of them; `nombre_de_sources` says how many); `source` says in words where they are.
    """

    code: str
    libelle: str
    n: str = NON_MESURE
    n_1: str = NON_MESURE
    n_1_depuis: str = ""
    ecart: str = SANS_OBJET
    cible: str = SANS_OBJET
    etat: str = NON_MESURE
    valeur: float | None = None
    precedente: float | None = None
    numerateur: float | None = None
    denominateur: int | float | None = None
    precedent: Rapport | None = None
    pas_encore_echues: int = 0
    source: str = ""
    sources: tuple[str, ...] = ()
    nombre_de_sources: int = 0

    @property
    def n_en_mots(self) -> str:
        """« 85 % (12/14), 3 pas encore échus »."""
        attendus = self.pas_encore_echues
        return self.n + (f", {accorder(attendus, 'pas encore échu', 'pas encore échus')}" if attendus else "")

    @property
    def n_1_en_mots(self) -> str:
        """« 76 % (19/25) publié, 80 % (20/25) aujourd’hui » when the year before has changed since it was published."""
        return f"{self.n_1} publié, {self.n_1_depuis} depuis" if self.n_1_depuis else self.n_1


def sourcer(chiffre: Chiffre, source: str, references: Iterable[str]) -> Chiffre:
    """The same figure, with where it comes from, in the order given."""
    toutes = tuple(dict.fromkeys(references))
    return chiffre.model_copy(
        update={"source": source, "sources": toutes[:PLAFOND_DE_SOURCES], "nombre_de_sources": len(toutes)}
    )


def chiffrer(
    ici: Comptage,
    avant: Comptage,
    source: str,
    *,
    cible: int | None = None,
    maximum: float | None = None,
    publie: Chiffre | None = None,
) -> Chiffre:
    """N beside N-1. `cible`: the rate to reach, in percent; `maximum`: the number not to exceed.

    `publie`: the figure as the review of the year before said it: it is the N-1, and what is known since is beside it.
    """
    n_1, precedente, precedent = avant.en_mots(), avant.valeur, _rapport(avant)
    if publie is not None:
        n_1, precedente = publie.n, publie.valeur
        precedent = Rapport(numerateur=publie.numerateur, denominateur=publie.denominateur)
    chiffre = Chiffre(
        code=ici.code,
        libelle=ici.libelle,
        n=ici.en_mots(),
        n_1=n_1,
        n_1_depuis="" if publie is None or publie.n == avant.en_mots() else avant.en_mots(),
        ecart=_ecart(ici, precedente),
        cible=_cible(ici, cible, maximum),
        etat=_etat(ici, cible, maximum),
        valeur=ici.valeur,
        precedente=precedente,
        numerateur=ici.numerateur,
        denominateur=ici.denominateur,
        precedent=precedent,
        pas_encore_echues=len(ici.pas_encore_echues),
    )
    return sourcer(chiffre, source, ici.retenues)


def _rapport(compte: Comptage) -> Rapport | None:
    if compte.numerateur is None or compte.denominateur == 0:
        return None
    return Rapport(numerateur=compte.numerateur, denominateur=compte.denominateur)


def _ecart(ici: Comptage, precedente: float | None) -> str:
    if ici.genre is Genre.TAUX:
        return ecart_en_points(ici.valeur, precedente)
    return ecart_en_nombre(ici.valeur, precedente, ici.unite)


def _cible(ici: Comptage, cible: int | None, maximum: float | None) -> str:
    if cible is not None:
        return f"{cible}{INSECABLE}%"
    if maximum is None:
        return SANS_OBJET
    return f"{decimal(maximum, ici.unite)} au plus" if maximum else decimal(0, ici.unite)


def _etat(ici: Comptage, cible: int | None, maximum: float | None) -> str:
    """Reached only when exact, whatever the rounding."""
    if ici.valeur is None or ici.numerateur is None:
        return NON_MESURE
    if cible is not None and ici.denominateur is not None:
        return ATTEINT if ici.numerateur * 100 >= cible * ici.denominateur else NON_ATTEINT
    if maximum is not None:
        return ATTEINT if ici.valeur <= maximum else NON_ATTEINT
    return SUIVI


def pourcentage(fraction: Fraction) -> float | None:
    """0 to 100; None without a denominator."""
    if fraction.denominateur == 0:
        return None
    return fraction.numerateur * 100 / fraction.denominateur


def ecart_en_points(n: float | None, n_1: float | None) -> str:
    """« +4 points », « −2 points », « 0 point », between the rates as they are printed; « — » when one is missing."""
    ici, avant = imprimee(n, Genre.TAUX), imprimee(n_1, Genre.TAUX)
    if ici is None or avant is None:
        return SANS_OBJET
    ecart = int(ici - avant)
    return f"{signe(ecart)}{INSECABLE}{'point' if abs(ecart) < 2 else 'points'}"


def ecart_en_nombre(n: float | None, n_1: float | None, unite: str = "") -> str:
    """« +12 », « −3 jours », between the numbers as they are printed."""
    ici, avant = imprimee(n, Genre.NOMBRE), imprimee(n_1, Genre.NOMBRE)
    if ici is None or avant is None:
        return SANS_OBJET
    ecart = round(ici - avant, 1)
    mot = f"{INSECABLE}{unite}{'s' if unite and abs(ecart) >= 2 else ''}" if unite else ""
    return f"{signe(ecart)}{mot}"


def signe(nombre: float) -> str:
    """With its sign, the minus of typography, and at most one decimal."""
    texte = decimal(abs(nombre))
    return texte if texte == "0" else f"{'+' if nombre > 0 else '−'}{texte}"
