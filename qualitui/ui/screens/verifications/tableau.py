"""The site's table of checks: add, edit, suspend, resume, adopt default rows; Enter opens a check's periods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from qualitui.domain.francais import accorder, date_courte, date_en_mots
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.verifications.fiche import Verification
from qualitui.operations.verifications import gestes as verifications
from qualitui.ui.screens.commun.base import EcranModule, fiche_en_texte
from qualitui.ui.screens.verifications import fiches
from qualitui.ui.screens.verifications.rangees import nommer
from qualitui.ui.widgets.filtre import Filtre
from qualitui.ui.widgets.tableau import Colonne, Tableau

LEGENDE = " = rythme imposé par le référentiel   < rendu plus rare, avec une raison"


class Lu(NamedTuple):
    """The checks, with the names of what their codes stand for."""

    verifications: Sequence[Verification]
    roles: dict[str, str]
    methodes: dict[str, str]


class TableauDeVerifications(Tableau[Verification]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "Ouvrir", id="tableau.ouvrir", tooltip="Ouvrir la vérification"),
    ]


class EcranTableau(EcranModule[Verification]):
    """A change counts for the future only."""

    nom = "verifications"
    titre = "Tableau des vérifications"
    domaine = "verifications"
    ECRITURES: ClassVar = {("verifications", Verbe.TENIR): "nouveau modifier suspendre proposees"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "nouveau", "Nouvelle", id="tableau.nouveau", tooltip="Ajouter une vérification du site"),
        Binding("m", "modifier", "Modifier", id="tableau.modifier", tooltip="Modifier, pour l’avenir"),
        Binding("s", "suspendre", "Suspendre", id="tableau.suspendre", tooltip="Suspendre, ou reprendre"),
        Binding("p", "proposees", "Proposées", id="tableau.proposees", tooltip="Retenir des lignes proposées"),
        Binding("e", "exporter", "Exporter", id="tableau.exporter", tooltip="Le tableau en Excel", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._roles: dict[str, str] = {}
        self._methodes: dict[str, str] = {}
        self._nombre = 0

    # --- rows -----------------------------------------------------------------------------------------

    def lire(self) -> Lu:
        site = self.site
        return Lu(
            verifications.table(site),
            {role.code: role.libelle for role in site.roles},
            {methode.code: methode.libelle for methode in site.nomenclatures.methodes},
        )

    def prendre(self, lu: Lu) -> Sequence[Verification]:
        self._roles, self._methodes, self._nombre = lu.roles, lu.methodes, len(lu.verifications)
        return lu.verifications

    def cle(self, objet: Verification) -> str:
        return objet.id

    def reference(self, objet: Verification) -> str:
        return objet.code

    def creer_tableau(self) -> Tableau[Verification]:
        return TableauDeVerifications(self.colonnes(), cle=self.cle, id="liste")

    def colonnes(self) -> Sequence[Colonne[Verification]]:
        return [
            Colonne("Réf.", 9, lambda v: v.code),
            Colonne("Rythme", 16, self._rythme_et_etat, self._rythme),
            Colonne("Vérification", None, lambda v: v.libelle),
            Colonne("Rôle", 14, lambda v: self._qui(v.personne or v.role).partition(",")[0]),
            Colonne("Lieu", 18, lambda v: v.lieu, a_partir_de=100),
            Colonne("Eng.", 5, lambda v: v.engagement, a_partir_de=90),
            Colonne("Thème", 16, lambda v: v.theme, a_partir_de=130),
        ]

    @staticmethod
    def _rythme(verification: Verification) -> float:
        return -verification.rythme.par_an

    def _rythme_et_etat(self, verification: Verification) -> str:
        """A sign for a rhythm of the référentiel (`LEGENDE`); a check suspended, or soon to be, says so instead."""
        prevue = verification.suspension_en_vue(self.jour)
        mot = verification.rythme_en_mots
        if prevue is not None:
            mot = "suspendue" if prevue.couvre(self.jour) else f"susp. {date_courte(prevue.du)}"
        signe = "<" if verification.raison_rythme else "=" if verification.rythme_impose else " "
        return f"{signe} {mot}"

    def _qui(self, code: str) -> str:
        return nommer(self._roles, self.qualitui.nom)(code)

    def filtres(self) -> Sequence[Filtre[Verification]]:
        return [
            Filtre("toutes", "Toutes", lambda _: True),
            Filtre("imposees", "Rythme imposé", lambda v: v.rythme_impose),
            Filtre("suspendues", "Suspendues", lambda v: v.suspension_en_vue(self.jour) is not None),
            Filtre("site", "Du site", lambda v: v.source == "site"),
        ]

    def bas(self) -> Iterable[Widget]:
        yield Static(LEGENDE, id="tableau-legende", markup=False)

    def vide(self) -> str:
        if self._nombre:
            return "Rien ne répond à ce filtre. 1 montre tout le tableau."
        return "Le tableau est vide : p pour retenir des lignes proposées, n pour en ajouter une."

    def detail(self, objet: Verification) -> Text:
        impose = f", imposé par le référentiel ({objet.periodicite_imposee})" if objet.rythme_impose else ""
        lignes = [
            ("Référence", objet.code),
            ("Rythme", objet.rythme_en_mots + impose),
            ("Plus rare car", objet.raison_rythme),
            ("Jour type", date_en_mots(objet.ancre)),
            ("Engagement", objet.engagement),
            ("Thème", objet.theme),
            ("Lieu", objet.lieu),
            ("Rôle", self._qui(objet.role)),
            ("Personne", self._qui(objet.personne) if objet.personne else ""),
            ("Méthode", self._methodes.get(objet.methode, objet.methode)),
            ("Preuve", objet.preuve),
            ("Consigne", objet.consigne),
            ("Condition", objet.condition),
            ("Rang", str(objet.ordre)),
            ("Tenue depuis", date_en_mots(objet.depuis)),
            ("Texte en vigueur", f"le {date_en_mots(objet.modifiee_le)}" if objet.modifiee_le else ""),
            *(("Suspendue", _suspension(s.du, s.au, s.raison)) for s in objet.suspensions),
        ]
        return Text().append(objet.libelle + "\n\n", "bold").append_text(Text().append_text(fiche_en_texte(lignes)))

    # --- gestures -------------------------------------------------------------------------------------

    def on_tableau_ouvre(self, event: Tableau.Ouvre) -> None:
        event.stop()
        event.prevent_default()
        self.qualitui.ouvrir("verifications.historique", event.objet.code)

    def action_nouveau(self) -> None:
        self.app.push_screen(fiches.nouvelle(self.site, self.jour), self.apres)

    def action_modifier(self) -> None:
        if self.choisi is not None:
            self.app.push_screen(fiches.modifier(self.site, self.choisi, self.jour), self.apres)

    def action_suspendre(self) -> None:
        if self.choisi is not None:
            self.app.push_screen(fiches.suspendre_ou_reprendre(self.site, self.choisi, self.jour), self.apres)

    def action_proposees(self) -> None:
        self.qualitui.lire(lambda: verifications.proposees(self.site), self._proposer, ouvre=True)

    def _proposer(self, modeles: Sequence[Any]) -> None:
        if not modeles:
            self.qualitui.annoncer("Toutes les lignes proposées sont déjà dans le tableau.")
            return
        self.app.push_screen(fiches.Proposees(modeles), self._retenir)

    def _retenir(self, codes: list[str] | None) -> None:
        if codes:
            site, jour = self.site, self.jour
            self.faire(
                lambda: verifications.installer(site, codes=codes, jour=jour),
                dire=lambda ajoutees: f"{accorder(len(ajoutees), 'ligne ajoutée')} au tableau.",
            )

    def action_exporter(self) -> None:
        from qualitui.ui.screens.verifications.papier import exporter

        exporter(self.qualitui, self.jour.year)

    def action_retour(self) -> None:
        if self.has_class("-detail"):
            super().action_retour()
        else:
            self.app.pop_screen()


def _suspension(du: Any, au: Any, raison: str) -> str:
    fin = f"au {date_courte(au)}" if au else "jusqu’à nouvel ordre"
    return f"du {date_courte(du)} {fin} : {raison}"
