"""A role may: one table domain × verb, asked at the head of every public operation, for reading too."""

from __future__ import annotations

import ast
import inspect
import pkgutil
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path
from types import GeneratorType
from typing import Any

import pytest

import qualitui.operations
from qualitui.domain.actions.fiche import Origine
from qualitui.domain.base import Fiche, Introuvable, evoluer
from qualitui.domain.concepts import CONCEPTS, DOMAINES, domaine_de
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.reference.pertes import PerteReconnue
from qualitui.domain.reference.reglages import Droits
from qualitui.domain.reference.regularisations import regler as regle
from qualitui.domain.verifications.fiche import Resultat
from qualitui.operations import equipe, semaine
from qualitui.operations.actions import gestes as actions
from qualitui.operations.donnees import conflits, diagnostic, historique, sauvegarde
from qualitui.operations.donnees.fiches import modeles
from qualitui.operations.indicateurs import gestes as indicateurs
from qualitui.operations.reclamations import courriers, lecture
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.operations.revue import gestes as revue
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.operations.trimestres import gestes as trimestres
from qualitui.operations.verifications import gestes as verifications
from qualitui.reports.courriers import Courrier
from qualitui.store.site import droits, ressources
from qualitui.store.site.droits import DroitRefuse
from qualitui.store.site.site import Site, ouvrir

Demande = tuple[str, Verbe]
Operation = Callable[..., Any]
RACINE = Path(qualitui.__file__).parent


def _table(par_module: dict[str, dict[Demande, str]]) -> dict[str, Demande]:
    return {
        f"{module}.{nom}": demande
        for module, demandes in par_module.items()
        for demande, noms in demandes.items()
        for nom in noms.split()
    }


