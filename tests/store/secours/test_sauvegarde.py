"""Backups: verified, coherent while others write, saying what they hold and what they could not copy."""

from __future__ import annotations

import errno
import os
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import evoluer
from qualitui.store.contrat import Registre
from qualitui.store.secours.archive import verifier
from qualitui.store.secours.copies import Releve, copier_les_journaux
from qualitui.store.secours.inventaire import Omis, Rubrique
from qualitui.store.secours.restauration import restaurer
from qualitui.store.secours.retour import MARQUE
from qualitui.store.secours.sauvegarde import SauvegardeImpossible, en_mots, sauvegarder
from tests.store.banc import Banc, action
from tests.store.secours.atelier import copie, fichiers


def test_une_sauvegarde_restauree_est_le_meme_site_sans_les_identites(rempli: Banc) -> None:
    archive = copie(rempli)
    assert restaurer(archive, rempli.racine / "neuf").fichiers == 4
    attendus = {nom: octets for nom, octets in fichiers(rempli.dossier).items() if not nom.startswith("confidentiel")}
    rendus = fichiers(rempli.racine / "neuf")
    assert b"R-2026-001" in rendus.pop(MARQUE)
    assert rendus == attendus
    assert b"Secret" not in archive.read_bytes()


def test_avec_les_identites_seulement_quand_on_le_demande(rempli: Banc) -> None:
    archive = copie(rempli, confidentiel=True)
    assert verifier(archive).confidentiel is True
    restaurer(archive, rempli.racine / "neuf")
    restaures = fichiers(rempli.racine / "neuf")
    del restaures["numeros/R-2026/000001"]  # its case has no record: the number is given to nobody
    assert restaures == fichiers(rempli.dossier)


def test_apres_restauration_on_continue_dans_un_nouveau_fichier(rempli: Banc) -> None:
    restaurer(copie(rempli), rempli.racine / "neuf")
    ailleurs = Banc(rempli.racine)
    ailleurs.dossier = rempli.racine / "neuf"
    registre = ailleurs.ouvrir()
    registre.save(evoluer(registre.find(Action)[0], pilote="martin"))
    assert registre.reserver_numero("A-2026") == 2
    assert ailleurs.journal(k=2).is_file()
    assert list(registre.anomalies) == []
    ailleurs.fermer()


def test_une_sauvegarde_n_en_ecrase_pas_une_autre(rempli: Banc) -> None:
    archive = copie(rempli)
    avant = archive.read_bytes()
    with pytest.raises(SauvegardeImpossible, match="existe déjà"):
        copie(rempli)
    assert archive.read_bytes() == avant


def test_les_sauvegardes_ne_contiennent_pas_les_precedentes(rempli: Banc) -> None:
    for nom in ("a.zip", "b.zip"):
        sauvegarder(rempli.dossier, rempli.dossier / "sauvegardes" / nom, le=rempli.horloge.instant)
    with zipfile.ZipFile(rempli.dossier / "sauvegardes" / "b.zip") as archive:
        assert [nom for nom in archive.namelist() if "sauvegardes" in nom] == []


