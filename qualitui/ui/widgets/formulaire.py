"""A form in a box: fields, every error at once beside its field, a draft that survives a crash.

    self.app.push_screen(
        Formulaire(
            "Nouvelle suggestion",
            [ChampLong("texte", "Texte", obligatoire=True), ChampChoix("theme", "Thème", themes)],
            lambda saisie: operations.ajouter(site, jour=jour, **saisie.valeurs),
            brouillon="suggestion",                  # the draft's name; add the reference for an edit
            dire="Suggestion enregistrée.",
        ),
        ensuite,                                     # called with what the operation gave, None if given up
    )

For an edit, pass `fiche`: what the person read, and `saisie.fiche` is what to save from. When somebody saved it
meanwhile, the box tells what changed and offers to save over it: the operation is then called again with what `relire`
gives. A record needs no `relire`; what may be absent, settings and several records at once do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.timer import Timer
from textual.widgets import Button, Footer, Input, Static

from qualitui.domain.base import Fiche, Refus, SaisieRefusee
from qualitui.store.contrat import ModifieEntreTemps
from qualitui.ui.noyau.brouillons import Brouillons
from qualitui.ui.noyau.ecran import Boite
from qualitui.ui.widgets.boites import Question
from qualitui.ui.widgets.champs import Champ
from qualitui.ui.widgets.conflit import Conflit

CADRE, PHRASE = (
    4,
    2,
)  # lines of a box: its borders, its buttons and what parts them; a phrase of one line over the fields
REPRISE = "Votre saisie non enregistrée a été reprise. Échap permet de l’abandonner."
DEPASSEE = " La fiche a été modifiée depuis\u00a0: comparez avant d’enregistrer."
RELIRE = "Relisez ce qui est signalé\u00a0: enregistrer de nouveau le garde tel quel."
DELAI_BROUILLON = 0.8  # seconds without a key before the draft is written


class Saisie(NamedTuple):
    """What the form gives to the operation: values by field name, and what is edited as it was read (None: nothing)."""

    valeurs: dict[str, Any]
    fiche: Any = None


class Formulaire(Boite[Any]):
    """Dismisses what `enregistrer` returned, or None when given up."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12", "enregistrer", "Enregistrer", id="formulaire.enregistrer", tooltip="Enregistrer la saisie"),
        Binding("escape", "fermer", "Abandonner", id="formulaire.abandonner", tooltip="Abandonner la saisie"),
    ]

    def __init__(
        self,
        titre: str,
        champs: Sequence[Champ],
        enregistrer: Callable[[Saisie], Any],
        *,
        brouillon: str = "",
        fiche: Any = None,
        relire: Callable[[], Any] | None = None,
        dire: str | Callable[[Any], str] = "",
        intro: str = "",
        bouton: str = "Enregistrer",
    ) -> None:
        super().__init__()
        self.titre = titre
        self.champs = list(champs)
        self.enregistrer = enregistrer
        self.nom_brouillon = brouillon
        self.fiche = fiche
        self.relire = relire or (self._relire if isinstance(fiche, Fiche) else None)
        self.dire = dire
        self.intro = intro
        self.bouton = bouton
        self.pret = False  # the draft is not back yet: keys typed ahead wait for it
        self._minuterie: Timer | None = None
        self._en_cours = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="boite boite-formulaire") as boite:
            boite.border_title = self.titre
            if self.intro:
                yield Static(self.intro, classes="boite-phrase", markup=False)
            yield Static("", id="formulaire-message", markup=False)
            with VerticalScroll(id="formulaire-champs", can_focus=False):
                yield from self.champs
            with Horizontal(classes="boite-boutons"):
                yield Button(self.bouton, id="enregistrer", compact=True)
                yield Button("Abandonner", id="abandonner", compact=True)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.query_one("#formulaire-message").display = False
        self._limiter(CADRE + (PHRASE if self.intro else 0))  # nearly always right: laid out once
        if self.champs:
            self.champs[0].focus()
        self.call_after_refresh(self._reprendre_brouillon)

    def on_resize(self) -> None:
        self.call_after_refresh(self._borner)

    def _borner(self) -> None:
        """A long form scrolls inside its box: what is said above the fields and the buttons stay in view."""
        boite, champs = self.query_one(".boite"), self.query_one("#formulaire-champs")
        autres = [w for w in boite.children if w.display and w is not champs]
        self._limiter(sum(w.outer_size.height + w.styles.margin.height for w in autres) + boite.gutter.height)

    def _limiter(self, pris: int) -> None:
        """`pris`: the lines of the box that are not for the fields; the footer takes one under it."""
        hauteur = max(3, (self.app.size.height - 1) * 92 // 100 - pris)
        self.query_one("#formulaire-champs").styles.max_height = hauteur

    # --- draft ----------------------------------------------------------------------------------------

    def _reprendre_brouillon(self) -> None:
        brouillons = self.qualitui.brouillons
        garde = brouillons.lire(self.nom_brouillon) if brouillons and self.nom_brouillon else {}
        repris = [champ for champ in self.champs if champ.nom in garde and garde[champ.nom] != champ.texte]
        for champ in repris:
            champ.reprendre(garde[champ.nom])
        if repris:
            self._dire(REPRISE + self._si_modifiee(brouillons))
        self.pret = True

    def _si_modifiee(self, brouillons: Brouillons | None) -> str:
        """A draft typed on an older version of the record is not taken for the last word."""
        jeton = brouillons.jeton(self.nom_brouillon) if brouillons else ""
        return DEPASSEE if self.relire is not None and jeton != _version(self.fiche) else ""

    def on_champ_change(self, event: Champ.Change) -> None:
        event.stop()
        if not self.brouillon_permis():
            self._oublier_brouillon()
        elif self.nom_brouillon and self.modifie:
            if self._minuterie is not None:
                self._minuterie.stop()
            self._minuterie = self.set_timer(DELAI_BROUILLON, self._garder)

    def brouillon_permis(self) -> bool:
        """Whether what is typed may be kept on the workstation; as soon as it may not, what was kept goes."""
        return True

    def _garder(self) -> None:
        if not self.brouillon_permis():
            return
        textes = {champ.nom: champ.texte for champ in self.champs if champ.modifie and not champ.secret}
        if self.qualitui.brouillons is not None:
            jeton = _version(self.fiche)
            self.qualitui.brouillons.garder(self.nom_brouillon, textes, titre=self.titre, jeton=jeton)

    def _oublier_brouillon(self) -> None:
        if self._minuterie is not None:
            self._minuterie.stop()
        if self.nom_brouillon and self.qualitui.brouillons is not None:
            self.qualitui.brouillons.oublier(self.nom_brouillon)

    @property
    def modifie(self) -> bool:
        return any(champ.modifie for champ in self.champs)

    # --- leaving --------------------------------------------------------------------------------------

    def action_fermer(self) -> None:
        """Esc: at once when nothing was typed, else a question; a draft can be kept for later."""
        if not self.modifie:
            self._abandonner("abandonner")
            return
        reponses = [("continuer", "Continuer"), ("abandonner", "Abandonner")]
        if self.nom_brouillon and self.brouillon_permis():
            sans = " (sans l’identité)" if any(champ.modifie and champ.secret for champ in self.champs) else ""
            reponses.insert(1, ("garder", f"Garder pour plus tard{sans}"))
        self.app.push_screen(Question("Cette saisie n’est pas enregistrée.", reponses), self._abandonner)

    def _abandonner(self, reponse: str | None) -> None:
        if reponse == "abandonner":
            self._oublier_brouillon()
            self.dismiss(None)
        elif reponse == "garder":
            self._garder()
            self.dismiss(None)

    # --- saving ---------------------------------------------------------------------------------------

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field; the last one leads to the button."""
        event.stop()
        self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "enregistrer":
            self.action_enregistrer()
        else:
            self.action_fermer()

    def action_enregistrer(self) -> None:
        if self._en_cours:
            return
        valeurs, erreurs = self._lire()
        if erreurs:
            self._montrer_erreurs(erreurs)
            return
        if not all([champ.signale for champ in self.champs]):
            self._montrer_erreurs({"": RELIRE})
            return
        self._dire("")
        self._soumettre(valeurs)

    def _lire(self) -> tuple[dict[str, Any], dict[str, str]]:
        valeurs: dict[str, Any] = {}
        erreurs: dict[str, str] = {}
        for champ in self.champs:
            try:
                valeurs[champ.nom] = champ.valeur()
            except Refus as refus:
                erreurs[champ.nom] = refus.phrase
        return valeurs, erreurs

    def _soumettre(self, valeurs: dict[str, Any]) -> None:
        self._en_cours = True
        saisie = Saisie(valeurs, self.fiche)
        self.qualitui.faire(
            lambda: self.enregistrer(saisie), ensuite=self._enregistre, dire=self.dire, echec=self._refuse
        )

    def _enregistre(self, resultat: Any) -> None:
        self._oublier_brouillon()
        self.terminer(resultat)

    def _refuse(self, refus: Refus) -> None:
        self._en_cours = False
        if isinstance(refus, ModifieEntreTemps):
            boite = Conflit(refus, self.qualitui.nom, imposable=self.relire is not None)
            self.app.push_screen(boite, self._apres_conflit)
        elif isinstance(refus, SaisieRefusee):
            self._montrer_erreurs(refus.erreurs)
        else:
            self._montrer_erreurs({refus.champ or "": refus.phrase})

    def _apres_conflit(self, reponse: str | None) -> None:
        if reponse == "imposer" and self.relire is not None:
            self.qualitui.lire(self.relire, self._imposer)

    def _relire(self) -> Fiche:
        fiche: Fiche = self.fiche
        return self.qualitui.site.registre.get(type(fiche), fiche.id)

    def _imposer(self, relue: Any) -> None:
        self.fiche = relue
        self.action_enregistrer()

    def _montrer_erreurs(self, erreurs: dict[str, str]) -> None:
        noms = {champ.nom for champ in self.champs}
        for champ in self.champs:
            champ.montrer_erreur(erreurs.get(champ.nom, ""))
        premier = next((champ for champ in self.champs if champ.nom in erreurs), None)
        if premier is not None:
            premier.focus()
        self._dire(" ".join(phrase for nom, phrase in erreurs.items() if nom not in noms))

    def _dire(self, phrase: str) -> None:
        message = self.query_one("#formulaire-message", Static)
        message.update(phrase)
        message.display = bool(phrase)
        self.call_after_refresh(self._borner)


def _version(lu: Any) -> str:
    """The versions of the records read; empty where nothing was."""
    return "+".join(getattr(une, "jeton", "") for une in (lu if isinstance(lu, tuple) else (lu,)))
