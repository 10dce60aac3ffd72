"""Makes templates/revue-qualite-locale.docx: the trame type of the annual review, §0 to §14 and annexes A to C.

Tags: `{{p saisie.x }}` alone in its paragraph is a typed zone; every other block with a tag is computed and will be
locked. Fields come from qualitui/reports/revue.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import styles
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Cm, Pt
from styles import ENCRE, GRIS, LARGEUR_UTILE, grille, paragraphe, tableau, titre

MOIS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
ETAT = "{% cellbg c.fond %}{{ c.etat }}"
MESURES = ["Mesure", "{{ annees.n_1 }}", "{{ annees.n }}", "Écart", "Cible", "État"]
CELLULES = ["{{ c.libelle }}", "{{ c.n_1 }}", "{{ c.n }}", "{{ c.ecart }}", "{{ c.cible }}", ETAT]
LARGEURS = (5.6, 2.75, 2.75, 1.9, 1.7, 1.9)


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
        style = document.styles.add_style(f"TOC {niveau}", WD_STYLE_TYPE.PARAGRAPH)
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
    )
    paragraphe(document, source or "Source : {{ " + nom + "[0].provenance }}", "Note")


def si(document: Any, condition: str, phrase: str) -> Any:
    """Open a condition whose other branch is a sentence: close it with `fin`."""
    paragraphe(document, "{%p if " + condition + " %}")
    return phrase


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


def fiche(document: Any, nom: str, lignes: Sequence[Sequence[str]], largeurs: Sequence[float] = (4.6, 12.0)) -> None:
    grille(document, lignes, largeurs, titre=nom, description="Une rubrique par ligne.", entete=False)
    for ligne in document.tables[-1].rows:
        ligne.cells[0].paragraphs[0].style = document.styles["Entête de tableau"]


def sommaire(document: Any) -> None:
    paragraphe(document, "Sommaire", "Titre sans numéro")
    saut(document)
    paragraphe(document, "{{p sommaire }}")


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
        "Conformité des vérifications notées dans l’année, engagement par engagement. Le taux compte les vérifications "
        "conformes parmi celles qui ont été faites et qui étaient applicables.",
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
                "Contrôles",
                "{{ annees.n_1 }}",
                "{{ annees.n }}",
                "Dernière preuve",
                "Actions",
                "État",
            ],
            [
                "{{ c.code }}",
                "{{ c.libelle }}",
                "{{ c.controles }}",
                "{{ c.n_1 }}",
                "{{ c.n }}",
                "{{ c.preuve }}",
                "{{ c.actions }}",
                ETAT,
            ],
            (1.45, 3.75, 1.75, 1.9, 1.9, 2.0, 2.15, 1.7),
            boucle=f"c in engagements.{cle}",
            titre=nom,
            description="Contrôles faits, taux de conformité de l’année et de la précédente, dernière preuve, actions.",
            nombres=(2, 3, 4),
        )
        paragraphe(document, "{%p endif %}")
    paragraphe(
        document, "Source : tableau des vérifications ; plan d’actions (actions ouvertes à la date d’arrêté).", "Note"
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


def classement(document: Any, nom: str, colonne: str, legende: str) -> None:
    paragraphe(document, legende, "Titre de tableau")
    tableau(
        document,
        [
            colonne,
            "{{ annees.n_1 }}",
            "{{ annees.n }}",
            "Écart",
            "Dans le mois {{ annees.n_1 }}",
            "Dans le mois {{ annees.n }}",
        ],
        ["{{ c.libelle }}", "{{ c.n_1 }}", "{{ c.n }}", "{{ c.ecart }}", "{{ c.delai_precedent }}", "{{ c.delai }}"],
        (6.2, 1.7, 1.7, 1.6, 2.7, 2.7),
        boucle=f"c in {nom}",
        titre=legende,
        description="Nombre de dossiers reçus et part des réponses données dans le mois, année et année précédente.",
        nombres=(1, 2, 3, 4, 5),
    )


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
            "Faites {{ annees.n_1 }}",
            "Faites {{ annees.n }}",
            "Conformes {{ annees.n_1 }}",
            "Conformes {{ annees.n }}",
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
    titre(document, "Exercices d’évacuation", 2)
    paragraphe(document, "{%p if exercices %}")
    paragraphe(document, "{%p for c in exercices %}")
    paragraphe(document, "{{ c }}", "List Bullet")
    paragraphe(document, "{%p endfor %}")
    fin(document, "Aucun exercice d’évacuation n’est inscrit au tableau des vérifications de l’année.")
    zone(document, "bilan-verifications", "Analyse")


def audits(document: Any) -> None:
    titre(document, "9. Audits")
    paragraphe(document, "{{ phrases.audits }}")
    zone(document, "audits")


def actions(document: Any) -> None:
    titre(document, "10. Plan d’actions")
    chiffres(document, "actions", "État et efficacité du plan")
    graphique(document, "stock")
    titre(document, "Les revues trimestrielles", 2)
    paragraphe(document, "{%p if trimestres %}")
    tableau(
        document,
        ["Trimestre", "État", "Close le", "Actions examinées"],
        ["{{ c.trimestre }}", "{% cellbg c.fond %}{{ c.etat }}", "{{ c.tenue_le }}", "{{ c.actions }}"],
        (5.2, 5.0, 3.2, 3.2),
        boucle="c in trimestres",
        titre="Revues trimestrielles du plan d’actions",
        nombres=(3,),
    )
    fin(document, "Aucun trimestre n’est commencé.")
    paragraphe(document, "{%p if par_origine %}")
    titre(document, "Origine et pilotes", 2)
    for nom, colonne in (("par_origine", "Origine"), ("par_pilote", "Pilote")):
        paragraphe(document, f"Actions de la période, par {colonne.lower()}", "Titre de tableau")
        tableau(
            document,
            [colonne, "Actions", "Ouvertes", "En retard"],
            ["{{ c.libelle }}", "{{ c.nombre }}", "{{ c.ouvertes }}", "{{ c.en_retard }}"],
            (9.1, 2.5, 2.5, 2.5),
            boucle=f"c in {nom}",
            titre=f"Actions par {colonne.lower()}",
            nombres=(1, 2, 3),
        )
    fin(document, "Le plan d’actions ne comptait aucune action dans la période.")
    paragraphe(document, "{%p if anciennes %}")
    titre(document, "Les actions ouvertes les plus anciennes", 2)
    liste_actions(document, "anciennes", "Actions ouvertes les plus anciennes")
    fin(document, "Aucune action n’est ouverte à la date d’arrêté.")
    zone(document, "bilan-actions", "Analyse")


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


def documents(document: Any) -> None:
    titre(document, "11. Documents et compétences")
    tableau(
        document,
        ["Rôle du référentiel", "Tenu par", "État"],
        ["{{ c.role }}", "{{ c.personnes }}", "{% cellbg c.fond %}{{ c.etat }}"],
        (6.4, 7.8, 2.4),
        boucle="c in roles",
        titre="Rôles de la démarche qualité",
    )
    paragraphe(document, "Source : équipe du site à la date d’arrêté.", "Note")
    zone(document, "documents")


def risques(document: Any) -> None:
    titre(document, "12. Risques et opportunités")
    paragraphe(document, "{%p if risques %}")
    tableau(
        document,
        ["Risque", "Origine", "Criticité {{ annees.n_1 }}", "Criticité {{ annees.n }}", "Réponse", "Action"],
        [
            "{{ c.libelle }}",
            "{{ c.origine }}",
            "{{ c.precedent }}",
            "{{ c.criticite }}",
            "{{ c.reponse }}",
            "{{ c.action }}",
        ],
        (4.4, 2.8, 1.8, 1.8, 3.7, 2.1),
        boucle="c in risques",
        titre="Risques",
        description="Criticité : gravité de 1 à 4 multipliée par la fréquence de 1 à 4.",
        nombres=(2, 3),
    )
    paragraphe(document, "Criticité : gravité (1 à 4) × fréquence (1 à 4).", "Note")
    fin(document, "Aucun risque n’a été coté pour {{ annees.n }}.")
    zone(document, "opportunites", "Opportunités", 2)


def objectifs(document: Any) -> None:
    titre(document, "13. Objectifs {{ annees.suivante }} et perspectives")
    paragraphe(document, "{%p if objectifs %}")
    tableau(
        document,
        ["N°", "Objectif", "Indicateur", "Cible", "Échéance", "Pilote", "Action"],
        [
            "{{ c.code }}",
            "{{ c.texte }}",
            "{{ c.indicateur or 'à choisir' }}",
            "{{ c.cible or 'à fixer' }}",
            "{{ c.echeance or 'à fixer' }}",
            "{{ c.pilote or 'à désigner' }}",
            "{{ c.action }}",
        ],
        (2.0, 4.6, 2.2, 1.8, 1.9, 2.2, 1.9),
        boucle="c in objectifs",
        titre="Objectifs de l’année suivante",
    )
    fin(document, "Aucun objectif n’est encore fixé pour {{ annees.suivante }}.")
    zone(document, "perspectives", "Perspectives et moyens", 2)
    zone(document, "demandes", "Demandes aux services centraux", 2)


def approbation(document: Any) -> None:
    titre(document, "14. Approbation et diffusion")
    fiche(
        document,
        "Approbation et diffusion",
        [
            ["Préparée par", "{{ revue.auteurs }}"],
            ["Soumise à la direction", "{{ revue.soumise }}"],
            ["Approbation", "{{ revue.approbation }}"],
            ["Présentée aux agents", "{{ revue.presentee }}"],
            ["Transmise aux services centraux", "{{ revue.transmise }}"],
            ["Signature", "{{ revue.signature }}"],
        ],
        (5.6, 11.0),
    )


def annexes(document: Any) -> None:
    titre(document, "Annexe A. Actions de la période")
    saut(document)
    paragraphe(document, "{%p if annexe_actions %}")
    liste_actions(document, "annexe_actions", "Actions de la période")
    paragraphe(document, "{{ phrases.actions_tues }}", "Note")
    fin(document, "Le plan d’actions ne comptait aucune action dans la période.")
    titre(document, "Annexe B. Synthèse des vérifications")
    paragraphe(document, "{%p if par_verification %}")
    tableau(
        document,
        [
            "Code",
            "Vérification",
            "Dues",
            "Faites",
            "Écarts",
            "Conformité {{ annees.n_1 }}",
            "Conformité {{ annees.n }}",
        ],
        [
            "{{ c.code }}",
            "{{ c.libelle }}",
            "{{ c.dues }}",
            "{{ c.faites }}",
            "{{ c.non_conformes }}",
            "{{ c.conformite_precedente }}",
            "{{ c.conformite }}",
        ],
        (1.9, 5.6, 1.2, 1.4, 1.5, 2.5, 2.5),
        boucle="c in par_verification",
        titre="Synthèse des vérifications",
        nombres=(2, 3, 4, 5, 6),
    )
    fin(document, "Aucune vérification n’était due dans la période.")
    titre(document, "Annexe C. Documents de référence")
    paragraphe(document, "{%p if documents %}")
    tableau(
        document,
        ["Code", "Document", "État"],
        ["{{ c.code }}", "{{ c.titre }}", "{{ c.etat }}"],
        (6.6, 6.4, 3.6),
        boucle="c in documents",
        titre="Documents de référence",
    )
    fin(document, "Le référentiel ne cite aucun document de référence.")


if __name__ == "__main__":
    styles.enregistrer(fabriquer(), "revue-qualite-locale.docx")
