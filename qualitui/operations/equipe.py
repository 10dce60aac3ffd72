"""The team: add, correct, note a departure, tie a login; find who pilots what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Unpack

from qualitui.domain.base import Fiche, Introuvable, evoluer
from qualitui.domain.concepts import CONCEPTS, concept
from qualitui.domain.etape import Etape
from qualitui.domain.francais import accorder, enumerer, sans_accents, une_ligne, vouliez_vous_dire
from qualitui.domain.reference import equipe
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.equipe import Accord, Personne
from qualitui.domain.saisie import exiger_texte
from qualitui.domain.temps.recurrence import UN_JOUR
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
    site.exiger_lisible(Personne, personne.code)
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


class Charge(NamedTuple):
    """What a person carries, or a role: the record, as what, and the words to choose it by."""

    concept: str
    reference: str
    qualite: str
    porteur: str
    libelle: str
    fiche: Fiche


def partir(
    site: Site,
    personne: Personne,
    *,
    le: date,
    reprises: Mapping[str, str] | None = None,
    accord: Accord | None = None,
    jour: date | None = None,
) -> Personne:
    """Note the last day of a person at the site, and hand over what they carry: all of it, or nothing.

    `reprises`: reference, or role, → who takes it (a person's code, a role's); « » is for all that is not named.
    Something left to nobody is asked about (`ResteAReprendre`) unless `accord` was given. `jour`: today, `le` without.
    """
    site.exiger("parametres", Verbe.TENIR)
    partie = equipe.partir(personne, le=le)
    portees, repris = charges(site, personne.code), _lire_reprises(site, personne, reprises or {}, le)
    _exiger_connues(personne, portees, repris)
    laissees = [charge for charge in portees if not repris.get(charge.reference, repris.get("", ""))]
    accord = accord or Accord()
    if laissees and not accord.donne:
        raise equipe.ResteAReprendre(_reste(personne, laissees), accord.donner)
    with site.registre.transaction():
        _confier(site, portees, repris, le=le, jour=jour or le)
        for role in personne.roles:
            if heritier := repris.get(role, ""):
                tenant = trouver(site, heritier)
                if role not in tenant.roles:
                    site.registre.save(evoluer(tenant, roles=(*tenant.roles, role)))
        return site.registre.save(partie)


def charges(site: Site, *codes: str) -> list[Charge]:
    """What these persons or roles carry of what is not over, concept by concept; of the domains that may be read."""
    portees = []
    for connu in CONCEPTS:
        piece = connu.piece("domain", "passation") if site.peut(connu.domaine.code, Verbe.LIRE) else None
        table = connu.tables[0]
        for fiche in site.registre.ouvertes(table.importer()) if piece else ():
            for code, qualite in piece.confiee_a(fiche).items() if piece else ():
                if code in codes:
                    portees.append(_charge(connu.nom, str(getattr(fiche, table.cle)), qualite, code, fiche))
    return portees


def _charge(nom: str, reference: str, qualite: str, code: str, fiche: Fiche) -> Charge:
    titre = next((t for champ in ("intitule", "libelle", "objet") if (t := getattr(fiche, champ, ""))), "")
    return Charge(nom, reference, qualite, code, f"{reference} {titre}".strip(), fiche)


def roles_laisses(site: Site, personne: Personne, apres: date) -> tuple[str, ...]:
    """Their roles that nobody else holds from `apres` on."""
    autres = [p for p in site.registre.find(Personne) if p.code != personne.code and p.presente(apres)]
    tenus = {role for autre in autres for role in autre.roles}
    return tuple(role for role in personne.roles if role not in tenus)


def roles_vacants(site: Site, jour: date) -> dict[str, int]:
    """The roles that carry something and that nobody holds on `jour`, with how much; none while nobody is known."""
    presents = lister(site, jour=jour)
    if not presents or _une_illisible(site):
        return {}
    tenus = {role for present in presents for role in present.roles}
    libres = [role for role in codes_des_roles(site) if role not in tenus]
    return dict(Counter(charge.porteur for charge in charges(site, *libres)))


def vacant(site: Site, code: str, jour: date) -> str:
    """The sentence that says that nobody holds this role; empty for a person, or a role held."""
    code = code.strip().casefold()
    if not code or code not in codes_des_roles(site) or not (presents := lister(site, jour=jour)):
        return ""
    if any(code in present.roles for present in presents) or _une_illisible(site):
        return ""
    return f"Personne ne tient aujourd’hui le rôle «\u00a0{nommer(site, code)}\u00a0» ({code})."


def _une_illisible(site: Site) -> bool:
    """Someone who cannot be read here may hold any role."""
    return any(une.table == Personne.table and not une.partielle for une in site.registre.illisibles)


def etapes(site: Site, jour: date) -> Iterator[Etape]:
    """What those who left, or are about to, still carry: to hand over by their last day."""
    partis = [p for p in site.registre.find(Personne) if p.depart_le is not None]
    portees = charges(site, *(personne.code for personne in partis)) if partis else []
    for personne in partis:
        siennes = [charge for charge in portees if charge.porteur == personne.code]
        if siennes and personne.depart_le is not None:
            quoi = f"Confier à quelqu’un d’autre ce que porte {personne.nom}"
            libelle = f"{quoi}\u00a0: {_en_mots(siennes)}"
            le = personne.depart_le
            yield Etape("equipe", personne.code, quoi, libelle, le, le, min(le, personne.arrivee_le or le))


def reprendre(site: Site, personne: Personne, reprises: Mapping[str, str], *, jour: date) -> tuple[Charge, ...]:
    """Hand over what someone who left still carries; what is left is told by `charges`."""
    site.exiger("parametres", Verbe.TENIR)
    le = personne.depart_le or jour
    portees, repris = charges(site, personne.code), _lire_reprises(site, personne, reprises, max(le, jour))
    _exiger_connues(personne, portees, repris)
    _confier(site, portees, repris, le=max(le, jour), jour=jour)
    return tuple(charges(site, personne.code))


def _confier(site: Site, portees: Sequence[Charge], repris: Mapping[str, str], *, le: date, jour: date) -> None:
    roles = codes_des_roles(site)
    with site.registre.transaction():
        for charge in portees:
            heritier = repris.get(charge.reference, repris.get("", ""))
            piece = concept(charge.concept).piece("domain", "passation")
            if heritier and piece is not None:
                rendue = piece.confier(
                    charge.fiche, charge.porteur, heritier, est_un_role=heritier in roles, le=le, jour=jour
                )
                site.registre.save(rendue)


def _en_mots(portees: Sequence[Charge]) -> str:
    """« 2 actions, 1 vérification », by the concepts' own names."""
    compte = Counter(charge.concept for charge in portees)
    return enumerer([accorder(n, concept(nom).singulier, concept(nom).pluriel) for nom, n in compte.items()])


