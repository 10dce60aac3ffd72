"""qualitui retrouver [REF…]: what the journals lost and this workstation still knows; shown, then written back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qualitui.cli.commun import Analyseur, Appel
from qualitui.domain.francais import accorder
from qualitui.domain.reference.pertes import PerteReconnue, Reconnue
from qualitui.operations.donnees import pertes, secours
from qualitui.operations.donnees.secours import Apercu, Retrouvee, retrouvee_en_mots

if TYPE_CHECKING:
    from qualitui.domain.diagnostic import Constatation

SUITE = "Les gestes qui étaient retenus sont à nouveau possibles\u00a0; la perte reste dite."
A_RECONNAITRE = (
    "Des écritures manquent pourtant. Essayez sur les autres postes, puis une sauvegarde\u00a0; si rien n’en revient, "
    "la direction peut reconnaître la perte\u00a0: qualitui retrouver --reconnaitre --raison TEXTE."
)


def construire(analyseur: Analyseur) -> None:
    analyseur.add_argument("references", metavar="REF", nargs="*", help="ces fiches seulement (avec --appliquer)")
    geste = analyseur.add_mutually_exclusive_group()
    geste.add_argument("--appliquer", action="store_true", help="les remettre, en écritures nouvelles")
    geste.add_argument(
        "--reconnaitre", action="store_true", help="reconnaître, avec une raison, une perte que rien ne rend"
    )
    geste.add_argument("--ecarter", action="store_true", help="ne plus comparer ce que ce poste a gardé de côté")
    analyseur.add_argument("--raison", metavar="TEXTE", default="", help="avec --reconnaitre\u00a0: ce qui a été tenté")
    analyseur.en_json()
    analyseur.set_defaults(executer=retrouver, meme_perdu=True)


def retrouver(appel: Appel) -> None:
    if appel.options.ecarter:
        ecartes = secours.ecarter(appel.site)
        dite = f"Écarté sur ce poste : {', '.join(ecartes)}." if ecartes else "Ce poste n’a rien gardé de côté."
        appel.rendre({"ecartes": list(ecartes)}, dite)
    elif appel.options.reconnaitre:
        perte = pertes.reconnaitre(appel.site, raison=appel.options.raison, jour=appel.jour)
        appel.rendre(_perte_en_donnees(perte), f"{pertes.en_mots(appel.site, Reconnue(perte, revenue=False))} {SUITE}")
    elif appel.options.appliquer:
        remises = secours.retrouver(appel.site, appel.options.references)
        dite = f"Remis, en écritures nouvelles : {secours.en_mots(remises)}." if remises else "Rien à remettre."
        appel.rendre({"remises": [_en_donnees(remise) for remise in remises]}, dite)
    else:
        _montrer(appel, secours.apercevoir(appel.site), pertes.manquants(appel.site))


def _montrer(appel: Appel, apercu: Apercu, manquants: Sequence[Constatation]) -> None:
    donnees = {
        "retrouvees": [_en_donnees(retrouvee) for retrouvee in apercu.retrouvees],
        "inutiles": list(apercu.inutiles),
        "illisibles": list(apercu.illisibles),
    }
    appel.rendre(donnees, "\n".join([*map(retrouvee_en_mots, apercu.retrouvees), *_conclure(apercu, manquants)]))


def _conclure(apercu: Apercu, manquants: Sequence[Constatation]) -> Sequence[str]:
    en_reste = manquants and manquants[0].fichier != "registre"  # of a register that is lost whole, nothing is accepted
    if apercu.retrouvees:
        combien = accorder(len(apercu.retrouvees), "fiche")
        phrases = [f"{combien} à retrouver. Rien n’est encore écrit : --appliquer les remet."]
    else:
        phrases = ["Ce poste ne sait rien de plus que les journaux.", *([A_RECONNAITRE] if en_reste else [])]
    phrases += [f"{nom} ne contient rien de plus que les journaux." for nom in apercu.inutiles]
    return phrases + [f"{nom} ne peut pas être lu par cette version." for nom in apercu.illisibles]


def _perte_en_donnees(perte: PerteReconnue) -> dict[str, Any]:
    return {
        "reference": perte.reference,
        "le": perte.le,
        "par": perte.par,
        "raison": perte.raison,
        "manquants": [manquant.phrase for manquant in perte.manquants],
        "numeros": list(perte.numeros),
        "dossiers": list(perte.dossiers),
    }


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
