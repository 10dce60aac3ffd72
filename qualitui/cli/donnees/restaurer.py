"""qualitui restaurer F.zip DIR: restore a backup into a new folder."""

from __future__ import annotations

from qualitui.cli.commun import Analyseur, Appel, chemin, dossier_a_faire
from qualitui.domain.francais import accorder
from qualitui.operations.donnees.sauvegarde import restaurer as retablir
from qualitui.store.secours.archive import sommaire_en_mots
from qualitui.store.secours.inventaire import omis_en_mots
from qualitui.store.secours.retour import en_mots as retour_en_mots
from qualitui.store.secours.sauvegarde import identifiant


def construire(analyseur: Analyseur) -> None:
    analyseur.add_argument("fichier", metavar="F.zip", type=chemin, help="la sauvegarde")
    analyseur.add_argument(
        "dossier", metavar="DIR", type=dossier_a_faire, help="un nouveau dossier, ou un dossier vide"
    )
    analyseur.set_defaults(executer=restaurer)


def restaurer(appel: Appel) -> None:
    faite = retablir(appel.options.fichier, appel.options.dossier)
    sommaire = faite.sommaire
    appel.dire(f"{accorder(faite.fichiers, 'fichier')} rétablis et vérifiés dans {appel.options.dossier}.")
    appel.dire(f"Sauvegarde du {sommaire.cree_le:%d/%m/%Y à %H:%M}, {sommaire_en_mots(sommaire)}.")
    if sommaire.degats:
        appel.dire(f"Elle a été faite sur des données abîmées\u00a0: {sommaire.degats}")
    if sommaire.omis:
        appel.dire(f"Elle est incomplète\u00a0: {omis_en_mots(sommaire.omis)}.")
    if faite.retour:
        appel.dire(retour_en_mots(faite.retour))
    if autre := _autre_site(appel, sommaire.site):
        appel.dire(autre)


def _autre_site(appel: Appel, ident: str) -> str:
    """The backup is restored all the same, in its new folder: that it is another site's must not be found out later."""
    ici = appel.dossier_ou_rien()
    connu = identifiant(ici) if ici else ""
    if not (ident and connu) or connu == ident:
        return ""
    return f"Cette sauvegarde est celle d’un autre site que {ici}\u00a0: ne la mettez pas à sa place."
