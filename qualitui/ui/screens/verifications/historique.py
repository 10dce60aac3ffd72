"""One check, with every period it ever had, newest first; what is left to note can be noted here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from qualitui.domain.temps.periodes import periode_courte
from qualitui.domain.verifications.fiche import Verification
from qualitui.domain.verifications.statistiques import BilanVerifications, bilan
from qualitui.domain.verifications.volets import Volet
from qualitui.operations.verifications import gestes as verifications
from qualitui.operations.verifications.lecture import Rangee, ranger
from qualitui.ui.screens.verifications.coche import EcranCoche
from qualitui.ui.screens.verifications.filtres import TOUTES, filtre_de
from qualitui.ui.screens.verifications.rangees import attendue_en_texte, etat_en_texte
from qualitui.ui.widgets.filtre import Filtre
from qualitui.ui.widgets.tableau import Colonne


class Passe(NamedTuple):
    """The check, its periods, its rates."""

    verification: Verification
    rangees: Sequence[Rangee]
    bilan: BilanVerifications


class EcranHistorique(EcranCoche):
    """`code` of the check; the cursor on `reference` when given. Esc goes back."""

    titre = "Une vérification"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "rien", "Historique", id="coche.historique", show=False),
    ]

    def __init__(self, code: str, reference: str = "") -> None:
        super().__init__()
        self.code = code
        self._a_viser = reference
        self._bilan = BilanVerifications()

    def filtres(self) -> Sequence[Filtre[Rangee]]:
        suite = [filtre_de(volet) for volet in (Volet.MANQUEES, Volet.NON_CONFORMES, Volet.FAITES)]
        return [Filtre(TOUTES, "Toutes", lambda _: True), *suite]

    def lire_rangees(self) -> Passe:
        verification = verifications.trouver(self.site, self.code)
        suivis = verifications.historique(self.site, verification, jour=self.jour)
        rangees = [ranger(suivi, self.le) for suivi in reversed(suivis)]
        return Passe(verification, rangees, bilan(suivis, self.jour))

    def prendre_rangees(self, contenu: Passe) -> Sequence[Rangee]:
        self.verifications = {contenu.verification.code: contenu.verification}
        self._bilan = contenu.bilan
        return contenu.rangees

    def colonnes(self) -> Sequence[Colonne[Rangee]]:
        return [
            Colonne("", 1, lambda r: "*" if r.reference in self.choisies else " "),
            Colonne("État", 12, lambda r: etat_en_texte(r.suivi)),
            Colonne("Période", 22, lambda r: periode_courte(r.occurrence.periode), lambda r: r.occurrence.debut),
            Colonne("Attendue", 10, lambda r: attendue_en_texte(r, self.jour), lambda r: r.occurrence.attendue),
            Colonne("Vu, ou raison", None, _vu),
            Colonne("Par", 14, lambda r: self.nommer(r.suivi.constat.par) if r.suivi.constat else "", a_partir_de=90),
        ]

    def haut(self) -> Iterable[Widget]:
        yield Static("", id="verification-alerte", markup=False)

    def lu(self, objets: Sequence[Rangee]) -> None:
        verification = self.verifications[self.code]
        texte = Text().append(f"{verification.code} · {verification.libelle}\n", "bold")
        chiffres = f"réalisation {self._bilan.realisation} · conformité {self._bilan.conformite}"
        mots = [verification.rythme_en_mots, verification.lieu, chiffres if self._bilan.dues else "rien d’échu encore"]
        texte.append(" · ".join(mot for mot in mots if mot), "not bold")
        self.query_one("#verification-alerte", Static).update(texte)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return False if action == "rien" else super().check_action(action, parameters)

    def action_retour(self) -> None:
        if self.has_class("-detail"):
            super().action_retour()
        else:
            self.app.pop_screen()


def _vu(rangee: Rangee) -> str:
    constat = rangee.suivi.constat
    if constat is None:
        return ""
    raison = " : ".join(mot for mot in (constat.raison, constat.explication) if mot)
    return " · ".join(mot for mot in (raison, constat.constat, constat.action) if mot)
