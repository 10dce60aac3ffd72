"""What the program looks at every two seconds, and what it says of it: others' writings, settings, damage, access.

`regarder` runs in a thread and may wait for a share; `Guet.montrer` tells, once each, in the interface's thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from qualitui.domain.base import Refus
from qualitui.domain.etat import Etat, premier_et_nombre
from qualitui.domain.francais import enumerer
from qualitui.domain.reference.reglages_gestes import changements
from qualitui.ui.noyau.contrat import Bureau
from qualitui.ui.noyau.ecran import Ecran
from qualitui.ui.widgets.entete import Entete

if TYPE_CHECKING:
    from qualitui.domain.diagnostic import Constatation
    from qualitui.store.contrat import Nouveaute
    from qualitui.store.site.site import Site

REGLAGES_CHANGES = "Réglages du site changés depuis ailleurs : {}. Ils valent dès maintenant."
CONFIDENTIEL_FERME = (
    "La partie confidentielle du site n’est plus accessible depuis ce compte : le reste se lit et s’enregistre."
)
CONFIDENTIEL_OUVERT = "La partie confidentielle du site est à nouveau accessible."


class Vu(NamedTuple):
    """One look. `etat`: whether all could be read; `reglages`: what changed in site.toml, as people call it;
    `fautifs`: why site.toml cannot be taken; `horloge`: why the clock of this workstation is not believed;
    `confidentiel`: whether this person may read it."""

    change: bool
    nouveautes: Sequence[Nouveaute]
    injoignable: str
    etat: Etat
    reglages: Sequence[str]
    fautifs: str
    horloge: str
    confidentiel: bool


def regarder(site: Site) -> Vu:
    """Take in what others wrote; never raises when the folder does not answer."""
    registre = site.registre
    change = registre.poll()
    avant = site.guetter_reglages()
    changes = changements(avant, site.reglages) if avant is not None else ()
    return Vu(
        change,
        registre.nouveautes(),
        registre.injoignable,
        registre.etat,
        changes,
        site.veille.phrase,
        registre.horloge.doute(),
        site.confidentiel.accessible,
    )


class Guet:
    """What was already told, to the screens open now. `_confidentiel` is None before the first look."""

    def __init__(self, bureau: Bureau, ecrans: Callable[[], Iterable[Ecran[Any]]]) -> None:
        self._bureau = bureau
        self._ecrans = ecrans
        self._degats: set[Constatation] = set()
        self._conseille = False
        self._fautifs = ""
        self._confidentiel: bool | None = None

    def montrer(self, vu: Vu) -> None:
        """Show what others wrote; say once that the share is gone, once that it is back, once each grave damage."""
        self.dire_l_etat(vu.etat)
        if vu.injoignable != self._bureau.injoignable:
            self._dire_si_joignable(vu.injoignable)
        self.dire_l_horloge(vu.horloge)
        for ecran in self._ecrans() if vu.nouveautes else ():
            ecran.autrui(vu.nouveautes)
        acces_change = not vu.injoignable and self._acces_change(vu.confidentiel)
        self._dire_les_reglages(vu)
        if vu.change or vu.reglages or acces_change:
            self._bureau.registre_change()

    def _dire_si_joignable(self, injoignable: str) -> None:
        self._bureau.injoignable = injoignable
        self._actualiser_les_entetes()
        if injoignable:
            self._bureau.refuser(Refus(injoignable))
        else:
            self._bureau.annoncer("Le dossier du site répond à nouveau.")

    def dire_l_horloge(self, doute: str) -> None:
        """Once in full; the header reminds it as long as it lasts."""
        if doute != self._bureau.horloge:
            self._bureau.horloge = doute
            self._actualiser_les_entetes()
            if doute:
                self._bureau.notify(doute, title="Date du poste", severity="warning", markup=False, timeout=15)
            else:
                self._bureau.annoncer("La date de ce poste s’accorde à nouveau avec le site.")

    def _actualiser_les_entetes(self) -> None:
        for entete in (trouve for ecran in self._ecrans() for trouve in ecran.query(Entete)):
            entete.actualiser()

    def dire_l_etat(self, etat: Etat) -> None:
        """Each grave damage once in full; the header and the home remind it as long as there is any."""
        if etat.conseil and not self._conseille:
            self._conseille = True
            self._bureau.notify(etat.conseil, title="Ce poste", markup=False, timeout=15)
        nouveaux = tuple(une for une in etat.graves if une not in self._degats)
        self._degats.update(nouveaux)
        if nouveaux:
            phrase = (
                f"{premier_et_nombre(nouveaux)} Tout le reste se lit. "
                "Le détail est dans F9, «\u00a0État des données\u00a0»."
            )
            titre = "Données abîmées" if etat.perte else "Données illisibles ici"
            self._bureau.notify(phrase, title=titre, severity="warning", markup=False, timeout=15)
        doutes = tuple(une for une in etat.doutes if une not in self._degats)
        self._degats.update(doutes)
        if doutes and not etat.abime:
            phrase = premier_et_nombre(doutes, "autre doute")
            self._bureau.notify(phrase, title="À vérifier", severity="warning", markup=False, timeout=15)
        if (etat.abime, etat.perte) != (self._bureau.abime, self._bureau.perte):
            self._bureau.abime, self._bureau.perte = etat.abime, etat.perte
            self._actualiser_les_entetes()
            self._bureau.registre_change()
            if not etat.abime:
                self._degats.clear()
                self._bureau.annoncer("Les données du site se lisent à nouveau en entier.")

    def _dire_les_reglages(self, vu: Vu) -> None:
        if vu.reglages:
            self._bureau.notify(REGLAGES_CHANGES.format(enumerer(list(vu.reglages))), markup=False, timeout=8)
        if vu.fautifs != self._fautifs and not vu.injoignable:
            self._fautifs = vu.fautifs
            if vu.fautifs:
                self._bureau.notify(
                    vu.fautifs, title="Réglages illisibles", severity="warning", markup=False, timeout=15
                )
            else:
                self._bureau.annoncer("Les réglages du site se lisent à nouveau.")

    def _acces_change(self, accessible: bool) -> bool:
        """Tell that the right to read confidentiel/ was lost or came back; forms ask or not who wrote from then on."""
        avant, self._confidentiel = self._confidentiel, accessible
        if avant is None or avant == accessible:
            return False
        if accessible:
            self._bureau.annoncer(CONFIDENTIEL_OUVERT)
        else:
            self._bureau.notify(CONFIDENTIEL_FERME, severity="warning", markup=False, timeout=8)
        for ecran in self._ecrans():
            ecran.acces_confidentiel(accessible)
        return True
