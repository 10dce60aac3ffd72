"""The year as a grid: a row a check, a column a month, a sign a result; Enter opens the check's periods."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType

from qualitui.domain.francais import accorder, mois_en_mots
from qualitui.domain.temps.periodes import periode_en_mots
from qualitui.domain.verifications.fiche import Verification
from qualitui.domain.verifications.occurrences import Suivi
from qualitui.domain.verifications.volets import EN_MOTS, signe
from qualitui.operations.verifications.lecture import grille_de_l_annee
from qualitui.ui.screens.verifications.grilles import EcranGrille, cellule
from qualitui.ui.widgets.grille import Grille, Rang

LARGE = 132
MOYEN = 100
TITRES = ("Janv.", "Févr.", "Mars", "Avril", "Mai", "Juin", "Juil.", "Août", "Sept.", "Oct.", "Nov.", "Déc.")
DETAILS = 3  # at most that many periods of a cell are told in words


class Contenu(NamedTuple):
    annee: int
    rangs: list[tuple[Verification, dict[int, list[Suivi]]]]


class EcranAnnee(EcranGrille):
    titre = "Vérifications de l’année"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "exporter", "Exporter", id="annee.exporter", tooltip="Cette année en Excel"),
    ]

    def __init__(self, annee: int) -> None:
        super().__init__()
        self.annee = annee
        self._cases: dict[str, tuple[Verification, dict[int, list[Suivi]]]] = {}

    def lire(self) -> Contenu:
        annee = self.annee
        return Contenu(annee, grille_de_l_annee(self.qualitui.site, annee, jour=self.jour))

    def lu(self, contenu: Contenu) -> None:
        premiere = not self._cases
        self._cases = {verification.code: (verification, mois) for verification, mois in contenu.rangs}
        nombre = accorder(len(contenu.rangs), "vérification")
        large = self.size.width >= LARGE
        entree = " · Entrée : leurs périodes" if self.size.width >= MOYEN else ""
        self.intituler(f"{contenu.annee} · {nombre}, au mois où elles sont attendues{entree}")
        rangs = [
            Rang(v.code, f"{v.code} {v.libelle}" if large else v.code, [cellule(mois[rang]) for rang in range(1, 13)])
            for v, mois in contenu.rangs
        ]
        largeur_titre = max(9, self.size.width - 12 * 9 - 4) if large else 9
        self.grille.montrer(TITRES, rangs, largeur_titre=largeur_titre, largeur=7)
        if premiere and rangs and contenu.annee == self.jour.year:
            self.grille.viser(rangs[0].cle, self.jour.month - 1)

    def on_grille_vise(self, event: Grille.Vise) -> None:
        event.stop()
        verification, mois = self._cases[event.cle]
        suivis = mois[event.colonne + 1]
        texte = Text().append(f"{verification.code} · {verification.libelle}\n", "bold")
        texte.append(f"{mois_en_mots(self.annee, event.colonne + 1).capitalize()} : ", "not bold")
        self.dire_case(texte.append(_en_mots(suivis, verification), "not bold"))

    def on_grille_ouvre(self, event: Grille.Ouvre) -> None:
        event.stop()
        suivis = self._cases[event.cle][1][event.colonne + 1]
        reference = suivis[-1].occurrence.reference if suivis else ""
        self.qualitui.ouvrir("verifications.historique", event.cle, reference)

    def action_exporter(self) -> None:
        from qualitui.ui.screens.verifications.papier import exporter

        exporter(self.qualitui, self.annee)

    def _aller(self, pas: int) -> None:
        self.annee += pas
        self.rafraichir()

    def action_avant(self) -> None:
        self._aller(-1)

    def action_apres(self) -> None:
        self._aller(1)


def _en_mots(suivis: list[Suivi], verification: Verification) -> str:
    """« semaine 10 de 2026 conforme, semaine 11 de 2026 à faire », or « 3 × conforme, 1 × à faire »."""
    if not suivis:
        return f"rien d’attendu ({verification.rythme_en_mots})."
    if len(suivis) <= DETAILS:
        return ", ".join(_un_en_mots(suivi) for suivi in suivis)
    mots = [EN_MOTS[signe(suivi)] for suivi in suivis]
    return ", ".join(f"{mots.count(mot)} × {mot}" for mot in dict.fromkeys(mots)) + " (Entrée pour les voir)"


def _un_en_mots(suivi: Suivi) -> str:
    vu = suivi.constat.constat or suivi.constat.raison if suivi.constat else ""
    return f"{periode_en_mots(suivi.occurrence.periode)} {EN_MOTS[signe(suivi)]}" + (f" ({vu})" if vu else "")
