"""Two people who do not see each other write one record: both are kept, shown, and settled."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import evoluer
from qualitui.domain.verifications.fiche import Constat
from qualitui.store.contrat import ModifieEntreTemps
from qualitui.store.moteur.moteur import RegistreJournal
from tests.store.banc import Banc, action, constat

Geste = Callable[[RegistreJournal], object]


def en_meme_temps(banc: Banc, un: Geste, deux: Geste) -> RegistreJournal:
    """`un` by durand then `deux` by petit, neither seeing the other; return a third reader."""
    premier = banc.ouvrir("durand")
    un(premier)
    ecrit = banc.journal("durand").read_bytes()
    banc.journal("durand").unlink()
    second = banc.ouvrir("petit", etat="ailleurs")
    banc.horloge.avancer(minutes=1)
    deux(second)
    banc.journal("durand").write_bytes(ecrit)
    second.poll()
    return second


@pytest.fixture
def fiche(banc: Banc) -> Action:
    return banc.ouvrir().add(action())


def changer(fiche: Action, **champs: str) -> Geste:
    return lambda registre: registre.save(evoluer(fiche, **champs))


def test_deux_modifications_simultanees_sont_montrees_cote_a_cote(banc: Banc, fiche: Action) -> None:
    registre = en_meme_temps(banc, changer(fiche, pilote="durand", causes="c"), changer(fiche, pilote="petit"))
    (conflit,) = registre.conflits()
    assert [redaction.par for redaction in conflit.redactions] == ["durand", "petit"]
    assert conflit.champs == {"pilote": ("durand", "petit"), "causes": ("c", None)}
    assert registre.get(Action, fiche.id).pilote == "petit"
    assert registre.get(Action, fiche.id).causes == "c"


def test_tous_les_lecteurs_voient_le_meme_conflit(banc: Banc, fiche: Action) -> None:
    registre = en_meme_temps(banc, changer(fiche, pilote="durand"), changer(fiche, pilote="petit"))
    assert banc.ouvrir("lecteur").conflits() == registre.conflits()


def test_le_meme_geste_fait_deux_fois_n_est_pas_un_conflit(banc: Banc, fiche: Action) -> None:
    registre = en_meme_temps(banc, changer(fiche, pilote="x"), changer(fiche, pilote="x"))
    assert list(registre.conflits()) == []


def test_deux_creations_du_meme_id_sont_un_conflit(banc: Banc) -> None:
    registre = en_meme_temps(
        banc,
        lambda r: r.add(constat(id="V@P", constat="vu par durand", preuve="p")),
        lambda r: r.add(constat(id="V@P", constat="vu par petit")),
    )
    (conflit,) = registre.conflits()
    assert conflit.champs["constat"] == ("vu par durand", "vu par petit")
    assert registre.get(Constat, "V@P").preuve == ""


def test_modifier_gagne_sur_retirer_et_se_signale(banc: Banc, fiche: Action) -> None:
    registre = en_meme_temps(banc, changer(fiche, pilote="durand"), lambda r: r.remove(fiche))
    assert registre.get(Action, fiche.id).pilote == "durand"
    (conflit,) = registre.conflits()
    assert [redaction.contenu is None for redaction in conflit.redactions] == [False, True]


def test_trancher_enregistre_la_decision_pour_tous(banc: Banc, fiche: Action) -> None:
    registre = en_meme_temps(banc, changer(fiche, pilote="durand"), changer(fiche, pilote="petit"))
    (conflit,) = registre.conflits()
    registre.trancher(conflit, conflit.redactions[0].contenu)
    lecteur = banc.ouvrir("lecteur")
    for ouvert in (registre, lecteur):
        assert list(ouvert.conflits()) == []
        assert ouvert.get(Action, fiche.id).pilote == "durand"
    assert [c.par for c in lecteur.history(Action, fiche.id)] == ["martin", "durand", "petit", "petit"]


def test_trancher_sans_rien_changer_tranche_quand_meme(banc: Banc, fiche: Action) -> None:
    registre = en_meme_temps(banc, changer(fiche, pilote="durand"), changer(fiche, pilote="petit"))
    (conflit,) = registre.conflits()
    registre.trancher(conflit, conflit.contenu)
    assert list(banc.ouvrir("lecteur").conflits()) == []


def test_trancher_par_un_retrait(banc: Banc, fiche: Action) -> None:
    registre = en_meme_temps(banc, changer(fiche, pilote="durand"), lambda r: r.remove(fiche))
    registre.trancher(registre.conflits()[0], None)
    assert list(banc.ouvrir("lecteur").conflits()) == []
    assert list(registre.find(Action)) == []


def test_un_conflit_qui_a_bouge_depuis_n_est_pas_tranche(banc: Banc, fiche: Action) -> None:
    registre = en_meme_temps(banc, changer(fiche, pilote="durand"), changer(fiche, pilote="petit"))
    (conflit,) = registre.conflits()
    registre.save(evoluer(registre.get(Action, fiche.id), causes="entre-temps"))
    with pytest.raises(ModifieEntreTemps):
        registre.trancher(conflit, conflit.contenu)


def test_un_conflit_rend_perimee_la_version_de_chacun(banc: Banc, fiche: Action) -> None:
    registre = en_meme_temps(banc, changer(fiche, pilote="durand"), lambda r: None)
    assert registre.get(Action, fiche.id).pilote == "durand"
    with pytest.raises(ModifieEntreTemps) as refus:
        registre.save(evoluer(fiche, pilote="petit"))
    assert refus.value.champs == {"pilote": (None, "durand")}


def test_un_conflit_tranche_par_le_retrait_d_une_fiche_deja_retiree(banc: Banc, fiche: Action) -> None:
    registre = en_meme_temps(banc, changer(fiche, pilote="durand"), lambda r: r.remove(fiche))
    registre.remove(registre.get(Action, fiche.id))
    (conflit,) = registre.conflits()
    registre.trancher(conflit, None)
    assert list(registre.conflits()) == []
    lecteur = banc.ouvrir("lecteur")
    assert (list(lecteur.find(Action)), list(lecteur.conflits())) == ([], [])
    assert "pilote" in lecteur.history(Action, fiche.id)[1].champs
