"""The state of the site is told by every command, carried by every document, and holds back what would last."""

from __future__ import annotations

import ast
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

import qualitui.operations
from qualitui.cli import COMMANDES, main
from qualitui.store.site.ressources import modeles
from tests.cli.parcours import commandes, exemples, lancer

Capture = pytest.CaptureFixture[str]

# Those that open no register: nothing of it is shown.
SANS_REGISTRE = {"init", "echeance", "referentiel", "modele", "restaurer", "demo"}
CLORE = ["trimestre", "clore", "2026-T1"]
RESERVE = "Données incomplètes au 02/03/2026"


def journaux(site: Path) -> list[Path]:
    return sorted(site.glob("registre/*/*.jsonl"))


def abimer_une_ligne(site: Path) -> None:
    lignes = journaux(site)[0].read_bytes().split(b"\n")
    lignes[5] = b"x" + lignes[5][1:]
    journaux(site)[0].write_bytes(b"\n".join(lignes))


def rendre_illisible(site: Path) -> None:
    """A folder in its place: rights do not hold back the superuser who runs the tests."""
    perdu = journaux(site)[-1]
    perdu.unlink()
    perdu.mkdir()


def effacer_un_journal(site: Path) -> None:
    """This workstation has read it, and remembers."""
    assert main(["--site", str(site), "semaine", "--json"]) == 0
    journaux(site)[-1].unlink()


def perdre_le_format(site: Path) -> None:
    (site / "registre" / "FORMAT.json").unlink()


def vider_le_format(site: Path) -> None:
    (site / "registre" / "FORMAT.json").write_bytes(b"")


def zeros_au_format(site: Path) -> None:
    (site / "registre" / "FORMAT.json").write_bytes(bytes(80))


def perdre_une_annee(site: Path) -> None:
    shutil.rmtree(site / "registre" / "2025")


def enlever_une_ligne_du_milieu(site: Path) -> None:
    lignes = journaux(site)[0].read_bytes().splitlines(keepends=True)
    journaux(site)[0].write_bytes(b"".join([*lignes[:3], *lignes[4:]]))


def zeros_au_milieu(site: Path) -> None:
    octets = journaux(site)[0].read_bytes()
    journaux(site)[0].write_bytes(octets[:4000] + bytes(300) + octets[4300:])


def mettre_un_journal_a_zero(site: Path) -> None:
    journaux(site)[0].write_bytes(bytes(journaux(site)[0].stat().st_size))


def vider_un_journal(site: Path) -> None:
    journaux(site)[0].write_bytes(b"")


def d_un_autre_site(site: Path) -> None:
    autre = site.with_name("autre-site")
    assert main(["init", str(autre), "--nom", "Autre"]) == 0
    shutil.copy(journaux(autre)[0], site / "registre" / "2026" / "ailleurs~quelqu-un~1.jsonl")


def ecrire_ici(site: Path, combien: int = 3) -> Path:
    """This workstation writes; its journal, of which it has no cache."""
    avant = {journal: journal.stat().st_size for journal in journaux(site)}
    for _ in range(combien):
        assert (
            main(["--site", str(site), "suggestion", "ajouter", "--texte", "Un banc", "--auteur", "belhautray-s"]) == 0
        )
    (mien,) = (journal for journal in journaux(site) if journal.stat().st_size != avant.get(journal))
    return mien


def perdre_la_derniere_ligne(site: Path) -> None:
    mien = ecrire_ici(site)
    mien.write_bytes(b"".join(mien.read_bytes().splitlines(keepends=True)[:-1]))


def perdre_la_fin_de_ligne(site: Path) -> None:
    mien = ecrire_ici(site)
    mien.write_bytes(mien.read_bytes()[:-1])


def couper_au_milieu_d_une_ligne(site: Path) -> None:
    mien = ecrire_ici(site)
    mien.write_bytes(mien.read_bytes()[:-40])


def finir_en_zeros(site: Path) -> None:
    mien = ecrire_ici(site)
    mien.write_bytes(mien.read_bytes()[:-200] + bytes(200))


def finir_en_zeros_avec_sa_fin_de_ligne(site: Path) -> None:
    mien = ecrire_ici(site)
    mien.write_bytes(mien.read_bytes()[:-200] + bytes(199) + b"\n")


