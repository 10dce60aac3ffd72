"""The forms of the table of checks: a new row, an edit for the future, a suspension, the rows to adopt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Footer, Static

from qualitui.domain.temps.dates import Sens
from qualitui.domain.verifications.fiche import Periodicite, Verification
from qualitui.operations import choix
from qualitui.operations.verifications import gestes as verifications
from qualitui.ui.noyau.ecran import Boite
from qualitui.ui.widgets.cases import ListeACocher
from qualitui.ui.widgets.champs import Champ, ChampChoix, ChampLong, ChampNombre, ChampTexte
from qualitui.ui.widgets.champs_dates import ChampDate
from qualitui.ui.widgets.formulaire import Formulaire, Saisie

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

PROPOSES = {"ancre", "theme", "ordre"}  # empty, the program fills them
RYTHMES = [(periodicite, str(periodicite)) for periodicite in Periodicite]


def _champs_du_contenu(site: Site, jour: date, avant: Verification | None) -> list[Champ]:
    """What the table says of a check; `avant`: what it says now."""
    engagements = choix.engagements(site, jour=jour)
    roles = [(role.code, role.libelle) for role in site.roles]
    personnes = choix.personnes(site, jour=jour)
    methodes = [(methode.code, methode.libelle) for methode in site.nomenclatures.methodes]
    rang = avant.ordre if avant else None

    def deja(nom: str) -> Any:
        return (getattr(avant, nom) or None) if avant else None

    return [
        ChampTexte("libelle", "Question", defaut=deja("libelle"), obligatoire=True),
        ChampChoix("periodicite", "Rythme", RYTHMES, defaut=deja("periodicite"), obligatoire=True),
        ChampNombre(
            "fois_par_an",
            "Fois par an",
            entier=True,
            defaut=deja("fois_par_an"),
            aide="pour « n fois par an » seulement",
        ),
        ChampDate("ancre", "Jour type", defaut=deja("ancre"), aide="un jour où elle est attendue ; vide : proposé"),
        ChampChoix("role", "Rôle", roles, defaut=deja("role"), obligatoire=True),
        ChampChoix("personne", "Personne", personnes, defaut=deja("personne"), aide="si elle est à une seule personne"),
        ChampTexte("lieu", "Lieu", defaut=deja("lieu")),
        ChampChoix("engagement", "Engagement", engagements, defaut=deja("engagement")),
        ChampTexte("theme", "Thème", defaut=deja("theme"), aide="vide : celui de l’engagement"),
        ChampChoix("methode", "Méthode", methodes, defaut=deja("methode")),
        ChampTexte("preuve", "Preuve attendue", defaut=deja("preuve")),
        ChampLong("consigne", "Consigne", lignes=2, defaut=deja("consigne")),
        ChampTexte("condition", "Condition", defaut=deja("condition"), aide="si elle ne se fait pas toujours"),
        ChampNombre("ordre", "Rang", entier=True, defaut=rang, aide="place dans la tournée ; vide : avec son thème"),
    ]


def _valeurs(saisie: Saisie) -> dict[str, Any]:
    """What was typed; a field left empty that has a default is not given at all."""
    valeurs = {nom: v for nom, v in saisie.valeurs.items() if nom not in PROPOSES or v not in (None, "")}
    return {**valeurs, "periodicite": Periodicite(valeurs["periodicite"])}


def nouvelle(site: Site, jour: date) -> Formulaire:
    """A check of the site's own."""

    def enregistrer(saisie: Saisie) -> Verification:
        return verifications.ajouter(site, jour=jour, **_valeurs(saisie))

    champs: list[Champ] = [
        ChampTexte("code", "Code", obligatoire=True, aide="comme V-ACC-10"),
        *_champs_du_contenu(site, jour, None),
        ChampDate("depuis", "Due à partir du", sens=Sens.FUTUR, defaut=jour),
    ]
    return Formulaire(
        "Nouvelle vérification",
        champs,
        enregistrer,
        brouillon="verification",
        dire=lambda verification: f"{verification.code} est dans le tableau.",
    )


