"""What a case waits for, in every state: a date while someone waits, none once it is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from qualitui.domain.etape import PROPOSEE, porteurs
from qualitui.domain.reclamations.etape import a_faire, contestation, delai_et_attente, etapes, prochaine_etape
from qualitui.domain.reclamations.fiche import Fait, GenreFait, Reclamation
from qualitui.domain.reclamations.filtre import Filtre, filtrer
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.temps.delais import Delai, Echeance, Unite

D = date.fromisoformat
ECHEANCE = Echeance(
    depart=D("2026-02-03"),
    quantieme=D("2026-03-03"),
    butoir=D("2026-03-03"),
    cible=D("2026-03-03"),
    delai=Delai(duree=1, unite=Unite.MOIS),
)
ACCUSE, ATTENTE, REPONSE, CONTESTATION, RENDEZ_VOUS, MEDIATEUR, CLOTURE, REOUVERTURE = GenreFait


@pytest.fixture
def cas() -> Callable[..., Reclamation]:
    def fabriquer(*faits: tuple[GenreFait, str], promise: str = "", **champs: object) -> Reclamation:
        nouvelle = D(promise) if promise else None
        return Reclamation.model_validate(
            {
                "reference": "R-2026-014",
                "canal": "courrier",
                "nature": "reclamation",
                "objet": "Attente trop longue",
                "recue_le": D("2026-02-03"),
                "enregistree_le": D("2026-02-03"),
                "echeance": ECHEANCE,
                "echeance_attente": ECHEANCE,
                "faits": tuple(
                    Fait(genre=genre, le=D(le), nouvelle_date=nouvelle if genre is ATTENTE else None)
                    for genre, le in faits
                ),
                **champs,
            }
        )

    return fabriquer


def test_une_reponse_a_son_butoir_et_l_attente_ne_l_arrete_pas(cas: Callable[..., Reclamation]) -> None:
    (etape,) = etapes(cas(), D("2026-03-02"))
    assert (etape.cible, etape.butoir, etape.depuis) == (D("2026-03-03"), D("2026-03-03"), D("2026-02-03"))
    assert etape.libelle == "Réponse, ou réponse d’attente, à envoyer\u00a0: Attente trop longue"
    (apres,) = etapes(cas((ATTENTE, "2026-02-20"), promise="2026-04-01"), D("2026-03-04"))
    assert (apres.quoi, apres.butoir, apres.source) == ("Réponse à envoyer", D("2026-03-03"), "")


def test_la_date_annoncee_avant_le_butoir_est_tenue(cas: Callable[..., Reclamation]) -> None:
    annoncee, legale = etapes(cas((ATTENTE, "2026-02-10"), promise="2026-02-20"), D("2026-02-12"))
    assert (annoncee.butoir, legale.butoir) == (D("2026-02-20"), D("2026-03-03"))


def test_une_reponse_d_attente_due_plus_tot_est_une_etape_a_part(cas: Callable[..., Reclamation]) -> None:
    courte = ECHEANCE.model_copy(update={"butoir": D("2026-02-18"), "cible": D("2026-02-18")})
    attente, reponse = etapes(cas(echeance_attente=courte), D("2026-02-10"))
    assert (attente.butoir, reponse.butoir) == (D("2026-02-18"), D("2026-03-03"))


def test_un_accuse_manquant_s_ajoute(cas: Callable[..., Reclamation]) -> None:
    accuse, reponse = etapes(cas(accuse_attendu=True), D("2026-02-03"))
    assert (accuse.quoi, accuse.butoir) == ("Accusé de réception à envoyer", D("2026-02-03"))
    assert reponse.butoir == D("2026-03-03")
    assert len(etapes(cas((ACCUSE, "2026-02-03"), accuse_attendu=True), D("2026-02-03"))) == 1


@pytest.mark.parametrize(
    ("faits", "promise", "butoir", "source"),
    [
        ([], "", "2026-03-03", PROPOSEE),  # a month from the receipt
        ([(ATTENTE, "2026-02-10")], "2026-04-15", "2026-04-15", ""),
    ],
)
def test_sans_delai_on_attend_quand_meme(
    cas: Callable[..., Reclamation], faits: list[tuple[GenreFait, str]], promise: str, butoir: str, source: str
) -> None:
    dossier = cas(*faits, promise=promise, echeance=None, echeance_attente=None)
    (etape,) = etapes(dossier, D("2026-02-12"))
    assert (etape.butoir, etape.source) == (D(butoir), source)


@pytest.mark.parametrize(
    ("faits", "butoir", "depuis", "dit"),
    [
        ([(REPONSE, "2026-02-10"), (CONTESTATION, "2026-02-20")], "2026-03-20", "2026-02-20", "Contestée"),
        ([(REPONSE, "2026-02-10"), (CLOTURE, "2026-02-11"), (CONTESTATION, "2026-02-20")],
         "2026-03-20", "2026-02-20", "Contestée"),
        ([(REPONSE, "2026-02-10"), (CONTESTATION, "2026-02-20"), (RENDEZ_VOUS, "2026-02-27")],
         "2026-03-27", "2026-02-20", "rendez-vous"),
        ([(REPONSE, "2026-02-10"), (CONTESTATION, "2026-02-20"), (MEDIATEUR, "2026-02-28")],
         "2026-03-28", "2026-02-20", "Médiateur"),
        ([(REPONSE, "2026-02-10"), (REOUVERTURE, "2026-02-25")], "2026-03-25", "2026-02-25", "rouvert"),
        ([(REPONSE, "2026-02-10"), (CONTESTATION, "2026-02-20"), (REOUVERTURE, "2026-02-25")],
         "2026-03-25", "2026-02-25", "rouvert"),
    ],
)  # fmt: skip
def test_un_usager_qui_attend_encore_n_est_pas_oublie(
    cas: Callable[..., Reclamation], faits: list[tuple[GenreFait, str]], butoir: str, depuis: str, dit: str
) -> None:
    """The next date, the age, the list « à faire » and its order."""
    jour = D("2026-03-10")
    dossier = cas(*faits)
    (etape,) = etapes(dossier, jour)
    assert (etape.butoir, etape.depuis, etape.source) == (D(butoir), D(depuis), PROPOSEE)
    assert dit in etape.quoi
    assert f"depuis {(jour - D(depuis)).days}\u00a0j" in etape.quoi
    assert delai_et_attente(dossier, jour).endswith(f"{(jour - D(depuis)).days}\u00a0j")
    assert "Attente trop longue" in etape.libelle[:60]
    assert a_faire(dossier, jour)
    assert filtrer([dossier], Filtre(a_faire=True), jour) == [dossier]


def test_une_date_annoncee_apres_la_reouverture_est_la_sienne(cas: Callable[..., Reclamation]) -> None:
    faits = [(REPONSE, "2026-02-10"), (REOUVERTURE, "2026-02-25"), (ATTENTE, "2026-02-26")]
    (etape,) = etapes(cas(*faits, promise="2026-03-12"), D("2026-03-01"))
    assert (etape.butoir, etape.source) == (D("2026-03-12"), "")
    # One announced before the réouverture was about the first answer.
    avant = [(ATTENTE, "2026-02-05"), (REPONSE, "2026-02-10"), (REOUVERTURE, "2026-02-25")]
    (etape,) = etapes(cas(*avant, promise="2026-03-12"), D("2026-03-01"))
    assert (etape.butoir, etape.source) == (D("2026-03-25"), PROPOSEE)


@pytest.mark.parametrize("regle", [REPONSE, REOUVERTURE, CLOTURE])
def test_ce_qui_regle_une_contestation(cas: Callable[..., Reclamation], regle: GenreFait) -> None:
    dossier = cas((REPONSE, "2026-02-10"), (CONTESTATION, "2026-02-20"), (regle, "2026-02-25"))
    assert contestation(dossier) is None


@pytest.mark.parametrize(("jour", "attendu"), [("2026-03-09", False), ("2026-03-10", False), ("2026-03-11", True)])
def test_une_reponse_sans_suite_se_clot_dans_le_mois(cas: Callable[..., Reclamation], jour: str, attendu: bool) -> None:
    dossier = cas((REPONSE, "2026-02-10"))
    etape = prochaine_etape(dossier, D(jour))
    assert etape is not None
    assert (etape.butoir, etape.source) == (D("2026-03-10"), PROPOSEE)
    assert a_faire(dossier, D(jour)) is attendu


def test_un_dossier_clos_ne_demande_rien(cas: Callable[..., Reclamation]) -> None:
    dossier = cas((REPONSE, "2026-02-10"), (CLOTURE, "2026-02-20"), accuse_attendu=True)
    assert etapes(dossier, D("2030-01-01")) == ()
    assert not a_faire(dossier, D("2030-01-01"))


def test_qui_attend_est_le_pilote_tant_qu_il_est_la(cas: Callable[..., Reclamation]) -> None:
    claire = Personne(code="martin-c", nom="Claire Martin", roles=("dacs",), depart_le=D("2026-03-01"))
    dossier = cas(pilote="martin-c")
    for jour, personne in (("2026-03-01", "martin-c"), ("2026-03-02", "")):
        (etape,) = etapes(dossier, D(jour), porteurs([claire], D(jour)))
        assert (etape.role, etape.personne, etape.qui) == ("dacs", personne, personne or "dacs")
