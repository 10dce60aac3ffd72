"""Nobody is forgotten: records driven by the real gestures into every state they can reach, concept by concept.

One that is not over has a step, which the week shows on its day at the latest; one that is over has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from qualitui.domain.actions.fiche import Action, EtatAction, Origine
from qualitui.domain.actions.possibles import Geste as GesteAction
from qualitui.domain.actions.possibles import refus_de as refus_d_action
from qualitui.domain.base import evoluer
from qualitui.domain.concepts import CONCEPTS
from qualitui.domain.reclamations import gestes as gestes_de_dossier
from qualitui.domain.reclamations.fiche import GenreFait, Reclamation
from qualitui.domain.reclamations.gestes import MotifCloture
from qualitui.domain.reclamations.possibles import Geste as GesteReclamation
from qualitui.domain.reclamations.possibles import refus_de as refus_de_dossier
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.domain.reference.reglages import Reglages
from qualitui.domain.revue import fiche as revues
from qualitui.domain.revue.chiffres import Chiffres
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.temps.calendrier import UN_JOUR
from qualitui.domain.trimestres import EtatTrimestre, GenreDecision
from qualitui.domain.verifications.fiche import EtatOccurrence, Resultat
from qualitui.operations import equipe
from qualitui.operations import semaine as la_semaine
from qualitui.operations.actions import gestes as actions
from qualitui.operations.indicateurs import gestes as indicateurs
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.operations.reclamations.lecture import rangees
from qualitui.operations.revue import gestes as gestes_de_revue
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.operations.trimestres import gestes as trimestres
from qualitui.operations.verifications import gestes as verifications
from qualitui.store.site.site import Site

DEBUT = date(2026, 3, 2)
Finies = dict[str, bool]  # reference → is the record over?
AILLEURS = {"equipe"}  # what a person holds is told by tests/operations/test_departs.py


# --- réclamations ----------------------------------------------------------------------------------------------------

DEPARTS_DE_DOSSIER = (
    Saisie(canal="courrier", recue_le=DEBUT),
    Saisie(canal="courrier", recue_le=DEBUT, nature="reclamation", pilote="daa"),
    Saisie(canal="courriel-generique", recue_le=DEBUT, nature="demande"),
    Saisie(canal="accueil", recue_le=DEBUT, nature="reclamation"),
    Saisie(canal="courrier", recue_le=DEBUT, nature="recours"),
)
SANS_FAIT = (GesteReclamation.QUALIFIER, GesteReclamation.CORRIGER, GesteReclamation.RETIRER)


def _noter(dossier: Reclamation, geste: GesteReclamation, jour: date) -> Reclamation:
    match geste:
        case GesteReclamation.ATTENDRE:
            promise = jour + timedelta(days=20)
            return gestes_de_dossier.attendre(
                dossier, le=jour, interlocuteur="Claire Martin", nouvelle_date=promise, jour=jour
            )
        case GesteReclamation.CLORE:
            return gestes_de_dossier.clore(dossier, motif=MotifCloture.HORS_PERIMETRE, le=jour, jour=jour)
        case GesteReclamation.ROUVRIR:
            return gestes_de_dossier.rouvrir(dossier, raison="Nouvel élément", le=jour, jour=jour)
    rendu: Reclamation = getattr(gestes_de_dossier, geste.value)(dossier, le=jour, jour=jour)
    return rendu


def _dossier_fini(dossier: Reclamation) -> bool:
    """Closed, and nothing reopened or contested it since: told here by the facts alone."""
    decisifs = (GenreFait.CLOTURE, GenreFait.REOUVERTURE, GenreFait.CONTESTATION)
    derniers = [fait.genre for fait in dossier.faits if fait.genre in decisifs]
    return derniers[-1:] == [GenreFait.CLOTURE]


def des_reclamations(site: Site) -> Finies:
    """Each way through four gestures that ends otherwise than those seen before: what happened, and what came last."""
    finies: Finies = {}
    for saisie in DEPARTS_DE_DOSSIER:
        neuf = reclamations.ajouter(site, saisie, jour=DEBUT).reclamation
        finies[neuf.reference] = False
        vus: dict[tuple[Any, ...], Reclamation] = {}
        a_suivre = [neuf]
        while a_suivre:
            dossier = a_suivre.pop()
            jour = DEBUT + (len(dossier.faits) + 1) * UN_JOUR
            for geste in GesteReclamation:
                if geste in SANS_FAIT or len(dossier.faits) > 3 or refus_de_dossier(dossier, geste, jour):
                    continue
                suivi = _noter(dossier, geste, jour)
                genres = [fait.genre for fait in suivi.faits]
                signature = (frozenset(genres), *genres[-2:])
                if signature not in vus:
                    vus[signature] = suivi
                    a_suivre.append(suivi)
        with site.registre.transaction():
            for rang, suivi in enumerate(vus.values()):
                reference = f"{neuf.reference}{rang:03d}"
                site.registre.add(evoluer(suivi, id="", jeton="", reference=reference))
                finies[reference] = _dossier_fini(suivi)
    return finies


# --- actions, suggestions --------------------------------------------------------------------------------------------


def _agir(site: Site, action: Action, geste: GesteAction, jour: date) -> Action:
    plus_tard = jour + timedelta(days=30)
    match geste:
        case GesteAction.LANCER:
            return actions.lancer(site, action, pilote=action.pilote or "pilote-p", jour=jour)
        case GesteAction.REPLANIFIER:
            return actions.replanifier(site, action, echeance=plus_tard, raison="Devis", jour=jour)
        case GesteAction.RELANCER:
            return actions.relancer(site, action, echeance=plus_tard, raison="Sans effet", jour=jour)
        case GesteAction.CLORE:
            return actions.clore(site, action, le=jour, suite="Rien de plus", jour=jour)
        case GesteAction.ABANDONNER:
            return actions.abandonner(site, action, raison="Sans objet", jour=jour)
        case GesteAction.REALISER:
            return actions.realiser(site, action, le=jour, jour=jour)
    raise AssertionError(geste)


def des_actions(site: Site) -> Finies:
    for code in ("pilote-p", "autre-a"):
        equipe.ajouter(site, nom=code, code=code, roles=["agent"])
    finies: Finies = {}
    vus: set[tuple[Any, ...]] = set()

    def parcourir(pilote: str, chemin: tuple[tuple[GesteAction, bool], ...]) -> None:
        origine = Origine(concept="reunion")
        action = actions.creer(site, intitule="Agir", origine=origine, pilote=pilote, jour=DEBUT)
        for rang, (geste, efficace) in enumerate(chemin, start=1):
            jour = DEBUT + rang * UN_JOUR
            if geste is GesteAction.VERIFIER:
                action = actions.verifier(
                    site, action, le=jour, par="autre-a", efficace=efficace, constat="Vu", jour=jour
                )
            else:
                action = _agir(site, action, geste, jour)
        signature = (pilote, action.etat, action.efficacite and action.efficacite.efficace, action.replanifications)
        finies[action.reference] = action.etat in (EtatAction.CLOSE, EtatAction.ABANDONNEE)
        if signature in vus:
            return
        vus.add(signature)
        for geste in GesteAction:
            if len(chemin) < 5 and refus_d_action(action, geste, DEBUT + (len(chemin) + 1) * UN_JOUR) is None:
                for efficace in (True, False) if geste is GesteAction.VERIFIER else (True,):
                    parcourir(pilote, (*chemin, (geste, efficace)))

    for pilote in ("", "pilote-p", "daa"):
        parcourir(pilote, ())
    assert {signature[1] for signature in vus} == set(EtatAction)
    return finies


def des_suggestions(site: Site) -> Finies:
    def neuve() -> Suggestion:
        return suggestions.ajouter(site, texte="Un banc", jour=DEBUT)

    recue, analysee = neuve(), suggestions.analyser(site, neuve(), analyse="À voir", jour=DEBUT)
    ecartee = suggestions.ecarter(site, neuve(), raison="Trop cher", jour=DEBUT)
    retenue, _ = suggestions.retenir(site, neuve(), jour=DEBUT)
    finies = {s.reference: False for s in (recue, analysee, ecartee, retenue)}
    for repondue in (
        suggestions.ecarter(site, neuve(), raison="Trop cher", jour=DEBUT),
        suggestions.retenir(site, neuve(), jour=DEBUT)[0],
    ):
        finies[suggestions.presenter(site, repondue, le=DEBUT, jour=DEBUT).reference] = True
    return finies


# --- quarters, annual reviews ----------------------------------------------------------------------------------------


def des_trimestres(site: Site) -> Finies:
    """T1 held, T2 missed, T3 missed and explained, T4 held late, then one open and missed, one open."""
    action = actions.creer(site, intitule="Agir", origine=Origine(concept="reunion"), jour=DEBUT)

    def tenir(trimestre: str, jour: date) -> None:
        revue = trimestres.ouvrir(site, trimestre, jour=jour)
        revue, _ = trimestres.decider(site, revue, action, decision=GenreDecision.MAINTENIR, jour=jour)
        trimestres.clore(site, revue, jour=jour)

    tenir("2026-T1", DEBUT)
    trimestres.expliquer(site, "2026-T3", raison="Poste vacant", jour=date(2026, 10, 5))
    tenir("2026-T4", date(2027, 1, 10))
    trimestres.ouvrir(site, "2027-T1", jour=date(2027, 3, 2))
    trimestres.ouvrir(site, "2027-T2", jour=date(2027, 4, 2))
    etats = {cle: etat for cle, etat, _ in trimestres.lister(site, jour=date(2027, 4, 2))}
    assert set(etats.values()) == set(EtatTrimestre) - {EtatTrimestre.A_VENIR, EtatTrimestre.A_TENIR}
    finis = {"2026-T1", "2026-T3", "2026-T4"}
    return {cle: cle in finis for cle in etats}


def des_revues(site: Site) -> Finies:
    """A year for each stage, by the rules themselves: the approval of a whole review is another test's."""
    jour = date(2034, 3, 1)
    lue = gestes_de_revue.lire(site, 2026)
    figures: Chiffres = gestes_de_revue.chiffres(site, lue, date(2027, 1, 5))
    etapes: list[Callable[[revues.RevueAnnuelle], revues.RevueAnnuelle]] = [
        lambda r: revues.saisir(r, {}),
        lambda r: revues.arreter(r, figures, jour),
        lambda r: revues.soumettre(r, le=jour),
        lambda r: revues.approuver(r, figures, (), par="Solange", le=jour, jour=jour),
        lambda r: revues.presenter(r, le=jour, jour=jour),
        lambda r: revues.presenter(r, le=jour, transmise_le=jour, jour=jour),
        lambda r: revues.rouvrir(r, raison="Erreur"),
    ]
    finies = {"2026": False}
    for nombre in range(1, len(etapes) + 1):
        revue = revues.nouvelle(2026 + nombre)
        for etape in etapes[:nombre]:
            revue = etape(revue)
        site.registre.add(revue)
        finies[str(revue.annee)] = nombre == len(etapes) - 1
    return finies


