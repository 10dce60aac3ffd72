"""Time as the City counts it: days, hours, periods, rhythms, and the deadlines (échéances) with their reasons."""
