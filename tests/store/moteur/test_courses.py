"""Two programs at once: a line that comes between two readings is a sentence, or nothing at all."""

from __future__ import annotations

import pytest

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import evoluer
from qualitui.store.contrat import ModifieEntreTemps, RienAAnnuler
from qualitui.store.moteur import annulation, retrouver, secours
from qualitui.store.moteur.moteur import RegistreJournal
from tests.store.banc import Banc, action


def test_annuler_ne_voit_que_ce_qui_est_lu(banc: Banc, monkeypatch: pytest.MonkeyPatch) -> None:
    registre = banc.ouvrir()
    registre.add(action("A-1"))
    autre = banc.ouvrir(poste="ailleurs")
    lues = annulation._dernier_geste

    def une_ligne_arrive(*arguments: object) -> object:
        banc.horloge.avancer(minutes=1)
        autre.add(action("A-2"))
        return lues(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(annulation, "_dernier_geste", une_ligne_arrive)
    registre.annuler()
    registre.poll()
    assert [a.reference for a in registre.find(Action)] == ["A-2"]


def test_annuler_sans_geste_lu_est_une_phrase(banc: Banc, monkeypatch: pytest.MonkeyPatch) -> None:
    registre, autre = banc.ouvrir(), banc.ouvrir(poste="ailleurs")
    lues = annulation._dernier_geste

    def une_ligne_arrive(*arguments: object) -> object:
        autre.add(action("A-2"))
        return lues(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(annulation, "_dernier_geste", une_ligne_arrive)
    with pytest.raises(RienAAnnuler):
        registre.annuler()


def _perdre(banc: Banc, registre: RegistreJournal) -> None:
    """The last line goes from the file while the program runs: its memory knows it."""
    lignes = banc.journal().read_bytes().splitlines(keepends=True)
    banc.journal().write_bytes(b"".join(lignes[:-1]))
    registre.poll()


def test_retrouver_a_deux_est_une_phrase_et_ne_remet_rien_deux_fois(
    banc: Banc, monkeypatch: pytest.MonkeyPatch
) -> None:
    registre = banc.ouvrir()
    fiche = registre.add(action("A-1"))
    registre.save(evoluer(fiche, causes="Usure"))
    _perdre(banc, registre)
    (perdue,) = registre.perdues().perdues
    autre = banc.ouvrir("durand")
    proposer = secours._suite

    def devance(*arguments: object) -> object:
        operation = proposer(*arguments)  # type: ignore[arg-type]
        autre.save(evoluer(autre.get(Action, fiche.id), pilote="durand"))
        return operation

    with monkeypatch.context() as course:
        course.setattr(secours, "_suite", devance)
        with pytest.raises(ModifieEntreTemps, match="recommencez"):
            registre.remettre({(perdue.table, perdue.ident)})
    assert retrouver.perdues(registre.stockage).perdues
    registre.remettre({(perdue.table, perdue.ident)})
    relue = banc.ouvrir("petit").get(Action, fiche.id)
    assert (relue.causes, relue.pilote) == ("Usure", "durand")
