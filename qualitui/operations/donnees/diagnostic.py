"""Check a whole site: its files, then its records; nothing is repaired, nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qualitui.domain import diagnostic as regles
from qualitui.domain.base import Refus
from qualitui.domain.concepts import CONCEPTS, domaine_de
from qualitui.domain.diagnostic import JOURNAUX, Constatation, Gravite
from qualitui.domain.francais import accorder, enumerer
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.reglages_gestes import contradictions
from qualitui.operations.donnees import secours
from qualitui.operations.donnees.fiches import modeles
from qualitui.operations.reclamations import courriers
from qualitui.store.contrat import RegistreIllisible
from qualitui.store.secours import controle
from qualitui.store.site import ressources
from qualitui.store.site.fichier import FICHIER, SiteIllisible, lire_reglages

if TYPE_CHECKING:
    from qualitui.store.secours.controle import Examen
    from qualitui.store.site.site import Site

CONFIDENTIEL = "confidentiel"  # the domain of who may read identities
SECOURS = "secours"  # the domain of what can be found again


def diagnostic(site: Site) -> list[Constatation]:
    """Everything found wrong or worth explaining, files first; empty when there is nothing to say.

    The files are everyone's; what is said of the records is left out where this person's role may not read them.
    """
    try:
        examen = controle.examiner(site.dossier, site.maintenant)
    except RegistreIllisible as refus:
        return [Constatation(Gravite.GRAVE, JOURNAUX, refus.phrase, "registre")]
    jour = site.maintenant().date()
    trouvees = [
        Constatation(Gravite(anomalie.gravite), domaine, *anomalie[1:])
        for domaine, anomalie in examen.fichiers(ressources.modeles(), jour)
    ]
    # What this program alone knows: a journal that shrank under it, or since this workstation last read it.
    connues = set(trouvees)
    return [
        *_reglages(site),
        *_horloge(examen),
        *trouvees,
        *_confidentiel(site),
        *(constatation for constatation in site.registre.etat.graves if constatation not in connues),
        *_secours(site),
        *_conflits(site, examen),
        *_contenus(site, examen),
        *_renvois(site, examen),
    ]


def en_ordre(constatations: list[Constatation]) -> bool:
    """Whether nothing needs anyone's attention."""
    return all(constatation.gravite is Gravite.INFORMATION for constatation in constatations)


def _reglages(site: Site) -> Iterator[Constatation]:
    try:
        reglages = lire_reglages(site.dossier)
    except SiteIllisible as refus:
        yield Constatation(Gravite.GRAVE, "réglages", refus.phrase, FICHIER)
        return
    delais = [delai for referentiel in site.referentiels.values() for delai in referentiel.delais().values()]
    for phrase in contradictions(reglages, delais):
        yield Constatation(Gravite.AVERTISSEMENT, "réglages", phrase, FICHIER)


def _confidentiel(site: Site) -> Iterator[Constatation]:
    """Who can read what is confidential, as the system says it; and what bears a name elsewhere."""
    if ouverts := site.confidentiel.reserve.atteignables():
        quoi = accorder(len(ouverts), "fichier ou dossier", "fichiers ou dossiers")
        phrase = (
            f"Dans la partie confidentielle, {quoi} se lisent depuis d’autres comptes que ceux qui y ont droit. "
            "«\u00a0qualitui diagnostic --resserrer\u00a0» leur retire cet accès."
        )
        yield Constatation(Gravite.AVERTISSEMENT, CONFIDENTIEL, phrase, "confidentiel")
    if not site.peut("reclamations", Verbe.LIRE):
        return
    for chemin in courriers.nommes_ailleurs(site):
        phrase = (
            "Ce document porte le nom d’un plaignant hors de la partie confidentielle\u00a0: chacun peut le lire, et "
            "il entre dans les sauvegardes ordinaires. Déplacez-le."
        )
        yield Constatation(Gravite.AVERTISSEMENT, CONFIDENTIEL, phrase, chemin.relative_to(site.dossier).as_posix())


def resserrer(site: Site) -> tuple[int, int]:
    """Leave the confidential part to those it is for: how many files and folders were mended, how many could not be."""
    site.exiger("reclamations", Verbe.TENIR)
    return site.confidentiel.reserve.resserrer()


def _horloge(examen: Examen) -> Iterator[Constatation]:
    if examen.doute:
        yield Constatation(Gravite.AVERTISSEMENT, "horloge", examen.doute)


def _secours(site: Site) -> Iterator[Constatation]:
    """What this workstation knows and the journals lost."""
    try:
        apercu = secours.apercevoir(site)
    except Refus:
        return
    if apercu.retrouvees:
        sources = enumerer(list(dict.fromkeys(retrouvee.perdue.source for retrouvee in apercu.retrouvees)))
        phrase = (
            f"Ce poste sait ce que les journaux ont perdu de {secours.en_mots(apercu.retrouvees)} ({sources})."
            " «\u00a0qualitui retrouver\u00a0» le montre et le remet."
        )
        yield Constatation(Gravite.AVERTISSEMENT, SECOURS, phrase)
    for nom in apercu.inutiles:
        phrase = f"{nom}, gardé sur ce poste quand un journal a raccourci, ne contient rien de plus que les journaux."
        yield Constatation(Gravite.INFORMATION, SECOURS, phrase)
    for nom in apercu.illisibles:
        phrase = f"{nom}, gardé sur ce poste quand un journal a raccourci, ne peut pas être lu par cette version."
        yield Constatation(Gravite.INFORMATION, SECOURS, phrase)


def _conflits(site: Site, examen: Examen) -> Iterator[Constatation]:
    for table, ident, contenu in examen.conflits():
        if not site.peut(domaine_de(table), Verbe.LIRE):
            continue
        nom = contenu.get("reference") or contenu.get("code") or ident
        phrase = f"{nom} a été modifiée par deux postes en même temps\u00a0: à trancher (qualitui conflits)."
        yield Constatation(Gravite.AVERTISSEMENT, "conflits", phrase)


def _contenus(site: Site, examen: Examen) -> Iterator[Constatation]:
    """Records this program does not understand, and tables it does not know."""
    for modele in (connu for connu in modeles() if site.peut(domaine_de(connu.table), Verbe.LIRE)):
        len(examen.fiches(modele))  # read to the last
    for phrase in examen.illisibles():
        yield Constatation(Gravite.AVERTISSEMENT, "fiches", phrase)
    for nom in sorted(examen.tables() - {modele.table for modele in modeles()}):
        phrase = (
            f"La table «\u00a0{nom}\u00a0» n’est pas connue de ce programme\u00a0: "
            "elle vient d’une version plus récente."
        )
        yield Constatation(Gravite.INFORMATION, "fiches", phrase)


def _renvois(site: Site, examen: Examen) -> list[Constatation]:
    tus = {concept.pluriel for concept in CONCEPTS if not site.peut(concept.domaine.code, Verbe.LIRE)}
    fiches = {modele.table: examen.fiches(modele) for modele in modeles()}
    trouvees = regles.examiner(fiches, site.calendrier, site.maintenant().date())
    return [une for une in trouvees if une.domaine not in tus]
