"""Sentences of the review that depend on its figures: no table is left without a word."""

from __future__ import annotations

from qualitui.domain.francais import accorder, date_numerique
from qualitui.domain.revue.chiffres import Chiffres


def phrases(c: Chiffres) -> dict[str, str]:
    """The sentences by the name their tag gives them."""
    manques = c.indicateurs_manques
    mesures = [ligne for ligne in c.indicateurs if ligne.chiffre.valeur is not None]
    if not mesures:
        phrase = "Aucun indicateur n’a été mesuré dans l’année."
    elif not manques:
        phrase = "Tous les indicateurs mesurés atteignent leur cible."
    else:
        verbe = "n’atteint pas sa" if len(manques) == 1 else "n’atteignent pas leur"
        phrase = f"{accorder(len(manques), 'indicateur')} sur {len(mesures)} mesurés {verbe} cible."
    return {
        "comparaison": _comparaison(c),
        "manques": phrase,
        "audits": "Aucun audit du site n’est enregistré dans qualitui pour la période ; les audits menés se décrivent "
        "ci-dessous.",
        "actions_tues": _actions_tues(c.actions_tues),
    }


def _actions_tues(nombre: int) -> str:
    if not nombre:
        return "Source : plan d’actions, actions ouvertes d’abord."
    verbe = "ne figure" if nombre == 1 else "ne figurent"
    return (
        f"{accorder(nombre, 'autre action')} de la période {verbe} pas dans cette annexe : "
        "voir l’export du plan d’actions."
    )


def _comparaison(c: Chiffres) -> str:
    """What people must know before they compare the two years."""
    premier = c.premier_jour
    if premier is None:
        return "Le registre ne contient encore aucune donnée pour ces deux années."
    if premier.year >= c.annee:
        return f"Le registre commence le {date_numerique(premier)} : il n’y a pas d’année précédente à comparer."
    if premier.year == c.annee - 1 and (premier.month, premier.day) > (1, 31):
        debut = date_numerique(premier)
        return f"Le registre commence le {debut} : {c.annee - 1} est une année incomplète, à comparer avec prudence."
    return "Les deux années sont comparées sur la même période."
