"""« État des données » (F9): what a check-up of the whole site finds, and a backup on demand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from qualitui.domain.base import Refus
from qualitui.domain.diagnostic import Constatation, Gravite
from qualitui.domain.etat import premier_et_nombre
from qualitui.domain.francais import accorder
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.pertes import PerteReconnue, Reconnue
from qualitui.domain.reference.regularisations import Regularisation
from qualitui.operations.donnees import orphelins, pertes, secours
from qualitui.operations.donnees.diagnostic import SECOURS, diagnostic
from qualitui.operations.donnees.sauvegarde import derniere, derniere_en_mots, reserves, sauvegarder
from qualitui.operations.donnees.secours import Apercu
from qualitui.store.secours.inventaire import omis_en_mots
from qualitui.store.secours.sauvegarde import Sauvegarde, en_mots
from qualitui.ui.screens.commun.base import EcranModule, fiche_en_texte
from qualitui.ui.widgets.boites import Question
from qualitui.ui.widgets.champs import ChampLong
from qualitui.ui.widgets.filtre import Filtre
from qualitui.ui.widgets.formulaire import Formulaire, Saisie
from qualitui.ui.widgets.tableau import Colonne, Tableau

if TYPE_CHECKING:
    from datetime import date

    from qualitui.store.site.site import Site

SIGNES: Final = {Gravite.GRAVE: "!", Gravite.AVERTISSEMENT: "-", Gravite.INFORMATION: " "}
EXPLICATIONS: Final = {
    Gravite.GRAVE: "Quelque chose a pu être perdu : prévenez l’assistance avant d’aller plus loin.",
    Gravite.AVERTISSEMENT: "À regarder : rien n’est perdu.",
    Gravite.INFORMATION: "Expliqué : il n’y a rien à faire.",
}


class Examen(NamedTuple):
    """What the check-up found; the last backup, its age and what it holds, in words."""

    constatations: Sequence[Constatation]
    sauvegarde: str


class EcranDonnees(EcranModule[Constatation]):
    """The check-up reads everything again and writes nothing; it runs in a thread."""

    nom = "donnees"
    titre = "État des données"
    domaine = "parametres"
    ECRITURES: ClassVar = {("parametres", Verbe.TENIR): "regler", ("revue", Verbe.APPROUVER): "reconnaitre"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sauvegarder", "Sauvegarder", id="donnees.sauvegarder", tooltip="Faire une sauvegarde maintenant"),
        Binding(
            "p",
            "reconnaitre",
            "Perte",
            id="donnees.reconnaitre",
            tooltip="Reconnaître une perte que rien ne rend",
        ),
        Binding("r", "regler", "Régler", id="donnees.regler", tooltip="Effacer ce que rien ne porte, avec une raison"),
        Binding("d", "examiner", "Examiner", id="donnees.examiner", tooltip="Examiner les données de nouveau"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._sauvegarde = ""

    # --- rows -----------------------------------------------------------------------------------------

    def colonnes(self) -> Sequence[Colonne[Constatation]]:
        ordre = list(Gravite)
        return [
            Colonne("Gravité", 15, lambda c: f"{SIGNES[c.gravite]} {c.gravite}", lambda c: ordre.index(c.gravite)),
            Colonne("Domaine", 12, lambda c: c.domaine),
            Colonne("Constat", None, lambda c: c.phrase),
            Colonne("Fichier", 24, lieu_en_mots, a_partir_de=110),
        ]

    def filtres(self) -> Sequence[Filtre[Constatation]]:
        return [
            Filtre("tout", "Tout", lambda _: True),
            Filtre("voir", "À regarder", lambda c: c.gravite is not Gravite.INFORMATION),
            Filtre("grave", "Graves", lambda c: c.gravite is Gravite.GRAVE),
        ]

    def cle(self, objet: Constatation) -> str:
        return f"{objet.domaine}:{objet.fichier}:{objet.ligne}:{objet.phrase}"

    def lire(self) -> Examen:
        ordre = list(Gravite)
        constatations = sorted(diagnostic(self.site), key=lambda c: ordre.index(c.gravite))
        return Examen(constatations, _sauvegarde_en_mots(self.site, self.qualitui.jour()))

    def prendre(self, lu: Examen) -> Sequence[Constatation]:
        self._sauvegarde = lu.sauvegarde
        return lu.constatations

    def haut(self) -> Iterable[Widget]:
        yield Static("Examen des données…", id="donnees-etat", classes="ligne-etat", markup=False)

    def lu(self, objets: Sequence[Constatation]) -> None:
        a_voir = sum(c.gravite is not Gravite.INFORMATION for c in objets)
        etat = accorder(a_voir, "point à regarder", "points à regarder") if a_voir else "Les données sont en ordre"
        self.query_one("#donnees-etat", Static).update(f"{etat}\n{self._sauvegarde}")

    def vide(self) -> str:
        return "Rien à signaler : les fichiers, les fiches, les numéros et les échéances sont en ordre."

    def detail(self, objet: Constatation) -> Text:
        lignes = [
            ("Gravité", objet.gravite.value),
            ("Domaine", objet.domaine),
            ("Fichier", objet.fichier or ""),
            ("Ligne", str(objet.ligne or "")),
        ]
        suite = "\nEntrée montre ce qui peut être remis." if objet.domaine == SECOURS else ""
        suite = "\nEntrée le règle\u00a0: ce qui est gardé est effacé, la raison reste." if objet.regler else suite
        return fiche_en_texte(lignes, f"{objet.phrase}\n\n{EXPLICATIONS[objet.gravite]}{suite}")

    def on_tableau_ouvre(self, event: Tableau.Ouvre) -> None:
        objet = event.objet
        gestes = {"conflits": lambda: self.qualitui.aller("conflits"), SECOURS: self._retrouver}
        geste = (lambda: self.lancer("regler")) if objet.regler else gestes.get(objet.domaine)
        if geste is not None:
            event.prevent_default()
            event.stop()
            geste()

    # --- gestures -------------------------------------------------------------------------------------

    def action_examiner(self) -> None:
        self.query_one("#donnees-etat", Static).update("Examen des données…")
        self.rafraichir()

    def action_regler(self) -> None:
        """What no record bears is erased once a person says why; the trace of it stays in the register."""
        choisi = self.choisi
        if choisi is None or not choisi.regler:
            self.qualitui.annoncer("Rien n’est à régler ici\u00a0: ce constat n’est pas celui d’un numéro sans fiche.")
            return
        site, numero = self.site, choisi.regler

        def enregistrer(saisie: Saisie) -> Regularisation:
            return orphelins.regler(site, numero, jour=self.qualitui.jour(), **saisie.valeurs)

        champs = [ChampLong("raison", "Raison", lignes=3, obligatoire=True, aide="elle reste dans l’historique")]
        boite = Formulaire(
            f"Régler {numero}",
            champs,
            enregistrer,
            brouillon=f"regler-{numero}",
            intro="Aucune fiche ne porte ce numéro. Ce qui est gardé sous lui sera effacé.",
            dire=orphelins.regle_en_mots,
            bouton="Effacer et garder la trace",
        )
        self.app.push_screen(boite)

    def _retrouver(self) -> None:
        """What this workstation knows and the journals lost is shown; nothing is written without a yes."""
        site = self.site
        self.qualitui.lire(lambda: secours.apercevoir(site), self._proposer, ouvre=True)

    def _proposer(self, apercu: Apercu) -> None:
        if not apercu.retrouvees:
            self.qualitui.annoncer("Ce poste ne sait rien de plus que les journaux.")
            return
        phrase = f"{accorder(len(apercu.retrouvees), 'fiche')} à remettre, en écritures nouvelles."
        reponses = [("fermer", "Plus tard"), ("remettre", "Remettre")]
        detail = secours.apercu_en_mots(apercu.retrouvees)
        self.app.push_screen(Question(phrase, reponses, titre="Retrouver", detail=detail), self._remettre)

    def _remettre(self, reponse: str | None) -> None:
        site = self.site
        if reponse == "remettre":
            self.faire(
                lambda: secours.retrouver(site), dire=lambda remises: f"Remis\u00a0: {secours.en_mots(remises)}."
            )

    def action_reconnaitre(self) -> None:
        """What is missing is shown, a reason asked; nothing is written without it."""
        site = self.site
        self.qualitui.lire(lambda: pertes.manquants(site), self._demander_la_raison, ouvre=True)

    def _demander_la_raison(self, manquants: Sequence[Constatation]) -> None:
        if not manquants:
            self.qualitui.annoncer("Rien ne manque\u00a0: il n’y a pas de perte à reconnaître.")
            return
        self.app.push_screen(reconnaissance(self.site, self.jour, manquants))

    def action_sauvegarder(self) -> None:
        """A dated backup in the site's folder, identities left out; where it is is said."""
        site = self.site
        self.qualitui.annoncer("La sauvegarde se fait…")
        self.faire(lambda: sauvegarder(site), dire=_faite)


