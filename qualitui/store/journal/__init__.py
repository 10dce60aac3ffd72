"""Bytes: the lines of the journals, who writes where, how a register is opened, numbers and ids."""

__all__ = ["ecrivain", "emplacement", "horloge", "identifiants", "journal", "journaux", "ligne", "numeros", "ouverture"]
