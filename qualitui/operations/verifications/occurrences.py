"""What is due and what was found of it, read from the register.

Nothing walks ten years of results: a constat is read by its id, « CODE@PERIODE », once its occurrence is derived; what
was missed without a reason is looked for among the ids alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from qualitui.domain.base import Introuvable, Refus
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.temps import calendrier, periodes, recurrence
from qualitui.domain.temps import jours_ouverts as jours_du_site
from qualitui.domain.temps.jours_ouverts import jours_ouverts
from qualitui.domain.verifications import fiche as tableau
from qualitui.domain.verifications import occurrences as regle
from qualitui.domain.verifications.fiche import Constat, EtatOccurrence, Redaction, Verification
from qualitui.domain.verifications.occurrences import (
    Occurrence,
    Situation,
    Suivi,
    occurrence,
    occurrences,
    sans_constat,
    suivre,
)
from qualitui.store import empreintes
from qualitui.store.contrat import FicheIllisible

if TYPE_CHECKING:
    from qualitui.domain.temps.explications import Explication
    from qualitui.store.site.site import Site


_CODE = (calendrier, periodes, recurrence, jours_du_site, regle, tableau)  # what decides of a miss


class IntervalleVide(Refus):
    """A list that would end before it starts."""


class DuJour(NamedTuple):
    """The round of a day, each list in walk order.

    `aujourdhui`: expected today or before, not done; `semaine`: expected by Sunday; `ensuite`: window open, expected
    later; `faites`: done, window still open; `a_expliquer`: missed, without a reason, oldest first.
    """

    aujourdhui: list[Suivi]
    semaine: list[Suivi]
    ensuite: list[Suivi]
    faites: list[Suivi]
    a_expliquer: list[Suivi]


def lire(site: Site, une: Occurrence) -> Constat | None:
    """What was noted of an occurrence, None when nothing was."""
    try:
        return site.registre.get(Constat, une.ident)
    except Introuvable:
        return None


def deja_note(site: Site, verification: Verification, periode: str) -> Constat | None:
    """What was noted of that period, None when nothing was; `PasDePeriode` if the check has no such period."""
    site.exiger("verifications", Verbe.LIRE)
    return lire(site, occurrence(verification, periode, jours_ouverts(site.calendrier)))


def suivi(site: Site, verification: Verification, periode: str, *, jour: date) -> Suivi:
    """One occurrence with its state on `jour`."""
    site.exiger("verifications", Verbe.LIRE)
    une = occurrence(verification, periode, jours_ouverts(site.calendrier))
    return suivre(une, lire(site, une), jour)


def _suivre(site: Site, une: Occurrence, jour: date) -> Suivi:
    """The same in a list, which one result that this program cannot read does not stop."""
    try:
        return suivre(une, lire(site, une), jour)
    except FicheIllisible:
        return Suivi(une, None, EtatOccurrence.ILLISIBLE)


def pourquoi(site: Site, verification: Verification, une: Occurrence) -> Explication:
    """« Pourquoi cette date ? » of an occurrence of `verification`, under the site's calendar as it is now."""
    site.exiger("verifications", Verbe.LIRE)
    from qualitui.domain.verifications.phrases import pourquoi as expliquer  # one explanation among many readings

    return expliquer(verification, une, site.calendrier)


def historique(site: Site, verification: Verification, *, jour: date) -> list[Suivi]:
    """Every occurrence of a check up to the one under way, oldest first."""
    site.exiger("verifications", Verbe.LIRE)
    return suivis(site, du=min(verification.depuis, jour), au=jour, jour=jour, verifications=[verification])


def suivis(
    site: Site, *, du: date, au: date, jour: date, verifications: Iterable[Verification] | None = None
) -> list[Suivi]:
    """Every occurrence whose window shares a day with `du`…`au`, with its state on `jour`, check by check."""
    if au < du:
        raise IntervalleVide(f"La période finirait le {au:%d/%m/%Y}, avant de commencer.", "au")
    jours = jours_ouverts(site.calendrier)
    choisies = site.registre.find(Verification) if verifications is None else verifications
    return [_suivre(site, une, jour) for v in choisies for une in occurrences(v, du, au, jours)]


def a_expliquer(site: Site, *, jour: date) -> list[Suivi]:
    """Every occurrence missed without a reason since each check exists, oldest first."""
    jours, janvier = jours_ouverts(site.calendrier), date(jour.year, 1, 1)
    notees = site.registre.identifiants(Constat)
    manquees = manquees_avant(site, janvier)
    for verification in site.registre.find(Verification):
        manquees += sans_constat(verification, jour, jours, notees, du=janvier)
    return [suivre(une, None, jour) for une in sorted(manquees, key=lambda o: (o.fin, o.verification))]


