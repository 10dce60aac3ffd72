"""Someone saved the same record meanwhile: what changed, by whom; what was typed is kept."""

from __future__ import annotations

from collections.abc import Callable

from qualitui.domain.changements import changement_en_mots
from qualitui.store.contrat import ModifieEntreTemps
from qualitui.ui.widgets.boites import Question


class Conflit(Question):
    """Dismisses « imposer » (save what was typed over the new version) or None (go back and look).

    `imposable`: False when nothing typed could be saved again (a gesture of one key): the screen just reads again.
    """

    def __init__(self, refus: ModifieEntreTemps, nom: Callable[[str], str] = str, *, imposable: bool = False) -> None:
        par = f" par {nom(refus.par)}" if refus.par else ""
        lignes = [changement_en_mots(champ, avant, apres, nom) for champ, (avant, apres) in refus.champs.items()]
        reponses = [("revenir", "Revenir à ma saisie" if imposable else "Relire la fiche")]
        if imposable:
            reponses.append(("imposer", "Enregistrer ma saisie par-dessus"))
        super().__init__(
            f"Cette fiche a été modifiée{par} entre-temps : rien n’a été enregistré.",
            reponses,
            titre="Modifiée entre-temps",
            detail="\n".join(lignes) or refus.phrase,
        )
