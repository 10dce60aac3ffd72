"""qualitui historique REF: who changed what, field by field."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from qualitui.cli.commun import Analyseur, Appel
from qualitui.domain.changements import changement_en_mots
from qualitui.operations.donnees.historique import historique
from qualitui.operations.equipe import nommer

JOUR, INSTANT = "%d/%m/%Y", "%d/%m/%Y à %H:%M"


def construire(analyseur: Analyseur) -> None:
    analyseur.add_argument("reference", metavar="REF", help="R-2026-014, A-2026-012, V-NET-02, V-NET-02@2026-03-02…")
    analyseur.en_json()
    analyseur.set_defaults(executer=montrer)


def montrer(appel: Appel) -> None:
    lu = historique(appel.site, appel.options.reference)
    changements = [
        {
            "le": changement.quand,
            "par": changement.par,
            "poste": changement.poste,
            "note": changement.note,
            "champs": {champ: {"avant": avant, "apres": apres} for champ, (avant, apres) in changement.champs.items()},
        }
        for changement in lu.changements
    ]
    donnees = {"reference": lu.reference, "domaine": lu.table, "changements": changements}
    appel.rendre(donnees, "\n\n".join(_en_mots(changement, appel) for changement in changements))


def _en_mots(changement: dict[str, Any], appel: Appel) -> str:
    def nom(code: str) -> str:
        return nommer(appel.site, code)

    poste = f" ({changement['poste']})" if changement["poste"] else ""
    quand = f"{changement['le']:{INSTANT if isinstance(changement['le'], datetime) else JOUR}}"
    titre = f"{quand}, {nom(changement['par']) or 'auteur inconnu'}{poste}"
    if changement["note"]:
        titre += f"\n  {changement['note']}"
    champs = [f"  {changement_en_mots(c, v['avant'], v['apres'], nom)}" for c, v in changement["champs"].items()]
    return "\n".join([titre, *champs])
