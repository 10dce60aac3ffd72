"""The page « Comment on compte » of the guide is the program's: the same definitions, word for word.

`python -m tests.docs.test_comptage` writes them again.
"""

from __future__ import annotations

import re
from pathlib import Path

from qualitui.domain.indicateurs import catalogue
from qualitui.store.site.referentiels import charger_indicateurs

PAGE = Path(__file__).parents[2] / "docs" / "comptage.md"
ZONE = re.compile(r"(?<=<!-- definitions -->\n).*?(?=<!-- fin -->)", re.DOTALL)


def definitions() -> str:
    """Every definition of an EPS site, a line each."""
    lignes = []
    for une in catalogue.definitions(charger_indicateurs()):
        aussi = f" (aussi {une.indicateur})" if une.indicateur not in ("", une.code) else ""
        lignes.append(f"- **{une.code} {une.libelle}**{aussi}. {une.texte}\n")
    return "".join(lignes)


def test_la_page_du_guide_dit_les_definitions_du_programme() -> None:
    trouvee = ZONE.search(PAGE.read_text(encoding="utf-8"))
    assert trouvee is not None
    assert trouvee.group() == definitions()


def test_un_indicateur_calcule_porte_le_nom_et_la_definition_de_son_chiffre() -> None:
    types = {type_.code: type_ for type_ in charger_indicateurs()}
    for code, figure in catalogue.calculs().items():
        assert (types[code].libelle, types[code].formule) == figure.definition[1:3]


def test_deux_definitions_ont_deux_noms() -> None:
    """Of one name, one definition: two codes share them only when they are one indicator's."""
    noms: dict[str, str] = {}
    for une in catalogue.definitions(charger_indicateurs()):
        assert noms.setdefault(une.libelle, une.texte) == une.texte, une.libelle
        assert une.texte.endswith("."), une.code


if __name__ == "__main__":
    PAGE.write_text(ZONE.sub(lambda _: definitions(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
