"""Every damage that is tried: what happens to the site, to this workstation, or while the program works.

`AVARIES` is what both `python -m benchmarks.avaries` and the tests run; to add one is to add a line here.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

from tests.avaries import pendant
from tests.avaries.lieu import AILLEURS, ICI, JOUR, NOM, Lieu, sur
from tests.cli import test_etat as degats
from tests.lignes_de_trop import Etranger

SYSTEME = sys.platform
AUTRE = "site/registre/2026/poste-ailleurs*"
VOULU = "un effacement voulu ne se distingue pas d’une perte, sauf si une sauvegarde avait vu l’identité"
SANS_NOM = "rien ne mène à l’auteur : le jour même, un numéro sans nom peut être celui d’une écriture en cours"
AUTRE_SITE = b'{"format": 1, "site": "01JGGAM0C0BXS5HQVWHNYKH16H"}'
DE_LOIN = b'{"par": "loin~x~1", "le": "2026-03-01T10:00:00+01:00", "n": 9}'
PARTOUT, DIAGNOSTIC, RIEN = "partout", "diagnostic", "rien"


class Avarie(NamedTuple):
    """`dite`: who must tell it, whether something is lost or not: every gesture, the diagnostic, nobody (nothing is
    lost and there is nothing to do). `prive`: tried under an account that is not the superuser's. `limite`: why a
    silence is known and written down, where nothing that is left could tell.
    """

    nom: str
    faire: Callable[[Lieu], object]
    dite: str = DIAGNOSTIC
    pendant: Callable[[Lieu], AbstractContextManager[object]] = lambda lieu: nullcontext()
    prive: bool = False
    limite: str = ""


def rien(lieu: Lieu) -> None:
    """Only what happens during the gesture."""


# --- bytes of the journals ----------------------------------------------------------------------------------------
def retourner(chemin: Path, *places: float) -> None:
    octets = bytearray(chemin.read_bytes())
    for place in places:
        octets[int(len(octets) * place)] ^= 0x20
    chemin.write_bytes(octets)


def zeros(chemin: Path, de: float, a: float) -> None:
    octets = chemin.read_bytes()
    debut, fin = int(len(octets) * de), int(len(octets) * a)
    chemin.write_bytes(octets[:debut] + bytes(fin - debut) + octets[fin:])


def couper(chemin: Path, part: float) -> None:
    octets = chemin.read_bytes()
    chemin.write_bytes(octets[: int(len(octets) * part)])


def lignes(chemin: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    chemin.write_bytes(b"".join(change(chemin.read_bytes().splitlines(keepends=True))))


def vieille_copie(lieu: Lieu, chemin: Path) -> None:
    """As it was before this morning's last gestures."""
    lignes(chemin, lambda toutes: toutes[: len(toutes) // 2])


def neuf(faire: Callable[[Lieu], object]) -> Callable[[Lieu], None]:
    """The same, seen from a workstation that read nothing."""

    def puis(lieu: Lieu) -> None:
        faire(lieu)
        shutil.rmtree(lieu.etat)

    return puis


def anonyme(lieu: Lieu) -> Path:
    return lieu.journaux(de="sans-nom")[0]


def copie_de_conflit(nom: str) -> Callable[[Lieu], None]:
    """The tool kept the short one under the right name, and the whole one under its own."""

    def faire(lieu: Lieu) -> None:
        entier = lieu.autre.read_bytes()
        vieille_copie(lieu, lieu.autre)
        lieu.autre.with_name(nom.format(lieu.autre.stem)).write_bytes(entier)

    return faire


# --- lines of a good CRC ------------------------------------------------------------------------------------------
def forme(table: str, nom: str, **operation: object) -> Callable[[Lieu], None]:
    def faire(lieu: Lieu) -> None:
        etranger = Etranger(lieu.site)
        etranger.changer(table, etranger.nommee(table, nom) if nom else "inconnue-1", **operation)

    return faire


def ligne(**change: object) -> Callable[[Lieu], None]:
    return lambda lieu: Etranger(lieu.site).ecrire(**change)


# --- names, folders, rights ---------------------------------------------------------------------------------------
def fermer(*parties: str, droits: int = 0) -> Callable[[Lieu], None]:
    def faire(lieu: Lieu) -> None:
        for motif in parties:
            for chemin in lieu.dossier.glob(motif):
                chemin.chmod(droits)

    return faire


def poser(nom: str | bytes, contenu: bytes = b"quelque chose\n", *, dossier: bool = False) -> Callable[[Lieu], None]:
    def faire(lieu: Lieu) -> None:
        chemin = Path(os.fsdecode(os.fsencode(lieu.site / "registre" / "2026") + b"/" + os.fsencode(nom)))
        if dossier:
            chemin.mkdir()
        else:
            chemin.write_bytes(contenu)

    return faire


def local(change: Callable[[Path], object], motif: str = "*") -> Callable[[Lieu], None]:
    """To every file of this workstation's own state that is called so."""

    def faire(lieu: Lieu) -> None:
        trouves = [chemin for chemin in lieu.etat.rglob(motif) if chemin.is_file()]
        if not trouves:
            raise AssertionError(f"rien ne s'appelle {motif} dans l'état local")
        for chemin in trouves:
            change(chemin)

    return faire


def a_zero(chemin: Path) -> None:
    chemin.write_bytes(bytes(chemin.stat().st_size))


def etat_en_fichier(lieu: Lieu) -> None:
    shutil.rmtree(lieu.etat)
    lieu.etat.write_bytes(b"")


# --- numbers, cases, small files ----------------------------------------------------------------------------------
def fichier(nom: str, change: Callable[[Path], object]) -> Callable[[Lieu], None]:
    def faire(lieu: Lieu) -> None:
        trouves = sorted(lieu.site.glob(nom))
        if not trouves:
            raise AssertionError(f"{nom} n'est pas dans le site")
        for chemin in trouves:
            change(chemin)

    return faire


def remplacer(contenu: bytes) -> Callable[[Path], object]:
    return lambda chemin: chemin.write_bytes(contenu)


def retirer(chemin: Path) -> None:
    if chemin.is_dir():
        shutil.rmtree(chemin)
    else:
        chemin.unlink()


def changer(avant: bytes, apres: bytes) -> Callable[[Path], None]:
    def faire(chemin: Path) -> None:
        octets = chemin.read_bytes()
        if avant not in octets:
            raise AssertionError((chemin, avant))
        chemin.write_bytes(octets.replace(avant, apres))

    return faire


def reserver(numero: int, contenu: bytes) -> Callable[[Lieu], object]:
    return lambda lieu: (lieu.site / "numeros" / "A-2026" / f"{numero:06d}").write_bytes(contenu)


def cas_sans_rien(lieu: Lieu) -> None:
    cas = lieu.site / "confidentiel" / "R-2026-050"
    cas.mkdir()
    (cas / "identite-1.json").write_text(f'{{"nom": "{NOM}"}}', encoding="utf-8")


# --- twins, clocks ------------------------------------------------------------------------------------------------
def jumeau(lieu: Lieu) -> None:
    """A cloned workstation writes in the same journal from the same place, and the share keeps both ends."""
    avant = lieu.mien.read_bytes()
    clone = lieu.dossier / "etat-clone"
    shutil.rmtree(clone, ignore_errors=True)
    shutil.copytree(lieu.etat, clone)
    with sur(lieu, ICI, JOUR, clone):
        lieu.dire("suggestion", "ajouter", "--texte", "Du clone", "--auteur", "belhautray-s")
    du_clone = lieu.mien.read_bytes()
    lieu.mien.write_bytes(avant)
    lieu.dire("suggestion", "ajouter", "--texte", "D’ici", "--auteur", "belhautray-s")
    with lieu.mien.open("ab") as flux:
        flux.write(du_clone[len(avant) :])


def le(jour: str) -> Callable[[Lieu], AbstractContextManager[object]]:
    return lambda lieu: sur(lieu, ICI, jour, lieu.etat)


def ailleurs_le(jour: str) -> Callable[[Lieu], None]:
    """The other workstation wrote under a false date."""

    def faire(lieu: Lieu) -> None:
        with sur(lieu, AILLEURS, jour, lieu.dossier / "etat-ailleurs"):
            lieu.dire("suggestion", "ajouter", "--texte", "Hors du temps", "--auteur", "belhautray-s", "--quand-meme")

    return faire


@contextmanager
def referentiel(lieu: Lieu, change: Callable[[Path], object]) -> Iterator[None]:
    with pendant.donnees_abimees(lieu, change):
        yield


def _du_site() -> Iterator[Avarie]:
    """Those of the tests of the command line, each with its own name."""
    for degat in (*degats.DEGATS, *degats.PERTES):
        if degat.__name__ not in ("deformer", "zeros_au_milieu"):  # not of this site; whole in the cache of this one
            yield Avarie(degat.__name__.replace("_", " "), lambda lieu, degat=degat: degat(lieu.site), PARTOUT)  # type: ignore[misc]
    for degat in degats.DOUTES:
        yield Avarie(degat.__name__.replace("_", " "), lambda lieu, degat=degat: degat(lieu.site))  # type: ignore[misc]


def _journaux() -> Iterator[Avarie]:
    yield Avarie("un octet retourné au milieu", lambda lieu: retourner(lieu.autre, 0.5))
    yield Avarie("un octet retourné au milieu, vu d’un poste neuf", neuf(lambda un: retourner(un.autre, 0.5)), PARTOUT)
    yield Avarie("un octet retourné dans chaque journal", lambda lieu: [retourner(j, 0.4) for j in lieu.journaux("*")])
    yield Avarie(
        "un octet retourné dans chaque journal, vu d’un poste neuf",
        neuf(lambda un: [retourner(j, 0.4) for j in un.journaux("*")]),
        PARTOUT,
    )
    yield Avarie("un octet retourné dans la première ligne", lambda lieu: retourner(lieu.mien, 0.01))
    yield Avarie("zéros dans ce que ce poste a en cache", lambda lieu: zeros(lieu.autre, 0.3, 0.5))
    yield Avarie("zéros au milieu, vus d’un poste neuf", neuf(lambda un: zeros(un.autre, 0.3, 0.5)), PARTOUT)
    yield Avarie("une suggestion anonyme effacée", lambda lieu: anonyme(lieu).unlink(), PARTOUT)
    yield Avarie(
        "une suggestion anonyme abîmée, vue d’un poste neuf",
        neuf(lambda un: retourner(anonyme(un), 0.6)),
        PARTOUT,
    )
    yield Avarie(
        "une suggestion anonyme effacée, vue d’un poste neuf", neuf(lambda un: anonyme(un).unlink()), limite=SANS_NOM
    )
    yield Avarie("un journal d’un autre coupé à moitié", lambda lieu: couper(lieu.autre, 0.5), PARTOUT)
    yield Avarie("mon journal coupé à moitié", lambda lieu: couper(lieu.mien, 0.5), PARTOUT)
    yield Avarie("une vieille copie d’un journal d’un autre", lambda lieu: vieille_copie(lieu, lieu.autre), PARTOUT)
    yield Avarie("un journal effacé, vu d’un poste neuf", neuf(lambda un: un.autre.unlink()), PARTOUT)
    yield Avarie("une vieille copie, vue d’un poste neuf", neuf(lambda un: vieille_copie(un, un.autre)), PARTOUT)
    yield Avarie(
        "une année effacée, vue d’un poste neuf", neuf(lambda un: shutil.rmtree(un.site / "registre" / "2025")), PARTOUT
    )
    yield Avarie("deux lignes échangées", lambda lieu: lignes(lieu.autre, lambda t: [t[1], t[0], *t[2:]]))
    yield Avarie("une ligne en double", lambda lieu: lignes(lieu.autre, lambda t: [*t, t[-1]]))
    yield Avarie("une ligne tapée à la main", lambda lieu: lignes(lieu.autre, lambda t: [*t, b'{"o": []}\n']))
    windows = b"\r\n"
    yield Avarie(
        "des fins de ligne de Windows", lambda lieu: lignes(lieu.autre, lambda t: [x[:-1] + windows for x in t]), RIEN
    )
    yield Avarie(
        "une marque d’ordre (BOM) en tête",
        lambda lieu: lignes(lieu.autre, lambda t: [b"\xef\xbb\xbf" + t[0], *t[1:]]),
        RIEN,
    )
    for outil, nom in (
        ("OneDrive", "{}-PC-DURAND.jsonl"),
        ("Dropbox", "{} (copie en conflit de PC 2026-03-02).jsonl"),
        ("Syncthing", "{}.sync-conflict-20260302-101500-ABCDEFG.jsonl"),
        ("Nextcloud", "{} (conflicted copy 2026-03-02 101500).jsonl"),
        ("à la main", "Copie de {}.jsonl"),
    ):
        yield Avarie(f"une copie de conflit, {outil}", copie_de_conflit(nom))


def _formes() -> Iterator[Avarie]:
    nouvel = {"s": {"reference": "S-2026-050", "texte": "x"}}
    yield Avarie("un champ inconnu", forme("suggestions", "S-2026-001", s={"effort": "fort"}), PARTOUT)
    yield Avarie("une valeur inconnue", forme("suggestions", "S-2026-001", s={"etat": "différée"}), PARTOUT)
    yield Avarie("un type faux", forme("actions", "A-2026-001", s={"intitule": [1, {"x": None}]}), PARTOUT)
    yield Avarie("une date impossible", forme("reclamations", "R-2026-001", s={"recue_le": "2026-02-30"}), PARTOUT)
    yield Avarie("un nombre démesuré", forme("actions", "A-2026-001", s={"creee_le": 10**15}), PARTOUT)
    yield Avarie("une personne illisible", forme("equipe", "belhautray-s", s={"nom": 4}), PARTOUT)
    yield Avarie("une fiche amputée", forme("suggestions", "S-2026-002", d=["texte", "reference"]), PARTOUT)
    yield Avarie("une opération d’un genre inconnu", forme("suggestions", "S-2026-001", q=1), PARTOUT)
    yield Avarie("une table inconnue", forme("visites", "", **nouvel))
    yield Avarie("des opérations qui ne sont pas une liste", ligne(o={"t": "x"}), PARTOUT)
    yield Avarie(
        "un contenu qui n’est pas un objet", ligne(o=[{"t": "actions", "i": "x", "v": 1, "s": ["non"]}]), PARTOUT
    )
    yield Avarie("une ligne d’un temps lointain", ligne(h=10**15), DIAGNOSTIC)


def _noms() -> Iterator[Avarie]:
    yield Avarie("un fichier étranger dans le registre", poser("notes.txt"), RIEN)
    yield Avarie("un dossier au nom d’un journal", poser("a~b~1.jsonl", dossier=True), PARTOUT)
    yield Avarie("un journal de n’importe quoi", poser("a~b~1.jsonl", random.Random(1).randbytes(3000)))
    if SYSTEME == "linux":
        yield Avarie("un nom qui n’est pas du texte", poser(b"caf\xe9~b~1.jsonl"), RIEN)
    yield Avarie("un nom de 250 signes", poser("x" * 250), RIEN)


def _poste() -> Iterator[Avarie]:
    yield Avarie("état local effacé", lambda lieu: shutil.rmtree(lieu.etat), RIEN)
    yield Avarie("état local mis à zéro", local(a_zero), RIEN)
    yield Avarie("état local coupé à moitié", local(lambda chemin: couper(chemin, 0.5)), RIEN)
    yield Avarie("état local de n’importe quoi", local(lambda chemin: chemin.write_bytes(os.urandom(900))), RIEN)
    yield Avarie("un fichier à la place de l’état local", etat_en_fichier, RIEN)
    yield Avarie("cache abîmé", local(lambda chemin: retourner(chemin, 0.1, 0.5, 0.9), "cache.bin"), RIEN)
    yield Avarie("souvenirs abîmés", local(lambda chemin: couper(chemin, 0.3), "souvenirs.bin"), RIEN)
    yield Avarie("mémoire du poste sans son cache", local(Path.unlink, "cache.bin"), RIEN)
    yield Avarie("un poste jumeau dans le même journal", jumeau, PARTOUT)
    yield Avarie("horloge du poste en 2031", rien, RIEN, le("2031-01-01"))
    yield Avarie("horloge du poste en 2001", rien, RIEN, le("2001-01-01"))
    yield Avarie("horloge du poste une semaine en arrière", rien, RIEN, le("2026-02-23"))
    yield Avarie("un autre poste a écrit en 2040", ailleurs_le("2040-01-01"), DIAGNOSTIC)


def _autour() -> Iterator[Avarie]:
    """Numbers, cases, marks, settings, backups, what was written for people."""
    yield Avarie("un numéro disparu", fichier("numeros/R-2026/000002", retirer))
    yield Avarie("un numéro de trop, vide", reserver(40, b""), RIEN)
    yield Avarie("un numéro de trop, d’un autre poste", reserver(40, DE_LOIN))
    yield Avarie("un numéro au contenu abîmé", fichier("numeros/A-2026/000002", remplacer(b"\x00\x01")), RIEN)
    yield Avarie("une identité sans numéro ni fiche", cas_sans_rien)
    yield Avarie("une identité effacée", fichier("confidentiel/R-2026-001/*", retirer), limite=VOULU)
    yield Avarie("une identité à zéro", fichier("confidentiel/R-2026-001/*", a_zero))
    yield Avarie("une identité coupée", fichier("confidentiel/R-2026-001/*", lambda c: couper(c, 0.5)))
    yield Avarie("un dossier confidentiel effacé", fichier("confidentiel/R-2026-001", retirer), limite=VOULU)
    yield Avarie(
        "FORMAT d’une version plus récente",
        fichier("registre/FORMAT.json", changer(b'"format": 1', b'"format": 2')),
        PARTOUT,
    )
    yield Avarie("FORMAT de n’importe quoi", fichier("registre/FORMAT.json", remplacer(b"\xff\xfe{")), PARTOUT)
    yield Avarie("FORMAT d’un autre site", fichier("registre/FORMAT.json", remplacer(AUTRE_SITE)), PARTOUT)
    yield Avarie("site.toml effacé", fichier("site.toml", retirer), PARTOUT)
    yield Avarie("site.toml vide", fichier("site.toml", remplacer(b"")), PARTOUT)
    yield Avarie("site.toml fautif", fichier("site.toml", changer(b"nom = ", b"nom = [")), PARTOUT)
    yield Avarie("site.toml d’un autre codage", fichier("site.toml", changer("’".encode(), b"\x92")), PARTOUT)
    yield Avarie("site.toml à zéro", fichier("site.toml", a_zero), PARTOUT)
    yield Avarie("sauvegarde coupée", fichier("sauvegardes/*.zip", lambda c: couper(c, 0.5)))
    yield Avarie("sauvegarde vide", fichier("sauvegardes/*.zip", remplacer(b"")))
    yield Avarie("sauvegardes disparues", fichier("sauvegardes", retirer))
    yield Avarie("empreintes des documents disparues", fichier("documents/.ecrits", retirer), RIEN)
    yield Avarie("référentiel fautif", rien, DIAGNOSTIC, lambda lieu: referentiel(lieu, remplacer(b"[[")))
    yield Avarie("référentiel vide", rien, DIAGNOSTIC, lambda lieu: referentiel(lieu, remplacer(b"")))
    yield Avarie("référentiel effacé", rien, DIAGNOSTIC, lambda lieu: referentiel(lieu, retirer))


def _pendant() -> Iterator[Avarie]:
    yield Avarie("le partage disparaît une fois le site ouvert", rien, DIAGNOSTIC, pendant.partage_parti)
    yield Avarie("le registre disparaît une fois le site ouvert", rien, RIEN, pendant.registre_parti)
    if SYSTEME != "win32":
        yield Avarie("disque plein au premier octet", rien, RIEN, pendant.plus_un_octet)
    if pendant.peut_monter():
        yield Avarie("disque du site plein (petit tmpfs)", rien, RIEN, pendant.petit_disque)


def _interdits() -> Iterator[Avarie]:
    if SYSTEME == "win32":
        return
    for nom, faire, dite in (
        ("registre illisible pour ce compte", fermer("site/registre"), PARTOUT),
        ("une année illisible pour ce compte", fermer("site/registre/2025"), PARTOUT),
        ("un journal illisible pour ce compte", fermer(AUTRE), DIAGNOSTIC),
        ("un journal illisible pour ce compte, vu d’un poste neuf", neuf(fermer(AUTRE)), PARTOUT),
        ("confidentiel fermé à ce compte", fermer("site/confidentiel"), RIEN),
        ("une identité fermée à ce compte", fermer("site/confidentiel/R-2026-001/*"), RIEN),
        ("numéros fermés à ce compte", fermer("site/numeros"), DIAGNOSTIC),
        ("site.toml illisible pour ce compte", fermer("site/site.toml"), PARTOUT),
        ("registre en lecture seule", fermer("site/registre/2026", "site/registre/2026/*", droits=0o555), RIEN),
        ("numéros en lecture seule", fermer("site/numeros/*", droits=0o555), RIEN),
        ("sauvegardes illisibles pour ce compte", fermer("site/sauvegardes"), DIAGNOSTIC),
        ("état local en lecture seule", fermer("etat", "etat/*", droits=0o555), RIEN),
        ("état local fermé", fermer("etat"), RIEN),
    ):
        yield Avarie(nom, faire, dite, prive=True)


AVARIES: tuple[Avarie, ...] = (
    *_du_site(),
    *_journaux(),
    *_formes(),
    *_noms(),
    *_poste(),
    *_autour(),
    *_pendant(),
    *_interdits(),
)
