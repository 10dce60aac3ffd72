"""Whether a commitment is kept: the worst of what judges it, and the figure that decides."""

__all__ = ["etat"]
