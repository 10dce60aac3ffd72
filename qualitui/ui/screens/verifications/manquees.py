"""What was missed and has no reason yet: one key each, the others stay in view until one leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from qualitui.domain.francais import accorder
from qualitui.domain.temps.periodes import periode_courte
from qualitui.domain.verifications.fiche import RaisonManque, Verification
from qualitui.domain.verifications.volets import Signe, signe
from qualitui.operations.verifications import gestes
from qualitui.operations.verifications import lecture as verifications_vues
from qualitui.operations.verifications.lecture import Rangee, ranger
from qualitui.ui.noyau.traduction import chiffre
from qualitui.ui.screens.verifications import formulaires
from qualitui.ui.screens.verifications import rangees as textes
from qualitui.ui.screens.verifications.coche import EcranCoche
from qualitui.ui.widgets.tableau import Colonne

RAISONS = "   ".join(f"{n} {str(raison).capitalize()}" for n, raison in enumerate(RaisonManque, start=1))


class Manques(NamedTuple):
    """What was missed; `miennes`: the references in the charge of the person in front of the screen."""

    verifications: dict[str, Verification]
    rangees: Sequence[Rangee]
    miennes: set[str]


class EcranManquees(EcranCoche):
    """The reason by a digit; « autre » asks for a sentence. `reference`: where the cursor starts."""

    titre = "Manquées : pourquoi ?"
    BINDINGS: ClassVar[list[BindingType]] = [
        *[
            Binding(
                chiffre(n),
                f"raison('{raison}')",
                str(raison).capitalize(),
                id=f"manquees.raison{n}",
                tooltip=f"Raison : {raison}",
                show=False,
            )
            for n, raison in enumerate(RaisonManque, start=1)
        ],
        Binding("m", "modifier", "Préciser", id="coche.modifier", tooltip="Raison et précision en une phrase"),
        Binding("b", "bloc", "Bloc", id="manquees.bloc", tooltip="Choisir toutes les périodes de la vérification"),
        Binding("B", "tout", "Tout", id="manquees.tout", tooltip="Choisir toutes les vôtres", show=False),
    ]

    def __init__(self, reference: str = "") -> None:
        super().__init__()
        self._a_viser = reference
        self._miennes: set[str] = set()

    def lire_rangees(self) -> Manques:
        verifications = {v.code: v for v in gestes.table(self.site)}
        suivis = verifications_vues.a_expliquer(self.site, jour=self.jour)
        attendues = {suivi.occurrence.reference: ranger(suivi, self.le) for suivi in suivis}
        miennes = {s.occurrence.reference for s in suivis if verifications_vues.a_moi(self.site, s)}
        # What was explained since the screen was opened stays where it was.
        vues = {
            reference: ranger(verifications_vues.relire(self.site, rangee.suivi, jour=self.jour), self.le)
            for reference, rangee in self._rangees.items()
        }
        return Manques(verifications, list({**vues, **attendues}.values()), miennes)

    def prendre_rangees(self, contenu: Manques) -> Sequence[Rangee]:
        self.verifications = contenu.verifications
        self._miennes |= contenu.miennes
        return contenu.rangees

    def colonnes(self) -> Sequence[Colonne[Rangee]]:
        return [
            Colonne("", 1, lambda r: "*" if r.reference in self.choisies else " "),
            Colonne("Raison", 12, _raison),
            Colonne("Période", 20, lambda r: periode_courte(r.occurrence.periode), lambda r: r.occurrence.fin),
            Colonne("Vérification", None, lambda r: r.suivi.libelle),
            Colonne("Réf.", 9, lambda r: r.occurrence.verification, a_partir_de=66),
            Colonne("Qui", 16, lambda r: self.nommer(textes.porteur(r)), a_partir_de=100),
        ]

    def haut(self) -> Iterable[Widget]:
        yield Static("", id="verification-alerte", markup=False)

    def lu(self, objets: Sequence[Rangee]) -> None:
        attendues = [rangee.reference for rangee in objets if rangee.suivi.a_expliquer]
        reste, miennes = len(attendues), len(self._miennes.intersection(attendues))
        mots = accorder(reste, "manquée attend", "manquées attendent")
        a_vous = f", dont {miennes} à vous (B les choisit)" if miennes else ""
        texte = Text(f"{mots} une raison{a_vous}." if reste else "Chaque manque a sa raison : merci.", "bold")
        self.query_one("#verification-alerte", Static).update(texte.append(f"\n{RAISONS}   m avec une phrase"))

    def vide(self) -> str:
        return "Rien n’a été manqué sans raison."

    def action_raison(self, raison: str) -> None:
        rangees, jour = self.cibles(), self.jour
        if raison == RaisonManque.AUTRE:
            self._demander(raison)
            return
        self.ecrire(
            rangees,
            lambda suivi: verifications_vues.anticiper_raison(suivi, raison, jour=jour),
            lambda suivis: verifications_vues.expliquer(self.site, self.verifications, suivis, raison, jour=jour),
        )

    def action_modifier(self) -> None:
        self._demander()

    def _demander(self, raison: str = "") -> None:
        def ouvrir(rangees: Sequence[Rangee]) -> None:
            suivis = [rangee.suivi for rangee in rangees]
            self.app.push_screen(
                formulaires.raison(self.site, self.verifications, suivis, self.jour, raison), self.apres
            )

        if rangees := self.cibles():
            self._ecrites(rangees, ouvrir)

    def action_bloc(self) -> None:
        """Choose every period of the check under the cursor that still waits, or no longer."""
        if self.choisi is not None:
            code = self.choisi.occurrence.verification
            self._choisir([r for r in self.tableau.montres if r.occurrence.verification == code])

    def action_tout(self) -> None:
        """Choose everything that waits for a reason of the person in front of the screen; all when nothing does."""
        miennes = [r for r in self.tableau.montres if r.reference in self._miennes and r.suivi.a_expliquer]
        self._choisir(miennes or self.tableau.montres)

    def _choisir(self, rangees: Sequence[Rangee]) -> None:
        attendues = {r.reference for r in rangees if r.suivi.a_expliquer}
        self.choisies = self.choisies - attendues if attendues <= self.choisies else self.choisies | attendues
        self._montrer()

    def action_retour(self) -> None:
        if self.has_class("-detail"):
            super().action_retour()
        else:
            self.app.pop_screen()


def _raison(rangee: Rangee) -> str | Text:
    constat = rangee.suivi.constat
    if constat is not None and constat.raison:
        return constat.raison
    return Text("? à dire", "bold") if signe(rangee.suivi) is Signe.MANQUEE else textes.etat_en_texte(rangee.suivi)
