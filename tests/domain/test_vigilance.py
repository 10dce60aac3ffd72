"""Personal data seen in shared texts, and what is not."""

from __future__ import annotations

import pytest

from qualitui.domain.vigilance import Donnee, avertissements, reperer


@pytest.mark.parametrize(
    ("texte", "attendues"),
    [
        ("son numéro est le 1 85 05 78 006 084 91", [Donnee.NIR]),
        ("2850578006084", [Donnee.NIR]),
        ("185052A00608491 en Corse", [Donnee.NIR]),
        ("virer sur FR76 3000 6000 0112 3456 7890 189 svp", [Donnee.IBAN]),
        ("fr7630006000011234567890189", [Donnee.IBAN]),
        ("rappeler au 06 12 34 56 78", [Donnee.TELEPHONE]),
        ("rappeler au 06.12.34.56.78.", [Donnee.TELEPHONE]),
        ("+33 6 12 34 56 78", [Donnee.TELEPHONE]),
        ("+33 (0)6-12-34-56-78", [Donnee.TELEPHONE]),
        ("0033612345678", [Donnee.TELEPHONE]),
        ("écrire à jeanne.martin@exemple.fr", [Donnee.COURRIEL]),
        ("jeanne@exemple.fr ou 0612345678", [Donnee.TELEPHONE, Donnee.COURRIEL]),
        ("Attente de 2 h 30 au guichet 12 le 02/03/2026", []),
        ("dossier 2026-000123456, étage 3", []),
        ("FR76 3000 6000 0112 3456 7890 188", []),
        ("le 39 75 ne répond pas", []),
        ("référence 123456789012345678", []),
        ("", []),
    ],
)
def test_ce_qui_semble_personnel_est_vu(texte: str, attendues: list[Donnee]) -> None:
    assert list(reperer(texte)) == attendues


def test_un_avertissement_nomme_le_champ_et_ne_repete_jamais_ce_qu_il_a_trouve() -> None:
    (phrase,) = avertissements({"Objet": "appeler le 06 12 34 56 78", "Cause": "rien"})
    assert "Objet" in phrase
    assert "un numéro de téléphone" in phrase
    assert "12" not in phrase
