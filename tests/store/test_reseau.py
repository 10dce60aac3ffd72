"""The folder is on a network: how many operations each gesture asks of it, whoever else writes there."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import evoluer
from qualitui.store.contrat import Nouveaute
from qualitui.store.journal.journal import BLOC
from qualitui.store.journal.ligne import empreinte, encoder
from qualitui.store.moteur import reception
from qualitui.store.moteur.moteur import RegistreJournal
from qualitui.store.secours.copies import Releve, copier_les_journaux
from qualitui.store.secours.sauvegarde import sauvegarder
from tests.store.banc import MIDI, Banc, action
from tests.store.partage import FERMER, LIRE, OUVRIR, Client

LOGINS = ("durand", "leroy", "martin", "petit")
ANNEES = (2023, 2024, 2025, 2026)
PAR_JOURNAL_LU = 4  # open, size, one block, close


@contextmanager
def compter(banc: Banc) -> Iterator[Client]:
    with Client(banc.dossier, retard=0, latence=0).installe() as client:
        yield client


@pytest.fixture
def postes(banc: Banc) -> list[RegistreJournal]:
    """Four workstations answer each other on the same records, over four years; two of their saves cross unseen."""
    registres = [banc.ouvrir(login, etat=f"etat-{login}") for login in LOGINS]
    for annee in ANNEES:
        banc.horloge.instant = datetime(annee, 3, 2, 12, tzinfo=UTC)
        for registre in registres:
            registre.horloge.croire()
        for rang, registre in enumerate(registres):
            registre.add(action(f"A-{annee}-{rang}"))
        for tour in range(12):
            registre = registres[tour * 5 % 4]
            registre.poll()
            for fiche in list(registre.find(Action))[tour % 3 :: 3]:
                registre.save(evoluer(fiche, causes=f"{annee} {tour}"))
    se_croiser(banc, registres[0], registres[2])
    for registre in registres:
        registre.poll()
        registre.nouveautes()
    return registres


def se_croiser(banc: Banc, un: RegistreJournal, autre: RegistreJournal) -> None:
    """Both save the same record, the second on a listing that is late."""
    en_retard = Client(banc.dossier, retard=3600, latence=0)
    with en_retard.installe():
        un.poll()
    ident = un.find(Action)[0].id
    autre.poll()
    autre.save(evoluer(autre.get(Action, ident), pilote="autre"))
    with en_retard.installe():
        un.save(evoluer(un.get(Action, ident), pilote="un"))


def photo(registre: RegistreJournal) -> list[tuple[str, str, Action]]:
    return [(fiche.id, fiche.jeton, fiche) for fiche in registre.find(Action)]


def ouvertures(client: Client) -> dict[str, int]:
    return {chemin: combien for chemin, combien in client.ouvertures.items() if chemin.endswith(".jsonl")}


def test_une_premiere_ouverture_n_ouvre_pas_un_journal_plus_de_trois_fois(
    banc: Banc, postes: list[RegistreJournal]
) -> None:
    with compter(banc) as client:
        neuf = banc.ouvrir("lecteur", etat="neuf")
    assert len(ouvertures(client)) == len(LOGINS) * len(ANNEES)
    assert max(ouvertures(client).values()) <= 3
    assert client.comptes[LIRE] <= client.comptes[OUVRIR] + 2
    assert client.operations <= 2 * PAR_JOURNAL_LU * len(ouvertures(client)) + len(ANNEES) + 8
    assert [photo(registre) for registre in postes] == [photo(neuf)] * len(postes)
    assert [registre.conflits() for registre in postes] == [neuf.conflits()] * len(postes)
    assert len(neuf.conflits()) == 1


@pytest.mark.parametrize("plein", [0, 1, 7])
def test_ce_qui_attend_sa_suite_peut_etre_fusionne_en_plusieurs_fois(
    banc: Banc, postes: list[RegistreJournal], monkeypatch: pytest.MonkeyPatch, plein: int
) -> None:
    monkeypatch.setattr(reception, "PLEIN", plein)
    neuf = banc.ouvrir("lecteur", etat="neuf")
    assert photo(neuf) == photo(postes[0])
    assert neuf.conflits() == postes[0].conflits()


def test_ce_qui_arrive_avant_sa_creation_est_annonce_aussi(banc: Banc) -> None:
    """durand's journal is read before martin's, and changes a record martin's creates."""
    durand, martin, lecteur = banc.ouvrir("durand"), banc.ouvrir("martin"), banc.ouvrir("lecteur", etat="autre")
    fiche = martin.add(action("A-1"))
    durand.poll()
    durand.save(evoluer(durand.get(Action, fiche.id), pilote="durand"))
    assert lecteur.poll() is True
    assert sorted(lecteur.nouveautes()) == [Nouveaute("actions", fiche.id, par) for par in ("durand", "martin")]
    assert lecteur.get(Action, fiche.id).pilote == "durand"


