"""Check a whole site: its files, then its records; nothing is repaired, nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from qualitui.domain import diagnostic as regles
from qualitui.domain.base import Fiche, Refus
from qualitui.domain.concepts import CONCEPTS, domaine_de
from qualitui.domain.diagnostic import Constatation, Gravite
from qualitui.domain.francais import enumerer
from qualitui.domain.reference.droits import Verbe
from qualitui.operations.donnees import secours
from qualitui.operations.donnees.fiches import MODELES
from qualitui.store.contrat import RegistreIllisible
from qualitui.store.moteur import fiches
from qualitui.store.secours import controle
from qualitui.store.site import ressources
from qualitui.store.site.fichier import FICHIER, SiteIllisible, lire_reglages

if TYPE_CHECKING:
    from qualitui.store.moteur.stockage import JournalStorage
    from qualitui.store.site.site import Site

SECOURS = "secours"  # the domain of what can be found again
F = TypeVar("F", bound=Fiche)


def diagnostic(site: Site) -> list[Constatation]:
    """Everything found wrong or worth explaining, files first; empty when there is nothing to say.

    The files are everyone's; what is said of the records is left out where this person's role may not read them.
    """
    try:
        stockage = controle.relire(site.dossier, site.maintenant)
    except RegistreIllisible as refus:
        return [Constatation(Gravite.GRAVE, "journaux", refus.phrase, "registre")]
    jour = site.maintenant().date()
    trouvees = [
        Constatation(Gravite(anomalie.gravite), domaine, anomalie.phrase, anomalie.fichier, anomalie.ligne)
        for domaine, anomalie in controle.tout(site.dossier, stockage, ressources.modeles(), jour)
    ]
    return [
        *_reglages(site),
        *_horloge(stockage),
        *trouvees,
        *_secours(site),
        *_conflits(site, stockage),
        *_contenus(site, stockage),
        *_renvois(site, stockage),
    ]


def en_ordre(constatations: list[Constatation]) -> bool:
    """Whether nothing needs anyone's attention."""
    return all(constatation.gravite is Gravite.INFORMATION for constatation in constatations)


def _reglages(site: Site) -> Iterator[Constatation]:
    try:
        lire_reglages(site.dossier)
    except SiteIllisible as refus:
        yield Constatation(Gravite.GRAVE, "réglages", refus.phrase, FICHIER)


def _horloge(stockage: JournalStorage) -> Iterator[Constatation]:
    if doute := stockage.horloge.doute():
        yield Constatation(Gravite.AVERTISSEMENT, "horloge", doute)


def _secours(site: Site) -> Iterator[Constatation]:
    """What this workstation knows and the journals lost."""
    try:
        apercu = secours.apercevoir(site)
    except Refus:
        return
    if apercu.retrouvees:
        sources = enumerer(list(dict.fromkeys(retrouvee.source for retrouvee in apercu.retrouvees)))
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


def _conflits(site: Site, stockage: JournalStorage) -> Iterator[Constatation]:
    for table, ident in sorted(cle for cle in stockage.conflits if site.peut(domaine_de(cle[0]), Verbe.LIRE)):
        contenu = stockage.enregistrement(table, ident).contenu or {}
        nom = contenu.get("reference") or contenu.get("code") or ident
        phrase = f"{nom} a été modifiée par deux postes en même temps\u00a0: à trancher (qualitui conflits)."
        yield Constatation(Gravite.AVERTISSEMENT, "conflits", phrase)


def _contenus(site: Site, stockage: JournalStorage) -> Iterator[Constatation]:
    """Records this program does not understand, and tables it does not know."""
    hydrates = fiches.Hydrates()
    for modele in (connu for connu in MODELES if site.peut(domaine_de(connu.table), Verbe.LIRE)):
        list(_lire(stockage, modele, hydrates))
    for illisible in hydrates.illisibles():
        yield Constatation(Gravite.AVERTISSEMENT, "fiches", illisible.phrase)
    for nom in sorted(set(stockage.noms()) - {modele.table for modele in MODELES}):
        phrase = f"La table « {nom} » n’est pas connue de ce programme\u00a0: elle vient d’une version plus récente."
        yield Constatation(Gravite.INFORMATION, "fiches", phrase)


def _lire(stockage: JournalStorage, modele: type[F], hydrates: fiches.Hydrates | None = None) -> fiches.Fiches[F]:
    lues = list(stockage.table(modele.table).trier().items())
    return fiches.Fiches(modele, lues, hydrates or fiches.Hydrates())


def _renvois(site: Site, stockage: JournalStorage) -> list[Constatation]:
    tus = {concept.pluriel for concept in CONCEPTS if not site.peut(concept.domaine.code, Verbe.LIRE)}
    fiches_lues = {modele.table: _lire(stockage, modele) for modele in MODELES}
    return [une for une in regles.examiner(fiches_lues, site.calendrier) if une.domaine not in tus]
