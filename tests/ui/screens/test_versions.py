"""No stale save: every form that writes over what somebody may have changed is refused, nothing typed is lost.

The forms are found in the screens. Each is opened, what it carries is changed from another workstation, before the
program noticed it and after, then saved.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import horloge
from textual.pilot import Pilot
from ui.pilotage import calme, ouvrir, texte

from qualitui.domain.actions.fiche import Action, EtatAction, Origine
from qualitui.domain.base import Fiche, evoluer
from qualitui.domain.indicateurs.fiche import ValeurIndicateur
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.possibles import Geste
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.reference.reglages import Reglages
from qualitui.domain.revue.fiche import RevueAnnuelle
from qualitui.domain.temps.delais import Report
from qualitui.domain.trimestres import GenreDecision
from qualitui.domain.verifications.fiche import Constat, Resultat, Verification
from qualitui.domain.verifications.occurrences import Suivi
from qualitui.operations import equipe
from qualitui.operations.actions import gestes as actions
from qualitui.operations.indicateurs import gestes as indicateurs
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.operations.reclamations import lecture as lecture_reclamations
from qualitui.operations.revue import gestes as revues
from qualitui.operations.revue import lecture as lecture_revue
from qualitui.operations.site import reglages
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.operations.trimestres import gestes as trimestres
from qualitui.operations.verifications import gestes as verifications
from qualitui.operations.verifications import lecture as lecture_verifications
from qualitui.reports.courriers import Courrier
from qualitui.store.site.site import Site
from qualitui.store.site.site import ouvrir as ouvrir_site
from qualitui.ui.screens.actions import formulaires as ui_actions
from qualitui.ui.screens.commun.contexte import Contexte, lire_contexte
from qualitui.ui.screens.equipe import formulaires as ui_equipe
from qualitui.ui.screens.reclamations import corrections as ui_corrections
from qualitui.ui.screens.reclamations import courriers as ui_courriers
from qualitui.ui.screens.reclamations import formulaires as ui_reclamations
from qualitui.ui.screens.reclamations import gestes as ui_gestes
from qualitui.ui.screens.reglages import formulaires as ui_reglages
from qualitui.ui.screens.revue import formulaires as ui_revue
from qualitui.ui.screens.suggestions import formulaires as ui_suggestions
from qualitui.ui.screens.trimestre import formulaires as ui_trimestre
from qualitui.ui.screens.verifications import fiches as ui_tableau
from qualitui.ui.screens.verifications import formulaires as ui_verifications
from qualitui.ui.widgets.conflit import Conflit
from qualitui.ui.widgets.formulaire import Formulaire

ECRANS = Path(__file__).parents[3] / "qualitui" / "ui" / "screens"
JOUR = date(2026, 3, 2)
PASSE = date(2026, 2, 2)
LE = date(2026, 3, 12)  # the checks of the week of the 2nd are missed by then


class Monde(NamedTuple):
    """The site as Alice's program has it, and Bob's workstation on the same folder."""

    site: Site
    autre: Site

    @property
    def contexte(self) -> Contexte:
        return lire_contexte(self.site, JOUR)


class Essai(NamedTuple):
    """A form, what Alice types in it, what Bob does meanwhile, and what is recorded of it. `jour`: the day of the
    program; `ecran`: the key of the screen the form belongs to."""

    formulaire: Callable[[Any], Formulaire]
    tape: dict[str, str]
    change: Callable[[], object]
    lire: Callable[[Site], Any]
    jour: date = JOUR
    ecran: str = "f2"


Scenario = Callable[[Monde], Essai]


# --- records ------------------------------------------------------------------------------------------------


def _sur(monde: Monde, fiche: Fiche, formulaire: Formulaire, change: dict[str, Any], **tape: str) -> Essai:
    """A form on one record, of which Bob changes another field."""
    modele, ident = type(fiche), fiche.id

    def changer() -> object:
        return monde.autre.registre.save(evoluer(monde.autre.registre.get(modele, ident), **change))

    return Essai(lambda _: formulaire, tape, changer, lambda site: site.registre.get(modele, ident))


def _action(monde: Monde, etat: EtatAction, *, ratee: bool = False) -> Action:
    """An action brought to this state."""
    origine = Origine(concept="reunion")
    equipe_ = [p.code for p in monde.site.registre.find(Personne)]
    for nom in {"Claire Martin", "Luc Petit"} if not equipe_ else ():
        equipe.ajouter(monde.site, nom=nom, roles=["daa"])
    action = actions.creer(
        monde.site, intitule="Agir", origine=origine, pilote="martin-c", echeance=date(2026, 4, 1), jour=PASSE
    )
    if etat is EtatAction.A_LANCER:
        return action
    action = actions.lancer(monde.site, action, jour=PASSE)
    if etat is EtatAction.EN_COURS:
        return action
    action = actions.realiser(monde.site, action, le=PASSE, jour=PASSE)
    if etat is EtatAction.REALISEE:
        return action
    return actions.verifier(monde.site, action, le=PASSE, efficace=not ratee, par="petit-l", constat="vu", jour=PASSE)


def _sur_action(nom: str, etat: EtatAction, /, *, ratee: bool = False, **tape: str) -> Scenario:
    """The form of this name, on an action of this state."""

    def scenario(monde: Monde) -> Essai:
        action = _action(monde, etat, ratee=ratee)
        formulaire = getattr(ui_actions, nom)(monde.contexte, action)
        return _sur(monde, action, formulaire, {"causes": "celles de Bob"}, **tape)

    return scenario


def _sur_suggestion(nom: str, /, **tape: str) -> Scenario:
    def scenario(monde: Monde) -> Essai:
        suggestion = suggestions.ajouter(monde.site, texte="Un banc", jour=PASSE)
        if nom == "presentation":
            suggestion = suggestions.ecarter(monde.site, suggestion, raison="trop cher", jour=PASSE)
        formulaire = getattr(ui_suggestions, nom)(monde.contexte, suggestion)
        return _sur(monde, suggestion, formulaire, {"theme": "celui de Bob"}, **tape)

    return scenario


def _sur_personne(nom: str, /, *reste: Any, **tape: str) -> Scenario:
    def scenario(monde: Monde) -> Essai:
        personne = equipe.ajouter(monde.site, nom="Noé Petit", roles=["raqn"])
        formulaire = getattr(ui_equipe, nom)(monde.site, personne, *reste)
        return _sur(monde, personne, formulaire, {"service": "celui de Bob"}, **tape)

    return scenario


def _depart(monde: Monde) -> Essai:
    personne = equipe.ajouter(monde.site, nom="Noé Petit", roles=["raqn"])
    prepare = ui_equipe.preparer_depart(monde.site, personne, JOUR)
    formulaire = ui_equipe.depart(monde.site, prepare, JOUR)
    return _sur(monde, personne, formulaire, {"service": "celui de Bob"}, le="02/03/2026")


# --- réclamations -------------------------------------------------------------------------------------------


def _dossier(monde: Monde) -> Reclamation:
    saisie = Saisie(canal="courrier", recue_le=PASSE, nature="reclamation", objet="Attente au guichet")
    identite = Identite(nom="Une personne", courriel="une@exemple.fr")
    return reclamations.ajouter(monde.site, saisie, identite=identite, jour=PASSE).reclamation


def _choix(monde: Monde) -> lecture_reclamations.Choix:
    return lecture_reclamations.choix(monde.site, jour=JOUR)


def _sur_dossier(nom: str, /, **tape: str) -> Scenario:
    def scenario(monde: Monde) -> Essai:
        dossier = _dossier(monde)
        formulaire = getattr(ui_reclamations, nom)(monde.site, JOUR, _choix(monde), dossier)
        return _sur(monde, dossier, formulaire, {"objet": "L’objet de Bob"}, **tape)

    return scenario


def _geste(geste: Geste, **tape: str) -> Scenario:
    def scenario(monde: Monde) -> Essai:
        dossier, site = _dossier(monde), monde.site
        if geste in (Geste.CLORE, Geste.CONTESTER, Geste.ROUVRIR, Geste.SAISIR_MEDIATEUR):
            dossier = reclamations.repondre(site, dossier, le=PASSE, jour=PASSE)
        if geste is Geste.ROUVRIR:
            dossier = reclamations.clore(site, dossier, motif="répondue", le=PASSE, jour=PASSE)
        formulaire = ui_gestes.formulaire_du_geste(site, JOUR, _choix(monde), dossier, geste)
        return _sur(monde, dossier, formulaire, {"objet": "L’objet de Bob"}, **tape)

    return scenario


def _correction(geste: Geste, **tape: str) -> Scenario:
    def scenario(monde: Monde) -> Essai:
        dossier = reclamations.accuser(monde.site, _dossier(monde), le=PASSE, jour=PASSE)
        faire = partial(ui_corrections.formulaire, choix=_choix(monde), fiche=dossier, fait=dossier.faits[0])
        essai = _sur(monde, dossier, Formulaire("", [], str), {"objet": "L’objet de Bob"}, **tape)
        return essai._replace(formulaire=lambda ecran: faire(ecran, geste=geste), ecran="f3")

    return scenario


def _courrier(genre: Courrier, **tape: str) -> Scenario:
    def scenario(monde: Monde) -> Essai:
        dossier = _dossier(monde)
        formulaire = ui_courriers.un_courrier(monde.site, JOUR, _choix(monde), dossier, genre)
        return _sur(monde, dossier, formulaire, {"objet": "L’objet de Bob"}, **tape)

    return scenario


def _identite(monde: Monde) -> Essai:
    dossier = _dossier(monde)
    connue = reclamations.identite(monde.site, dossier)
    assert connue is not None

    def changer() -> None:
        lue = reclamations.identite(monde.autre, dossier)
        assert lue is not None
        reclamations.changer_identite(monde.autre, dossier, evoluer(lue, telephone="01 02 03 04 05"))

    return Essai(
        lambda _: ui_reclamations.identification(monde.site, dossier, connue),
        {"courriel": "autre@exemple.fr"},
        changer,
        lambda site: reclamations.identite(site, dossier),
    )


# --- settings -----------------------------------------------------------------------------------------------


def _reglage(faire: Callable[[Site, Reglages], Formulaire], change: Callable[[Site], object], **tape: str) -> Scenario:
    """A form of the settings, and what Bob changes of the same."""

    def scenario(monde: Monde) -> Essai:
        lus = reglages.fermer(monde.site, reglages.lire(monde.site), du=date(2026, 5, 15), libelle="Pont")
        return Essai(lambda _: faire(monde.site, lus), tape, lambda: change(monde.autre), reglages.lire)

    return scenario


def _horaire_de_bob(site: Site) -> object:
    return reglages.fixer_horaire(site, reglages.lire(site), "lundi", ouverture="9h", fermeture="12h")


def _fermeture_de_bob(site: Site) -> object:
    return reglages.fermer(site, reglages.lire(site), du=date(2026, 6, 1), libelle="Travaux")


def _referentiel_de_bob(site: Site) -> object:
    return reglages.adopter(site, reglages.lire(site), "CASVP-2014", depuis=date(2020, 1, 1))


def _politique_de_bob(site: Site) -> object:
    lus = reglages.lire(site)
    return reglages.choisir_politique(site, lus, "reponse-attente", report=Report.AUCUN, raison="celle de Bob")


def _politique(site: Site, lus: Reglages) -> Formulaire:
    un = next(un for un in reglages.delais(site, jour=JOUR) if un.applique.code == "reponse-ecrite")
    return ui_reglages.politique(site, lus, un, JOUR)


def _adoption(site: Site, lus: Reglages) -> Formulaire:
    return ui_reglages.adoption(site, lus, reglages.apercevoir(site, "CASVP-2014", jour=JOUR), JOUR)


CHAMPS = {
    "nom": ("EPS d’Alice", "EPS de Bob"),
    "adresse": ("1 rue d’Alice", "2 rue de Bob"),
    "courriel": ("alice@exemple.fr", "bob@exemple.fr"),
    "telephone": ("01 01 01 01 01", "02 02 02 02 02"),
    "directeur": ("Alice", "Bob"),
    "dernier_audit_interne": ("12/01/2026", date(2026, 1, 13)),
    "dernier_audit_externe": ("12/01/2026", date(2026, 1, 13)),
    "zone": ("metropole", "alsace-moselle"),
    "recoit_le_samedi": ("", True),
    "premiere_periode_due": ("", True),
}


def _champ(nom: str) -> Scenario:
    tape, de_bob = CHAMPS[nom]
    return _reglage(
        lambda site, lus: ui_reglages.champ(site, lus, nom, JOUR),
        lambda site: reglages.modifier(site, reglages.lire(site), **{nom: de_bob}),
        **{nom: tape},
    )


# --- verifications ------------------------------------------------------------------------------------------


def _suivi(site: Site, le: date) -> tuple[Verification, Suivi]:
    verification = verifications.trouver(site, "V-INF-01")
    return verification, verifications.suivi(site, verification, "2026-S10", jour=le)


def _bob_note(monde: Monde, le: date) -> Callable[[], object]:
    """Bob notes the occurrence, or corrects what is noted of it, as in the fault that was found."""

    def changer() -> object:
        verification, suivi = _suivi(monde.autre, le)
        return verifications.noter(
            monde.autre, verification, "2026-S10", Resultat.NON_CONFORME, constat="Vitre brisée", lu=suivi.constat,
            corriger=True, le=JOUR, jour=le,
        )  # fmt: skip

    return changer


def _lire_constat(site: Site) -> Any:
    return next(iter(site.registre.find(Constat, periode="2026-S10")), None)


def _resultat(nom: str, /, *, note: bool, jour: date = JOUR, **tape: str) -> Scenario:
    def scenario(monde: Monde) -> Essai:
        verification, suivi = _suivi(monde.site, jour)
        if note:
            verifications.noter(monde.site, verification, "2026-S10", Resultat.CONFORME, jour=JOUR)
            verification, suivi = _suivi(monde.site, jour)
        rangees, tableau = [lecture_verifications.ranger(suivi, jour)], {verification.code: verification}
        formulaires = {
            "corriger": lambda: ui_verifications.corriger(monde.site, verification, suivi, JOUR, jour),
            "preuve": lambda: ui_verifications.preuve(monde.site, verification, suivi, JOUR, jour),
            "non_conforme": lambda: ui_verifications.non_conforme(monde.site, tableau, rangees, JOUR, jour, str),
        }
        formulaire = formulaires[nom]()
        return Essai(lambda _: formulaire, tape, _bob_note(monde, jour), _lire_constat, jour=jour)

    return scenario


def _raison(monde: Monde) -> Essai:
    verification, suivi = _suivi(monde.site, LE)

    def changer() -> object:
        return verifications.expliquer(
            monde.autre, verification, "2026-S10", "autre", texte="la raison de Bob", jour=LE
        )

    formulaire = ui_verifications.raison(monde.site, {verification.code: verification}, [suivi], LE)
    tape = {"raison": "oubli", "texte": "celle d’Alice"}
    return Essai(lambda _: formulaire, tape, changer, _lire_constat, jour=LE)


def _sur_tableau(
    faire: Callable[[Site, Verification], Formulaire], *, suspendue: bool = False, **tape: str
) -> Scenario:
    def scenario(monde: Monde) -> Essai:
        verification = verifications.trouver(monde.site, "V-INF-01")
        if suspendue:
            verification = verifications.suspendre(monde.site, verification, du=JOUR, raison="travaux", jour=JOUR)
        formulaire = faire(monde.site, verification)
        return _sur(monde, verification, formulaire, {"consigne": "celle de Bob"}, **tape)

    return scenario


# --- indicators, reviews ------------------------------------------------------------------------------------


def _valeur(*, connue: bool) -> Scenario:
    def scenario(monde: Monde) -> Essai:
        mesure = {"denominateur": 100, "jour": JOUR}
        deja = None
        if connue:
            deja = indicateurs.saisir(monde.site, "I-TEL-01", periode="2026-02", numerateur=80, **mesure)

        def changer() -> object:
            return indicateurs.saisir(
                monde.autre, "I-TEL-01", lue=deja, periode="2026-02", numerateur=95, commentaire="Bob", **mesure
            )

        def formulaire(ecran: Any) -> Formulaire:
            from qualitui.operations.indicateurs.lecture import preparer, releves

            releve = next(r for r in releves(monde.site, jour=JOUR) if r.suivi.indicateur.code == "I-TEL-01")
            fait: Formulaire = ecran._formulaire(preparer(monde.site, releve, jour=JOUR), releve.valeurs)
            return fait

        def lire(site: Site) -> Any:
            return list(site.registre.find(ValeurIndicateur, indicateur="I-TEL-01"))

        return Essai(formulaire, {"numerateur": "70", "denominateur": "100"}, changer, lire, ecran="f7")

    return scenario


def _sur_revue(faire: Callable[[Site, lecture_revue.Vue], Formulaire], *, commencee: bool, **tape: str) -> Scenario:
    """The review of the year before the day's, started or not; Bob writes another text of it."""

    def scenario(monde: Monde) -> Essai:
        if commencee:
            precedente = revues.lire(monde.site, 2024)
            revues.fixer_objectif(monde.site, precedente, texte="Répondre mieux", jour=JOUR)
            revues.saisir(monde.site, revues.lire(monde.site, 2025), {"forces": "celles du site"})
        vue = lecture_revue.voir(monde.site, 2025, jour=JOUR)

        def changer() -> object:
            return revues.saisir(monde.autre, revues.lire(monde.autre, 2025), {"perspectives": "celles de Bob"})

        def lire(site: Site) -> Any:
            return site.registre.find(RevueAnnuelle, annee=2025)[0]

        formulaire = faire(monde.site, vue)
        return Essai(lambda _: formulaire, tape, changer, lire)

    return scenario


