"""What a workstation knows and the journals lost is found, shown, written back; nothing is written twice."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitui.domain.actions.fiche import Action, Note
from qualitui.domain.base import Refus, evoluer
from qualitui.store.moteur import secours
from qualitui.store.moteur.annulation import annuler
from qualitui.store.moteur.moteur import RegistreJournal
from qualitui.store.moteur.secours import MEMOIRE, Perte, Source
from qualitui.store.moteur.stockage import JournalStorage
from qualitui.store.secours.controle import journaux, relire
from tests.store.banc import JOUR, Banc, action
from tests.store.moteur.test_convergence import LOGINS, _copies, _echanger, _tout_echanger, ecrire_au_hasard


def seul(banc: Banc, login: str = "martin") -> JournalStorage:
    """The register as the journals alone say it, ready to be written in."""
    vif = next(r for r in banc._ouverts if r.stockage.auteur == login).stockage
    return secours.ouvrir_pour_ecrire(
        banc.dossier, poste="poste", login=login, auteur=login, local=vif.ecrivain.local, maintenant=banc.horloge
    )


def trouver(registre: RegistreJournal, relu: JournalStorage) -> list[Perte]:
    lues = [source for source in secours.sources(registre.stockage) if isinstance(source, Source)]
    return [perte for source in lues for perte in secours.pertes(relu, source)]


def noter(registre: RegistreJournal, rang: int, texte: str) -> None:
    fiche = registre.find(Action)[rang]
    registre.save(evoluer(fiche, notes=(*fiche.notes, Note(le=JOUR, par="martin", texte=texte))))


@pytest.fixture
def vif(banc: Banc) -> RegistreJournal:
    """Three actions, one of them noted twice; the program stays open."""
    registre = banc.ouvrir()
    for rang in range(3):
        registre.add(action(f"A-2026-00{rang + 1}"))
        banc.horloge.avancer(minutes=1)
    noter(registre, 0, "un")
    noter(registre, 0, "deux")
    return registre


def couper(fichier: Path, lignes: int) -> None:
    fichier.write_bytes(b"".join(fichier.read_bytes().splitlines(keepends=True)[:lignes]))


def enlever_une_ligne(fichier: Path, rang: int) -> None:
    lignes = fichier.read_bytes().splitlines(keepends=True)
    fichier.write_bytes(b"".join(lignes[:rang] + lignes[rang + 1 :]))


def photo(registre: RegistreJournal) -> list[Action]:
    return sorted((evoluer(fiche, jeton="") for fiche in registre.find(Action)), key=lambda fiche: fiche.reference)


def remettre_tout(banc: Banc, vif: RegistreJournal) -> RegistreJournal:
    """Write back what is lost; a register that only knows the files."""
    relu = seul(banc)
    secours.remettre(relu, trouver(vif, relu))
    relu.ecrivain.fermer()
    return banc.ouvrir("neuf", etat="neuf")


def test_rien_n_est_perdu_d_un_registre_en_ordre(banc: Banc, vif: RegistreJournal) -> None:
    assert trouver(vif, seul(banc)) == []


DEGATS: list[Callable[[Path], None]] = [
    lambda fichier: couper(fichier, 0),
    lambda fichier: couper(fichier, 1),
    lambda fichier: couper(fichier, 4),
    lambda fichier: enlever_une_ligne(fichier, 0),
    lambda fichier: enlever_une_ligne(fichier, 3),
    lambda fichier: fichier.unlink(),
]


@pytest.mark.parametrize("abimer", DEGATS, ids=["vidé", "une ligne", "quatre", "sans création", "sans note", "parti"])
def test_ce_que_la_memoire_sait_est_remis(banc: Banc, vif: RegistreJournal, abimer: Callable[[Path], None]) -> None:
    avant = photo(vif)
    abimer(banc.journal())
    relu = seul(banc)
    perdues = trouver(vif, relu)
    assert {perte.source for perte in perdues} == {MEMOIRE}
    secours.remettre(relu, perdues)
    relu.ecrivain.fermer()
    neuf = banc.ouvrir("neuf", etat="neuf")
    assert photo(neuf) == avant
    assert list(neuf.conflits()) == []
    assert trouver(vif, seul(banc)) == []


@pytest.mark.parametrize("abimer", DEGATS, ids=["vidé", "une ligne", "quatre", "sans création", "sans note", "parti"])
def test_le_journal_perdu_revient_et_tout_concorde(
    banc: Banc, vif: RegistreJournal, abimer: Callable[[Path], None]
) -> None:
    entier, avant = banc.journal().read_bytes(), photo(vif)
    abimer(banc.journal())
    remettre_tout(banc, vif).close()
    nouveau = banc.journal(k=2)
    if not nouveau.exists():
        nouveau = banc.journal()
        assert nouveau.read_bytes() != entier
        return
    banc.journal().write_bytes(entier)
    revenu = banc.ouvrir("revenu", etat="revenu")
    assert photo(revenu) == avant
    assert list(revenu.conflits()) == []


def test_le_programme_ouvert_recoit_ce_qui_est_remis_sans_conflit(banc: Banc, vif: RegistreJournal) -> None:
    avant = photo(vif)
    couper(banc.journal(), 1)
    remettre_tout(banc, vif)
    vif.poll()
    assert photo(vif) == avant
    assert list(vif.conflits()) == []


def test_ce_qui_a_ete_ecrit_depuis_reste_par_dessus(banc: Banc, vif: RegistreJournal) -> None:
    couper(banc.journal(), 3)
    autre = banc.ouvrir("durand", etat="autre")
    autre.save(evoluer(autre.find(Action)[0], pilote="durand"))
    neuf = remettre_tout(banc, vif)
    reprise = photo(neuf)[0]
    assert (reprise.pilote, [note.texte for note in reprise.notes]) == ("durand", ["un", "deux"])


def test_l_historique_dit_d_ou_vient_ce_qui_est_remis_et_ne_s_annule_pas(banc: Banc, vif: RegistreJournal) -> None:
    ident = vif.find(Action)[0].id
    couper(banc.journal(), 0)
    neuf = remettre_tout(banc, vif)
    (reprise,) = neuf.history(Action, ident)
    assert (reprise.par, reprise.note) == ("martin", f"retrouvé dans {MEMOIRE}")
    assert reprise.champs["reference"] == (None, "A-2026-001")
    relu = seul(banc)
    with pytest.raises(Exception, match="ne s’annule pas"):
        annuler(relu, "")
    relu.ecrivain.fermer()


def test_une_fiche_retiree_puis_perdue_redevient_retiree(banc: Banc, vif: RegistreJournal) -> None:
    vif.remove(vif.find(Action)[2])
    couper(banc.journal(), 5)
    neuf = remettre_tout(banc, vif)
    assert [fiche.reference for fiche in photo(neuf)] == ["A-2026-001", "A-2026-002"]
    assert trouver(vif, seul(banc)) == []


def test_une_memoire_qui_perd_son_journal_est_gardee_pour_apres(banc: Banc, vif: RegistreJournal) -> None:
    avant = photo(vif)
    couper(banc.journal(), 2)
    vif.poll()
    (garde,) = banc.local().glob("secours-*.bin")
    vif.poll()
    vif.close()
    assert list(banc.local().glob("secours-*")) == [garde]
    rouvert = banc.ouvrir()
    assert len(rouvert.find(Action)) == 2
    relu = seul(banc)
    perdues = trouver(rouvert, relu)
    assert {perte.source for perte in perdues} == {"secours-1.bin", secours.SIENNES}
    secours.remettre(relu, perdues)
    relu.ecrivain.fermer()
    rouvert.poll()
    assert photo(rouvert) == avant


def test_deux_etats_gardes_ne_remettent_pas_deux_fois(banc: Banc, vif: RegistreJournal) -> None:
    avant = photo(vif)
    assert vif.stockage.mettre_en_cache()
    vif.close()
    couper(banc.journal(), 4)
    banc.ouvrir().close()
    (banc.local() / "secours-2.bin").write_bytes((banc.local() / "secours-1.bin").read_bytes())
    registre = banc.ouvrir()
    neuf = remettre_tout(banc, registre)
    assert photo(neuf) == avant
    relu = seul(banc)
    assert trouver(registre, relu) == []
    assert list(journaux(relire(banc.dossier, banc.horloge))) == []


def test_les_etats_gardes_ne_s_accumulent_pas(banc: Banc, vif: RegistreJournal) -> None:
    vif.close()
    for rang in range(1, 10):
        registre = banc.ouvrir()
        registre.add(action(f"A-2026-1{rang:02d}"))
        registre.stockage.mettre_en_cache()
        registre.close()
        trouve = max((banc.dossier / "registre" / "2026").glob("*.jsonl"), key=lambda f: f.stat().st_mtime_ns)
        couper(trouve, len(trouve.read_bytes().splitlines()) - 1)
    noms = sorted(chemin.name for chemin in banc.local().glob("secours-*"))
    assert len(noms) <= 5
    assert "secours-8.bin" in noms


def test_un_etat_garde_illisible_est_dit(banc: Banc, vif: RegistreJournal) -> None:
    (banc.local() / "secours-1.bin").write_bytes(b"n'importe quoi")
    assert [type(source).__name__ for source in secours.sources(vif.stockage)] == ["Source", "SecoursIllisible"]


@pytest.mark.parametrize("abimer", DEGATS, ids=["vidé", "une ligne", "quatre", "sans création", "sans note", "parti"])
def test_ce_qui_est_entierement_remis_n_est_plus_grave(
    banc: Banc, vif: RegistreJournal, abimer: Callable[[Path], None]
) -> None:
    autre = banc.ouvrir("durand", etat="autre")
    autre.save(evoluer(autre.find(Action)[2], pilote="durand"))
    vif.poll()
    abimer(banc.journal())
    relu = seul(banc)
    assert any(anomalie.gravite == "grave" for anomalie in relu.anomalies())
    connues = [source for source in secours.sources(vif.stockage) if isinstance(source, Source)]
    secours.remettre(relu, trouver(vif, relu), secours.couverts(relu, connues))
    relu.ecrivain.fermer()
    for etat in ("neuf", "encore"):
        lecteur = banc.ouvrir("lecteur", etat=etat)
        assert [anomalie for anomalie in lecteur.anomalies if anomalie.gravite == "grave"] == []
        assert photo(lecteur) == photo(vif)
        assert lecteur.stockage.mettre_en_cache()
        lecteur.close()
        assert [a for a in banc.ouvrir("lecteur", etat=etat).anomalies if a.gravite == "grave"] == []


def test_ce_que_le_poste_ne_savait_pas_tout_entier_reste_grave(banc: Banc, vif: RegistreJournal) -> None:
    autre = banc.ouvrir("durand", etat="autre")
    garde = banc.journal().read_bytes()
    vif.add(action("A-2026-009"))
    autre.save(evoluer(autre.find(Action)[2], pilote="durand"))
    vif.close()
    banc.journal().write_bytes(garde)
    ancien = banc.ouvrir("petit", etat="petit")
    couper(banc.journal(), 2)
    relu = seul(banc, "petit")
    connues = [source for source in secours.sources(ancien.stockage) if isinstance(source, Source)]
    secours.remettre(relu, trouver(ancien, relu), secours.couverts(relu, connues))
    assert any(anomalie.gravite == "grave" for anomalie in relu.anomalies())
    relu.ecrivain.fermer()


def ecrire_a_plusieurs(racine: Path, hasard: random.Random) -> list[Banc]:
    """Four workstations that see each other badly, with conflicts, removals and undoings; all delivered at the end."""
    bancs = _copies(racine)
    registres = [banc.ouvrir(login) for banc, login in zip(bancs, LOGINS, strict=True)]
    for rang in range(20):
        poste = hasard.randrange(len(LOGINS))
        bancs[poste].horloge.avancer(seconds=hasard.choice((-90, 0, 1, 5)))
        try:
            ecrire_au_hasard(registres[poste], hasard, rang)
        except Refus:
            registres[poste].poll()
        _echanger(bancs, hasard)
    _tout_echanger(bancs, hasard)
    registres[0].poll()
    return bancs


def abimer_au_hasard(fichier: Path, hasard: random.Random) -> None:
    """Cut, take a line out, damage one, shuffle half of them, or delete."""
    lignes = fichier.read_bytes().splitlines(keepends=True)
    rang = hasard.randrange(len(lignes))
    abimee = lignes[rang][:12] + b"X" + lignes[rang][13:]
    restes = [
        lignes[:rang],
        [*lignes[:rang], *lignes[rang + 1 :]],
        [*lignes[:rang], abimee, *lignes[rang + 1 :]],
        hasard.sample(lignes, len(lignes) // 2),
        None,
    ]
    reste = hasard.choice(restes)
    fichier.unlink() if reste is None else fichier.write_bytes(b"".join(reste))


@settings(max_examples=20)
@given(st.integers(0, 10**6))
def test_quels_que_soient_les_degats_tout_est_remis(graine: int) -> None:
    hasard = random.Random(graine)
    with tempfile.TemporaryDirectory() as racine:
        bancs = ecrire_a_plusieurs(Path(racine), hasard)
        banc, vif = bancs[0], bancs[0]._ouverts[-1]
        avant = photo(vif)
        journaux_du_site = sorted((banc.dossier / "registre").glob("*/*.jsonl"))
        for fichier in journaux_du_site[1:] if hasard.random() < 0.5 else journaux_du_site[:-1]:
            abimer_au_hasard(fichier, hasard)
        neuf = remettre_tout(banc, vif)
        assert photo(neuf) == avant
        assert trouver(vif, seul(banc)) == []
        vif.poll()
        assert photo(vif) == avant
        for ouvert in bancs:
            ouvert.fermer()
