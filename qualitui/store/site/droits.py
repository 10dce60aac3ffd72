"""Who may do what on an open site: a verb on a domain and, for roles bound to « ses éléments », on one's own records.

One's own are those the person created, and those given to them by name or through one of their roles: the concept says
to whom (`domain/<salle>/portee.py`, `porteurs(fiche)`); without that file, whose record it is does not matter. The
other scopes of roles-eps.toml (« service », « équipe »…) say where the role works, and are not checked: a record does
not always say to which service it belongs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from types import ModuleType
from typing import TYPE_CHECKING, Protocol

from qualitui.domain.base import Fiche, Refus
from qualitui.domain.concepts import DOMAINES, de_la_table
from qualitui.domain.francais import INSECABLE, enumerer
from qualitui.domain.reference.droits import EN_MOTS, Verbe
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.reference.reglages import Droits, Reglages
from qualitui.store.contrat import Registre
from qualitui.store.site.referentiels import ligne_du_role, verbes_du_role

if TYPE_CHECKING:
    from qualitui.domain.reference.nomenclatures import Role

BORNEE = "ses éléments"
NOMMES = 3  # roles and persons that a refusal names


class DroitRefuse(Refus):
    """The person's role does not allow the gesture."""


class HorsPortee(DroitRefuse):
    """The role allows the gesture in this domain, but not on this record."""


class Site(Protocol):
    """What is asked of an open site."""

    reglages: Reglages
    registre: Registre
    maintenant: Callable[[], datetime]
    login: str

    @property
    def moi(self) -> Personne | None: ...

    @property
    def roles(self) -> tuple[Role, ...]: ...


def peut(site: Site, domaine: str, verbe: Verbe) -> bool:
    """True when this person may do `verbe` in the domain.

    A login tied to nobody may do everything, unless the site's settings say droits = "stricts": it then only reads.
    """
    personne = site.moi
    if personne is None:
        return site.reglages.droits is Droits.OUVERTS or verbe is Verbe.LIRE
    return any(_va(role, domaine, verbe) for role in _roles(site, personne))


def exiger(site: Site, domaine: str, verbe: Verbe, fiche: Fiche | None = None) -> None:
    """Raise DroitRefuse, saying why and who may, unless this person may do `verbe` in the domain, on `fiche`."""
    if not peut(site, domaine, verbe):
        raise DroitRefuse(_refus(site, domaine, verbe))
    if fiche is not None and bornee(fiche) and borne(site, domaine, verbe):
        _exiger_la_sienne(site, fiche)


def borne(site: Site, domaine: str, verbe: Verbe) -> bool:
    """True when this person does `verbe` on their own records of the domain only."""
    personne = site.moi
    if personne is None:
        return False
    tenus = [role for role in _roles(site, personne) if _va(role, domaine, verbe)]
    return all(ligne_du_role(role).get("portee") == BORNEE for role in tenus)


def bornee(fiche: Fiche) -> bool:
    """True for a record whose concept says to whom it is given."""
    return _portee(fiche) is not None


def quelqu_un_regle(site: Site) -> bool:
    """True when a person of the team, tied to a login, may change the team and the settings."""
    tenus = (role for p in site.registre.find(Personne) if p.logins and p.depart_le is None for role in p.roles)
    return any(_va(role, "parametres", Verbe.TENIR) for role in tenus)


def _portee(fiche: Fiche) -> ModuleType | None:
    trouves = de_la_table(fiche.table)
    if trouves is None or trouves[1] is not trouves[0].tables[0]:
        return None
    return trouves[0].piece("domain", "portee")


def _exiger_la_sienne(site: Site, fiche: Fiche) -> None:
    personne, portee, trouves = site.moi, _portee(fiche), de_la_table(fiche.table)
    if personne is None or portee is None or trouves is None:
        return
    siens = {personne.code, *personne.roles, *personne.logins}
    if siens.isdisjoint(portee.porteurs(fiche)) and _createur(site, fiche) not in siens:
        raise HorsPortee(
            f"Le rôle de {personne.nom} ne permet de modifier que ses propres éléments{INSECABLE}: "
            f"{getattr(fiche, trouves[1].cle)} n’a été ni enregistré par cette personne, ni confié à elle ou à "
            "l’un de ses rôles."
        )


def _createur(site: Site, fiche: Fiche) -> str:
    """Who signed the first writing of the record; « » when it is not written yet."""
    histoire = site.registre.history(type(fiche), fiche.id) if fiche.id else ()
    return histoire[0].par if histoire else ""


def _va(role: str, domaine: str, verbe: Verbe) -> bool:
    tenu = verbes_du_role(role).get(domaine)
    return tenu is not None and tenu.permet(verbe)


def _roles(site: Site, personne: Personne) -> Iterator[str]:
    """The roles a person acts under today: their own, and those they replace while nobody who holds them is there."""
    yield from personne.roles
    for role in personne.roles:
        for remplace in ligne_du_role(role).get("remplace", ()):
            if not any(remplace in autre.roles for autre in _presents(site)):
                yield remplace


def _presents(site: Site) -> list[Personne]:
    jour = site.maintenant().date()
    return [personne for personne in site.registre.find(Personne) if personne.presente(jour)]


def _refus(site: Site, domaine: str, verbe: Verbe) -> str:
    personne = site.moi
    qui = f"Le rôle de {personne.nom}" if personne else f"Le compte « {site.login} », rattaché à personne,"
    phrase = f"{qui} ne permet pas {EN_MOTS[verbe]} {DOMAINES.get(domaine, domaine)}."
    roles = [r.libelle.partition(",")[0] for r in site.roles if r.niveau == "site" and _va(r.code, domaine, verbe)]
    if roles:
        phrase += f" Il faut un de ces rôles{INSECABLE}: {_quelques(roles)}."
    capables = [p.nom for p in _presents(site) if any(_va(role, domaine, verbe) for role in _roles(site, p))]
    return phrase + (f" À demander à {_quelques(capables)}." if capables else "")


def _quelques(noms: Iterable[str]) -> str:
    tous = list(noms)
    return enumerer(tous if len(tous) <= NOMMES else [*tous[:NOMMES], "d’autres"], "ou")
