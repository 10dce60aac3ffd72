"""Faults in what is nobody's business: who suggested, what slips into a shared text, who may read an identity."""

from __future__ import annotations

from tests.mutants.planter import Mutant

CONFIDENTIALITE: tuple[Mutant, ...] = (
    Mutant(
        "V1",
        "un fichier anonyme garde son heure",
        "_taire",
        "        os.utime(chemin, (instant, instant))\n",
        "        pass\n",
        ("test_anonymat.py",),
    ),
    Mutant(
        "V2",
        "le dossier d’un fichier anonyme garde l’heure",
        "_taire",
        "        os.utime(chemin.parent, ns=(dossier.st_atime_ns, dossier.st_mtime_ns))\n",
        "        pass\n",
        ("test_rien_ne_differe_entre_deux_auteurs",),
    ),
    Mutant(
        "V3",
        "un fichier anonyme garde le umask de son auteur",
        "_taire",
        "        os.chmod(chemin, S_IMODE(dossier.st_mode) & _LECTURE_ECRITURE)\n",
        "        pass\n",
        ("test_rien_ne_differe_entre_deux_auteurs",),
    ),
    Mutant(
        "V4",
        "les lignes du jour disent qui avait vu la suggestion",
        "_vu_depuis",
        "if not a_taire(j, jour)",
        "if True",
        ("test_les_lignes_du_jour_ne_disent_pas_qui_l_avait_vue_quand",),
    ),
    Mutant(
        "V5",
        "l’identifiant d’une suggestion anonyme dit l’heure",
        "JournalStorage.nouvel_id",
        "if self.sans_nom else max(",
        "if False else max(",
        ("test_l_id_et_l_horloge_ne_savent_que_le_jour",),
    ),
    Mutant(
        "V6",
        "une suggestion anonyme prend un numéro qu’un nom avait réservé",
        "RegistreJournal.reserver_numero",
        "if stockage.sans_nom:",
        "if False:",
        ("test_anonymat.py",),
    ),
    Mutant(
        "V7",
        "un brouillon est gardé d’une suggestion anonyme",
        "FormulaireSuggestion.brouillon_permis",
        'return self._auteur().texte not in ("", self._auteur().ecrire(ANONYME))',
        "return True",
        ("test_une_suggestion_anonyme_ne_laisse_pas_de_brouillon",),
    ),
    Mutant(
        "V8",
        "ce qui est signalé ne l’est qu’après l’enregistrement",
        "Formulaire.action_enregistrer",
        "if not all([champ.signale for champ in self.champs]):",
        "if False:",
        ("test_ce_qui_n_a_pas_eu_le_temps_d_etre_dit_l_est_avant_d_ecrire",),
    ),
    Mutant(
        "V9",
        "une commande écrit un numéro personnel sans demander",
        "main",
        "        appel.vigiler()\n",
        "",
        ("test_quand_meme_enregistre_sans_question", "test_ce_qui_semble_personnel_est_demande_avant_d_ecrire"),
    ),
    Mutant(
        "V10",
        "une identité s’écrit lisible de tous",
        "Confidentiel._creer",
        "droits=self.reserve.droits_d_un_fichier",
        "droits=0o666",
        ("test_ce_qui_est_confidentiel_est_a_son_auteur_seul",),
    ),
    Mutant(
        "V11",
        "une lettre qui porte un nom s’écrit n’importe où",
        "ecrire_courrier",
        "            site.confidentiel.exiger(fichier)\n",
        "            pass\n",
        ("test_ailleurs_elle_se_demande_et_rien_n_est_ni_ecrit_ni_note",),
    ),
    Mutant(
        "V12",
        "une date suivie d’un nombre passe pour un téléphone",
        "_telephone",
        "0 if date or mele else",
        "0 if False else",
        ("test_une_reference_une_date_un_montant_un_service_ne_sont_pas_signales",),
    ),
)
