"""qualitui: the quality of one labelled site, kept from the keyboard (label QualiPARIS).

For a script, a site opens like this, to be read only:

    from datetime import date

    import qualitui
    from qualitui.domain.actions.fiche import Action
    from tinydb import where

    with qualitui.ouvrir("//serveur/qualite/mon-site") as site:
        for action in site.find(Action, where("creee_le") >= date(2026, 1, 1), etat="en cours"):
            print(action.reference, action.intitule)

`find`, `get` and `history` give typed records; what `find` takes is a query of TinyDB, where dates may be dates. `db`
is the register as a TinyDB. With `ecriture=True` the gestures of `qualitui.operations` write, on `site.site`. Three
scripts are told in docs/scripts.md.
"""

__version__ = "0.1.0"
__all__ = ["__version__", "ouvrir"]


def __getattr__(nom: str) -> object:
    """The door is loaded when it is asked for: to import the package costs nothing."""
    if nom == "ouvrir":
        from importlib import import_module  # by name: the floors below would seem to import the one above

        return import_module("qualitui.porte").ouvrir
    raise AttributeError(f"module 'qualitui' has no attribute {nom!r}")
