"""A record that this program does not understand whole: a newer program wrote it, or its content is damaged.

It keeps its place and its name everywhere; what is known of it is shown, nothing in it is written from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from qualitui.domain.changements import changement_en_mots, nom_du_champ
from qualitui.domain.concepts import de_la_table
from qualitui.domain.francais import accorder, enumerer
from qualitui.domain.rayons import OUVERT, ranger
from qualitui.domain.temps.dates import DERNIERE_ANNEE, PREMIERE_ANNEE

E = TypeVar("E")

ICI = "illisible ici"
MISE_A_JOUR = "mettez à jour le programme"
GESTE_INCONNU = "?"  # the field, of no model, that says so (`store/moteur/fusion.py`)
HORS_DU_TEMPS = "hors du temps"  # the kind of a fault that no model finds
LONGUEUR = 40  # of a name, which may be anything
MOTIFS = 3  # said of one record


class Illisible(NamedTuple):
    """`raison`: what is not understood, in words. `recente`: by all signs, a newer program wrote it.

    `partielle`: only something more than this program knows of; all the rest is read, shown and counted as usual.
    Otherwise the record is left out of the figures, and that is said beside them.
    """

    table: str
    ident: str
    contenu: Mapping[str, Any]
    raison: str
    recente: bool
    partielle: bool

    @property
    def nom(self) -> str:
        """What people call it, as far as that can be read."""
        trouves = de_la_table(self.table)
        modele = f"{{{trouves[1].cle}}}" if trouves and trouves[1].cle else trouves[1].appel if trouves else ""
        propres = {cle: valeur for cle, valeur in self.contenu.items() if type(valeur) in (str, int) and valeur != ""}
        try:
            nom = modele.format_map(propres)
        except KeyError:
            nom = ""
        return (nom or self.ident.replace("@", " × "))[:LONGUEUR]

    @property
    def cle(self) -> str:
        """The field people name it by, « reference » when it has none."""
        trouves = de_la_table(self.table)
        return (trouves[1].cle if trouves else "") or "reference"

    @property
    def ouverte(self) -> bool:
        """Whether it may still ask for something: all that says that it is over is what cannot be read."""
        trouves = de_la_table(self.table)
        rayon = trouves[1].rayon if trouves else None
        return rayon is None or (bool(rayon.etat) and ranger(self.table, self.ident, self.contenu) == OUVERT)

    @property
    def dates(self) -> tuple[date | None, date | None]:
        """The day to aim at and the last one, as far as they can be read."""
        echeance = self.contenu.get("echeance")
        dite = echeance if isinstance(echeance, dict) else {"cible": echeance, "butoir": echeance}
        return _jour(dite.get("cible")), _jour(dite.get("butoir"))

    @property
    def phrase(self) -> str:
        """« Illisible ici : canal inconnu, « teams » ; mettez à jour le programme. »"""
        quoi = "En lecture seule ici" if self.partielle else ICI[:1].upper() + ICI[1:]
        remede = MISE_A_JOUR if self.recente else f"elle est abîmée, ou d’une version plus récente\u00a0: {MISE_A_JOUR}"
        return f"{quoi}\u00a0: {self.raison}\u00a0; {remede}."

    @property
    def refus(self) -> str:
        """Why a gesture on it is refused."""
        return f"{self.nom} ne peut pas être modifiée par ce programme. {self.phrase} Rien n’a été enregistré."

    def lignes(self) -> list[str]:
        """What can be shown of it, field by field."""
        champs = (changement_en_mots(champ, None, valeur) for champ, valeur in self.contenu.items())
        return [self.nom, self.phrase, *(f"  {champ}" for champ in champs)]


def _jour(valeur: Any) -> date | None:
    try:
        lu = date.fromisoformat(valeur)
    except (TypeError, ValueError):
        return None
    return lu if PREMIERE_ANNEE <= lu.year <= DERNIERE_ANNEE else None


class Faute(NamedTuple):
    """What a model says of one value: `genre` is pydantic's, `chemin` leads to it, `valeur` is there."""

    genre: str
    chemin: tuple[int | str, ...]
    valeur: Any = None

    @property
    def inconnue(self) -> bool:
        """A field more, or a value more: what a newer program brings."""
        return self.genre in ("extra_forbidden", "enum", "literal_error")

    @property
    def en_mots(self) -> str:
        champ = nom_du_champ(str(self.chemin[0])) or str(self.chemin[0]) if self.chemin else "contenu"
        dernier = str(self.chemin[-1])[:LONGUEUR] if self.chemin else ""
        if self.chemin == (GESTE_INCONNU,):
            return "modification d’un genre inconnu"
        if self.genre == "extra_forbidden":
            return f"champ inconnu «\u00a0{dernier}\u00a0»"
        if self.inconnue:
            return f"valeur inconnue dans {champ[:LONGUEUR]}, «\u00a0{str(self.valeur)[:LONGUEUR]}\u00a0»"
        if self.genre == HORS_DU_TEMPS:
            return f"{champ[:LONGUEUR]} hors du temps de ce programme ({PREMIERE_ANNEE} à {DERNIERE_ANNEE})"
        if self.genre == "missing":
            return f"champ absent «\u00a0{dernier}\u00a0»"
        return f"{champ[:LONGUEUR]} sans la forme attendue"


