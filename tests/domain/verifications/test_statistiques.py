"""Rates: what was missed stays in the denominator, what is not due stays out, sans objet is not applicable."""

from __future__ import annotations

from datetime import date

from qualitui.domain.temps.calendrier import Calendrier, Fermeture
from qualitui.domain.temps.jours_ouverts import jours_ouverts
from qualitui.domain.temps.recurrence import Periodicite
from qualitui.domain.verifications.fiche import Constat, Resultat, Suspension, Verification
from qualitui.domain.verifications.occurrences import Suivi, occurrences, suivre
from qualitui.domain.verifications.statistiques import Axe, BilanVerifications, bilan, carte, ventiler

D = date.fromisoformat
JOUR = D("2026-03-11")


def suivis(code: str, engagement: str, notes: dict[str, Constat], **champs: object) -> list[Suivi]:
    jours = jours_ouverts(Calendrier(fermetures=(Fermeture(du=D("2026-02-16"), au=D("2026-02-20"), libelle="pont"),)))
    verification = Verification.model_validate(
        {
            "code": code,
            "libelle": "?",
            "engagement": engagement,
            "theme": f"thème {engagement}",
            "role": "raqn",
            "periodicite": Periodicite.HEBDOMADAIRE,
            "ancre": D("2026-01-06"),
            "depuis": D("2026-01-26"),
            **champs,
        }
    )
    trouvees = occurrences(verification, D("2026-01-26"), D("2026-03-15"), jours)
    return [suivre(o, notes.get(o.periode), JOUR) for o in trouvees]


def fait(le: str, resultat: Resultat = Resultat.CONFORME, action: str = "") -> Constat:
    return Constat(verification="", periode="", resultat=resultat, le=D(le), action=action)


def une_table() -> list[Suivi]:
    nettoyage = {
        "2026-S05": fait("2026-01-27"),  # Tuesday, on time
        "2026-S06": fait("2026-02-05", Resultat.NON_CONFORME, "A-2026-001"),  # Thursday, late in its week
        "2026-S07": fait("2026-02-16", Resultat.CONFORME),  # the Monday after: missed, with a late result
        # S08: site fermé
        "2026-S09": Constat(verification="", periode="", raison="oubli", le=D("2026-03-02")),
        # S10: missed, nothing said
        "2026-S11": fait("2026-03-10"),  # its week is not over on the 11th: not due yet
    }
    accueil = {"2026-S10": fait("2026-03-03", Resultat.SANS_OBJET)}
    pause = (Suspension(du=D("2026-01-26"), au=D("2026-03-01"), raison="travaux"),)
    return suivis("V-NET-01", "3", nettoyage) + suivis("V-ACC-01", "10", accueil, suspensions=pause)


def test_les_comptes_d_un_petit_tableau() -> None:
    assert bilan(une_table(), JOUR) == BilanVerifications(
        dues=6,
        faites=3,
        a_temps=2,
        conformes=1,
        non_conformes=1,
        sans_objet=1,
        avec_action=1,
        manquees=3,
        expliquees=1,
        hors_delai=1,
        site_ferme=2,  # the closed week of the suspended check is closed first
        suspendues=4,
    )


def test_les_taux_ont_toujours_leur_numerateur_et_leur_denominateur() -> None:
    total = bilan(une_table(), JOUR)

    assert total.realisation == (3, 6)
    assert total.ponctualite == (2, 6)
    assert total.conformite == (1, 2)
    assert total.suites == (1, 1)
    assert str(total.realisation).endswith("% (3/6)")
    assert str(BilanVerifications().conformite) == "non mesuré"


def test_le_dernier_jour_une_occurrence_compte_une_fois_faite() -> None:
    faite, a_faire = (
        suivis("V-NET-01", "3", notes, periodicite=Periodicite.QUOTIDIENNE)
        for notes in ({"2026-03-11": fait("2026-03-11")}, {})
    )

    assert bilan(faite, JOUR).dues == bilan(a_faire, JOUR).dues + 1
    assert bilan(faite, JOUR).manquees == bilan(a_faire, JOUR).manquees


def test_ventiler_ne_perd_rien_et_suit_l_ordre_des_engagements() -> None:
    table = une_table()

    for axe in Axe:
        parts = ventiler(table, axe, JOUR)
        assert sum(parts.values(), BilanVerifications()) == bilan(table, JOUR), axe
    assert list(ventiler(table, Axe.ENGAGEMENT, JOUR)) == ["3", "10"]
    assert list(ventiler(table, Axe.MOIS, JOUR)) == ["2026-02", "2026-03"]
    assert list(ventiler(table, Axe.VERIFICATION, JOUR)) == ["V-ACC-01", "V-NET-01"]


def test_la_carte_a_une_ligne_par_theme_et_une_colonne_par_mois() -> None:
    lignes = carte(une_table(), Axe.THEME, JOUR)

    assert set(lignes) == {"thème 3", "thème 10"}
    assert lignes["thème 3"]["2026-02"].realisation == (2, 3)
    assert lignes["thème 10"]["2026-03"].realisation == (1, 1)
