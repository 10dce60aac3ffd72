"""The week as a grid, as it was printed: arrows and one letter copy a paper round, each day under its column."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from qualitui.domain.base import Refus
from qualitui.domain.francais import date_en_mots, date_sans_annee
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.verifications.fiche import Resultat
from qualitui.domain.verifications.occurrences import Suivi
from qualitui.domain.verifications.volets import EN_MOTS, semaine_de, signe
from qualitui.operations.verifications import lecture as vues
from qualitui.operations.verifications.lecture import GrilleDeSemaine
from qualitui.ui.screens.verifications import formulaires
from qualitui.ui.screens.verifications.enchainement import Enchainement
from qualitui.ui.screens.verifications.grilles import EcranGrille, cellule
from qualitui.ui.widgets.grille import Grille, Rang

UNE_SEMAINE = timedelta(days=7)


class CaseVide(Refus):
    """Nothing is to be noted on that day."""


class EcranReleve(EcranGrille):
    """A check that is not daily is noted on the day of the column one is in."""

    titre = "Relevé de la semaine"
    ECRITURES: ClassVar = {("verifications", Verbe.NOTER): "noter non_conforme modifier"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "noter('conforme')", "Conforme", id="coche.conforme", tooltip="Noter conforme ce jour-là"),
        Binding("x", "non_conforme", "Non conf.", id="coche.non_conforme", tooltip="Noter non conforme : dire quoi"),
        Binding("o", "noter('sans-objet')", "Sans obj.", id="coche.sans_objet", tooltip="Noter sans objet ce jour-là"),
        Binding("m", "modifier", "Corriger", id="coche.modifier", tooltip="Noter en détail, ou corriger", show=False),
        Binding("y", "pourquoi", "Pourquoi ?", id="fiche.pourquoi", tooltip="Pourquoi cette date ?", show=False),
        Binding("i", "imprimer", "Imprimer", id="releve.imprimer", tooltip="Imprimer la semaine (Word)", show=False),
    ]

    def __init__(self, le: date) -> None:
        super().__init__()
        self.semaine = le
        self._contenu = GrilleDeSemaine([], [], {})
        self._cles: list[str] = []
        self._en_vol: dict[str, Suivi] = {}
        self._attente: deque[tuple[Suivi, Suivi, Resultat, date]] = deque()
        self._enchainement = Enchainement()
        self._a_ecrire: set[str] = set()
        self._ecriture = False

    # --- cells ----------------------------------------------------------------------------------------

    def lire(self) -> GrilleDeSemaine:
        return vues.grille_de_la_semaine(self.qualitui.site, self.semaine, jour=self.jour)

    def lu(self, contenu: GrilleDeSemaine) -> None:
        premiere = not self._contenu.jours
        self._contenu = contenu
        self._en_vol = {ident: suivi for ident, suivi in self._en_vol.items() if ident in self._a_ecrire}
        self._montrer()
        if premiere and self._cles:
            colonne = next((i for i, un_jour in enumerate(contenu.jours) if un_jour >= self.semaine), 0)
            self.grille.viser(self._cles[0], colonne)

    def _montrer(self) -> None:
        jours = self._contenu.jours
        lundi, _ = semaine_de(self.semaine)
        self.intituler(f"Semaine du {date_en_mots(lundi)} · c, x, o sous le jour du constat")
        rangs, self._cles = [], []
        for suivis in self._contenu.rangees:
            une = next(s for s in suivis if s is not None).occurrence
            cle = une.reference if len({s.occurrence.ident for s in suivis if s}) == 1 else une.verification
            self._cles.append(cle)
            cases = [self._case(suivi, un_jour) for suivi, un_jour in zip(suivis, jours, strict=True)]
            rangs.append(Rang(cle, f"{une.verification} {une.redaction.lieu} · {une.redaction.libelle}", cases))
        largeur_titre = max(20, self.size.width - len(jours) * 8 - 4)
        self.grille.montrer(_titres(jours), rangs, largeur_titre=largeur_titre, largeur=6)

    def _case(self, suivi: Suivi | None, un_jour: date) -> Text:
        """The sign on the day it was done, or is expected; nothing on the others."""
        if suivi is None:
            return Text("")
        actuel = self._en_vol.get(suivi.occurrence.ident, suivi)
        note = actuel.constat if actuel.resultat else None
        return cellule([actuel]) if un_jour == (note.le if note else actuel.occurrence.attendue) else Text("")

    def _visee(self) -> tuple[Suivi, date]:
        """The occurrence of the cell and its day; CaseVide when there is none."""
        visee = self.grille.visee
        suivi = self._contenu.rangees[self._cles.index(visee[0])][visee[1]] if visee else None
        if visee is None or suivi is None:
            raise CaseVide("Rien n’est à noter ce jour-là pour cette vérification.")
        return self._en_vol.get(suivi.occurrence.ident, suivi), self._contenu.jours[visee[1]]

    def on_grille_vise(self, event: Grille.Vise) -> None:
        event.stop()
        try:
            suivi, un_jour = self._visee()
        except CaseVide as refus:
            self.dire_case(refus.phrase)
            return
        texte = Text().append(f"{suivi.libelle}\n", "bold")
        porteur = self.nommer(suivi.occurrence.redaction.personne or suivi.occurrence.role)
        vu = suivi.constat.constat if suivi.constat else ""
        mots = [date_sans_annee(un_jour), suivi.occurrence.redaction.lieu, porteur, EN_MOTS[signe(suivi)], vu]
        self.dire_case(texte.append(" · ".join(mot for mot in mots if mot), "not bold"))

    def on_grille_ouvre(self, event: Grille.Ouvre) -> None:
        event.stop()
        suivi, _ = self._visee()
        self.qualitui.ouvrir("verifications.historique", suivi.occurrence.verification, suivi.occurrence.reference)

    # --- gestures -------------------------------------------------------------------------------------

    def action_noter(self, resultat: str) -> None:
        suivi, un_jour = self._visee()
        voulu = Resultat(resultat)
        futur = self._en_vol[suivi.occurrence.ident] = vues.anticiper(suivi, voulu, le=un_jour, jour=self.jour)
        self._attente.append((suivi, futur, voulu, un_jour))
        self._montrer()
        self.grille.descendre()
        self._a_ecrire.add(suivi.occurrence.ident)
        if not self._ecriture:
            self._ecrire()

    def _ecrire(self) -> None:
        self._ecriture = True
        self.qualitui.faire(self._vider, ensuite=self._ecrits)

    def _vider(self) -> list[tuple[str, Exception]]:
        """Runs in a thread: write what waits; what was refused."""
        refuses: list[tuple[str, Exception]] = []
        while self._attente:
            suivi, futur, resultat, un_jour = self._attente.popleft()
            try:
                site, tableau, lu = self.qualitui.site, self._contenu.tableau, self._enchainement.depuis(suivi)
                (ecrit,) = vues.cocher(site, tableau, [lu], resultat, le=un_jour, jour=self.jour)
                self._enchainement.retenir(futur, ecrit)
            except Exception as erreur:
                refuses.append((suivi.occurrence.ident, erreur))
        return refuses

    def _ecrits(self, refuses: Sequence[tuple[str, Exception]]) -> None:
        self._ecriture = False
        self._a_ecrire = {suivi.occurrence.ident for suivi, *_ in self._attente}
        for ident, _ in refuses:
            self._en_vol.pop(ident, None)
        if self._attente:
            self._ecrire()
        for _, erreur in refuses:
            if not self.qualitui.recueillir(erreur):
                raise erreur

    def action_non_conforme(self) -> None:
        vise, un_jour = self._visee()

        def ouvrir(suivi: Suivi) -> None:
            vues.anticiper(suivi, Resultat.NON_CONFORME, le=un_jour, jour=self.jour, constat="vu")
            rangees, tableau = [vues.ranger(suivi, un_jour)], self._contenu.tableau
            self.app.push_screen(
                formulaires.non_conforme(self.qualitui.site, tableau, rangees, un_jour, self.jour, self.nommer),
                self._apres_formulaire,
            )

        self._ecrit(vise, ouvrir)

    def action_modifier(self) -> None:
        vise, un_jour = self._visee()

        def ouvrir(suivi: Suivi) -> None:
            verification = self._contenu.tableau[suivi.occurrence.verification]
            formulaire = formulaires.corriger(self.qualitui.site, verification, suivi, un_jour, self.jour)
            self.app.push_screen(formulaire, self._apres_formulaire)

        self._ecrit(vise, ouvrir)

    def _ecrit(self, suivi: Suivi, suite: Callable[[Suivi], None]) -> None:
        """Go on with the occurrence; one being written is read once it is, for a form carries what was read."""
        if suivi.occurrence.ident not in self._en_vol:
            suite(suivi)
            return
        site, jour = self.qualitui.site, self.jour
        self.qualitui.lire(lambda: vues.relire(site, suivi, jour=jour), suite, ouvre=True)

    def _apres_formulaire(self, resultat: Any) -> None:
        if resultat is not None:
            self.grille.descendre()

    def action_imprimer(self) -> None:
        from qualitui.ui.screens.verifications.papier import impression

        self.app.push_screen(impression(self.qualitui.site, self.semaine, self.jour, semaine=True))

    def action_pourquoi(self) -> None:
        from qualitui.operations.verifications.gestes import pourquoi
        from qualitui.ui.widgets.pourquoi import Pourquoi

        une = self._visee()[0].occurrence
        verification = self._contenu.tableau[une.verification]
        self.app.push_screen(Pourquoi(pourquoi(self.qualitui.site, verification, une), une.reference))

    def _aller(self, semaines: int) -> None:
        self.semaine += semaines * UNE_SEMAINE
        self._en_vol.clear()
        self.rafraichir()

    def action_avant(self) -> None:
        self._aller(-1)

    def action_apres(self) -> None:
        self._aller(1)


def _titres(jours: Sequence[date]) -> list[str]:
    return [f"{date_sans_annee(jour)[:3]} {jour.day}" for jour in jours]
