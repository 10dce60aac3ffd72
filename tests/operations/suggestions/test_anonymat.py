"""After an anonymous suggestion, nothing on the disk leads to its author: each name, byte, date and right is looked at.

What the system imposes (the owner of a file, when it was really made) is said in the form and in the guide.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from stat import S_IMODE
from typing import NamedTuple

import pytest

from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.operations import equipe
from qualitui.operations.donnees.historique import historique
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.store.contrat import EcritureIncertaine, RienAAnnuler
from qualitui.store.disque import Incertaine
from qualitui.store.journal import anonymat
from qualitui.store.site.site import Site, creer, ouvrir

JOUR = date(2026, 3, 2)
TEXTE = "Un banc devant l’accueil"


class Auteur(NamedTuple):
    """Who writes, where, when in the day, and with which umask."""

    poste: str
    login: str
    instant: datetime
    umask: int


ZOE = Auteur("accueil-7", "zoe-q", datetime(2026, 3, 2, 9, 17, 41, 123456, tzinfo=UTC), 0o022)
YVES = Auteur("bureau-3", "yves-x", datetime(2026, 3, 2, 16, 52, 8, tzinfo=timezone(timedelta(hours=1))), 0o077)


@contextmanager
def umask(masque: int) -> Iterator[None]:
    avant = os.umask(masque)
    try:
        yield
    finally:
        os.umask(avant)


@contextmanager
def seance(dossier: Path, auteur: Auteur, local: Path) -> Iterator[Site]:
    """The site, opened by its author; chance gives everyone the same, so that what differs is theirs."""
    instants = iter(auteur.instant + timedelta(milliseconds=7 * n) for n in range(10_000))
    with umask(auteur.umask):
        site = ouvrir(
            dossier,
            maintenant=lambda: next(instants),
            poste=auteur.poste,
            login=auteur.login,
            aleatoire=random.Random("le même"),
            cache=local,
        )
        try:
            yield site
        finally:
            site.fermer()


@pytest.fixture
def dossier(tmp_path: Path, site: Site) -> Path:
    """A site where both people have written under their names, this day and before."""
    lieu = tmp_path / "partage"
    creer(lieu, site.reglages, maintenant=lambda: ZOE.instant, poste="init", login="init").fermer()
    for auteur in (ZOE, YVES):
        veille = auteur._replace(instant=auteur.instant - timedelta(days=3))
        for moment in (veille, auteur._replace(instant=auteur.instant - timedelta(minutes=3))):
            with seance(lieu, moment, tmp_path / auteur.login) as ouvert:
                if ouvert.moi is None:
                    equipe.rattacher(
                        ouvert, equipe.ajouter(ouvert, nom=f"Prénom {auteur.login}", roles=["daa"]), auteur.login
                    )
                code = ouvert.auteur
                suggestions.ajouter(ouvert, texte="Nommée", auteur=code, jour=moment.instant.date())
    return lieu


def releve(*racines: Path) -> dict[str, tuple[int, int, bytes]]:
    """Each file and folder: its rights, its date, its bytes."""
    trouves = {}
    for racine in racines:
        for chemin in [racine, *sorted(racine.rglob("*"))]:
            etat = chemin.stat()
            octets = chemin.read_bytes() if chemin.is_file() else b""
            trouves[str(chemin.relative_to(racine.parent))] = (S_IMODE(etat.st_mode), etat.st_mtime_ns, octets)
    return trouves


def copier(source: Path, cible: Path) -> Path:
    return Path(shutil.copytree(source, cible, copy_function=shutil.copy2))


def noter_anonymement(dossier: Path, auteur: Auteur, local: Path) -> str:
    with seance(dossier, auteur, local) as site:
        return suggestions.ajouter(site, texte=TEXTE, jour=JOUR).reference


def test_rien_ne_differe_entre_deux_auteurs(dossier: Path, tmp_path: Path) -> None:
    """Another person, another workstation, another hour, another umask: the same site to the last byte, date, right."""
    sites = []
    for auteur in (ZOE, YVES):
        sien = copier(dossier, tmp_path / f"chez-{auteur.login}" / "site")
        assert noter_anonymement(sien, auteur, tmp_path / f"local-{auteur.login}") == "S-2026-005"
        sites.append(releve(sien))
    assert sites[0] == sites[1]


def test_chaque_octet_nom_et_date_ajoutes_se_taisent(dossier: Path, tmp_path: Path) -> None:
    local = tmp_path / ZOE.login
    avant = releve(dossier, local)
    noter_anonymement(dossier, ZOE, local)
    ajoutes = {nom: lu for nom, lu in releve(dossier, local).items() if avant.get(nom) != lu}
    assert any(TEXTE.encode() in octets for _, _, octets in ajoutes.values())
    jour = anonymat.millisecondes_du_jour(JOUR) * 1_000_000
    for nom, (_, instant, octets) in ajoutes.items():
        if nom.startswith(local.name):
            assert TEXTE.encode() not in octets, nom  # no more than what the others keep
            continue
        assert instant == jour, nom
        for trace in (ZOE.poste, ZOE.login, "prenom", "09:17", f"{int(ZOE.instant.timestamp())}"):
            assert trace.encode() not in octets.lower(), (nom, trace)
            assert trace not in nom.lower()


def test_une_issue_inconnue_se_dit_sans_rien_noter_de_l_auteur(
    dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk refuses and does not take it back: the journal may be there, dated of the day."""

    vrai = anonymat.creer_exclusivement
    locale = tmp_path / ZOE.login
    with seance(dossier, ZOE, locale) as site, monkeypatch.context() as panne:
        avant = releve(locale)

        def creer_puis_douter(chemin: Path, contenu: bytes) -> bool:
            if "registre" not in str(chemin):
                return vrai(chemin, contenu)
            vrai(chemin, contenu)
            raise Incertaine(errno.EIO, "fsync")

        panne.setattr(anonymat, "creer_exclusivement", creer_puis_douter)
        with pytest.raises(EcritureIncertaine, match=r"^Incertain.*Relisez la liste"):
            suggestions.ajouter(site, texte=TEXTE, jour=JOUR)
        assert releve(locale) == avant
    (laisse,) = (dossier / "registre").rglob("sans-nom~*.jsonl")
    assert laisse.stat().st_mtime == datetime(2026, 3, 2, tzinfo=UTC).timestamp()
    with seance(dossier, YVES, tmp_path / YVES.login) as site:
        assert TEXTE in [une.texte for une in site.registre.find(Suggestion)]
        assert site.registre.etat.graves == ()


