"""Time as the City counts it: days, hours, periods, rhythms, and the deadlines (échéances) with their reasons."""

__all__ = ["calendrier", "dates", "delais", "echeances", "explications", "jours_ouverts", "periodes", "recurrence"]
