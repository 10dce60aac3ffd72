"""qualitui comptage: « Comment on compte », and any figure with everything it counts and everything it leaves out."""

from __future__ import annotations

from typing import Any

from qualitui.cli.commun import Analyseur, Appel, date_saisie
from qualitui.domain.comptage import Comptage, Definition
from qualitui.domain.francais import INSECABLE, accorder, date_numerique
from qualitui.operations.indicateurs import comptages


def construire(analyseur: Analyseur) -> None:
    analyseur.add_argument(
        "code",
        metavar="CODE",
        nargs="?",
        help="un chiffre, par exemple ECO-03 ; sans code, toutes les définitions",
    )
    analyseur.add_argument("--du", type=date_saisie, metavar="DATE", help="premier jour (par défaut, le 1er janvier)")
    analyseur.add_argument("--au", type=date_saisie, metavar="DATE", help="dernier jour (par défaut, aujourd’hui)")
    analyseur.en_json()
    analyseur.set_defaults(executer=comptage)


def comptage(appel: Appel) -> None:
    options = appel.options
    if options.code is None:
        page = comptages.page(appel.site)
        appel.rendre([_en_json(une) for une in page], "\n\n".join(_definition(une) for une in page))
        return
    compte = comptages.compter(appel.site, options.code, du=options.du, au=options.au, jour=appel.jour)
    entete = [
        f"{compte.code} {compte.libelle}{INSECABLE}: {compte.avec_ses_restes()}",
        f"Du {date_numerique(compte.du)} au {date_numerique(compte.au)}.",
        compte.definition,
    ]
    appel.rendre(compte.en_json(), "\n".join([*entete, *provenance(compte)]))


def _en_json(definition: Definition) -> dict[str, Any]:
    return {
        "code": definition.code,
        "libelle": definition.libelle,
        "definition": definition.texte,
        "genre": str(definition.genre),
        "indicateur": definition.indicateur or None,
    }


def _definition(definition: Definition) -> str:
    aussi = f" (aussi {definition.indicateur})" if definition.indicateur not in ("", definition.code) else ""
    return f"{definition.code} {definition.libelle}{aussi}\n  {definition.texte}"


def provenance(compte: Comptage) -> list[str]:
    """What a figure counts, the numerator and the rest apart, then what it leaves out with the reason."""
    lignes: list[str] = []
    for groupe in compte.groupes():
        lignes.append(f"{groupe.titre} ({accorder(len(groupe.lignes), 'fiche')})")
        lignes += [f"  {reference}{f'{INSECABLE}: {raison}' if raison else ''}" for reference, raison in groupe.lignes]
    return lignes
