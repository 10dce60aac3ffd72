"""Everything computed in the review, put together from the records of the site (trame type, §0 to §14)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from qualitui.domain.comptage import Comptage, Fenetre
from qualitui.domain.francais import INSECABLE, accorder, date_numerique, enumerer
from qualitui.domain.indicateurs.catalogue import ATTEINTS, atteints
from qualitui.domain.revue import actions as revue_actions
from qualitui.domain.revue import ecoute as revue_ecoute
from qualitui.domain.revue import engagements as revue_engagements
from qualitui.domain.revue import verifications as revue_verifications
from qualitui.domain.revue.chiffre import ATTEINT, Chiffre, chiffrer
from qualitui.domain.revue.chiffres import Chiffres, LigneDocument, LigneIndicateur, LigneRole
from qualitui.domain.revue.indicateurs import indicateurs
from qualitui.domain.revue.matiere import Matiere, arreter
from qualitui.domain.revue.suivi import publie

# The indicator shown on the front page beside seven computed figures.
SATISFACTION = "I-SAT-01"
# Roles that a review speaks of: those held at the site, the thematic ones included, not each agent’s.
_ROLES_SUIVIS = (
    "directeur",
    "daa",
    "dacs",
    "chef-service",
    "raqn",
    "assistant-prevention",
    "referent-archives",
    "referent-solen",
    "serre-file",
)


def calculer(brute: Matiere) -> Chiffres:
    """The figures as of the closing date."""
    matiere = arreter(brute)
    stats = revue_ecoute.calculer(matiere)
    ecoute = revue_ecoute.ecoute(matiere)
    verifications = revue_verifications.verifications(matiere)
    actions = revue_actions.actions(matiere)
    lignes = indicateurs(matiere)
    annexe, tues = revue_actions.annexe(matiere)
    nomenclatures = matiere.nomenclatures
    return Chiffres(
        annee=matiere.annee,
        du=matiere.du,
        au=matiere.au,
        arretee_le=matiere.arretee_le,
        referentiel=matiere.referentiel.titre,
        version=matiere.referentiel.version,
        direction=matiere.referentiel.direction,
        premier_jour=matiere.premier_jour,
        changements=tuple(matiere.changements),
        synthese=synthese(matiere, ecoute, verifications, actions, lignes),
        engagements=revue_engagements.engagements(matiere, lignes),
        indicateurs=lignes,
        ecoute=ecoute,
        par_nature=revue_ecoute.classer(matiere, stats.par_nature, nomenclatures.natures),
        par_motif=revue_ecoute.classer(matiere, stats.par_motif, nomenclatures.motifs, maximum=10),
        par_canal=revue_ecoute.classer(matiere, stats.par_canal, nomenclatures.canaux),
        par_mois=revue_ecoute.par_mois(matiere, stats.par_mois),
        equipes=revue_ecoute.equipes(matiere),
        verifications=verifications,
        par_theme=revue_verifications.par_theme(matiere),
        par_verification=revue_verifications.par_verification(matiere),
        exercices=revue_verifications.exercices(matiere.suivis),
        contredits=revue_verifications.contredits(matiere.suivis),
        actions=actions,
        trimestres=revue_actions.trimestres(matiere),
        par_origine=revue_actions.par_origine(matiere),
        par_pilote=revue_actions.par_pilote(matiere),
        anciennes=revue_actions.anciennes(matiere),
        stock=revue_actions.stock(matiere),
        annexe_actions=annexe,
        actions_tues=tues,
        roles=roles(matiere),
        documents=documents(matiere),
    )


def compter(brute: Matiere, code: str) -> Comptage:
    """Any figure of the review, with everything it counts, as of the closing date."""
    matiere = arreter(brute)
    if code == ATTEINTS.code:
        return _atteints_de_l_annee(matiere, indicateurs(matiere))
    return matiere.deux_annees(code)[0]


class Changement(NamedTuple):
    """A figure frozen, that the register would tell otherwise since, as of the same closing day."""

    code: str
    libelle: str
    fige: str
    depuis: str


def changements(figes: Chiffres, calcules: Chiffres) -> tuple[Changement, ...]:
    """Figure by figure, what was recorded or put right after the freezing would change."""
    connus = {chiffre.code: chiffre for chiffre in calcules.chiffres()}
    vus = {chiffre.code: chiffre for chiffre in figes.chiffres()}
    return tuple(
        Changement(code, connus[code].libelle, chiffre.n, connus[code].n)
        for code, chiffre in vus.items()
        if code in connus and connus[code].n != chiffre.n
    )


def trop_tot(figes: Chiffres) -> str:
    """What is frozen before it can be judged, a sentence; empty when everything is due."""
    mois = next((chiffre for chiffre in figes.ecoute if chiffre.code == "ECO-03"), None)
    if mois is None or not mois.pas_encore_echues:
        return ""
    nombre = accorder(mois.pas_encore_echues, "écrit")
    verbe = "n’est pas encore échu" if mois.pas_encore_echues == 1 else "ne sont pas encore échus"
    return (
        f"{nombre} de {figes.annee} {verbe} au {date_numerique(figes.arretee_le)}{INSECABLE}: le taux de réponse "
        "dans le mois est figé sans les compter."
    )


def synthese(
    matiere: Matiere,
    ecoute: tuple[Chiffre, ...],
    verifications: tuple[Chiffre, ...],
    actions: tuple[Chiffre, ...],
    lignes: tuple[LigneIndicateur, ...],
) -> tuple[Chiffre, ...]:
    """The eight key figures of the front page."""
    par_code = {chiffre.code: chiffre for chiffre in (*ecoute, *verifications, *actions)}
    voulus = ("ECO-03", "ECO-06", "VER-02", "VER-04", "ACT-06", "ACT-09")
    satisfaction = tuple(ligne.chiffre for ligne in lignes if ligne.chiffre.code == SATISFACTION)
    return (*(par_code[code] for code in voulus), *satisfaction, _indicateurs_atteints(matiere, lignes))


def _indicateurs_atteints(matiere: Matiere, lignes: tuple[LigneIndicateur, ...]) -> Chiffre:
    """How many of the measured indicators reach their target, each as its own row says it."""
    vue = Fenetre(matiere.du, matiere.au, matiere.arretee_le)
    avant = {ligne.chiffre.code: _atteint_avant(ligne) for ligne in lignes}
    return chiffrer(
        _atteints_de_l_annee(matiere, lignes),
        atteints(avant, vue.un_an_avant),
        "indicateurs de cette revue",
        cible=100,
        publie=publie(matiere, ATTEINTS.code),
    )


def _atteints_de_l_annee(matiere: Matiere, lignes: Iterable[LigneIndicateur]) -> Comptage:
    etats = {
        ligne.chiffre.code: None if ligne.chiffre.valeur is None else ligne.chiffre.etat == ATTEINT for ligne in lignes
    }
    return atteints(etats, Fenetre(matiere.du, matiere.au, matiere.arretee_le))


def _atteint_avant(ligne: LigneIndicateur) -> bool | None:
    precedente = ligne.chiffre.precedente
    if precedente is None:
        return None
    return precedente >= ligne.cible_valeur if ligne.hausse else precedente <= ligne.cible_valeur


def roles(matiere: Matiere) -> tuple[LigneRole, ...]:
    """Who holds the roles the référentiel asks for, at the closing date."""
    libelles = {role.code: role.libelle for role in matiere.roles}
    lignes = []
    for code in _ROLES_SUIVIS:
        if code not in libelles:
            continue
        tenants = [p.nom for p in matiere.equipe if code in p.roles and p.presente(matiere.arretee_le)]
        lignes.append(
            LigneRole(
                role=libelles[code],
                personnes=enumerer(sorted(tenants)) if tenants else "—",
                etat="pourvu" if tenants else "non pourvu",
            )
        )
    return tuple(lignes)


def documents(matiere: Matiere) -> tuple[LigneDocument, ...]:
    """The reference documents that the référentiel lists."""
    return tuple(
        LigneDocument(
            code=annexe.code,
            titre=f"Annexe{INSECABLE}{annexe.numero} : {annexe.titre}".replace(" :", f"{INSECABLE}:"),
            etat="fournie avec le référentiel" if annexe.fournie else "à demander aux services centraux",
        )
        for annexe in matiere.referentiel.annexes
    )
