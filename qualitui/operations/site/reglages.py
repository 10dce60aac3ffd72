"""The settings of the site, changed from the screens: written in site.toml, over what it says now.

Every gesture takes the settings as the person read them (`lus`): when what it changes was changed meanwhile, nothing is
written (`ModifieEntreTemps`). Two people who change two different settings do not meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Unpack

from qualitui.domain.base import Refus
from qualitui.domain.francais import enumerer, nettoyer
from qualitui.domain.reclamations.echeance import Ecart
from qualitui.domain.reference import reglages_gestes as regles
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.politique import Population
from qualitui.domain.reference.referentiel import Referentiel, trouver_delai
from qualitui.domain.reference.reglages import Droits, Reglages
from qualitui.domain.temps.calendrier import Fermeture
from qualitui.domain.temps.delais import Delai, Report, Unite
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.store.contrat import ModifieEntreTemps
from qualitui.store.disque import raison
from qualitui.store.site import droits, fichier
from qualitui.store.site.referentiels import charger_referentiel
from qualitui.store.site.reglages import ecrire_reglages

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


class ReglagesNonEcrits(Refus):
    """site.toml could not be written: nothing changed."""


class SitePlusReglable(Refus):
    """With strict rights, nobody could change the settings any more."""


class Apercu(NamedTuple):
    """What coming under a référentiel says for the cases still open (they keep what they have)."""

    code: str
    ecarts: tuple[Ecart, ...]


class DelaiDuSite(NamedTuple):
    """A delay as the référentiel has it, and as the site counts what starts that day."""

    referentiel: Delai
    applique: Delai


def lire(site: Site) -> Reglages:
    """The settings as site.toml says them now: someone else may have changed them."""
    site.exiger("parametres", Verbe.LIRE)
    return fichier.lire_reglages(site.dossier)


def modifier(site: Site, lus: Reglages, **champs: Unpack[regles.Champs]) -> Reglages:
    """Change name, addresses, directeur, zone, Saturday, rights, last audits, first period of a new check."""
    site.exiger("parametres", Verbe.TENIR)
    if champs.get("droits") == Droits.STRICTS:
        _exiger_un_administrateur(site)
    return _ecrire(site, lus, champs, lambda reglages: regles.changer(reglages, jour=_jour(site), **champs))


def fermer(
    site: Site, lus: Reglages, *, du: date, au: date | None = None, libelle: str, remplace: Fermeture | None = None
) -> Reglages:
    """Add a closure (of one day without `au`), in the place of `remplace` when it is given; never in the past."""
    site.exiger("parametres", Verbe.TENIR)

    def changer(reglages: Reglages) -> Reglages:
        return regles.fermer(reglages, du=du, au=au or du, libelle=libelle, jour=_jour(site), remplace=remplace)

    # Beside those of others, a new one replaces nothing.
    return _ecrire(site, lus, ("fermetures",) if remplace else (), changer)


def rouvrir(site: Site, lus: Reglages, fermeture: Fermeture) -> Reglages:
    """Take a closure to come out; one that has begun ends yesterday."""
    site.exiger("parametres", Verbe.TENIR)
    return _ecrire(site, lus, ("fermetures",), lambda reglages: regles.rouvrir(reglages, fermeture, jour=_jour(site)))


def fixer_horaire(site: Site, lus: Reglages, jour: str, *, ouverture: str, fermeture: str) -> Reglages:
    """Set the hours of a weekday (« lundi »); both empty: closed that day."""
    site.exiger("parametres", Verbe.TENIR)
    return _ecrire(
        site,
        lus,
        ("horaires",),
        lambda reglages: regles.fixer_horaire(reglages, jour, ouverture, fermeture, jour=_jour(site)),
    )


def fixer_plages(site: Site, lus: Reglages, jour: str, *, plages: str) -> Reglages:
    """Set the hours of a weekday, in one range or several (« 8h30-12h, 13h30-17h »); empty: closed that day."""
    site.exiger("parametres", Verbe.TENIR)
    return _ecrire(
        site, lus, ("horaires",), lambda reglages: regles.fixer_plages(reglages, jour, plages, jour=_jour(site))
    )


def choisir_politique(
    site: Site,
    lus: Reglages,
    code: str,
    *,
    report: Report | None = None,
    unite: Unite | None = None,
    population: Population | None = None,
    raison: str,
    depuis: date | None = None,
) -> Reglages:
    """Count a delay otherwise than the référentiel, from `depuis` (today) on; nothing given: as it has it.

    What is late depends on it: it is decided (« décider »), not kept up.
    """
    site.exiger("parametres", Verbe.DECIDER)
    jour = _jour(site)
    connus = _dans_l_ordre(site, depuis or jour)
    delai = trouver_delai(code, connus)
    sien = next(un for un in connus if un.code == delai.source.referentiel)
    restreint = any(un.natures for _, un in sien.lignes_delai() if un.code == code)

    def changer(reglages: Reglages) -> Reglages:
        return regles.choisir_politique(
            reglages,
            delai,
            report=report,
            unite=unite,
            population=population,
            restreint=restreint,
            raison=raison,
            depuis=depuis or jour,
            par=site.registre.auteur,
            jour=jour,
        )

    return _ecrire(site, lus, ("politiques",), changer, raison)


def delais(site: Site, *, jour: date) -> list[DelaiDuSite]:
    """Every delay of the référentiel in force on `jour`, as it has it and as the site counts it."""
    site.exiger("parametres", Verbe.LIRE)
    connus = site.referentiel_au(jour).delais().values()
    return [DelaiDuSite(un, site.reglages.delai(un, jour)) for un in connus if un.unite is not Unite.SECONDES]


def _dans_l_ordre(site: Site, jour: date) -> list[Referentiel]:
    """The référentiel in force on `jour` first, then the others the site is or was under."""
    premier = site.reglages.referentiel_au(jour)
    codes = dict.fromkeys((premier, *(un.code for un in site.reglages.referentiels)))
    return [charger_referentiel(un) for un in codes]


def _jour(site: Site) -> date:
    """The day of the site's clock: what a gesture on the settings is dated by."""
    return site.maintenant().date()


