"""Is a .docx sound? What Word refuses or repairs in silence, told part by part.

Converting with LibreOffice proves nothing: it forgives almost everything.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from posixpath import dirname, normpath
from typing import Any

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_BALISE = re.compile(r"{{|}}|{%|%}")
_TEXTES = {_W + nom for nom in ("t", "delText", "instrText", "delInstrText")}


def controler(octets: bytes) -> list[str]:
    """One sentence for each defect; empty: sound."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(octets))
        abimee = archive.testzip()
    except zipfile.BadZipFile:
        return ["Ce n’est pas un document Word : l’archive est illisible."]
    if abimee:
        return [f"La partie {abimee} est abîmée."]
    parties = _parties(archive)
    defauts = [f"{nom} : le XML est mal formé." for nom, racine in parties.items() if racine is None]
    lisibles = {nom: racine for nom, racine in parties.items() if racine is not None}
    if "word/document.xml" not in lisibles:
        return [*defauts, "Le corps du document manque."]
    styles = _styles(lisibles.get("word/styles.xml"))
    for nom, racine in lisibles.items():
        if nom.startswith("word/") and racine.tag.startswith(_W):
            defauts += [f"{nom} : {defaut}" for defaut in _defauts(racine, styles)]
    defauts += _relations(archive, lisibles)
    return defauts


def _parties(archive: zipfile.ZipFile) -> dict[str, Any]:
    """Every XML part by name; None when it does not parse."""
    parties: dict[str, Any] = {}
    for nom in archive.namelist():
        if nom.endswith((".xml", ".rels")):
            try:
                parties[nom] = etree.fromstring(archive.read(nom))
            except etree.XMLSyntaxError:
                parties[nom] = None
    return parties


def _styles(racine: Any) -> set[str]:
    return set() if racine is None else {style.get(_W + "styleId") for style in racine.iter(_W + "style")}


def _defauts(racine: Any, styles: set[str]) -> Iterator[str]:
    yield from _champs(racine)
    yield from _signets(racine)
    yield from _texte_nu(racine)
    yield from _balises(racine)
    yield from _tableaux(racine)
    yield from _identifiants(racine)
    if styles:
        cites = {e.get(_W + "val") for nom in ("pStyle", "rStyle", "tblStyle") for e in racine.iter(_W + nom)}
        yield from (f"le style « {style} » n’existe pas." for style in sorted(cites - styles))


def _champs(racine: Any) -> Iterator[str]:
    """Complex fields open, separate and close in order."""
    profondeur = 0
    for signe in racine.iter(_W + "fldChar"):
        profondeur += {"begin": 1, "end": -1}.get(signe.get(_W + "fldCharType"), 0)
        if profondeur < 0:
            yield "un champ se ferme sans être ouvert."
            return
    if profondeur:
        yield f"{profondeur} champ(s) ouvert(s) et jamais fermé(s)."


def _signets(racine: Any) -> Iterator[str]:
    debuts = list(racine.iter(_W + "bookmarkStart"))
    for nom, nombre in Counter(d.get(_W + "name") for d in debuts).items():
        if nombre > 1:
            yield f"le signet « {nom} » est défini {nombre} fois."
        if len(nom or "") > 40:
            yield f"le nom du signet « {nom} » dépasse 40 caractères."
    ouverts = Counter(d.get(_W + "id") for d in debuts)
    fermes = Counter(f.get(_W + "id") for f in racine.iter(_W + "bookmarkEnd"))
    for identifiant in sorted((ouverts - fermes) | (fermes - ouverts)):
        yield f"le signet n° {identifiant} n’a pas ses deux bornes."
    for identifiant, nombre in ouverts.items():
        if nombre > 1:
            yield f"le numéro de signet {identifiant} sert {nombre} fois."


