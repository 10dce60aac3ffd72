"""The computed part of the review, frozen: what each section prints, as plain values that a register can keep."""

from __future__ import annotations

from datetime import date

from qualitui.domain.base import Valeur
from qualitui.domain.revue.chiffre import Chiffre


class LigneEngagement(Valeur):
    """One engagement: what was checked. `preuve`: the latest conforming check; `actions`: open ones, a line each.

    `decide_par`: the figure that makes its state, N beside N-1; None when nothing judges it. `n`, `n_1`, `ecart`,
    `valeur`, `precedente` tell the conformity of its checks alone.
    """

    code: str
    libelle: str
    domaine: str
    controles: int
    conformes: int
    n: str
    n_1: str
    ecart: str
    preuve: str
    actions: tuple[str, ...]
    etat: str
    valeur: float | None = None
    precedente: float | None = None
    etat_precedent: str = ""
    decide_par: Chiffre | None = None


class LigneIndicateur(Valeur):
    """One indicator. `points`: the periods of the year and their value; `cible_valeur` in the same unit.

    `hausse`: the higher the better.
    """

    famille: str
    chiffre: Chiffre
    unite: str
    cible_valeur: float
    hausse: bool = True
    points: tuple[tuple[str, float | None], ...] = ()
    manque: bool = False
    commentaires: tuple[str, ...] = ()


class LigneClassement(Valeur):
    """One row of a classification by nature, channel, reason or month."""

    code: str
    libelle: str
    n: int
    n_1: int | None
    ecart: str
    delai: str
    delai_precedent: str


class LigneVerification(Valeur):
    """One theme or one check: counts and rates N and N-1."""

    code: str
    libelle: str
    dues: int
    faites: int
    manquees: int
    conformes: int
    non_conformes: int
    realisation: str
    realisation_precedente: str
    conformite: str
    conformite_precedente: str


class LigneTrimestre(Valeur):
    """One quarterly review: held, late or missed."""

    trimestre: str
    etat: str
    tenue_le: date | None
    actions: int


class LigneAction(Valeur):
    reference: str
    intitule: str
    origine: str
    engagement: str
    pilote: str
    echeance: date | None
    etat: str
    retard: str
    age_jours: int


class LigneStock(Valeur):
    au: date
    ouvertes: int
    en_retard: int


class LigneNombre(Valeur):
    """A count by some key (origin, pilot)."""

    libelle: str
    nombre: int
    ouvertes: int
    en_retard: int


class LigneRole(Valeur):
    role: str
    personnes: str
    etat: str


class LigneDocument(Valeur):
    code: str
    titre: str
    etat: str


class Chiffres(Valeur):
    """Everything computed, from `du` to `au`, as seen on `arretee_le` (both included).

    `premier_jour`: the first day the site recorded anything; N-1 is partial when it falls in it.
    """

    annee: int
    du: date
    au: date
    arretee_le: date
    referentiel: str
    version: str
    direction: str = ""
    premier_jour: date | None = None
    changements: tuple[str, ...] = ()
    synthese: tuple[Chiffre, ...] = ()
    engagements: tuple[LigneEngagement, ...] = ()
    indicateurs: tuple[LigneIndicateur, ...] = ()
    ecoute: tuple[Chiffre, ...] = ()
    par_nature: tuple[LigneClassement, ...] = ()
    par_motif: tuple[LigneClassement, ...] = ()
    par_canal: tuple[LigneClassement, ...] = ()
    par_mois: tuple[LigneClassement, ...] = ()
    equipes: tuple[Chiffre, ...] = ()
    verifications: tuple[Chiffre, ...] = ()
    par_theme: tuple[LigneVerification, ...] = ()
    par_verification: tuple[LigneVerification, ...] = ()
    exercices: tuple[str, ...] = ()
    contredits: tuple[str, ...] = ()
    actions: tuple[Chiffre, ...] = ()
    trimestres: tuple[LigneTrimestre, ...] = ()
    par_origine: tuple[LigneNombre, ...] = ()
    par_pilote: tuple[LigneNombre, ...] = ()
    anciennes: tuple[LigneAction, ...] = ()
    stock: tuple[LigneStock, ...] = ()
    annexe_actions: tuple[LigneAction, ...] = ()
    actions_tues: int = 0
    roles: tuple[LigneRole, ...] = ()
    documents: tuple[LigneDocument, ...] = ()

    @property
    def indicateurs_manques(self) -> tuple[LigneIndicateur, ...]:
        """Those that missed their target: each asks for an analysis."""
        return tuple(ligne for ligne in self.indicateurs if ligne.manque)

    def chiffres(self) -> tuple[Chiffre, ...]:
        """Every traced figure of the review."""
        indicateurs = tuple(ligne.chiffre for ligne in self.indicateurs)
        decisifs = tuple(ligne.decide_par for ligne in self.engagements if ligne.decide_par)
        toutes = self.synthese + indicateurs + self.ecoute + self.equipes + self.verifications + self.actions
        return toutes + decisifs
