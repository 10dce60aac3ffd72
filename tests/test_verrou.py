"""requirements.lock is what is installed: it follows pyproject.toml, is whole, and every file in it has its imprint."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

RACINE = Path(__file__).resolve().parent.parent
TEXTE = (RACINE / "requirements.lock").read_text(encoding="utf-8")
PROJET = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DEPENDANCES = [Requirement(ligne) for ligne in PROJET["dependencies"]]
ENVIRONNEMENTS = [
    {"sys_platform": systeme, "os_name": nom, "platform_system": plateforme, "python_version": f"3.{mineure}"}
    for systeme, nom, plateforme in (("linux", "posix", "Linux"), ("win32", "nt", "Windows"))
    for mineure in (11, 12, 13, 14)
]


def blocs() -> list[str]:
    """One text per package: its line and those of its imprints."""
    return re.split(r"\n(?=\S)", TEXTE.strip())


VERROU = {canonicalize_name(bloc.split("==")[0]): Version(bloc.split("==")[1].split()[0]) for bloc in blocs()}


def voulues(exigence: Requirement, environnements: list[dict[str, str]]) -> Iterator[Requirement]:
    """What an installed package asks for in one of these environments, with the extras it is asked with."""
    for ligne in distribution(exigence.name).requires or ():
        demande = Requirement(ligne)
        if demande.marker is None or any(
            demande.marker.evaluate({**default_environment(), **environnement, "extra": extra})
            for environnement in environnements
            for extra in (exigence.extras or {""})
        ):
            yield demande


def fermeture(environnements: list[dict[str, str]]) -> list[tuple[Requirement, str]]:
    """Every requirement that installing the program brings, with who asks for it."""
    reste = [(exigence, "qualitui") for exigence in DEPENDANCES]
    trouvees: dict[str, tuple[Requirement, str]] = {}
    while reste:
        exigence, demandeur = reste.pop()
        if f"{demandeur} {exigence}" in trouvees:
            continue
        trouvees[f"{demandeur} {exigence}"] = (exigence, demandeur)
        try:
            reste += [(voulue, exigence.name) for voulue in voulues(exigence, environnements)]
        except PackageNotFoundError:
            continue  # wanted on the other system only: it must be in the lock all the same
    return list(trouvees.values())


def test_chaque_ligne_a_une_version_exacte_et_ses_empreintes() -> None:
    assert len(blocs()) > 20
    ligne = r"    --hash=sha256:[0-9a-f]{64}"
    for bloc in blocs():
        assert re.fullmatch(rf"[a-z0-9.-]+==[0-9][\w.]*( \\\n{ligne})+", bloc), bloc.splitlines()[0]


def test_aucune_adresse_n_y_est_ecrite() -> None:
    """Neither an index nor a file: where to install from is each one's own setting."""
    assert not re.search(r"://|@|--(?!hash=)", TEXTE)


@pytest.mark.parametrize("exigence", DEPENDANCES, ids=lambda exigence: exigence.name)
def test_chaque_dependance_est_au_verrou_dans_ses_bornes(exigence: Requirement) -> None:
    assert VERROU[canonicalize_name(exigence.name)] in exigence.specifier


def test_tout_ce_que_l_installation_amene_est_au_verrou() -> None:
    """Compared with the metadata of what is installed here; the bounds, where it is the version of the lock."""
    demandes = fermeture(ENVIRONNEMENTS)
    assert [f"{e} ({par})" for e, par in demandes if canonicalize_name(e.name) not in VERROU] == []
    comparables = [(e, par) for e, par in demandes if par == "qualitui" or installee_comme_au_verrou(par)]
    assert len(comparables) > len(DEPENDANCES)
    assert [f"{e} ({par})" for e, par in comparables if VERROU[canonicalize_name(e.name)] not in e.specifier] == []


def installee_comme_au_verrou(nom: str) -> bool:
    return Version(distribution(nom).version) == VERROU[canonicalize_name(nom)]


def test_rien_n_est_au_verrou_sans_etre_demande() -> None:
    demandees = {canonicalize_name(exigence.name) for exigence, _ in fermeture(ENVIRONNEMENTS)}
    assert set(VERROU) - demandees == set()
