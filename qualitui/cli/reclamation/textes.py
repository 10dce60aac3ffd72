"""How a réclamation is told on the command line: the JSON object of conception.md §4, and plain sentences."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from qualitui.cli.commun import Analyseur, Appel
from qualitui.domain.francais import date_courte, date_en_mots
from qualitui.domain.reclamations.alertes import alertes, prochain_geste
from qualitui.domain.reclamations.delai import cloture, en_retard, jours_restants
from qualitui.domain.reclamations.etape import delai_et_attente
from qualitui.domain.reclamations.fiche import Fait, GenreFait, Reclamation, etat, faits_de
from qualitui.domain.reclamations.phrases import correction_signee, fait_en_mots
from qualitui.domain.temps.explications import politique_en_donnees

if TYPE_CHECKING:
    from qualitui.domain.temps.echeances import Echeance
    from qualitui.store.site.site import Site

CONFIDENTIEL = "Confidentiel"
_DATES = frozenset({"le", "nouvelle_date"})


def verbe(
    verbes: argparse._SubParsersAction[Analyseur], nom: str, executer: Callable[[Appel], None], aide: str
) -> Analyseur:
    """Declare one sub-command and what runs it."""
    declare = verbes.add_parser(nom, help=aide, description=f"{aide[:1].upper()}{aide[1:]}.")
    declare.set_defaults(executer=executer)
    return declare


def objet(dossier: Reclamation, jour: date) -> dict[str, Any]:
    """The case as JSON: codes, ISO dates, null for what is not known; never an identity.

    Made of what JSON writes, dates included: thousands of cases are written at once, and each value that JSON has to
    ask about costs as much as ten.
    """
    accuses, attentes = faits_de(dossier, GenreFait.ACCUSE), faits_de(dossier, GenreFait.ATTENTE)
    reponses, fin = faits_de(dossier, GenreFait.REPONSE), cloture(dossier)
    return {
        "reference": dossier.reference,
        "canal": dossier.canal,
        "nature": dossier.nature or None,
        "motif": dossier.motif or None,
        "engagement": dossier.engagement or None,
        "service": dossier.service or None,
        "objet": dossier.objet,
        "urgente": dossier.urgente,
        "fondee": dossier.fondee,
        "cause": dossier.cause,
        "pilote": dossier.pilote or None,
        "recue": _jour(dossier.recue_le),
        "arrivee_site": _jour(dossier.arrivee_site_le),
        "enregistree": _jour(dossier.enregistree_le),
        **_dates(dossier.echeance),
        "attente_butoir": _jour(dossier.echeance_attente.butoir) if dossier.echeance_attente else None,
        "etat": str(etat(dossier)),
        "reponse": _jour(reponses[0].le) if reponses else None,
        "reponses": [_jour(f.le) for f in reponses],
        "en_retard": en_retard(dossier, jour),
        "jours_restants": jours_restants(dossier, jour),
        "accuse": _jour(accuses[0].le) if accuses else None,
        "accuse_attendu": dossier.accuse_attendu,
        "attentes": [
            {"le": _jour(f.le), "interlocuteur": f.interlocuteur, "nouvelle_date": _jour(f.nouvelle_date)}
            for f in attentes
        ],
        "motif_cloture": fin.motif if fin else None,
        "prochain_geste": prochain_geste(dossier, jour).phrase,
        "alertes": [a.phrase for a in alertes(dossier, jour)],
        "actions": list(dossier.actions),
        "faits": [_sans_vides(fait) for fait in dossier.faits],
        "corrections": [
            {
                "le": _jour(une.le),
                "par": une.par,
                "raison": une.raison,
                "avant": _sans_vides(une.avant),
                "apres": _sans_vides(une.apres) if une.apres else None,
            }
            for une in dossier.corrections
        ],
    }


def _jour(le: date | None) -> str | None:
    return le.isoformat() if le else None


def _sans_vides(fait: Fait) -> dict[str, Any]:
    champs = vars(fait).items()
    return {cle: valeur.isoformat() if cle in _DATES else valeur for cle, valeur in champs if valeur}


def _dates(echeance: Echeance | None) -> dict[str, Any]:
    if echeance is None:
        return {"quantieme": None, "butoir": None, "cible": None, "referentiel": None}
    return {
        "quantieme": _jour(echeance.quantieme),
        "butoir": _jour(echeance.butoir),
        "cible": _jour(echeance.cible),
        "referentiel": echeance.delai.source.referentiel,
        "politique": politique_en_donnees(echeance.delai),
    }


def ligne(dossier: Reclamation, jour: date) -> str:
    """One line of the list: reference, receipt, state, delay in a word, channel, motif, object."""
    delai = delai_et_attente(dossier, jour)
    return (
        f"{dossier.reference:<11} {date_courte(dossier.recue_le)}  {etat(dossier):<13} "
        f"{delai:<18} {dossier.canal:<20} {dossier.motif or dossier.nature:<24} {dossier.objet}"
    ).rstrip()


def trois_dates(dossier: Reclamation) -> list[str]:
    """The three dates in words, or why there are none."""
    if dossier.echeance is None:
        return ["Aucun délai ne court pour ce dossier."]
    dates = (("Quantième", "quantieme"), ("Butoir", "butoir"), ("Cible", "cible"))
    return [f"{nom:<10}: {date_en_mots(getattr(dossier.echeance, champ))}" for nom, champ in dates]


def vue(site: Site, dossier: Reclamation, jour: date, etape: str) -> str:
    """The whole case in plain lines, the most useful first (read aloud, it makes sense in this order).

    `etape`: the line of its next step.
    """
    from qualitui.operations.equipe import nommer  # `statistiques` names nobody

    def nom(code: str) -> str:
        return nommer(site, code)

    geste = prochain_geste(dossier, jour)
    lignes = [
        f"{dossier.reference}, {etat(dossier)}, {_delai(dossier, jour)}",
        f"À faire : {geste.phrase}",
        etape,
        *(f"Alerte : {alerte.phrase}" for alerte in alertes(dossier, jour)),
        *trois_dates(dossier),
        f"Reçue par la Ville le {date_en_mots(dossier.recue_le)}",
        *_description(site, dossier),
        *(["", "Faits"] if dossier.faits else []),
        *(
            f"  {rang}. {date_en_mots(fait.le)} : {fait_en_mots(fait, nom)}"
            for rang, fait in enumerate(dossier.faits, start=1)
        ),
        *(["", "Corrections"] if dossier.corrections else []),
        *(f"  {date_en_mots(une.le)} : {correction_signee(une, nom)}" for une in dossier.corrections),
    ]
    return "\n".join(lignes)


def _description(site: Site, dossier: Reclamation) -> list[str]:
    from qualitui.operations.equipe import nommer

    tables = site.nomenclatures
    champs = {
        "Arrivée au site le": date_en_mots(dossier.arrivee_site_le) if dossier.arrivee_site_le else "",
        "Canal": tables.canal(dossier.canal).libelle,
        "Nature": tables.nature(dossier.nature).libelle if dossier.nature else "à qualifier",
        "Motif": tables.motif(dossier.motif).libelle if dossier.motif else "",
        "Engagement": dossier.engagement,
        "Service": dossier.service,
        "Objet": dossier.objet,
        "Urgente": "oui" if dossier.urgente else "",
        "Fondée": {True: "oui", False: "non", None: ""}[dossier.fondee],
        "Cause": dossier.cause,
        "Pilote": nommer(site, dossier.pilote),
        "Actions": ", ".join(dossier.actions),
        "Identité": "confidentiel" if not site.confidentiel.accessible else "",
    }
    return [f"{nom} : {valeur}" for nom, valeur in champs.items() if valeur]


def _delai(dossier: Reclamation, jour: date) -> str:
    mot = delai_et_attente(dossier, jour)
    return f"réponse due {mot}" if mot == "aujourd’hui" else mot
