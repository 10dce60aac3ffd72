"""The statement of decisions (relevé de décisions) of a quarter's review, printed from any screen that shows one."""

from __future__ import annotations

from typing import Any

from qualitui.domain.trimestres import RevueTrimestrielle
from qualitui.ui.screens.commun.base import EcranModule


def imprimer(ecran: EcranModule[Any], revue: RevueTrimestrielle) -> None:
    """Write the statement of decisions in a thread; the place of the file is said."""
    from qualitui.operations.trimestres import gestes as trimestres

    site, jour = ecran.site, ecran.jour
    ecran.qualitui.annoncer("Le relevé de décisions s’imprime…")
    ecran.faire(lambda: trimestres.imprimer(site, revue, jour=jour), dire=lambda chemin: f"Document écrit : {chemin}")
