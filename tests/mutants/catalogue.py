"""Every fault planted, floor by floor. To add one: its line as it is now, and the test that should see it."""

from __future__ import annotations

from tests.mutants.confidentialite import CONFIDENTIALITE
from tests.mutants.documents import BORDS, DOCUMENTS
from tests.mutants.domaine import DOMAINE
from tests.mutants.ecran import ECRAN
from tests.mutants.incertain import INCERTAIN
from tests.mutants.operations import OPERATIONS
from tests.mutants.planter import Mutant
from tests.mutants.politique import POLITIQUE
from tests.mutants.promesses import PROMESSES
from tests.mutants.recompte import RECOMPTE
from tests.mutants.registre import REGISTRE
from tests.mutants.secours import SECOURS
from tests.mutants.suivi import SUIVI

MUTANTS: tuple[Mutant, ...] = (
    *DOMAINE,
    *REGISTRE,
    *RECOMPTE,
    *OPERATIONS,
    *DOCUMENTS,
    *BORDS,
    *ECRAN,
    *PROMESSES,
    *CONFIDENTIALITE,
    *SECOURS,
    *INCERTAIN,
    *SUIVI,
    *POLITIQUE,
)