def manquees_avant(site: Site, janvier: date) -> list[Occurrence]:
    """What was missed without a reason in the years before, check by check.

    Worked out when the checks, the calendar or what is noted of those years change: ten years are gone through for it.
    """
    registre, verifications = site.registre, site.registre.find(Verification)
    noms = (registre.presence(Constat, avant=f"{janvier:%Y}"), registre.empreinte(Verification))
    empreinte = " ".join((f"{janvier}", *noms, repr(site.calendrier), empreintes.code(*_CODE)))
    textes = [v.toutes_redactions for v in verifications]
    connues = registre.rappeler("manquées", empreinte)
    if connues is not None:
        return [_relire(une, verifications, textes) for une in connues]
    jours, notees = jours_ouverts(site.calendrier), registre.identifiants(Constat)
    trouvees = [(rang, une) for rang, v in enumerate(verifications) for une in sans_constat(v, janvier, jours, notees)]
    registre.retenir("manquées", empreinte, [_ecrire(rang, une, textes[rang]) for rang, une in trouvees])
    return [une for _, une in trouvees]


def _ecrire(rang: int, une: Occurrence, textes: tuple[Redaction, ...]) -> tuple[Any, ...]:
    jours = [jour.toordinal() for jour in (une.debut, une.fin, une.attendue, une.ancre)]
    return rang, une.periode, jours, str(une.situation), textes.index(une.redaction)


def _relire(
    ecrite: tuple[Any, ...], verifications: Sequence[Verification], textes: list[tuple[Redaction, ...]]
) -> Occurrence:
    rang, periode, jours, situation, texte = ecrite
    debut, fin, attendue, ancre = map(date.fromordinal, jours)
    code = verifications[rang].code
    return Occurrence(code, periode, debut, fin, attendue, Situation(situation), textes[rang][texte], ancre)


def lister(site: Site, *, jour: date, du: date | None = None, au: date | None = None) -> list[Suivi]:
    """The occurrences of `du`…`au`; without them, those whose window holds `jour` and the missed ones to explain."""
    site.exiger("verifications", Verbe.LIRE)
    if du is None and au is None:
        return a_expliquer(site, jour=jour) + en_parcours(site, suivis(site, du=jour, au=jour, jour=jour))
    debut, fin = du or min(jour, au or jour), au or max(jour, du or jour)
    tous = (s for s in suivis(site, du=debut, au=fin, jour=jour) if not _passee_sans_etre_due(s, jour))
    return sorted(tous, key=lambda s: (s.occurrence.debut, s.occurrence.verification))


def _passee_sans_etre_due(suivi: Suivi, jour: date) -> bool:
    """Nothing was asked of it, and nothing can be done any more."""
    return suivi.etat is EtatOccurrence.NON_DUE and suivi.occurrence.fin < jour


def du_jour(site: Site, jour: date) -> DuJour:
    """What the site has to do on `jour` and this week, by role and in walk order."""
    site.exiger("verifications", Verbe.LIRE)
    courantes = en_parcours(site, suivis(site, du=jour, au=jour, jour=jour))
    a_faire = [s for s in courantes if s.etat is EtatOccurrence.A_FAIRE]
    dimanche = jour + timedelta(days=6 - jour.weekday())
    return DuJour(
        aujourdhui=[s for s in a_faire if s.occurrence.attendue <= jour],
        semaine=[s for s in a_faire if jour < s.occurrence.attendue <= dimanche],
        ensuite=[s for s in a_faire if s.occurrence.attendue > dimanche],
        faites=[s for s in courantes if s.etat is EtatOccurrence.FAITE],
        a_expliquer=a_expliquer(site, jour=jour),
    )


def en_parcours(site: Site, suivis: Iterable[Suivi]) -> list[Suivi]:
    """By role, then place by place in walk order: a place comes where its first check stands in the table."""
    rangs = {v.code: v.ordre for v in site.registre.find(Verification)}
    retenus = list(suivis)
    lieux: dict[str, int] = {}
    for suivi in retenus:
        lieu, rang = suivi.occurrence.redaction.lieu, rangs.get(suivi.occurrence.verification, 0)
        lieux[lieu] = min(rang, lieux.get(lieu, rang))

    def place(suivi: Suivi) -> tuple[str, int, str, int, str, date]:
        une = suivi.occurrence
        lieu = une.redaction.lieu
        return une.role, lieux[lieu], lieu, rangs.get(une.verification, 0), une.verification, une.debut

    return sorted(retenus, key=place)
