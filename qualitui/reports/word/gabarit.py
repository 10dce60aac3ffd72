"""docxtpl held firmly: sandboxed, escaping, strict on names, tolerant of what French Word does inside tags."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from qualitui.domain.francais import date_numerique
from qualitui.reports.word.erreurs import ModeleFautif, expliquer
from qualitui.reports.word.graphiques import Graphique, inserer
from qualitui.reports.word.nettoyage import propre
from qualitui.reports.word.paquet import sans_heure

_COUPURE = re.compile(r"(?<={)(<[^>]*>)+(?=[\{%#])|(?<=[%\}#])(<[^>]*>)+(?=\})", re.DOTALL)
_BALISE = re.compile(r"{%(?:(?!%}).)*%}|{{(?:(?!}}).)*}}", re.DOTALL)
_ENTRE_TEXTES = re.compile(r"</w:t>.*?(<w:t>|<w:t [^>]*>)", re.DOTALL)
_RESERVE = (
    f"<w:p {nsdecls('w')}><w:pPr><w:spacing w:after='120'/></w:pPr><w:r><w:rPr><w:b/></w:rPr>"
    "<w:t>{{ reserve }}</w:t></w:r></w:p>"
)
_MOTS_CLES = re.compile(r"^({%-?\s*(?:p|tr|tc|r)?\s*)(If|For|Else|Elif|Endif|Endfor|Set)\b")
# docxtpl writes the colour of a cell before its width; the schema wants it after.
_FOND_DE_CELLULE = re.compile(
    r"(?<=<w:tcPr>)(<w:shd [^>]*/>)((?:<w:(?:cnfStyle|tcW|gridSpan|hMerge|vMerge|tcBorders)\b[^>]*/>)+)"
)
# What Word puts instead of what was typed: quotes, dashes, dots, non-breaking and thin spaces.
_CORRECTIONS = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "−": "-"}
    | dict.fromkeys("\u00a0\u202f\u2009\u2007", " ")
)


def _redresser(balise: re.Match[str]) -> str:
    """One tag as its author typed it, before Word's French autocorrection."""
    texte = _ENTRE_TEXTES.sub("", balise.group(0))
    texte = re.sub(r"«[\s\u00a0\u202f]*", '"', texte)
    texte = re.sub(r"[\s\u00a0\u202f]*»", '"', texte)
    texte = texte.translate(_CORRECTIONS)
    return _MOTS_CLES.sub(lambda m: m.group(1) + m.group(2).lower(), texte)


def environnement(gabarit: Gabarit) -> ImmutableSandboxedEnvironment:
    """Where tags run: no private attribute, no change of the values, every text escaped, no unknown name."""
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=gabarit.imprimer)


class Gabarit(DocxTemplate):  # type: ignore[misc]
    """One template being filled. Every failure comes out as a `ModeleFautif` that says where."""

    def __init__(self, modele: Path) -> None:
        super().__init__(str(modele))
        self.nom = modele.name
        try:
            self.init_docx()
        except (PackageNotFoundError, FileNotFoundError) as erreur:
            manque = not modele.exists()
            raise ModeleFautif(
                f"Le modèle « {modele} » est introuvable."
                if manque
                else f"Le modèle « {modele.name} » n’est pas un document Word (.docx) lisible."
            ) from erreur
        except (zipfile.BadZipFile, KeyError, ValueError, OSError, etree.XMLSyntaxError) as erreur:
            raise ModeleFautif(f"Le modèle « {modele.name} » n’est pas un document Word (.docx) lisible.") from erreur

    def remplir(self, donnees: Mapping[str, Any]) -> None:
        """Fill every part of the document with `donnees`, cleaned first."""
        self.poser_la_reserve(donnees)
        self.rendre(donnees)

    def poser_la_reserve(self, donnees: Mapping[str, Any]) -> None:
        """Whatever the template, what must be known before reading comes first (`donnees["reserve"]`, if it says any).

        It is a tag of its own, so that the refresh of an edited document brings it, and takes it away.
        """
        if donnees.get("reserve"):
            self.docx._element.body.insert(0, parse_xml(_RESERVE))

    def rendre(self, donnees: Mapping[str, Any]) -> None:
        self.render(propre(dict(donnees)), environnement(self))
        self.docx.core_properties.language = "fr-FR"

    def imprimer(self, valeur: Any) -> Any:
        """How a bare value prints: nothing for None, the French form for a date, a drawing for a chart."""
        match valeur:
            case None:
                return ""
            case date():
                return date_numerique(valeur)
            case Graphique():
                return Markup(inserer(self.current_rendering_part, valeur))
        return valeur

    def octets(self) -> bytes:
        """The document as the bytes of a .docx."""
        flux = io.BytesIO()
        self.save(flux)
        return sans_heure(flux.getvalue())

    def patch_xml(self, src_xml: str) -> str:
        """Put the tags right before docxtpl reads them."""
        xml = str(super().patch_xml(_BALISE.sub(_redresser, _COUPURE.sub("", src_xml))))
        return _FOND_DE_CELLULE.sub(r"\2\1", xml)

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        """Fill one part. « {_{ » typed by a person stays as typed (docxtpl would make a tag of it)."""
        source = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)
        self.current_rendering_part = part
        try:
            rempli = jinja_env.from_string(source).render(context)
        except ModeleFautif:
            raise
        except Exception as erreur:
            # Whatever a template's expression raises (Jinja, TypeError, ZeroDivisionError…) is the template's fault.
            raise ModeleFautif(expliquer(erreur, source, self.nom, str(part.partname), context)) from erreur
        rempli = str(self.resolve_listing(re.sub(r"\n<w:p([ >])", r"<w:p\1", rempli)))
        self._lire_ou_refuser(rempli, str(part.partname))
        return rempli

    def _lire_ou_refuser(self, xml: str, partie: str) -> None:
        """docxtpl repairs broken XML in silence and drops what follows; we refuse instead."""
        try:
            etree.fromstring(xml.encode("utf-8"))
        except etree.XMLSyntaxError as erreur:
            raise ModeleFautif(
                f"Modèle « {self.nom} » : une fois remplie, la partie {partie} n’est plus du Word valable. "
                "Une balise {%p … %} ou {%tr … %} ouvre dans une cellule ou un paragraphe et se ferme dans un autre."
            ) from erreur

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Title, author, subject… may hold tags too."""
        noyau = self.docx.core_properties
        for nom in ("author", "comments", "identifier", "subject", "title", "keywords", "category"):
            texte = getattr(noyau, nom)
            if "{" not in texte:
                continue
            try:
                # Escaping is for XML written as text; properties are set as values.
                modele = jinja_env.overlay(autoescape=False).from_string(texte)
                setattr(noyau, nom, modele.render(context)[:255])
            except Exception as erreur:
                raise ModeleFautif(expliquer(erreur, texte, self.nom, "docProps", context)) from erreur
