"""Moving a piece of one document into another, with the parts it needs (charts and their workbooks, pictures)."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from typing import Any

from docx.opc.packuri import PackURI
from lxml import etree

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ESPACE = f"{{{_RELATIONS}}}"
# Looked for by lxml itself: a handful of the tens of thousands of elements of a review points to a part.
_PORTEURS = etree.XPath("descendant-or-self::*[@r:*]", namespaces={"r": _RELATIONS})


class Greffe:
    """Grafts between two main parts; each needed part is brought once."""

    def __init__(self, source: Any, cible: Any) -> None:
        self.source, self.cible = source, cible
        self._relations: dict[str, str] = {}
        self._noms = {str(partie.partname) for partie in cible.package.iter_parts()}

    def prendre(self, element: Any) -> Any:
        """A copy of `element` of the source, ready to live in the target."""
        copie = copy.deepcopy(element)
        for porteur, attribut in _references(copie):
            porteur.set(attribut, self._relation(porteur.get(attribut)))
        return copie

    def oublier(self, elements: Iterable[Any]) -> None:
        """Drop from the target the relations that only `elements`, about to leave, were using."""
        partants = [reference for element in elements for reference in _references(element)]
        if not partants:
            return
        dedans = {porteur for porteur, _ in partants}
        ailleurs = {p.get(a) for p, a in _references(self.cible.element) if p not in dedans}
        for identifiant in {porteur.get(attribut) for porteur, attribut in partants} - ailleurs:
            self.cible.rels.pop(identifiant, None)

    def _relation(self, identifiant: str) -> str:
        if identifiant not in self._relations:
            relation = self.source.rels[identifiant]
            if relation.is_external:
                nouvelle = self.cible.relate_to(relation.target_ref, relation.reltype, is_external=True)
            else:
                nouvelle = self.cible.relate_to(self._adopter(relation.target_part), relation.reltype)
            self._relations[identifiant] = nouvelle
        return self._relations[identifiant]

    def _adopter(self, partie: Any) -> Any:
        """The part under a name free in the target, and the parts it needs."""
        partie.partname = PackURI(self._nom_libre(str(partie.partname)))
        partie._package = self.cible.package
        for relation in partie.rels.values():
            if not relation.is_external:
                self._adopter(relation.target_part)
        return partie

    def _nom_libre(self, nom: str) -> str:
        racine, extension = re.sub(r"\d*(\.\w+)$", r"|\1", nom).split("|")
        rang = 1
        while f"{racine}{rang}{extension}" in self._noms:
            rang += 1
        self._noms.add(f"{racine}{rang}{extension}")
        return f"{racine}{rang}{extension}"


def _references(element: Any) -> Iterator[tuple[Any, str]]:
    """Every attribute that points to a relation: (its element, its name)."""
    for porteur in _PORTEURS(element):
        for attribut in list(porteur.attrib):
            if attribut.startswith(_ESPACE):
                yield porteur, attribut