# --- checks, indicators ----------------------------------------------------------------------------------------------


def des_verifications(site: Site) -> Finies:
    jour = date(2026, 3, 30)
    for code in ("V-ECO-01", "V-INF-01", "V-NET-01", "V-TEL-01"):
        fiche = verifications.trouver(site, code)
        verifications.noter(site, fiche, "2026-S10", Resultat.CONFORME, le=DEBUT, jour=DEBUT)
    fiche = verifications.trouver(site, "V-ECO-01")
    verifications.noter(site, fiche, "2026-S11", Resultat.SANS_OBJET, le=date(2026, 3, 9), jour=date(2026, 3, 9))
    verifications.expliquer(site, fiche, "2026-S12", "oubli", jour=jour)
    non_conforme = {"resultat": Resultat.NON_CONFORME, "constat": "Affiche absente"}
    for code, suivante in (("V-INF-01", False), ("V-NET-01", True)):
        fiche = verifications.trouver(site, code)
        lundi = date(2026, 3, 16)
        verifications.noter(site, fiche, "2026-S12", le=lundi, jour=lundi, **non_conforme)  # type: ignore[arg-type]
        if suivante:
            verifications.noter(site, fiche, "2026-S13", Resultat.CONFORME, le=date(2026, 3, 23), jour=jour)
    verifications.suspendre(site, verifications.trouver(site, "V-SIG-03"), du=jour, raison="Travaux", jour=jour)
    finies = {"V-INF-01 × 2026-S12": False, "V-NET-01 × 2026-S12": True, "V-SIG-03": False}
    for suivi in verifications.suivis(site, du=DEBUT, au=jour, jour=jour):
        reference = suivi.occurrence.reference
        finies.setdefault(reference, suivi.etat is not EtatOccurrence.A_FAIRE and not suivi.a_expliquer)
    assert not all(finies.values())
    return finies