def reconnaissance(site: Site, jour: date, manquants: Sequence[Constatation]) -> Formulaire:
    """The form by which a loss is accepted: what is missing, and why nothing gives it back."""

    def enregistrer(saisie: Saisie) -> PerteReconnue:
        return pertes.reconnaitre(site, jour=jour, vus=manquants, **saisie.valeurs)

    champs = [ChampLong("raison", "Raison", lignes=4, obligatoire=True, aide="ce qui a été tenté, sans succès")]
    intro = (
        f"{premier_et_nombre(tuple(manquants))} Ce que vous reconnaissez perdu reste dit partout, "
        "mais ne retient plus les chiffres, la revue ni les trimestres."
    )
    return Formulaire(
        "Reconnaître une perte",
        champs,
        enregistrer,
        brouillon="perte",
        dire=lambda perte: f"{pertes.en_mots(site, Reconnue(perte, revenue=False))}",
        intro=intro,
        bouton="Reconnaître",
    )


def _sauvegarde_en_mots(site: Site, jour: date) -> str:
    try:
        return derniere_en_mots(derniere(site, jour))
    except Refus as refus:
        return refus.phrase


def _faite(faite: Sauvegarde) -> str:
    omis = f" Non copiés\u00a0: {omis_en_mots(faite.omis)}." if faite.omis else ""
    dite = f"Sauvegarde faite et vérifiée\u00a0: sauvegardes/{faite.chemin.name} ({en_mots(faite)})."
    return " ".join([dite, *reserves(faite)]) + omis


def lieu_en_mots(constatation: Constatation) -> str:
    """« registre/x.jsonl, ligne 12 »."""
    ligne = f", ligne {constatation.ligne}" if constatation.ligne else ""
    return f"{constatation.fichier}{ligne}" if constatation.fichier else ""
