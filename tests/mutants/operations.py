"""Faults in the gestures: rights, confidentiality, all or nothing, what was typed on a stale record."""

from __future__ import annotations

from tests.mutants.planter import Mutant

OPERATIONS: tuple[Mutant, ...] = (
    Mutant(
        "O1",
        "l’identité s’écrit après le dossier, hors de la transaction",
        "ajouter",
        """        if identite is not None:
            site.confidentiel.ecrire(reclamation.reference, identite)
        ecrite = site.registre.add(reclamation)
""",
        """        ecrite = site.registre.add(reclamation)
    if identite is not None:
        site.confidentiel.ecrire(reclamation.reference, identite)
""",
        ("test_une_identite_qui_ne_peut_pas_s_ecrire_ne_laisse_aucun_dossier",),
    ),
    Mutant(
        "O2",
        "une correction tapée sur un résultat dépassé écrase",
        "noter",
        "if existant is not None or essai == 2:",
        "if essai == 2:",
        ("test_une_correction_tapee_sur_un_resultat_depasse_est_refusee",),
    ),
    Mutant(
        "O3",
        "un seul rôle borné borne tous les rôles",
        "borne",
        'return all(ligne_du_role(role).get("portee") == BORNEE for role in tenus)',
        'return any(ligne_du_role(role).get("portee") == BORNEE for role in tenus)',
        ("test_another_role_of_the_site_lifts_the_limit",),
    ),
    Mutant(
        "O4",
        "le poste d’un auteur anonyme se voit",
        "_sans_trahir",
        'return changement._replace(poste="") if changement.par in ("", ANONYME) else changement',
        "return changement",
        ("test_une_suggestion_anonyme_ne_trahit_pas_le_poste",),
    ),
    Mutant(
        "O5",
        "une approbation datée fige les chiffres d’aujourd’hui",
        "approuver",
        "figures = chiffres(site, revue, min(le, jour))",
        "figures = chiffres(site, revue, jour)",
        ("test_une_approbation_datee_fige_les_chiffres_de_ce_jour_la",),
    ),
    Mutant(
        "O6",
        "une action est liée deux fois à son dossier",
        "_lier_l_origine",
        "if action.reference not in dossier.actions:",
        "if True:",
        ("test_une_action_nee_d_un_dossier_n_y_est_liee_qu_une_fois",),
    ),
    Mutant(
        "O7",
        "l’identité se lit sans le droit de lire",
        "identite",
        '    site.exiger(DOMAINE, "lecture")\n',
        "",
        ("test_qui_n_a_aucun_droit_ne_lit_ni_le_dossier_ni_qui_a_ecrit",),
    ),
    Mutant(
        "O8",
        "l’identité se change sans droit sur le dossier",
        "changer_identite",
        "    exiger(site, reclamation)\n",
        "",
        ("test_on_the_case_of_another_every_writing_is_refused",),
    ),
    Mutant(
        "O9",
        "une identité qui ne peut pas être gardée est oubliée en silence",
        "ajouter",
        "if identite is not None and not site.confidentiel.accessible:",
        "if False:",
        ("test_without_the_confidential_folder_everything_else_works",),
    ),
    Mutant(
        "O10",
        "un compte rattaché à personne écrit malgré des droits stricts",
        "peut",
        "return site.reglages.droits is Droits.OUVERTS or verbe is Verbe.LIRE",
        "return True",
        ("test_un_compte_rattache_a_personne_n_ecrit_que_si_les_droits_sont_ouverts",),
    ),
    Mutant(
        "O11",
        "une personne partie signe encore",
        "Site.moi",
        " and personne.depart_le is None",
        "",
        ("test_une_personne_partie_ne_signe_plus",),
    ),
    Mutant(
        "O12",
        "la semaine montre ce que le rôle ne lit pas",
        "semaine",
        'if site.droit(domaine) != "aucun"]',
        "if domaine]",
        ("test_un_role_ne_voit_que_ce_qu_il_peut_lire",),
    ),
    Mutant(
        "O13",
        "une sauvegarde avec identités va dans le dossier du site",
        "sauvegarder",
        "if cible.resolve().is_relative_to(site.dossier.resolve()):",
        "if False:",
        ("test_les_identites_ne_vont_jamais_dans_le_dossier_du_site",),
    ),
    Mutant(
        "O14",
        "l’action est écrite quoique la suggestion soit refusée",
        "retenir",
        "    with site.registre.transaction():\n",
        "    if True:\n",
        ("test_une_suggestion_changee_entre_temps_ne_laisse_pas_d_action",),
    ),
    Mutant(
        "O15",
        "une suggestion anonyme est signée",
        "_enregistrer_anonyme",
        "site.registre.auteur = ANONYME",
        "pass",
        ("test_anonyme_jusque_dans_l_historique",),
    ),
    Mutant(
        "O16",
        "après une suggestion anonyme, tout reste anonyme",
        "_enregistrer_anonyme",
        "        site.registre.auteur = habituel\n",
        "        pass\n",
        ("test_apres_une_suggestion_anonyme_la_suite_est_signee",),
    ),
    Mutant(
        "O17",
        "la décision est notée quoique l’action soit refusée",
        "decider",
        "    with site.registre.transaction():\n",
        "    if True:\n",
        ("test_une_fiche_perimee_n_ecrit_ni_decision_ni_action",),
    ),
    Mutant(
        "O18",
        "un lot de résultats s’écrit à moitié",
        "noter_lot",
        "    with site.registre.transaction():\n",
        "    if True:\n",
        ("test_several_at_once_or_none",),
    ),
    Mutant(
        "O19",
        "annuler défait ce que le rôle ne permet pas",
        "annuler",
        "                site.exiger(domaine_de(table))\n",
        "                pass\n",
        ("test_annuler_demande_le_droit_d_ecrire_et_ne_defait_rien_sans_lui",),
    ),
    Mutant(
        "O20",
        "le numéro d’un refus reste perdu",
        "creer",
        "    with site.registre.transaction():\n        creee",
        "    if True:\n        creee",
        ("test_une_ecriture_qui_echoue_rend_son_numero",),
    ),
    Mutant(
        "O21",
        "le porteur d’un rôle vérifie sa propre action",
        "verifier",
        "pilotes=pilotes, jour=jour",
        "jour=jour",
        ("test_qui_tient_le_role_du_pilote_est_le_pilote",),
    ),
    Mutant(
        "O22",
        "une lettre se note avant d’être composée",
        "ecrire_courrier",
        """    octets = composer(_lettre(site, notee, genre, envoi, texte, jour), modeles.choisir(site, genre.modele))
    if envoi:
        notee = site.registre.save(notee)
""",
        """    if envoi:
        notee = site.registre.save(notee)
    octets = composer(_lettre(site, notee, genre, envoi, texte, jour), modeles.choisir(site, genre.modele))
""",
        ("test_the_site_s_own_template_comes_first_and_a_faulty_one_records_nothing",),
    ),
    Mutant(
        "O23",
        "une lettre nommée va dans documents/",
        "_deposer",
        "if sortie is None and site.confidentiel.accessible:",
        "if False:",
        ("test_the_letter_and_its_sending_are_one_gesture",),
    ),
    Mutant(
        "O24",
        "les valeurs d’indicateurs saisies après l’arrêté comptent",
        "rassembler",
        "if v.saisie_le <= arretee_le]",
        "if v.saisie_le]",
        ("test_une_valeur_saisie_apres_l_arrete_ne_compte_pas",),
    ),
    Mutant(
        "O25",
        "les chiffres arrêtés se recalculent",
        "chiffres",
        "return revue.chiffres or calculer(",
        "return calculer(",
        ("test_les_chiffres_arretes_ne_bougent_plus",),
    ),
    Mutant(
        "O26",
        "un texte tapé dans Word n’est pas repris",
        "_reprendre",
        "        fiche = revue.saisir(site, fiche, nouveaux)\n",
        "",
        ("test_ecrire_de_nouveau_reprend_ce_qui_a_ete_tape_dans_word",),
    ),
    Mutant(
        "O27",
        "un document retouché est réécrit sans copie",
        "generer",
        "if lecture.retouche:",
        "if False:",
        ("test_une_remarque_hors_zone_n_est_pas_perdue",),
    ),
    Mutant(
        "O28",
        "recalculer des dossiers s’arrête à moitié",
        "appliquer",
        "if not voulues or ecart.reference in voulues)",
        "if ecart)",
        ("test_seuls_les_dossiers_nommes_bougent",),
    ),
)
