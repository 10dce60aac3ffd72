"""The names that tools give to what they could not merge: all are read as copies, whatever the separator."""

from __future__ import annotations

import pytest

from qualitui.store.journal.nommage import cle_de, est_un_journal, fichier_de, original
from tests.store.banc import Banc, action

# tool → what it makes of « a.b » (`{a}` and `{b}`: before and after the point)
NOMMAGES = {
    "OneDrive": "{a}-PC-DURAND.{b}",
    "OneDrive, deux fois": "{a}-PC-DURAND-2.{b}",
    "OneDrive, nom à espaces": "{a}-PC de Mme Durand.{b}",
    "SharePoint": "{a}_PC-DURAND.{b}",
    "Dropbox": "{a} (Copie en conflit de PC-DURAND 2026-03-02).{b}",
    "Dropbox, suite": "{a} (Copie en conflit de PC-DURAND 2026-03-02) (1).{b}",
    "Dropbox en anglais": "{a} (Zoé Durand's conflicted copy 2026-03-02).{b}",
    "Dropbox, casse": "{a} (Conflit de casse).{b}",
    "Nextcloud": "{a} (conflicted copy 2026-03-02 101010).{b}",
    "Nextcloud en français": "{a} (copie en conflit de durand 2026-03-02 101010).{b}",
    "ownCloud": "{a}_conflict-20260302-101010.{b}",
    "ownCloud récent": "{a} (conflicted copy durand 2026-03-02 101010).{b}",
    "Syncthing": "{a}.sync-conflict-20260302-101010-ABCDEFG.{b}",
    "Syncthing, versions": "{a}~20260302-101010.{b}",
    "Google Drive": "{a} (1).{b}",
    "Google Drive, sans espace": "{a}(1).{b}",
    "Google Drive, conflit": "{a} [Conflict].{b}",
    "Windows": "{a} - Copie.{b}",
    "Windows, deux fois": "{a} - Copie (2).{b}",
    "Windows en anglais": "{a} - Copy.{b}",
    "Windows ancien": "Copie de {a}.{b}",
    "Windows ancien en anglais": "Copy (2) of {a}.{b}",
    "macOS": "{a} copie.{b}",
    "macOS, deux fois": "{a} copie 2.{b}",
    "iCloud": "{a} 2.{b}",
    "Seafile": "{a} (SFConflict durand@paris.fr 2026-03-02-10-10-10).{b}",
    "Box": "{a} (Zoé Durand).{b}",
    "Resilio": "{a}.Conflict.{b}",
    "Resilio, versions": "{a}.1.{b}",
    "Synology Drive": "{a}_NAS_Mar-02-101010-2026_Conflict.{b}",
    "Synology Drive en français": "{a}_PC-DURAND_mars-02-101010-2026_Conflit.{b}",
    "pCloud": "{a} [conflicted].{b}",
    "Mega": "{a}_1.{b}",
    "kDrive": "{a}_conflict_2026-03-02_10-10-10_abc.{b}",
    "Unison": "{a} (copy: conflict #2 on 2026-03-02).{b}",
    "rclone": "{a}.{b}.conflict1",
    "rclone, deux chemins": "{a}.{b}..path1",
    "git-annex": "{a}.variant-1a2b.{b}",
    "FreeFileSync": "{a} 2026-03-02 101010.{b}",
    "à la main": "{a}.{b}.sauv",
    "à la main, daté": "2026-03-02 {a}.{b}",
    "insécable": "{a}\u00a0(copie).{b}",
    "souligné double": "{a}__copie.{b}",
    "majuscules": "{a} (1).JSONL",
}


def nomme(outil: str, a: str, b: str) -> str:
    return NOMMAGES[outil].format(a=a, b=b)


@pytest.mark.parametrize("outil", NOMMAGES)
def test_le_nom_d_une_copie_dit_le_journal_dont_elle_vient(outil: str) -> None:
    nom = nomme(outil, "poste~martin~1", "jsonl")
    assert original(nom) == "poste~martin~1"
    assert not est_un_journal(nom)
    assert fichier_de(cle_de(nom)) == nom


@pytest.mark.parametrize("outil", NOMMAGES)
def test_une_copie_est_lue_sans_rien_doubler_et_peut_repartir(banc: Banc, outil: str) -> None:
    """The tool kept under another name the version with one line more; then people take that copy away."""
    registre = banc.ouvrir()
    registre.add(action("A-0"))
    journal = banc.journal()
    avant = journal.read_bytes()
    registre.add(action("A-1"))
    registre.close()
    entier = journal.read_bytes()
    copie = journal.with_name(nomme(outil, journal.stem, "jsonl"))
    if "/" in copie.name or ":" in copie.name:
        return
    copie.write_bytes(entier)
    journal.write_bytes(avant)
    relu = banc.ouvrir("durand", etat="etat-2")
    from qualitui.domain.actions.fiche import Action

    assert sorted(a.reference for a in relu.find(Action)) == ["A-0", "A-1"]
    dites = [(anomalie.gravite, anomalie.fichier) for anomalie in relu.anomalies]
    assert ("avertissement", f"registre/2026/{copie.name}") in dites
    assert not [gravite for gravite, _ in dites if gravite == "grave"]
    relu.add(action("A-2"))
    relu.close()
    journal.write_bytes(entier)
    copie.unlink()
    encore = banc.ouvrir("durand", etat="etat-2")
    assert sorted(a.reference for a in encore.find(Action)) == ["A-0", "A-1", "A-2"]
    assert not [anomalie for anomalie in encore.anomalies if anomalie.gravite == "grave"]


@pytest.mark.parametrize("nom", ["poste~martin~1.jsonl", "p.c-2~j.d_x~12.jsonl", "_con~é~1.jsonl"])
def test_un_journal_n_est_la_copie_d_aucun(nom: str) -> None:
    assert est_un_journal(nom)
    assert original(nom) == ""
    assert fichier_de(cle_de(nom)) == nom


@pytest.mark.parametrize(
    "nom",
    [
        "notes.jsonl",
        "Thumbs.db",
        ".poste~martin~1.jsonl.Xy12",
        "~syncthing~poste~martin~1.jsonl.tmp",
        "._poste~martin~1.jsonl",
        "poste~martin~1.jsonl.part",
        "poste~martin~1.txt",
        "~$poste~martin~1.jsonl",
    ],
)
def test_ce_qui_s_ecrit_encore_ou_n_est_pas_d_un_journal_n_est_pas_lu(nom: str) -> None:
    assert not est_un_journal(nom)
    assert original(nom) == ""
