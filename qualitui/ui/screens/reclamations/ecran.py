"""Réclamations (F3): the list, a case beside it, and the keys of what is done on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import Fiche, Refus
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.filtre import Filtre as Precisions
from qualitui.domain.reclamations.filtre import retenue
from qualitui.domain.reclamations.possibles import Geste, refus_de
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.temps.delais import Echeance
from qualitui.operations.reclamations import gestes as operations
from qualitui.operations.reclamations import lecture as vue
from qualitui.operations.reclamations.gestes import Enregistrement
from qualitui.operations.reclamations.lecture import Choix, Rangee
from qualitui.ui.noyau.droits import autoriser
from qualitui.ui.screens.commun.base import EcranModule
from qualitui.ui.screens.reclamations.detail import detail
from qualitui.ui.screens.reclamations.liste import AUCUNE, TOUTES, barre, colonnes, en_mots
from qualitui.ui.widgets.boites import Question
from qualitui.ui.widgets.filtre import BarreDeFiltre, Filtre
from qualitui.ui.widgets.tableau import Colonne


def _lien(touche: str, action: str, nom: str, ident: str, aide: str, *, pied: bool = False) -> Binding:
    return Binding(touche, action, nom, id=f"reclamations.{ident}", tooltip=aide, show=pied)


class Lus(NamedTuple):
    """The cases, what the forms offer, and the actions the cases have, by reference."""

    rangees: Sequence[Rangee]
    choix: Choix
    actions: dict[str, Action]


class EcranReclamations(EcranModule[Rangee]):
    nom = "reclamations"
    titre = "Réclamations"
    domaine = "reclamations"
    REGLER = "gestes"
    ECRITURES: ClassVar = {
        ("reclamations", Verbe.NOTER): "nouveau modifier gestes imprimer action geste:qualifier geste:accuser "
        "geste:attendre geste:repondre geste:contester geste:rencontrer geste:saisir_mediateur geste:corriger "
        "geste:retirer",
        ("reclamations", Verbe.DECIDER): "geste:clore geste:rouvrir",
        ("actions", Verbe.NOTER): "action",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        _lien("n", "nouveau", "Nouvelle", "nouveau", "Enregistrer un écrit reçu", pied=True),
        _lien("g", "gestes", "Gestes", "gestes", "Les gestes possibles maintenant sur ce dossier", pied=True),
        _lien("r", "geste('repondre')", "Répondre", "repondre", "Noter l’envoi de la réponse", pied=True),
        _lien("i", "imprimer", "Courrier", "imprimer", "Écrire un courrier (Word)", pied=True),
        _lien("s", "chiffres", "Chiffres", "chiffres", "Les chiffres et le classement par nature", pied=True),
        _lien("m", "modifier", "Modifier", "modifier", "Corriger ce qui a été enregistré"),
        _lien("q", "geste('qualifier')", "Qualifier", "qualifier", "Dire ce qu’est l’écrit : nature, motif, service"),
        _lien("A", "geste('accuser')", "Accuser", "accuser", "Noter l’envoi de l’accusé de réception"),
        _lien("d", "geste('attendre')", "D’attente", "attendre", "Noter l’envoi d’une réponse d’attente"),
        _lien("c", "geste('clore')", "Clore", "clore", "Clore le dossier"),
        _lien("C", "geste('corriger')", "Corriger un fait", "corriger", "Corriger un fait : date, interlocuteur…"),
        _lien("R", "geste('retirer')", "Retirer un fait", "retirer", "Retirer un fait noté par erreur"),
        _lien("p", "personne", "Personne", "personne", "Qui a écrit, et quoi (confidentiel)"),
        _lien("F", "filtrer", "Filtrer", "filtrer", "Par canal, motif, service, nature ou mois"),
        _lien("V", "volet", "Volet", "volet", "Cacher ou montrer le volet : la liste prend toute la largeur"),
        _lien("a", "action", "Action", "action", "Créer une action à partir du dossier ou d’une répétition"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._choix: Choix | None = None
        self._actions: dict[str, Action] = {}
        self._precisions = AUCUNE

    # --- the list -------------------------------------------------------------------------------------

    def colonnes(self) -> Sequence[Colonne[Rangee]]:
        return colonnes()

    def filtres(self) -> Sequence[Filtre[Rangee]]:
        return barre(self._passe)

    def haut(self) -> Iterable[Widget]:
        ligne = Static("", id="reclamations-precisions", markup=False)
        ligne.display = False
        yield ligne

    def cle(self, objet: Rangee) -> str:
        return objet.reclamation.id

    def lire(self) -> Lus:
        site, jour = self.site, self.jour
        return Lus(vue.rangees(site, jour=jour), vue.choix(site, jour=jour), vue.actions_liees(site))

    def prendre(self, lu: Lus) -> Sequence[Rangee]:
        self._choix, self._actions = lu.choix, lu.actions
        return lu.rangees

    def fiche(self, objet: Rangee) -> Fiche | None:
        return objet.reclamation

    def echeance(self, objet: Rangee) -> Echeance | None:
        return objet.reclamation.echeance

    def vide(self) -> str:
        return "Aucun dossier ici. La touche n enregistre un écrit reçu, 7 montre tous les dossiers."

    def detail(self, objet: Rangee) -> Text:
        return detail(
            self.site,
            objet,
            self.jour,
            nom=self._nommer,
            actions=self._actions,
            accessible=self._choix is not None and self._choix.confidentiel,
        )

    def _nommer(self, code: str) -> str:
        connus = dict(self._choix.pilotes) if self._choix else {}
        return connus.get(code) or self.qualitui.nom(code)

    # --- filters ------------------------------------------------------------------------------------------

    def _passe(self, rangee: Rangee) -> bool:
        return self._precisions == AUCUNE or retenue(rangee.reclamation, self._precisions, self.jour)

    def action_filtrer(self) -> None:
        from qualitui.ui.screens.reclamations.liste import boite

        if self._choix is None:
            raise Refus("Les dossiers se lisent encore : réessayez dans un instant.")
        self.app.push_screen(boite(self._choix, self._precisions), self._preciser)

    def _preciser(self, precisions: Precisions | None) -> None:
        """Filter by what the box asked; None: given up, nothing changes."""
        if precisions is None or self._choix is None:
            return
        self._precisions = precisions
        ligne = self.query_one("#reclamations-precisions", Static)
        mots = en_mots(precisions, self._choix)
        ligne.update(f"{mots}  (F change, {TOUTES} montre tout)")
        ligne.display = bool(mots)
        courante = self.query_one(BarreDeFiltre)
        courante.choisir(courante.choisi)

    def action_filtre(self, numero: int) -> None:
        """The last filter shows everything: it lifts what the box asked for too."""
        if numero == TOUTES:
            self._preciser(AUCUNE)
        super().action_filtre(numero)

    def _viser_si_lu(self) -> None:
        """A case to be shown is shown, even one the box keeps out."""
        vise = self.tableau.trouver(self._a_viser) if self._a_viser else None
        if vise is not None and not self._passe(vise):
            self._preciser(AUCUNE)
            self.tableau.filtrer(self._filtre_courant(), self.query_one(BarreDeFiltre).texte)
        super()._viser_si_lu()

    def _filtre_courant(self) -> Callable[[Rangee], bool] | None:
        filtre = self.query_one(BarreDeFiltre).filtre()
        return filtre.garder if filtre else None

    def action_volet(self) -> None:
        self.toggle_class("-sans-volet")

    # --- gestures -------------------------------------------------------------------------------------

    def _pret(self) -> Choix:
        """What the forms offer."""
        if self._choix is None:
            raise Refus("Les dossiers se lisent encore : réessayez dans un instant.")
        return self._choix

    def _dossier(self) -> Rangee:
        choisi = self.choisi
        if choisi is None:
            self._pret()
            raise Refus("Aucun dossier n’est choisi : la touche 7 les montre tous.")
        return choisi

    def action_nouveau(self) -> None:
        from qualitui.ui.screens.reclamations.formulaires import nouvelle

        self.app.push_screen(nouvelle(self.site, self.jour, self._pret()), self._enregistree)

    def action_modifier(self) -> None:
        from qualitui.ui.screens.reclamations.formulaires import modification

        formulaire = modification(self.site, self.jour, self._pret(), self._dossier().reclamation)
        self.app.push_screen(formulaire, self._enregistree)

    def action_gestes(self) -> None:
        from qualitui.ui.screens.reclamations.gestes import menu

        self._pret()
        self.app.push_screen(menu(self._dossier().reclamation, self.jour, self.touches_des_gestes()), self._apres_menu)

    def _apres_menu(self, code: str | None) -> None:
        if code:
            self.lancer(f"geste('{code}')")

    def action_geste(self, code: str) -> None:
        """Open the form of a gesture; one that can't be done today is refused with its reason."""
        from qualitui.ui.screens.reclamations.corrections import demander
        from qualitui.ui.screens.reclamations.formulaires import qualification
        from qualitui.ui.screens.reclamations.gestes import formulaire_du_geste

        choix, fiche, geste = self._pret(), self._dossier().reclamation, Geste(code)
        refus = refus_de(fiche, geste, self.jour)
        if refus is not None:
            raise refus
        if geste in (Geste.CORRIGER, Geste.RETIRER):
            demander(self, choix, fiche, geste)
        elif geste is Geste.QUALIFIER:
            self.app.push_screen(qualification(self.site, self.jour, choix, fiche), self._enregistree)
        else:
            self.app.push_screen(formulaire_du_geste(self.site, self.jour, choix, fiche, geste), self.apres)

    def _enregistree(self, resultat: Enregistrement | None) -> None:
        """The cursor on the case; what the person should look at is told, and nothing is held back."""
        if resultat is None:
            return
        self.viser(resultat.reclamation.id)
        boite = a_regarder(resultat)
        if boite is not None:
            self.app.push_screen(boite, self._voir)

    def _voir(self, reponse: str | None) -> None:
        if reponse and reponse.startswith("R-"):
            self.viser(reponse)

    def action_personne(self) -> None:
        site, fiche = self.site, self._dossier().reclamation
        self.qualitui.lire(lambda: operations.identite(site, fiche), lambda lue: self._montrer_personne(fiche, lue))

    def _montrer_personne(self, fiche: Reclamation, identite: Identite | None) -> None:
        from qualitui.ui.screens.reclamations.formulaires import Personne, identification

        def corriger(modifier: bool | None) -> None:
            if modifier:
                formulaire = identification(self.site, fiche, identite or Identite())
                autoriser(
                    self.qualitui, ((self.domaine, Verbe.NOTER),), fiche, lambda: self.app.push_screen(formulaire)
                )

        self.app.push_screen(Personne(fiche, identite), corriger)

    def action_imprimer(self) -> None:
        from qualitui.ui.screens.reclamations.courriers import menu

        fiche = self._dossier().reclamation
        self._pret()
        self.app.push_screen(menu(fiche, self.jour, len(self.tableau.montres)), self._courrier)

    def _courrier(self, code: str | None) -> None:
        from qualitui.reports.courriers import Courrier
        from qualitui.ui.screens.reclamations import courriers

        if not code:
            return
        choix, genre = self._pret(), Courrier(code.removeprefix(courriers.LOT))
        if code.startswith(courriers.LOT):
            fiches = [rangee.reclamation for rangee in self.tableau.montres]
            courriers.ecrire_en_lot(self, choix, fiches, genre)
        else:
            fiche = self._dossier().reclamation
            self.app.push_screen(courriers.un_courrier(self.site, self.jour, choix, fiche, genre))

    def action_action(self) -> None:
        from qualitui.ui.screens.reclamations.actions import proposer

        proposer(self, self._pret(), self._dossier().reclamation, self._action_creee)

    def _action_creee(self, action: Action | None) -> None:
        if action is not None:
            self.rafraichir()

    def action_chiffres(self) -> None:
        self.qualitui.ouvrir("reclamations.statistiques")


def a_regarder(enregistrement: Enregistrement) -> Question | None:
    """Warnings and possible duplicates; None when there is nothing to look at."""
    lignes = [f"Attention : {phrase}" for phrase in enregistrement.avertissements]
    lignes += [f"Peut-être le même dossier que {d.reference} ({d.raison})." for d in enregistrement.doublons]
    if not lignes:
        return None
    voir = [(d.reference, f"Voir {d.reference}") for d in enregistrement.doublons[:2]]
    titre = f"{enregistrement.reclamation.reference} : à regarder"
    phrase = "Le dossier est enregistré."
    return Question(phrase, [("fermer", "Continuer"), *voir], titre=titre, detail="\n".join(lignes))
