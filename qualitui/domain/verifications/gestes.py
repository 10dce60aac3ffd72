"""Gestures on the table of checks: adopt, edit, suspend, resume.

A gesture counts for the future only: what was due stays due, under the text it had.

- **modifier**: the wording, the role and the place change for every period not yet ended; a new rhythm begins when the
  period under way of the old one ends, which stays owed to its end;
- **suspendre** / **reprendre**: from today at the earliest, with a reason;
- a rhythm written in the référentiel is not slowed below it without a reason.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from qualitui.domain.base import Refus, evoluer
from qualitui.domain.francais import date_en_mots, nettoyer
from qualitui.domain.saisie import exiger_texte
from qualitui.domain.temps.recurrence import Periodicite, Rythme, periode_du
from qualitui.domain.verifications.fiche import Suspension, Verification
from qualitui.domain.verifications.occurrences import debut_du_rythme, meme_grille

if TYPE_CHECKING:
    from qualitui.domain.reference.nomenclatures import VerificationType

SOURCE_IMPOSEE = "référentiel"

# Where a default check is expected inside its period, so that sixty of them do not fall on the same day:
# (days after the period's first day, step from one check to the next, spread).
_ETALEMENT = {
    Periodicite.QUOTIDIENNE: (0, 0, 1),
    Periodicite.HEBDOMADAIRE: (0, 1, 5),
    Periodicite.MENSUELLE: (4, 3, 20),
    Periodicite.TRIMESTRIELLE: (35, 5, 30),
    Periodicite.SEMESTRIELLE: (80, 7, 60),
    Periodicite.ANNUELLE: (240, 11, 60),
    Periodicite.BIENNALE: (400, 11, 60),
    Periodicite.FOIS_PAR_AN: (3, 0, 1),
}


class ModificationPassee(Refus):
    """A change of the table would rewrite what was already due."""


class RythmeImpose(Refus):
    """The référentiel's own rhythm is not slowed without a reason."""


class SuspensionImpossible(Refus):
    """The suspension is in the past, upside down, or overlaps another one."""


class PasSuspendue(Refus):
    """Nothing to resume."""


def adopter(
    modele: VerificationType, *, theme: str, depuis: date, rang: int, premiere_due: bool = False
) -> Verification:
    """The site's own row made from a default one, due from `depuis`; `rang` is its place in the default table."""
    periodicite = Periodicite(modele.periodicite)
    return Verification(
        **{nom: getattr(modele, nom) for nom in ("code", "libelle", "engagement", "methode", "lieu", "role", "preuve")},
        consigne=modele.consigne,
        condition=modele.condition,
        services=modele.services,
        theme=theme,
        periodicite=periodicite,
        ancre=ancre_proposee(periodicite, depuis, rang),
        depuis=depuis,
        premiere_due=premiere_due,
        ordre=rang,
        source=modele.source,
        periodicite_imposee=periodicite if modele.source == SOURCE_IMPOSEE else None,
    )


def ancre_proposee(periodicite: Periodicite, depuis: date, rang: int = 0) -> date:
    """A day to expect the check on, spread by `rang`; it may come before `depuis`: only its place counts."""
    debut, pas, etendue = _ETALEMENT[periodicite]
    fois = 2 if periodicite is Periodicite.FOIS_PAR_AN else None
    periode = periode_du(Rythme(periodicite=periodicite, ancre=depuis, fois_par_an=fois), depuis)
    return periode.debut + timedelta(days=debut + rang * pas % etendue)


class Textes(TypedDict, total=False):
    """What the table says of a check besides its libelle and its rhythm; a field that is absent was not typed."""

    engagement: str
    theme: str
    methode: str
    lieu: str
    role: str
    personne: str
    preuve: str
    consigne: str
    condition: str
    services: tuple[str, ...]
    fois_par_an: int | None
    ordre: int


class Changements(Textes, total=False):
    """What is typed again of a check."""

    libelle: str
    periodicite: Periodicite
    ancre: date


def modifier(
    verification: Verification,
    *,
    jour: date,
    a_compter_du: date | None = None,
    raison: str = "",
    **changements: Unpack[Changements],
) -> Verification:
    """Change what the table says from `a_compter_du` (default `jour`) on; the past text is kept.

    Raises ModificationPassee for a day already gone or before a change already planned, RythmeImpose when the
    référentiel's rhythm is slowed without a `raison`.
    """
    propres: dict[str, Any] = {nom: nettoyer(v) if isinstance(v, str) else v for nom, v in changements.items()}
    if interdits := set(propres) - set(Changements.__annotations__):
        raise TypeError(f"not editable: {sorted(interdits)}")
    if "libelle" in propres:
        propres["libelle"] = exiger_texte(propres["libelle"], "Donnez un libellé à la vérification.", "libelle")
    if "periodicite" in propres and propres["periodicite"] is not Periodicite.FOIS_PAR_AN:
        propres.setdefault("fois_par_an", None)
    effet = _effet(verification, a_compter_du or jour, jour)
    suivante = _avec_raison(evoluer(verification, **propres), verification, nettoyer(raison))
    debut = verification.modifiee_le or verification.depuis
    suivante = _enchainer(suivante, verification, max(effet, debut))
    if effet <= debut or suivante.redaction == verification.redaction:
        return suivante  # the present text never applied before that day: nothing to keep
    return evoluer(suivante, redactions=(*verification.redactions, verification.redaction), modifiee_le=effet)