TABLE = _table(
    {
        "actions.gestes": {
            ("actions", Verbe.NOTER): "creer lancer noter replanifier realiser",
            ("actions", Verbe.TENIR): "modifier",
            ("actions", Verbe.DECIDER): "verifier relancer clore abandonner",
            ("actions", Verbe.LIRE): "lister",
        },
        "actions.statistiques": {
            ("actions", Verbe.LIRE): "statistiques",
        },
        "donnees.pertes": {
            ("revue", Verbe.APPROUVER): "reconnaitre",
        },
        "donnees.diagnostic": {
            ("reclamations", Verbe.TENIR): "resserrer",
        },
        "donnees.secours": {
            ("parametres", Verbe.TENIR): "ecarter",
        },
        "donnees.orphelins": {
            ("parametres", Verbe.TENIR): "regler",
        },
        "equipe": {
            ("parametres", Verbe.TENIR): "ajouter modifier partir reprendre",
        },
        "indicateurs.comptages": {
            ("indicateurs", Verbe.LIRE): "page",
        },
        "indicateurs.gestes": {
            ("indicateurs", Verbe.NOTER): "saisir",
            ("indicateurs", Verbe.LIRE): "lister voir manquantes chercher valeurs",
        },
        "indicateurs.lecture": {
            ("indicateurs", Verbe.LIRE): "releves",
            ("indicateurs", Verbe.NOTER): "preparer",
        },
        "reclamations.courriers": {
            ("reclamations", Verbe.LIRE): "ecrire_lot ecrire_un nommes_ailleurs",
        },
        "reclamations.gestes": {
            (
                "reclamations",
                Verbe.NOTER,
            ): "ajouter modifier qualifier accuser attendre repondre contester rencontrer saisir_mediateur "
            "corriger retirer changer_identite",
            ("reclamations", Verbe.DECIDER): "clore rouvrir",
            ("reclamations", Verbe.LIRE): "lister trouver identite chercher_doublons apercu_changement",
        },
        "reclamations.lecture": {
            ("reclamations", Verbe.LIRE): "rangees choix",
        },
        "reclamations.recalcul": {
            ("reclamations", Verbe.LIRE): "apercevoir",
            ("reclamations", Verbe.TENIR): "appliquer",
        },
        "reclamations.repetitions": {
            ("reclamations", Verbe.LIRE): "lister dossiers",
            ("reclamations", Verbe.NOTER): "ouvrir_action",
        },
        "reclamations.statistiques": {
            ("reclamations", Verbe.LIRE): "annee periode tendance",
        },
        "revue.documents": {
            ("revue", Verbe.LIRE): "generer rafraichir zones_avec_texte",
        },
        "revue.gestes": {
            ("revue", Verbe.LIRE): "lire chercher lister chiffres zones manques source changements_depuis",
            ("revue", Verbe.TENIR): "saisir fixer_objectif noter_suite coter_risque",
            ("revue", Verbe.DECIDER): "arreter soumettre presenter rouvrir",
            ("revue", Verbe.APPROUVER): "approuver",
        },
        "revue.lecture": {
            ("revue", Verbe.LIRE): "voir engagement annees",
        },
        "site.reglages": {
            ("parametres", Verbe.LIRE): "lire apercevoir delais",
            ("parametres", Verbe.TENIR): "modifier fermer rouvrir fixer_horaire fixer_plages adopter abandonner",
            ("parametres", Verbe.DECIDER): "choisir_politique",
        },
        "suggestions.gestes": {
            ("suggestions", Verbe.NOTER): "ajouter",
            ("suggestions", Verbe.TENIR): "analyser presenter",
            ("suggestions", Verbe.DECIDER): "retenir ecarter",
            ("suggestions", Verbe.LIRE): "lister",
        },
        "trimestres.gestes": {
            ("actions", Verbe.DECIDER): "ouvrir expliquer decider clore",
            ("actions", Verbe.LIRE): "imprimer passage exiger_decisions restantes trouver lister",
        },
        "verifications.constats": {
            ("verifications", Verbe.NOTER): "noter noter_lot expliquer",
            ("actions", Verbe.NOTER): "ouvrir_action",
        },
        "verifications.export": {
            ("verifications", Verbe.LIRE): "exporter",
        },
        "verifications.gestes": {
            ("verifications", Verbe.LIRE): "proposees trouver table",
            ("verifications", Verbe.TENIR): "installer ajouter modifier suspendre reprendre",
        },
        "verifications.lecture": {
            ("verifications", Verbe.LIRE): "feuille a_expliquer relire grille_de_l_annee grille_de_la_semaine",
            ("verifications", Verbe.NOTER): "cocher expliquer",
        },
        "verifications.occurrences": {
            ("verifications", Verbe.LIRE): "deja_note suivi pourquoi historique lister du_jour",
        },
        "verifications.reponses": {
            ("verifications", Verbe.LIRE): "proposee",
        },
        "verifications.statistiques": {
            ("verifications", Verbe.LIRE): "statistiques cartographier echeances",
        },
        "verifications.tournee": {
            ("verifications", Verbe.LIRE): "imprimer lieux",
        },
    }
)

# What is asked depends on the record, or what may not be read is left out: a scenario each, below.
AU_CAS = {
    *("donnees.conflits." + nom for nom in ("lister", "trouver", "choisir", "fusionner")),
    *("donnees.historique." + nom for nom in ("historique", "changements_de", "dernier_geste", "annuler")),
    *("donnees.secours." + nom for nom in ("apercevoir", "retrouver")),
    "donnees.diagnostic.diagnostic",
    "donnees.fiches.designer",
    "donnees.sauvegarde.sauvegarder",
    *("indicateurs.comptages." + nom for nom in ("compter", "plusieurs")),
    "equipe.rattacher",
    "equipe.exiger_rattachement",
    "equipe.charges",
    "reclamations.courriers.ecrire_courrier",
    "reclamations.lecture.actions_liees",
    *("semaine." + nom for nom in ("semaine", "imprimer", "reperes", "etapes", "prochaine_etape")),
    *("site.droits." + nom for nom in ("limites", "exiger")),
}

ANNUAIRE = "le nom et les rôles des collègues se lisent dans chaque domaine"
TABLES = "une table du programme, la même pour tous"