def adopter(site: Site, lus: Reglages, code: str, *, depuis: date) -> Reglages:
    """Come under another référentiel from `depuis`; what is open keeps its deadlines."""
    site.exiger("parametres", Verbe.TENIR)
    choisi = charger_referentiel(code.strip().upper())
    return _ecrire(site, lus, ("referentiels",), lambda reglages: regles.adopter(reglages, choisi.code, depuis))


def abandonner(site: Site, lus: Reglages, code: str) -> Reglages:
    site.exiger("parametres", Verbe.TENIR)
    return _ecrire(site, lus, ("referentiels",), lambda reglages: regles.abandonner(reglages, code))


def apercevoir(site: Site, code: str, *, jour: date) -> Apercu:
    """What the référentiel would say of the open cases; nothing is written."""
    site.exiger("parametres", Verbe.LIRE)
    return Apercu(code, reclamations.apercu_changement(site, code, jour=jour))


def _ecrire(
    site: Site, lus: Reglages, champs: Iterable[str], changer: Callable[[Reglages], Reglages], motif: str = ""
) -> Reglages:
    """`champs`: what the gesture changes, which must still be as it was read. The history keeps what it was."""
    site.registre.horloge.exiger()
    actuels = fichier.lire_reglages(site.dossier)
    changes = regles.ecarts(lus, actuels, champs)
    if changes:
        raise ModifieEntreTemps(_entre_temps(lus, actuels, changes), champs=changes)
    nouveaux = regles.historier(
        actuels, changer(actuels), par=site.registre.auteur, le=_jour(site), raison=nettoyer(motif)
    )
    try:
        ecrire_reglages(site.dossier / fichier.FICHIER, nouveaux)
    except OSError as erreur:
        phrase = f"{fichier.FICHIER} ne peut pas être écrit\u00a0: {raison(erreur)}. Rien n’a changé."
        raise ReglagesNonEcrits(phrase) from erreur
    site.appliquer(nouveaux)
    return nouveaux


def _entre_temps(lus: Reglages, actuels: Reglages, changes: Iterable[str]) -> str:
    noms = enumerer(dict.fromkeys(regles.NOMS[champ] for champ in changes))
    return f"Les réglages du site ont changé entre-temps ({noms}). Votre saisie n’a pas été enregistrée."


def _exiger_un_administrateur(site: Site) -> None:
    if not droits.quelqu_un_regle(site):
        raise SitePlusReglable(
            "Avec des droits stricts, plus personne ne pourrait changer ces réglages\u00a0: rattachez d’abord un "
            "compte à une personne qui en a le droit (DAA, DACS…).",
            "droits",
        )
