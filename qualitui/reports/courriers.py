"""The letters of a réclamation: accusé de réception, réponse d’attente, réponse (Word).

The words are in the templates; this gives them their fields. Whoever is not allowed to know the addressee gets
lines to complete in place of the name.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from qualitui.domain.francais import accorder, date_en_mots, quantieme_en_mots
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.fiche import Fait, GenreFait, Reclamation, faits_de
from qualitui.domain.reference.reglages import Reglages
from qualitui.domain.temps.echeances import Echeance, Unite
from qualitui.reports.word.moteur import remplir


class Courrier(StrEnum):
    """The kinds of letters; the value names the template."""

    ACCUSE = "accuse"
    ATTENTE = "attente"
    REPONSE = "reponse"

    @property
    def modele(self) -> str:
        return f"{self.value}.docx"


class Lettre(NamedTuple):
    """One letter to write. `le` is its date; `envoi` the fact it prints (an attente always has one).

    `identite` None with `accessible`: nobody was noted; without `accessible`: this person may not know.
    `texte` is the substance of an answer; empty, a line to complete is printed.
    """

    genre: Courrier
    dossier: Reclamation
    le: date
    site: Reglages
    direction: str
    envoi: Fait | None = None
    interlocuteur: str = ""
    identite: Identite | None = None
    accessible: bool = True
    texte: str = ""
    referentiel: str = ""


# What the user sent, by channel; agreed in gender by « votre ».
_ECRITS = {
    "courrier": "votre courrier",
    "courriel-generique": "votre courriel",
    "courriel-autre": "votre courriel",
    "fiche-avis": "votre fiche « Votre avis nous intéresse »",
    "urne": "votre fiche « Votre avis nous intéresse »",
    "fiche-exprimez-vous": "votre fiche « Exprimez-vous »",
    "3975": "votre appel au 39 75",
    "paris-fr": "votre message sur Paris.fr",
    "questionnaire": "votre réponse à notre questionnaire",
}

# Engagement 11 (15 in 2014). No postal address: it has moved; a site adds it in its own template.
_MEDIATEURS = {"CASVP-2014": "la Médiatrice de la Ville de Paris"}
MEDIATEUR = "le Médiateur de la Ville de Paris"
CONTACT_MEDIATEUR = (
    "en ligne sur mediation.paris.fr, ou auprès de ses représentants, qui tiennent des permanences dans les mairies "
    "d’arrondissement (lieux et horaires au 39 75)"
)

A_COMPLETER = "[Rédigez ici la réponse : ce qui s’est passé, ce que le site a fait ou va faire, et quand.]"


LIGNES_D_ADRESSE = 4
_NUMERO = re.compile(r"\d+(?:\s*(?:bis|ter|quater|[a-d]))?", re.IGNORECASE)


def composer(lettre: Lettre, modele: Path) -> bytes:
    """The letter as the bytes of a .docx; ModeleFautif when the template can't be used."""
    return remplir(modele, donnees(lettre))


def donnees(lettre: Lettre) -> dict[str, Any]:
    """The fields of the three templates (each uses some of them)."""
    dossier = lettre.dossier
    civil = f"{quantieme_en_mots(lettre.le)} {lettre.le.year}"
    return {
        "date": civil,
        "appel": "Madame, Monsieur",
        "appel_en_phrase": "Madame, Monsieur",
        "emetteur": _emetteur(lettre),
        "destinataire": _destinataire(lettre),
        "dossier": _dossier(dossier) | _deja_annoncee(lettre),
        "attente": _attente(lettre),
        "reponse": [alinea for alinea in lettre.texte.split("\n") if alinea.strip()] or [A_COMPLETER],
        "mediateur": {"titre": _MEDIATEURS.get(_referentiel(lettre), MEDIATEUR), "contact": CONTACT_MEDIATEUR},
        "signature": {"qualite": "Pour la direction du site,", "nom": lettre.site.directeur or "[Nom et qualité]"},
        "mention_qualite": _mention(lettre),
    }


def _referentiel(lettre: Lettre) -> str:
    """The référentiel of the case when its deadline is frozen, else the one in force."""
    echeance = lettre.dossier.echeance
    return echeance.delai.source.referentiel if echeance else lettre.referentiel