# operation that asks nothing → why
RIEN = {
    **dict.fromkeys(["equipe.lister", "equipe.trouver", "equipe.exiger_pilote", "equipe.lire_pilote"], ANNUAIRE),
    **dict.fromkeys(["equipe.porteurs", "equipe.nommer", "verifications.lecture.a_moi"], ANNUAIRE),
    **dict.fromkeys(["equipe.vacant", "equipe.roles_laisses", "equipe.exiger_presence"], ANNUAIRE),
    **dict.fromkeys(["choix.personnes", "choix.pilotes", "reclamations.lecture.noms_des_pilotes"], ANNUAIRE),
    **dict.fromkeys(["choix.engagements", "equipe.codes_des_roles", "verifications.gestes.role_connu"], TABLES),
    **dict.fromkeys(
        ["indicateurs.gestes.definition", "indicateurs.codes.connus", "reclamations.gestes.regles"], TABLES
    ),
    **dict.fromkeys(["actions.gestes.exiger_origine", "actions.gestes.exiger_engagement"], TABLES),
    **dict.fromkeys(["modeles.choisir", "reclamations.statistiques.libelles"], TABLES),
    "revue.documents.chemin_habituel": "un nom de fichier",
    "donnees.historique.modification_en_mots": "raconte un enregistrement que la personne vient de demander",
    "donnees.sauvegarde.sauvegarder_si_due": "protège tout le monde, sans rien montrer",
    **dict.fromkeys(
        [f"donnees.pertes.{nom}" for nom in ("manquants", "des_fichiers", "lister", "en_mots")],
        "ce qui manque se dit à tout le monde",
    ),
    "donnees.sauvegarde.a_remettre": "des numéros de dossiers, sans rien d’eux",
    "donnees.sauvegarde.derniere": "l’âge et le contenu d’un fichier, en nombres",
}

# Asked by those who call them, and never called by an interface.
INTERNES = {
    *(
        f"{salle}.semaine.{nom}"
        for salle in ("actions", "indicateurs", "reclamations", "revue", "suggestions", "trimestres", "verifications")
        for nom in ("etapes", "de")
    ),
    *(f"{salle}.semaine.tenu" for salle in ("indicateurs", "revue", "suggestions", "trimestres", "verifications")),
    *(f"site.semaine.{nom}" for nom in ("etapes", "suivant", "derniers")),
    "verifications.semaine.debut_du_site",
    "verifications.reponses.repondre",
    *("equipe." + nom for nom in ("etapes", "roles_vacants")),
    *(f"verifications.occurrences.{nom}" for nom in ("lire", "suivis", "a_expliquer", "manquees_avant", "en_parcours")),
    "actions.gestes.lier",
    "actions.origines.lire_origine",
    *("donnees.orphelins." + nom for nom in ("effacables", "effacer_annulees")),
    "indicateurs.gestes.rassembler",
    "revue.gestes.rassembler",
    "revue.semaine.etat_de_la_revue",
    "suggestions.semaine.ouvertes",
    "trimestres.gestes.chercher",
    "trimestres.semaine.etats",
    "verifications.statistiques.finies",
    "verifications.tournee.a_parcourir",
}


def publiques() -> dict[str, Operation]:
    """Every public function of the operations that takes an open site first."""
    trouvees: dict[str, Operation] = {}
    for module in pkgutil.walk_packages(qualitui.operations.__path__, "qualitui.operations."):
        for nom, objet in vars(import_module(module.name)).items():
            publique = inspect.isfunction(objet) and objet.__module__ == module.name and not nom.startswith("_")
            if publique and next(iter(inspect.signature(objet).parameters), "") == "site":
                trouvees[_nom(objet)] = objet
    return trouvees


def _nom(operation: Operation) -> str:
    return f"{operation.__module__.removeprefix('qualitui.operations.')}.{operation.__name__}"


def test_chaque_operation_publique_dit_ce_qu_elle_demande() -> None:
    dites = [*TABLE, *AU_CAS, *RIEN, *INTERNES]
    assert len(dites) == len(set(dites))
    assert sorted(dites) == sorted(publiques())


def test_chaque_operation_demande_en_tete_ce_que_dit_la_table() -> None:
    """The first thing written in the operation is what it asks, in so many words."""
    ecrites: dict[str, Demande] = {}
    for nom, operation in publiques().items():
        fonction = ast.parse(inspect.getsource(operation)).body[0]
        assert isinstance(fonction, ast.FunctionDef)
        corps = [s for s in fonction.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
        match corps[0]:
            case ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(attr="exiger", value=ast.Name(id="site")),
                    args=[ast.Constant(value=str() as domaine), ast.Attribute(attr=verbe), *_],
                )
            ):
                ecrites[nom] = (domaine, Verbe[verbe])
    assert ecrites == TABLE


