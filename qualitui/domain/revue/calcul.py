"""Everything computed in the review, put together from the records of the site (trame type, §0 to §14)."""

from __future__ import annotations

from qualitui.domain.francais import INSECABLE, enumerer
from qualitui.domain.reclamations.statistiques import Part
from qualitui.domain.revue import actions as revue_actions
from qualitui.domain.revue import ecoute as revue_ecoute
from qualitui.domain.revue import verifications as revue_verifications
from qualitui.domain.revue.chiffre import ATTEINT, Chiffre, part
from qualitui.domain.revue.chiffres import Chiffres, LigneDocument, LigneIndicateur, LigneRole
from qualitui.domain.revue.indicateurs import indicateurs
from qualitui.domain.revue.matiere import Matiere, arreter

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
    ecoute = revue_ecoute.ecoute(matiere, stats)
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
        synthese=synthese(ecoute, verifications, actions, lignes),
        engagements=revue_verifications.engagements(matiere),
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


def synthese(
    ecoute: tuple[Chiffre, ...],
    verifications: tuple[Chiffre, ...],
    actions: tuple[Chiffre, ...],
    lignes: tuple[LigneIndicateur, ...],
) -> tuple[Chiffre, ...]:
    """The eight key figures of the front page."""
    par_code = {chiffre.code: chiffre for chiffre in (*ecoute, *verifications, *actions)}
    voulus = ("ECO-03", "ECO-06", "VER-02", "VER-04", "ACT-06", "ACT-09")
    satisfaction = tuple(ligne.chiffre for ligne in lignes if ligne.chiffre.code == SATISFACTION)
    return (*(par_code[code] for code in voulus), *satisfaction, _indicateurs_atteints(lignes))


def _indicateurs_atteints(lignes: tuple[LigneIndicateur, ...]) -> Chiffre:
    """How many of the measured indicators reach their target; N-1 has no state kept, only N is compared."""
    mesures = [ligne for ligne in lignes if ligne.chiffre.valeur is not None]
    atteints = sum(ligne.chiffre.etat == ATTEINT for ligne in mesures)
    avant = [ligne for ligne in lignes if ligne.chiffre.precedente is not None]
    atteints_avant = sum(_atteint_avant(ligne) for ligne in avant)
    return part(
        "IND-01",
        "Indicateurs mesurés qui atteignent leur cible",
        Part(numerateur=atteints, denominateur=len(mesures)),
        Part(numerateur=atteints_avant, denominateur=len(avant)),
    )


def _atteint_avant(ligne: LigneIndicateur) -> bool:
    precedente = ligne.chiffre.precedente
    if precedente is None:
        return False
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
