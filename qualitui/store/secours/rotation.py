"""The weekly backup, made by whoever opens the site first, and which old ones are let go.

Only files this module named (`auto-AAAA-MM-JJ.zip`, `-2` when that name was taken) are ever removed. The last
`SEMAINES` sound ones, and the first of each of the last `MOIS` months, are kept; another one goes only when one that
stays holds all that its journals held. A file that is no backup, or is dated of a day to come (the clock of a
workstation was wrong), counts for nothing and is not touched.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

from qualitui.store.secours.archive import Fichier, SauvegardeInvalide, Sommaire, lire_sommaire, verifier
from qualitui.store.secours.sauvegarde import Sauvegarde, SauvegardeImpossible, identifiant, sauvegarder

SEMAINES = 6
MOIS = 12
INTERVALLE = timedelta(days=7)
RELUE = 32 << 20  # bytes: a longer backup is not read whole again each time a site opens, only its summary
AUCUNE = "Aucune sauvegarde n’est dans le dossier du site"
_NOM = re.compile(r"^auto-(\d{4}-\d{2}-\d{2})(?:-(\d{1,3}))?\.zip$")


def sauvegarde_due(sauvegardes: Path, jour: date, site: str) -> bool:
    """Whether the last automatic backup of this site is a week old (or there is none). `OSError`: unreadable folder."""
    for quand, chemin in reversed(dernieres(sauvegardes)):
        if timedelta(0) <= jour - quand < INTERVALLE and _est_une_sauvegarde(chemin, site):
            return False
    return True


def sauvegarder_si_due(site: Path, le: datetime, *, degats: Callable[[], str] = str) -> Sauvegarde | None:
    """Make the week's backup if it is due; None if it is not, or if another workstation is making it.

    `degats`: asked only when it is, what is wrong with the data. `OSError`: the folder of the backups cannot be read.
    """
    sauvegardes, jour, ident = site / "sauvegardes", le.date(), identifiant(site)
    if not sauvegarde_due(sauvegardes, jour, ident):
        return None
    _oublier_les_abandons(sauvegardes, jour)
    destination = _nom_libre(sauvegardes, jour)
    try:
        faite = sauvegarder(site, destination, le=le, degats=degats())
    except SauvegardeImpossible as erreur:
        if isinstance(erreur.__cause__, FileExistsError) or os.path.lexists(destination):
            return None
        raise
    _laisser_partir(sauvegardes, jour, ident)
    return faite


def a_garder(jours: Iterable[date]) -> set[date]:
    """Which backups stay: the latest ones, and the first one of each recent month."""
    ordre = sorted(jours)
    premiers = {(jour.year, jour.month): jour for jour in reversed(ordre)}
    return set(ordre[-SEMAINES:]) | set(sorted(premiers.values())[-MOIS:])


def dernieres(sauvegardes: Path) -> list[tuple[date, Path]]:
    """The files named as automatic backups, with their day, oldest first; whether they are backups is not asked."""
    return [(jour, chemin) for jour, _, chemin in _nommees(sauvegardes)]


def toutes(sauvegardes: Path) -> Iterator[tuple[Path, Sommaire | SauvegardeInvalide]]:
    """Every zip of the folder with what it says of itself, or why it is no backup. `OSError`: unreadable folder."""
    try:
        chemins = sorted(chemin for chemin in sauvegardes.iterdir() if chemin.suffix.lower() == ".zip")
    except FileNotFoundError:
        return
    for chemin in chemins:
        try:
            yield chemin, lire_sommaire(chemin)
        except SauvegardeInvalide as refus:
            yield chemin, refus


def derniere(sommaires: Iterable[Sommaire], jour: date, site: str) -> Sommaire | None:
    """The last backup of this site, made by hand or not, that is not dated of a day to come."""
    siennes = [s for s in sommaires if est_de(s, site) and s.cree_le.date() <= jour]
    return max(siennes, key=lambda s: s.cree_le.replace(tzinfo=None), default=None)


def contient(gardee: Sommaire, autre: Sommaire) -> bool:
    """Whether `gardee` is as full as `autre`, which may then go.

    Journals only grow, by good lines, and numbers are only added. People remove documents as they like: only when most
    of them are gone is one taken for less full than the other.
    """
    return (
        all(
            nom in gardee.fichiers and _aussi_plein(gardee.fichiers[nom], attendu)
            for nom, attendu in _journaux(autre.fichiers)
        )
        and _combien(gardee, "numeros/") >= _combien(autre, "numeros/")
        and 2 * _combien(gardee, "documents/", "modeles/") >= _combien(autre, "documents/", "modeles/")
        and (gardee.complete or not autre.complete)
    )


def _journaux(fichiers: Mapping[str, Fichier]) -> Iterator[tuple[str, Fichier]]:
    return ((nom, un) for nom, un in fichiers.items() if nom.startswith("registre/") and nom.endswith(".jsonl"))


def _aussi_plein(un: Fichier, autre: Fichier) -> bool:
    return un == autre or (un.taille >= autre.taille and (un.lignes or 0) >= (autre.lignes or 0))


def _combien(sommaire: Sommaire, *dossiers: str) -> int:
    return sum(nom.startswith(dossiers) for nom in sommaire.fichiers)


# --- inside -------------------------------------------------------------------------------------------------------


def _nommees(sauvegardes: Path) -> list[tuple[date, int, Path]]:
    try:
        chemins = list(sauvegardes.iterdir())
    except FileNotFoundError:
        return []
    trouvees = []
    for chemin in chemins:
        if lu := _NOM.match(chemin.name):
            try:
                trouvees.append((date.fromisoformat(lu[1]), int(lu[2] or 1), chemin))
            except ValueError:  # « auto-2026-02-31.zip »: a name given by hand
                continue
    return sorted(trouvees)


def _nom_libre(sauvegardes: Path, jour: date) -> Path:
    """The day's name; numbered when a file that is no backup holds it."""
    noms = (f"auto-{jour.isoformat()}{f'-{rang}' if rang > 1 else ''}.zip" for rang in count(1))
    return next(sauvegardes / nom for nom in noms if not os.path.lexists(sauvegardes / nom))


