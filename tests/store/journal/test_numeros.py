"""Numbers: unique, without holes, taken up again when a program stopped between claiming and saving."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qualitui.store.journal.numeros import lire_reservation, numero_de, reference, reservations
from tests.store.banc import Banc, action


def serie(banc: Banc) -> Path:
    return banc.dossier / "numeros" / "A-2026"


@pytest.mark.parametrize(("numero", "attendue"), [(1, "R-2026-001"), (14, "R-2026-014"), (1234, "R-2026-1234")])
def test_reference(numero: int, attendue: str) -> None:
    assert reference("R-2026", numero) == attendue
    assert numero_de("R-2026", attendue) == numero


@pytest.mark.parametrize("texte", ["R-2026", "R-2025-001", "R-2026-01x", "", "R-2026-"])
def test_un_texte_qui_n_est_pas_de_la_serie_n_a_pas_de_numero(texte: str) -> None:
    assert numero_de("R-2026", texte) is None


def test_un_numero_reserve_dit_par_qui_et_quand(banc: Banc) -> None:
    banc.ouvrir().reserver_numero("A-2026")
    lue = lire_reservation(serie(banc), 1, 0)
    assert lue.par == "poste~martin~1"
    assert lue.le == banc.horloge.instant


def test_un_numero_rendu_par_une_transaction_abandonnee_resert(banc: Banc) -> None:
    registre = banc.ouvrir()

    def abandonner() -> None:
        with registre.transaction():
            assert registre.reserver_numero("A-2026") == 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        abandonner()
    with registre.transaction():
        assert registre.reserver_numero("A-2026") == 1
        assert registre.reserver_numero("A-2026") == 2
        registre.add(action("A-2026-001"))
    assert registre.reserver_numero("A-2026") == 3


@pytest.mark.parametrize("dehors_aussi", [True, False])
def test_un_numero_rendu_n_est_rendu_qu_une_fois(banc: Banc, dehors_aussi: bool) -> None:
    """A gesture inside another fails, its number serves at once; the outer one fails too: two cases, two numbers."""
    registre = banc.ouvrir()

    def echouer() -> None:
        with registre.transaction():
            registre.reserver_numero("A-2026")
            raise RuntimeError

    def echouer_dehors() -> None:
        with registre.transaction():
            with pytest.raises(RuntimeError):
                echouer()
            assert registre.reserver_numero("A-2026") == 1
            if dehors_aussi:
                raise RuntimeError
            registre.add(action("A-2026-001"))

    if dehors_aussi:
        with pytest.raises(RuntimeError):
            echouer_dehors()
    else:
        echouer_dehors()
    premier = 1 if dehors_aussi else 2
    assert [registre.reserver_numero("A-2026") for _ in range(3)] == [premier, premier + 1, premier + 2]


def test_un_numero_laisse_par_un_arret_est_repris_par_le_meme_poste(banc: Banc) -> None:
    registre = banc.ouvrir()
    registre.reserver_numero("A-2026")
    registre.add(action("A-2026-001"))
    registre.reserver_numero("A-2026")
    registre.close()
    repris = banc.ouvrir()
    assert [repris.reserver_numero("A-2026") for _ in range(2)] == [2, 3]
    assert reservations(serie(banc)) == {1: 0, 2: 1, 3: 0}


def test_un_autre_poste_ne_reprend_un_numero_qu_apres_le_delai(banc: Banc) -> None:
    """And once its writer went on without it: until then, the record may have been lost with the line that made it."""
    banc.ouvrir("fondateur").add(action("A-2025-001"))
    martin = banc.ouvrir()
    martin.reserver_numero("A-2026")
    assert banc.ouvrir("durand", etat="durand").reserver_numero("A-2026") == 2
    banc.horloge.avancer(hours=2)
    assert banc.ouvrir("petit", etat="petit").reserver_numero("A-2026") == 3
    martin.add(action("A-2025-002"))
    assert banc.ouvrir("leroy", etat="leroy").reserver_numero("A-2026") == 1


def test_un_numero_dont_le_poste_se_passe_attend_encore_le_delai(banc: Banc) -> None:
    martin = banc.ouvrir()
    martin.reserver_numero("A-2026")
    martin.add(action("A-2025-002"))
    assert banc.ouvrir("durand", etat="durand").reserver_numero("A-2026") == 2
    banc.horloge.avancer(hours=2)
    assert banc.ouvrir("petit", etat="petit").reserver_numero("A-2026") == 1


def test_un_numero_dont_quelque_chose_de_confidentiel_est_garde_ne_resert_pas(banc: Banc) -> None:
    """In a register that is not lost: in one that is, no number is ever taken again."""
    registre = banc.ouvrir()
    registre.add(action("A-2025-001"))
    for numero in (1, 2):
        assert registre.reserver_numero("A-2026") == numero
    registre.close()
    (banc.dossier / "confidentiel" / "A-2026-001").mkdir(parents=True)
    assert [banc.ouvrir().reserver_numero("A-2026") for _ in range(2)] == [2, 3]


def test_rien_n_est_repris_quand_il_manque_des_ecritures(banc: Banc) -> None:
    registre = banc.ouvrir()
    for numero in (1, 2):
        registre.reserver_numero("A-2026")
        registre.add(action(f"A-2026-00{numero}"))
    registre.close()
    lignes = banc.journal().read_bytes().split(b"\n")
    banc.journal().write_bytes(b"\n".join([b"x" + lignes[0], lignes[1], b""]))
    banc.horloge.avancer(hours=2)  # unused for so long, the number would be anyone’s if nothing were missing
    assert banc.ouvrir("durand").reserver_numero("A-2026") == 3


def test_la_serie_continue_apres_les_fiches_meme_si_les_reservations_sont_perdues(banc: Banc) -> None:
    registre = banc.ouvrir()
    fiche = registre.add(action("A-2026-007"))
    registre.remove(fiche)
    assert registre.reserver_numero("A-2026") == 8


@pytest.mark.parametrize("dossier_aussi", [False, True], ids=["les fichiers", "le dossier"])
def test_des_reservations_perdues_pendant_le_travail_ne_font_aucun_double(banc: Banc, dossier_aussi: bool) -> None:
    martin, durand = banc.ouvrir("martin"), banc.ouvrir("durand")
    for registre in (martin, durand, durand):
        with registre.transaction():
            registre.add(action(f"A-2026-{registre.reserver_numero('A-2026'):03d}"))
    for claim in serie(banc).iterdir():
        claim.unlink()
    if dossier_aussi:
        serie(banc).rmdir()
    assert martin.reserver_numero("A-2026") == 4
    assert durand.reserver_numero("A-2026") == 5


def test_une_reservation_illisible_n_est_jamais_prise_pour_libre(banc: Banc) -> None:
    registre = banc.ouvrir()
    serie(banc).mkdir(parents=True)
    (serie(banc) / "000001").write_bytes(b'{"par": "poste~mar')
    banc.horloge.avancer(days=30)
    assert registre.reserver_numero("A-2026") == 2


def test_une_reservation_restee_vide_est_reprise_apres_un_jour(banc: Banc) -> None:
    """A program was killed between the creation of the file and its content: nobody knows whose number it was."""
    banc.ouvrir("fondateur").add(action("A-2025-001"))
    serie(banc).mkdir(parents=True)
    vide = serie(banc) / "000001"
    vide.write_bytes(b"")
    os.utime(vide, (banc.horloge.instant.timestamp(),) * 2)
    banc.horloge.avancer(hours=23)
    assert banc.ouvrir().reserver_numero("A-2026") == 2
    banc.horloge.avancer(hours=2)
    assert banc.ouvrir("durand").reserver_numero("A-2026") == 1
