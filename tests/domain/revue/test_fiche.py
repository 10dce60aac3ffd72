"""The review's record and figures: N and N-1, the closing date, what approval waits for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitui.domain.actions import gestes as vie_actions
from qualitui.domain.actions.fiche import Action, Origine, creer
from qualitui.domain.base import Introuvable, Refus
from qualitui.domain.comptage import Comptage, Genre
from qualitui.domain.indicateurs.fiche import Mesure
from qualitui.domain.reclamations import gestes
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.revue import fiche as regles_revue
from qualitui.domain.revue.calcul import calculer
from qualitui.domain.revue.chiffre import PLAFOND_DE_SOURCES, chiffrer, decimal, ecart_en_points, signe, sourcer
from qualitui.domain.revue.chiffres import Chiffres
from qualitui.domain.revue.fiche import (
    CotationRefusee,
    DateImpossible,
    Resultat,
    RevueAnnuelle,
    RevueApprouvee,
    RevueIncomplete,
)
from qualitui.domain.revue.manques import manques, zones_attendues
from qualitui.domain.revue.matiere import Matiere
from qualitui.domain.revue.zones import ZONES, ZoneInconnue
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.temps.echeances import Calendrier
from qualitui.domain.temps.jours_ouverts import jours_ouverts
from qualitui.domain.temps.recurrence import Periodicite
from qualitui.domain.trimestres import RevueTrimestrielle
from qualitui.domain.verifications.fiche import Constat, Verification
from qualitui.domain.verifications.fiche import Resultat as ResultatVerification
from qualitui.domain.verifications.occurrences import Suivi, occurrences, suivre
from qualitui.store.site import referentiels

ARRET = date(2026, 1, 31)


def matiere(**champs: Any) -> Matiere:
    """An empty site looked at on 31 January 2026 for the year 2025."""
    base = {
        "annee": 2025,
        "arretee_le": ARRET,
        "referentiel": referentiels.charger_referentiel("EPS-2023"),
        "nomenclatures": referentiels.charger_nomenclatures(),
        "roles": referentiels.charger_roles(),
        "indicateurs": referentiels.charger_indicateurs(),
    }
    return Matiere(**{**base, **champs})


def figures(**champs: Any) -> Chiffres:
    return calculer(matiere(**champs))


def chiffre(chiffres: Chiffres, code: str) -> Any:
    return next(c for c in chiffres.chiffres() if c.code == code)


def comptage(n: float | None, d: int | None = None) -> Comptage:
    genre = Genre.NOMBRE if d is None else Genre.TAUX
    return Comptage("X", "x", "x", ARRET, ARRET, n, d, genre=genre)


class TestChiffre:
    @pytest.mark.parametrize(
        ("n", "d", "texte", "etat"),
        [
            (0, 0, "non mesuré", "non mesuré"),
            (0, 3, "0\u00a0% (0/3)", "non atteint"),
            (999, 1000, "99\u00a0% (999/1000)", "non atteint"),
            (3, 3, "100\u00a0% (3/3)", "atteint"),
        ],
    )
    def test_un_taux_n_est_atteint_que_s_il_l_est_vraiment(self, n: int, d: int, texte: str, etat: str) -> None:
        resultat = chiffrer(comptage(n, d), comptage(0, 0), "registre", cible=100)
        assert (resultat.n, resultat.etat, resultat.ecart) == (texte, etat, "—")

    @pytest.mark.parametrize(
        ("n", "maximum", "etat", "cible"),
        [
            (0, 0, "atteint", "0"),
            (1, 0, "non atteint", "0"),
            (15, 15, "atteint", "15 au plus"),
            (16, 15, "non atteint", "15 au plus"),
            (4, None, "suivi", "—"),
            (None, 15, "non mesuré", "15 au plus"),
        ],
    )
    def test_un_nombre_se_compare_a_son_maximum(
        self, n: int | None, maximum: int | None, etat: str, cible: str
    ) -> None:
        resultat = chiffrer(comptage(n), comptage(None), "registre", maximum=maximum)
        assert (resultat.etat, resultat.cible.replace("\u00a0", " ")) == (etat, cible)

    @pytest.mark.parametrize(
        ("n", "n_1", "ecart"),
        [
            (80.0, 76.0, "+4 points"),
            (76.0, 80.0, "−4 points"),
            (80.0, 79.0, "+1 point"),
            (80.0, 80.2, "0 point"),
            (83.9, 82.1, "+1 point"),
            (200 / 3, 66.0, "0 point"),
            (100.0, 99.9, "+1 point"),
            (100 * 29 / 50, 57.99, "+1 point"),
        ],
    )
    def test_l_ecart_entre_deux_taux_est_en_points(self, n: float, n_1: float, ecart: str) -> None:
        assert ecart_en_points(n, n_1).replace("\u00a0", " ") == ecart

    @given(st.floats(min_value=-1e6, max_value=1e6, allow_nan=False))
    def test_un_signe_se_relit(self, nombre: float) -> None:
        texte = signe(nombre)
        relu = float(texte.replace("−", "-").replace("\u00a0", "").replace(",", "."))
        assert abs(relu - nombre) <= 0.0501
        assert decimal(abs(nombre)) == texte.lstrip("+−")

    def test_les_sources_sont_comptees_meme_au_dela_du_plafond(self) -> None:
        references = [f"R-{i}" for i in range(PLAFOND_DE_SOURCES + 5)]
        trace = sourcer(chiffrer(comptage(1), comptage(None), ""), "registre", references)
        assert len(trace.sources) == PLAFOND_DE_SOURCES
        assert trace.nombre_de_sources == PLAFOND_DE_SOURCES + 5


class TestEcoute:
    def test_sans_donnee_rien_n_est_zero(self) -> None:
        chiffres = figures()
        assert chiffre(chiffres, "ECO-03").n == "non mesuré"
        assert chiffre(chiffres, "ECO-06").n == "non mesuré"
        assert chiffre(chiffres, "ECO-01").n_1 == "non mesuré"
        assert chiffre(chiffres, "ACT-09").n_1 == "non mesuré"
        assert [ligne.n_1 for ligne in chiffres.par_mois] == [None] * 12

    def test_les_deux_annees_et_leurs_sources(self, recue: Callable[..., Reclamation]) -> None:
        cas = [
            gestes.repondre(recue(date(2025, 3, 3), "R-2025-001"), le=date(2025, 3, 20), jour=ARRET),
            gestes.repondre(recue(date(2025, 4, 1), "R-2025-002"), le=date(2025, 5, 20), jour=ARRET),
            gestes.repondre(recue(date(2024, 4, 2), "R-2024-001"), le=date(2024, 4, 9), jour=ARRET),
            recue(date(2026, 1, 5), "R-2026-001"),
        ]
        delai = chiffre(figures(reclamations=cas), "ECO-03")
        assert (delai.n, delai.n_1, delai.ecart) == ("50\u00a0% (1/2)", "100\u00a0% (1/1)", "−50\u00a0points")
        assert delai.sources == ("R-2025-001", "R-2025-002")

    def test_ce_qui_suit_la_date_d_arrete_ne_compte_pas(self, recue: Callable[..., Reclamation]) -> None:
        repondue = gestes.repondre(recue(date(2025, 12, 20), "R-2025-001"), le=date(2026, 2, 10), jour=date(2026, 3, 1))
        avant = figures(reclamations=[repondue])
        apres = figures(reclamations=[repondue], arretee_le=date(2026, 3, 1))
        assert chiffre(avant, "ECO-08").n == "1"
        assert chiffre(apres, "ECO-08").n == "0"

    def test_les_mois_d_avant_le_premier_dossier_ne_sont_pas_zero(self, recue: Callable[..., Reclamation]) -> None:
        lignes = figures(reclamations=[recue(date(2024, 6, 3))]).par_mois
        assert [ligne.n_1 for ligne in lignes] == [None] * 5 + [1] + [0] * 6

    def test_une_annee_en_cours_se_compare_au_meme_jour(self, recue: Callable[..., Reclamation]) -> None:
        cas = [recue(date(2025, 2, 3), "R-1"), recue(date(2025, 11, 3), "R-2"), recue(date(2026, 2, 3), "R-3")]
        recues = chiffre(figures(annee=2026, arretee_le=date(2026, 3, 2), reclamations=cas), "ECO-01")
        assert (recues.n, recues.n_1) == ("1", "1")

    @pytest.mark.parametrize("code", ["ECO-01", "ACT-01", "EQU-01", "EQU-05"])
    def test_tout_ce_qui_se_compte_se_compare_au_meme_jour(self, recue: Callable[..., Reclamation], code: str) -> None:
        """In March, last year’s autumn is not yet to be compared with."""
        jours = (date(2025, 2, 3), date(2025, 3, 2), date(2025, 3, 3), date(2025, 11, 3), date(2026, 2, 3))
        chiffres = figures(
            annee=2026,
            arretee_le=date(2026, 3, 2),
            reclamations=[recue(le, f"R-{le}", nature="incivilite") for le in jours],
            actions=[
                creer(reference=f"A-{le}", intitule="x", origine=Origine(concept="reunion"), jour=le) for le in jours
            ],
            suggestions=[Suggestion(reference=f"S-{le}", texte="idée", recue_le=le) for le in jours],
        )
        assert (chiffre(chiffres, code).n, chiffre(chiffres, code).n_1) == ("1", "2")

    def test_les_motifs_rares_sont_reunis(self, recue: Callable[..., Reclamation]) -> None:
        motifs = [motif.code for motif in referentiels.charger_nomenclatures().motifs][:13]
        cas = [recue(date(2025, 3, 3), f"R-{i}", motif=motif) for i, motif in enumerate(motifs)]
        lignes = figures(reclamations=cas).par_motif
        assert len(lignes) == 11
        assert (lignes[-1].libelle, lignes[-1].n) == ("Autres (3)", 3)
        assert sum(ligne.n for ligne in lignes) == 13


class TestIndicateurs:
    def ligne(self, code: str, mesures: dict[str, Mesure]) -> Any:
        chiffres = figures(mesures={code: mesures})
        return next(ligne for ligne in chiffres.indicateurs if ligne.chiffre.code == code)

    @pytest.mark.parametrize(
        ("reponses", "texte"),
        [(0, "non mesuré"), (4, "non communiqué"), (5, "80\u00a0% (4/5)")],
    )
    def test_moins_de_cinq_reponses_ne_se_communique_pas(self, reponses: int, texte: str) -> None:
        mesure = Mesure(numerateur=max(0, reponses - 1), denominateur=reponses)
        ligne = self.ligne("I-SAT-01", {"2025-T1": mesure})
        assert ligne.chiffre.n == texte
        if reponses < 5:
            assert ligne.points[0][1] is None
            assert not ligne.manque

    def test_un_trimestre_trop_maigre_se_tait_dans_la_courbe_seulement(self) -> None:
        mesures = {
            "2025-T1": Mesure(numerateur=2, denominateur=3),
            "2025-T2": Mesure(numerateur=9, denominateur=9),
        }
        ligne = self.ligne("I-SAT-01", mesures)
        assert ligne.chiffre.n == "91\u00a0% (11/12)"
        assert [valeur for _, valeur in ligne.points[:2]] == [None, 100.0]

    def test_une_cible_manquee_demande_une_analyse(self) -> None:
        mesures = {f"2025-{mois:02d}": Mesure(numerateur=95, denominateur=100) for mois in range(1, 13)}
        chiffres = figures(mesures={"I-TEL-01": mesures})
        assert [ligne.chiffre.code for ligne in chiffres.indicateurs_manques] == ["I-TEL-01"]
        assert "analyse-I-TEL-01" in [zone.code for zone in zones_attendues(chiffres)]

    @pytest.mark.parametrize(
        ("sens", "avant", "ici", "dit"),
        [
            ("hausse", 90, 90, ("100\u00a0% (1/1)", "100\u00a0% (1/1)")),
            ("hausse", 89, 91, ("100\u00a0% (1/1)", "0\u00a0% (0/1)")),
            ("baisse", 90, 90, ("100\u00a0% (1/1)", "100\u00a0% (1/1)")),
            ("baisse", 91, 89, ("100\u00a0% (1/1)", "0\u00a0% (0/1)")),
        ],
    )
    def test_une_cible_tout_juste_tenue_est_tenue_les_deux_annees(
        self, sens: str, avant: int, ici: int, dit: tuple[str, str]
    ) -> None:
        type_ = next(i for i in referentiels.charger_indicateurs() if i.code == "I-TEL-03")
        mesures = {
            "2024": Mesure(numerateur=avant, denominateur=100),
            "2025": Mesure(numerateur=ici, denominateur=100),
        }
        chiffres = figures(
            indicateurs=(type_.model_copy(update={"sens": sens, "cible": 90.0}),), mesures={type_.code: mesures}
        )
        atteints = chiffre(chiffres, "IND-01")
        assert (atteints.n, atteints.n_1) == dit

    def test_un_indicateur_d_enquete_d_appels_n_est_pas_masque(self) -> None:
        assert self.ligne("I-TEL-03", {"2025": Mesure(numerateur=3, denominateur=4)}).chiffre.n == "75\u00a0% (3/4)"


def constats(debut: date, *resultats: ResultatVerification | None) -> list[Suivi]:
    """A monthly check of engagement 3, due since `debut`, with these results in order."""
    verification = Verification(
        code="V-NET-01",
        engagement="3",
        theme="accueil",
        libelle="Les sanitaires sont-ils propres ?",
        periodicite=Periodicite.MENSUELLE,
        ancre=debut,
        depuis=debut,
    )
    dues = occurrences(verification, debut, date(debut.year, 12, 31), jours_ouverts(Calendrier()))
    suivis = []
    for occurrence, resultat in zip(dues, resultats, strict=False):
        constat = None
        if resultat:
            constat = Constat(
                verification="V-NET-01", periode=occurrence.periode, resultat=resultat, le=occurrence.attendue
            )
        suivis.append(suivre(occurrence, constat, ARRET))
    return suivis


class TestEngagements:
    def test_conformite_preuve_et_actions(self) -> None:
        conforme, ecart = ResultatVerification.CONFORME, ResultatVerification.NON_CONFORME
        action = creer(
            reference="A-2025-001",
            intitule="Nettoyer",
            origine=Origine(concept="verification"),
            engagement="3",
            jour=date(2025, 2, 3),
        )
        chiffres = figures(suivis=constats(date(2025, 1, 6), conforme, ecart, conforme, None), actions=[action])
        ligne = next(ligne for ligne in chiffres.engagements if ligne.code == "3")
        assert (ligne.controles, ligne.n, ligne.etat) == (3, "66\u00a0% (2/3)", "partiel")
        assert ligne.preuve.endswith(", V-NET-01")
        assert ligne.actions == ("A-2025-001",)
        assert len(chiffres.engagements) == 25

    def test_un_engagement_jamais_controle_n_est_pas_conforme(self) -> None:
        assert {ligne.etat for ligne in figures().engagements} == {"non mesuré"}


class TestActions:
    def action(self, rang: int = 1, **champs: Any) -> Action:
        return creer(
            reference=f"A-2025-{rang:03d}",
            intitule="Réparer la borne",
            origine=Origine(concept="reunion"),
            pilote="raqn",
            echeance=date(2025, 3, 31),
            jour=date(2025, 1, 6),
            **champs,
        )

    def test_une_action_realisee_a_l_echeance(self) -> None:
        lancee = vie_actions.lancer(self.action(), jour=date(2025, 1, 7))
        faite = vie_actions.realiser(lancee, le=date(2025, 3, 31), jour=ARRET)
        chiffres = figures(actions=[faite, self.action(2)])
        assert chiffre(chiffres, "ACT-06").n == "50\u00a0% (1/2)"
        assert chiffre(chiffres, "ACT-05").etat == "non atteint"
        assert chiffres.par_pilote[0].libelle == "RAQN"

    def test_l_annexe_s_arrete_a_500_et_dit_combien_manquent(self) -> None:
        chiffres = figures(actions=[self.action(i) for i in range(1, 504)])
        assert len(chiffres.annexe_actions) == 500
        assert chiffres.actions_tues == 3

    def test_un_trimestre_tenu_un_manque(self) -> None:
        tenue = RevueTrimestrielle(trimestre="2025-T1", ouverte_le=date(2025, 3, 3), close_le=date(2025, 3, 4))
        chiffres = figures(trimestres=[tenue], depuis=date(2025, 1, 1))
        assert [ligne.etat for ligne in chiffres.trimestres] == ["tenue", "manquée", "manquée", "manquée"]
        assert chiffre(chiffres, "ACT-09").n == "25\u00a0% (1/4)"


class TestJourDArrete:
    """What is recorded on the closing day counts; what is recorded the day after does not."""

    @pytest.mark.parametrize(("le", "compte"), [(ARRET, "1"), (ARRET + timedelta(days=1), "non mesuré")])
    @pytest.mark.parametrize("code", ["ECO-01", "ACT-01", "EQU-01"])
    def test_une_fiche_du_jour_meme_compte(
        self, recue: Callable[..., Reclamation], code: str, le: date, compte: str
    ) -> None:
        chiffres = figures(
            annee=2026,
            reclamations=[recue(le)],
            actions=[creer(reference="A-1", intitule="x", origine=Origine(concept="reunion"), jour=le)],
            suggestions=[Suggestion(reference="S-1", texte="idée", recue_le=le)],
        )
        assert chiffre(chiffres, code).n == compte

    @pytest.mark.parametrize(("ecart", "dit"), [(0, "06/01/2025, V-NET-01"), (1, "aucune")])
    def test_un_constat_du_jour_meme_compte(self, ecart: int, dit: str) -> None:
        suivis = constats(date(2025, 1, 6), ResultatVerification.CONFORME)
        fait = suivis[0].constat
        assert fait is not None
        vus = figures(suivis=suivis, arretee_le=fait.le - timedelta(days=ecart))
        assert next(ligne.preuve for ligne in vus.engagements if ligne.code == "3") == dit

    @pytest.mark.parametrize(("ecart", "ouvertes"), [(0, "0"), (1, "1")])
    def test_une_reponse_du_jour_meme_compte(
        self, recue: Callable[..., Reclamation], ecart: int, ouvertes: str
    ) -> None:
        le = ARRET + timedelta(days=ecart)
        repondue = gestes.repondre(recue(date(2025, 12, 20)), le=le, jour=le)
        assert chiffre(figures(reclamations=[repondue]), "ECO-08").n == ouvertes


def test_les_chiffres_figes_se_relisent_a_l_identique(recue: Callable[..., Reclamation]) -> None:
    chiffres = figures(
        reclamations=[recue(date(2025, 3, 3))],
        suggestions=[Suggestion(texte="idée", recue_le=date(2025, 3, 3))],
        equipe=[Personne(code="leroy-p", nom="Paul Leroy", roles=("directeur",))],
    )
    assert Chiffres.model_validate_json(chiffres.model_dump_json()) == chiffres


def test_aucun_texte_libre_d_un_dossier_n_entre_dans_les_chiffres(recue: Callable[..., Reclamation]) -> None:
    cas = recue(date(2025, 3, 3), objet="Plainte de Mme Zyxwvu contre M. Qrstuv", cause="famille Zyxwvu")
    idee = Suggestion(texte="Demander à Zyxwvu", recue_le=date(2025, 3, 3), analyse="Zyxwvu", reponse="Qrstuv")
    ecrit = figures(reclamations=[cas], suggestions=[idee]).model_dump_json()
    assert "Zyxwvu" not in ecrit
    assert "Qrstuv" not in ecrit


COMPLET = {zone.code: "Rédigé." for zone in ZONES}


def revue(**champs: Any) -> RevueAnnuelle:
    """Ready to be approved but for what `champs` takes away."""
    fiche = regles_revue.saisir(regles_revue.nouvelle(2025), COMPLET)
    objectif = {"indicateur": "I-TEL-01", "cible": "95 %", "pilote": "daa", "echeance": date(2026, 12, 31)}
    fiche = regles_revue.fixer_objectif(fiche, "Décrocher plus vite", **objectif)
    return RevueAnnuelle.model_validate({**dict(fiche), **champs})


class TestApprobation:
    def approuver(self, fiche: RevueAnnuelle, le: date = date(2026, 2, 2), jour: date = ARRET) -> RevueAnnuelle:
        chiffres = figures()
        attendus = manques(fiche, chiffres)
        return regles_revue.approuver(
            fiche, chiffres, attendus, par="Paul Leroy", le=le, jour=max(jour, date(2026, 2, 2))
        )

    def test_une_revue_complete_s_approuve_et_se_fige(self) -> None:
        approuvee = self.approuver(revue())
        assert approuvee.etat == "approuvée"
        assert approuvee.arretee_le == ARRET
        with pytest.raises(RevueApprouvee):
            regles_revue.saisir(approuvee, {"forces": "autre chose"})

    def test_des_chiffres_arretes_restent_jusqu_au_bout_meme_rouverte(self, recue: Callable[..., Reclamation]) -> None:
        """Approved, presented, opened again: the figures are those of the closing date, whatever is known since."""
        arretes = figures()
        fiche = regles_revue.arreter(revue(), arretes, ARRET)
        depuis = figures(reclamations=[recue(date(2025, 3, 3))], arretee_le=date(2026, 2, 20))
        assert depuis != arretes
        le = date(2026, 2, 20)
        approuvee = regles_revue.approuver(fiche, depuis, (), par="Paul Leroy", le=le, jour=le)
        presentee = regles_revue.presenter(approuvee, le=le, jour=le)
        rouverte = regles_revue.rouvrir(presentee, raison="Une faute de frappe")
        for etape in (approuvee, presentee, rouverte):
            assert (etape.chiffres, etape.arretee_le) == (arretes, ARRET)
        assert (rouverte.approuvee_le, rouverte.approuvee_par, rouverte.presentee_le) == (None, "", None)

    @pytest.mark.parametrize(
        ("change", "phrase"),
        [
            ({"saisies": {k: v for k, v in COMPLET.items() if k != "forces"}}, "zone forces"),
            ({"objectifs": ()}, "aucun objectif n’est fixé pour 2026"),
        ],
    )
    def test_ce_qui_manque_est_dit(self, change: dict[str, Any], phrase: str) -> None:
        with pytest.raises(RevueIncomplete) as refus:
            self.approuver(revue(**change))
        assert len(refus.value.manques) == 1
        assert phrase in refus.value.phrase

    @pytest.mark.parametrize(
        ("champ", "phrase"),
        [("cible", "n’a pas de cible"), ("pilote", "n’a pas de pilote"), ("indicateur", "n’a pas d’indicateur")],
    )
    def test_un_objectif_incomplet_est_dit(self, champ: str, phrase: str) -> None:
        fiche = regles_revue.fixer_objectif(revue(), "", "O-2026-1", **{champ: ""})
        assert manques(fiche, figures()) == (f"§ 13 : l’objectif O-2026-1 (« Décrocher plus vite ») {phrase}.",)

    def test_une_cible_manquee_sans_analyse_est_dite(self) -> None:
        mesures = {"2025-01": Mesure(numerateur=1, denominateur=2)}
        chiffres = figures(mesures={"I-TEL-01": mesures})
        (phrase,) = manques(revue(), chiffres)
        assert "I-TEL-01" in phrase
        assert "n’a pas d’analyse" in phrase
        assert manques(regles_revue.saisir(revue(), {"analyse-I-TEL-01": "Panne du standard."}), chiffres) == ()

    def test_un_objectif_de_l_an_passe_sans_resultat_est_dit(self) -> None:
        passee = regles_revue.fixer_objectif(regles_revue.nouvelle(2024), "Répondre dans le mois")
        assert "O-2025-1" in manques(revue(), figures(), passee)[0]
        notee = regles_revue.noter_suite(revue(), passee, "o-2025-1", Resultat.PARTIEL, "Mieux")
        assert manques(notee, figures(), passee) == ()

    def test_pas_avant_la_fin_de_l_annee_ni_dans_l_avenir(self) -> None:
        with pytest.raises(DateImpossible, match="1er janvier 2026"):
            self.approuver(revue(), le=date(2025, 12, 31))
        with pytest.raises(DateImpossible, match="avenir"):
            self.approuver(revue(), le=date(2026, 2, 3))

    def test_presenter_puis_rouvrir(self) -> None:
        approuvee = self.approuver(revue())
        with pytest.raises(DateImpossible):
            regles_revue.presenter(approuvee, le=date(2026, 2, 1), jour=date(2026, 3, 1))
        presentee = regles_revue.presenter(approuvee, le=date(2026, 2, 10), jour=date(2026, 3, 1))
        assert presentee.etat == "présentée"
        rouverte = regles_revue.rouvrir(presentee, raison="Un chiffre était faux")
        assert rouverte.modifiable
        with pytest.raises(Refus):
            regles_revue.rouvrir(rouverte, raison="encore")
        with pytest.raises(DateImpossible, match="une fois approuvée"):
            regles_revue.presenter(revue(), le=ARRET, jour=ARRET)


class TestSaisies:
    def test_une_zone_inconnue_est_refusee_avec_la_plus_proche(self) -> None:
        with pytest.raises(ZoneInconnue, match="forces"):
            regles_revue.saisir(regles_revue.nouvelle(2025), {"force": "x"})

    def test_un_texte_vide_vide_la_zone(self) -> None:
        fiche = regles_revue.saisir(revue(), {"forces": " \n "})
        assert "forces" not in fiche.saisies

    @pytest.mark.parametrize(("gravite", "frequence"), [(0, 1), (5, 1), (1, 0), (1, 5)])
    def test_une_cotation_hors_echelle(self, gravite: int, frequence: int) -> None:
        with pytest.raises(CotationRefusee):
            regles_revue.ajouter_risque(revue(), libelle="Panne", gravite=gravite, frequence=frequence)

    def test_recoter_un_risque_le_remplace(self) -> None:
        une = regles_revue.ajouter_risque(revue(), libelle="Panne", gravite=2, frequence=2)
        deux = regles_revue.ajouter_risque(une, libelle="Panne", gravite=4, frequence=4, code=une.risques[0].code)
        assert [risque.criticite for risque in deux.risques] == [16]

    def test_un_objectif_inconnu(self) -> None:
        with pytest.raises(Introuvable, match="O-2026-9"):
            regles_revue.fixer_objectif(revue(), "x", "O-2026-9")

    def test_arreter_dans_l_avenir(self) -> None:
        with pytest.raises(DateImpossible):
            regles_revue.arreter(revue(), figures(), date(2026, 1, 30))
