"""« La semaine du site »: what each concept gives to it (`operations/<salle>/semaine.py`), put together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from qualitui.domain import planning
from qualitui.domain import semaine as regle
from qualitui.domain.actions.fiche import Action, EtatAction
from qualitui.domain.base import Fiche, Valeur
from qualitui.domain.concepts import CONCEPTS, DOMAINES, PARAMETRES, concept, de_la_table
from qualitui.domain.etape import Etape, premiere
from qualitui.domain.etat import reserve
from qualitui.domain.francais import accorder, date_en_mots, enumerer, mois_en_mots
from qualitui.domain.illisibles import Illisible
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.semaine import Semaine
from qualitui.domain.trimestres import trimestre_en_mots
from qualitui.operations import equipe, modeles
from qualitui.operations.revue.semaine import etat_de_la_revue
from qualitui.operations.site.semaine import etapes as du_site
from qualitui.operations.site.semaine import suivant as prochain_audit
from qualitui.operations.suggestions.semaine import ouvertes
from qualitui.operations.trimestres.semaine import etats

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


def semaine(site: Site, jour: date, *, avec_reperes: bool = True) -> Semaine:
    """What is late, due today or soon; what this person's role may not read is left out.

    `avec_reperes` False leaves out the sentences on what runs slower, and the tables they need.
    """
    return regle.composer(jour, etapes(site, jour), site.calendrier, reperes(site, jour) if avec_reperes else ())


def etapes(site: Site, jour: date) -> Iterator[Etape]:
    """What everything that is not over waits for, whatever its day, concept by concept, then the site itself."""
    a_part = {(t[0].nom, une.nom) for une in _entieres(site) if (t := de_la_table(une.table))}
    for connu in CONCEPTS:
        piece = connu.piece("operations", "semaine")
        if piece is not None and site.peut(connu.domaine.code, Verbe.LIRE):
            yield from (e for e in piece.etapes(site, jour) if (e.domaine, e.reference) not in a_part)
    if site.peut(PARAMETRES.code, Verbe.LIRE):
        yield from equipe.etapes(site, jour)
    yield from du_site(site, jour)
    yield from _illisibles(site, jour)


def _illisibles(site: Site, jour: date) -> Iterator[Etape]:
    """What cannot be read here may ask for something all the same: instead of what would be said without it."""
    for une in _entieres(site):
        trouves = de_la_table(une.table)
        if trouves is not None and site.peut(trouves[0].domaine.code, Verbe.LIRE):
            etape = regle.d_illisible(une, trouves[0].nom, jour)
            if etape is not None:
                yield etape


def _entieres(site: Site) -> list[Illisible]:
    return [une for une in site.registre.illisibles if not une.partielle]


def prochaine_etape(site: Site, nom: str, fiche: Fiche | Valeur, jour: date) -> Etape | None:
    """What one record of the concept `nom` waits for first; None: it is over."""
    connu = concept(nom)
    site.exiger(connu.domaine.code, Verbe.LIRE)
    piece = connu.piece("operations", "semaine")
    return premiere(piece.de(site, fiche, jour)) if piece is not None else None


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
    phrases.append(_audit(site, jour))
    if "actions" in lisibles and (a_verifier := len(site.registre.find(Action, etat=EtatAction.REALISEE))):
        phrases.append(f"Efficacité à vérifier : {accorder(a_verifier, 'action réalisée')}.")
    if "suggestions" in lisibles and (sans_reponse := len(ouvertes(site))):
        phrases.append(f"Sans réponse : {accorder(sans_reponse, 'suggestion')} d’agents.")
    phrases += _roles_vacants(site, jour) if PARAMETRES.code in lisibles else []
    return phrases + _rendez_vous(site, jour)


def _roles_vacants(site: Site, jour: date) -> list[str]:
    """A role that carries something and that nobody holds: its work is seen by nobody as theirs."""
    vacants = equipe.roles_vacants(site, jour)
    noms = [f"{code} ({accorder(nombre, 'élément')})" for code, nombre in vacants.items()]
    return [f"Rôles que personne ne tient : {enumerer(noms)}."] if noms else []


def _audit(site: Site, jour: date) -> str:
    audit = prochain_audit(site)
    if audit is None:
        return "Prochain audit : date inconnue (réglages du site, date du dernier audit)."
    phrase = f"Prochain audit : {audit.genre}, vers {mois_en_mots(audit.vers.year, audit.vers.month)}"
    retard = (jour - audit.vers).days
    return f"{phrase}, en retard de {accorder(retard, 'jour')}." if retard > 0 else f"{phrase}."


def _rendez_vous(site: Site, jour: date) -> list[str]:
    """The events of the site's planning whose period ends by the horizon, and of which no record shows they were held.

    An event that depends on a condition says it.
    """
    fin = regle.horizon(jour, site.calendrier)
    locaux = (evenement for evenement in site.planning_type.evenements if evenement.niveau == "site")
    venues = planning.rendez_vous(locaux, jour, fin)
    return [_rappel(venue) for venue in venues if not _tenu(site, venue, jour)]


def _rappel(venue: planning.Rendez) -> str:
    condition = f", {venue.evenement.condition}" if venue.evenement.condition else ""
    return f"Au planning{condition}, avant le {date_en_mots(venue.fin)} : {venue.evenement.libelle}."


def _tenu(site: Site, venue: planning.Rendez, jour: date) -> bool:
    nom, _, code = venue.evenement.tenu_par.partition(" ")
    piece = concept(nom).piece("operations", "semaine") if nom else None
    return piece is not None and bool(piece.tenu(site, code, venue.debut, jour))
