"""Any record of the site by what people call it: « R-2026-014 », « V-NET-02 », « V-NET-02@2026-03-02 », « 2026-T1 »."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from qualitui.domain.base import Fiche, Introuvable
from qualitui.domain.concepts import de_la_table, domaine_de, tables
from qualitui.domain.francais import entier_ecrit
from qualitui.domain.reference.droits import Verbe

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


@cache
def modeles() -> tuple[type[Fiche], ...]:
    """Those of every table. Imported when asked for: the screens name a record long before one of all is wanted."""
    return tuple(table.importer() for _, table in tables())


class Designee(NamedTuple):
    """A record found by its name."""

    modele: type[Fiche]
    ident: str
    nom: str


def modele_de(table: str) -> type[Fiche]:
    """The model of a table; `Introuvable` for one this program does not know."""
    trouves = de_la_table(table)
    if trouves is not None:
        return trouves[1].importer()
    raise Introuvable(f"La table « {table} » n’est pas connue de ce programme.")


def nom_de(table: str, ident: str, contenu: object) -> str:
    """How people call the record: its reference or code with what it is, « action A-2026-012 »."""
    trouves = de_la_table(table)
    if trouves is None:
        return f"{table} {ident}"
    concept, decrite = trouves
    propre = contenu.get(decrite.cle) if decrite.cle and isinstance(contenu, dict) else None
    return f"{decrite.genre or concept.singulier} {propre or ident}"


def designer(site: Site, texte: str) -> Designee:
    """The record people call `texte`, for who may read it; `Introuvable` if there is none."""
    voulu = texte.strip().replace(" × ", "@")
    for _, table in tables():
        if table.cle:
            modele = table.importer()
            annee = entier_ecrit(voulu) if table.cle == "annee" else None
            valeur = voulu if annee is None else annee
            trouvees = site.registre.find(modele, **{table.cle: valeur}) or site.registre.find(
                modele, **{table.cle: voulu.upper()}
            )
            if trouvees:
                site.exiger(domaine_de(table.nom), Verbe.LIRE)
                return Designee(modele, trouvees[0].id, voulu)
    return _par_identifiant(site, voulu)


def _par_identifiant(site: Site, ident: str) -> Designee:
    for modele in modeles():
        try:
            site.registre.history(modele, ident)
        except Introuvable:
            continue
        site.exiger(domaine_de(modele.table), Verbe.LIRE)
        return Designee(modele, ident, ident)
    raise Introuvable(f"Aucune fiche ne s’appelle « {ident} ».")
