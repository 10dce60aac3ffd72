"""qualitui revue: write the annual review, refresh it, fill it, approve it.

The year comes first, then an optional verb: without one, the document is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualitui.cli.commun import Analyseur, Appel, annee_saisie, document_word, fichier_a_ecrire
from qualitui.cli.comptage import provenance
from qualitui.cli.engagement import CHAMPS, engagement_en_json, engagement_en_mots
from qualitui.cli.revue import gestes as revue_gestes
from qualitui.domain.francais import accorder
from qualitui.operations.revue import documents as revue_documents
from qualitui.operations.revue import gestes as revue

if TYPE_CHECKING:
    from qualitui.domain.revue.fiche import RevueAnnuelle
    from qualitui.operations.revue.documents import Ecrit


def construire(analyseur: Analyseur) -> None:
    analyseur.add_argument("annee", metavar="ANNÉE", type=annee_saisie, help="année de la revue, par exemple 2025")
    analyseur.add_argument("-o", "--sortie", metavar="FICHIER", type=document_word, help="document à écrire (.docx)")
    analyseur.en_json()
    analyseur.set_defaults(executer=generer)
    verbes = analyseur.add_subparsers(title="commandes", metavar="COMMANDE", required=False)
    _lectures(verbes)
    revue_gestes.construire(verbes)


def _lectures(verbes: Any) -> None:
    maj = verbes.add_parser("rafraichir", help="mettre les chiffres à jour dans le document retouché")
    maj.add_argument("fichier", metavar="FICHIER", type=fichier_a_ecrire)
    maj.en_json()
    maj.set_defaults(executer=rafraichir)
    for nom, aide, fonction in (
        ("voir", "où en est la revue, et ses chiffres", voir),
        ("manques", "ce qui manque avant l’approbation", manques),
        ("zones", "les textes à saisir et ceux qui le sont", zones),
    ):
        lecture = verbes.add_parser(nom, help=aide)
        lecture.en_json()
        lecture.set_defaults(executer=fonction)
    trace = verbes.add_parser("sources", help="les fiches dont vient un chiffre")
    trace.add_argument("code", metavar="CODE", help="code du chiffre, donné par « voir »")
    trace.en_json()
    trace.set_defaults(executer=sources)


def lire(appel: Appel) -> RevueAnnuelle:
    """The review of the year given, as recorded."""
    return revue.lire(appel.site, appel.options.annee)


def generer(appel: Appel) -> None:
    ecrit = revue_documents.generer(appel.site, appel.options.annee, sortie=appel.options.sortie, jour=appel.jour)
    _dire(appel, ecrit)


def rafraichir(appel: Appel) -> None:
    ecrit = revue_documents.rafraichir(appel.site, appel.options.annee, appel.options.fichier, jour=appel.jour)
    _dire(appel, ecrit)


def _dire(appel: Appel, ecrit: Ecrit) -> None:
    """The path on stdout, the rest as messages."""
    donnees = {"document": str(ecrit.chemin), "etat": str(ecrit.revue.etat), "messages": ecrit.messages}
    appel.rendre(donnees, str(ecrit.chemin))
    if not appel.json:
        for message in ecrit.messages:
            appel.dire(message)


def voir(appel: Appel) -> None:
    from qualitui.cli.etapes import prochaine

    fiche = lire(appel)
    etape, phrase = prochaine(appel, "revue", fiche)
    figures = revue.chiffres(appel.site, fiche, appel.jour)
    changes = revue.changements_depuis(appel.site, fiche)
    donnees = {
        "annee": fiche.annee,
        "etat": str(fiche.etat),
        "arretee_le": figures.arretee_le,
        "figee": fiche.chiffres is not None,
        "approuvee_le": fiche.approuvee_le,
        "approuvee_par": fiche.approuvee_par,
        "presentee_le": fiche.presentee_le,
        "objectifs": fiche.objectifs,
        "suites": fiche.suites,
        "risques": fiche.risques,
        "chiffres": [c.model_dump(include=CHAMPS, mode="json") for c in _uniques(figures.chiffres())],
        "engagements": [engagement_en_json(ligne) for ligne in figures.engagements],
        "changes_depuis": [un._asdict() for un in changes],
        **etape,
    }
    lignes = [
        f"{c.code:<9} {c.libelle} : {c.n_1_en_mots} → {c.n_en_mots} ({c.etat})" for c in _uniques(figures.chiffres())
    ]
    lignes += ["", *(f"Engagement {ligne.code}\u00a0: {engagement_en_mots(ligne)}" for ligne in figures.engagements)]
    if changes:
        nombre = accorder(len(changes), "chiffre a changé", "chiffres ont changé")
        lignes.append(f"Depuis l’arrêt, {nombre} dans le registre :")
        lignes += [f"{un.code:<9} {un.libelle} : figé {un.fige}, le registre dit {un.depuis}" for un in changes]
    entete = f"Revue {fiche.annee}, {fiche.etat}, chiffres {'arrêtés' if fiche.chiffres else 'vus'} au "
    appel.rendre(donnees, "\n".join([f"{entete}{figures.arretee_le:%d/%m/%Y}", phrase, *lignes]))


def _uniques(chiffres: Any) -> list[Any]:
    """The front page repeats figures of the sections: each is told once."""
    return list({chiffre.code: chiffre for chiffre in chiffres}.values())


def manques(appel: Appel) -> None:
    """Exit code 0 even when something lacks: it is an answer, not a refusal."""
    attendus = revue.manques(appel.site, lire(appel), appel.jour)
    appel.rendre(list(attendus), "\n".join(attendus) or "Rien ne manque : la revue peut être approuvée.")


def zones(appel: Appel) -> None:
    toutes = revue_documents.zones_avec_texte(appel.site, lire(appel), appel.jour)
    donnees = [{**zone._asdict(), "texte": texte} for zone, texte in toutes]
    lignes = [
        f"§ {zone.section:<3} {zone.code:<20} {'rédigée' if texte else 'à rédiger' if zone.obligatoire else 'vide'}"
        for zone, texte in toutes
    ]
    appel.rendre(donnees, "\n".join(lignes))


def sources(appel: Appel) -> None:
    trouve = revue.source(appel.site, lire(appel), appel.options.code, appel.jour)
    chiffre, compte = trouve.chiffre, trouve.comptage
    donnees = {
        **chiffre.model_dump(mode="json"),
        **compte.en_json(),
        "sources": compte.retenues,
        "nombre_de_sources": len(compte.retenues),
        "depuis": trouve.depuis or None,
    }
    entete = [f"{chiffre.code} {chiffre.libelle} : {chiffre.n_en_mots}", chiffre.source]
    if trouve.depuis:
        entete.append(f"Figé ainsi ; le registre dit depuis : {trouve.depuis}. Les fiches ci-dessous sont les siennes.")
    appel.rendre(donnees, "\n".join([*entete, *provenance(compte)]))
