"""Faults on the two top floors: what a command prints and returns, what the screen keeps and tells."""

from __future__ import annotations

from tests.mutants.planter import Mutant

ECRAN: tuple[Mutant, ...] = (
    Mutant(
        "U6",
        "un autre thème garde les couleurs du premier",
        "Styles.set_variables",
        "if variables != self._connues:",
        "if not self._connues:",
        ("test_les_styles_gardes_sont_ceux_d_une_relecture_entiere",),
    ),
    Mutant(
        "U7",
        "une recherche garde ce que l’autre filtre avait laissé",
        "Crible.retenir",
        "if self._trouves_par is not self.garder:",
        "if self._trouves_par is None:",
        ("test_une_recherche_trouve_ce_qu_elle_trouverait_seule",),
    ),
    Mutant(
        "C1",
        "une fiche modifiée entre-temps ne rend plus le code 4",
        "_expliquer",
        "        return 4\n",
        "        return 1\n",
        ("test_une_fiche_modifiee_entre_temps_rend_le_code_4",),
    ),
    Mutant(
        "C2",
        "un site illisible ne rend plus le code 3",
        "_expliquer",
        "        return 3\n",
        "        return 1\n",
        ("test_un_site_introuvable",),
    ),
    Mutant(
        "C3",
        "l’identité s’imprime sans qu’on la demande",
        "voir",
        "if appel.options.identite:",
        "if True:",
        ("test_aucune_identite_ne_s_affiche_sans_qu_on_la_demande",),
    ),
    Mutant(
        "C4",
        "un message sort parmi les données",
        "Appel.dire",
        "        dire(phrase)",
        "        print(phrase)",
        ("test_avertissements_et_doublons_vont_sur_la_sortie_d_erreur",),
    ),
    Mutant(
        "C5",
        "un refus sort parmi les données",
        "_expliquer",
        "dire(_phrase(erreur, appel))",
        "print(_phrase(erreur, appel))",
        ("test_une_commande_refusee_dit_pourquoi",),
    ),
    Mutant(
        "U1",
        "un brouillon est lisible de tous",
        "Brouillons.garder",
        "0o600",
        "0o644",
        ("test_le_brouillon_n_est_lisible_que_par_son_auteur",),
    ),
    Mutant(
        "U2",
        "un brouillon illisible est écrasé",
        "Brouillons._contenu",
        "            self._mettre_de_cote(fichier)\n",
        "",
        ("test_un_brouillon_illisible_est_mis_de_cote_jamais_ecrase",),
    ),
    Mutant(
        "U3",
        "l’accès confidentiel perdu ne se dit pas",
        "Guet._acces_change",
        "if avant is None or avant == accessible:",
        "if True:",
        ("test_l_acces_confidentiel_perdu_pendant_la_saisie_ne_perd_rien",),
    ),
    Mutant(
        "U4",
        "les réglages changés ailleurs ne se disent pas",
        "Guet._dire_les_reglages",
        "        if vu.reglages:\n",
        "        if False:\n",
        ("test_les_reglages_changes_par_un_autre_poste_valent_sans_redemarrer",),
    ),
    Mutant(
        "U5",
        "les données abîmées ne se disent pas à l’écran",
        "Guet.dire_l_etat",
        "        if nouveaux:\n",
        "        if False:\n",
        ("test_un_journal_raccourci_est_dit_une_fois_et_tout_se_lit",),
    ),
)
