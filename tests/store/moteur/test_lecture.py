"""A journal says the same whether it is read at once, piece by piece, or by the program that writes it."""

from __future__ import annotations

import json
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from qualitui.store.journal.forme import BORNE
from qualitui.store.journal.journal import BOM, Journal
from qualitui.store.journal.ligne import Lue, decoder, empreinte, encoder

SITE = "01SITE"
CLE = "2026/poste~login~1"
DEGATS = (*[""] * 15, "inachevee", "bit", "vide", "double", "absente", "refaite", "site", "forme", "crlf", "texte")


def lignes(combien: int, vus: set[int]) -> list[bytes]:
    """A journal as its writer leaves it."""
    faites: list[bytes] = []
    p = ""
    for n in range(1, combien + 1):
        contenu: dict[str, Any] = {"n": n, "h": 1000 + n, "w": "w", "p": p, "o": []}
        contenu |= {"site": SITE} if n == 1 else {}
        contenu |= {"vu": {"2026/autre~autre~1": n}} if n in vus else {}
        contenu["o"] = [{"t": "actions", "i": f"i{n}", "v": 1, "s": {"texte": "é" * n}}]
        faites.append(encoder(contenu))
        p = empreinte(faites[-1])
    return faites


def abimer(ligne: bytes, degat: str) -> bytes:
    if degat == "bit":
        return ligne[:20] + bytes([ligne[20] ^ 1]) + ligne[21:]
    refaites: dict[str, dict[str, Any]] = {"refaite": {"o": []}, "site": {"site": "AUTRE"}, "forme": {"o": {}}}
    if degat in refaites:
        return encoder({"n": 2, "h": 1002, "w": "w", "p": "", **refaites[degat]})
    autres = {"vide": b"\n", "double": ligne * 2, "absente": b"", "crlf": ligne[:-1] + b"\r\n", "texte": b"bonjour\n"}
    autres["inachevee"] = ligne[:15] + b"\n" + ligne
    return autres.get(degat, ligne)


def etat(journal: Journal) -> tuple[Any, ...]:
    champs = ("fin", "lignes", "n", "h", "empreinte", "dernier_crc", "derniere_fin", "queue", "etranger", "vu")
    return (*(getattr(journal, champ) for champ in champs), journal.anomalies)


def lire(morceaux: list[bytes]) -> tuple[tuple[Any, ...], list[Lue]]:
    journal, lues = Journal(Path("nulle-part"), CLE), []
    for morceau in morceaux:
        lues += journal.avaler(journal.queue + morceau, SITE)
    return etat(journal), lues


@settings(max_examples=150)
@given(
    degats=st.lists(st.sampled_from(DEGATS), min_size=1, max_size=12),
    vus=st.sets(st.integers(1, 9)),
    coupures=st.lists(st.integers(1, 900), max_size=3),
    bom=st.booleans(),
    inachevee=st.booleans(),
)
def test_lu_d_un_coup_ou_par_morceaux(
    degats: list[str], vus: set[int], coupures: list[int], bom: bool, inachevee: bool
) -> None:
    octets = (BOM if bom else b"") + b"".join(map(abimer, lignes(len(degats), vus), degats))
    octets = octets[:-3] if inachevee else octets
    bornes = sorted({0, *(c for c in coupures if c < len(octets)), len(octets)})
    entier = lire([octets])
    assert entier == lire([octets[debut:fin] for debut, fin in pairwise(bornes)])
    assert entier == lire([octets[rang : rang + 1] for rang in range(len(octets))])
    for fin in [rang + 1 for rang, octet in enumerate(octets) if octet == ord("\n")]:
        assert entier == lire([octets[:fin], octets[fin:]])


def test_celui_qui_ecrit_sait_ce_que_lit_un_autre(tmp_path: Path) -> None:
    """Also when a line left unfinished by a crash is sealed by the next one."""
    chemin = tmp_path / "poste~login~1.jsonl"
    sien = Journal(chemin, CLE)
    lues: list[Lue] = []
    for rang, ligne in enumerate(lignes(6, {3})):
        if rang == 4:
            with chemin.open("ab") as flux:
                flux.write(b"0123")
            lues += chain(*sien.lire(SITE))
        contenu = lire([ligne])[1][0].contenu
        contenu = {**contenu, "n": sien.n + 1, "p": sien.empreinte}
        lues += sien.ecrire(contenu, SITE)
    autre = Journal(chemin, CLE)
    assert (list(chain(*autre.lire(SITE))), etat(autre)) == (lues, etat(sien))


@given(
    valeurs=st.lists(
        st.floats(allow_nan=False, allow_infinity=False) | st.integers(1 - BORNE, BORNE - 1) | st.text(), max_size=6
    )
)
def test_lues_ensemble_ou_une_a_une_les_lignes_disent_la_meme_chose(valeurs: list[Any]) -> None:
    """Both ways give back exactly what was written, signs of doubles and surrogates of others included."""
    contenus = [{"n": 1, "h": 1, "w": "w", "o": [], "x": valeur} for valeur in valeurs]
    ecrites = [encoder(contenu)[:-1] for contenu in contenus if json.dumps(contenu, ensure_ascii=False).isprintable()]
    ensemble = decoder(ecrites)
    assert repr(ensemble) == repr([decoder([ligne])[0] for ligne in ecrites])
    assert None not in ensemble