def test_tous_ceux_qui_ont_change_une_fiche_avant_sa_creation_sont_annonces(banc: Banc) -> None:
    """durand's and leroy's journals are read before martin's, and both change a record martin's creates."""
    durand, leroy, martin = (banc.ouvrir(login) for login in ("durand", "leroy", "martin"))
    lecteur = banc.ouvrir("lecteur", etat="autre")
    fiche = martin.add(action("A-1"))
    for registre, champs in ((durand, {"pilote": "durand"}), (leroy, {"intitule": "Leroy"})):
        registre.poll()
        registre.save(evoluer(registre.get(Action, fiche.id), **champs))
    assert lecteur.poll() is True
    assert {nouvelle.par for nouvelle in lecteur.nouveautes()} == {"durand", "leroy", "martin"}


def test_ouvrir_avec_le_cache_n_ouvre_aucun_journal_qui_n_a_pas_bouge(
    banc: Banc, postes: list[RegistreJournal]
) -> None:
    lecteur = banc.ouvrir("lecteur", etat="neuf")
    lecteur.stockage.mettre_en_cache()
    with compter(banc) as client:
        rouvert = banc.ouvrir("lecteur", etat="neuf")
    assert ouvertures(client) == {}
    assert client.operations <= 8 + len(ANNEES)
    assert photo(rouvert) == photo(lecteur)
    postes[0].add(action("A-1"))
    with compter(banc) as client:
        banc.ouvrir("lecteur", etat="neuf")
    assert ouvertures(client) == {str(banc.journal("durand")): 2}
    assert client.operations <= 8 + len(ANNEES) + 2 * PAR_JOURNAL_LU


def test_un_enregistrement_ne_depasse_pas_huit_operations(banc: Banc, postes: list[RegistreJournal]) -> None:
    roux = banc.ouvrir("roux", etat="neuf")
    roux.add(action("A-1"))
    roux.reserver_numero("A-2026")
    comptes, numerotes = [], []
    for rang in range(20):
        with compter(banc) as client:
            roux.save(evoluer(roux.find(Action)[rang % 5], causes=f"encore {rang}"))
        comptes.append(client.operations)
        with compter(banc) as client, roux.transaction():
            roux.add(action(f"A-2026-{roux.reserver_numero('A-2026'):03d}"))
        numerotes.append(client.operations)
    assert max(comptes) <= 8
    assert max(numerotes) <= 12  # and the claim: others looked at, a file created, written, made durable, closed


def test_l_histoire_d_une_fiche_ouvre_une_fois_chaque_journal_ou_elle_est(
    banc: Banc, postes: list[RegistreJournal]
) -> None:
    fiche = postes[0].find(Action)[0]
    journaux = {e[4] for e in postes[0].stockage.enregistrement("actions", fiche.id).evenements}
    with compter(banc) as client:
        assert len(postes[0].history(Action, fiche.id)) > len(journaux) > 4
    assert ouvertures(client) == {str(banc.dossier / "registre" / f"{cle}.jsonl"): 1 for cle in journaux}


