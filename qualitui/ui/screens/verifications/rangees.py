"""What a row of the checks' lists says: its state in a word and a sign, its place, its role, its whole text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from rich.text import Text

from qualitui.domain.francais import INSECABLE, accorder, date_courte, date_en_mots
from qualitui.domain.temps.periodes import periode_en_mots
from qualitui.domain.verifications.occurrences import Suivi
from qualitui.domain.verifications.reponses import CONTREDIT
from qualitui.domain.verifications.volets import EN_MOTS, Signe, signe
from qualitui.operations.verifications.lecture import Rangee
from qualitui.ui.screens.commun.base import fiche_en_texte

COURTS = {Signe.NON_CONFORME: "non conf.", Signe.EXPLIQUEE: "manquée"}
STYLES = {Signe.NON_CONFORME: "bold red", Signe.MANQUEE: "bold yellow", Signe.CONFORME: "green"}
LEGENDE = "   ".join(f"{lettre} {mot}" for lettre, mot in EN_MOTS.items())


def etat_en_texte(suivi: Suivi) -> Text:
    """« C conforme », « X non conf. », « · à faire »: the sign, then the word."""
    lettre = signe(suivi)
    return Text(f"{lettre} {COURTS.get(lettre, EN_MOTS[lettre])}", STYLES.get(lettre, ""), no_wrap=True)


def attendue_en_texte(rangee: Rangee, jour: date) -> str:
    """« 02/03/26 », « ! 27/02/26 » when it is late inside its period."""
    une = rangee.occurrence
    tard = une.attendue < jour and signe(rangee.suivi) is Signe.A_FAIRE
    return f"{'!' if tard else ' '} {date_courte(une.attendue)}"


def porteur(rangee: Rangee) -> str:
    """The code of the person it is given to, else of the role."""
    texte = rangee.occurrence.redaction
    return texte.personne or texte.role


def ligne_en_texte(rangee: Rangee, role: Callable[[str], str]) -> Text:
    """The three lines under the list at 80 columns: the question, where and who, what was seen or is to be done."""
    une, constat = rangee.occurrence, rangee.suivi.constat
    texte = Text(rangee.suivi.libelle, "bold", no_wrap=True, overflow="ellipsis").append("\n")
    qui = role(porteur(rangee))
    fin = f"jusqu’au {date_courte(une.fin)}" if une.fin != une.debut else date_courte(une.fin)
    texte.append(" · ".join(mot for mot in (qui, periode_en_mots(une.periode), fin) if mot), "not bold").append("\n")
    vu = [constat.constat or constat.explication or constat.raison, constat.action] if constat else []
    return texte.append(" · ".join(mot for mot in vu if mot) or une.redaction.consigne, "not bold")


def rangee_en_texte(rangee: Rangee, jour: date, role: Callable[[str], str]) -> Text:
    """The detail pane."""
    une, suivi, constat = rangee.occurrence, rangee.suivi, rangee.suivi.constat
    texte = une.redaction
    lignes = [
        ("Référence", rangee.reference),
        ("Période", periode_en_mots(une.periode)),
        ("État", EN_MOTS[signe(suivi)] + (", hors délai" if suivi.hors_delai else "")),
        ("Attendue le", date_en_mots(une.attendue)),
        ("Au plus tard", _au_plus_tard(une.fin, jour, signe(suivi))),
        ("Lieu", texte.lieu),
        ("Par", role(porteur(rangee))),
        ("Rythme", texte.rythme_en_mots),
        ("Engagement", texte.engagement),
        ("Preuve attendue", texte.preuve),
        ("Consigne", texte.consigne),
    ]
    if constat is not None:
        lignes += _constat_en_lignes(rangee, role)
    return Text().append(suivi.libelle + "\n\n", "bold").append_text(_droit(fiche_en_texte(lignes)))


def _droit(texte: Text) -> Text:
    # The title's style must not run over the rest.
    base = Text()
    return base.append_text(texte)


def _au_plus_tard(fin: date, jour: date, lettre: Signe) -> str:
    if lettre is not Signe.A_FAIRE:
        return date_en_mots(fin)
    reste = (fin - jour).days
    delai = f"à {accorder(reste, 'jour')}" if reste else "aujourd’hui"
    return f"{date_en_mots(fin)} ({delai})"


def _constat_en_lignes(rangee: Rangee, role: Callable[[str], str]) -> list[tuple[str, str]]:
    constat = rangee.suivi.constat
    if constat is None:
        return []
    fait = [
        ("Fait le", date_en_mots(constat.le)),
        ("Fait par", role(constat.par)),
        ("Saisi le", date_en_mots(constat.saisie_le) if constat.saisie_le not in (None, constat.le) else ""),
        ("Corrigé le", date_en_mots(constat.corrigee_le) if constat.corrigee_le else ""),
        ("Vu", constat.constat),
        (CONTREDIT.capitalize(), constat.contredit),
        ("Preuve", constat.preuve),
        ("Action", constat.action),
    ]
    manque = [
        ("Raison du manque", constat.raison),
        ("Précision", constat.explication),
        ("Raison donnée le", date_en_mots(constat.expliquee_le) if constat.expliquee_le else ""),
        ("Raison donnée par", role(constat.expliquee_par)),
    ]
    return (fait if constat.resultat else []) + manque


def nommer(roles: Mapping[str, str], nom: Callable[[str], str]) -> Callable[[str], str]:
    """How to say a role's or a person's code."""
    return lambda code: roles.get(code) or nom(code)


def alerte_en_texte(
    manquees: int, miennes: int, tournee: date | None, choisies: int, *, miennes_seules: bool = False
) -> Text:
    """The line above the list: what waits for a reason, the day of the round being typed, how many rows are chosen."""
    phrases = []
    if manquees:
        accord = "attend" if manquees == 1 else "attendent"
        a_vous = f", dont {miennes} à vous" if miennes else ""
        mots = accorder(manquees, "vérification manquée")
        phrases.append(f"! {mots} {accord} une raison{a_vous}{INSECABLE}: touche r")
    if tournee is not None:
        phrases.append(f"> Saisie de la tournée du {date_en_mots(tournee)} (d pour changer)")
    if miennes_seules:
        phrases.append("> Seulement les vôtres (M pour toutes)")
    if choisies:
        phrases.append(f"* {accorder(choisies, 'ligne choisie')}")
    return Text("\n".join(phrases), "bold")
