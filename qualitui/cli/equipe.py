"""qualitui equipe: who works at the site, under which role, with which login."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from qualitui.cli.analyseur import cherche, valeurs
from qualitui.cli.commun import Analyseur, Appel, date_saisie
from qualitui.domain.francais import date_numerique, une_ligne
from qualitui.domain.reference.equipe import Accord
from qualitui.domain.temps.recurrence import UN_JOUR
from qualitui.operations import equipe

if TYPE_CHECKING:
    from qualitui.domain.reference.equipe import Personne


def construire(analyseur: Analyseur) -> None:
    verbes = analyseur.verbes()

    def verbe(nom: str, executer: Callable[[Appel], None], aide: str, *, code: bool = True) -> Analyseur:
        sous = verbes.add_parser(nom, help=aide, description=f"{aide[:1].upper()}{aide[1:]}.")
        if code:
            sous.add_argument("code", metavar="CODE", help="par exemple martin-c")
        sous.en_json()
        sous.set_defaults(executer=executer)
        return sous

    ajout = verbe("ajouter", ajouter, "ajouter une personne", code=False)
    ajout.add_argument("--nom", required=True)
    ajout.add_argument("--code", default="", help="tiré du nom si absent")
    ajout.add_argument("--login", type=cherche, default="", help="compte du poste de travail")
    _declarer_fiche(ajout)
    change = verbe("modifier", modifier, "corriger une fiche")
    change.add_argument("--nom")
    _declarer_fiche(change)
    liste = verbe("lister", lister, "les personnes présentes", code=False)
    liste.add_argument("--tous", action="store_true", help="aussi celles qui sont parties")
    depart = verbe("partir", partir, "noter le dernier jour d’une personne")
    depart.add_argument("--le", type=date_saisie, metavar="DATE", help="aujourd’hui par défaut")
    _declarer_reprises(depart)
    _declarer_reprises(verbe("reprendre", reprendre, "confier à d’autres ce que porte une personne partie"))
    verbe("charges", charges, "ce que porte une personne : actions, dossiers, vérifications, objectifs, rôles")
    compte = verbe("rattacher", rattacher, "rattacher un compte à une personne")
    compte.add_argument("--login", type=cherche, help="le compte en cours par défaut")
    roles_ = verbe("roles", roles, "les rôles connus", code=False)
    roles_.set_defaults(executer=roles)


def _declarer_fiche(sous: Analyseur) -> None:
    sous.add_argument("--roles", type=valeurs, metavar="R1,R2", help="codes des rôles, séparés par des virgules")
    sous.add_argument("--service")
    sous.add_argument("--arrivee", type=date_saisie, metavar="DATE")


def _declarer_reprises(sous: Analyseur) -> None:
    sous.add_argument(
        "--reprise",
        type=cherche,
        action="append",
        default=[],
        metavar="[REF=]QUI",
        help="qui reprend tout, ou l’élément REF (A-2026-012=durand-l), ou le rôle (raqn=durand-l) ; répétable",
    )


def _reprises(appel: Appel) -> dict[str, str]:
    """« REF=QUI » for one thing, « QUI » for all the rest."""
    return {quoi: qui for quoi, _, qui in (r.rpartition("=") for r in appel.options.reprise)}


def ajouter(appel: Appel) -> None:
    o = appel.options
    personne = equipe.ajouter(
        appel.site,
        nom=o.nom,
        code=o.code,
        roles=o.roles or (),
        service=o.service or "",
        logins=(o.login,) if o.login else (),
        arrivee_le=o.arrivee,
    )
    _rendre(appel, personne)


def modifier(appel: Appel) -> None:
    o = appel.options
    saisis = {"nom": o.nom, "roles": o.roles, "service": o.service, "arrivee_le": o.arrivee}
    changements = {nom: valeur for nom, valeur in saisis.items() if valeur is not None}
    _rendre(appel, equipe.modifier(appel.site, equipe.trouver(appel.site, o.code), **changements))


def lister(appel: Appel) -> None:
    personnes = equipe.lister(appel.site, jour=appel.jour, tous=appel.options.tous)
    appel.rendre_liste(personnes, en_json, _ligne, "Personne dans l’équipe.", table="equipe")


def partir(appel: Appel) -> None:
    """What they carry goes to the heirs in the same gesture; what nobody takes is said, and asked about."""
    site, personne, le = appel.site, equipe.trouver(appel.site, appel.options.code), appel.options.le or appel.jour
    avant = equipe.charges(site, personne.code)
    partie = equipe.partir(
        site,
        personne,
        le=le,
        reprises=_reprises(appel),
        accord=Accord(donne=appel.options.quand_meme),
        jour=appel.jour,
    )
    for role in equipe.roles_laisses(site, partie, le + UN_JOUR):
        appel.dire(f"Plus personne ne tiendra le rôle {role}.")
    _rendre_reprises(appel, partie, avant)


def reprendre(appel: Appel) -> None:
    site, personne = appel.site, equipe.trouver(appel.site, appel.options.code)
    avant = equipe.charges(site, personne.code)
    equipe.reprendre(site, personne, _reprises(appel), jour=appel.jour)
    _rendre_reprises(appel, personne, avant)


def charges(appel: Appel) -> None:
    personne = equipe.trouver(appel.site, appel.options.code)
    portees = equipe.charges(appel.site, personne.code)
    donnees = {
        "code": personne.code,
        "nom": personne.nom,
        "roles": personne.roles,
        "charges": [_charge(charge) for charge in portees],
    }
    lignes = [f"  {une_ligne(charge.libelle)} ({charge.qualite})" for charge in portees]
    tete = f"{personne.nom} : {', '.join(personne.roles) or 'sans rôle'}"
    appel.rendre(donnees, "\n".join([tete, *(lignes or ["  ne porte rien"])]))


def _charge(charge: equipe.Charge) -> dict[str, str]:
    return {"concept": charge.concept, "reference": charge.reference, "qualite": charge.qualite}


def _rendre_reprises(appel: Appel, personne: Personne, avant: list[equipe.Charge]) -> None:
    laissees = equipe.charges(appel.site, personne.code)
    restent = {charge.reference for charge in laissees}
    reprises = [charge for charge in avant if charge.reference not in restent]
    donnees = en_json(personne) | {
        "reprises": [_charge(charge) for charge in reprises],
        "laissees": [_charge(charge) for charge in laissees],
    }
    lignes = [f"  repris : {une_ligne(charge.libelle)}" for charge in reprises]
    lignes += [f"  reste à confier : {une_ligne(charge.libelle)}" for charge in laissees]
    appel.rendre(donnees, "\n".join([_ligne(personne), *lignes]))


def rattacher(appel: Appel) -> None:
    personne = equipe.trouver(appel.site, appel.options.code)
    _rendre(appel, equipe.rattacher(appel.site, personne, appel.options.login or appel.site.login))


def roles(appel: Appel) -> None:
    connus = appel.site.roles
    donnees = [{"code": role.code, "libelle": role.libelle, "niveau": role.niveau} for role in connus]
    appel.rendre(donnees, "\n".join(f"{role.code:<26} {role.libelle}" for role in connus))


def en_json(personne: Personne) -> dict[str, Any]:
    return personne.model_dump(mode="json")


def _rendre(appel: Appel, personne: Personne) -> None:
    appel.rendre(en_json(personne), _ligne(personne))


def _ligne(personne: Personne) -> str:
    depart = f", parti(e) le {date_numerique(personne.depart_le)}" if personne.depart_le else ""
    return f"{personne.code:<16} {personne.nom:<24} {', '.join(personne.roles) or 'sans rôle'}{depart}"
