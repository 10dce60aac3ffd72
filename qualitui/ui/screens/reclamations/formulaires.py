"""The forms that say what a réclamation is: new, correct, qualify; and the identity, which is kept in confidentiel/."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Footer, Static

from qualitui.domain.base import Refus, evoluer
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.phrases import correction_en_mots, suite
from qualitui.domain.reclamations.saisie import Saisie as Ecrit
from qualitui.domain.temps.dates import Sens
from qualitui.operations.reclamations import gestes as operations
from qualitui.operations.reclamations.gestes import Enregistrement
from qualitui.operations.reclamations.lecture import Choix
from qualitui.ui.noyau.ecran import Boite
from qualitui.ui.screens.commun.base import fiche_en_texte
from qualitui.ui.widgets.champs import Champ, ChampChoix, ChampLong, ChampOuiNon, ChampTexte
from qualitui.ui.widgets.champs_dates import ChampDate
from qualitui.ui.widgets.formulaire import Formulaire, Saisie

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

LIBELLES_IDENTITE = {
    "nom": "Nom",
    "adresse": "Adresse",
    "courriel": "Courriel",
    "telephone": "Téléphone",
    "texte": "Ce qui est écrit",
}
PARTAGE = "lu par tout le site : ni nom, ni numéro"
SANS_IDENTITE = "Confidentiel : l’identité sera notée par une personne habilitée."
RAISON = "pourquoi, si l’écrit part ailleurs"


class ChampFondee(ChampChoix):
    """« Oui », « Non », or nothing while nobody has said."""

    def __init__(self, nom: str, libelle: str, **autres: Any) -> None:
        super().__init__(nom, libelle, [("oui", "Oui"), ("non", "Non")], **autres)

    def ecrire(self, valeur: Any) -> str:
        return "Oui" if valeur else "Non"

    def comprendre(self, texte: str) -> bool:  # type: ignore[override]
        return super().comprendre(texte) == "oui"

    def vide(self) -> None:
        return None


class FormulaireReclamation(Formulaire):
    """A motif chosen proposes its engagement, as long as nobody typed another one."""

    def __init__(self, titre: str, champs: list[Champ], enregistrer: Any, *, choix: Choix, **options: Any) -> None:
        super().__init__(titre, champs, enregistrer, **options)
        self.choix = choix
        self._propose = ""

    def on_mount(self) -> None:
        super().on_mount()
        self._propose = self._proposition()

    def on_champ_change(self, event: Champ.Change) -> None:
        super().on_champ_change(event)
        if event.champ.nom == "motif":
            self._proposer()

    def _champ(self, nom: str) -> Champ:
        return next(champ for champ in self.champs if champ.nom == nom)

    def _proposition(self) -> str:
        """The label of the engagement that the motif typed proposes; « » while it is not known."""
        try:
            code = self.choix.engagement_du_motif.get(self._champ("motif").valeur(), "")
        except Refus:
            return ""
        return dict(self.choix.engagements).get(code, "")

    def _proposer(self) -> None:
        engagement, proposition = self._champ("engagement"), self._proposition()
        if engagement.texte in ("", self._propose) and engagement.texte != proposition:
            engagement.texte = proposition
        self._propose = proposition


# --- fields -------------------------------------------------------------------------------------------------


def champs_reception(choix: Choix, valeurs: Mapping[str, Any]) -> list[Champ]:
    return [
        ChampChoix("canal", "Canal", choix.canaux, obligatoire=True, defaut=valeurs.get("canal")),
        ChampDate("recue_le", "Reçue par la Ville le", obligatoire=True, sens=Sens.PASSE, defaut=valeurs["recue_le"]),
    ]


def champs_classement(choix: Choix, valeurs: Mapping[str, Any]) -> list[Champ]:
    def options(nom: str, libelle: str, lignes: Any, **autres: Any) -> ChampChoix:
        return ChampChoix(nom, libelle, lignes, defaut=valeurs.get(nom) or None, **autres)

    return [
        options("nature", "Nature", choix.natures, aide="vide : à qualifier plus tard"),
        options("motif", "Motif", choix.motifs, aide="propose l’engagement"),
        options("engagement", "Engagement", choix.engagements),
        options("service", "Service", choix.services),
    ]


def champs_suivi(choix: Choix, valeurs: Mapping[str, Any]) -> list[Champ]:
    return [
        ChampTexte("objet", "Objet", defaut=valeurs.get("objet"), aide=PARTAGE),
        ChampOuiNon("urgente", "Urgente", defaut=valeurs.get("urgente"), aide="à traiter en tête"),
        ChampChoix("pilote", "Pilote", choix.pilotes, defaut=valeurs.get("pilote") or None),
        ChampDate("arrivee_site_le", "Arrivée au site le", sens=Sens.PASSE, defaut=valeurs.get("arrivee_site_le")),
    ]


def champs_analyse(valeurs: Mapping[str, Any]) -> list[Champ]:
    return [
        ChampFondee("fondee", "Fondée", defaut=valeurs.get("fondee")),
        ChampTexte("cause", "Cause", defaut=valeurs.get("cause"), aide=PARTAGE),
    ]


def champs_identite(identite: Identite) -> list[Champ]:
    """Never kept in a draft: a name has no place on the workstation."""
    champs: list[Champ] = [
        (ChampLong if nom == "texte" else ChampTexte)(nom, libelle, defaut=getattr(identite, nom))
        for nom, libelle in LIBELLES_IDENTITE.items()
    ]
    for champ in champs:
        champ.secret = True
    return champs


class FormulaireNouvelle(FormulaireReclamation):
    """Who wrote is asked as soon as this person may note it, even while the form is open."""

    def acces_confidentiel(self, accessible: bool) -> None:
        if not accessible or any(champ.secret for champ in self.champs):
            return
        ajoutes = champs_identite(Identite())
        self.champs += ajoutes
        self.query_one("#formulaire-champs").mount(*ajoutes)
        self.query_one(".boite-phrase").display = False
        self.call_after_refresh(self._borner)


# --- forms --------------------------------------------------------------------------------------------------


def nouvelle(site: Site, jour: date, choix: Choix) -> Formulaire:
    """Register a case: what is needed comes first, who wrote comes last."""
    valeurs = {"recue_le": jour}
    raison = ChampTexte("raison", "Raison", aide=RAISON)
    champs = [
        *champs_reception(choix, valeurs),
        *champs_classement(choix, valeurs),
        *champs_suivi(choix, valeurs),
        raison,
        *(champs_identite(Identite()) if choix.confidentiel else ()),
    ]

    def enregistrer(saisie: Saisie) -> Enregistrement:
        tapes = dict(saisie.valeurs)
        personne = Identite(**{nom: tapes.pop(nom, "") for nom in LIBELLES_IDENTITE})
        identite = None if personne.vide else personne
        motive = tapes.pop("raison")
        return operations.ajouter(site, Ecrit(**tapes), identite=identite, raison=motive, jour=jour)

    return FormulaireNouvelle(
        "Nouvelle réclamation",
        champs,
        enregistrer,
        choix=choix,
        brouillon="reclamation",
        dire=lambda enregistrement: suite(enregistrement.reclamation, jour),
        intro="" if choix.confidentiel else "Confidentiel : l’identité sera notée par une personne habilitée.",
    )


def modification(site: Site, jour: date, choix: Choix, fiche: Reclamation) -> Formulaire:
    """Correct a case; another date of receipt computes its deadlines again, and says so."""
    valeurs = fiche.model_dump()
    champs = [
        *champs_reception(choix, valeurs),
        *champs_classement(choix, valeurs),
        *champs_suivi(choix, valeurs),
        *champs_analyse(valeurs),
    ]

    def enregistrer(saisie: Saisie) -> Enregistrement:
        return operations.modifier(site, saisie.fiche, jour=jour, **saisie.valeurs)

    def dire(enregistrement: Enregistrement) -> str:
        correction = correction_en_mots(fiche, enregistrement.reclamation)
        return "\n".join(filter(None, [suite(enregistrement.reclamation, jour), correction]))

    titre = f"Modifier {fiche.reference}"
    return FormulaireReclamation(
        titre, champs, enregistrer, choix=choix, fiche=fiche, brouillon=f"reclamation-{fiche.reference}", dire=dire
    )


def qualification(site: Site, jour: date, choix: Choix, fiche: Reclamation) -> Formulaire:
    """Say what the case is; a nature treated elsewhere closes it."""
    valeurs = fiche.model_dump()
    champs = [
        *champs_classement(choix, valeurs),
        *champs_analyse(valeurs),
        ChampChoix("pilote", "Pilote", choix.pilotes, defaut=fiche.pilote or None),
        ChampTexte("raison", "Raison", aide=RAISON),
    ]

    def enregistrer(saisie: Saisie) -> Enregistrement:
        return operations.qualifier(site, saisie.fiche, jour=jour, **saisie.valeurs)

    return FormulaireReclamation(
        f"Qualifier {fiche.reference}",
        champs,
        enregistrer,
        choix=choix,
        fiche=fiche,
        intro=fiche.objet,
        dire=lambda enregistrement: suite(enregistrement.reclamation, jour),
    )


def identification(site: Site, fiche: Reclamation, identite: Identite) -> Formulaire:
    """Note who wrote; nothing of it goes to the shared register nor to a draft."""
    champs = champs_identite(identite)

    def enregistrer(saisie: Saisie) -> Reclamation:
        tapes = {champ.nom: saisie.valeurs[champ.nom] for champ in champs if champ.modifie}
        operations.changer_identite(site, fiche, evoluer(saisie.fiche, **tapes))
        return fiche

    return Formulaire(
        f"{fiche.reference} : qui a écrit (confidentiel)",
        champs,
        enregistrer,
        fiche=identite,
        relire=lambda: operations.identite(site, fiche) or Identite(),
        dire=f"{fiche.reference} : la partie confidentielle est à jour.",
    )


class Personne(Boite[bool]):
    """Who wrote, and what (key p): shown, kept nowhere else. Dismisses True when the person asks to correct it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "modifier", "Modifier", id="personne.modifier", tooltip="Corriger ou compléter"),
    ]

    def __init__(self, fiche: Reclamation, identite: Identite | None) -> None:
        super().__init__()
        self.fiche = fiche
        self.identite = identite

    def compose(self) -> ComposeResult:
        with Vertical(classes="boite") as boite:
            boite.border_title = f"{self.fiche.reference} : confidentiel"
            with VerticalScroll(classes="boite-texte"):
                yield Static(identite_en_texte(self.identite), markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def action_modifier(self) -> None:
        self.dismiss(True)


def identite_en_texte(identite: Identite | None) -> Text:
    """What is noted, line by line; says so when nothing is."""
    if identite is None or identite.vide:
        return Text("Rien n’a été noté sur la personne. La touche m le note.")
    champs = [(libelle, getattr(identite, nom)) for nom, libelle in LIBELLES_IDENTITE.items() if nom != "texte"]
    return fiche_en_texte(champs, identite.texte)
