"""F7: the indicators family by family, their trend, and the entry of a value in one form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from qualitui.domain.base import Fiche, Refus
from qualitui.domain.francais import accorder, date_numerique
from qualitui.domain.indicateurs.fiche import EtatIndicateur, ValeurIndicateur, en_mots
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.temps.periodes import periode_en_mots
from qualitui.operations.indicateurs import comptages
from qualitui.operations.indicateurs import gestes as indicateurs
from qualitui.operations.indicateurs import lecture as indicateurs_vue
from qualitui.operations.indicateurs.lecture import Preparation, Releve
from qualitui.ui.screens.commun import provenance
from qualitui.ui.screens.commun.base import EcranModule, fiche_en_texte
from qualitui.ui.screens.commun.contexte import Contexte, lire_contexte
from qualitui.ui.screens.indicateurs.graphique import cible_en_mots, graphique, periode_courte, tendance
from qualitui.ui.widgets.champs import Champ, ChampLong, ChampNombre, ChampTexte
from qualitui.ui.widgets.filtre import Filtre
from qualitui.ui.widgets.formulaire import Formulaire, Saisie
from qualitui.ui.widgets.menu import Menu
from qualitui.ui.widgets.tableau import Colonne

LARGE = 120
VOLET = 44  # columns of text in the detail pane beside the list
MANQUES = (EtatIndicateur.SOUS_LA_CIBLE, EtatIndicateur.EN_ALERTE)


class ChampPeriode(ChampTexte):
    """The key of a period (« 2026-02 »), said in words under the field."""

    def indication(self) -> str:
        try:
            return periode_en_mots(self.texte if self.is_mounted else self.depart)
        except Refus:
            return "par exemple 2026-02, 2026-T1 ou 2026"


class LigneIndicateur(NamedTuple):
    """A family's title (`releve` None), or one of its indicators."""

    famille: str
    releve: Releve | None

    @property
    def reference(self) -> str:
        return self.releve.suivi.indicateur.code if self.releve else ""


