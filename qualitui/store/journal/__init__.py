"""Bytes: the lines of the journals, who writes where, how a register is opened, numbers and ids."""

__all__ = [
    "absence",
    "anonymat",
    "confirmees",
    "ecrivain",
    "emplacement",
    "format",
    "forme",
    "horloge",
    "identifiants",
    "journal",
    "journaux",
    "ligne",
    "nommage",
    "numeros",
    "ouverture",
    "places",
]
