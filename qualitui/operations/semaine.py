"""« La semaine du site »: what each concept gives to it (`operations/<salle>/semaine.py`), put together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from qualitui.domain import planning
from qualitui.domain import semaine as regle
from qualitui.domain.actions.fiche import Action, EtatAction
from qualitui.domain.concepts import CONCEPTS, DOMAINES
from qualitui.domain.etat import reserve
from qualitui.domain.francais import accorder, date_en_mots, mois_en_mots
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.semaine import Element, Semaine
from qualitui.domain.trimestres import trimestre_en_mots
from qualitui.operations import modeles
from qualitui.operations.revue.semaine import etat_de_la_revue
from qualitui.operations.suggestions.semaine import ouvertes
from qualitui.operations.trimestres.semaine import etats

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


def semaine(site: Site, jour: date, *, avec_reperes: bool = True) -> Semaine:
    """What is late, due today or by Friday; what this person's role may not read is left out.

    `avec_reperes` False leaves out the sentences on what runs slower, and the tables they need.
    """
    elements = list(_elements(site, jour))
    return regle.composer(jour, elements, site.calendrier, reperes(site, jour) if avec_reperes else ())


def _elements(site: Site, jour: date) -> Iterator[Element | None]:
    for concept in CONCEPTS:
        piece = concept.piece("operations", "semaine")
        if piece is not None and site.peut(concept.domaine.code, Verbe.LIRE):
            yield from piece.elements(site, jour)


def imprimer(site: Site, *, sortie: Path | None = None, jour: date) -> Path:
    """Write the week as an A4 page or more (Word); without `sortie`, in the site's documents/."""
    from qualitui.reports import semaine as rapport  # the week is read far more often than it is printed

    chemin = sortie or site.documents(f"semaine-{jour.isoformat()}.docx")
    roles = {role.code: role.libelle for role in site.roles}
    feuille = rapport.Feuille(
        site=site.reglages.nom,
        semaine=semaine(site, jour),
        roles=roles,
        reserve=reserve(site.registre.etat, jour, {jour.year, jour.year - 1}),
    )
    site.sorties.ecrire(rapport.composer(feuille, modeles.choisir(site, rapport.MODELE)), chemin)
    return chemin


def reperes(site: Site, jour: date) -> list[str]:
    """Sentences under the week: the quarter, the annual review, the next audit, what waits without a date.

    Those on what this person's role may not read are left out.
    """
    lisibles = {domaine for domaine in DOMAINES if site.peut(domaine, Verbe.LIRE)}
    phrases = []
    if "actions" in lisibles:
        phrases += [f"Revue des actions, {trimestre_en_mots(t)} : {etat}." for t, etat in etats(site, jour)]
    if "revue" in lisibles and (etat := etat_de_la_revue(site, jour)):
        phrases.append(f"Revue qualité locale {jour.year - 1} : {etat}.")
    phrases.append(_audit(site))
    if "actions" in lisibles and (a_verifier := len(site.registre.find(Action, etat=EtatAction.REALISEE))):
        phrases.append(f"Efficacité à vérifier : {accorder(a_verifier, 'action réalisée')}.")
    if "suggestions" in lisibles and (sans_reponse := len(ouvertes(site))):
        phrases.append(f"Sans réponse : {accorder(sans_reponse, 'suggestion')} d’agents.")
    return phrases + _rendez_vous(site, jour)


def _audit(site: Site) -> str:
    reglages = site.reglages
    audit = planning.prochain_audit(site.planning_type, reglages.dernier_audit_interne, reglages.dernier_audit_externe)
    if audit is None:
        return "Prochain audit : date inconnue (réglages du site, date du dernier audit)."
    genre = "externe" if audit.externe else "interne"
    return f"Prochain audit : {genre}, vers {mois_en_mots(audit.vers.year, audit.vers.month)}."


def _rendez_vous(site: Site, jour: date) -> list[str]:
    """The events of the site's planning whose period ends by Sunday."""
    fin = regle.vendredi(jour) + timedelta(days=2)
    locaux = (evenement for evenement in site.planning_type.evenements if evenement.niveau == "site")
    venues = planning.rendez_vous(locaux, jour, fin)
    return [f"Au planning, avant le {date_en_mots(venue.fin)} : {venue.evenement.libelle}." for venue in venues]
