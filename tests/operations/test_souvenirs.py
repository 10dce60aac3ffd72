"""Results worked out once: the same as worked out again, and forgotten as soon as what they come from changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from qualitui.domain.temps import calendrier
from qualitui.domain.temps.calendrier import Fermeture, Zone, feries
from qualitui.domain.temps.jours_ouverts import jours_ouverts
from qualitui.domain.verifications.fiche import Constat, Resultat, Verification
from qualitui.domain.verifications.occurrences import sans_constat
from qualitui.operations.verifications import gestes as verifications
from qualitui.operations.verifications import occurrences
from qualitui.store.moteur import souvenirs
from qualitui.store.site.site import Site, ouvrir
from tests.conftest import JOUR, horloge

JANVIER = date(2026, 1, 1)


def _a_la_main(site: Site, janvier: date = JANVIER) -> list[str]:
    jours = jours_ouverts(site.calendrier)
    notees = {constat.id for constat in site.registre.find(Constat)}
    toutes = [une for v in site.registre.find(Verification) for une in sans_constat(v, janvier, jours, notees)]
    return [une.ident for une in toutes]


def _dites(site: Site, janvier: date = JANVIER) -> list[str]:
    return [une.ident for une in occurrences.manquees_avant(site, janvier)]


def _rouvrir(site: Site) -> Site:
    site.fermer()
    return ouvrir(site.dossier, maintenant=horloge, poste="poste-test", login="essai")


@pytest.fixture
def troue(site_demo: Site) -> Site:
    """The demonstration site, where one result of 2025 in forty was never noted."""
    anciens = [constat for constat in site_demo.registre.find(Constat) if constat.periode.startswith("2025")]
    for constat in anciens[::40]:
        site_demo.registre.remove(constat)
    return site_demo


@pytest.fixture
def compte(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The checks gone through to work the misses out."""
    parcourues: list[str] = []

    def compter(verification: Verification, *arguments: object, **options: object) -> object:
        parcourues.append(verification.code)
        return sans_constat(verification, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(occurrences, "sans_constat", compter)
    return parcourues


def test_les_manquees_des_annees_passees_sont_retenues_d_un_programme_a_l_autre(troue: Site, compte: list[str]) -> None:
    attendues = _a_la_main(troue)
    assert attendues
    premieres = occurrences.manquees_avant(troue, JANVIER)
    assert [une.ident for une in premieres] == attendues
    assert compte
    compte.clear()
    assert occurrences.manquees_avant(troue, JANVIER) == premieres
    relu = _rouvrir(troue)
    assert occurrences.manquees_avant(relu, JANVIER) == premieres
    assert compte == []
    relu.fermer()


def _expliquer(site: Site, ident: str) -> None:
    code, periode = ident.split("@")
    verifications.expliquer(site, verifications.trouver(site, code), periode, "oubli", jour=JOUR)


def _noter_tard(site: Site, ident: str) -> None:
    code, periode = ident.split("@")
    verification = verifications.trouver(site, code)
    verifications.noter(site, verification, periode, Resultat.CONFORME, le=JOUR, jour=JOUR)


def _fermer_le_site(site: Site, ident: str) -> None:
    fermeture = Fermeture(du=date(2025, 1, 1), au=date(2025, 12, 31), libelle="travaux")
    site.appliquer(site.reglages.model_copy(update={"fermetures": (*site.reglages.fermetures, fermeture)}))


def _retirer_la_verification(site: Site, ident: str) -> None:
    site.registre.remove(verifications.trouver(site, ident.split("@")[0]))


def _retirer_un_constat(site: Site, ident: str) -> None:
    anciens = [constat for constat in site.registre.find(Constat) if constat.periode.startswith("2025")]
    site.registre.remove(anciens[0])


@pytest.mark.parametrize("rouvert", [False, True], ids=["", "rouvert"])
@pytest.mark.parametrize(
    "geste", [_expliquer, _noter_tard, _fermer_le_site, _retirer_la_verification, _retirer_un_constat]
)
def test_ce_qui_change_le_passe_le_fait_recompter(
    troue: Site, geste: Callable[[Site, str], None], rouvert: bool
) -> None:
    avant = _dites(troue)
    site = _rouvrir(troue) if rouvert else troue
    geste(site, avant[0])
    assert _dites(site) == _a_la_main(site) != avant
    site.fermer()


def test_ce_qui_change_cette_annee_ne_fait_pas_recompter_le_passe(troue: Site, compte: list[str]) -> None:
    avant = _dites(troue)
    compte.clear()
    courante = next(s for s in occurrences.suivis(troue, du=JOUR, au=JOUR, jour=JOUR) if s.constat is None)
    _noter_tard(troue, courante.occurrence.ident)
    assert _dites(troue) == avant
    assert compte == []


def test_dans_une_transaction_rien_n_est_retenu(troue: Site) -> None:
    avant = _dites(troue)
    pendant: list[list[str]] = []

    def commencer() -> None:
        with troue.registre.transaction():
            _expliquer(troue, avant[0])
            pendant.append(_dites(troue))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        commencer()
    assert [*pendant, _dites(troue)] == [avant[1:], avant]


@pytest.mark.parametrize(
    "jour", [date(2026, 1, 1), date(2026, 1, 2), JOUR, date(2027, 1, 1), date(2028, 6, 1)], ids=str
)
def test_les_manquees_sont_celles_qu_on_trouve_d_une_traite(troue: Site, jour: date) -> None:
    """What is remembered of the years before and what is worked out of this one make the whole, without a seam."""
    assert sorted(s.occurrence.ident for s in occurrences.a_expliquer(troue, jour=jour)) == sorted(
        _a_la_main(troue, jour)
    )


@pytest.mark.parametrize(
    "abimer",
    [
        lambda octets: b"",
        lambda octets: octets[: len(octets) // 2],
        lambda octets: octets[:40] + b"\xff" + octets[41:],
        lambda octets: b"n'importe quoi",
    ],
    ids=["vide", "tronqué", "altéré", "autre chose"],
)
def test_des_souvenirs_abimes_sont_oublies(troue: Site, abimer: Callable[[bytes], bytes]) -> None:
    attendues = _dites(troue)
    troue.fermer()
    (fichier,) = Path(_local(troue)).glob(souvenirs.NOM)
    fichier.write_bytes(abimer(fichier.read_bytes()))
    relu = _rouvrir(troue)
    assert _dites(relu) == attendues
    relu.fermer()


def _local(site: Site) -> Path:
    return site.registre.stockage.ecrivain.local  # type: ignore[attr-defined, no-any-return]


def test_un_disque_local_qui_refuse_n_empeche_rien(troue: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    attendues = _dites(troue)

    def refuser(*_: object) -> None:
        raise OSError(28, "plein")

    monkeypatch.setattr(Path, "write_bytes", refuser)
    relu = _rouvrir(troue)
    assert _dites(relu) == attendues
    relu.fermer()


def test_les_jours_feries_retenus_sont_ceux_de_la_bibliotheque(troue: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    _oublier_les_feries(monkeypatch)
    attendus = [feries(annee, zone) for annee in (2025, 2031) for zone in Zone]
    relu = _rouvrir(troue)
    relu.fermer()
    _oublier_les_feries(monkeypatch)
    relu = ouvrir(troue.dossier, maintenant=horloge, poste="poste-test", login="essai")
    monkeypatch.setattr(calendrier, "_demander_feries", lambda annee, zone: pytest.fail("demandés encore"))
    assert [feries(annee, zone) for annee in (2025, 2031) for zone in Zone] == attendus
    relu.fermer()


def test_une_autre_bibliotheque_fait_redemander_les_jours_feries(troue: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    _oublier_les_feries(monkeypatch)
    assert feries(2031, Zone.METROPOLE)
    troue.fermer()
    _oublier_les_feries(monkeypatch)
    monkeypatch.setattr("qualitui.store.feries.find_spec", lambda nom: None)
    ouvrir(troue.dossier, maintenant=horloge, poste="poste-test", login="essai").fermer()
    assert calendrier.FERIES_CONNUS == {}


def _oublier_les_feries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendrier, "FERIES_CONNUS", {})
    feries.cache_clear()
