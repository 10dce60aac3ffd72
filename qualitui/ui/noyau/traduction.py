"""Textual has no translation hook: the English texts of its bindings, and the names of keys, in French.

`Ecran` (socle.py) passes every binding text through here; tests/ui/test_francais.py mounts each widget used and
fails on a text that is still in English.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from textual.binding import ActiveBinding, Binding

TEXTES: Final[dict[str, str]] = {
    "Bottom": "Dernière ligne",
    "Copy": "Copier",
    "Copy selected text": "Copier la sélection",
    "Cursor down": "Descendre",
    "Cursor down select": "Sélectionner vers le bas",
    "Cursor left": "Aller à gauche",
    "Cursor left select": "Sélectionner à gauche",
    "Cursor left word select": "Sélectionner le mot à gauche",
    "Cursor line end": "Fin de la ligne",
    "Cursor line end select": "Sélectionner jusqu’à la fin de la ligne",
    "Cursor line start": "Début de la ligne",
    "Cursor line start select": "Sélectionner jusqu’au début de la ligne",
    "Cursor page down": "Page suivante",
    "Cursor page up": "Page précédente",
    "Cursor right": "Aller à droite",
    "Cursor right select": "Sélectionner à droite",
    "Cursor right word select": "Sélectionner le mot à droite",
    "Cursor up": "Monter",
    "Cursor up select": "Sélectionner vers le haut",
    "Cursor word left": "Mot précédent",
    "Cursor word right": "Mot suivant",
    "Cut": "Couper",
    "Cut selected text": "Couper la sélection",
    "Delete all to the left": "Effacer tout à gauche",
    "Delete all to the right": "Effacer tout à droite",
    "Delete character left": "Effacer le signe à gauche",
    "Delete character right": "Effacer le signe à droite",
    "Delete left to start of word": "Effacer le mot à gauche",
    "Delete line": "Effacer la ligne",
    "Delete right to start of word": "Effacer le mot à droite",
    "Delete to line end": "Effacer jusqu’à la fin de la ligne",
    "Delete to line start": "Effacer jusqu’au début de la ligne",
    "Down": "Descendre",
    "End": "Fin",
    "Exit the command palette": "Fermer la palette",
    "First": "Premier",
    "Focus Next": "Champ suivant",
    "Focus Previous": "Champ précédent",
    "Go to bottom": "Aller en bas",
    "Go to end": "Fin du texte",
    "Go to start": "Début du texte",
    "Go to top": "Aller en haut",
    "Hide dropdown": "Fermer la liste",
    "Home": "Début",
    "Last": "Dernier",
    "Move cursor left": "Aller à gauche",
    "Move cursor left a word": "Mot précédent",
    "Move cursor left a word and select": "Sélectionner le mot à gauche",
    "Move cursor left and select": "Sélectionner à gauche",
    "Move cursor right a word": "Mot suivant",
    "Move cursor right a word and select": "Sélectionner le mot à droite",
    "Move cursor right and select": "Sélectionner à droite",
    "Move cursor right or accept the completion suggestion": "Aller à droite, ou accepter la proposition",
    "Next command": "Commande suivante",
    "Next page": "Page suivante",
    "Page Down": "Page suivante",
    "Page Left": "Page à gauche",
    "Page Right": "Page à droite",
    "Page Up": "Page précédente",
    "Page down": "Page suivante",
    "Page up": "Page précédente",
    "Paste": "Coller",
    "Paste text from the clipboard": "Coller",
    "Press button": "Appuyer sur le bouton",
    "Previous command": "Commande précédente",
    "Previous page": "Page précédente",
    "Redo": "Rétablir",
    "Scroll Down": "Défiler vers le bas",
    "Scroll End": "Aller à la fin",
    "Scroll Home": "Aller au début",
    "Scroll Left": "Défiler à gauche",
    "Scroll Right": "Défiler à droite",
    "Scroll Up": "Défiler vers le haut",
    "Select": "Choisir",
    "Select all": "Tout sélectionner",
    "Select line": "Sélectionner la ligne",
    "Select line end": "Sélectionner jusqu’à la fin",
    "Select line start": "Sélectionner jusqu’au début",
    "Submit": "Valider",
    "Toggle": "Cocher ou décocher",
    "Toggle option": "Cocher ou décocher",
    "Top": "Première ligne",
    "Undo": "Défaire",
    "Up": "Monter",
}

TOUCHES: Final[dict[str, str]] = {
    "enter": "Entrée",
    "escape": "Échap",
    "space": "Espace",
    "tab": "Tab",
    "backspace": "Retour arr.",
    "delete": "Suppr",
    "insert": "Inser",
    "home": "Début",
    "end": "Fin",
    "pageup": "Page préc.",
    "pagedown": "Page suiv.",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "slash": "/",
    "question_mark": "?",
    "ampersand": "&",
    "quotation_mark": '"',
    "apostrophe": "'",
    "left_parenthesis": "(",
    "minus": "-",
    "plus": "+",
    "asterisk": "*",
    "full_stop": ".",
    "comma": ",",
    "exclamation_mark": "!",
    "less_than_sign": "<",
    "greater_than_sign": ">",
}

MODIFICATEURS: Final[dict[str, str]] = {"ctrl": "Ctrl", "shift": "Maj", "alt": "Alt", "super": "Super"}


def texte(anglais: str) -> str:
    """The French text of a built-in binding; one of ours comes back as it is."""
    return TEXTES.get(anglais, anglais)


def touche(cle: str) -> str:
    """« Ctrl+P », « Échap », « F3 », « n »: a key as the person reads it on the keyboard."""
    *modificateurs, nom = cle.split("+")
    lisible = TOUCHES.get(nom) or (nom.upper() if _touche_de_fonction(nom) else nom)
    if modificateurs and len(lisible) == 1:
        lisible = lisible.upper()
    return "+".join([MODIFICATEURS.get(m, m) for m in modificateurs] + [lisible])


def _touche_de_fonction(nom: str) -> bool:
    return nom[:1] == "f" and nom[1:].isdigit()


def traduire(actif: ActiveBinding) -> ActiveBinding:
    """The same active binding, its description in French."""
    lien: Binding = actif.binding
    if lien.description not in TEXTES:
        return actif
    return actif._replace(binding=replace(lien, description=TEXTES[lien.description]))


# Shift is needed for a digit on a French keyboard: both ways of pressing the key work.
_AZERTY = {
    1: "ampersand",
    2: "é",
    3: "quotation_mark",
    4: "apostrophe",
    5: "left_parenthesis",
    6: "minus",
    7: "è",
    8: "underscore",
    9: "ç",
}


def chiffre(n: int) -> str:
    """Both keys of a digit from 1 to 9, with or without Shift on AZERTY: `Binding(chiffre(1), …)`."""
    return f"{n},{_AZERTY[n]}"
