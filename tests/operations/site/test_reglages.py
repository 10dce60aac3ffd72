"""Settings that are a policy: dated, reasoned, signed, kept in history; what was due before never moves."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from qualitui.domain.base import Refus
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.saisie import Saisie
from qualitui.domain.reference.politique import Population
from qualitui.domain.reference.reglages_gestes import FermetureRefusee
from qualitui.domain.temps.delais import Report, Unite
from qualitui.domain.verifications.fiche import Periodicite
from qualitui.operations.donnees import diagnostic
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.operations.site import reglages
from qualitui.operations.site.site import creer
from qualitui.operations.verifications import gestes as verifications
from qualitui.store.contrat import ModifieEntreTemps
from qualitui.store.site.fichier import SiteIllisible, lire_reglages
from qualitui.store.site.site import Site, ouvrir

LUNDI = date(2026, 3, 2)


class Horloge:
    """A clock that a test moves."""

    def __init__(self, jour: date) -> None:
        self.jour = jour

    def __call__(self) -> datetime:
        return datetime.combine(self.jour, time(9), UTC)


@pytest.fixture
def horloge() -> Horloge:
    return Horloge(LUNDI)


@pytest.fixture
def vivant(tmp_path: Path, horloge: Horloge) -> Iterator[Site]:
    """A site whose days pass."""
    ouvert = creer(tmp_path / "vivant", nom="EPS", jour=LUNDI, maintenant=horloge, poste="pc", login="essai")
    yield ouvert
    ouvert.fermer()


def recevoir(site: Site, le: date, jour: date) -> Reclamation:
    saisie = Saisie(canal="courrier", recue_le=le, nature="reclamation")
    return reclamations.ajouter(site, saisie, jour=jour).reclamation


# --- the policy of a delay --------------------------------------------------------------------------------


def test_les_dossiers_ouverts_gardent_leur_regle_et_les_nouveaux_suivent_la_nouvelle(
    vivant: Site, horloge: Horloge
) -> None:
    avant = recevoir(vivant, date(2026, 2, 28), LUNDI)
    reglages.choisir_politique(
        vivant, reglages.lire(vivant), "reponse-ecrite", report=Report.AUCUN, raison="Avis de la direction"
    )
    ancien = recevoir(vivant, date(2026, 2, 28), LUNDI)
    horloge.jour = date(2026, 3, 7)
    nouveau = recevoir(vivant, date(2026, 3, 4), horloge.jour)
    echeances = [r.echeance for r in (vivant.trouver(Reclamation, avant.reference), ancien, nouveau)]
    assert [e and e.butoir for e in echeances] == [date(2026, 3, 30), date(2026, 3, 30), date(2026, 4, 4)]
    choix = echeances[2] and echeances[2].delai.politique
    assert choix is not None
    assert (choix.depuis, choix.raison, choix.par) == (LUNDI, "Avis de la direction", "essai")
    ligne = reglages.lire(vivant).changements[-1]
    assert (ligne.le, ligne.par, ligne.reglage, ligne.raison) == (LUNDI, "essai", "politiques", "Avis de la direction")
    assert diagnostic.en_ordre(diagnostic.diagnostic(vivant))


def test_le_mois_se_promet_a_tous_les_ecrits_sous_un_referentiel_qui_choisit(tmp_path: Path, horloge: Horloge) -> None:
    """2014 promises the month to réclamations and suggestions only; the site may promise it to every written demand."""
    site = creer(
        tmp_path / "2014", nom="EPS", referentiel="CASVP-2014", jour=LUNDI, maintenant=horloge, poste="pc", login="moi"
    )

    def demande(le: date) -> Reclamation:
        saisie = Saisie(canal="courrier", recue_le=le, nature="demande")
        return reclamations.ajouter(site, saisie, jour=LUNDI).reclamation

    avant = demande(LUNDI)
    toutes = Population.TOUTES
    reglages.choisir_politique(site, reglages.lire(site), "reponse-ecrite", population=toutes, raison="Tous comptent")
    reglages.choisir_politique(
        site, reglages.lire(site), "reponse-ecrite", report=Report.AUCUN, raison="Et sans report"
    )
    la_veille, le_jour = demande(date(2026, 3, 1)), demande(LUNDI)
    assert (avant.echeance, la_veille.echeance) == (None, None)
    assert le_jour.echeance is not None
    assert le_jour.echeance.delai.politique is not None
    assert le_jour.echeance.delai.politique.pour_tous
    assert le_jour.echeance.delai.report is Report.AUCUN
    site.fermer()


def test_sous_2023_le_mois_est_deja_promis_a_tous(site: Site) -> None:
    with pytest.raises(Refus, match="déjà promis à tous"):
        reglages.choisir_politique(
            site, reglages.lire(site), "reponse-ecrite", population=Population.TOUTES, raison="x"
        )


def test_la_politique_choisie_d_une_lecture_perimee_est_refusee(site: Site) -> None:
    lus = reglages.lire(site)
    reglages.choisir_politique(site, lus, "reponse-ecrite", report=Report.AUCUN, raison="un")
    with pytest.raises(ModifieEntreTemps, match="la politique des délais"):
        reglages.choisir_politique(site, lus, "decision-aide", unite=Unite.JOURS_OUVRES, raison="deux")
    assert len(lire_reglages(site.dossier).politiques) == 1


def test_chaque_reglage_change_laisse_une_ligne_d_historique(site: Site) -> None:
    gestes: list[Callable[[], object]] = [
        lambda: reglages.modifier(site, reglages.lire(site), nom="EPS Alésia"),
        lambda: reglages.modifier(site, reglages.lire(site), recoit_le_samedi=True),
        lambda: reglages.modifier(site, reglages.lire(site), premiere_periode_due=True),
        lambda: reglages.fermer(site, reglages.lire(site), du=date(2026, 5, 15), libelle="Pont"),
        lambda: reglages.rouvrir(site, reglages.lire(site), reglages.lire(site).fermetures[0]),
        lambda: reglages.fixer_plages(site, reglages.lire(site), "mardi", plages="8h-12h, 13h-24h"),
        lambda: reglages.adopter(site, reglages.lire(site), "CASVP-2014", depuis=date(2020, 1, 1)),
        lambda: reglages.abandonner(site, reglages.lire(site), "CASVP-2014"),
    ]
    for rang, geste in enumerate(gestes, start=1):
        geste()
        assert len(lire_reglages(site.dossier).changements) == rang
    lignes = lire_reglages(site.dossier).changements
    assert all(ligne.par == "essai" and ligne.le == LUNDI and ligne.avant != ligne.apres for ligne in lignes)
    assert "mardi 08h00 – 12h00, 13h00 – 24h00" in lignes[5].apres


# --- closures, hours, rhythms: the past does not move -----------------------------------------------------


def test_une_fermeture_passee_est_refusee_comme_une_suspension(vivant: Site) -> None:
    lus = reglages.lire(vivant)
    with pytest.raises(FermetureRefusee, match="ce qui était dû le reste"):
        reglages.fermer(vivant, lus, du=LUNDI - timedelta(days=1), au=date(2026, 3, 6), libelle="Travaux")
    assert reglages.fermer(vivant, lus, du=LUNDI, libelle="Grève").fermetures[0].ajoutee_le == LUNDI


def test_une_fermeture_commencee_se_finit_et_une_passee_reste(vivant: Site, horloge: Horloge) -> None:
    lus = reglages.fermer(vivant, reglages.lire(vivant), du=LUNDI, au=date(2026, 3, 6), libelle="Travaux")
    horloge.jour = date(2026, 3, 4)
    travaux = lus.fermetures[0]
    with pytest.raises(FermetureRefusee, match="ne le devient pas"):
        reglages.fermer(vivant, lus, du=LUNDI, au=LUNDI, libelle="Travaux", remplace=travaux)
    with pytest.raises(FermetureRefusee, match="que pour l’avenir"):
        reglages.fermer(
            vivant, lus, du=LUNDI - timedelta(days=3), au=date(2026, 3, 6), libelle="Travaux", remplace=travaux
        )
    lus = reglages.rouvrir(vivant, lus, travaux)
    assert [(f.du, f.au) for f in lus.fermetures] == [(LUNDI, date(2026, 3, 3))]
    with pytest.raises(FermetureRefusee, match="le restent"):
        reglages.rouvrir(vivant, lus, lus.fermetures[0])


def test_une_fermeture_ecrite_a_la_main_apres_coup_n_efface_rien_et_se_dit(vivant: Site, horloge: Horloge) -> None:
    horloge.jour = date(2026, 3, 10)
    avant = dues(vivant, horloge.jour)
    fichier = vivant.dossier / "site.toml"
    ecrit = fichier.read_text(encoding="utf-8")
    fermee = '[[fermetures]]\ndu = 2026-03-02\nau = 2026-03-09\nlibelle = "Travaux"\najoutee_le = 2026-03-10\n'
    fichier.write_text(f"{ecrit}\n{fermee}", encoding="utf-8")
    vivant.guetter_reglages()
    assert dues(vivant, horloge.jour) == avant
    dites = [une.phrase for une in diagnostic.diagnostic(vivant)]
    assert any("ce qui était dû avant ce jour le reste" in phrase for phrase in dites)


def dues(site: Site, jour: date) -> list[tuple[str, str]]:
    """What was due and has ended, with its state."""
    suivis = verifications.suivis(site, du=date(2026, 1, 1), au=jour - timedelta(days=1), jour=jour)
    return [(s.occurrence.reference, s.etat.value) for s in suivis if s.occurrence.fin < jour]


def _gestes(site: Site, jour: date, hasard: random.Random) -> None:
    """One of the gestures of rule 11, whatever it is; a refusal is an answer."""
    lus = reglages.lire(site)
    loin = jour + timedelta(days=hasard.randrange(-20, 20))
    code = hasard.choice([v.code for v in verifications.table(site)])
    verification = verifications.trouver(site, code)
    gestes: list[Callable[[], object]] = [
        lambda: reglages.fermer(site, lus, du=loin, au=loin + timedelta(days=hasard.randrange(9)), libelle="Travaux"),
        lambda: reglages.rouvrir(site, lus, hasard.choice(lus.fermetures)) if lus.fermetures else None,
        lambda: reglages.fixer_plages(
            site, lus, hasard.choice(["lundi", "mercredi", "vendredi"]), plages=hasard.choice(["", "8h-12h, 13h-17h"])
        ),
        lambda: reglages.modifier(site, lus, recoit_le_samedi=hasard.random() < 0.5),
        lambda: reglages.modifier(site, lus, zone=hasard.choice(["metropole", "alsace-moselle"])),  # type: ignore[arg-type]
        lambda: verifications.modifier(
            site, verification, jour=jour, periodicite=hasard.choice(list(Periodicite)[:7]), raison="essai"
        ),
        lambda: verifications.suspendre(site, verification, du=loin, au=loin, raison="essai", jour=jour),
        lambda: reglages.modifier(site, lus, premiere_periode_due=hasard.random() < 0.5),
    ]
    try:
        hasard.choice(gestes)()
    except Refus:
        return


@pytest.mark.parametrize("graine", range(6))
def test_aucun_geste_d_un_jour_ne_change_ce_qui_etait_du_avant(vivant: Site, horloge: Horloge, graine: int) -> None:
    hasard = random.Random(graine)
    for _ in range(25):
        horloge.jour += timedelta(days=hasard.randrange(4))
        avant = dues(vivant, horloge.jour)
        _gestes(vivant, horloge.jour, hasard)
        assert dues(vivant, horloge.jour) == avant
        assert lire_reglages(vivant.dossier) == vivant.reglages


# --- the first period -------------------------------------------------------------------------------------


@pytest.mark.parametrize("due", [True, False])
def test_un_site_neuf_du_30_decembre_n_a_que_ses_jours_a_lui(tmp_path: Path, due: bool) -> None:
    jour = date(2026, 12, 30)
    horloge = Horloge(jour)
    site = creer(
        tmp_path / "neuf", nom="EPS", premiere_periode_due=due, jour=jour, maintenant=horloge, poste="pc", login="essai"
    )
    manquees = verifications.a_expliquer(site, jour=date(2027, 1, 4))
    debuts = [s.occurrence.periode for s in manquees]
    site.fermer()
    if due:
        assert len(debuts) > 50
    else:
        assert set(debuts) == {"2026-12-30", "2026-12-31"}


@pytest.mark.parametrize(
    ("depuis", "etats"),
    [
        (date(2026, 3, 2), ["manquée", "manquée"]),  # Monday the 2nd: the first possible day of March and of the week
        (date(2026, 3, 3), ["non due", "non due"]),
        (date(2026, 3, 31), ["non due", "non due"]),
    ],
)
def test_la_premiere_periode_entamee_n_est_pas_due(site: Site, depuis: date, etats: list[str]) -> None:
    for code, periodicite in (("V-A", Periodicite.MENSUELLE), ("V-B", Periodicite.HEBDOMADAIRE)):
        une = verifications.ajouter(site, code=code, libelle="?", periodicite=periodicite, depuis=depuis, jour=depuis)
        premiere = verifications.historique(site, une, jour=date(2026, 6, 1))
        assert [s.etat.value for s in premiere[:2]] == [etats.pop(0), "manquée"]


def test_une_periode_non_due_se_fait_mais_ne_compte_pas_sans_cela(site: Site) -> None:
    jour = date(2026, 3, 10)
    une = verifications.ajouter(site, code="V-A", libelle="?", periodicite=Periodicite.MENSUELLE, jour=jour)
    fin = date(2026, 4, 1)
    assert not [
        s for s in verifications.echeances(site, du=jour, au=fin, jour=fin) if s.occurrence.verification == "V-A"
    ]
    assert not [s for s in verifications.du_jour(site, jour).ensuite if s.occurrence.verification == "V-A"]
    verifications.noter(site, une, "2026-03", "conforme", jour=jour)  # type: ignore[arg-type]
    assert [
        s.etat.value
        for s in verifications.echeances(site, du=jour, au=fin, jour=fin)
        if s.occurrence.verification == "V-A"
    ] == ["faite"]


def test_un_nouveau_rythme_commence_quand_finit_la_periode_en_cours(site: Site) -> None:
    """Three times a year, then each quarter from 12 May: the second third to 31 August, then what is left of T3."""
    une = verifications.ajouter(
        site, code="V-A", libelle="?", periodicite=Periodicite.FOIS_PAR_AN, fois_par_an=3, premiere_due=True, jour=LUNDI
    )
    changee = verifications.modifier(site, une, periodicite=Periodicite.TRIMESTRIELLE, jour=date(2026, 5, 12))
    periodes = [
        (s.occurrence.periode, s.occurrence.debut, s.occurrence.fin)
        for s in verifications.suivis(
            site, du=LUNDI, au=date(2026, 12, 31), jour=date(2026, 5, 12), verifications=[changee]
        )
    ]
    assert periodes == [
        ("2026-1/3", LUNDI, date(2026, 4, 30)),
        ("2026-2/3", date(2026, 5, 1), date(2026, 8, 31)),
        ("2026-T3", date(2026, 9, 1), date(2026, 9, 30)),
        ("2026-T4", date(2026, 10, 1), date(2026, 12, 31)),
    ]


# --- site.toml by hand ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ajoute", "dite"),
    [
        ('[horaires]\nlundi = "08:30-12:00, 11:00-17:00"\n', "sans se toucher"),
        ('[horaires]\nlundi = "midi"\n', "n’est pas une plage"),
        ("[horaires.lundi]\nouverture = 08:30:00\nfermeture = 08:00:00\n", "précéder"),
        ('[[politiques]]\ndelai = "reponse-ecrite"\nreport = "aucun"\ndepuis = 2026-03-02\nraison = ""\n', "sa raison"),
        ('[[politiques]]\ndelai = "x"\nunite = "mois"\ndepuis = 2026-03-02\nraison = "x"\n', "une politique compte en"),
    ],
)
def test_un_reglage_impossible_dit_ou_et_pourquoi(site: Site, ajoute: str, dite: str) -> None:
    fichier = site.dossier / "site.toml"
    fichier.write_text(f"{fichier.read_text(encoding='utf-8')}\n{ajoute}", encoding="utf-8")
    with pytest.raises(SiteIllisible, match=dite):
        lire_reglages(site.dossier)


def test_plusieurs_plages_se_relisent_et_l_ancienne_forme_aussi(site: Site) -> None:
    fichier = site.dossier / "site.toml"
    fichier.write_text(
        f"{fichier.read_text(encoding='utf-8')}\n[horaires]\n"
        'lundi = "08:30-12:00, 13:30-24:00"\nmardi = {ouverture = 08:30:00, fermeture = 17:00:00}\n'
        'mercredi = {ouverture = "09:00", fermeture = "24:00"}\njeudi = {ouverture = 09:00:00, fermeture = 24:00:00}\n',
        encoding="utf-8",
    )
    lus = lire_reglages(site.dossier)
    assert [h.plages for h in lus.horaires.values()] == [
        ((time(8, 30), time(12)), (time(13, 30), time.max)),
        ((time(8, 30), time(17)),),
        ((time(9), time.max),),
        ((time(9), time.max),),
    ]
    reglages.modifier(site, lus, nom="EPS Alésia")
    assert lire_reglages(site.dossier).horaires == lus.horaires
    voisin = ouvrir(site.dossier, maintenant=site.maintenant, poste="autre", login="autre")
    assert voisin.calendrier == site.calendrier
    voisin.fermer()