def _emetteur(lettre: Lettre) -> dict[str, Any]:
    site = lettre.site
    adresse = _lignes_d_adresse(site.adresse)
    telephone = f"Téléphone : {site.telephone}" if site.telephone else ""
    courriel = f"Courriel : {site.courriel}" if site.courriel else ""
    moyens = [f"au {site.telephone}" if site.telephone else "", f"à {site.courriel}" if site.courriel else ""]
    return {
        "nom": site.nom,
        "direction": lettre.direction,
        "coordonnees": [*adresse, *filter(None, (telephone, courriel))],
        "pour_joindre": " ou ".join(filter(None, moyens)) or "à l’accueil du site",
    }


def _destinataire(lettre: Lettre) -> list[str]:
    if not lettre.accessible:
        return ["[Destinataire confidentiel]", "[Adresse à compléter par une personne habilitée]"]
    identite = lettre.identite
    if identite is None or not identite.nom:
        return ["[Nom du destinataire]", "[Adresse]"]
    adresse = _lignes_d_adresse(identite.adresse)
    courriel = f"Par courriel : {identite.courriel}" if identite.courriel else "[Adresse]"
    return [identite.nom, *(adresse or [courriel])]


def _lignes_d_adresse(adresse: str) -> list[str]:
    """The lines as they were typed; on one line, cut at its commas, four lines at most (the post reads six).

    The number of a street keeps its comma: « 12, rue de Lyon ».
    """
    if "\n" in adresse.strip():
        return [ligne.strip() for ligne in adresse.split("\n") if ligne.strip()]
    lignes: list[str] = []
    for morceau in filter(None, (un.strip() for un in adresse.split(","))):
        if lignes and _NUMERO.fullmatch(lignes[-1]):
            lignes[-1] += f", {morceau}"
        else:
            lignes.append(morceau)
    if len(lignes) <= LIGNES_D_ADRESSE:
        return lignes
    return [lignes[0], ", ".join(lignes[1:-2]), *lignes[-2:]]


def _dossier(dossier: Reclamation) -> dict[str, Any]:
    ecrit = _ECRITS.get(dossier.canal, "votre message")
    echeance, attente = dossier.echeance, dossier.echeance_attente
    return {
        "reference": dossier.reference,
        "ecrit": ecrit,
        "ecrit_date": f"{ecrit} du {quantieme_en_mots(dossier.recue_le)} {dossier.recue_le.year}",
        "recue_le": date_en_mots(dossier.recue_le),
        "promise_le": date_en_mots(echeance.quantieme) if echeance else "",
        "limite_attente": _avant(attente, echeance),
        "delai_non_tenu": _delai_non_tenu(attente),
    }


def _avant(attente: Echeance | None, echeance: Echeance | None) -> str:
    """« cette date » when the réponse d’attente is due with the answer (2023), else its own day (2014)."""
    if attente is None or echeance is None or attente.quantieme >= echeance.quantieme:
        return "cette date"
    return f"le {date_en_mots(attente.quantieme)}"


def _delai_non_tenu(attente: Echeance | None) -> str:
    if attente is None:
        return "dès maintenant"
    if attente.delai.unite is Unite.MOIS:
        return "dans le délai d’un mois sur lequel nous nous engageons"
    return f"dans les {accorder(attente.delai.duree, 'jour')} suivant la réception de votre écrit"


def _deja_annoncee(lettre: Lettre) -> dict[str, Any]:
    """After a first réponse d’attente, it is the date it gave that is not kept: the month is no longer spoken of."""
    avant = [
        fait.nouvelle_date
        for fait in faits_de(lettre.dossier, GenreFait.ATTENTE)
        if lettre.envoi and fait.nouvelle_date and fait != lettre.envoi and fait.le <= lettre.envoi.le
    ]
    return {"delai_non_tenu": f"le {date_en_mots(avant[-1])}, comme nous vous l’avions annoncé"} if avant else {}


def _attente(lettre: Lettre) -> dict[str, str]:
    nouvelle = lettre.envoi.nouvelle_date if lettre.envoi else None
    return {"interlocuteur": lettre.interlocuteur, "nouvelle_date": date_en_mots(nouvelle) if nouvelle else ""}


def _mention(lettre: Lettre) -> str:
    """The footer: the commitment this letter keeps."""
    echeance = lettre.dossier.echeance
    if echeance is None:
        return "Démarche qualité QualiPARIS"
    return f"QualiPARIS, engagement {echeance.delai.source.engagement} : répondre sous un mois à vos écrits"