def remettre_une_vieille_copie(site: Path) -> None:
    ecrire_ici(site, 1)
    vieille = site.with_name("vieille")
    shutil.copytree(site / "registre", vieille)
    ecrire_ici(site)
    shutil.rmtree(site / "registre")
    shutil.copytree(vieille, site / "registre")


def perdre_le_journal_de_ce_poste(site: Path) -> None:
    ecrire_ici(site).unlink()


def en_savoir_moins_que_la_sauvegarde(site: Path) -> None:
    """On a workstation that remembers nothing: the one that wrote is another."""
    assert main(["--site", str(site), "sauvegarder"]) == 0
    lignes = journaux(site)[-1].read_bytes().splitlines(keepends=True)
    journaux(site)[-1].write_bytes(b"".join(lignes[: len(lignes) // 2]))


def en_savoir_moins_que_les_numeros(site: Path) -> None:
    """The end of every journal of the year, so that no other says how long it was."""
    for journal in journaux(site):
        if journal.parent.name == "2026":
            journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:2]))


def perdre_des_fiches_et_leurs_numeros(site: Path) -> None:
    """Their case folders alone are left."""
    for rang in (901, 902):
        cas = site / "confidentiel" / f"R-2026-{rang}"
        cas.mkdir()
        (cas / "identite-1.json").write_text("{}", encoding="utf-8")


def vider(site: Path) -> None:
    for journal in journaux(site):
        journal.write_bytes(b"")


def mettre_a_zero(site: Path) -> None:
    for journal in journaux(site):
        journal.write_bytes(bytes(journal.stat().st_size))


def supprimer(site: Path) -> None:
    for journal in journaux(site):
        journal.unlink()


def suivante(dossier: Path, /, **change: Any) -> None:
    """One more line in the last journal, its CRC good, `change` made to it."""
    journal = journaux(dossier)[-1]
    derniere = json.loads(journal.read_bytes().rstrip(b"\n").rpartition(b"\n")[2][9:])
    contenu = {**derniere, "n": derniere["n"] + 1, "o": [], **change}
    charge = json.dumps(contenu).encode()
    with journal.open("ab") as flux:
        flux.write(b"%08x %b\n" % (crc32(charge), charge))


def deformer(site: Path) -> None:
    suivante(site, o=[{"t": "reclamations", "i": "x", "v": 1, "s": ["pas un objet"]}])


def supprimer_les_annees(site: Path) -> None:
    for annee in site.glob("registre/[0-9]*"):
        shutil.rmtree(annee)


def tout_mettre_a_zero(site: Path) -> None:
    mettre_a_zero(site)
    zeros_au_format(site)


def vider_jusqu_au_format(site: Path) -> None:
    vider(site)
    perdre_le_format(site)


def supprimer_jusqu_au_format(site: Path) -> None:
    supprimer(site)
    perdre_le_format(site)


def vider_ce_que_ce_poste_a_lu(site: Path) -> None:
    assert main(["--site", str(site), "semaine", "--json"]) == 0
    vider(site)


def supprimer_avec_les_numeros_ce_que_ce_poste_a_ecrit(site: Path) -> None:
    """Only its memory is left to say that the register lived."""
    ecrire_ici(site)
    supprimer(site)
    for nom in ("numeros", "confidentiel"):
        shutil.rmtree(site / nom)
        (site / nom).mkdir()


def perdre_les_numeros(site: Path) -> None:
    shutil.rmtree(site / "numeros", ignore_errors=True)


def perdre_le_confidentiel(site: Path) -> None:
    shutil.rmtree(site / "confidentiel", ignore_errors=True)


