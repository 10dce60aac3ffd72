"""What brings cases together: sixty days, same words or same person; the same motif three times in a quarter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.rapprochements import a_traiter, doublons, meme_personne, repetitions

Recue = Callable[..., Reclamation]

LE = date(2026, 3, 2)


@pytest.mark.parametrize(("ecart", "suggere"), [(0, True), (60, True), (61, False), (-60, True), (-61, False)])
def test_la_fenetre_est_de_soixante_jours(recue: Recue, ecart: int, suggere: bool) -> None:
    une = recue(LE, objet="Sanitaires fermés toute la journée")
    autre = recue(LE + timedelta(days=ecart), reference="R-2026-002", objet="sanitaires FERMES")
    assert [d.reference for d in doublons(une, [une, autre])] == (["R-2026-002"] if suggere else [])


@pytest.mark.parametrize(
    ("objet", "motif", "suggere"),
    [
        ("Sanitaire fermé", "", True),
        ("Sanitaires", "", False),
        ("Sanitaires", "proprete", True),
        ("Attente au guichet", "proprete", False),
        ("Sanitaires propres mais attente interminable devant guichet quatre", "", False),
        ("", "proprete", False),
    ],
)
def test_les_memes_mots_quels_que_soient_accents_et_pluriel(
    recue: Recue, objet: str, motif: str, suggere: bool
) -> None:
    une = recue(LE, objet="Sanitaires fermés depuis mardi", motif="proprete")
    autre = recue(LE, reference="R-2026-002", objet=objet, motif=motif)
    assert bool(doublons(une, [autre])) is suggere


def test_la_meme_personne_est_proposee_sans_etre_nommee(recue: Recue) -> None:
    une, autre = recue(LE, objet="Attente"), recue(LE, reference="R-2026-002", objet="Badge")
    personnes = {"R-2026-002": Identite(nom="MARTIN Jeanne")}
    (doublon,) = doublons(une, [autre], Identite(nom="Mme Jeanne Martin"), personnes)
    assert doublon.raison == "même personne"
    assert doublons(une, [autre]) == ()


@pytest.mark.parametrize(
    ("une", "autre", "meme"),
    [
        (Identite(nom="Jeanne Martin"), Identite(nom="martin jeanne"), True),
        (Identite(nom="Martin"), Identite(nom="Martin"), False),
        (Identite(nom="M. Paul Léger"), Identite(nom="LEGER Paul"), True),
        (Identite(telephone="06 12 34 56 78"), Identite(telephone="+33612345678"), True),
        (Identite(telephone="06"), Identite(telephone="06"), False),
        (Identite(courriel="J@exemple.fr"), Identite(courriel="j@exemple.fr"), True),
        (Identite(), Identite(), False),
    ],
)
def test_qui_est_la_meme_personne(une: Identite, autre: Identite, meme: bool) -> None:
    assert meme_personne(une, autre) is meme


def test_deux_ne_font_pas_une_repetition_trois_si_dans_le_meme_trimestre_seulement(recue: Recue) -> None:
    janvier, mars, avril = (
        recue(le, reference=f"R-2026-00{n}", motif="attente")
        for n, le in enumerate((date(2026, 1, 2), date(2026, 3, 31), date(2026, 4, 1)), start=1)
    )
    assert repetitions([janvier, mars, avril]) == ()
    fevrier = recue(date(2026, 2, 2), reference="R-2026-004", motif="attente", actions=("A-2026-001",))
    (trouvee,) = repetitions([avril, mars, fevrier, janvier])
    assert (trouvee.motif, trouvee.trimestre, trouvee.engagement) == ("attente", "2026-T1", "4")
    assert trouvee.references == ("R-2026-001", "R-2026-004", "R-2026-002")
    assert trouvee.actions == ("A-2026-001",)
    assert a_traiter([trouvee]) == ()


@pytest.mark.parametrize(
    ("motif", "nature", "nombre"),
    [
        ("attente", "reclamation", 1),
        ("autre", "reclamation", 0),
        ("", "reclamation", 0),
        ("attente", "doublon", 0),
        ("attente", "remerciement", 0),
    ],
)
def test_ce_qui_n_a_rien_en_commun_n_est_pas_une_repetition(recue: Recue, motif: str, nature: str, nombre: int) -> None:
    cas = [recue(date(2026, 1, 2), motif=motif, nature=nature) for _ in range(3)]
    assert len(a_traiter(repetitions(cas))) == nombre
