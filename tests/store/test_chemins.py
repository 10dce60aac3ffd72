"""What Windows does not take in a name is said on Windows only, and its own errors are read as what they mean."""

from __future__ import annotations

import errno
import io
from contextlib import nullcontext
from functools import partial

import pytest

from qualitui.domain.francais import raison_du_systeme
from qualitui.store.chemins import CheminRefuse, faute_de_chemin, lire_chemin, refus_de_chemin
from qualitui.store.disque import PAUSES, ouvrir_a_lire, raison
from qualitui.store.journal.emplacement import nom_de_fichier

sous_windows = partial(faute_de_chemin, windows=True, limite=259, ici="C:\\Users\\essai")


@pytest.mark.parametrize(
    ("texte", "morceau"),
    [
        ("CON", "réservé par Windows"),
        ("nul", "réservé"),
        ("S:\\site\\aux.docx", "«\u00a0aux.docx\u00a0» est réservé"),
        ("COM1", "réservé"),
        ("lpt9.tar.gz", "réservé"),
        ("com².docx", "réservé"),
        ("dossier\\prn .docx", "réservé"),
        ("lettre.docx:flux", "contient «\u00a0:\u00a0»"),
        ("a?.docx", "contient «\u00a0?\u00a0»"),
        ('a"b.docx', "contient"),
        ("a\x07.docx", "signe invisible"),
        ("dossier.\\lettre.docx", "finit par un point ou une espace"),
        ("lettre.docx ", "finit par un point ou une espace"),
        ("n" * 300 + ".docx", "trop long"),
        ("\\".join(["d" * 60] * 5), "319 caractères, et Windows s’arrête ici à 259"),
        ("\\\\serveur\\partage\\aux\\site", "réservé"),
    ],
)
def test_un_nom_que_windows_ne_prend_pas_est_dit(texte: str, morceau: str) -> None:
    assert morceau in sous_windows(texte)
    assert faute_de_chemin(texte, windows=False, limite=259, ici="/home/essai") == ""


@pytest.mark.parametrize(
    "texte",
    ["C:\\site", "Z:site", "..\\site", ".", "\\\\serveur\\partage\\EPS 12", "~\\site", "auxiliaire.docx", "com.docx"],
)
def test_un_nom_ordinaire_passe(texte: str) -> None:
    assert sous_windows(texte) == ""


@pytest.mark.parametrize("texte", ["n" * 300, "d/" * 3000, "a\0b"])
def test_le_systeme_dit_ce_qu_il_ne_prend_pas(texte: str) -> None:
    with pytest.raises(CheminRefuse, match="n’est pas un chemin possible"):
        lire_chemin(texte)


class ErreurWindows(OSError):
    """As Windows raises it: Python's errno, and the system's own number."""

    def __init__(self, numero: int, code: int, fichier: str = "S:\\site\\f") -> None:
        super().__init__(code, "en anglais", fichier)
        self.winerror = numero


@pytest.mark.parametrize(
    ("numero", "code", "phrase", "courte"),
    [
        (206, errno.ENOENT, "le nom est trop long", "trop long"),
        (123, errno.EINVAL, "le nom n’est pas accepté", ""),
        (32, errno.EACCES, "un autre programme le tient ouvert", "un autre programme tient le fichier ouvert"),
        (33, errno.EACCES, "un autre programme le tient ouvert", "un autre programme tient le fichier ouvert"),
        (5, errno.EACCES, "l’accès est refusé", "l’accès est refusé"),
        (19, errno.EACCES, "lecture seule", "lecture seule"),
        (112, errno.ENOSPC, "le disque est plein", "le disque est plein"),
        (64, errno.EINVAL, "le réseau ne répond pas", "ne répond pas"),
        (53, errno.ENOENT, "le réseau ne répond pas", "ne répond pas"),
        (2, errno.ENOENT, "n’existe pas", "ne répond pas"),
    ],
)
def test_une_erreur_de_windows_se_lit_comme_ce_qu_elle_veut_dire(
    numero: int, code: int, phrase: str, courte: str
) -> None:
    erreur = ErreurWindows(numero, code)
    assert phrase in raison_du_systeme(erreur)
    assert courte in raison(erreur)


class Chemin:
    """A path that another program holds for the first tries."""

    def __init__(self, tenu: int) -> None:
        self.tenu = tenu

    def open(self, _: str, *, buffering: int) -> io.BytesIO:
        self.tenu -= 1
        if self.tenu >= 0:
            raise PermissionError(errno.EACCES, "held")
        return io.BytesIO(b"lu")


@pytest.mark.parametrize(
    ("tenu", "insister", "lu"), [(0, False, True), (1, False, False), (4, True, True), (5, True, False)]
)
def test_un_fichier_tenu_un_instant_finit_par_se_lire_sous_windows(tenu: int, insister: bool, lu: bool) -> None:
    attentes: list[float] = []
    with nullcontext() if lu else pytest.raises(PermissionError):
        assert ouvrir_a_lire(Chemin(tenu), insister=insister, attendre=attentes.append).read() == b"lu"  # type: ignore[arg-type]
    assert attentes == list(PAUSES[:tenu] if insister else ())


def test_seule_une_faute_de_nom_devient_un_chemin_refuse() -> None:
    assert refus_de_chemin(ErreurWindows(64, errno.EINVAL)) is None
    assert refus_de_chemin(OSError(errno.EINVAL, "sans nom")) is None
    refus = refus_de_chemin(ErreurWindows(123, errno.EINVAL))
    assert refus is not None
    assert "S:\\site\\f" in refus.phrase


@pytest.mark.parametrize("texte", ["CON", "aux.pdf", "com1", "Lpt2.x", "conin$"])
def test_le_programme_ne_donne_a_aucun_fichier_un_nom_reserve(texte: str) -> None:
    assert sous_windows(nom_de_fichier(texte)) == ""