# What this workstation can put back: `retrouver --appliquer`, an example of the guide, does.
RETROUVABLES: list[Callable[[Path], None]] = [
    effacer_un_journal,
    perdre_la_derniere_ligne,
    perdre_la_fin_de_ligne,
    couper_au_milieu_d_une_ligne,
    finir_en_zeros,
    finir_en_zeros_avec_sa_fin_de_ligne,
    remettre_une_vieille_copie,
    perdre_le_journal_de_ce_poste,
]
FORMATS = [perdre_le_format, vider_le_format, zeros_au_format]
DEGATS: list[Callable[[Path], None]] = [
    *RETROUVABLES,
    *FORMATS,
    abimer_une_ligne,
    rendre_illisible,
    perdre_une_annee,
    enlever_une_ligne_du_milieu,
    zeros_au_milieu,
    mettre_un_journal_a_zero,
    vider_un_journal,
    d_un_autre_site,
    en_savoir_moins_que_la_sauvegarde,
    en_savoir_moins_que_les_numeros,
    perdre_des_fiches_et_leurs_numeros,
    deformer,
]
# Nothing at all is left of the register.
PERTES: list[Callable[[Path], None]] = [
    vider,
    mettre_a_zero,
    supprimer,
    supprimer_les_annees,
    tout_mettre_a_zero,
    vider_jusqu_au_format,
    supprimer_jusqu_au_format,
    vider_ce_que_ce_poste_a_lu,
    supprimer_avec_les_numeros_ce_que_ce_poste_a_ecrit,
]
# The register is whole; what is kept beside it is not.
DOUTES: list[Callable[[Path], None]] = [perdre_les_numeros, perdre_le_confidentiel]
EXAMENS = {"diagnostic", "retrouver"}  # they open what is left
ENTIERS = {abimer_une_ligne, effacer_un_journal, perdre_la_derniere_ligne}  # tried on every command
PART = 4


def commandes_pour(degat: Callable[[Path], None]) -> list[list[str]]:
    """All the commands for some; one in four for each other damage, not the same for the next one."""
    toutes = exemples_du_guide()
    return toutes if degat in ENTIERS else toutes[DEGATS.index(degat) % PART :: PART]


def test_chaque_commande_est_essayee_sur_plusieurs_degats() -> None:
    for arguments in exemples_du_guide():
        assert sum(arguments in commandes_pour(degat) for degat in DEGATS) >= 7, arguments


