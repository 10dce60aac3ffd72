"""Gestures on the réclamations: check the right, apply the rule, write. Identities go to confidentiel/ only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

from tinydb import where

from qualitui.domain.base import Refus, evoluer
from qualitui.domain.concepts import concept
from qualitui.domain.reclamations import corrections, gestes, refus
from qualitui.domain.reclamations import saisie as regle
from qualitui.domain.reclamations.alertes import RECOURS
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.echeance import Ecart
from qualitui.domain.reclamations.echeance import apercu_changement as apercu
from qualitui.domain.reclamations.fiche import Fait, GenreFait, Reclamation, ouverte
from qualitui.domain.reclamations.filtre import Filtre, egalites_de, filtrer
from qualitui.domain.reclamations.gestes import MotifCloture
from qualitui.domain.reclamations.rapprochements import FENETRE_JOURS, Doublon, doublons
from qualitui.domain.reclamations.saisie import Changements, Regles, Saisie
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.vigilance import avertissements
from qualitui.operations import equipe
from qualitui.store.contrat import EcritureIncertaine
from qualitui.store.site import referentiels
from qualitui.store.site.confidentiel import ConfidentielInaccessible

if TYPE_CHECKING:
    from qualitui.store.site.site import Site


RESTEE = (
    " L’identité notée a pu rester dans confidentiel/{}\u00a0: «\u00a0qualitui diagnostic\u00a0» le dira, et permettra "
    "de le régler."
)


class Enregistrement(NamedTuple):
    """What was written, and what the person should look at: warnings (never a refusal) and possible duplicates."""

    reclamation: Reclamation
    avertissements: tuple[str, ...] = ()
    doublons: tuple[Doublon, ...] = ()


def regles(site: Site, recue_le: date, jour: date, pilote: str = "") -> Regles:
    """The rules that apply to a case received on `recue_le`; its present `pilote` may stay, even gone from the team."""

    def lire_pilote(saisi: str) -> str:
        return saisi if saisi == pilote else equipe.exiger_pilote(site, saisi, jour)

    referentiel = site.referentiel_au(recue_le)
    correspondance = referentiels.charger_correspondance()
    return Regles(
        site.nomenclatures,
        referentiel,
        site.calendrier,
        correspondance,
        lire_pilote,
        site.reglages.delai,
        site.reglages.promis_a_tous,
    )


def ajouter(
    site: Site, saisie: Saisie, *, identite: Identite | None = None, raison: str = "", jour: date
) -> Enregistrement:
    """Register a case: number, frozen deadlines; `identite` goes to confidentiel/.

    A nature that leaves the site (recours, hors périmètre, doublon) closes the case at once; a recours only with
    its `raison`, without which it stays open, to be routed.
    """
    site.exiger("reclamations", Verbe.NOTER)
    reclamation = regle.enregistrer(saisie, regles(site, saisie.recue_le, jour), jour)
    if identite is not None and not site.confidentiel.accessible:
        raise ConfidentielInaccessible(
            "L’identité ne peut pas être gardée : la partie confidentielle du site n’est pas accessible. "
            "Réessayez, ou videz ces champs\u00a0: le dossier s’enregistrera sans elle."
        )
    reclamation = _sortir(site, reclamation, raison, jour)
    # The number is claimed last, and given back if the writing fails; the identity is written before the case, so
    # that a full disk never leaves a case that lost it.
    with _sans_orpheline(site) as gardees, site.registre.transaction():
        reclamation = evoluer(reclamation, reference=site.reserver_reference(concept("reclamations").lettre, jour))
        if identite is not None:
            site.confidentiel.ecrire(reclamation.reference, identite)
            gardees.append(reclamation.reference)
        ecrite = site.registre.add(reclamation)
    return Enregistrement(ecrite, _avertir(ecrite), chercher_doublons(site, ecrite, identite))


@contextmanager
def _sans_orpheline(site: Site) -> Iterator[list[str]]:
    """The references of the identities written before their case: taken back when the case is surely not there."""
    gardees: list[str] = []
    try:
        yield gardees
    except EcritureIncertaine:
        raise
    except BaseException as erreur:
        restees = [reference for reference in gardees if not _reprendre(site, reference)]
        if restees and isinstance(erreur, Refus):
            erreur.phrase += RESTEE.format(", ".join(restees))
        raise


def _reprendre(site: Site, reference: str) -> bool:
    """False if something may be left. Whatever stopped the gesture, the case may have been written just before."""
    site.registre.poll()
    if site.registre.injoignable or site.registre.find(Reclamation, reference=reference):
        return False
    return site.confidentiel.reprendre(reference)


def _sortir(site: Site, reclamation: Reclamation, raison: str, jour: date) -> Reclamation:
    motif = regle.SORTIES.get(reclamation.nature)
    if motif is None or (motif in gestes.A_EXPLIQUER and not raison.strip()):
        return reclamation
    return gestes.clore(reclamation, motif=motif, le=jour, detail=raison, par=site.auteur, jour=jour)


def modifier(site: Site, reclamation: Reclamation, *, jour: date, **changements: Unpack[Changements]) -> Enregistrement:
    """Type some fields of the form again; another date of receipt makes the deadlines computed again."""
    site.exiger("reclamations", Verbe.NOTER, reclamation)
    modifiee = regle.modifier(reclamation, changements, _regles(site, reclamation, changements, jour), jour)
    ecrite = site.registre.save(modifiee)
    return Enregistrement(ecrite, _avertir(ecrite), chercher_doublons(site, ecrite))


def qualifier(
    site: Site,
    reclamation: Reclamation,
    *,
    raison: str = "",
    le: date | None = None,
    jour: date,
    **changements: Unpack[Changements],
) -> Enregistrement:
    """Say what the case is (and its motif, service…); a recours is routed out with its `raison`."""
    site.exiger("reclamations", Verbe.NOTER, reclamation)
    regles_du_jour = _regles(site, reclamation, changements, jour)
    qualifiee = regle.qualifier(
        reclamation, changements, regles_du_jour, raison=raison, le=le or jour, par=site.auteur, jour=jour
    )
    ecrite = site.registre.save(qualifiee)
    return Enregistrement(ecrite, _avertir(ecrite), chercher_doublons(site, ecrite))


def _regles(site: Site, reclamation: Reclamation, changements: Changements, jour: date) -> Regles:
    """The rules of the day of receipt kept or typed."""
    return regles(site, changements.get("recue_le", reclamation.recue_le), jour, reclamation.pilote)


def accuser(site: Site, reclamation: Reclamation, *, le: date, jour: date) -> Reclamation:
    """The accusé de réception was sent on `le`."""
    site.exiger("reclamations", Verbe.NOTER, reclamation)
    return _noter(site, gestes.accuser, reclamation, le=le, jour=jour)


def attendre(
    site: Site, reclamation: Reclamation, *, le: date, interlocuteur: str, nouvelle_date: date, jour: date
) -> Reclamation:
    """A réponse d’attente was sent: who follows the matter, and the new date."""
    site.exiger("reclamations", Verbe.NOTER, reclamation)
    precisions = {"interlocuteur": interlocuteur, "nouvelle_date": nouvelle_date}
    return _noter(site, gestes.attendre, reclamation, le=le, jour=jour, **precisions)


def repondre(site: Site, reclamation: Reclamation, *, le: date, jour: date) -> Reclamation:
    """The answer was sent on `le`."""
    site.exiger("reclamations", Verbe.NOTER, reclamation)
    return _noter(site, gestes.repondre, reclamation, le=le, jour=jour)


def contester(site: Site, reclamation: Reclamation, *, le: date, detail: str = "", jour: date) -> Reclamation:
    """The user contests the answer."""
    site.exiger("reclamations", Verbe.NOTER, reclamation)
    return _noter(site, gestes.contester, reclamation, le=le, detail=detail, jour=jour)


def rencontrer(site: Site, reclamation: Reclamation, *, le: date, detail: str = "", jour: date) -> Reclamation:
    """The direction received the user."""
    site.exiger("reclamations", Verbe.NOTER, reclamation)
    return _noter(site, gestes.rencontrer, reclamation, le=le, detail=detail, jour=jour)


def saisir_mediateur(site: Site, reclamation: Reclamation, *, le: date, detail: str = "", jour: date) -> Reclamation:
    """The user turned to the Médiateur."""
    site.exiger("reclamations", Verbe.NOTER, reclamation)
    return _noter(site, gestes.saisir_mediateur, reclamation, le=le, detail=detail, jour=jour)


def clore(
    site: Site,
    reclamation: Reclamation,
    *,
    motif: MotifCloture | str,
    le: date | None = None,
    detail: str = "",
    jour: date,
) -> Reclamation:
    """Close the case on `le` (`jour` by default); `motif` is a reason, its code or its label."""
    site.exiger("reclamations", Verbe.DECIDER, reclamation)
    choisi = motif if isinstance(motif, MotifCloture) else gestes.lire_motif_cloture(motif)
    return _noter(site, gestes.clore, reclamation, motif=choisi, le=le or jour, detail=detail, jour=jour)


def rouvrir(site: Site, reclamation: Reclamation, *, raison: str, le: date | None = None, jour: date) -> Reclamation:
    """Open the case again on `le` (`jour` by default), saying why."""
    site.exiger("reclamations", Verbe.DECIDER, reclamation)
    return _noter(site, gestes.rouvrir, reclamation, raison=raison, le=le or jour, jour=jour)


def corriger(
    site: Site,
    reclamation: Reclamation,
    *,
    fait: Fait,
    raison: str,
    jour: date,
    **changements: Unpack[corrections.Precisions],
) -> Reclamation:
    """Put right a fact typed by mistake: its day `le`, or what it says. The case keeps what it was."""
    site.exiger("reclamations", Verbe.NOTER, reclamation)
    if fait.genre is GenreFait.CLOTURE and changements.get("motif"):
        changements["motif"] = gestes.lire_motif_cloture(changements["motif"])
    return _noter(site, corrections.corriger, reclamation, fait=fait, raison=raison, jour=jour, **changements)


def retirer(site: Site, reclamation: Reclamation, *, fait: Fait, raison: str, jour: date) -> Reclamation:
    """Take out a fact that had not happened. The case keeps it among its corrections."""
    site.exiger("reclamations", Verbe.NOTER, reclamation)
    return _noter(site, corrections.retirer, reclamation, fait=fait, raison=raison, jour=jour)


def _noter(site: Site, geste: Callable[..., Reclamation], reclamation: Reclamation, **precisions: Any) -> Reclamation:
    return site.registre.save(geste(reclamation, par=site.auteur, **precisions))


def lister(site: Site, filtre: Filtre | None = None, *, jour: date) -> list[Reclamation]:
    """The cases that pass the filter, the most pressing first."""
    site.exiger("reclamations", Verbe.LIRE)
    voulu = filtre or Filtre()
    return filtrer(site.registre.ouvertes(Reclamation) if voulu.a_faire else _choisies(site, voulu), voulu, jour)


def _choisies(site: Site, filtre: Filtre) -> Sequence[Reclamation]:
    """What the register can choose of it: thousands of cases are not made for the few of a month or of a service."""
    egalites = {champ: valeur for champ, valeur in egalites_de(filtre) if valeur}
    du_mois = (where("recue_le") >= filtre.mois) & (where("recue_le") <= f"{filtre.mois}-31") if filtre.mois else None
    return site.registre.find(Reclamation, du_mois, **egalites)


def trouver(site: Site, reference: str) -> Reclamation:
    """The case of that reference; Introuvable proposes the nearest."""
    site.exiger("reclamations", Verbe.LIRE)
    return site.trouver(Reclamation, reference)


def identite(site: Site, reclamation: Reclamation) -> Identite | None:
    """Who wrote; None when nobody was noted. ConfidentielInaccessible when this person may not know."""
    site.exiger("reclamations", Verbe.LIRE)
    return site.confidentiel.lire(reclamation.reference)


def changer_identite(site: Site, reclamation: Reclamation, identite: Identite) -> None:
    """Write who wrote, from what was read; the version before stays in the case's confidential folder."""
    site.exiger("reclamations", Verbe.NOTER, reclamation)
    site.confidentiel.ecrire(reclamation.reference, identite)