def raison(fautes: Iterable[Faute]) -> str:
    """All of them in words, the first in full: what is new before what is wrong or absent."""
    dites = list(dict.fromkeys(faute.en_mots for faute in sorted(fautes, key=lambda faute: not faute.inconnue)))
    reste = len(dites) - MOTIFS
    return enumerer([*dites[:MOTIFS], *([accorder(reste, "autre")] if reste > 0 else [])])


def par_table(illisibles: Sequence[Illisible]) -> dict[str, list[Illisible]]:
    tables: dict[str, list[Illisible]] = {}
    for une in illisibles:
        tables.setdefault(une.table, []).append(une)
    return tables


def combien(table: str, nombre: int) -> str:
    """« 2 réclamations »; of a concept's own table, or what one of its records is called."""
    trouves = de_la_table(table)
    if trouves is None:
        return accorder(nombre, "fiche")
    concept, decrite = trouves
    return accorder(nombre, decrite.genre) if decrite.genre else accorder(nombre, concept.singulier, concept.pluriel)


# --- in a list ----------------------------------------------------------------------------------------------------


def lecture_seule(element: object) -> str:
    """Why the record of a row, or the one it quotes, is not written from here; empty for nearly all."""
    propre = getattr(element, "lecture_seule", "") or getattr(getattr(element, "constat", None), "lecture_seule", "")
    return str(propre)


def nom_de(element: object) -> str:
    """What people call a row; empty when it has no name of its own."""
    return next((str(getattr(element, cle)) for cle in ("reference", "code", "trimestre") if hasattr(element, cle)), "")


def meler(elements: Iterable[E], illisibles: Iterable[Illisible]) -> list[E | Illisible]:
    """The rows of a list with, at their place, the records that cannot be read: instead of what stood there for them.

    In the order of the names where the list follows it, upwards or downwards; else last.
    """
    entieres = [une for une in illisibles if not une.partielle]
    if not entieres:
        return list(elements)
    absentes = {une.nom for une in entieres}
    lues: list[E | Illisible] = [element for element in elements if nom_de(element) not in absentes]
    noms = [nom_de(element) for element in lues]
    croit, decroit = noms == sorted(noms), noms == sorted(noms, reverse=True)
    for une in sorted(entieres, key=lambda une: une.nom, reverse=decroit and not croit):
        avant = (nom > une.nom if croit else nom < une.nom for nom in map(_nom_mele, lues))
        rang = next((rang for rang, suit in enumerate(avant) if suit), len(lues)) if croit or decroit else len(lues)
        lues.insert(rang, une)
    return lues


def _nom_mele(une: object) -> str:
    return une.nom if isinstance(une, Illisible) else nom_de(une)
