"""The table and what is found in it, on a real register: rights, history, two people, actions, rates, ten years."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from qualitui.domain.actions.fiche import Action, EtatAction
from qualitui.domain.base import Introuvable, Refus
from qualitui.domain.reference.reglages import EnVigueur, Reglages
from qualitui.domain.saisie import TexteManquant
from qualitui.domain.temps.calendrier import Fermeture
from qualitui.domain.temps.recurrence import Periodicite
from qualitui.domain.verifications.constats import DejaNotee, PasManquee, PasNonConforme
from qualitui.domain.verifications.fiche import Constat, EtatOccurrence, Resultat, Verification
from qualitui.domain.verifications.gestes import ModificationPassee, RythmeImpose
from qualitui.domain.verifications.occurrences import PasDePeriode
from qualitui.domain.verifications.statistiques import Axe
from qualitui.operations import equipe
from qualitui.operations.verifications import gestes as verifications
from qualitui.operations.verifications.constats import PreuveIntrouvable
from qualitui.operations.verifications.gestes import CodeInconnu, CodePris, ResultatSaisi
from qualitui.operations.verifications.occurrences import IntervalleVide
from qualitui.store.contrat import ModifieEntreTemps
from qualitui.store.site.site import DroitRefuse, Site, creer, ouvrir

D = date.fromisoformat
CONFORME, NON_CONFORME, SANS_OBJET = Resultat


def horloge() -> datetime:
    return datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def nouveau(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Make sites with some default checks, due from a day of one's choice."""
    ouverts: list[Site] = []

    def faire(*codes: str, depuis: str = "2026-03-02", fermetures: tuple[Fermeture, ...] = ()) -> Site:
        reglages = Reglages(
            nom="EPS d’essai",
            referentiels=(EnVigueur(code="EPS-2023", depuis=D("2023-01-01")),),
            fermetures=fermetures,
        )
        dossier = tmp_path / f"site-{len(ouverts)}"
        site = creer(dossier, reglages, maintenant=horloge, poste="poste-test", login="essai")
        ouverts.append(site)
        verifications.installer(site, codes=codes or None, jour=D(depuis))
        return site

    yield faire
    for site in ouverts:
        site.fermer()


def une(site: Site, code: str = "V-NET-02") -> Verification:
    return verifications.trouver(site, code)


# --- the table ------------------------------------------------------------------------------------------


def test_les_soixante_lignes_sont_proposees_puis_choisies_une_a_une(nouveau: Callable[..., Site]) -> None:
    site = nouveau("V-NET-02", "v-sec-02")

    assert [v.code for v in verifications.table(site)] == ["V-NET-02", "V-SEC-02"]
    assert len(verifications.proposees(site)) == 58
    verifications.installer(site, jour=D("2026-03-02"))
    assert len(verifications.table(site)) == 60
    assert verifications.proposees(site) == ()
    assert verifications.installer(site, codes=["V-NET-02"], jour=D("2026-03-02")) == []


def test_chaque_ligne_proposee_a_un_role_un_theme_et_des_periodes(nouveau: Callable[..., Site]) -> None:
    site = nouveau()
    roles = {role.code for role in site.roles}

    for verification in verifications.table(site):
        assert verification.role in roles
        assert verification.theme
        assert verifications.suivis(
            site, du=D("2026-03-02"), au=D("2026-03-02"), jour=D("2026-03-02"), verifications=[verification]
        )
    imposees = [v.code for v in verifications.table(site) if v.rythme_impose]
    assert len(imposees) == 9
    assert {"V-SEC-02", "V-NET-03"} <= set(imposees)


def test_un_code_inconnu_parmi_les_proposees_propose_le_plus_proche(nouveau: Callable[..., Site]) -> None:
    with pytest.raises(Introuvable, match="V-NET-02"):
        nouveau("V-NET-22")


