"""The forms of the team: a person, their roles, their login, their departure."""

from __future__ import annotations

from datetime import date
from typing import Any

from textual import on
from textual.widget import Widget

from qualitui.domain.reference.equipe import Personne
from qualitui.domain.temps.dates import Sens
from qualitui.operations import equipe
from qualitui.store.site.site import Site
from qualitui.ui.widgets.cases import ListeACocher
from qualitui.ui.widgets.champs import Champ, ChampTexte
from qualitui.ui.widgets.champs_dates import ChampDate
from qualitui.ui.widgets.choix import Options
from qualitui.ui.widgets.formulaire import Formulaire


class ChampCases(Champ):
    """Several of a list, ticked with Space. Gives their codes."""

    def __init__(self, nom: str, libelle: str, options: Options, *, lignes: int = 8, **autres: Any) -> None:
        self.options = tuple(options)
        self.lignes = lignes
        super().__init__(nom, libelle, **autres)

    def ecrire(self, valeur: Any) -> str:
        return ", ".join(valeur)

    def saisie(self) -> Widget:
        liste = ListeACocher(self.options, coches=_codes(self.depart))
        liste.styles.height = self.lignes
        return liste

    @property
    def texte(self) -> str:
        return ", ".join(self.query_one(ListeACocher).coches)

    @texte.setter
    def texte(self, texte: str) -> None:
        self.query_one(ListeACocher).cocher(_codes(texte))

    def comprendre(self, texte: str) -> tuple[str, ...]:
        return tuple(_codes(texte))

    def vide(self) -> tuple[str, ...]:
        return ()

    @property
    def modifie(self) -> bool:
        return set(_codes(self.texte)) != set(_codes(self.depart))

    @on(ListeACocher.Coche)
    def _coche(self, event: ListeACocher.Coche) -> None:
        event.stop()
        self._dire_le_changement()


def _codes(texte: str) -> list[str]:
    return [code for code in texte.split(", ") if code]


def _fiche(site: Site, personne: Personne | None) -> list[Champ]:
    p = personne
    roles = [(role.code, role.libelle) for role in site.roles]
    return [
        ChampTexte("nom", "Nom", defaut=p.nom if p else None, obligatoire=True, aide="prénom puis nom"),
        ChampCases("roles", "Rôles", roles, defaut=p.roles if p else None, aide="Espace coche un rôle"),
        ChampTexte("service", "Service", defaut=p.service if p else None),
        ChampDate("arrivee_le", "Arrivée le", defaut=p.arrivee_le if p else None, sens=Sens.PASSE),
    ]


def ajout(site: Site) -> Formulaire:
    code = ChampTexte("code", "Code", aide="vide : tiré du nom, comme martin-c")
    compte = ChampTexte("login", "Compte", partage=False, aide="nom d’ouverture de session, s’il est connu")

    def enregistrer(saisie: Any) -> Personne:
        valeurs = dict(saisie.valeurs)
        login = valeurs.pop("login")
        return equipe.ajouter(site, logins=(login,) if login else (), **valeurs)

    champs = [*_fiche(site, None), code, compte]
    return Formulaire("Ajouter une personne", champs, enregistrer, brouillon="personne", dire=_ajoutee)


def _ajoutee(personne: Personne) -> str:
    return f"{personne.nom} fait partie de l’équipe (code {personne.code})."


def modification(site: Site, personne: Personne) -> Formulaire:
    return Formulaire(
        f"Modifier {personne.nom}",
        _fiche(site, personne),
        lambda saisie: equipe.modifier(site, saisie.fiche, **saisie.valeurs),
        brouillon=f"personne-{personne.code}",
        fiche=personne,
        dire=f"La fiche de {personne.nom} est à jour.",
    )


def rattachement(site: Site, personne: Personne) -> Formulaire:
    """By default the login of the one who is in front of the screen."""
    return Formulaire(
        f"Rattacher un compte à {personne.nom}",
        [
            ChampTexte(
                "login", "Compte", defaut=site.login if site.moi is None else None, obligatoire=True, partage=False
            )
        ],
        lambda saisie: equipe.rattacher(site, saisie.fiche, saisie.valeurs["login"]),
        brouillon=f"compte-{personne.code}",
        fiche=personne,
        dire=f"Le compte est rattaché à {personne.nom}.",
        intro="Les gestes faits sous ce compte seront signés de son nom.",
    )


def depart(site: Site, personne: Personne, jour: date) -> Formulaire:
    return Formulaire(
        f"Départ de {personne.nom}",
        [ChampDate("le", "Dernier jour", defaut=jour, obligatoire=True)],
        lambda saisie: equipe.partir(site, saisie.fiche, le=saisie.valeurs["le"]),
        brouillon=f"depart-{personne.code}",
        fiche=personne,
        dire=f"Le départ de {personne.nom} est noté.",
        intro="Sa fiche et ses gestes passés restent ; ses actions ouvertes sont à confier à quelqu’un d’autre.",
    )
