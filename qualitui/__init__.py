"""qualitui: the quality of one labelled site, kept from the keyboard (label QualiPARIS)."""

__version__ = "0.1.0"
