"""History and undo, by the names people use."""

from __future__ import annotations

from datetime import date

import pytest

from qualitui.domain.actions.fiche import Origine
from qualitui.domain.base import Introuvable, evoluer
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.verifications.fiche import Verification
from qualitui.operations import equipe
from qualitui.operations.actions import gestes as actions
from qualitui.operations.donnees.fiches import designer, domaine_de, modele_de, modeles
from qualitui.operations.donnees.historique import annuler, historique, modification_en_mots
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.store.contrat import ModifieEntreTemps
from qualitui.store.site.site import DroitRefuse, Site


@pytest.fixture
def suggestion(site: Site, jour: date) -> Suggestion:
    with site.registre.transaction():
        reference = site.reserver_reference("S", jour)
        return site.registre.add(Suggestion(reference=reference, texte="Un banc", recue_le=jour))


def test_l_histoire_d_une_fiche_par_sa_reference(site: Site, suggestion: Suggestion) -> None:
    site.registre.save(evoluer(suggestion, texte="Deux bancs"))
    lue = historique(site, "s-2026-001")
    assert (lue.table, len(lue.changements)) == ("suggestions", 2)
    assert lue.changements[1].champs == {"texte": ("Un banc", "Deux bancs")}


def test_une_fiche_se_designe_par_sa_reference_son_code_ou_son_id(site: Site, suggestion: Suggestion) -> None:
    assert designer(site, suggestion.reference).ident == suggestion.id
    assert designer(site, suggestion.id).ident == suggestion.id
    assert designer(site, "v-net-02").modele is Verification
    with pytest.raises(Introuvable, match="« R-2026-999 »"):
        designer(site, "R-2026-999")


def test_chaque_modele_a_un_nom_et_un_domaine_de_droits(site: Site) -> None:
    from qualitui.store.site.referentiels import charger_table_roles

    domaines = set(charger_table_roles().domaines)
    assert {domaine_de(modele.table) for modele in modeles()} <= domaines
    assert [modele_de(modele.table) for modele in modeles()] == list(modeles())
    with pytest.raises(Introuvable):
        modele_de("inconnue")


def test_une_suggestion_anonyme_ne_trahit_pas_le_poste(site: Site, jour: date) -> None:
    suggestions.ajouter(site, texte="Sans nom", jour=jour)
    assert {c.poste for c in historique(site, "S-2026-001").changements} == {""}


def test_annuler_dit_ce_qui_a_ete_remis(site: Site, suggestion: Suggestion) -> None:
    annule = annuler(site)
    assert annule.fiches == ("suggestion S-2026-001",)
    assert not annule.retabli
    assert list(site.registre.find(Suggestion)) == []
    assert annuler(site).retabli


def test_annuler_une_fiche_nommee(site: Site, suggestion: Suggestion) -> None:
    site.registre.save(evoluer(suggestion, texte="Deux bancs"))
    annuler(site, "S-2026-001")
    assert site.registre.find(Suggestion)[0].texte == "Un banc"


def test_une_fiche_modifiee_entre_temps_se_dit_en_mots_avec_les_noms(site: Site, jour: date) -> None:
    """Fields and values in French, people and roles by their names, never codes."""
    equipe.rattacher(site, equipe.ajouter(site, nom="Claire Martin", roles=["daa"]), site.login)
    lue = actions.creer(site, intitule="Affichage", origine=Origine(concept="reunion"), jour=jour)
    actions.modifier(site, lue, pilote="daa", intitule="Affichage des horaires", jour=jour)
    with pytest.raises(ModifieEntreTemps) as refusee:
        actions.noter(site, lue, texte="Vu", jour=jour)
    assert modification_en_mots(site, refusee.value).replace("\u00a0", " ").split("\n") == [
        "Cette fiche a été modifiée entre-temps par Claire Martin (intitulé et pilote). "
        "Votre saisie n’a pas été enregistrée.",
        "- intitulé : Affichage → Affichage des horaires",
        f"- pilote : {equipe.nommer(site, 'daa')}",
    ]


def test_apres_une_suggestion_anonyme_la_suite_est_signee(site: Site, jour: date) -> None:
    suggestions.ajouter(site, texte="Sans nom", jour=jour)
    action = actions.creer(site, intitule="Agir", origine=Origine(concept="autre"), jour=jour)
    assert [c.par for c in historique(site, action.reference).changements] == ["essai"]


def test_annuler_demande_le_droit_d_ecrire_et_ne_defait_rien_sans_lui(site: Site, jour: date) -> None:
    """A gesture made before one’s role changed is not undone by a role that may not write there."""
    claire = equipe.rattacher(site, equipe.ajouter(site, nom="Claire Martin", roles=("daa",)), "essai")
    action = actions.creer(site, intitule="Agir", origine=Origine(concept="autre"), jour=jour)
    sans = next(role.code for role in site.roles if role.droits["actions"] != "ecriture")
    site.registre.auteur = "quelqu-un"
    site.registre.save(evoluer(claire, roles=(sans,)))
    site.registre.auteur = claire.code
    with pytest.raises(DroitRefuse, match="plan d’actions"):
        annuler(site, action.reference)
    assert site.registre.get(type(action), action.id) == action
    assert len(historique(site, action.reference).changements) == 1
