"""qualitui conflits: what two workstations wrote at the same time, and how to settle it."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, Any

from qualitui.cli.commun import Analyseur, Appel, entier_saisi
from qualitui.domain.changements import nom_du_champ, valeur_en_mots
from qualitui.domain.francais import entier_ecrit
from qualitui.operations.donnees import conflits

if TYPE_CHECKING:
    from qualitui.operations.donnees.conflits import ConflitNomme


def construire(analyseur: Analyseur) -> None:
    analyseur.add_argument("reference", metavar="REF", nargs="?", default="", help="la fiche dont trancher le conflit")
    choix = analyseur.add_mutually_exclusive_group()
    choix.add_argument("--choisir", metavar="N", type=entier_saisi, help="garder entière la version N")
    choix.add_argument(
        "--champ",
        metavar="CHAMP=N",
        type=_champ,
        action="append",
        help="prendre ce champ dans la version N, 0 pour réunir les ajouts (à répéter)\u00a0; le reste demeure",
    )
    analyseur.en_json()
    analyseur.set_defaults(executer=traiter)


def _champ(texte: str) -> tuple[str, int]:
    nom, _, rang = texte.partition("=")
    numero = entier_ecrit(rang)
    if not nom or numero is None:
        raise ArgumentTypeError("il faut CHAMP=N, par exemple objet=2")
    return nom, numero


def traiter(appel: Appel) -> None:
    options = appel.options
    if options.choisir is None and not options.champ:
        trouves = (
            [conflits.trouver(appel.site, options.reference)] if options.reference else conflits.lister(appel.site)
        )
        texte = "\n\n".join(_en_mots(nomme) for nomme in trouves) or "Aucun conflit à trancher."
        appel.rendre([_en_json(nomme) for nomme in trouves], texte)
        return
    if not options.reference:
        raise conflits.ChoixImpossible("Nommez la fiche à trancher\u00a0: qualitui conflits REF --choisir N.")
    nomme = conflits.trouver(appel.site, options.reference)
    if options.choisir is not None:
        conflits.choisir(appel.site, nomme.conflit, options.choisir)
    else:
        conflits.fusionner(appel.site, nomme.conflit, dict(options.champ))
    appel.dire(f"Conflit tranché\u00a0: {nomme.nom}.")


def _en_json(nomme: ConflitNomme) -> dict[str, Any]:
    conflit = nomme.conflit
    return {
        "fiche": nomme.nom,
        "domaine": conflit.table,
        "id": conflit.ident,
        "versions": [{"le": r.le, "par": r.par, "poste": r.poste, "contenu": r.contenu} for r in conflit.redactions],
        "champs": {champ: list(valeurs) for champ, valeurs in conflit.champs.items()},
    }


def _en_mots(nomme: ConflitNomme) -> str:
    lignes = [nomme.nom]
    for rang, redaction in enumerate(nomme.conflit.redactions, start=1):
        retiree = ", fiche retirée" if redaction.contenu is None else ""
        qui = conflits.signature(redaction, nomme.conflit)
        lignes.append(f"  version {rang}\u00a0: {qui}, {redaction.le:%d/%m/%Y à %H:%M}{retiree}")
    for champ, valeurs in nomme.conflit.champs.items():
        lignes.append(
            f"  {nom_du_champ(champ) or champ}\u00a0: "
            + " | ".join(f"{rang} = {valeur_en_mots(v)}" for rang, v in enumerate(valeurs, start=1))
        )
    return "\n".join(lignes)
