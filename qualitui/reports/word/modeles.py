"""Checking a template before it is used: every tag read, every field known, the result sound."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from qualitui.reports.word.controles import controler
from qualitui.reports.word.erreurs import ModeleFautif, expliquer
from qualitui.reports.word.gabarit import Gabarit, environnement
from qualitui.reports.word.reperes import texte_du_paragraphe
from qualitui.reports.word.zones import GabaritAZones, finir


def verifier(modele: Path, exemple: Path | None = None, donnees: Mapping[str, Any] | None = None) -> list[str]:
    """Everything wrong with a template, a sentence each; empty: it can be used.

    `exemple` is the template of the same name shipped with the program: the fields it uses are those known.
    `donnees`, when there are some, are put in to see what comes out.
    """
    try:
        gabarit = Gabarit(modele)
    except ModeleFautif as faute:
        return [faute.phrase]
    defauts = [*_accolades(gabarit), *controler_le_modele(modele)]
    try:
        champs = champs_de(gabarit)
    except ModeleFautif as faute:
        return [faute.phrase, *defauts]
    if exemple is not None and exemple.resolve() != modele.resolve():
        connus = champs_de(Gabarit(exemple))
        defauts += [f"Le champ « {champ} » n’existe pas dans ce document." for champ in sorted(champs - connus)]
    if not defauts and donnees is not None:
        defauts += essayer(modele, donnees)
    return defauts


def essayer(modele: Path, donnees: Mapping[str, Any]) -> list[str]:
    """Fill the template with an example and check what comes out."""
    try:
        gabarit = GabaritAZones(modele)
        gabarit.remplir_zones(donnees, {}, {})
    except ModeleFautif as faute:
        return [faute.phrase]
    finir(gabarit.docx)
    return controler(gabarit.octets())


def champs_de(gabarit: Gabarit) -> set[str]:
    """The fields a template asks for, from the root (« site.nom »); what a loop names is not one."""
    moteur = environnement(gabarit)
    champs: set[str] = set()
    for partie, source in _sources(gabarit):
        try:
            arbre = moteur.parse(source)
        except TemplateSyntaxError as erreur:
            raise ModeleFautif(expliquer(erreur, source, gabarit.nom, partie, {})) from erreur
        locaux = {nom.name for nom in arbre.find_all(nodes.Name) if nom.ctx == "store"} | {"loop"}
        attributs = {id(a.node): f"{_chemin(a)}" for a in arbre.find_all(nodes.Getattr)}
        for nom in arbre.find_all(nodes.Name):
            if nom.ctx == "load" and nom.name not in locaux:
                champs.add(attributs.get(id(nom), nom.name))
    return champs


def _chemin(attribut: nodes.Getattr) -> str:
    base = attribut.node
    if isinstance(base, nodes.Name):
        # Typed zones are named by the site as it likes.
        return base.name if base.name == "saisie" else f"{base.name}.{attribut.attr}"
    return attribut.attr


def _sources(gabarit: Gabarit) -> list[tuple[str, str]]:
    """(part name, its XML ready for Jinja, one paragraph a line), body first."""
    corps = gabarit.patch_xml(gabarit.get_xml())
    sources = [("/word/document.xml", corps)]
    for genre in (gabarit.HEADER_URI, gabarit.FOOTER_URI):
        for _, partie in gabarit.get_headers_footers(genre):
            sources.append((str(partie.partname), gabarit.patch_xml(gabarit.get_part_xml(partie))))
    return [(nom, re.sub(r"<w:p([ >])", r"\n<w:p\1", source)) for nom, source in sources]


def _accolades(gabarit: Gabarit) -> list[str]:
    """`}}}` and tags left open: docxtpl prints them, or swallows what follows."""
    defauts = []
    for paragraphe in gabarit.docx._element.body.iter(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
    ):
        texte = texte_du_paragraphe(paragraphe)
        reste = re.sub(r"{{(?:(?!}}).)*}}(?!})|{%(?:(?!%}).)*%}|{#(?:(?!#}).)*#}", "", texte)
        if re.search(r"{{|}}|{%|%}", reste):
            defauts.append(f"Une balise est mal fermée, près de « {texte.strip()[:80]} ».")
    return defauts


def controler_le_modele(modele: Path) -> list[str]:
    """The soundness of the file itself; its tags are not defects."""
    return [defaut for defaut in controler(modele.read_bytes()) if "une balise est restée" not in defaut]
