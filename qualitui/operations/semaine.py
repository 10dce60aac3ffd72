"""« La semaine du site », read from the register; ten years of records are filtered, not gone through."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import ConfigDict

from qualitui.domain import semaine as regle
from qualitui.domain.actions.fiche import Action, EtatAction
from qualitui.domain.base import Fiche
from qualitui.domain.francais import accorder, date_en_mots, mois_en_mots
from qualitui.domain.reclamations.fiche import GenreFait, Reclamation
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.semaine import Element, Semaine
from qualitui.domain.suggestions.fiche import ETATS_OUVERTS, Suggestion
from qualitui.domain.trimestres import (
    EtatTrimestre,
    RevueTrimestrielle,
    bornes,
    etat_du_trimestre,
    precedent,
    trimestre_de,
    trimestre_en_mots,
)
from qualitui.domain.verifications.fiche import Verification
from qualitui.operations.verifications import occurrences
from qualitui.store.site.referentiels import intervalle_de

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

ANALYSE_DES_SUGGESTIONS = "P-SUG-ANA"  # code of [[evenement]] (planning-eps.toml)


class ApercuReclamation(Fiche):
    """What tells, of ten years of cases, those that still ask for something: read ten times faster than whole."""

    model_config = ConfigDict(extra="ignore")
    table: ClassVar[str] = Reclamation.table

    faits: Any = ()

    @property
    def repondue(self) -> bool:
        return any(fait["genre"] == GenreFait.REPONSE for fait in self.faits)


class ApercuRevue(Fiche):
    """The annual review without its thousand figures."""

    model_config = ConfigDict(extra="ignore")
    table: ClassVar[str] = "revues"

    annee: int
    etat: str = ""


def semaine(site: Site, jour: date, *, avec_reperes: bool = True) -> Semaine:
    """What is late, due today or by Friday; what this person's role may not read is left out.

    `avec_reperes` False leaves out the sentences on what runs slower, and the tables they need.
    """
    lecteurs = {
        "reclamations": _reclamations,
        "verifications": _verifications,
        "actions": _actions,
        "suggestions": _suggestions,
        "revue": _revue,
    }
    lisibles = [lire for domaine, lire in lecteurs.items() if site.droit(domaine) != "aucun"]
    elements = [element for lire in lisibles for element in lire(site, jour)]
    return regle.composer(jour, elements, site.calendrier, reperes(site, jour) if avec_reperes else ())


def imprimer(site: Site, *, sortie: Path | None = None, jour: date) -> Path:
    """Write the week as an A4 page or more (Word); without `sortie`, in the site's documents/."""
    from qualitui.operations import modeles
    from qualitui.reports import semaine as rapport

    chemin = sortie or site.documents(f"semaine-{jour.isoformat()}.docx")
    roles = {role.code: role.libelle for role in site.roles}
    feuille = rapport.Feuille(site=site.reglages.nom, semaine=semaine(site, jour), roles=roles)
    rapport.ecrire(feuille, modeles.choisir(site, rapport.MODELE), chemin)
    return chemin


def _reclamations(site: Site, jour: date) -> Iterator[Element | None]:
    roles = _roles(site)
    for apercu in site.registre.ouvertes(ApercuReclamation):
        if apercu.repondue:
            continue
        reclamation = site.registre.get(Reclamation, apercu.id)
        yield from regle.de_reclamation(reclamation, jour, roles, _sujet(site, reclamation))


def _sujet(site: Site, reclamation: Reclamation) -> str:
    """Its nature's label, when its object was not typed."""
    if reclamation.objet or not reclamation.nature:
        return ""
    return next((n.libelle for n in site.nomenclatures.natures if n.code == reclamation.nature), "")


def _verifications(site: Site, jour: date) -> Iterator[Element | None]:
    """The open windows from today to Friday, and what was missed without a reason since each check exists."""
    fin = regle.vendredi(jour)
    for suivi in occurrences.suivis(site, du=jour, au=fin, jour=jour):
        yield regle.de_verification(suivi, jour)
    for suivi in occurrences.a_expliquer(site, jour=jour):
        yield regle.de_verification(suivi, jour)


