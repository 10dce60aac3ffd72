"""Parts 9 to 14 of the review's trame and its annexes: what was decided, what comes next."""

from __future__ import annotations

from typing import Any

from revue_blocs import chiffres, fiche, fin, graphique, liste_actions, saut, zone
from styles import paragraphe, tableau, titre


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
        solidaire=True,
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


def documents(document: Any) -> None:
    titre(document, "11. Documents et compétences")
    tableau(
        document,
        ["Rôle du référentiel", "Tenu par", "État"],
        ["{{ c.role }}", "{{ c.personnes }}", "{% cellbg c.fond %}{{ c.etat }}"],
        (6.4, 7.8, 2.4),
        boucle="c in roles",
        titre="Rôles de la démarche qualité",
        solidaire=True,
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
        solidaire=True,
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
        solidaire=True,
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
            "Conformité {{ colonnes.n_1 }}",
            "Conformité {{ colonnes.n }}",
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
    titre(document, "Annexe D. Comment on compte")
    paragraphe(document, "{%p if definitions %}")
    tableau(
        document,
        ["Code", "Chiffre", "Comment il est compté"],
        ["{{ c.code }}", "{{ c.libelle }}", "{{ c.texte }}"],
        (1.8, 4.6, 10.2),
        boucle="c in definitions",
        titre="Définitions des chiffres de la revue",
    )
    fin(document, "Aucun chiffre n’est défini.")
