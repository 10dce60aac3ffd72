"""« Prochaine étape » of a record on the command line: the key `prochaine_etape` of `voir`, and its line of text."""

from __future__ import annotations

from typing import Any

from qualitui.cli.commun import Appel
from qualitui.domain.base import Valeur
from qualitui.domain.etape import en_json, en_mots
from qualitui.operations.equipe import nommer
from qualitui.operations.semaine import prochaine_etape


def prochaine(appel: Appel, concept: str, fiche: Valeur) -> tuple[dict[str, Any], str]:
    """The JSON to add to the record, and the line to show under it."""
    etape = prochaine_etape(appel.site, concept, fiche, appel.jour)
    nom = nommer(appel.site, etape.qui) if etape else ""
    return {"prochaine_etape": en_json(etape)}, f"Prochaine étape\u00a0: {en_mots(etape, nom)}"