def des_indicateurs(site: Site) -> Finies:
    saisis = [type_ for type_ in site.indicateurs_types if type_.calcul == "saisi" and type_.periodicite == "mensuelle"]
    saisi, oublie = saisis[0], saisis[1]
    denominateur = 10 if saisi.denominateur else None
    jour = date(2026, 5, 4)
    indicateurs.saisir(site, saisi.code, periode="2026-04", numerateur=5, denominateur=denominateur, jour=jour)
    return {f"{saisi.code} × 2026-04": True, f"{oublie.code} × 2026-04": False}


# --- what holds for all ----------------------------------------------------------------------------------------------

GENERATEURS: dict[str, tuple[Callable[[Site], Finies], date]] = {
    "reclamations": (des_reclamations, date(2026, 3, 9)),
    "actions": (des_actions, date(2026, 3, 9)),
    "suggestions": (des_suggestions, date(2026, 3, 9)),
    "trimestre": (des_trimestres, date(2027, 4, 2)),
    "revue": (des_revues, date(2034, 3, 1)),
    "verifications": (des_verifications, date(2026, 3, 30)),
    "indicateurs": (des_indicateurs, date(2026, 5, 4)),
}
PARTIELS = {"verifications", "indicateurs", "trimestre", "revue"}  # others of their steps are derived, never recorded