def _rediger(site: Site, vue: lecture_revue.Vue) -> Formulaire:
    return ui_revue.rediger(site, vue, next(zone for zone in vue.zones if zone.code == "forces"))


def _suite(site: Site, vue: lecture_revue.Vue) -> Formulaire:
    assert vue.precedente is not None
    return ui_revue.noter(site, vue, vue.precedente.objectifs[0], None)


def _trimestre(monde: Monde) -> tuple[Any, Action]:
    action = _action(monde, EtatAction.EN_COURS)
    return trimestres.ouvrir(monde.site, "2026-T1", jour=JOUR), action


def _decision(decision: GenreDecision, *, sur: str, **tape: str) -> Scenario:
    def scenario(monde: Monde) -> Essai:
        revue, action = _trimestre(monde)
        formulaire = ui_trimestre.formulaire(monde.contexte, revue, action, decision)
        fiche, change = (action, {"causes": "Bob"}) if sur == "action" else (revue, {"synthese": "Bob"})
        return _sur(monde, fiche, formulaire, change, **tape)

    return scenario


def _explication(monde: Monde) -> Essai:
    revue = trimestres.expliquer(monde.site, "2025-T4", raison="Poste vacant", jour=JOUR)
    formulaire = ui_trimestre.explication(monde.site, "2025-T4", revue, JOUR)
    return _sur(monde, revue, formulaire, {"raison": "celle de Bob"}, raison="Travaux dans la salle")


