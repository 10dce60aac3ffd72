"""From the letter opened to the figure: gestures on a real site, rights, and what is never written in the clear."""

from __future__ import annotations

import errno
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import Introuvable, SaisieRefusee, evoluer
from qualitui.domain.reclamations import refus
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.delai import en_retard
from qualitui.domain.reclamations.fiche import Etat, Reclamation, etat
from qualitui.domain.reclamations.filtre import Filtre
from qualitui.domain.reclamations.saisie import Changements, Saisie
from qualitui.domain.reclamations.statistiques import Part
from qualitui.operations import equipe
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.operations.reclamations import repetitions
from qualitui.operations.reclamations import statistiques as statistiques_reclamations
from qualitui.operations.site.site import creer
from qualitui.store.contrat import EcritureImpossible, ModifieEntreTemps
from qualitui.store.site.confidentiel import ConfidentielInaccessible
from qualitui.store.site.site import DroitRefuse, Site

RECUE = date(2026, 1, 31)
JEANNE = Identite(
    nom="Jeanne Zyxw",
    adresse="3 rue Plantée\n75012 Paris",
    courriel="jeanne@zyxw.example",
    telephone="06 55 44 33 22",
    texte="Je me plains du guichet, signé Jeanne Zyxw",
)


def ecrite(site: Site, jour: date, recue_le: date = RECUE, **champs: str) -> Reclamation:
    saisie = Saisie(**({"canal": "courriel-generique", "recue_le": recue_le, "nature": "reclamation"} | champs))  # type: ignore[arg-type]
    return reclamations.ajouter(site, saisie, jour=jour).reclamation


def test_l_histoire_de_la_reception_a_la_cloture_dans_les_temps(site: Site, jour: date) -> None:
    """Received 31 January on the generic mailbox, answered on the butoir, 2 March: in time, closed, counted."""
    dossier = ecrite(site, jour)
    assert dossier.reference == "R-2026-001"
    dossier = reclamations.accuser(site, dossier, le=RECUE, jour=jour)
    dossier = reclamations.attendre(
        site, dossier, le=date(2026, 2, 20), interlocuteur="Mme Martin", nouvelle_date=date(2026, 3, 10), jour=jour
    )
    dossier = reclamations.repondre(site, dossier, le=jour, jour=jour)
    dossier = reclamations.clore(site, dossier, motif="répondue", jour=jour)
    relue = reclamations.trouver(site, "r-2026-001")
    assert (etat(relue), en_retard(relue, date(2027, 1, 1))) == (Etat.CLOTUREE, False)
    assert [f.par for f in relue.faits] == ["essai"] * 4
    chiffres = statistiques_reclamations.annee(site, 2026, jour=jour).bilan
    assert chiffres.dans_le_mois == Part(numerateur=1, denominateur=1)


def test_un_dossier_repondu_le_lendemain_et_un_laisse_ouvert_comptent_en_retard(site: Site, jour: date) -> None:
    lendemain = date(2026, 3, 3)
    reclamations.repondre(site, ecrite(site, jour), le=lendemain, jour=lendemain)
    ecrite(site, jour)
    bilan = statistiques_reclamations.annee(site, 2026, jour=lendemain).bilan
    assert bilan.dans_le_mois == Part(numerateur=0, denominateur=2)
    assert bilan.ouvertes_en_retard == 1
    retards = reclamations.lister(site, Filtre(en_retard=True), jour=lendemain)
    assert [r.reference for r in retards] == ["R-2026-002", "R-2026-001"]


def test_une_saisie_refusee_ne_laisse_ni_trou_ni_identite(site: Site, jour: date) -> None:
    with pytest.raises(SaisieRefusee):
        reclamations.ajouter(site, Saisie(canal="pigeon", recue_le=RECUE), identite=JEANNE, jour=jour)
    assert site.confidentiel.references() == []
    assert ecrite(site, jour).reference == "R-2026-001"


def test_un_enregistrement_perime_est_refuse(site: Site, jour: date) -> None:
    dossier = ecrite(site, jour)
    reclamations.accuser(site, dossier, le=RECUE, jour=jour)
    with pytest.raises(ModifieEntreTemps):
        reclamations.repondre(site, dossier, le=jour, jour=jour)


