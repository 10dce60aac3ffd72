"""Gestures on the réclamations, and what the interfaces read of them."""
