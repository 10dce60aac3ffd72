"""A template made ready for the round trip: each computed block in a locked control, each typed zone in a free one.

The template itself holds nothing but tags: `{{p saisie.bilan }}` alone in its paragraph is a typed zone; every other
block with a tag is computed. The key of a computed block is the fingerprint of what the template says there.
"""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from qualitui.reports.word.gabarit import Gabarit
from qualitui.reports.word.reperes import (
    CALCULEE,
    SAISIE,
    SOMMAIRE,
    contenu,
    etiquette_de,
    fragment,
    poser_signets,
    renumeroter,
    texte_du_paragraphe,
)
from qualitui.reports.word.sommaire import remplir_sommaires
from qualitui.reports.word.textes_saisis import ecrire_texte

_ZONE_SAISIE = re.compile(r"^{{\s*p\s+saisie(?:\.(\w+)|\[(.+)\])\s*}}$")
_SOMMAIRE = re.compile(r"^{{\s*p\s+sommaire\s*}}$")
_OUVRE = re.compile(r"{%-?\s*(?:p\s+)?(?:for|if)\b", re.IGNORECASE)
_FERME = re.compile(r"{%-?\s*(?:p\s+)?end(?:for|if)\b", re.IGNORECASE)
_SEUL = re.compile(r"^{%-?\s*p\s+.*%}$")
_VARIABLE = re.compile(r"{%-?\s*p\s+for\s+(\w+)\s+in\b")


@dataclass(frozen=True)
class Invite:
    """What a typed zone shows: its title (for the control) and, while empty, the prompt."""

    libelle: str
    consigne: str


class GabaritAZones(Gabarit):
    """A template whose result can be refreshed after people edited it."""

    def remplir_zones(
        self, donnees: Mapping[str, Any], saisies: Mapping[str, str], invites: Mapping[str, Invite]
    ) -> None:
        """Fill with `donnees`; typed zones take their text in `saisies`, else show the prompt of `invites`.

        `finir` is for whoever puts the document together: another one may take its zones.
        """
        self.poser_la_reserve(donnees)
        corps = self.docx._element.body
        _Encadrement().encadrer(corps, [e for e in corps if e.tag != qn("w:sectPr")])
        self.rendre(donnees)
        corps = self.docx._element.body
        for controle in corps.iter(qn("w:sdt")):
            etiquette = etiquette_de(controle)
            if etiquette.startswith(SAISIE):
                nom = etiquette.removeprefix(SAISIE)
                invite = invites.get(nom, Invite(nom, "À compléter."))
                ecrire_texte(self.docx, controle, saisies.get(nom, ""), invite.libelle, invite.consigne)
            elif etiquette.startswith(CALCULEE):
                _jamais_vide(controle)


def finir(document: Any) -> None:
    """Once every zone is in its place: the tables of contents, bookmarks on every zone, ids unique."""
    remplir_sommaires(document)
    corps = document._element.body
    for controle in list(corps.iter(qn("w:sdt"))):
        if etiquette_de(controle):
            poser_signets(controle)
    renumeroter(corps)


def _jamais_vide(controle: Any) -> None:
    """Word refuses an empty control, or one that ends with a table inside a cell: keep one small paragraph."""
    if len(contenu(controle)) == 0:
        contenu(controle).append(
            fragment('<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>')
        )