def test_rouvrir_garde_l_echeance_et_l_historique_dit_une_nouvelle_reception(site: Site, jour: date) -> None:
    dossier = reclamations.repondre(site, ecrite(site, jour), le=date(2026, 2, 10), jour=jour)
    rouverte = reclamations.rouvrir(site, dossier, raison="Nouvel écrit", jour=jour)
    assert rouverte.echeance == dossier.echeance
    corrigee = reclamations.modifier(site, rouverte, recue_le=date(2026, 1, 30), jour=jour).reclamation
    assert corrigee.echeance is not None
    assert corrigee.echeance.depart == date(2026, 1, 30)
    dernier = site.registre.history(Reclamation, corrigee.id)[-1]
    assert {"recue_le", "echeance"} <= set(dernier.champs)


def test_un_champ_absent_reste_et_un_champ_vide_s_efface(site: Site, jour: date) -> None:
    assert Changements.__annotations__.keys() == Saisie.model_fields.keys()
    dossier = ecrite(site, jour, arrivee_site_le=RECUE, fondee=True, objet="Porte", cause="Serrure")
    vide = reclamations.modifier(site, dossier, arrivee_site_le=None, fondee=None, objet="", jour=jour).reclamation
    assert (vide.arrivee_site_le, vide.fondee, vide.objet, vide.cause) == (None, None, "", "Serrure")


def test_qualifie_en_recours_un_dossier_est_oriente_ailleurs(site: Site, jour: date) -> None:
    dossier = ecrite(site, jour, nature="")
    with pytest.raises(refus.RaisonManquante):
        reclamations.qualifier(site, dossier, nature="recours", jour=jour)
    sortie = reclamations.qualifier(site, dossier, nature="recours", raison="Transmis au bureau des aides", jour=jour)
    assert etat(sortie.reclamation) is Etat.CLOTUREE


def test_enregistre_en_recours_sans_raison_un_dossier_reste_ouvert_et_le_dit(site: Site, jour: date) -> None:
    ajoutee = reclamations.ajouter(site, Saisie(canal="courrier", recue_le=RECUE, nature="recours"), jour=jour)
    assert etat(ajoutee.reclamation) is Etat.QUALIFIEE
    assert len(ajoutee.avertissements) == 1
    assert ajoutee.reclamation.echeance is None


def test_un_numero_de_telephone_dans_l_objet_avertit_sans_refus(site: Site, jour: date) -> None:
    saisie = Saisie(canal="courrier", recue_le=RECUE, objet="Rappeler Mme Z au 06 12 34 56 78")
    ajoutee = reclamations.ajouter(site, saisie, jour=jour)
    assert len(ajoutee.avertissements) == 1
    assert "téléphone" in ajoutee.avertissements[0]


def test_les_doublons_se_proposent_par_les_mots_et_par_la_personne(site: Site, jour: date) -> None:
    premiere = Saisie(canal="courrier", recue_le=RECUE, objet="Sanitaires fermés")
    reclamations.ajouter(site, premiere, identite=JEANNE, jour=jour)
    saisie = Saisie(canal="urne", recue_le=RECUE, objet="Badge")
    par_personne = reclamations.ajouter(site, saisie, identite=Identite(nom="ZYXW Jeanne"), jour=jour)
    assert [(d.reference, d.raison) for d in par_personne.doublons] == [("R-2026-001", "même personne")]
    saisie = Saisie(canal="urne", recue_le=RECUE, objet="Les sanitaires étaient fermés")
    assert [d.raison for d in reclamations.ajouter(site, saisie, jour=jour).doublons] == ["mêmes mots"]


def test_un_pilote_inconnu_se_dit_avec_les_autres_fautes(site: Site, jour: date) -> None:
    with pytest.raises(SaisieRefusee) as refuse:
        reclamations.ajouter(site, Saisie(canal="pigeon", recue_le=RECUE, pilote="personne"), jour=jour)
    assert set(refuse.value.erreurs) == {"canal", "pilote"}


def test_trois_dossiers_du_meme_motif_font_une_action_liee_dans_les_deux_sens(site: Site, jour: date) -> None:
    for _ in range(2):
        ecrite(site, jour, motif="attente")
    assert repetitions.lister(site) == ()
    ecrite(site, jour, motif="attente")
    (trouvee,) = repetitions.lister(site)
    action, liees = repetitions.ouvrir_action(site, repetitions.dossiers(site, trouvee), pilote="daa", jour=jour)
    assert (action.origine.concept, action.origine.reference) == ("reclamation", "R-2026-001")
    assert (action.engagement, action.pilote) == ("4", "daa")
    assert "R-2026-001, R-2026-002 et R-2026-003" in action.causes
    assert [r.actions for r in liees] == [(action.reference,)] * 3
    assert repetitions.lister(site) == ()
    assert len(repetitions.lister(site, toutes=True)) == 1


