"""« Failed » and « unknown » are two things: an outcome nobody knows is told so, looked for again, never doubled."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import evoluer
from qualitui.store.contrat import DejaEcrit, EcritureImpossible, EcritureIncertaine, ModifieEntreTemps
from qualitui.store.moteur.moteur import RegistreJournal
from tests.store.banc import Banc, action


class Systeme:
    """`os`, as the journal alone sees it."""

    def __getattr__(self, nom: str) -> Any:
        return getattr(os, nom)


PANNES = {
    "fsync, puis la coupe": ("fsync", "ftruncate"),
    "write, puis la coupe": ("write_apres", "ftruncate"),
    "la fermeture": ("close",),
    "fsync, coupe refusée en silence": ("fsync", "ftruncate_muet"),
}


def en_panne(code: int = errno.EIO) -> Callable[..., Any]:
    def refuser(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return refuser


@contextmanager
def panne(*gestes: str) -> Iterator[None]:
    """The disk fails at these gestures of the journal, and only there."""
    fermer, ecrire = os.close, os.write

    def close(descripteur: int) -> None:
        fermer(descripteur)
        raise OSError(errno.EIO, "close")

    def write(descripteur: int, octets: bytes) -> int:
        ecrire(descripteur, octets)
        raise OSError(errno.EIO, "write")

    remplacants: dict[str, tuple[str, Callable[..., Any]]] = {
        "close": ("close", close),
        "write_apres": ("write", write),
        "ftruncate_muet": ("ftruncate", lambda *_: None),
    }
    systeme = Systeme()
    for geste in gestes:
        nom, par = remplacants.get(geste, (geste, en_panne()))
        setattr(systeme, nom, par)
    with pytest.MonkeyPatch.context() as remplacer:
        remplacer.setattr("qualitui.store.journal.journal.os", systeme)
        yield


def creer(registre: RegistreJournal, intitule: str = "Repeindre") -> Action:
    with registre.transaction():
        numero = registre.reserver_numero("A-2026")
        return registre.add(action(f"A-2026-{numero:03d}", intitule=intitule))


def references(registre: RegistreJournal) -> list[str]:
    return [a.reference for a in registre.find(Action)]


@pytest.fixture
def registre(banc: Banc) -> RegistreJournal:
    ouvert = banc.ouvrir()
    creer(ouvert, "Une autre")
    return ouvert


@pytest.mark.parametrize("gestes", PANNES.values(), ids=PANNES)
def test_une_issue_inconnue_se_dit_et_nomme_ce_qu_il_faut_chercher(
    registre: RegistreJournal, gestes: tuple[str, ...]
) -> None:
    with panne(*gestes), pytest.raises(EcritureIncertaine, match=r"^Incertain.*avant de recommencer.*A-2026-002"):
        creer(registre)


@pytest.mark.parametrize("suivant", ["le même programme", "le programme suivant", "un autre poste"])
@pytest.mark.parametrize("gestes", PANNES.values(), ids=PANNES)
def test_recommencer_ne_fait_ni_double_ni_numero_donne_deux_fois(
    banc: Banc, registre: RegistreJournal, gestes: tuple[str, ...], suivant: str
) -> None:
    with panne(*gestes), pytest.raises(EcritureIncertaine):
        creer(registre)
    if suivant == "le programme suivant":
        registre.close()
        registre = banc.ouvrir()
    if suivant == "un autre poste":
        creer(banc.ouvrir("durand"), "Encore une autre")
        assert sorted(references(banc.ouvrir("petit"))) == ["A-2026-001", "A-2026-002", "A-2026-003"]
        return
    with pytest.raises(DejaEcrit, match=r"s’est bien fait.*A-2026-002") as deja:
        creer(registre)
    assert references(registre) == ["A-2026-001", "A-2026-002"]
    deja.value.croire()
    creer(registre)
    assert references(banc.ouvrir("durand")) == ["A-2026-001", "A-2026-002", "A-2026-003"]
    assert list(banc.ouvrir("petit").anomalies) == []


def test_une_autre_fiche_passe_sans_question(banc: Banc, registre: RegistreJournal) -> None:
    with panne("close"), pytest.raises(EcritureIncertaine):
        creer(registre)
    creer(registre, "Tout autre chose")
    assert references(registre) == ["A-2026-001", "A-2026-002", "A-2026-003"]
    assert len(list(banc.journal().parent.iterdir())) == 1  # no slot was left for it


def test_ce_qui_ne_s_est_pas_fait_se_recommence(banc: Banc, registre: RegistreJournal) -> None:
    avant = banc.journal().read_bytes()
    with panne("fsync", "ftruncate"), pytest.raises(EcritureIncertaine):
        creer(registre)
    banc.journal().write_bytes(avant)  # the share came back without it
    creer(registre)
    assert len(references(registre)) == 2


def test_tant_que_le_partage_ne_repond_pas_rien_n_est_tente(banc: Banc, registre: RegistreJournal) -> None:
    with panne("close"), pytest.raises(EcritureIncertaine):
        creer(registre)
    parti = banc.dossier.rename(banc.racine / "parti")
    with pytest.raises(EcritureImpossible):
        creer(registre)
    parti.rename(banc.dossier)
    with pytest.raises(DejaEcrit):
        creer(registre)


def test_une_modification_incertaine_ne_se_fait_pas_deux_fois(banc: Banc, registre: RegistreJournal) -> None:
    fiche = registre.find(Action)[0]
    with panne("close"), pytest.raises(EcritureIncertaine, match="Relisez la fiche"):
        registre.save(evoluer(fiche, causes="Usure"))
    with pytest.raises(ModifieEntreTemps):
        registre.save(evoluer(fiche, causes="Usure"))
    assert len(registre.history(Action, fiche.id)) == 2


@pytest.mark.parametrize("octets", [b"", b"{", b"[[1]]", b"[" * 100_000, b'[["a",1,1,"x",[],[],false]]', b"\xff"])
def test_un_souvenir_abime_ne_gene_rien(banc: Banc, registre: RegistreJournal, octets: bytes) -> None:
    (banc.local() / "incertaines.json").write_bytes(octets)
    registre.close()
    creer(banc.ouvrir())


def test_le_lendemain_le_meme_contenu_est_un_autre_cas(banc: Banc, registre: RegistreJournal) -> None:
    with panne("close"), pytest.raises(EcritureIncertaine):
        creer(registre)
    banc.horloge.avancer(days=2)
    creer(registre)
    assert not (banc.local() / "incertaines.json").exists()
