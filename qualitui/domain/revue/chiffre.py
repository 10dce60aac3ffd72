"""One figure of the review: N beside N-1, the gap, the target, the state in a word, and the records it comes from.

Missing is « non mesuré », never 0; fewer than five answers to a survey is « non communiqué ».
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from qualitui.domain.base import Valeur
from qualitui.domain.francais import INSECABLE, accorder, nombre_en_chiffres, taux

NON_MESURE = "non mesuré"
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


class Chiffre(Valeur):
    """A figure ready to print. `valeur` and `precedente` are its numbers (None: not measured), for charts and gaps.

    `sources` are the records counted (at most `PLAFOND_DE_SOURCES` of them; `nombre_de_sources` says how many);
    `source` says in words where they are.
    """

    code: str
    libelle: str
    n: str = NON_MESURE
    n_1: str = NON_MESURE
    ecart: str = SANS_OBJET
    cible: str = SANS_OBJET
    etat: str = NON_MESURE
    valeur: float | None = None
    precedente: float | None = None
    source: str = ""
    sources: tuple[str, ...] = ()
    nombre_de_sources: int = 0


def sourcer(chiffre: Chiffre, source: str, references: Iterable[str]) -> Chiffre:
    """The same figure, with where it comes from."""
    toutes = sorted(set(references))
    return chiffre.model_copy(
        update={"source": source, "sources": tuple(toutes[:PLAFOND_DE_SOURCES]), "nombre_de_sources": len(toutes)}
    )


def part(code: str, libelle: str, n: Fraction, n_1: Fraction, *, cible: int | None = 100) -> Chiffre:
    """A rate in percent; reached only when exact, whatever the rounding."""
    valeur, precedente = pourcentage(n), pourcentage(n_1)
    return Chiffre(
        code=code,
        libelle=libelle,
        n=taux(n.numerateur, n.denominateur),
        n_1=taux(n_1.numerateur, n_1.denominateur),
        ecart=ecart_en_points(valeur, precedente),
        cible=SANS_OBJET if cible is None else f"{cible}{INSECABLE}%",
        etat=_etat_de_part(n, cible),
        valeur=valeur,
        precedente=precedente,
    )


def _etat_de_part(n: Fraction, cible: int | None) -> str:
    if n.denominateur == 0:
        return NON_MESURE
    if cible is None:
        return SUIVI
    return ATTEINT if n.numerateur * 100 >= cible * n.denominateur else NON_ATTEINT


def compte(
    code: str, libelle: str, n: float | None, n_1: float | None, *, unite: str = "", maximum: float | None = None
) -> Chiffre:
    """A count, or a number of `unite` (« jour »). `maximum`: the target not to exceed. None: not measured."""
    cible = SANS_OBJET if maximum is None else f"{_nombre(maximum, unite)} au plus" if maximum else _nombre(0, unite)
    etat = NON_MESURE if n is None else SUIVI if maximum is None else ATTEINT if n <= maximum else NON_ATTEINT
    return Chiffre(
        code=code,
        libelle=libelle,
        n=_nombre(n, unite),
        n_1=_nombre(n_1, unite),
        ecart=ecart_en_nombre(n, n_1, unite),
        cible=cible,
        etat=etat,
        valeur=n,
        precedente=n_1,
    )


def pourcentage(fraction: Fraction) -> float | None:
    """0 to 100; None without a denominator."""
    if fraction.denominateur == 0:
        return None
    return fraction.numerateur * 100 / fraction.denominateur


def ecart_en_points(n: float | None, n_1: float | None) -> str:
    """« +4 points », « −2 points », « 0 point »; « — » when one of them is missing."""
    if n is None or n_1 is None:
        return SANS_OBJET
    ecart = round(n - n_1)
    return f"{signe(ecart)}{INSECABLE}{'point' if abs(ecart) < 2 else 'points'}"


def ecart_en_nombre(n: float | None, n_1: float | None, unite: str = "") -> str:
    """« +12 », « −3 jours »."""
    if n is None or n_1 is None:
        return SANS_OBJET
    ecart = n - n_1
    mot = f"{INSECABLE}{unite}{'s' if unite and abs(ecart) >= 2 else ''}" if unite else ""
    return f"{signe(ecart)}{mot}"


def signe(nombre: float) -> str:
    """With its sign, the minus of typography, and at most one decimal."""
    texte = decimal(abs(nombre))
    return texte if texte == "0" else f"{'+' if nombre > 0 else '−'}{texte}"


def decimal(nombre: float) -> str:
    """« 1 234 », « 12,5 »."""
    arrondi = round(nombre, 1)
    if arrondi == int(arrondi):
        return nombre_en_chiffres(int(arrondi))
    return f"{nombre_en_chiffres(int(arrondi))},{round(arrondi % 1 * 10)}"


def _nombre(nombre: float | None, unite: str) -> str:
    if nombre is None:
        return NON_MESURE
    if unite and nombre == int(nombre):
        return accorder(int(nombre), unite)
    return decimal(nombre) + (f"{INSECABLE}{unite}s" if unite else "")
