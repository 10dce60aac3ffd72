"""Find again what the register lost and this workstation still knows: look first, then write it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from qualitui.domain.base import Refus
from qualitui.domain.changements import changement_en_mots
from qualitui.domain.concepts import domaine_de
from qualitui.domain.francais import accorder, enumerer
from qualitui.domain.reference.droits import Verbe
from qualitui.operations.donnees.fiches import nom_de
from qualitui.store.contrat import Perdue

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

NOMMEES = 5  # records named in a sentence
MONTREES = 20  # records told whole in a box


class Retrouvee(NamedTuple):
    """A record to put back, and what people call it."""

    nom: str
    sort: str
    perdue: Perdue


class Apercu(NamedTuple):
    """`inutiles`: states kept aside that hold nothing the register does not; `illisibles`: that cannot be read."""

    retrouvees: tuple[Retrouvee, ...] = ()
    inutiles: tuple[str, ...] = ()
    illisibles: tuple[str, ...] = ()


def apercevoir(site: Site) -> Apercu:
    """What could be put back of what this person's role may read; nothing is written."""
    pertes = site.registre.perdues()
    lisibles = [perdue for perdue in pertes.perdues if site.peut(domaine_de(perdue.table), Verbe.LIRE)]
    retrouvees = sorted(map(_nommer, lisibles), key=lambda r: (r.perdue.le, r.nom))
    return Apercu(tuple(retrouvees), pertes.inutiles, pertes.illisibles)


def retrouver(site: Site, references: Iterable[str] = ()) -> tuple[Retrouvee, ...]:
    """Put back what was lost (of these records only, if any is named) as new lines; return what was put back."""
    voulues = [texte.strip().casefold() for texte in references]
    choisies = _choisir(apercevoir(site).retrouvees, voulues)
    for domaine in dict.fromkeys(domaine_de(retrouvee.perdue.table) for retrouvee in choisies):
        site.exiger(domaine, Verbe.NOTER)
    site.registre.remettre({(r.perdue.table, r.perdue.ident) for r in choisies})
    return choisies


def ecarter(site: Site) -> tuple[str, ...]:
    """Set apart, on this workstation, the states kept aside: they are no longer compared. Return their names."""
    site.exiger("parametres", Verbe.TENIR)
    return site.registre.ecarter()


def en_mots(retrouvees: Sequence[Retrouvee]) -> str:
    """« 3 fiches : réclamation R-2026-014, action A-2026-002 et suggestion S-2026-001 »."""
    noms = [retrouvee.nom for retrouvee in retrouvees[:NOMMEES]]
    if len(retrouvees) > NOMMEES:
        noms.append(accorder(len(retrouvees) - NOMMEES, "autre"))
    return f"{accorder(len(retrouvees), 'fiche')}\u00a0: {enumerer(noms)}"


def apercu_en_mots(retrouvees: Sequence[Retrouvee], combien: int = MONTREES) -> str:
    """What each record lost and what putting it back changes, one after the other; beyond `combien`, their number."""
    racontees = [retrouvee_en_mots(retrouvee) for retrouvee in retrouvees[:combien]]
    reste = len(retrouvees) - combien
    return "\n".join([*racontees, *([f"… et {accorder(reste, 'autre fiche')}."] if reste > 0 else [])])


def retrouvee_en_mots(retrouvee: Retrouvee) -> str:
    """« action A-2026-012 : disparue, 2 écritures perdues (02/03/2026 à 10:12), secours-1.bin », then each field."""
    perdue = retrouvee.perdue
    ecritures = accorder(perdue.ecritures, "écriture perdue")
    titre = f"{retrouvee.nom}\u00a0: {retrouvee.sort}, {ecritures} ({perdue.le:%d/%m/%Y à %H:%M}), {perdue.source}"
    if perdue.renumerotee:
        titre += "\n  une autre fiche porte ce numéro depuis\u00a0: elle en prendra un nouveau"
    champs = [f"  {changement_en_mots(champ, avant, apres)}" for champ, (avant, apres) in perdue.champs.items()]
    return "\n".join([titre, *champs])


# --- inside -----------------------------------------------------------------------------------------------------


def _nommer(perdue: Perdue) -> Retrouvee:
    contenu = perdue.apres if perdue.apres is not None else perdue.avant
    sort = "disparue" if perdue.avant is None else "retirée" if perdue.apres is None else "modifiée"
    return Retrouvee(nom_de(perdue.table, perdue.ident, contenu), sort, perdue)


def _choisir(retrouvees: Sequence[Retrouvee], voulues: Sequence[str]) -> tuple[Retrouvee, ...]:
    if not voulues:
        return tuple(retrouvees)
    choisies = []
    for voulue in voulues:
        trouvees = [r for r in retrouvees if voulue in (r.nom.casefold().rpartition(" ")[2], r.perdue.ident.casefold())]
        if not trouvees:
            raise Refus(f"Rien n’est à retrouver pour «\u00a0{voulue.upper()}\u00a0».", champ="reference")
        choisies += trouvees
    return tuple({(r.perdue.table, r.perdue.ident): r for r in choisies}.values())
