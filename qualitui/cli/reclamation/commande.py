"""qualitui reclamation: the list, a case, the figures. The gestures are in gestes.py.

What one verb needs alone is imported by it: at the top, `lister` or `statistiques` would pay 6 % for the others.
"""

from __future__ import annotations

import argparse
import re
from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, Any

from qualitui.cli.analyseur import cherche
from qualitui.cli.commun import Analyseur, Appel, annee_saisie
from qualitui.cli.reclamation import recalcul as reclamation_recalcul
from qualitui.cli.reclamation.gestes import declarer_gestes
from qualitui.cli.reclamation.textes import CONFIDENTIEL, ligne, objet, verbe, vue
from qualitui.domain.francais import date_numerique

if TYPE_CHECKING:
    from qualitui.domain.reclamations.fiche import Reclamation
    from qualitui.domain.reclamations.filtre import Filtre
    from qualitui.domain.reclamations.statistiques import BilanReclamations, Ligne


def construire(analyseur: Analyseur) -> None:
    verbes = analyseur.verbes()
    _declarer_lectures(verbes)
    declarer_gestes(verbes)


def _declarer_lectures(verbes: argparse._SubParsersAction[Analyseur]) -> None:
    liste = verbe(verbes, "lister", lister, "les dossiers, du plus pressant au moins pressant")
    liste.add_argument("--etat", metavar="ETAT", help="reçue, qualifiée, en traitement, répondue, clôturée, rouverte")
    liste.add_argument("--a-faire", action="store_true", help="ouverts, contestés, ou à clore")
    liste.add_argument("--en-retard", action="store_true", help="seulement les dossiers hors délai")
    liste.add_argument("--mois", type=_mois, metavar="AAAA-MM", help="reçus ce mois-là")
    for champ in ("canal", "nature", "motif", "service", "pilote"):
        liste.add_argument(f"--{champ}", metavar=champ.upper())
    liste.add_argument("--miens", action="store_true", help="seulement ceux que je pilote")
    liste.add_argument(
        "--texte", type=cherche, default="", metavar="MOTS", help="mots cherchés, sans souci des accents"
    )
    liste.en_json()
    fiche = verbe(verbes, "voir", voir, "un dossier : ses dates, ses faits, ce qu’il reste à faire")
    fiche.add_argument("reference", metavar="REF")
    fiche.add_argument("--identite", action="store_true", help="montrer aussi la partie confidentielle")
    fiche.add_argument("--pourquoi", action="store_true", help="expliquer l’échéance, jour sauté par jour sauté")
    fiche.en_json()
    chiffres = verbe(verbes, "statistiques", statistiques, "les chiffres de l’année, comparés à l’an passé")
    chiffres.add_argument("--annee", type=annee_saisie, metavar="AAAA", help="année civile (celle du jour par défaut)")
    chiffres.en_json()
    repetees = verbe(verbes, "repetitions", repetitions, "les motifs venus trois fois dans un trimestre")
    repetees.add_argument("--toutes", action="store_true", help="aussi celles qui ont déjà une action")
    repetees.en_json()
    apercu = verbe(verbes, "changement", changement, "ce qu’un autre référentiel changerait aux dossiers ouverts")
    apercu.add_argument("referentiel", metavar="CODE", help="EPS-2023 ou CASVP-2014")
    apercu.en_json()
    jours = "ce que les fermetures et les jours du site changent aux dossiers ouverts"
    reclamation_recalcul.construire(verbe(verbes, "recalculer", reclamation_recalcul.recalculer, jours))


def _mois(texte: str) -> str:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", texte):
        raise ArgumentTypeError(f"« {texte} » n’est pas un mois comme 2026-03")
    return texte


def lister(appel: Appel) -> None:
    from qualitui.operations.reclamations import gestes as reclamations

    jour = appel.jour
    dossiers = reclamations.lister(appel.site, _filtre(appel), jour=jour)
    appel.rendre_liste(
        dossiers,
        lambda d: objet(d, jour),
        lambda d: ligne(d, jour),
        "Aucun dossier.",
        table="reclamations",
        natif=True,
    )


def _filtre(appel: Appel) -> Filtre:
    """The options of `lister`; a code is read like in `ajouter`."""
    from qualitui.domain.reclamations.filtre import Filtre, lire_etat
    from qualitui.domain.reclamations.saisie import choisir, lire_service

    options = appel.options

    def code(champ: str, table: str, quoi: str) -> str:
        saisi = getattr(options, champ)
        # The reference tables are read for who chooses in them: a tenth of the whole list.
        return choisir(getattr(appel.site.nomenclatures, table), saisi, quoi, champ).code if saisi else ""

    return Filtre(
        etat=lire_etat(options.etat) if options.etat else None,
        a_faire=options.a_faire,
        en_retard=options.en_retard,
        mois=options.mois or "",
        canal=code("canal", "canaux", "Le canal"),
        nature=code("nature", "natures", "La nature"),
        motif=code("motif", "motifs", "Le motif"),
        service=lire_service(options.service or ""),
        pilotes=_pilotes(appel, options),
        texte=options.texte,
    )