def _texte_nu(racine: Any) -> Iterator[str]:
    """Text outside of `w:t`: Word declares the file damaged."""
    for element in racine.iter():
        if not isinstance(element.tag, str) or not element.tag.startswith(_W) or element.tag in _TEXTES:
            continue
        morceaux = [element.text, *(enfant.tail for enfant in element)]
        nu = next((m.strip() for m in morceaux if m and m.strip()), "")
        if nu:
            yield f"du texte est hors de tout paragraphe : « {nu[:40]} »."


def _balises(racine: Any) -> Iterator[str]:
    """Tags left unfilled; in a typed zone, a person may write what they want."""
    for paragraphe in racine.iter(_W + "p"):
        texte = "".join(t.text or "" for t in paragraphe.iter(_W + "t"))
        if _BALISE.search(texte) and not _en_zone_saisie(paragraphe):
            yield f"une balise est restée : « {texte.strip()[:60]} »."


def _en_zone_saisie(element: Any) -> bool:
    return any(
        (etiquette.get(_W + "val") or "").startswith("saisie:")
        for controle in element.iterancestors(_W + "sdt")
        for etiquette in controle.findall(f"{_W}sdtPr/{_W}tag")
    )


def _tableaux(racine: Any) -> Iterator[str]:
    for cellule in racine.iter(_W + "tc"):
        enfants = [enfant for enfant in cellule if isinstance(enfant.tag, str)]
        if not enfants or enfants[-1].tag != _W + "p":
            yield "une cellule ne finit pas par un paragraphe."
    for tableau in racine.iter(_W + "tbl"):
        if tableau.find(f".//{_W}tr") is None:
            yield "un tableau n’a pas de ligne."
    for ligne in racine.iter(_W + "tr"):
        if ligne.find(f".//{_W}tc") is None:
            yield "une ligne de tableau n’a pas de cellule."
    for controle in racine.iter(_W + "sdtContent"):
        if len(controle) == 0:
            yield "un contrôle de contenu est vide."
    for etiquette in (e for nom in ("tag", "alias") for e in racine.iter(_W + nom)):
        if len(etiquette.get(_W + "val") or "") > 64:
            yield "le nom d’un contrôle dépasse 64 caractères."
    for repete in racine.iter(_W + "tblHeader"):
        if repete.get(_W + "val") is not None:
            yield "une ligne d’en-tête est marquée par une valeur, que certaines versions de Word refusent."


def _identifiants(racine: Any) -> Iterator[str]:
    numeros: Mapping[str, list[Any]] = {
        "dessin": [e.get("id") for e in racine.iter(_WP + "docPr")],
        "contrôle": [e.get(_W + "val") for e in racine.iter(_W + "id") if e.getparent().tag == _W + "sdtPr"],
    }
    for quoi, tous in numeros.items():
        for numero, nombre in Counter(tous).items():
            if nombre > 1:
                yield f"le numéro de {quoi} {numero} sert {nombre} fois."


def _relations(archive: zipfile.ZipFile, parties: Mapping[str, Any]) -> Iterator[str]:
    """Every relation used exists, and what it points to is in the archive."""
    noms = set(archive.namelist())
    for nom, racine in parties.items():
        if nom.endswith(".rels"):
            continue
        dossier, fichier = dirname(nom), nom.rsplit("/", 1)[-1]
        rels = parties.get(f"{dossier}/_rels/{fichier}.rels")
        cibles = {} if rels is None else {r.get("Id"): r for r in rels}
        for element in racine.iter():
            for attribut, valeur in element.attrib.items():
                if str(attribut).startswith(_R) and valeur and valeur not in cibles:
                    yield f"{nom} : la relation {valeur} n’existe pas."
        for relation in cibles.values():
            cible = relation.get("Target", "")
            chemin = cible.lstrip("/") if cible.startswith("/") else normpath(f"{dossier}/{cible}")
            if relation.get("TargetMode") != "External" and chemin not in noms:
                yield f"{nom} : la partie {chemin} manque."
