"""Nothing is written under a clock far from what the register knows, until a person says that it is right."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from qualitui.domain.actions.fiche import Action
from qualitui.store.contrat import HorlogeDouteuse
from qualitui.store.moteur.moteur import RegistreJournal
from tests.store.banc import MIDI, Banc, action

EN_2001 = datetime(2001, 1, 1, 9, tzinfo=UTC)
EN_2062 = datetime(2062, 3, 2, 9, tzinfo=UTC)
FAUSSES = pytest.mark.parametrize("fausse", [EN_2001, EN_2062], ids=["2001", "2062"])


@pytest.fixture
def registre(banc: Banc) -> RegistreJournal:
    ouvert = banc.ouvrir()
    ouvert.add(action("A-1"))
    return ouvert


def contenu(dossier: Path) -> dict[str, bytes]:
    return {str(f): f.read_bytes() if f.is_file() else b"" for f in sorted(dossier.rglob("*"))}


@FAUSSES
@pytest.mark.parametrize("rouvert", [False, True], ids=["resté ouvert", "rouvert"])
def test_une_horloge_fausse_n_ecrit_rien(
    banc: Banc, registre: RegistreJournal, fausse: datetime, rouvert: bool
) -> None:
    avant = contenu(banc.dossier)
    banc.horloge.instant = fausse
    ouvert = banc.ouvrir("durand") if rouvert else registre
    with pytest.raises(HorlogeDouteuse, match=f"{fausse.year}, alors que"):
        ouvert.add(action("A-2"))
    with pytest.raises(HorlogeDouteuse):
        ouvert.reserver_numero("A-2026")
    with pytest.raises(HorlogeDouteuse):
        ouvert.save(ouvert.find(Action)[0].model_copy(update={"intitule": "Autre"}))
    assert contenu(banc.dossier) == avant
    banc.horloge.instant = MIDI
    ouvert.add(action("A-2"))


@FAUSSES
def test_une_personne_dit_qu_elle_est_juste_et_l_ecart_reste_dit(
    banc: Banc, registre: RegistreJournal, fausse: datetime
) -> None:
    banc.horloge.instant = fausse
    registre.horloge.croire()
    registre.add(action("A-2"))
    assert "2 mars 2026" in registre.horloge.doute()
    assert banc.journal(annee=fausse.year).is_file()
    banc.horloge.instant = MIDI
    assert registre.horloge.doute() == ""


@FAUSSES
def test_une_seule_ecriture_juste_laisse_la_fausse_derriere(
    banc: Banc, registre: RegistreJournal, fausse: datetime
) -> None:
    banc.horloge.instant = fausse
    egare = banc.ouvrir("egare")
    egare.horloge.croire()
    egare.add(action("A-2"))
    banc.horloge.instant = MIDI
    assert str(fausse.year) in banc.ouvrir("durand").horloge.doute()
    juste = banc.ouvrir("direction")
    juste.horloge.croire()
    juste.add(action("A-3"))
    suivant = banc.ouvrir("accueil")
    assert suivant.horloge.doute() == ""
    suivant.add(action("A-4"))


def test_un_registre_neuf_ecrit_a_toute_date(banc: Banc) -> None:
    banc.horloge.instant = EN_2001
    registre = banc.ouvrir()
    assert registre.horloge.doute() == ""
    registre.add(action("A-1"))


def test_l_horloge_se_lit_aussi_d_un_registre_en_cache(banc: Banc, registre: RegistreJournal) -> None:
    assert registre.stockage.mettre_en_cache()
    registre.close()
    banc.horloge.instant = EN_2062
    assert "2 mars 2026" in banc.ouvrir().horloge.doute()
