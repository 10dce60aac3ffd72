"""The engine: what goes in comes out, what is wrong is told with its place."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from qualitui.reports.word.controles import controler
from qualitui.reports.word.erreurs import ModeleFautif
from qualitui.reports.word.moteur import remplir

Fabrique = Callable[..., Path]


@pytest.fixture
def modele(tmp_path: Path) -> Fabrique:
    """Makes a template; a paragraph given as several texts is split in as many runs, as Word does."""

    def fabriquer(*paragraphes: str | Sequence[str], pied: str = "", titre: str = "") -> Path:
        document = Document()
        for textes in paragraphes:
            paragraphe = document.add_paragraph()
            for texte in [textes] if isinstance(textes, str) else textes:
                paragraphe.add_run(texte)
        if pied:
            document.sections[0].footer.paragraphs[0].text = pied
        document.core_properties.title = titre
        chemin = tmp_path / "modele.docx"
        document.save(str(chemin))
        return chemin

    return fabriquer


def textes(octets_ou_chemin: Any) -> list[str]:
    return [p.text for p in Document(str(octets_ou_chemin)).paragraphs]


@pytest.mark.parametrize(
    ("saisi", "ecrit"),
    [
        ("Dupont & Fils < 3 > 2 \"x\" 'y'", "Dupont & Fils < 3 > 2 \"x\" 'y'"),
        ("a\x0bb\x0cc\x85d\u2028e\r\nf", "a\nb\nc\nd\ne\nf"),
        ("début\ud800fin\x00\x07\ufffe", "débutfin"),
        ("{_{ ceci }_} {{ cela }}", "{_{ ceci }_} {{ cela }}"),
        ("</w:t></w:r></w:p>", "</w:t></w:r></w:p>"),
        ("a\tb", "a\tb"),
    ],
)
def test_un_texte_saisi_sort_tel_quel(modele: Fabrique, tmp_path: Path, saisi: str, ecrit: str) -> None:
    sortie = tmp_path / "s.docx"
    sortie.write_bytes(remplir(modele("{{ texte }} FIN", pied="{{ texte }}"), {"texte": saisi}))
    assert textes(sortie) == [f"{ecrit} FIN"]
    assert Document(str(sortie)).sections[0].footer.paragraphs[0].text == ecrit


@pytest.mark.parametrize(
    "paragraphe",
    [
        "{{ x|default(« vide ») }}",
        ["{", "{ x|default(«\u00a0vide\u00a0») }", "}"],
        ["{{ x|default(", "“vide”", ") }}"],
        "{{\u00a0x|default(’vide’)\u202f}}",
    ],
)
def test_la_correction_automatique_francaise_est_remise_en_ordre(
    modele: Fabrique, tmp_path: Path, paragraphe: str | list[str]
) -> None:
    sortie = tmp_path / "s.docx"
    sortie.write_bytes(remplir(modele(paragraphe), {}))
    assert textes(sortie) == ["vide"]


def test_une_majuscule_automatique_ne_casse_pas_une_instruction(modele: Fabrique, tmp_path: Path) -> None:
    sortie = tmp_path / "s.docx"
    sortie.write_bytes(remplir(modele("{%p\u00a0If vrai %}", "oui", "{%p Endif %}"), {"vrai": True}))
    assert textes(sortie) == ["oui"]


def test_rien_pour_une_valeur_absente_et_les_dates_en_francais(modele: Fabrique, tmp_path: Path) -> None:
    sortie = tmp_path / "s.docx"
    sortie.write_bytes(
        remplir(modele("[{{ rien }}] {{ le }}", titre="Lettre du {{ le }}"), {"rien": None, "le": date(2026, 3, 2)})
    )
    document = Document(str(sortie))
    assert document.paragraphs[0].text == "[] 02/03/2026"
    assert document.core_properties.title == "Lettre du 02/03/2026"
    assert document.core_properties.language == "fr-FR"


@pytest.mark.parametrize(
    ("paragraphe", "morceaux"),
    [
        ("{{ i.ecrat }}", ["corps du document", "près de « {{ i.ecrat }} »", "« ecrat » n’existe pas", "« ecart »"]),
        ("{{ inconnu }}", ["« inconnu » n’existe pas"]),
        ("{%p for x in liste %}", ["n’est pas fermée"]),
        ("{{ i.ecart|euros }}", ["le filtre « euros » n’existe pas"]),
        ("{{ i.ecart / 0 }}", ["ne peut pas être calculée"]),
        ("{{ i.__class__.__mro__ }}", ["interdite"]),
        ("{{ i ecart }}", ["mal écrite"]),
    ],
)
def test_une_faute_du_modele_est_dite_avec_son_lieu(modele: Fabrique, paragraphe: str, morceaux: list[str]) -> None:
    with pytest.raises(ModeleFautif) as faute:
        remplir(modele("avant", paragraphe, "après"), {"i": {"ecart": 3}, "liste": [1]})
    for morceau in morceaux:
        assert morceau in faute.value.phrase


def test_une_faute_dans_le_pied_est_dite_dans_le_pied(modele: Fabrique) -> None:
    with pytest.raises(ModeleFautif, match="pied de page"):
        remplir(modele("corps", pied="{{ absent }}"), {})


def test_un_modele_ne_lance_pas_de_commande(modele: Fabrique) -> None:
    hostile = "{{ ''.__class__.__base__.__subclasses__() }}"
    with pytest.raises(ModeleFautif, match="interdite"):
        remplir(modele(hostile), {})


def test_un_modele_ne_change_pas_les_valeurs(modele: Fabrique) -> None:
    valeurs = {"liste": [1]}
    with pytest.raises(ModeleFautif):
        remplir(modele("{{ liste.append(2) }}"), valeurs)
    assert valeurs == {"liste": [1]}


@pytest.mark.parametrize("contenu", [b"", b"pas un zip", b"PK\x03\x04abime"])
def test_un_fichier_qui_n_est_pas_un_modele(tmp_path: Path, contenu: bytes) -> None:
    faux = tmp_path / "faux.docx"
    faux.write_bytes(contenu)
    with pytest.raises(ModeleFautif, match="n’est pas un document Word"):
        remplir(faux, {})


def test_un_modele_absent(tmp_path: Path) -> None:
    with pytest.raises(ModeleFautif, match="introuvable"):
        remplir(tmp_path / "rien.docx", {})


def test_la_couleur_d_une_cellule_reste_dans_l_ordre_du_schema(tmp_path: Path) -> None:
    document = Document()
    cellule = document.add_table(1, 1).rows[0].cells[0]
    cellule.text = "{% cellbg fond %}{{ etat }}"
    chemin = tmp_path / "m.docx"
    document.save(str(chemin))
    (tmp_path / "s.docx").write_bytes(remplir(chemin, {"fond": "E3F0E4", "etat": "atteint"}))
    cellule = Document(str(tmp_path / "s.docx")).tables[0].rows[0].cells[0]
    proprietes = [e.tag for e in cellule._tc.tcPr]
    assert proprietes == [qn("w:tcW"), qn("w:shd")]
    assert cellule.text == "atteint"
    assert controler((tmp_path / "s.docx").read_bytes()) == []


def test_500_lignes_restent_rapides_et_bien_formees(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(3, 2)
    for rang, ligne in enumerate((["{%tr for l in lignes %}", ""], ["{{ l.a }}", "{{ l.b }}"], ["{%tr endfor %}", ""])):
        for cellule, texte in zip(table.rows[rang].cells, ligne, strict=True):
            cellule.text = texte
    chemin = tmp_path / "m.docx"
    document.save(str(chemin))
    octets = remplir(chemin, {"lignes": [{"a": f"R{i}", "b": "é & <"} for i in range(500)]})
    assert controler(octets) == []
    (tmp_path / "s.docx").write_bytes(octets)
    lu = Document(str(tmp_path / "s.docx"))
    assert len(lu.tables[0]._tbl.tr_lst) == 500


def test_les_memes_valeurs_donnent_les_memes_octets_a_toute_heure(
    modele: Fabrique, monkeypatch: pytest.MonkeyPatch
) -> None:
    gabarit = modele("{{ texte }}")
    octets = remplir(gabarit, {"texte": "Bonjour"})
    monkeypatch.setattr(time, "time", lambda: 1_900_000_000.0)
    assert remplir(gabarit, {"texte": "Bonjour"}) == octets
