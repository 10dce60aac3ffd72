"""The terminal interface of a site: a mode per module, and what other workstations write taken in as it comes.

How a screen uses it (`self.qualitui` inside any `Ecran`):

    self.qualitui.site, self.qualitui.jour()
    self.qualitui.aller("actions")                      # what F5 does
    self.qualitui.aller("actions", "A-2026-012")        # and the cursor on this reference
    self.qualitui.faire(                                # a gesture that reads or writes the register
        lambda: operations.accuser(site, fiche, le=le, jour=jour), dire="Accusé de réception enregistré.")
    self.qualitui.lire(lambda: site.registre.find(Action), self.montrer)      # a reading
    self.qualitui.refuser(refus)                        # show a Refus (gestures run by `faire` need not)

`faire` and `lire` run in a thread, one at a time: never call an operation from a handler, a share may be slow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from qualitui.domain.base import AConfirmer, Refus
from qualitui.domain.francais import enumerer
from qualitui.domain.reference.equipe import Personne
from qualitui.operations.site.droits import Limites, limites
from qualitui.store.contrat import ModifieEntreTemps
from qualitui.ui.guet import Guet, regarder
from qualitui.ui.modules import MODULES, sous_ecran
from qualitui.ui.noyau import droits
from qualitui.ui.noyau.application import Application
from qualitui.ui.noyau.brouillons import Brouillons
from qualitui.ui.noyau.ecran import Ecran
from qualitui.ui.noyau.traduction import touche

if TYPE_CHECKING:
    from qualitui.store.secours.sauvegarde import Sauvegarde
    from qualitui.store.site.site import Site

GUET_ACTIF = 2.0  # seconds between two looks at what the other workstations wrote, while someone types
ATTENTE_SAUVEGARDE = 4.0  # seconds after the start before the week's backup: the first screen comes first
GUET_CALME = 15.0  # the same when nothing was typed for a while: nobody is in front of the screen
VEILLE = 600.0  # seconds without a key before that


class Qualitui(Application[None]):
    """`jour` is asked each time: a screen left open overnight follows the day."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(m.touche, f"aller('{m.nom}')", m.titre, id=f"aller.{m.nom}", tooltip=f"{m.titre}", show=False)
            for m in MODULES
            if m.touche
        ),
        Binding("f9", "plus", "Plus", id="general.plus", tooltip="Les autres modules", show=False),
    ]

    DEFAULT_MODE = "accueil"

    def __init__(self, site: Site, jour: Callable[[], date], *, tolerant: bool = True) -> None:
        super().__init__(jour, site.maintenant, tolerant=tolerant)
        self.site = site
        self.brouillons: Brouillons = Brouillons(site.dossier)
        self.version = 0  # grows each time the register changes; a screen compares it to what it shows
        self._jour_montre = jour()
        self._calme = 0.0
        self._guet = Guet(self, self.ecrans)
        self.horloge = ""  # why the clock of this workstation is not believed, as the header reminds it
        self.abime = False  # whether something may be missing from what is shown, as the header reminds it
        self.perte = False  # and may be lost, not only be beyond this program
        self.injoignable = ""  # why the site's folder does not answer, as the header reminds it
        self._equipe_lue(self._lire_equipe())
        for m in MODULES:
            self.add_mode(m.nom, m.ecran)

    # --- start and rhythm -----------------------------------------------------------------------------

    def on_mount(self) -> None:
        self._appliquer_les_touches()
        self._guet.dire_l_horloge(self.site.registre.horloge.doute())
        self._guet.dire_l_etat(self.site.registre.etat)
        self.set_interval(GUET_ACTIF, self._guetter)
        self.set_timer(ATTENTE_SAUVEGARDE, self.sauvegarder_si_due)
        self._rappeler_les_brouillons()
        self._rappeler_le_confidentiel()

    def _rappeler_le_confidentiel(self) -> None:
        """After a restore, what is still to be brought back; « État des données » says it too, as long as it lasts."""
        from qualitui.operations.donnees.sauvegarde import a_remettre

        def dire(phrase: str) -> None:
            if phrase:
                self.notify(phrase, title="Identités à remettre", severity="warning", markup=False, timeout=15)

        self.travaux.lancer(lambda: a_remettre(self.site), dire, groupe="retour", exclusif=False)

    def _rappeler_les_brouillons(self) -> None:
        """What was typed and never saved (a crash, a share gone) is offered again by its form; say which one."""
        titres = self.brouillons.en_attente()
        if titres:
            formes = enumerer([f"«\u00a0{titre}\u00a0»" for titre in titres[:3]])
            self.notify(f"Une saisie non enregistrée vous attend dans {formes}.", markup=False, timeout=8)

    def _appliquer_les_touches(self) -> None:
        self.appliquer_preferences()
        touches = self.preferences.touches
        if not touches:
            return
        from qualitui.ui.noyau.liens import verifier

        try:
            verifier(touches, Qualitui)
            self.set_keymap(dict(touches))
        except Refus as refus:
            self.refuser(refus)

    def sauvegarder_si_due(self) -> None:
        """The automatic backup of the week: silent when it is not due; a failure is a sentence."""
        from qualitui.operations.donnees.sauvegarde import sauvegarder_si_due

        self.travaux.lancer(
            lambda: sauvegarder_si_due(self.site), self._apres_sauvegarde, groupe="sauvegarde", exclusif=False
        )

    def _apres_sauvegarde(self, faite: Sauvegarde | None) -> None:
        """What is wrong with the data, or missing from the copy, is said with it, and stays longer."""
        if faite is None:
            return
        from qualitui.operations.donnees.sauvegarde import reserves

        dite = f"Sauvegarde de la semaine faite\u00a0: sauvegardes/{faite.chemin.name}."
        if dites := reserves(faite):
            phrase = " ".join([dite, *dites])
            self.notify(phrase, title="Sauvegarde à regarder", severity="warning", markup=False, timeout=15)
        else:
            self.annoncer(dite)

    def on_key(self) -> None:
        self._calme = 0.0

    def _guetter(self) -> None:
        """Take in the others' changes and the change of day, without ever blocking the keys."""
        self._calme += GUET_ACTIF
        if self._jour_montre != self.jour():
            self._jour_montre = self.jour()
            self.registre_change()
        presse = self._calme < VEILLE or self._calme % GUET_CALME < GUET_ACTIF
        if presse and not any(w.group == "guet" and not w.is_finished for w in self.workers):
            self.travaux.lancer(lambda: regarder(self.site), self._guet.montrer, groupe="guet")

    def registre_change(self) -> None:
        """What the screens show is out of date: those in front read again, the others when they come back."""
        for phrase in self.site.sorties.dites():
            self.notify(phrase, title="Copie gardée", markup=False, timeout=20)
        self.version += 1
        self.lire(self._lire_equipe, self._equipe_lue, groupe="equipe")
        for ecran in self.ecrans():
            ecran.rafraichir()

    def ecrans(self) -> list[Ecran[Any]]:
        """What is open, from the module's list up to the box in front."""
        return [ecran for ecran in self.screen_stack if isinstance(ecran, Ecran)]

    def douter(self, refus: AConfirmer, oui: Callable[[], object], non: Callable[[], object]) -> None:
        from qualitui.ui.widgets.confirmer import demander

        demander(self, refus, oui, non)

    def refuser(self, refus: Refus) -> None:
        """A record changed meanwhile opens the box that says by whom."""
        if isinstance(refus, ModifieEntreTemps):
            from qualitui.ui.widgets.conflit import Conflit

            self.push_screen(Conflit(refus, self.nom))
            self.registre_change()
        else:
            super().refuser(refus)

    # --- who ------------------------------------------------------------------------------------------

    def _lire_equipe(self) -> tuple[dict[str, str], str, Limites]:
        moi = self.site.moi
        noms = {p.code: p.nom for p in self.site.registre.find(Personne)}
        return noms, moi.nom if moi else self.site.login, limites(self.site)

    def _equipe_lue(self, lue: tuple[dict[str, str], str, Limites]) -> None:
        """`qui`: the person in front of the screen, as the header names them; `limites`: what they may not do."""
        self._noms, self.qui, self.limites = lue

    async def run_action(
        self, action: Any, default_namespace: Any = None, namespaces: Mapping[str, Any] | None = None
    ) -> bool:
        voulus = droits.demandes(default_namespace, action) if isinstance(default_namespace, Ecran) else ()
        if not voulus:
            return await super().run_action(action, default_namespace, namespaces)
        fiche = droits.fiche_visee(default_namespace, action)
        try:
            droits.exiger(self, voulus)
        except Refus as refus:
            self.refuser(refus)
            return True
        suite = partial(super().run_action, action, default_namespace, namespaces)
        if fiche is None or not droits.a_lire(self, voulus, fiche):
            return await suite()
        droits.autoriser(self, voulus, fiche, lambda: self.call_later(suite))
        return True

    def nom(self, code: str) -> str:
        """The name of the person who has this code; the code itself for a login tied to nobody."""
        return self._noms.get(code, code)

    # --- going around ---------------------------------------------------------------------------------

    async def action_aller(self, nom: str, cle: str = "", regler: str | None = None) -> None:
        """Show the module's list, the cursor on the row called `cle`; a page opened above it is closed.

        `regler` not None: and open what settles what that record waits for (`Etape.geste`; empty: the usual).
        """
        await self.switch_mode(nom)
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        if cle and isinstance(self.screen, Ecran):
            if regler is None:
                self.screen.viser(cle)
            else:
                self.screen.regler(cle, regler)

    def aller(self, nom: str, cle: str = "", regler: str | None = None) -> None:
        """What the module's key does, from code; `cle`: a reference, or the key of a row."""
        self.call_later(self._aller, nom, cle, regler)

    async def _aller(self, nom: str, cle: str, regler: str | None) -> None:
        try:
            await self.action_aller(nom, cle, regler)
        except Exception as erreur:
            if not self.recueillir(erreur):
                raise

    def ouvrir(self, nom: str, *arguments: Any) -> None:
        """Open a screen of `SOUS_ECRANS` above the module's list, made with these arguments."""
        self.push_screen(sous_ecran(nom)(*arguments))

    def action_plus(self) -> None:
        from qualitui.ui.screens.plus import Plus

        self.push_screen(Plus(), lambda nom: self.aller(nom) if nom else None)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        for m in MODULES:
            cle = f" ({touche(m.touche)})" if m.touche else ""
            yield SystemCommand(f"{m.titre}{cle}", m.aide, partial(self.aller, m.nom))
        yield from super().get_system_commands(screen)
