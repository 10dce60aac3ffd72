"""Round trip: a document people go on writing in Word keeps their work when the figures are refreshed.

Only computed zones move. One retouched by hand is left and told; one deleted stays deleted; typed zones are never
rewritten, unless they are still as the program left them and the site's text changed since.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from docx.oxml.ns import qn

from qualitui.reports.word import empreintes as marques
from qualitui.reports.word.empreintes import Empreintes
from qualitui.reports.word.greffe import Greffe
from qualitui.reports.word.reperes import (
    CALCULEE,
    SAISIE,
    SOMMAIRE,
    Zone,
    empreinte,
    paragraphes,
    texte_du_paragraphe,
    zones,
)
from qualitui.reports.word.textes_saisis import lire_texte
from qualitui.reports.word.zones import Invite, finir


@dataclass
class Bilan:
    """What a refresh did. Each zone is told by the beginning of its text."""

    remplacees: int = 0
    retouchees: list[str] = field(default_factory=list)
    supprimees: list[str] = field(default_factory=list)
    ajoutees: list[str] = field(default_factory=list)
    orphelines: list[str] = field(default_factory=list)
    empreintes_perdues: bool = False


def relire(document: Any, invites: Mapping[str, Invite]) -> dict[str, str]:
    """The text of every typed zone found, by name; an empty text: the zone shows its prompt."""
    connues = marques.lire(document) or Empreintes()
    cherchees = {*connues.zones, *(SAISIE + nom for nom in invites)}
    return {
        zone.nom: lire_texte(document, zone, invites[zone.nom].consigne if zone.nom in invites else "")
        for etiquette, zone in zones(document._element.body, cherchees).items()
        if etiquette.startswith(SAISIE)
    }


def retouchees(document: Any, nom: str) -> bool:
    """The typed zone `nom` no longer says what the program last wrote in it."""
    connues = marques.lire(document) or Empreintes()
    etiquette = SAISIE + nom
    zone = zones(document._element.body, [etiquette]).get(etiquette)
    return zone is not None and empreinte(zone.elements) != connues.zones.get(etiquette)


def rafraichir(ancien: Any, neuf: Any, genre: str = "") -> Bilan:
    """Bring the computed zones of `neuf` (just rendered from the same template) into `ancien`, in place.

    `genre` names the document when it lost its own marks.
    """
    marquees = marques.lire(ancien)
    connues = marquees or Empreintes(genre=genre)
    etat = _Etat(ancien, neuf, connues)
    etat.bilan.empreintes_perdues = marquees is None
    precedente: Zone | None = None
    for etiquette, zone in zones(neuf._element.body).items():
        presente = etat.anciennes.get(etiquette)
        if etiquette == SOMMAIRE:
            precedente = presente or precedente
        elif presente is not None:
            precedente = etat.reprendre(zone, presente)
        elif etiquette in connues.zones:
            etat.bilan.supprimees.append(_debut(zone))
        else:
            precedente = etat.ajouter(zone, precedente)
    etat.retirer_les_orphelines()
    etat.reprendre_les_parties()
    finir(ancien)
    marques.ecrire(ancien, etat.empreintes())
    return etat.bilan


class _Etat:
    """One refresh under way: what is where, and what was decided."""

    def __init__(self, ancien: Any, neuf: Any, connues: Empreintes) -> None:
        self.ancien, self.neuf, self.connues = ancien, neuf, connues
        self.neuves = zones(neuf._element.body)
        self.anciennes = dict(zones(ancien._element.body, {*connues.zones, *self.neuves}))
        self.greffe = Greffe(neuf.part, ancien.part)
        self.bilan = Bilan()
        self.gardees: dict[str, str] = {}
        self.parties: dict[str, str] = dict(connues.parties)

    def intacte(self, zone: Zone) -> bool:
        return empreinte(zone.elements) == self.connues.zones.get(zone.etiquette)

    def reprendre(self, neuve: Zone, presente: Zone) -> Zone:
        """Replace a zone nobody touched; leave and tell the others. Returns the zone as it now stands."""
        pareille = empreinte(presente.elements) == empreinte(neuve.elements)
        if self.intacte(presente) or (pareille and neuve.etiquette.startswith(CALCULEE)):
            self.bilan.remplacees += neuve.etiquette.startswith(CALCULEE)
            return self._remplacer(neuve, presente)
        if neuve.etiquette.startswith(CALCULEE):
            self.bilan.retouchees.append(_debut(presente))
        self.gardees[neuve.etiquette] = self.connues.zones.get(neuve.etiquette, "")
        return presente

    def _remplacer(self, neuve: Zone, presente: Zone) -> Zone:
        element = self.greffe.prendre(neuve.elements[0])
        self.greffe.oublier(presente.elements)
        premier = presente.elements[0]
        premier.getparent().replace(premier, element)
        for autre in presente.elements[1:]:
            autre.getparent().remove(autre)
        return Zone(neuve.etiquette, (element,))

    def ajouter(self, neuve: Zone, precedente: Zone | None) -> Zone:
        """A zone that did not exist when the document was made: after the one it follows in the template, or first."""
        element = self.greffe.prendre(neuve.elements[0])
        if precedente is None:
            self.ancien._element.body.insert(0, element)
        else:
            precedente.elements[-1].addnext(element)
        self.bilan.ajoutees.append(_debut(neuve))
        return Zone(neuve.etiquette, (element,))

    def retirer_les_orphelines(self) -> None:
        """Computed zones that the template no longer has: taken out unless someone wrote in them."""
        for etiquette, zone in self.anciennes.items():
            if not etiquette.startswith(CALCULEE) or etiquette in self.neuves:
                continue
            if self.intacte(zone):
                self.greffe.oublier(zone.elements)
                for element in zone.elements:
                    element.getparent().remove(element)
            else:
                self.bilan.orphelines.append(_debut(zone))
                self.gardees[etiquette] = self.connues.zones.get(etiquette, "")

    def reprendre_les_parties(self) -> None:
        """Headers and footers, when nobody changed them (the closing date is printed there)."""
        neuves = marques.parties(self.neuf)
        for nom, partie in marques.parties(self.ancien).items():
            if nom in neuves and empreinte([partie.element]) == self.connues.parties.get(nom):
                for enfant in list(partie.element):
                    partie.element.remove(enfant)
                partie.element.extend(copy.deepcopy(list(neuves[nom].element)))
                self.parties[nom] = empreinte([partie.element])

    def empreintes(self) -> Empreintes:
        """A zone left as people made it keeps its former fingerprint: it will be told again next time."""
        releve = marques.relever(self.ancien, self.connues.genre)
        return replace(releve, zones={**self.connues.zones, **releve.zones, **self.gardees}, parties=self.parties)


def _debut(zone: Zone) -> str:
    """The first words of a zone, to name it to a person."""
    texte = " ".join(" ".join(map(texte_du_paragraphe, paragraphes(zone.elements))).split())
    return texte if len(texte) <= 60 else texte[:59].rstrip() + "…"


def transplanter(ancien: Any, neuf: Any, noms: Iterable[str]) -> list[str]:
    """Generating anew: carry typed zones over as people laid them out (bold, tables…). Returns the names of those
    that need something outside of them (a picture, a link, a note): they keep their plain text."""
    anciennes = zones(ancien._element.body, [SAISIE + nom for nom in noms])
    neuves = zones(neuf._element.body)
    refusees = []
    for nom in noms:
        source, cible = anciennes.get(SAISIE + nom), neuves.get(SAISIE + nom)
        if source is None or cible is None:
            continue
        if source.controle is None or _depend_d_ailleurs(source.controle):
            refusees.append(nom)
            continue
        cible.elements[0].getparent().replace(cible.elements[0], copy.deepcopy(source.controle))
    return refusees


def _depend_d_ailleurs(controle: Any) -> bool:
    espace = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    exclus = {
        qn(f"w:{nom}") for nom in ("footnoteReference", "endnoteReference", "commentReference", "numPr", "ins", "del")
    }
    return any(e.tag in exclus or any(a.startswith(espace) for a in e.attrib) for e in controle.iter())