def _cloture(monde: Monde) -> Essai:
    revue, action = _trimestre(monde)
    revue, _ = trimestres.decider(monde.site, revue, action, decision=GenreDecision.MAINTENIR, jour=JOUR)
    formulaire = ui_trimestre.cloture(monde.contexte, revue)
    return _sur(monde, revue, formulaire, {"synthese": "celle de Bob"}, synthese="celle d’Alice")


# --- the table ----------------------------------------------------------------------------------------------

FUTUR = {"echeance": "31/03/2026"}
SCENARIOS: dict[str, dict[str, Scenario]] = {
    "actions/formulaires.py:modification": {"": _sur_action("modification", EtatAction.EN_COURS, intitule="Mieux")},
    "actions/formulaires.py:note": {"": _sur_action("note", EtatAction.EN_COURS, texte="vu par Alice")},
    "actions/formulaires.py:lancement": {"": _sur_action("lancement", EtatAction.A_LANCER, echeance="31/03/2026")},
    "actions/formulaires.py:realisation": {"": _sur_action("realisation", EtatAction.EN_COURS, constat="fait")},
    "actions/formulaires.py:report": {"": _sur_action("report", EtatAction.EN_COURS, raison="retard", **FUTUR)},
    "actions/formulaires.py:relance": {
        "": _sur_action("relance", EtatAction.VERIFIEE, ratee=True, raison="encore", **FUTUR)
    },
    "actions/formulaires.py:verification": {
        "": _sur_action("verification", EtatAction.REALISEE, efficace="oui", par="petit-l")
    },
    "actions/formulaires.py:cloture": {"": _sur_action("cloture", EtatAction.VERIFIEE, suite="rien de plus")},
    "actions/formulaires.py:abandon": {"": _sur_action("abandon", EtatAction.EN_COURS, raison="sans objet")},
    "equipe/formulaires.py:modification": {"": _sur_personne("modification", nom="Noé Grand")},
    "equipe/formulaires.py:rattachement": {"": _sur_personne("rattachement", login="noe")},
    "equipe/formulaires.py:depart": {"": _depart},
    "indicateurs/ecran.py:_formulaire": {"connue": _valeur(connue=True), "nouvelle": _valeur(connue=False)},
    "reclamations/corrections.py:formulaire": {
        "corriger": _correction(Geste.CORRIGER, le="03/02/2026", raison="faute"),
        "retirer": _correction(Geste.RETIRER, raison="faute"),
    },
    "reclamations/courriers.py:un_courrier": {
        "accusé": _courrier(Courrier.ACCUSE),
        "attente": _courrier(Courrier.ATTENTE, interlocuteur="daa", nouvelle_date="31/03/2026"),
        "réponse": _courrier(Courrier.REPONSE, texte="Madame"),
    },
    "reclamations/formulaires.py:modification": {"": _sur_dossier("modification", cause="celle d’Alice")},
    "reclamations/formulaires.py:qualification": {"": _sur_dossier("qualification", cause="celle d’Alice")},
    "reclamations/formulaires.py:identification": {"": _identite},
    "reclamations/gestes.py:formulaire_du_geste": {
        "accuser": _geste(Geste.ACCUSER),
        "attendre": _geste(Geste.ATTENDRE, interlocuteur="daa", nouvelle_date="31/03/2026"),
        "repondre": _geste(Geste.REPONDRE),
        "clore": _geste(Geste.CLORE, motif="répondue"),
        "contester": _geste(Geste.CONTESTER),
        "rouvrir": _geste(Geste.ROUVRIR, raison="relance"),
        "rencontrer": _geste(Geste.RENCONTRER),
        "saisir_mediateur": _geste(Geste.SAISIR_MEDIATEUR),
    },
    "reglages/formulaires.py:champ": {nom: _champ(nom) for nom in CHAMPS},
    "reglages/formulaires.py:horaire": {
        "": _reglage(lambda site, lus: ui_reglages.horaire(site, lus, "lundi"), _horaire_de_bob, plages="10h-16h")
    },
    "reglages/formulaires.py:politique": {
        "": _reglage(_politique, _politique_de_bob, report="gardé", raison="celle d’Alice")
    },
    "reglages/formulaires.py:fermeture": {
        "": _reglage(
            lambda site, lus: ui_reglages.fermeture(site, lus, lus.fermetures[0]), _fermeture_de_bob, libelle="Le pont"
        )
    },
    "reglages/formulaires.py:adoption": {"": _reglage(_adoption, _referentiel_de_bob, depuis="01/01/2021")},
    "revue/formulaires.py:rediger": {
        "commencée": _sur_revue(_rediger, commencee=True, texte="les miennes"),
        "nouvelle": _sur_revue(_rediger, commencee=False, texte="les miennes"),
    },
    "revue/formulaires.py:fixer": {
        "": _sur_revue(lambda site, vue: ui_revue.fixer(site, vue, None, JOUR), commencee=True, texte="Ouvrir plus")
    },
    "revue/formulaires.py:noter": {"": _sur_revue(_suite, commencee=True, resultat="atteint", effet="vu")},
    "revue/formulaires.py:coter": {
        "": _sur_revue(
            lambda site, vue: ui_revue.coter(site, vue, None),
            commencee=True,
            libelle="Panne",
            gravite="2",
            frequence="3",
        )
    },
    "revue/formulaires.py:etape": {
        "arreter": _sur_revue(lambda site, vue: ui_revue.etape(site, vue, "arreter", JOUR), commencee=True)
    },
    "suggestions/formulaires.py:analyse": {"": _sur_suggestion("analyse", analyse="à chiffrer")},
    "suggestions/formulaires.py:accord": {"": _sur_suggestion("accord", intitule="Poser un banc")},
    "suggestions/formulaires.py:refus": {"": _sur_suggestion("refus", raison="trop cher")},
    "suggestions/formulaires.py:presentation": {"": _sur_suggestion("presentation", le="02/03/2026")},
    "trimestre/formulaires.py:formulaire": {
        "maintenir": _decision(GenreDecision.MAINTENIR, sur="action", note="suivie"),
        "replanifier": _decision(GenreDecision.REPLANIFIER, sur="revue", note="retard", nouvelle_echeance="30/04/2026"),
        "réorienter": _decision(GenreDecision.REORIENTER, sur="action", note="autrement", intitule="Autrement"),
        "abandonner": _decision(GenreDecision.ABANDONNER, sur="revue", note="sans objet"),
    },
    "trimestre/formulaires.py:cloture": {"": _cloture},
    "trimestre/formulaires.py:explication": {"": _explication},
    "verifications/fiches.py:modifier": {
        "": _sur_tableau(lambda site, v: ui_tableau.modifier(site, v, JOUR), libelle="Autre question ?")
    },
    "verifications/fiches.py:suspendre_ou_reprendre": {
        "suspendre": _sur_tableau(lambda site, v: ui_tableau.suspendre_ou_reprendre(site, v, JOUR), raison="travaux"),
        "reprendre": _sur_tableau(
            lambda site, v: ui_tableau.suspendre_ou_reprendre(site, v, JOUR), suspendue=True, le="03/03/2026"
        ),
    },
    "verifications/formulaires.py:corriger": {
        "notée": _resultat("corriger", note=True, preuve="visa d’Alice"),
        "pas encore": _resultat("corriger", note=False, resultat="conforme", preuve="visa d’Alice"),
    },
    "verifications/formulaires.py:preuve": {
        "notée": _resultat("preuve", note=True, preuve="visa d’Alice"),
        "pas encore": _resultat("preuve", note=False, preuve="visa d’Alice"),
    },
    "verifications/formulaires.py:non_conforme": {
        "": _resultat("non_conforme", note=False, constat="Affiche déchirée", action="")
    },
    "verifications/formulaires.py:raison": {"": _raison},
}
# The others write over nothing that somebody may have changed: why.
NOUVEAU = "a new record"
RIEN = "nothing is recorded: a day, a filter, a paper, a file to choose"
SANS_VERSION = {
    "actions/formulaires.py:creation": NOUVEAU,
    "equipe/formulaires.py:ajout": NOUVEAU,
    "reclamations/actions.py:creation": NOUVEAU,
    "reclamations/formulaires.py:nouvelle": NOUVEAU,
    "suggestions/formulaires.py:creation": NOUVEAU,
    "donnees.py:reconnaissance": "what is missing is the version (test_une_perte_qui_a_change_se_regarde_de_nouveau)",
    "verifications/fiches.py:nouvelle": NOUVEAU,
    "reclamations/liste.py:boite": RIEN,
    "revue/document.py:choisir": RIEN,
    "verifications/formulaires.py:jour_de_tournee": RIEN,
    "verifications/papier.py:impression": RIEN,
    "reclamations/courriers.py:lot": "each letter is refused by itself, and the report says it (test_courriers.py)",
    "donnees.py:action_regler": "asked anew of the files, whatever the screen showed (test_orphelins.py)",
    "conflits.py:action_fusionner": "the version is the conflict's own (test_un_conflit_qui_a_bouge_se_relit)",
}


