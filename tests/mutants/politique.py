"""Faults in what is a policy of the site: whose rule applied, from when, and what was due before."""

from __future__ import annotations

from tests.mutants.planter import Mutant

POLITIQUE: tuple[Mutant, ...] = (
    Mutant(
        "PO1",
        "une politique vaut déjà la veille de son jour",
        "en_vigueur",
        "une.delai == code and une.depuis <= jour",
        "une.delai == code",
        ("test_la_veille_le_jour_le_lendemain_et_le_retour_au_referentiel",),
    ),
    Mutant(
        "PO2",
        "une politique se choisit pour le passé",
        "_exiger_l_avenir",
        "if depuis < jour:",
        "if False:",
        ("test_ce_qui_n_est_pas_un_choix_est_refuse",),
    ),
    Mutant(
        "PO3",
        "une fermeture décidée après coup efface ce qui était dû",
        "JoursOuverts._ferme",
        "(f.ajoutee_le is None or f.ajoutee_le <= jour)",
        "True",
        ("test_une_fermeture_ecrite_a_la_main_apres_coup_n_efface_rien_et_se_dit",),
    ),
    Mutant(
        "PO4",
        "des heures changées valent pour le passé",
        "dater_les_semaines",
        "return evoluer(apres, semaines=(*avant.semaines, ancienne))",
        "return apres",
        ("test_aucun_geste_d_un_jour_ne_change_ce_qui_etait_du_avant",),
    ),
    Mutant(
        "PO5",
        "un nouveau rythme commence avant la fin de la période en cours",
        "debut_du_rythme",
        "else sous_le_regime.fin + UN_JOUR",
        "else jour",
        ("test_un_nouveau_rythme_commence_quand_finit_la_periode_en_cours",),
    ),
    Mutant(
        "PO6",
        "la cible tombe un jour sans ouverture",
        "precedent",
        "not ouvert(recule) or not recoit(recule, calendrier) or",
        "not ouvert(recule) or",
        ("test_la_cible_n_est_jamais_un_jour_sans_ouverture_et_le_butoir_ne_bouge_pas",),
    ),
    Mutant(
        "PO7",
        "la pause de midi est ouverte",
        "prochaine_ouverture",
        "max(heure, ouverture)",
        "heure",
        ("test_deux_mille_cas_au_hasard_comme_minute_par_minute",),
    ),
    Mutant(
        "PO8",
        "un réglage change sans laisser de trace",
        "historier",
        "if lignes else apres",
        "if False else apres",
        ("test_chaque_reglage_change_laisse_une_ligne_d_historique",),
    ),
)
