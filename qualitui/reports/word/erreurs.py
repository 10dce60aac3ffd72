"""A fault in a template, told to the person who edits it in Word: which part, near what, what is wrong."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError, TemplateError

from qualitui.domain.base import Refus

_BALISE = re.compile(r"{[{%].*?[}%]}", re.DOTALL)
_PARTIES = (
    ("document", "corps du document"),
    ("header", "en-tête"),
    ("footer", "pied de page"),
    ("footnotes", "notes de bas de page"),
    ("docProps", "propriétés du document"),
)


class ModeleFautif(Refus):
    """The template cannot be used; the sentence says where and why."""


def nom_de_partie(partie: str) -> str:
    """« /word/footer1.xml » → « pied de page »."""
    return next((nom for signe, nom in _PARTIES if signe in partie), partie)


def expliquer(erreur: Exception, source: str, modele: str, partie: str, donnees: Mapping[str, Any]) -> str:
    """The whole French sentence. `source` is the part's XML with one paragraph a line, as Jinja read it."""
    raison, champ = _raison(erreur, donnees)
    pres = _pres_de(source, _ligne(erreur), champ)
    lieu = f"{nom_de_partie(partie)}, près de « {pres} »" if pres else nom_de_partie(partie)
    return f"Modèle « {modele} », {lieu} : {raison}."


def _raison(erreur: Exception, donnees: Mapping[str, Any]) -> tuple[str, str]:
    """The reason and the name at fault (empty when there is none)."""
    message = str(erreur)
    if isinstance(erreur, UndefinedError):
        champ = _champ_inconnu(message)
        proche = difflib.get_close_matches(champ, sorted(_noms(donnees)), n=1)
        piste = f" ; vouliez-vous dire « {proche[0]} » ?" if proche and proche[0] != champ else ""
        return f"le champ « {champ} » n’existe pas{piste}".removesuffix("."), champ
    if isinstance(erreur, SecurityError):
        return "cette expression est interdite dans un modèle", ""
    if isinstance(erreur, TemplateSyntaxError):
        return _syntaxe(message), ""
    if isinstance(erreur, TemplateError):
        return f"balise illisible ({message})", ""
    return f"l’expression ne peut pas être calculée ({message})", ""


def _champ_inconnu(message: str) -> str:
    trouves = re.findall(r"'([^']*)'", message)
    return trouves[-1] if trouves else message


def _syntaxe(message: str) -> str:
    if "unknown tag" in message:
        mot = (re.findall("'([^']*)'", message) or [""])[0]
        if mot in ("else", "elif", "endif", "endfor"):
            return f"« {mot} » ne suit aucune instruction {{% for … %}} ou {{% if … %}} ouverte"
        return f"l’instruction « {mot} » est inconnue"
    if "Unexpected end of template" in message or "end of block" in message.lower():
        return "une instruction {% for … %} ou {% if … %} n’est pas fermée"
    if "No filter named" in message:
        return f"le filtre « {_champ_inconnu(message)} » n’existe pas"
    return f"la balise est mal écrite ({message})"


def _ligne(erreur: BaseException) -> int | None:
    """The line of the template at fault: Jinja rewrites the traceback with the template's own lines."""
    ligne = getattr(erreur, "lineno", None)
    pile = erreur.__traceback__
    while ligne is None and pile is not None:
        if pile.tb_frame.f_code.co_filename == "<template>":
            ligne = pile.tb_lineno
        pile = pile.tb_next
    return ligne


def _pres_de(source: str, ligne: int | None, champ: str) -> str:
    """The tag at fault, or the text of its paragraph."""
    lignes = source.split("\n")
    if ligne is None or not 1 <= ligne <= len(lignes):
        return ""
    texte = re.sub(r"<[^>]+>", "", lignes[ligne - 1]).strip()
    balises = _BALISE.findall(texte)
    fautive = next((b for b in balises if champ and champ in b), balises[0] if len(balises) == 1 else "")
    pres = fautive or texte
    return pres if len(pres) <= 80 else pres[:79] + "…"


def _noms(donnees: Any, profondeur: int = 3) -> Iterable[str]:
    """Every name a template may use, a few levels deep, to propose the nearest."""
    if isinstance(donnees, Mapping):
        for cle, valeur in donnees.items():
            if isinstance(cle, str):
                yield cle
            if profondeur:
                yield from _noms(valeur, profondeur - 1)
    elif isinstance(donnees, list) and donnees and profondeur:
        yield from _noms(donnees[0], profondeur - 1)