def test_regarder_les_autres_coute_deux_listes_et_ce_qui_a_grandi(banc: Banc, postes: list[RegistreJournal]) -> None:
    lecteur = banc.ouvrir("lecteur", etat="neuf")
    for rang in range(20):
        with compter(banc) as client:
            assert lecteur.poll() is False
        assert client.operations <= 2
        ecrivent = postes[: rang % 4 + 1]
        for poste in ecrivent:
            poste.add(action(f"A-{rang}"))
        with compter(banc) as client:
            assert lecteur.poll() is True
        assert sorted(ouvertures(client).values()) == [1] * len(ecrivent)
        assert client.operations <= 2 + PAR_JOURNAL_LU * len(ecrivent)


def test_toutes_les_annees_sont_regardees_a_leur_tour(banc: Banc, postes: list[RegistreJournal]) -> None:
    """A workstation whose clock is wrong writes in another year's folder, an old one or one nobody had."""
    lecteur = banc.ouvrir("lecteur", etat="neuf")
    for annee in (2023, 2031):
        banc.horloge.instant = datetime(annee, 6, 1, tzinfo=UTC)
        postes[1].horloge.croire()
        ecrite = postes[1].add(action(f"A-{annee}"))
        banc.horloge.instant = MIDI
        tours = [lecteur.poll() for _ in range(2 * (len(ANNEES) + 2))]
        assert tours.count(True) == 1
        assert lecteur.get(Action, ecrite.id) == ecrite


def test_une_sauvegarde_lit_chaque_fichier_une_fois_de_suite(banc: Banc, postes: list[RegistreJournal]) -> None:
    for rang in range(30):
        postes[rang % 4].reserver_numero("A-2026")
    (banc.dossier / "documents").mkdir()
    (banc.dossier / "documents" / "gros.bin").write_bytes(bytes(3 * BLOC + 5))
    destination = banc.dossier / "sauvegardes" / "x.zip"
    fichiers = [f for f in banc.dossier.rglob("*") if f.is_file()]
    dossiers = [f for f in banc.dossier.rglob("*") if f.is_dir()]
    with compter(banc) as client:
        assert sauvegarder(banc.dossier, destination, le=MIDI).fichiers == len(fichiers)
    assert {client.ouvertures[str(fichier)] for fichier in fichiers} == {1}
    assert client.comptes[LIRE] <= 2 * len(fichiers) + 3 + 8  # each block and its end; reading the archive back
    assert client.comptes[FERMER] == client.comptes[OUVRIR] + 1  # nothing else is opened, the archive is read back
    assert client.operations <= 4 * len(fichiers) + len(dossiers) + 24


def test_une_sauvegarde_ne_tient_jamais_un_fichier_entier_en_memoire(banc: Banc) -> None:
    banc.ouvrir("martin").add(action("A-1"))
    cle, lignes, p = "2026/poste~durand~1", [], ""
    for n in range(1, 25):
        valeur = {"t": "t", "i": f"i{n}", "v": 1, "s": {"texte": "x" * BLOC}}
        lignes.append(encoder({"n": n, "h": n, "w": "poste~durand~1", "p": p, "o": [valeur]}))
        p = empreinte(lignes[-1])
    (banc.dossier / "registre" / f"{cle}.jsonl").write_bytes(b"".join(lignes))
    (banc.dossier / "gros.bin").write_bytes(bytes(24 * BLOC))
    tracemalloc.start()
    try:
        sauvegarder(banc.dossier, banc.racine / "copie.zip", le=MIDI)
        pic = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert pic < 12 * BLOC


def test_la_copie_d_un_journal_est_le_journal(banc: Banc, postes: list[RegistreJournal], tmp_path: Path) -> None:
    registre = banc.dossier / "registre"
    noms = sorted(f.relative_to(registre).as_posix() for f in registre.rglob("*.jsonl"))
    entier = (registre / noms[0]).read_bytes()
    (registre / noms[0]).write_bytes(entier + b"inachev")
    assert copier_les_journaux(registre, noms, tmp_path / "copies", Releve([])) == noms
    assert (tmp_path / "copies" / noms[0]).read_bytes() == entier
    for nom in noms[1:]:
        assert (tmp_path / "copies" / nom).read_bytes() == (registre / nom).read_bytes()
