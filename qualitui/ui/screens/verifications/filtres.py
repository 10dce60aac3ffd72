"""The filters of the checks' lists: one a part of the round (volet), and « all »."""

from __future__ import annotations

from qualitui.domain.verifications.volets import Volet
from qualitui.operations.verifications.lecture import Rangee
from qualitui.ui.widgets.filtre import Filtre

TOUTES = "toutes"
LIBELLES = {
    Volet.JOUR: "Jour",
    Volet.SEMAINE: "Semaine",
    Volet.SUITE: "Suite",
    Volet.MANQUEES: "Manquées",
    Volet.NON_CONFORMES: "Écarts",
    Volet.FAITES: "Faites",
}


def filtre_de(volet: Volet) -> Filtre[Rangee]:
    return Filtre(str(volet), LIBELLES[volet], lambda rangee: volet in rangee.volets)
