"""qualitui diagnostic: check the state of the data, exit 1 if something needs attention; --regler settles an orphan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualitui.cli.commun import Analyseur, Appel, MauvaisUsage, login, poste
from qualitui.domain.base import Refus
from qualitui.domain.francais import accorder
from qualitui.operations.donnees import orphelins
from qualitui.operations.donnees.diagnostic import diagnostic, en_ordre, resserrer
from qualitui.operations.donnees.sauvegarde import derniere, derniere_en_mots
from qualitui.store.site.site import ouvrir_pour_examiner

if TYPE_CHECKING:
    from datetime import date

    from qualitui.domain.diagnostic import Constatation
    from qualitui.store.site.site import Site


def construire(analyseur: Analyseur) -> None:
    analyseur.add_argument(
        "--resserrer",
        action="store_true",
        help="fermer d’abord la partie confidentielle aux autres comptes",
    )
    analyseur.add_argument("--regler", metavar="REF", help="effacer ce qui est gardé sous un numéro sans fiche")
    analyseur.add_argument("--raison", metavar="TEXTE", default="", help="pourquoi\u00a0: la raison est gardée")
    analyseur.en_json()
    analyseur.set_defaults(executer=traiter)


def traiter(appel: Appel) -> None:
    options = appel.options
    if options.regler is None and options.raison:
        raise MauvaisUsage("--raison va avec --regler\u00a0: qualitui diagnostic --regler REF --raison TEXTE.")
    if options.regler is None:
        diagnostiquer(appel)
    else:
        trace = orphelins.regler(appel.site, options.regler, raison=options.raison, jour=appel.jour)
        appel.rendre(trace, orphelins.regle_en_mots(trace))


def diagnostiquer(appel: Appel) -> None:
    site = ouvrir_pour_examiner(appel.dossier(), maintenant=appel.maintenant, poste=poste(), login=login())
    try:
        if appel.options.resserrer:
            faits, refuses = resserrer(site)
            reste = f" {accorder(refuses, 'appartient', 'appartiennent')} à un autre compte." if refuses else ""
            appel.dire(f"Partie confidentielle\u00a0: {accorder(faits, 'accès retiré', 'accès retirés')}.{reste}")
        trouvees = diagnostic(site)
        sauvegarde, dite = _derniere(site, appel.jour)
    finally:
        site.fermer()
    ok = en_ordre(trouvees)
    donnees = {"ok": ok, "constats": [_en_donnees(constatation) for constatation in trouvees]}
    donnees["sauvegarde"] = sauvegarde
    conclusion = "Les données sont en ordre." if ok else "Des points demandent votre attention."
    appel.rendre(donnees, "\n".join([*map(_en_mots, trouvees), dite, conclusion]))
    appel.code = 0 if ok else 1


def _derniere(site: Site, jour: date) -> tuple[dict[str, Any] | None, str]:
    """What the last backup holds, in data and in words."""
    try:
        trouvee = derniere(site, jour)
    except Refus as refus:
        return None, refus.phrase
    return (trouvee.en_donnees() if trouvee else None), derniere_en_mots(trouvee)


def _en_donnees(constatation: Constatation) -> dict[str, Any]:
    """`regler` is there when there is something to settle; how much is missing is said in the sentence."""
    champs = constatation._asdict().items()
    return {champ: valeur for champ, valeur in champs if champ != "manque" and (champ != "regler" or valeur)}


def _en_mots(constatation: Constatation) -> str:
    ou = constatation.fichier or ""
    if constatation.ligne is not None:
        ou = f"{ou}, ligne {constatation.ligne}"
    place = f" ({ou})" if ou else ""
    return f"[{constatation.gravite}] {constatation.domaine}\u00a0: {constatation.phrase}{place}"