def test_chaque_concept_dit_la_prochaine_etape_de_ses_fiches() -> None:
    """A new concept gets its generator here."""
    assert set(GENERATEURS) | AILLEURS == {concept.nom for concept in CONCEPTS}
    assert all(concept.piece("operations", "semaine") for concept in CONCEPTS if concept.nom not in AILLEURS)


@pytest.mark.parametrize("nom", sorted(GENERATEURS))
def test_ce_qui_n_est_pas_fini_a_une_etape_et_le_reste_n_en_a_pas(site: Site, nom: str) -> None:
    generer, jour = GENERATEURS[nom]
    finies = generer(site)
    assert set(finies.values()) == {True, False}
    etapes = [etape for etape in la_semaine.etapes(site, jour) if etape.domaine == nom]
    attendues = {etape.reference for etape in etapes}
    assert {reference for reference, finie in finies.items() if not finie} - attendues == set()
    assert {reference for reference, finie in finies.items() if finie} & attendues == set()
    if nom not in PARTIELS:
        assert attendues == {reference for reference, finie in finies.items() if not finie}
    for etape in etapes:
        assert etape.quoi
        assert etape.qui
        assert etape.cible <= etape.butoir
        assert etape.depuis <= max(etape.butoir, jour)
    for quand in sorted({max(etape.butoir, jour) for etape in etapes}):
        vues = {(e.domaine, e.reference) for e in la_semaine.semaine(site, quand, avec_reperes=False).elements}
        dues = {(etape.domaine, etape.reference) for etape in etapes if etape.butoir <= quand}
        assert dues <= vues


def test_la_liste_a_faire_montre_les_dossiers_que_quelqu_un_attend(site: Site) -> None:
    """Open or contested on the day; those to close come once that is late. The list of the screen says the same."""
    finies = des_reclamations(site)
    for jour in (date(2026, 3, 9), date(2026, 12, 1)):
        a_faire = {r.reference for r in reclamations.lister(site, reclamations.Filtre(a_faire=True), jour=jour)}
        assert a_faire == {rangee.reference for rangee in rangees(site, jour=jour) if rangee.a_traiter}
        assert not a_faire & {reference for reference, finie in finies.items() if finie}
    assert a_faire == {reference for reference, finie in finies.items() if not finie}