def test_l_id_et_l_horloge_ne_savent_que_le_jour(dossier: Path, tmp_path: Path) -> None:
    """The id of a record begins with its moment; the line has two clocks."""
    reference = noter_anonymement(dossier, ZOE, tmp_path / ZOE.login)
    with seance(dossier, YVES, tmp_path / YVES.login) as site:
        fiche = site.trouver(Suggestion, reference)
        ailleurs = anonymat.millisecondes_du_jour(JOUR)
        alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
        moment = 0
        for signe in fiche.id[:10]:
            moment = moment * 32 + alphabet.index(signe)
        assert moment == ailleurs
        (changement,) = historique(site, reference).changements
        assert (changement.par, changement.poste, changement.quand) == ("anonyme", "", JOUR)


def journaux(dossier: Path, nom: str) -> str:
    return "".join(f.read_text(encoding="utf-8") for f in sorted((dossier / "registre").rglob(f"*{nom}*.jsonl")))


def test_les_lignes_du_jour_ne_disent_pas_qui_l_avait_vue_quand(dossier: Path, tmp_path: Path) -> None:
    """A line that says « seen » between two lines that do not would bound its hour; the next day it bounds nothing."""
    apres = ZOE._replace(instant=ZOE.instant + timedelta(seconds=5))
    noter_anonymement(dossier, ZOE, tmp_path / ZOE.login)
    for auteur in (apres, YVES):
        with seance(dossier, auteur, tmp_path / auteur.login) as site:
            suggestions.ajouter(site, texte="Autre", auteur=site.auteur, jour=JOUR)
        assert "sans-nom~" not in journaux(dossier, f"~{auteur.login}~")
    demain = YVES._replace(instant=YVES.instant + timedelta(days=1))
    with seance(dossier, demain, tmp_path / YVES.login) as site:
        suggestions.ajouter(site, texte="Demain", auteur=site.auteur, jour=demain.instant.date())
    assert "sans-nom~" in journaux(dossier, f"~{YVES.login}~"), "its loss is noticed from the next day on"
    next((dossier / "registre" / "2026").glob("sans-nom~*")).unlink()
    with seance(dossier, demain, tmp_path / "neuf") as site:
        assert site.registre.etat.abime


