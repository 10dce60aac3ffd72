"""The program: `qualitui`, `python -m qualitui`, or one file made by `outils/empaqueter.py`."""

import atexit
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

_SANS_GREFFON = "PYDANTIC_DISABLE_PLUGINS"
_CHARGEUR = "pydantic.plugin._loader"
# Objects made before the cyclic collector looks at them: to start makes tens of thousands, and drops next to none.
_SEUIL = 50_000


def main() -> int:
    """Run the command line; the exit code."""
    with _sans_greffon(), _peu_de_collectes():
        from qualitui.cli import main as commande  # the first models are made here

        return commande()


@contextmanager
def _sans_greffon() -> Iterator[None]:
    """For its time only, nobody else's plugin runs inside the records' models, nor is one looked for.

    pydantic would read the metadata of every installed package; and only to be able to, Python's own libraries of mail,
    of archives and of the network. The program starts no other one that would inherit the variable.
    """
    deja = os.environ.get(_SANS_GREFFON)
    os.environ[_SANS_GREFFON] = "__all__"
    chargeur = _Chargeur(_CHARGEUR)
    sys.modules.setdefault(_CHARGEUR, chargeur)
    try:
        yield
    finally:
        if sys.modules.get(_CHARGEUR) is chargeur:
            del sys.modules[_CHARGEUR]
        if deja is None:
            del os.environ[_SANS_GREFFON]
        else:
            os.environ[_SANS_GREFFON] = deja


class _Chargeur(ModuleType):
    """What pydantic asks for its plugins: there are none. Whatever else it may ask comes from its own module."""

    def get_plugins(self) -> tuple[()]:
        return ()

    def __getattr__(self, nom: str) -> object:
        if nom.startswith("__"):
            raise AttributeError(nom)
        sys.modules.pop(_CHARGEUR, None)
        return getattr(import_module(_CHARGEUR), nom)


@contextmanager
def _peu_de_collectes() -> Iterator[None]:
    """The collector of cycles works seldom, and not at all on what dies with the process."""
    seuils = gc.get_threshold()
    gc.set_threshold(_SEUIL, *seuils[1:])
    atexit.register(gc.freeze)
    try:
        yield
    finally:
        gc.set_threshold(*seuils)


if __name__ == "__main__":
    sys.exit(main())
