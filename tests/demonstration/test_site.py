"""The demonstration site: believable, the same byte for byte, and faithful to the field's own rules."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from qualitui.demonstration.monde import Monde
from qualitui.demonstration.site import MARQUE, AnneesRefusees, DossierOccupe, est_demonstration, fabriquer
from qualitui.demonstration.textes import textes
from qualitui.domain.actions.fiche import Action, EtatAction
from qualitui.domain.indicateurs.fiche import ValeurIndicateur
from qualitui.domain.reclamations.delai import comptee, en_retard, jours_restants
from qualitui.domain.reclamations.fiche import Etat, GenreFait, Reclamation, etat, faits_de
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.trimestres import EtatTrimestre
from qualitui.domain.verifications.fiche import Constat, EtatOccurrence, Resultat, Verification
from qualitui.operations import semaine
from qualitui.operations.donnees.diagnostic import diagnostic, en_ordre
from qualitui.operations.revue import gestes as revue
from qualitui.operations.trimestres import gestes as trimestres
from qualitui.operations.verifications import gestes as verifications
from qualitui.operations.verifications import statistiques as statistiques_verifications
from qualitui.store.journal.nommage import est_anonyme
from qualitui.store.moteur.moteur import ouvrir_registre
from qualitui.store.site.fichier import lire_reglages
from qualitui.store.site.referentiels import charger_nomenclatures, charger_roles, charger_verifications
from qualitui.store.site.site import Site

JOUR = date(2026, 3, 2)
ANNEE = 2025


@pytest.fixture(scope="module")
def demo(dossier_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, open once for the tests below, which only read it."""
    registre = ouvrir_registre(
        dossier_demo,
        poste="lecture",
        login="lecture",
        maintenant=lambda: datetime(2026, 3, 2, 9, tzinfo=UTC),
        cache=tmp_path_factory.mktemp("lecture"),
    )
    reglages = lire_reglages(dossier_demo)
    site = Site(dossier_demo, reglages, registre, maintenant=registre.stockage.maintenant, poste="", login="lecture")
    yield site
    site.fermer()


def octets(dossier: Path) -> dict[str, bytes]:
    return {str(f.relative_to(dossier)): f.read_bytes() for f in sorted(dossier.rglob("*")) if f.is_file()}


# --- the same for a seed (byte for byte across processes: tests/cli/test_demo.py) ---------------------------


def test_une_autre_graine_donne_une_autre_annee_de_meme_facture(dossier_demo: Path, tmp_path: Path) -> None:
    bilan = fabriquer(tmp_path / "autre", jour=JOUR, graine=2)
    un, deux = octets(dossier_demo), octets(tmp_path / "autre")
    assert 120 <= bilan.reclamations <= 160
    assert _journaux(un) == _journaux(deux)
    assert all(un[nom] != deux[nom] for nom in _journaux(un))


def _journaux(octets: dict[str, bytes]) -> list[str]:
    """Those that people sign: the others are drawn at random, a suggestion each."""
    return [nom for nom in octets if nom.endswith(".jsonl") and not est_anonyme(Path(nom).stem)]


def test_rien_de_la_machine_n_est_ecrit(dossier_demo: Path) -> None:
    contenu = b"".join(octets(dossier_demo).values())
    assert str(dossier_demo.parent).encode() not in contenu
    assert b"\r\n" not in contenu
    assert b"poste-test" not in contenu


# --- what it refuses --------------------------------------------------------------------------------------


