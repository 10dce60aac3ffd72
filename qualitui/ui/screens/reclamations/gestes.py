"""What is done on a réclamation: the menu of the gestures possible now, and the short form of each dated fact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.events import Key
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from qualitui.domain.reclamations.alertes import prochain_geste
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.phrases import suite
from qualitui.domain.reclamations.possibles import Geste, Possibilite, motif_propose, motifs_de_cloture, possibilites
from qualitui.domain.temps.dates import Sens
from qualitui.operations.reclamations import gestes as operations
from qualitui.operations.reclamations.lecture import Choix
from qualitui.ui.noyau.ecran import Boite
from qualitui.ui.screens.reclamations.detail import pendu
from qualitui.ui.widgets.champs import Champ, ChampChoix, ChampLong, ChampTexte
from qualitui.ui.widgets.champs_dates import ChampDate
from qualitui.ui.widgets.choix import ChoixInconnu
from qualitui.ui.widgets.formulaire import Formulaire, Saisie

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

LARGEUR_RAISON = 68
LETTRES = {
    Geste.QUALIFIER: "q",
    Geste.ACCUSER: "A",
    Geste.ATTENDRE: "d",
    Geste.REPONDRE: "r",
    Geste.CLORE: "c",
}


class ChampSuggere(ChampChoix):
    """A list that helps, without forbidding another name: whoever follows a matter may not be of the site."""

    def comprendre(self, texte: str) -> str:
        try:
            return super().comprendre(texte)
        except ChoixInconnu:
            return texte.strip()


class MenuGestes(Boite[str]):
    """Dismisses the code of the gesture chosen; those that can't be done are told with their reason."""

    def __init__(self, fiche: Reclamation, jour: date) -> None:
        super().__init__()
        self.fiche = fiche
        self.jour = jour

    def compose(self) -> ComposeResult:
        toutes = possibilites(self.fiche, self.jour)
        with Vertical(classes="boite") as boite:
            boite.border_title = f"Gestes sur {self.fiche.reference}"
            yield Static(
                f"À faire : {prochain_geste(self.fiche, self.jour).phrase}", classes="boite-phrase", markup=False
            )
            possibles = [_option(p.geste) for p in toutes if p.refus is None]
            yield OptionList(*possibles, compact=True)
            with VerticalScroll(classes="boite-texte"):  # Tab goes to it: it may be longer than the box
                yield Static(impossibles_en_texte(toutes), markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_key(self, event: Key) -> None:
        """The letter beside a gesture does it."""
        # An arrow has no character: it must not be taken for a gesture that has no letter.
        possibles = {LETTRES.get(p.geste): p.geste for p in possibilites(self.fiche, self.jour) if p.refus is None}
        if event.character is not None and event.character in possibles:
            event.stop()
            self.dismiss(possibles[event.character].value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)


def _option(geste: Geste) -> Option:
    return Option(Text.assemble((f"{LETTRES.get(geste, ''):<3}", "bold"), geste.libelle), id=geste.value)


def impossibles_en_texte(toutes: tuple[Possibilite, ...]) -> Text:
    """« Pas aujourd’hui : » then each gesture refused, with its sentence."""
    texte = Text()
    for possibilite in toutes:
        if possibilite.refus is not None:
            texte.append(f"- {possibilite.geste.libelle}\n", "bold")
            texte.append_text(pendu("  ", possibilite.refus.phrase, LARGEUR_RAISON))
    return Text("Pas maintenant :\n").append_text(texte) if texte else Text("Tous les gestes sont possibles.")


def formulaire_du_geste(site: Site, jour: date, choix: Choix, fiche: Reclamation, geste: Geste) -> Formulaire:
    """The form of a dated fact: its day, and what the gesture asks."""
    operation: Callable[..., Any] = getattr(operations, geste.value)
    champs = [*_CHAMPS.get(geste, _avec_detail)(fiche, jour, choix), _date("le", "Le", jour)]
    return Formulaire(
        f"{geste.libelle} : {fiche.reference}",
        champs,
        lambda saisie: _noter(operation, site, saisie, jour),
        brouillon=f"{geste.value}-{fiche.reference}",
        fiche=fiche,
        intro=f"{fiche.objet}".strip(),
        dire=lambda notee: en_mots(fiche, notee, jour),
    )


def en_mots(avant: Reclamation, notee: Reclamation, jour: date) -> str:
    """What is told after a gesture: where the case stands, and what slipped into a shared text."""
    return "\n".join([suite(notee, jour), *(f"Attention : {p}" for p in operations.avertir(avant, notee))])


def _noter(operation: Callable[..., Any], site: Site, saisie: Saisie, jour: date) -> Any:
    return operation(site, saisie.fiche, jour=jour, **saisie.valeurs)


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


_CHAMPS: dict[Geste, Callable[[Reclamation, date, Choix], list[Champ]]] = {
    Geste.ACCUSER: _rien,
    Geste.REPONDRE: _rien,
    Geste.ATTENDRE: champs_attente,
    Geste.CLORE: _cloture,
    Geste.ROUVRIR: _reouverture,
}
