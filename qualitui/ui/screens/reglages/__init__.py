"""Site et réglages (F9): what site.toml says, changed from the screen."""

__all__ = ["ecran"]
