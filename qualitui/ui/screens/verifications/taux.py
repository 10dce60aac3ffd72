"""The rates of the checks as text: tables with n/d, N beside N-1, the heat map, the list of what was missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text

from qualitui.domain.francais import date_courte, date_en_mots, mois_en_mots
from qualitui.domain.temps.periodes import periode_en_mots
from qualitui.domain.verifications.occurrences import Suivi
from qualitui.domain.verifications.statistiques import Axe, BilanVerifications, Taux
from qualitui.operations.verifications.statistiques import Compare, Statistiques

CHIFFRES = 17  # columns of « 100 % (1045/1045) »
COURTS = ("jan", "fév", "mar", "avr", "mai", "jun", "jul", "aoû", "sep", "oct", "nov", "déc")
SEUIL_BAS = 80  # below this percentage a month of the map carries a sign
AUCUNE = "Rien n’était dû sur cette période.\n"


def ensemble(chiffres: Statistiques) -> Text:
    """The rates of the period, and those of the year before."""
    n, n_1 = chiffres.total
    texte = Text(f"Du {date_en_mots(chiffres.du)} au {date_en_mots(chiffres.au)}\n\n", "bold")
    texte.append(f"{'':<22}{'N':<{CHIFFRES + 2}}{'N-1':<{CHIFFRES}}\n", "bold")
    lignes: list[tuple[str, object, object]] = [
        ("Réalisation", n.realisation, n_1.realisation),
        ("dont au jour attendu", n.ponctualite, n_1.ponctualite),
        ("Conformité", n.conformite, n_1.conformite),
        ("Écarts avec action", n.suites, n_1.suites),
        ("Non conformes", n.non_conformes, n_1.non_conformes),
        ("Sans objet", n.sans_objet, n_1.sans_objet),
        ("Manquées", n.manquees, n_1.manquees),
        ("dont expliquées", n.expliquees, n_1.expliquees),
        ("dont faites trop tard", n.hors_delai, n_1.hors_delai),
        ("Site fermé", n.site_ferme, n_1.site_ferme),
        ("Suspendues", n.suspendues, n_1.suspendues),
    ]
    base = Text().append_text(texte)
    for nom, valeur, avant in lignes:
        base.append(f"{nom:<22}", "bold").append(f"{valeur!s:<{CHIFFRES + 2}}{avant!s}\n")
    base.append("\nRéalisation : faites dans leur période / dues. Conformité : conformes / faites et applicables.\n")
    return base.append("Ce qui est manqué reste compté, raison donnée ou non.\n")


def par_axe(comptes: Mapping[str, Compare], axe: Axe, noms: Mapping[str, str], largeur: int) -> Text:
    """One line a value of the axis: réalisation and conformité, then réalisation a year before."""
    if not comptes:
        return Text(AUCUNE)
    nom = max(14, largeur - 3 * (CHIFFRES + 2))
    dernier = "" if axe is Axe.MOIS else "Réalisation N-1"
    texte = Text()
    texte.append(
        f"{axe.capitalize():<{nom}}  {'Réalisation':<{CHIFFRES}}  {'Conformité':<{CHIFFRES}}  {dernier}\n", "bold"
    )
    for cle, (n, n_1) in comptes.items():
        avant = "" if axe is Axe.MOIS else str(n_1.realisation)
        texte.append(f"{_couper(_nommer(cle, axe, noms), nom):<{nom}}")
        texte.append(f"  {n.realisation!s:<{CHIFFRES}}  {n.conformite!s:<{CHIFFRES}}  {avant}\n")
    return texte


def _nommer(cle: str, axe: Axe, noms: Mapping[str, str]) -> str:
    if axe is Axe.MOIS:
        annee, mois = cle.split("-")
        return mois_en_mots(int(annee), int(mois))
    return noms.get(cle, cle) or "(sans)"


def _couper(texte: str, largeur: int) -> str:
    return texte if len(texte) <= largeur else f"{texte[: largeur - 1]}…"


def carte(lignes: Mapping[str, Mapping[str, BilanVerifications]], annee: int, largeur: int) -> Text:
    """Réalisation in hundredths, a row a theme, a column a month; n/d of the year at the end."""
    if not lignes:
        return Text(AUCUNE)
    nom = max(12, largeur - 12 * 4 - 12)
    texte = Text(f"Réalisation en {annee}, en %\n\n", "bold")
    base = Text().append_text(texte)
    base.append(f"{'Thème':<{nom}}" + "".join(f"{mois:>4}" for mois in COURTS) + "   n/d\n", "bold")
    for cle, mois in lignes.items():
        base.append(f"{_couper(cle or '(sans)', nom):<{nom}}")
        for rang in range(1, 13):
            base.append_text(_case(mois.get(f"{annee}-{rang:02}", BilanVerifications()).realisation))
        total = sum(mois.values(), BilanVerifications()).realisation
        base.append(f"  {total.numerateur}/{total.denominateur}\n")
    legende = f"\n100 : tout est fait.   ! : moins de {SEUIL_BAS} %.   . : rien n’était dû.   n/d : faites sur dues.\n"
    return base.append(legende)


def _case(valeur: Taux) -> Text:
    """« 100 », «  95 », « !66 »: the less is done, the more it stands out; the sign says it without a style."""
    if valeur.denominateur == 0:
        return Text("   .", "dim")
    centiemes = valeur.numerateur * 100 // valeur.denominateur
    bas = centiemes < SEUIL_BAS
    style = "" if valeur.numerateur == valeur.denominateur else "bold reverse" if bas else "bold"
    return Text(" ").append(f"{'!' if bas else ''}{centiemes}".rjust(3), style)


def manquees(suivis: Sequence[Suivi], largeur: int) -> Text:
    """What was missed in the year, the latest first, with its reason."""
    if not suivis:
        return Text("Rien n’a été manqué cette année.\n")
    texte = Text()
    for suivi in sorted(suivis, key=lambda s: s.occurrence.fin, reverse=True):
        une, constat = suivi.occurrence, suivi.constat
        texte.append(f"{une.verification} · {periode_en_mots(une.periode)}", "bold")
        texte.append(f" · avant le {date_courte(une.fin)}\n  {_couper(suivi.libelle, largeur - 3)}\n", "not bold")
        raison = " · ".join(m for m in (constat.raison, constat.explication, constat.constat) if m) if constat else ""
        texte.append(f"  Raison : {_couper(raison or 'à donner', largeur - 12)}\n", "not bold")
    return texte
