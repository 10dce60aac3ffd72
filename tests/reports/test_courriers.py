"""The three letters: what they say, for whom, under which référentiel; valid documents."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openxml_audit import OpenXmlValidator

from qualitui.domain.base import evoluer
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.fiche import Fait, GenreFait, Reclamation
from qualitui.domain.reclamations.saisie import Regles, Saisie, enregistrer
from qualitui.domain.reference.reglages import EnVigueur, Reglages
from qualitui.domain.temps.calendrier import Calendrier
from qualitui.reports.courriers import A_COMPLETER, Courrier, Lettre, composer
from qualitui.reports.word.controles import controler
from qualitui.store.site import referentiels
from qualitui.store.site.ressources import modeles

LE = date(2026, 2, 20)
SITE = Reglages(
    nom="EPS & Cie <12e>",
    referentiels=(EnVigueur(code="EPS-2023", depuis=date(2023, 2, 9)),),
    adresse="108 avenue Daumesnil, 75012 Paris",
    courriel="eps12@exemple.fr",
    telephone="01 53 00 00 12",
    directeur="Claire Delorme",
)
JEANNE = Identite(nom="Mme Jeanne Martin", adresse="3 rue de Lyon\n75012 Paris", courriel="jeanne@exemple.fr")


def dossier(code: str = "EPS-2023", recue_le: date = date(2026, 1, 31), **champs: str) -> Reclamation:
    regles = Regles(referentiels.charger_nomenclatures(), referentiels.charger_referentiel(code), Calendrier())
    saisie = Saisie(**({"canal": "courriel-generique", "recue_le": recue_le} | champs))  # type: ignore[arg-type]
    return evoluer(enregistrer(saisie, regles, recue_le), reference="R-2026-014")


def lettre(genre: Courrier, cas: Reclamation | None = None, **champs: object) -> Lettre:
    base = Lettre(genre, cas or dossier(), LE, SITE, "Direction des Solidarités", identite=JEANNE)
    return base._replace(**champs)


def textes(une: Lettre) -> list[str]:
    octets = composer(une, modeles() / une.genre.modele)
    return [p.text for p in Document(io.BytesIO(octets)).paragraphs]


ATTENTE = Fait(genre=GenreFait.ATTENTE, le=LE, interlocuteur="durand-s", nouvelle_date=date(2026, 3, 10))


@pytest.mark.parametrize("genre", list(Courrier))
def test_chaque_courrier_a_expediteur_destinataire_reference_date_et_objet(genre: Courrier) -> None:
    lignes = textes(lettre(genre, envoi=ATTENTE, interlocuteur="Mme Sarah Durand"))
    for attendue in (
        "EPS & Cie <12e>",
        "108 avenue Daumesnil",
        "Téléphone\u00a0: 01 53 00 00 12",
        "Mme Jeanne Martin",
        "3 rue de Lyon",
        "75012 Paris",
        "Paris, le 20 février 2026",
        "Nos références, à rappeler dans tout échange\u00a0: R-2026-014",
        "Madame, Monsieur,",
        "Claire Delorme",
    ):
        assert attendue in lignes
    (objet,) = [ligne for ligne in lignes if ligne.startswith("Objet")]
    assert "votre courriel du 31 janvier 2026" in objet
    assert "[" not in "".join(lignes).replace(A_COMPLETER, "")


def test_l_accuse_promet_le_mois_et_ce_qui_se_passe_sinon() -> None:
    texte = "\n".join(textes(lettre(Courrier.ACCUSE)))
    assert "au plus tard le samedi 28 février 2026" in texte
    assert "avant cette date" in texte
    sans_delai = "\n".join(textes(lettre(Courrier.ACCUSE, dossier(nature="remerciement"))))
    assert "au plus tard" not in sans_delai
    assert "None" not in sans_delai


def test_l_attente_nomme_qui_suit_et_la_nouvelle_date() -> None:
    texte = "\n".join(textes(lettre(Courrier.ATTENTE, envoi=ATTENTE, interlocuteur="Mme Sarah Durand")))
    assert "suivi par Mme Sarah Durand" in texte
    assert "au plus tard le mardi 10 mars 2026" in texte
    assert "dans le délai d’un mois" in texte
    assert "au 01 53 00 00 12 ou à eps12@exemple.fr" in texte


def test_la_reponse_donne_le_mediateur_et_garde_chaque_paragraphe() -> None:
    lignes = textes(lettre(Courrier.REPONSE, texte="Nous regrettons l’attente.\n\nDeux agents < trois & plus."))
    assert "Nous regrettons l’attente." in lignes
    assert "Deux agents < trois & plus." in lignes
    assert any("le Médiateur de la Ville de Paris" in ligne and "mediation.paris.fr" in ligne for ligne in lignes)
    assert any("reçu par un responsable" in ligne for ligne in lignes)
    assert A_COMPLETER in textes(lettre(Courrier.REPONSE))


def test_un_dossier_de_2014_a_ses_propres_mots() -> None:
    cas = dossier("CASVP-2014", date(2015, 3, 2))
    accuse = "\n".join(textes(lettre(Courrier.ACCUSE, cas)))
    assert "avant le mardi 17 mars 2015" in accuse
    attente = "\n".join(textes(lettre(Courrier.ATTENTE, cas, envoi=ATTENTE, interlocuteur="X")))
    assert "dans les 15\u00a0jours suivant la réception" in attente
    assert "la Médiatrice de la Ville de Paris" in "\n".join(textes(lettre(Courrier.REPONSE, cas)))


@pytest.mark.parametrize(
    ("identite", "accessible", "attendues"),
    [
        (None, False, ["[Destinataire confidentiel]"]),
        (None, True, ["[Nom du destinataire]", "[Adresse]"]),
        (Identite(nom="Jean Petit"), True, ["Jean Petit", "[Adresse]"]),
        (Identite(nom="Jean Petit", courriel="j@exemple.fr"), True, ["Jean Petit", "Par courriel\u00a0: j@exemple.fr"]),
    ],
)
def test_un_destinataire_inconnu_ou_confidentiel_est_a_completer(
    identite: Identite | None, accessible: bool, attendues: list[str]
) -> None:
    lignes = textes(lettre(Courrier.ACCUSE, identite=identite, accessible=accessible))
    assert set(attendues) <= set(lignes)


@pytest.mark.parametrize(
    ("adresse", "attendues"),
    [
        ("12, rue de Lyon, 75012 Paris", ["12, rue de Lyon", "75012 Paris"]),
        ("12 bis, rue de Lyon,75012 Paris", ["12 bis, rue de Lyon", "75012 Paris"]),
        ("Chez M. Petit, 3 rue de Lyon, BP 4, 75012 Paris", ["Chez M. Petit", "3 rue de Lyon", "BP 4", "75012 Paris"]),
        (
            "Résidence Bel-Air, bâtiment C, escalier 12, porte 3, 128 bis rue de Lyon, 75012 Paris",
            ["Résidence Bel-Air", "bâtiment C, escalier 12, porte 3", "128 bis rue de Lyon", "75012 Paris"],
        ),
        ("Bât. C, porte 3\n3 rue de Lyon\n75012 Paris", ["Bât. C, porte 3", "3 rue de Lyon", "75012 Paris"]),
    ],
)
def test_une_adresse_prend_les_lignes_d_une_enveloppe(adresse: str, attendues: list[str]) -> None:
    lignes = textes(lettre(Courrier.ACCUSE, identite=Identite(nom="Jean Petit", adresse=adresse)))
    debut = lignes.index("Jean Petit") + 1
    assert lignes[debut : debut + len(attendues)] == attendues
    assert lignes[debut + len(attendues)] == "Paris, le 20 février 2026"


def test_une_seconde_attente_parle_de_la_date_deja_donnee() -> None:
    premiere = Fait(genre=GenreFait.ATTENTE, le=date(2026, 2, 10), interlocuteur="X", nouvelle_date=date(2026, 2, 18))
    cas = evoluer(dossier(), faits=(premiere, ATTENTE))
    texte = "\n".join(textes(lettre(Courrier.ATTENTE, cas, envoi=ATTENTE, interlocuteur="X")))
    assert "réponse complète le mercredi 18 février 2026, comme nous vous l’avions annoncé." in texte
    assert "un mois" not in texte
    rejouee = "\n".join(textes(lettre(Courrier.ATTENTE, cas, envoi=premiere, interlocuteur="X")))
    assert "dans le délai d’un mois" in rejouee


@pytest.mark.parametrize("canal", [c.code for c in referentiels.charger_nomenclatures().canaux])
def test_chaque_canal_a_sa_phrase(canal: str) -> None:
    texte = "\n".join(textes(lettre(Courrier.REPONSE, dossier(canal=canal))))
    assert "la Ville de Paris a reçu votre " in texte


@pytest.mark.parametrize("genre", list(Courrier))
def test_les_documents_sont_valables(genre: Courrier, tmp_path: Path) -> None:
    octets = composer(lettre(genre, envoi=ATTENTE, interlocuteur="X"), modeles() / genre.modele)
    sortie = tmp_path / "lettre.docx"
    sortie.write_bytes(octets)
    assert OpenXmlValidator().validate(str(sortie)).is_valid
    assert controler(octets) == []
