"""The charts of the review: what each draws, what its description says, and when there is nothing to draw."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from qualitui.domain.revue.chiffres import Chiffres, LigneEngagement, LigneIndicateur, LigneStock
from qualitui.reports.revue import graphiques as dessins
from qualitui.reports.revue.exemple import exemple
from qualitui.reports.word.graphiques import Graphique


def avec(**champs: Any) -> Chiffres:
    return exemple().chiffres.model_copy(update=champs)


def lisible(texte: str) -> str:
    return texte.replace("\u00a0", " ")


def series(graphique: Graphique | None) -> dict[str, tuple[float | None, ...]]:
    assert graphique is not None
    return {serie.nom: serie.valeurs for serie in graphique.series}


def engagement(code: str, valeur: float | None, precedente: float | None) -> LigneEngagement:
    base = exemple().chiffres.engagements[0]
    mot = "non mesuré" if valeur is None else f"{valeur:g}\u00a0%"
    return base.model_copy(update={"code": code, "valeur": valeur, "precedente": precedente, "n": mot})


def indicateur(nom: str, *points: float | None, cible: float = 90, unite: str = "%") -> LigneIndicateur:
    base = exemple().chiffres.indicateurs[0]
    periodes = ("janvier 2025", "février 2025", "mars 2025", "avril 2025")
    return base.model_copy(
        update={
            "chiffre": base.chiffre.model_copy(update={"libelle": nom}),
            "points": tuple(zip(periodes, points, strict=False)),
            "cible_valeur": cible,
            "unite": unite,
        }
    )


class TestEngagements:
    def test_n_1_a_cote_de_n_et_jamais_mesure_est_laisse(self) -> None:
        lignes = (engagement("9", 80, 90), engagement("10", None, 70), engagement("11", None, None))
        dessin = dessins.engagements(avec(engagements=lignes))
        assert series(dessin) == {"2024": (90, 70), "2025": (80, None), "Cible": (100.0, 100.0)}
        assert dessin is not None
        assert dessin.categories == ("9", "10")
        assert dessin.titre == "Conformité par engagement, 2024 et 2025"

    def test_la_description_nomme_le_plus_bas_de_l_annee(self) -> None:
        lignes = (engagement("9", 80, 10), engagement("10", 0, None), engagement("12", 60, None))
        dessin = dessins.engagements(avec(engagements=lignes))
        assert dessin is not None
        assert lisible(dessin.description).endswith("pour 3 engagements. Le plus bas est l’engagement 10, 0 %.")

    def test_sans_annee_precedente_une_seule_serie_de_barres(self) -> None:
        dessin = dessins.engagements(avec(engagements=(engagement("9", 80, None),)))
        assert list(series(dessin)) == ["2025", "Cible"]

    def test_rien_de_mesure_ne_se_dessine_pas(self) -> None:
        assert dessins.engagements(avec(engagements=(engagement("9", None, None),))) is None


class TestReclamations:
    def mois(self, *paires: tuple[int, int | None]) -> Chiffres:
        base = exemple().chiffres.par_mois[0]
        noms = ("janvier", "février", "mars")
        return avec(
            par_mois=tuple(
                base.model_copy(update={"libelle": nom, "n": n, "n_1": n_1})
                for nom, (n, n_1) in zip(noms, paires, strict=True)
            )
        )

    def test_le_total_et_le_mois_le_plus_charge_sont_dits(self) -> None:
        dessin = dessins.reclamations(self.mois((2, 1), (7, 0), (3, 4)))
        assert series(dessin) == {"2024": (1, 0, 4), "2025": (2, 7, 3)}
        assert dessin is not None
        assert lisible(dessin.description) == "Barres : 12 dossiers reçus en 2025 ; mois le plus chargé : février (7)."
        assert dessin.categories == ("janv.", "févr.", "mars")

    def test_une_annee_precedente_inconnue_n_est_pas_une_serie_de_zeros(self) -> None:
        assert list(series(dessins.reclamations(self.mois((2, None), (0, None), (1, None))))) == ["2025"]

    def test_deux_annees_sans_dossier_ne_se_dessinent_pas(self) -> None:
        assert dessins.reclamations(self.mois((0, 0), (0, None), (0, 0))) is None


class TestStock:
    def stock(self, points: int) -> Chiffres:
        return avec(
            stock=tuple(
                LigneStock(au=date(2025, rang, 28), ouvertes=10 + rang, en_retard=rang) for rang in range(1, points + 1)
            )
        )

    def test_les_deux_courbes_et_le_dernier_mois(self) -> None:
        dessin = dessins.stock(self.stock(3))
        assert series(dessin) == {"Ouvertes": (11.0, 12.0, 13.0), "En retard": (1.0, 2.0, 3.0)}
        assert dessin is not None
        assert lisible(dessin.description) == "Courbes sur 3 mois ; en mars 2025, 13 ouvertes dont 3 en retard."
        assert dessin.categories == ("janv. 25", "févr. 25", "mars 25")

    def test_moins_de_trois_points_ne_font_pas_une_courbe(self) -> None:
        assert dessins.stock(self.stock(2)) is None


class TestFamille:
    def test_les_taux_assez_mesures_se_tracent_avec_leur_cible_commune(self) -> None:
        lignes = [indicateur("Décroché", 80.0, None, 90.0, 95.0), indicateur("Rappels", 70.0, 75.0, 80.0, 85.0)]
        dessin = dessins.famille("téléphonie", lignes)
        assert series(dessin) == {
            "Décroché": (80.0, None, 90.0, 95.0),
            "Rappels": (70.0, 75.0, 80.0, 85.0),
            "Cible": (90, 90, 90, 90),
        }
        assert dessin is not None
        assert (lisible(dessin.titre), dessin.minimum) == ("Téléphonie : évolution dans l’année", 60.0)
        assert dessin.categories == ("janv.", "févr.", "mars", "avr.")

    def test_deux_cibles_differentes_n_en_font_pas_une(self) -> None:
        lignes = [indicateur("a", 80.0, 90.0, 95.0), indicateur("b", 70.0, 75.0, 80.0, cible=50)]
        assert "Cible" not in series(dessins.famille("x", lignes))

    @pytest.mark.parametrize(
        "ligne", [indicateur("deux points", 80.0, None, 90.0), indicateur("des jours", 1.0, 2.0, 3.0, unite="jours")]
    )
    def test_trop_peu_de_mesures_ou_autre_chose_qu_un_taux_ne_se_trace_pas(self, ligne: LigneIndicateur) -> None:
        assert dessins.famille("x", [ligne]) is None

    def test_l_axe_ne_descend_jamais_sous_zero(self) -> None:
        dessin = dessins.famille("x", [indicateur("bas", 1.0, 2.0, 3.0)])
        assert dessin is not None
        assert dessin.minimum == 0
