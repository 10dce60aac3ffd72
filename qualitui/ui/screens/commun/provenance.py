"""« D’où vient ce chiffre ? »: what a figure counts, the numerator and the rest apart, what it leaves out and why.

The same box everywhere a figure is shown; Enter on a record opens it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from qualitui.domain.comptage import Comptage
from qualitui.domain.concepts import CONCEPTS
from qualitui.domain.francais import INSECABLE, accorder
from qualitui.operations.indicateurs import comptages
from qualitui.ui.noyau.ecran import Ecran
from qualitui.ui.widgets.menu import Menu

# The first letter of a record's reference → its module.
MODULES_DES_FICHES = {concept.lettre: concept.nom for concept in CONCEPTS if concept.lettre}


def choisir(ecran: Ecran[Any], codes: Sequence[str], *, du: date, au: date) -> None:
    """Choose among the figures of a screen, then see where the one chosen comes from."""
    site, jour = ecran.qualitui.site, ecran.qualitui.jour()

    def montrer_la_liste(lus: list[Comptage]) -> None:
        par_code = {compte.code: compte for compte in lus}
        choix = [(compte.code, compte.en_mots(), compte.libelle) for compte in lus]

        def choisi(code: str | None) -> None:
            if code:
                montrer(ecran, par_code[code])

        ecran.app.push_screen(Menu(f"D’où vient ce chiffre{INSECABLE}?", choix), choisi)

    ecran.qualitui.lire(lambda: comptages.plusieurs(site, codes, du=du, au=au, jour=jour), montrer_la_liste, ouvre=True)


def montrer(ecran: Ecran[Any], compte: Comptage, depuis: str = "") -> None:
    """Everything one figure counts. `depuis`: what the register says of a frozen figure now, told first."""
    lignes = [
        (reference, raison or groupe.titre.lower())
        for groupe in compte.groupes()
        for reference, raison in groupe.lignes
    ]
    # A record may be counted twice: the rank tells its rows apart.
    choix = [(f"{reference}\t{rang}", reference, mot) for rang, (reference, mot) in enumerate(lignes)]
    fige = f"Figé autrement{INSECABLE}: le registre dit maintenant {depuis}.\n" if depuis else ""
    intro = f"{fige}{compte.libelle}{INSECABLE}: {compte.avec_ses_restes()}.\n{compte.definition}"
    titre = f"{compte.code}{INSECABLE}: {accorder(len(compte.retenues), 'fiche comptée', 'fiches comptées')}"
    ecran.app.push_screen(Menu(titre, choix, intro=intro), partial(aller, ecran))


def aller(ecran: Ecran[Any], choix: str | None) -> None:
    """Open the record of a reference, whatever follows it; nothing when nothing was chosen."""
    reference = (choix or "").split("\t")[0]
    if not reference:
        return
    if reference[:4].isdigit():
        ecran.qualitui.aller("trimestre", reference)
        return
    nom = MODULES_DES_FICHES.get(reference[:1])
    if nom:
        # « V-NET-02 × 2026-03-02 » is a record of its own; « A-2026-003 2026-02-12 » is a check of the action.
        ecran.qualitui.aller(nom, reference if "×" in reference else reference.split(" ")[0])
