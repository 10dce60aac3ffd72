"""site.toml comes whole: a disk that fills up leaves it, and the copy of what it said before, as they were."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qualitui.domain.base import evoluer
from qualitui.store.site.fichier import lire_reglages
from qualitui.store.site.reglages import ecrire_reglages
from qualitui.store.site.site import Site


def fichiers(site: Site) -> dict[str, bytes]:
    return {chemin.name: chemin.read_bytes() for chemin in site.dossier.glob("site.toml*")}


def test_ce_qui_etait_ecrit_est_garde_a_cote(site: Site) -> None:
    avant = (site.dossier / "site.toml").read_bytes()
    ecrire_reglages(site.dossier / "site.toml", evoluer(site.reglages, nom="EPS Alésia"))
    assert lire_reglages(site.dossier).nom == "EPS Alésia"
    assert fichiers(site)["site.toml.avant"] == avant
    assert len(fichiers(site)) == 2


def test_un_disque_plein_ne_touche_a_rien(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    ecrire_reglages(site.dossier / "site.toml", evoluer(site.reglages, nom="EPS Alésia"))
    avant = fichiers(site)

    def plein(_: int) -> None:
        raise OSError(28, "plein")

    monkeypatch.setattr(os, "fsync", plein)
    with pytest.raises(OSError, match="plein"):
        ecrire_reglages(site.dossier / "site.toml", evoluer(site.reglages, nom="EPS Bercy"))
    assert fichiers(site) == avant


def test_un_remplacement_refuse_s_ecrit_sur_place(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuser(*_: object) -> None:
        raise PermissionError(13, "pris")

    monkeypatch.setattr(Path, "replace", refuser)
    ecrire_reglages(site.dossier / "site.toml", evoluer(site.reglages, nom="EPS Bercy"))
    assert lire_reglages(site.dossier).nom == "EPS Bercy"
    assert len(fichiers(site)) == 2


@pytest.mark.parametrize("remplacer", [True, False])
def test_des_reglages_changes_sans_que_leur_date_bouge_sont_vus(site: Site, remplacer: bool) -> None:
    """A copy put back with its date, a clock that says the same second: the size or the file itself still tell."""
    fichier = site.dossier / "site.toml"
    site.guetter_reglages()
    date_d_avant = fichier.stat()
    texte = fichier.read_text(encoding="utf-8")
    if remplacer:
        neuf = fichier.with_name("neuf.toml")
        neuf.write_text(texte.replace("EPS d’essai", "EPS d’ESSAI"), encoding="utf-8")
        neuf.replace(fichier)
    else:
        fichier.write_text(texte.replace("EPS d’essai", "EPS Bercy"), encoding="utf-8")
    os.utime(fichier, ns=(date_d_avant.st_atime_ns, date_d_avant.st_mtime_ns))
    assert site.guetter_reglages() is not None
    assert site.reglages.nom == ("EPS d’ESSAI" if remplacer else "EPS Bercy")
