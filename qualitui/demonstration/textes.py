"""The texts of the demonstration site (data/demo/*.toml): sentences of our own, people who do not exist."""

from __future__ import annotations

from datetime import date
from functools import cache

from qualitui.domain.actions.fiche import TypeAction
from qualitui.domain.base import V, Valeur
from qualitui.domain.francais import sans_accents
from qualitui.domain.verifications.fiche import RaisonManque
from qualitui.store.site import ressources
from qualitui.store.site.referentiels import lire_toml, valider


class SiteDemo(Valeur):
    """What site.toml says of the site itself."""

    nom: str
    adresse: str
    courriel: str
    telephone: str
    directeur: str
    referentiel: str


class FermeturesDemo(Valeur):
    """The names of the closures; `travaux_semaine_du` is a « MM-JJ » of the week closed from Monday to Wednesday."""

    pont: str
    travaux: str
    travaux_semaine_du: str
    formation: str


class JourDemo(Valeur):
    """`annee` counts from the first simulated year (1); `jour` is « MM-JJ »."""

    annee: int
    jour: str

    def date(self, premiere: int) -> date:
        return date.fromisoformat(f"{premiere + self.annee - 1}-{self.jour}")


class PersonneDemo(Valeur):
    """`poste` is the workstation the person writes from: « accueil », « direction » or « social »."""

    nom: str
    roles: tuple[str, ...]
    service: str
    login: str
    poste: str
    arrivee: JourDemo
    depart: JourDemo | None = None


class ModeleReclamation(Valeur):
    """`poids`: how often in a year. `texte` goes to confidentiel/ only. `suite`: why it leaves the site."""

    objet: str
    motif: str
    nature: str = "reclamation"
    service: str
    poids: int
    fondee: bool | None = None
    cause: str = ""
    texte: str
    suite: str = ""
    action: str = ""


class ModeleConstat(Valeur):
    """A non-conformity of one check; without `action` it was put right at once. `jours`: time given to the action."""

    verification: str
    constat: str
    action: str = ""
    causes: str = ""
    jours: int = 0


class ModeleRaison(Valeur):
    raison: RaisonManque
    texte: str


class Manquees(Valeur):
    raisons: tuple[ModeleRaison, ...]


class Conformes(Valeur):
    constats: tuple[str, ...]
    preuves: tuple[str, ...]


class ModeleAction(Valeur):
    """`type` is a code of [[type_action]]; `effet` what its check finds; `abandon` why it is given up, if it is."""

    intitule: str
    origine: str
    engagement: str
    type: str
    service: str
    causes: str = ""
    jours: int
    notes: tuple[str, ...] = ()
    effet: str = ""
    abandon: str = ""

    @property
    def genre(self) -> TypeAction:
        return next(genre for genre in TypeAction if sans_accents(genre) == self.type)


class Inefficaces(Valeur):
    constats: tuple[str, ...]
    suites: tuple[str, ...]


class Raisons(Valeur):
    raisons: tuple[str, ...]


class RevueActions(Valeur):
    observations: tuple[str, ...]
    relectures: tuple[str, ...]


class ModeleSuggestion(Valeur):
    """`action` is the title of the action born from it, empty when it is set aside."""

    texte: str
    theme: str
    engagement: str
    analyse: str
    retenue: bool
    reponse: str
    action: str = ""


class Profil(Valeur):
    """Plausible values of a typed indicator; `creux` is its bad month (0: none); rates in per cent."""

    indicateur: str
    denominateur: int
    taux: float
    creux: int = 0
    taux_creux: float = 0.0
    raison: str = ""
    progres: float = 0.0


class ModeleObjectif(Valeur):
    """`resultat` is what became of it, empty when nobody has said so yet."""

    texte: str
    indicateur: str
    cible: str
    pilote: str
    resultat: str = ""
    effet: str = ""


class ModeleRisque(Valeur):
    libelle: str
    origine: str
    gravite: int
    frequence: int
    reponse: str


class Syntheses(Valeur):
    syntheses: tuple[str, ...]


class Equipe(Valeur):
    site: SiteDemo
    fermetures: FermeturesDemo
    personne: tuple[PersonneDemo, ...]


class Plaignants(Valeur):
    """Fictitious users; `domaine` is reserved for examples, `telephone` starts numbers reserved for fiction."""

    prenoms: tuple[str, ...]
    noms: tuple[str, ...]
    voies: tuple[str, ...]
    domaine: str
    telephone: str


class Reclamations(Valeur):
    reclamation: tuple[ModeleReclamation, ...]


class Verifications(Valeur):
    constat: tuple[ModeleConstat, ...]
    manquees: Manquees
    conformes: Conformes


class Actions(Valeur):
    action: tuple[ModeleAction, ...]
    inefficaces: Inefficaces
    replanifications: Raisons
    abandons: Raisons
    revue: RevueActions


class Suggestions(Valeur):
    suggestion: tuple[ModeleSuggestion, ...]


class Indicateurs(Valeur):
    profil: tuple[Profil, ...]


class Revue(Valeur):
    """`absentes`: zones left to write in the last review. `analyses`: by indicator; `analyse` serves for the others."""

    absentes: tuple[str, ...]
    reprise: str
    analyse: str
    textes: dict[str, str]
    analyses: dict[str, str]
    objectif: tuple[ModeleObjectif, ...]
    risque: tuple[ModeleRisque, ...]
    trimestre: Syntheses


class Textes(Valeur):
    """Everything the simulation says, one field per file of data/demo."""

    equipe: Equipe
    plaignants: Plaignants
    reclamations: Reclamations
    verifications: Verifications
    actions: Actions
    suggestions: Suggestions
    indicateurs: Indicateurs
    revue: Revue


@cache
def textes() -> Textes:
    """Read data/demo once; `DonneesFautives` names the file, table and key at fault."""
    return Textes(
        equipe=_lire(Equipe, "equipe"),
        plaignants=_lire(Plaignants, "plaignants"),
        reclamations=_lire(Reclamations, "reclamations"),
        verifications=_lire(Verifications, "verifications"),
        actions=_lire(Actions, "actions"),
        suggestions=_lire(Suggestions, "suggestions"),
        indicateurs=_lire(Indicateurs, "indicateurs"),
        revue=_lire(Revue, "revue"),
    )


def _lire(modele: type[V], nom: str) -> V:
    chemin = ressources.donnees() / "demo" / f"{nom}.toml"
    return valider(modele, lire_toml(chemin), chemin)
