"""Every figure that is shown can be counted again, has one value wherever it is shown, and stays the domain's own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qualitui.domain.base import Introuvable, evoluer
from qualitui.domain.comptage import Genre
from qualitui.domain.concepts import concept
from qualitui.domain.indicateurs import catalogue
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.reglages import Droits
from qualitui.domain.revue.calcul import compter
from qualitui.operations.actions import statistiques as des_actions
from qualitui.operations.indicateurs import comptages
from qualitui.operations.indicateurs import gestes as indicateurs
from qualitui.operations.reclamations import statistiques as des_reclamations
from qualitui.operations.revue import gestes as revue
from qualitui.operations.verifications import statistiques as des_verifications
from qualitui.store.site.droits import DroitRefuse
from qualitui.store.site.site import Site

DU, AU = date(2025, 1, 1), date(2025, 12, 31)


def test_chaque_chiffre_se_recompte_par_ses_fiches(site_demo: Site, jour: date) -> None:
    for une in comptages.page(site_demo):
        compte = comptages.compter(site_demo, une.code, du=DU, au=AU, jour=jour)
        if not une.code.startswith("I-") or une.indicateur:
            attendu = compte.numerateur if compte.denominateur is None else compte.denominateur
            if une.genre in (Genre.MEDIANE, Genre.DECILE):
                attendu = len(compte.retenues)
            assert len(compte.retenues) == attendu, une.code
        assert len(set(compte.retenues)) == len(compte.retenues), une.code
        hors = {reference for reference, _ in compte.exclues} | set(compte.pas_encore_echues)
        assert not hors & set(compte.retenues), une.code
        assert all(raison for _, raison in compte.exclues), une.code
        assert (compte.code, compte.libelle, compte.definition) == (une.code, une.libelle, une.texte)


@pytest.mark.parametrize("annee", [2025, 2026])
def test_un_meme_nom_une_meme_valeur_dans_la_revue(site_demo: Site, jour: date, annee: int) -> None:
    """No two lines of one name say two things, in the review nor between it, the statistics and the page."""
    figures = revue.chiffres(site_demo, revue.lire(site_demo, annee), jour)
    dits: dict[str, tuple[str, str, str]] = {}
    for chiffre in figures.chiffres():
        dit = (chiffre.n, chiffre.n_1, chiffre.ecart)
        assert dits.setdefault(chiffre.libelle, dit) == dit, chiffre.libelle
    assert len(dits) < len({chiffre.code for chiffre in figures.chiffres()})
    matiere = revue.rassembler(site_demo, annee, jour)
    for chiffre in {c.code: c for c in figures.chiffres()}.values():
        recompte = compter(matiere, chiffre.code)
        assert recompte.en_mots() == chiffre.n, chiffre.code
        assert recompte.fraction == (chiffre.numerateur, chiffre.denominateur)


def test_les_ecarts_imprimes_sont_ceux_des_chiffres_imprimes(site_demo: Site, jour: date) -> None:
    for annee in (2025, 2026):
        for chiffre in revue.chiffres(site_demo, revue.lire(site_demo, annee), jour).chiffres():
            if "%" in chiffre.n and "%" in chiffre.n_1:
                n, n_1 = (int(texte.split("\u00a0")[0]) for texte in (chiffre.n, chiffre.n_1))
                dit = chiffre.ecart.split("\u00a0")[0].replace("−", "-")
                assert int(dit) == n - n_1, chiffre.code
                assert (n == 100) is (chiffre.numerateur == chiffre.denominateur), chiffre.code


def test_les_statistiques_et_la_page_disent_la_meme_chose(site_demo: Site, jour: date) -> None:
    def lire(code: str) -> tuple[float | None, float | None]:
        return comptages.compter(site_demo, code, du=DU, au=AU, jour=jour).fraction

    bilan = des_reclamations.annee(site_demo, 2025, jour=jour).bilan
    assert (bilan.dans_le_mois.numerateur, bilan.dans_le_mois.denominateur) == lire("ECO-03")
    assert (bilan.recues, bilan.ouvertes, bilan.ouvertes_en_retard) == (
        lire("ECO-01")[0],
        lire("ECO-13")[0],
        lire("ECO-08")[0],
    )
    assert bilan.hors_decompte + bilan.pas_encore_echues + bilan.dans_le_mois.denominateur == bilan.ecrites
    taux = des_verifications.statistiques(site_demo, du=DU, au=AU, jour=jour).total.n
    assert [taux.dues, taux.realisation, taux.ponctualite, taux.conformite, taux.suites] == [
        lire("VER-01")[0],
        lire("VER-02"),
        lire("VER-03"),
        lire("VER-04"),
        lire("VER-05"),
    ]
    for code, compte in des_actions.statistiques(site_demo, jour=jour).bilan.comptages.items():
        assert compte == comptages.compter(site_demo, code, jour=jour)
    for suivi in indicateurs.lister(site_demo, jour=jour):
        compte = comptages.compter(site_demo, suivi.indicateur.code, jour=jour)
        if suivi.annee is not None and catalogue.calcule(suivi.indicateur):
            assert (suivi.annee.numerateur, suivi.annee.denominateur) == compte.fraction


@pytest.mark.parametrize("ecart", [-1, 0, 1])
def test_une_periode_se_refuse_seulement_a_l_envers_ou_dans_l_avenir(site_demo: Site, jour: date, ecart: int) -> None:
    le = jour + timedelta(days=ecart)
    if ecart > 0:
        with pytest.raises(comptages.PeriodeImpossible):
            comptages.compter(site_demo, "ECO-01", du=le, au=le, jour=jour)
    else:
        assert comptages.compter(site_demo, "ECO-01", du=le, au=le, jour=jour).du == le
    if ecart:
        with pytest.raises(comptages.PeriodeImpossible):
            comptages.compter(site_demo, "ECO-01", du=max(le, jour), au=min(le, jour) - timedelta(days=1), jour=jour)


def test_un_chiffre_inconnu_nomme_les_plus_proches(site: Site, jour: date) -> None:
    with pytest.raises(Introuvable, match="ECO-03"):
        comptages.compter(site, "ECO-0", jour=jour)
    assert comptages.compter(site, "eco-03", jour=jour).en_mots() == "non mesuré"


@pytest.mark.parametrize("code", ["ECO-03", "I-ECO-01", "VER-02", "ACT-06", "ACT-09", "EQU-02", "I-TEL-01"])
def test_une_fiche_ne_se_compte_que_par_qui_peut_la_lire(site_demo: Site, jour: date, code: str) -> None:
    salle = concept(catalogue.salle_de(code)).domaine.code
    site_demo.appliquer(evoluer(site_demo.reglages, droits=Droits.STRICTS))
    lit = site_demo.peut(salle, Verbe.LIRE)
    if lit:
        assert comptages.compter(site_demo, code, jour=jour).code == code
        assert comptages.plusieurs(site_demo, [code], du=DU, au=AU, jour=jour)[0].code == code
    else:
        with pytest.raises(DroitRefuse):
            comptages.compter(site_demo, code, jour=jour)


def test_une_revue_figee_dit_ce_qui_a_change_depuis(site_demo: Site, jour: date) -> None:
    """A case of the year typed after the freezing: the figures stay, and each one that would move is told."""
    from qualitui.domain.reclamations.saisie import Saisie
    from qualitui.operations.reclamations import gestes as reclamations

    le = date(2026, 1, 31)
    figee = revue.arreter(site_demo, revue.lire(site_demo, 2025), le=le, jour=jour)
    assert revue.changements_depuis(site_demo, figee) == ()
    saisie = Saisie(canal="courrier", nature="reclamation", recue_le=date(2025, 12, 15))
    reclamations.ajouter(site_demo, saisie, jour=jour)
    changes = {un.code: un for un in revue.changements_depuis(site_demo, figee)}
    assert {"ECO-01", "ECO-02", "ECO-03", "ECO-08", "I-ECO-03", "ECO-13"} <= set(changes)
    assert not {code for code in changes if code.startswith(("ACT", "VER", "I-TEL", "EQU-0"))}
    trouve = revue.source(site_demo, figee, "ECO-01", jour)
    assert (trouve.chiffre.n, trouve.depuis) == (changes["ECO-01"].fige, changes["ECO-01"].depuis)


@pytest.mark.parametrize("le", [date(2025, 12, 31), date(2026, 1, 15), date(2026, 2, 2)])
def test_arreter_trop_tot_dit_combien_ne_sont_pas_echus(site_demo: Site, jour: date, le: date) -> None:
    from qualitui.domain.revue.calcul import trop_tot

    figee = revue.arreter(site_demo, revue.lire(site_demo, 2025), le=le, jour=jour)
    assert figee.chiffres is not None
    attendus = revue.source(site_demo, figee, "ECO-03", jour).comptage.pas_encore_echues
    phrase = trop_tot(figee.chiffres)
    assert bool(phrase) is bool(attendus)
    assert not attendus or phrase.startswith(str(len(attendus)))


def test_l_an_passe_est_ce_qui_a_ete_publie(site_demo: Site, jour: date) -> None:
    """What was frozen is N-1; what the register says since is beside it, when that is something else."""
    revue.arreter(site_demo, revue.lire(site_demo, 2025), le=date(2025, 12, 31), jour=jour)
    publiee = {c.code: c for c in revue.chiffres(site_demo, revue.lire(site_demo, 2025), jour).chiffres()}
    suivante = revue.chiffres(site_demo, revue.lire(site_demo, 2026), date(2027, 1, 31))
    lus = {c.code: c for c in suivante.chiffres()}
    # Another figure may decide of a commitment from one year to the next: that one alone was not published.
    decisifs = {ligne.decide_par.code for ligne in suivante.engagements if ligne.decide_par}
    assert set(lus) - set(publiee) <= decisifs
    communs = set(lus) & set(publiee)
    assert {code: lus[code].n_1 for code in communs} == {code: publiee[code].n for code in communs}
    assert lus["ECO-03"].n_1_depuis not in ("", publiee["ECO-03"].n)
    assert lus["ECO-01"].n_1_depuis == ""
    en_cours = {c.code: c for c in revue.chiffres(site_demo, revue.lire(site_demo, 2026), jour).chiffres()}
    assert en_cours["ECO-01"].n_1 != publiee["ECO-01"].n, "a year under way is compared at the same day"
