"""Any record of the site by what people call it: « R-2026-014 », « V-NET-02 », « V-NET-02@2026-03-02 », « 2026-T1 »."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import Fiche, Introuvable
from qualitui.domain.indicateurs.fiche import ValeurIndicateur
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.revue.fiche import RevueAnnuelle
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.trimestres import RevueTrimestrielle
from qualitui.domain.verifications.fiche import Constat, Verification

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

MODELES: tuple[type[Fiche], ...] = (
    Reclamation,
    Action,
    Suggestion,
    Verification,
    Constat,
    RevueTrimestrielle,
    ValeurIndicateur,
    Personne,
    RevueAnnuelle,
)
# table → (the field people name it by, empty: the id itself; the domain of roles-eps.toml it belongs to; its name)
_NOMS = {
    "reclamations": ("reference", "reclamations", "réclamation"),
    "actions": ("reference", "actions", "action"),
    "suggestions": ("reference", "suggestions", "suggestion"),
    "verifications": ("code", "verifications", "vérification"),
    "constats": ("", "verifications", "résultat"),
    "trimestres": ("trimestre", "actions", "revue du trimestre"),
    "valeurs": ("", "indicateurs", "valeur d’indicateur"),
    "equipe": ("code", "parametres", "personne"),
    "revues": ("annee", "revue", "revue annuelle"),
}


class Designee(NamedTuple):
    """A record found by its name."""

    modele: type[Fiche]
    ident: str
    nom: str


def modele_de(table: str) -> type[Fiche]:
    """The model of a table; `Introuvable` for one this program does not know."""
    for modele in MODELES:
        if modele.table == table:
            return modele
    raise Introuvable(f"La table « {table} » n’est pas connue de ce programme.")


def domaine_de(table: str) -> str:
    """The domain whose rights protect the table."""
    return _NOMS[table][1] if table in _NOMS else "parametres"


def nom_de(table: str, ident: str, contenu: object) -> str:
    """How people call the record: its reference or code with what it is, « action A-2026-012 »."""
    champ, _, genre = _NOMS.get(table, ("", "", table))
    propre = contenu.get(champ) if champ and isinstance(contenu, dict) else None
    return f"{genre} {propre or ident}"


def designer(site: Site, texte: str) -> Designee:
    """The record people call `texte`; `Introuvable` if there is none."""
    voulu = texte.strip().replace(" × ", "@")
    for modele in MODELES:
        champ = _NOMS[modele.table][0]
        if champ:
            valeur = int(voulu) if champ == "annee" and voulu.isdigit() else voulu
            trouvees = site.registre.find(modele, **{champ: valeur}) or site.registre.find(
                modele, **{champ: voulu.upper()}
            )
            if trouvees:
                return Designee(modele, trouvees[0].id, voulu)
    return _par_identifiant(site, voulu)


def _par_identifiant(site: Site, ident: str) -> Designee:
    for modele in MODELES:
        try:
            site.registre.history(modele, ident)
        except Introuvable:
            continue
        return Designee(modele, ident, ident)
    raise Introuvable(f"Aucune fiche ne s’appelle « {ident} ».")
