"""The review's figures on listening: users (§6, engagements 9 to 12) and staff (§7, SMQ4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from qualitui.domain.francais import MOIS
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.reclamations.statistiques import BilanReclamations, Part, Statistiques, recues_entre, statistiques
from qualitui.domain.reclamations.statistiques import Ligne as LigneStatistique
from qualitui.domain.reference.nomenclatures import Ligne
from qualitui.domain.revue.chiffre import NON_MESURE, Chiffre, compte, ecart_en_nombre, part, sourcer
from qualitui.domain.revue.chiffres import LigneClassement
from qualitui.domain.revue.matiere import Matiere, connu_avant
from qualitui.domain.suggestions import fiche as suggestions

REGISTRE = "registre des réclamations"
NON_CLASSEE = "Non classée"
_INCIVILITE = "incivilite"


def calculer(matiere: Matiere) -> Statistiques:
    """The statistics of the year and of the one before, as of the closing date."""
    return statistiques(matiere.reclamations, matiere.du, matiere.au, matiere.arretee_le)


def ecoute(matiere: Matiere, stats: Statistiques) -> tuple[Chiffre, ...]:
    """Written demands: volume, delay, accusés, attentes, disputes."""
    n, n_1 = stats.bilan, stats.precedent
    connu = connu_avant((r.recue_le for r in matiere.reclamations), matiere.au_precedent)
    references = [r.reference for r in recues_entre(matiere.reclamations, matiere.du, matiere.au)]

    def nombre(
        code: str, libelle: str, lire: Callable[[BilanReclamations], int], maximum: int | None = None
    ) -> Chiffre:
        return compte(code, libelle, lire(n), lire(n_1) if connu else None, maximum=maximum)

    chiffres = (
        nombre("ECO-01", "Dossiers reçus, tous canaux", lambda b: b.recues),
        nombre("ECO-02", "Dossiers écrits reçus", lambda b: b.ecrites),
        part("ECO-03", "Écrits reçus dans l’année et répondus dans le mois", n.dans_le_mois, n_1.dans_le_mois),
        part("ECO-04", "Accusés de réception envoyés (boîte générique)", n.accuses, n_1.accuses),
        part("ECO-05", "Mois dépassés couverts par une réponse d’attente", n.attentes, n_1.attentes),
        compte("ECO-06", "Délai médian de réponse", n.mediane, n_1.mediane, unite="jour", maximum=15),
        compte(
            "ECO-07", "Délai que neuf réponses sur dix respectent", n.neuvieme_decile, n_1.neuvieme_decile, unite="jour"
        ),
        nombre("ECO-08", "Dossiers ouverts hors délai à la date d’arrêté", lambda b: b.ouvertes_en_retard, maximum=0),
        nombre("ECO-09", "Réponses contestées par l’usager", lambda b: b.contestees),
        nombre("ECO-10", "Rendez-vous avec la direction", lambda b: b.rendez_vous),
        nombre("ECO-11", "Saisines du médiateur", lambda b: b.mediateur),
    )
    return tuple(sourcer(chiffre, REGISTRE, references) for chiffre in chiffres)


def classer(
    matiere: Matiere, lignes: Iterable[LigneStatistique], libelles: Iterable[Ligne], *, maximum: int | None = None
) -> tuple[LigneClassement, ...]:
    """A classification with its labels, the most frequent first; beyond `maximum`, « autres » gathers the rest."""
    noms = {ligne.code: ligne.libelle for ligne in libelles}
    connu = connu_avant((r.recue_le for r in matiere.reclamations), matiere.au_precedent)
    toutes = list(lignes)
    gardees, reste = (toutes, []) if maximum is None else (toutes[:maximum], toutes[maximum:])
    rangees = [_ligne(noms.get(ligne.code, ligne.code or NON_CLASSEE), ligne, connu) for ligne in gardees]
    return tuple(rangees + ([_ligne(f"Autres ({len(reste)})", _somme(reste), connu)] if reste else []))


def par_mois(matiere: Matiere, lignes: Iterable[LigneStatistique]) -> tuple[LigneClassement, ...]:
    """The months of the period, even without a case; those before the first record ever are not measured."""
    par_code = {ligne.code: ligne for ligne in lignes}
    vide = Part(numerateur=0, denominateur=0)
    premier = min((r.recue_le for r in matiere.reclamations), default=None)
    rangees = []
    for mois in range(1, matiere.au.month + 1):
        code = f"{mois:02d}"
        absente = LigneStatistique(code=code, nombre=0, precedent=0, delai=vide, delai_precedent=vide)
        connu = premier is not None and (matiere.annee - 1, mois) >= (premier.year, premier.month)
        rangees.append(_ligne(MOIS[mois - 1], par_code.get(code, absente), connu))
    return tuple(rangees)


def _ligne(libelle: str, ligne: LigneStatistique, connu: bool) -> LigneClassement:
    n_1 = ligne.precedent if connu else None
    return LigneClassement(
        code=ligne.code,
        libelle=libelle,
        n=ligne.nombre,
        n_1=n_1,
        ecart=ecart_en_nombre(ligne.nombre, n_1),
        delai=str(ligne.delai),
        delai_precedent=str(ligne.delai_precedent) if connu else NON_MESURE,
    )


def _somme(lignes: Iterable[LigneStatistique]) -> LigneStatistique:
    toutes = list(lignes)

    def total(parts: list[Part]) -> Part:
        return Part(numerateur=sum(p.numerateur for p in parts), denominateur=sum(p.denominateur for p in parts))

    return LigneStatistique(
        code="autres",
        nombre=sum(ligne.nombre for ligne in toutes),
        precedent=sum(ligne.precedent for ligne in toutes),
        delai=total([ligne.delai for ligne in toutes]),
        delai_precedent=total([ligne.delai_precedent for ligne in toutes]),
    )


def equipes(matiere: Matiere) -> tuple[Chiffre, ...]:
    """Suggestions received, analysed, accepted, answered; incivilités reported."""
    n = suggestions.bilan(matiere.suggestions, matiere.du, matiere.au)
    n_1 = suggestions.bilan(matiere.suggestions, matiere.du_precedent, matiere.au_precedent)
    connu = connu_avant((s.recue_le for s in matiere.suggestions), matiere.au_precedent)
    references = [s.reference for s in matiere.suggestions if matiere.du <= s.recue_le <= matiere.au]
    chiffres = (
        compte("EQU-01", "Suggestions d’agents reçues", n.recues, n_1.recues if connu else None),
        part("EQU-02", "Suggestions analysées", _sur(n.analysees, n.recues), _sur(n_1.analysees, n_1.recues)),
        compte("EQU-03", "Suggestions retenues", n.retenues, n_1.retenues if connu else None),
        part(
            "EQU-04",
            "Suggestions qui ont reçu une réponse",
            _sur(n.recues - n.sans_reponse, n.recues),
            _sur(n_1.recues - n_1.sans_reponse, n_1.recues),
        ),
    )
    tracees = tuple(sourcer(chiffre, "registre des suggestions", references) for chiffre in chiffres)
    return (*tracees, _incivilites(matiere))


def _incivilites(matiere: Matiere) -> Chiffre:
    def entre(n_1: bool) -> list[Reclamation]:
        du, au = (matiere.du_precedent, matiere.au_precedent) if n_1 else (matiere.du, matiere.au)
        return [r for r in recues_entre(matiere.reclamations, du, au) if r.nature == _INCIVILITE]

    connu = connu_avant((r.recue_le for r in matiere.reclamations), matiere.au_precedent)
    passees = len(entre(True)) if connu else None
    chiffre = compte("EQU-05", "Signalements d’incivilité", len(entre(False)), passees)
    return sourcer(chiffre, REGISTRE, [r.reference for r in entre(False)])


def _sur(numerateur: int, denominateur: int) -> Part:
    return Part(numerateur=numerateur, denominateur=denominateur)
