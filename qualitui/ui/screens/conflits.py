"""« Conflits » (F9): what two workstations wrote at once, both versions side by side, settled by a person."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import Any, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from qualitui.domain.changements import nom_du_champ, valeur_en_mots
from qualitui.domain.concepts import domaine_de
from qualitui.domain.francais import accorder, enumerer
from qualitui.domain.reference.droits import Verbe
from qualitui.operations.donnees import conflits
from qualitui.operations.donnees.conflits import ConflitNomme
from qualitui.store.contrat import Conflit, Redaction
from qualitui.ui.noyau import droits
from qualitui.ui.screens.commun.base import EcranModule
from qualitui.ui.widgets.champs import ChampChoix
from qualitui.ui.widgets.formulaire import Formulaire, Saisie
from qualitui.ui.widgets.menu import Menu
from qualitui.ui.widgets.tableau import Colonne

LARGE = 120
VOLET = 44


class EcranConflits(EcranModule[ConflitNomme]):
    """Enter shows the versions; c keeps one whole, m takes each field from one of them. The decision is recorded."""

    nom = "conflits"
    titre = "Conflits"
    domaine = "parametres"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "choisir", "Choisir", id="conflits.choisir", tooltip="Garder entière une des versions"),
        Binding("m", "fusionner", "Fusionner", id="conflits.fusionner", tooltip="Choisir champ par champ"),
    ]

    # --- rows -----------------------------------------------------------------------------------------

    def colonnes(self) -> Sequence[Colonne[ConflitNomme]]:
        return [
            Colonne("Fiche", 28, lambda c: c.nom),
            Colonne("Écrite à la fois par", None, self._auteurs),
            Colonne("Diffèrent", 11, lambda c: accorder(len(c.conflit.champs), "champ")),
        ]

    def _auteurs(self, nomme: ConflitNomme) -> str:
        return enumerer([self._qui(redaction, nomme.conflit) for redaction in nomme.conflit.redactions])

    def _qui(self, redaction: Redaction, conflit: Conflit) -> str:
        return conflits.signature(redaction, conflit, self.qualitui.nom)

    def cle(self, objet: ConflitNomme) -> str:
        return f"{objet.conflit.table}:{objet.conflit.ident}"

    def reference(self, objet: ConflitNomme) -> str:
        return objet.nom

    def lire(self) -> Sequence[ConflitNomme]:
        return conflits.lister(self.site)

    def vide(self) -> str:
        return "Aucun conflit : aucune fiche n’a été écrite par deux postes à la fois."

    def detail(self, objet: ConflitNomme) -> Text:
        largeur = VOLET if self.app.size.width >= LARGE else self.app.size.width - 3
        conflit = objet.conflit
        texte = Text().append(f"{objet.nom}\n\n", "bold")
        for rang, redaction in enumerate(conflit.redactions, start=1):
            texte.append(f"Version {rang} : {self._en_mots(redaction, conflit)}\n", "not bold")
        for champ, valeurs in conflit.champs.items():
            texte.append(f"\n{_nom(champ)}\n", "bold")
            texte.append(cote_a_cote([valeur_en_mots(v) for v in valeurs], largeur), "not bold")
        return texte.append("\nc garde une version entière ; m choisit champ par champ.", "not bold")

    def _en_mots(self, redaction: Redaction, conflit: Conflit) -> str:
        retiree = ", fiche retirée" if redaction.contenu is None else ""
        return f"{self._qui(redaction, conflit)}, le {redaction.le:%d/%m/%Y à %H:%M}{retiree}"

    # --- gestures -------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("choisir", "fusionner") and self.is_mounted:
            return self.choisi is not None
        return super().check_action(action, parameters)

    def action_choisir(self) -> None:
        choisi = self.choisi
        if choisi is None:
            return
        droits.exiger(self.qualitui, ((domaine_de(choisi.conflit.table), Verbe.TENIR),))
        redactions = enumerate(choisi.conflit.redactions, start=1)
        lignes = [(str(n), f"Version {n}", self._en_mots(redaction, choisi.conflit)) for n, redaction in redactions]
        self.app.push_screen(
            Menu(f"Garder une version : {choisi.nom}", lignes), lambda rang: self._garder(choisi, rang)
        )

    def _garder(self, nomme: ConflitNomme, rang: str | None) -> None:
        if rang:
            site = self.site
            self.faire(
                lambda: conflits.choisir(site, nomme.conflit, int(rang)),
                dire=f"Conflit tranché : {nomme.nom}, version {rang}.",
            )

    def action_fusionner(self) -> None:
        choisi = self.choisi
        if choisi is None:
            return
        droits.exiger(self.qualitui, ((domaine_de(choisi.conflit.table), Verbe.TENIR),))
        site, conflit = self.site, choisi.conflit

        def enregistrer(saisie: Saisie) -> None:
            conflits.fusionner(site, conflit, {champ: int(rang) for champ, rang in saisie.valeurs.items()})

        champs = [_champ(conflit, champ, valeurs) for champ, valeurs in conflit.champs.items()]
        intro = " ".join(f"{rang} : {self._en_mots(r, conflit)}." for rang, r in enumerate(conflit.redactions, start=1))
        self.app.push_screen(
            Formulaire(
                f"Fusionner {choisi.nom}", champs, enregistrer, dire=f"Conflit tranché : {choisi.nom}.", intro=intro
            )
        )


def _champ(conflit: Conflit, champ: str, valeurs: Sequence[Any]) -> ChampChoix:
    """One choice a field, on the value that the record has meanwhile."""
    options = [(str(rang), f"{rang} : {valeur_en_mots(v)}") for rang, v in enumerate(valeurs, start=1)]
    actuelle = (conflit.contenu or {}).get(champ)
    rang = next((rang for rang, v in enumerate(valeurs, start=1) if v == actuelle), 1)
    if conflits.reunir(valeurs) is not None:
        rang = conflits.REUNIES
        options.insert(0, (str(rang), "les ajouts de chacun, réunis"))
    return ChampChoix(champ, _nom(champ), options, defaut=str(rang), obligatoire=True)


def _nom(champ: str) -> str:
    return nom_du_champ(champ) or champ


def cote_a_cote(valeurs: Sequence[str], largeur: int) -> str:
    """« 1 lundi | 2 mardi », each value wrapped in its own column; `largeur` in columns of text."""
    place = max(12, (largeur - 3 * (len(valeurs) - 1)) // len(valeurs))
    blocs = [wrap(f"{rang} {valeur}", place, subsequent_indent="  ") for rang, valeur in enumerate(valeurs, start=1)]
    rangs = zip_longest(*blocs, fillvalue="")
    return "".join(" | ".join(partie.ljust(place) for partie in rang).rstrip() + "\n" for rang in rangs)
