"""What is done on a réclamation: the menu of the gestures possible now, and the short form of each dated fact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from qualitui.domain.reclamations.alertes import prochain_geste
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.phrases import suite
from qualitui.domain.reclamations.possibles import Geste, motif_propose, motifs_de_cloture, possibilites
from qualitui.domain.temps.dates import Sens
from qualitui.operations.reclamations import gestes as operations
from qualitui.operations.reclamations.lecture import Choix
from qualitui.ui.widgets.champs import Champ, ChampChoix, ChampLong, ChampTexte
from qualitui.ui.widgets.champs_dates import ChampDate
from qualitui.ui.widgets.choix import ChoixInconnu
from qualitui.ui.widgets.formulaire import Formulaire
from qualitui.ui.widgets.menu_de_gestes import MenuDeGestes, lignes_de

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


class ChampSuggere(ChampChoix):
    """A list that helps, without forbidding another name: whoever follows a matter may not be of the site."""

    def comprendre(self, texte: str) -> str:
        try:
            return super().comprendre(texte)
        except ChoixInconnu:
            return texte.strip()


def menu(fiche: Reclamation, jour: date, touches: Mapping[str, str]) -> MenuDeGestes:
    """Key g: what can be done on this case today; `touches`: the keys that do it from the list."""
    return MenuDeGestes(
        f"Gestes sur {fiche.reference}",
        lignes_de(possibilites(fiche, jour), touches),
        intro=f"À faire\u00a0: {prochain_geste(fiche, jour).phrase}",
    )


def formulaire_du_geste(site: Site, jour: date, choix: Choix, fiche: Reclamation, geste: Geste) -> Formulaire:
    """The form of a dated fact: its day, and what the gesture asks."""
    operation, demander = _FORMULAIRES[geste]
    champs = [*demander(fiche, jour, choix), _date("le", "Le", jour)]
    return Formulaire(
        f"{geste.libelle} : {fiche.reference}",
        champs,
        lambda saisie: operation(site, saisie.fiche, jour=jour, **saisie.valeurs),
        brouillon=f"{geste.value}-{fiche.reference}",
        fiche=fiche,
        intro=f"{fiche.objet}".strip(),
        dire=lambda notee: en_mots(fiche, notee, jour),
    )


def en_mots(avant: Reclamation, notee: Reclamation, jour: date) -> str:
    """What is told after a gesture: where the case stands, and what slipped into a shared text."""
    return "\n".join([suite(notee, jour), *(f"Attention : {p}" for p in operations.avertir(avant, notee))])


def _date(nom: str, libelle: str, jour: date) -> Champ:
    return ChampDate(nom, libelle, obligatoire=True, sens=Sens.PASSE, defaut=jour)


def _rien(fiche: Reclamation, jour: date, choix: Choix) -> list[Champ]:
    return []


def _avec_detail(fiche: Reclamation, jour: date, choix: Choix) -> list[Champ]:
    return [ChampLong("detail", "Précision", lignes=3, aide="lu par tout le site : ni nom, ni numéro")]


def champs_attente(fiche: Reclamation, jour: date, choix: Choix) -> list[Champ]:
    """Who follows the matter, and the new date given to the user."""
    return [
        ChampSuggere("interlocuteur", "Interlocuteur", choix.pilotes, obligatoire=True, defaut=fiche.pilote or None),
        ChampDate("nouvelle_date", "Nouvelle date", obligatoire=True, sens=Sens.FUTUR, aide="donnée à l’usager"),
    ]


def _cloture(fiche: Reclamation, jour: date, choix: Choix) -> list[Champ]:
    motifs = [(motif.value, motif.libelle) for motif in motifs_de_cloture(fiche, jour)]
    propose = motif_propose(fiche)
    return [
        ChampChoix("motif", "Motif de clôture", motifs, obligatoire=True, defaut=propose),
        ChampLong("detail", "Précision", lignes=3, aide="vers qui et pourquoi, si l’écrit est réorienté"),
    ]


def _reouverture(fiche: Reclamation, jour: date, choix: Choix) -> list[Champ]:
    return [ChampTexte("raison", "Pourquoi rouvrir", obligatoire=True, aide="lu par tout le site : ni nom, ni numéro")]


Operation = Callable[..., Reclamation]  # (site, case, jour=…, and the fields of its form)
Champs = Callable[[Reclamation, date, Choix], list[Champ]]

# The gestures of a dated fact: what does them, and what their form asks besides the day.
_FORMULAIRES: dict[Geste, tuple[Operation, Champs]] = {
    Geste.ACCUSER: (operations.accuser, _rien),
    Geste.REPONDRE: (operations.repondre, _rien),
    Geste.ATTENDRE: (operations.attendre, champs_attente),
    Geste.CLORE: (operations.clore, _cloture),
    Geste.CONTESTER: (operations.contester, _avec_detail),
    Geste.ROUVRIR: (operations.rouvrir, _reouverture),
    Geste.RENCONTRER: (operations.rencontrer, _avec_detail),
    Geste.SAISIR_MEDIATEUR: (operations.saisir_mediateur, _avec_detail),
}
