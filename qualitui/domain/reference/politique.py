"""The policy of a delay: what becomes of a term on a closed day (report), and in which days it is counted (unité).

No law says it. The référentiels of the program carry one, which is ours (« proposé »); a site may choose another, with
its reason, from a day on. The number promised stays the référentiel's: only days may be counted as other days.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from pydantic import model_validator

from qualitui.domain.base import Refus, Valeur, evoluer
from qualitui.domain.francais import date_numerique, entre_guillemets, enumerer
from qualitui.domain.saisie import exiger_texte
from qualitui.domain.temps.delais import ChoixDuSite, Delai, Report, Unite

EN_JOURS = (Unite.JOURS, Unite.JOURS_OUVRABLES, Unite.JOURS_OUVRES)


class Population(StrEnum):
    """To whom a delay is promised, where the référentiel promises it to some natures of writing only."""

    REFERENTIEL = "referentiel"
    TOUTES = "toutes"


class PolitiqueRefusee(Refus):
    """A choice that changes nothing, that would count otherwise what was promised, or that reaches into the past."""


class Politique(Valeur):
    """One choice of the site for one delay, in force from `depuis` for the cases that start that day or later.

    `report`, `unite`, `population` None: as the référentiel has it. `le` and `par`: when and by whom it was chosen.
    """

    delai: str
    report: Report | None = None
    unite: Unite | None = None
    population: Population | None = None
    depuis: date
    raison: str
    par: str = ""
    le: date | None = None

    @model_validator(mode="after")
    def _complete(self) -> Politique:
        if not self.raison.strip():
            raise ValueError(f"la politique du délai «\u00a0{self.delai}\u00a0» doit dire sa raison")
        if self.unite is not None and self.unite not in EN_JOURS:
            raise ValueError(f"une politique compte en {enumerer(EN_JOURS, 'ou')}")
        return self

    @property
    def revient(self) -> bool:
        """True when it gives the delay back to the référentiel."""
        return self.valeurs == (None, None, None)

    @property
    def valeurs(self) -> tuple[Report | None, Unite | None, Population | None]:
        return self.report, self.unite, self.population


def en_vigueur(politiques: Iterable[Politique], code: str, jour: date) -> Politique | None:
    """The site's choice for what starts on `jour`, None: the référentiel's own rule. The last written wins a tie."""
    passees = [une for une in politiques if une.delai == code and une.depuis <= jour]
    derniere = max(enumerate(passees), key=lambda paire: (paire[1].depuis, paire[0]), default=None)
    return None if derniere is None or derniere[1].revient else derniere[1]


def appliquer(delai: Delai, politiques: Iterable[Politique], jour: date) -> Delai:
    """The delay under the policy of the site on `jour`, which it then carries, frozen with it."""
    une = en_vigueur(politiques, delai.code, jour)
    if une is None:
        return delai
    pour_tous = une.population is Population.TOUTES
    choix = ChoixDuSite(depuis=une.depuis, raison=une.raison, par=une.par, le=une.le, pour_tous=pour_tous)
    # A unit that no longer goes with the référentiel's (it changed since) is left out; `contradictions` tells it.
    unite = une.unite if une.unite is not None and delai.unite in EN_JOURS else delai.unite
    return evoluer(delai, report=une.report or delai.report, unite=unite, politique=choix)


def promis_a_tous(politiques: Iterable[Politique], code: str, jour: date) -> bool:
    """Whether the site promises the delay to every written demand, beyond what the référentiel says."""
    une = en_vigueur(politiques, code, jour)
    return une is not None and une.population is Population.TOUTES


def choisir(
    politiques: tuple[Politique, ...],
    delai: Delai,
    *,
    report: Report | None,
    unite: Unite | None,
    population: Population | None = None,
    restreint: bool = False,
    raison: str,
    depuis: date,
    par: str,
    jour: date,
) -> tuple[Politique, ...]:
    """The policies with one more: what is None stays as it was; all None: back to the référentiel's.

    `delai` is the référentiel's own; `restreint`: it promises it to some natures of writing only. PolitiqueRefusee for
    a day already gone (what was due stays due), another family of units, or no change at all.
    """
    texte = exiger_texte(raison, "Dites pourquoi le site compte ce délai autrement.", "raison")
    _exiger_l_avenir(politiques, delai, depuis, jour)
    _exiger_la_meme_promesse(delai, unite)
    if population is Population.TOUTES and not restreint:
        phrase = f"{_nom(delai)} est déjà promis à tous les écrits par le référentiel."
        raise PolitiqueRefusee(phrase, "population")
    actuelle = en_vigueur(politiques, delai.code, depuis)
    nouvelle = Politique(delai=delai.code, depuis=depuis, raison=texte, par=par, le=jour)
    if (report, unite, population) != (None, None, None):
        nouvelle = evoluer(
            nouvelle,
            report=_retenir(report, actuelle.report if actuelle else None, delai.report),
            unite=_retenir(unite, actuelle.unite if actuelle else None, delai.unite),
            population=_retenir(population, actuelle.population if actuelle else None, Population.REFERENTIEL),
        )
    if nouvelle.valeurs == (actuelle.valeurs if actuelle else (None, None, None)):
        raise PolitiqueRefusee(f"{_nom(delai)} se compte déjà ainsi à cette date.", "report")
    return (*politiques, nouvelle)


def _retenir(voulu: StrEnum | None, ancien: StrEnum | None, du_referentiel: StrEnum) -> StrEnum | None:
    """What was asked, None when it is the référentiel's; what it was when nothing was asked."""
    return ancien if voulu is None else None if voulu is du_referentiel else voulu


