"""The quarters of the plan d’actions: reviews held, missed, to hold; Enter goes through the actions of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType

from qualitui.domain.francais import accorder, date_courte, date_en_mots
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.temps.recurrence import trimestre_de
from qualitui.domain.trimestres import EtatTrimestre, RevueTrimestrielle, bornes, trimestre_en_mots
from qualitui.ui.screens.commun.base import EcranModule, fiche_en_texte
from qualitui.ui.screens.trimestre.releve import imprimer
from qualitui.ui.widgets.tableau import Colonne, Tableau

COMMENT_OUVRIR = "Entrée ouvre la revue et passe les actions une à une."


class LigneDeTrimestre(NamedTuple):
    """A quarter (« 2026-T1 »), its state, its review if it was opened, and how many actions wait for a decision."""

    trimestre: str
    etat: EtatTrimestre
    revue: RevueTrimestrielle | None
    restantes: int = 0


class TableauTrimestres(Tableau[LigneDeTrimestre]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "Ouvrir", id="trimestre.voir", tooltip="Ouvrir la revue de ce trimestre"),
        Binding("t", "screen.plan", "Actions", id="trimestre.plan", tooltip="Revenir au plan d’actions"),
    ]


class EcranTrimestre(EcranModule[LigneDeTrimestre]):
    nom = "trimestre"
    titre = "Revues du trimestre"
    domaine = "actions"
    ECRITURES: ClassVar = {("actions", Verbe.DECIDER): "expliquer"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "nouveau", "Tenir la revue", id="trimestre.nouveau", tooltip="Tenir la revue du trimestre"),
        Binding("r", "expliquer", "Raison", id="trimestre.expliquer", tooltip="Dire pourquoi le trimestre est manqué"),
        Binding("i", "imprimer", "Imprimer", id="trimestre.imprimer", tooltip="Le relevé de décisions (Word)"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._lignes: Sequence[LigneDeTrimestre] = ()

    # --- rows -----------------------------------------------------------------------------------------

    def creer_tableau(self) -> Tableau[LigneDeTrimestre]:
        return TableauTrimestres(self.colonnes(), cle=self.cle, id="liste")

    def colonnes(self) -> Sequence[Colonne[LigneDeTrimestre]]:
        return [
            Colonne("Trimestre", 18, lambda r: trimestre_en_mots(r.trimestre), lambda r: r.trimestre),
            Colonne("État de la revue", 25, lambda r: r.etat.value),
            Colonne("Ce qu’elle a donné", None, _resultat),
        ]

    def regler(self, cle: str, geste: str) -> None:
        """A missed quarter is explained; the current one is held from its row."""
        self.viser(cle)
        self._a_regler = geste
        self._regler_si_vise()

    def cle(self, objet: LigneDeTrimestre) -> str:
        return objet.trimestre

    def lire(self) -> Sequence[LigneDeTrimestre]:
        """The newest first."""
        from qualitui.operations.trimestres import gestes as trimestres

        site = self.site
        return [
            LigneDeTrimestre(
                cle, etat, revue, len(trimestres.restantes(site, revue)) if revue and revue.ouverte_le else 0
            )
            for cle, etat, revue in reversed(trimestres.lister(site, jour=self.jour))
        ]

    def fiche(self, objet: LigneDeTrimestre) -> RevueTrimestrielle | None:
        return objet.revue

    def reference(self, objet: LigneDeTrimestre) -> str:
        return f"la revue du {trimestre_en_mots(objet.trimestre)}"

    def detail(self, objet: LigneDeTrimestre) -> Text:
        revue, (debut, fin) = objet.revue, bornes(objet.trimestre)
        lignes = [
            ("Trimestre", trimestre_en_mots(objet.trimestre)),
            ("Du", date_en_mots(debut)),
            ("Au", date_en_mots(fin)),
            ("État", objet.etat.value),
        ]
        if revue is None:
            return fiche_en_texte(lignes, COMMENT_OUVRIR)
        if revue.ouverte_le is not None:
            lignes += [
                ("Ouverte le", f"{date_en_mots(revue.ouverte_le)} par {self.qualitui.nom(revue.par)}"),
                ("Close le", self._cloture(revue)),
                ("Décisions", _resultat(objet)),
            ]
        if revue.expliquee_le is not None:
            qui = self.qualitui.nom(revue.expliquee_par)
            lignes.append(("Raison", f"{revue.raison} ({date_courte(revue.expliquee_le)}, {qui})"))
        return fiche_en_texte(lignes, revue.synthese or COMMENT_OUVRIR)

    def _cloture(self, revue: RevueTrimestrielle) -> str:
        if revue.close_le is None:
            return ""
        return f"{date_en_mots(revue.close_le)} par {self.qualitui.nom(revue.close_par)}"

    # --- gestures -------------------------------------------------------------------------------------

    def on_tableau_ouvre(self, event: Tableau.Ouvre) -> None:
        """Go through the review; one that was never opened is opened first (refused when it is too late)."""
        event.stop()
        event.prevent_default()
        self._tenir(event.objet.trimestre, event.objet.revue)

    def action_nouveau(self) -> None:
        courant = trimestre_de(self.jour)
        ligne = next((ligne for ligne in self._lignes if ligne.trimestre == courant), None)
        self._tenir(courant, ligne.revue if ligne else None)

    def lu(self, objets: Sequence[LigneDeTrimestre]) -> None:
        self._lignes = objets

    def _tenir(self, trimestre: str, revue: RevueTrimestrielle | None) -> None:
        from qualitui.operations.trimestres import gestes as trimestres

        if revue is not None and revue.ouverte_le is not None:
            self._passer(revue)
            return
        site, jour = self.site, self.jour
        phrase = f"La revue du {trimestre_en_mots(trimestre)} est ouverte."
        self.faire(lambda: trimestres.ouvrir(site, trimestre, jour=jour), dire=phrase, ensuite=self._passer)

    def _passer(self, revue: RevueTrimestrielle) -> None:
        self.qualitui.ouvrir("trimestre.passage", revue)

    def action_expliquer(self) -> None:
        """Why a quarter was missed: the reason takes it out of the week, not out of the figures."""
        from qualitui.ui.screens.trimestre.formulaires import explication

        if self.choisi is not None:
            self.app.push_screen(
                explication(self.site, self.choisi.trimestre, self.choisi.revue, self.jour), self.apres
            )

    def action_imprimer(self) -> None:
        ligne = self.choisi
        if ligne is not None and ligne.revue is not None:
            imprimer(self, ligne.revue)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "imprimer" and self.is_mounted:
            return self.choisi is not None and self.choisi.revue is not None
        if action == "expliquer" and self.is_mounted:
            return self.choisi is not None and self.choisi.etat is EtatTrimestre.MANQUEE
        return super().check_action(action, parameters)

    def action_plan(self) -> None:
        self.qualitui.aller("actions")


def _resultat(ligne: LigneDeTrimestre) -> str:
    """« 34 décisions, close le 12/12/25 », « 12 décisions, il reste 22 actions »."""
    revue = ligne.revue
    if revue is None or revue.ouverte_le is None:
        return f"raison : {revue.raison}" if revue else ""
    decisions = accorder(len(revue.decisions), "décision")
    if revue.close_le is not None:
        return f"{decisions}, close le {date_courte(revue.close_le)}"
    return f"{decisions}, reste {accorder(ligne.restantes, 'action')}"
