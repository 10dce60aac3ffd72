"""The annual review (revue qualité locale, SMQ10): what people write, what is computed, what still lacks."""

__all__ = [
    "calcul",
    "chiffre",
    "chiffres",
    "comptages",
    "etape",
    "fiche",
    "manques",
    "matiere",
    "passation",
    "possibles",
    "zones",
]
