"""From a model to the content written, and from two contents to the smallest operation that leads to the second."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from qualitui.domain.base import Fiche
from qualitui.domain.francais import PILOTANTS
from qualitui.store.journal.ligne import Operation
from qualitui.store.moteur.fusion import Contenu

_VIDES: tuple[Any, ...] = ("", None, False, [], {})


def contenu_de(fiche: Fiche) -> Contenu:
    """The content to write: JSON values, texts in NFC with LF; empty fields that are so by default are left out.

    Only empty defaults: a default that says something (a rule, a state) stays written, should it change one day.
    """
    complet = fiche.model_dump(mode="json")
    utile = fiche.model_dump(mode="json", exclude_defaults=True)
    contenu: Contenu = nettoyer(_elaguer(complet, utile))
    return contenu


def _elaguer(complet: Any, utile: Any) -> Any:
    """`complet` without what is empty and absent from `utile` (the same dump without defaults), at every depth."""
    if isinstance(complet, dict) and isinstance(utile, dict):
        return {
            cle: _elaguer(valeur, utile[cle]) if cle in utile else valeur
            for cle, valeur in complet.items()
            if cle in utile or valeur not in _VIDES
        }
    if isinstance(complet, list) and isinstance(utile, list) and len(complet) == len(utile):
        return [_elaguer(valeur, reduite) for valeur, reduite in zip(complet, utile, strict=True)]
    return complet


def nettoyer(valeur: Any) -> Any:
    """A deep copy of a JSON value with its texts normalised: NFC, LF, nothing that drives a terminal.

    Whatever wrote them (a screen, a command, a script), every text of the register goes through here.
    """
    if isinstance(valeur, str):
        return _texte(valeur)
    if isinstance(valeur, Mapping):
        return {_texte(str(cle)): nettoyer(v) for cle, v in valeur.items()}
    if isinstance(valeur, (list, tuple)):
        return [nettoyer(v) for v in valeur]
    return valeur


def _texte(texte: str) -> str:
    if texte.isprintable() and texte.isascii():
        return texte
    texte = unicodedata.normalize("NFC", texte).replace("\r\n", "\n").replace("\r", "\n")
    return PILOTANTS.sub("", texte.encode("utf-8", "replace").decode("utf-8"))


def operation(avant: Contenu | None, apres: Contenu | None) -> Operation:
    """`s`, `a`, `d` or `x` that turn `avant` (None: no record) into `apres` (None: removed); {} if they are equal."""
    if apres is None:
        return {"x": True}
    if avant is None:
        return {"s": apres}
    mis: Contenu = {}
    ajoutes: Contenu = {}
    for champ, valeur in apres.items():
        ancienne = avant.get(champ)
        if champ in avant and _identiques(ancienne, valeur):
            continue
        suite = _suite(avant.get(champ, []), valeur)
        if suite:
            ajoutes[champ] = suite
        else:
            mis[champ] = valeur
    retires = [champ for champ in avant if champ not in apres]
    return {cle: partie for cle, partie in (("s", mis), ("a", ajoutes), ("d", retires)) if partie}


def _identiques(une: Any, autre: Any) -> bool:
    """Equal in JSON: Python holds 1, 1.0 and True for equal, at any depth."""
    return bool(une == autre) and repr(une) == repr(autre)


def _suite(ancienne: Any, valeur: Any) -> list[Any] | None:
    """What was appended to a list, when its beginning did not move: two people who append both keep their line."""
    if not isinstance(ancienne, list) or not isinstance(valeur, list):
        return None
    return valeur[len(ancienne) :] if _identiques(valeur[: len(ancienne)], ancienne) else None


def champs_changes(avant: Contenu | None, apres: Contenu | None) -> dict[str, tuple[Any, Any]]:
    """Each field that differs, with its value before and after; None where the field is absent."""
    avant, apres = avant or {}, apres or {}
    champs = list(dict.fromkeys([*avant, *apres]))
    return {c: (avant.get(c), apres.get(c)) for c in champs if avant.get(c) != apres.get(c)}