def _pilotes(appel: Appel, options: argparse.Namespace) -> tuple[str, ...]:
    """Mine: those I pilot by name, or through one of my roles. A code of nobody is refused, not an empty list."""
    from qualitui.operations import equipe

    site = appel.site
    moi = site.moi
    miens = (site.auteur, *(moi.roles if moi else ())) if options.miens else ()
    return (*miens, equipe.lire_pilote(site, options.pilote)) if options.pilote else miens


def voir(appel: Appel) -> None:
    from qualitui.cli.etapes import prochaine
    from qualitui.operations.reclamations import gestes as reclamations

    dossier = reclamations.trouver(appel.site, appel.options.reference)
    etape, phrase = prochaine(appel, "reclamations", dossier)
    donnees, texte = objet(dossier, appel.jour) | etape, vue(appel.site, dossier, appel.jour, phrase)
    donnees["explication"] = _pourquoi(dossier)
    if appel.options.pourquoi:
        texte = "\n".join([texte, "", "Pourquoi cette date\u00a0?", *(f"  {p}" for p in donnees["explication"])])
    if appel.options.identite:
        identite = reclamations.identite(appel.site, dossier)
        champs = identite.model_dump() if identite else {}
        donnees["identite"] = champs or None
        lignes = [f"  {champ} : {valeur}" for champ, valeur in champs.items() if valeur]
        texte = "\n".join([texte, "", f"{CONFIDENTIEL} :", *(lignes or ["  rien n’a été noté"])])
    appel.rendre(donnees, texte)


def _pourquoi(dossier: Reclamation) -> list[str]:
    """The reason of the frozen deadline, in sentences."""
    from qualitui.domain.temps.explications import expliquer

    return expliquer(dossier.echeance) if dossier.echeance else ["Aucun délai ne court pour ce dossier."]


def statistiques(appel: Appel) -> None:
    from qualitui.operations.reclamations import statistiques as operations

    chiffres = operations.annee(appel.site, appel.options.annee or appel.jour.year, jour=appel.jour)
    libelles = operations.libelles(appel.site)
    texte = [*_bilans(chiffres.bilan, chiffres.precedent)]
    for axe, titre in (("nature", "Classement par nature"), ("motif", "Par motif"), ("canal", "Par canal")):
        texte += ["", titre, *(_rang(r, libelles[axe]) for r in getattr(chiffres, f"par_{axe}"))]
    texte += ["", "Par service", *(_rang(r, {}) for r in chiffres.par_service)]
    texte += ["", "Par mois", *(_rang(r, {}) for r in chiffres.par_mois)]
    appel.rendre(chiffres, "\n".join(texte))


def _bilans(bilan: BilanReclamations, avant: BilanReclamations) -> list[str]:
    from qualitui.domain.reclamations.statistiques import figures, figures_en_mots

    titre = f"Du {date_numerique(bilan.du)} au {date_numerique(bilan.au)}, vu le {date_numerique(bilan.jour)}"
    lues = zip(figures().values(), figures_en_mots(bilan), figures_en_mots(avant), strict=True)
    return [titre, *(f"{nom:<76} {valeur:<18} (un an avant : {precedente})" for nom, valeur, precedente in lues)]


def _rang(rang: Ligne, libelles: dict[str, str]) -> str:
    nom = libelles.get(rang.code, rang.code) or "non précisé"
    avant = "non mesuré" if rang.precedent is None else rang.precedent
    return f"  {nom[:52]:<54} {rang.nombre:>4}  (un an avant : {avant})  dans le délai : {rang.delai}"


def repetitions(appel: Appel) -> None:
    from qualitui.operations.reclamations import repetitions as operations

    trouvees = operations.lister(appel.site, toutes=appel.options.toutes)
    motifs = {m.code: m.libelle for m in appel.site.nomenclatures.motifs}
    textes = [f"{r.trimestre}  {motifs[r.motif]} : {', '.join(r.references)}" for r in trouvees]
    appel.rendre(list(trouvees), "\n".join(textes) or "Aucun motif n’est venu trois fois dans un trimestre.")


def changement(appel: Appel) -> None:
    from qualitui.operations.reclamations import gestes as reclamations

    ecarts = reclamations.apercu_changement(appel.site, appel.options.referentiel, jour=appel.jour)

    def dire(jour: Any) -> str:
        return date_numerique(jour) if jour else "aucune"

    textes = [
        f"{e.reference}  réponse {dire(e.reponse)} → {dire(e.reponse_nouvelle)}, "
        f"attente {dire(e.attente)} → {dire(e.attente_nouvelle)}, "
        f"engagement {e.engagement or 'aucun'} → {e.engagement_nouveau or 'aucun'}"
        for e in ecarts
    ]
    fin = "Les dossiers ouverts gardent leur échéance : seuls ceux reçus ensuite suivront le nouveau référentiel."
    appel.rendre(list(ecarts), "\n".join([*textes, fin] if textes else ["Rien ne change pour les dossiers ouverts."]))
