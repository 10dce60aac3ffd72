"""The figures counted again, from the words of « Comment on compte » (`qualitui comptage`) and of the domain.

Each function is one definition read as an auditor would, over the raw records; see `journal` for what it leaves alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from tests.recompte import dossiers
from tests.recompte.calendrier import MOIS, Due, Ouvertures, cle, jour, plus, un_mois_apres
from tests.recompte.compte import Compte, Vue, mediane, nombre
from tests.recompte.journal import Record, Tables

DONNEES = Path(__file__).parents[2] / "data"
# Told on the last day of the window, whenever the records were entered.
STOCKS = ("ECO-08", "ECO-13", "ACT-04", "ACT-05", "ACT-08", "I-ECO-03", "I-ACT-02", "REV-01")
# The indicators that are another figure under a second code, as the page of definitions says (« aussi »).
AUSSI = {
    "I-ECO-03": "ECO-08",
    "I-ECO-05": "ECO-04",
    "I-VER-01": "VER-02",
    "I-VER-02": "VER-04",
    "I-VER-03": "VER-05",
    "I-ACT-01": "ACT-06",
    "I-ACT-02": "ACT-05",
    "I-ACT-03": "ACT-07",
    "I-SUG-01": "EQU-02",
}


@dataclass
class Recompte:
    """The records of a site and the days it is open."""

    tables: Tables
    ouvertures: Ouvertures
    audits: dict[str, str] = field(default_factory=dict)
    _faites: dict[Vue, list[tuple[Due, Record, str]]] = field(default_factory=dict)

    def compter(self, code: str, vue: Vue) -> Compte:
        code = AUSSI.get(code, code)
        if code == "IND-01":
            return self.atteints_de(lambda lu: self.compter(lu, vue))
        if code in FIGURES:
            return FIGURES[code](self, vue)
        if partie := re.fullmatch(r"(VER-\d\d)-(\w+)", code):
            siennes = [v for v in self.tables["verifications"] if v["engagement"] == partie[2]]
            seule = Recompte({**self.tables, "verifications": siennes}, self.ouvertures)
            return FIGURES[partie[1]](seule, vue)
        return self._saisies(next(t for t in types() if t["code"] == code), vue)

    def compter_avant(self, code: str, vue: Vue) -> Compte:
        """A year before; of what people type, no period that this year has not typed, until the year is over."""
        saisis = {type_["code"]: type_ for type_ in types() if type_["calcul"] != "automatique"}
        if code not in saisis or vue.au[5:] == "12-31":
            return self.compter(code, vue.avant)
        ici = {reference.split(" ")[1] for reference in self._saisies(saisis[code], vue).oui}
        return self._saisies(saisis[code], vue.avant, {f"{int(une[:4]) - 1}{une[4:]}" for une in ici})

    # --- réclamations ------------------------------------------------------------------------------------------

    def dossiers(self, le: str) -> list[Record]:
        return [dossiers.dossier_au(r, le) for r in self.tables["reclamations"] if r["recue_le"] <= le]

    def recus(self, vue: Vue) -> list[Record]:
        return [r for r in self.dossiers(vue.le) if vue.du <= r["recue_le"] <= vue.au]

    def recu_un(self, vue: Vue) -> bool:
        return any(r["recue_le"] <= vue.au for r in self.tables["reclamations"])

    def echus(self, vue: Vue) -> list[Record]:
        return [r for r in self.dossiers(vue.le) if r.get("echeance") and vue.du <= dossiers.butoir_fige(r) <= vue.au]

    # --- checks ------------------------------------------------------------------------------------------------

    def suivis(self, vue: Vue) -> list[tuple[Due, Record, str]]:
        """Each check due in the window with what was found of it, and what that makes it on the day of the window."""
        if vue not in self._faites:
            trouves = {(c["verification"], c["periode"]): c for c in self.tables["constats"]}
            dues = (d for v in self.tables["verifications"] for d in self.ouvertures.dues(v, vue.du, vue.au))
            suite = []
            for due in dues:
                constat = trouves.get((due.verification, due.cle), {})
                constat = constat if constat.get("le", "9") <= vue.le else {}
                suite.append((due, constat, _situation(due, constat, vue.le)))
            self._faites[vue] = suite
        return self._faites[vue]

    # --- actions -----------------------------------------------------------------------------------------------

    @property
    def actions(self) -> list[Record]:
        return self.tables["actions"]

    def actions_connues(self, vue: Vue) -> bool:
        return any(a["creee_le"] <= vue.au for a in self.actions)

    def au_plan(self, le: str) -> list[Record]:
        return [a for a in self.actions if a["creee_le"] <= le and a.get("close_le", "9") > le]

    # --- suggestions, quarters, indicators ----------------------------------------------------------------------

    def suggestions(self, vue: Vue) -> list[Record]:
        return [s for s in self.tables["suggestions"] if vue.du <= s["recue_le"] <= vue.au]

    def _saisies(self, type_: Record, vue: Vue, seules: set[str] | None = None) -> Compte:
        """What was typed of each period begun in the window (of `seules` only, when given), added up."""
        valeurs = {v["periode"]: v for v in self.tables["valeurs"] if v["indicateur"] == type_["code"]}
        valeurs = {periode: v for periode, v in valeurs.items() if seules is None or periode in seules}
        compte, longueur = Compte(), MOIS[type_["periodicite"]]
        premier, dernier = (int(le[:4]) * 12 + int(le[5:7]) - 1 for le in (vue.du, vue.au))
        for rang in range(premier, dernier + 1):
            if rang % longueur or f"{rang // 12}-{rang % 12 + 1:02d}-01" < vue.du:
                continue
            periode = cle(type_["periodicite"], rang)
            reference = f"{type_['code']} {periode}"
            if periode in valeurs:
                compte.oui.append(reference)
            else:
                compte.exclues.append((reference, "valeur non saisie"))
        lues = [valeurs[reference.split(" ")[1]] for reference in compte.oui]
        n, d = (sum(Fraction(v[champ]) for v in lues) for champ in ("numerateur", "denominateur"))
        compte.mesure = (n, d) if lues else (None, None)
        return compte

    def atteints_de(self, lire: Callable[[str], Compte]) -> Compte:
        """Measured indicators against their target, without rounding, each as `lire` counts it."""
        compte = Compte()
        for type_ in types():
            code = type_["code"]
            valeur = en_valeur(lire(code), type_["unite"] == "%")
            if valeur is None:
                compte.exclues.append((code, "non mesuré"))
            else:
                atteint = valeur >= type_["cible"] if type_["sens"] == "hausse" else valeur <= type_["cible"]
                (compte.oui if atteint else compte.non).append(code)
        return compte


def en_valeur(compte: Compte, pour_cent: bool) -> Fraction | None:
    n, d = compte.fraction
    if n is None or d == 0:
        return None
    return n if d is None else n * (100 if pour_cent else 1) / d


@cache
def types() -> tuple[Record, ...]:
    """The indicators of the reference table."""
    return tuple(tomllib.loads((DONNEES / "indicateurs-eps.toml").read_text(encoding="utf-8"))["indicateur"])


# --- checks ------------------------------------------------------------------------------------------------------


def _situation(due: Due, constat: Record, le: str) -> str:
    saisi = constat.get("saisie_le") or constat.get("le", "")
    if constat.get("resultat") and due.debut <= constat["le"] <= due.fin and saisi <= plus(due.fin, 31):
        return "faite"
    if due.ferme:
        return "site fermé"
    return "manquée" if due.fin < le else "à faire"


def _verifications(juger: Callable[[Due, Record, bool, str], bool | str], taux: bool = True) -> Any:
    def calcul(m: Recompte, vue: Vue) -> Compte:
        suivis = m.suivis(vue)
        compte = Compte(taux=taux, connu=bool(suivis))
        for due, constat, situation in suivis:
            if situation == "site fermé":
                compte.exclues.append((due.reference, "site fermé"))
            elif situation == "à faire":
                compte.pas_encore.append(due.reference)
            elif isinstance(avis := juger(due, constat, situation == "faite", vue.le), str):
                compte.exclues.append((due.reference, avis))
            else:
                (compte.oui if avis else compte.non).append(due.reference)
        if not taux:
            compte.non.clear()  # a count lists what it counts, and nothing else
        return compte

    return calcul


def _conforme(_: Due, constat: Record, faite: bool, __: str) -> bool | str:
    if not faite or constat["resultat"] == "sans-objet":
        return "sans objet" if faite else "manquée"
    return bool(constat["resultat"] == "conforme")


def _reliee(_: Due, constat: Record, faite: bool, le: str) -> bool | str:
    if not faite or constat["resultat"] != "non-conforme":
        return constat["resultat"].replace("-", " ") if faite else "manquée"
    return bool(constat.get("action")) and constat.get("reliee_le", "") <= le


def _sans_raison(_: Due, constat: Record, faite: bool, le: str) -> bool:
    return not faite and not (constat.get("raison") and constat.get("expliquee_le", "") <= le)


# --- actions -----------------------------------------------------------------------------------------------------


def _etat_action(a: Record, le: str) -> str:
    """Its last state noted on or before `le`."""
    if a.get("close_le", "9") <= le:
        return str(a["etat"])
    notes = sorted((j for j in a.get("jalons", []) if j.get("etat") and j["le"] <= le), key=lambda j: str(j["le"]))
    return str(notes[-1]["etat"]) if notes else "à lancer"


def _faite(a: Record, le: str) -> bool:
    return _etat_action(a, le) in ("réalisée", "efficacité vérifiée", "close")


def _limite(a: Record, le: str) -> str:
    """The deadline in force at the end of `le`."""
    reports = [j["echeance"] for j in a.get("jalons", []) if j.get("echeance") and j["le"] <= le]
    return str(reports[-1] if reports else a.get("echeance_initiale") or a["echeance"])


def _tenues(m: Recompte, vue: Vue, choisir: Callable[[Record], list[str]]) -> Compte:
    compte = Compte()
    for a in m.actions:
        tombees = sorted(le for le in choisir(a) if vue.du <= le <= vue.au)
        if not tombees:
            continue
        limite = tombees[-1]
        if a["etat"] == "abandonnée" and a["close_le"] <= limite:
            le = f"{date.fromisoformat(a['close_le']):%d/%m/%Y}"
            compte.exclues.append((a["reference"], f"abandonnée le {le}, avant l’échéance"))
        elif _faite(a, limite):
            compte.oui.append(a["reference"])
        elif limite < vue.le:
            compte.non.append(a["reference"])
        else:
            compte.pas_encore.append(a["reference"])
    return compte


def _de_leur_jour(a: Record) -> list[str]:
    """The deadlines still in force when they fell."""
    toutes = {a["echeance_initiale"], *(j["echeance"] for j in a.get("jalons", []) if j.get("echeance"))}
    return [le for le in toutes if _limite(a, le) == le]


def _sorties(etat: str) -> Callable[[Recompte, Vue], Compte]:
    def calcul(m: Recompte, vue: Vue) -> Compte:
        parties = (a for a in m.actions if a["etat"] == etat and vue.du <= a["close_le"] <= vue.au)
        return nombre((a["reference"] for a in parties), m.actions_connues(vue))

    return calcul


def _creees(m: Recompte, vue: Vue) -> Compte:
    creees = (a["reference"] for a in m.actions if vue.du <= a["creee_le"] <= vue.au)
    return nombre(creees, m.actions_connues(vue))


def _en_retard(m: Recompte, vue: Vue) -> Compte:
    le = vue.dernier
    tardives = (a["reference"] for a in m.au_plan(le) if _limite(a, le) < le and not _faite(a, le))
    return nombre(tardives, m.actions_connues(vue))


def _efficaces(m: Recompte, vue: Vue) -> Compte:
    compte = Compte()
    for a in m.actions:
        jugements = [*a.get("efficacites_passees", []), *([a["efficacite"]] if a.get("efficacite") else [])]
        for jugement in jugements:
            if vue.du <= jugement["le"] <= vue.au:
                (compte.oui if jugement["efficace"] else compte.non).append(f"{a['reference']} {jugement['le']}")
    return compte


def _age(m: Recompte, vue: Vue) -> Compte:
    ages = sorted((jour(vue.dernier) - jour(a["creee_le"])).days for a in m.au_plan(vue.dernier))
    compte = nombre((a["reference"] for a in m.au_plan(vue.dernier)), True)
    compte.mesure = (mediane(ages) if ages else None), None
    return compte


# --- suggestions and quarters --------------------------------------------------------------------------------------


def _suggestions(atteinte: Callable[[Record, str], bool]) -> Callable[[Recompte, Vue], Compte]:
    return lambda m, vue: dossiers.part(m.suggestions(vue), lambda s: atteinte(s, vue.le))


def _nombre_de_suggestions(garder: Callable[[Record, str], bool]) -> Callable[[Recompte, Vue], Compte]:
    def calcul(m: Recompte, vue: Vue) -> Compte:
        connu = any(s["recue_le"] <= vue.au for s in m.tables["suggestions"])
        return nombre((s["reference"] for s in m.suggestions(vue) if garder(s, vue.le)), connu)

    return calcul


def _date(champ: str) -> Callable[[Record, str], bool]:
    return lambda s, le: bool(s.get(champ)) and s[champ] <= le


def _analysee(s: Record, le: str) -> bool:
    fait = s.get("analysee_le") or s.get("repondue_le")
    return bool(fait) and fait <= le


def _retenue(s: Record, le: str) -> bool:
    return s["etat"] == "retenue" and _date("repondue_le")(s, le)


def _trimestres(m: Recompte, vue: Vue) -> Compte:
    ouverture = min(v["depuis"] for v in m.tables["verifications"])
    tenues = {t["trimestre"]: t.get("close_le", "") for t in m.tables["trimestres"]}
    compte = Compte()
    for trimestre, debut, fin in _des_trimestres(vue):
        close = tenues.get(trimestre, "")
        if debut < ouverture:
            compte.exclues.append((trimestre, "commencé avant l’ouverture du site"))
        elif close and close <= min(fin, vue.le):
            compte.oui.append(trimestre)
        elif vue.le > fin:
            compte.non.append(trimestre)
        else:
            compte.pas_encore.append(trimestre)
    return compte


def _revues(m: Recompte, vue: Vue) -> Compte:
    """SMQ10: the review of a year is owed on 31 January; approved, it has a month more to be shown."""
    ouverture = min(v["depuis"] for v in m.tables["verifications"])
    connues = {r["annee"]: r for r in m.tables["revues"]}
    compte = Compte()
    for annee in range(int(vue.du[:4]) - 1, int(vue.au[:4])):
        terme = f"{annee + 1}-01-31"
        if not vue.du <= terme <= vue.au:
            continue
        if f"{annee}-01-01" < ouverture:
            compte.exclues.append((str(annee), "année commencée avant l’ouverture du site"))
            continue
        approuvee, presentee = (
            le if (le := connues.get(annee, {}).get(champ) or "9") <= vue.le else ""
            for champ in ("approuvee_le", "presentee_le")
        )
        limite = max(terme, un_mois_apres(approuvee)) if approuvee else terme
        if approuvee and presentee:
            compte.oui.append(str(annee))
        else:
            (compte.non if limite < vue.le else compte.pas_encore).append(str(annee))
    return compte


def _audits(m: Recompte, vue: Vue) -> Compte:
    """SMQ8: internal and external, each every 24 months: the first of the two to fall."""
    dates = {genre: le for genre, le in m.audits.items() if le <= vue.le}
    compte = Compte(mesure=None if dates else (None, Fraction(0)))
    compte.oui += [f"audit {genre} {le}" for genre, le in dates.items() if vue.du <= le <= vue.au]
    if dates:
        attendu, suivant = min((f"{int(le[:4]) + 2}{le[4:]}", genre) for genre, le in dates.items())
        if attendu <= vue.au:
            (compte.non if attendu < vue.le else compte.pas_encore).append(f"audit {suivant} {attendu}")
    return compte


def _des_trimestres(vue: Vue) -> Iterator[tuple[str, str, str]]:
    for annee in range(int(vue.du[:4]), int(vue.au[:4]) + 1):
        for rang, (debut, fin) in enumerate((("01", "03-31"), ("04", "06-30"), ("07", "09-30"), ("10", "12-31")), 1):
            if f"{annee}-{debut}-01" <= vue.au and f"{annee}-{fin}" >= vue.du:
                yield f"{annee}-T{rang}", f"{annee}-{debut}-01", f"{annee}-{fin}"


FIGURES: dict[str, Callable[[Recompte, Vue], Compte]] = {
    **dossiers.FIGURES,
    "VER-01": _verifications(lambda *_: True, taux=False),
    "VER-02": _verifications(lambda due, constat, faite, le: faite),
    "VER-03": _verifications(lambda due, constat, faite, le: faite and constat["le"] <= due.attendue),
    "VER-04": _verifications(_conforme),
    "VER-05": _verifications(_reliee),
    "VER-06": _verifications(_sans_raison, taux=False),
    "ACT-01": _creees,
    "ACT-02": _sorties("close"),
    "ACT-03": _sorties("abandonnée"),
    "ACT-04": lambda m, vue: nombre((a["reference"] for a in m.au_plan(vue.dernier)), m.actions_connues(vue)),
    "ACT-05": _en_retard,
    "ACT-06": lambda m, vue: _tenues(m, vue, _de_leur_jour),
    "ACT-10": lambda m, vue: _tenues(m, vue, lambda a: [a["echeance_initiale"]]),
    "ACT-07": _efficaces,
    "ACT-08": _age,
    "EQU-01": _nombre_de_suggestions(lambda s, le: True),
    "EQU-02": _suggestions(_analysee),
    "EQU-03": _nombre_de_suggestions(_retenue),
    "EQU-04": _suggestions(_date("repondue_le")),
    "EQU-06": _suggestions(_date("presentee_le")),
    "ACT-09": _trimestres,
    "REV-01": _revues,
    "AUD-01": _audits,
}
