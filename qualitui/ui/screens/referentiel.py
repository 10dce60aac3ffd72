"""« Référentiel » (F9): the engagements in force, their delays, their rhythms, their proofs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from qualitui.domain.francais import accorder
from qualitui.domain.reference.referentiel import Engagement, Preuve, Referentiel
from qualitui.domain.temps.delais import Delai, Report
from qualitui.domain.temps.explications import duree_en_mots
from qualitui.ui.screens.commun.base import EcranModule
from qualitui.ui.widgets.filtre import Filtre
from qualitui.ui.widgets.menu import Menu
from qualitui.ui.widgets.tableau import Colonne


class EcranReferentiel(EcranModule[Engagement]):
    """The référentiel in force today; l shows another edition."""

    nom = "referentiel"
    titre = "Référentiel"
    domaine = "referentiel"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "editions", "Éditions", id="referentiel.editions", tooltip="Lire un autre référentiel"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.code = ""
        self.referentiel: Referentiel | None = None

    def colonnes(self) -> Sequence[Colonne[Engagement]]:
        return [
            Colonne("Code", 5, lambda e: e.code, lambda e: e.code.rjust(6)),
            Colonne("Engagement", None, lambda e: e.libelle),
            Colonne("Délais", 23, self._delais),
            Colonne("Thème", 22, lambda e: e.theme, a_partir_de=110),
        ]

    def _delais(self, engagement: Engagement) -> str:
        delais = self._delais_de(engagement)
        suite = f" (+{len(delais) - 1})" if len(delais) > 1 else ""
        return f"{duree_en_mots(delais[0])}{suite}" if delais else ""

    def _delais_de(self, engagement: Engagement) -> list[Delai]:
        if self.referentiel is None:
            return []
        return [self.referentiel.delai(ligne.code) for ligne in engagement.delais]

    def filtres(self) -> Sequence[Filtre[Engagement]]:
        return [
            Filtre("tous", "Tous", lambda _: True),
            Filtre("commun", "Communs", lambda e: e.domaine == "tronc commun"),
            Filtre("specifique", "Spécifiques", lambda e: e.domaine == "spécifique"),
            Filtre("pilotage", "Pilotage", lambda e: e.domaine == "pilotage"),
            Filtre("delais", "Délais", lambda e: bool(e.delais)),
        ]

    def cle(self, objet: Engagement) -> str:
        return objet.code

    def lire(self) -> Referentiel:
        return self.site.referentiels[self.code] if self.code else self.site.referentiel_au(self.jour)

    def prendre(self, lu: Referentiel) -> Sequence[Engagement]:
        self.referentiel = lu
        return lu.engagements

    def haut(self) -> Iterable[Widget]:
        yield Static("", id="referentiel-titre", classes="ligne-etat", markup=False)

    def lu(self, objets: Sequence[Engagement]) -> None:
        un = self.referentiel
        if un is not None:
            titre = f"{un.titre}, version {un.version} ({un.code})"
            self.query_one("#referentiel-titre", Static).update(titre)

    def detail(self, objet: Engagement) -> Text:
        texte = Text().append(f"{objet.code} {objet.libelle}\n", "bold")
        texte.append(f"{objet.domaine}, {objet.theme}\n", "not bold")
        for titre, lignes in sections(objet, self._delais_de(objet)):
            if lignes:
                texte.append(f"\n{titre}\n", "bold")
                texte.append("".join(f"- {ligne}\n" for ligne in lignes), "not bold")
        return texte

    def action_editions(self) -> None:
        connus = self.site.referentiels.values()
        lignes = [(un.code, un.code, f"{un.titre}, {accorder(len(un.engagements), 'engagement')}") for un in connus]
        self.app.push_screen(Menu("Référentiels", lignes), self._choisir)

    def _choisir(self, code: str | None) -> None:
        if code:
            self.code = code
            self.rafraichir()


def sections(engagement: Engagement, delais: Sequence[Delai]) -> list[tuple[str, list[str]]]:
    """(title, lines) of everything the référentiel says of an engagement."""
    e = engagement
    return [
        ("Ce qui est promis", list(e.details)),
        ("Délais", [_delai(delai) for delai in delais]),
        ("Rythmes", [f"{f.libelle} : au moins {f.minimum} par {f.periode}" for f in e.frequences]),
        ("Seuils", [f"{s.libelle} : {s.comparaison} {s.valeur} {s.unite}" for s in e.seuils]),
        ("Heures", [f"{p.libelle} : de {p.debut} à {p.fin}" for p in e.plages]),
        ("Obligations", [o.libelle for o in e.obligations]),
        ("Preuves", [_preuve(preuve) for preuve in e.preuves]),
    ]


def _delai(delai: Delai) -> str:
    report = "reporté au jour ouvré suivant" if delai.report is Report.SUIVANT else "sans report"
    return f"{delai.libelle} : {duree_en_mots(delai)}, {report}"


def _preuve(preuve: Preuve) -> str:
    precisions = ", ".join(p for p in (preuve.nature, preuve.niveau, preuve.outil, preuve.periodicite) if p)
    return f"{preuve.libelle} ({precisions})" if precisions else preuve.libelle
