"""The team: add, correct, note a departure, tie a login; find who pilots what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Unpack

from qualitui.domain.base import Introuvable, evoluer
from qualitui.domain.francais import sans_accents, une_ligne, vouliez_vous_dire
from qualitui.domain.reference import equipe
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.saisie import exiger_texte
from qualitui.store.site import droits

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


def ajouter(
    site: Site,
    *,
    nom: str,
    code: str = "",
    roles: Iterable[str] = (),
    service: str = "",
    logins: Iterable[str] = (),
    arrivee_le: date | None = None,
) -> Personne:
    """Add a person to the team; without `code`, one is made from the name."""
    site.exiger("parametres", Verbe.TENIR)
    personne = equipe.creer(
        nom=nom,
        code=code,
        roles=roles,
        service=service,
        logins=logins,
        arrivee_le=arrivee_le,
        equipe=site.registre.find(Personne),
        roles_connus=codes_des_roles(site),
    )
    return site.registre.add(personne)


def modifier(site: Site, personne: Personne, **changements: Unpack[equipe.Changements]) -> Personne:
    """Correct nom, roles, service or arrivee_le; the code never changes: past gestures are signed with it."""
    site.exiger("parametres", Verbe.TENIR)
    if inconnus := set(changements) - set(equipe.Changements.__annotations__):
        raise TypeError(f"not editable: {sorted(inconnus)}")
    if "roles" in changements:
        changements["roles"] = equipe.exiger_roles(changements["roles"], codes_des_roles(site))
    if "nom" in changements:
        changements["nom"] = exiger_texte(changements["nom"], "Donnez le nom de la personne.", "nom")
    return site.registre.save(evoluer(personne, **changements))


def partir(site: Site, personne: Personne, *, le: date) -> Personne:
    """Note the last day of a person at the site."""
    site.exiger("parametres", Verbe.TENIR)
    return site.registre.save(equipe.partir(personne, le=le))


def rattacher(site: Site, personne: Personne, login: str) -> Personne:
    """Tie a login to a person."""
    exiger_rattachement(site)
    rattachee = site.registre.save(equipe.rattacher(personne, login, site.registre.find(Personne)))
    site.registre.auteur = site.auteur
    return rattachee


def exiger_rattachement(site: Site) -> None:
    """Tying a login is a right of the settings: it gives what the person's roles give.

    On a new site, where nobody tied to a login holds it yet, a login tied to nobody may: someone has to come first.
    """
    if site.moi is not None or droits.quelqu_un_regle(site):
        site.exiger("parametres", Verbe.TENIR)


def lister(site: Site, *, jour: date, tous: bool = False) -> list[Personne]:
    """The persons present on `jour` (everyone with `tous`), by name."""
    personnes = (p for p in site.registre.find(Personne) if tous or p.presente(jour))
    return sorted(personnes, key=lambda personne: sans_accents(personne.nom))


def trouver(site: Site, code: str) -> Personne:
    """The person who has this code; Introuvable names the nearest."""
    trouvees = site.registre.find(Personne, code=code.strip().casefold())
    if trouvees:
        return trouvees[0]
    connus = [personne.code for personne in site.registre.find(Personne)]
    raise Introuvable(
        f"Personne n’a le code « {code} » dans l’équipe. {vouliez_vous_dire(code, connus)}".strip(), "code"
    )


def exiger_pilote(site: Site, saisie: str, jour: date) -> str:
    """The code of a person present on `jour` or of a role; empty stays empty (not yet decided)."""
    if not saisie.strip():
        return ""
    return equipe.exiger_pilote(saisie, lister(site, jour=jour), codes_des_roles(site))


def lire_pilote(site: Site, saisie: str) -> str:
    """The code of anyone who is or was in the team, or of a role: what was piloted is looked for by it too."""
    return equipe.exiger_pilote(saisie, site.registre.find(Personne), codes_des_roles(site))


def porteurs(site: Site, pilote: str, jour: date) -> tuple[str, ...]:
    """The codes of the persons behind a pilot: itself for a person, those present who hold it for a role."""
    tenants = tuple(p.code for p in lister(site, jour=jour) if pilote in p.roles)
    return tenants if pilote in codes_des_roles(site) else (pilote,)


def nommer(site: Site, code: str) -> str:
    """The name shown for a person's or a role's code; the code itself when it is neither."""
    for personne in site.registre.find(Personne, code=code):
        return une_ligne(personne.nom)
    return next((role.libelle for role in site.roles if role.code == code), code)


def codes_des_roles(site: Site) -> tuple[str, ...]:
    return tuple(role.code for role in site.roles)
