"""Faults in what is uncertain, in what no record bears, in the texts of others and in what nobody should type."""

from __future__ import annotations

from tests.mutants.planter import Mutant

INCERTAIN: tuple[Mutant, ...] = (
    Mutant(
        "I1",
        "une coupe refusée passe pour un refus sûr",
        "_couper",
        "return False",
        "return True",
        ("test_une_issue_inconnue_se_dit_et_nomme_ce_qu_il_faut_chercher",),
    ),
    Mutant(
        "I2",
        "une fermeture qui échoue se tait",
        "_fermer",
        "        return erreur\n",
        "        return None\n",
        ("test_recommencer_ne_fait_ni_double_ni_numero_donne_deux_fois",),
    ),
    Mutant(
        "I3",
        "le programme suivant ne sait plus ce qui était incertain",
        "Incertitudes.__init__",
        "self._connues = _lire(self._fichier)",
        "self._connues: list[Suspendue] = []",
        ("test_recommencer_ne_fait_ni_double_ni_numero_donne_deux_fois",),
    ),
    Mutant(
        "I4",
        "un numéro rendu ressert quoi qu’on en sache",
        "Numeros._rendu",
        "if numero not in pris and not self._occupe(serie, numero):",
        "if True:",
        ("test_numeros.py", "test_orphelins.py"),
    ),
    Mutant(
        "I5",
        "un enregistrement refusé laisse l’identité",
        "_reprendre",
        "return site.confidentiel.reprendre(reference)",
        "return True",
        ("test_un_enregistrement_refuse_ne_laisse_rien_a_aucune_etape",),
    ),
    Mutant(
        "I6",
        "annuler une création laisse son identité",
        "effacer_annulees",
        "elif contenu.identites:",
        "elif False:",
        ("test_annuler_une_creation_efface_son_identite_et_le_dit_avant_et_apres",),
    ),
    Mutant(
        "I7",
        "un numéro réglé ressert",
        "regler",
        "site.registre.condamner_numero(voulu)",
        "pass",
        ("test_un_numero_seul_se_regle_aussi",),
    ),
    Mutant(
        "I8",
        "ce qui est peut-être perdu s’efface",
        "regler",
        '_exiger_entier(site, examen, f"régler {entre_guillemets(voulu)}")',
        "pass",
        ("test_regler_demande_une_raison_et_des_donnees_entieres",),
    ),
    Mutant(
        "I9",
        "annuler prend une ligne que ce programme n’a pas lue",
        "_fin_lue",
        "return flux.read(fin - debut)",
        "return flux.read()",
        ("test_courses.py",),
    ),
    Mutant(
        "I10",
        "un argument d’un autre codage est lu de travers",
        "_decoder",
        'for encodage in ("utf-8", "cp1252"):',
        'for encodage in ("latin-1",):',
        ("test_un_argument_d_un_autre_codage_est_lu_en_entier",),
    ),
    Mutant(
        "I11",
        "un texte de plusieurs lignes imite une ligne de liste",
        "Appel.rendre_liste",
        "une_ligne(_ligne(une, ligne)) for une in lues",
        "_ligne(une, ligne) for une in lues",
        ("test_ce_que_d_autres_ont_ecrit_ne_pilote_ni_ne_forge_rien",),
    ),
    Mutant(
        "I12",
        "« ² » passe pour un nombre",
        "entier_ecrit",
        "texte.isascii() and ",
        "",
        ("test_un_exposant_n_est_pas_un_nombre",),
    ),
)