def test_une_verification_propre_au_site(nouveau: Callable[..., Site]) -> None:
    site = nouveau("V-NET-02")

    ajoutee = verifications.ajouter(
        site,
        code=" v-eps-01 ",
        libelle="La boîte aux lettres est-elle relevée ?",
        periodicite=Periodicite.FOIS_PAR_AN,
        fois_par_an=3,
        engagement="smq7",
        role="Agent d’accueil",
        lieu="entrée",
        jour=D("2026-03-02"),
    )

    assert (ajoutee.code, ajoutee.engagement, ajoutee.role, ajoutee.source) == (
        "V-EPS-01",
        "SMQ7",
        "agent-accueil",
        "site",
    )
    assert ajoutee.theme == "vérifications périodiques"
    assert not ajoutee.rythme_impose
    suivis = verifications.lister(site, jour=D("2026-03-02"))
    assert "2026-1/3" in [s.occurrence.periode for s in suivis]


@pytest.mark.parametrize(
    ("champs", "refus", "dit"),
    [
        ({"code": "V-NET-02"}, CodePris, "existe déjà"),
        ({"code": "V NET"}, CodePris, "espace"),
        ({"code": " "}, TexteManquant, "code"),
        ({"libelle": " "}, TexteManquant, "libellé"),
        ({"role": "agent-acueil"}, CodeInconnu, "agent-accueil"),
        ({"engagement": "SMQ77"}, CodeInconnu, "SMQ7"),
        ({"depuis": D("2026-03-01")}, ModificationPassee, "aujourd"),
        ({"personne": "personne-d"}, Introuvable, "personne-d"),
    ],
)
def test_les_mauvaises_lignes_sont_refusees_avec_leur_phrase(
    nouveau: Callable[..., Site], champs: dict[str, Any], refus: type[Refus], dit: str
) -> None:
    site = nouveau("V-NET-02")
    base = {"code": "V-EPS-01", "libelle": "?", "periodicite": Periodicite.MENSUELLE}

    with pytest.raises(refus, match=dit):
        verifications.ajouter(site, jour=D("2026-03-02"), **{**base, **champs})
    assert len(verifications.table(site)) == 1


def test_une_verification_du_site_se_range_avec_son_theme(nouveau: Callable[..., Site]) -> None:
    site = nouveau()
    for code, engagement in (("A-SITE-01", "1"), ("V-SITE-02", "3")):
        verifications.ajouter(
            site, code=code, libelle="?", periodicite=Periodicite.MENSUELLE, engagement=engagement, jour=D("2026-03-02")
        )

    themes = [v.theme for v in verifications.table(site)]

    assert "A-SITE-01" not in [v.code for v in verifications.table(site)][-2:]
    coupures = sum(a != b for a, b in itertools.pairwise(themes))
    assert coupures == len(set(themes)) - 1  # the themes are not mixed


def test_une_modification_vaut_pour_l_avenir_et_les_constats_passes_gardent_leur_libelle(
    nouveau: Callable[..., Site],
) -> None:
    site = nouveau("V-NET-02", depuis="2026-03-02")
    ancien = une(site).libelle
    verifications.noter(site, une(site), "2026-03-02", CONFORME, jour=D("2026-03-02"))

    verifications.modifier(site, une(site), libelle="Nouveau texte", role="raqn", jour=D("2026-03-04"))

    suivis = verifications.lister(site, jour=D("2026-03-04"), du=D("2026-03-02"), au=D("2026-03-04"))
    assert [(s.libelle, s.occurrence.role) for s in suivis] == [
        (ancien, "agent-accueil"),
        (ancien, "agent-accueil"),
        ("Nouveau texte", "raqn"),
    ]


def test_le_rythme_du_referentiel_est_garde_a_travers_l_operation(nouveau: Callable[..., Site]) -> None:
    site = nouveau("V-SEC-02")

    with pytest.raises(RythmeImpose):
        verifications.modifier(site, une(site, "V-SEC-02"), periodicite=Periodicite.ANNUELLE, jour=D("2026-03-02"))
    lente = verifications.modifier(
        site, une(site, "V-SEC-02"), periodicite=Periodicite.ANNUELLE, raison="travaux", jour=D("2026-03-02")
    )
    assert lente.raison_rythme == "travaux"


