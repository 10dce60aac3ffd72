"""The annual local quality review (revue qualité locale, SMQ10): the record people fill, submit, approve, present.

en préparation → soumise → approuvée → présentée. Nothing is typed once it is approved: reopening says why.
The figures are frozen (`chiffres`) when the closing date is set, and kept whatever happens to the records later.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import ClassVar, TypedDict, Unpack

from pydantic import Field

from qualitui.domain.base import Fiche, Introuvable, Refus, Valeur, evoluer
from qualitui.domain.francais import date_en_mots, nettoyer
from qualitui.domain.revue.chiffres import Chiffres
from qualitui.domain.revue.zones import exiger_zone
from qualitui.domain.saisie import exiger_texte


class EtatRevue(StrEnum):
    EN_PREPARATION = "en préparation"
    SOUMISE = "soumise"
    APPROUVEE = "approuvée"
    PRESENTEE = "présentée"


class Resultat(StrEnum):
    """What became of an objective of the year before."""

    ATTEINT = "atteint"
    PARTIEL = "partiel"
    NON_ATTEINT = "non atteint"
    ABANDONNE = "abandonné"


class Objectif(Valeur):
    """A measurable objective for the year to come. `pilote`: a person's or a role's code; `action`: its reference."""

    code: str
    texte: str
    indicateur: str = ""
    cible: str = ""
    echeance: date | None = None
    pilote: str = ""
    action: str = ""


class Suite(Valeur):
    """What became of an objective of the year before (`objectif` is its code)."""

    objectif: str
    resultat: Resultat
    effet: str = ""


class Risque(Valeur):
    """`gravite` and `frequence` from 1 (slight, rare) to 4 (serious, frequent); `precedent`: their product at N-1."""

    code: str
    libelle: str
    origine: str = ""
    gravite: int
    frequence: int
    precedent: int | None = None
    reponse: str = ""
    action: str = ""

    @property
    def criticite(self) -> int:
        return self.gravite * self.frequence


class RevueAnnuelle(Fiche):
    """The review of civil year `annee`. `saisies` maps a zone to its text. `arretee_le` None: the figures still move.

    `transmise_le`: sent to central services.
    """

    table: ClassVar[str] = "revues"

    annee: int
    arretee_le: date | None = None
    chiffres: Chiffres | None = None
    saisies: dict[str, str] = Field(default_factory=dict)
    objectifs: tuple[Objectif, ...] = ()
    suites: tuple[Suite, ...] = ()
    risques: tuple[Risque, ...] = ()
    etat: EtatRevue = EtatRevue.EN_PREPARATION
    soumise_le: date | None = None
    approuvee_le: date | None = None
    approuvee_par: str = ""
    presentee_le: date | None = None
    transmise_le: date | None = None
    raison_reouverture: str = ""

    @property
    def modifiable(self) -> bool:
        return self.etat in (EtatRevue.EN_PREPARATION, EtatRevue.SOUMISE)

    def objectif(self, code: str) -> Objectif:
        trouve = next((o for o in self.objectifs if o.code == code.strip().upper()), None)
        if trouve is None:
            raise Introuvable(f"La revue {self.annee} n’a pas d’objectif « {code} ».", "objectif")
        return trouve


class RevueApprouvee(Refus):
    """An approved review is no longer written in."""


class DateImpossible(Refus):
    """Before the year's end, before the approval, or in the future."""


class CotationRefusee(Refus):
    """Gravity and frequency go from 1 to 4."""


class RevueIncomplete(Refus):
    """Approval is refused: `manques` says, one sentence each, what is missing."""

    def __init__(self, annee: int, manques: tuple[str, ...]) -> None:
        liste = "\n".join(f"- {manque}" for manque in manques)
        super().__init__(f"La revue {annee} ne peut pas encore être approuvée :\n{liste}")
        self.manques = manques


def identifiant(annee: int) -> str:
    """The id of the year's record: two workstations that start the review make one."""
    return f"revue-{annee}"


def nouvelle(annee: int) -> RevueAnnuelle:
    return RevueAnnuelle(id=identifiant(annee), annee=annee)


def saisir(revue: RevueAnnuelle, textes: Mapping[str, str]) -> RevueAnnuelle:
    """Set the text of some zones; an empty text empties the zone."""
    exiger_modifiable(revue)
    saisies = {**revue.saisies, **{exiger_zone(zone): nettoyer(texte) for zone, texte in textes.items()}}
    return evoluer(revue, saisies={zone: texte for zone, texte in saisies.items() if texte})


def arreter(revue: RevueAnnuelle, chiffres: Chiffres, jour: date) -> RevueAnnuelle:
    """Freeze the figures as they stand on their closing date; doing it again replaces them."""
    exiger_modifiable(revue)
    if chiffres.arretee_le > jour:
        raise DateImpossible(f"La date d’arrêté ne peut pas être après aujourd’hui ({date_en_mots(jour)}).", "le")
    return evoluer(revue, arretee_le=chiffres.arretee_le, chiffres=chiffres)


class ChampsDObjectif(TypedDict, total=False):
    """What an objective says besides its text; a field that is absent was not typed."""

    indicateur: str
    cible: str
    echeance: date | None
    pilote: str
    action: str