@pytest.mark.parametrize(("jours", "retard"), [(-1, False), (0, False), (1, True), (168, True)])
def test_un_audit_passe_est_dit_en_retard_avec_ses_jours(site: Site, jours: int, retard: bool) -> None:
    dernier = date(2025, 6, 10)
    site.reglages = _avec(site.reglages, dernier)
    jour = date(2026, 6, 10) + timedelta(days=jours)
    vue = la_semaine.semaine(site, jour)
    (audit,) = (e for e in vue.elements if e.domaine == "reglages")
    assert audit.libelle.startswith("Audit externe à tenir")
    assert audit.libelle.endswith("(date déduite)")
    assert (audit.etat.value == "en retard") is retard
    (phrase,) = (p.replace("\u00a0", " ") for p in vue.reperes if p.startswith("Prochain audit"))
    assert phrase.endswith(f"en retard de {jours} jour{'s' if jours > 1 else ''}.") is retard


def _avec(reglages: Reglages, dernier: date) -> Reglages:
    return evoluer(reglages, dernier_audit_interne=dernier)


def _au_planning(site: Site, jour: date) -> Iterator[str]:
    return (phrase for phrase in la_semaine.reperes(site, jour) if phrase.startswith("Au planning"))


def test_une_ligne_du_planning_s_en_va_quand_sa_fiche_existe(site: Site) -> None:
    """A check noted, a quarter closed, the month's indicators typed, the suggestions analysed: one line each."""
    fin = date(2026, 3, 31)
    suggestion = suggestions.ajouter(site, texte="Un banc", jour=date(2025, 12, 1))
    attendues = [
        "Évaluation du nettoyage",
        "Relevé du trafic du standard",
        "Analyse du tableau local des actions",
        "Analyse des suggestions d’agents",
        "Saisie et lecture des indicateurs du mois",
    ]

    def restantes() -> list[str]:
        phrases = list(_au_planning(site, fin))
        return [attendue for attendue in attendues if any(attendue in phrase for phrase in phrases)]

    assert restantes() == attendues
    for code, periode, ligne in (
        ("V-NET-03", "2026-T1", "Évaluation du nettoyage"),
        ("V-TEL-02", "2026-03", "Relevé du trafic du standard"),
    ):
        fiche = verifications.trouver(site, code)
        verifications.noter(site, fiche, periode, Resultat.CONFORME, le=fin, jour=fin)
        assert ligne not in restantes()
    trimestres.clore(site, trimestres.ouvrir(site, "2026-T1", jour=fin), jour=fin)
    suggestions.analyser(site, suggestion, analyse="À voir", jour=fin)
    assert restantes() == ["Saisie et lecture des indicateurs du mois"]
    for type_, periode in indicateurs.manquantes(site, jour=fin):
        denominateur = 10 if type_.denominateur else None
        indicateurs.saisir(site, type_.code, periode=periode, numerateur=5, denominateur=denominateur, jour=fin)
    assert restantes() == []


def test_le_planning_dit_ses_conditions_et_ne_double_pas_la_revue_annuelle(site: Site) -> None:
    (regulation,) = (p for p in _au_planning(site, date(2026, 3, 30)) if "régulation" in p)
    assert "s’il y a lieu" in regulation
    assert not [p for p in _au_planning(site, date(2026, 12, 30)) if "Revue qualité annuelle" in p]
    (revue,) = (e for e in la_semaine.etapes(site, date(2027, 1, 4)) if e.domaine == "revue")
    assert (revue.butoir, revue.source) == (date(2027, 1, 31), "proposée")


def test_un_trimestre_manque_reste_jusqu_a_sa_raison(site: Site) -> None:
    jour = date(2027, 2, 1)

    def manques() -> list[str]:
        return [e.reference for e in la_semaine.etapes(site, jour) if e.domaine == "trimestre" and e.butoir < jour]

    # The first one began before the site: it is not owed.
    assert manques() == ["2026-T2", "2026-T3", "2026-T4"]
    trimestres.expliquer(site, "2026-T3", raison="Poste vacant", jour=jour)
    assert manques() == ["2026-T2", "2026-T4"]
    etats = {cle: etat for cle, etat, _ in trimestres.lister(site, jour=jour)}
    assert etats["2026-T3"] is EtatTrimestre.MANQUEE  # the reason changes no figure