def test_une_ligne_perimee_est_refusee(nouveau: Callable[..., Site]) -> None:
    site = nouveau("V-NET-02")
    lue = une(site)
    verifications.modifier(site, lue, lieu="sanitaires du rez-de-chaussée", jour=D("2026-03-02"))

    with pytest.raises(ModifieEntreTemps):
        verifications.suspendre(site, lue, du=D("2026-03-03"), raison="travaux", jour=D("2026-03-02"))


def test_suspendue_puis_reprise(nouveau: Callable[..., Site]) -> None:
    site = nouveau("V-NET-02")
    verifications.suspendre(site, une(site), du=D("2026-03-03"), raison="travaux", jour=D("2026-03-02"))
    verifications.reprendre(site, une(site), le=D("2026-03-05"), jour=D("2026-03-04"))

    suivis = verifications.lister(site, jour=D("2026-03-06"), du=D("2026-03-02"), au=D("2026-03-06"))

    assert [str(s.etat) for s in suivis] == ["manquée", "suspendue", "suspendue", "manquée", "à faire"]


# --- noting ---------------------------------------------------------------------------------------------


def test_un_constat_se_garde_avec_qui_et_quand(nouveau: Callable[..., Site]) -> None:
    site = nouveau("V-NET-02")

    constat = verifications.noter(
        site, une(site), "2026-03-02", CONFORME, jour=D("2026-03-02"), preuve="fiche de passage"
    )

    assert (constat.id, constat.par, constat.le) == ("V-NET-02@2026-03-02", "essai", D("2026-03-02"))
    assert [s.etat for s in verifications.lister(site, jour=D("2026-03-02"))] == [EtatOccurrence.FAITE]


def test_une_correction_garde_le_premier_resultat_dans_l_historique(nouveau: Callable[..., Site]) -> None:
    site = nouveau("V-NET-02")
    lu = verifications.noter(site, une(site), "2026-03-02", CONFORME, jour=D("2026-03-02"))

    sale = {"constat": "sale", "lu": lu, "jour": D("2026-03-02")}
    with pytest.raises(DejaNotee):
        verifications.noter(site, une(site), "2026-03-02", NON_CONFORME, **sale)
    verifications.noter(site, une(site), "2026-03-02", NON_CONFORME, corriger=True, **sale)

    histoire = site.registre.history(Constat, "V-NET-02@2026-03-02")
    assert [c.champs["resultat"] for c in histoire] == [(None, "conforme"), ("conforme", "non-conforme")]
    assert len(site.registre.find(Constat)) == 1


def test_deux_personnes_qui_cochent_la_meme_occurrence_font_un_seul_constat(
    nouveau: Callable[..., Site], tmp_path: Path
) -> None:
    site = nouveau("V-NET-02")
    autre = ouvrir(site.dossier, maintenant=horloge, poste="poste-2", login="autre")
    lue_avant = une(autre)
    verifications.noter(site, une(site), "2026-03-02", CONFORME, jour=D("2026-03-02"))

    constat = verifications.noter(autre, lue_avant, "2026-03-02", CONFORME, jour=D("2026-03-02"))

    assert constat.par == "essai", "the first one signs"
    for essai in range(2):  # before this workstation has read what the other wrote, and after
        with pytest.raises(ModifieEntreTemps, match="essai") as refus:
            verifications.noter(autre, lue_avant, "2026-03-02", SANS_OBJET, jour=D("2026-03-02"))
        assert refus.value.champs["resultat"] == (None, "conforme"), essai
    assert len(autre.registre.find(Constat)) == 1
    autre.fermer()


