"""A review of nowhere, with one row in each table: what a template of the review is tried with."""

from __future__ import annotations

from datetime import date

from qualitui.domain.comptage import Definition, Genre
from qualitui.domain.revue.chiffre import Chiffre
from qualitui.domain.revue.chiffres import (
    Chiffres,
    LigneAction,
    LigneClassement,
    LigneDocument,
    LigneEngagement,
    LigneIndicateur,
    LigneNombre,
    LigneRole,
    LigneStock,
    LigneTrimestre,
    LigneVerification,
)
from qualitui.domain.revue.fiche import Objectif, Resultat, RevueAnnuelle, Risque, Suite
from qualitui.reports.revue.donnees import Dossier

_ANNEE = 2025
_CHIFFRE = Chiffre(code="EX-01", libelle="Mesure d’exemple", n="80 % (8/10)", n_1="70 % (7/10)", etat="non atteint")
_ACTION = LigneAction(
    reference="A-2025-001",
    intitule="Action d’exemple",
    origine="Audit interne",
    engagement="9",
    pilote="DAA",
    echeance=date(2025, 6, 30),
    etat="en cours",
    retard="en retard",
    age_jours=40,
)
_CLASSEMENT = LigneClassement(
    code="x", libelle="Exemple", n=3, n_1=2, ecart="+1", delai="66 % (2/3)", delai_precedent="100 % (2/2)"
)
_VERIFICATION = LigneVerification(
    code="V-EXE-01",
    libelle="Vérification d’exemple",
    dues=4,
    faites=3,
    manquees=1,
    conformes=2,
    non_conformes=1,
    realisation="75 % (3/4)",
    realisation_precedente="non mesuré",
    conformite="66 % (2/3)",
    conformite_precedente="non mesuré",
)


_ENGAGEMENT = LigneEngagement(
    code="9",
    libelle="Engagement d’exemple",
    domaine="tronc commun",
    controles=3,
    conformes=2,
    n="66 % (2/3)",
    n_1="non mesuré",
    ecart="—",
    preuve="aucune",
    actions=("A-2025-001",),
    etat="partiel",
    etat_precedent="non mesuré",
    decide_par=_CHIFFRE,
    valeur=66.6,
)


def exemple() -> Dossier:
    """Every part of the template has something to print, and every loop turns at least once."""
    return Dossier(
        site="EPS d’exemple",
        revue=RevueAnnuelle(
            annee=_ANNEE,
            objectifs=(Objectif(code="O-2026-1", texte="Objectif d’exemple"),),
            suites=(Suite(objectif="O-2025-1", resultat=Resultat.PARTIEL),),
            risques=(Risque(code="RQ-2025-1", libelle="Risque d’exemple", gravite=2, frequence=3),),
        ),
        precedente=RevueAnnuelle(annee=_ANNEE - 1, objectifs=(Objectif(code="O-2025-1", texte="Objectif passé"),)),
        chiffres=_chiffres(),
        definitions=(Definition("EX-01", "Mesure d’exemple", "Ce qui est compté ÷ ce qui est attendu.", Genre.TAUX),),
    )


def _chiffres() -> Chiffres:
    indicateur = LigneIndicateur(
        famille="téléphonie",
        chiffre=_CHIFFRE,
        unite="%",
        cible_valeur=100,
        manque=True,
        points=(("janvier 2025", 80.0), ("février 2025", None), ("mars 2025", 90.0), ("avril 2025", 95.0)),
    )
    return Chiffres(
        annee=_ANNEE,
        du=date(_ANNEE, 1, 1),
        au=date(_ANNEE, 12, 31),
        arretee_le=date(_ANNEE + 1, 1, 31),
        referentiel="Référentiel d’exemple",
        version="1.0",
        changements=("Référentiel d’exemple, en vigueur depuis le 1er mars 2025.",),
        synthese=(_CHIFFRE,),
        engagements=(
            _ENGAGEMENT,
            _ENGAGEMENT.model_copy(update={"domaine": "spécifique"}),
            _ENGAGEMENT.model_copy(update={"domaine": "pilotage"}),
        ),
        indicateurs=(indicateur,),
        ecoute=(_CHIFFRE,),
        par_nature=(_CLASSEMENT,),
        par_motif=(_CLASSEMENT,),
        par_canal=(_CLASSEMENT,),
        par_mois=(_CLASSEMENT,) * 12,
        equipes=(_CHIFFRE,),
        verifications=(_CHIFFRE,),
        par_theme=(_VERIFICATION,),
        par_verification=(_VERIFICATION,),
        exercices=("1er semestre 2025 : non fait.",),
        contredits=("V-EX-01 × 2025-T1, conforme.",),
        actions=(_CHIFFRE,),
        trimestres=(LigneTrimestre(trimestre="1er trimestre 2025", etat="tenue", tenue_le=None, actions=1),),
        par_origine=(LigneNombre(libelle="Audit interne", nombre=1, ouvertes=1, en_retard=1),),
        par_pilote=(LigneNombre(libelle="DAA", nombre=1, ouvertes=1, en_retard=1),),
        anciennes=(_ACTION,),
        stock=tuple(LigneStock(au=date(_ANNEE, mois, 28), ouvertes=mois, en_retard=1) for mois in range(1, 5)),
        annexe_actions=(_ACTION,),
        roles=(LigneRole(role="DAA", personnes="—", etat="non pourvu"),),
        documents=(LigneDocument(code="C-Annexe 1", titre="Document d’exemple", etat="fourni"),),
    )
