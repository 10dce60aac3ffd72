"""Real journals, delivered in pieces and in any order: all readers end with the same register, nothing is missing."""

from __future__ import annotations

import random
import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from qualitui.domain.actions.fiche import Action, Note
from qualitui.domain.base import Refus, evoluer
from qualitui.store.moteur.moteur import RegistreJournal
from tests.store.banc import JOUR, Banc, action

LOGINS = ("martin", "durand", "petit", "leroy")
GESTES = 24
Photo = list[tuple[str, str, dict[str, object]]]
Marque = tuple[str, str]  # the record, and the text that its history must hold


def photo(registre: RegistreJournal) -> Photo:
    """The whole register, without what only concerns one reader."""
    return [(a.id, a.jeton, a.model_dump(mode="json")) for a in registre.find(Action)]


def noter(registre: RegistreJournal, fiche: Action, marque: str) -> None:
    registre.save(evoluer(fiche, notes=(*fiche.notes, Note(le=JOUR, par=registre.auteur, texte=marque))))


def ecrire_au_hasard(registre: RegistreJournal, hasard: random.Random, rang: int) -> list[Marque]:
    """One gesture (add, change a field, note, note two at once, remove, undo, settle); return what it acknowledged."""
    marque, connues = f"geste {rang}", list(registre.find(Action))
    if not connues or hasard.random() < 0.2:
        return [(registre.add(action(f"A-{rang}", causes=marque)).id, marque)]
    choisie, sort = hasard.choice(connues), hasard.random()
    if sort < 0.15:
        registre.remove(choisie)
        return []
    if sort < 0.3:
        registre.annuler()
        return []
    if sort < 0.4 and registre.conflits():
        conflit = hasard.choice(registre.conflits())
        registre.trancher(conflit, hasard.choice(conflit.redactions).contenu)
        return []
    if sort < 0.6:
        registre.save(evoluer(choisie, causes=marque))
        return [(choisie.id, marque)]
    notees = hasard.sample(connues, min(2, len(connues))) if sort < 0.75 else [choisie]
    with registre.transaction():
        for fiche in notees:
            noter(registre, fiche, marque)
    return [(fiche.id, marque) for fiche in notees]


def oubliees(registre: RegistreJournal, marques: list[Marque]) -> list[Marque]:
    """What was acknowledged and that no line of the record's history tells (removed or undone, it still does)."""
    histoires = {ident: str([c.champs for c in registre.history(Action, ident)]) for ident, _ in marques}
    return [(ident, marque) for ident, marque in marques if f"'{marque}'" not in histoires[ident]]


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_des_postes_qui_se_voient_mal_convergent(graine: int) -> None:
    """Each workstation writes in its own copy of the folder; copies are exchanged by pieces, cut anywhere."""
    hasard = random.Random(graine)
    with tempfile.TemporaryDirectory() as racine:
        bancs = _copies(Path(racine))
        registres = [banc.ouvrir(login) for banc, login in zip(bancs, LOGINS, strict=True)]
        marques: list[Marque] = []
        for rang in range(GESTES):
            poste = hasard.randrange(len(LOGINS))
            bancs[poste].horloge.avancer(seconds=hasard.choice((-90, 0, 1, 5)))
            try:
                marques += ecrire_au_hasard(registres[poste], hasard, rang)
            except Refus:
                registres[poste].poll()
            _echanger(bancs, hasard)
        _tout_echanger(bancs, hasard)
        for registre in registres:
            registre.poll()
        neuf = bancs[0].ouvrir("lecteur", etat="neuf")
        photos = [photo(registre) for registre in (*registres, neuf)]
        assert all(une == photos[0] for une in photos)
        assert [registre.conflits() for registre in registres] == [neuf.conflits()] * len(LOGINS)
        assert [oubliees(registre, marques) for registre in registres] == [[]] * len(LOGINS)
        for banc in bancs:
            banc.fermer()


def _copies(racine: Path) -> list[Banc]:
    """A folder of one site for each writer (same FORMAT.json), on its own."""
    bancs = []
    for login in LOGINS:
        (racine / login).mkdir()
        bancs.append(Banc(racine / login))
    bancs[0].ouvrir("fondateur").close()
    for banc in bancs[1:]:
        shutil.copytree(bancs[0].dossier / "registre", banc.dossier / "registre")
    return bancs


def _echanger(bancs: list[Banc], hasard: random.Random) -> None:
    """Some journals arrive elsewhere, in any order, some only in part, cut in the middle of a line; others look."""
    for source, cible, login in _livraisons(bancs, hasard):
        if hasard.random() < 0.3:
            _copier(source.journal(login), cible.journal(login), hasard)
            if hasard.random() < 0.5:
                cible._ouverts[-1].poll()


def _tout_echanger(bancs: list[Banc], hasard: random.Random) -> None:
    for source, cible, login in _livraisons(bancs, hasard):
        _copier(source.journal(login), cible.journal(login), None)
        if hasard.random() < 0.5:
            cible._ouverts[-1].poll()


def _livraisons(bancs: list[Banc], hasard: random.Random) -> list[tuple[Banc, Banc, str]]:
    """Every journal to every other folder, shuffled."""
    ecrivains = list(zip(bancs, LOGINS, strict=True))
    toutes = [(source, cible, login) for source, login in ecrivains for cible in bancs if cible is not source]
    hasard.shuffle(toutes)
    return toutes


def _copier(de: Path, vers: Path, hasard: random.Random | None) -> None:
    if not de.exists():
        return
    octets = de.read_bytes()
    deja = vers.stat().st_size if vers.exists() else 0
    if hasard is not None:
        octets = octets[: max(deja, hasard.randint(0, len(octets)))]
    vers.parent.mkdir(parents=True, exist_ok=True)
    vers.write_bytes(octets)