def test_une_correction_tapee_sur_un_resultat_depasse_est_refusee(nouveau: Callable[..., Site]) -> None:
    """Nobody’s correction is overwritten by someone who had not seen it."""
    site = nouveau("V-NET-02")
    premier = verifications.noter(site, une(site), "2026-03-02", CONFORME, jour=D("2026-03-02"))
    autre = ouvrir(site.dossier, maintenant=horloge, poste="poste-2", login="autre")
    lue, lu = une(autre), verifications.deja_note(autre, une(autre), "2026-03-02")
    vu, le = "savon vide", {"corriger": True, "jour": D("2026-03-02")}
    verifications.noter(site, une(site), "2026-03-02", NON_CONFORME, constat=vu, lu=premier, **le)

    for _ in range(2):  # before this workstation has read what the other wrote, and after
        with pytest.raises(ModifieEntreTemps) as refus:
            verifications.noter(autre, lue, "2026-03-02", SANS_OBJET, lu=lu, **le)
        assert "resultat" in refus.value.champs
        autre.registre.poll()

    garde = autre.registre.get(Constat, "V-NET-02@2026-03-02")
    assert (garde.resultat, garde.constat, garde.par) == (NON_CONFORME, vu, "essai")
    autre.fermer()


def test_un_non_conforme_devient_une_action_du_meme_geste(nouveau: Callable[..., Site]) -> None:
    site = nouveau("V-NET-02")

    constat = verifications.noter(
        site,
        une(site),
        "2026-03-02",
        NON_CONFORME,
        constat="plus de savon\net du papier au sol",
        action=True,
        jour=D("2026-03-02"),
    )

    action = site.trouver(Action, constat.action)
    assert (action.origine.concept, action.origine.reference) == ("verification", "V-NET-02 × 2026-03-02")
    assert (action.intitule, action.engagement, action.pilote) == (
        "Sanitaires\u00a0: plus de savon",
        "3",
        "agent-accueil",
    )
    assert action.etat is EtatAction.A_LANCER
    encore = verifications.noter(
        site,
        une(site),
        "2026-03-02",
        NON_CONFORME,
        constat="x",
        action=True,
        corriger=True,
        lu=constat,
        jour=D("2026-03-02"),
    )
    assert encore.action == constat.action
    assert len(site.registre.find(Action)) == 1


def test_une_action_ouverte_apres_coup(nouveau: Callable[..., Site]) -> None:
    site = nouveau("V-NET-02")
    with pytest.raises(PasNonConforme):
        verifications.ouvrir_action(site, une(site), None, jour=D("2026-03-02"))
    note = verifications.noter(site, une(site), "2026-03-02", NON_CONFORME, constat="sale", jour=D("2026-03-02"))

    constat = verifications.ouvrir_action(site, une(site), note, jour=D("2026-03-02"))

    assert site.trouver(Action, constat.action).origine.reference == "V-NET-02 × 2026-03-02"
    assert verifications.ouvrir_action(site, une(site), constat, jour=D("2026-03-02")) == constat
    with pytest.raises(ModifieEntreTemps):
        verifications.ouvrir_action(site, une(site), note, jour=D("2026-03-02"))
    assert len(site.registre.find(Action)) == 1


def test_ni_action_ni_constat_quand_l_un_des_deux_est_refuse(nouveau: Callable[..., Site]) -> None:
    site = nouveau("V-NET-02")

    with pytest.raises(TexteManquant):
        verifications.noter(site, une(site), "2026-03-02", NON_CONFORME, action=True, jour=D("2026-03-02"))
    assert not site.registre.find(Constat)
    assert not site.registre.find(Action)


def test_plusieurs_a_la_fois_ou_aucun(nouveau: Callable[..., Site]) -> None:
    site = nouveau("V-NET-02", "V-CNF-01", "V-INF-02")
    saisies = [
        ResultatSaisi(une(site), "2026-03-02", CONFORME),
        ResultatSaisi(une(site, "V-CNF-01"), "2026-S10", NON_CONFORME, constat="siège cassé", action=True),
        ResultatSaisi(une(site, "V-INF-02"), "2026-03", SANS_OBJET),
    ]

    with pytest.raises(PasDePeriode, match="2026-S10"):
        verifications.noter_lot(site, [*saisies, ResultatSaisi(une(site), "2026-S10", CONFORME)], jour=D("2026-03-02"))
    assert not site.registre.find(Constat)

    assert [c.resultat for c in verifications.noter_lot(site, saisies, jour=D("2026-03-02"))] == [
        CONFORME,
        NON_CONFORME,
        SANS_OBJET,
    ]


