"""Check a whole site: its files, then its records; nothing is repaired, nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qualitui.domain import diagnostic as regles
from qualitui.domain.base import Refus
from qualitui.domain.concepts import CONCEPTS, domaine_de
from qualitui.domain.diagnostic import FICHES, JOURNAUX, Constatation, Gravite
from qualitui.domain.francais import accorder, enumerer
from qualitui.domain.illisibles import MISE_A_JOUR, par_table
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.reglages_gestes import contradictions
from qualitui.operations.donnees import pertes, secours
from qualitui.operations.donnees.fiches import modeles
from qualitui.operations.reclamations import courriers
from qualitui.store.contrat import RegistreIllisible
from qualitui.store.secours import controle
from qualitui.store.site import ressources
from qualitui.store.site.confidentiel import ConfidentielInaccessible
from qualitui.store.site.fichier import FICHIER, SiteIllisible, lire_reglages

if TYPE_CHECKING:
    from qualitui.store.secours.controle import Examen
    from qualitui.store.site.site import Site

CONFIDENTIEL = "confidentiel"  # the domain of who may read identities
SECOURS = "secours"  # the domain of what can be found again
PERTES = "pertes reconnues"


def diagnostic(site: Site) -> list[Constatation]:
    """Everything found wrong or worth explaining, files first; empty when there is nothing to say.

    The files are everyone's; what is said of the records is left out where this person's role may not read them.
    """
    try:
        examen = controle.examiner(site.dossier, site.maintenant)
    except RegistreIllisible as refus:
        return [Constatation(Gravite.GRAVE, JOURNAUX, refus.phrase, "registre")]
    jour, etat = site.maintenant().date(), site.registre.etat
    lues = [
        etat.au_vu_des_pertes(Constatation(Gravite(anomalie.gravite), domaine, *anomalie[1:]))
        for domaine, anomalie in examen.fichiers(ressources.modeles(), jour, perdues=etat.perte)
    ]
    # What the files do not say alone: a journal that shrank under this program, what this workstation or a backup
    # remembers, a number nobody can tell whether it was used.
    reglables = {une.fichier: une.regler for une in lues}
    doutes = [doute._replace(regler=reglables.get(doute.fichier, "")) for doute in etat.doutes]
    douteux = {doute.fichier for doute in doutes}
    trouvees = [une for une in lues if une.fichier not in douteux]
    connues = {(une.phrase, une.fichier, une.ligne) for une in trouvees}
    autres = [une for une in etat.constatations if une.gravite is Gravite.GRAVE or une.manque is not None]
    autres = [une for une in autres if une.domaine != FICHES]
    return [
        *_reglages(site),
        *_horloge(examen),
        *trouvees,
        *_confidentiel(site),
        *(une for une in (*autres, *doutes) if (une.phrase, une.fichier, une.ligne) not in connues),
        *_pertes(site),
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
    try:
        for reference, refus in site.confidentiel.abimees():
            yield Constatation(Gravite.GRAVE, CONFIDENTIEL, refus.phrase, f"confidentiel/{reference}")
    except ConfidentielInaccessible:
        pass  # closed to this account: others see it
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


def _pertes(site: Site) -> Iterator[Constatation]:
    """The losses that somebody accepted: told as long as the site lives."""
    for reconnue in pertes.lister(site):
        yield Constatation(Gravite.INFORMATION, PERTES, pertes.en_mots(site, reconnue))


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
    for une in examen.illisibles():
        gravite = Gravite.AVERTISSEMENT if une.partielle else Gravite.GRAVE
        yield Constatation(gravite, FICHES, f"{une.nom} ({une.table})\u00a0: {une.phrase}")
    for nom in sorted(examen.tables() - {modele.table for modele in modeles()}):
        phrase = (
            f"La table «\u00a0{nom}\u00a0» n’est pas connue de ce programme\u00a0: "
            f"elle vient d’une version plus récente\u00a0; {MISE_A_JOUR}. Ce qu’elle contient est gardé."
        )
        yield Constatation(Gravite.INFORMATION, FICHES, phrase)


def _renvois(site: Site, examen: Examen) -> list[Constatation]:
    tus = {concept.pluriel for concept in CONCEPTS if not site.peut(concept.domaine.code, Verbe.LIRE)}
    fiches = {modele.table: examen.fiches(modele) for modele in modeles()}
    for connues in fiches.values():
        len(connues)  # read to the last
    entieres = [une for une in examen.illisibles() if not une.partielle]
    noms = {table: [une.nom for une in unes] for table, unes in par_table(entieres).items()}
    trouvees = regles.examiner(fiches, site.calendrier, site.maintenant().date(), noms)
    return [une for une in trouvees if une.domaine not in tus]
