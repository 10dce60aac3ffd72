"""qualitui indicateur: type a value in, read the indicators and their trend."""

from __future__ import annotations

from typing import Any

from qualitui.cli.commun import Analyseur, Appel, nombre_saisi
from qualitui.domain.indicateurs.fiche import Mesure, Suivi, en_mots, etat
from qualitui.domain.temps.periodes import periode_en_mots
from qualitui.operations.indicateurs import gestes as indicateurs


def construire(analyseur: Analyseur) -> None:
    verbes = analyseur.verbes()
    saisie = verbes.add_parser("saisir", help="saisir la valeur d’une période")
    saisie.add_argument("code", metavar="CODE", help="par exemple I-TEL-01")
    saisie.add_argument("--periode", required=True, metavar="P", help="2026-03, 2026-T1 ou 2026")
    saisie.add_argument("--numerateur", required=True, type=nombre_saisi, metavar="N")
    saisie.add_argument("--denominateur", type=nombre_saisi, metavar="D")
    saisie.add_argument("--commentaire", default="")
    saisie.en_json()
    saisie.set_defaults(executer=saisir)
    liste = verbes.add_parser("lister", help="tous les indicateurs, leur valeur et leur état")
    liste.en_json()
    liste.set_defaults(executer=lister)
    vue = verbes.add_parser("voir", help="un indicateur sur 13 mois, et l’année comparée à la précédente")
    vue.add_argument("code", metavar="CODE")
    vue.en_json()
    vue.set_defaults(executer=voir)
    manque = verbes.add_parser("manques", help="les valeurs à saisir pour la dernière période finie")
    manque.en_json()
    manque.set_defaults(executer=manques)


def saisir(appel: Appel) -> None:
    o = appel.options
    valeur = indicateurs.saisir(
        appel.site,
        o.code,
        lue=indicateurs.chercher(appel.site, o.code, o.periode),
        periode=o.periode,
        numerateur=o.numerateur,
        denominateur=o.denominateur,
        commentaire=o.commentaire,
        jour=appel.jour,
    )
    type_ = indicateurs.definition(appel.site, o.code)
    mesure = Mesure(numerateur=valeur.numerateur, denominateur=valeur.denominateur)
    phrase = f"{valeur.indicateur} {valeur.periode} : {en_mots(type_, mesure)}, {etat(type_, mesure)}."
    appel.rendre(valeur.model_dump(mode="json"), phrase)


def lister(appel: Appel) -> None:
    suivis = indicateurs.lister(appel.site, jour=appel.jour)
    appel.rendre_liste(suivis, en_json, _ligne, "")


def voir(appel: Appel) -> None:
    from qualitui.cli.etapes import prochaine

    suivi = indicateurs.voir(appel.site, appel.options.code, jour=appel.jour)
    type_ = suivi.indicateur
    etape, phrase = prochaine(appel, "indicateurs", type_)
    lignes = [
        f"{type_.code}  {type_.libelle}",
        type_.formule,
        *(f"  {periode_en_mots(p.periode):<22} {en_mots(type_, p.mesure):<24} {p.etat}" for p in suivi.points),
        f"Année {appel.jour.year} {suivi.etendue}".rstrip() + f" : {en_mots(type_, suivi.annee)}",
        f"Année {appel.jour.year - 1} {suivi.etendue}".rstrip() + f" : {en_mots(type_, suivi.annee_precedente)}",
        phrase,
    ]
    appel.rendre(en_json(suivi) | etape, "\n".join(lignes))


def manques(appel: Appel) -> None:
    absentes = indicateurs.manquantes(appel.site, jour=appel.jour)
    donnees = [{"code": type_.code, "libelle": type_.libelle, "periode": cle} for type_, cle in absentes]
    lignes = [f"{type_.code:<10} {cle:<8} {type_.libelle}" for type_, cle in absentes]
    appel.rendre(donnees, "\n".join(lignes) or "Toutes les valeurs sont saisies.")


def en_json(suivi: Suivi) -> dict[str, Any]:
    """The definition, the latest measure, the trend and the two years; `null`: non mesuré."""
    type_, dernier = suivi.indicateur, suivi.dernier
    return {
        "code": type_.code,
        "libelle": type_.libelle,
        "famille": type_.famille,
        "engagement": type_.engagement,
        "unite": type_.unite,
        "cible": type_.cible,
        "calcul": type_.calcul,
        "etat": str(suivi.etat),
        "periode": dernier.periode if dernier else None,
        **_mesure(dernier.mesure if dernier else None),
        "tendance": [{"periode": p.periode, "etat": str(p.etat), **_mesure(p.mesure)} for p in suivi.points],
        "annee": _mesure(suivi.annee),
        "annee_precedente": _mesure(suivi.annee_precedente),
    }


def _mesure(mesure: Mesure | None) -> dict[str, float | None]:
    if mesure is None:
        return {"numerateur": None, "denominateur": None}
    return {"numerateur": mesure.numerateur, "denominateur": mesure.denominateur}


def _ligne(suivi: Suivi) -> str:
    dernier = suivi.dernier
    periode = dernier.periode if dernier else "–"
    mots = en_mots(suivi.indicateur, dernier.mesure if dernier else None)
    return f"{suivi.indicateur.code:<10} {periode:<8} {mots:<24} {suivi.etat:<15} {suivi.indicateur.libelle}"
