"""Réclamations (engagements 9 to 12): a case, its life, its deadlines, what it resembles, its figures."""