def chercher_doublons(site: Site, reclamation: Reclamation, personne: Identite | None = None) -> tuple[Doublon, ...]:
    """Cases received within 60 days that may be the same; persons are compared only where confidentiel/ is readable."""
    site.exiger("reclamations", Verbe.LIRE)
    ecart = timedelta(days=FENETRE_JOURS)
    proche = (where("recue_le") >= reclamation.recue_le - ecart) & (where("recue_le") <= reclamation.recue_le + ecart)
    voisines = [r for r in site.registre.find(Reclamation, proche) if r.reference != reclamation.reference]
    if not site.confidentiel.accessible:
        return doublons(reclamation, voisines)
    personne = personne or _identite_lisible(site, reclamation)
    lues = {r.reference: _identite_lisible(site, r) for r in voisines} if personne else {}
    return doublons(reclamation, voisines, personne, {ref: qui for ref, qui in lues.items() if qui})


def _identite_lisible(site: Site, reclamation: Reclamation) -> Identite | None:
    """One identity that cannot be read must not make a case already written look refused."""
    try:
        return site.confidentiel.lire(reclamation.reference)
    except ConfidentielInaccessible:
        return None


def apercu_changement(site: Site, code: str, *, jour: date) -> tuple[Ecart, ...]:
    """What the référentiel `code` would change for the open cases; nothing is written."""
    site.exiger("reclamations", Verbe.LIRE)
    nouvelles = regles(site, jour, jour)._replace(referentiel=referentiels.charger_referentiel(code.strip().upper()))
    return apercu(site.registre.find(Reclamation), nouvelles)


def avertir(avant: Reclamation, apres: Reclamation) -> tuple[str, ...]:
    """What a gesture has just put in the shared register and should not be there; never a refusal."""
    connues = _avertir(avant)
    return tuple(phrase for phrase in _avertir(apres) if phrase not in connues)


def _avertir(reclamation: Reclamation) -> tuple[str, ...]:
    textes = {"Objet": reclamation.objet, "Cause": reclamation.cause}
    for fait in reclamation.faits:
        nom = f"{fait.genre}, précision"
        textes[nom] = "\n".join([textes.get(nom, ""), fait.interlocuteur, fait.motif, fait.detail])
    textes["Raison d’une correction"] = "\n".join(une.raison for une in reclamation.corrections)
    phrases = avertissements(textes)
    if reclamation.nature == RECOURS and ouverte(reclamation):
        phrases += (refus.RaisonManquante("réorienter une contestation de décision").phrase,)
    return phrases