def _qui_appelle(dossiers: tuple[str, ...]) -> Iterator[tuple[Path, Operation]]:
    for fichier in (f for dossier in dossiers for f in (RACINE / dossier).rglob("*.py")):
        arbre = ast.parse(fichier.read_text(encoding="utf-8"))
        noms: dict[str, Any] = {}
        for noeud in ast.walk(arbre):
            if isinstance(noeud, ast.ImportFrom) and (noeud.module or "").startswith("qualitui.operations"):
                module = import_module(str(noeud.module))
                for alias in noeud.names:
                    vise = getattr(module, alias.name, None) or import_module(f"{noeud.module}.{alias.name}")
                    noms[alias.asname or alias.name] = vise
        for noeud in ast.walk(arbre):
            vise = None
            if isinstance(noeud, ast.Attribute) and isinstance(noeud.value, ast.Name) and noeud.value.id in noms:
                vise = getattr(noms[noeud.value.id], noeud.attr, None)
            elif isinstance(noeud, ast.Name):
                vise = noms.get(noeud.id)
            if inspect.isfunction(vise):
                yield fichier, vise


def test_aucune_interface_n_appelle_une_operation_qui_ne_demande_rien() -> None:
    appels = list(_qui_appelle(("ui", "cli")))
    assert {_nom(operation) for _, operation in appels} & {*TABLE}
    assert [(f.name, _nom(operation)) for f, operation in appels if _nom(operation) in INTERNES] == []


# file of an interface → the reading of the register that it makes itself, and why
LECTURES = {
    "app.py": "registre.find(Personne)",  # the directory: names shown on every screen
    "formulaire.py": "registre.get(type(fiche), fiche.id)",  # the record that the form already holds, as it is now
}


def test_aucune_interface_ne_lit_le_registre_sans_demander() -> None:
    faites = set()
    for fichier in (f for dossier in ("ui", "cli") for f in (RACINE / dossier).rglob("*.py")):
        for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
            if isinstance(noeud, ast.Call) and ".registre." in ast.unparse(noeud.func):
                lecture_faite = ast.unparse(noeud).partition("site.")[2]
                if noeud.func.attr in ("find", "get", "history", "ouvertes", "contenus", "identifiants"):  # type: ignore[attr-defined]
                    faites.add((fichier.name, lecture_faite))
    assert faites == set(LECTURES.items())


# --- roles × operations -------------------------------------------------------------------------------------------

BRUTS = tomllib.loads((ressources.donnees() / "roles-eps.toml").read_text(encoding="utf-8"))["role"]
ROLES = [role["code"] for role in BRUTS]
ECHELLE = ["lire", "noter", "tenir", "décider", "approuver"]
SOMMETS = {"lecture": "lire", "ecriture": "décider"}


def attendu(role: str, domaine: str, verbe: str) -> bool:
    """What roles-eps.toml says, read without the program; without a directeur, those who replace him act for him."""
    bruts = {un["code"]: un for un in BRUTS}
    tenus = [role, *bruts[role].get("remplace", ())]
    sommets = [bruts[r].get("verbes", {}).get(domaine, SOMMETS.get(bruts[r]["droits"][domaine], "")) for r in tenus]
    return any(sommet and ECHELLE.index(verbe) <= ECHELLE.index(sommet) for sommet in sommets)


@contextmanager
def voisin(site: Site) -> Iterator[Site]:
    """The same site from another workstation, under the login « autre »."""
    ouvert = ouvrir(site.dossier, maintenant=site.maintenant, poste="autre", login="autre")
    ouvert.appliquer(site.reglages)
    try:
        yield ouvert
    finally:
        ouvert.fermer()


class Passe(Exception):
    """The head of the operation let the person in."""


