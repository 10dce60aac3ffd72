"""Parts 1 to 8 of the review's trame: what was promised, measured, heard and checked."""

from __future__ import annotations

from typing import Any

from revue_blocs import ETAT, MOIS, chiffres, classement, fin, graphique, saut, zone
from styles import paragraphe, tableau, titre


def synthese(document: Any) -> None:
    titre(document, "1. Synthèse")
    saut(document)
    chiffres(
        document,
        "synthese",
        "Huit chiffres pour l’année {{ annees.n }}",
        "Écart : différence entre {{ annees.n }} et {{ annees.n_1 }}. « Non mesuré » : aucune donnée, ce qui n’est pas "
        "zéro. {{ phrases.comparaison }} Le détail et les sources figurent dans les parties 4 à 10.",
    )
    zone(document, "forces", "Points forts", 2)
    zone(document, "vigilance", "Points de vigilance", 2)
    zone(document, "decisions", "Décisions proposées", 2)


def suites(document: Any) -> None:
    titre(document, "2. Suites de la revue précédente")
    saut(document)
    paragraphe(document, "{%p if suites %}")
    tableau(
        document,
        ["Objectif fixé pour {{ annees.n }}", "Cible", "Pilote", "Résultat", "Effet constaté"],
        ["{{ c.texte }}", "{{ c.cible }}", "{{ c.pilote }}", "{% cellbg c.fond %}{{ c.etat }}", "{{ c.effet }}"],
        (5.4, 2.6, 3.0, 2.1, 3.5),
        boucle="c in suites",
        titre="Suites données aux objectifs de l’année",
    )
    fin(
        document, "La revue {{ annees.n_1 }} n’a pas fixé d’objectif dans qualitui : il n’y a pas de suite à présenter."
    )
    zone(document, "suites", "Commentaire")


def contexte(document: Any) -> None:
    titre(document, "3. Contexte")
    zone(document, "contexte")
    paragraphe(document, "{%p if changements %}")
    paragraphe(document, "Changements de référentiel dans l’année", "Titre de tableau")
    paragraphe(document, "{%p for c in changements %}")
    paragraphe(document, "{{ c }}", "List Bullet")
    paragraphe(document, "{%p endfor %}")
    fin(
        document,
        "Le référentiel n’a pas changé dans l’année : {{ referentiel.titre }}, version {{ referentiel.version }}.",
    )


def engagements(document: Any) -> None:
    titre(document, "4. Respect des engagements")
    paragraphe(
        document,
        "L’état d’un engagement est le plus mauvais de ce qui le juge : le fait lui-même (délai tenu, revue tenue, "
        "audit, revue annuelle), ses indicateurs face à leur cible, ses vérifications faites et conformes. Le chiffre "
        "qui en décide est nommé. Le graphique montre la seule conformité des vérifications. Les chiffres retenus et "
        "leurs seuils d’alerte sont proposés.",
    )
    graphique(document, "engagements")
    for cle, nom in (
        ("communs", "Engagements communs (1 à 12)"),
        ("specifiques", "Engagements spécifiques (S1 à S3)"),
        ("pilotage", "Engagements de pilotage (SMQ1 à SMQ10)"),
    ):
        paragraphe(document, "{%p if engagements." + cle + " %}")
        titre(document, nom, 2)
        tableau(
            document,
            [
                "N°",
                "Engagement",
                "Ce qui décide",
                "{{ colonnes.n_1 }}",
                "{{ colonnes.n }}",
                "Dernière preuve",
                "Actions",
                "État",
            ],
            [
                "{{ c.code }}",
                "{{ c.libelle }}",
                "{{ c.decide }}",
                "{{ c.decide_n_1 }}",
                "{{ c.decide_n }}",
                "{{ c.preuve }}",
                "{{ c.actions }}",
                ETAT,
            ],
            (1.3, 2.9, 3.05, 1.75, 1.75, 2.05, 2.05, 1.75),
            boucle=f"c in engagements.{cle}",
            titre=nom,
            description="Chiffre qui décide de l’état, cette année et la précédente, dernière preuve, actions, état.",
            nombres=(3, 4),
        )
        paragraphe(document, "{%p endif %}")
    paragraphe(
        document,
        "Source : registre du site, indicateurs, tableau des vérifications ; plan d’actions (actions ouvertes à la "
        "date d’arrêté).",
        "Note",
    )
    zone(document, "bilan-engagements", "Analyse")


