"""The public holidays of the years already asked for, kept on this workstation.

To read their library is a tenth of a reading command. They are asked of it again when it changes, or our reading of it.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from qualitui.domain.temps import calendrier
from qualitui.store.contrat import Registre
from qualitui.store.empreintes import fichiers

_NOM = "fériés"


def reprendre(registre: Registre) -> None:
    calendrier.FERIES_CONNUS.update(registre.rappeler(_NOM, _empreinte()) or {})


def garder(registre: Registre) -> None:
    """Keep those learnt since."""
    tenus = registre.rappeler(_NOM, _empreinte()) or {}
    if not calendrier.FERIES_CONNUS.keys() <= tenus.keys():
        registre.retenir(_NOM, _empreinte(), dict(calendrier.FERIES_CONNUS))


def _empreinte() -> str:
    spec = find_spec("holidays")
    bibliotheque = Path(spec.origin if spec and spec.origin else "").parent
    noms = ("version.py", "holiday_base.py", "countries/france.py", "groups/christian.py", "groups/international.py")
    return fichiers(calendrier.__file__, *(str(bibliotheque / nom) for nom in noms))