def modifier(site: Site, verification: Verification, jour: date) -> Formulaire:
    """An edit counts from a day to come; what was due keeps its text."""

    def enregistrer(saisie: Saisie) -> Verification:
        return verifications.modifier(site, saisie.fiche, jour=jour, **_valeurs(saisie))

    champs: list[Champ] = [
        *_champs_du_contenu(site, jour, verification),
        ChampDate("a_compter_du", "À compter du", sens=Sens.FUTUR, defaut=jour),
    ]
    if verification.rythme_impose:
        champs.append(
            ChampTexte(
                "raison",
                "Raison",
                aide=f"si elle devient plus rare que « {verification.periodicite_imposee} », imposé par le référentiel",
            )
        )
    return Formulaire(
        f"Modifier {verification.code}",
        champs,
        enregistrer,
        fiche=verification,
        brouillon=f"verification-{verification.code}",
        intro="Pour l’avenir seulement : ce qui a été fait garde le texte sous lequel il l’a été.",
        dire=f"{verification.code} est modifiée pour l’avenir.",
    )


def suspendre_ou_reprendre(site: Site, verification: Verification, jour: date) -> Formulaire:
    """The suspension, or the end of the one under way or planned."""
    prevue = verification.suspension_en_vue(jour)
    if prevue is None:
        return _suspendre(site, verification, jour)

    def enregistrer(saisie: Saisie) -> Verification:
        return verifications.reprendre(site, saisie.fiche, le=saisie.valeurs["le"], jour=jour)

    fin = f"au {prevue.au:%d/%m/%Y}" if prevue.au else "jusqu’à nouvel ordre"
    return Formulaire(
        f"Reprendre {verification.code}",
        [ChampDate("le", "Reprise le", sens=Sens.FUTUR, defaut=jour, obligatoire=True)],
        enregistrer,
        fiche=verification,
        intro=f"{verification.libelle}\nSuspendue du {prevue.du:%d/%m/%Y} {fin} : {prevue.raison}",
        brouillon=f"reprise-{verification.code}",
        bouton="Reprendre",
        dire=f"{verification.code} est reprise.",
    )


def _suspendre(site: Site, verification: Verification, jour: date) -> Formulaire:
    def enregistrer(saisie: Saisie) -> Verification:
        return verifications.suspendre(site, saisie.fiche, jour=jour, **saisie.valeurs)

    champs: list[Champ] = [
        ChampDate("du", "Du", sens=Sens.FUTUR, defaut=jour, obligatoire=True),
        ChampDate("au", "Au", sens=Sens.FUTUR, aide="compris ; vide : jusqu’à nouvel ordre"),
        ChampTexte("raison", "Raison", obligatoire=True),
    ]
    return Formulaire(
        f"Suspendre {verification.code}",
        champs,
        enregistrer,
        fiche=verification,
        intro=f"{verification.libelle}\nCe qui était dû avant le reste.",
        brouillon=f"suspension-{verification.code}",
        bouton="Suspendre",
        dire=f"{verification.code} est suspendue.",
    )


class Proposees(Boite[list[str]]):
    """The default rows not adopted yet, to tick; dismisses the codes kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12", "retenir", "Retenir", id="proposees.retenir", tooltip="Ajouter les lignes cochées"),
    ]

    def __init__(self, modeles: Sequence[Any]) -> None:
        super().__init__()
        self.modeles = modeles

    def compose(self) -> ComposeResult:
        with Vertical(classes="boite boite-haute") as boite:
            boite.border_title = "Lignes proposées"
            phrase = "Espace coche, t coche tout ; F12 ajoute au tableau les lignes cochées, dues dès aujourd’hui."
            yield Static(phrase, classes="boite-phrase", markup=False)
            yield ListeACocher(
                [(m.code, f"{m.code} {m.periodicite} · {m.libelle}") for m in self.modeles],
                coches=(),
                id="verifications",
            )
        yield Footer(show_command_palette=False, compact=True)

    def action_retenir(self) -> None:
        self.dismiss(self.query_one(ListeACocher).coches)