def fixer_objectif(
    revue: RevueAnnuelle, texte: str, code: str = "", **champs: Unpack[ChampsDObjectif]
) -> RevueAnnuelle:
    """Add an objective for the year after, or change the one of that `code` (only the fields given)."""
    exiger_modifiable(revue)
    if code:
        ancien = revue.objectif(code)
        change = evoluer(ancien, **({"texte": nettoyer(texte)} if texte else {}), **champs)
        return evoluer(revue, objectifs=tuple(change if o == ancien else o for o in revue.objectifs))
    numero = 1 + max((int(o.code.rsplit("-", 1)[1]) for o in revue.objectifs), default=0)
    neuf = Objectif(
        code=f"O-{revue.annee + 1}-{numero}",
        texte=exiger_texte(texte, "Dites quel est l’objectif.", "texte"),
        **champs,
    )
    return evoluer(revue, objectifs=(*revue.objectifs, neuf))


def noter_suite(
    revue: RevueAnnuelle, precedente: RevueAnnuelle | None, objectif: str, resultat: Resultat, effet: str = ""
) -> RevueAnnuelle:
    """Say what became of an objective of the year before."""
    exiger_modifiable(revue)
    if precedente is None:
        raise Introuvable(f"Il n’y a pas de revue {revue.annee - 1} : aucun objectif à suivre.", "objectif")
    suite = Suite(objectif=precedente.objectif(objectif).code, resultat=resultat, effet=nettoyer(effet))
    autres = tuple(s for s in revue.suites if s.objectif != suite.objectif)
    return evoluer(revue, suites=(*autres, suite))


def ajouter_risque(
    revue: RevueAnnuelle,
    *,
    libelle: str,
    gravite: int,
    frequence: int,
    code: str = "",
    origine: str = "",
    reponse: str = "",
    action: str = "",
    precedent: int | None = None,
) -> RevueAnnuelle:
    """Rate a risk, or rate again the one of that `code`; `precedent`: its criticité the year before."""
    exiger_modifiable(revue)
    if not (1 <= gravite <= 4 and 1 <= frequence <= 4):
        raise CotationRefusee("La gravité et la fréquence se notent de 1 (faible) à 4 (forte).", "gravite")
    voulu = code.strip().upper() or f"RQ-{revue.annee}-{len(revue.risques) + 1}"
    risque = Risque(
        code=voulu,
        libelle=exiger_texte(libelle, "Dites quel est le risque.", "libelle"),
        gravite=gravite,
        frequence=frequence,
        origine=origine,
        reponse=reponse,
        action=action,
        precedent=precedent,
    )
    return evoluer(revue, risques=(*(r for r in revue.risques if r.code != voulu), risque))


def soumettre(revue: RevueAnnuelle, *, le: date) -> RevueAnnuelle:
    """Hand it to the directeur."""
    exiger_modifiable(revue)
    return evoluer(revue, etat=EtatRevue.SOUMISE, soumise_le=le)


def approuver(
    revue: RevueAnnuelle, chiffres: Chiffres, manques: tuple[str, ...], *, par: str, le: date, jour: date
) -> RevueAnnuelle:
    """The directeur approves; the figures are frozen if they were not. `manques` must be empty."""
    exiger_modifiable(revue)
    if le > jour:
        raise DateImpossible("La date d’approbation ne peut pas être dans l’avenir.", "le")
    if le.year <= revue.annee:
        raise DateImpossible(
            f"La revue {revue.annee} s’approuve une fois l’année finie, à partir du 1er janvier {revue.annee + 1}.",
            "le",
        )
    if manques:
        raise RevueIncomplete(revue.annee, manques)
    arretee = revue if revue.chiffres else arreter(revue, chiffres, jour)
    qui = exiger_texte(par, "Dites qui approuve la revue.", "par")
    return evoluer(arretee, etat=EtatRevue.APPROUVEE, approuvee_par=qui, approuvee_le=le)


def presenter(revue: RevueAnnuelle, *, le: date, transmise_le: date | None = None, jour: date) -> RevueAnnuelle:
    """Told to the agents on `le`; possibly sent to central services."""
    if revue.approuvee_le is None:
        raise DateImpossible(f"La revue {revue.annee} se présente aux agents une fois approuvée.", "le")
    if le < revue.approuvee_le or le > jour:
        raise DateImpossible("La présentation a lieu entre l’approbation et aujourd’hui.", "le")
    envoi = transmise_le or revue.transmise_le
    return evoluer(revue, etat=EtatRevue.PRESENTEE, presentee_le=le, transmise_le=envoi)


def rouvrir(revue: RevueAnnuelle, *, raison: str) -> RevueAnnuelle:
    """Back to preparation, with a reason; the figures stay frozen."""
    if revue.modifiable:
        raise Refus(f"La revue {revue.annee} n’est pas approuvée : elle se modifie sans la rouvrir.")
    return evoluer(
        revue,
        etat=EtatRevue.EN_PREPARATION,
        approuvee_le=None,
        approuvee_par="",
        presentee_le=None,
        raison_reouverture=exiger_texte(raison, "Dites pourquoi la revue est rouverte.", "raison"),
    )


def exiger_modifiable(revue: RevueAnnuelle) -> None:
    """Raise RevueApprouvee once it was."""
    if not revue.modifiable:
        quand = f" le {date_en_mots(revue.approuvee_le)}" if revue.approuvee_le else ""
        raise RevueApprouvee(
            f"La revue {revue.annee} a été approuvée{quand} : elle ne change plus, sauf à la rouvrir avec une raison."
        )
