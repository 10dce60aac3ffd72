"""Plant names, use all that writes, then read every byte outside confidentiel/: archives and documents opened."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualitui.cli import main

NOM, ADRESSE, COURRIEL, TELEPHONE = "Jeanne Zyxw", "3 rue Plantée", "jeanne@zyxw.example", "06 55 44 33 22"
TEXTE = "Je me plains du guichet, et je signe"
SECRETS = ("Zyxw", "Plantée", "zyxw.example", TELEPHONE, "plains du guichet")
IDENTITE = ("--identite", NOM, "--adresse", ADRESSE, "--courriel", COURRIEL, "--telephone", TELEPHONE, "--texte", TEXTE)
ENTREE = ("--canal", "courriel-generique", "--recue", "2026-01-31", "--nature", "reclamation", "--motif", "telephone")

ATTENTE = ("--le", "2026-02-20", "--interlocuteur", "daa", "--nouvelle-date", "2026-03-10")

GESTES: tuple[tuple[str, ...], ...] = (
    ("reclamation", "ajouter", *ENTREE, "--objet", "Standard muet", *IDENTITE),
    ("reclamation", "ajouter", *ENTREE, "--objet", "Standard muet encore", *IDENTITE),
    ("reclamation", "ajouter", *ENTREE),
    ("reclamation", "identifier", "R-2026-003", *IDENTITE),
    ("courrier", "R-2026-001", "accuse", "--le", "2026-02-02"),
    ("reclamation", "attendre", "R-2026-001", *ATTENTE),
    ("courrier", "R-2026-001", "reponse", "--le", "2026-03-02"),
    ("reclamation", "clore", "R-2026-001", "--motif", "repondue"),
    ("reclamation", "action", "R-2026-001", "R-2026-002", "R-2026-003", "--pilote", "daa"),
    ("reclamation", "modifier", "R-2026-002", "--objet", "Standard injoignable"),
    ("annuler",),
    ("trimestre", "ouvrir", "2026-T1"),
    ("sauvegarder",),
)
LECTURES: tuple[tuple[str, ...], ...] = (
    ("reclamation", "lister"),
    ("reclamation", "voir", "R-2026-001"),
    ("reclamation", "statistiques"),
    ("reclamation", "repetitions", "--toutes"),
    ("historique", "R-2026-001"),
    ("action", "lister"),
    ("semaine",),
    ("info",),
)


@pytest.fixture
def dossier(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A site where everything was done on three cases whose identities are planted."""
    site = tmp_path / "site"
    assert main(["init", str(site), "--nom", "EPS témoin"]) == 0
    for geste in (*GESTES, ("revue", "2026", "-o", str(site / "documents" / "revue.docx"))):
        assert main(["--site", str(site), *geste]) == 0, (geste, capsys.readouterr())
    return site


def contenus(chemin: Path, octets: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes of a file, and those of what it holds when it is an archive or a document."""
    yield str(chemin), octets
    if octets[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            for nom in archive.namelist():
                yield from contenus(chemin / nom, archive.read(nom))


def ecrits(*racines: Path) -> Iterator[tuple[str, bytes]]:
    for racine in racines:
        for fichier in sorted(racine.rglob("*")):
            if fichier.is_file():
                yield from contenus(fichier, fichier.read_bytes())


def test_aucune_identite_hors_de_confidentiel(dossier: Path) -> None:
    """Journals, numbers, documents, backup, review, local cache and state; the letters are in confidentiel/."""
    fuites: list[str] = []
    tenus: list[str] = []
    vus: list[str] = []
    for nom, octets in ecrits(dossier, Path(os.environ["QUALITUI_ETAT_LOCAL"])):
        vus.append(nom)
        if any(secret.encode() in octets or secret.encode("utf-16-le") in octets for secret in SECRETS):
            (tenus if f"{dossier}/confidentiel/" in nom else fuites).append(nom)
    assert fuites == []
    assert [nom for nom in tenus if nom.endswith("reponse.docx/word/document.xml")]
    for attendu in ("revue.docx/word/document.xml", ".jsonl", ".zip/site.toml"):
        assert [nom for nom in vus if attendu in nom], attendu
    assert not [nom for nom in vus if ".zip/confidentiel" in nom]


def test_aucune_identite_ne_s_affiche_sans_qu_on_la_demande(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    for lecture in LECTURES:
        for options in ((), ("--json",)):
            assert main(["--site", str(dossier), *lecture, *options]) == 0
            sortie = capsys.readouterr()
            assert not [secret for secret in SECRETS if secret in sortie.out + sortie.err], lecture
    assert main(["--site", str(dossier), "reclamation", "voir", "R-2026-001", "--identite"]) == 0
    assert "Zyxw" in capsys.readouterr().out