class EcranIndicateurs(EcranModule[LigneIndicateur]):
    """Enter shows the chart; n or m types the value that is expected."""

    nom = "indicateurs"
    titre = "Indicateurs"
    domaine = "indicateurs"
    REGLER = "saisir"
    ECRITURES: ClassVar = {("indicateurs", Verbe.NOTER): "saisir", ("actions", Verbe.NOTER): "creer_action"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,m", "saisir", "Saisir", id="indicateurs.saisir", tooltip="Saisir la valeur d’une période"),
        Binding("a", "creer_action", "Action", id="indicateurs.action", tooltip="Créer une action sur cet indicateur"),
        Binding("d", "provenance", "D’où vient", id="indicateurs.provenance", tooltip="D’où vient ce chiffre"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._releves: Sequence[Releve] = ()

    # --- rows -----------------------------------------------------------------------------------------

    def colonnes(self) -> Sequence[Colonne[LigneIndicateur]]:
        return [
            Colonne("Code", 8, lambda r: r.reference),
            Colonne("Indicateur", None, self._libelle),
            Colonne("Dernier", 18, self._dernier),
            Colonne("Cible", 8, lambda r: cible_en_mots(r.releve.suivi.indicateur) if r.releve else "", a_partir_de=88),
            Colonne("13 mois", 13, lambda r: tendance(r.releve.suivi) if r.releve else "", a_partir_de=76),
            Colonne("État", 13, lambda r: r.releve.suivi.etat.value if r.releve else ""),
            Colonne("À saisir", 9, self._a_saisir, a_partir_de=100),
        ]

    def _libelle(self, ligne: LigneIndicateur) -> Text | str:
        if ligne.releve is None:
            return Text(ligne.famille.upper(), "bold", no_wrap=True, overflow="ellipsis")
        return ligne.releve.suivi.indicateur.libelle

    def _dernier(self, ligne: LigneIndicateur) -> str:
        suivi = ligne.releve.suivi if ligne.releve else None
        return en_mots(suivi.indicateur, suivi.dernier.mesure if suivi.dernier else None) if suivi else ""

    def _a_saisir(self, ligne: LigneIndicateur) -> str:
        return periode_courte(ligne.releve.a_saisir) if ligne.releve and ligne.releve.a_saisir else ""

    def filtres(self) -> Sequence[Filtre[LigneIndicateur]]:
        return [
            Filtre("tous", "Tous", lambda r: r.releve is not None or not self.tableau.trie),
            Filtre("saisir", "À saisir", lambda r: r.releve is not None and bool(r.releve.a_saisir)),
            Filtre("sous", "Sous la cible", lambda r: r.releve is not None and r.releve.suivi.etat in MANQUES),
        ]

    def viser(self, cle: str) -> None:
        """« I-TEL-01 × 2026-02 » is the indicator's row."""
        super().viser(cle.partition(" × ")[0])

    def cle(self, objet: LigneIndicateur) -> str:
        return objet.reference or f"famille:{objet.famille}"

    def lire(self) -> Sequence[Releve]:
        return indicateurs_vue.releves(self.site, jour=self.jour)

    def prendre(self, lu: Sequence[Releve]) -> Sequence[LigneIndicateur]:
        self._releves = lu
        familles: dict[str, list[LigneIndicateur]] = {}
        for releve in lu:
            famille = releve.suivi.indicateur.famille
            familles.setdefault(famille, [LigneIndicateur(famille, None)]).append(LigneIndicateur(famille, releve))
        return [ligne for rangee in familles.values() for ligne in rangee]

    def fiche(self, objet: LigneIndicateur) -> Fiche | None:
        return objet.releve.valeurs[0] if objet.releve and objet.releve.valeurs else None

    def haut(self) -> Iterable[Widget]:
        yield Static("", id="indicateurs-compte", classes="ligne-etat", markup=False)

    def lu(self, objets: Sequence[LigneIndicateur]) -> None:
        etats = [releve.suivi.etat for releve in self._releves]
        phrases = [
            accorder(sum(bool(r.a_saisir) for r in self._releves), "valeur à saisir", "valeurs à saisir"),
            f"{etats.count(EtatIndicateur.EN_ALERTE)} en alerte",
            f"{etats.count(EtatIndicateur.SOUS_LA_CIBLE)} sous la cible",
            accorder(etats.count(EtatIndicateur.ATTEINT), "atteint"),
        ]
        self.query_one("#indicateurs-compte", Static).update(" · ".join(phrases))

    # --- detail ---------------------------------------------------------------------------------------

    def detail(self, objet: LigneIndicateur) -> Text | str:
        if objet.releve is None:
            return f"Famille « {objet.famille} » : ses indicateurs suivent."
        suivi = objet.releve.suivi
        type_ = suivi.indicateur
        largeur = VOLET if self.app.size.width >= LARGE else self.app.size.width - 3
        texte = Text().append(f"{type_.code} {type_.libelle}\n\n", "bold")
        texte.append_text(_sans_gras(graphique(suivi, largeur)))
        lignes = [
            (f"{suivi.jour.year} {suivi.etendue}".strip(), en_mots(type_, suivi.annee)),
            (f"{suivi.jour.year - 1} {suivi.etendue}".strip(), en_mots(type_, suivi.annee_precedente)),
            ("État", suivi.etat.value),
            ("À saisir", periode_en_mots(objet.releve.a_saisir) if objet.releve.a_saisir else ""),
            ("Engagement", type_.engagement),
            ("Mesure", f"{type_.periodicite}, {type_.source_donnees}"),
            ("Calcul", type_.formule),
        ]
        texte.append("\n\n").append_text(_sans_gras(fiche_en_texte(lignes)))
        return texte.append_text(_sans_gras(_saisies(objet.releve.valeurs)))

    # --- gestures -------------------------------------------------------------------------------------

    def action_saisir(self) -> None:
        choisi = self.choisi
        if choisi is not None and choisi.releve is not None:
            self._preparer(choisi.releve)
        else:
            self._choisir()

    def _choisir(self) -> None:
        """On a family's title: choose among the values that are expected."""
        attendus = {r.suivi.indicateur.code: r for r in self._releves if r.a_saisir}
        lignes = [(c, c, f"{periode_courte(r.a_saisir)} {r.suivi.indicateur.libelle}") for c, r in attendus.items()]
        intro = "" if lignes else "Toutes les valeurs attendues sont saisies."

        def suite(code: str | None) -> None:
            if code:
                self._preparer(attendus[code])

        self.app.push_screen(Menu("Valeurs à saisir", lignes, intro=intro), suite)

    def _preparer(self, releve: Releve) -> None:
        preparation = indicateurs_vue.preparer(self.site, releve, jour=self.jour)
        self.app.push_screen(
            self._formulaire(preparation, releve.valeurs), lambda v: self.viser(v.indicateur) if v else None
        )

    def _formulaire(self, preparation: Preparation, lues: tuple[ValeurIndicateur, ...]) -> Formulaire:
        (type_, periode, valeur), site = preparation, self.site
        connu = valeur.numerateur if valeur else None
        nombre = ChampNombre("numerateur", "Nombre", defaut=connu, obligatoire=True, aide=type_.numerateur)
        champs: list[Champ] = [nombre]
        if type_.denominateur:
            connu = valeur.denominateur if valeur else None
            champs.append(ChampNombre("denominateur", "Sur", defaut=connu, obligatoire=True, aide=type_.denominateur))
        champs.append(ChampPeriode("periode", "Période", defaut=periode, obligatoire=True))
        champs.append(ChampLong("commentaire", "Commentaire", defaut=valeur.commentaire if valeur else None, lignes=3))
        return Formulaire(
            f"{type_.code} {type_.libelle}",
            champs,
            partial(self._enregistrer, type_.code),
            fiche=lues,
            relire=lambda: indicateurs.valeurs(site, type_.code),
            brouillon=f"indicateur-{type_.code}",
            dire=f"{type_.code} est saisi.",
            intro="Cette période est déjà saisie : la nouvelle valeur remplace l’ancienne." if valeur else "",
        )

    def _enregistrer(self, code: str, saisie: Saisie) -> ValeurIndicateur:
        lue = indicateurs.parmi(saisie.fiche, saisie.valeurs["periode"])
        return indicateurs.saisir(self.site, code, lue=lue, jour=self.jour, **saisie.valeurs)

    def action_provenance(self) -> None:
        """What this year's figure counts; for one that people type, the periods typed."""
        choisi = self.choisi
        if choisi is None or choisi.releve is None:
            return
        code, site, jour = choisi.releve.suivi.indicateur.code, self.site, self.jour
        self.qualitui.lire(
            lambda: comptages.compter(site, code, jour=jour),
            lambda compte: provenance.montrer(self, compte),
            ouvre=True,
        )

    def action_creer_action(self) -> None:
        """An action that comes from this indicator."""
        from qualitui.ui.screens.actions.formulaires import creation

        choisi = self.choisi
        if choisi is None or choisi.releve is None:
            return
        type_, site, jour = choisi.releve.suivi.indicateur, self.site, self.jour

        def ouvrir(contexte: Contexte) -> None:
            formulaire = creation(
                contexte, origine="indicateur", reference=type_.code, engagement=type_.engagement.split(",")[0]
            )
            self.app.push_screen(formulaire)

        self.qualitui.lire(lambda: lire_contexte(site, jour), ouvrir, ouvre=True)


def _sans_gras(texte: Text) -> Text:
    """A text put after a bold title keeps its own weight."""
    texte.style = "not bold"
    return texte


def _saisies(valeurs: Sequence[ValeurIndicateur]) -> Text:
    """The comments typed with the values, the latest first."""
    texte = Text()
    for valeur in (v for v in valeurs[:13] if v.commentaire):
        texte.append(f"\n{periode_courte(valeur.periode)} : {valeur.commentaire}")
        texte.append(f" ({date_numerique(valeur.saisie_le)})")
    return texte
