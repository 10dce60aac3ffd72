"""qualitui annuler, conflits, diagnostic, historique, restaurer, retrouver, sauvegarder: the data, whatever concept."""

__all__ = ["annuler", "conflits", "diagnostic", "historique", "restaurer", "retrouver", "sauvegarder"]
