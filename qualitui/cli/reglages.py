"""qualitui reglages: the settings of the site, read and changed without the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from qualitui.cli.commun import Analyseur, Appel, date_saisie
from qualitui.domain.base import Introuvable
from qualitui.domain.francais import JOURS, date_numerique
from qualitui.domain.reference.plages import ecrire_plages, plages_en_mots
from qualitui.domain.reference.politique import Population
from qualitui.domain.reference.reglages import Reglages
from qualitui.domain.reference.reglages_gestes import NOMS, horaires_de_la_semaine, politique_en_mots, valeur_en_mots
from qualitui.domain.temps.delais import Report, Unite
from qualitui.domain.temps.explications import duree_en_mots, politique_en_donnees
from qualitui.domain.temps.explications import politique_en_mots as choix_en_mots
from qualitui.operations.site import reglages as operations

if TYPE_CHECKING:
    import argparse

    from qualitui.operations.site.reglages import DelaiDuSite

    Verbes = argparse._SubParsersAction[Analyseur]

UNITES = {
    "jours": Unite.JOURS,
    "jours-ouvrables": Unite.JOURS_OUVRABLES,
    "jours-ouvres": Unite.JOURS_OUVRES,
}
PREMIERES = {"due": True, "non-due": False}


def construire(analyseur: Analyseur) -> None:
    verbes = analyseur.verbes()
    _verbe(verbes, "voir", voir, "les réglages du site").en_json()
    _verbe(verbes, "historique", historique, "ce qui a changé dans les réglages, par qui et pourquoi").en_json()
    ferme = _verbe(verbes, "fermer", fermer, "noter une fermeture du site, aujourd’hui ou plus tard")
    ferme.add_argument("--du", required=True, type=date_saisie, metavar="DATE")
    ferme.add_argument("--au", type=date_saisie, metavar="DATE", help="dernier jour, inclus ; sans lui, un seul jour")
    ferme.add_argument("--raison", required=True, metavar="TEXTE", help="pont, travaux…")
    rouvre = _verbe(verbes, "rouvrir", rouvrir, "retirer une fermeture à venir, ou finir hier celle en cours")
    rouvre.add_argument("--du", required=True, type=date_saisie, metavar="DATE", help="son premier jour")
    heures = _verbe(verbes, "horaires", horaires, "les heures d’ouverture d’un jour de la semaine")
    heures.add_argument("jour", metavar="JOUR", choices=JOURS, help="lundi, mardi…")
    heures.add_argument(
        "plages", metavar="PLAGES", help="08:30-12:00, 13:30-17:00 ; 24:00 : la fin de la journée ; fermé"
    )
    _declarer_delais(verbes)
    change = _verbe(verbes, "premiere-periode", premiere_periode, "la période en cours d’une vérification nouvelle")
    change.add_argument("choix", metavar="CHOIX", choices=list(PREMIERES), help="due ou non-due (par défaut)")


def _declarer_delais(verbes: Verbes) -> None:
    _verbe(verbes, "delais", delais, "comment chaque délai du référentiel se compte au site").en_json()
    choix = _verbe(verbes, "delai", delai, "compter un délai autrement que le référentiel, à partir d’un jour")
    choix.add_argument("code", metavar="CODE", help="un délai du référentiel (voir « reglages delais »)")
    choix.add_argument("--report", type=Report, choices=[*Report], help="ce que devient un terme un jour fermé")
    choix.add_argument("--unite", choices=list(UNITES), help="les jours qui comptent, pour un délai en jours")
    choix.add_argument(
        "--population", type=Population, choices=[*Population], help="à quels écrits il est promis, si le choix existe"
    )
    choix.add_argument("--comme-le-referentiel", action="store_true", help="revenir à la règle du référentiel")
    choix.add_argument("--raison", required=True, metavar="TEXTE")
    choix.add_argument("--depuis", type=date_saisie, metavar="DATE", help="premier jour (aujourd’hui)")
    choix.set_defaults(analyseur=choix)


def _verbe(verbes: Verbes, nom: str, executer: Callable[[Appel], None], aide: str) -> Analyseur:
    verbe = verbes.add_parser(nom, help=aide, description=f"{aide[:1].upper()}{aide[1:]}.")
    verbe.set_defaults(executer=executer)
    return verbe


def voir(appel: Appel) -> None:
    lus = operations.lire(appel.site)
    lignes = [f"{nom[:1].upper()}{nom[1:]} : {dit}" for nom, dit in _dits(lus) if dit]
    appel.rendre(_en_json(lus), "\n".join(lignes))


def _dits(lus: Reglages) -> list[tuple[str, str]]:
    """Each setting by its name in words; several fields of one name (les coordonnées) make a line each."""
    return [(nom, valeur_en_mots(lus, champ)) for champ, nom in NOMS.items()]


def _en_json(lus: Reglages) -> dict[str, Any]:
    donnees = lus.model_dump(mode="json", exclude={"changements", "semaines", "horaires"})
    horaires = {jour: h and ecrire_plages(h.plages) for jour, h in horaires_de_la_semaine(lus).items()}
    return donnees | {"horaires": horaires}


def historique(appel: Appel) -> None:
    lignes = operations.lire(appel.site).changements
    appel.rendre_liste(
        lignes,
        lambda une: une.model_dump(mode="json"),
        lambda une: (
            f"{date_numerique(une.le)} {une.par} : {NOMS.get(une.reglage, une.reglage)}, "
            f"{une.avant or 'rien'} → {une.apres or 'rien'}{f' ({une.raison})' if une.raison else ''}"
        ),
        "Aucun changement noté.",
        table=None,
    )


def fermer(appel: Appel) -> None:
    o = appel.options
    operations.fermer(appel.site, operations.lire(appel.site), du=o.du, au=o.au, libelle=o.raison)
    appel.dire(f"Fermeture notée : {_du_au(o.du, o.au)}. Ce qui était dû avant aujourd’hui le reste.")


def rouvrir(appel: Appel) -> None:
    lus = operations.lire(appel.site)
    fermeture = next((une for une in lus.fermetures if une.du == appel.options.du), None)
    if fermeture is None:
        raise Introuvable(f"Aucune fermeture ne commence le {date_numerique(appel.options.du)}.", "du")
    operations.rouvrir(appel.site, lus, fermeture)
    appel.dire(f"Fermeture « {fermeture.libelle} » levée à compter d’aujourd’hui.")


def horaires(appel: Appel) -> None:
    o = appel.options
    regles = operations.fixer_plages(appel.site, operations.lire(appel.site), o.jour, plages=o.plages)
    horaire = horaires_de_la_semaine(regles)[o.jour]
    appel.dire(f"{o.jour[:1].upper()}{o.jour[1:]} : {plages_en_mots(horaire.plages if horaire else ())}.")


def premiere_periode(appel: Appel) -> None:
    due = PREMIERES[appel.options.choix]
    operations.modifier(appel.site, operations.lire(appel.site), premiere_periode_due=due)
    mot = "due" if due else "non due"
    appel.dire(
        f"La période en cours d’une vérification nouvelle est {mot} ; les vérifications d’avant gardent la leur."
    )


def delais(appel: Appel) -> None:
    appel.rendre_liste(
        operations.delais(appel.site, jour=appel.jour),
        _delai_en_json,
        _ligne_de_delai,
        "Aucun délai dans ce référentiel.",
        table=None,
    )


def _delai_en_json(un: DelaiDuSite) -> dict[str, Any]:
    return {
        "code": un.applique.code,
        "libelle": un.applique.libelle,
        "duree": un.applique.duree,
        "politique": politique_en_donnees(un.applique),
        "referentiel": {"report": str(un.referentiel.report), "unite": str(un.referentiel.unite)},
    }


def _ligne_de_delai(un: DelaiDuSite) -> str:
    return f"{un.applique.code:<27} {duree_en_mots(un.applique):<20} {choix_en_mots(un.applique)}"


def delai(appel: Appel) -> None:
    o = appel.options
    choisi = any(choix is not None for choix in (o.report, o.unite, o.population))
    if choisi == o.comme_le_referentiel:
        o.analyseur.error("il faut --report, --unite, --population, ou --comme-le-referentiel")
    ecrits = operations.choisir_politique(
        appel.site,
        operations.lire(appel.site),
        o.code,
        report=o.report,
        unite=UNITES[o.unite] if o.unite else None,
        population=o.population,
        raison=o.raison,
        depuis=o.depuis,
    )
    appel.dire(f"{politique_en_mots(ecrits.politiques[-1])}. Les dossiers déjà ouverts gardent leur règle.")


def _du_au(du: date, au: date | None) -> str:
    return f"du {date_numerique(du)} au {date_numerique(au)}" if au else f"le {date_numerique(du)}"
