"""What another référentiel, or the days of the site, would move in frozen deadlines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from qualitui.domain.base import evoluer
from qualitui.domain.reclamations.echeance import apercu_changement
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.gestes import repondre
from qualitui.domain.reclamations.saisie import Regles, Saisie, enregistrer

Recue = Callable[..., Reclamation]

JOUR = date(2026, 3, 2)
RECUE = date(2026, 1, 31)


def test_un_changement_de_referentiel_montre_ce_qui_changerait(
    recue: Recue, regles: Regles, regles_2014: Regles
) -> None:
    saisie = Saisie(canal="courrier", recue_le=RECUE, motif="sans-reponse", nature="reclamation")
    ouverte = evoluer(enregistrer(saisie, regles_2014, JOUR), reference="R-2026-001")
    close = repondre(evoluer(ouverte, reference="R-2026-002"), le=JOUR, jour=JOUR)
    (ecart,) = apercu_changement([ouverte, close], regles)
    assert (ecart.reference, ecart.dates_changent) == ("R-2026-001", True)
    assert (ecart.reponse, ecart.reponse_nouvelle) == (date(2026, 3, 2), date(2026, 3, 2))
    assert (ecart.attente, ecart.attente_nouvelle) == (date(2026, 2, 16), date(2026, 3, 2))
    assert (ecart.engagement, ecart.engagement_nouveau) == ("13", "9")
    assert apercu_changement([recue(RECUE)], regles) == ()