@pytest.fixture
def copie(dossier_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    site = tmp_path / "demo"
    shutil.copytree(dossier_demo, site)
    shutil.copy(modeles() / "accuse.docx", tmp_path / "mon-modele.docx")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUALITUI_SITE", str(site))
    monkeypatch.setenv("LOGNAME", "essai")
    return site


def exemples_du_guide() -> list[list[str]]:
    """And the one that the guide only quotes. What puts back a loss, or sets it aside, comes last."""
    tous = [arguments for arguments in (*exemples(), CLORE) if arguments[0] not in SANS_REGISTRE]
    return sorted(tous, key=lambda arguments: "retrouver" in arguments)


def test_chaque_commande_a_son_exemple() -> None:
    """So that a command added later is tried on damaged sites too."""
    nommees = {arguments[0] for arguments in exemples()} | {"demo"}
    assert nommees == set(COMMANDES)
    verbes = {tuple(m for m in mots if m != "2025") for mots, _ in commandes() if mots[0] not in SANS_REGISTRE}
    essayees = {tuple(a for a in arguments if not a[:1].isdigit())[:2] for arguments in (*exemples(), CLORE)}
    assert {verbe for verbe in verbes if len(verbe) == 2} <= essayees


@pytest.mark.parametrize("degat", DEGATS, ids=lambda degat: degat.__name__)
def test_chaque_commande_dit_une_fois_les_degats(degat: Callable[[Path], None], copie: Path, capsys: Capture) -> None:
    degat(copie)
    capsys.readouterr()
    dites = 0
    for arguments in commandes_pour(degat):
        if "retrouver" in arguments and degat in RETROUVABLES:
            break
        if degat is perdre_le_format and (copie / "registre" / "FORMAT.json").exists():
            perdre_le_format(copie)  # a first line in a new journal makes it again
        code = lancer(arguments)
        sortie = capsys.readouterr()
        assert code != 70, (arguments, sortie.err)
        if arguments[0] == "diagnostic":
            assert code == 1, arguments
            assert "grave" in sortie.out
        elif code != 2:
            assert sortie.err.count("Données abîmées") == 1, (arguments, sortie.err)
            assert "qualitui diagnostic" in sortie.err
            dites += 1
        if "--json" in arguments and sortie.out:
            json.loads(sortie.out)
    assert dites > (60 if degat in ENTIERS else 60 // PART)


@pytest.mark.parametrize("degat", DEGATS, ids=lambda degat: degat.__name__)
def test_le_diagnostic_donne_tous_les_degats_dits(degat: Callable[[Path], None], copie: Path, capsys: Capture) -> None:
    from qualitui.store.site.site import ouvrir
    from tests.conftest import horloge

    degat(copie)
    site = ouvrir(copie, maintenant=horloge, poste="poste-test", login="essai")
    graves = [une.phrase for une in site.registre.etat.graves]
    site.fermer()
    capsys.readouterr()
    assert main(["diagnostic", "--json"]) == 1
    constats = json.loads(capsys.readouterr().out)["constats"]
    assert graves
    assert set(graves) <= {constat["phrase"] for constat in constats if constat["gravite"] == "grave"}


def test_un_site_sain_ne_dit_rien_et_rien_n_est_retenu(copie: Path, capsys: Capture) -> None:
    for arguments in exemples_du_guide():
        lancer(arguments)
        assert "abîmées" not in capsys.readouterr().err, arguments


def test_sans_rien_du_registre_le_site_ne_s_ouvre_pas(copie: Path, capsys: Capture) -> None:
    shutil.rmtree(copie / "registre")
    for arguments in exemples_du_guide():
        assert lancer(arguments) in (2, 3), arguments
        assert "alors que le site a servi" in (dit := capsys.readouterr().err) or "usage" in dit, arguments
    assert not (copie / "registre").exists()


@pytest.mark.parametrize("degat", PERTES, ids=lambda degat: degat.__name__)
def test_un_registre_perdu_ne_s_ouvre_ni_ne_recommence(
    degat: Callable[[Path], None], copie: Path, capsys: Capture
) -> None:
    degat(copie)
    restent = {f: f.read_bytes() for f in copie.rglob("*") if f.is_file()}
    capsys.readouterr()
    for arguments in exemples_du_guide():
        if "--appliquer" in arguments and "retrouver" in arguments:
            continue  # it puts back what this workstation had read, or written
        code = lancer(arguments)
        sortie = capsys.readouterr()
        if arguments[0] in EXAMENS:
            assert code in (0, 1, 3), (arguments, sortie)
            assert "perdu" in sortie.err + sortie.out or "a servi" in sortie.err, (arguments, sortie)
        else:
            assert code in (2, 3), (arguments, sortie)
            assert "a servi" in sortie.err or "usage" in sortie.err, (arguments, sortie)
    assert {f: f.read_bytes() for f in copie.rglob("*") if f.is_file()} == restent


@pytest.mark.parametrize("degat", DOUTES, ids=lambda degat: degat.__name__)
def test_chaque_commande_dit_le_dossier_disparu(degat: Callable[[Path], None], copie: Path, capsys: Capture) -> None:
    dites = 0
    for arguments in exemples_du_guide():
        degat(copie)  # a gesture that needs it makes it again
        avant = {f.name for f in copie.iterdir()}
        code = lancer(arguments)
        sortie = capsys.readouterr()
        assert code != 70, (arguments, sortie.err)
        if arguments[0] != "diagnostic" and code != 2 and {f.name for f in copie.iterdir()} == avant:
            assert sortie.err.count("À vérifier") == 1, (arguments, sortie.err)
            assert "a disparu" in sortie.err
            dites += 1
    assert dites > 50


def test_ce_que_le_poste_sait_perdu_se_dit_jusqu_a_ce_qu_on_l_ait_remis(copie: Path, capsys: Capture) -> None:
    effacer_un_journal(copie)
    for _ in range(3):
        assert main(["semaine"]) == 0
        assert "n’est plus celui que ce poste avait lu" in capsys.readouterr().err
    assert main(["retrouver", "--appliquer"]) == 0
    capsys.readouterr()
    assert main(["semaine"]) == 0
    assert "Données abîmées" not in capsys.readouterr().err


# --- what would last ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("quand_meme", [False, True])
def test_ce_qui_dure_est_refuse_sur_des_donnees_abimees(quand_meme: bool, copie: Path, capsys: Capture) -> None:
    abimer_une_ligne(copie)
    gestes = (
        ["revue", "2025", "arreter", "--le", "2026-01-31"],
        ["revue", "2025", "approuver", "--par", "Mme Ourcq", "--le", "2026-03-01"],
        ["trimestre", "clore", "2026-T1"],
    )
    main(["trimestre", "ouvrir", "2026-T1"])
    capsys.readouterr()
    for geste in gestes:
        assert main([*(["--quand-meme"] if quand_meme else []), *geste]) == 1, geste
        dit = capsys.readouterr().err
        assert "tant que des données sont abîmées" in dit, (geste, dit)
        assert "qualitui retrouver" in dit


# --- documents ----------------------------------------------------------------------------------------------------

DOCUMENTS: dict[str, list[str]] = {
    "operations.semaine.imprimer": ["semaine", "-o", "d.docx"],
    "operations.revue.documents.generer": ["revue", "2025", "-o", "d.docx"],
    "operations.revue.documents.rafraichir": ["revue", "2025", "rafraichir", "d.docx"],
    "operations.trimestres.gestes.imprimer": ["trimestre", "rapport", "2025-T4", "-o", "d.docx"],
    "operations.verifications.tournee.imprimer": ["verification", "tournee", "-o", "d.docx"],
    "operations.verifications.export.exporter": ["verification", "exporter", "--annee", "2025", "d.xlsx"],
}
LETTRES = {"operations.reclamations.courriers._deposer"}  # they go to a user: told on stderr only


def _ecrivains() -> Iterator[str]:
    """The operations that write a document: those that call `site.sorties.ecrire`, or read one back to refresh it."""
    racine = Path(next(iter(qualitui.operations.__path__)))
    for fichier in sorted(racine.rglob("*.py")):
        source = fichier.read_text(encoding="utf-8")
        if "qualitui.reports" not in source and "qualitui.exchange" not in source:
            continue
        module = ".".join(["operations", *fichier.relative_to(racine).with_suffix("").parts])
        for noeud in ast.parse(source).body:
            if isinstance(noeud, ast.FunctionDef) and any(
                isinstance(appel, ast.Call) and ast.unparse(appel.func).rpartition(".")[2] == "ecrire"
                for appel in ast.walk(noeud)
            ):
                yield f"{module}.{noeud.name}"


def test_chaque_operation_qui_ecrit_un_document_est_essayee() -> None:
    assert set(_ecrivains()) == {*DOCUMENTS, *LETTRES}


def _texte(document: Path) -> str:
    with zipfile.ZipFile(document) as archive:
        return "".join(
            archive.read(nom).decode()
            for nom in archive.namelist()
            if nom in ("word/document.xml", "xl/sharedStrings.xml")
        )


@pytest.mark.parametrize("operation", DOCUMENTS)
def test_chaque_document_porte_la_reserve_tant_que_le_site_est_abime(
    operation: str, copie: Path, tmp_path: Path, capsys: Capture
) -> None:
    commande = DOCUMENTS[operation]
    document = tmp_path / commande[-1]
    if "rafraichir" in commande:
        assert main(["revue", "2025", "-o", str(document)]) == 0
    sain = copie.with_name("sain")
    shutil.copytree(copie, sain)
    deformer(copie)
    assert main(commande) == 0, capsys.readouterr().err
    assert _texte(document).count(RESERVE) == 1
    if "rafraichir" not in commande:
        document.unlink()  # for the other site, it is somebody else's
    assert main(["--site", str(sain), *commande]) == 0, capsys.readouterr().err
    assert RESERVE not in _texte(document)


# --- bytes whose CRC is good --------------------------------------------------------------------------------------


def _profond(combien: int) -> Any:
    valeur: Any = 1
    for _ in range(combien):
        valeur = [valeur]
    return valeur


def _op(**change: Any) -> dict[str, Any]:
    return {"o": [{"t": "reclamations", "i": "R", "v": 1, "s": {"reference": "R-2026-900"}, **change}]}


FORMES: dict[str, dict[str, Any]] = {
    "n texte": {"n": "5"},
    "n faux": {"n": True},
    "h démesuré": {"h": 2**63},
    "h négatif": {"h": -1},
    "h d’après les dates": {"h": 2**53},
    "w liste": {"w": []},
    "at nombre": {"at": 5},
    "by liste": {"by": ["x"]},
    "p objet": {"p": {}},
    "vu texte": {"vu": {"2026/a~b~1": "9"}},
    "vu liste": {"vu": [1]},
    "site nombre": {"site": 3},
    "u texte": {"u": "x"},
    "r nombre": {"r": 3},
    "o objet": {"o": {}},
    "o texte": {"o": "x"},
    "opération texte": {"o": ["x"]},
    "t nombre": _op(t=1),
    "i liste": _op(i=[]),
    "v zéro": _op(v=0),
    "v texte": _op(v="1"),
    "v démesuré": _op(v=10**30),
    "s liste": _op(s=[]),
    "s rien": _op(s=None),
    "a liste": _op(a=[1]),
    "a texte": _op(a={"faits": "x"}),
    "d texte": _op(d="objet"),
    "d nombres": _op(d=[1]),
    "c liste": _op(c=[1]),
    "c sans version": _op(c={"x": 1}),
    "x nombre": _op(x=1),
    "r plat": _op(r=[1, 2]),
    "r d’autre chose": _op(r=[[1, 2, 3, []]]),
    "nombre démesuré": _op(s={"reference": "R-2026-900", "delai": 10**20}),
    "profond": _op(s={"x": _profond(120)}),
    "très profond": _op(s={"x": _profond(900)}),
    "demi-caractère": _op(s={"objet": "\ud800"}),
    "demi-caractère en clé": _op(s={"\udc00": "x"}),
    "non-nombre": _op(s={"delai": float("nan")}),
}
LECTURES = (
    ["reclamation", "lister", "--json"],
    ["semaine", "--json"],
    ["reclamation", "statistiques", "--json"],
    ["historique", "R-2026-003", "--json"],
    ["annuler"],
    ["suggestion", "ajouter", "--texte", "Un banc"],
    ["sauvegarder", "s.zip", "--json"],
    ["retrouver", "--json"],
)


@pytest.mark.parametrize("forme", FORMES)
def test_une_ligne_de_forme_fausse_est_mise_de_cote_seule(forme: str, copie: Path, capsys: Capture) -> None:
    assert main(["reclamation", "lister", "--json"]) == 0
    avant = json.loads(capsys.readouterr().out)
    combien = len(journaux(copie)[-1].read_bytes().splitlines())
    suivante(copie, **FORMES[forme])
    suivante_de = f"{journaux(copie)[-1].relative_to(copie).as_posix()}, ligne {combien + 1}"
    for lecture in LECTURES:
        code = main(lecture)
        sortie = capsys.readouterr()
        assert code in (0, 1), (lecture, sortie.err)
        assert suivante_de in sortie.err, lecture
        if "--json" in lecture:
            lu = json.loads(sortie.out)
            assert lecture[:2] != ["reclamation", "lister"] or lu == avant
    assert main(["diagnostic"]) == 1
    assert f"forme inconnue, mise de côté\u00a0: une modification est illisible ici. ({suivante_de})" in (
        capsys.readouterr().out
    )


@pytest.mark.parametrize(
    "reference", ["R-2026-" + "9" * 5000, "R-2026-" + "9" * 18, "R-2026-999999999", "R-2026-²", "\x1b[31m"]
)
def test_une_reference_demesuree_n_arrete_ni_le_diagnostic_ni_les_numeros(
    reference: str, copie: Path, capsys: Capture
) -> None:
    suivante(copie, **_op(s={"reference": reference}))
    assert main(["diagnostic", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["ok"] is False
    assert main(["suggestion", "ajouter", "--texte", "Un banc"]) == 0


def test_ce_qui_ne_se_relirait_pas_n_est_pas_ecrit(copie: Path, capsys: Capture) -> None:
    """A number that no reader of the journal would take: refused, and the site stays sound."""
    saisie = ["--periode", "2025", "--numerateur", "9" * 20, "--denominateur", "9" * 20]
    code = lancer(["indicateur", "saisir", "I-01", *saisie])
    assert code in (1, 2), capsys.readouterr()
    main(["semaine"])
    assert "abîmées" not in capsys.readouterr().err
