"""What every engine of the register must do; another engine joins by adding its name to `MOTEURS`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from qualitui.domain.actions.fiche import Action, EtatAction, Note
from qualitui.domain.base import Introuvable, evoluer
from qualitui.domain.verifications.fiche import Constat, Resultat
from qualitui.store.contrat import DejaPresent, ModifieEntreTemps, Registre
from tests.store.banc import JOUR, MIDI, Banc, action, constat

MOTEURS = ("journal",)
Ouvrir = Callable[[str], Registre]


@pytest.fixture(params=MOTEURS)
def ouvrir(request: pytest.FixtureRequest, banc: Banc) -> Ouvrir:
    """Open the same register again under another login."""
    assert request.param == "journal"
    return banc.ouvrir


@pytest.fixture
def registre(ouvrir: Ouvrir) -> Registre:
    return ouvrir("martin")


def note(texte: str) -> Note:
    return Note(le=JOUR, par="martin", texte=texte)


def test_une_fiche_ajoutee_porte_son_id_et_son_jeton_et_se_relit_egale(registre: Registre) -> None:
    ajoutee = registre.add(action())
    assert len(ajoutee.id) == 26
    assert ajoutee.jeton
    assert registre.get(Action, ajoutee.id) == ajoutee


def test_une_fiche_se_relit_egale_depuis_un_autre_poste(registre: Registre, ouvrir: Ouvrir) -> None:
    riche = action(notes=(note("Vu"),), etat=EtatAction.EN_COURS, echeance=JOUR, causes="l’âge\ndu mur")
    ajoutee = registre.add(riche)
    assert ouvrir("durand").get(Action, ajoutee.id) == ajoutee


def test_les_textes_sont_gardes_en_nfc_et_en_lf(registre: Registre) -> None:
    assert registre.add(action(intitule="e\u0301te\u0301\r\nici")).intitule == "été\nici"


def test_un_id_donne_est_garde_et_ne_sert_qu_une_fois(registre: Registre) -> None:
    assert registre.add(constat(id="V-NET-02@2026-03-02")).id == "V-NET-02@2026-03-02"
    with pytest.raises(DejaPresent, match="existe déjà"):
        registre.add(constat(id="V-NET-02@2026-03-02"))


def test_un_id_pris_par_un_autre_poste_est_refuse(registre: Registre, ouvrir: Ouvrir) -> None:
    autre = ouvrir("durand")
    registre.add(constat(id="V-NET-02@2026-03-02"))
    with pytest.raises(DejaPresent):
        autre.add(constat(id="V-NET-02@2026-03-02"))


def test_une_fiche_inconnue_est_introuvable(registre: Registre) -> None:
    with pytest.raises(Introuvable):
        registre.get(Action, "inconnue")
    with pytest.raises(Introuvable):
        registre.save(action())
    with pytest.raises(Introuvable):
        registre.history(Action, "inconnue")


def test_enregistrer_rend_la_nouvelle_version(registre: Registre) -> None:
    avant = registre.add(action())
    apres = registre.save(evoluer(avant, pilote="durand"))
    assert apres.pilote == "durand"
    assert apres.jeton != avant.jeton
    assert registre.get(Action, avant.id) == apres


def test_enregistrer_sans_rien_changer_n_ecrit_rien(registre: Registre) -> None:
    avant = registre.add(action())
    assert registre.save(avant) == avant
    assert len(registre.history(Action, avant.id)) == 1


def test_une_version_perimee_est_refusee_avec_ce_qui_a_change_et_par_qui(registre: Registre, ouvrir: Ouvrir) -> None:
    depart = registre.add(action())
    autre = ouvrir("durand")
    autre.save(evoluer(depart, pilote="durand"))
    with pytest.raises(ModifieEntreTemps, match="durand") as refus:
        registre.save(evoluer(depart, pilote="martin"))
    assert refus.value.par == "durand"
    assert refus.value.champs == {"pilote": (None, "durand")}
    assert registre.get(Action, depart.id).pilote == "durand"


def test_une_version_perimee_du_meme_poste_est_refusee_aussi(registre: Registre) -> None:
    depart = registre.add(action())
    registre.save(evoluer(depart, pilote="martin"))
    with pytest.raises(ModifieEntreTemps):
        registre.remove(depart)


def test_une_fiche_retiree_quitte_les_listes_et_garde_son_histoire(registre: Registre) -> None:
    fiche = registre.add(action())
    registre.remove(fiche)
    assert list(registre.find(Action)) == []
    with pytest.raises(Introuvable):
        registre.get(Action, fiche.id)
    assert len(registre.history(Action, fiche.id)) == 2


def test_enregistrer_une_fiche_retiree_est_refuse(registre: Registre, ouvrir: Ouvrir) -> None:
    fiche = registre.add(action())
    ouvrir("durand").remove(fiche)
    with pytest.raises(ModifieEntreTemps, match="retirée"):
        registre.save(evoluer(fiche, pilote="martin"))


def test_find_rend_les_fiches_dans_l_ordre_de_creation(registre: Registre, ouvrir: Ouvrir) -> None:
    autre = ouvrir("durand")
    for rang in range(6):
        (registre if rang % 2 else autre).add(action(f"A-2026-{rang:03d}"))
    registre.poll()
    assert [a.reference for a in registre.find(Action)] == [f"A-2026-{rang:03d}" for rang in range(6)]


@pytest.mark.parametrize(
    ("egalites", "attendues"),
    [
        ({}, ["P1", "P2", "P3"]),
        ({"verification": "V-A"}, ["P1", "P3"]),
        ({"verification": "V-A", "periode": "P3"}, ["P3"]),
        ({"resultat": Resultat.CONFORME}, ["P2"]),
        ({"resultat": None}, ["P1", "P3"]),
        ({"le": JOUR}, ["P1", "P2", "P3"]),
        ({"action": ""}, ["P1", "P2", "P3"]),
        ({"verification": "absente"}, []),
    ],
)
def test_find_compare_tous_les_champs_donnes(
    registre: Registre, egalites: dict[str, object], attendues: list[str]
) -> None:
    registre.add(constat("V-A", "P1"))
    registre.add(constat("V-B", "P2", resultat=Resultat.CONFORME))
    registre.add(constat("V-A", "P3"))
    assert [c.periode for c in registre.find(Constat, **egalites)] == attendues


def test_find_suit_les_changements_d_un_champ_deja_cherche(registre: Registre) -> None:
    fiche = registre.add(constat("V-A", "P1"))
    assert len(registre.find(Constat, verification="V-A")) == 1
    registre.save(evoluer(fiche, verification="V-B"))
    assert len(registre.find(Constat, verification="V-A")) == 0
    assert len(registre.find(Constat, verification="V-B")) == 1
    registre.remove(registre.get(Constat, fiche.id))
    assert len(registre.find(Constat, verification="V-B")) == 0


def test_find_sur_un_champ_inconnu_est_une_faute_du_programme(registre: Registre) -> None:
    with pytest.raises(KeyError):
        registre.find(Action, inconnu="x")


def test_une_liste_deja_prise_ne_bouge_pas(registre: Registre) -> None:
    registre.add(action())
    prise = registre.find(Action)
    registre.add(action("A-2026-002"))
    assert len(prise) == 1
    assert len(registre.find(Action)) == 2


def test_l_histoire_dit_qui_quand_et_quoi(registre: Registre, ouvrir: Ouvrir, banc: Banc) -> None:
    fiche = registre.add(action())
    banc.horloge.avancer(hours=1)
    ouvrir("durand").save(evoluer(fiche, pilote="durand", notes=(note("Vu"),)))
    registre.poll()
    premier, second = registre.history(Action, fiche.id)
    assert (premier.par, second.par) == ("martin", "durand")
    assert second.le - premier.le == timedelta(hours=1)
    assert premier.le == MIDI
    assert premier.champs["intitule"] == (None, "Repeindre")
    assert second.champs["pilote"] == (None, "durand")
    assert second.champs["notes"] == (None, [{"le": "2026-03-02", "par": "martin", "texte": "Vu"}])


def test_l_auteur_signe_ce_qui_suit(registre: Registre) -> None:
    registre.auteur = "martin-c"
    assert registre.history(Action, registre.add(action()).id)[0].par == "martin-c"


def test_une_transaction_se_lit_elle_meme_et_s_ecrit_d_un_coup(registre: Registre, ouvrir: Ouvrir) -> None:
    autre = ouvrir("durand")
    with registre.transaction():
        fiche = registre.add(action())
        fiche = registre.save(evoluer(fiche, pilote="martin"))
        registre.add(action("A-2026-002"))
        assert [a.pilote for a in registre.find(Action)] == ["martin", ""]
        assert registre.find(Action, pilote="martin") == [fiche]
        autre.poll()
        assert list(autre.find(Action)) == []
    assert registre.get(Action, fiche.id) == fiche
    autre.poll()
    assert len(autre.find(Action)) == 2
    assert len(registre.history(Action, fiche.id)) == 1


def test_une_transaction_interrompue_ne_laisse_rien(registre: Registre, ouvrir: Ouvrir) -> None:
    fiche = registre.add(action())

    def interrompre() -> None:
        with registre.transaction():
            registre.save(evoluer(fiche, pilote="martin"))
            registre.add(action("A-2026-002"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrompre()
    assert list(registre.find(Action)) == [fiche]
    assert list(ouvrir("durand").find(Action)) == [fiche]
    assert registre.save(evoluer(fiche, pilote="durand")).pilote == "durand"


def test_une_transaction_imbriquee_refusee_ne_defait_qu_elle(registre: Registre) -> None:
    def interrompre() -> None:
        with registre.transaction():
            registre.add(action("A-2026-002"))
            raise RuntimeError

    with registre.transaction():
        registre.add(action("A-2026-001"))
        with pytest.raises(RuntimeError):
            interrompre()
    assert [a.reference for a in registre.find(Action)] == ["A-2026-001"]


def test_une_transaction_dont_une_fiche_a_bouge_est_refusee_entiere(registre: Registre, ouvrir: Ouvrir) -> None:
    fiche = registre.add(action())
    autre = ouvrir("durand")

    def croiser() -> None:
        with registre.transaction():
            registre.add(action("A-2026-002"))
            registre.save(evoluer(fiche, pilote="martin"))
            autre.save(evoluer(fiche, pilote="durand"))

    with pytest.raises(ModifieEntreTemps):
        croiser()
    assert [(a.reference, a.pilote) for a in registre.find(Action)] == [("A-2026-001", "durand")]


def test_les_numeros_se_suivent_et_ne_se_repetent_pas_entre_postes(registre: Registre, ouvrir: Ouvrir) -> None:
    autre = ouvrir("durand")
    assert [r.reserver_numero("R-2026") for r in (registre, autre, registre, autre)] == [1, 2, 3, 4]
    assert registre.reserver_numero("R-2027") == 1


def test_poll_prend_ce_que_les_autres_ont_ecrit_et_le_dit(registre: Registre, ouvrir: Ouvrir) -> None:
    autre = ouvrir("durand")
    fiche = registre.add(action())
    assert autre.poll() is True
    assert autre.poll() is False
    assert autre.get(Action, fiche.id) == fiche
    assert [(n.table, n.ident, n.par) for n in autre.nouveautes()] == [("actions", fiche.id, "martin")]
    assert list(autre.nouveautes()) == []
    assert list(registre.nouveautes()) == []


@pytest.mark.parametrize("autres", [0, 60])
def test_dans_une_transaction_une_fiche_changee_ne_se_trouve_qu_une_fois(registre: Registre, autres: int) -> None:
    """Few among many are found by the index, many among few by going through: both see what the gesture did so far."""
    with registre.transaction():
        for rang in range(autres):
            registre.add(action(f"A-2025-{rang}", pilote="durand"))
        une, deux, trois = (registre.add(action(f"A-2026-{rang}", pilote="martin")) for rang in range(3))
    with registre.transaction():
        registre.save(evoluer(registre.get(Action, une.id), intitule="Repeindre en blanc"))
        registre.save(evoluer(registre.get(Action, deux.id), pilote="durand"))
        registre.remove(registre.get(Action, trois.id))
        registre.add(action("A-2026-9", pilote="martin"))
        trouvees = registre.find(Action, pilote="martin")
        assert [(a.reference, a.intitule) for a in trouvees] == [
            ("A-2026-0", "Repeindre en blanc"),
            ("A-2026-9", "Repeindre"),
        ]
    assert [a.reference for a in registre.find(Action, pilote="martin")] == ["A-2026-0", "A-2026-9"]


def test_plusieurs_fils_enregistrent_sans_se_gener(registre: Registre) -> None:
    def ajouter(fil: int) -> None:
        for rang in range(20):
            registre.add(action(f"A-{fil}-{rang}"))

    fils = [threading.Thread(target=ajouter, args=(fil,)) for fil in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert len({a.reference for a in registre.find(Action)}) == 80


def test_tout_se_retrouve_apres_fermeture(registre: Registre, ouvrir: Ouvrir) -> None:
    fiche = registre.save(evoluer(registre.add(action()), pilote="martin"))
    registre.close()
    rouvert = ouvrir("martin")
    assert list(rouvert.find(Action)) == [fiche]
    assert rouvert.save(evoluer(fiche, pilote="")).pilote == ""
    assert list(rouvert.anomalies) == []