def _numero_abandonne(site: Site, ecriture: AbstractContextManager[None]) -> int:
    numero = 0

    def abandonner() -> None:
        nonlocal numero
        with ecriture:
            numero = site.registre.reserver_numero("S-2026")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        abandonner()
    return numero


def test_le_numero_n_est_ni_celui_qu_un_nom_avait_pris_ni_repris(dossier: Path, tmp_path: Path) -> None:
    with seance(dossier, ZOE, tmp_path / ZOE.login) as site:
        assert _numero_abandonne(site, site.registre.transaction()) == 5
        assert suggestions.ajouter(site, texte=TEXTE, jour=JOUR).reference == "S-2026-006"
        assert _numero_abandonne(site, site.registre.anonymement()) == 7
    with seance(dossier, YVES, tmp_path / YVES.login) as site:
        autres = [suggestions.ajouter(site, texte="Autre", auteur=site.auteur, jour=JOUR) for _ in range(2)]
    assert [autre.reference for autre in autres] == ["S-2026-008", "S-2026-009"], "5 may be zoe's, 7 tells no hour"
    dans_trois_jours = YVES._replace(instant=YVES.instant + timedelta(days=3))
    with seance(dossier, dans_trois_jours, tmp_path / "neuf") as site:
        (doute,) = [une for une in site.registre.etat.doutes if "S-2026-007" in une.phrase]
        assert "zoe" not in doute.phrase
        assert suggestions.ajouter(site, texte="Autre", auteur=site.auteur, jour=JOUR).reference == "S-2026-010"


def test_son_auteur_ne_peut_pas_l_annuler_ni_l_annulation_le_trahir(dossier: Path, tmp_path: Path) -> None:
    with seance(dossier, ZOE, tmp_path / ZOE.login) as site:
        fiche = suggestions.ajouter(site, texte=TEXTE, jour=JOUR)
        assert site.registre.a_annuler().fiches != (("suggestions", fiche.id),)
        with pytest.raises(RienAAnnuler):
            site.registre.annuler(fiche.id)


def test_elle_n_entre_ni_dans_une_autre_ecriture_ni_dans_ce_qui_existe(dossier: Path, tmp_path: Path) -> None:
    with seance(dossier, ZOE, tmp_path / ZOE.login) as site:
        with pytest.raises(RuntimeError), site.registre.transaction():
            suggestions.ajouter(site, texte=TEXTE, jour=JOUR)
        connue = site.trouver(Suggestion, "S-2026-001")
        with pytest.raises(ValueError, match="new"), site.registre.anonymement():
            site.registre.save(connue.model_copy(update={"texte": "changée"}))


def test_ce_qui_suit_est_signe(dossier: Path, tmp_path: Path) -> None:
    with seance(dossier, ZOE, tmp_path / ZOE.login) as site:
        suggestions.ajouter(site, texte=TEXTE, jour=JOUR)
        suivante = suggestions.ajouter(site, texte="Signée", auteur=site.auteur, jour=JOUR)
        assert [c.par for c in historique(site, suivante.reference).changements] == [site.auteur]


def test_sa_seule_ligne_abimee_est_une_perte(dossier: Path, tmp_path: Path) -> None:
    """No line follows it that could say whether it was acknowledged: it was, its journal being created whole."""
    noter_anonymement(dossier, ZOE, tmp_path / "zoe")
    (journal,) = (dossier / "registre").rglob(f"{anonymat.PERSONNE}~*.jsonl")
    journal.write_bytes(journal.read_bytes().replace(b"Un banc", b"Un band", 1))
    with seance(dossier, YVES, tmp_path / "yves") as relu:
        assert relu.registre.etat.perte
