"""qualitui reclamation and qualitui courrier, as a person or an acceptance script calls them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qualitui.cli import main
from qualitui.cli.reclamation.textes import objet
from qualitui.domain.base import evoluer
from qualitui.domain.reclamations.fiche import Correction, Fait, GenreFait, Reclamation
from qualitui.store.site.site import Site

Capture = pytest.CaptureFixture[str]


class Programme:
    """Calls the program on one site; answers (exit code, stdout, stderr), plain spaces for the others."""

    def __init__(self, dossier: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
        self.dossier, self.capsys, self.monkeypatch = dossier, capsys, monkeypatch

    def le(self, jour: str) -> None:
        self.monkeypatch.setenv("QUALITUI_DATE", jour)

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        try:
            code = main(["--site", str(self.dossier), *arguments])
        except SystemExit as fin:
            code = int(fin.code or 0)
        ecrit = self.capsys.readouterr()
        return code, ecrit.out.replace("\u00a0", " "), ecrit.err.replace("\u00a0", " ")

    def json(self, *arguments: str) -> Any:
        code, sortie, _ = self(*arguments, "--json")
        assert code == 0
        return json.loads(sortie)


@pytest.fixture
def q(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> Programme:
    programme = Programme(tmp_path / "site", capsys, monkeypatch)
    assert main(["init", str(programme.dossier), "--nom", "EPS d’essai"]) == 0
    capsys.readouterr()
    return programme


@pytest.fixture
def ajouter(q: Programme) -> Callable[..., str]:
    """Register a case received on 31 January 2026 on the generic mailbox unless told; its reference."""

    def faire(*options: str, canal: str = "courriel-generique", recue: str = "2026-01-31") -> str:
        reponse = q.json(
            "reclamation", "ajouter", "--canal", canal, "--recue", recue, "--nature", "reclamation", *options
        )
        return str(reponse["reference"])

    return faire


def test_l_histoire_du_ticket_de_la_reception_a_la_cloture(q: Programme) -> None:
    code, sortie, erreurs = q(
        *("reclamation", "ajouter", "--canal", "courriel-generique", "--recue", "31/01/2026"),
        *("--nature", "réclamation", "--identite", "Jeanne Zyxw"),
    )
    assert (code, erreurs) == (0, "")
    assert sortie.split("\n")[:4] == [
        "R-2026-001",
        "Quantième : samedi 28 février 2026",
        "Butoir    : lundi 2 mars 2026",
        "Cible     : vendredi 27 février 2026",
    ]
    assert "À faire : Envoyer l’accusé de réception" in sortie
    assert q("reclamation", "accuser", "R-2026-001", "--le", "2026-02-02")[0] == 0
    attente = ("--le", "2026-02-20", "--interlocuteur", "Mme Durand", "--nouvelle-date", "2026-03-10")
    assert q("reclamation", "attendre", "R-2026-001", *attente)[0] == 0
    assert q("reclamation", "repondre", "R-2026-001", "--le", "2026-03-02")[0] == 0
    assert q("reclamation", "clore", "R-2026-001", "--motif", "repondue")[0] == 0
    fiche = q.json("reclamation", "voir", "r-2026-001")
    attendu = {
        "reference": "R-2026-001",
        "canal": "courriel-generique",
        "nature": "reclamation",
        "motif": None,
        "recue": "2026-01-31",
        "quantieme": "2026-02-28",
        "butoir": "2026-03-02",
        "cible": "2026-02-27",
        "etat": "clôturée",
        "reponse": "2026-03-02",
        "en_retard": False,
        "accuse": "2026-02-02",
        "attentes": [{"le": "2026-02-20", "interlocuteur": "Mme Durand", "nouvelle_date": "2026-03-10"}],
        "motif_cloture": "repondue",
    }
    assert {cle: fiche[cle] for cle in attendu} == attendu
    assert "Zyxw" not in json.dumps(fiche)


def test_un_pilote_inconnu_est_refuse_et_n_est_pas_une_liste_vide(q: Programme, ajouter: Callable[..., str]) -> None:
    suivie = ajouter("--pilote", "daa")
    assert [f["reference"] for f in q.json("reclamation", "lister", "--pilote", "DAA")] == [suivie]
    code, sortie, erreurs = q("reclamation", "lister", "--pilote", "daaa")
    assert (code, sortie) == (1, "")
    assert "Vouliez-vous dire « daa »" in erreurs


def test_sous_casvp_2014_puis_eps_2023_les_anciens_dossiers_gardent_leur_regle(
    q: Programme, ajouter: Callable[..., str]
) -> None:
    """Attente due at 15 days in 2014, before the month ends in 2023; the switch moves nothing that is registered."""
    reglages = q.dossier / "site.toml"
    texte = reglages.read_text(encoding="utf-8")
    reglages.write_text(texte.replace('"EPS-2023"', '"CASVP-2014"'), encoding="utf-8")
    ancienne = ajouter("--motif", "telephone")
    avant = q.json("reclamation", "voir", ancienne)
    assert avant["attente_butoir"] == "2026-02-16"
    assert "CASVP-2014" in " ".join(avant["explication"])
    apercu = q("reclamation", "changement", "EPS-2023")[1]
    assert f"{ancienne}  réponse" in apercu
    assert "attente 16/02/2026 → 02/03/2026" in apercu
    assert "Les dossiers ouverts gardent leur échéance" in apercu
    ligne = '\n[[referentiels]]\ncode = "EPS-2023"\ndepuis = 2026-02-01\n'
    reglages.write_text(reglages.read_text(encoding="utf-8") + ligne, encoding="utf-8")
    nouvelle = ajouter("--motif", "telephone", recue="2026-02-01")
    assert q.json("reclamation", "voir", ancienne) == avant
    assert q.json("reclamation", "voir", nouvelle)["engagement"] != avant["engagement"]


def test_repondu_le_lendemain_ou_laisse_ouvert_un_dossier_est_en_retard(
    q: Programme, ajouter: Callable[..., str]
) -> None:
    repondue, ouverte = ajouter(), ajouter()
    q.le("2026-03-03")
    assert q("reclamation", "repondre", repondue, "--le", "03/03/2026")[0] == 0
    fiches = {f["reference"]: f for f in q.json("reclamation", "lister", "--en-retard")}
    assert set(fiches) == {repondue, ouverte}
    assert all(f["en_retard"] for f in fiches.values())
    assert fiches[ouverte]["jours_restants"] == -1
    bilan = q.json("reclamation", "statistiques")["bilan"]
    assert bilan["dans_le_mois"] == {"numerateur": 0, "denominateur": 2}


@pytest.mark.parametrize(
    ("options", "gardees"),
    [
        ((), ["R-2026-001", "R-2026-002", "R-2026-003"]),
        (("--etat", "Repondue"), ["R-2026-003"]),
        (("--a-faire",), ["R-2026-001", "R-2026-002"]),
        (("--canal", "urne"), ["R-2026-002"]),
        (("--texte", "sanitaires"), ["R-2026-002"]),
        (("--mois", "2026-02"), ["R-2026-002"]),
        (("--miens",), []),
    ],
)
def test_la_liste_se_filtre(
    q: Programme, ajouter: Callable[..., str], options: tuple[str, ...], gardees: list[str]
) -> None:
    ajouter()
    ajouter("--objet", "Sanitaires fermés", canal="urne", recue="2026-02-02")
    assert q("reclamation", "repondre", ajouter(), "--le", "2026-02-10")[0] == 0
    assert [f["reference"] for f in q.json("reclamation", "lister", *options)] == gardees


@pytest.mark.parametrize(
    ("arguments", "code", "phrase"),
    [
        (("ajouter", "--canal", "courier", "--recue", "2026-02-01"), 1, "Vouliez-vous dire « courrier »"),
        (("ajouter", "--canal", "courrier", "--recue", "2026-03-03"), 1, "n’est pas encore passé"),
        (("ajouter", "--canal", "courrier", "--recue", "31/02/2026"), 2, "Le 31 février 2026 n’existe pas"),
        (("ajouter", "--recue", "2026-02-01"), 2, "--canal"),
        (("repondre", "R-2026-001", "--le", "2026-01-30"), 1, "avant la réception"),
        (("rouvrir", "R-2026-001", "--raison", "x"), 1, "n’a encore ni réponse ni clôture"),
        (("clore", "R-2026-001", "--motif", "repondue"), 1, "n’a pas encore de réponse"),
        (("clore", "R-2026-001", "--motif", "doublons"), 1, "« doublon »"),
        (("qualifier", "R-2026-001", "--nature", "recours"), 1, "Dites pourquoi"),
        (("voir", "R-2026-002"), 1, "Vouliez-vous dire"),
        (("lister", "--etat", "fini"), 1, "L’état « fini » n’existe pas"),
        (("lister", "--mois", "2026-13"), 2, "n’est pas un mois"),
        (
            ("attendre", "R-2026-001", "--le", "2026-02-20", "--interlocuteur", "A", "--nouvelle-date", "2026-02-20"),
            1,
            "doit venir après l’envoi",
        ),
    ],
)
def test_une_commande_refusee_dit_pourquoi(
    q: Programme, ajouter: Callable[..., str], arguments: tuple[str, ...], code: int, phrase: str
) -> None:
    ajouter()
    obtenu, sortie, erreurs = q("reclamation", *arguments)
    assert (obtenu, sortie) == (code, "")
    assert phrase in erreurs


def test_avertissements_et_doublons_vont_sur_la_sortie_d_erreur(q: Programme, ajouter: Callable[..., str]) -> None:
    ajouter("--objet", "Sanitaires fermés, appeler le 06 12 34 56 78", "--quand-meme")
    code, sortie, erreurs = q(
        *("reclamation", "ajouter", "--canal", "urne", "--recue", "2026-02-02"),
        *("--objet", "sanitaires fermés (0612345678)", "--quand-meme"),
    )
    assert code == 0
    assert "Attention : « Objet » semble contenir un numéro de téléphone" in erreurs
    assert "R-2026-001 (mêmes mots)" in erreurs
    assert "Attention" not in sortie


def test_la_vie_du_dossier_apres_la_reponse(q: Programme, ajouter: Callable[..., str]) -> None:
    reference = ajouter()
    for arguments in (
        ("repondre", reference, "--le", "2026-02-10"),
        ("contester", reference, "--le", "2026-02-15", "--detail", "par courriel"),
        ("rendez-vous", reference, "--le", "2026-02-20"),
        ("mediateur", reference, "--le", "2026-02-25"),
        ("rouvrir", reference, "--raison", "élément nouveau"),
        ("repondre", reference, "--le", "2026-03-02"),
    ):
        assert q("reclamation", *arguments)[0] == 0
    fiche = q.json("reclamation", "voir", reference)
    assert (fiche["etat"], fiche["reponse"], fiche["en_retard"]) == ("répondue", "2026-02-10", False)
    assert fiche["reponses"] == ["2026-02-10", "2026-03-02"]
    assert [f["genre"] for f in fiche["faits"]] == [
        "réponse",
        "contestation",
        "rendez-vous avec la direction",
        "saisine du médiateur",
        "réouverture",
        "réponse",
    ]


def test_ressaisir_et_la_part_confidentielle(q: Programme, ajouter: Callable[..., str]) -> None:
    reference = ajouter("--identite", "Jeanne Zyxw")
    fiche = q.json("reclamation", "modifier", reference, "--recue", "2026-01-30", "--urgente")
    assert (fiche["recue"], fiche["quantieme"], fiche["urgente"]) == ("2026-01-30", "2026-02-28", True)
    assert q("reclamation", "identifier", reference, "--adresse", "3 rue de Lyon")[0] == 0
    assert "Zyxw" not in q("reclamation", "voir", reference)[1]
    vue = q("reclamation", "voir", reference, "--identite")[1]
    assert "nom : Jeanne Zyxw" in vue
    assert "adresse : 3 rue de Lyon" in vue
    assert q.json("reclamation", "voir", reference, "--identite")["identite"]["nom"] == "Jeanne Zyxw"


def test_pourquoi_cette_date_nomme_les_jours_sautes(q: Programme, ajouter: Callable[..., str]) -> None:
    reference = ajouter()
    assert "Pourquoi cette date ?" not in q("reclamation", "voir", reference)[1]
    assert "dimanche 1er mars 2026" in q("reclamation", "voir", reference, "--pourquoi")[1]
    assert any("dimanche 1er mars 2026" in phrase for phrase in q.json("reclamation", "voir", reference)["explication"])


def test_trois_dossiers_d_un_motif_puis_une_action(q: Programme, ajouter: Callable[..., str]) -> None:
    references = [ajouter("--motif", "attente") for _ in range(3)]
    (repetition,) = q.json("reclamation", "repetitions")
    assert (repetition["motif"], repetition["references"]) == ("attente", references)
    assert q.json("reclamation", "action", *references, "--pilote", "daa")["action"] == "A-2026-001"
    assert q.json("reclamation", "repetitions") == []
    assert q.json("reclamation", "voir", references[2])["actions"] == ["A-2026-001"]


def test_les_statistiques_en_mots_et_l_apercu_d_un_changement(q: Programme, ajouter: Callable[..., str]) -> None:
    ajouter("--motif", "attente")
    texte = q("reclamation", "statistiques", "--annee", "2026")[1]
    for figure in (
        "répondus dans le mois",
        "pas encore échus",
        "hors du décompte",
        "Réponses contestées",
        "Saisines du médiateur",
    ):
        assert figure in texte
    assert "Classement par nature" in texte
    assert "Attente trop longue" in texte
    apercu = q("reclamation", "changement", "CASVP-2014")[1]
    assert "attente 02/03/2026 → 16/02/2026" in apercu
    assert q("reclamation", "changement", "EPS-2023")[1] == "Rien ne change pour les dossiers ouverts.\n"


def test_les_courriers_s_impriment_se_notent_et_se_font_par_lot(
    q: Programme, ajouter: Callable[..., str], tmp_path: Path
) -> None:
    premiere, seconde = ajouter("--identite", "Jeanne Zyxw"), ajouter()
    sortie = tmp_path / "accuse.docx"
    accuse = ("courrier", premiere, "accuse", "-o", str(sortie), "--le", "2026-02-02")
    code, fichiers, erreurs = q(*accuse)
    assert (code, fichiers) == (1, "")
    assert "porte un nom" in erreurs
    assert q(*accuse, "--quand-meme") == (0, f"{sortie}\n", "")
    assert sortie.read_bytes()[:2] == b"PK"
    assert q.json("reclamation", "voir", premiere)["accuse"] == "2026-02-02"
    code, fichiers, erreurs = q(
        "courrier", premiere, seconde, "accuse", "--le", "2026-02-03", "-o", str(tmp_path), "--quand-meme"
    )
    assert (code, fichiers) == (1, f"{tmp_path / (seconde + '-accuse.docx')}\n")
    assert f"{premiere} : L’accusé de réception" in erreurs
    attente = ("--le", "2026-02-20", "--interlocuteur", "Mme Durand", "--nouvelle-date", "2026-03-10")
    fichier = q.json("courrier", seconde, "attente", *attente)["fichier"]
    assert Path(fichier).is_relative_to(q.dossier / "confidentiel" / seconde)
    assert q.json("reclamation", "voir", seconde)["attentes"][0]["nouvelle_date"] == "2026-03-10"


@pytest.mark.parametrize(
    ("arguments", "code", "phrase"),
    [
        (("R-2026-001", "attente"), 1, "Aucune réponse d’attente n’est notée"),
        (("R-2026-001", "merci"), 2, "n’existe pas"),
        (("R-2026-001", "reponse", "--interlocuteur", "A"), 2, "vont avec --le"),
        (("R-2026-001", "R-2026-002", "reponse", "--texte", "x"), 2, "un seul dossier"),
        (("R-2026-009", "accuse"), 1, "Aucune fiche"),
    ],
)
def test_un_courrier_refuse_dit_pourquoi(
    q: Programme, ajouter: Callable[..., str], arguments: tuple[str, ...], code: int, phrase: str
) -> None:
    ajouter(), ajouter()
    obtenu, sortie, erreurs = q("courrier", *arguments)
    assert (obtenu, sortie) == (code, "")
    assert phrase in erreurs


def test_un_fait_saisi_par_erreur_se_corrige_et_l_historique_le_garde(
    q: Programme, ajouter: Callable[..., str]
) -> None:
    q.le("2026-03-03")
    reference = ajouter()
    q("reclamation", "repondre", reference, "--le", "2026-03-03")
    assert q.json("reclamation", "voir", reference)["en_retard"] is True
    code, sortie, _ = q(
        *("reclamation", "corriger", reference, "--fait", "réponse", "--le", "2026-03-02"),
        *("--raison", "Partie la veille"),
    )
    assert code == 0
    assert "Corrigé : réponse du 03/03/2026, date 02/03/2026 au lieu de 03/03/2026 (Partie la veille)." in sortie
    fiche = q.json("reclamation", "voir", reference)
    assert (fiche["en_retard"], fiche["reponse"]) == (False, "2026-03-02")
    assert fiche["corrections"][0]["avant"]["le"] == "2026-03-03"
    retrait = (
        "reclamation",
        "retirer",
        reference,
        "--fait",
        "1",
        "--raison",
        "Rappelé au 06 12 34 56 78",
        "--quand-meme",
    )
    code, _, erreurs = q(*retrait)
    assert code == 0
    assert "numéro de téléphone" in erreurs
    fiche = q.json("reclamation", "voir", reference)
    assert (fiche["etat"], fiche["faits"], fiche["en_retard"]) == ("qualifiée", [], True)
    assert "réponse, 03/03/2026" in q("historique", reference)[1]
    assert q(*retrait)[0] == 1
    code, _, erreurs = q("reclamation", "retirer", reference, "--fait", "1")
    assert (code, "--raison" in erreurs) == (2, True)


def _dates(valeur: Any) -> list[Any]:
    """What JSON cannot write by itself."""
    if isinstance(valeur, dict):
        return [faute for dedans in valeur.values() for faute in _dates(dedans)]
    if isinstance(valeur, list):
        return [faute for dedans in valeur for faute in _dates(dedans)]
    return [] if valeur is None or isinstance(valeur, str | int | float) else [valeur]


def test_un_dossier_en_json_est_fait_de_ce_que_json_ecrit(site_demo: Site, jour: date) -> None:
    """Whatever its fields, all filled: the list hands them as they are to a fast encoder."""
    fait = Fait(
        **{nom: jour if nom in ("le", "nouvelle_date") else "x" for nom in Fait.model_fields if nom != "genre"},
        genre=GenreFait.ATTENTE,
    )
    for dossier in site_demo.registre.find(Reclamation):
        corrections = (Correction(le=jour, raison="x", avant=fait, apres=fait),)
        plein = evoluer(dossier, arrivee_site_le=jour, faits=(*dossier.faits, fait), corrections=corrections)
        for ecrit in (objet(dossier, jour), objet(plein, jour)):
            assert _dates(ecrit) == []
