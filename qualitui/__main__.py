"""The program: `qualitui`, `python -m qualitui`, or one file made by `outils/empaqueter.py`."""

import os
import sys

_SANS_GREFFON = "PYDANTIC_DISABLE_PLUGINS"


def main() -> int:
    """Run the command line; the exit code.

    For its time only, nobody else's plugin runs inside the records' models, and pydantic does not read the metadata of
    every installed package to look for one. The program starts no other one that would inherit this.
    """
    deja = os.environ.get(_SANS_GREFFON)
    os.environ[_SANS_GREFFON] = "__all__"
    try:
        from qualitui.cli import main as commande  # the first models are made here

        return commande()
    finally:
        if deja is None:
            del os.environ[_SANS_GREFFON]
        else:
            os.environ[_SANS_GREFFON] = deja


if __name__ == "__main__":
    sys.exit(main())
