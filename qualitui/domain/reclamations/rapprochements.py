"""What brings réclamations together: the same case written twice, or the same motif coming back (engagement 12).

A duplicate has the same words or the same person, within 60 days: a suggestion only, a person decides by qualifying the
case « doublon ». The same motif three times in a civil quarter is a repetition: it calls for an action.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Protocol

from qualitui.domain.base import Valeur
from qualitui.domain.francais import sans_accents
from qualitui.domain.reclamations.fiche import Reclamation

# --- duplicates ------------------------------------------------------------------------------------------

FENETRE_JOURS = 60

# Words so common in an object that sharing them says nothing.
_VIDES_EN_TEXTE = """
    avec avoir cela cette dans demande depuis elle entre etre leur mais meme monsieur madame nous notre plus pour
    reclamation sans sont suis tres trop usager votre vous
"""
_VIDES = frozenset(_VIDES_EN_TEXTE.split())


class Personne(Protocol):
    """What identifies a complainant; read from confidentiel/, never kept."""

    @property
    def nom(self) -> str: ...
    @property
    def courriel(self) -> str: ...
    @property
    def telephone(self) -> str: ...


class Doublon(Valeur):
    """A case that may be the same one; `raison` says why, without naming anybody."""

    reference: str
    raison: str


@lru_cache(maxsize=20_000)
def mots(texte: str) -> frozenset[str]:
    """The telling words of a text, folded: four letters at least, not too common, plural aside."""
    trouves = re.findall(r"[a-z0-9]{4,}", sans_accents(texte))
    return frozenset(mot.rstrip("sx") for mot in trouves if mot not in _VIDES)


def proche_dans_le_temps(une: Reclamation, autre: Reclamation) -> bool:
    """Received at most 60 days apart."""
    return abs((une.recue_le - autre.recue_le).days) <= FENETRE_JOURS


def doublons(
    reclamation: Reclamation,
    autres: Iterable[Reclamation],
    personne: Personne | None = None,
    personnes: Mapping[str, Personne] | None = None,
) -> tuple[Doublon, ...]:
    """The other cases that may be the same, in their order.

    `personnes` maps references to who wrote; None or a missing one: confidentiel/ is not accessible, only the
    words are compared.
    """
    trouves = []
    for autre in autres:
        if autre.reference == reclamation.reference or not proche_dans_le_temps(reclamation, autre):
            continue
        raison = _raison(reclamation, autre, personne, (personnes or {}).get(autre.reference))
        if raison:
            trouves.append(Doublon(reference=autre.reference, raison=raison))
    return tuple(trouves)


def _raison(une: Reclamation, autre: Reclamation, ecrivain: Personne | None, autre_ecrivain: Personne | None) -> str:
    if ecrivain and autre_ecrivain and meme_personne(ecrivain, autre_ecrivain):
        return "même personne"
    return "mêmes mots" if memes_mots(une, autre) else ""


def memes_mots(une: Reclamation, autre: Reclamation) -> bool:
    """Half of the telling words of the shorter object are shared; one shared word is enough with the same motif."""
    premiers, seconds = mots(une.objet), mots(autre.objet)
    communs = len(premiers & seconds)
    meme_motif = bool(une.motif) and une.motif == autre.motif
    return communs >= (1 if meme_motif else 2) and 2 * communs >= min(len(premiers), len(seconds))


def meme_personne(une: Personne, autre: Personne) -> bool:
    """Same e-mail, same phone number, or same name whatever the order of its words."""
    if une.courriel and sans_accents(une.courriel) == sans_accents(autre.courriel):
        return True
    chiffres = _chiffres(une.telephone)
    if len(chiffres) >= 9 and chiffres == _chiffres(autre.telephone):
        return True
    nom = _nom(une.nom)
    return len(nom) > 1 and nom == _nom(autre.nom)


def _chiffres(telephone: str) -> str:
    """The last nine digits: the same number with 0 or +33 in front."""
    return re.sub(r"\D", "", telephone)[-9:]


def _nom(nom: str) -> frozenset[str]:
    civilites = {"m", "mr", "mme", "mlle", "madame", "monsieur", "mademoiselle"}
    return frozenset(re.findall(r"[a-z]+", sans_accents(nom))) - civilites


# --- repetitions -----------------------------------------------------------------------------------------

SEUIL = 3

# They gather cases that have nothing in common, or that are not the site's.
_MOTIFS_EXCLUS = frozenset({"", "autre"})
_NATURES_EXCLUES = frozenset({"doublon", "hors-perimetre", "recours", "remerciement"})


class Repetition(Valeur):
    """`trimestre` is « 2026-T1 »; `references` in order of receipt; `actions` those already born from these cases."""

    motif: str
    trimestre: str
    engagement: str
    references: tuple[str, ...]
    actions: tuple[str, ...] = ()

    @property
    def nombre(self) -> int:
        return len(self.references)


def trimestre_de(jour: date) -> str:
    """« 2026-T1 »."""
    return f"{jour.year}-T{(jour.month + 2) // 3}"


def repetitions(reclamations: Iterable[Reclamation], seuil: int = SEUIL) -> tuple[Repetition, ...]:
    """Every (quarter, motif) met `seuil` times or more, the latest quarter first, then the most frequent motif."""
    groupes: dict[tuple[str, str], list[Reclamation]] = defaultdict(list)
    for reclamation in reclamations:
        if reclamation.motif not in _MOTIFS_EXCLUS and reclamation.nature not in _NATURES_EXCLUES:
            groupes[trimestre_de(reclamation.recue_le), reclamation.motif].append(reclamation)
    trouvees = [_repetition(*cle, cas) for cle, cas in groupes.items() if len(cas) >= seuil]
    trouvees.sort(key=lambda r: (-r.nombre, r.motif))
    return tuple(sorted(trouvees, key=lambda r: r.trimestre, reverse=True))


def _repetition(trimestre: str, motif: str, cas: list[Reclamation]) -> Repetition:
    cas = sorted(cas, key=lambda r: (r.recue_le, r.reference))
    return Repetition(
        motif=motif,
        trimestre=trimestre,
        engagement=next((r.engagement for r in cas if r.engagement), ""),
        references=tuple(r.reference for r in cas),
        actions=tuple(dict.fromkeys(action for r in cas for action in r.actions)),
    )


def a_traiter(trouvees: Iterable[Repetition]) -> tuple[Repetition, ...]:
    """The repetitions that have no action yet."""
    return tuple(r for r in trouvees if not r.actions)
