"""The rows of the review's screen, one kind a tab: texts to write, objectives, risks, figures, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from qualitui.domain.francais import accorder, date_en_mots, nombre_en_chiffres
from qualitui.domain.revue.fiche import Objectif, Risque, Suite
from qualitui.operations.revue.lecture import Vue
from qualitui.ui.widgets.tableau import Colonne

TEXTE, SUITE, OBJECTIF, RISQUE, CHIFFRE, MANQUE = "texte", "suite", "objectif", "risque", "chiffre", "manque"


class LigneRevue(NamedTuple):
    """`cle` is where the row is (« texte:forces »); `objet` what it shows; `etat` a word; `compte` its figure."""

    cle: str
    genre: str
    code: str
    libelle: str
    compte: str
    etat: str
    objet: Any


def lignes(vue: Vue) -> list[LigneRevue]:
    """Every row of the review, tab after tab."""
    return [*_textes(vue), *_suites(vue), *_objectifs(vue), *_risques(vue), *_chiffres(vue), *_manques(vue)]


def _textes(vue: Vue) -> Iterator[LigneRevue]:
    for zone in sorted(vue.zones, key=lambda zone: int(zone.section)):
        texte = vue.revue.saisies.get(zone.code, "")
        etat = "rédigé" if texte else "! à rédiger" if zone.obligatoire else "facultatif"
        signes = f"{nombre_en_chiffres(len(texte))} signes" if texte else ""
        yield LigneRevue(
            f"{TEXTE}:{zone.code}", TEXTE, f"§ {zone.section}", libelle_de_zone(vue, zone), signes, etat, zone
        )


def libelle_de_zone(vue: Vue, zone: Any) -> str:
    """The zone's title; the indicator's name for the analysis of an indicator."""
    noms = {f"analyse-{ligne.chiffre.code}": ligne.chiffre.libelle for ligne in vue.chiffres.indicateurs}
    return f"{zone.libelle} : {noms[zone.code]}" if zone.code in noms else str(zone.libelle)


def _suites(vue: Vue) -> Iterator[LigneRevue]:
    notees = {suite.objectif: suite for suite in vue.revue.suites}
    for objectif in vue.precedente.objectifs if vue.precedente else ():
        suite = notees.get(objectif.code)
        etat = str(suite.resultat) if suite else "! à noter"
        yield LigneRevue(
            f"{SUITE}:{objectif.code}", SUITE, objectif.code, objectif.texte, objectif.cible, etat, (objectif, suite)
        )


def _objectifs(vue: Vue) -> Iterator[LigneRevue]:
    manquants = {manque.lieu for manque in vue.manques}
    for objectif in vue.revue.objectifs:
        cle = f"{OBJECTIF}:{objectif.code}"
        etat = "! incomplet" if cle in manquants else "fixé"
        yield LigneRevue(cle, OBJECTIF, objectif.code, objectif.texte, objectif.cible, etat, objectif)


def _risques(vue: Vue) -> Iterator[LigneRevue]:
    for risque in sorted(vue.revue.risques, key=lambda r: -r.criticite):
        avant = "" if risque.precedent is None else f"(était {risque.precedent})"
        cotation = f"{risque.gravite} × {risque.frequence} = {risque.criticite}"
        yield LigneRevue(f"{RISQUE}:{risque.code}", RISQUE, risque.code, risque.libelle, cotation, avant, risque)


def _chiffres(vue: Vue) -> Iterator[LigneRevue]:
    for code, chiffre in {c.code: c for c in vue.chiffres.chiffres()}.items():
        yield LigneRevue(f"{CHIFFRE}:{code}", CHIFFRE, code, chiffre.libelle, chiffre.n, chiffre.etat, chiffre)


def _manques(vue: Vue) -> Iterator[LigneRevue]:
    for rang, manque in enumerate(vue.manques):
        phrase = manque.phrase[:1].upper() + manque.phrase[1:]
        yield LigneRevue(f"{MANQUE}:{rang}", MANQUE, f"§ {manque.section}", phrase, "", "", manque)


def colonnes(genre: str) -> Sequence[Colonne[LigneRevue]]:
    """The columns of a tab."""
    match genre:
        case "texte":
            return [
                Colonne("§", 4, lambda r: r.code, lambda r: int(r.objet.section)),
                Colonne("Texte à écrire", None, lambda r: r.libelle),
                Colonne("Longueur", 12, lambda r: r.compte, lambda r: len(r.compte), a_partir_de=76),
                Colonne("État", 11, lambda r: r.etat),
            ]
        case "chiffre":
            return [
                Colonne("Code", 8, lambda r: r.code),
                Colonne("Chiffre", None, lambda r: r.libelle),
                Colonne("N-1", 20, lambda r: r.objet.n_1, a_partir_de=100),
                Colonne("Année", 20, lambda r: r.compte),
                Colonne("Écart", 9, lambda r: r.objet.ecart, a_partir_de=76),
                Colonne("État", 11, lambda r: r.etat),
            ]
        case "manque":
            return [
                Colonne("§", 4, lambda r: r.code),
                Colonne("Ce qui manque pour l’approbation", None, lambda r: r.libelle),
            ]
        case "risque":
            return [
                Colonne("Code", 9, lambda r: r.code),
                Colonne("Risque (gravité × fréquence)", None, lambda r: r.libelle),
                Colonne("Cotation", 9, lambda r: r.compte, lambda r: r.objet.criticite),
                Colonne("N-1", 10, lambda r: r.etat),
            ]
        case _:
            return [
                Colonne("Code", 9, lambda r: r.code),
                Colonne("Objectif", None, lambda r: r.libelle),
                Colonne("Cible", 16, lambda r: r.compte),
                Colonne("État", 11, lambda r: r.etat),
            ]


# --- what the detail pane says --------------------------------------------------------------------------

Couples = list[tuple[str, str]]


def detail_objectif(objectif: Objectif, suite: Suite | None, nom: Any) -> tuple[Couples, str]:
    """(name, value) pairs and a free text: an objective, with what became of it."""
    couples = [
        ("Objectif", objectif.code),
        ("Cible", objectif.cible),
        ("Indicateur", objectif.indicateur),
        ("Échéance", date_en_mots(objectif.echeance) if objectif.echeance else ""),
        ("Pilote", nom(objectif.pilote) if objectif.pilote else ""),
        ("Action", objectif.action),
        ("Résultat", str(suite.resultat) if suite else ""),
    ]
    return couples, "\n\n".join(partie for partie in (objectif.texte, suite.effet if suite else "") if partie)


def detail_risque(risque: Risque) -> tuple[Couples, str]:
    avant = "" if risque.precedent is None else str(risque.precedent)
    couples = [
        ("Risque", risque.code),
        ("Gravité", f"{risque.gravite} sur 4"),
        ("Fréquence", f"{risque.frequence} sur 4"),
        ("Criticité", f"{risque.criticite} sur 16"),
        ("L’an passé", avant),
        ("Origine", risque.origine),
        ("Action", risque.action),
    ]
    return couples, f"{risque.libelle}\n\n{risque.reponse}".strip()


def detail_chiffre(chiffre: Any, depuis: str = "") -> tuple[Couples, str]:
    """`depuis`: what the register says of a frozen figure now, when it is something else."""
    couples = [
        ("Code", chiffre.code),
        ("Année", chiffre.n_en_mots),
        ("Depuis", f"le registre dit {depuis}" if depuis else ""),
        ("An passé", chiffre.n_1_en_mots),
        ("Écart", chiffre.ecart),
        ("Cible", chiffre.cible),
        ("État", chiffre.etat),
        ("Source", chiffre.source),
        ("Fiches", accorder(chiffre.nombre_de_sources, "fiche comptée")),
    ]
    return couples, f"{chiffre.libelle}\n\nEntrée montre les fiches dont vient ce chiffre."


def etat_en_mots(vue: Vue) -> str:
    """The line above the list: the review's state, its figures' date, what lacks."""
    revue = vue.revue
    chiffres = f"chiffres {'arrêtés' if revue.chiffres else 'vus'} au {vue.chiffres.arretee_le:%d/%m/%Y}"
    reste = accorder(len(vue.manques), "point manque", "points manquent") if vue.manques else "rien ne manque"
    approuvee = f", par {revue.approuvee_par}" if revue.approuvee_par else ""
    if vue.changements:
        chiffres += f" ({accorder(len(vue.changements), 'changé depuis', 'changés depuis')})"
    return f"Revue {revue.annee} · {revue.etat}{approuvee} · {chiffres} · {reste}"
