"""Recovery: what counts in a journal, what is skipped, and what is said of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import evoluer
from qualitui.store.contrat import RegistreIllisible
from qualitui.store.journal.forme import BORNE
from qualitui.store.journal.journal import Journal, TailleInattendue
from qualitui.store.journal.ligne import crc_de, decoder, empreinte, encoder
from qualitui.store.moteur.moteur import RegistreJournal
from qualitui.store.moteur.stockage import SEUIL_CACHE
from tests.store.banc import Banc, action


def ecrire(banc: Banc, combien: int = 3) -> Path:
    """A closed journal of `combien` lines."""
    registre = banc.ouvrir()
    for rang in range(combien):
        registre.add(action(f"A-{rang}"))
    registre.close()
    return banc.journal()


def references(registre: RegistreJournal) -> list[str]:
    return [a.reference for a in registre.find(Action)]


def anomalies(registre: RegistreJournal) -> list[tuple[str, str | None, int | None]]:
    return [(a.gravite, a.fichier, a.ligne) for a in registre.anomalies]


def test_une_ligne_se_decode_comme_elle_s_encode() -> None:
    contenu = {"n": 1, "h": 2, "w": "w", "o": [{"t": "t", "i": "i", "v": 1, "s": {"é": "«\n»"}}]}
    ligne = encoder(contenu)
    assert ligne.endswith(b"\n")
    assert ligne.count(b"\n") == 1
    assert decoder([ligne.rstrip(b"\n")]) == [(crc_de(ligne[:-1]), contenu)]


def test_un_nombre_impossible_ne_s_ecrit_pas() -> None:
    with pytest.raises(ValueError, match="JSON"):
        encoder({"s": float("nan")})


@pytest.mark.parametrize("ligne", [b"", b"x", b"zzzzzzzz {}", b"00000000 {}", b"99999999"])
def test_une_ligne_dont_le_crc_est_faux_ne_compte_pas(ligne: bytes) -> None:
    assert decoder([ligne]) == [None]


@pytest.mark.parametrize("entouree", [False, True])
def test_un_seul_octet_change_et_la_ligne_ne_compte_plus(entouree: bool) -> None:
    """Still good JSON, still a transaction, or not: alone or among others, only the sum tells."""
    bonne = encoder({"n": 1, "h": 2, "w": "w", "o": [{"t": "t", "i": "i", "v": 1, "s": {"nom": "Un banc"}}]})[:-1]
    for rang in range(len(bonne)):
        changee = bonne[:rang] + bytes([bonne[rang] ^ 1]) + bonne[rang + 1 :]
        lues = decoder([bonne, changee, bonne] if entouree else [changee])
        assert [lue is not None for lue in lues] == ([True, False, True] if entouree else [False]), rang


@pytest.mark.parametrize(
    "contenu",
    [[], {"n": 1}, {"n": "1", "h": 1, "w": "w", "o": []}, {"n": 1, "h": 1, "w": "w", "o": {}}]
    + [{"n": 1, "h": 1, "w": "w", "o": [operation]} for operation in ({}, {"t": "t", "i": "i", "v": 0}, "x")]
    + [{"n": 1, "h": 1, "w": "w", "o": [], "x": [{"y": BORNE}]}, {"n": 1, "h": -1, "w": "w", "o": []}],
)
@pytest.mark.parametrize("entouree", [False, True])
def test_un_contenu_qui_n_est_pas_une_transaction_ne_compte_pas(contenu: object, entouree: bool) -> None:
    bonne, autre = encoder({"n": 1, "h": 1, "w": "w", "o": []})[:-1], encoder(contenu)[:-1]  # type: ignore[arg-type]
    lues = decoder([bonne, autre, bonne] if entouree else [autre])
    assert [lue is not None for lue in lues] == ([True, False, True] if entouree else [False])


def test_une_ligne_de_plusieurs_contenus_ne_decale_pas_les_autres() -> None:
    double = b"%08x %b" % (crc32(b"{},{}"), b"{},{}")
    bonne = encoder({"n": 1, "h": 1, "w": "w", "o": []}).rstrip(b"\n")
    assert [decodee is not None for decodee in decoder([double, bonne])] == [False, True]


def test_l_empreinte_ne_depend_pas_de_la_fin_de_ligne() -> None:
    assert empreinte(b"abc\r\n") == empreinte(b"abc\n") == empreinte(b"abc")


def test_une_queue_inachevee_attend_le_lecteur(banc: Banc) -> None:
    journal = ecrire(banc)
    octets = journal.read_bytes()
    journal.write_bytes(octets[:-10])
    lecteur = banc.ouvrir("durand", etat="ailleurs")
    assert references(lecteur) == ["A-0", "A-1"]
    assert anomalies(lecteur) == []
    journal.write_bytes(octets)
    assert lecteur.poll() is True
    assert references(lecteur) == ["A-0", "A-1", "A-2"]


def test_une_queue_inachevee_est_scellee_par_son_ecrivain_et_jamais_effacee(banc: Banc) -> None:
    journal = ecrire(banc)
    with journal.open("ab") as flux:
        flux.write(b'0badc0de {"n":4,"h":')
    registre = banc.ouvrir()
    registre.add(action("A-3"))
    assert b'0badc0de {"n":4,"h":\n' in journal.read_bytes()
    relu = banc.ouvrir("durand")
    assert references(relu) == ["A-0", "A-1", "A-2", "A-3"]
    assert anomalies(relu) == [("information", "registre/2026/poste~martin~1.jsonl", 4)]


@pytest.mark.parametrize(
    ("abimer", "lues", "dites"),
    [
        (lambda j: [j[0], b"x" + j[1][1:], j[2]], ["A-0", "A-2"], [("grave", 2), ("grave", 3)]),
        (lambda j: [j[0], j[2]], ["A-0", "A-2"], [("grave", 2)]),
        (lambda j: [j[0], j[1], j[1], j[2]], ["A-0", "A-1", "A-2"], [("avertissement", 3)]),
        (lambda j: [j[0], b"", j[1], j[2]], ["A-0", "A-1", "A-2"], [("information", 2)]),
        (lambda j: [b"\xef\xbb\xbf" + j[0], j[1], j[2]], ["A-0", "A-1", "A-2"], []),
        (lambda j: [ligne + b"\r" for ligne in j], ["A-0", "A-1", "A-2"], []),
        (lambda j: [b"\0" * 40, *j], ["A-0", "A-1", "A-2"], [("grave", 1)]),
        (lambda j: [j[0], j[1], j[2][:40]], ["A-0", "A-1"], [("avertissement", 3)]),
    ],
    ids=["abîmée", "retirée", "répétée", "vide", "bom", "crlf", "zéros", "coupée"],
)
def test_ce_qui_est_abime_est_saute_et_dit_avec_sa_ligne(
    banc: Banc,
    abimer: Callable[[list[bytes]], list[bytes]],
    lues: list[str],
    dites: list[tuple[str, int]],
) -> None:
    journal = ecrire(banc)
    journal.write_bytes(b"\n".join(abimer(journal.read_bytes().split(b"\n")[:-1])) + b"\n")
    relu = banc.ouvrir("durand", etat="ailleurs")
    assert references(relu) == lues
    assert [(gravite, ligne) for gravite, _, ligne in anomalies(relu)] == dites


def test_une_ligne_reecrite_avec_un_bon_crc_rompt_l_enchainement(banc: Banc) -> None:
    journal = ecrire(banc)
    premiere, deuxieme, *suite = journal.read_bytes().split(b"\n")
    decodee = decoder([deuxieme])[0]
    assert decodee is not None
    decodee[1]["o"][0]["s"]["intitule"] = "falsifié"
    journal.write_bytes(b"\n".join([premiere, encoder(decodee[1]).rstrip(b"\n"), *suite]))
    relu = banc.ouvrir("durand")
    assert anomalies(relu) == [("grave", "registre/2026/poste~martin~1.jsonl", 3)]
    assert "modifiée après coup" in relu.anomalies[0].phrase


def test_une_fin_coupee_net_se_voit_par_ce_que_les_autres_en_ont_vu(banc: Banc) -> None:
    journal = ecrire(banc)
    autre = banc.ouvrir("durand")
    autre.add(action("A-9"))
    journal.write_bytes(b"\n".join(journal.read_bytes().split(b"\n")[:1]) + b"\n")
    relu = banc.ouvrir("petit", etat="ailleurs")
    assert anomalies(relu) == [("grave", "registre/2026/poste~martin~1.jsonl", None)]
    assert "un autre poste en a vu 3 écritures, il y en a 1" in relu.anomalies[0].phrase


def test_le_journal_d_un_autre_site_n_est_pas_lu(banc: Banc, tmp_path: Path) -> None:
    (tmp_path / "ailleurs").mkdir()
    ailleurs = Banc(tmp_path / "ailleurs")
    ailleurs.horloge.avancer(seconds=1)
    etranger = ecrire(ailleurs)
    ecrire(banc, 1)
    (banc.journal("durand")).write_bytes(etranger.read_bytes())
    relu = banc.ouvrir("petit")
    assert references(relu) == ["A-0"]
    assert "vient d’un autre site" in relu.anomalies[0].phrase
    assert banc.journal("durand").read_bytes() == etranger.read_bytes()


def test_un_format_futur_est_refuse_sans_rien_modifier(banc: Banc) -> None:
    ecrire(banc)
    fichier = banc.dossier / "registre" / "FORMAT.json"
    fichier.write_text(fichier.read_text().replace('"format": 1', '"format": 2'))
    with pytest.raises(RegistreIllisible, match="format 2"):
        banc.ouvrir()


@pytest.mark.parametrize("contenu", [None, "", "{", '{"format": "un"}'])
def test_sans_format_lisible_le_site_est_reconnu_par_ses_journaux(banc: Banc, contenu: str | None) -> None:
    ecrire(banc)
    fichier = banc.dossier / "registre" / "FORMAT.json"
    if contenu is None:
        fichier.unlink()
    else:
        fichier.write_text(contenu)
    registre = banc.ouvrir()
    assert references(registre) == ["A-0", "A-1", "A-2"]
    assert "reconnu par ses journaux" in registre.anomalies[0].phrase
    registre.add(action("A-3"))
    assert references(banc.ouvrir("durand")) == ["A-0", "A-1", "A-2", "A-3"]


def test_un_registre_disparu_n_est_pas_pris_pour_un_registre_vide(banc: Banc) -> None:
    registre = banc.ouvrir()
    registre.reserver_numero("R-2026")
    registre.close()
    for chemin in sorted((banc.dossier / "registre").rglob("*"), reverse=True):
        chemin.unlink() if chemin.is_file() else chemin.rmdir()
    with pytest.raises(RegistreIllisible, match="Restaurez une sauvegarde"):
        banc.ouvrir()


def test_un_dossier_absent_est_dit(banc: Banc) -> None:
    banc.dossier.rmdir()
    with pytest.raises(RegistreIllisible, match="introuvable"):
        banc.ouvrir()


@pytest.mark.parametrize("nom", ["poste~martin~1 (conflit de PC2).jsonl", "poste~martin~1.sync-conflict-2026.jsonl"])
def test_la_copie_de_conflit_d_un_outil_de_synchronisation_est_lue_aussi(banc: Banc, nom: str) -> None:
    journal = ecrire(banc, 2)
    avant = journal.read_bytes()
    registre = banc.ouvrir()
    registre.add(action("A-2"))
    registre.close()
    (journal.parent / nom).write_bytes(journal.read_bytes())
    journal.write_bytes(avant)
    relu = banc.ouvrir("durand")
    assert references(relu) == ["A-0", "A-1", "A-2"]
    assert ("avertissement", f"registre/2026/{nom}", None) in anomalies(relu)


def test_un_fichier_inconnu_est_dit_et_laisse(banc: Banc) -> None:
    journal = ecrire(banc, 1)
    (journal.parent / "Thumbs.db").write_bytes(b"x")
    (journal.parent / "notes.jsonl").write_bytes(b"x")
    relu = banc.ouvrir("durand")
    dits = {fichier for _, fichier, _ in anomalies(relu)}
    assert dits == {"registre/2026/Thumbs.db", "registre/2026/notes.jsonl"}


def test_un_journal_raccourci_sous_nos_yeux_garde_ce_qui_etait_lu(banc: Banc) -> None:
    journal = ecrire(banc)
    lecteur = banc.ouvrir("durand")
    journal.write_bytes(journal.read_bytes().split(b"\n")[0] + b"\n")
    lecteur.poll()
    assert references(lecteur) == ["A-0", "A-1", "A-2"]
    assert "a perdu" in lecteur.anomalies[0].phrase
    lecteur.add(action("A-3"))
    assert references(lecteur) == ["A-0", "A-1", "A-2", "A-3"]


def test_un_journal_raccourci_sous_nos_yeux_n_est_pas_pris_pour_entier_a_l_ouverture_suivante(banc: Banc) -> None:
    """What only the memory still held is not what the folder says: the cache must not say it either."""
    ecrivain = banc.ouvrir()
    with ecrivain.transaction():
        for rang in range(SEUIL_CACHE + 50):
            ecrivain.add(action(f"A-{rang}"))
    ecrivain.add(action("A-perdue"))
    lecteur = banc.ouvrir("durand")
    journal = banc.journal()
    journal.write_bytes(journal.read_bytes().split(b"\n")[0] + b"\n")
    lecteur.poll()
    assert "A-perdue" in references(lecteur)
    assert not lecteur.stockage.mettre_en_cache()
    lecteur.close()
    avec_cache, sans_cache = banc.ouvrir("durand"), banc.ouvrir("petit", etat="neuf")
    assert "A-perdue" not in references(sans_cache)
    assert references(avec_cache) == references(sans_cache)
    assert [chemin.name for chemin in banc.local().glob("secours-*")] == ["secours-1.bin"]


def test_ce_qu_ecrit_un_poste_dont_l_horloge_est_fausse_finit_par_se_voir(banc: Banc) -> None:
    """Its lines go to the folder of another year, where nobody else writes."""
    lecteur = banc.ouvrir("durand")
    ici = banc.horloge.instant
    banc.horloge.instant = ici.replace(year=2019)
    banc.ouvrir().add(action("A-2019-001"))
    banc.horloge.instant = ici
    for _ in range(16):
        lecteur.poll()
    assert references(lecteur) == ["A-2019-001"]


def test_une_horloge_qui_recule_ne_change_pas_l_ordre_et_se_dit(banc: Banc) -> None:
    registre = banc.ouvrir()
    fiche = registre.add(action("A-0"))
    banc.horloge.avancer(days=-3)
    registre.save(evoluer(fiche, pilote="martin"))
    registre.add(action("A-1"))
    relu = banc.ouvrir("durand")
    assert references(relu) == ["A-0", "A-1"]
    assert relu.get(Action, fiche.id).pilote == "martin"
    assert [a.gravite for a in relu.anomalies] == ["information"]
    assert "3\u00a0jours" in relu.anomalies[0].phrase


def test_chaque_annee_a_son_fichier(banc: Banc) -> None:
    registre = banc.ouvrir()
    registre.add(action("A-0"))
    banc.horloge.avancer(days=340)
    registre.add(action("A-1"))
    assert banc.journal(annee=2027).is_file()
    relu = banc.ouvrir("durand")
    assert references(relu) == ["A-0", "A-1"]
    assert anomalies(relu) == []


def test_une_fiche_qu_on_ne_comprend_pas_est_dite_et_les_autres_sont_la(banc: Banc) -> None:
    registre = banc.ouvrir()
    registre.add(action("A-0"))
    registre.db.table("actions").insert({"reference": "A-1", "venu_du_futur": True})
    assert references(registre) == ["A-0"]
    (dite,) = registre.illisibles
    assert (dite.nom, dite.partielle) == ("A-1", False)
    assert "venu_du_futur" in dite.phrase
    assert "mettez à jour le programme" in dite.phrase
    assert [une.phrase for une in registre.etat.graves] == [
        "1\u00a0action illisible ici, hors de tout chiffre\u00a0; mettez à jour le programme."
    ]


def test_ajouter_refuse_un_fichier_qui_n_a_pas_la_taille_attendue(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.jsonl", "2026/p~l~1")
    journal.chemin.write_bytes(b"de quelqu'un d'autre\n")
    with pytest.raises(TailleInattendue):
        journal.ajouter(b"ligne\n")
    assert journal.chemin.read_bytes() == b"de quelqu'un d'autre\n"


def test_une_ligne_enregistree_est_sur_le_disque_avant_d_etre_annoncee(
    banc: Banc, monkeypatch: pytest.MonkeyPatch
) -> None:
    registre = banc.ouvrir()
    registre.add(action("A-0"))
    vues: list[tuple[int, int]] = []
    fsync = os.fsync

    def constater(descripteur: int) -> None:
        vues.append((os.fstat(descripteur).st_size, len(registre.stockage.table("actions").fiches)))
        fsync(descripteur)

    monkeypatch.setattr(os, "fsync", constater)
    registre.add(action("A-1"))
    assert vues == [(banc.journal().stat().st_size, 1)]
