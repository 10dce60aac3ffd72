"""The forms of the site's settings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from qualitui.domain.francais import accorder, date_numerique
from qualitui.domain.reclamations.echeance import Ecart, Recalcul, recalcul_en_mots
from qualitui.domain.reference.plages import ecrire_plages
from qualitui.domain.reference.politique import EN_JOURS
from qualitui.domain.reference.reglages import Droits, Reglages
from qualitui.domain.reference.reglages_gestes import horaires_de_la_semaine
from qualitui.domain.temps.calendrier import Fermeture
from qualitui.domain.temps.dates import Sens
from qualitui.domain.temps.delais import Report, Unite
from qualitui.domain.temps.explications import politique_en_mots
from qualitui.operations.site import reglages as operations
from qualitui.operations.site.reglages import Apercu, DelaiDuSite
from qualitui.store.site.site import Site
from qualitui.ui.widgets.champs import Champ, ChampChoix, ChampOuiNon, ChampTexte
from qualitui.ui.widgets.champs_dates import ChampDate
from qualitui.ui.widgets.formulaire import Formulaire, Saisie

MENTIONS: Final = {
    "nom": "Nom du site",
    "adresse": "Adresse",
    "courriel": "Courriel",
    "telephone": "Téléphone",
    "directeur": "Directeur ou directrice",
}
AUDITS: Final = {"dernier_audit_interne": "Dernier audit interne", "dernier_audit_externe": "Dernier audit externe"}
ZONES: Final = [("metropole", "ceux de la métropole"), ("alsace-moselle", "ceux d’Alsace-Moselle")]
DROITS: Final = [(Droits.OUVERTS.value, "ouverts"), (Droits.STRICTS.value, "stricts")]
REPORTS: Final = [(Report.SUIVANT.value, "reporté au jour ouvré suivant"), (Report.AUCUN.value, "gardé")]
GARDES: Final = "Les dossiers déjà ouverts gardent leurs échéances."
ECARTS_DITS: Final = 4


def champ(site: Site, reglages: Reglages, nom: str, jour: date) -> Formulaire:
    """One field of the settings."""
    valeur = getattr(reglages, nom)
    saisie: Champ
    intro = ""
    match nom:
        case "zone":
            saisie, intro = ChampChoix(nom, "Jours fériés", ZONES, defaut=valeur.value, obligatoire=True), GARDES
        case "droits":
            saisie = ChampChoix(nom, "Droits", DROITS, defaut=valeur.value, obligatoire=True)
            intro = "Stricts : un compte rattaché à personne de l’équipe ne peut que lire."
        case "premiere_periode_due":
            saisie = ChampOuiNon(nom, "Première période due", defaut=valeur)
            intro = "Oui : la période déjà commencée quand une vérification est ajoutée est due, et manquée sinon."
        case "recoit_le_samedi":
            saisie, intro = ChampOuiNon(nom, "Reçoit le samedi", defaut=valeur), GARDES
        case _ if nom in AUDITS:
            saisie = ChampDate(nom, AUDITS[nom], defaut=valeur, sens=Sens.PASSE)
        case _:
            # How to reach the site is nobody's own.
            saisie = ChampTexte(nom, MENTIONS[nom], defaut=valeur, obligatoire=nom == "nom", partage=False)
    return Formulaire(
        "Réglage du site",
        [saisie],
        lambda s: operations.modifier(site, s.fiche, **s.valeurs),
        fiche=reglages,
        relire=lambda: operations.lire(site),
        brouillon=f"reglage-{nom}",
        dire="Le réglage est enregistré.",
        intro=intro,
    )


def horaire(site: Site, reglages: Reglages, jour: str) -> Formulaire:
    actuel = horaires_de_la_semaine(reglages)[jour]
    plages = ecrire_plages(actuel.plages) if actuel else None
    return Formulaire(
        f"Ouverture le {jour}",
        [ChampTexte("plages", "Heures", defaut=plages, aide="8h30-12h, 13h30-17h ; 24h : la fin de la journée")],
        lambda s: operations.fixer_plages(site, s.fiche, jour, **s.valeurs),
        fiche=reglages,
        relire=lambda: operations.lire(site),
        brouillon=f"horaire-{jour}",
        dire="Les heures sont enregistrées.",
        intro=f"Une plage ou plusieurs ; champ vide : le site est fermé ce jour-là. {GARDES}",
    )


def politique(site: Site, reglages: Reglages, un: DelaiDuSite, jour: date) -> Formulaire:
    """Another way to count a delay; the choices of the référentiel give it back."""
    delai, actuel = un.referentiel, un.applique
    unites = [(u.value, u.value) for u in (EN_JOURS if delai.unite in EN_JOURS else (delai.unite,))]
    champs: list[Champ] = [
        ChampChoix("report", "Terme un jour fermé", REPORTS, defaut=actuel.report.value, obligatoire=True),
        ChampChoix("unite", "Compté en", unites, defaut=actuel.unite.value, obligatoire=True),
        ChampDate("depuis", "À partir du", defaut=jour, sens=Sens.FUTUR, obligatoire=True),
        ChampTexte("raison", "Raison", obligatoire=True),
    ]

    def enregistrer(saisie: Saisie) -> Reglages:
        valeurs = saisie.valeurs
        return operations.choisir_politique(
            site,
            saisie.fiche,
            delai.code,
            report=Report(valeurs["report"]),
            unite=Unite(valeurs["unite"]),
            raison=valeurs["raison"],
            depuis=valeurs["depuis"],
        )

    proposee = f"report {delai.report}, en {delai.unite}"
    return Formulaire(
        f"Politique du délai {delai.code}",
        champs,
        enregistrer,
        fiche=reglages,
        relire=lambda: operations.lire(site),
        brouillon=f"politique-{delai.code}",
        dire="La politique du délai est enregistrée.",
        intro=f"{_majuscule(politique_en_mots(actuel))}. Proposé avec le référentiel : {proposee}. {GARDES}",
    )


def fermeture(site: Site, reglages: Reglages, ancienne: Fermeture | None) -> Formulaire:
    """A new closure, or another wording of the one given (it takes its place)."""
    f = ancienne
    champs: list[Champ] = [
        ChampTexte("libelle", "Raison", defaut=f.libelle if f else None, obligatoire=True, aide="pont, travaux…"),
        ChampDate("du", "Du", defaut=f.du if f else None, sens=Sens.FUTUR, obligatoire=True),
        ChampDate("au", "Au", defaut=f.au if f else None, sens=Sens.FUTUR, aide="inclus ; vide : un seul jour"),
    ]

    def enregistrer(saisie: Saisie) -> Reglages:
        return operations.fermer(site, saisie.fiche, remplace=ancienne, **saisie.valeurs)

    return Formulaire(
        "Modifier la fermeture" if f else "Nouvelle fermeture du site",
        champs,
        enregistrer,
        fiche=reglages,
        relire=lambda: operations.lire(site),
        brouillon=f"fermeture-{f.du.isoformat() if f else 'nouvelle'}",
        dire="La fermeture est enregistrée.",
        intro=f"Une fermeture avance la date à viser, jamais la date limite. {GARDES}",
    )


def adoption(site: Site, reglages: Reglages, apercu: Apercu, jour: date) -> Formulaire:
    connu = next((un for un in reglages.referentiels if un.code == apercu.code), None)
    defaut = connu.depuis if connu else jour
    return Formulaire(
        f"Référentiel {apercu.code}",
        [ChampDate("depuis", "En vigueur depuis", defaut=defaut, obligatoire=True)],
        lambda s: operations.adopter(site, s.fiche, apercu.code, depuis=s.valeurs["depuis"]),
        fiche=reglages,
        relire=lambda: operations.lire(site),
        brouillon=f"referentiel-{apercu.code}",
        dire=f"{apercu.code} est en vigueur au site à cette date.",
        intro=en_mots(apercu),
    )


def en_mots(apercu: Apercu) -> str:
    """What the référentiel would say of the open cases, for the first of them."""
    if not apercu.ecarts:
        return f"Aucun dossier ouvert n’aurait d’autre date ni d’autre engagement. {GARDES}"
    dits = "\n".join(f"- {_ecart(ecart)}" for ecart in apercu.ecarts[:ECARTS_DITS])
    reste = len(apercu.ecarts) - ECARTS_DITS
    suite = f"\n- et {accorder(reste, 'autre')}" if reste > 0 else ""
    dossiers = accorder(len(apercu.ecarts), "dossier ouvert")
    verbe = "auraient" if len(apercu.ecarts) > 1 else "aurait"
    return f"Sous ce référentiel, {dossiers} {verbe} :\n{dits}{suite}\n{GARDES}"


def _ecart(ecart: Ecart) -> str:
    """Each thing that would be different, the old one beside it."""
    dits = []
    if ecart.reponse != ecart.reponse_nouvelle:
        dits.append(f"réponse {_jour(ecart.reponse_nouvelle)} au lieu de {_jour(ecart.reponse)}")
    if ecart.attente != ecart.attente_nouvelle:
        dits.append(f"attente {_jour(ecart.attente_nouvelle)} au lieu de {_jour(ecart.attente)}")
    if ecart.engagement != ecart.engagement_nouveau:
        dits.append(f"engagement {ecart.engagement_nouveau or 'aucun'} au lieu de {ecart.engagement or 'aucun'}")
    return f"{ecart.reference} : {', '.join(dits)}"


def _jour(jour: date | None) -> str:
    return date_numerique(jour) if jour else "aucune"


def recalculs(ecarts: Sequence[Recalcul]) -> str:
    """What would move, case by case, and the question."""
    dits = [f"- {recalcul_en_mots(ecart)}" for ecart in ecarts]
    reste = [f"- et {len(ecarts) - ECARTS_DITS} autres"] if len(ecarts) > ECARTS_DITS else []
    titre = "Avec les jours du site d’aujourd’hui, ces dossiers ouverts changeraient de dates :"
    return "\n".join([titre, *dits[:ECARTS_DITS], *reste, "Les recalculer ? Leur historique gardera les deux dates."])


def _majuscule(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]
