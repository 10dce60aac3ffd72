"""What a site stands on: the référentiel, the tables of values, the team, the settings."""

__all__ = [
    "coherence",
    "droits",
    "equipe",
    "nomenclatures",
    "pertes",
    "plages",
    "politique",
    "referentiel",
    "reglages",
    "reglages_gestes",
    "regularisations",
]
