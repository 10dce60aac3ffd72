"""What the screens of the checks read: the sheet of a day, the year and the week as grids, an action foreseen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from qualitui.domain.actions.fiche import TypeAction, echeance_proposee
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.temps.calendrier import ajouter_mois
from qualitui.domain.temps.jours_ouverts import jours_ouverts
from qualitui.domain.temps.recurrence import Periodicite
from qualitui.domain.verifications import constats
from qualitui.domain.verifications.fiche import EtatOccurrence, Resultat, Verification
from qualitui.domain.verifications.occurrences import Occurrence, Suivi, suivre
from qualitui.domain.verifications.volets import Volet, semaine_de, volets
from qualitui.operations.verifications import gestes as verifications
from qualitui.operations.verifications import occurrences, tournee

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

MOIS_DU_PASSE = 13  # what the list of the past shows; the year grid and each check's history go further back
SEMAINES_A_VENIR = timedelta(days=14)


class Rangee(NamedTuple):
    """A row of the lists: an occurrence, and the parts of the round that show it."""

    suivi: Suivi
    volets: frozenset[Volet]
    reference: str

    @property
    def occurrence(self) -> Occurrence:
        return self.suivi.occurrence


class Feuille(NamedTuple):
    """`tableau`: the checks by code; `manquees`: how many missed ones wait for a reason, `miennes` for a reason of
    the person in front of the screen."""

    rangees: list[Rangee]
    tableau: dict[str, Verification]
    manquees: int
    miennes: int


def ranger(suivi: Suivi, jour_de_tournee: date) -> Rangee:
    return Rangee(suivi, volets(suivi, jour_de_tournee), suivi.occurrence.reference)


def feuille(site: Site, *, jour: date, le: date | None = None, passe: bool = False, manquees: bool = True) -> Feuille:
    """The weeks around `le` (default `jour`) in walk order, then what was missed without a reason, newest first.

    `passe`: everything of the last `MOIS_DU_PASSE` months too. Without `manquees` what was missed earlier is not
    looked for: ten years are gone through for it.
    """
    site.exiger("verifications", Verbe.LIRE)
    tour = le or jour
    lundi, dimanche = semaine_de(tour)
    courantes = occurrences.suivis(site, du=lundi, au=dimanche + SEMAINES_A_VENIR, jour=jour)
    a_expliquer = occurrences.a_expliquer(site, jour=jour) if manquees else []
    anciennes = {s.occurrence.ident: s for s in a_expliquer}
    if passe:
        debut = min(lundi, ajouter_mois(jour, -MOIS_DU_PASSE))
        anciennes |= {s.occurrence.ident: s for s in occurrences.suivis(site, du=debut, au=jour, jour=jour)}
    for suivi in courantes:
        anciennes.pop(suivi.occurrence.ident, None)
    suite = sorted(anciennes.values(), key=lambda s: (s.occurrence.fin, s.occurrence.verification), reverse=True)
    rangees = [ranger(s, tour) for s in (*occurrences.en_parcours(site, courantes), *suite)]
    miennes = len([s for s in a_expliquer if a_moi(site, s)])
    return Feuille(rangees, {v.code: v for v in site.registre.find(Verification)}, len(a_expliquer), miennes)


def a_moi(site: Site, suivi: Suivi) -> bool:
    moi, texte = site.moi, suivi.occurrence.redaction
    return moi is not None and (texte.personne == moi.code if texte.personne else texte.role in moi.roles)


def a_expliquer(site: Site, *, jour: date) -> list[Suivi]:
    """What was missed without a reason, one's own first, then by check, newest first."""
    site.exiger("verifications", Verbe.LIRE)
    manquees = occurrences.a_expliquer(site, jour=jour)
    manquees.sort(key=lambda s: s.occurrence.fin, reverse=True)
    rangs = {v.code: v.ordre for v in site.registre.find(Verification)}
    return sorted(manquees, key=lambda s: (not a_moi(site, s), rangs.get(s.occurrence.verification, 0)))


def anticiper(suivi: Suivi, resultat: Resultat, *, le: date, jour: date, constat: str = "") -> Suivi:
    """The occurrence as it will be once noted, to show it before it is written; the same refusals, without the
    register's."""
    note = constats.noter(suivi.occurrence, suivi.constat, resultat, le=le, par="", jour=jour, constat=constat)
    return suivre(suivi.occurrence, note, jour)


def cocher(
    site: Site, tableau: dict[str, Verification], suivis: Iterable[Suivi], resultat: Resultat, *, le: date, jour: date
) -> list[Suivi]:
    """Note one result for several occurrences as they were read, in one gesture; the occurrences as they are then."""
    site.exiger("verifications", Verbe.NOTER)
    liste = list(suivis)
    saisies = [
        verifications.ResultatSaisi(
            tableau[s.occurrence.verification], s.occurrence.periode, resultat, le, lu=s.constat
        )
        for s in liste
    ]
    notes = verifications.noter_lot(site, saisies, jour=jour)
    return [suivre(s.occurrence, note, jour) for s, note in zip(liste, notes, strict=True)]


