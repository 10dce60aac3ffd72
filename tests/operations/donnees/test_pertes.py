"""A loss that nobody can put back is accepted, signed: what lasts is possible again, and the loss stays told."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from qualitui.domain.etat import SiteAbime, en_une_phrase, reserve
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.reference.pertes import RaisonManquante, RienAReconnaitre
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.operations import equipe
from qualitui.operations.donnees import historique, pertes, secours
from qualitui.operations.donnees.diagnostic import diagnostic, en_ordre
from qualitui.operations.donnees.pertes import AutrePerte, EncoreRetrouvable
from qualitui.operations.revue import gestes as revue
from qualitui.operations.suggestions import gestes as suggestions
from qualitui.store.site.site import Site, ouvrir
from tests.conftest import horloge

RAISON = "Le serveur a perdu la fin\u00a0; aucun poste ne la sait."
Ouvrir = Callable[..., Site]


@pytest.fixture
def postes(site: Site, tmp_path: Path) -> Iterator[Ouvrir]:
    """Opens the site on a workstation of its own; closed at the end."""
    ouverts: list[Site] = []

    def poste(nom: str, jours: int = 0) -> Site:
        def maintenant() -> datetime:
            return horloge() + timedelta(days=jours)

        local = tmp_path / f"etat-{nom}"
        ouverts.append(ouvrir(site.dossier, maintenant=maintenant, poste=nom, login="essai", cache=local))
        return ouverts[-1]

    yield poste
    for ouvert in ouverts:
        ouvert.fermer()


@pytest.fixture
def ampute(site: Site, postes: Ouvrir, jour: date) -> Path:
    """Four suggestions by « un », the last two lost by the server. The journal."""
    equipe.ajouter(site, nom="Camille Zyxw", roles=["daa"])
    un = postes("un")
    for texte in ("Un banc", "Une pendule", "Un porte-parapluie", "Une horloge"):
        suggerer(un, texte=texte, jour=jour)
    un.fermer()
    (journal,) = site.dossier.glob("registre/2026/un~*.jsonl")
    couper(journal, 2)
    return journal


def suggerer(site: Site, *, texte: str, jour: date) -> Suggestion:
    """Signed: an anonymous one has a journal of its own, and is nobody's to remember."""
    return suggestions.ajouter(site, texte=texte, auteur=site.registre.find(Personne)[0].code, jour=jour)


def couper(journal: Path, lignes: int) -> None:
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-lignes]))


def figer(site: Site) -> None:
    revue.arreter(site, revue.lire(site, 2025), le=date(2026, 1, 31), jour=date(2026, 3, 2))


def test_une_perte_reconnue_ne_retient_plus_ce_qui_dure_et_reste_dite(ampute: Path, postes: Ouvrir, jour: date) -> None:
    deux = postes("deux")
    with pytest.raises(SiteAbime, match="retrouver --reconnaitre"):
        figer(deux)
    perte = pertes.reconnaitre(deux, raison=f" {RAISON} ", jour=jour)
    assert (perte.reference, perte.par, perte.raison) == ("PERTE-2026-03-02", "essai", RAISON)
    assert perte.numeros == ("S-2026-003", "S-2026-004")
    assert perte.annees == {2026}
    trois = postes("trois")
    for site in (deux, trois):
        assert en_une_phrase(site.registre.etat) == ""
        trouvees = diagnostic(site)
        assert en_ordre(trouvees)
        dites = " ".join(trouvee.phrase for trouvee in trouvees)
        assert f"PERTE-2026-03-02\u00a0: perte reconnue le 02/03/2026 par essai ({RAISON})" in dites
        assert "Le numéro S-2026-003 n’a plus de fiche. Perte reconnue le 02/03/2026" in dites
        assert "s’est arrêté avant" not in dites
        assert historique.historique(site, "PERTE-2026-03-02").changements[0].par == "essai"
    figer(trois)
    shutil.rmtree(deux.dossier / "numeros")
    quatre = postes("quatre", jours=2)  # nothing else than the recognition knows these numbers
    assert suggerer(quatre, texte="Un tapis", jour=jour).reference == "S-2026-005"


