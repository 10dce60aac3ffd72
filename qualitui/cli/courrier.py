"""qualitui courrier: write the letter of one or several réclamations, and record its sending."""

from __future__ import annotations

from qualitui.cli.analyseur import confidentiel, lire_l_entree
from qualitui.cli.commun import Analyseur, Appel, date_saisie, document_word, phrase_de
from qualitui.operations.reclamations import courriers
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.operations.reclamations.courriers import Ecrit, Envoi
from qualitui.reports.courriers import Courrier


def construire(analyseur: Analyseur) -> None:
    analyseur.add_argument("references", nargs="+", metavar="REF", help="un ou plusieurs dossiers")
    analyseur.add_argument("genre", choices=["accuse", "attente", "reponse"], help="le courrier à écrire")
    analyseur.add_argument("-o", "--sortie", type=document_word, metavar="F.docx", help="fichier, ou dossier existant")
    analyseur.add_argument("--le", type=date_saisie, metavar="DATE", help="noter aussi l’envoi, ce jour-là")
    analyseur.add_argument("--interlocuteur", metavar="P", help="qui suit l’affaire (attente, avec --le)")
    analyseur.add_argument("--nouvelle-date", type=date_saisie, metavar="DATE", help="date annoncée (attente)")
    analyseur.add_argument(
        "--texte",
        type=confidentiel,
        default="",
        metavar="TEXTE",
        help="le corps de la réponse (-\u00a0: l’entrée)",
    )
    analyseur.en_json()
    analyseur.set_defaults(executer=courrier, analyseur=analyseur)


def courrier(appel: Appel) -> None:
    if appel.options.texte == "-":
        appel.options.texte = lire_l_entree()
    references = list(dict.fromkeys(appel.options.references))
    envoi = _envoi(appel)
    ecrits = [_un_seul(appel, references[0], envoi)] if len(references) == 1 else _lot(appel, references, envoi)
    for ecrit in ecrits:
        if ecrit.refus:
            appel.code = 1
            appel.dire(f"{ecrit.reference}\u00a0: {phrase_de(ecrit.refus)}")
    donnees = [
        {
            "reference": e.reference,
            "fichier": str(e.fichier) if e.fichier else None,
            "refus": e.refus.phrase if e.refus else None,
        }
        for e in ecrits
    ]
    appel.rendre(donnees if len(references) > 1 else donnees[0], "\n".join(str(e.fichier) for e in ecrits if e.fichier))


def _envoi(appel: Appel) -> Envoi | None:
    options = appel.options
    if options.le is None:
        if options.interlocuteur or options.nouvelle_date:
            options.analyseur.error("--interlocuteur et --nouvelle-date vont avec --le")
        return None
    return Envoi(options.le, options.interlocuteur or "", options.nouvelle_date)


def _un_seul(appel: Appel, reference: str, envoi: Envoi | None) -> Ecrit:
    options, genre = appel.options, Courrier(appel.options.genre)
    lu, sortie = reclamations.trouver(appel.site, reference), options.sortie
    dossier, fichier = courriers.ecrire_courrier(
        appel.site,
        lu,
        genre,
        envoi=envoi,
        sortie=sortie / courriers.nom_du_fichier(lu, genre) if sortie and sortie.is_dir() else sortie,
        texte=options.texte.replace("\\n", "\n"),
        jour=appel.jour,
    )
    return courriers.Ecrit(dossier.reference, fichier)


def _lot(appel: Appel, references: list[str], envoi: Envoi | None) -> list[Ecrit]:
    options = appel.options
    if options.texte:
        options.analyseur.error("--texte ne va qu’avec un seul dossier")
    if options.sortie and not options.sortie.is_dir():
        options.analyseur.error(f"-o doit nommer un dossier existant pour plusieurs courriers : {options.sortie}")
    dossiers = [reclamations.trouver(appel.site, reference) for reference in references]
    genre = Courrier(options.genre)
    courriers.verifier_envoi(genre, envoi, appel.jour)
    ecrits: list[Ecrit] = []
    try:
        ecrits.extend(
            courriers.ecrire_lot(appel.site, dossiers, genre, envoi=envoi, dossier=options.sortie, jour=appel.jour)
        )
    except KeyboardInterrupt:
        appel.code = 130
        appel.dire(f"{len(ecrits)} sur {len(dossiers)} faits, arrêté pendant {dossiers[len(ecrits)].reference}.")
    return ecrits
