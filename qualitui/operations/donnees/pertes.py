"""Accept a loss that nobody can put back: the site is whole again, but for what was accepted, which stays told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from qualitui.domain.base import Refus
from qualitui.domain.diagnostic import Constatation, Gravite
from qualitui.domain.francais import accorder, date_numerique, enumerer
from qualitui.domain.reference import pertes as regles
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.pertes import PerteReconnue, Reconnue
from qualitui.operations import equipe
from qualitui.operations.donnees import secours
from qualitui.store.secours import controle

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

NOMMES = 10  # numbers named in a sentence


class EncoreRetrouvable(Refus):
    """This workstation can still put something back: it is not lost yet."""


class AutrePerte(Refus):
    """What is missing is no longer what the person was shown."""


def manquants(site: Site) -> list[Constatation]:
    """What is missing and was not accepted yet: what would be, if it were now."""
    etat = site.registre.etat
    return list(dict.fromkeys([*etat.graves, *des_fichiers(site), *etat.doutes]))


def des_fichiers(site: Site) -> list[Constatation]:
    """What the files of the register alone show missing, read again from their first byte, and not accepted yet.

    What was damaged after this workstation read it is still whole in its memory: only the files tell.
    """
    lues = (site.registre.etat.au_vu_des_pertes(une) for une in controle.graves(site.dossier, site.maintenant))
    return [une for une in lues if une.gravite is Gravite.GRAVE]


def reconnaitre(site: Site, *, raison: str, jour: date, vus: Sequence[Constatation] | None = None) -> PerteReconnue:
    """Accept, signed, all that is missing now: what lasts (figures, reviews) can be made again.

    `vus`: what the person was shown; refused if it is no longer that.
    """
    site.exiger("revue", Verbe.APPROUVER)
    retrouvees = secours.apercevoir(site).retrouvees
    if retrouvees:
        raise EncoreRetrouvable(
            f"Ce poste sait encore ce qui manque de {secours.en_mots(retrouvees)}. Remettez-le d’abord "
            "(qualitui retrouver --appliquer)\u00a0: on ne reconnaît que ce que rien ne rend."
        )
    actuels = manquants(site)
    if vus is not None and set(vus) != set(actuels):
        raise AutrePerte("Ce qui manque a changé depuis que cette fenêtre est ouverte\u00a0: regardez de nouveau.")
    sans_fiche = site.registre.sans_fiche
    perte = regles.reconnaitre(
        actuels,
        sans_fiche,
        _cas(site, sans_fiche),
        raison=raison,
        par=site.auteur,
        jour=jour,
        connues=[reconnue.perte for reconnue in lister(site)],
    )
    return site.registre.add(perte)


def _cas(site: Site, sans_fiche: Sequence[str]) -> list[str]:
    """Those for which something confidential is kept, as far as this account sees."""
    try:
        gardes = site.confidentiel.references()
    except Refus:
        return []
    return [nom for nom in sans_fiche if nom in gardes]


def lister(site: Site) -> Sequence[Reconnue]:
    """The losses accepted, latest first, as they stand now."""
    return site.registre.etat.reconnues


def en_mots(site: Site, reconnue: Reconnue) -> str:
    """« Perte reconnue le 02/03/2026 par M. Rivière : … 2 dégâts ; numéros sans fiche : R-2026-031… »."""
    perte = reconnue.perte
    suite = [accorder(len(perte.manquants), "dégât")]
    if perte.numeros:
        noms = list(perte.numeros[:NOMMES])
        if len(perte.numeros) > NOMMES:
            noms.append(accorder(len(perte.numeros) - NOMMES, "autre"))
        suite.append(f"numéros sans fiche\u00a0: {enumerer(noms)}")
    revenue = " Ce qui manquait est revenu depuis." if reconnue.revenue else ""
    return (
        f"{perte.reference}\u00a0: perte reconnue le {date_numerique(perte.le)} par {equipe.nommer(site, perte.par)} "
        f"({perte.raison})\u00a0; {' ; '.join(suite)}.{revenue}"
    ).replace(" ; ", "\u00a0; ")
