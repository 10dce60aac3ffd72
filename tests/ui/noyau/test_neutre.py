"""Whatever a screen draws, no text drives the terminal nor turns its lines round."""

from __future__ import annotations

from datetime import date

from rich.segment import Segment
from textual.color import Color
from ui.pilotage import calme, ouvrir

from qualitui.domain.francais import PILOTANTS
from qualitui.store.journal.ligne import encoder
from qualitui.store.site.site import Site
from qualitui.ui.noyau.neutre import Neutre

HOSTILE = "Porte\nR-2026-999 forge\x1b[2J\x9b31m\u202eabc\u2066"


def test_un_segment_garde_ce_qui_se_lit() -> None:
    noir = Color(0, 0, 0)
    (segment,) = Neutre().apply([Segment(HOSTILE)], noir)
    assert segment.text == "Porte R-2026-999 forge[2J31mabc"
    sain = [Segment("Porte")]
    assert Neutre().apply(sain, noir) is sain


async def test_aucun_ecran_ne_dessine_un_texte_qui_pilote(site: Site, jour: date) -> None:
    fiche = {"reference": "S-2026-001", "texte": HOSTILE, "theme": HOSTILE, "recue_le": "2026-03-02", "auteur": HOSTILE}
    ligne = {"n": 1, "h": 1, "w": "pc~x~1", "p": "", "o": [{"t": "suggestions", "i": "X", "v": 1, "s": fiche}]}
    (site.dossier / "registre" / "2026" / "pc~x~1.jsonl").write_bytes(encoder(ligne))
    site.registre.poll()
    vus = 0
    async with ouvrir(site, jour) as pilot:
        for touches in (("f6",), ("enter",), ("escape", "m"), ("escape", "j"), ("escape", "f2")):
            await pilot.press(*touches)
            await calme(pilot)
            ecran = pilot.app.screen
            dessine = "\n".join(bande.text for bande in ecran._compositor.render_strips())
            vus += "forge" in dessine
            assert not PILOTANTS.search(dessine), touches
            assert not [une for une in dessine.splitlines() if une.startswith("R-2026-999")], touches
        assert any(isinstance(filtre, Neutre) for filtre in pilot.app.get_line_filters())
    assert vus
