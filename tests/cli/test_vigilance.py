"""Each text that a command puts in the shared register, found in the parser: what seems personal is asked about first.

And what is confidential comes by standard input or by a file: what is typed on a line stays in a terminal's history.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from qualitui.cli import _analyseur
from qualitui.cli.analyseur import Analyseur, cherche, confidentiel
from qualitui.domain.base import Refus
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.store.site.site import Site
from tests.cli.parcours import commandes, lancer

Capture = pytest.CaptureFixture[str]
PERSONNEL = "rappeler au 06 12 34 56 78"
ESSAIS = ("2026-03-02", "1", "conforme", "2026-T1", "2025", "mensuelle", "maintenir", "2026-02", "x.docx", "daa", "x")
# An identity, the text received, the body of a letter; words that are looked for; how the system calls a person;
# the code of who takes over.
EXEMPTES = {
    ("", "--site"),
    ("reclamation lister", "--texte"),
    ("courrier", "--texte"),
    ("equipe ajouter", "--login"),
    ("equipe rattacher", "--login"),
    ("equipe partir", "--reprise"),
    ("equipe reprendre", "--reprise"),
    *(
        (f"reclamation {verbe}", option)
        for verbe in ("ajouter", "identifier")
        for option in ("--identite", "--adresse", "--courriel", "--telephone", "--texte")
    ),
}


def _feuilles() -> Iterator[tuple[str, list[str], Analyseur]]:
    for mots, analyseur in commandes():
        dessous = any(isinstance(a, argparse._SubParsersAction) for a in analyseur._actions)
        if isinstance(analyseur, Analyseur) and not dessous:
            yield " ".join(mots), mots, analyseur


def _valeur(action: argparse.Action) -> list[str]:
    """The option with a value that it takes."""
    for essai in map(str, action.choices or ESSAIS):
        try:
            action.type(essai) if callable(action.type) else essai
        except (argparse.ArgumentTypeError, ValueError, TypeError, Refus):
            continue
        return [*action.option_strings[-1:], *([] if action.nargs == 0 else [essai])]
    raise AssertionError(action)


def _ligne(mots: list[str], analyseur: Analyseur, essayee: argparse.Action) -> list[str]:
    """A whole line of this command, where this option has a text with a telephone number."""
    groupes = [g for g in analyseur._mutually_exclusive_groups if g.required and essayee not in g._group_actions]
    voulues = [a for a in analyseur._actions if a.required and a is not essayee] + [
        g._group_actions[0] for g in groupes
    ]
    return [*mots, *(mot for a in voulues for mot in _valeur(a)), f"{essayee.option_strings[-1]}={PERSONNEL}"]


TEXTES = {
    f"{nom} {action.option_strings[-1]}": _ligne(mots, analyseur, action)
    for nom, mots, analyseur in _feuilles()
    for action in analyseur.textes_partages()
}


def test_les_textes_exemptes_sont_ceux_qui_ne_vont_pas_au_registre() -> None:
    trouvees = {
        (nom, action.option_strings[-1])
        for nom, _, analyseur in [("", [], _analyseur([])), *_feuilles()]
        for action in analyseur._actions
        if action.type in (confidentiel, cherche)
    }
    assert trouvees == EXEMPTES
    assert len(TEXTES) > 100
    for attendu in ("reclamation ajouter --objet", "suggestion ajouter --texte", "revue 2025 risque --libelle"):
        assert attendu in TEXTES


@pytest.mark.parametrize("texte", TEXTES)
def test_ce_qui_semble_personnel_est_demande_avant_d_ecrire(texte: str, site: Site, capsys: Capture) -> None:
    avant = {f: f.read_bytes() for f in site.dossier.rglob("*") if f.is_file()}
    assert lancer(["--site", str(site.dossier), *TEXTES[texte]]) == 1
    dit = capsys.readouterr().err.replace("\u00a0", " ")
    assert f"« {texte.split()[-1]} » semble contenir un numéro de téléphone" in dit
    assert "--quand-meme" in dit
    assert "06 12" not in dit
    assert {f: f.read_bytes() for f in site.dossier.rglob("*") if f.is_file()} == avant


ENTREE = ("reclamation", "ajouter", "--canal", "courrier", "--recue", "2026-03-01")


def appeler(site: Site, *mots: str) -> int:
    return lancer(["--site", str(site.dossier), *mots])


def test_quand_meme_enregistre_sans_question(site: Site, capsys: Capture) -> None:
    assert appeler(site, *ENTREE, "--objet", PERSONNEL, "--quand-meme") == 0
    assert site.registre.poll()
    assert site.registre.find(Reclamation)[0].objet == PERSONNEL
    assert "semble contenir un numéro de téléphone" in capsys.readouterr().err


def test_une_identite_et_un_texte_recu_n_ont_pas_a_etre_demandes(site: Site) -> None:
    assert appeler(site, *ENTREE, "--identite", "J. Zyxw", "--telephone", "0612345678", "--texte", PERSONNEL) == 0


# --- standard input, files ---------------------------------------------------------------------------------------


def donner(monkeypatch: pytest.MonkeyPatch, octets: bytes) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(octets), isatty=lambda: False))


RUE = "3 rue X"
LETTRE = "Madame,\n\nje me plains.\n\nJ. Zyxw"


@pytest.mark.parametrize(
    ("options", "entree", "attendue"),
    [
        (("identite",), "Jeanne Zyxw", {"nom": "Jeanne Zyxw"}),
        (("identite",), f"Jeanne Zyxw\r\n\r\n{RUE}\r\n75012 Paris\r\n", {"nom": "Jeanne Zyxw", "adresse": f"{RUE}\n75012 Paris"}),  # noqa: E501
        (("identite",), f"J. Z\n{RUE}\n", {"nom": "J. Z", "adresse": RUE}),
        (("texte",), LETTRE, {"texte": LETTRE}),
        (("identite", "texte"), f"J. Z\n\n{LETTRE}", {"nom": "J. Z", "texte": LETTRE}),
        (("identite", "texte"), f"J. Z\n{RUE}\n\n{LETTRE}", {"nom": "J. Z", "adresse": RUE, "texte": LETTRE}),
        (("texte", "identite"), f"J. Z\n{RUE}\n\n{LETTRE}", {"nom": "J. Z", "adresse": RUE, "texte": LETTRE}),
        (("identite", "adresse"), f"J. Z\n\n{RUE}\n", {"nom": "J. Z", "adresse": RUE}),
        (("identite", "adresse", "texte"), f"J\n\n{RUE}\n\n{LETTRE}", {"nom": "J", "adresse": RUE, "texte": LETTRE}),
        (("identite",), "", {}),
    ],
)  # fmt: skip
def test_une_identite_se_lit_sur_l_entree(
    options: tuple[str, ...], entree: str, attendue: dict[str, str], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    donner(monkeypatch, entree.encode())
    assert appeler(site, *ENTREE, *(mot for option in options for mot in (f"--{option}", "-"))) == 0
    lue = site.confidentiel.lire("R-2026-001") or Identite()
    assert lue.model_dump() == Identite(**attendue).model_dump()


@pytest.mark.parametrize("codage", ["utf-8", "utf-8-sig", "cp1252"])
def test_une_identite_se_lit_dans_un_fichier(codage: str, site: Site, tmp_path: Path) -> None:
    qui, lettre = tmp_path / "qui.txt", tmp_path / "lettre.txt"
    qui.write_bytes("Hélène Zyxw\r\n3 rue de l’Île\r\n".encode(codage))
    lettre.write_bytes(LETTRE.encode(codage))
    assert appeler(site, *ENTREE, "--identite-fichier", str(qui), "--texte-fichier", str(lettre)) == 0
    lue = site.confidentiel.lire("R-2026-001")
    assert lue is not None
    assert (lue.nom, lue.adresse, lue.texte) == ("Hélène Zyxw", "3 rue de l’Île", LETTRE)


def test_identifier_lit_l_entree_et_ne_touche_pas_au_reste(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert appeler(site, *ENTREE, "--identite", "Avant", "--telephone", "0612345678") == 0
    donner(monkeypatch, b"Apr\xc3\xa8s\n")
    assert appeler(site, "reclamation", "identifier", "R-2026-001", "--identite", "-") == 0
    lue = site.confidentiel.lire("R-2026-001")
    assert lue is not None
    assert (lue.nom, lue.telephone) == ("Après", "0612345678")


def test_un_fichier_absent_est_une_phrase_et_rien_n_est_ecrit(site: Site, tmp_path: Path, capsys: Capture) -> None:
    assert appeler(site, *ENTREE, "--identite-fichier", str(tmp_path / "absent.txt")) == 1
    assert "ne peut pas être lu" in capsys.readouterr().err
    assert not site.registre.poll()


def test_le_texte_d_une_suggestion_se_lit_et_se_verifie(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    donner(monkeypatch, PERSONNEL.encode())
    assert appeler(site, "suggestion", "ajouter", "--texte", "-") == 1
    donner(monkeypatch, "Un banc\ndevant l’accueil".encode())
    assert appeler(site, "suggestion", "ajouter", "--texte", "-") == 0
    assert "le propriétaire du fichier" in capsys.readouterr().err
    site.registre.poll()
    assert site.registre.find(Suggestion)[0].texte == "Un banc\ndevant l’accueil"


def test_un_texte_de_la_revue_lu_dans_un_fichier_est_verifie(site: Site, tmp_path: Path, capsys: Capture) -> None:
    fichier = tmp_path / "texte.txt"
    fichier.write_text(PERSONNEL, encoding="utf-8")
    commande = ("revue", "2025", "saisir", "decisions", "--fichier", str(fichier))
    assert appeler(site, *commande) == 1
    assert "--quand-meme" in capsys.readouterr().err
    assert appeler(site, *commande, "--quand-meme") == 0
