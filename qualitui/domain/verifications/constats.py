"""What people note of an occurrence: a result, its correction, the reason of a miss.

- A result is noted once its window is open, for a day already come. Done after the window (or typed more than
  `occurrences.DELAI_DE_SAISIE` after it), the occurrence stays missed and shows the result beside: a missed check
  never disappears, it is only explained.
- Correcting keeps the day of the first entry, and the register keeps the first result in its history.
- A reason already given stays when a result comes after it.
"""

from __future__ import annotations

from datetime import date

from qualitui.domain.base import Refus, evoluer
from qualitui.domain.francais import date_en_mots, date_numerique, enumerer, nettoyer, sans_accents
from qualitui.domain.saisie import exiger_arrivee, exiger_texte
from qualitui.domain.verifications.fiche import Constat, EtatOccurrence, RaisonManque, Resultat
from qualitui.domain.verifications.occurrences import Occurrence, Situation, suivre


class PeriodePasCommencee(Refus):
    """The window is not open yet."""


class DejaNotee(Refus):
    """Someone has noted another result meanwhile; correcting is a gesture of its own."""


class PasManquee(Refus):
    """Only a missed occurrence is explained."""


class PasNonConforme(Refus):
    """Only a non-conforme result has an action of its own."""


class RaisonInconnue(Refus):
    """A reason is one of the list."""


def noter(
    occurrence: Occurrence,
    existant: Constat | None,
    resultat: Resultat,
    *,
    le: date,
    par: str,
    jour: date,
    constat: str = "",
    preuve: str = "",
    corriger: bool = False,
) -> Constat:
    """The result of `occurrence`, done on `le` and typed on `jour`; « non-conforme » says what was seen.

    With a result already there: the same one is returned unchanged, another one is refused (DejaNotee) unless
    `corriger`. An empty `preuve` keeps the one already written; so does an empty `constat` as long as the result is the
    same.
    """
    if existant is not None and existant.resultat is not None:
        if not corriger and existant.resultat is not resultat:
            raise DejaNotee(_deja_notee(occurrence, existant), "resultat")
        nouveau = existant.resultat is not resultat or le != existant.le or nettoyer(constat) or nettoyer(preuve)
        if not corriger or not nouveau:
            return existant
    if occurrence.debut > le:
        raise PeriodePasCommencee(
            f"{occurrence.reference} ne se note qu’à partir du {date_en_mots(occurrence.debut)}.", "le"
        )
    exiger_arrivee(le, jour)
    vu = nettoyer(constat) or (existant.constat if existant and existant.resultat is resultat else "")
    if resultat is Resultat.NON_CONFORME:
        vu = exiger_texte(vu, f"{occurrence.reference} est non conforme : dites ce qui a été vu.", "constat")
    base = existant or _vierge(occurrence, le)
    premiere = base.resultat is None
    return evoluer(
        base,
        resultat=resultat,
        constat=vu,
        preuve=nettoyer(preuve) or base.preuve,
        libelle=occurrence.redaction.libelle if premiere else base.libelle,
        par=par,
        le=le,
        saisie_le=jour if premiere else base.saisie_le,
        corrigee_le=None if premiere else jour,
    )


def expliquer(
    occurrence: Occurrence, existant: Constat | None, raison: str, *, texte: str = "", par: str, jour: date
) -> Constat:
    """Say why `occurrence` was missed; « autre » is said in words. Explaining again replaces the reason."""
    motif = _raison(raison)
    if occurrence.fin >= jour:
        raise PasManquee(
            f"{occurrence.reference} n’est pas manquée : elle peut être faite jusqu’au {date_en_mots(occurrence.fin)}."
        )
    if suivre(occurrence, existant, jour).etat is not EtatOccurrence.MANQUEE:
        raise PasManquee(f"{occurrence.reference} n’est pas manquée : {_pourquoi_pas(occurrence, existant)}.")
    explication = nettoyer(texte)
    if motif is RaisonManque.AUTRE:
        explication = exiger_texte(texte, "Dites pourquoi la vérification a été manquée.", "texte")
    return evoluer(
        existant or _vierge(occurrence, jour),
        raison=str(motif),
        explication=explication,
        expliquee_le=jour,
        expliquee_par=par,
    )


def _pourquoi_pas(occurrence: Occurrence, existant: Constat | None) -> str:
    if existant is not None and existant.resultat is not None:
        return f"elle a été faite le {date_en_mots(existant.le)}"
    if occurrence.situation is Situation.NON_DUE:
        return "elle n’était pas due, la vérification a débuté en cours de période"
    return "le site était fermé" if occurrence.situation is Situation.FERMEE else "elle était suspendue"


def _raison(saisie: str) -> RaisonManque:
    for motif in RaisonManque:
        if sans_accents(motif) == sans_accents(saisie.strip()):
            return motif
    raise RaisonInconnue(f"« {saisie} » n’est pas une raison : dites {enumerer(list(RaisonManque), 'ou')}.", "raison")


def _vierge(occurrence: Occurrence, le: date) -> Constat:
    return Constat(
        id=occurrence.ident,
        verification=occurrence.verification,
        periode=occurrence.periode,
        libelle=occurrence.redaction.libelle,
        le=le,
    )


def _deja_notee(occurrence: Occurrence, existant: Constat) -> str:
    par = f" par {existant.par}" if existant.par else ""
    return (
        f"{occurrence.reference} est déjà notée « {existant.resultat} »{par} le {date_numerique(existant.le)} : "
        "corrigez-la si ce résultat est faux."
    )
