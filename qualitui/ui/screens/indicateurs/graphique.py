"""Indicators drawn with text: a sparkline for the list, bars with the target for the detail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.text import Text

from qualitui.domain.indicateurs.fiche import EtatIndicateur, Point, Suivi, en_mots, valeur
from qualitui.domain.reference.nomenclatures import IndicateurType

HAUTEURS: Final = "▁▂▃▄▅▆▇█"
ABSENT: Final = "·"
# A word's sign: nothing needs a colour to be understood.
SIGNES: Final = {
    EtatIndicateur.ATTEINT: " ",
    EtatIndicateur.SOUS_LA_CIBLE: "-",
    EtatIndicateur.EN_ALERTE: "!",
    EtatIndicateur.NON_MESURE: " ",
}
MOIS_COURTS: Final = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
LARGEUR_PERIODE: Final = 9
LARGEUR_VALEUR: Final = 19


def tendance(suivi: Suivi) -> str:
    """« ▃▅▅·▆█ »: one sign a period, « · » where nothing was measured; from the lowest to the highest value."""
    valeurs = [valeur(suivi.indicateur, point.mesure) for point in suivi.points]
    connues = [v for v in valeurs if v is not None]
    if not connues:
        return ABSENT * len(valeurs)
    bas, haut = min(connues), max(connues)
    return "".join(ABSENT if v is None else _hauteur(v, bas, haut) for v in valeurs)


def _hauteur(v: float, bas: float, haut: float) -> str:
    if haut == bas:
        return HAUTEURS[len(HAUTEURS) // 2]
    return HAUTEURS[round((v - bas) / (haut - bas) * (len(HAUTEURS) - 1))]


def graphique(suivi: Suivi, largeur: int) -> Text:
    """One bar a period, « | » at the target, the figures beside; `largeur` in columns of text."""
    type_ = suivi.indicateur
    place = max(8, largeur - LARGEUR_PERIODE - LARGEUR_VALEUR - 3)
    echelle = _echelle(type_, suivi.points)
    texte = Text(no_wrap=True, overflow="ellipsis")
    for point in suivi.points:
        texte.append(f"{periode_courte(point.periode):<{LARGEUR_PERIODE}}")
        texte.append(_barre(type_, point, echelle, place))
        texte.append(f" {SIGNES[point.etat]} {en_mots(type_, point.mesure)}\n")
    texte.append(" " * LARGEUR_PERIODE)
    repere = _place(type_.cible, echelle, place)
    legende = f"| cible {_nombre(type_.cible)}{_unite(type_)}"
    texte.append(legende.rjust(min(place, repere + len(legende))), "bold")
    return texte.append("\n- sous la cible   ! en alerte")


def _echelle(type_: IndicateurType, points: Sequence[Point]) -> float:
    """The value at the right end of the bars, which begin at zero."""
    connues = [v for v in (valeur(type_, point.mesure) for point in points) if v is not None]
    return 100.0 if type_.unite == "%" else max([*connues, type_.cible, type_.seuil_alerte, 1.0])


def _place(v: float, echelle: float, place: int) -> int:
    return min(place - 1, round(v / echelle * (place - 1)))


def _barre(type_: IndicateurType, point: Point, echelle: float, place: int) -> str:
    v = valeur(type_, point.mesure)
    longueur = 0 if v is None else round(v / echelle * (place - 1))
    signes = list(("█" * longueur).ljust(place))
    signes[_place(type_.cible, echelle, place)] = "|"
    return "".join(signes[:place])


def periode_courte(cle: str) -> str:
    """« févr. 25 », « T1 2025 », « 2025 »: a period in eight columns."""
    annee, _, reste = cle.partition("-")
    if not reste:
        return annee
    return f"{MOIS_COURTS[int(reste) - 1]} {annee[2:]}" if reste.isdigit() else f"{reste} {annee}"


def cible_en_mots(type_: IndicateurType) -> str:
    """« 100 % », « 15 jours »."""
    return f"{_nombre(type_.cible)}{_unite(type_)}"


def _nombre(nombre: float) -> str:
    return f"{nombre:g}".replace(".", ",")


def _unite(type_: IndicateurType) -> str:
    return "" if type_.unite == "nombre" else f"\u00a0{type_.unite}"