def _est_une_sauvegarde(chemin: Path, site: str) -> bool:
    """Of this site, and whole."""
    try:
        sommaire = lire_sommaire(chemin)
        if sommaire.octets <= RELUE:
            verifier(chemin)
    except SauvegardeInvalide:
        return False
    return est_de(sommaire, site)


def est_de(sommaire: Sommaire, site: str) -> bool:
    """Whether it is a backup of this site, as far as both say."""
    return not site or not sommaire.site or sommaire.site == site


def _laisser_partir(sauvegardes: Path, jour: date, site: str) -> None:
    lues = [(quand, _lire(chemin)) for quand, chemin in dernieres(sauvegardes) if quand <= jour]
    connues = [(quand, lue) for quand, lue in lues if lue is not None and est_de(lue, site)]
    voulus = a_garder(quand for quand, lue in connues if lue.saine)
    # The last one stays, sound or not: it is the state of now.
    gardees = [lue for quand, lue in connues if (lue.saine and quand in voulus) or lue is connues[-1][1]]
    for _, lue in reversed(connues):
        if lue in gardees:
            continue
        if any(contient(gardee, lue) and _relue(gardee) for gardee in gardees):
            with suppress(OSError):
                lue.chemin.unlink(missing_ok=True)
        else:
            gardees.append(lue)  # nothing that stays holds all it holds


def _lire(chemin: Path) -> Sommaire | None:
    try:
        return lire_sommaire(chemin)
    except SauvegardeInvalide:
        return None


def _relue(sommaire: Sommaire) -> bool:
    """What lets another one go is first read again, whole."""
    try:
        verifier(sommaire.chemin)
    except SauvegardeInvalide:
        return False
    return True


def _oublier_les_abandons(sauvegardes: Path, jour: date) -> None:
    """A backup begun another day and never finished stands in nobody's way."""
    for partiel in sauvegardes.glob("auto-*.zip.partiel"):
        if not partiel.name.startswith(f"auto-{jour.isoformat()}"):
            partiel.unlink(missing_ok=True)
