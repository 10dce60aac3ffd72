"""Real journals, delivered in pieces and in any order: all readers end with the same register, nothing is missing."""

from __future__ import annotations

import random
import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from qualitui.domain.actions import Action, Note
from qualitui.domain.base import Refus, evoluer
from qualitui.store.moteur import RegistreJournal
from tests.store.banc import JOUR, Banc, action

LOGINS = ("martin", "durand", "petit")
Photo = list[tuple[str, str, dict[str, object]]]


def photo(registre: RegistreJournal) -> Photo:
    """The whole register, without what only concerns one reader."""
    return [(a.id, a.jeton, a.model_dump(mode="json")) for a in registre.find(Action)]


def ecrire_au_hasard(registre: RegistreJournal, hasard: random.Random, rang: int) -> str:
    """One gesture; return the text it acknowledged."""
    marque = f"geste {rang}"
    connues = list(registre.find(Action))
    if not connues or hasard.random() < 0.3:
        registre.add(action(f"A-{rang}", causes=marque))
    else:
        choisie = hasard.choice(connues)
        notee = Note(le=JOUR, par=registre.auteur, texte=marque)
        registre.save(evoluer(choisie, notes=(*choisie.notes, notee)))
    return marque


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_des_postes_qui_se_voient_mal_convergent(graine: int) -> None:
    """Each workstation writes in its own copy of the folder; copies are exchanged by pieces, cut anywhere."""
    hasard = random.Random(graine)
    with tempfile.TemporaryDirectory() as racine:
        bancs = _copies(Path(racine))
        registres = [banc.ouvrir(login) for banc, login in zip(bancs, LOGINS, strict=True)]
        marques = []
        for rang in range(18):
            poste = hasard.randrange(3)
            try:
                marques.append(ecrire_au_hasard(registres[poste], hasard, rang))
            except Refus:
                registres[poste].poll()
            _echanger(bancs, hasard)
        _tout_echanger(bancs)
        for registre in registres:
            registre.poll()
        neuf = bancs[0].ouvrir("lecteur", etat="neuf")
        photos = [photo(registre) for registre in (*registres, neuf)]
        assert all(une == photos[0] for une in photos)
        assert [registre.conflits() for registre in registres] == [registres[0].conflits()] * 3
        ecrit = str(photos[0])
        assert [marque for marque in marques if f"'{marque}'" not in ecrit] == []
        for banc in bancs:
            banc.fermer()


def _copies(racine: Path) -> list[Banc]:
    """Three folders of one site (same FORMAT.json), each on its own."""
    bancs = []
    for login in LOGINS:
        (racine / login).mkdir()
        bancs.append(Banc(racine / login))
    bancs[0].ouvrir("fondateur").close()
    for banc in bancs[1:]:
        shutil.copytree(bancs[0].dossier / "registre", banc.dossier / "registre")
    return bancs


def _echanger(bancs: list[Banc], hasard: random.Random) -> None:
    """Some journals arrive elsewhere, some only in part, cut in the middle of a line."""
    for source, login in zip(bancs, LOGINS, strict=True):
        for cible in bancs:
            if cible is not source and hasard.random() < 0.3:
                _copier(source.journal(login), cible.journal(login), hasard)


def _tout_echanger(bancs: list[Banc]) -> None:
    for source, login in zip(bancs, LOGINS, strict=True):
        for cible in bancs:
            if cible is not source:
                _copier(source.journal(login), cible.journal(login), None)


def _copier(de: Path, vers: Path, hasard: random.Random | None) -> None:
    if not de.exists():
        return
    octets = de.read_bytes()
    deja = vers.stat().st_size if vers.exists() else 0
    if hasard is not None:
        octets = octets[: max(deja, hasard.randint(0, len(octets)))]
    vers.parent.mkdir(parents=True, exist_ok=True)
    vers.write_bytes(octets)
