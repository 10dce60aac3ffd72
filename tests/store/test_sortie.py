"""What people wrote at a place is never overwritten: equal bytes are replaced, others copied, strangers asked about."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qualitui.store import sortie as module
from qualitui.store.sortie import DocumentOuvert, FichierEtranger, SortieImpossible, Sorties, poser_neuf

COPIE = "semaine (copie du 2026-03-02 14h05).docx"
GARDEE = "Le fichier qui était là est gardé à côté, sous le nom «\u00a0{}\u00a0»."


def _maintenant() -> datetime:
    return datetime(2026, 3, 2, 14, 5, tzinfo=UTC)


@pytest.fixture
def racine(tmp_path: Path) -> Path:
    (tmp_path / "site" / "documents").mkdir(parents=True)
    (tmp_path / "bureau").mkdir()
    return tmp_path / "site"


@pytest.fixture
def sorties(racine: Path) -> Sorties:
    return Sorties(racine, _maintenant)


@pytest.fixture(params=["documents", "../bureau"])
def fichier(racine: Path, request: pytest.FixtureRequest) -> Path:
    """A document in the folder of the site, then outside of it."""
    return racine / request.param / "semaine.docx"


def noms(fichier: Path) -> list[str]:
    return sorted(nom for nom in os.listdir(fichier.parent) if nom != ".ecrits")


def test_un_document_se_remplace_sans_rien_dire_tant_que_personne_n_y_touche(sorties: Sorties, fichier: Path) -> None:
    for octets in (b"un", b"deux", b"deux", b"un"):
        sorties.ecrire(octets, fichier)
        assert fichier.read_bytes() == octets
    assert noms(fichier) == ["semaine.docx"]
    assert sorties.dites() == []


def test_ce_que_les_gens_y_ont_fait_est_garde_et_dit_une_fois(sorties: Sorties, fichier: Path) -> None:
    sorties.ecrire(b"un", fichier)
    fichier.write_bytes(b"un, et une image")
    sorties.ecrire(b"deux", fichier)
    assert (fichier.read_bytes(), fichier.with_name(COPIE).read_bytes()) == (b"deux", b"un, et une image")
    assert sorties.dites() == [GARDEE.format(COPIE)]
    assert sorties.dites() == []


def test_une_copie_n_en_remplace_jamais_une_autre(sorties: Sorties, fichier: Path) -> None:
    sorties.ecrire(b"un", fichier)
    for retouche in (b"a", b"b", b"c"):
        fichier.write_bytes(retouche)
        sorties.ecrire(b"un", fichier)
    copies = [fichier.with_name(COPIE.replace("05)", fin)) for fin in ("05)", "05, 2)", "05, 3)")]
    assert [copie.read_bytes() for copie in copies] == [b"a", b"b", b"c"]


def test_trop_de_copies_dans_la_minute_arretent_et_laissent_tout(
    sorties: Sorties, fichier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "COPIES", 1)
    sorties.ecrire(b"un", fichier)
    fichier.write_bytes(b"a")
    sorties.ecrire(b"un", fichier)
    fichier.write_bytes(b"b")
    with pytest.raises(SortieImpossible, match="Trop de copies"):
        sorties.ecrire(b"un", fichier)
    assert fichier.read_bytes() == b"b"
    assert noms(fichier) == [COPIE, "semaine.docx"]


def test_un_fichier_que_le_programme_n_a_pas_ecrit_est_laisse_intact(sorties: Sorties, fichier: Path) -> None:
    fichier.write_bytes(b"mes notes")
    for geste in (lambda: sorties.exiger(fichier), lambda: sorties.ecrire(b"un", fichier)):
        with pytest.raises(FichierEtranger, match="est déjà là et qualitui ne l’a pas écrit"):
            geste()
    assert fichier.read_bytes() == b"mes notes"
    assert noms(fichier) == ["semaine.docx"]


def test_un_oui_vaut_pour_ce_fichier_et_en_garde_une_copie(sorties: Sorties, fichier: Path) -> None:
    autre = fichier.with_name("autre.docx")
    for etranger in (fichier, autre):
        etranger.write_bytes(b"mes notes")
    with pytest.raises(FichierEtranger) as demande:
        sorties.ecrire(b"un", fichier)
    demande.value.croire()
    sorties.exiger(fichier)
    sorties.ecrire(b"un", fichier)
    assert (fichier.read_bytes(), fichier.with_name(COPIE).read_bytes()) == (b"un", b"mes notes")
    assert sorties.dites() == [GARDEE.format(COPIE)]
    with pytest.raises(FichierEtranger):
        sorties.ecrire(b"un", autre)


def test_qui_a_dit_quand_meme_n_est_plus_interroge(sorties: Sorties, fichier: Path) -> None:
    fichier.write_bytes(b"mes notes")
    sorties.croire()
    sorties.ecrire(b"un", fichier)
    assert fichier.with_name(COPIE).read_bytes() == b"mes notes"


def test_ce_qu_un_autre_poste_a_ecrit_est_reconnu(sorties: Sorties, racine: Path, fichier: Path) -> None:
    sorties.ecrire(b"un", fichier)
    autre = Sorties(racine, _maintenant)
    autre.ecrire(b"deux", fichier)
    sorties.ecrire(b"trois", fichier)
    assert noms(fichier) == ["semaine.docx"]
    assert autre.dites() + sorties.dites() == []


def test_un_site_deplace_reconnait_ses_documents(sorties: Sorties, racine: Path) -> None:
    sorties.ecrire(b"un", racine / "documents" / "semaine.docx")
    ailleurs = racine.with_name("ailleurs")
    shutil.move(racine, ailleurs)
    Sorties(ailleurs, _maintenant).ecrire(b"deux", ailleurs / "documents" / "semaine.docx")
    assert noms(ailleurs / "documents" / "x") == ["semaine.docx"]


def test_le_meme_fichier_se_reconnait_par_un_autre_chemin(sorties: Sorties, racine: Path) -> None:
    sorties.ecrire(b"un", racine / "documents" / "semaine.docx")
    sorties.ecrire(b"deux", racine / "documents" / ".." / "documents" / "semaine.docx")
    assert sorties.dites() == []


def test_un_document_recopie_sous_un_autre_nom_est_a_qui_l_a_recopie(sorties: Sorties, fichier: Path) -> None:
    sorties.ecrire(b"un", fichier)
    archive = fichier.with_name("semaine de mars.docx")
    shutil.copy(fichier, archive)
    with pytest.raises(FichierEtranger):
        sorties.ecrire(b"deux", archive)


def test_ce_qui_est_a_garder_laisse_une_copie_meme_sans_retouche(sorties: Sorties, fichier: Path) -> None:
    sorties.ecrire(b"signe", fichier, a_garder=True)
    assert not sorties.intact(fichier, b"signe")
    sorties.ecrire(b"signe", fichier, a_garder=True)
    assert sorties.dites() == []
    sorties.ecrire(b"brouillon", fichier)
    assert fichier.with_name(COPIE).read_bytes() == b"signe"


def test_un_document_reconnu_par_son_contenu_ne_demande_rien_mais_laisse_une_copie(
    sorties: Sorties, fichier: Path
) -> None:
    fichier.write_bytes(b"une revue d'avant")
    sorties.ecrire(b"la revue", fichier, reconnu=True)
    assert fichier.with_name(COPIE).read_bytes() == b"une revue d'avant"


def test_sans_ses_notes_le_programme_demande(sorties: Sorties, racine: Path, fichier: Path) -> None:
    """Lost, and where nothing can be noted (a site open for reading only): documents are still written."""
    sorties.ecrire(b"un", fichier)
    notes = racine / "documents" / ".ecrits"
    shutil.rmtree(notes)
    notes.write_text("pas un dossier", encoding="utf-8")
    with pytest.raises(FichierEtranger):
        sorties.ecrire(b"deux", fichier)
    neuf = fichier.with_name("neuf.docx")
    sorties.ecrire(b"deux", neuf)
    assert neuf.read_bytes() == b"deux"


def _ouvert_dans_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows, replacing a file that Word holds open is refused by the system."""

    def refuser(depart: Path, arrivee: Path) -> None:
        raise PermissionError(errno.EACCES, "Accès refusé", str(arrivee))

    monkeypatch.setattr(Path, "replace", refuser)