def test_les_documents_des_annees_concernees_le_disent(ampute: Path, postes: Ouvrir, jour: date) -> None:
    deux = postes("deux")
    assert "Données incomplètes" in reserve(deux.registre.etat, jour, {2025})
    pertes.reconnaitre(deux, raison=RAISON, jour=jour)
    assert reserve(deux.registre.etat, jour, {2025}) == ""
    assert "Perte reconnue le 02/03/2026" in (dite := reserve(deux.registre.etat, jour, {2025, 2026}))
    assert "S-2026-003 et S-2026-004" in dite


def test_ce_qui_disparait_ensuite_se_dit_de_nouveau(ampute: Path, postes: Ouvrir, jour: date) -> None:
    pertes.reconnaitre(postes("deux"), raison=RAISON, jour=jour)
    couper(ampute, 1)
    trois = postes("trois")
    assert trois.registre.etat.abime
    assert pertes.reconnaitre(trois, raison=RAISON, jour=jour).reference == "PERTE-2026-03-02-2"
    assert not trois.registre.etat.abime


def test_si_le_perdu_revient_la_reconnaissance_le_dit(ampute: Path, postes: Ouvrir, jour: date) -> None:
    pertes.reconnaitre(postes("deux"), raison=RAISON, jour=jour)
    un = postes("un")
    assert un.registre.etat.abime  # it knows one more line than was accepted
    secours.retrouver(un)
    assert {une.texte for une in un.registre.find(Suggestion)} >= {"Un porte-parapluie", "Une horloge"}
    trois = postes("trois")
    (reconnue,) = pertes.lister(trois)
    assert reconnue.revenue
    assert "est revenu depuis" in pertes.en_mots(trois, reconnue)
    assert reserve(trois.registre.etat, jour, {2026}) == ""
    assert en_ordre(diagnostic(trois))


def test_on_ne_reconnait_que_ce_que_ce_poste_ne_rend_pas(ampute: Path, postes: Ouvrir, jour: date) -> None:
    with pytest.raises(EncoreRetrouvable, match="S-2026-003 et suggestion S-2026-004"):
        pertes.reconnaitre(postes("un"), raison=RAISON, jour=jour)


def test_une_perte_ne_se_reconnait_ni_sans_raison_ni_sans_perte(
    ampute: Path, site: Site, postes: Ouvrir, jour: date
) -> None:
    deux = postes("deux")
    with pytest.raises(RaisonManquante):
        pertes.reconnaitre(deux, raison="  ", jour=jour)
    pertes.reconnaitre(deux, raison=RAISON, jour=jour)
    with pytest.raises(RienAReconnaitre):
        pertes.reconnaitre(deux, raison=RAISON, jour=jour)


def test_une_perte_qui_a_change_se_regarde_de_nouveau(ampute: Path, postes: Ouvrir, jour: date) -> None:
    vus = pertes.manquants(postes("deux"))
    couper(ampute, 1)
    with pytest.raises(AutrePerte):
        pertes.reconnaitre(postes("trois"), raison=RAISON, jour=jour, vus=vus)


def test_un_numero_douteux_se_reconnait_aussi(site: Site, postes: Ouvrir, jour: date) -> None:
    equipe.ajouter(site, nom="Camille Zyxw", roles=["daa"])
    un = postes("un")
    suggerer(un, texte="Un banc", jour=jour)
    un.reserver_reference("S", jour)
    un.fermer()
    deux = postes("deux")
    assert en_une_phrase(deux.registre.etat).startswith("À vérifier")
    perte = pertes.reconnaitre(deux, raison="Le programme a été arrêté.", jour=jour)
    assert perte.numeros == ("S-2026-002",)
    assert en_une_phrase(deux.registre.etat) == ""
    assert suggerer(deux, texte="Un tapis", jour=jour).reference == "S-2026-003"
