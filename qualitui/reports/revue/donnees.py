"""The annual review in Word: what its template receives, its charts, its making and its refresh."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from qualitui.domain.comptage import NON_MESURE, Definition
from qualitui.domain.francais import INSECABLE, date_numerique, enumerer, quantieme_en_mots
from qualitui.domain.revue.chiffre import SANS_OBJET, Chiffre
from qualitui.domain.revue.chiffres import Chiffres, LigneAction
from qualitui.domain.revue.fiche import RevueAnnuelle
from qualitui.reports.revue import graphiques as dessins
from qualitui.reports.revue.phrases import phrases

# A colour in addition to the word, never alone.
_FONDS = {
    "atteint": "E3F0E4",
    "tenue": "E3F0E4",
    "pourvu": "E3F0E4",
    "close": "E3F0E4",
    "partiel": "FBEBD9",
    "non atteint": "FBEBD9",
    "écart": "FBEBD9",
    "respecté": "E3F0E4",
    "non respecté": "F8DEDA",
    "non pourvu": "FBEBD9",
    "en retard": "F8DEDA",
    "en alerte": "F8DEDA",
    "manquée": "F8DEDA",
    "manquée, tenue en retard": "F8DEDA",
}
_FOND_NEUTRE = "F4F5F7"


@dataclass(frozen=True)
class Dossier:
    """Everything one review prints. `nommer` gives the name behind a person's or a role's code.

    `reserve`: what must be known before reading; `definitions`: how each figure is counted.
    """

    site: str
    revue: RevueAnnuelle
    chiffres: Chiffres
    precedente: RevueAnnuelle | None = None
    auteurs: Sequence[str] = ()
    directeur: str = ""
    noms: Mapping[str, str] = field(default_factory=dict)
    reserve: str = ""
    definitions: Sequence[Definition] = ()

    def nommer(self, code: str) -> str:
        return self.noms.get(code, code)


def donnees(dossier: Dossier) -> dict[str, Any]:
    """The fields of templates/revue-qualite-locale.docx."""
    revue, c = dossier.revue, dossier.chiffres
    return {
        "site": {"nom": dossier.site},
        "reserve": dossier.reserve,
        "annees": {"n": str(c.annee), "n_1": str(c.annee - 1), "suivante": str(c.annee + 1)},
        "colonnes": _colonnes(c),
        "definitions": _definitions(dossier),
        "referentiel": {"titre": c.referentiel, "version": c.version, "direction": c.direction},
        "revue": _revue(dossier),
        "changements": c.changements,
        "synthese": _chiffres(c.synthese),
        "suites": _suites(dossier),
        "engagements": _engagements(c),
        "familles": _familles(c),
        "manques": [ligne.chiffre for ligne in c.indicateurs_manques],
        "ecoute": _chiffres(c.ecoute),
        "par_nature": _classement(c.par_nature),
        "par_motif": _classement(c.par_motif),
        "par_canal": _classement(c.par_canal),
        "mois": _mois(c),
        "equipes": _chiffres(c.equipes),
        "verifications": _chiffres(c.verifications),
        "par_theme": c.par_theme,
        "par_verification": c.par_verification,
        "exercices": c.exercices,
        "contredits": c.contredits,
        "actions": _chiffres(c.actions),
        "trimestres": [{**dict(t), "tenue_le": t.tenue_le or SANS_OBJET, "fond": fond(t.etat)} for t in c.trimestres],
        "par_origine": c.par_origine,
        "par_pilote": c.par_pilote,
        "anciennes": _actions(c.anciennes),
        "annexe_actions": _actions(c.annexe_actions),
        "roles": [{**dict(r), "fond": fond(r.etat)} for r in c.roles],
        "documents": c.documents,
        "risques": _risques(revue),
        "objectifs": [
            {**dict(o), "pilote": dossier.nommer(o.pilote), "action": o.action or SANS_OBJET} for o in revue.objectifs
        ],
        "phrases": phrases(c),
        "graphiques": {
            "engagements": dessins.engagements(c),
            "reclamations": dessins.reclamations(c),
            "stock": dessins.stock(c),
        },
    }


def _colonnes(c: Chiffres) -> dict[str, str]:
    """The headings of N and N-1: of a year that is not over, they say on which day both stop."""
    jusque = "" if c.au == date(c.annee, 12, 31) else f", au {quantieme_en_mots(c.au)}"
    return {"n": f"{c.annee}{jusque}", "n_1": f"{c.annee - 1}{jusque}"}


def _definitions(dossier: Dossier) -> list[dict[str, str]]:
    """The definitions of the figures that this review prints."""
    montres = {chiffre.code for chiffre in dossier.chiffres.chiffres()}
    return [
        {"code": une.code, "libelle": une.libelle, "texte": une.texte}
        for une in dossier.definitions
        if montres & {une.code, une.indicateur}
    ]


def fond(etat: str) -> str:
    """The background of a state's cell."""
    return _FONDS.get(etat, _FOND_NEUTRE)


def _revue(dossier: Dossier) -> dict[str, str]:
    revue, c = dossier.revue, dossier.chiffres
    qui = revue.approuvee_par or dossier.directeur
    if revue.approuvee_le:
        approbation = f"le {date_numerique(revue.approuvee_le)} par {qui}"
    else:
        approbation = f"à approuver par {qui}" if qui else "à approuver (rôle de directeur non pourvu)"
    return {
        "arretee_le": date_numerique(c.arretee_le),
        "periode": f"du {quantieme_en_mots(c.du)} au {quantieme_en_mots(c.au)} {c.annee}",
        "etat": str(revue.etat),
        "etat_en_mots": str(revue.etat),
        "auteurs": enumerer(dossier.auteurs) or "à désigner (rôles DAA et DACS)",
        "code": f"L-REV-revue qualité locale-{c.annee}-12",
        "soumise": _le(revue.soumise_le, "pas encore soumise"),
        "approbation": approbation,
        "presentee": _le(revue.presentee_le, "pas encore présentée"),
        "transmise": _le(revue.transmise_le, "pas encore transmise"),
        "signature": f"\n\n{qui}",
    }


