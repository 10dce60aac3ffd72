"""Faults in what nobody must forget: the next steps, the horizon of the week, departures."""

from __future__ import annotations

from tests.mutants.planter import Mutant

SUIVI: tuple[Mutant, ...] = (
    Mutant(
        "N1",
        "un rendez-vous règle une contestation",
        "",
        "_REGLENT = (GenreFait.REPONSE, GenreFait.CLOTURE, GenreFait.REOUVERTURE)",
        "_REGLENT = (GenreFait.REPONSE, GenreFait.CLOTURE, GenreFait.REOUVERTURE, GenreFait.RENDEZ_VOUS)",
        ("test_un_usager_qui_attend_encore_n_est_pas_oublie",),
    ),
    Mutant(
        "N2",
        "un dossier clos puis contesté est rangé avec ceux qui sont finis",
        "",
        'rouvre=("réouverture", "contestation")',
        'rouvre=("réouverture",)',
        ("test_ce_qui_n_est_pas_fini_a_une_etape_et_le_reste_n_en_a_pas",),
    ),
    Mutant(
        "N3",
        "une suggestion répondue est rangée avec celles qui sont finies",
        "",
        'rayon=Rayon("recue_le", "presentee_le"),',
        'rayon=Rayon("recue_le", "etat", clos=("retenue", "écartée")),',
        ("test_ce_qui_n_est_pas_fini_a_une_etape_et_le_reste_n_en_a_pas",),
    ),
    Mutant(
        "N4",
        "l’horizon s’arrête au lundi, fermé ou non",
        "horizon",
        "return suivant(lundi, partial(_recoit, calendrier=calendrier, jusqu_a=lundi + REMONTEE))",
        "return lundi",
        ("test_rien_n_est_une_nouvelle_le_jour_meme",),
    ),
    Mutant(
        "N5",
        "un trimestre expliqué reste dans la semaine",
        "etape",
        "EtatTrimestre.MANQUEE) or expliquee:",
        "EtatTrimestre.MANQUEE):",
        ("test_un_trimestre_manque_reste_jusqu_a_sa_raison",),
    ),
    Mutant(
        "N6",
        "une date proposée ne le dit plus",
        "Etape.ligne",
        'return f"{dit} (date {self.source})" if self.source else dit',
        "return self.libelle",
        ("test_une_date_qui_est_de_nous_le_dit_sur_sa_ligne",),
    ),
    Mutant(
        "N7",
        "un départ laisse tout à personne sans le demander",
        "partir",
        "if laissees and not accord.donne:",
        "if False:",
        ("test_partir_sans_reprise_est_refuse_en_disant_tout",),
    ),
    Mutant(
        "N8",
        "une échéance reportée après le départ du pilote est acceptée",
        "replanifier",
        "    _exiger_present(site, reportee)\n",
        "",
        ("test_rien_ne_se_donne_a_qui_ne_sera_pas_la",),
    ),
    Mutant(
        "N9",
        "le travail de qui est parti n’est vu que par lui",
        "Porteurs.de",
        'pilote if pilote in self.presents else ""',
        'pilote if pilote in self.roles else ""',
        ("test_qui_attend_est_le_pilote_tant_qu_il_est_la",),
    ),
)
