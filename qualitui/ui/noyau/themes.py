"""The looks offered: every one legible, none needed to understand a screen."""

from __future__ import annotations

from textual.theme import Theme

SOMBRE = Theme(
    name="sombre",
    primary="#6ea8d8",
    secondary="#8fb7a8",
    accent="#d8b26e",
    warning="#e0a54a",
    error="#e07a6a",
    success="#7fb58a",
    foreground="#e4e4e0",
    background="#14181c",
    surface="#1b2026",
    panel="#252c34",
    dark=True,
)
CLAIR = Theme(
    name="clair",
    primary="#1d4f7c",
    secondary="#3f6b5c",
    accent="#8a5a00",
    warning="#8a5a00",
    error="#a3261a",
    success="#1f6b3a",
    foreground="#1a1a1a",
    background="#f6f5f1",
    surface="#ffffff",
    panel="#e6e4dc",
    dark=False,
)
CONTRASTE = Theme(
    name="contraste",
    primary="#ffff00",
    secondary="#00ffff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff8080",
    success="#80ff80",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#202020",
    dark=True,
    text_alpha=1.0,
    variables={"block-cursor-background": "#ffff00", "block-cursor-foreground": "#000000", "border": "#ffffff"},
)
PROPRES = (SOMBRE, CLAIR, CONTRASTE)

# Names in French of the looks a person may choose; Textual's own "ansi-*" follow the terminal's colours.
LIBELLES = {
    "sombre": "Sombre",
    "clair": "Clair",
    "contraste": "Contraste élevé",
    "ansi-dark": "Couleurs du terminal, fond sombre",
    "ansi-light": "Couleurs du terminal, fond clair",
}
