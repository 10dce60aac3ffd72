"""Going through the actions of a quarter’s review, one at a time, one key a decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar, Final, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from qualitui.domain.actions.fiche import Action
from qualitui.domain.actions.phrases import situation
from qualitui.domain.actions.possibles import refus_de_suivi
from qualitui.domain.base import Fiche, Refus
from qualitui.domain.francais import accorder, date_courte, date_numerique
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.trimestres import (
    ActionsSansDecision,
    GenreDecision,
    RevueTrimestrielle,
    refus_de_decision,
    trimestre_en_mots,
)
from qualitui.operations.trimestres import gestes as trimestres
from qualitui.operations.trimestres.gestes import LigneDeRevue
from qualitui.ui.noyau.traduction import chiffre
from qualitui.ui.screens.actions.detail import action_en_texte
from qualitui.ui.screens.actions.formulaires import note
from qualitui.ui.screens.commun.base import EcranModule
from qualitui.ui.screens.commun.contexte import Contexte, lire_contexte
from qualitui.ui.screens.trimestre import formulaires
from qualitui.ui.screens.trimestre.releve import imprimer
from qualitui.ui.widgets.tableau import Colonne

# In the order of the digits that take them.
DECISIONS: Final = tuple(GenreDecision)
# Taken at once; a refusal that names a field opens the form, which asks for it.
IMMEDIATES: Final = (GenreDecision.MAINTENIR, GenreDecision.CLORE)
LARGEUR_AVANCEMENT: Final = 24


class Lue(NamedTuple):
    """The review, its actions, and what the forms offer."""

    revue: RevueTrimestrielle
    lignes: Sequence[LigneDeRevue]
    contexte: Contexte


class EcranPassage(EcranModule[LigneDeRevue]):
    """A closed review is only read. The detail is in front from the start: it is what the meeting looks at."""

    nom = "trimestre"
    titre = "Revue du trimestre"
    domaine = "actions"
    ECRITURES: ClassVar = {("actions", Verbe.DECIDER): "decider clore_revue", ("actions", Verbe.NOTER): "noter"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12", "clore_revue", "Clore la revue", id="passage.clore", tooltip="Clore la revue du trimestre"),
        Binding("l", "noter", "Noter", id="passage.noter", tooltip="Ajouter une note au journal de l’action"),
        Binding("i", "imprimer", "Imprimer", id="passage.imprimer", tooltip="Le relevé de décisions (Word)"),
        Binding("right,space", "suivante", "Suivante", id="passage.suivante", tooltip="Action suivante"),
        Binding("left", "precedente", "Précédente", id="passage.precedente", tooltip="Action précédente", show=False),
        *(
            Binding(
                chiffre(rang),
                f"decider({rang})",
                decision.capitalize(),
                id=f"passage.decision{rang}",
                tooltip=f"Décider : {decision}",
                show=False,
            )
            for rang, decision in enumerate(DECISIONS, start=1)
        ),
    ]

    def __init__(self, revue: RevueTrimestrielle) -> None:
        super().__init__()
        self.revue = revue
        self._contexte: Contexte | None = None
        self._lignes: Sequence[LigneDeRevue] = ()
        self._premier = True
        self._derniere = ""

    # --- rows -----------------------------------------------------------------------------------------

    def colonnes(self) -> Sequence[Colonne[LigneDeRevue]]:
        return [
            Colonne("Réf.", 11, lambda r: r.action.reference),
            Colonne("Décision", 11, lambda r: r.decision.decision.value if r.decision else "–"),
            Colonne("Situation", 25, self._situation),
            Colonne("Intitulé", None, lambda r: r.action.intitule),
        ]

    def _situation(self, ligne: LigneDeRevue) -> str:
        """As it is now; as it was when the review was closed."""
        if ligne.figee is None:
            return situation(ligne.action, self.jour)
        return f"{ligne.figee.etat}{', en retard' if ligne.figee.en_retard else ''}"

    def cle(self, objet: LigneDeRevue) -> str:
        return objet.action.id

    def reference(self, objet: LigneDeRevue) -> str:
        return objet.action.reference

    def fiche(self, objet: LigneDeRevue) -> Fiche:
        return objet.action

    def lire(self) -> Lue:
        site = self.site
        revue = trimestres.trouver(site, self.revue.trimestre)
        return Lue(revue, trimestres.passage(site, revue), lire_contexte(site, self.jour))

    def prendre(self, lu: Lue) -> Sequence[LigneDeRevue]:
        self.revue, self._lignes, self._contexte = lu
        return lu.lignes

    def haut(self) -> Iterable[Widget]:
        yield Static("", id="passage-avancement", markup=False)

    def lu(self, objets: Sequence[LigneDeRevue]) -> None:
        self.query_one("#passage-avancement", Static).update(self._avancement())
        if self._premier and objets:
            self._premier = False
            self._montrer_une_a_une()

    def _montrer_une_a_une(self) -> None:
        """Start on the first action without a decision, in full."""
        self._aller_a_la_suite(None)
        self.add_class("-detail")
        self._montrer_detail(self.choisi)
        if self.has_class("-etroit"):
            self.query_one("#detail").focus()

    def _avancement(self) -> Text:
        """« 1er trimestre 2026 : 12 sur 34 [########................] », then the keys of the decisions."""
        faites, total = sum(ligne.decision is not None for ligne in self._lignes), len(self._lignes)
        texte = Text.assemble((f"{trimestre_en_mots(self.revue.trimestre)} : {faites} sur {total} ", "bold"))
        pleins = LARGEUR_AVANCEMENT * faites // total if total else LARGEUR_AVANCEMENT
        texte.append(f"[{'#' * pleins}{'.' * (LARGEUR_AVANCEMENT - pleins)}] ")
        if self.revue.close_le:
            return texte.append(f"close le {date_numerique(self.revue.close_le)}")
        texte.append("F12 : clore la revue" if faites == total else f"reste {accorder(total - faites, 'action')}")
        texte.append("\n")
        for rang, decision in enumerate(DECISIONS, start=1):
            texte.append(f"{rang}", "bold").append(f" {decision}   ")
        prise = self.revue.decision_pour(self._derniere)
        # Said beside the progress: a notification would hide the next action.
        return texte.append(f"\n{prise.action} : {prise.decision} (u : annuler)" if prise else "", "italic")

    def detail(self, objet: LigneDeRevue) -> Text | str:
        if self._contexte is None:
            return objet.action.intitule
        rang = next((n for n, ligne in enumerate(self._lignes, start=1) if ligne.action.id == objet.action.id), 0)
        texte = Text.assemble((f"Action {rang} sur {len(self._lignes)}", "bold reverse"), "  ")
        texte.append_text(_decision(objet, self.qualitui.nom)).append("\n\n")
        return texte.append_text(action_en_texte(objet.action, self._contexte, self.jour, self.qualitui.nom))

    def vide(self) -> str:
        return "Aucune action ouverte : la revue peut être close (F12)."

    # --- going through --------------------------------------------------------------------------------

    def action_suivante(self) -> None:
        self.tableau.action_cursor_down()

    def action_precedente(self) -> None:
        self.tableau.action_cursor_up()

    def _aller_a_la_suite(self, depuis: Action | None) -> None:
        """The next action without a decision after `depuis`, then from the start of the list."""
        rang = next((n for n, ligne in enumerate(self._lignes) if depuis and ligne.action.id == depuis.id), -1)
        attente = [*self._lignes[rang + 1 :], *self._lignes[: max(rang, 0)]]
        suite = next((ligne for ligne in attente if ligne.decision is None), None)
        if suite is not None:
            self.viser(suite.action.id)

    def action_retour(self) -> None:
        """From the action to the list of the review, from there to the quarters."""
        if self.has_class("-detail") and self.has_class("-etroit"):
            self.remove_class("-detail")
            self.tableau.focus()
        else:
            self.dismiss()

    # --- decisions ------------------------------------------------------------------------------------

    def action_decider(self, rang: int) -> None:
        """Take the decision at once when it needs nothing more, else ask for what it needs."""
        ligne, decision = self.choisi, DECISIONS[rang - 1]
        if ligne is None or self._contexte is None:
            return
        refus = refus_de_decision(ligne.action, decision, self.jour)
        if refus is not None:
            raise refus
        if decision not in IMMEDIATES:
            self._demander(ligne.action, decision)
            return
        contexte, revue, action = self._contexte, self.revue, ligne.action
        self.qualitui.faire(
            lambda: formulaires.decider(contexte, revue, action, decision),
            ensuite=self._decidee,
            echec=partial(self._echec, action, decision),
        )

    def _echec(self, action: Action, decision: GenreDecision, refus: Refus) -> None:
        if refus.champ:
            self._demander(action, decision)
        else:
            self.qualitui.refuser(refus)

    def _demander(self, action: Action, decision: GenreDecision) -> None:
        if self._contexte is not None:
            self.app.push_screen(formulaires.formulaire(self._contexte, self.revue, action, decision), self._decidee)

    def _decidee(self, resultat: tuple[RevueTrimestrielle, Action] | None) -> None:
        if resultat is not None:
            self.revue, action = resultat
            self._derniere = action.reference
            self._aller_a_la_suite(action)

    def action_noter(self) -> None:
        ligne = self.choisi
        if ligne is None or self._contexte is None:
            return
        refus = refus_de_suivi(ligne.action, self.jour)
        if refus is not None:
            raise refus
        self.app.push_screen(note(self._contexte, ligne.action))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("decider", "clore_revue"):
            return self.revue.close_le is None
        return super().check_action(action, parameters)

    # --- the review -----------------------------------------------------------------------------------

    def action_clore_revue(self) -> None:
        """Refused while an action has no decision: they are named, and the first one comes in front."""
        site, revue = self.site, self.revue
        self.qualitui.faire(
            lambda: trimestres.exiger_decisions(site, revue), ensuite=self._demander_synthese, echec=self._pas_close
        )

    def _pas_close(self, refus: Refus) -> None:
        self.qualitui.refuser(refus)
        if isinstance(refus, ActionsSansDecision):
            self.viser(refus.references[0])

    def _demander_synthese(self, _: None) -> None:
        if self._contexte is not None:
            self.app.push_screen(formulaires.cloture(self._contexte, self.revue))

    def action_imprimer(self) -> None:
        imprimer(self, self.revue)


def _decision(ligne: LigneDeRevue, nom: object) -> Text:
    """« décision : replanifier, le 02/03/26 par Claire Martin : raison »."""
    prise = ligne.decision
    if prise is None:
        return Text("aucune décision", "bold")
    qui = nom(prise.par) if callable(nom) else prise.par
    echeance = f" au {date_courte(prise.nouvelle_echeance)}" if prise.nouvelle_echeance else ""
    note_prise = f" : {prise.note}" if prise.note else ""
    return Text(f"décision : {prise.decision}{echeance}, le {date_courte(prise.le)} par {qui}{note_prise}")
