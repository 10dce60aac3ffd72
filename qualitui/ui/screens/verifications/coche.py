"""Ticking in one key: the list shows the new state at once, a thread writes it, a refusal puts the old one back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from qualitui.domain.base import Fiche, Refus
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.verifications.fiche import Resultat, Verification
from qualitui.domain.verifications.occurrences import Suivi
from qualitui.operations.verifications import lecture as vues
from qualitui.operations.verifications.lecture import Rangee
from qualitui.ui.screens.commun.base import EcranModule
from qualitui.ui.screens.verifications import formulaires
from qualitui.ui.screens.verifications import rangees as textes
from qualitui.ui.screens.verifications.enchainement import Enchainement
from qualitui.ui.widgets.tableau import Colonne

if TYPE_CHECKING:
    from qualitui.domain.temps.explications import Explication
    from qualitui.ui.widgets.formulaire import Formulaire

DELAI_RELECTURE = 1.5  # seconds without a tick before the list is read again: what it shows is already right


class EcritureEnAttente(NamedTuple):
    """Rows as they were read, their new state that is shown already, and what writes it."""

    references: tuple[str, ...]
    suivis: tuple[Suivi, ...]
    futurs: tuple[Suivi, ...]
    ecrire: Callable[[list[Suivi]], list[Suivi]]


class Ecrits(NamedTuple):
    """What the thread did: the rows as they are now, and the gestures refused."""

    suivis: list[Suivi]
    refuses: list[tuple[EcritureEnAttente, Exception]]


class Lues(NamedTuple):
    """What a thread read: the names of the roles, and what `lire_rangees` gave."""

    roles: dict[str, str]
    contenu: Any


class EcranCoche(EcranModule[Rangee]):
    """A list of occurrences to tick; `lire_rangees` reads it, in a thread, `prendre_rangees` takes it in."""

    nom = "verifications"
    titre = "Vérifications"
    domaine = "verifications"
    ECRITURES: ClassVar = {
        ("verifications", Verbe.NOTER): "noter non_conforme modifier preuve raison",
        ("actions", Verbe.NOTER): "action",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "noter('conforme')", "Conforme", id="coche.conforme", tooltip="Noter conforme"),
        Binding("x", "non_conforme", "Non conforme", id="coche.non_conforme", tooltip="Noter non conforme : dire quoi"),
        Binding("o", "noter('sans-objet')", "Sans objet", id="coche.sans_objet", tooltip="Noter sans objet"),
        Binding("space", "choisir", "Choisir", id="coche.choisir", tooltip="Choisir plusieurs lignes", show=False),
        Binding("m", "modifier", "Corriger", id="coche.modifier", tooltip="Noter en détail, ou corriger", show=False),
        Binding("p", "preuve", "Note, preuve", id="coche.preuve", tooltip="Ajouter une note, une preuve", show=False),
        Binding("a", "action", "Action", id="coche.action", tooltip="Créer l’action d’un écart", show=False),
        Binding("h", "historique", "Historique", id="coche.historique", tooltip="Toutes ses périodes", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.tournee: date | None = None
        self.choisies: set[str] = set()
        self.verifications: dict[str, Verification] = {}
        self._rangees: dict[str, Rangee] = {}
        self._en_vol: dict[str, Suivi] = {}
        self._attente: deque[EcritureEnAttente] = deque()
        self._enchainement = Enchainement()
        self._ecriture = False
        self._differer = False
        self._relecture: Timer | None = None
        self._roles: dict[str, str] = {}

    # --- rows -----------------------------------------------------------------------------------------

    def lire_rangees(self) -> Any:
        raise TypeError(f"{type(self).__name__} must read its rows")

    def prendre_rangees(self, contenu: Any) -> Sequence[Rangee]:
        raise TypeError(f"{type(self).__name__} must take in its rows")

    def lire(self) -> Lues:
        return Lues({role.code: role.libelle for role in self.site.roles}, self.lire_rangees())

    def prendre(self, lu: Lues) -> Sequence[Rangee]:
        self._roles = lu.roles
        self._rangees = {rangee.reference: rangee for rangee in self.prendre_rangees(lu.contenu)}
        for reference, suivi in self._en_vol.items():
            if reference in self._rangees:
                self._rangees[reference] = vues.ranger(suivi, self.le)
        return list(self._rangees.values())

    def rafraichir(self) -> None:
        """Read again; after one's own ticks, only once they pause."""
        if self._relecture is not None:
            self._relecture.stop()
            self._relecture = None
        if self._differer:
            self._differer = False
            self._version = self.qualitui.version
            self._relecture = self.set_timer(DELAI_RELECTURE, super().rafraichir)
        else:
            super().rafraichir()

    @property
    def le(self) -> date:
        """The day the checks being typed were done."""
        return self.tournee or self.jour

    @property
    def nommer(self) -> Callable[[str], str]:
        return textes.nommer(self._roles, self.qualitui.nom)

    def cle(self, objet: Rangee) -> str:
        return objet.reference

    def reference(self, objet: Rangee) -> str:
        return objet.reference

    def fiche(self, objet: Rangee) -> Fiche | None:
        return objet.suivi.constat

    def fiche_visee(self) -> Fiche | None:
        """Whose result it is depends on the check, ticked or not."""
        return self.verifications.get(self.choisi.occurrence.verification) if self.choisi else None

    def explicable(self, objet: Rangee) -> bool:
        return True

    def explication(self, objet: Rangee) -> Explication:
        from qualitui.operations.verifications.gestes import pourquoi

        return pourquoi(self.site, self.verifications[objet.occurrence.verification], objet.occurrence)

    def colonnes(self) -> Sequence[Colonne[Rangee]]:
        return [
            Colonne("", 1, lambda r: "*" if r.reference in self.choisies else " "),
            Colonne("État", 12, lambda r: textes.etat_en_texte(r.suivi), lambda r: str(textes.etat_en_texte(r.suivi))),
            Colonne(
                "Attendue",
                10,
                lambda r: textes.attendue_en_texte(r, self.jour),
                lambda r: r.occurrence.attendue,
                a_partir_de=90,
            ),
            Colonne("Lieu", 14, lambda r: r.occurrence.redaction.lieu),
            Colonne("Vérification", None, lambda r: r.suivi.libelle),
            Colonne("Réf.", 9, lambda r: r.occurrence.verification, a_partir_de=66),
            Colonne("Qui", 16, lambda r: self.nommer(textes.porteur(r)), a_partir_de=110),
        ]

    def detail(self, objet: Rangee) -> Text:
        return textes.rangee_en_texte(objet, self.jour, self.nommer)

    def bas(self) -> Iterable[Widget]:
        yield Static("", id="verification-ligne", markup=False)

    def vise(self, objet: Rangee | None) -> None:
        super().vise(objet)
        self.query_one("#verification-ligne", Static).update(
            textes.ligne_en_texte(objet, self.nommer) if objet else "", layout=False
        )

    # --- choice ---------------------------------------------------------------------------------------

    def cibles(self) -> list[Rangee]:
        """The rows chosen, or the one under the cursor."""
        choisies = [r for r in self.tableau.montres if r.reference in self.choisies]
        return choisies or ([self.choisi] if self.choisi else [])

    def action_choisir(self) -> None:
        """Choose the row, or no longer, and go down."""
        if self.choisi is not None:
            self.choisies ^= {self.choisi.reference}
            self._montrer()
            self.tableau.avancer(lambda _: True)

    def _montrer(self) -> None:
        self.tableau.montrer(list(self._rangees.values()))
        self.lu(list(self._rangees.values()))

    # --- one key --------------------------------------------------------------------------------------

    def action_noter(self, resultat: str) -> None:
        voulu, le, jour = Resultat(resultat), self.le, self.jour
        self.ecrire(
            self.cibles(),
            lambda suivi: vues.anticiper(suivi, voulu, le=le, jour=jour),
            lambda suivis: vues.cocher(self.site, self.verifications, suivis, voulu, le=le, jour=jour),
        )

    def ecrire(
        self,
        rangees: Sequence[Rangee],
        anticiper: Callable[[Suivi], Suivi],
        geste: Callable[[list[Suivi]], list[Suivi]],
    ) -> None:
        """Show what `anticiper` foresees of each row, go to the next one, and let a thread do `geste`."""
        if not rangees:
            return
        suivis = [rangee.suivi for rangee in rangees]
        futurs = [anticiper(suivi) for suivi in suivis]
        for rangee, futur in zip(rangees, futurs, strict=True):
            self._en_vol[rangee.reference] = futur
            self._rangees[rangee.reference] = vues.ranger(futur, self.le)
        self._attente.append(
            EcritureEnAttente(tuple(r.reference for r in rangees), tuple(suivis), tuple(futurs), geste)
        )
        derniere = rangees[-1].reference
        self.choisies.clear()
        self._montrer()
        self.tableau.viser(derniere)
        self.tableau.avancer(lambda r: r.suivi.resultat is None)
        self._ecrire()

    def _ecrire(self) -> None:
        if not self._ecriture:
            self._ecriture = True
            self.qualitui.faire(self._vider, ensuite=self._ecrits)

    def _vider(self) -> Ecrits:
        """Runs in a thread: write what waits, in the order of the keys; a refusal does not hold the others up."""
        faits: list[Suivi] = []
        refuses: list[tuple[EcritureEnAttente, Exception]] = []
        while self._attente:
            geste = self._attente.popleft()
            try:
                ecrits = geste.ecrire([self._enchainement.depuis(suivi) for suivi in geste.suivis])
            except Exception as erreur:
                refuses.append((geste, erreur))
                continue
            faits += ecrits
            for futur, ecrit in zip(geste.futurs, ecrits, strict=True):
                self._enchainement.retenir(futur, ecrit)
        return Ecrits(faits, refuses)

    def _ecrits(self, ecrits: Ecrits) -> None:
        self._ecriture = False
        self._differer = not ecrits.refuses
        for suivi in ecrits.suivis:
            reference = suivi.occurrence.reference
            self._en_vol.pop(reference, None)
            if reference in self._rangees:
                self._rangees[reference] = vues.ranger(suivi, self.le)
        for geste, _ in ecrits.refuses:
            for reference in geste.references:
                self._en_vol.pop(reference, None)
        if self._attente:
            self._ecrire()
        if self.is_mounted:
            self._montrer()
        for _, erreur in ecrits.refuses:
            if not self.qualitui.recueillir(erreur):
                raise erreur

    # --- with a form ----------------------------------------------------------------------------------

    def action_non_conforme(self) -> None:
        def ouvrir(rangees: Sequence[Rangee]) -> None:
            for rangee in rangees:
                vues.anticiper(rangee.suivi, Resultat.NON_CONFORME, le=self.le, jour=self.jour, constat="vu")
            self.app.push_screen(
                formulaires.non_conforme(self.site, self.verifications, rangees, self.le, self.jour, self.nommer),
                self.apres,
            )

        if rangees := self.cibles():
            self._ecrites(rangees, ouvrir)

    def _ecrites(self, rangees: Sequence[Rangee], suite: Callable[[Sequence[Rangee]], None]) -> None:
        """Go on with these rows; those being written are read once they are, for a form carries what was read."""
        if not any(rangee.reference in self._en_vol for rangee in rangees):
            suite(rangees)
            return
        site, le, jour = self.site, self.le, self.jour
        self.qualitui.lire(
            lambda: [vues.ranger(vues.relire(site, r.suivi, jour=jour), le) for r in rangees], suite, ouvre=True
        )

    def action_modifier(self) -> None:
        self._detailler(formulaires.corriger)

    def action_preuve(self) -> None:
        self._detailler(formulaires.preuve)

    def _detailler(self, formulaire: Callable[..., Formulaire]) -> None:
        def ouvrir(rangees: Sequence[Rangee]) -> None:
            (rangee,) = rangees
            verification = self.verifications[rangee.occurrence.verification]
            self.app.push_screen(formulaire(self.site, verification, rangee.suivi, self.le, self.jour), self.apres)

        if self.choisi is not None:
            self._ecrites([self.choisi], ouvrir)

    def apres(self, resultat: object) -> None:
        """After a form that noted something: the rows are no longer chosen, the cursor goes on after the last."""
        if resultat is not None:
            if self.choisies and (cibles := self.cibles()):
                self.tableau.viser(cibles[-1].reference)
            self.choisies.clear()
            self.tableau.avancer(lambda r: r.suivi.resultat is None)

    def action_action(self) -> None:
        """Open the action of a non-conforme already noted."""
        from qualitui.operations.verifications.gestes import ouvrir_action

        if self.choisi is None:
            return
        lu, site, jour = self.choisi.suivi, self.site, self.jour
        verification = self.verifications[lu.occurrence.verification]
        self.faire(
            lambda: ouvrir_action(site, verification, self._enchainement.depuis(lu).constat, jour=jour),
            dire=lambda constat: f"Action {constat.action} : elle est dans le plan d’actions (F5).",
        )

    def action_historique(self) -> None:
        if self.choisi is not None:
            self.ouvrir_historique(self.choisi.occurrence.verification, self.choisi.reference)

    def ouvrir_historique(self, code: str, reference: str = "") -> None:
        if code not in self.verifications:
            raise Refus(f"Aucune vérification du tableau n’a le code « {code} ».")
        self.qualitui.ouvrir("verifications.historique", code, reference)
