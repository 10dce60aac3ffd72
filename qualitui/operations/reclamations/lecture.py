"""What a screen reads of the réclamations: the rows of the list, ready to show, and the choices of a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from qualitui.domain.actions.fiche import Action
from qualitui.domain.francais import mois_en_mots
from qualitui.domain.reclamations.alertes import GenreAlerte, alertes
from qualitui.domain.reclamations.delai import en_retard
from qualitui.domain.reclamations.etape import a_faire, delai_et_attente
from qualitui.domain.reclamations.fiche import Etat, Reclamation, etat, ouverte
from qualitui.domain.reclamations.filtre import jours_a_courir
from qualitui.domain.reclamations.saisie import SERVICES, engagement_propose
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.nomenclatures import Ligne
from qualitui.operations import choix as communs
from qualitui.operations import equipe
from qualitui.operations.choix import Options
from qualitui.operations.reclamations import gestes as reclamations

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

SANS_LIMITE = 1_000_000  # sorts the cases without a deadline after all the others


class Rangee(NamedTuple):
    """One case of the list, its words worked out once. `reste`: days to the butoir, `SANS_LIMITE` without one."""

    reclamation: Reclamation
    reference: str
    etat: str
    delai: str
    reste: int
    canal: str
    classement: str
    pilote: str
    a_traiter: bool
    en_retard: bool
    ce_mois: bool
    accuse_manquant: bool
    mienne: bool
    repondue: bool


class Choix(NamedTuple):
    """What the fields of a form offer; `engagement_du_motif` is what each motif proposes (« » for none).

    `confidentiel`: whether this person may note who wrote. `mois`: those in which a case was received, latest first.
    """

    canaux: Options
    natures: Options
    motifs: Options
    engagements: Options
    services: Options
    pilotes: Options
    engagement_du_motif: Mapping[str, str]
    confidentiel: bool
    mois: Options


def rangees(site: Site, *, jour: date) -> list[Rangee]:
    """Every case, the most pressing first."""
    site.exiger("reclamations", Verbe.LIRE)
    noms = noms_des_pilotes(site)
    canaux, motifs = _libelles(site.nomenclatures.canaux), _libelles(site.nomenclatures.motifs)
    natures = _libelles(site.nomenclatures.natures)
    moi = site.moi
    miens = {site.auteur, *(moi.roles if moi else ())}

    def rangee(reclamation: Reclamation) -> Rangee:
        reste = jours_a_courir(reclamation, jour)
        courant = etat(reclamation)
        return Rangee(
            reclamation=reclamation,
            reference=reclamation.reference,
            etat=courant.value,
            delai=delai_et_attente(reclamation, jour),
            reste=SANS_LIMITE if reste is None else reste,
            canal=canaux.get(reclamation.canal, reclamation.canal),
            classement=motifs.get(reclamation.motif, natures.get(reclamation.nature, "à qualifier")),
            pilote=noms.get(reclamation.pilote, reclamation.pilote),
            a_traiter=a_faire(reclamation, jour),
            en_retard=ouverte(reclamation) and en_retard(reclamation, jour),
            ce_mois=(reclamation.recue_le.year, reclamation.recue_le.month) == (jour.year, jour.month),
            accuse_manquant=any(a.genre is GenreAlerte.ACCUSE for a in alertes(reclamation, jour)),
            mienne=reclamation.pilote in miens,
            repondue=courant is Etat.REPONDUE,
        )

    return [rangee(reclamation) for reclamation in reclamations.lister(site, jour=jour)]


def choix(site: Site, *, jour: date) -> Choix:
    """What a form may offer on `jour`."""
    site.exiger("reclamations", Verbe.LIRE)
    tables = site.nomenclatures
    regles = reclamations.regles(site, jour, jour)
    return Choix(
        canaux=_options(canal for canal in tables.canaux if canal.actif),
        natures=_options(tables.natures),
        motifs=_options(tables.motifs),
        engagements=communs.engagements(site, jour=jour),
        services=tuple((service, service.capitalize()) for service in SERVICES),
        pilotes=communs.pilotes(site, jour=jour),
        engagement_du_motif={motif.code: engagement_propose(motif.code, regles) for motif in tables.motifs},
        confidentiel=site.confidentiel.accessible,
        mois=_mois(site),
    )


def noms_des_pilotes(site: Site) -> dict[str, str]:
    """code → the short name shown in a list: a person's name, a role's code in capitals."""
    return {role.code: role.code.upper() for role in site.roles} | {
        p.code: p.nom for p in equipe.lister(site, jour=date.max, tous=True)
    }


def actions_liees(site: Site) -> dict[str, Action]:
    """The actions of the plan, by reference, for those who may read it."""
    if not site.peut("actions", Verbe.LIRE):
        return {}
    return {action.reference: action for action in site.registre.find(Action)}


def _mois(site: Site) -> Options:
    recus = {(r.recue_le.year, r.recue_le.month) for r in site.registre.find(Reclamation)}
    return tuple((f"{an}-{mois:02d}", mois_en_mots(an, mois)) for an, mois in sorted(recus, reverse=True))


def _options(lignes: Iterable[Ligne]) -> Options:
    return tuple((ligne.code, ligne.libelle) for ligne in lignes)


def _libelles(lignes: Iterable[Ligne]) -> dict[str, str]:
    return dict(_options(lignes))