def _actions(site: Site, jour: date) -> Iterator[Element | None]:
    roles = _roles(site)
    for etat_voulu in (EtatAction.A_LANCER, EtatAction.EN_COURS):
        for action in site.registre.find(Action, etat=etat_voulu):
            yield regle.d_action(action, jour, site.calendrier, roles)
    for trimestre, etat in _trimestres(site, jour):
        yield regle.de_trimestre(trimestre, etat, jour, site.calendrier)


def _suggestions(site: Site, jour: date) -> Iterator[Element | None]:
    if ouvertes := _suggestions_ouvertes(site):
        mois = intervalle_de(ANALYSE_DES_SUGGESTIONS)
        yield from (regle.de_suggestion(suggestion, jour, mois) for suggestion in ouvertes)


def _revue(site: Site, jour: date) -> Iterator[Element | None]:
    etat = etat_de_la_revue(site, jour)
    if etat not in ("", *_REVUES_FINIES):
        yield regle.de_revue(jour.year - 1, etat, jour, site.calendrier)


def _suggestions_ouvertes(site: Site) -> list[Suggestion]:
    return [suggestion for etat in ETATS_OUVERTS for suggestion in site.registre.find(Suggestion, etat=etat)]


_REVUES_FINIES = ("approuvée", "présentée")


def _trimestres(site: Site, jour: date) -> Iterator[tuple[str, EtatTrimestre]]:
    """The quarter before, when the site already existed, and the current one."""
    courant = trimestre_de(jour)
    debut = debut_du_site(site)
    for trimestre in (precedent(courant), courant):
        if trimestre == courant or (debut is not None and debut <= bornes(trimestre)[1]):
            revue = next(iter(site.registre.find(RevueTrimestrielle, trimestre=trimestre)), None)
            yield trimestre, etat_du_trimestre(trimestre, revue, jour)


def etat_de_la_revue(site: Site, jour: date) -> str:
    """In words, the annual review of last year; empty when the site did not exist then."""
    debut = debut_du_site(site)
    if debut is None or debut.year >= jour.year:
        return ""
    revue = next(iter(site.registre.find(ApercuRevue, annee=jour.year - 1)), None)
    return revue.etat if revue else "à préparer"


def debut_du_site(site: Site) -> date | None:
    """The day from which its checks are due: when the site began; None without any check."""
    return min((verification.depuis for verification in site.registre.find(Verification)), default=None)


def reperes(site: Site, jour: date) -> list[str]:
    """Sentences under the week: the quarter, the annual review, the next audit, what waits without a date."""
    phrases = [f"Revue des actions, {trimestre_en_mots(t)} : {etat}." for t, etat in _trimestres(site, jour)]
    if etat := etat_de_la_revue(site, jour):
        phrases.append(f"Revue qualité locale {jour.year - 1} : {etat}.")
    phrases.append(_audit(site))
    if a_verifier := len(site.registre.find(Action, etat=EtatAction.REALISEE)):
        phrases.append(f"Efficacité à vérifier : {accorder(a_verifier, 'action réalisée', 'actions réalisées')}.")
    if sans_reponse := len(_suggestions_ouvertes(site)):
        phrases.append(f"Sans réponse : {accorder(sans_reponse, 'suggestion')} d’agents.")
    return phrases + _rendez_vous(site, jour)


def _audit(site: Site) -> str:
    from qualitui.domain import planning

    reglages = site.reglages
    audit = planning.prochain_audit(site.planning_type, reglages.dernier_audit_interne, reglages.dernier_audit_externe)
    if audit is None:
        return "Prochain audit : date inconnue (réglages du site, date du dernier audit)."
    genre = "externe" if audit.externe else "interne"
    return f"Prochain audit : {genre}, vers {mois_en_mots(audit.vers.year, audit.vers.month)}."


def _rendez_vous(site: Site, jour: date) -> list[str]:
    """The events of the site's planning whose period ends by Sunday."""
    from qualitui.domain import planning

    fin = regle.vendredi(jour) + timedelta(days=2)
    locaux = (evenement for evenement in site.planning_type.evenements if evenement.niveau == "site")
    venues = planning.rendez_vous(locaux, jour, fin)
    return [f"Au planning, avant le {date_en_mots(venue.fin)} : {venue.evenement.libelle}." for venue in venues]


def _roles(site: Site) -> dict[str, str]:
    return regle.roles_de(site.registre.find(Personne))
