"""F4: what is due today and this week, ticked in one key; the other views of the checks open from here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from qualitui.domain.base import Refus
from qualitui.domain.verifications.volets import VOLETS_DU_PASSE, Volet
from qualitui.operations.verifications.lecture import Feuille, Rangee, a_moi, feuille
from qualitui.ui.screens.verifications.coche import EcranCoche
from qualitui.ui.screens.verifications.filtres import TOUTES, filtre_de
from qualitui.ui.screens.verifications.rangees import alerte_en_texte
from qualitui.ui.widgets.filtre import BarreDeFiltre, Filtre


class SansPersonne(Refus):
    """Nobody of the team is known behind this login: nothing is theirs."""


class Tournee(NamedTuple):
    """What was read, and the rows to show of it: everyone's, or those of the person in front of the screen."""

    feuille: Feuille
    rangees: Sequence[Rangee]


class EcranVerifications(EcranCoche):
    """The round of the day, by role and in walk order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "annee", "Année", id="verifications.annee", tooltip="L’année en grille, un signe par résultat"),
        Binding("i", "imprimer", "Imprimer", id="verifications.imprimer", tooltip="Imprimer la tournée (Word)"),
        Binding("r", "manquees", "Raisons", id="verifications.manquees", tooltip="Raisons des manquées", show=False),
        Binding("d", "tournee", "Date", id="verifications.tournee", tooltip="Saisir une tournée passée", show=False),
        Binding("l", "releve", "Relevé", id="verifications.releve", tooltip="La semaine en grille", show=False),
        Binding("v", "tableau", "Tableau", id="verifications.tableau", tooltip="Le tableau du site", show=False),
        Binding("M", "miennes", "Les vôtres", id="verifications.miennes", tooltip="Les vôtres, ou toutes", show=False),
        Binding("e", "exporter", "Exporter", id="verifications.exporter", tooltip="L’année en Excel", show=False),
        Binding("s", "statistiques", "Taux", id="verifications.taux", tooltip="Les statistiques", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._feuille = Feuille([], {}, 0, 0)
        self._passe = False
        self._demande = False
        self._complete = False
        self._les_miennes = False

    def filtres(self) -> Sequence[Filtre[Rangee]]:
        return [*(filtre_de(volet) for volet in Volet), Filtre(TOUTES, "Tout", lambda _: True)]

    def lire_rangees(self) -> Tournee:
        """The first time, the weeks around the day alone: what was missed over the years is read once they show."""
        site = self.site
        lue = feuille(site, jour=self.jour, le=self.tournee, passe=self._passe, manquees=self._complete)
        miennes = self._les_miennes
        return Tournee(lue, [r for r in lue.rangees if a_moi(site, r.suivi)] if miennes else lue.rangees)

    def prendre_rangees(self, contenu: Tournee) -> Sequence[Rangee]:
        self._feuille = contenu.feuille
        self.verifications = contenu.feuille.tableau
        return contenu.rangees

    def vide(self) -> str:
        return "Rien à vérifier ici. 2 montre la semaine, 3 la suite, l’aide (F1) toutes les touches."

    # --- around the list ------------------------------------------------------------------------------

    def haut(self) -> Iterable[Widget]:
        yield Static("", id="verification-alerte", markup=False)

    def lu(self, objets: Sequence[Rangee]) -> None:
        alerte = self.query_one("#verification-alerte", Static)
        manquees, miennes = self._feuille.manquees, self._feuille.miennes
        texte = alerte_en_texte(manquees, miennes, self.tournee, len(self.choisies), miennes_seules=self._les_miennes)
        alerte.update(texte)
        alerte.display = bool(texte)
        if not self._complete:
            self._complete = True
            self.rafraichir()
        elif not self._demande:
            self._demande = True
            if self._feuille.miennes and not self._a_viser and self.app.screen is self:
                self.action_manquees()

    def on_barre_de_filtre_change(self, event: BarreDeFiltre.Change) -> None:
        """The past is read when a filter asks for it, and forgotten when one no longer does."""
        passe = event.code == TOUTES or event.code in VOLETS_DU_PASSE
        if passe != self._passe:
            self._passe = passe
            self.rafraichir()

    # --- coming from elsewhere ------------------------------------------------------------------------

    def viser(self, cle: str) -> None:
        super().viser(cle)
        if self._a_viser:
            self.rafraichir()

    def regler(self, cle: str, geste: str) -> None:
        """What was missed is explained on its own page, where a key gives the reason; the rest is ticked here."""
        if geste == "expliquer":
            self._demande = True
            self.qualitui.ouvrir("verifications.manquees", cle)
        else:
            super().regler(cle, geste)

    def _viser_si_lu(self) -> None:
        """A filter that hides the row is left; one that is too old is shown among its check's periods."""
        if not self._a_viser or not self._complete:
            return
        super()._viser_si_lu()
        code = self._a_viser.partition(" × ")[0]
        if self._a_viser and code in self.verifications and self._a_viser not in self._rangees:
            reference, self._a_viser = self._a_viser, ""
            self.ouvrir_historique(code, reference)

    # --- other views ----------------------------------------------------------------------------------

    def action_manquees(self) -> None:
        self._demande = True
        choisi = self.choisi
        self.qualitui.ouvrir("verifications.manquees", choisi.reference if choisi else "")

    def action_annee(self) -> None:
        self.qualitui.ouvrir("verifications.annee", self.jour.year)

    def action_releve(self) -> None:
        self.qualitui.ouvrir("verifications.releve", self.le)

    def action_tableau(self) -> None:
        self.qualitui.ouvrir("verifications.tableau")

    def action_statistiques(self) -> None:
        self.qualitui.ouvrir("verifications.statistiques", self.jour.year)

    def action_miennes(self) -> None:
        """Show the checks of the person in front of the screen only, or everyone's again."""
        if self.site.moi is None:
            raise SansPersonne("Votre compte n’est rattaché à personne de l’équipe : F9, Équipe, touche c.")
        self._les_miennes = not self._les_miennes
        self.choisies.clear()
        self.rafraichir()

    # --- gestures -------------------------------------------------------------------------------------

    def action_tournee(self) -> None:
        """Choose the day a round was done, to type it afterwards; empty: today again."""
        from qualitui.ui.screens.verifications.formulaires import jour_de_tournee

        self.app.push_screen(jour_de_tournee(self.tournee, self.jour), self._changer_de_jour)

    def _changer_de_jour(self, reponse: object) -> None:
        if reponse is None:
            return
        from qualitui.ui.screens.verifications.formulaires import JourDeTournee

        if isinstance(reponse, JourDeTournee):
            self.tournee = reponse.le
            self.choisies.clear()
            self.rafraichir()

    def action_imprimer(self) -> None:
        from qualitui.ui.screens.verifications.papier import impression

        self.app.push_screen(impression(self.site, self.le, self.jour))

    def action_exporter(self) -> None:
        from qualitui.ui.screens.verifications.papier import exporter

        exporter(self.qualitui, self.jour.year)