def test_une_action_demande_un_dossier(site: Site, jour: date) -> None:
    with pytest.raises(repetitions.AucunDossier):
        repetitions.ouvrir_action(site, [], jour=jour)
    assert site.registre.find(Action) == []


def test_l_apercu_d_un_autre_referentiel_n_ecrit_rien(site: Site, jour: date) -> None:
    dossier = ecrite(site, jour)
    (ecart,) = reclamations.apercu_changement(site, "casvp-2014", jour=jour)
    assert (ecart.reference, ecart.attente_nouvelle) == ("R-2026-001", date(2026, 2, 16))
    assert reclamations.trouver(site, dossier.reference) == dossier
    with pytest.raises(Introuvable):
        reclamations.apercu_changement(site, "EPS-2099", jour=jour)


def test_un_role_en_lecture_n_enregistre_pas_et_un_role_sans_droit_ne_lit_pas(site: Site, jour: date) -> None:
    dossier = ecrite(site, jour)
    droits = {role.code: role.droits["reclamations"] for role in site.roles}
    lecture = next(code for code, droit in droits.items() if droit == "lecture")
    aucun = next(code for code, droit in droits.items() if droit == "aucun")
    lecteur = equipe.ajouter(site, nom="Lia Lecteur", roles=(lecture,))
    lecteur = equipe.rattacher(site, lecteur, "essai")
    assert reclamations.trouver(site, dossier.reference).reference == dossier.reference
    with pytest.raises(DroitRefuse):
        reclamations.repondre(site, dossier, le=jour, jour=jour)
    site.registre.save(lecteur.model_copy(update={"roles": (aucun,)}))
    with pytest.raises(DroitRefuse):
        reclamations.lister(site, jour=jour)


def test_qui_n_a_aucun_droit_ne_lit_ni_le_dossier_ni_qui_a_ecrit(site: Site, jour: date) -> None:
    saisie = Saisie(canal="courrier", recue_le=RECUE, objet="Sanitaires")
    dossier = reclamations.ajouter(site, saisie, identite=JEANNE, jour=jour).reclamation
    aucun = next(role.code for role in site.roles if role.droits["reclamations"] == "aucun")
    equipe.rattacher(site, equipe.ajouter(site, nom="Lia Sans", roles=(aucun,)), "essai")
    for lecture in (
        lambda: reclamations.identite(site, dossier),
        lambda: reclamations.trouver(site, dossier.reference),
        lambda: reclamations.lister(site, jour=jour),
        lambda: reclamations.apercu_changement(site, "CASVP-2014", jour=jour),
        lambda: reclamations.changer_identite(site, dossier, Identite(nom="Une autre")),
    ):
        with pytest.raises(DroitRefuse):
            lecture()
    assert site.confidentiel.lire(dossier.reference) == evoluer(JEANNE, version=1)


def test_sans_le_dossier_confidentiel_tout_le_reste_marche(site: Site, jour: date) -> None:
    """A file in the place of the folder: what a share without rights looks like, even to an administrator."""
    (site.dossier / "confidentiel").rmdir()
    (site.dossier / "confidentiel").write_text("pas un dossier", encoding="utf-8")
    dossier = ecrite(site, jour, objet="Sanitaires fermés")
    dossier = reclamations.repondre(site, dossier, le=jour, jour=jour)
    assert [d.raison for d in reclamations.chercher_doublons(site, ecrite(site, jour, objet="sanitaires fermés"))]
    with pytest.raises(ConfidentielInaccessible):
        reclamations.identite(site, dossier)
    with pytest.raises(ConfidentielInaccessible, match="videz ces champs"):
        reclamations.ajouter(site, Saisie(canal="courrier", recue_le=RECUE), identite=JEANNE, jour=jour)
    assert len(site.registre.find(Reclamation)) == 2