def _reste(personne: Personne, laissees: Sequence[Charge]) -> str:
    lignes = "\n".join(f"- {charge.libelle} ({charge.qualite})" for charge in laissees)
    return (
        f"{personne.nom} porte encore {_en_mots(laissees)}, que personne ne reprend\u00a0:\n{lignes}\n"
        "Dites qui reprend (--reprise PERSONNE pour tout, --reprise RÉFÉRENCE=PERSONNE pour un élément)."
    )


def _lire_reprises(site: Site, personne: Personne, reprises: Mapping[str, str], le: date) -> dict[str, str]:
    """The codes of the heirs, each of them there the day after; a person does not take over from themselves."""
    lues: dict[str, str] = {}
    for quoi, qui in reprises.items():
        if not qui.strip():
            continue
        heritier = equipe.exiger_pilote(qui, site.registre.find(Personne), codes_des_roles(site))
        if heritier == personne.code:
            raise equipe.PersonneAbsente(f"{personne.nom} ne peut pas reprendre ce qu’elle laisse.", "reprises")
        equipe.exiger_presence(site.registre.find(Personne), heritier, le + UN_JOUR, "reprises")
        role = quoi.strip().casefold()
        lues[role if role in personne.roles else quoi.strip().upper()] = heritier
    return lues


def _exiger_connues(personne: Personne, portees: Sequence[Charge], repris: Mapping[str, str]) -> None:
    connues = {charge.reference for charge in portees} | {*personne.roles, ""}
    for quoi in repris:
        if quoi not in connues:
            phrase = f"{personne.nom} ne porte pas «\u00a0{quoi}\u00a0». {vouliez_vous_dire(quoi, connues - {''})}"
            raise equipe.RienAReprendre(phrase.strip(), "reprises")


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
    site.exiger_lisible(Personne, code)
    connus = [personne.code for personne in site.registre.find(Personne)]
    raise Introuvable(
        f"Personne n’a le code « {code} » dans l’équipe. {vouliez_vous_dire(code, connus)}".strip(), "code"
    )


def exiger_pilote(site: Site, saisie: str, jour: date) -> str:
    """The code of a person present on `jour` or of a role; empty stays empty (not yet decided)."""
    if not saisie.strip():
        return ""
    return equipe.exiger_pilote(saisie, lister(site, jour=jour), codes_des_roles(site))


def exiger_presence(site: Site, code: str, jour: date, champ: str) -> None:
    """Refuse to give something to a person who is not there on `jour`; a role passes, and an empty code."""
    equipe.exiger_presence(site.registre.find(Personne, code=code) if code else (), code, jour, champ)


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