def test_une_tournee_saisie_apres_coup_nomme_qui_l_a_faite(nouveau: Callable[..., Site]) -> None:
    site = nouveau("V-NET-02")
    equipe.ajouter(site, nom="Claire Martin", code="martin-c", roles=["agent-accueil"])

    constat = verifications.noter(
        site, une(site), "2026-03-02", CONFORME, le=D("2026-03-02"), par="martin-c", jour=D("2026-03-06")
    )

    assert (constat.par, constat.le, constat.saisie_le) == ("martin-c", D("2026-03-02"), D("2026-03-06"))
    assert verifications.lister(site, jour=D("2026-03-06"), du=D("2026-03-02"), au=D("2026-03-02"))[0].etat == "faite"
    with pytest.raises(Introuvable, match="martin-c"):
        verifications.noter(site, une(site), "2026-03-03", CONFORME, par="martin-d", jour=D("2026-03-06"))


def test_une_preuve_donnee_par_son_chemin_doit_exister(nouveau: Callable[..., Site]) -> None:
    site = nouveau("V-NET-02")
    (site.dossier / "documents" / "photo.jpg").write_bytes(b"x")

    def noter(preuve: str) -> Constat:
        lu, jour = verifications.deja_note(site, une(site), "2026-03-02"), D("2026-03-02")
        return verifications.noter(
            site, une(site), "2026-03-02", CONFORME, preuve=preuve, jour=jour, lu=lu, corriger=True
        )

    with pytest.raises(PreuveIntrouvable, match="absente"):
        noter("./documents/absente.jpg")
    assert noter("./documents/photo.jpg").preuve == "./documents/photo.jpg"
    assert noter("visa de l’affiche et/ou photo").preuve == "visa de l’affiche et/ou photo"


def test_chaque_role_n_ecrit_que_ce_que_ses_droits_permettent(nouveau: Callable[..., Site]) -> None:
    site = nouveau("V-NET-02")
    equipe.ajouter(site, nom="Serre File", code="serre", roles=["serre-file"], logins=["serre"])
    equipe.ajouter(site, nom="Agent Accueil", code="accueil", roles=["agent-accueil"], logins=["accueil"])
    serre = ouvrir(site.dossier, maintenant=horloge, poste="p2", login="serre")
    accueil = ouvrir(site.dossier, maintenant=horloge, poste="p3", login="accueil")

    with pytest.raises(DroitRefuse):
        verifications.noter(serre, une(serre), "2026-03-02", CONFORME, jour=D("2026-03-02"))
    with pytest.raises(DroitRefuse, match="actions"):
        verifications.noter(
            accueil, une(accueil), "2026-03-02", NON_CONFORME, constat="sale", action=True, jour=D("2026-03-02")
        )
    assert verifications.noter(accueil, une(accueil), "2026-03-02", CONFORME, jour=D("2026-03-02")).par == "accueil"
    serre.fermer()
    accueil.fermer()


# --- missed ---------------------------------------------------------------------------------------------


