"""The home screen: « la semaine du site », what is late, due today, due by Friday, and what runs slower."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from qualitui.domain.francais import accorder, date_courte, date_en_mots, date_sans_annee
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.semaine import EtatElement, Ligne, Semaine, regrouper
from qualitui.domain.temps.explications import instant_en_mots
from qualitui.store import apercu
from qualitui.ui.modules import module
from qualitui.ui.screens.commun.base import EcranModule, fiche_en_texte
from qualitui.ui.widgets.boites import Question
from qualitui.ui.widgets.filtre import Filtre
from qualitui.ui.widgets.lignes import CONTROLES
from qualitui.ui.widgets.tableau import Colonne, Tableau

INCOMPLET = "\nCes nombres peuvent être incomplets : des données sont {} (F9, « État des données »)."
LECTURE = "Lecture du dossier du site…"


def _a_faire(ligne: Ligne) -> str:
    """The label; « 39 × » before it when one check was missed many times."""
    return f"{ligne.nombre} × {ligne.element.libelle}" if ligne.nombre > 1 else ligne.element.libelle


class Lue(NamedTuple):
    """The week, for the person in front of the screen; `a_expliquer`: what they missed and have not explained."""

    semaine: Semaine
    moi: Personne | None
    roles: dict[str, str]
    a_expliquer: int


class TableauAccueil(Tableau[Ligne]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "Ouvrir", id="accueil.ouvrir", tooltip="Ouvrir l’élément dans son module"),
    ]


class EcranAccueil(EcranModule[Ligne]):
    """Enter opens the element in its own module."""

    nom = "accueil"
    titre = "La semaine du site"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "imprimer", "Imprimer", id="accueil.imprimer", tooltip="Imprimer la semaine (Word, A4)"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.semaine: Semaine | None = None
        self._roles: dict[str, str] = {}
        self._moi: Personne | None = None
        self._a_expliquer = 0
        self._demande = False

    # --- rows -----------------------------------------------------------------------------------------

    def colonnes(self) -> Sequence[Colonne[Ligne]]:
        return [
            Colonne("Quand", 17, self._quand, lambda r: r.element.butoir or r.element.cible or self.jour),
            Colonne("Domaine", 13, lambda r: module(r.element.domaine).titre, a_partir_de=110),
            Colonne("Réf.", 11, lambda r: r.element.reference.split(" ")[0]),
            Colonne("À faire", None, _a_faire),
            Colonne("Rôle", 14, lambda r: self._role(r.element.role), a_partir_de=100),
        ]

    def filtres(self) -> Sequence[Filtre[Ligne]]:
        return [
            Filtre("tout", "Tout", lambda _: True),
            Filtre("retard", "En retard", lambda r: r.element.etat is EtatElement.EN_RETARD),
            Filtre("jour", "Aujourd’hui", lambda r: r.element.etat is EtatElement.AUJOURDHUI),
            Filtre("semaine", "Semaine", lambda r: r.element.etat is EtatElement.CETTE_SEMAINE),
            Filtre("moi", "Pour moi", self._pour_moi),
        ]

    def cle(self, objet: Ligne) -> str:
        element = objet.element
        return f"{element.domaine}:{element.reference}:{element.libelle}"

    def lire(self) -> Lue:
        from qualitui.operations.semaine import semaine

        site, moi = self.site, self.site.moi
        lue = semaine(site, self.jour)
        ecrit = site.peut("verifications", Verbe.NOTER)
        roles = {role.code: role.libelle for role in site.roles}
        apercu.retenir(site.dossier, self._en_lignes(lue, _lignes(lue)))
        return Lue(lue, moi, roles, lue.a_expliquer(moi) if moi and ecrit else 0)

    def prendre(self, lu: Lue) -> Sequence[Ligne]:
        self.semaine, self._moi, self._roles, self._a_expliquer = lu
        return _lignes(self.semaine)

    def _en_lignes(self, semaine: Semaine, lignes: Sequence[Ligne]) -> list[str]:
        """What the next start shows until it has read the folder: when this was known, the counts, the list."""
        instant = self.qualitui.maintenant()
        lues = [
            f" {self.site.reglages.nom} · {self.titre}, telle que ce poste la savait le "
            f"{instant_en_mots(instant.date(), instant.time())}.",
            f" {LECTURE}",
            "",
            *(f" {ligne}" for ligne in compte_en_texte(semaine).plain.split("\n")),
            "",
            *(f" {self._quand(ligne):<17} {ligne.element.reference:<11} {_a_faire(ligne)}" for ligne in lignes),
        ]
        return [ligne.translate(CONTROLES) for ligne in lues]

    def _quand(self, ligne: Ligne) -> str:
        """« ! 27/02/26 +3 j » (late), « > aujourd’hui », « > jusqu’au 31/03 », «   05/03/26 à 3 j » (to aim at)."""
        jour, element = self.jour, ligne.element
        limite = element.butoir or element.cible or jour
        quand = element.cible or limite
        if element.etat is EtatElement.EN_RETARD:
            return f"! {date_courte(limite)} +{(jour - limite).days} j"
        if element.etat is EtatElement.AUJOURDHUI:
            return f"> jusqu’au {limite:%d/%m}" if limite > jour else "> aujourd’hui"
        return f"  {date_courte(quand)} à {(quand - jour).days} j"

    def _role(self, code: str) -> str:
        return self.qualitui.nom(code) if code not in self._roles else code.upper()

    def _pour_moi(self, ligne: Ligne) -> bool:
        return self._moi is not None and ligne.element.pour(self._moi)

    # --- around the list ------------------------------------------------------------------------------

    def creer_tableau(self) -> Tableau[Ligne]:
        return TableauAccueil(self.colonnes(), cle=self.cle, id="liste")

    def haut(self) -> Iterable[Widget]:
        yield Static(LECTURE, id="semaine-compte", markup=False)

    def bas(self) -> Iterable[Widget]:
        """Under the list; Tab goes there, where the arrows show what a small window leaves out."""
        with VerticalScroll(id="semaine-reperes", can_focus=True):
            yield Static("", id="semaine-phrases", markup=False)

    def lu(self, objets: Sequence[Ligne]) -> None:
        if self.semaine is not None:
            compte = compte_en_texte(self.semaine)
            if self.qualitui.abime:
                compte.append(INCOMPLET.format(self._abimees))
            self.query_one("#semaine-compte", Static).update(compte)
            self.query_one("#semaine-phrases", Static).update("\n".join(self.semaine.reperes))
            self._demander_les_raisons()

    @property
    def _abimees(self) -> str:
        return "abîmées" if self.qualitui.perte else "illisibles ici"

    def _demander_les_raisons(self) -> None:
        """Once, at the opening: what was missed is asked to the person in charge of it, who may answer later."""
        if self._demande or not self._a_expliquer or self.app.screen is not self:
            return
        self._demande = True
        nombre = self._a_expliquer
        mots = accorder(nombre, "vérification dont vous avez la charge a", "vérifications dont vous avez la charge ont")
        phrase = f"{mots} été {'manquées' if nombre > 1 else 'manquée'}. Dire pourquoi maintenant ?"
        reponses = [("raisons", "Dire pourquoi"), ("plus-tard", "Plus tard")]
        self.app.push_screen(
            Question(phrase, reponses, titre="Depuis votre dernier passage"),
            lambda reponse: self.qualitui.aller("verifications") if reponse == "raisons" else None,
        )

    def vide(self) -> str:
        if self.semaine is not None and self.semaine.elements:
            return "Rien ne répond à ce filtre. 1 montre toute la semaine."
        if self.qualitui.abime:
            return (
                f"Rien d’autre ne se lit cette semaine, "
                f"mais des données sont {self._abimees} : F9, « État des données »."
            )
        jusqu_a = f" d’ici {date_sans_annee(self.semaine.fin)}" if self.semaine is not None else ""
        return f"Rien n’est en retard, rien n’est à faire{jusqu_a}."

    def detail(self, objet: Ligne) -> Text:
        element = objet.element
        lignes = [
            ("Domaine", module(element.domaine).titre),
            ("Référence", element.reference),
            ("État", element.etat.value),
            ("À viser", date_en_mots(element.cible) if element.cible else ""),
            ("Au plus tard", date_en_mots(element.butoir) if element.butoir else ""),
            ("Depuis le", date_en_mots(element.depuis) if element.depuis else ""),
            ("Rôle", self._roles.get(element.role, self.qualitui.nom(element.role))),
            ("Personne", self.qualitui.nom(element.personne)),
        ]
        texte = fiche_en_texte(lignes, _a_faire(objet))
        return texte.append("\n\n").append_text(self._par_role())

    def _par_role(self) -> Text:
        texte = Text().append("Cette semaine, par rôle\n", "bold")
        for role, elements in (self.semaine.par_role() if self.semaine else {}).items():
            retards = sum(e.etat is EtatElement.EN_RETARD for e in elements)
            suite = f", dont {retards} en retard" if retards else ""
            nom = self._roles.get(role, self.qualitui.nom(role))
            texte.append(f"  {nom} : {accorder(len(elements), 'élément')}{suite}\n")
        return texte

    # --- gestures -------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "retour":
            return None
        return super().check_action(action, parameters)

    def on_tableau_ouvre(self, event: Tableau.Ouvre) -> None:
        event.prevent_default()
        event.stop()
        element = event.objet.element
        self.qualitui.aller(element.domaine, element.reference, element.geste)

    def action_imprimer(self) -> None:
        """Write the week as an A4 Word document, in a thread; the place of the file is said."""
        from qualitui.operations.semaine import imprimer

        site, jour = self.site, self.jour
        self.qualitui.annoncer("La semaine s’imprime…")
        self.faire(lambda: imprimer(site, jour=jour), dire=lambda chemin: f"Document écrit : {chemin}")


def compte_en_texte(semaine: Semaine) -> Text:
    """« 39 en retard (12 lignes) · 2 aujourd’hui · 5 d’ici lundi 9 mars », then the closed days by name."""
    texte = Text()
    texte.append(f"{_compte(semaine, EtatElement.EN_RETARD, 'en retard')}", "bold")
    texte.append(f" · {_compte(semaine, EtatElement.AUJOURDHUI, 'aujourd’hui')}")
    texte.append(f" · {_compte(semaine, EtatElement.CETTE_SEMAINE, f'd’ici {date_sans_annee(semaine.fin)}')}")
    for ferme in semaine.fermetures:
        texte.append(f"\nSite fermé {date_sans_annee(ferme.le)} : {ferme.nom}")
    return texte


def _compte(semaine: Semaine, etat: EtatElement, mots: str) -> str:
    """What there is, and in how many rows when several periods of one check share one."""
    elements = semaine.de(etat)
    rangees = len(regrouper(elements))
    return f"{len(elements)} {mots}" + (f" ({accorder(rangees, 'ligne')})" if rangees != len(elements) else "")


def _lignes(semaine: Semaine) -> list[Ligne]:
    """The rows of the week, what is late first."""
    return [ligne for etat in EtatElement for ligne in regrouper(semaine.de(etat))]