def test_une_sauvegarde_interrompue_ne_laisse_rien(rempli: Banc, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuser(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "plein")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", refuser)
    with pytest.raises(SauvegardeImpossible, match="le disque est plein"):
        copie(rempli)
    assert [chemin.name for chemin in rempli.racine.glob("copie*")] == []


def test_un_fichier_illisible_est_nomme(rempli: Banc, monkeypatch: pytest.MonkeyPatch) -> None:
    ouvrir = Path.open

    def interdire(chemin: Path, *arguments: Any, **options: Any) -> Any:
        if chemin.name == "site.toml":
            raise PermissionError(errno.EACCES, "refusé")
        return ouvrir(chemin, *arguments, **options)

    monkeypatch.setattr(Path, "open", interdire)
    bilan = sauvegarder(rempli.dossier, rempli.racine / "copie.zip", le=rempli.horloge.instant)
    assert bilan.omis == (Omis("site.toml", "l’accès est refusé, ou un autre programme le tient ouvert"),)
    assert not bilan.complete
    assert verifier(bilan.chemin).omis == bilan.omis


def test_une_sauvegarde_pendant_que_d_autres_ecrivent_est_coherente(rempli: Banc) -> None:
    arret = threading.Event()

    def ecrire(registre: Registre, rang: int) -> None:
        while not arret.is_set():
            registre.poll()
            fiche = registre.find(Action)[0]
            registre.add(action(f"A-{rang}", causes=fiche.id))

    fils = [
        threading.Thread(target=ecrire, args=(rempli.ouvrir(login), rang))
        for rang, login in enumerate(("durand", "petit"))
    ]
    for fil in fils:
        fil.start()
    archives = [copie(rempli, f"{rang}.zip") for rang in range(5)]
    arret.set()
    for fil in fils:
        fil.join()
    for rang, archive in enumerate(archives):
        restaurer(archive, rempli.racine / f"neuf{rang}")
        relu = Banc(rempli.racine)
        relu.dossier = rempli.racine / f"neuf{rang}"
        assert list(relu.ouvrir("lecteur").anomalies) == []
        relu.fermer()


def test_un_journal_en_avance_sur_un_autre_fait_avancer_l_autre(banc: Banc, monkeypatch: pytest.MonkeyPatch) -> None:
    """durand's journal is copied first, then martin's, which has seen a line of durand written in between."""
    durand, martin = banc.ouvrir("durand"), banc.ouvrir("martin")
    durand.add(action("A-1"))
    martin.add(action("A-1"))
    ouvrir, noms = Path.open, ["2026/poste~durand~1.jsonl", "2026/poste~martin~1.jsonl"]
    lus: list[str] = []

    def entre_temps(chemin: Path, *arguments: Any, **options: Any) -> Any:
        if chemin == banc.journal("martin") and not lus:
            lus.append(chemin.name)
            durand.add(action("A-2"))
            martin.poll()
            martin.add(action("A-3"))
            durand.add(action("A-4"))
        return ouvrir(chemin, *arguments, **options)

    monkeypatch.setattr(Path, "open", entre_temps)
    assert copier_les_journaux(banc.dossier / "registre", noms, banc.racine / "copies", Releve([])) == noms
    assert [(banc.racine / "copies" / nom).read_bytes().count(b"\n") for nom in noms] == [2, 2]


@pytest.mark.parametrize(("nom", "phrase"), [("copie", "finit par .zip"), ("é" * 300 + ".zip", "trop long")])
def test_un_nom_qui_ne_convient_pas_est_refuse_et_rien_n_est_ecrit(
    rempli: Banc, tmp_path: Path, nom: str, phrase: str
) -> None:
    dossier = tmp_path / "ailleurs"
    with pytest.raises(SauvegardeImpossible, match=phrase):
        sauvegarder(rempli.dossier, dossier / nom, le=rempli.horloge.instant)
    assert not list(dossier.glob("*"))


# --- what it holds, and what it could not copy ----------------------------------------------------------------------


def test_elle_dit_ce_qu_elle_contient(rempli: Banc) -> None:
    registre = rempli.ouvrir()
    fiche = registre.add(action("A-2026-009"))
    registre.remove(fiche)
    for nom in ("documents/semaine.docx", "documents/.ecrits/x/y", "modeles/revue.docx"):
        (rempli.dossier / nom).parent.mkdir(parents=True, exist_ok=True)
        (rempli.dossier / nom).write_bytes(b"x")
    bilan = sauvegarder(rempli.dossier, rempli.racine / "c.zip", le=rempli.horloge.instant)
    contenu = bilan.contenu
    assert (contenu.fiches, contenu.ecritures) == (1, 3)
    assert contenu.journaux == Rubrique(2, 2)
    assert contenu.numeros == contenu.documents == contenu.modeles == Rubrique(1, 1)
    assert contenu.identites == Rubrique(0, 1)
    assert contenu.autres == Rubrique(3, 3)
    assert verifier(bilan.chemin).contenu == contenu
    dit = "1 fiche, 2 journaux (3 écritures), 1 numéro, 1 document, 1 modèle, sans le dossier confidentiel"
    assert en_mots(bilan).replace("\u00a0", " ").endswith(dit)


def test_avec_les_identites_elle_dit_combien(rempli: Banc) -> None:
    bilan = sauvegarder(rempli.dossier, rempli.racine / "c.zip", le=rempli.horloge.instant, confidentiel=True)
    assert bilan.contenu.identites == Rubrique(1, 1)
    assert en_mots(bilan).endswith("avec le dossier confidentiel (1\u00a0dossier)")
    assert bilan.chemin.stat().st_mode & 0o077 == 0


def _fermer(monkeypatch: pytest.MonkeyPatch, *dossiers: Path) -> None:
    """These folders refuse to be listed: the tests may run as root, whom no right stops."""
    lister = os.scandir

    def refuser(chemin: Any = ".") -> Any:
        if not isinstance(chemin, int) and Path(os.fspath(chemin)) in dossiers:
            raise PermissionError(errno.EACCES, "refusé", str(chemin))
        return lister(chemin)

    monkeypatch.setattr(os, "scandir", refuser)


@pytest.mark.parametrize(
    ("lieu", "rubrique", "obtenu", "dit"),
    [
        ("confidentiel", "identites", Rubrique(0, None), "du dossier confidentiel, 0 dossier (sur un nombre inconnu)"),
        ("confidentiel/R-2026-001", "identites", Rubrique(1, 2), "du dossier confidentiel, 1 sur 2 dossiers"),
        ("confidentiel/R-2026-001/pieces", "identites", Rubrique(1, 2), "du dossier confidentiel, 1 sur 2 dossiers"),
        ("numeros", "numeros", Rubrique(0, None), "0 numéro sur un nombre inconnu"),
        ("numeros/A-2026", "numeros", Rubrique(0, None), "0 numéro sur un nombre inconnu"),
        ("documents/2025", "documents", Rubrique(0, None), "0 document sur un nombre inconnu"),
        ("registre/2025", "journaux", Rubrique(1, None), "1 journal sur un nombre inconnu"),
        ("autre", "autres", Rubrique(2, None), ""),
    ],
)
def test_un_dossier_ferme_est_nomme_et_le_reste_copie(
    rempli: Banc, monkeypatch: pytest.MonkeyPatch, lieu: str, rubrique: str, obtenu: Rubrique, dit: str
) -> None:
    second = rempli.dossier / "confidentiel" / "R-2026-002"
    second.mkdir()
    (second / "identite-1.json").write_text("{}", encoding="utf-8")
    (rempli.dossier / lieu).mkdir(parents=True, exist_ok=True)
    _fermer(monkeypatch, rempli.dossier / lieu)
    bilan = sauvegarder(rempli.dossier, rempli.racine / "c.zip", le=rempli.horloge.instant, confidentiel=True)
    assert [omis.lieu for omis in bilan.omis] == [f"{lieu}/"]
    assert getattr(bilan.contenu, rubrique) == obtenu
    assert dit in en_mots(bilan).replace("\u00a0", " ")
    assert not verifier(bilan.chemin).complete
    assert not list(rempli.racine.glob("*.partiel"))


NOMS = [b"caf\xe9.docx", b"a\\b.docx", b"note: x.docx", b"nul.txt", b"fin.", b"deux\nlignes.txt", b"\x1b[31m.txt"]


@pytest.mark.skipif(os.name == "nt", reason="Windows refuse ces noms lui-même")
def test_les_noms_qu_un_poste_ne_pourrait_pas_ecrire_sont_dits_et_passes(rempli: Banc) -> None:
    documents = rempli.dossier / "documents"
    documents.mkdir()
    (documents / "bon.docx").write_bytes(b"bon")
    for nom in NOMS:
        Path(os.fsdecode(os.path.join(os.fsencode(documents), nom))).write_bytes(b"x")
    os.mkdir(os.path.join(os.fsencode(documents), b"dossier \xff"))
    (documents / "lien").symlink_to(documents / "nulle part")
    (documents / "boucle").symlink_to(documents)
    bilan = sauvegarder(rempli.dossier, rempli.racine / "c.zip", le=rempli.horloge.instant)
    assert len(bilan.omis) == len(NOMS) + 3
    assert bilan.contenu.documents.obtenus == 1
    for omis in bilan.omis:
        assert omis.lieu.isprintable()
        assert omis.raison
    assert "documents/dossier \ufffd/" in [omis.lieu for omis in bilan.omis]
    assert restaurer(bilan.chemin, rempli.racine / "neuf").fichiers == bilan.fichiers


def test_un_journal_illisible_est_nomme_et_les_autres_copies(rempli: Banc, monkeypatch: pytest.MonkeyPatch) -> None:
    """martin has seen durand's lines: the copy of durand's is not waited for."""
    rempli.ouvrir("durand").add(action("A-2"))
    martin = rempli.ouvrir("martin2")
    martin.add(action("A-3"))
    ouvrir = Path.open

    def interdire(chemin: Path, *arguments: Any, **options: Any) -> Any:
        if "durand" in chemin.name and rempli.dossier in chemin.parents:
            raise PermissionError(errno.EACCES, "refusé")
        return ouvrir(chemin, *arguments, **options)

    monkeypatch.setattr(Path, "open", interdire)
    bilan = sauvegarder(rempli.dossier, rempli.racine / "c.zip", le=rempli.horloge.instant)
    assert [omis.lieu for omis in bilan.omis] == ["registre/2026/poste~durand~1.jsonl"]
    assert bilan.contenu.journaux == Rubrique(2, 3)


def test_sans_un_journal_lisible_rien_n_est_fait(rempli: Banc, monkeypatch: pytest.MonkeyPatch) -> None:
    _fermer(monkeypatch, rempli.dossier / "registre" / "2026")
    with pytest.raises(SauvegardeImpossible, match="aucun journal"):
        copie(rempli)
    assert not list(rempli.racine.glob("copie*"))


@pytest.mark.parametrize("erreur", [KeyboardInterrupt, UnicodeEncodeError("utf-8", "x", 0, 1, "x"), MemoryError])
def test_quoi_qui_l_arrete_elle_ne_laisse_rien(rempli: Banc, monkeypatch: pytest.MonkeyPatch, erreur: Any) -> None:
    def arreter(*_: object, **__: object) -> None:
        raise erreur

    monkeypatch.setattr(zipfile.ZipFile, "writestr", arreter)
    with pytest.raises(BaseException):  # noqa: B017, PT011
        copie(rempli)
    assert not list(rempli.racine.glob("copie*"))


def test_celle_de_donnees_abimees_le_porte(rempli: Banc) -> None:
    bilan = sauvegarder(rempli.dossier, rempli.racine / "c.zip", le=rempli.horloge.instant, degats="Un journal manque.")
    assert verifier(bilan.chemin).degats == "Un journal manque."
    assert not verifier(bilan.chemin).saine


def test_d_un_registre_vide_abime_rien_n_est_fait(rempli: Banc) -> None:
    rempli.fermer()
    rempli.journal().write_bytes(bytes(500))
    with pytest.raises(SauvegardeImpossible, match="plus une écriture ne se lit"):
        sauvegarder(rempli.dossier, rempli.racine / "c.zip", le=rempli.horloge.instant, degats="Rempli de zéros.")


def test_elle_ne_se_contient_pas_elle_meme(rempli: Banc) -> None:
    (rempli.dossier / "documents").mkdir(exist_ok=True)
    bilan = sauvegarder(rempli.dossier, rempli.dossier / "documents" / "c.zip", le=rempli.horloge.instant)
    assert bilan.contenu.documents.obtenus == 0