def test_de_retour_apres_21_jours_les_manquees_se_demandent_et_restent_comptees(nouveau: Callable[..., Site]) -> None:
    pont = Fermeture(du=D("2026-03-12"), au=D("2026-03-13"), libelle="travaux")
    site = nouveau("V-NET-02", "V-CNF-01", fermetures=(pont,))
    retour = D("2026-03-23")

    manquees = verifications.a_expliquer(site, jour=retour)

    assert len(manquees) == 13 + 3
    assert manquees[0].occurrence.fin == D("2026-03-02")
    verifications.expliquer(site, une(site), "2026-03-02", "absence", texte="congés", jour=retour)
    assert len(verifications.a_expliquer(site, jour=retour)) == 15
    listees = verifications.lister(site, jour=retour, du=D("2026-03-02"), au=D("2026-03-22"))
    assert [str(s.etat) for s in listees].count("manquée") == 16
    assert [str(s.etat) for s in listees].count("site fermé") == 2
    total = verifications.statistiques(site, du=D("2026-03-01"), au=D("2026-03-31"), jour=retour).total.n
    assert (total.realisation, total.expliquees, total.site_ferme) == ((0, 16), 1, 2)


def test_faite_apres_sa_fenetre_une_verification_reste_manquee_avec_son_resultat(nouveau: Callable[..., Site]) -> None:
    site = nouveau("V-CNF-01")
    verifications.noter(site, une(site, "V-CNF-01"), "2026-S10", CONFORME, jour=D("2026-03-09"))

    suivi = verifications.lister(site, jour=D("2026-03-09"), du=D("2026-03-02"), au=D("2026-03-08"))[0]

    assert (suivi.etat, suivi.resultat, suivi.hors_delai) == (EtatOccurrence.MANQUEE, CONFORME, True)
    assert verifications.a_expliquer(site, jour=D("2026-03-09")) == []


def test_ce_qui_n_est_pas_manque_ne_s_explique_pas(nouveau: Callable[..., Site]) -> None:
    site = nouveau("V-NET-02")

    with pytest.raises(PasManquee):
        verifications.expliquer(site, une(site), "2026-03-02", "oubli", jour=D("2026-03-02"))


# --- the day, the lists, the rates ----------------------------------------------------------------------


def test_le_jour_suit_l_ordre_de_tournee_par_role_puis_par_lieu(nouveau: Callable[..., Site]) -> None:
    site = nouveau(depuis="2026-01-01")

    jour = verifications.du_jour(site, D("2026-03-02"))

    a_faire = [*jour.aujourdhui, *jour.semaine, *jour.ensuite]
    assert len(a_faire) == 60
    assert all(s.occurrence.attendue <= D("2026-03-02") for s in jour.aujourdhui)
    assert all(D("2026-03-02") < s.occurrence.attendue <= D("2026-03-08") for s in jour.semaine)
    for liste in (jour.aujourdhui, jour.semaine, jour.ensuite):
        endroits = [(s.occurrence.role, s.occurrence.redaction.lieu) for s in liste]
        groupes = [e for rang, e in enumerate(endroits) if rang == 0 or endroits[rang - 1] != e]
        assert len(set(groupes)) == len(groupes), "one goes to a place once"
    assert "V-NET-02" in [s.occurrence.verification for s in jour.aujourdhui]


def test_ce_qui_est_fait_quitte_la_liste_du_jour(nouveau: Callable[..., Site]) -> None:
    site = nouveau("V-NET-02", "V-INF-02")
    verifications.noter(site, une(site), "2026-03-02", CONFORME, jour=D("2026-03-02"))

    jour = verifications.du_jour(site, D("2026-03-02"))

    assert [s.occurrence.verification for s in jour.faites] == ["V-NET-02"]
    assert "V-NET-02" not in [s.occurrence.verification for s in (*jour.aujourdhui, *jour.semaine, *jour.ensuite)]


def test_sans_dates_la_liste_est_ce_qui_est_en_cours_et_les_manquees_sans_raison(nouveau: Callable[..., Site]) -> None:
    site = nouveau("V-NET-02", "V-INF-02")
    verifications.expliquer(site, une(site), "2026-03-02", "oubli", jour=D("2026-03-04"))

    listees = [(s.occurrence.periode, str(s.etat)) for s in verifications.lister(site, jour=D("2026-03-04"))]

    assert listees == [("2026-03-03", "manquée"), ("2026-03", "à faire"), ("2026-03-04", "à faire")]


