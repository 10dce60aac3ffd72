"""Makes templates/trimestre.docx: the statement of decisions of a quarterly review of actions."""

from __future__ import annotations

from typing import Any

from styles import enregistrer, entete, grille, nouveau, paragraphe, pied, tableau, titre


def fabriquer() -> None:
    document = nouveau("Revue trimestrielle du plan d’actions, {{ trimestre }}", "{{ site }}")
    entete(document, "{{ site }}", "Revue trimestrielle des actions (SMQ9)")
    pied(document, "Revue {{ code }}, {{ etat }} – imprimé le {{ imprimee_le }}")
    paragraphe(document, "Revue trimestrielle du plan d’actions", "Title")
    paragraphe(document, "{{ site }}, {{ trimestre }}", "Subtitle")
    paragraphe(document, "Revue {{ etat }}. {{ tenue }}")
    _projet(document)
    titre(document, "Synthèse")
    paragraphe(document, "{%p for t in synthese %}")
    paragraphe(document, "{{ t }}")
    paragraphe(document, "{%p endfor %}")
    paragraphe(document, "{%p if not synthese %}")
    paragraphe(document, "Aucune synthèse n’a été saisie.")
    paragraphe(document, "{%p endif %}")
    paragraphe(document, "Chiffres de la revue", "Titre de tableau")
    tableau(
        document,
        ["Chiffre", "Valeur"],
        ["{{ c.libelle }}", "{{ c.valeur }}"],
        [7.0, 4.0],
        boucle="c in chiffres",
        titre="Chiffres de la revue",
        description="Nombre d’actions examinées, en retard, et décisions prises.",
        nombres=(1,),
    )
    titre(document, "Décisions, action par action")
    paragraphe(document, "{%p if lignes %}")
    _decisions(document)
    paragraphe(document, "{%p else %}")
    paragraphe(document, "Le plan d’actions ne comptait aucune action ouverte.")
    paragraphe(document, "{%p endif %}")
    titre(document, "Visa")
    grille(
        document,
        [["DAA ou DACS, qui a tenu la revue", "Directeur"], ["\n\n\n", ""]],
        [8.3, 8.3],
        titre="Visa",
        description="Deux cases à signer.",
    )
    enregistrer(document, "trimestre.docx")


def _projet(document: Any) -> None:
    paragraphe(document, "{%p if projet %}")
    paragraphe(document, "Projet : cette revue n’est pas close, ce relevé peut encore changer.", "Note")
    paragraphe(document, "{%p endif %}")
    paragraphe(document, "{%p if restantes %}")
    paragraphe(document, "Actions qui restent à examiner :")
    paragraphe(document, "{%p for r in restantes %}")
    paragraphe(document, "{{ r }}", "List Bullet")
    paragraphe(document, "{%p endfor %}")
    paragraphe(document, "{%p endif %}")


def _decisions(document: Any) -> None:
    tableau(
        document,
        ["Référence", "Action et origine", "Pilote", "Échéance, état", "Décision"],
        [
            "{{ l.reference }}",
            "{{ l.intitule }}\n{{ l.source }}",
            "{{ l.pilote }}",
            "{{ l.echeance }}\n{{ l.etat }}",
            "{{ l.decision }}\n{{ l.note }}",
        ],
        [2.2, 5.2, 2.8, 2.6, 3.8],
        boucle="l in lignes",
        titre="Décisions de la revue",
        description="Une ligne par action : son pilote, son échéance, son état à la clôture et la décision prise.",
    )


if __name__ == "__main__":
    fabriquer()
