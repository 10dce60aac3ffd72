"""qualitui verification: what is due and what was found. The gestures are in gestes.py.

What writes a document is imported by its verb: `lister` loads neither the Word engine nor the export.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from qualitui.cli.commun import Analyseur, Appel, annee_saisie, date_saisie, document_word, fichier_a_ecrire
from qualitui.cli.verification.gestes import declarer_gestes
from qualitui.cli.verification.textes import en_json
from qualitui.domain.francais import enumerer, sans_accents, une_ligne
from qualitui.domain.verifications.fiche import EtatOccurrence, Verification
from qualitui.domain.verifications.reponses import CONTREDIT
from qualitui.domain.verifications.statistiques import Axe, BilanVerifications, Taux
from qualitui.operations.verifications import gestes as verifications

if TYPE_CHECKING:
    from qualitui.domain.verifications.occurrences import Suivi
    from qualitui.operations.verifications.statistiques import Compare, Statistiques

AXES = {
    "theme": "thème",
    "engagement": "engagement",
    "role": "rôle",
    "mois": "mois",
    "verification": "vérification",
}
RECENTES = 12  # ended periods shown by « voir »


def construire(analyseur: Analyseur) -> None:
    verbes = analyseur.verbes()
    _declarer_lectures(verbes)
    declarer_gestes(verbes)


def _declarer_lectures(verbes: argparse._SubParsersAction[Analyseur]) -> None:
    liste = _verbe(verbes, "lister", lister, "les périodes en cours et les manquées sans raison, ou un intervalle")
    liste.add_argument("--du", type=date_saisie, metavar="DATE", help="depuis ce jour")
    liste.add_argument("--au", type=date_saisie, metavar="DATE", help="jusqu’à ce jour compris")
    liste.add_argument("--etat", type=_etat, metavar="E", help=enumerer(list(EtatOccurrence), "ou"))
    liste.en_json()
    tableau = _verbe(verbes, "table", table, "le tableau des vérifications du site")
    tableau.add_argument("--proposees", action="store_true", help="celles du tableau par défaut non retenues")
    tableau.en_json()
    vue = _verbe(verbes, "voir", voir, "une vérification et ses dernières périodes")
    vue.add_argument("code", metavar="CODE")
    vue.en_json()
    preuve = _verbe(verbes, "pourquoi", pourquoi, "pourquoi cette date : la période, le jour attendu, les jours sautés")
    preuve.add_argument("code", metavar="CODE")
    preuve.add_argument("--periode", required=True, metavar="P", help="comme 2026-03-02, 2026-S10, 2026-03, 2026-T1")
    preuve.en_json()
    chiffres = _verbe(verbes, "statistiques", statistiques, "réalisation et conformité, comparées à l’an passé")
    chiffres.add_argument("--du", type=date_saisie, metavar="DATE", help="premier jour (1er janvier par défaut)")
    chiffres.add_argument("--au", type=date_saisie, metavar="DATE", help="dernier jour (31 décembre par défaut)")
    chiffres.add_argument("--par", choices=list(AXES), default="theme", help="ventilation (thème par défaut)")
    chiffres.en_json()
    feuille = _verbe(verbes, "tournee", tournee, "imprimer la tournée du jour ou de la semaine (Word)")
    feuille.add_argument("-o", "--sortie", type=document_word, metavar="F.docx", help="document à écrire")
    feuille.add_argument("--semaine", action="store_true", help="toute la semaine, un jour par colonne")
    feuille.add_argument("--jour", type=date_saisie, metavar="DATE", help="un autre jour qu’aujourd’hui")
    feuille.add_argument("--role", metavar="ROLE", help="un seul rôle")
    feuille.add_argument("--lieu", metavar="LIEU", help="un seul lieu")
    export = _verbe(verbes, "exporter", exporter, "écrire les résultats d’une année, sa grille et le tableau (Excel)")
    export.add_argument(
        "sortie", metavar="F.xlsx", type=fichier_a_ecrire, nargs="?", help="classeur (dans documents/ par défaut)"
    )
    export.add_argument("--annee", type=annee_saisie, metavar="AAAA", help="une autre année que celle du jour")


def _verbe(
    verbes: argparse._SubParsersAction[Analyseur], nom: str, executer: Callable[[Appel], None], aide: str
) -> Analyseur:
    verbe = verbes.add_parser(nom, help=aide, description=f"{aide[:1].upper()}{aide[1:]}.")
    verbe.set_defaults(executer=executer)
    return verbe


def _etat(texte: str) -> EtatOccurrence:
    """« à faire », « A_FAIRE », « manquee »…"""
    plat = sans_accents(texte.strip()).replace("-", " ").replace("_", " ")
    for etat in EtatOccurrence:
        if sans_accents(etat) == plat:
            return etat
    raise argparse.ArgumentTypeError(f"« {texte} » n’est pas un état : {enumerer(list(EtatOccurrence), 'ou')}")


def lister(appel: Appel) -> None:
    suivis = verifications.lister(appel.site, jour=appel.jour, du=appel.options.du, au=appel.options.au)
    if appel.options.etat:
        suivis = [suivi for suivi in suivis if suivi.etat is appel.options.etat]
    appel.rendre_liste(suivis, en_json, _ligne, "Aucune vérification.", table="verifications")


def _ligne(suivi: Suivi) -> str:
    resultat = f" ({suivi.resultat})" if suivi.resultat else ""
    une = suivi.occurrence
    etat = f"{str(suivi.etat) + resultat:<24}"
    suite = f" ({CONTREDIT})" if suivi.constat and suivi.constat.contredit else ""
    return f"{une.verification:<10} {une.periode:<11} {etat} {une.role:<20} {suivi.libelle}{suite}"


def table(appel: Appel) -> None:
    if appel.options.proposees:
        modeles = verifications.proposees(appel.site)
        textes = [f"{m.code:<10} {m.periodicite:<14} {m.role:<20} {m.libelle}" for m in modeles]
        appel.rendre(list(modeles), "\n".join(textes) or "Tout le tableau par défaut est retenu.")
        return
    rangees = verifications.table(appel.site)
    vide = "Aucune vérification dans le tableau."
    appel.rendre_liste(rangees, _fiche_en_json, _rangee, vide, table="verifications")


def _rangee(verification: Verification) -> str:
    v = verification
    return f"{v.code:<10} {v.rythme_en_mots:<14} {v.role:<20} {v.libelle}"


def _fiche_en_json(verification: Verification) -> dict[str, Any]:
    return verification.model_dump(mode="json") | {"rythme_impose": verification.rythme_impose}


def voir(appel: Appel) -> None:
    from qualitui.cli.etapes import prochaine

    verification = verifications.trouver(appel.site, appel.options.code)
    suivis = verifications.historique(appel.site, verification, jour=appel.jour)
    etape, phrase = prochaine(appel, "verifications", verification)
    texte = [*_fiche_en_texte(verification, appel.jour), phrase, "", *map(_passage, suivis[-RECENTES:])]
    occurrences = {"occurrences": [_passage_en_json(suivi) for suivi in suivis]}
    appel.rendre(_fiche_en_json(verification) | etape | occurrences, "\n".join(texte))


def _fiche_en_texte(verification: Verification, jour: date) -> Iterable[str]:
    impose = f" (rythme du référentiel : {verification.periodicite_imposee})" if verification.rythme_impose else ""
    yield f"{verification.code} : {verification.libelle}"
    yield f"Engagement {verification.engagement}, {verification.theme} ; {verification.rythme_en_mots}{impose}"
    for nom, valeur in (
        ("Rythme ralenti", verification.raison_rythme),
        ("Rôle", verification.role),
        ("Personne", verification.personne),
        ("Lieu", verification.lieu),
        ("Méthode", verification.methode),
        ("Preuve", verification.preuve),
        ("Consigne", verification.consigne),
        ("Condition", verification.condition),
    ):
        if valeur:
            yield f"{nom} : {valeur}"
    for suspension in verification.suspensions:
        if suspension.au is None or suspension.au >= jour:
            fin = f" au {suspension.au:%d/%m/%Y}" if suspension.au else ", jusqu’à sa reprise"
            yield f"Suspendue du {suspension.du:%d/%m/%Y}{fin} : {suspension.raison}"


def _passage(suivi: Suivi) -> str:
    constat = suivi.constat
    details = [str(suivi.etat) + (", en retard" if suivi.en_retard else "")]
    if constat and constat.resultat:
        details.append(f"{constat.resultat} le {constat.le:%d/%m/%Y}{f' par {constat.par}' if constat.par else ''}")
    if constat:
        details += [texte for texte in (constat.constat, constat.action, constat.raison, constat.explication) if texte]
    return f"  {suivi.occurrence.periode:<11} {' ; '.join(details)}"


def _passage_en_json(suivi: Suivi) -> dict[str, Any]:
    return en_json(suivi) | {
        "attendue": suivi.occurrence.attendue.isoformat(),
        "en_retard": suivi.en_retard,
        "hors_delai": suivi.hors_delai,
        "constat": suivi.constat.model_dump(mode="json") if suivi.constat else None,
    }


def pourquoi(appel: Appel) -> None:
    verification = verifications.trouver(appel.site, appel.options.code)
    suivi = verifications.suivi(appel.site, verification, appel.options.periode, jour=appel.jour)
    explication = verifications.pourquoi(appel.site, verification, suivi.occurrence)
    donnees = en_json(suivi) | {
        "attendue": suivi.occurrence.attendue.isoformat(),
        "explication": list(explication.phrases),
    }
    appel.rendre(donnees, "\n".join([suivi.occurrence.reference, *(f"  {p}" for p in explication.phrases)]))


def statistiques(appel: Appel) -> None:
    du = appel.options.du or date((appel.options.au or appel.jour).year, 1, 1)
    au = appel.options.au or date(du.year, 12, 31)
    axe = Axe(AXES[appel.options.par])
    stats = verifications.statistiques(appel.site, du=du, au=au, jour=appel.jour)
    donnees = {
        "du": stats.du.isoformat(),
        "au": stats.au.isoformat(),
        "total": _compare_en_json(stats.total),
        appel.options.par: {cle: _compare_en_json(un) for cle, un in stats.par[axe].items()},
    }
    appel.rendre(donnees, "\n".join(_statistiques_en_texte(stats, axe)))


def _statistiques_en_texte(stats: Statistiques, axe: Any) -> Iterable[str]:
    yield f"Du {stats.du:%d/%m/%Y} au {stats.au:%d/%m/%Y} (entre crochets : un an avant)"
    yield f"{'':<34} {'réalisation':<38} conformité"
    for cle, un in [("Ensemble", stats.total), *stats.par[axe].items()]:
        nom = une_ligne(cle)[:34]
        yield f"{nom:<34} {_avant_apres(un, 'realisation'):<38} {_avant_apres(un, 'conformite')}".rstrip()


def _avant_apres(un: Compare, nom: str) -> str:
    n, n_1 = (getattr(bilan, nom) for bilan in (un.n, un.n_1))
    return f"{n}" + (f" [{n_1}]" if n_1.denominateur else "")


def _compare_en_json(un: Compare) -> dict[str, Any]:
    return {"n": _bilan_en_json(un.n), "n_1": _bilan_en_json(un.n_1)}


def _bilan_en_json(bilan: BilanVerifications) -> dict[str, Any]:
    taux: dict[str, Taux] = {
        "realisation": bilan.realisation,
        "ponctualite": bilan.ponctualite,
        "conformite": bilan.conformite,
        "suites": bilan.suites,
    }
    return asdict(bilan) | {nom: {"n": t.numerateur, "d": t.denominateur} for nom, t in taux.items()}


def tournee(appel: Appel) -> None:
    from qualitui.operations.verifications import tournee as tournees

    options = appel.options
    ecrite = tournees.imprimer(
        appel.site,
        jour=options.jour or appel.jour,
        semaine=options.semaine,
        role=options.role or "",
        lieu=options.lieu or "",
        sortie=options.sortie,
        imprimee_le=appel.jour,
    )
    appel.dire(f"Tournée écrite : {ecrite}")


def exporter(appel: Appel) -> None:
    from qualitui.operations.verifications.export import exporter as exporter_l_annee

    annee = appel.options.annee or appel.jour.year
    ecrit = exporter_l_annee(appel.site, annee=annee, jour=appel.jour, sortie=appel.options.sortie)
    appel.dire(f"Vérifications de {annee} écrites : {ecrit}")
