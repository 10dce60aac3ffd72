"""Periodic checks (vérifications, SMQ7): one row of the site's table, and what people found.

A row changes by the gestures of verifications_gestes.py; what falls due is derived from it by occurrences.py;
what was found is noted by constats.py.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import model_validator

from qualitui.domain.base import Fiche, Valeur
from qualitui.domain.temps.recurrence import Periodicite as Periodicite
from qualitui.domain.temps.recurrence import Rythme, verifier_fois_par_an

ORIGINE = "verification"  # code of [[origine_action]] for an action born from a check


class Resultat(StrEnum):
    CONFORME = "conforme"
    NON_CONFORME = "non-conforme"
    SANS_OBJET = "sans-objet"


class EtatOccurrence(StrEnum):
    A_FAIRE = "à faire"
    FAITE = "faite"
    MANQUEE = "manquée"
    SITE_FERME = "site fermé"
    SUSPENDUE = "suspendue"
    # Something was noted of it, by a newer program: neither done nor missed, as far as this one knows.
    ILLISIBLE = "illisible ici"
    NON_DUE = "non due"


class RaisonManque(StrEnum):
    """Why a check was missed; « autre » is said in words."""

    ABSENCE = "absence"
    FERMETURE = "fermeture"
    OUBLI = "oubli"
    MATERIEL = "matériel"
    AUTRE = "autre"


class Contenu(Valeur):
    """What the table says of a check: the text people read, who does it, and how often.

    `role` is a role's code, `personne` a person's when the check is given to one. `ancre` shows the day expected in
    each period. `raison_rythme` tells why the rhythm is slower than the référentiel's.
    """

    engagement: str = ""
    theme: str = ""
    libelle: str
    methode: str = ""
    lieu: str = ""
    role: str = ""
    personne: str = ""
    preuve: str = ""
    consigne: str = ""
    condition: str = ""
    services: tuple[str, ...] = ()
    periodicite: Periodicite
    fois_par_an: int | None = None
    ancre: date
    raison_rythme: str = ""

    @model_validator(mode="after")
    def _coherent(self) -> Contenu:
        verifier_fois_par_an(self.periodicite, self.fois_par_an)
        return self

    @property
    def rythme(self) -> Rythme:
        return Rythme(periodicite=self.periodicite, ancre=self.ancre, fois_par_an=self.fois_par_an)

    @property
    def rythme_en_mots(self) -> str:
        """« hebdomadaire », « 3 fois par an »."""
        return f"{self.fois_par_an} fois par an" if self.fois_par_an else str(self.periodicite)


class Redaction(Contenu):
    """A text of the check, with the day from which it applies, until the next one.

    `rythme_depuis`: the day its rhythm begins, when it is later (the period under way of the rhythm before is owed to
    its end); None: since `depuis`.
    """

    depuis: date
    rythme_depuis: date | None = None

    @property
    def debut_du_rythme(self) -> date:
        return self.rythme_depuis or self.depuis


class Suspension(Valeur):
    """Days when the check is not asked, both included; `au` None: until it is resumed."""

    du: date
    au: date | None = None
    raison: str

    def couvre(self, jour: date) -> bool:
        return self.du <= jour and (self.au is None or jour <= self.au)


class Verification(Contenu, Fiche):
    """One row of the site's table; the fields of `Contenu` are the text in force (or soon, see `modifiee_le`).

    `depuis` is the first day it can fall due; `premiere_due`: whether a period already under way that day is due (in
    the tables of before, it was). `modifiee_le` is the day the present text applies from, None: since `depuis`;
    `redactions` are the texts before it, oldest first; `rythme_depuis` as in `Redaction`. `source` is « référentiel »,
    « proposé » or « site »; `periodicite_imposee` the référentiel's own rhythm, None when it sets none. `ordre` ranks
    the walk round the site.
    """

    table: ClassVar[str] = "verifications"

    code: str
    depuis: date
    ordre: int = 0
    source: str = "site"
    periodicite_imposee: Periodicite | None = None
    premiere_due: bool = True
    modifiee_le: date | None = None
    rythme_depuis: date | None = None
    redactions: tuple[Redaction, ...] = ()
    suspensions: tuple[Suspension, ...] = ()

    @property
    def rythme_impose(self) -> bool:
        return self.periodicite_imposee is not None

    @property
    def redaction(self) -> Redaction:
        """The present text, with the day it applies from."""
        contenu = {nom: getattr(self, nom) for nom in Contenu.model_fields}
        # Already validated with the row, and asked for at every derivation: ten years read it thousands of times.
        depuis = self.modifiee_le or self.depuis
        return Redaction.model_construct(**contenu, depuis=depuis, rythme_depuis=self.rythme_depuis)

    @property
    def toutes_redactions(self) -> tuple[Redaction, ...]:
        return (*self.redactions, self.redaction)

    def suspension_au(self, jour: date) -> Suspension | None:
        return next((s for s in self.suspensions if s.couvre(jour)), None)

    def suspension_en_vue(self, jour: date) -> Suspension | None:
        """The suspension under way on `jour`, else the next one planned."""
        return next((s for s in self.suspensions if s.au is None or s.au >= jour), None)


class Constat(Fiche):
    """What was found for one occurrence: the pair (`verification`, `periode`) is its identity, « CODE@PERIODE ».

    `le` is the day the check was done (for a mere explanation, the day it was given), `saisie_le` the day the first
    result was typed (None: the same day), `corrigee_le` the day of the last correction. `resultat` None with a
    `raison`: a missed occurrence explained. `libelle` is the text under which it was done. `reliee_le` is the day it
    was tied to its `action` (None: the day it was noted).
    """

    table: ClassVar[str] = "constats"

    verification: str
    periode: str
    libelle: str = ""
    resultat: Resultat | None = None
    raison: str = ""
    explication: str = ""
    expliquee_le: date | None = None
    expliquee_par: str = ""
    constat: str = ""
    preuve: str = ""
    par: str = ""
    le: date
    saisie_le: date | None = None
    corrigee_le: date | None = None
    action: str = ""
    reliee_le: date | None = None
