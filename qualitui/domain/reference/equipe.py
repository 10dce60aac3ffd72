"""The team (équipe) of a site: who holds which role, and what each role may do (roles-eps.toml)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import ClassVar, TypedDict

from qualitui.domain.base import AConfirmer, Fiche, Refus, evoluer
from qualitui.domain.francais import date_numerique, nettoyer, sans_accents, vouliez_vous_dire
from qualitui.domain.saisie import exiger_arrivee, exiger_texte


class Personne(Fiche):
    """One member of the team. `code` is short and stable (« martin-c »); `logins` tie workstations to it.

    `depart_le` is the last day at the site; None: still there.
    """

    table: ClassVar[str] = "equipe"

    code: str
    nom: str
    roles: tuple[str, ...] = ()
    service: str = ""
    logins: tuple[str, ...] = ()
    arrivee_le: date | None = None
    depart_le: date | None = None

    def presente(self, jour: date) -> bool:
        """At the site on `jour`: the last day still counts, the days before the arrival don't."""
        arrivee = self.arrivee_le is None or self.arrivee_le <= jour
        return arrivee and (self.depart_le is None or jour <= self.depart_le)


class Changements(TypedDict, total=False):
    """What is typed again of a person: a field that is absent was not typed. The code signs the past: it stays."""

    nom: str
    roles: Iterable[str]
    service: str
    arrivee_le: date | None


class CodeDejaPris(Refus):
    """Two persons never share a code."""


class CodeInvalide(Refus):
    """A code is made of unaccented letters, digits and hyphens."""


class RoleInconnu(Refus):
    """No role of roles-eps.toml has this code."""


class LoginDejaRattache(Refus):
    """A login is tied to one person only."""


class PiloteInconnu(Refus):
    """A pilot is a person of the team still there, or a role."""


class DejaPartie(Refus):
    """The person has already left."""


class PersonneAbsente(Refus):
    """Nothing is given to someone who is not there that day."""


class RienAReprendre(Refus):
    """What is handed over is something the person carries."""


class ResteAReprendre(AConfirmer):
    """The person leaves, and something stays in nobody's hands."""

    condition = "pour noter le départ et les laisser sans personne"
    enjeu = "Ils resteront dans la semaine du site jusqu’à ce que quelqu’un les reprenne."
    oui = "Noter le départ quand même"
    non = "Ne rien noter"


class Accord:
    """What someone was asked, and agreed to."""

    def __init__(self, *, donne: bool = False) -> None:
        self.donne = donne

    def donner(self) -> None:
        self.donne = True


def code_propose(nom: str, pris: Iterable[str] = ()) -> str:
    """« Claire Martin » → « martin-c », then « martin-c2 » when it is taken."""
    mots = re.findall(r"[a-z0-9]+", sans_accents(nom)) or ["personne"]
    base = f"{mots[-1]}-{mots[0][0]}" if len(mots) > 1 else mots[0]
    occupes = set(pris)
    candidats = (base if n == 1 else f"{base}{n}" for n in range(1, len(occupes) + 2))
    return next(code for code in candidats if code not in occupes)


def creer(
    *,
    nom: str,
    code: str = "",
    roles: Iterable[str] = (),
    service: str = "",
    logins: Iterable[str] = (),
    arrivee_le: date | None = None,
    equipe: Iterable[Personne],
    roles_connus: Iterable[str],
) -> Personne:
    """A new person; without `code`, one is made from the name."""
    membres = list(equipe)
    propre = exiger_texte(nom, "Donnez le nom de la personne.", "nom")
    voulu = exiger_code(code, membres) if code.strip() else code_propose(propre, [p.code for p in membres])
    personne = Personne(
        code=voulu,
        nom=propre,
        roles=exiger_roles(roles, roles_connus),
        service=nettoyer(service),
        arrivee_le=arrivee_le,
    )
    for login in logins:
        personne = rattacher(personne, login, membres)
    return personne


def partir(personne: Personne, *, le: date) -> Personne:
    """`le` is the last day, past or to come; the record stays: past gestures keep their author."""
    if personne.depart_le is not None:
        raise DejaPartie(f"Le départ de {personne.nom} est déjà noté.")
    exiger_arrivee(le, le, personne.arrivee_le, "l’arrivée de la personne")
    return evoluer(personne, depart_le=le)


def exiger_presence(personnes: Iterable[Personne], code: str, jour: date, champ: str) -> None:
    """Raise PersonneAbsente when `code` is a person who is not at the site on `jour`; a role is always there."""
    for personne in personnes:
        if personne.code == code and not personne.presente(jour):
            raise PersonneAbsente(_absence(personne, jour), champ)


def _absence(personne: Personne, jour: date) -> str:
    if personne.depart_le is not None and personne.depart_le < jour:
        quand = f"quitte le site le {date_numerique(personne.depart_le)}"
    else:
        quand = (
            f"n’arrive au site que le {date_numerique(personne.arrivee_le)}" if personne.arrivee_le else "est absente"
        )
    return f"{personne.nom} ({personne.code}) {quand}\u00a0: choisissez quelqu’un de présent le {date_numerique(jour)}."


def rattacher(personne: Personne, login: str, equipe: Iterable[Personne]) -> Personne:
    """Tie a workstation login to the person; refused while another one still there holds it."""
    voulu = exiger_texte(login, "Donnez le nom du compte à rattacher.", "login")
    for autre in equipe:
        if autre.code != personne.code and autre.depart_le is None and _porte(autre, voulu):
            raise LoginDejaRattache(f"Le compte « {voulu} » est déjà rattaché à {autre.nom} ({autre.code}).", "login")
    if _porte(personne, voulu):
        return personne
    return evoluer(personne, logins=(*personne.logins, voulu))


def exiger_code(code: str, equipe: Iterable[Personne]) -> str:
    """A free, well-formed code."""
    voulu = code.strip().casefold()
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", voulu):
        raise CodeInvalide(f"Le code « {code} » ne convient pas : lettres sans accent, chiffres et tirets.", "code")
    for autre in equipe:
        if autre.code == voulu:
            raise CodeDejaPris(f"Le code « {voulu} » est déjà celui de {autre.nom}.", "code")
    return voulu


def exiger_roles(roles: Iterable[str], connus: Iterable[str]) -> tuple[str, ...]:
    """The role codes asked for, each one known."""
    codes = list(connus)
    voulus = tuple(dict.fromkeys(role.strip().casefold() for role in roles if role.strip()))
    for role in voulus:
        if role not in codes:
            raise RoleInconnu(f"Le rôle « {role} » n’existe pas. {vouliez_vous_dire(role, codes)}".strip(), "roles")
    return voulus


def exiger_pilote(saisie: str, personnes: Iterable[Personne], roles: Iterable[str]) -> str:
    """The code of a person (among those given, still there) or of a role; case does not matter."""
    codes = [*(personne.code for personne in personnes), *roles]
    voulu = saisie.strip().casefold()
    if voulu in codes:
        return voulu
    phrase = f"« {saisie.strip()} » n’est ni une personne présente de l’équipe, ni un rôle."
    raise PiloteInconnu(f"{phrase} {vouliez_vous_dire(saisie, codes)}".strip(), "pilote")


def _porte(personne: Personne, login: str) -> bool:
    return any(connu.casefold() == login.casefold() for connu in personne.logins)
