"""How far a right to write goes: a role whose `portee` is « ses éléments » writes on its own records only.

Its own are those the person created, and those given to them by name or through one of their roles. The other scopes of
roles-eps.toml (« service », « équipe »…) say where the role works, and are not checked: a record does not always say
to which service it belongs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from qualitui.domain.base import Fiche
from qualitui.domain.francais import INSECABLE
from qualitui.domain.reference.equipe import Personne
from qualitui.store.site.site import DroitRefuse

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

BORNEE = "ses éléments"


class HorsPortee(DroitRefuse):
    """The role may write in this domain, but not on this record."""


def exiger_sur(site: Site, domaine: str, fiche: Fiche, reference: str, porteurs: Iterable[str]) -> None:
    """Raise DroitRefuse unless this person may write on `fiche`; `porteurs`: codes of those it is given to."""
    site.exiger(domaine)
    personne = site.moi
    if personne is None or not _bornee(site, domaine, personne):
        return
    siens = {personne.code, *personne.roles, *personne.logins}
    if siens.isdisjoint(porteurs) and _createur(site, fiche) not in siens:
        raise HorsPortee(
            f"Le rôle de {personne.nom} ne permet de modifier que ses propres dossiers{INSECABLE}: {reference} n’a "
            "été ni enregistré par cette personne, ni confié à elle ou à son rôle."
        )


def borne(site: Site, domaine: str) -> bool:
    """True when this person writes only on their own records of the domain."""
    personne = site.moi
    return personne is not None and _bornee(site, domaine, personne)


def _bornee(site: Site, domaine: str, personne: Personne) -> bool:
    """True when no role of the person lets them write on everything in the domain."""
    tenus = [role for role in site.roles if role.code in personne.roles and role.droits.get(domaine) == "ecriture"]
    return all(role.portee == BORNEE for role in tenus)


def _createur(site: Site, fiche: Fiche) -> str:
    """Who signed the first writing of the record; « » when it is not written yet."""
    histoire = site.registre.history(type(fiche), fiche.id) if fiche.id else ()
    return histoire[0].par if histoire else ""