def etre(site: Site, role: str) -> Personne:
    """The person in front of the site holds this role only."""
    personne = site.moi or equipe.rattacher(site, equipe.ajouter(site, nom="Léa Brun"), site.login)
    return site.registre.save(evoluer(personne, roles=(role,)))


def _frapper(operation: Operation, site: Site) -> str:
    """« refusée » or « passe »: the operation goes no further than its head."""
    parametres = list(inspect.signature(operation).parameters.values())[1:]
    places = [None for p in parametres if p.kind is p.POSITIONAL_OR_KEYWORD and p.default is p.empty]
    nommes = {p.name: None for p in parametres if p.kind is p.KEYWORD_ONLY and p.default is p.empty}
    try:
        rendu = operation(site, *places, **nommes)
        if isinstance(rendu, GeneratorType):
            next(rendu)
    except DroitRefuse:
        return "refusée"
    except Passe:
        return "passe"
    return "sans demander"


@pytest.mark.parametrize("role", ROLES)
def test_chaque_role_fait_exactement_ce_que_dit_la_table(
    site: Site, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    etre(site, role)

    def exiger(self: Site, domaine: str, verbe: Verbe, fiche: Fiche | None = None) -> None:
        droits.exiger(self, domaine, verbe, fiche)
        raise Passe

    monkeypatch.setattr(Site, "exiger", exiger)
    operations = publiques()
    vus = {nom: _frapper(operations[nom], site) for nom in TABLE}
    assert vus == {n: "passe" if attendu(role, d, v.value) else "refusée" for n, (d, v) in TABLE.items()}


def peupler(site: Site, jour: date) -> dict[str, list[str]]:
    """A record in every table; table → the names of its records."""
    saisie = Saisie.model_validate({"canal": "courrier", "recue_le": jour, "nature": "reclamation"})
    dossier = reclamations.ajouter(site, saisie, jour=jour).reclamation
    action = actions.creer(site, intitule="Afficher", origine=Origine(concept="reunion"), jour=jour)
    suggestion = suggestions.ajouter(site, texte="Un banc", jour=jour)
    verification = verifications.table(site)[0]
    periode = verifications.lister(site, jour=jour)[0].occurrence
    une = verifications.trouver(site, periode.verification)
    constat = verifications.noter(site, une, periode.periode, Resultat.CONFORME, jour=jour)
    trimestre = trimestres.ouvrir(site, "2026-T1", jour=jour)
    type_, attendue = indicateurs.manquantes(site, jour=jour)[0]
    sur = 2 if type_.denominateur else None
    valeur = indicateurs.saisir(site, type_.code, periode=attendue, numerateur=1, denominateur=sur, jour=jour)
    trace = site.registre.add(regle(None, "R-2026-090", raison="Essai", efface=(), par="essai", le=jour))
    annuelle = revue.saisir(site, revue.lire(site, 2025), {"forces": "Un accueil."})
    perte = site.registre.add(
        PerteReconnue(reference="PERTE-2026-03-02", le=jour, par="essai", raison="Rien n’en revient.")
    )
    return {
        "reclamations": [dossier.reference, dossier.id],
        "actions": [action.reference, action.id],
        "suggestions": [suggestion.reference],
        "verifications": [verification.code],
        "constats": [constat.id],
        "trimestres": [trimestre.trimestre],
        "valeurs": [valeur.id],
        "revues": [str(annuelle.annee)],
        "pertes": [perte.reference],
        "regularisations": [trace.numero],
        "equipe": [membre.code for membre in site.registre.find(Personne)],
    }


def lisibles(role: str) -> set[str]:
    return {domaine for domaine in DOMAINES if attendu(role, domaine, "lire")}


@pytest.mark.parametrize("role", ROLES)
def test_ce_qui_traverse_les_domaines_ne_montre_que_ce_qui_se_lit(site: Site, jour: date, role: str) -> None:
    noms = peupler(site, jour)
    assert set(noms) | {"equipe"} == {modele.table for modele in modeles()}
    etre(site, role)
    lus = lisibles(role)
    for table, references in noms.items():
        for reference in references:
            if domaine_de(table) in lus:
                assert historique.historique(site, reference).changements
            else:
                with pytest.raises(DroitRefuse, match="de lire"):
                    historique.historique(site, reference)
    with pytest.raises(Introuvable):
        historique.historique(site, "R-2031-001")
    de_la_semaine = {concept.nom: concept.domaine.code for concept in CONCEPTS}
    elements = semaine.semaine(site, jour).elements
    assert {de_la_semaine[element.domaine] for element in elements} <= lus
    reperes = "\n".join(semaine.reperes(site, jour))
    assert ("Revue des actions" in reperes) is ("actions" in lus)
    assert ("suggestion" in reperes) is ("suggestions" in lus)
    assert bool(lecture.actions_liees(site)) is ("actions" in lus)


@pytest.mark.parametrize("role", ROLES)
def test_le_diagnostic_et_les_conflits_ne_nomment_que_ce_qui_se_lit(
    site: Site, jour: date, role: str, tmp_path: Path
) -> None:
    perdue = evoluer(suggestions.ajouter(site, texte="Un banc", jour=jour), action="A-2019-999")
    perdue = site.registre.save(perdue)
    with voisin(site) as autre:
        autre.registre.save(evoluer(perdue, theme="hall"))
    (journal,) = (site.dossier / "registre").rglob("autre~autre~1.jsonl")
    journal.rename(tmp_path / "en-route")  # not copied yet to the place where this workstation looks
    site.registre.save(evoluer(perdue, theme="accueil"))
    (tmp_path / "en-route").rename(journal)
    site.registre.poll()
    etre(site, role)
    lit = "suggestions" in lisibles(role)
    dit = [une.phrase for une in diagnostic.diagnostic(site)]
    assert any(perdue.reference in phrase for phrase in dit) is lit
    en_attente = conflits.lister(site)
    assert bool(en_attente) is lit
    for nomme in en_attente:
        if attendu(role, "suggestions", "tenir"):
            conflits.choisir(site, nomme.conflit, 1)
        else:
            with pytest.raises(DroitRefuse):
                conflits.choisir(site, nomme.conflit, 1)


@pytest.mark.parametrize("role", ROLES)
def test_une_lettre_se_relit_si_on_lit_et_s_envoie_si_on_note(site: Site, jour: date, role: str) -> None:
    peupler(site, jour)
    dossier = reclamations.lister(site, jour=jour)[0]
    etre(site, role)
    for envoi, verbe in ((None, "lire"), (courriers.Envoi(jour), "noter")):
        try:
            courriers.ecrire_courrier(site, dossier, Courrier.ACCUSE, envoi=envoi, jour=jour)
            passe = True
        except droits.HorsPortee:
            passe = verbe == "noter" and next(r for r in BRUTS if r["code"] == role)["portee"] == droits.BORNEE
        except DroitRefuse:
            passe = False
        assert passe is attendu(role, "reclamations", verbe), verbe


@pytest.mark.parametrize("role", ROLES)
def test_annuler_demande_le_droit_de_noter(site: Site, jour: date, role: str) -> None:
    personne = etre(site, "daa")
    actions.creer(site, intitule="Afficher", origine=Origine(concept="reunion"), jour=jour)
    with voisin(site) as autre:
        autre.registre.save(evoluer(personne, roles=(role,)))
    site.registre.poll()
    for geste in (historique.dernier_geste, historique.annuler):
        if attendu(role, "actions", "noter"):
            assert geste(site).fiches == ("action A-2026-001",)
        else:
            with pytest.raises(DroitRefuse):
                geste(site)
    assert bool(site.registre.find(actions.Action)) is not attendu(role, "actions", "noter")


@pytest.mark.parametrize("role", ROLES)
def test_les_identites_ne_se_copient_que_par_qui_tient_les_reclamations(site: Site, role: str, tmp_path: Path) -> None:
    etre(site, role)
    assert sauvegarde.sauvegarder(site, tmp_path / "sans.zip")
    if attendu(role, "reclamations", "tenir"):
        assert sauvegarde.sauvegarder(site, tmp_path / "avec.zip", confidentiel=True)
    else:
        with pytest.raises(DroitRefuse):
            sauvegarde.sauvegarder(site, tmp_path / "avec.zip", confidentiel=True)


# --- « ses éléments » ---------------------------------------------------------------------------------------------

BORNES = [role["code"] for role in BRUTS if role["portee"] == droits.BORNEE]


@pytest.mark.parametrize("role", BORNES)
def test_on_ne_coche_que_ses_verifications(site: Site, jour: date, role: str) -> None:
    lea = equipe.ajouter(site, nom="Léa Brun", roles=(role,), logins=("autre",))
    a_cocher = [suivi.occurrence for suivi in verifications.lister(site, jour=jour)][:3]
    sienne, du_role, autre = (verifications.trouver(site, une.verification) for une in a_cocher)
    sienne = verifications.modifier(site, sienne, personne=lea.code, jour=jour)
    du_role = verifications.modifier(site, du_role, role=role, jour=jour)
    with voisin(site) as poste:
        for verification, une in ((sienne, a_cocher[0]), (du_role, a_cocher[1])):
            assert verifications.noter(poste, verification, une.periode, Resultat.CONFORME, jour=jour).par == lea.code
        with pytest.raises(droits.HorsPortee, match=autre.code):
            verifications.noter(poste, autre, a_cocher[2].periode, Resultat.CONFORME, jour=jour)


@pytest.mark.parametrize("role", BORNES)
def test_on_n_ecrit_que_dans_les_actions_qu_on_pilote(site: Site, jour: date, role: str) -> None:
    lea = etre(site, "daa")
    site.registre.auteur = "dupont"
    autre = actions.creer(site, intitule="Repeindre", origine=Origine(concept="reunion"), jour=jour)
    pilotee = actions.creer(site, intitule="Afficher", origine=Origine(concept="reunion"), pilote=lea.code, jour=jour)
    etre(site, role)
    site.registre.auteur = lea.code
    assert actions.noter(site, pilotee, texte="Commandé", jour=jour).notes
    with pytest.raises(droits.HorsPortee, match=autre.reference):
        actions.noter(site, autre, texte="Commandé", jour=jour)


# --- who is in front of it ----------------------------------------------------------------------------------------


def test_le_premier_compte_ne_sert_pas_a_devenir_quelqu_un(site: Site) -> None:
    """Strict rights: the first one to tie a login opens the door; after, only who keeps the settings ties logins."""
    solange = equipe.ajouter(site, nom="Solange Aubremont", roles=["daa"])
    karim = equipe.ajouter(site, nom="Karim Benvallon", roles=["dacs"])
    simple = equipe.ajouter(site, nom="Ali Benali")
    site.appliquer(evoluer(site.reglages, droits=Droits.STRICTS))
    equipe.rattacher(site, solange, site.login)
    with voisin(site) as inconnu:
        for personne, login in ((karim, "autre"), (solange, "autre"), (simple, "autre"), (karim, "zzz")):
            with pytest.raises(DroitRefuse, match="Solange Aubremont"):
                equipe.rattacher(inconnu, personne, login)
    assert equipe.rattacher(site, karim, "yyy").logins == ("yyy",)


def test_qui_n_a_pas_les_reglages_ne_rattache_personne_meme_sur_un_site_neuf(site: Site) -> None:
    ali = equipe.ajouter(site, nom="Ali Benali", roles=["agent"])
    solange = equipe.ajouter(site, nom="Solange Aubremont", roles=["daa"])
    equipe.rattacher(site, ali, site.login)
    with pytest.raises(DroitRefuse):
        equipe.rattacher(site, solange, "ailleurs")


def test_le_directeur_approuve_et_ses_adjoints_quand_il_n_est_pas_la(site: Site, jour: date) -> None:
    directeur = equipe.ajouter(site, nom="Solange Aubremont", roles=["directeur"])
    etre(site, "daa")
    with pytest.raises(DroitRefuse, match=r"d’approuver.*Directeur de l’EPS.*Solange Aubremont"):
        site.exiger("revue", Verbe.APPROUVER)
    equipe.partir(site, directeur, le=date(2026, 3, 1))
    site.exiger("revue", Verbe.APPROUVER)
    etre(site, "chef-service")
    with pytest.raises(DroitRefuse):
        site.exiger("revue", Verbe.APPROUVER)
