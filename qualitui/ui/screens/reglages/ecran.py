"""« Site et réglages » (F9): name, days and hours, closures, référentiels, rights; written in site.toml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType

from qualitui.domain.francais import accorder, date_courte, date_numerique
from qualitui.domain.reclamations.echeance import Recalcul
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.plages import plages_en_mots
from qualitui.domain.reference.reglages import EnVigueur, Horaire, Reglages
from qualitui.domain.reference.reglages_gestes import NOMS, horaires_de_la_semaine
from qualitui.domain.temps.calendrier import Fermeture
from qualitui.domain.temps.explications import duree_en_mots, politique_en_mots
from qualitui.operations.reclamations import recalcul
from qualitui.operations.site import reglages as operations
from qualitui.operations.site.reglages import Apercu, DelaiDuSite
from qualitui.ui.screens.commun.base import EcranModule, fiche_en_texte
from qualitui.ui.screens.reglages import formulaires
from qualitui.ui.widgets.boites import Confirmation
from qualitui.ui.widgets.filtre import Filtre
from qualitui.ui.widgets.menu import Menu
from qualitui.ui.widgets.tableau import Colonne, Tableau

EXPLICATIONS = {
    "site": "Ces mentions figurent en tête des documents et des courriers.",
    "calendrier": "Il compte pour les échéances à venir ; les dossiers ouverts gardent les leurs. d les compare.",
    "horaires": "Les heures d’ouverture servent aux délais comptés en heures ouvrées.",
    "fermetures": "Une fermeture avance la date à viser, pas la limite. Suppr la retire ; d montre les dossiers.",
    "referentiels": "Chaque dossier suit le référentiel en vigueur le jour où il a été reçu.",
    "delais": "Le site peut compter un délai autrement, avec sa raison ; les dossiers ouverts gardent leur règle.",
    "verifications": "Vaut pour les vérifications ajoutées ensuite ; celles d’avant gardent leur choix.",
    "historique": "Ce qui a changé dans les réglages, le dernier en tête ; site.toml le garde.",
    "droits": "Ouverts : un compte rattaché à personne peut tout faire, sous son nom. Stricts : il ne peut que lire.",
}


class LigneReglage(NamedTuple):
    """One setting; `objet` is what its form changes (a field's name, a weekday, a closure, a référentiel)."""

    cle: str
    groupe: str
    libelle: str
    valeur: str
    objet: Any


class Lus(NamedTuple):
    """The settings, the titles of the référentiels by their codes, and how each delay is counted."""

    reglages: Reglages
    titres: dict[str, str]
    delais: list[DelaiDuSite]


class EcranReglages(EcranModule[LigneReglage]):
    """Enter changes a setting; n adds a closure or a référentiel; Suppr takes one out."""

    nom = "reglages"
    titre = "Site et réglages"
    domaine = "parametres"
    REGLER = "modifier"
    ECRITURES: ClassVar = {
        ("parametres", Verbe.TENIR): "nouveau modifier retirer",
        ("reclamations", Verbe.TENIR): "dossiers",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "nouveau", "Ajouter", id="reglages.nouveau", tooltip="Ajouter une fermeture, un référentiel"),
        Binding("m", "modifier", "Modifier", id="reglages.modifier", tooltip="Changer ce réglage"),
        Binding("d", "dossiers", "Dossiers", id="reglages.dossiers", tooltip="Comparer les dossiers ouverts"),
        Binding("delete", "retirer", "Retirer", id="reglages.retirer", tooltip="Retirer la fermeture, le référentiel"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.reglages: Reglages | None = None

    # --- rows -----------------------------------------------------------------------------------------

    def colonnes(self) -> Sequence[Colonne[LigneReglage]]:
        return [Colonne("Réglage", 30, lambda r: r.libelle), Colonne("Valeur", None, lambda r: r.valeur)]

    def filtres(self) -> Sequence[Filtre[LigneReglage]]:
        return [
            Filtre("tout", "Tout", lambda _: True),
            Filtre("site", "Site", lambda r: r.groupe in ("site", "droits")),
            Filtre("jours", "Jours et heures", lambda r: r.groupe in ("calendrier", "horaires")),
            Filtre("fermetures", "Fermetures", lambda r: r.groupe == "fermetures"),
            Filtre("delais", "Délais", lambda r: r.groupe in ("delais", "verifications")),
            Filtre("historique", "Historique", lambda r: r.groupe == "historique"),
        ]

    def viser(self, cle: str) -> None:
        """« audit externe » is the date of the last one."""
        super().viser(f"dernier_{cle.replace(' ', '_')}" if cle.startswith("audit ") else cle)

    def cle(self, objet: LigneReglage) -> str:
        return objet.cle

    def lire(self) -> Lus:
        titres = {code: un.titre for code, un in self.site.referentiels.items()}
        return Lus(operations.lire(self.site), titres, operations.delais(self.site, jour=self.jour))

    def prendre(self, lu: Lus) -> Sequence[LigneReglage]:
        self.reglages = lu.reglages
        return list(lignes(lu))

    def detail(self, objet: LigneReglage) -> Text:
        return fiche_en_texte([(objet.libelle, objet.valeur or "non précisé")], EXPLICATIONS[objet.groupe])

    # --- gestures -------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "retirer" and self.is_mounted:
            return self.choisi is not None and self.choisi.groupe in ("fermetures", "referentiels")
        if action == "modifier" and self.is_mounted and self.choisi is not None:
            return self.choisi.groupe != "historique"
        return super().check_action(action, parameters)

    def on_tableau_ouvre(self, event: Tableau.Ouvre) -> None:
        event.prevent_default()
        event.stop()
        self.lancer("modifier")

    def action_modifier(self) -> None:
        if self.choisi is not None and self.reglages is not None:
            self._ouvrir(self.choisi.groupe, self.choisi.objet, self.reglages)

    def _ouvrir(self, groupe: str, objet: Any, reglages: Reglages) -> None:
        site, jour = self.site, self.jour
        match groupe:
            case "horaires":
                self.app.push_screen(formulaires.horaire(site, reglages, objet))
            case "fermetures":
                self.app.push_screen(formulaires.fermeture(site, reglages, objet))
            case "referentiels":
                self._adopter(reglages, objet.code if objet else None)
            case "delais":
                self.app.push_screen(formulaires.politique(site, reglages, objet, jour))
            case "historique":
                return
            case _:
                self.app.push_screen(formulaires.champ(site, reglages, objet, jour))

    def action_nouveau(self) -> None:
        choix = [
            ("fermetures", "Une fermeture", "pont, travaux, formation de l’équipe"),
            ("referentiels", "Un référentiel", "qui entre en vigueur au site"),
        ]

        def suite(groupe: str | None) -> None:
            if groupe and self.reglages is not None:
                self._ouvrir(groupe, None, self.reglages)

        self.app.push_screen(Menu("Ajouter", choix), suite)

    def _adopter(self, reglages: Reglages, code: str | None) -> None:
        """What it would say of the open cases is shown before anything is written."""
        if code is None:
            connus = [(un.code, un.code, un.titre) for un in self.site.referentiels.values()]
            self.app.push_screen(
                Menu("Quel référentiel", connus), lambda choisi: self._adopter(reglages, choisi) if choisi else None
            )
            return
        site, jour = self.site, self.jour

        def montrer(apercu: Apercu) -> None:
            self.app.push_screen(formulaires.adoption(site, reglages, apercu, jour))

        self.qualitui.lire(lambda: operations.apercevoir(site, code, jour=jour), montrer, ouvre=True)

    def action_dossiers(self) -> None:
        """What the site's days of today change in open cases is shown; nothing moves without a yes."""
        self.qualitui.lire(lambda: recalcul.apercevoir(self.site), self._proposer, ouvre=True)

    def _proposer(self, ecarts: Sequence[Recalcul]) -> None:
        if not ecarts:
            self.qualitui.annoncer("Les échéances des dossiers ouverts suivent déjà les jours du site.")
            return

        def suite(oui: bool | None) -> None:
            if oui:
                fait = accorder(len(ecarts), "dossier recalculé")
                self.faire(lambda: recalcul.appliquer(self.site, ecarts), dire=f"{fait}.")

        self.app.push_screen(Confirmation(formulaires.recalculs(ecarts), oui="Recalculer", non="Garder"), suite)

    def action_retirer(self) -> None:
        choisi, site, lus = self.choisi, self.site, self.reglages
        if choisi is None or lus is None:
            return
        geste = operations.rouvrir if choisi.groupe == "fermetures" else _abandonner

        def suite(oui: bool | None) -> None:
            if oui:
                self.faire(lambda: geste(site, lus, choisi.objet), dire=f"Retiré : {choisi.libelle}.")

        phrase = f"Retirer « {choisi.libelle} » ({choisi.valeur}) des réglages du site ?"
        self.app.push_screen(Confirmation(phrase, oui="Retirer", non="Garder", danger=True), suite)


def _abandonner(site: Any, lus: Reglages, en_vigueur: EnVigueur) -> Reglages:
    return operations.abandonner(site, lus, en_vigueur.code)


def lignes(lus: Lus) -> Iterator[LigneReglage]:
    """Every setting, group by group, then what changed."""
    yield from _du_site(lus.reglages)
    yield from _du_temps(lus.reglages, lus.titres)
    due = "due" if lus.reglages.premiere_periode_due else "non due (proposé)"
    nom = "premiere_periode_due"
    yield LigneReglage(nom, "verifications", "Première période, vérifications", due, nom)
    for un in lus.delais:
        delai = un.applique
        dit = f"{duree_en_mots(delai)}, {politique_en_mots(delai)}"
        yield LigneReglage(f"delai:{delai.code}", "delais", f"Délai {delai.code}", dit, un)
    for rang, ligne in reversed(list(enumerate(lus.reglages.changements))):
        pourquoi = f" ({ligne.raison})" if ligne.raison else ""
        dit = f"{NOMS.get(ligne.reglage, ligne.reglage)} : {ligne.apres or 'rien'}{pourquoi}, avant : {ligne.avant}"
        yield LigneReglage(f"changement:{rang}", "historique", f"{date_numerique(ligne.le)} {ligne.par}", dit, ligne)


def _du_site(reglages: Reglages) -> Iterator[LigneReglage]:
    for nom, libelle in formulaires.MENTIONS.items():
        yield LigneReglage(nom, "site", libelle, str(getattr(reglages, nom)), nom)
    for nom, libelle in formulaires.AUDITS.items():
        le = getattr(reglages, nom)
        yield LigneReglage(nom, "site", libelle, date_numerique(le) if le else "", nom)
    yield LigneReglage("droits", "droits", "Droits des comptes non rattachés", reglages.droits.value, "droits")


def _du_temps(reglages: Reglages, titres: dict[str, str]) -> Iterator[LigneReglage]:
    zone = dict(formulaires.ZONES)[reglages.zone.value]
    yield LigneReglage("zone", "calendrier", "Jours fériés", zone, "zone")
    samedi = "oui" if reglages.recoit_le_samedi else "non"
    yield LigneReglage("recoit_le_samedi", "calendrier", "Reçoit le samedi", samedi, "recoit_le_samedi")
    for jour, horaire in horaires_de_la_semaine(reglages).items():
        yield LigneReglage(f"horaire:{jour}", "horaires", f"Ouverture le {jour}", _heures(horaire), jour)
    for un in reglages.referentiels:
        titre = f"depuis le {date_numerique(un.depuis)}, {titres.get(un.code, 'inconnu')}"
        yield LigneReglage(f"referentiel:{un.code}", "referentiels", f"Référentiel {un.code}", titre, un)
    for f in reglages.fermetures:
        yield LigneReglage(f"fermeture:{f.du}", "fermetures", f"Fermé {_jours(f)}", f.libelle, f)


def _heures(horaire: Horaire | None) -> str:
    return plages_en_mots(horaire.plages if horaire else ())


def _jours(fermeture: Fermeture) -> str:
    if fermeture.du == fermeture.au:
        return f"le {date_courte(fermeture.du)}"
    duree = (fermeture.au - fermeture.du).days + 1
    return f"du {date_courte(fermeture.du)}, {accorder(duree, 'jour')}"
