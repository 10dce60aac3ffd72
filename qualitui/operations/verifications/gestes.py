"""Gestures on the table of checks: adopt the default rows, add one's own, edit, suspend, resume, read.

What falls due (lister, du_jour…) is read in occurrences.py, noted in constats.py, counted in statistiques.py; all are
called from here too, under the one name of the concept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn, Unpack

from qualitui.domain.base import Introuvable, Refus
from qualitui.domain.francais import date_numerique, nettoyer, sans_accents, vouliez_vous_dire
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.saisie import exiger_texte
from qualitui.domain.verifications import gestes
from qualitui.domain.verifications.fiche import Periodicite, Verification
from qualitui.operations import equipe
from qualitui.operations.verifications.constats import ResultatSaisi as ResultatSaisi
from qualitui.operations.verifications.constats import expliquer as expliquer
from qualitui.operations.verifications.constats import noter as noter
from qualitui.operations.verifications.constats import noter_lot as noter_lot
from qualitui.operations.verifications.constats import ouvrir_action as ouvrir_action
from qualitui.operations.verifications.occurrences import DuJour as DuJour
from qualitui.operations.verifications.occurrences import a_expliquer as a_expliquer
from qualitui.operations.verifications.occurrences import deja_note as deja_note
from qualitui.operations.verifications.occurrences import du_jour as du_jour
from qualitui.operations.verifications.occurrences import historique as historique
from qualitui.operations.verifications.occurrences import lister as lister
from qualitui.operations.verifications.occurrences import pourquoi as pourquoi
from qualitui.operations.verifications.occurrences import suivi as suivi
from qualitui.operations.verifications.occurrences import suivis as suivis
from qualitui.operations.verifications.statistiques import cartographier as cartographier
from qualitui.operations.verifications.statistiques import echeances as echeances
from qualitui.operations.verifications.statistiques import statistiques as statistiques

if TYPE_CHECKING:
    from qualitui.domain.reference.nomenclatures import VerificationType
    from qualitui.store.site.site import Site


class CodePris(Refus):
    """Another check of the table has this code."""


class PersonneSurLeDepart(Refus):
    """A check is not given to someone whose departure is noted."""


class CodeInconnu(Refus):
    """A role or an engagement that no table of the program knows."""


def proposees(site: Site) -> tuple[VerificationType, ...]:
    """The default rows that the site's table does not have yet, in the order of the default table."""
    site.exiger("verifications", Verbe.LIRE)
    presents = {verification.code for verification in site.registre.find(Verification)}
    return tuple(modele for modele in site.verifications_types if modele.code not in presents)


def installer(
    site: Site, *, codes: Iterable[str] | None = None, premiere_due: bool | None = None, jour: date
) -> list[Verification]:
    """Put default rows into the table, due from `jour`: those of `codes`, or (None) every one not there yet.

    `premiere_due`: whether the period under way is due; None: what the site's settings say.
    """
    site.exiger("verifications", Verbe.TENIR)
    libres = {modele.code: modele for modele in proposees(site)}
    choisis = list(libres) if codes is None else [_code_propose(site, code) for code in codes]
    rangs = {modele.code: rang for rang, modele in enumerate(site.verifications_types)}
    themes = _themes(site, jour)
    with site.registre.transaction():
        return [
            site.registre.add(
                gestes.adopter(
                    libres[code],
                    theme=themes.get(libres[code].engagement, ""),
                    depuis=jour,
                    rang=rangs[code],
                    premiere_due=_premiere_due(site, premiere_due),
                )
            )
            for code in dict.fromkeys(choisis)
            if code in libres
        ]


def _premiere_due(site: Site, choix: bool | None) -> bool:
    return site.reglages.premiere_periode_due if choix is None else choix


def _code_propose(site: Site, code: str) -> str:
    connus = [modele.code for modele in site.verifications_types]
    voulu = code.strip().upper()
    if voulu not in connus:
        raise Introuvable(
            f"« {code} » n’est pas dans le tableau par défaut. {vouliez_vous_dire(voulu, connus)}", "codes"
        )
    return voulu


def _themes(site: Site, jour: date) -> dict[str, str]:
    return {engagement.code: engagement.theme for engagement in site.referentiel_au(jour).engagements}


def ajouter(
    site: Site,
    *,
    code: str,
    libelle: str,
    periodicite: Periodicite,
    jour: date,
    depuis: date | None = None,
    ancre: date | None = None,
    premiere_due: bool | None = None,
    **textes: Unpack[gestes.Textes],
) -> Verification:
    """Add a check of the site's own, due from `depuis` (default `jour`).

    `premiere_due` as in `installer`. Without `ancre`, a day is proposed inside the period; without `theme`, the
    engagement's.
    """
    site.exiger("verifications", Verbe.TENIR)
    propre = exiger_texte(code, "Donnez un code à la vérification, comme V-ACC-10.", "code").upper()
    if " " in propre or "@" in propre:
        raise CodePris(f"Le code « {propre} » contient un espace ou un @ : écrivez-le comme V-ACC-10.", "code")
    if site.registre.find(Verification, code=propre):
        raise CodePris(f"La vérification {propre} existe déjà.", "code")
    site.exiger_lisible(Verification, propre)
    debut = depuis or jour
    if debut < jour:
        raise gestes.ModificationPassee("Une vérification n’est due qu’à partir d’aujourd’hui, ou plus tard.", "depuis")
    contenu = _verifies(site, {nom: nettoyer(v) if isinstance(v, str) else v for nom, v in textes.items()}, jour)
    contenu.setdefault("theme", _themes(site, jour).get(contenu.get("engagement", ""), ""))
    contenu.setdefault("ordre", _apres_son_theme(site, contenu["theme"]))
    return site.registre.add(
        Verification(
            code=propre,
            libelle=exiger_texte(libelle, "Donnez un libellé à la vérification.", "libelle"),
            periodicite=periodicite,
            ancre=ancre or gestes.ancre_proposee(periodicite, debut),
            depuis=debut,
            premiere_due=_premiere_due(site, premiere_due),
            **contenu,
        )
    )