def _enchainer(suivante: Verification, avant: Verification, effet: date) -> Verification:
    """With the day its rhythm begins: that of the text before if it has the same, else the end of the period under way
    under the texts that were in force before `effet`."""
    textes = tuple(texte for texte in avant.toutes_redactions if texte.depuis < effet)
    if not textes:
        return evoluer(suivante, rythme_depuis=None)
    if meme_grille(textes[-1], suivante.redaction):
        return evoluer(suivante, rythme_depuis=textes[-1].rythme_depuis)
    debut = debut_du_rythme(textes, effet)
    return evoluer(suivante, rythme_depuis=debut if debut > effet else None)


def _effet(verification: Verification, effet: date, jour: date) -> date:
    if effet < jour:
        raise ModificationPassee(
            "Une modification ne vaut que pour l’avenir : ce qui était dû garde son texte.", "a_compter_du"
        )
    prevue = verification.modifiee_le
    if prevue and prevue > effet:
        raise ModificationPassee(
            f"Une modification est déjà prévue le {date_en_mots(prevue)} : donnez ce jour ou un jour suivant.",
            "a_compter_du",
        )
    return effet


def _avec_raison(suivante: Verification, avant: Verification, raison: str) -> Verification:
    impose = suivante.periodicite_imposee
    if impose is None or suivante.rythme.par_an >= Rythme(periodicite=impose, ancre=suivante.ancre).par_an:
        return evoluer(suivante, raison_rythme="")
    inchange = suivante.rythme.par_an == avant.rythme.par_an
    if not raison and not (inchange and avant.raison_rythme):
        raise RythmeImpose(
            f"Le référentiel demande que la vérification {suivante.code} soit {impose} : dites pourquoi elle "
            f"deviendrait plus rare ({suivante.rythme_en_mots}).",
            "raison",
        )
    return evoluer(suivante, raison_rythme=raison or avant.raison_rythme)


def suspendre(verification: Verification, *, du: date, au: date | None = None, raison: str, jour: date) -> Verification:
    """No longer ask the check from `du` (today or later) to `au` included (None: until resumed)."""
    texte = exiger_texte(raison, "Dites pourquoi la vérification est suspendue.", "raison")
    if du < jour:
        raise SuspensionImpossible("Une suspension ne vaut que pour l’avenir : ce qui était dû le reste.", "du")
    if au is not None and au < du:
        raise SuspensionImpossible("La suspension finirait avant de commencer.", "au")
    for autre in verification.suspensions:
        if (au is None or autre.du <= au) and (autre.au is None or autre.au >= du):
            raise SuspensionImpossible(
                f"La vérification {verification.code} est déjà suspendue {_du_au(autre)} ({autre.raison}).", "du"
            )
    suspensions = sorted((*verification.suspensions, Suspension(du=du, au=au, raison=texte)), key=lambda s: s.du)
    return evoluer(verification, suspensions=tuple(suspensions))


def reprendre(verification: Verification, *, le: date, jour: date) -> Verification:
    """Ask the check again from `le` (today or later): ends the suspension that covers that day, or the next one."""
    if le < jour:
        raise ModificationPassee(
            "Une reprise ne vaut que pour l’avenir : choisissez aujourd’hui ou un jour suivant.", "le"
        )
    visee = next((s for s in verification.suspensions if s.au is None or s.au >= le), None)
    if visee is None:
        raise PasSuspendue(f"La vérification {verification.code} n’est pas suspendue.")
    ecourtee = () if le <= visee.du else (evoluer(visee, au=le - timedelta(days=1)),)
    autres = (s for s in verification.suspensions if s is not visee)
    return evoluer(verification, suspensions=tuple(sorted((*autres, *ecourtee), key=lambda s: s.du)))


def _du_au(suspension: Suspension) -> str:
    if suspension.au is None:
        return f"depuis le {date_en_mots(suspension.du)}"
    return f"du {date_en_mots(suspension.du)} au {date_en_mots(suspension.au)}"
