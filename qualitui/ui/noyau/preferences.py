"""The user's own settings (reglages.toml): colours and keys. A faulty file is told in French, never guessed at.

theme = "clair"

[touches]
"accueil.imprimer" = "p"
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import tomlkit
from textual.binding import Binding
from tomlkit.exceptions import TOMLKitError

from qualitui.domain.base import Refus
from qualitui.domain.francais import raison_du_systeme
from qualitui.store.site.fautes import faute_de_toml
from qualitui.store.site.utilisateur import reglages_utilisateur
from qualitui.ui.noyau.traduction import touche

INTERDITES = {f"ctrl+{lettre}" for lettre in "himjsqzc"} | {
    "left_square_bracket",
    "right_square_bracket",
    "left_curly_bracket",
    "right_curly_bracket",
    "vertical_line",
    "backslash",
    "at",
    "number_sign",
    "tilde",
    "[",
    "]",
    "{",
    "}",
    "|",
    "\\",
    "@",
    "#",
    "~",
}


class PreferencesFautives(Refus):
    """reglages.toml can't be read, or its keys clash."""


class Preferences(NamedTuple):
    """`touches` maps the id of a binding to its keys, as Textual's keymap wants them."""

    theme: str = ""
    touches: Mapping[str, str] = {}


def lire_preferences(fichier: Path | None = None) -> Preferences:
    """The user's settings; the defaults when there is no file. PreferencesFautives names the file and the fault."""
    fichier = fichier or reglages_utilisateur()
    try:
        table = tomlkit.parse(fichier.read_text(encoding="utf-8")).unwrap()
    except FileNotFoundError:
        return Preferences()
    except OSError as erreur:
        phrase = f"Vos réglages ({fichier}) ne se lisent pas\u00a0: {raison_du_systeme(erreur)}."
        raise PreferencesFautives(phrase) from erreur
    except UnicodeDecodeError as erreur:
        raise PreferencesFautives(f"Vos réglages ({fichier}) ne sont pas écrits en UTF-8.") from erreur
    except (TOMLKitError, ValueError, RecursionError) as erreur:
        faute = faute_de_toml(erreur if isinstance(erreur, RecursionError) else ValueError(str(erreur)))
        phrase = f"Vos réglages ({fichier}) contiennent une faute d’écriture\u00a0: {faute}."
        raise PreferencesFautives(phrase) from erreur
    touches = table.get("touches", {})
    if not isinstance(touches, dict) or not all(isinstance(t, str) and t.strip() for t in touches.values()):
        raise PreferencesFautives(f'Dans {fichier}, [touches] attend des lignes comme "accueil.imprimer" = "p".')
    return Preferences(theme=str(table.get("theme", "")), touches=touches)


def retenir_theme(theme: str, fichier: Path | None = None) -> None:
    """Write the theme in the user's settings, the rest of the file kept as it was typed."""
    fichier = fichier or reglages_utilisateur()
    try:
        document = tomlkit.parse(fichier.read_text(encoding="utf-8")) if fichier.is_file() else tomlkit.document()
        document["theme"] = theme
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(tomlkit.dumps(document), encoding="utf-8")
    except (OSError, UnicodeDecodeError, TOMLKitError) as erreur:
        raise PreferencesFautives(f"Le choix n’a pas pu être retenu dans {fichier} : {erreur}.") from erreur


def verifier_touches(touches: Mapping[str, str], groupes: Iterable[Iterable[Binding]]) -> None:
    """Refuse a [touches] table that names an unknown gesture, a key never bound, or the same key twice.

    `groupes`: the bindings that are active together (those of one screen and of the program).
    """
    groupes = [list(groupe) for groupe in groupes]
    connus = {lien.id for groupe in groupes for lien in groupe if lien.id}
    for ident, cles in touches.items():
        if ident not in connus:
            raise PreferencesFautives(f"[touches] : aucun geste ne s’appelle « {ident} ».")
        for cle in cles.split(","):
            if cle.strip() in INTERDITES:
                raise PreferencesFautives(f"[touches] : {touche(cle.strip())} ne peut pas servir ({ident}).")
    for groupe in groupes:
        _refuser_double(touches, groupe)


def _refuser_double(touches: Mapping[str, str], groupe: Iterable[Binding]) -> None:
    prises: dict[str, Binding] = {}
    for lien in groupe:
        cles = touches.get(lien.id or "", lien.key)
        for cle in (c.strip() for c in cles.split(",")):
            autre = prises.setdefault(cle, lien)
            if autre.action != lien.action and {autre.id, lien.id} & set(touches):
                raise PreferencesFautives(
                    f"[touches] : {touche(cle)} servirait à la fois à « {autre.description} » et à "
                    f"« {lien.description} »."
                )
