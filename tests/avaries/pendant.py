"""What happens while the program works: the share goes, the disk fills up, its own tables are broken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

from qualitui.cli.donnees import diagnostic
from qualitui.store.site import referentiels, ressources
from qualitui.store.site import site as sites
from tests.avaries.lieu import Lieu


@contextmanager
def _une_fois_ouvert(partir: Callable[[], object]) -> Iterator[None]:
    """Whoever opens the site, whole or to examine it, sees `partir` happen at once."""

    def puis(ouvrir: Callable[..., Any]) -> Callable[..., Any]:
        def ouvrir_puis(*arguments: object, **options: object) -> Any:
            site = ouvrir(*arguments, **options)
            partir()
            return site

        return ouvrir_puis

    with (
        patch.object(sites, "ouvrir", puis(sites.ouvrir)),
        patch.object(diagnostic, "ouvrir_pour_examiner", puis(sites.ouvrir_pour_examiner)),
    ):
        yield


@contextmanager
def _parti(dossier: Path) -> Iterator[None]:
    cache = dossier.with_name(f"{dossier.name}-parti")

    def partir() -> None:
        if not cache.exists():
            dossier.rename(cache)

    try:
        with _une_fois_ouvert(partir):
            yield
    finally:
        if cache.exists():
            if dossier.exists():
                shutil.rmtree(dossier)
                cache.rename(dossier)
                raise AssertionError(f"{dossier.name} a été refait à la place de celui qui était parti")
            cache.rename(dossier)


def partage_parti(lieu: Lieu) -> Any:
    return _parti(lieu.site)


def registre_parti(lieu: Lieu) -> Any:
    return _parti(lieu.site / "registre")


@contextmanager
def plus_un_octet(lieu: Lieu) -> Iterator[None]:
    """No file takes a byte more: what the system says then is read like a full disk."""
    import resource

    souple, dur = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, dur))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (souple, dur))


def peut_monter() -> bool:
    """Whether this account may make a small disk."""
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("mount") is not None


@contextmanager
def petit_disque(lieu: Lieu) -> Iterator[None]:
    """The site is on a disk of two megabytes, full to the last page."""
    cote = lieu.dossier / "cote"
    shutil.copytree(lieu.site, cote)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(lieu.site)], check=True)
    bourre = lieu.site / "bourre.bin"
    try:
        shutil.copytree(cote, lieu.site, dirs_exist_ok=True)
        with suppress(OSError), bourre.open("wb", buffering=0) as flux:
            while flux.write(bytes(4096)):
                pass
        yield
    finally:
        bourre.unlink(missing_ok=True)
        shutil.rmtree(cote)
        reste = lieu.dossier / "reste"
        shutil.copytree(lieu.site, reste)
        subprocess.run(["umount", str(lieu.site)], check=True)
        shutil.rmtree(lieu.site)
        reste.rename(lieu.site)


@contextmanager
def donnees_abimees(lieu: Lieu, change: Callable[[Path], object]) -> Iterator[None]:
    """The program's own folder of tables, its référentiel damaged."""
    copie = lieu.dossier / "data"
    shutil.rmtree(copie, ignore_errors=True)
    shutil.copytree(ressources.donnees(), copie)
    change(copie / referentiels.FICHIERS_REFERENTIELS["EPS-2023"])
    _oublier()
    try:
        with patch.object(ressources, "donnees", lambda: copie):
            yield
    finally:
        _oublier()


def _oublier() -> None:
    """What this process read once for all."""
    for module in [m for nom, m in sys.modules.items() if nom.startswith("qualitui.") and m is not None]:
        for valeur in list(vars(module).values()):
            if callable(vider := getattr(valeur, "cache_clear", None)):
                with suppress(TypeError):
                    vider()
