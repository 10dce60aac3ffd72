"""Makes templates/revue-qualite-locale.docx: the trame type of the annual review, §0 to §14 and annexes A to C.

Tags: `{{p saisie.x }}` alone in its paragraph is a typed zone; every other block with a tag is computed and will be
locked. Fields come from qualitui/reports/revue/donnees.py.
"""

from __future__ import annotations

from typing import Any

import styles
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Cm, Pt
from revue_blocs import fiche, saut
from revue_constats import contexte, ecoute, engagements, equipes, indicateurs, suites, synthese, verifications
from revue_suites import actions, annexes, approbation, audits, documents, objectifs, risques
from styles import ENCRE, GRIS, LARGEUR_UTILE, paragraphe


def fabriquer() -> Any:
    document = styles.nouveau(
        "Revue qualité locale {{ annees.n }} – {{ site.nom }}",
        "Données arrêtées au {{ revue.arretee_le }}",
    )
    _styles(document)
    section = document.sections[0]
    section.different_first_page_header_footer = True
    styles.entete(document, "Revue qualité locale {{ annees.n }}", "{{ site.nom }}")
    styles.pied(document, "Données arrêtées au {{ revue.arretee_le }} – {{ revue.etat }}")
    garde(document)
    sommaire(document)
    for partie in (
        synthese,
        suites,
        contexte,
        engagements,
        indicateurs,
        ecoute,
        equipes,
        verifications,
        audits,
        actions,
        documents,
        risques,
        objectifs,
        approbation,
        annexes,
    ):
        partie(document)
    return document


def _styles(document: Any) -> None:
    invite = document.styles.add_style("Invite", WD_STYLE_TYPE.CHARACTER)
    invite.font.italic, invite.font.color.rgb = True, GRIS
    for niveau, (retrait, gras, avant) in enumerate(((0.0, True, 5), (0.6, False, 0)), 1):
        style = document.styles.add_style(f"TOC {niveau}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style.element.name_val = f"toc {niveau}"  # Word's own style, by its own name
        style.base_style = document.styles["Normal"]
        style.font.bold, style.font.size = gras, Pt(10 if gras else 9)
        forme = style.paragraph_format
        forme.left_indent, forme.space_before, forme.space_after = Cm(retrait), Pt(avant), Pt(1)
        forme.tab_stops.add_tab_stop(Cm(LARGEUR_UTILE), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    for nom, taille, couleur, gras, avant, apres in (
        ("Garde direction", 10, GRIS, False, 10, 4),
        ("Garde site", 15, ENCRE, False, 0, 130),
        ("Garde titre", 32, ENCRE, True, 0, 4),
        ("Garde année", 32, ENCRE, False, 0, 60),
        ("Titre sans numéro", 15, ENCRE, True, 0, 10),
    ):
        style = document.styles.add_style(nom, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.font.size, style.font.bold, style.font.color.rgb = Pt(taille), gras, couleur
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(avant), Pt(apres)


def garde(document: Any) -> None:
    paragraphe(document, "{{ referentiel.direction }}", "Garde direction")
    paragraphe(document, "{{ site.nom }}", "Garde site")
    paragraphe(document, "Revue qualité locale", "Garde titre")
    paragraphe(document, "{{ annees.n }}", "Garde année")
    fiche(
        document,
        "Fiche du document",
        [
            ["Période", "{{ revue.periode }}"],
            ["Données arrêtées au", "{{ revue.arretee_le }}"],
            ["État", "{{ revue.etat_en_mots }}"],
            ["Rédigée par", "{{ revue.auteurs }}"],
            ["Approbation", "{{ revue.approbation }}"],
            ["Référentiel", "{{ referentiel.titre }}, version {{ referentiel.version }}"],
            ["Code du document", "{{ revue.code }}"],
            ["Trame", "revue qualité locale, version 1.0"],
        ],
    )


def sommaire(document: Any) -> None:
    paragraphe(document, "Sommaire", "Titre sans numéro")
    saut(document)
    paragraphe(document, "{{p sommaire }}")


if __name__ == "__main__":
    styles.enregistrer(fabriquer(), "revue-qualite-locale.docx")