class _Encadrement:
    """Walks the template once; remembers the keys already given, for blocks that say the same thing twice."""

    def __init__(self) -> None:
        self._cles: dict[str, int] = {}

    def encadrer(self, parent: Any, blocs: Sequence[Any], *, tout: bool = False, suffixe: str = "") -> None:
        """Wrap the blocks that hold tags. `tout`: every block (inside a condition, fixed titles too)."""
        for groupe in _groupes(blocs):
            texte = "\n".join(_texte(bloc) for bloc in groupe)
            if len(groupe) == 1 and (saisie := _ZONE_SAISIE.match(_texte(groupe[0]).strip())):
                _remplacer_par_saisie(groupe[0], saisie)
            elif len(groupe) > 1 and "saisie" in texte:
                self._ouvrir(parent, groupe, suffixe)
            elif _SOMMAIRE.match(texte.strip()):
                groupe[0].getparent().replace(groupe[0], _controle_du_sommaire())
            elif tout or "{{" in texte or "{%" in texte:
                _emballer(parent, groupe, CALCULEE + self._cle(texte) + suffixe)

    def _ouvrir(self, parent: Any, groupe: Sequence[Any], suffixe: str) -> None:
        """A loop or a condition around typed zones: its inner blocks are wrapped one by one."""
        boucle = _VARIABLE.match(_texte(groupe[0]).strip())
        if boucle:
            suffixe += "-{{ " + boucle.group(1) + ".code|default(loop.index) }}"
        interieur = [bloc for bloc in groupe[1:-1] if not re.match(r"{%-?\s*p\s+(?:else|elif)", _texte(bloc).strip())]
        self.encadrer(parent, interieur, tout=True, suffixe=suffixe)

    def _cle(self, texte: str) -> str:
        cle = hashlib.sha1(" ".join(texte.split()).encode(), usedforsecurity=False).hexdigest()[:10]
        self._cles[cle] = self._cles.get(cle, 0) + 1
        return cle if self._cles[cle] == 1 else f"{cle}-{self._cles[cle]}"


def _texte(bloc: Any) -> str:
    return "\n".join(texte_du_paragraphe(p) for p in bloc.iter(qn("w:p")))


def _groupes(blocs: Sequence[Any]) -> Iterator[list[Any]]:
    """Blocks one by one; those between an instruction of a paragraph alone and its end, together."""
    groupe: list[Any] = []
    profondeur = 0
    for bloc in blocs:
        groupe.append(bloc)
        texte = _texte(bloc) if bloc.tag == qn("w:p") else ""
        if _SEUL.match(texte.strip()):
            profondeur += len(_OUVRE.findall(texte)) - len(_FERME.findall(texte))
        if profondeur <= 0:
            yield groupe
            groupe, profondeur = [], 0
    if groupe:
        yield groupe  # never closed: the rendering will say so, with its place


def _emballer(parent: Any, groupe: Sequence[Any], etiquette: str) -> None:
    controle = _controle(etiquette, "Calculé par qualitui", verrou=True)
    parent.insert(list(parent).index(groupe[0]), controle)
    contenu(controle).extend(groupe)


def _remplacer_par_saisie(paragraphe: Any, saisie: re.Match[str]) -> None:
    nom = saisie.group(1) or "{{ " + saisie.group(2).replace('"', "'") + " }}"
    controle = _controle(SAISIE + nom, "Texte à saisir", verrou=False)
    proprietes = paragraphe.find(qn("w:pPr"))
    vide = fragment("<w:p/>")
    if proprietes is not None:
        vide.append(copy.deepcopy(proprietes))
    contenu(controle).append(vide)
    paragraphe.getparent().replace(paragraphe, controle)


def _controle_du_sommaire() -> Any:
    """Said to be a block of its own: the first field of a plain control is shown as its code by LibreOffice."""
    controle = _controle(SOMMAIRE, "Sommaire", verrou=False)
    genre = "<w:docPartObj><w:docPartGallery w:val='Quick Parts'/></w:docPartObj>"
    controle.find(qn("w:sdtPr")).append(fragment(genre))
    return controle


def _controle(etiquette: str, libelle: str, *, verrou: bool) -> Any:
    controle = fragment(
        "<w:sdt><w:sdtPr><w:alias/><w:tag/><w:id w:val='0'/>"
        + ("<w:lock w:val='sdtContentLocked'/>" if verrou else "")
        + "</w:sdtPr><w:sdtContent/></w:sdt>"
    )
    controle.find(f"{qn('w:sdtPr')}/{qn('w:alias')}").set(qn("w:val"), libelle)
    controle.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").set(qn("w:val"), etiquette)
    return controle
