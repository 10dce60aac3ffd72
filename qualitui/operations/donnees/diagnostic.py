"""Check a whole site: its files, then its records; nothing is repaired, nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qualitui.domain import diagnostic as regles
from qualitui.domain.base import Refus
from qualitui.domain.concepts import CONCEPTS, domaine_de
from qualitui.domain.diagnostic import JOURNAUX, Constatation, Gravite
from qualitui.domain.francais import enumerer
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.reglages_gestes import contradictions
from qualitui.operations.donnees import secours
from qualitui.operations.donnees.fiches import modeles
from qualitui.store.contrat import RegistreIllisible
from qualitui.store.secours import controle
from qualitui.store.site import ressources
from qualitui.store.site.fichier import FICHIER, SiteIllisible, lire_reglages

if TYPE_CHECKING:
    from qualitui.store.secours.controle import Examen
    from qualitui.store.site.site import Site

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
        Constatation(Gravite(anomalie.gravite), domaine, anomalie.phrase, anomalie.fichier, anomalie.ligne)
        for domaine, anomalie in examen.fichiers(ressources.modeles(), jour)
    ]
    # What this program alone knows: a journal that shrank under it, or since this workstation last read it.
    connues = set(trouvees)
    return [
        *_reglages(site),
        *_horloge(examen),
        *trouvees,
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
    trouvees = regles.examiner({modele.table: examen.fiches(modele) for modele in modeles()}, site.calendrier)
    return [une for une in trouvees if une.domaine not in tus]
