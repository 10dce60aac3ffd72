"""qualitui retrouver [REF…]: what the journals lost and this workstation still knows; shown, then written back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qualitui.cli.commun import Analyseur, Appel
from qualitui.domain.francais import accorder
from qualitui.operations.donnees import secours
from qualitui.operations.donnees.secours import Apercu, Retrouvee, retrouvee_en_mots


def construire(analyseur: Analyseur) -> None:
    analyseur.add_argument("references", metavar="REF", nargs="*", help="ces fiches seulement (avec --appliquer)")
    geste = analyseur.add_mutually_exclusive_group()
    geste.add_argument("--appliquer", action="store_true", help="les remettre, en écritures nouvelles")
    geste.add_argument("--ecarter", action="store_true", help="ne plus comparer ce que ce poste a gardé de côté")
    analyseur.en_json()
    analyseur.set_defaults(executer=retrouver)


def retrouver(appel: Appel) -> None:
    if appel.options.ecarter:
        ecartes = secours.ecarter(appel.site)
        dite = f"Écarté sur ce poste : {', '.join(ecartes)}." if ecartes else "Ce poste n’a rien gardé de côté."
        appel.rendre({"ecartes": list(ecartes)}, dite)
    elif appel.options.appliquer:
        remises = secours.retrouver(appel.site, appel.options.references)
        dite = f"Remis, en écritures nouvelles : {secours.en_mots(remises)}." if remises else "Rien à remettre."
        appel.rendre({"remises": [_en_donnees(remise) for remise in remises]}, dite)
    else:
        _montrer(appel, secours.apercevoir(appel.site))


def _montrer(appel: Appel, apercu: Apercu) -> None:
    donnees = {
        "retrouvees": [_en_donnees(retrouvee) for retrouvee in apercu.retrouvees],
        "inutiles": list(apercu.inutiles),
        "illisibles": list(apercu.illisibles),
    }
    appel.rendre(donnees, "\n".join([*map(retrouvee_en_mots, apercu.retrouvees), *_conclure(apercu)]))


def _conclure(apercu: Apercu) -> Sequence[str]:
    if apercu.retrouvees:
        combien = accorder(len(apercu.retrouvees), "fiche")
        phrases = [f"{combien} à retrouver. Rien n’est encore écrit : --appliquer les remet."]
    else:
        phrases = ["Ce poste ne sait rien de plus que les journaux."]
    phrases += [f"{nom} ne contient rien de plus que les journaux." for nom in apercu.inutiles]
    return phrases + [f"{nom} ne peut pas être lu par cette version." for nom in apercu.illisibles]


def _en_donnees(retrouvee: Retrouvee) -> dict[str, Any]:
    perdue = retrouvee.perdue
    return {
        "fiche": retrouvee.nom,
        "sort": retrouvee.sort,
        "ecritures": perdue.ecritures,
        "le": perdue.le,
        "source": perdue.source,
        "renumerotee": perdue.renumerotee,
        "champs": {champ: {"avant": avant, "apres": apres} for champ, (avant, apres) in perdue.champs.items()},
    }
