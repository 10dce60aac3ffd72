"""Is the clock of this workstation to be believed? Its day is compared with the day of whoever wrote last.

A flat battery takes a computer back by years, a wrong setting takes it a year away. Within a quarter behind
(a restored machine, a neighbour in advance) and a year ahead (a site nobody opened for long), nobody is troubled.
"""

from __future__ import annotations

from datetime import date, timedelta

from qualitui.domain.francais import INSECABLE, date_en_mots

RETARD_ADMIS = timedelta(days=92)  # a quarter
SILENCE_ADMIS = timedelta(days=364)  # the day of today in the year to come is the commonest wrong setting


def doute_sur_l_horloge(jour: date, derniere_ecriture: date | None) -> str:
    """Why `jour` is not believed, as a sentence; empty when it is, or when there is nothing to compare it with."""
    if derniere_ecriture is None or -RETARD_ADMIS <= jour - derniere_ecriture <= SILENCE_ADMIS:
        return ""
    return (
        f"Ce poste se croit le {date_en_mots(jour)}, alors que la dernière écriture du site est du "
        f"{date_en_mots(derniere_ecriture)}{INSECABLE}: vérifiez la date de l’ordinateur."
    )
