"""Load the référentiels and reference tables (data/*.toml) and check that every code they quote exists.

Each file is read once per process. A faulty file raises `DonneesFautives`, which says file, table, key and what
was expected; unreadable is never empty.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from qualitui.domain.base import Introuvable
from qualitui.domain.francais import raison_du_systeme, vouliez_vous_dire
from qualitui.domain.reference.droits import Verbe, verbes
from qualitui.store import empreintes
from qualitui.store.disque import ouvrir_a_lire
from qualitui.store.moteur import souvenirs
from qualitui.store.site import ressources
from qualitui.store.site.fautes import DonneesFautives, faute_de_toml, raconter
from qualitui.store.site.utilisateur import etat_local

# Models are imported by the function that fills them: a command that reads no table pays for none.
if TYPE_CHECKING:
    from qualitui.domain.reference import nomenclatures as tables
    from qualitui.domain.reference.coherence import Donnees
    from qualitui.domain.reference.referentiel import Correspondance, Referentiel

M = TypeVar("M", bound=BaseModel)

_MINUIT = re.compile(r"(\bfermeture\s*=\s*)24:00(?::00)?(?=\s*(?:[#,}]|$))", re.MULTILINE)

FICHIERS_REFERENTIELS = {"EPS-2023": "eps-2023.toml", "CASVP-2014": "casvp-2014.toml"}


def lire_toml(chemin: Path) -> dict[str, Any]:
    """The content of a TOML file (UTF-8, a BOM is tolerated); `DonneesFautives` if it cannot be read."""
    try:
        return tomllib.loads(fin_de_journee(_texte(chemin)))
    except (ValueError, RecursionError) as erreur:
        raise DonneesFautives(
            f"Le fichier {chemin} n’est pas un TOML valide\u00a0: {faute_de_toml(erreur)}."
        ) from erreur


def fin_de_journee(texte: str) -> str:
    """The text with a closing at 24:00 between quotes: TOML has no time for the end of a day."""
    return _MINUIT.sub(r'\1"24:00"', texte)


def _texte(chemin: Path) -> str:
    try:
        with ouvrir_a_lire(chemin) as flux:
            return flux.read().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as erreur:
        raise DonneesFautives(
            f"Le fichier {chemin} ne peut pas être lu\u00a0: {raison_du_systeme(erreur)}."
        ) from erreur
    except UnicodeDecodeError as erreur:
        raise DonneesFautives(f"Le fichier {chemin} n’est pas écrit en UTF-8 (octet {erreur.start}).") from erreur


def valider(modele: type[M], contenu: dict[str, Any], chemin: Path, racine: str = "") -> M:
    """`contenu` as a `modele`; `DonneesFautives` names `chemin` and, for each fault, table, key and expected."""
    try:
        return modele.model_validate(contenu)
    except ValidationError as erreur:
        raise DonneesFautives(raconter(erreur, contenu, chemin.name, racine)) from erreur


def _charger(modele: type[M], nom: str) -> M:
    chemin = ressources.donnees() / nom
    return valider(modele, lire_toml(chemin), chemin)


def lire_ligne(nom: str, table: str, code: str) -> dict[str, Any]:
    """The raw [[table]] row of that code in the data file `nom`; empty when no row has it."""
    return _lignes(nom, table).get(code, {})


@cache
def _lignes(nom: str, table: str) -> dict[str, dict[str, Any]]:
    """The rows by code, kept on this workstation as long as the file has this content.

    To parse the two files that a reading command asks for is a twentieth of it.
    """
    chemin = ressources.donnees() / nom
    empreinte = f"{empreintes.fichiers(__file__)} {sha256(_texte(chemin).encode()).hexdigest()}"
    gardees = souvenirs.Souvenirs(etat_local())
    lignes: dict[str, dict[str, Any]] | None = gardees.rappeler(f"{nom} [[{table}]]", empreinte)
    if lignes is None:
        lignes = {ligne["code"]: ligne for ligne in lire_toml(chemin)[table]}
        gardees.retenir(f"{nom} [[{table}]]", empreinte, lignes)
        gardees.garder()
    return lignes


def ligne_du_role(code: str) -> Mapping[str, Any]:
    """The raw row of a role; empty for a code that no role has."""
    return lire_ligne("roles-eps.toml", "role", code)


@cache
def verbes_du_role(code: str) -> Mapping[str, Verbe]:
    """How far a role goes in each domain where it may do something."""
    role = ligne_du_role(code)
    return verbes(role.get("droits", {}), role.get("verbes", {}))


def intervalle_de(evenement: str) -> int:
    """Months between two comings of an event of the planning; 0: no fixed pace."""
    return int(lire_ligne("planning-eps.toml", "evenement", evenement).get("intervalle_mois", 0))


def lire_referentiel(chemin: Path) -> Referentiel:
    """A référentiel written in one file: its [referentiel] table beside the [[engagement]] ones."""
    from qualitui.domain.reference.referentiel import Referentiel

    contenu = lire_toml(chemin)
    entete = contenu.pop("referentiel", None)
    if not isinstance(entete, dict):
        raise DonneesFautives(f"Fichier {chemin.name}\u00a0: la table [referentiel] manque.")
    return valider(Referentiel, {**entete, **contenu}, chemin, "referentiel")


@cache
def charger_referentiel(code: str) -> Referentiel:
    """The référentiel of that code (« EPS-2023 »); `Introuvable` proposes the nearest."""
    if code not in FICHIERS_REFERENTIELS:
        aide = vouliez_vous_dire(code, FICHIERS_REFERENTIELS)
        raise Introuvable(f"Le référentiel «\u00a0{code}\u00a0» n’existe pas. {aide}", "referentiel")
    return lire_referentiel(ressources.donnees() / FICHIERS_REFERENTIELS[code])


def charger_referentiels() -> dict[str, Referentiel]:
    """Every référentiel known, by code, the newest first."""
    return {code: charger_referentiel(code) for code in FICHIERS_REFERENTIELS}


@cache
def charger_nomenclatures() -> tables.Nomenclatures:
    from qualitui.domain.reference.nomenclatures import Nomenclatures

    return _charger(Nomenclatures, "nomenclatures.toml")


@cache
def charger_table_roles() -> tables.TableRoles:
    from qualitui.domain.reference.nomenclatures import TableRoles

    return _charger(TableRoles, "roles-eps.toml")


def charger_roles() -> tuple[tables.Role, ...]:
    return charger_table_roles().roles


@cache
def charger_verifications() -> tuple[tables.VerificationType, ...]:
    from qualitui.domain.reference.nomenclatures import TableVerifications

    return _charger(TableVerifications, "verifications-eps.toml").verifications


@cache
def charger_indicateurs() -> tuple[tables.IndicateurType, ...]:
    from qualitui.domain.reference.nomenclatures import TableIndicateurs

    return _charger(TableIndicateurs, "indicateurs-eps.toml").indicateurs


@cache
def charger_planning() -> tables.Planning:
    from qualitui.domain.reference.nomenclatures import Planning

    return _charger(Planning, "planning-eps.toml")


@cache
def charger_lexique() -> tables.Lexique:
    from qualitui.domain.reference.nomenclatures import Lexique

    return _charger(Lexique, "lexique.toml")


@cache
def charger_correspondance() -> Correspondance:
    from qualitui.domain.reference.referentiel import Correspondance

    return _charger(Correspondance, "correspondance.toml")


def tout_charger() -> Donnees:
    """Every table, read and validated one by one."""
    from qualitui.domain.reference.coherence import Donnees

    connus = charger_referentiels()
    return Donnees(
        referentiels=connus,
        courant=charger_referentiel(charger_table_roles().referentiel),
        nomenclatures=charger_nomenclatures(),
        roles=charger_table_roles(),
        verifications=charger_verifications(),
        indicateurs=charger_indicateurs(),
        planning=charger_planning(),
        correspondance=charger_correspondance(),
    )


def valider_tout() -> None:
    """Raise `DonneesFautives` listing every code that one table quotes and another does not have."""
    from qualitui.domain.reference.coherence import incoherences

    charger_lexique()
    fautes = incoherences(tout_charger())
    if fautes:
        raise DonneesFautives("\n".join(fautes))
