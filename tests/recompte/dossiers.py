"""The figures of the réclamations, counted again (see `regles`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Protocol

from tests.recompte.calendrier import jour
from tests.recompte.compte import Compte, Vue, mediane, neuvieme_decile, nombre
from tests.recompte.journal import Record

MOTIFS = {
    "repondue": "réponse envoyée",
    "reorientee": "réorientée vers le service compétent",
    "hors-perimetre": "hors du périmètre du site",
    "sans-coordonnees": "anonyme\u00a0: réponse impossible",
    "retiree": "retirée par l’usager",
    "sans-reponse-attendue": "sans réponse attendue",
}


class Registre(Protocol):
    """The cases, as `regles.Recompte` chooses them."""

    def dossiers(self, le: str) -> list[Record]: ...
    def recus(self, vue: Vue) -> list[Record]: ...
    def echus(self, vue: Vue) -> list[Record]: ...
    def recu_un(self, vue: Vue) -> bool: ...


def dossier_au(r: Record, le: str) -> Record:
    connu = {**r, "faits": [fait for fait in r.get("faits", []) if fait["le"] <= le]}
    for avant in reversed(r.get("requalifications", [])):
        if avant["le"] > le:
            champs = {"nature": "", "motif": "", "ecrit": True, "accuse_attendu": False}
            connu |= {champ: avant.get(champ, defaut) for champ, defaut in champs.items()}
            connu["canal"] = avant["canal"]
            if avant.get("delais_changes"):
                connu |= {champ: avant.get(champ) for champ in ("echeance", "echeance_attente")}
    return connu


def butoir_fige(r: Record) -> str:
    return str(r["echeance"]["butoir"])


def _faits(r: Record, genre: str) -> list[str]:
    return [fait["le"] for fait in r["faits"] if fait["genre"] == genre]


def _reponse(r: Record) -> str:
    return min(_faits(r, "réponse"), default="")


def _etat(r: Record) -> str:
    etat = "reçue"
    for fait in r["faits"]:
        if fait["genre"] in ("réponse", "clôture", "réouverture"):
            etat = fait["genre"]
    return etat


def ouvert(r: Record) -> bool:
    return _etat(r) not in ("réponse", "clôture")


def sortie(r: Record) -> str:
    """Why the month is not asked of it; empty when it is."""
    if not r.get("echeance"):
        return "aucun délai promis pour sa nature" if r.get("ecrit", True) else "dossier oral, sans délai promis"
    if _reponse(r) or _etat(r) != "clôture":
        return ""
    fin = [fait for fait in r["faits"] if fait["genre"] == "clôture"][-1]
    if fin["motif"] == "doublon":
        cites = [cite for cite in re.findall(r"R-\d{4}-\d+", fin.get("detail", "")) if cite != r["reference"]]
        return f"doublon de {cites[0]}" if cites else ""
    return "" if fin["le"] > butoir_fige(r) else f"clos sans réponse avant la fin du mois\u00a0: {MOTIFS[fin['motif']]}"


def _juger(cas: Iterable[Record], vue: Vue, limite: Callable[[Record], str]) -> Compte:
    compte = Compte()
    for r in cas:
        reference, reponse = r["reference"], _reponse(r)
        if raison := sortie(r):
            compte.exclues.append((reference, raison))
        elif reponse:
            (compte.oui if reponse <= limite(r) else compte.non).append(reference)
        elif vue.le > butoir_fige(r):
            compte.non.append(reference)
        else:
            compte.pas_encore.append(reference)
    return compte


def _couverts(cas: Iterable[Record], vue: Vue) -> Compte:
    """Among the late ones of `_juger`, those of whom a réponse d’attente left by its own deadline."""
    dossiers = {r["reference"]: r for r in cas}
    juges = _juger(dossiers.values(), vue, butoir_fige)
    compte = Compte(exclues=juges.exclues, pas_encore=juges.pas_encore)
    for reference in juges.non:
        r = dossiers[reference]
        limite = (r.get("echeance_attente") or {}).get("butoir", "")
        (compte.oui if any(le <= limite for le in _faits(r, "réponse d’attente")) else compte.non).append(reference)
    return compte


def _jours(r: Record) -> int:
    return (jour(_reponse(r)) - jour(r["recue_le"])).days


def _delais(m: Registre, vue: Vue, mesurer: Callable[[list[int]], Fraction]) -> Compte:
    compte, valeurs = Compte(taux=False), []
    for r in m.recus(vue):
        if raison := sortie(r):
            compte.exclues.append((r["reference"], raison))
        elif _reponse(r):
            compte.oui.append(r["reference"])
            valeurs.append(_jours(r))
        elif vue.le > butoir_fige(r):
            compte.exclues.append((r["reference"], "en retard, encore sans réponse"))
        else:
            compte.pas_encore.append(r["reference"])
    compte.mesure = (mesurer(sorted(valeurs)) if valeurs else None), None
    return compte


def _moyenne(m: Registre, vue: Vue) -> Compte:
    compte, somme = Compte(taux=False), 0
    for r in m.dossiers(vue.le):
        if not vue.du <= _reponse(r) <= vue.au:
            continue
        if raison := sortie(r):
            compte.exclues.append((r["reference"], raison))
        else:
            compte.oui.append(r["reference"])
            somme += _jours(r)
    compte.mesure = Fraction(somme), Fraction(len(compte.oui))
    return compte


def _sans_reponse(m: Registre, vue: Vue) -> Compte:
    compte = nombre((), m.recu_un(vue))
    for r in m.dossiers(vue.dernier):
        if _reponse(r) or not r.get("echeance") or butoir_fige(r) >= vue.dernier:
            continue
        if ouvert(r):
            compte.oui.append(r["reference"])
        elif r["faits"][-1]["le"] >= vue.du:
            compte.exclues.append((r["reference"], "clos sans réponse"))
    return compte


def part(cas: Iterable[Record], atteint: Callable[[Record], bool]) -> Compte:
    compte = Compte()
    for r in cas:
        (compte.oui if atteint(r) else compte.non).append(r["reference"])
    return compte


def _recus(garder: Callable[[Record], object]) -> Callable[[Registre, Vue], Compte]:
    return lambda m, vue: nombre((r["reference"] for r in m.recus(vue) if garder(r)), m.recu_un(vue))


def _ouverts(m: Registre, vue: Vue) -> Compte:
    return nombre((r["reference"] for r in m.dossiers(vue.dernier) if ouvert(r)), m.recu_un(vue))


def _accuses(m: Registre, vue: Vue) -> Compte:
    courriels = [r for r in m.recus(vue) if r["canal"] == "courriel-generique"]
    return part(courriels, lambda r: bool(_faits(r, "accusé de réception")))


def _classees(m: Registre, vue: Vue) -> Compte:
    propositions = [r for r in m.recus(vue) if r.get("nature") == "suggestion-usager"]
    return part(propositions, lambda r: bool(r.get("motif")))


FIGURES: dict[str, Callable[[Registre, Vue], Compte]] = {
    "ECO-01": _recus(lambda _: True),
    "ECO-02": _recus(lambda r: r.get("ecrit", True)),
    "ECO-03": lambda m, vue: _juger(m.recus(vue), vue, butoir_fige),
    "ECO-12": lambda m, vue: _juger(m.recus(vue), vue, lambda r: str(r["echeance"]["quantieme"])),
    "I-ECO-01": lambda m, vue: _juger(m.echus(vue), vue, butoir_fige),
    "ECO-04": _accuses,
    "ECO-05": lambda m, vue: _couverts(m.recus(vue), vue),
    "I-ECO-04": lambda m, vue: _couverts(m.echus(vue), vue),
    "ECO-06": lambda m, vue: _delais(m, vue, mediane),
    "ECO-07": lambda m, vue: _delais(m, vue, neuvieme_decile),
    "I-ECO-02": _moyenne,
    "ECO-08": _sans_reponse,
    "ECO-13": _ouverts,
    "ECO-09": _recus(lambda r: _faits(r, "contestation")),
    "ECO-10": _recus(lambda r: _faits(r, "rendez-vous avec la direction")),
    "ECO-11": _recus(lambda r: _faits(r, "saisine du médiateur")),
    "ECO-14": _recus(lambda r: _faits(r, "réponse d’attente")),
    "EQU-05": _recus(lambda r: r.get("nature") == "incivilite"),
    "I-SUG-02": _classees,
}
