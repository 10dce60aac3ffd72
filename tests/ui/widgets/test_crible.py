"""A search typed letter by letter, erased, filtered, sorted, finds what it would find alone."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from qualitui.ui.widgets.crible import Colonne, Crible

OBJETS = [
    f"{premier} {second}" for premier in ("Été", "accueil", "propre", "pro") for second in ("a", "ac", "été", "r p")
]
COLONNES = [Colonne[str]("Nom", None, str)]
FILTRES: dict[str, Callable[[str], bool] | None] = {
    "tout": None,
    "a": lambda objet: objet.endswith("a"),
    "e": lambda objet: "c" in objet,
}
RECHERCHES = ("", "a", "ac", "acc", "acc p", "p", "pr", "pro", "pro ", "pro e", "é", "ete", "ete a", "r p", "p r", " p")


def trouves(crible: Crible[str]) -> list[str]:
    return next(retenus for retenus in crible.retenir() if retenus is not None)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(RECHERCHES), st.sampled_from(sorted(FILTRES)), st.sampled_from([None, 0]), st.booleans()
        ),
        max_size=12,
    )
)
def test_une_recherche_trouve_ce_qu_elle_trouverait_seule(suite: list[tuple[str, str, int | None, bool]]) -> None:
    """Whatever was searched before; now and then other records are read."""
    crible, objets = Crible(COLONNES), list(OBJETS)
    crible.objets = objets
    for cherche, filtre, tri, relu in suite:
        if relu:
            objets = [*objets[1:], "accueil relu"]
            crible.objets = objets
        seul = Crible(COLONNES)
        seul.objets = objets
        for un in (crible, seul):
            un.cherche, un.garder, un.tri = cherche, FILTRES[filtre], tri
        assert trouves(crible) == trouves(seul)


def test_une_recherche_interrompue_ne_laisse_rien() -> None:
    """A letter typed before the answer of the one before: that answer was never whole."""
    crible = Crible(COLONNES)
    crible.objets = [f"accueil {rang}" for rang in range(500)]
    crible.cherche = "accueil 4"
    next(crible.retenir())
    crible.cherche = "accueil 49"
    assert trouves_en_entier(crible) == [objet for objet in crible.objets if "49" in objet]


def trouves_en_entier(crible: Crible[str]) -> list[str]:
    return [retenus for retenus in crible.retenir() if retenus is not None][-1]
