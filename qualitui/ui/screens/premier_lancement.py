"""The first run: an assistant that creates a site in two steps (name, folder, référentiel; then the default checks)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Footer, Input, Static

from qualitui.domain.base import Refus
from qualitui.domain.reference.nomenclatures import VerificationType
from qualitui.domain.verifications.gestes import SOURCE_IMPOSEE
from qualitui.operations.site import site as operations
from qualitui.store.site.fichier import FICHIER
from qualitui.store.site.referentiels import charger_referentiels, charger_verifications
from qualitui.ui.noyau.application import Application
from qualitui.ui.noyau.ecran import Ecran
from qualitui.ui.widgets.cases import ListeACocher
from qualitui.ui.widgets.champs import Champ, ChampChoix, ChampTexte

ACCUEIL = (
    "Bienvenue. Aucun site n’est encore ouvert sur ce poste : cet assistant en crée un. Pour en ouvrir un qui existe "
    "déjà, donnez son dossier (le même pour tous, sur le partage du site)."
)


class Assistant(Application[Path]):
    """Runs before any site is open; `.run()` gives the folder to open, None when given up."""

    def __init__(
        self,
        jour: Callable[[], date],
        maintenant: Callable[[], datetime],
        *,
        poste: str,
        login: str,
        dossier: Path | None = None,
        tolerant: bool = True,
    ) -> None:
        super().__init__(jour, maintenant, tolerant=tolerant)
        self.poste = poste
        self.login = login
        self.dossier = dossier or Path.home() / "qualitui"
        self.reponses: dict[str, str] = {}

    def on_mount(self) -> None:
        self.appliquer_preferences()
        self.push_screen(QuelSite())

    def creer(self, codes: Sequence[str]) -> None:
        """Create the site in a thread, then leave with its folder."""
        reponses = self.reponses
        dossier = Path(reponses["dossier"]).expanduser()

        def creer() -> Path:
            site = operations.creer(
                dossier,
                nom=reponses["nom"],
                referentiel=reponses["referentiel"],
                verifications_choisies=codes,
                jour=self.jour(),
                maintenant=self.maintenant,
                poste=self.poste,
                login=self.login,
            )
            site.fermer()
            return dossier

        self.faire(creer, ensuite=self.exit)


class _Etape(Ecran[None]):
    @property
    def assistant(self) -> Assistant:
        return cast("Assistant", self.app)


class QuelSite(_Etape):
    """Step 1: the name, the folder, the référentiel; an existing site's folder is opened at once."""

    AUTO_FOCUS = "#champ-nom Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12", "suite", "Suite", id="assistant.suite", tooltip="Passer à l’étape suivante"),
        Binding("escape", "app.quitter", "Quitter", id="assistant.quitter", tooltip="Quitter sans rien créer"),
    ]

    def compose(self) -> ComposeResult:
        referentiels = [(r.code, f"{r.code} · {r.titre}") for r in charger_referentiels().values()]
        with VerticalScroll(classes="assistant", can_focus=False):
            yield Static("Créer un site (1 sur 2)", classes="assistant-titre", markup=False)
            yield Static(ACCUEIL, classes="boite-phrase", markup=False)
            yield ChampTexte("nom", "Nom du site", aide="par exemple : EPS du 12e")
            yield ChampTexte("dossier", "Dossier", defaut=self.assistant.dossier, obligatoire=True, partage=False)
            yield ChampChoix("referentiel", "Référentiel", referentiels, defaut=referentiels[0][0], obligatoire=True)
            with Horizontal(classes="boite-boutons"):
                yield Button("Suite", id="suite", compact=True)
                yield Button("Quitter", id="quitter", compact=True)
        yield Footer(show_command_palette=False, compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "suite":
            self.action_suite()
        else:
            self.app.exit()

    def action_suite(self) -> None:
        champs = {champ.nom: champ for champ in self.query(Champ)}
        dossier = Path(champs["dossier"].texte.strip()).expanduser()
        if (dossier / FICHIER).is_file():
            self.app.exit(dossier)
            return
        valeurs, erreurs = _lire(champs)
        if not valeurs.get("nom") and "nom" not in erreurs:
            erreurs["nom"] = "Donnez un nom au site, par exemple « EPS du 12e »."
        for nom, champ in champs.items():
            champ.montrer_erreur(erreurs.get(nom, ""))
        if erreurs:
            champs[next(iter(erreurs))].focus()
            return
        self.assistant.reponses = {nom: str(valeur) for nom, valeur in valeurs.items()}
        self.app.push_screen(QuellesVerifications())


def _lire(champs: dict[str, Champ]) -> tuple[dict[str, Any], dict[str, str]]:
    valeurs: dict[str, Any] = {}
    erreurs: dict[str, str] = {}
    for nom, champ in champs.items():
        try:
            valeurs[nom] = champ.valeur()
        except Refus as refus:
            erreurs[nom] = refus.phrase
    return valeurs, erreurs


class QuellesVerifications(_Etape):
    """Step 2: which of the default checks the site starts with; each one can be added or suspended later."""

    AUTO_FOCUS = "ListeACocher"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12", "creer", "Créer", id="assistant.creer", tooltip="Créer le site"),
        Binding("escape", "retour", "Retour", id="assistant.retour", tooltip="Revenir à l’étape précédente"),
    ]

    def compose(self) -> ComposeResult:
        lignes = [(v.code, f"{v.code} · {v.libelle} ({v.periodicite}{_impose(v)})") for v in charger_verifications()]
        with Vertical(classes="assistant"):
            yield Static("Créer un site (2 sur 2)", classes="assistant-titre", markup=False)
            yield Static("", id="verifications-compte", classes="boite-phrase", markup=False)
            yield ListeACocher(lignes, id="verifications")
            with Horizontal(classes="boite-boutons"):
                yield Button("Créer le site", id="creer", compact=True)
                yield Button("Retour", id="retour", compact=True)
        yield Footer(show_command_palette=False, compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "creer":
            self.action_creer()
        else:
            self.action_retour()

    def on_mount(self) -> None:
        self._compter()

    @on(ListeACocher.Coche)
    def _compter(self) -> None:
        """How many of the rows proposed are kept."""
        liste = self.query_one(ListeACocher)
        total, gardees = liste.option_count, len(liste.coches)
        phrase = f"{gardees} vérifications périodiques gardées sur {total} proposées. Espace coche ou décoche ; "
        phrase += "« = » marque un rythme imposé par le référentiel. Tout se change aussi plus tard."
        self.query_one("#verifications-compte", Static).update(phrase)

    def action_retour(self) -> None:
        self.app.pop_screen()

    def action_creer(self) -> None:
        self.assistant.creer(self.query_one(ListeACocher).coches)


def _impose(modele: VerificationType) -> str:
    return " =" if modele.source == SOURCE_IMPOSEE else ""
