"""The door for scripts: `with qualitui.ouvrir("…/mon-site") as site: …`, to be read unless writing is asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from qualitui.cli import commun
from qualitui.domain.base import Fiche
from qualitui.domain.concepts import domaine_de, tables
from qualitui.domain.reference.droits import Verbe
from qualitui.store.chemins import lire_chemin
from qualitui.store.site import site as sites

if TYPE_CHECKING:
    from tinydb import TinyDB
    from tinydb.queries import QueryLike

    from qualitui.store.contrat import Changement

__all__ = ["Porte", "ouvrir"]

F = TypeVar("F", bound=Fiche)


class Porte:
    """An open site; each reading asks the rights of the person whose session it is.

    `site` is what every function of `qualitui.operations` takes first, with `jour` by its name.
    """

    def __init__(self, site: sites.Site) -> None:
        self.site = site

    @property
    def jour(self) -> date:
        """Today, or QUALITUI_DATE."""
        return self.site.maintenant().date()

    @property
    def db(self) -> TinyDB:
        """The register as a TinyDB, to read: `db.table("actions").search(where("etat") == "close")`; copies."""
        for _, table in tables():
            self._exiger(table.nom)
        return self.site.registre.en_tinydb

    def find(self, modele: type[F], requete: QueryLike | None = None, /, **egalites: Any) -> Sequence[F]:
        """The records that pass a TinyDB query and these equalities, in order of creation."""
        self._exiger(modele.table)
        return self.site.registre.find(modele, requete, **egalites)

    def get(self, modele: type[F], ident: str) -> F:
        """The record of this id; `Introuvable` without any."""
        self._exiger(modele.table)
        return self.site.registre.get(modele, ident)

    def history(self, modele: type[Fiche], ident: str) -> Sequence[Changement]:
        """Every change of the record, oldest first."""
        self._exiger(modele.table)
        return self.site.registre.history(modele, ident)

    def _exiger(self, table: str) -> None:
        self.site.exiger(domaine_de(table), Verbe.LIRE)


@contextmanager
def ouvrir(
    dossier: str | os.PathLike[str], *, ecriture: bool = False, maintenant: Callable[[], datetime] = commun.maintenant
) -> Iterator[Porte]:
    """Open a site, and close it at the end of the block. `Refus`, with its sentence, if it cannot be read.

    Nothing is written in it, unless `ecriture` is asked for: then the gestures of `qualitui.operations` write, with the
    rights of the person whose session it is, and under their name, as on the screen.
    """
    chemin = lire_chemin(os.fspath(dossier))
    poste, login = commun.poste(), commun.login()
    site = sites.ouvrir(chemin, maintenant=maintenant, poste=poste, login=login, lecture_seule=not ecriture)
    try:
        yield Porte(site)
    finally:
        site.fermer()
