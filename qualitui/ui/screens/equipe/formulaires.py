"""The forms of the team: a person, their roles, their login, their departure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from textual import on
from textual.widget import Widget

from qualitui.domain.francais import accorder
from qualitui.domain.reference.equipe import Accord, Personne
from qualitui.domain.temps.dates import Sens
from qualitui.operations import choix, equipe
from qualitui.operations.equipe import Charge
from qualitui.store.site.site import Site
from qualitui.ui.widgets.cases import ListeACocher
from qualitui.ui.widgets.champs import Champ, ChampChoix, ChampTexte
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


class Depart(NamedTuple):
    """What the form of a departure is made from: who leaves, what they carry, who may take it over."""

    personne: Personne
    charges: Sequence[Charge]
    heritiers: Options
    collegues: Options


def preparer_depart(site: Site, personne: Personne, jour: date) -> Depart:
    """Read what the form asks; runs in a thread."""
    autres = tuple(option for option in choix.pilotes(site, jour=jour) if option[0] != personne.code)
    collegues = tuple(option for option in choix.personnes(site, jour=jour) if option[0] != personne.code)
    return Depart(personne, equipe.charges(site, personne.code), autres, collegues)


def depart(site: Site, prepare: Depart, jour: date) -> Formulaire:
    """The last day and, in the same gesture, who takes over: everything, one thing, one role.

    Of someone who already left, what they still carry is handed over.
    """
    personne, accord = prepare.personne, Accord()
    partie = personne.depart_le is not None
    champs: list[Champ] = [] if partie else [ChampDate("le", "Dernier jour", defaut=jour, obligatoire=True)]
    if prepare.charges:
        champs.append(ChampChoix("reprise", "Tout confier à", prepare.heritiers, aide="sauf ce qui est dit dessous"))
    references = {f"charge{rang}": charge.reference for rang, charge in enumerate(prepare.charges)}
    for nom, charge in zip(references, prepare.charges, strict=True):
        aide = f"{charge.libelle.partition(' ')[2] or charge.qualite}"
        champs.append(ChampChoix(nom, charge.reference, prepare.heritiers, aide=aide[:60]))
    roles = {} if partie else {f"role{rang}": role for rang, role in enumerate(personne.roles)}
    for nom, role in roles.items():
        champs.append(ChampChoix(nom, f"Rôle {role}", prepare.collegues, aide="vide : personne ne le reçoit"))

    def enregistrer(saisie: Any) -> Personne:
        cles = {"reprise": "", **references, **roles}
        valeurs = saisie.valeurs
        reprises = {cle: valeurs[nom] for nom, cle in cles.items() if valeurs.get(nom)}
        if partie:
            equipe.reprendre(site, saisie.fiche, reprises, jour=jour)
            return personne
        return equipe.partir(site, saisie.fiche, le=valeurs["le"], reprises=reprises, accord=accord, jour=jour)

    portees = accorder(len(prepare.charges), "élément")
    return Formulaire(
        f"Départ de {personne.nom}",
        champs,
        enregistrer,
        brouillon=f"depart-{personne.code}",
        fiche=personne,
        dire=f"Ce que portait {personne.nom} est confié." if partie else f"Le départ de {personne.nom} est noté.",
        intro=f"Sa fiche et ses gestes passés restent. À confier à quelqu’un d’autre : {portees}.",
    )