def modifier(
    site: Site,
    verification: Verification,
    *,
    jour: date,
    a_compter_du: date | None = None,
    raison: str = "",
    **changements: Unpack[gestes.Changements],
) -> Verification:
    """Change the table for the future (`verifications_gestes.modifier`); `raison` for a slower rhythm."""
    site.exiger("verifications", Verbe.TENIR, verification)
    propres = _verifies(site, {**changements}, jour)
    if "engagement" in propres and "theme" not in propres:
        propres["theme"] = _themes(site, jour).get(propres["engagement"], "")
    return site.registre.save(
        gestes.modifier(verification, jour=jour, a_compter_du=a_compter_du, raison=raison, **propres)
    )


def suspendre(
    site: Site, verification: Verification, *, du: date, au: date | None = None, raison: str, jour: date
) -> Verification:
    """No longer ask it from `du` (today or later) to `au` included; None: until it is resumed."""
    site.exiger("verifications", Verbe.TENIR, verification)
    return site.registre.save(gestes.suspendre(verification, du=du, au=au, raison=raison, jour=jour))


def reprendre(site: Site, verification: Verification, *, le: date, jour: date) -> Verification:
    """Ask it again from `le` (today or later)."""
    site.exiger("verifications", Verbe.TENIR, verification)
    return site.registre.save(gestes.reprendre(verification, le=le, jour=jour))


def trouver(site: Site, code: str) -> Verification:
    """The check of that code, whatever its case; Introuvable names the nearest."""
    site.exiger("verifications", Verbe.LIRE)
    trouvees = site.registre.find(Verification, code=code.strip().upper())
    if trouvees:
        return trouvees[0]
    site.exiger_lisible(Verification, code)
    connus = [verification.code for verification in site.registre.find(Verification)]
    raise Introuvable(
        f"Aucune vérification n’a le code « {code} ». {vouliez_vous_dire(code.upper(), connus)}".rstrip(), "code"
    )


def _apres_son_theme(site: Site, theme: str) -> int:
    """The rank of the last check of that theme, else of the table: a row of the site's stands with its theme."""
    rangees = table(site)
    return max((v.ordre for v in rangees if v.theme == theme), default=len(rangees))


def table(site: Site) -> list[Verification]:
    """The site's table, by engagement's order in it, then walk order."""
    site.exiger("verifications", Verbe.LIRE)
    return sorted(site.registre.find(Verification), key=lambda v: (v.ordre, v.code))


def _verifies(site: Site, champs: dict[str, Any], jour: date) -> dict[str, Any]:
    """`champs` with the codes checked; a role may be given by its name (« Agent d’accueil »)."""
    if champs.get("role"):
        champs = {**champs, "role": role_connu(site, champs["role"])}
    if champs.get("engagement"):
        connus = [e.code for e in site.referentiel_au(jour).engagements]
        if champs["engagement"].upper() not in connus:
            _inconnu("L’engagement", champs["engagement"], connus, "engagement")
        champs = {**champs, "engagement": champs["engagement"].upper()}
    if champs.get("personne"):
        personne = equipe.trouver(site, champs["personne"])
        # A check comes back for ever: given to someone who is about to leave, it would be nobody's.
        if personne.depart_le is not None and personne.depart_le >= jour:
            raise PersonneSurLeDepart(
                f"{personne.nom} quitte le site le {date_numerique(personne.depart_le)} : la vérification revient "
                "après, confiez-la à quelqu’un d’autre.",
                "personne",
            )
        equipe.exiger_presence(site, personne.code, jour, "personne")
        champs = {**champs, "personne": personne.code}
    return champs


def role_connu(site: Site, saisi: str) -> str:
    """The code of a role given by its code or its name; CodeInconnu names the nearest."""
    voulu = sans_accents(saisi.strip())
    for role in site.roles:
        if voulu in (role.code, sans_accents(role.libelle), sans_accents(role.libelle.partition(",")[0])):
            return role.code
    _inconnu("Le rôle", saisi, [role.code for role in site.roles], "role")


def _inconnu(nom: str, saisi: str, connus: Sequence[str], champ: str) -> NoReturn:
    raise CodeInconnu(f"{nom} « {saisi} » n’existe pas. {vouliez_vous_dire(saisi, connus)}".rstrip(), champ)
