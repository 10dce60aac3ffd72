"""« Équipe » (F9): who works at the site, under which roles, with which logins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType

from qualitui.domain.francais import date_courte, date_en_mots
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.equipe import Personne
from qualitui.operations import equipe
from qualitui.ui.screens.commun.base import EcranModule, fiche_en_texte
from qualitui.ui.screens.equipe import formulaires
from qualitui.ui.widgets.filtre import Filtre
from qualitui.ui.widgets.tableau import Colonne


class Lue(NamedTuple):
    """The people, and the names of the roles by their codes."""

    personnes: Sequence[Personne]
    roles: dict[str, str]


class EcranEquipe(EcranModule[Personne]):
    """Gestures of the past keep their author: a person who leaves stays in the list « Tous »."""

    nom = "equipe"
    titre = "Équipe"
    domaine = "parametres"
    REGLER = "depart"
    ECRITURES: ClassVar = {("parametres", Verbe.TENIR): "nouveau modifier depart"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "nouveau", "Ajouter", id="equipe.nouveau", tooltip="Ajouter une personne"),
        Binding("m", "modifier", "Modifier", id="equipe.modifier", tooltip="Corriger le nom, les rôles, l’arrivée"),
        Binding("c", "compte", "Compte", id="equipe.compte", tooltip="Rattacher un compte d’ordinateur"),
        Binding("d", "depart", "Départ", id="equipe.depart", tooltip="Noter le dernier jour, confier ce qui est porté"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._roles: dict[str, str] = {}

    def colonnes(self) -> Sequence[Colonne[Personne]]:
        return [
            Colonne("Nom", 22, lambda p: p.nom),
            Colonne("Rôles", None, lambda p: ", ".join(self._roles.get(r, r) for r in p.roles) or "sans rôle"),
            Colonne("Compte", 12, lambda p: ", ".join(p.logins) or "aucun"),
            Colonne("Présence", 12, self._presence),
        ]

    def _presence(self, personne: Personne) -> str:
        if personne.depart_le:
            return f"→ {date_courte(personne.depart_le)}"
        return "présente" if personne.presente(self.jour) else "à venir"

    def filtres(self) -> Sequence[Filtre[Personne]]:
        return [
            Filtre("presents", "Présents", lambda p: p.presente(self.jour)),
            Filtre("tous", "Tous", lambda _: True),
            Filtre("sans-compte", "Sans compte", lambda p: not p.logins and p.presente(self.jour)),
        ]

    def cle(self, objet: Personne) -> str:
        return objet.code

    def apres(self, resultat: Any) -> None:
        if isinstance(resultat, Personne):
            self.viser(resultat.code)

    def reference(self, objet: Personne) -> str:
        return objet.nom

    def lire(self) -> Lue:
        site = self.site
        return Lue(equipe.lister(site, jour=self.jour, tous=True), {r.code: r.libelle for r in site.roles})

    def prendre(self, lu: Lue) -> Sequence[Personne]:
        self._roles = lu.roles
        return lu.personnes

    def vide(self) -> str:
        return "Personne dans l’équipe : n ajoute une personne."

    def detail(self, objet: Personne) -> Text:
        lignes = [
            ("Code", objet.code),
            ("Service", objet.service),
            ("Comptes", ", ".join(objet.logins) or "aucun"),
            ("Arrivée", date_en_mots(objet.arrivee_le) if objet.arrivee_le else ""),
            ("Dernier jour", date_en_mots(objet.depart_le) if objet.depart_le else ""),
        ]
        roles = "\n".join(f"- {self._roles.get(role, role)}" for role in objet.roles)
        return fiche_en_texte([("Nom", objet.nom), *lignes], f"Rôles\n{roles or 'aucun'}")

    # --- gestures -------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("modifier", "compte", "depart") and self.is_mounted:
            return self.choisi is not None
        return super().check_action(action, parameters)

    def action_nouveau(self) -> None:
        self.app.push_screen(formulaires.ajout(self.site), self.apres)

    def action_modifier(self) -> None:
        if self.choisi is not None:
            self.app.push_screen(formulaires.modification(self.site, self.choisi), self.apres)

    def action_compte(self) -> None:
        if self.choisi is not None:
            equipe.exiger_rattachement(self.site)
            self.app.push_screen(formulaires.rattachement(self.site, self.choisi), self.apres)

    def action_depart(self) -> None:
        """What they carry is read first, and handed over in the same form."""
        site, jour, choisi = self.site, self.jour, self.choisi
        if choisi is None:
            return

        def ouvrir(prepare: formulaires.Depart) -> None:
            self.app.push_screen(formulaires.depart(site, prepare, jour), self.apres)

        self.qualitui.lire(lambda: formulaires.preparer_depart(site, choisi, jour), ouvrir, ouvre=True)