def test_une_identite_qui_ne_peut_pas_s_ecrire_ne_laisse_aucun_dossier(
    site: Site, jour: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case without the identity that was typed with it would never be answered: both are written, or neither."""
    saisie = Saisie(canal="courrier", nature="reclamation", recue_le=RECUE)
    faire = Path.mkdir

    def refuser(dossier: Path, *reste: Any, **options: Any) -> None:
        if dossier.parent == site.confidentiel.dossier:
            raise PermissionError(errno.EACCES, "refusé", str(dossier))
        faire(dossier, *reste, **options)

    with monkeypatch.context() as panne:
        panne.setattr(Path, "mkdir", refuser)
        with pytest.raises(ConfidentielInaccessible, match="R-2026-001"):
            reclamations.ajouter(site, saisie, identite=JEANNE, jour=jour)
    assert list(site.registre.find(Reclamation)) == []
    suivante = reclamations.ajouter(site, saisie, identite=JEANNE, jour=jour).reclamation
    assert site.confidentiel.lire(suivante.reference) == evoluer(JEANNE, version=1)


def test_le_numero_d_un_dossier_deja_la_n_est_pas_donne(site: Site, jour: date) -> None:
    """Whatever stands there is evidence that it was given once."""
    site.confidentiel.dossier.mkdir(exist_ok=True)
    (site.confidentiel.dossier / "R-2026-001").write_text("un fichier tient la place du dossier", encoding="utf-8")
    saisie = Saisie(canal="courrier", nature="reclamation", recue_le=RECUE)
    assert reclamations.ajouter(site, saisie, identite=JEANNE, jour=jour).reclamation.reference == "R-2026-002"


def test_un_dossier_qui_ne_peut_pas_s_ecrire_ne_laisse_ni_identite_ni_trou(
    site: Site, jour: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The identity comes first, and is taken back with the number when the case is surely not written."""
    saisie = Saisie(canal="courrier", nature="reclamation", recue_le=RECUE)

    def plein(*_: object, **__: object) -> None:
        raise OSError(28, "plein")

    with monkeypatch.context() as panne:
        panne.setattr("qualitui.store.journal.journal.Journal.ajouter", plein)
        with pytest.raises(EcritureImpossible):
            reclamations.ajouter(site, saisie, identite=JEANNE, jour=jour)
    assert list(site.registre.find(Reclamation)) == []
    assert site.confidentiel.references() == []
    assert reclamations.ajouter(site, saisie, jour=jour).reclamation.reference == "R-2026-001"


def test_aucune_identite_ne_s_ecrit_hors_de_confidentiel(tmp_path: Path, jour: date) -> None:
    """Plant names, live the whole story; then read every byte written: the site's folder and the local state."""
    dossier = tmp_path / "site-temoin"

    def horloge() -> datetime:
        return datetime(2026, 3, 2, 9, tzinfo=UTC)

    site = creer(dossier, nom="EPS témoin", jour=jour, maintenant=horloge, poste="p", login="l")
    saisie = Saisie(canal="courriel-generique", recue_le=RECUE, nature="reclamation", objet="Attente au guichet")
    ajoutee = reclamations.ajouter(site, saisie, identite=JEANNE, jour=jour).reclamation
    second = reclamations.ajouter(site, saisie, identite=JEANNE, jour=jour)
    assert second.doublons
    connue = reclamations.identite(site, ajoutee)
    assert connue is not None
    reclamations.changer_identite(site, ajoutee, evoluer(connue, nom="Jeanne Zyxw-Durand"))
    ajoutee = reclamations.accuser(site, ajoutee, le=RECUE, jour=jour)
    reclamations.repondre(site, ajoutee, le=jour, jour=jour)
    derniere = reclamations.identite(site, ajoutee)
    assert derniere is not None
    assert (derniere.nom, derniere.version) == ("Jeanne Zyxw-Durand", 2)
    site.fermer()
    secrets = ("Zyxw", "Plantée", "zyxw.example", "06 55 44 33 22", "plains du guichet")
    fuites, tenus = set(), set()
    for racine in (dossier, Path(os.environ["QUALITUI_ETAT_LOCAL"])):
        for fichier in racine.rglob("*"):
            if fichier.is_file() and any(s.encode() in fichier.read_bytes() for s in secrets):
                (tenus if "confidentiel" in fichier.parts else fuites).add(fichier)
    assert fuites == set()
    assert len(tenus) == 3
