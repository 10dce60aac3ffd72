"""qualitui referentiel: read the référentiels, their engagements and their delays."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from qualitui.cli.commun import Analyseur, Appel, annee_saisie
from qualitui.cli.engagement import engagement_en_json, engagement_en_mots
from qualitui.domain.temps.explications import duree_en_mots
from qualitui.store.site.referentiels import charger_referentiel, charger_referentiels

if TYPE_CHECKING:
    from qualitui.domain.reference.referentiel import Engagement, Referentiel
    from qualitui.domain.revue.chiffres import LigneEngagement


def construire(analyseur: Analyseur) -> None:
    verbes = analyseur.verbes()
    liste = verbes.add_parser("lister", help="les référentiels connus, ou les engagements de l’un d’eux")
    liste.add_argument("--referentiel", metavar="CODE", help="lister les engagements de ce référentiel")
    liste.en_json()
    liste.set_defaults(executer=lister)
    vue = verbes.add_parser("voir", help="un référentiel et ses délais, ou un engagement en entier")
    vue.add_argument("code", metavar="CODE", help="EPS-2023, CASVP-2014, ou un engagement : 9, S1, SMQ7")
    vue.add_argument("--referentiel", metavar="CODE", help="référentiel de l’engagement (le plus récent par défaut)")
    vue.add_argument(
        "--annee", type=annee_saisie, metavar="AAAA", help="année de l’état d’un engagement au site (celle en cours)"
    )
    vue.en_json()
    vue.set_defaults(executer=voir)


def lister(appel: Appel) -> None:
    if appel.options.referentiel:
        choisi = charger_referentiel(appel.options.referentiel)
        appel.rendre([_resume(un) for un in choisi.engagements], _table_engagements(choisi))
        return
    connus = charger_referentiels().values()
    donnees = [_entete(un) for un in connus]
    appel.rendre(donnees, "\n".join(f"{un.code:<12} {un.titre}, version {un.version}" for un in connus))


def voir(appel: Appel) -> None:
    code = appel.options.code.upper()
    connus = charger_referentiels()
    if code in connus:
        appel.rendre(_referentiel_en_json(connus[code]), _referentiel_en_texte(connus[code]))
        return
    referentiel = _referentiel_de(code, appel.options.referentiel, connus)
    engagement = referentiel.engagement(code)
    donnees, texte = _engagement_en_json(referentiel, engagement), _engagement_en_texte(referentiel, engagement)
    if (ligne := _etat(appel, referentiel, engagement)) is not None:
        annee = appel.options.annee or appel.jour.year
        donnees["etat"] = {"annee": annee, **engagement_en_json(ligne)}
        texte += f"\n\nÉtat en {annee}\u00a0: {engagement_en_mots(ligne)}"
    appel.rendre(donnees, texte)


def _etat(appel: Appel, referentiel: Referentiel, engagement: Engagement) -> LigneEngagement | None:
    """Its state at the site that is named; None without a site, under another référentiel, or without the right."""
    from qualitui.domain.reference.droits import Verbe
    from qualitui.operations.revue.lecture import engagement as lire

    if appel.dossier_nomme() is None:
        return None
    annee = appel.options.annee or appel.jour.year
    en_vigueur = appel.site.referentiel_au(min(appel.jour, date(annee, 12, 31)))
    if en_vigueur.code != referentiel.code or not appel.site.peut("revue", Verbe.LIRE):
        return None
    return lire(appel.site, engagement.code, annee, jour=appel.jour)


def _referentiel_de(code: str, nomme: str | None, connus: dict[str, Referentiel]) -> Referentiel:
    """The référentiel named, else the first one, the newest first, that has this engagement."""
    if nomme:
        return charger_referentiel(nomme)
    porteurs = [un for un in connus.values() if code in {engagement.code for engagement in un.engagements}]
    return (porteurs or list(connus.values()))[0]


def _entete(referentiel: Referentiel) -> dict[str, Any]:
    return {
        "code": referentiel.code,
        "titre": referentiel.titre,
        "version": referentiel.version,
        "engagements": len(referentiel.engagements),
        "delais": len(referentiel.delais()),
    }


def _resume(engagement: Engagement) -> dict[str, Any]:
    return {
        "code": engagement.code,
        "domaine": engagement.domaine,
        "theme": engagement.theme,
        "libelle": engagement.libelle,
    }


def _referentiel_en_json(referentiel: Referentiel) -> dict[str, Any]:
    return _entete(referentiel) | {
        "engagements": [_resume(un) for un in referentiel.engagements],
        "delais": _delais_en_json(referentiel),
    }


def _delais_en_json(referentiel: Referentiel) -> list[dict[str, Any]]:
    return [
        {
            "code": delai.code,
            "engagement": delai.source.engagement,
            "libelle": delai.libelle,
            "duree": delai.duree,
            "unite": str(delai.unite),
            "report": str(delai.report),
            "acheminement": delai.acheminement_jours,
        }
        for delai in referentiel.delais().values()
    ]


def _engagement_en_json(referentiel: Referentiel, engagement: Engagement) -> dict[str, Any]:
    delais = [un for un in _delais_en_json(referentiel) if un["engagement"] == engagement.code]
    preuves = [{"niveau": un.niveau, "libelle": un.libelle, "nature": un.nature} for un in engagement.preuves]
    return _resume(engagement) | {
        "referentiel": referentiel.code,
        "details": list(engagement.details),
        "delais": delais,
        "frequences": [
            {"libelle": f.libelle, "minimum": f.minimum, "periode": f.periode} for f in engagement.frequences
        ],
        "preuves": preuves,
    }


def _table_engagements(referentiel: Referentiel) -> str:
    return "\n".join(f"{un.code:<6} {un.libelle}" for un in referentiel.engagements)


def _table_delais(referentiel: Referentiel, engagement: str = "") -> list[str]:
    return [
        f"  {delai.code:<27} {duree_en_mots(delai):<24} {delai.libelle}"
        for delai in referentiel.delais().values()
        if engagement in ("", delai.source.engagement)
    ]


def _referentiel_en_texte(referentiel: Referentiel) -> str:
    titre = f"{referentiel.titre}, version {referentiel.version} ({referentiel.code})"
    return "\n".join([titre, "", _table_engagements(referentiel), "", "Délais", *_table_delais(referentiel)])


def _engagement_en_texte(referentiel: Referentiel, engagement: Engagement) -> str:
    lignes = [f"{referentiel.code}, engagement {engagement.code} : {engagement.libelle}", ""]
    lignes += [f"  - {detail}" for detail in engagement.details]
    delais = _table_delais(referentiel, engagement.code)
    if delais:
        lignes += ["", "Délais", *delais]
    if engagement.frequences:
        rythmes = [f"  {un.libelle} : au moins {un.minimum} par {un.periode}" for un in engagement.frequences]
        lignes += ["", "Rythmes", *rythmes]
    if engagement.preuves:
        lignes += ["", "Preuves", *[f"  - {un.libelle} ({un.nature}, {un.niveau})" for un in engagement.preuves]]
    return "\n".join(lignes)