def test_un_dossier_qui_contient_quelque_chose_est_laisse_intact(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("à garder", encoding="utf-8")
    with pytest.raises(DossierOccupe, match="n’est pas vide"):
        fabriquer(tmp_path, jour=JOUR)
    assert [f.name for f in tmp_path.iterdir()] == ["note.txt"]


@pytest.mark.parametrize("annees", [0, -1, 21])
def test_le_nombre_d_annees_est_borne(tmp_path: Path, annees: int) -> None:
    with pytest.raises(AnneesRefusees):
        fabriquer(tmp_path / "demo", jour=JOUR, annees=annees)
    assert not (tmp_path / "demo").exists()


def test_ce_qui_est_commence_est_retire_quand_on_ne_peut_pas_finir(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def echouer(self: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("qualitui.demonstration.site.Revues.prevoir", echouer)
    vide = tmp_path / "vide"
    vide.mkdir()
    for dossier in (vide, tmp_path / "neuf"):
        with pytest.raises(KeyboardInterrupt):
            fabriquer(dossier, jour=JOUR)
    assert list(vide.iterdir()) == []
    assert not (tmp_path / "neuf").exists()


def test_le_dossier_dit_qu_il_est_une_demonstration(dossier_demo: Path, tmp_path: Path) -> None:
    assert est_demonstration(dossier_demo)
    assert not est_demonstration(tmp_path)
    marque = json.loads((dossier_demo / MARQUE).read_text(encoding="utf-8"))
    assert marque == {"jour": "2026-03-02", "annees": 1, "graine": 1}


# --- the year ---------------------------------------------------------------------------------------------


def de_l_annee(site: Site) -> list[Reclamation]:
    return [r for r in site.registre.find(Reclamation) if r.recue_le.year == ANNEE]


def test_les_reclamations_d_une_annee(demo: Site) -> None:
    recues = de_l_annee(demo)
    comptees = [r for r in recues if comptee(r, JOUR)]
    tardives = [r for r in comptees if en_retard(r, JOUR)]
    assert 105 <= len(recues) <= 135
    assert len({r.canal for r in recues}) >= 9
    assert 0.04 <= len(tardives) / len(comptees) <= 0.14
    natures = Counter(r.nature for r in recues)
    assert {"reclamation", "demande", "remerciement", "recours", "doublon"} <= set(natures)
    faits = {fait.genre for r in recues for fait in r.faits}
    assert faits == set(GenreFait)


def test_un_accuse_est_habituel_pour_le_courriel_generique(demo: Site) -> None:
    attendus = [r for r in de_l_annee(demo) if r.accuse_attendu]
    envoyes = [r for r in attendus if faits_de(r, GenreFait.ACCUSE)]
    assert len(attendus) >= 15
    assert 0.85 <= len(envoyes) / len(attendus) <= 1


def test_le_dernier_jour_est_anime(demo: Site) -> None:
    restants = [jours_restants(r, JOUR) for r in demo.registre.find(Reclamation)]
    en_cours = sorted(jours for jours in restants if jours is not None)
    assert 2 <= sum(jours < 0 for jours in en_cours) <= 4
    assert 0 in en_cours
    assert any(1 <= jours <= 4 for jours in en_cours)
    assert any(jours > 15 for jours in en_cours)
    etats = Counter(element.etat for element in semaine.semaine(demo, JOUR).elements)
    assert {str(etat) for etat in etats} >= {"en retard", "aujourd’hui", "cette semaine"}
    assert all(nombre >= 3 for nombre in etats.values())


def test_les_verifications_d_une_annee(demo: Site) -> None:
    suivis = verifications.suivis(demo, du=date(ANNEE, 1, 1), au=date(ANNEE, 12, 31), jour=JOUR)
    par_etat = Counter(suivi.etat for suivi in suivis)
    dues = par_etat[EtatOccurrence.FAITE] + par_etat[EtatOccurrence.MANQUEE]
    assert len(demo.registre.find(Verification)) == 60
    assert dues > 800
    assert 0.02 <= par_etat[EtatOccurrence.MANQUEE] / dues <= 0.06
    assert par_etat[EtatOccurrence.SITE_FERME] >= 3
    resultats = Counter(c.resultat for c in demo.registre.find(Constat))
    faites = sum(n for resultat, n in resultats.items() if resultat)
    assert 0.03 <= resultats[Resultat.NON_CONFORME] / faites <= 0.08
    assert resultats[None] >= 15, "misses explained"
    assert verifications.a_expliquer(demo, jour=JOUR)


def test_les_actions_viennent_de_partout_et_sont_a_tous_les_stades(demo: Site) -> None:
    toutes = demo.registre.find(Action)
    assert 50 <= sum(a.creee_le.year == ANNEE for a in toutes) <= 75
    assert len({a.origine.concept for a in toutes}) >= 10
    assert {a.etat for a in toutes} >= {
        EtatAction.EN_COURS,
        EtatAction.REALISEE,
        EtatAction.CLOSE,
        EtatAction.ABANDONNEE,
    }
    references = {r.reference for r in demo.registre.find(Reclamation)}
    for action in toutes:
        assert action.efficacite is None or action.efficacite.par != action.pilote
        assert action.origine.concept != "reclamation" or action.origine.reference in references


def test_une_revue_de_trimestre_sur_quatre_a_ete_manquee(demo: Site) -> None:
    etats = {cle: etat for cle, etat, _ in trimestres.lister(demo, jour=JOUR)}
    tenus = [cle for cle, etat in etats.items() if etat is EtatTrimestre.TENUE]
    assert tenus == ["2025-T1", "2025-T2", "2025-T4"]
    assert etats["2025-T3"] is EtatTrimestre.MANQUEE


def test_les_suggestions_sont_analysees_et_recoivent_une_reponse(demo: Site) -> None:
    recues = [s for s in demo.registre.find(Suggestion) if s.recue_le.year == ANNEE]
    assert len(recues) == 25
    assert 4 <= sum(not s.auteur for s in recues) <= 14
    assert sum(s.repondue_le is not None for s in recues) >= 20
    assert all(s.action for s in recues if s.etat == "retenue")


def test_les_indicateurs_ont_deux_annees_et_un_mauvais_mois(demo: Site) -> None:
    valeurs = demo.registre.find(ValeurIndicateur)
    decroches = {v.periode: v for v in valeurs if v.indicateur == "I-TEL-01"}
    assert {f"{a}-{m:02d}" for a in (2024, 2025) for m in range(1, 13)} <= decroches.keys()
    creux = decroches["2025-08"]
    assert creux.numerateur / (creux.denominateur or 1) < 0.9
    assert creux.commentaire
    assert all(v.denominateur and v.numerateur <= v.denominateur for v in valeurs)


def test_la_revue_de_l_annee_est_commencee_et_la_precedente_approuvee(demo: Site) -> None:
    derniere, reprise = revue.lire(demo, ANNEE), revue.lire(demo, ANNEE - 1)
    assert reprise.approuvee_par == "Solange Aubremont"
    assert reprise.presentee_le is not None
    assert len(reprise.objectifs) == 4
    assert len(derniere.suites) == 3, "one objective is left to judge"
    assert derniere.modifiable
    assert 1 <= len(revue.manques(demo, derniere, JOUR)) <= 6


def test_l_equipe_a_change_pendant_l_annee(demo: Site) -> None:
    equipe = demo.registre.find(Personne)
    assert sum(p.presente(JOUR) for p in equipe) == 13
    assert sum(p.depart_le is not None for p in equipe) == 2
    presents = {p.code for p in equipe}
    signatures = {c.par for c in demo.registre.find(Constat) if c.resultat}
    assert signatures <= presents
    assert len(signatures) >= 8


def test_plusieurs_postes_ont_ecrit_et_chacun_aux_heures_de_travail(dossier_demo: Path) -> None:
    tous = sorted((dossier_demo / "registre" / str(ANNEE)).glob("*.jsonl"))
    journaux = [journal for journal in tous if not est_anonyme(journal.stem)]
    assert len(journaux) == 3
    for journal in journaux:
        heures = [json.loads(ligne[9:])["at"][11:16] for ligne in journal.read_text(encoding="utf-8").splitlines()]
        assert min(heures) >= "08:00"
        assert max(heures) <= "19:00"


# --- rules of the field -----------------------------------------------------------------------------------


def test_aucune_identite_hors_de_confidentiel(dossier_demo: Path, demo: Site) -> None:
    contenus = octets(dossier_demo)
    ailleurs = b"".join(texte for nom, texte in contenus.items() if not nom.startswith("confidentiel"))
    ailleurs += "".join(contenus).encode()
    gens, modeles = textes().plaignants, textes().reclamations.reclamation
    for secret in (*gens.noms, *gens.voies, gens.domaine, *(m.texte for m in modeles)):
        assert secret.encode() not in ailleurs
        assert secret.lower().encode() not in ailleurs
    gardees = [r for r in demo.registre.find(Reclamation) if demo.confidentiel.lire(r.reference)]
    assert len(gardees) > 100


def test_les_donnees_sont_en_ordre(demo: Site) -> None:
    trouvees = diagnostic(demo)
    assert en_ordre(trouvees), trouvees


def test_chaque_dossier_raconte_une_vie_qui_se_tient(demo: Site) -> None:
    for reclamation in demo.registre.find(Reclamation):
        dates = [fait.le for fait in reclamation.faits]
        assert dates == sorted(dates)
        assert all(reclamation.recue_le <= le <= JOUR for le in dates)
        assert etat(reclamation) is not Etat.CLOTUREE or reclamation.nature


def test_les_chiffres_calcules_reposent_sur_leurs_fiches(demo: Site) -> None:
    suivis = statistiques_verifications.echeances(demo, du=date(ANNEE, 1, 1), au=date(ANNEE, 12, 31), jour=JOUR)
    chiffres = revue.chiffres(demo, revue.lire(demo, ANNEE), JOUR)
    assert suivis
    assert len(chiffres.chiffres()) > 30


# --- the texts --------------------------------------------------------------------------------------------


def test_chaque_code_des_textes_existe() -> None:
    lus, tables = textes(), charger_nomenclatures()
    motifs, natures = {m.code for m in tables.motifs}, {n.code for n in tables.natures}
    roles = {role.code for role in charger_roles()}
    codes = {v.code for v in charger_verifications()}
    assert {r.motif for r in lus.reclamations.reclamation} <= motifs
    assert {r.nature for r in lus.reclamations.reclamation} <= natures
    assert {c.verification for c in lus.verifications.constat} <= codes
    assert {a.origine for a in lus.actions.action} <= {o.code for o in tables.origines_action}
    assert {role for p in lus.equipe.personne for role in p.roles} <= roles
    assert all(action.genre for action in lus.actions.action)


def test_les_textes_sont_varies() -> None:
    lus = textes()
    assert len({r.objet for r in lus.reclamations.reclamation}) >= 60
    assert len({r.motif for r in lus.reclamations.reclamation}) >= 28
    assert len(lus.verifications.constat) >= 40
    assert len(lus.suggestions.suggestion) >= 25
    actions = [
        lu.action for lu in (*lus.verifications.constat, *lus.reclamations.reclamation, *lus.suggestions.suggestion)
    ]
    assert len({a for a in actions if a} | {a.intitule for a in lus.actions.action}) >= 60


@pytest.mark.parametrize("jour", [date(2026, 1, 1), date(2026, 8, 16), date(2028, 2, 29), date(2027, 12, 31)])
def test_les_fermetures_suivent_le_jour(jour: date) -> None:
    monde = Monde(jour=jour, annees=1, graine=1)
    libelles = Counter(f.libelle for f in monde.reglages.fermetures)
    assert libelles["Pont de l’Ascension"] == 2
    assert all(f.du.weekday() < 5 for f in monde.reglages.fermetures)
    assert monde.ouvert(monde.ouvre(jour))