def _exiger_l_avenir(politiques: Iterable[Politique], delai: Delai, depuis: date, jour: date) -> None:
    if depuis < jour:
        raise PolitiqueRefusee(
            "Une politique ne vaut que pour l’avenir\u00a0: ce qui était dû le reste. Choisissez aujourd’hui ou un "
            "jour suivant.",
            "depuis",
        )
    prevues = [une for une in politiques if une.delai == delai.code and une.depuis > depuis]
    if prevues:
        raise PolitiqueRefusee(
            f"Une politique est déjà prévue pour ce délai le {date_numerique(prevues[-1].depuis)}\u00a0: donnez ce "
            "jour ou un jour suivant.",
            "depuis",
        )


def _exiger_la_meme_promesse(delai: Delai, unite: Unite | None) -> None:
    """The number promised is the référentiel's: it only goes from days to other days."""
    if delai.unite is Unite.SECONDES:
        raise PolitiqueRefusee(f"{_nom(delai)} est un seuil en secondes\u00a0: il ne donne pas de date.", "delai")
    if unite is not None and unite is not delai.unite and (unite not in EN_JOURS or delai.unite not in EN_JOURS):
        raise PolitiqueRefusee(
            f"{_nom(delai)} est promis en {delai.unite}\u00a0: le compter en {unite} changerait ce qui est promis. "
            f"Seuls des jours se comptent autrement ({enumerer(EN_JOURS, 'ou')}).",
            "unite",
        )


def contradictions(politiques: Iterable[Politique], delais: Iterable[Delai]) -> list[str]:
    """What the policies written in site.toml say that cannot be followed."""
    connus: dict[str, set[Unite]] = {}
    for delai in delais:
        connus.setdefault(delai.code, set()).add(delai.unite)
    dites, vues = [], set()
    for une in politiques:
        unites = connus.get(une.delai)
        quoi = f"La politique du délai {entre_guillemets(une.delai)} ({date_numerique(une.depuis)})"
        if unites is None:
            dites.append(f"{quoi} vise un délai qu’aucun référentiel ne connaît.")
        elif une.unite is not None and not unites & set(EN_JOURS):
            dites.append(f"{quoi} compte en {une.unite} un délai promis en {enumerer(sorted(unites), 'ou')}.")
        if (une.delai, une.depuis) in vues:
            dites.append(f"{quoi} est écrite deux fois pour le même jour\u00a0: la dernière est suivie.")
        vues.add((une.delai, une.depuis))
    return dites


def _nom(delai: Delai) -> str:
    return entre_guillemets(delai.libelle or delai.code)