def indicateurs(document: Any) -> None:
    titre(document, "5. Indicateurs")
    paragraphe(document, "{%p for f in familles %}")
    titre(document, "{{ f.nom }}", 2)
    chiffres(
        document,
        "f.chiffres",
        "{{ f.nom }} : {{ annees.n_1 }} et {{ annees.n }}",
        "Source : {{ f.provenance }}.",
        montrer=False,
    )
    paragraphe(document, "{%p if f.graphique %}")
    paragraphe(document, "{{p f.graphique }}")
    paragraphe(document, "{%p endif %}")
    paragraphe(document, "{%p endfor %}")
    titre(document, "Analyse des cibles manquées", 2)
    paragraphe(document, "{{ phrases.manques }}")
    paragraphe(document, "{%p for m in manques %}")
    paragraphe(document, "{{ m.code }} – {{ m.libelle }} : {{ m.n }}, cible {{ m.cible }}", "Heading 3")
    paragraphe(document, '{{p saisie["analyse-" ~ m.code] }}')
    paragraphe(document, "{%p endfor %}")
    zone(document, "bilan-indicateurs", "Commentaire")


def ecoute(document: Any) -> None:
    titre(document, "6. Écoute des usagers")
    chiffres(document, "ecoute", "Demandes et réclamations : volume, délais, suites")
    graphique(document, "reclamations")
    paragraphe(document, "{%p if par_nature %}")
    paragraphe(document, "Dossiers reçus, mois par mois", "Titre de tableau")
    tableau(
        document,
        ["Année", *MOIS, "Total"],
        ["{{ c.nom }}", *("{{ c.mois[" + str(rang) + "] }}" for rang in range(12)), "{{ c.total }}"],
        (1.7, *(1.1,) * 12, 1.7),
        boucle="c in mois",
        titre="Dossiers reçus, mois par mois",
        nombres=range(1, 14),
    )
    titre(document, "Classement par nature", 2)
    classement(document, "par_nature", "Nature", "Dossiers reçus, par nature")
    classement(document, "par_motif", "Motif", "Dossiers reçus, par motif (les plus fréquents)")
    classement(document, "par_canal", "Canal", "Dossiers reçus, par canal")
    fin(document, "Aucun dossier n’a été enregistré en {{ annees.n_1 }} ni en {{ annees.n }}.")
    zone(document, "bilan-ecoute", "Analyse et enquêtes")


def equipes(document: Any) -> None:
    titre(document, "7. Écoute des équipes")
    chiffres(document, "equipes", "Suggestions des agents et incivilités")
    zone(document, "bilan-equipes", "Analyse")


def verifications(document: Any) -> None:
    titre(document, "8. Vérifications périodiques")
    chiffres(document, "verifications", "Réalisation et conformité")
    paragraphe(document, "{%p if par_theme %}")
    titre(document, "Par thème", 2)
    tableau(
        document,
        [
            "Thème",
            "Dues",
            "Manquées",
            "Faites {{ colonnes.n_1 }}",
            "Faites {{ colonnes.n }}",
            "Conformes {{ colonnes.n_1 }}",
            "Conformes {{ colonnes.n }}",
        ],
        [
            "{{ c.libelle }}",
            "{{ c.dues }}",
            "{{ c.manquees }}",
            "{{ c.realisation_precedente }}",
            "{{ c.realisation }}",
            "{{ c.conformite_precedente }}",
            "{{ c.conformite }}",
        ],
        (3.75, 1.2, 1.95, 2.35, 2.35, 2.5, 2.5),
        boucle="c in par_theme",
        titre="Vérifications par thème",
        nombres=(1, 2, 3, 4, 5, 6),
    )
    fin(document, "Aucune vérification n’était due dans la période.")
    titre(document, "Résultats contredits par le registre", 2)
    paragraphe(document, "{%p if contredits %}")
    paragraphe(document, "{%p for c in contredits %}")
    paragraphe(document, "{{ c }}", "List Bullet")
    paragraphe(document, "{%p endfor %}")
    fin(document, "Aucun résultat noté ne contredit le registre.")
    titre(document, "Exercices d’évacuation", 2)
    paragraphe(document, "{%p if exercices %}")
    paragraphe(document, "{%p for c in exercices %}")
    paragraphe(document, "{{ c }}", "List Bullet")
    paragraphe(document, "{%p endfor %}")
    fin(document, "Aucun exercice d’évacuation n’est inscrit au tableau des vérifications de l’année.")
    zone(document, "bilan-verifications", "Analyse")
