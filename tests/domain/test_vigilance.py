"""Personal data seen in shared texts, and what is not."""

from __future__ import annotations

import pytest

from qualitui.domain.vigilance import Donnee, DonneePersonnelle, Vigilance, avertissements, reperer, signaler

NIR, IBAN, TELEPHONE, COURRIEL = Donnee

VUES: list[tuple[str, list[Donnee]]] = [
    ("son numéro est le 1 85 05 78 006 084 91", [NIR]),
    ("2850578006084", [NIR]),
    ("285057800608436", [NIR]),
    ("185052A00608491 en Corse", [NIR]),
    ("1 85 05 2b 006 084 91", [NIR]),
    ("1.85.05.78.006.084 clé 91", [NIR]),
    ("1\u00a085\u00a005\u00a078\u00a0006\u00a0084", [NIR]),
    ("né hors mois : 2 85 50 99 351 084", [NIR]),
    ("virer sur FR76 3000 6000 0112 3456 7890 189 svp", [IBAN]),
    ("fr7630006000011234567890189", [IBAN]),
    ("FR76-3000-6000-0112-3456-7890-189", [IBAN]),
    ("FR76\u00a03000\u202f6000\n0112 3456 7890 189 et merci", [IBAN]),
    ("de89 3704 0044 0532 0130 00", [IBAN]),
    ("BE68 5390 0754 7034", [IBAN]),
    ("NO93 8601 1117 947 à Oslo", [IBAN]),
    ("GB29 NWBK 6016 1331 9268 19", [IBAN]),
    ("MT84MALT011000012345MTLCAST001S", [IBAN]),
    ("rappeler au 06 12 34 56 78", [TELEPHONE]),
    ("rappeler au 06.12.34.56.78.", [TELEPHONE]),
    ("06-12-34-56-78", [TELEPHONE]),
    ("06/12/34/56/78", [TELEPHONE]),
    ("06\u00a012\u00a034\u00a056\u00a078", [TELEPHONE]),
    ("0612345678", [TELEPHONE]),
    ("0612 345 678", [TELEPHONE]),
    ("tél:01 43 47 77 77", [TELEPHONE]),
    ("+33 6 12 34 56 78", [TELEPHONE]),
    ("+33612345678", [TELEPHONE]),
    ("+33 (0)6-12-34-56-78", [TELEPHONE]),
    ("+33(0)612345678", [TELEPHONE]),
    ("0033612345678", [TELEPHONE]),
    ("0033 6 12 34 56 78", [TELEPHONE]),
    ("0033 (0) 6 12 34 56 78", [TELEPHONE]),
    ("+32 2 123 45 67 89", [TELEPHONE]),
    ("le 02/03/2026 au 06 12 34 56 78", [TELEPHONE]),
    ("écrire à jeanne.martin@exemple.fr", [COURRIEL]),
    ("jeanne (at) exemple.fr", [COURRIEL]),
    ("Jeanne.Martin@PARIS.FR", [COURRIEL]),
    ("hélène@exemple.co.uk", [COURRIEL]),
    ("jeanne@exemple.fr ou 0612345678", [TELEPHONE, COURRIEL]),
]
RIEN = (
    "Attente de 2 h 30 au guichet 12 le 02/03/2026",
    "le 02/03/2026 10 h 30",
    "du 02-03-2026 au 05-03-2026",
    "le 02.03.2026 12 personnes",
    "02/03/26 10 30 40",
    "R-2026-014, A-2026-012 et S-2026-0001",
    "dossier 2026-000123456, étage 3",
    "dossier 2026-0612345678",
    "FR76 3000 6000 0112 3456 7890 188",
    "le 39 75 ne répond pas",
    "appeler le 3975 ou le 36 46",
    "référence 123456789012345678",
    "SIRET 217 500 016 00019",
    "SIRET 21750001600019",
    "SIREN 217 500 016",
    "1 234 567 890,50 €",
    "+15 000 000 €",
    "12 500,00 € le 01/02/2026",
    "le site en 12 mots et AN12 dossiers vus en 2026 dans le hall de la mairie",
    "V-ACC-01 × 2026-S14",
    "SMQ7-01, 2026-T1, 14 h 05 à 15 h 30",
    "écrire à dsol-eps12@paris.fr",
    "ecoute@mairie12.paris.fr",
    "75012 Paris, 12e",
    "",
)


@pytest.mark.parametrize(("texte", "attendues"), VUES)
def test_ce_qui_semble_personnel_est_vu(texte: str, attendues: list[Donnee]) -> None:
    assert list(reperer(texte)) == attendues


@pytest.mark.parametrize("texte", RIEN)
def test_une_reference_une_date_un_montant_un_service_ne_sont_pas_signales(texte: str) -> None:
    assert reperer(texte) == ()


def test_un_avertissement_nomme_le_champ_et_ne_repete_jamais_ce_qu_il_a_trouve() -> None:
    (phrase,) = avertissements({"Objet": "appeler le 06 12 34 56 78", "Cause": "rien"})
    assert "Objet" in phrase
    assert "un numéro de téléphone" in phrase
    assert "12" not in phrase + signaler("appeler le 06 12 34 56 78")


def test_la_question_se_pose_une_fois_par_texte() -> None:
    vigilance = Vigilance()
    with pytest.raises(DonneePersonnelle, match="téléphone") as demande:
        vigilance.exiger({"Texte": "au 0612345678", "Autre": "rien"})
    demande.value.croire()
    vigilance.exiger({"Texte": "au 0612345678"})
    with pytest.raises(DonneePersonnelle):
        vigilance.exiger({"Texte": "au 0612345679"})
    vigilance.croire()
    vigilance.exiger({"Texte": "au 0612345679"})
