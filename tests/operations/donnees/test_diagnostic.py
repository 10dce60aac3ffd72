"""A check-up: nothing to say of a sound site, each damage named with its place, and the program still opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from qualitui.domain.actions.fiche import Action, Origine
from qualitui.domain.base import Fiche, evoluer
from qualitui.domain.diagnostic import Gravite, examiner
from qualitui.domain.reclamations.confidentialite import Identite
from qualitui.domain.reclamations.diagnostic import echeances
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.temps.calendrier import Calendrier
from qualitui.domain.verifications.fiche import Constat
from qualitui.operations.donnees.diagnostic import diagnostic, en_ordre
from qualitui.operations.reclamations import gestes as reclamations
from qualitui.store.site.site import Site, ouvrir, ouvrir_pour_examiner


@pytest.fixture
def rempli(site: Site, jour: date) -> Site:
    """Two réclamations with deadlines, an action."""
    for rang in (1, 2):
        _reclamation(site, jour, f"objet {rang}")
    with site.registre.transaction():
        reference = site.reserver_reference("A", jour)
        site.registre.add(Action(reference=reference, intitule="x", origine=Origine(concept="reunion"), creee_le=jour))
    return site


def _reclamation(site: Site, jour: date, objet: str) -> Reclamation:
    from qualitui.domain.reclamations.saisie import Saisie

    saisie = Saisie(canal=site.nomenclatures.canaux[0].code, recue_le=jour, objet=objet)
    return reclamations.ajouter(site, saisie, jour=jour).reclamation


def phrases(site: Site) -> list[str]:
    return [c.phrase for c in diagnostic(site) if c.gravite is not Gravite.INFORMATION]


def journal(site: Site) -> Path:
    return site.dossier / "registre" / "2026" / "poste-test~essai~1.jsonl"


def test_un_site_en_ordre_n_a_rien_a_dire(rempli: Site) -> None:
    assert diagnostic(rempli) == []
    assert en_ordre([])


Abimer = Callable[[Site], None]


def abimer_une_ligne(site: Site) -> None:
    lignes = journal(site).read_bytes().split(b"\n")
    lignes[1] = lignes[1].replace(b"objet 1", b"objet 9")
    journal(site).write_bytes(b"\n".join(lignes))


def perdre_le_format(site: Site) -> None:
    (site.dossier / "registre" / "FORMAT.json").write_bytes(b"")


def perdre_un_numero(site: Site) -> None:
    (site.dossier / "numeros" / "R-2026" / "000002").unlink()


def perdre_un_dossier(site: Site) -> None:
    (site.dossier / "modeles").rmdir()


def abimer_un_modele(site: Site) -> None:
    (site.dossier / "documents").mkdir(exist_ok=True)
    (site.dossier / "modeles").mkdir(exist_ok=True)
    (site.dossier / "modeles" / "revue.docx").write_bytes(b"pas un docx")


def abimer_une_sauvegarde(site: Site) -> None:
    (site.dossier / "sauvegardes" / "auto-2026-03-01.zip").write_bytes(b"PK")


def laisser_un_journal_vide(site: Site) -> None:
    (site.dossier / "registre" / "2026" / "pc~x~1.jsonl").write_bytes(b"")


def rompre_un_renvoi(site: Site) -> None:
    fiche = site.registre.find(Reclamation)[1]
    site.registre.save(evoluer(fiche, actions=("A-2026-099",)))


def fausser_une_echeance(site: Site) -> None:
    fiche = site.registre.find(Reclamation)[1]
    assert fiche.echeance is not None
    site.registre.save(evoluer(fiche, echeance=evoluer(fiche.echeance, butoir=date(2026, 5, 5))))


def ecrire_du_futur(site: Site) -> None:
    site.registre.db.table("suggestions").insert({"reference": "S-1", "invention": 1})  # type: ignore[attr-defined]


def interrompre_une_ecriture(site: Site) -> None:
    with journal(site).open("ab") as fichier:
        fichier.write(b'12345678 {"n":9,"o":[{"t":"recl')


def enlever_une_ligne(site: Site) -> None:
    lignes = journal(site).read_bytes().splitlines(keepends=True)
    journal(site).write_bytes(b"".join([lignes[0], *lignes[2:]]))


def retoucher_une_ligne(site: Site) -> None:
    """By hand, its CRC made right again: only the chain tells."""
    from qualitui.store.journal.ligne import decoder, encoder

    lignes = journal(site).read_bytes().splitlines()
    decodee = decoder(lignes)[1]
    assert decodee is not None
    decodee[1]["o"][0]["s"]["objet"] = "retouché"
    lignes[1] = encoder(decodee[1]).rstrip()
    journal(site).write_bytes(b"\n".join([*lignes, b""]))


def apporter_un_journal_d_ailleurs(site: Site) -> None:
    from qualitui.store.journal.ligne import encoder

    ligne = {"n": 1, "h": 1, "at": "2026-03-02T09:00:00", "w": "x~y~1", "by": "y", "p": "", "site": "AUTRE", "o": []}
    (site.dossier / "registre" / "2026" / "x~y~1.jsonl").write_bytes(encoder(ligne))


def doubler_un_numero(site: Site) -> None:
    site.registre.add(evoluer(site.registre.find(Reclamation)[0], id="", jeton=""))


def laisser_une_copie_de_conflit(site: Site) -> None:
    copie = journal(site).with_name(f"{journal(site).stem} (conflit de PC-2).jsonl")
    copie.write_bytes(journal(site).read_bytes())


def couper_un_journal_qu_un_autre_a_lu(site: Site, jour: date = date(2026, 3, 2)) -> None:
    autre = ouvrir(site.dossier, maintenant=site.maintenant, poste="a-cote", login="durand")
    _reclamation(autre, jour, "objet 3")
    autre.fermer()
    journal(site).write_bytes(b"".join(journal(site).read_bytes().splitlines(keepends=True)[:-1]))


def effacer_le_format(site: Site) -> None:
    (site.dossier / "registre" / "FORMAT.json").unlink()


def fausser_les_reglages(site: Site) -> None:
    fichier = site.dossier / "site.toml"
    fichier.write_text("zone = 3\n" + fichier.read_text(encoding="utf-8"), encoding="utf-8")


def poser_un_fichier_inconnu(site: Site) -> None:
    (site.dossier / "registre" / "2026" / "Thumbs.db").write_bytes(b"x")


AUTRES_DEGATS: list[tuple[Abimer, str]] = [
    (doubler_un_numero, "2 fiches portent la référence R-2026-001"),
    (laisser_une_copie_de_conflit, "Copie de conflit laissée par un outil de synchronisation"),
    (apporter_un_journal_d_ailleurs, "Ce journal vient d’un autre site"),
    (poser_un_fichier_inconnu, "Fichier inconnu"),
    (couper_un_journal_qu_un_autre_a_lu, "Il manque la fin de ce journal"),
    (effacer_le_format, "FORMAT.json manque"),
    (enlever_une_ligne, "Il manque 1 écriture avant cette ligne"),
    (retoucher_une_ligne, "L’enchaînement est rompu"),
    (interrompre_une_ecriture, "La dernière ligne est inachevée"),
    (fausser_les_reglages, "Fichier site.toml, clé « zone »"),
]


@pytest.mark.parametrize(("abimer", "dite"), AUTRES_DEGATS, ids=[abimer.__name__ for abimer, _ in AUTRES_DEGATS])
def test_chacun_des_autres_degats_est_nomme(rempli: Site, abimer: Abimer, dite: str) -> None:
    abimer(rempli)
    trouvees = [constatation.phrase.replace("\u00a0", " ") for constatation in diagnostic(rempli)]
    assert [phrase for phrase in trouvees if dite in phrase] != []


def test_un_autre_site_abime_de_partout_nomme_tout_et_s_examine(rempli: Site) -> None:
    """One line edited and one taken out cannot be told apart in one journal, and what was cut of it is in the copy
    that a tool left: each has its own test."""
    degats = [degat for degat in AUTRES_DEGATS if degat[0] not in (retoucher_une_ligne, interrompre_une_ecriture)]
    for abimer, _ in degats:
        abimer(rempli)
    rempli.fermer()
    rouvert = ouvrir_pour_examiner(rempli.dossier, maintenant=rempli.maintenant, poste="poste-test", login="essai")
    trouvees = [constatation.phrase.replace("\u00a0", " ") for constatation in diagnostic(rouvert)]
    tues = [abimer for abimer, dite in degats if not any(dite in phrase for phrase in trouvees)]
    assert tues == [couper_un_journal_qu_un_autre_a_lu]
    assert len(degats) == 8
    assert len(rouvert.registre.find(Reclamation)) >= 1
    rouvert.fermer()


DEGATS: list[tuple[Abimer, str]] = [
    (rompre_un_renvoi, "renvoie à une action absente du plan : A-2026-099"),
    (fausser_une_echeance, "ne suit plus sa règle (butoir : 05/05/2026 au lieu de"),
    (ecrire_du_futur, "mettez à jour le programme"),
    (abimer_une_ligne, "Ligne abîmée"),
    (perdre_le_format, "FORMAT.json est abîmé"),
    (perdre_un_numero, "R-2026-002 existe sans que son numéro ait été réservé"),
    (perdre_un_dossier, "Le dossier « modeles » manque"),
    (abimer_un_modele, "« revue.docx » est abîmé"),
    (abimer_une_sauvegarde, "auto-2026-03-01.zip n’est pas une sauvegarde"),
    (laisser_un_journal_vide, "Ce journal est vide"),
]


@pytest.mark.parametrize(("abimer", "dite"), DEGATS, ids=[abimer.__name__ for abimer, _ in DEGATS])
def test_chaque_degat_est_nomme(rempli: Site, abimer: Abimer, dite: str) -> None:
    abimer(rempli)
    trouvees = diagnostic(rempli)
    assert not en_ordre(trouvees)
    assert any(dite in constatation.phrase.replace("\u00a0", " ") for constatation in trouvees)


def test_un_site_abime_de_partout_nomme_tout_et_s_ouvre(rempli: Site) -> None:
    for abimer, _ in DEGATS:
        if abimer is not perdre_un_dossier:
            abimer(rempli)
    rempli.fermer()
    rouvert = ouvrir(rempli.dossier, maintenant=rempli.maintenant, poste="poste-test", login="essai")
    trouvees = [phrase.replace("\u00a0", " ") for phrase in phrases(rouvert)]
    attendues = [dite for abimer, dite in DEGATS if abimer is not perdre_un_dossier]
    assert [dite for dite in attendues if not any(dite in phrase for phrase in trouvees)] == []
    assert len(rouvert.registre.find(Reclamation)) >= 1
    rouvert.fermer()


def test_un_numero_reserve_et_inutilise_est_explique_sans_alarmer(rempli: Site, jour: date) -> None:
    rempli.reserver_reference("R", jour)
    (constatation,) = diagnostic(rempli)
    assert constatation.gravite is Gravite.INFORMATION
    assert constatation.fichier == "numeros/R-2026/000003"
    assert "R-2026-003, réservé par poste-test~essai~1 le 02/03/2026" in constatation.phrase
    assert en_ordre([constatation])


def test_une_fiche_dont_la_creation_manque_est_dite(rempli: Site) -> None:
    fiche = rempli.registre.find(Suggestion)
    assert list(fiche) == []
    autre = ouvrir(rempli.dossier, maintenant=rempli.maintenant, poste="autre", login="durand")
    reclamation = autre.registre.find(Reclamation)[0]
    autre.registre.save(evoluer(reclamation, objet="change"))
    autre.fermer()
    journal_source = rempli.dossier / "registre" / "2026" / "poste-test~essai~1.jsonl"
    journal_source.unlink()
    dites = " ".join(phrases(rempli))
    assert "La création de la fiche" in dites
    assert "Il manque la fin de ce journal" in dites
    assert "elle a pu se perdre avec les écritures qui manquent" in dites


def test_le_diagnostic_n_ecrit_rien(rempli: Site) -> None:
    avant = {f: f.stat().st_mtime_ns for f in rempli.dossier.rglob("*")}
    diagnostic(rempli)
    assert {f: f.stat().st_mtime_ns for f in rempli.dossier.rglob("*")} == avant


@pytest.mark.parametrize(
    ("fiches", "dite"),
    [
        (
            {
                "actions": [
                    Action(reference="A-1", intitule="x", origine=Origine(concept="reunion"), creee_le=date.min)
                ]
                * 2
            },
            "2 fiches portent la référence A-1.",
        ),
        (
            {
                "actions": [
                    Action(
                        reference="A-1",
                        intitule="x",
                        origine=Origine(concept="verification", reference="V-X × 2026-S01"),
                        creee_le=date.min,
                    )
                ]
            },
            "A-1 a pour origine V-X × 2026-S01, qui n’existe pas.",
        ),
        (
            {"suggestions": [Suggestion(reference="S-1", texte="x", recue_le=date.min, action="A-9")]},
            "S-1 renvoie à une action absente du plan : A-9.",
        ),
        (
            {"constats": [Constat(verification="V-X", periode="2026-S01", le=date.min)]},
            "Un résultat de 2026-S01 est noté pour V-X, absente du tableau.",
        ),
    ],
)
def test_ce_que_les_fiches_disent_les_unes_des_autres(fiches: dict[str, list[Fiche]], dite: str) -> None:
    (constatation,) = examiner(fiches, Calendrier(), date(2026, 3, 2))
    assert constatation.phrase.replace("\u00a0", " ") == dite


def test_une_echeance_qui_part_d_un_autre_jour_est_dite(rempli: Site) -> None:
    fiche = evoluer(rempli.registre.find(Reclamation)[0], recue_le=date(2026, 2, 2))
    dites = list(echeances([fiche], rempli.calendrier))
    assert "part du 02/03/2026, la réclamation est reçue le 02/02/2026" in dites[0].phrase


def test_un_site_qui_ne_repond_pas_est_un_constat_et_n_est_pas_refait(rempli: Site) -> None:
    rempli.dossier.rename(rempli.dossier.with_name("parti"))
    (constat,) = diagnostic(rempli)
    assert constat.gravite is Gravite.GRAVE
    assert not rempli.dossier.exists()


def test_un_dossier_confidentiel_sans_fiche_est_dit(site: Site) -> None:
    (site.dossier / "confidentiel" / "R-2026-031").mkdir()
    (site.dossier / "confidentiel" / "notes").mkdir()
    (trouvee,) = diagnostic(site)
    assert (str(trouvee.gravite), trouvee.fichier) == ("avertissement", "confidentiel/R-2026-031")
    assert "n’a pas de fiche" in trouvee.phrase


@pytest.mark.parametrize("octets", [b"", bytes(80), b'{"nom": "Sec', b"\xff\xfe", b"[1]"], ids=repr)
def test_une_identite_abimee_est_dite_sans_son_contenu(site: Site, octets: bytes) -> None:
    site.confidentiel.ecrire("R-2026-001", Identite(nom="Secret"))
    (fichier,) = (site.dossier / "confidentiel" / "R-2026-001").iterdir()
    fichier.write_bytes(octets)
    (dite,) = [une for une in diagnostic(site) if une.fichier == "confidentiel/R-2026-001" and "abîmée" in une.phrase]
    assert dite.gravite is Gravite.GRAVE
    assert "Sec" not in dite.phrase