def anticiper_raison(suivi: Suivi, raison: str, *, texte: str = "", jour: date) -> Suivi:
    """The same for the reason of a miss."""
    note = constats.expliquer(suivi.occurrence, suivi.constat, raison, texte=texte, par="", jour=jour)
    return suivre(suivi.occurrence, note, jour)


def expliquer(
    site: Site,
    tableau: dict[str, Verification],
    suivis: Iterable[Suivi],
    raison: str,
    *,
    texte: str = "",
    jour: date,
) -> list[Suivi]:
    """Give the same reason to several misses as they were read, in one gesture; the occurrences as they are then."""
    site.exiger("verifications", Verbe.NOTER)
    with site.registre.transaction():
        return [
            suivre(
                s.occurrence,
                verifications.expliquer(
                    site,
                    tableau[s.occurrence.verification],
                    s.occurrence.periode,
                    raison,
                    lu=s.constat,
                    texte=texte,
                    jour=jour,
                ),
                jour,
            )
            for s in suivis
        ]


def relire(site: Site, suivi: Suivi, *, jour: date) -> Suivi:
    """The same occurrence as the register has it now."""
    site.exiger("verifications", Verbe.LIRE)
    return suivre(suivi.occurrence, occurrences.lire(site, suivi.occurrence), jour)


class ActionPrevue(NamedTuple):
    """The action that a non-conforme would open: its title before what was seen, who pilots it, its deadline."""

    debut: str
    pilote: str
    echeance: date


def action_prevue(suivi: Suivi, jour: date) -> ActionPrevue:
    texte = suivi.occurrence.redaction
    debut = f"{texte.lieu[:1].upper()}{texte.lieu[1:]} : " if texte.lieu else ""
    return ActionPrevue(debut, texte.personne or texte.role, echeance_proposee(TypeAction.CORRECTIVE, jour))


def grille_de_l_annee(site: Site, annee: int, *, jour: date) -> list[tuple[Verification, dict[int, list[Suivi]]]]:
    """The year check by check: for each month (1 to 12) the occurrences expected in it."""
    site.exiger("verifications", Verbe.LIRE)
    grille = []
    for verification in verifications.table(site):
        mois: dict[int, list[Suivi]] = {rang: [] for rang in range(1, 13)}
        for suivi in occurrences.suivis(
            site, du=date(annee, 1, 1), au=date(annee, 12, 31), jour=jour, verifications=[verification]
        ):
            if suivi.occurrence.attendue.year == annee:
                mois[suivi.occurrence.attendue.month].append(suivi)
        grille.append((verification, mois))
    return grille


class GrilleDeSemaine(NamedTuple):
    """`jours`: the open days of the week; each row has an occurrence a day (the same one all week but for daily
    checks), None where there is nothing to note."""

    jours: list[date]
    rangees: list[list[Suivi | None]]
    tableau: dict[str, Verification]


def grille_de_la_semaine(site: Site, le: date, *, jour: date) -> GrilleDeSemaine:
    """The paper round of the week of `le`, row by row as it is printed, to copy it."""
    site.exiger("verifications", Verbe.LIRE)
    lundi, dimanche = semaine_de(le)
    ouverts = jours_ouverts(site.calendrier)
    jours = [j for j in (lundi + timedelta(days=rang) for rang in range(7)) if ouverts.ouvert(j)]
    tous = occurrences.suivis(site, du=lundi, au=dimanche, jour=jour)
    a_voir = {s.occurrence.ident for s in tournee.a_parcourir(site, jour=lundi, semaine=True)}
    retenus = [s for s in tous if s.occurrence.ident in a_voir or _dans_la_semaine(s, lundi, dimanche)]
    lignes: dict[str, list[Suivi]] = {}
    for suivi in occurrences.en_parcours(site, retenus):
        une = suivi.occurrence
        quotidienne = une.redaction.periodicite is Periodicite.QUOTIDIENNE
        lignes.setdefault(une.verification if quotidienne else une.ident, []).append(suivi)
    rangees = [[_du_jour(suivis, un_jour) for un_jour in jours] for suivis in lignes.values()]
    return GrilleDeSemaine(jours, rangees, {v.code: v for v in site.registre.find(Verification)})


def _dans_la_semaine(suivi: Suivi, lundi: date, dimanche: date) -> bool:
    """Noted during the week, or missed in it."""
    if suivi.constat is not None and suivi.constat.resultat is not None:
        return lundi <= suivi.constat.le <= dimanche
    return suivi.etat is EtatOccurrence.MANQUEE and suivi.occurrence.attendue <= dimanche


def _du_jour(suivis: list[Suivi], jour: date) -> Suivi | None:
    return next((s for s in suivis if s.occurrence.debut <= jour <= s.occurrence.fin), None)
