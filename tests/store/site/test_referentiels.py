"""The data files: loaded whole, and told in French when they are faulty."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qualitui.domain.base import Introuvable
from qualitui.domain.reference.reglages import Reglages
from qualitui.store.moteur import souvenirs
from qualitui.store.site import referentiels, ressources
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
from qualitui.store.site.utilisateur import etat_local


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
            {"horaires": {"lundi": {"ouverture": "midi", "fermeture": "17:00"}}},
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


LUES_PAR_LIGNE = [("roles-eps.toml", "role"), ("planning-eps.toml", "evenement")]


@pytest.fixture
def copie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of data of its own, and a program that has read none of it yet."""
    dossier = tmp_path / "data"
    shutil.copytree(ressources.donnees(), dossier)
    monkeypatch.setattr(ressources, "donnees", lambda: dossier)
    referentiels._lignes.cache_clear()
    yield dossier
    referentiels._lignes.cache_clear()


def _en_toml(valeur: object) -> str:
    """The value on one line, its keys quoted and last to first: nothing of the layout of data/ is left."""
    if isinstance(valeur, dict):
        return f"{{{', '.join(f'{json.dumps(cle)}={_en_toml(valeur[cle])}' for cle in reversed(valeur))}}}"
    if isinstance(valeur, list):
        return f"[{', '.join(map(_en_toml, valeur))}]"
    return json.dumps(valeur)


def _relu(*lignes: tuple[str, str, str]) -> list[dict[str, object]]:
    """What another program of this workstation reads."""
    referentiels._lignes.cache_clear()
    return [lire_ligne(*ligne) for ligne in lignes]


@pytest.mark.parametrize(("fichier", "table"), LUES_PAR_LIGNE)
def test_une_ligne_se_lit_quelle_que_soit_la_mise_en_page(copie: Path, fichier: str, table: str) -> None:
    lignes = lire_toml(copie / fichier)[table]
    demandees = [(fichier, table, ligne["code"]) for ligne in lignes]
    assert lignes
    assert _relu(*demandees) == lignes
    (copie / fichier).write_text(f"{table} = {_en_toml(lignes)}", encoding="utf-8")
    assert _relu(*demandees) == lignes
    assert lire_ligne(fichier, table, "inconnu") == {}


def test_une_table_se_lit_une_fois_pour_chaque_contenu(copie: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lus: list[str] = []

    def compter(chemin: Path) -> dict[str, Any]:
        lus.append(chemin.name)
        return lire_toml(chemin)

    monkeypatch.setattr(referentiels, "lire_toml", compter)
    fichier, table = LUES_PAR_LIGNE[0]
    demandee = (fichier, table, "agent")
    (avant,) = _relu(demandee)
    assert _relu(demandee, demandee) == [avant, avant]
    assert lus == [fichier]
    texte = (copie / fichier).read_text(encoding="utf-8")
    date_du_fichier = (copie / fichier).stat().st_mtime_ns
    (copie / fichier).write_text(texte.replace('niveau = "site"', 'niveau = "essa"'), encoding="utf-8")
    os.utime(copie / fichier, ns=(date_du_fichier, date_du_fichier))
    assert _relu(demandee) == [{**avant, "niveau": "essa"}]
    assert lus == [fichier, fichier]


@pytest.mark.parametrize("octets", [b"", b"n'importe quoi"])
def test_ce_que_le_poste_a_garde_des_tables_peut_s_abimer(copie: Path, octets: bytes) -> None:
    demandee = (*LUES_PAR_LIGNE[0], "agent")
    avant = _relu(demandee)
    gardees = etat_local() / souvenirs.NOM
    assert gardees.stat().st_size
    gardees.write_bytes(octets)
    assert _relu(demandee) == avant != [{}]


def test_un_poste_qui_ne_garde_rien_lit_les_tables(copie: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALITUI_ETAT_LOCAL", str(copie / "roles-eps.toml"))
    assert all(_relu((*LUES_PAR_LIGNE[0], "agent")))


def test_droits_et_intervalles_sont_ceux_des_tables() -> None:
    for role in charger_roles():
        assert ligne_du_role(role.code)["droits"] == role.droits
    for evenement in charger_planning().evenements:
        assert intervalle_de(evenement.code) == evenement.intervalle_mois