def _formulaires() -> Iterator[str]:
    """« module:function » of every function of the screens that makes a form, or has a private one make it."""
    for chemin in sorted(ECRANS.rglob("*.py")):
        arbre = ast.parse(chemin.read_text(encoding="utf-8"))
        fonctions = {f.name: f for f in ast.walk(arbre) if isinstance(f, ast.FunctionDef)}
        appels = {
            nom: {a.func.id for a in ast.walk(f) if isinstance(a, ast.Call) and isinstance(a.func, ast.Name)}
            for nom, f in fonctions.items()
        }
        faiseurs = {nom for nom, noms in appels.items() if any(n.startswith("Formulaire") for n in noms)}
        while relais := {p for p in faiseurs if p.startswith("_") and any(p in appels[n] for n in appels)}:
            faiseurs = (faiseurs - relais) | {nom for nom, noms in appels.items() if noms & relais}
        dedans = {g.name for nom in faiseurs for g in ast.walk(fonctions[nom]) if isinstance(g, ast.FunctionDef)}
        faiseurs -= {nom for nom in dedans if any(nom in appels[autre] for autre in faiseurs if autre != nom)}
        yield from (f"{chemin.relative_to(ECRANS).as_posix()}:{nom}" for nom in sorted(faiseurs))


def test_chaque_formulaire_a_son_essai_ou_dit_pourquoi_il_n_en_a_pas() -> None:
    assert sorted(_formulaires()) == sorted([*SCENARIOS, *SANS_VERSION])


