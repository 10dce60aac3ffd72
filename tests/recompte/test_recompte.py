"""Every figure of the demonstration's review counted again from the bare journals: three seeds, two days.

On the first day the year is over and N-1 was published on paper; on the second it runs, some cases are not due yet,
and N-1 stops on the same day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from qualitui.cli import main
from qualitui.demonstration.site import fabriquer
from qualitui.operations.indicateurs import comptages
from qualitui.store.site.site import Site, ouvrir
from tests.recompte import regles
from tests.recompte.calendrier import Ouvertures, audits, butoir, un_mois_apres
from tests.recompte.compte import Compte, Vue
from tests.recompte.journal import Record, lire
from tests.recompte.regles import Recompte

# One worker makes the six sites (`--dist loadgroup`).
pytestmark = pytest.mark.xdist_group("recompte")

ANNEE = "2025"
CAS = [(graine, jour) for jour in ("2026-03-02", "2025-10-20") for graine in (1, 2, 3)]


@dataclass
class Cas:
    """A demonstration, what its review says, and the means to count it again."""

    dossier: Path
    jour: str
    revue: dict[str, Any]
    publiee: dict[str, Record]
    recompte: Recompte
    definitions: list[dict[str, Any]]

    @property
    def chiffres(self) -> dict[str, Record]:
        return {chiffre["code"]: chiffre for chiffre in self.revue["chiffres"]}

    def vue(self, code: str) -> Vue:
        fin = self.jour if code in regles.STOCKS else min(self.jour, f"{ANNEE}-12-31")
        return Vue(f"{ANNEE}-01-01", fin, self.jour)

    def compter(self, code: str) -> Compte:
        if code == "IND-01":
            return self.recompte.atteints_de(self.compter)
        return self.recompte.compter(code, self.vue(code))

    def compter_avant(self, code: str) -> Compte:
        if code == "IND-01":
            return self.recompte.atteints_de(self.compter_avant)
        return self.recompte.compter_avant(code, self.vue(code))


@pytest.fixture(scope="module", params=CAS, ids=lambda cas: f"{cas[1]}-{cas[0]}")
def cas(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cas]:
    graine, jour = request.param
    dossier = tmp_path_factory.mktemp("recompte") / "site"
    with pytest.MonkeyPatch.context() as lieu:
        lieu.setenv("QUALITUI_ETAT_LOCAL", str(dossier.parent / "etat"))
        lieu.setenv("QUALITUI_DATE", jour)
        fabriquer(dossier, jour=date.fromisoformat(jour), graine=graine)
        tables = lire(dossier)
        publiee = next((r["chiffres"] for r in tables["revues"] if r["annee"] == 2024 and r.get("chiffres")), {})
        yield Cas(
            dossier,
            jour,
            _dire(dossier, dossier.parent / "revue.json", "revue", ANNEE, "voir"),
            {chiffre["code"]: chiffre for chiffre in _chiffres(publiee)},
            Recompte(tables, Ouvertures.de(dossier), audits(dossier)),
            _dire(dossier, dossier.parent / "page.json", "comptage"),
        )


def _dire(dossier: Path, vers: Path, *arguments: str) -> Any:
    """What a command says in JSON."""
    with vers.open("w", encoding="utf-8") as sortie, pytest.MonkeyPatch.context() as lieu:
        lieu.setattr("sys.stdout", sortie)
        assert main(["--site", str(dossier), *arguments, "--json"]) == 0
    return json.loads(vers.read_text(encoding="utf-8"))


def _chiffres(publiee: Record) -> Iterator[Record]:
    """The traced figures that a frozen review keeps."""
    for partie in ("synthese", "ecoute", "equipes", "verifications", "actions"):
        yield from publiee.get(partie, [])
    yield from (ligne["chiffre"] for ligne in publiee.get("indicateurs", []))
    yield from (ligne["decide_par"] for ligne in publiee.get("engagements", []) if ligne.get("decide_par"))


def _nombres(compte: Compte) -> tuple[float | None, float | None]:
    n, d = compte.fraction
    return None if n is None else float(n), None if d is None else float(d)


def _ouvrir(cas: Cas) -> Site:
    return ouvrir(
        cas.dossier, maintenant=lambda: datetime(2026, 3, 2, 9, tzinfo=UTC), poste="poste-test", login="direction"
    )


def test_chaque_chiffre_se_recompte_par_ses_fiches_et_ses_exclusions(cas: Cas) -> None:
    """`qualitui comptage`: numerator, denominator, what is counted, what is left out and why, what is not due yet."""
    site, jour = _ouvrir(cas), date.fromisoformat(cas.jour)
    codes = [une["code"] for une in cas.definitions] + [une["indicateur"] for une in cas.definitions]
    fenetres = [
        (f"{ANNEE}-01-01", min(cas.jour, f"{ANNEE}-12-31")),
        (f"{ANNEE}-01-01", cas.jour),
        (f"{ANNEE}-04-10", f"{ANNEE}-06-20"),
    ]
    for du, au in dict.fromkeys(fenetres):
        for code in dict.fromkeys(filter(None, codes)):
            dit = comptages.compter(site, code, du=date.fromisoformat(du), au=date.fromisoformat(au), jour=jour)
            mien = cas.recompte.compter(code, Vue(du, au, cas.jour))
            ou = (code, du, au)
            assert (dit.numerateur, dit.denominateur) == _nombres(mien), ou
            assert sorted(dit.au_numerateur + dit.reste) == sorted(mien.oui + mien.non), ou
            if mien.mesure is None:
                assert sorted(dit.au_numerateur) == sorted(mien.oui), ou
            assert sorted(dit.exclues) == sorted(mien.exclues), ou
            assert sorted(dit.pas_encore_echues) == sorted(mien.pas_encore), ou
    site.fermer()


def test_la_commande_dit_le_meme_chiffre_que_le_recompte(cas: Cas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALITUI_DATE", cas.jour)
    du, au = f"{ANNEE}-01-01", min(cas.jour, f"{ANNEE}-12-31")
    for code in ("ECO-03", "ECO-13", "VER-04", "ACT-06", "IND-01"):
        dit = _dire(cas.dossier, cas.dossier.parent / "un.json", "comptage", code, "--du", du, "--au", au)
        mien = cas.recompte.compter(code, Vue(du, au, cas.jour))
        assert (dit["numerateur"], dit["denominateur"]) == _nombres(mien), code
        assert sorted(dit["retenues"]) == sorted(mien.oui + mien.non), code
        assert sorted(map(tuple, dit["exclues"])) == sorted(mien.exclues), code
        assert sorted(dit["pas_encore_echues"]) == sorted(mien.pas_encore), code


def test_chaque_chiffre_de_la_revue_se_recompte(cas: Cas) -> None:
    assert len(cas.chiffres) > 55
    for code, chiffre in cas.chiffres.items():
        mien = cas.compter(code)
        assert (chiffre["numerateur"], chiffre["denominateur"]) == _nombres(mien), code
        assert chiffre["pas_encore_echues"] == len(mien.pas_encore), code
        assert chiffre["nombre_de_sources"] == len(set(mien.oui + mien.non)), code


def test_l_an_passe_est_ce_qui_fut_publie_ou_se_recompte(cas: Cas) -> None:
    """N-1: published once the year is over; the same span, with what was known then, while it runs."""
    entiere = cas.jour > f"{ANNEE}-12-31"
    for code, chiffre in cas.chiffres.items():
        precedent = chiffre["precedent"] or {"numerateur": None, "denominateur": None}
        if entiere and code in cas.publiee:
            publie = cas.publiee[code]
            assert chiffre["n_1"] == publie.get("n", "non mesuré"), code
            assert precedent["numerateur"] == publie.get("numerateur"), code
            continue
        n, d = _nombres(cas.compter_avant(code))
        attendu = (None, None) if n is None or d == 0 else (n, d)
        assert (precedent["numerateur"], precedent["denominateur"]) == attendu, code
        assert (chiffre["n_1"] == "non mesuré") is (attendu[0] is None), code


def test_les_butoirs_figes_sont_ceux_d_un_calendrier_refait_a_la_main(cas: Cas) -> None:
    vus = 0
    for dossier in cas.recompte.tables["reclamations"]:
        if dossier.get("echeance"):
            figee = dossier["echeance"]
            assert figee["quantieme"] == un_mois_apres(dossier["recue_le"]), dossier["reference"]
            assert figee["butoir"] == butoir(figee["quantieme"]), dossier["reference"]
            vus += 1
    assert vus > 80


def test_le_recompte_connait_chaque_chiffre_de_la_page(cas: Cas) -> None:
    """A figure added to the program is asked to be counted again here."""
    saisis = {type_["code"] for type_ in regles.types() if type_["calcul"] != "automatique"}
    assert {une["code"] for une in cas.definitions} == set(regles.FIGURES) | saisis | {"IND-01"}
    assert {une["indicateur"]: une["code"] for une in cas.definitions if une["indicateur"]} == regles.AUSSI | {
        code: code for code in regles.FIGURES if code.startswith("I-")
    }
    stocks = {une["code"] for une in cas.definitions if "le dernier jour de la période" in une["definition"]}
    assert stocks == {code for code in regles.STOCKS if not code.startswith(("I-", "REV-"))}
