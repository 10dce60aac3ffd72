"""Makes templates/semaine.docx: what is late, due today or by Friday, role by role, to pin on the wall."""

from __future__ import annotations

from docx.shared import Cm
from styles import enregistrer, entete, nouveau, paragraphe, pied, tableau, titre


def fabriquer() -> None:
    document = nouveau("{{ titre }}, {{ sous_titre }}", "{{ site }}")
    section = document.sections[0]
    section.top_margin, section.bottom_margin = Cm(1.9), Cm(1.7)
    entete(document, "{{ site }}", "Démarche qualité")
    pied(document, "Imprimé le {{ imprimee_le }}")
    paragraphe(document, "{{ titre }}", "Title")
    paragraphe(document, "{{ sous_titre }}", "Subtitle")
    paragraphe(document, "{{ resume }}")
    for liste in ("fermetures", "reperes"):
        paragraphe(document, "{%p for r in " + liste + " %}")
        paragraphe(document, "{{ r }}", "List Bullet")
        paragraphe(document, "{%p endfor %}")
    paragraphe(document, "{%p for g in groupes %}")
    titre(document, "{{ g.role }}", 2)
    tableau(
        document,
        ["État", "Quand", "Quoi", "Référence"],
        ["{{ l.etat }}", "{{ l.quand }}", "{{ l.libelle }}", "{{ l.reference }}"],
        [2.6, 3.2, 6.9, 3.9],
        boucle="l in g.lignes",
        titre="À faire cette semaine",
        description="Une ligne par chose à faire, la plus pressante d’abord.",
    )
    paragraphe(document, "{%p endfor %}")
    enregistrer(document, "semaine.docx")


if __name__ == "__main__":
    fabriquer()
