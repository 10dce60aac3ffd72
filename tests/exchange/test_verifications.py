"""The year of checks in Excel: each result with its words, each month in its column, each rate with its n/d."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from html import unescape

from qualitui.domain.temps.calendrier import Calendrier
from qualitui.domain.temps.jours_ouverts import jours_ouverts
from qualitui.domain.temps.recurrence import Periodicite
from qualitui.domain.verifications.fiche import Constat, Resultat, Suspension, Verification
from qualitui.domain.verifications.occurrences import Suivi, occurrences, suivre
from qualitui.exchange.verifications import RESULTATS, TABLE, Annee, exporter

JOUR = date(2026, 12, 31)
NOMS = {"raqn": "RAQN du site", "martin-c": "Claire Martin"}


def verification(code: str = "V-SEC-01", **champs: object) -> Verification:
    base = {
        "code": code,
        "engagement": "3",
        "theme": "sécurité",
        "libelle": "Les issues sont-elles libres ?",
        "periodicite": Periodicite.MENSUELLE,
        "ancre": date(2026, 1, 5),
        "depuis": date(2026, 1, 1),
        "role": "raqn",
        "lieu": "hall",
    }
    return Verification.model_validate({**base, **champs})


def suivis(une: Verification, constats: dict[str, Constat], jour: date = JOUR) -> list[Suivi]:
    dues = occurrences(une, date(2026, 1, 1), date(2026, 12, 31), jours_ouverts(Calendrier()))
    return [suivre(o, constats.get(o.periode), jour) for o in dues]


def feuilles(*rangs: tuple[Verification, list[Suivi]], jour: date = JOUR) -> list[list[list[str]]]:
    """The texts of each sheet, row by row, an empty cell as « »; dates as their ISO form."""
    grille = [(v, {m: [s for s in lus if s.occurrence.attendue.month == m] for m in range(1, 13)}) for v, lus in rangs]
    contenu = exporter(Annee("EPS d’essai", 2026, jour, rangs, grille, lambda code: NOMS.get(code, code)))
    with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
        textes = re.findall(r"<si><t[^>]*>(.*?)</t></si>", archive.read("xl/sharedStrings.xml").decode(), re.DOTALL)
        pages = [archive.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2, 3)]
    return [[_rang(rang, textes) for rang in re.findall(r"<row [^>]*>(.*?)</row>", page)] for page in pages]


def _rang(xml: str, textes: list[str]) -> list[str]:
    lus: dict[int, str] = {}
    for lettre, suite, valeur in re.findall(r'<c r="([A-Z]+)\d+"([^>]*)><v>(.*?)</v>', xml):
        texte = unescape(textes[int(valeur)]) if 't="s"' in suite else _date(int(valeur))
        lus[ord(lettre) - ord("A")] = texte.replace("\u00a0", " ")
    return [lus.get(colonne, "") for colonne in range(max(lus, default=-1) + 1)]


def _date(nombre: int) -> str:
    return date.fromordinal(date(1899, 12, 30).toordinal() + nombre).isoformat()


def constat(periode: str, **champs: object) -> Constat:
    base = {
        "verification": "V-SEC-01",
        "periode": periode,
        "le": date.fromisoformat(f"{periode}-05"),
        "par": "martin-c",
    }
    return Constat.model_validate({**base, **champs})


def colonnes(rang: list[str]) -> dict[str, str]:
    return dict(zip([nom for nom, _ in RESULTATS], rang, strict=False))


def test_un_resultat_sort_avec_qui_quand_ce_qui_a_ete_vu_et_sa_suite() -> None:
    vu = constat("2026-02", resultat=Resultat.NON_CONFORME, constat="Palette", preuve="photo 3", action="A-2026-004")
    rang = colonnes(feuilles((une := verification(), suivis(une, {"2026-02": vu})))[0][2])
    assert rang["Période"] == "février 2026"
    assert (rang["Rôle"], rang["Fait par"]) == ("RAQN du site", "Claire Martin")
    assert (rang["Début"], rang["Attendue"], rang["Fin"]) == ("2026-02-01", "2026-02-05", "2026-02-28")
    assert (rang["Résultat"], rang["Fait le"]) == ("non-conforme", "2026-02-05")
    assert (rang["Ce qui a été vu"], rang["Preuve"], rang["Action"]) == ("Palette", "photo 3", "A-2026-004")


def test_un_manque_explique_garde_sa_raison_sans_resultat() -> None:
    explique = constat("2026-03", raison="absence", explication="Formation", expliquee_le=JOUR)
    rang = colonnes(feuilles((une := verification(), suivis(une, {"2026-03": explique})))[0][3])
    assert (rang["Résultat"], rang["Fait le"], rang["Fait par"]) == ("", "", "")
    assert (rang["Raison du manque"], rang["Précision"]) == ("absence", "Formation")


def test_chaque_mois_est_dans_sa_colonne_et_chaque_taux_dit_son_n_sur_d() -> None:
    notes = {"2026-01": Resultat.CONFORME, "2026-02": Resultat.NON_CONFORME, "2026-12": Resultat.CONFORME}
    une = verification()
    lus = suivis(une, {p: constat(p, resultat=r, constat="x") for p, r in notes.items()})
    entete, rang = feuilles((une, lus))[1][:2]
    ligne = dict(zip(entete, rang, strict=True))
    assert entete[2:14] == [
        "Janvier", "Février", "Mars", "Avril", "Mai", "Juin",
        "Juillet", "Août", "Septembre", "Octobre", "Novembre", "Décembre",
    ]  # fmt: skip
    assert (ligne["Janvier"][:1], ligne["Février"][:1], ligne["Décembre"][:1]) == ("C", "X", "C")
    assert ligne["Janvier"] != ligne["Mars"]
    assert (ligne["Réalisation"], ligne["Conformité"]) == ("3/12", "2/3")


def test_ce_qui_n_etait_pas_du_n_a_pas_de_taux() -> None:
    neuve = verification(depuis=date(2026, 12, 1))
    rang = feuilles((neuve, suivis(neuve, {}, date(2026, 12, 15))), jour=date(2026, 12, 15))[1][1]
    assert rang[14:] == []


def test_le_tableau_dit_jusqu_a_quand_une_verification_est_suspendue() -> None:
    suspensions = (
        Suspension(du=date(2026, 3, 1), au=date(2026, 3, 31), raison="travaux"),
        Suspension(du=date(2026, 6, 1), raison="hall fermé"),
    )
    une = verification(suspensions=suspensions)
    entete, rang = feuilles((une, suivis(une, {})))[2]
    assert entete == [nom for nom, _ in TABLE]
    assert dict(zip(entete, rang, strict=True))["Suspensions"] == (
        "du 01/03/2026 au 31/03/2026 (travaux) ; du 01/06/2026 jusqu’à sa reprise (hall fermé)"
    )
