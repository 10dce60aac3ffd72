"""Settle what two workstations wrote at the same time: choose one version, or merge field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from qualitui.domain.base import Introuvable, Refus
from qualitui.domain.concepts import domaine_de
from qualitui.domain.reference.droits import Verbe
from qualitui.operations.donnees.fiches import modele_de, nom_de
from qualitui.store.contrat import ANONYME, Conflit, Redaction

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


REUNIES = 0


class ChoixImpossible(Refus):
    """The choice names a version or a field that is not in the conflict, or makes a record that does not hold."""


class ConflitNomme(NamedTuple):
    """A conflict with the name people give to the record (« action A-2026-012 »)."""

    nom: str
    conflit: Conflit


def lister(site: Site) -> Sequence[ConflitNomme]:
    """The conflicts nobody has settled yet, on what this person's role may read.

    An anonymous version does not say which workstation it came from.
    """
    lisibles = (c for c in site.registre.conflits() if site.peut(domaine_de(c.table), Verbe.LIRE))
    return [ConflitNomme(_nom(conflit), _sans_trahir(conflit)) for conflit in lisibles]


def _sans_trahir(conflit: Conflit) -> Conflit:
    tues = [r._replace(poste="") if r.par in ("", ANONYME) else r for r in conflit.redactions]
    return conflit._replace(redactions=tuple(tues))


def signature(redaction: Redaction, conflit: Conflit, nom: Callable[[str], str] = str) -> str:
    """Who wrote this version; with the workstation when the same person wrote another one."""
    qui = nom(redaction.par) if redaction.par else "une personne non nommée"
    memes = [autre for autre in conflit.redactions if autre.par == redaction.par]
    poste = redaction.poste.partition("~")[0]
    return f"{qui} (poste {poste})" if poste and len(memes) > 1 else qui


def trouver(site: Site, nom: str) -> ConflitNomme:
    """The conflict of the record called `nom` (its reference is enough); `Introuvable` if it has none."""
    voulu = nom.strip().casefold()
    for nomme in lister(site):
        if voulu in (nomme.nom.casefold(), nomme.nom.rpartition(" ")[2].casefold(), nomme.conflit.ident.casefold()):
            return nomme
    raise Introuvable(f"« {nom} » n’a pas de conflit à trancher.")


def choisir(site: Site, conflit: Conflit, rang: int) -> None:
    """Keep the version written by one person, whole: `rang` counts from 1, in the order shown."""
    site.exiger(domaine_de(conflit.table), Verbe.TENIR)
    if not 1 <= rang <= len(conflit.redactions):
        raise ChoixImpossible(f"Il y a {len(conflit.redactions)} versions\u00a0: choisissez de 1 à celle-là.")
    _trancher(site, conflit, conflit.redactions[rang - 1].contenu)


def fusionner(site: Site, conflit: Conflit, champs: Mapping[str, int]) -> None:
    """Keep the record as it stands, but for `champs`: each takes its value from the version of that rank (from 1).

    Rank `REUNIES`, for a list (notes): what each one added, together.
    """
    site.exiger(domaine_de(conflit.table), Verbe.TENIR)
    contenu = dict(conflit.contenu or {})
    for champ, rang in champs.items():
        valeurs = conflit.champs.get(champ, ())
        reunies = reunir(valeurs) if rang == REUNIES else None
        if reunies is None and not 1 <= rang <= len(valeurs):
            raise ChoixImpossible(f"« {champ} = {rang} » ne désigne aucune des versions de ce conflit.", champ)
        contenu[champ] = valeurs[rang - 1] if reunies is None else reunies
    _trancher(site, conflit, {champ: valeur for champ, valeur in contenu.items() if valeur is not None})


def reunir(valeurs: Sequence[Any]) -> list[Any] | None:
    """What the versions of a list hold together, each line once; None for a field that is not a list."""
    if not any(isinstance(valeur, list) for valeur in valeurs):
        return None
    reunies: list[Any] = []
    for valeur in valeurs:
        reunies += [ligne for ligne in valeur or [] if ligne not in reunies]
    return reunies


def _trancher(site: Site, conflit: Conflit, contenu: Mapping[str, Any] | None) -> None:
    if contenu is not None:
        try:
            modele_de(conflit.table).model_validate(dict(contenu))
        except ValidationError as erreur:
            fautifs = ", ".join(sorted({str(faute["loc"][0]) for faute in erreur.errors() if faute["loc"]}))
            raise ChoixImpossible(f"Ce choix ne donne pas une fiche valable\u00a0: {fautifs}.") from None
    site.registre.trancher(conflit, contenu)


def _nom(conflit: Conflit) -> str:
    contenu = conflit.contenu or next((r.contenu for r in conflit.redactions if r.contenu), {})
    return nom_de(conflit.table, conflit.ident, dict(contenu))
