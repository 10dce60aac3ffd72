"""The team on a real register: first run, rights, who pilots."""

from __future__ import annotations

from datetime import date

import pytest

from qualitui.domain.base import Introuvable, evoluer
from qualitui.domain.concepts import DOMAINES
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.equipe import CodeDejaPris, PiloteInconnu, RoleInconnu
from qualitui.domain.reference.reglages import Droits
from qualitui.operations import equipe
from qualitui.store.site.site import DroitRefuse, Site


def test_se_rattacher_change_qui_signe(site: Site) -> None:
    claire = equipe.ajouter(site, nom="Claire Martin", roles=["daa"])
    assert site.auteur == "essai"
    equipe.rattacher(site, claire, "ESSAI")
    assert site.auteur == site.registre.auteur == "martin-c"


def test_une_personne_partie_ne_signe_plus(site: Site) -> None:
    claire = equipe.rattacher(site, equipe.ajouter(site, nom="Claire Martin", roles=["daa"]), "essai")
    assert site.auteur == "martin-c"
    equipe.partir(site, claire, le=date(2026, 3, 1))
    assert (site.moi, site.auteur) == (None, "essai")


@pytest.mark.parametrize(("droits", "tenu"), [(Droits.OUVERTS, set(Verbe)), (Droits.STRICTS, {Verbe.LIRE})])
def test_un_compte_rattache_a_personne_n_ecrit_que_si_les_droits_sont_ouverts(
    site: Site, droits: Droits, tenu: set[Verbe]
) -> None:
    site.appliquer(evoluer(site.reglages, droits=droits))
    for domaine in DOMAINES:
        assert {verbe for verbe in Verbe if site.peut(domaine, verbe)} == tenu
    if droits is Droits.STRICTS:
        with pytest.raises(DroitRefuse, match="rattaché à personne"):
            equipe.ajouter(site, nom="Claire Martin")


def test_un_agent_ne_tient_pas_la_liste(site: Site) -> None:
    ali = equipe.ajouter(site, nom="Ali Benali", roles=["agent"])
    equipe.rattacher(site, ali, "essai")
    with pytest.raises(DroitRefuse):
        equipe.ajouter(site, nom="Zoé Morel")
    with pytest.raises(DroitRefuse):
        equipe.rattacher(site, ali, "autre")


def test_ajouter_refuse_un_code_pris_et_un_role_inconnu(site: Site) -> None:
    equipe.ajouter(site, nom="Claire Martin")
    assert equipe.ajouter(site, nom="Claude Martin").code == "martin-c2"
    with pytest.raises(CodeDejaPris):
        equipe.ajouter(site, nom="X", code="martin-c")
    with pytest.raises(RoleInconnu, match="daa"):
        equipe.ajouter(site, nom="X", roles=["dda"])


def test_modifier_puis_partir(site: Site, jour: date) -> None:
    claire = equipe.ajouter(site, nom="Claire Martin", roles=["daa"])
    claire = equipe.modifier(site, claire, nom=" Claire Martin-Roux ", roles=["dacs"])
    assert (claire.nom, claire.roles) == ("Claire Martin-Roux", ("dacs",))
    equipe.partir(site, claire, le=date(2026, 3, 1))
    assert equipe.lister(site, jour=jour) == []
    assert [p.code for p in equipe.lister(site, jour=jour, tous=True)] == ["martin-c"]
    with pytest.raises(PiloteInconnu):
        equipe.exiger_pilote(site, "martin-c", jour)


def test_porteurs_et_noms(site: Site, jour: date) -> None:
    equipe.ajouter(site, nom="Claire Martin", roles=["daa"])
    equipe.ajouter(site, nom="Ali Benali", roles=["daa"])
    assert set(equipe.porteurs(site, "daa", jour)) == {"martin-c", "benali-a"}
    assert equipe.porteurs(site, "martin-c", jour) == ("martin-c",)
    assert equipe.exiger_pilote(site, " ", jour) == ""
    assert equipe.nommer(site, "martin-c") == "Claire Martin"
    assert equipe.nommer(site, "raqn").startswith("RAQN")
    assert equipe.nommer(site, "inconnu") == "inconnu"


def test_trouver_propose_le_plus_proche(site: Site) -> None:
    equipe.ajouter(site, nom="Claire Martin")
    with pytest.raises(Introuvable, match="martin-c"):
        equipe.trouver(site, "martine")
