"""The data files: loaded whole, and told in French when they are faulty."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qualitui.domain.base import Introuvable
from qualitui.domain.reference.reglages import Reglages
from qualitui.store.site import ressources
from qualitui.store.site.fautes import DonneesFautives
from qualitui.store.site.referentiels import (
    charger_indicateurs,
    charger_lexique,
    charger_planning,
    charger_referentiel,
    charger_roles,
    charger_verifications,
    intervalle_de,
    ligne_du_role,
    lire_ligne,
    lire_referentiel,
    lire_toml,
    valider,
    valider_tout,
)


def test_toutes_les_donnees_livrees_se_chargent_et_se_tiennent() -> None:
    valider_tout()
    comptes = [len(t) for t in (charger_verifications(), charger_roles(), charger_indicateurs())]
    assert comptes == [60, 31, 26]
    assert len(charger_lexique().termes) == 112
    assert len(charger_planning().evenements) == 35


def test_chaque_fichier_de_donnees_est_charge_par_le_programme() -> None:
    charges = {
        "casvp-2014",
        "correspondance",
        "eps-2023",
        "indicateurs-eps",
        "lexique",
        "nomenclatures",
        "planning-eps",
        "roles-eps",
        "verifications-eps",
    }
    assert {chemin.stem for chemin in ressources.donnees().glob("*.toml")} == charges


def test_un_referentiel_inconnu_propose_les_plus_proches() -> None:
    with pytest.raises(Introuvable, match="EPS-2023"):
        charger_referentiel("EPS-2022")


@pytest.fixture
def eps(tmp_path: Path) -> Path:
    copie = tmp_path / "eps.toml"
    copie.write_text((ressources.donnees() / "eps-2023.toml").read_text("utf-8"), "utf-8")
    return copie


def alterer(chemin: Path, avant: str, apres: str) -> None:
    texte = chemin.read_text("utf-8")
    assert avant in texte
    chemin.write_text(texte.replace(avant, apres, 1), "utf-8")


@pytest.mark.parametrize(
    ("avant", "apres", "morceaux"),
    [
        ('unite = "secondes"', 'unite = "secondes"\ndure = 3', ["clé « dure »", "cette clé est inconnue"]),
        ("duree = 25", 'duree = "vite"', ["[[engagement]] n° 7 (« 7 »)", "[[delai]] n° 1", "clé « duree »", "entier"]),
        ("duree = 25\n", "", ["[[delai]] n° 1 (« decroche-telephone »)", "clé « duree »", "obligatoire"]),
        ("duree = 25\n", "duree = 0\n", ["clé « duree »", "plus grand que 0"]),
        ('unite = "secondes"', 'unite = "semaines"', ["clé « unite »", "une de ces valeurs", "jours ouvrables"]),
        ('report = "suivant"', 'report = "précédent"', ["clé « report »", "suivant, aucun"]),
        (
            'titre = "Référentiel',
            'titres = "Référentiel',
            ["table [referentiel], clé « titre »", "obligatoire", "clé « titres »", "inconnue"],
        ),
    ],
)
def test_une_faute_dit_fichier_table_cle_et_attendu(eps: Path, avant: str, apres: str, morceaux: list[str]) -> None:
    alterer(eps, avant, apres)
    with pytest.raises(DonneesFautives) as refus:
        lire_referentiel(eps)
    phrase = refus.value.phrase.replace("\u00a0", " ")
    assert "Fichier eps.toml" in phrase
    for morceau in morceaux:
        assert morceau in phrase


def test_sans_entete_le_referentiel_est_refuse(tmp_path: Path) -> None:
    seul = tmp_path / "seul.toml"
    seul.write_text("[[engagement]]\n", "utf-8")
    with pytest.raises(DonneesFautives, match=r"la table \[referentiel\] manque"):
        lire_referentiel(seul)


@pytest.mark.parametrize(
    ("octets", "phrase"),
    [(b"a = ", "n’est pas un TOML valide"), (b'a = "\xe9"', "pas écrit en UTF-8")],
)
def test_un_fichier_illisible_n_est_jamais_vide(tmp_path: Path, octets: bytes, phrase: str) -> None:
    fautif = tmp_path / "fautif.toml"
    fautif.write_bytes(octets)
    with pytest.raises(DonneesFautives, match=phrase):
        lire_toml(fautif)


def test_un_fichier_absent_le_dit(tmp_path: Path) -> None:
    with pytest.raises(DonneesFautives, match="ne peut pas être lu"):
        lire_toml(tmp_path / "absent.toml")


def test_une_marque_d_ordre_des_octets_est_toleree(tmp_path: Path) -> None:
    fichier = tmp_path / "bom.toml"
    fichier.write_bytes(b"\xef\xbb\xbfa = 1\r\n")
    assert lire_toml(fichier) == {"a": 1}


SITE = {"nom": "EPS d’essai", "referentiels": [{"code": "EPS-2023", "depuis": date(2023, 2, 9)}]}


@pytest.mark.parametrize(
    ("ajout", "morceaux"),
    [
        ({"horaires": {"lundis": {"ouverture": "08:30", "fermeture": "17:00"}}}, ["[horaires]", "lundi, mardi"]),
        (
            {"horaires": {"lundi": {"ouverture": "8h", "fermeture": "17:00"}}},
            ["[horaires] › [lundi]", "clé « ouverture »"],
        ),
        ({"horaires": {"lundi": {"ouverture": "17:00", "fermeture": "08:30"}}}, ["l’ouverture doit précéder"]),
        (
            {"fermetures": [{"du": "2026-05-15", "au": "2026-05-14", "libelle": "pont"}]},
            ["[[fermetures]] n° 1", "avant"],
        ),
        (
            {"fermetures": [{"du": "mai", "au": "2026-05-14", "libelle": "pont"}]},
            ["clé « du »", "une date est attendue"],
        ),
        ({"zone": "corse"}, ["clé « zone »", "metropole, alsace-moselle"]),
        ({"referentiels": []}, ["clé « referentiels »", "liste non vide"]),
        ({"recoit_le_samedi": "parfois"}, ["clé « recoit_le_samedi »", "true ou false"]),
    ],
)
def test_les_reglages_fautifs_d_un_site_sont_dits_de_meme(
    tmp_path: Path, ajout: dict[str, object], morceaux: list[str]
) -> None:
    with pytest.raises(DonneesFautives) as refus:
        valider(Reglages, {**SITE, **ajout}, tmp_path / "site.toml")
    phrase = refus.value.phrase.replace("\u00a0", " ")
    assert "Fichier site.toml" in phrase
    for morceau in morceaux:
        assert morceau in phrase, phrase


def test_les_referentiels_d_un_site_se_lisent_dans_l_ordre_des_dates() -> None:
    anciens = [{"code": "EPS-2023", "depuis": "2023-02-09"}, {"code": "CASVP-2014", "depuis": "2014-05-01"}]
    reglages = Reglages.model_validate({**SITE, "referentiels": anciens})
    dits = [reglages.referentiel_au(date(annee, 1, 1)) for annee in (2010, 2020, 2026)]
    assert dits == ["CASVP-2014", "CASVP-2014", "EPS-2023"]


@pytest.mark.parametrize(("fichier", "table"), [("roles-eps.toml", "role"), ("planning-eps.toml", "evenement")])
def test_a_row_read_alone_is_the_row_of_the_whole_table(fichier: str, table: str) -> None:
    lignes = lire_toml(ressources.donnees() / fichier)[table]
    assert lignes
    assert [lire_ligne(fichier, table, ligne["code"]) for ligne in lignes] == lignes
    assert lire_ligne(fichier, table, "inconnu") == {}


def test_rights_and_pace_are_those_of_the_tables() -> None:
    for role in charger_roles():
        assert ligne_du_role(role.code)["droits"] == role.droits
    for evenement in charger_planning().evenements:
        assert intervalle_de(evenement.code) == evenement.intervalle_mois