@pytest.mark.parametrize(
    ("du", "au", "premiere", "derniere"),
    [
        ("2026-03-03", None, "2026-03-03", "2026-03-05"),
        (None, "2026-03-09", "2026-03-05", "2026-03-09"),
        (None, "2026-03-04", "2026-03-04", "2026-03-04"),
        ("2026-03-09", None, "2026-03-09", "2026-03-09"),
    ],
)
def test_une_borne_seule_va_jusqu_au_jour(
    nouveau: Callable[..., Site], du: str | None, au: str | None, premiere: str, derniere: str
) -> None:
    site = nouveau("V-NET-02")

    listees = verifications.lister(site, jour=D("2026-03-05"), du=D(du) if du else None, au=D(au) if au else None)

    assert (listees[0].occurrence.periode, listees[-1].occurrence.periode) == (premiere, derniere)


def test_un_intervalle_a_l_envers_est_refuse(nouveau: Callable[..., Site]) -> None:
    with pytest.raises(IntervalleVide):
        verifications.lister(nouveau("V-NET-02"), jour=D("2026-03-02"), du=D("2026-03-02"), au=D("2026-03-01"))


def test_les_taux_de_l_annee_a_cote_de_ceux_de_l_annee_d_avant_au_meme_jour(nouveau: Callable[..., Site]) -> None:
    site = nouveau("V-NET-02", "V-INF-02", depuis="2025-01-01")
    jour = D("2026-01-09")
    for periode in ("2025-01-02", "2025-01-03", "2026-01-02"):
        verifications.noter(site, une(site), periode, CONFORME, le=D(periode), jour=D(periode))

    stats = verifications.statistiques(site, du=D("2026-01-01"), au=D("2026-12-31"), jour=jour)

    assert (stats.du, stats.au) == (D("2026-01-01"), jour)
    assert stats.total.n.realisation == (1, 5)  # 2, 5, 6, 7, 8 January: the 9th is not over
    assert stats.total.n_1.realisation == (2, 6)  # 2, 3, 6, 7, 8, 9 January 2025
    assert stats.par[Axe.ENGAGEMENT]["3"].n.realisation == (1, 5)
    assert list(stats.par[Axe.MOIS]) == ["2026-01"]
    mois = verifications.cartographier(site, Axe.VERIFICATION, du=D("2025-01-01"), au=D("2025-12-31"), jour=jour)
    assert mois["V-NET-02"]["2025-01"].realisation == (2, 22)
    assert len(mois["V-INF-02"]) == 12


# --- ten years ------------------------------------------------------------------------------------------


def test_dix_ans_de_constats_ne_se_parcourent_pas_pour_connaitre_le_jour(nouveau: Callable[..., Site]) -> None:
    site = nouveau(depuis="2016-01-01")
    jour = D("2026-03-02")
    passees = verifications.a_expliquer(site, jour=jour)
    with site.registre.transaction():
        for rang, suivi in enumerate(passees):
            if rang % 20:
                o = suivi.occurrence
                site.registre.add(
                    Constat(
                        id=o.ident, verification=o.verification, periode=o.periode, resultat=CONFORME, le=o.attendue
                    )
                )
    verifications.du_jour(site, jour)

    debut = time.process_time()
    du_jour = verifications.du_jour(site, jour)
    duree = time.process_time() - debut

    assert len(passees) > 9_000
    assert len(du_jour.a_expliquer) == (len(passees) + 19) // 20
    etalon = _etalon()
    assert duree < 3 * etalon, f"{duree * 1000:.0f} ms, {duree / etalon:.1f} × the yardstick"


def _etalon() -> float:
    """Time of a plain loop over ten years of days for 20 checks: what the machine can do."""
    debut = time.process_time()
    jour = D("2016-01-01")
    vus = set()
    for _ in range(20):
        for rang in range(3650):
            vus.add((jour + timedelta(days=rang)).isoformat())
    assert len(vus) == 3650
    return time.process_time() - debut
