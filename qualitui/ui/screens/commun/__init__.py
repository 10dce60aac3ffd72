"""What the modules' screens share: their base, and the texts of a detail pane."""

__all__ = ["base", "contexte", "provenance", "textes"]
