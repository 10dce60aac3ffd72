"""qualitui: the quality of one labelled site, kept from the keyboard (label QualiPARIS)."""

import os

__version__ = "0.1.0"

# Nobody else's plugin runs inside the records' models, and pydantic need not read the metadata of every installed
# package to look for one: a tenth of a reading command.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