def _le(jour: Any, sinon: str) -> str:
    return f"le {date_numerique(jour)}" if jour else sinon


def _chiffres(chiffres: Iterable[Chiffre]) -> list[dict[str, Any]]:
    return [
        {**dict(c), "n": c.n_en_mots, "n_1": c.n_1_en_mots, "fond": fond(c.etat), "provenance": _provenance(c)}
        for c in chiffres
    ]


def _provenance(chiffre: Chiffre) -> str:
    """« registre des réclamations ; ce que chaque chiffre compte est dit à l’annexe D »."""
    return f"{chiffre.source or 'parties 4 à 10'}{INSECABLE}; ce que chaque chiffre compte est dit à l’annexe D."


def _suites(dossier: Dossier) -> list[dict[str, str]]:
    """Last year's objectives with what became of them; « à noter » while nobody said."""
    notees = {suite.objectif: suite for suite in dossier.revue.suites}
    lignes = []
    for objectif in dossier.precedente.objectifs if dossier.precedente else ():
        suite = notees.get(objectif.code)
        etat = str(suite.resultat) if suite else "à noter"
        lignes.append(
            {
                "texte": f"{objectif.code} : {objectif.texte}".replace(" :", "\u00a0:"),
                "cible": objectif.cible or SANS_OBJET,
                "pilote": dossier.nommer(objectif.pilote) or SANS_OBJET,
                "etat": etat,
                "effet": (suite.effet if suite else "") or SANS_OBJET,
                "fond": fond(etat),
            }
        )
    return lignes


def _engagements(c: Chiffres) -> dict[str, list[dict[str, Any]]]:
    groupes: dict[str, list[dict[str, Any]]] = {"communs": [], "specifiques": [], "pilotage": []}
    cles = {"tronc commun": "communs", "spécifique": "specifiques", "pilotage": "pilotage"}
    for ligne in c.engagements:
        groupes[cles.get(ligne.domaine, "communs")].append(
            {
                **dict(ligne),
                "actions": "\n".join(ligne.actions) or "aucune",
                "fond": fond(ligne.etat),
                **_decisif(ligne.decide_par),
                "etat_precedent": ligne.etat_precedent or NON_MESURE,
            }
        )
    return groupes


def _decisif(chiffre: Chiffre | None) -> dict[str, str]:
    """The figure that makes the state of a commitment, named, N beside N-1."""
    if chiffre is None:
        return {"decide": "aucun chiffre", "decide_n": NON_MESURE, "decide_n_1": NON_MESURE}
    return {
        "decide": f"{chiffre.code} {chiffre.libelle}",
        "decide_n": chiffre.n_en_mots,
        "decide_n_1": chiffre.n_1_en_mots,
    }


def _familles(c: Chiffres) -> list[dict[str, Any]]:
    """Indicators grouped by family, in the order of the référentiel, each with its chart when there is a trend."""
    familles: dict[str, list[Any]] = {}
    for ligne in c.indicateurs:
        familles.setdefault(ligne.famille, []).append(ligne)
    return [
        {
            "nom": nom[:1].upper() + nom[1:],
            "code": nom,
            "chiffres": _chiffres(ligne.chiffre for ligne in lignes),
            "provenance": enumerer(dict.fromkeys(ligne.chiffre.source for ligne in lignes)),
            "graphique": dessins.famille(nom, lignes),
        }
        for nom, lignes in familles.items()
    ]


def _classement(lignes: Iterable[Any]) -> list[dict[str, Any]]:
    return [{**dict(ligne), "n_1": NON_MESURE if ligne.n_1 is None else ligne.n_1} for ligne in lignes]


def _mois(c: Chiffres) -> list[dict[str, Any]]:
    """Two rows (N-1, N) of twelve months; a month outside the period, or a year without records, says « — »."""
    reste: list[Any] = [SANS_OBJET] * (12 - len(c.par_mois))
    lignes = []
    for annee, valeurs in ((c.annee - 1, [m.n_1 for m in c.par_mois]), (c.annee, [m.n for m in c.par_mois])):
        connues = [v for v in valeurs if v is not None]
        mois = [SANS_OBJET if v is None else v for v in valeurs]
        total = sum(connues) if connues else SANS_OBJET
        lignes.append({"nom": str(annee), "mois": mois + reste, "total": total})
    return lignes


def _actions(lignes: Iterable[LigneAction]) -> list[dict[str, Any]]:
    """A late action says so in its state."""
    return [
        {
            **dict(ligne),
            "etat": f"{ligne.etat}, {ligne.retard}" if ligne.retard else ligne.etat,
            "fond": fond(ligne.retard or ligne.etat),
        }
        for ligne in lignes
    ]


def _risques(revue: RevueAnnuelle) -> list[dict[str, Any]]:
    classes = sorted(revue.risques, key=lambda risque: (-risque.criticite, risque.code))
    return [
        {
            **dict(risque),
            "criticite": f"{risque.criticite} ({risque.gravite} × {risque.frequence})",
            "precedent": NON_MESURE if risque.precedent is None else risque.precedent,
            "origine": risque.origine or SANS_OBJET,
            "reponse": risque.reponse or SANS_OBJET,
            "action": risque.action or SANS_OBJET,
        }
        for risque in classes
    ]
