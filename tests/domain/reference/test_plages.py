"""Opening hours as people type them: one range a day or several, 24:00 as an end."""

from __future__ import annotations

from datetime import time

import pytest

from qualitui.domain.reference.plages import HoraireRefuse, ecrire_plages, lire_plages, plages_en_mots
from qualitui.domain.reference.reglages import Horaire

MATIN, SOIR = (time(8, 30), time(12)), (time(13, 30), time(17))


@pytest.mark.parametrize(
    ("texte", "plages"),
    [
        ("08:30-12:00, 13:30-17:00", (MATIN, SOIR)),
        ("8h30 – 12h et 13h30 à 17h", (MATIN, SOIR)),
        ("8h30-12h;13h30-24h", (MATIN, (time(13, 30), time.max))),
        ("00:00-24:00", ((time(0), time.max),)),
        ("00:00-23:59", ((time(0), time(23, 59)),)),
        ("", ()),
        ("fermé", ()),
    ],
)
def test_les_plages_se_lisent_et_se_reecrivent(texte: str, plages: tuple[tuple[time, time], ...]) -> None:
    assert lire_plages(texte) == plages
    assert lire_plages(ecrire_plages(plages)) == plages
    if plages:
        assert Horaire.model_validate(Horaire(plages=plages).model_dump()).plages == plages


@pytest.mark.parametrize(
    ("texte", "dite"),
    [
        ("8h30", "n’est pas une plage"),
        ("8h30-12h-14h", "n’est pas une plage"),
        ("12h-8h", "précéder"),
        ("8h-8h", "précéder"),
        ("8h-12h, 11h-17h", "sans se toucher"),
        ("8h-12h, 12h-17h", "sans se toucher"),
        ("13h-17h, 8h-12h", "sans se toucher"),
        ("24:00-12:00", "n’est pas une heure"),
        ("8h-24h01", "n’est pas une heure"),
        ("8h-25h", "n’est pas une heure"),
        ("8h-12h, ", "n’est pas une plage"),
    ],
)
def test_ce_qui_n_est_pas_des_plages_est_refuse_avec_sa_raison(texte: str, dite: str) -> None:
    with pytest.raises(HoraireRefuse, match=dite):
        lire_plages(texte)


def test_une_plage_s_ecrit_comme_avant_et_se_dit_en_mots() -> None:
    avant = {"ouverture": time(8, 30), "fermeture": time(12)}
    assert Horaire.model_validate(avant).model_dump() == avant
    assert Horaire.model_validate({"ouverture": "08:30", "fermeture": "24:00"}).model_dump() == "08:30-24:00"
    assert plages_en_mots((MATIN, (time(13), time.max))) == "08h30 – 12h00, 13h00 – 24h00"
    assert plages_en_mots(()) == "fermé"
