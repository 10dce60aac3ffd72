"""What the review prints: totals, the order of its tables and of their rows, where each figure comes from."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from qualitui.domain.revue.chiffre import Chiffre, sourcer
from qualitui.domain.revue.chiffres import LigneAction, LigneClassement, LigneEngagement
from qualitui.domain.revue.fiche import EtatRevue, Objectif, Resultat, RevueAnnuelle, Risque, Suite
from qualitui.domain.revue.zones import ZONES
from qualitui.reports.revue.document import generer
from qualitui.reports.revue.donnees import Dossier, donnees, fond
from qualitui.reports.revue.exemple import exemple
from qualitui.reports.word.reperes import texte_du_paragraphe
from qualitui.store.site.ressources import modeles

MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


def avec(revue: dict[str, Any] | None = None, **chiffres: Any) -> Dossier:
    """The example with other figures, or another record."""
    base = exemple()
    return replace(
        base,
        revue=base.revue.model_copy(update=revue or {}),
        chiffres=base.chiffres.model_copy(update=chiffres),
    )


def mois(*valeurs: tuple[int, int | None]) -> tuple[LigneClassement, ...]:
    """The first months of the year, each with its count N and N-1."""
    return tuple(
        LigneClassement(
            code=f"{rang:02d}", libelle=MOIS[rang - 1], n=n, n_1=n_1, ecart="—", delai="—", delai_precedent="—"
        )
        for rang, (n, n_1) in enumerate(valeurs, 1)
    )


def chiffre(code: str, **champs: Any) -> Chiffre:
    return Chiffre(code=code, libelle=f"Mesure {code}", **champs)


def ecrire(dossier: Dossier) -> Any:
    octets, _ = generer(modeles() / "revue-qualite-locale.docx", dossier, ZONES)
    return Document(io.BytesIO(octets))


def tableau(document: Any, *entetes: str) -> list[list[str]]:
    """The rows of the table that begins with these headings, without them."""
    for element in document._element.body.iter(qn("w:tbl")):
        rangs = [
            ["\n".join(map(texte_du_paragraphe, cellule.iter(qn("w:p")))) for cellule in rang.iter(qn("w:tc"))]
            for rang in element.iter(qn("w:tr"))
        ]
        if tuple(rangs[0][: len(entetes)]) == entetes:
            return rangs[1:]
    raise AssertionError(entetes)


class TestMois:
    def test_le_total_d_une_annee_est_la_somme_de_ses_mois(self) -> None:
        avant, ici = donnees(avec(par_mois=mois(*((rang, rang * 10) for rang in range(1, 13)))))["mois"]
        assert (ici["nom"], ici["mois"], ici["total"]) == ("2025", list(range(1, 13)), 78)
        assert (avant["nom"], avant["mois"], avant["total"]) == ("2024", list(range(10, 130, 10)), 780)

    def test_un_mois_a_venir_ou_non_mesure_n_est_pas_zero(self) -> None:
        avant, ici = donnees(avec(par_mois=mois((3, None), (0, None), (5, 7))))["mois"]
        assert ici["mois"] == [3, 0, 5, *["—"] * 9]
        assert avant["mois"] == ["—", "—", 7, *["—"] * 9]
        assert (ici["total"], avant["total"]) == (8, 7)

    def test_une_annee_sans_registre_n_a_pas_de_total(self) -> None:
        avant, _ = donnees(avec(par_mois=mois(*((0, None),) * 12)))["mois"]
        assert avant["total"] == "—"

    def test_le_tableau_de_word_porte_les_memes_nombres(self) -> None:
        rangs = tableau(ecrire(avec(par_mois=mois(*((rang, rang * 10) for rang in range(1, 13))))), "Année", "janv.")
        assert [rang[0] for rang in rangs] == ["2024", "2025"]
        assert [rang[-1] for rang in rangs] == ["780", "78"]
        assert rangs[1][1:4] == ["1", "2", "3"]


class TestProvenance:
    def test_un_chiffre_dit_ou_sont_ses_fiches_et_comment_il_est_compte(self) -> None:
        trace = sourcer(chiffre("ECO-01"), "registre des réclamations", ["R-1"])
        lu = donnees(avec(ecoute=(trace,)))["ecoute"][0]["provenance"]
        attendu = "registre des réclamations ; ce que chaque chiffre compte est dit à l’annexe D."
        assert lu.replace("\u00a0", " ") == attendu

    def test_l_annexe_donne_la_definition_des_chiffres_imprimes(self) -> None:
        lues = donnees(exemple())["definitions"]
        assert [(une["code"], une["libelle"]) for une in lues] == [("EX-01", "Mesure d’exemple")]

    @pytest.mark.parametrize(
        ("au", "n", "n_1"),
        [
            (date(2025, 12, 31), "2025", "2024"),
            (date(2025, 12, 30), "2025, au 30 décembre", "2024, au 30 décembre"),
        ],
    )
    def test_l_en_tete_dit_jusqu_ou_vont_les_deux_annees(self, au: date, n: str, n_1: str) -> None:
        assert donnees(avec(au=au))["colonnes"] == {"n": n, "n_1": n_1}

    def test_ce_qui_n_est_pas_echu_et_ce_qui_a_change_se_lisent_a_cote(self) -> None:
        lu = chiffre("ECO-03", n="85 %", n_1="90 %", n_1_depuis="88 %", pas_encore_echues=2)
        (imprime,) = donnees(avec(ecoute=(lu,)))["ecoute"]
        assert imprime["n"] == "85 %, 2\u00a0pas encore échus"
        assert imprime["n_1"] == "90 % publié, 88 % depuis"

    def test_un_chiffre_repris_d_une_autre_partie_y_renvoie(self) -> None:
        assert donnees(avec(synthese=(chiffre("IND-01"),)))["synthese"][0]["provenance"].startswith("parties 4 à 10")

    def test_la_source_d_une_famille_nomme_chaque_source_une_fois(self) -> None:
        ligne = exemple().chiffres.indicateurs[0]
        sources = ("Autocom", "SOLEN", "Autocom")
        lignes = tuple(
            ligne.model_copy(update={"chiffre": chiffre(f"I-{rang}", source=source)})
            for rang, source in enumerate(sources)
        )
        (famille,) = donnees(avec(indicateurs=lignes))["familles"]
        assert famille["provenance"] == "Autocom et SOLEN"


class TestRisques:
    def risques(self, *cotes: tuple[str, int, int]) -> Sequence[dict[str, Any]]:
        fiches = tuple(Risque(code=code, libelle=code, gravite=g, frequence=f) for code, g, f in cotes)
        lus: Sequence[dict[str, Any]] = donnees(avec({"risques": fiches}))["risques"]
        return lus

    def test_le_plus_critique_vient_en_premier(self) -> None:
        lus = self.risques(("RQ-1", 1, 2), ("RQ-2", 4, 4), ("RQ-3", 2, 3), ("RQ-4", 3, 2))
        assert [risque["code"] for risque in lus] == ["RQ-2", "RQ-3", "RQ-4", "RQ-1"]
        assert [risque["criticite"] for risque in lus] == ["16 (4 × 4)", "6 (2 × 3)", "6 (3 × 2)", "2 (1 × 2)"]

    def test_une_premiere_cotation_n_a_pas_de_precedente(self) -> None:
        assert self.risques(("RQ-1", 1, 1))[0]["precedent"] == "non mesuré"

    def test_une_ancienne_cotation_est_mise_a_cote(self) -> None:
        risque = Risque(code="RQ-1", libelle="x", gravite=2, frequence=2, precedent=9)
        assert donnees(avec({"risques": (risque,)}))["risques"][0]["precedent"] == 9

    def test_word_les_range_dans_le_meme_ordre(self) -> None:
        fiches = tuple(
            Risque(code=f"RQ-{rang}", libelle=f"Risque {g}", gravite=g, frequence=1) for rang, g in enumerate((1, 4, 2))
        )
        rangs = tableau(ecrire(avec({"risques": fiches})), "Risque", "Origine")
        assert [rang[0] for rang in rangs] == ["Risque 4", "Risque 2", "Risque 1"]


class TestTableaux:
    def test_les_tableaux_se_suivent_dans_l_ordre_de_la_trame(self) -> None:
        """Each heading of a table once, in this order, whatever the figures."""
        attendus = (
            "Mesure", "Objectif fixé pour 2025", "N°", "N°", "N°", "Mesure", "Mesure", "Année", "Nature", "Motif",
            "Canal", "Mesure", "Mesure", "Thème", "Mesure", "Trimestre", "Origine", "Pilote", "Référence",
            "Rôle du référentiel", "Risque", "N°", "Référence", "Code", "Code", "Code",
        )  # fmt: skip
        premiers = [
            texte_du_paragraphe(next(table.iter(qn("w:p"))))
            for table in ecrire(exemple())._element.body.iter(qn("w:tbl"))
        ]
        assert [mot for mot in premiers if mot not in ("Période", "Préparée par")] == list(attendus)

    def test_n_1_est_a_gauche_de_n(self) -> None:
        un = chiffre(
            "ECO-01", n="80 % (8/10)", n_1="70 % (7/10)", ecart="+10 points", cible="100 %", etat="non atteint"
        )
        rang = tableau(ecrire(avec(synthese=(un,))), "Mesure", "2024", "2025", "Écart", "Cible", "État")[0]
        assert rang == ["Mesure ECO-01", "70 % (7/10)", "80 % (8/10)", "+10 points", "100 %", "non atteint"]

    def test_les_rangs_gardent_l_ordre_des_chiffres(self) -> None:
        classes = tuple(
            LigneClassement(code=c, libelle=c, n=n, n_1=None, ecart="—", delai="d", delai_precedent="p")
            for c, n in (("accueil", 9), ("locaux", 4), ("délai", 1))
        )
        rangs = tableau(ecrire(avec(par_motif=classes)), "Motif")
        assert [(rang[0], rang[1], rang[2]) for rang in rangs] == [
            ("accueil", "non mesuré", "9"),
            ("locaux", "non mesuré", "4"),
            ("délai", "non mesuré", "1"),
        ]
        assert rangs[0][-2:] == ["p", "d"]

    def test_chaque_engagement_est_dans_le_tableau_de_son_domaine(self) -> None:
        def ligne(code: str, domaine: str) -> LigneEngagement:
            return exemple().chiffres.engagements[0].model_copy(update={"code": code, "domaine": domaine})

        lignes = (ligne("9", "tronc commun"), ligne("S1", "spécifique"), ligne("SMQ2", "pilotage"), ligne("X", "neuf"))
        groupes = donnees(avec(engagements=lignes))["engagements"]
        assert {nom: [e["code"] for e in lus] for nom, lus in groupes.items()} == {
            "communs": ["9", "X"],
            "specifiques": ["S1"],
            "pilotage": ["SMQ2"],
        }

    def test_un_engagement_sans_action_le_dit(self) -> None:
        ligne = exemple().chiffres.engagements[0].model_copy(update={"actions": ()})
        assert donnees(avec(engagements=(ligne,)))["engagements"]["communs"][0]["actions"] == "aucune"


class TestActions:
    def test_une_action_en_retard_le_dit_dans_son_etat_et_sa_couleur(self) -> None:
        base = exemple().chiffres.annexe_actions[0]
        lignes = (base, base.model_copy(update={"retard": "", "etat": "close"}))
        en_retard, close = donnees(avec(annexe_actions=lignes))["annexe_actions"]
        assert (en_retard["etat"], en_retard["fond"]) == ("en cours, en retard", fond("en retard"))
        assert (close["etat"], close["fond"]) == ("close", fond("close"))
        assert fond("en retard") != fond("close") != fond("inconnu")

    def test_une_action_sans_pilote_ni_echeance_le_dit(self) -> None:
        ligne = exemple().chiffres.anciennes[0].model_copy(update={"pilote": "", "echeance": None})
        rang = tableau(ecrire(avec(anciennes=(ligne,), annexe_actions=())), "Référence", "Action")[0]
        assert rang[3:5] == ["sans pilote", "à fixer"]
        assert isinstance(ligne, LigneAction)


class TestSuites:
    def suites(self, notees: tuple[Suite, ...] = (), **objectif: Any) -> list[dict[str, str]]:
        passe = Objectif(code="O-2025-1", texte="Décrocher plus vite", **objectif)
        base = exemple()
        dossier = replace(
            base,
            revue=base.revue.model_copy(update={"suites": notees}),
            precedente=RevueAnnuelle(annee=2024, objectifs=(passe,)),
            noms={"daa": "Claire Martin"},
        )
        lus: list[dict[str, str]] = donnees(dossier)["suites"]
        return lus

    def test_un_objectif_dont_personne_n_a_rien_dit_reste_a_noter(self) -> None:
        (suite,) = self.suites(pilote="daa", cible="95 %")
        assert (suite["etat"], suite["effet"], suite["pilote"], suite["cible"]) == (
            "à noter", "—", "Claire Martin", "95 %",
        )  # fmt: skip
        assert suite["texte"] == "O-2025-1\u00a0: Décrocher plus vite"

    def test_son_resultat_et_son_effet_sont_dits(self) -> None:
        notee = Suite(objectif="O-2025-1", resultat=Resultat.ATTEINT, effet="Dix points de mieux")
        (suite,) = self.suites((notee,))
        assert (suite["etat"], suite["effet"], suite["fond"]) == ("atteint", "Dix points de mieux", fond("atteint"))

    def test_sans_revue_precedente_il_n_y_en_a_pas(self) -> None:
        assert donnees(replace(exemple(), precedente=None))["suites"] == []


class TestApprobation:
    @pytest.mark.parametrize(
        ("champs", "directeur", "dit"),
        [
            ({}, "", "à approuver (rôle de directeur non pourvu)"),
            ({}, "Paul Leroy", "à approuver par Paul Leroy"),
            (
                {"approuvee_le": date(2026, 2, 2), "approuvee_par": "Anne Roy", "etat": EtatRevue.APPROUVEE},
                "Paul Leroy",
                "le 02/02/2026 par Anne Roy",
            ),
        ],
    )
    def test_qui_approuve_est_nomme(self, champs: dict[str, Any], directeur: str, dit: str) -> None:
        assert donnees(replace(avec(champs), directeur=directeur))["revue"]["approbation"] == dit

    def test_la_vie_de_la_revue_dit_ce_qui_n_est_pas_fait(self) -> None:
        lue = donnees(avec({"soumise_le": date(2026, 1, 31)}))["revue"]
        assert (lue["soumise"], lue["presentee"], lue["transmise"]) == (
            "le 31/01/2026", "pas encore présentée", "pas encore transmise",
        )  # fmt: skip
        assert lue["periode"] == "du 1er janvier au 31 décembre 2025"
