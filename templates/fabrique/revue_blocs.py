"""What the parts of the review's trame are made of: tables of measures, typed zones, charts, conditions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from styles import grille, paragraphe, tableau, titre

MOIS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
ETAT = "{% cellbg c.fond %}{{ c.etat }}"
MESURES = ["Mesure", "{{ colonnes.n_1 }}", "{{ colonnes.n }}", "Écart", "Cible", "État"]
CELLULES = ["{{ c.libelle }}", "{{ c.n_1 }}", "{{ c.n }}", "{{ c.ecart }}", "{{ c.cible }}", ETAT]
LARGEURS = (5.6, 2.75, 2.75, 1.9, 1.7, 1.9)


def saut(document: Any) -> None:
    """The next paragraph starts a page; said on the paragraph itself, so that no blank page can appear."""
    document.paragraphs[-1].paragraph_format.page_break_before = True


def chiffres(document: Any, nom: str, legende: str, source: str = "", *, montrer: bool = True) -> None:
    """The table of measures of a section, with its title and where the figures come from."""
    if montrer:
        paragraphe(document, legende, "Titre de tableau")
    tableau(
        document,
        MESURES,
        CELLULES,
        LARGEURS,
        boucle=f"c in {nom}",
        titre=legende,
        description="Chaque mesure avec l’année précédente, l’année, l’écart, la cible et l’état.",
        nombres=(1, 2, 3, 4),
        solidaire=True,
    )
    paragraphe(document, source or "Source : {{ " + nom + "[0].provenance }}", "Note")


def fin(document: Any, phrase: str = "") -> None:
    if phrase:
        paragraphe(document, "{%p else %}")
        paragraphe(document, phrase)
    paragraphe(document, "{%p endif %}")


def graphique(document: Any, nom: str) -> None:
    paragraphe(document, "{%p if graphiques." + nom + " %}")
    paragraphe(document, "{{p graphiques." + nom + " }}")
    paragraphe(document, "{%p endif %}")


def zone(document: Any, nom: str, intitule: str = "", niveau: int = 3) -> None:
    if intitule:
        titre(document, intitule, niveau)
    paragraphe(document, "{{p " + (f"saisie.{nom}" if nom.isidentifier() else f'saisie["{nom}"]') + " }}")


def fiche(document: Any, nom: str, lignes: Sequence[Sequence[str]], largeurs: Sequence[float] = (4.6, 12.0)) -> None:
    grille(document, lignes, largeurs, titre=nom, description="Une rubrique par ligne.", entete=False)
    for ligne in document.tables[-1].rows:
        ligne.cells[0].paragraphs[0].style = document.styles["Entête de tableau"]


def classement(document: Any, nom: str, colonne: str, legende: str) -> None:
    paragraphe(document, legende, "Titre de tableau")
    tableau(
        document,
        [
            colonne,
            "{{ colonnes.n_1 }}",
            "{{ colonnes.n }}",
            "Écart",
            "Dans le mois {{ colonnes.n_1 }}",
            "Dans le mois {{ colonnes.n }}",
        ],
        ["{{ c.libelle }}", "{{ c.n_1 }}", "{{ c.n }}", "{{ c.ecart }}", "{{ c.delai_precedent }}", "{{ c.delai }}"],
        (5.5, 2.0, 1.6, 1.5, 3.0, 3.0),
        boucle=f"c in {nom}",
        titre=legende,
        description="Nombre de dossiers reçus et part des réponses données dans le mois, année et année précédente.",
        nombres=(1, 2, 3, 4, 5),
    )


def liste_actions(document: Any, nom: str, legende: str) -> None:
    tableau(
        document,
        ["Référence", "Action", "Origine", "Pilote", "Échéance", "État"],
        [
            "{{ c.reference }}",
            "{{ c.intitule }}",
            "{{ c.origine }}",
            "{{ c.pilote or 'sans pilote' }}",
            "{{ c.echeance or 'à fixer' }}",
            "{% cellbg c.fond %}{{ c.etat }}",
        ],
        (2.2, 5.2, 2.8, 2.5, 1.9, 2.0),
        boucle=f"c in {nom}",
        titre=legende,
        description="Référence, intitulé, origine, pilote, échéance et état de chaque action.",
    )