ESSAIS = [
    pytest.param(scenario, id=f"{nom}[{variante}]")
    for nom, variantes in SCENARIOS.items()
    for variante, scenario in variantes.items()
]


@pytest.fixture
def monde(site: Site) -> Iterator[Monde]:
    autre = ouvrir_site(site.dossier, maintenant=horloge, poste="poste-bob", login="bob")
    yield Monde(site, autre)
    autre.fermer()


@pytest.mark.parametrize("vu", [False, True], ids=["pas encore vu", "déjà vu"])
@pytest.mark.parametrize("scenario", ESSAIS)
async def test_ce_que_quelqu_un_a_change_n_est_jamais_ecrase(monde: Monde, scenario: Scenario, vu: bool) -> None:
    essai = scenario(monde)
    monde.autre.registre.poll()
    async with ouvrir(monde.site, essai.jour) as pilot:
        await pilot.press(essai.ecran)
        await calme(pilot)
        formulaire = essai.formulaire(pilot.app.screen)
        pilot.app.push_screen(formulaire)
        await calme(pilot)
        _taper(formulaire, essai.tape)
        tapes = {champ.nom: champ.texte for champ in formulaire.champs}

        essai.change()
        de_bob = essai.lire(monde.autre)
        if vu:
            pilot.app._guetter()  # type: ignore[attr-defined]
            await calme(pilot)
        await _enregistrer(pilot)

        assert isinstance(pilot.app.screen, Conflit), texte(pilot)
        assert _contenu(essai.lire(monde.site)) == _contenu(de_bob)
        await pilot.press("escape")
        await calme(pilot)
        assert pilot.app.screen is formulaire
        assert {champ.nom: champ.texte for champ in formulaire.champs} == tapes, "nothing typed is lost"

        await _enregistrer(pilot)
        await pilot.press("tab", "enter")  # « Enregistrer ma saisie par-dessus »
        await calme(pilot)
        assert not isinstance(pilot.app.screen, Formulaire | Conflit), texte(pilot)
        assert _contenu(essai.lire(monde.site)) != _contenu(de_bob)


def _taper(formulaire: Formulaire, tape: dict[str, str]) -> None:
    for champ in formulaire.champs:
        if champ.nom in tape:
            champ.texte = tape[champ.nom]


async def _enregistrer(pilot: Pilot[None]) -> None:
    await pilot.press("f12")
    await calme(pilot)


def _contenu(lu: Any) -> Any:
    """What is recorded, without the version."""
    if isinstance(lu, list):
        return [une.model_dump() for une in lu]
    return lu.model_dump() if lu is not None else None
