"""Makes templates/accuse.docx, attente.docx and reponse.docx: the letters of a réclamation.

Fields come from qualitui/reports/courriers.py. A site that wants its own words copies one of them in its `modeles/`
folder and edits it in Word.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.shared import Cm, Pt
from styles import ENCRE, enregistrer, nouveau, paragraphe, pied

FORMULE = "{{ appel }}"
POLITESSE = "Je vous prie d’agréer, {{ appel_en_phrase }}, l’expression de ma considération distinguée."


def lettre(sujet: str, corps: Callable[[Any], None]) -> Any:
    """Everything three letters share, around their own paragraphs."""
    document = nouveau(sujet + " – {{ dossier.reference }}", "{{ emetteur.nom }}")
    _styles(document)
    _expediteur(document)
    _destinataire(document)
    paragraphe(document, "Paris, le {{ date }}", "Lieu et date")
    paragraphe(document, "Nos références, à rappeler dans tout échange\u00a0: {{ dossier.reference }}", "Référence")
    paragraphe(document, f"Objet\u00a0: {sujet}", "Objet")
    paragraphe(document, f"{FORMULE},", "Corps de lettre").paragraph_format.space_before = Pt(10)
    corps(document)
    paragraphe(document, POLITESSE, "Corps de lettre")
    _signature(document)
    pied(document, "{{ mention_qualite }}")
    return document


def _styles(document: Any) -> None:
    """Ten points and a half, wide margins: a letter is read by all kinds of eyes."""
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = Cm(1.8)
    for nom in ("Destinataire", "Lieu et date", "Objet", "Corps de lettre", "Signature"):
        document.styles[nom].font.size = Pt(10.5)
    document.styles["Corps de lettre"].paragraph_format.line_spacing = 1.2


def _expediteur(document: Any) -> None:
    tete = paragraphe(document, "", "Expéditeur")
    _gras(tete, "Ville de Paris", 13)
    paragraphe(document, "{{ emetteur.direction }}", "Expéditeur")
    nom = paragraphe(document, "", "Expéditeur")
    _gras(nom, "{{ emetteur.nom }}", 10)
    nom.paragraph_format.space_before = Pt(6)
    _lignes(document, "emetteur.coordonnees", "Expéditeur")


def _destinataire(document: Any) -> None:
    espace = paragraphe(document, "", "Destinataire")
    espace.paragraph_format.space_after = Pt(4)
    _lignes(document, "destinataire", "Destinataire")


def _lignes(document: Any, liste: str, style: str) -> None:
    paragraphe(document, "{%p for ligne in " + liste + " %}", style)
    paragraphe(document, "{{ ligne }}", style)
    paragraphe(document, "{%p endfor %}", style)


def _gras(cible: Any, texte: str, taille: float) -> None:
    run = cible.add_run(texte)
    run.font.bold, run.font.size, run.font.color.rgb = True, Pt(taille), ENCRE


def _signature(document: Any) -> None:
    paragraphe(document, "{{ signature.qualite }}", "Signature").paragraph_format.keep_with_next = True
    nom = paragraphe(document, "{{ signature.nom }}", "Signature")
    nom.paragraph_format.space_before = Pt(40)


def _corps(*textes: str) -> Callable[[Any], None]:
    def ecrire(document: Any) -> None:
        for texte in textes:
            paragraphe(document, texte, "Corps de lettre")

    return ecrire


ACCUSE = (
    "Le {{ dossier.recue_le }}, la Ville de Paris a bien reçu {{ dossier.ecrit }}. Votre demande est enregistrée sous "
    "la référence {{ dossier.reference }}\u00a0; elle est transmise au service compétent, qui l’examine.",
    "{%p if dossier.promise_le %}",
    "Une réponse vous sera adressée au plus tard le {{ dossier.promise_le }}. Si un délai plus long était "
    "nécessaire, nous vous en informerions avant {{ dossier.limite_attente }}, en vous donnant le nom de la personne "
    "qui suit votre dossier et une nouvelle date.",
    "{%p endif %}",
    "Cet accusé de réception ne préjuge pas de la suite qui sera donnée à votre demande.",
)

ATTENTE = (
    "Le {{ dossier.recue_le }}, la Ville de Paris a reçu {{ dossier.ecrit }}. Votre demande est enregistrée sous la "
    "référence {{ dossier.reference }}.",
    "L’examen de votre demande n’est pas terminé et nous ne serons pas en mesure de vous apporter une réponse "
    "complète {{ dossier.delai_non_tenu }}. Nous vous prions de bien vouloir nous en excuser.",
    "Votre dossier est suivi par {{ attente.interlocuteur }}, que vous pouvez joindre {{ emetteur.pour_joindre }} en "
    "rappelant la référence ci-dessus.",
    "Nous vous répondrons au plus tard le {{ attente.nouvelle_date }}.",
)

REPONSE = (
    "Le {{ dossier.recue_le }}, la Ville de Paris a reçu {{ dossier.ecrit }}. Nous vous remercions de nous "
    "avoir contactés.",
    "{%p for alinea in reponse %}",
    "{{ alinea }}",
    "{%p endfor %}",
    "Si cette réponse ne vous satisfait pas, vous pouvez demander à être reçu par un responsable du site ou par sa "
    "direction, {{ emetteur.pour_joindre }}.",
    "Si le désaccord persiste, vous pouvez saisir gratuitement {{ mediateur.titre }}\u00a0: {{ mediateur.contact }}.",
)


def fabriquer() -> None:
    lettres = (
        ("accuse.docx", "accusé de réception de {{ dossier.ecrit_date }}", ACCUSE),
        ("attente.docx", "{{ dossier.ecrit_date }}, réponse d’attente", ATTENTE),
        ("reponse.docx", "réponse à {{ dossier.ecrit_date }}", REPONSE),
    )
    for nom, sujet, textes in lettres:
        enregistrer(lettre(sujet, _corps(*textes)), nom)


if __name__ == "__main__":
    fabriquer()
