"""Choose and order the réclamations of a list, the same way on the screens and the command line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from qualitui.domain.base import Valeur
from qualitui.domain.francais import plus_proches, sans_accents
from qualitui.domain.reclamations.delai import en_retard, jours_restants
from qualitui.domain.reclamations.etape import a_faire, prochaine_etape
from qualitui.domain.reclamations.fiche import Etat, Reclamation, etat
from qualitui.domain.reclamations.refus import CodeInconnu


class Filtre(Valeur):
    """Every condition given must hold; the empty filter keeps everything.

    `mois` is « 2026-03 », by date of receipt. `pilotes` are codes: the case's pilot is one of them.
    `texte`: each of its words is found in the reference, the object, the cause or a code, accents and case aside.
    """

    etat: Etat | None = None
    a_faire: bool = False
    en_retard: bool = False
    mois: str = ""
    canal: str = ""
    nature: str = ""
    motif: str = ""
    service: str = ""
    pilotes: tuple[str, ...] = ()
    texte: str = ""


def lire_etat(saisi: str) -> Etat:
    """The state typed, accents and case aside; CodeInconnu names them all."""
    par_forme = {sans_accents(etat): etat for etat in Etat}
    forme = sans_accents(saisi.strip()).replace("-", " ")
    if forme not in par_forme:
        raise CodeInconnu("L’état", saisi, plus_proches(saisi, Etat), Etat, "etat")
    return par_forme[forme]


def retenue(reclamation: Reclamation, filtre: Filtre, jour: date) -> bool:
    """True when the case passes every condition of the filter on `jour`."""
    if any(v and getattr(reclamation, c) != v for c, v in egalites_de(filtre)):
        return False
    if filtre.mois and f"{reclamation.recue_le:%Y-%m}" != filtre.mois:
        return False
    if filtre.pilotes and reclamation.pilote not in filtre.pilotes:
        return False
    if filtre.etat and etat(reclamation) is not filtre.etat:
        return False
    if filtre.a_faire and not a_faire(reclamation, jour):
        return False
    if filtre.en_retard and not en_retard(reclamation, jour):
        return False
    return contient(reclamation, filtre.texte)


def egalites_de(filtre: Filtre) -> tuple[tuple[str, str], ...]:
    """(field, code wanted), empty for any."""
    return tuple((champ, getattr(filtre, champ)) for champ in ("canal", "nature", "motif", "service"))


def contient(reclamation: Reclamation, texte: str) -> bool:
    """Each word of `texte` is somewhere in what the shared register says of the case."""
    if not texte.strip():
        return True
    champs = ("reference", "objet", "canal", "nature", "motif", "service", "engagement", "pilote", "cause")
    foin = _plier(" ".join(getattr(reclamation, champ) for champ in champs))
    return all(mot in foin for mot in sans_accents(texte).split())


@lru_cache(maxsize=16_384)
def _plier(texte: str) -> str:
    """Folded once: a search runs again at each key."""
    return sans_accents(texte)


def jours_a_courir(reclamation: Reclamation, jour: date) -> int | None:
    """Calendar days to the butoir or, when no first answer is awaited, to the next date of a case to do; else None."""
    restants = jours_restants(reclamation, jour)
    if restants is None and a_faire(reclamation, jour):
        etape = prochaine_etape(reclamation, jour)
        return (etape.butoir - jour).days if etape else None
    return restants


def filtrer(reclamations: Iterable[Reclamation], filtre: Filtre, jour: date) -> list[Reclamation]:
    """The cases kept: those someone waits for, late ones then urgent ones then by date; the others, latest first."""
    attendues, autres = [], []
    toutes = filtre == Filtre()
    for reclamation in reclamations:
        if toutes or retenue(reclamation, filtre, jour):
            restants = jours_a_courir(reclamation, jour)
            cle = (reclamation.recue_le, reclamation.reference)
            if restants is None:
                autres.append((cle, reclamation))
            else:
                attendues.append(((not reclamation.urgente and restants >= 0, restants, *cle), reclamation))
    attendues.sort(key=lambda paire: paire[0])
    autres.sort(key=lambda paire: paire[0], reverse=True)
    return [reclamation for _, reclamation in (*attendues, *autres)]