def _disque_plein(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuser(chemin: Path, contenu: bytes, **_: object) -> bool:
        raise OSError(errno.ENOSPC, "plein")

    monkeypatch.setattr(module, "creer_exclusivement", refuser)


def _disque_plein_a_la_copie(monkeypatch: pytest.MonkeyPatch) -> None:
    creer = module.creer_exclusivement

    def refuser(chemin: Path, contenu: bytes, *, droits: int = 0o666) -> bool:
        if "copie" in chemin.name:
            raise OSError(errno.ENOSPC, "plein")
        return creer(chemin, contenu, droits=droits)

    monkeypatch.setattr(module, "creer_exclusivement", refuser)


def _retouche_entre_temps(monkeypatch: pytest.MonkeyPatch) -> None:
    lire, lectures = Path.read_bytes, []

    def relire(chemin: Path) -> bytes:
        lectures.append(chemin)
        return lire(chemin) + (b" et encore" if len(lectures) > 1 else b"")

    monkeypatch.setattr(Path, "read_bytes", relire)


PANNES = {
    "ouvert dans Word": _ouvert_dans_word,
    "disque": _disque_plein,
    "n’a pas pu être écrit": _disque_plein_a_la_copie,
    "vient de changer": _retouche_entre_temps,
}


@pytest.mark.parametrize("panne", PANNES)
def test_un_echec_laisse_l_ancien_document_et_rien_d_autre(
    sorties: Sorties, fichier: Path, monkeypatch: pytest.MonkeyPatch, panne: str
) -> None:
    sorties.ecrire(b"un", fichier)
    fichier.write_bytes(b"retouche")
    with monkeypatch.context() as pendant:
        PANNES[panne](pendant)
        with pytest.raises(SortieImpossible, match=panne):
            sorties.ecrire(b"deux", fichier)
    assert fichier.read_bytes() == b"retouche"
    assert noms(fichier) == ["semaine.docx"]
    assert sorties.dites() == []


@pytest.mark.parametrize("geste", ["exiger", "ecrire"])
def test_un_dossier_absent_ou_a_la_place_du_fichier_se_dit(sorties: Sorties, racine: Path, geste: str) -> None:
    def essayer(chemin: Path) -> None:
        sorties.exiger(chemin) if geste == "exiger" else sorties.ecrire(b"un", chemin)

    with pytest.raises(SortieImpossible, match="n’existe pas"):
        essayer(racine / "absent" / "s.docx")
    (racine / "s.docx").mkdir()
    with pytest.raises(SortieImpossible, match="est un dossier"):
        essayer(racine / "s.docx")
    assert sorted(os.listdir(racine)) == ["documents", "s.docx"]


def test_une_sauvegarde_finie_ne_prend_la_place_de_rien(tmp_path: Path) -> None:
    provisoire, la = tmp_path / "s.partiel", tmp_path / "s.zip"
    provisoire.write_bytes(b"neuve")
    la.write_bytes(b"ancienne")
    assert not poser_neuf(provisoire, la)
    assert la.read_bytes() == b"ancienne"
    la.unlink()
    assert poser_neuf(provisoire, la)
    assert os.listdir(tmp_path) == ["s.zip"]


# --- open somewhere ---------------------------------------------------------------------------------------------------

WORD = b"\x0cMarie Durand".ljust(54) + b"\x0c\x00" + "Marie Durand".encode("utf-16-le").ljust(106, b"\0")
EXCEL = b"\x0cMarie Durand".ljust(55) + b"\x0c\x00" + "Marie Durand".encode("utf-16-le").ljust(106, b"\0")
MARQUES = [
    ("semaine.docx", "~$semaine.docx", WORD, "Marie Durand (Word)"),
    ("semaine.docx", "~$maine.docx", WORD, "Marie Durand (Word)"),
    ("revuexx.docx", "~$evuexx.docx", WORD, "Marie Durand (Word)"),
    ("semaine.docx", "~$maine.docx", b"\x05Zo\xe9 D", "Zoé D (Word)"),
    ("semaine.docx", "~$maine.docx", b"", "quelqu’un (Word)"),
    ("semaine.docx", "~$maine.docx", bytes(162), "quelqu’un (Word)"),
    ("table.xlsx", "~$table.xlsx", EXCEL, "Marie Durand (Excel)"),
    (
        "semaine.docx",
        ".~lock.semaine.docx#",
        "Zoé Durand,zdurand,PC-2,02.03.2026 10:12,file:///x;".encode(),
        "Zoé Durand",
    ),
    ("semaine.docx", ".~lock.semaine.docx#", b",zdurand,PC-2,02.03.2026 10:12,file:///x;", "zdurand (LibreOffice)"),
    ("table.xlsx", ".~lock.table.xlsx#", b"\x1b[31m\xff", "(LibreOffice)"),
]


@pytest.mark.parametrize(("nom", "marque", "octets", "qui"), MARQUES)
def test_un_document_ouvert_ailleurs_est_dit_avant_de_rien_ecrire(
    sorties: Sorties, racine: Path, nom: str, marque: str, octets: bytes, qui: str
) -> None:
    fichier = racine / "documents" / nom
    (fichier.parent / marque).write_bytes(octets)
    sorties.ecrire(b"un", fichier)  # nothing there to be open: the mark outlived its document
    for geste in (
        lambda: sorties.exiger(fichier),
        lambda: sorties.ecrire(b"deux", fichier),
        lambda: sorties.ecrire(b"deux", fichier, reconnu=True),
    ):
        with pytest.raises(DocumentOuvert) as refus:
            geste()
        assert "est ouvert par " in refus.value.phrase
        assert qui in refus.value.phrase
        assert refus.value.phrase.replace("\u00a0", " ").isprintable()
    assert fichier.read_bytes() == b"un"
    sorties.ecrire(b"un", fichier)  # nothing to write
    refus.value.croire()
    sorties.ecrire(b"deux", fichier)
    assert fichier.read_bytes() == b"deux"
    autre = Sorties(racine, _maintenant)
    autre.croire()
    autre.ecrire(b"trois", fichier)
    assert fichier.read_bytes() == b"trois"


def test_un_nom_si_long_que_sa_marque_ne_peut_pas_etre_n_est_pas_ouvert(sorties: Sorties, racine: Path) -> None:
    fichier = racine / "documents" / f"{'x' * 250}.docx"
    for octets in (b"un", b"deux"):
        sorties.ecrire(octets, fichier)
        assert fichier.read_bytes() == octets


def test_la_marque_d_un_autre_document_ne_retient_rien(sorties: Sorties, fichier: Path) -> None:
    sorties.ecrire(b"un", fichier)
    for marque in ("~$autre.docx", ".~lock.autre.docx#", "~$semaine.docx.txt"):
        (fichier.parent / marque).write_bytes(WORD)
    sorties.ecrire(b"deux", fichier)
    assert fichier.read_bytes() == b"deux"
