"""qualitui diagnostic: check the state of the data; exit 1 if something needs attention."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualitui.cli.commun import Analyseur, Appel, login, poste
from qualitui.operations.donnees.diagnostic import diagnostic, en_ordre
from qualitui.store.site.site import ouvrir_pour_examiner

if TYPE_CHECKING:
    from qualitui.domain.diagnostic import Constatation


def construire(analyseur: Analyseur) -> None:
    analyseur.en_json()
    analyseur.set_defaults(executer=diagnostiquer)


def diagnostiquer(appel: Appel) -> None:
    site = ouvrir_pour_examiner(appel.dossier(), maintenant=appel.maintenant, poste=poste(), login=login())
    try:
        trouvees = diagnostic(site)
    finally:
        site.fermer()
    ok = en_ordre(trouvees)
    donnees = {"ok": ok, "constats": [_en_donnees(constatation) for constatation in trouvees]}
    conclusion = "Les données sont en ordre." if ok else "Des points demandent votre attention."
    appel.rendre(donnees, "\n".join([*map(_en_mots, trouvees), conclusion]))
    appel.code = 0 if ok else 1


def _en_donnees(constatation: Constatation) -> dict[str, Any]:
    return {cle: valeur for cle, valeur in constatation._asdict().items() if cle != "manque"}


def _en_mots(constatation: Constatation) -> str:
    ou = constatation.fichier or ""
    if constatation.ligne is not None:
        ou = f"{ou}, ligne {constatation.ligne}"
    place = f" ({ou})" if ou else ""
    return f"[{constatation.gravite}] {constatation.domaine}\u00a0: {constatation.phrase}{place}"
