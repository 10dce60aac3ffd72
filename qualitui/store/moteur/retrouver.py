"""What this workstation still knows and the journals lost, as the register tells it; and putting it back."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import UTC, datetime

from qualitui.store.contrat import Perdue, Pertes, RegistreIllisible
from qualitui.store.disque import ecriture_impossible, raison
from qualitui.store.journal.ligne import MOMENT
from qualitui.store.journal.numeros import assurer, numero_de
from qualitui.store.moteur import secours
from qualitui.store.moteur.difference import champs_changes
from qualitui.store.moteur.requetes import Comparaison
from qualitui.store.moteur.secours import Perte, SecoursIllisible, Source
from qualitui.store.moteur.stockage import JournalStorage

_REFERENCE = re.compile(r"([A-Z]+-\d{4})-\d{3,}")


def perdues(vif: JournalStorage) -> Pertes:
    """`vif`: the storage of the program that runs, compared with the journals read again."""
    relu = _relire(vif)
    trouvees: list[Perte] = []
    inutiles, illisibles = [], []
    for source in secours.sources(vif):
        if isinstance(source, SecoursIllisible):
            illisibles.append(source.fichier.name)
            continue
        siennes = list(secours.pertes(relu, source))
        if not siennes and source.fichier is not None:
            inutiles.append(source.nom)
        trouvees += siennes
    racontees = tuple(_raconter(relu, perte) for perte in secours.reunir(trouvees))
    return Pertes(racontees, tuple(inutiles), tuple(illisibles))


def remettre(vif: JournalStorage, voulues: Collection[tuple[str, str]], reserver: Callable[[str], int]) -> None:
    """`reserver` claims the next number of a series, for a record whose own was given to another."""
    vif.horloge.exiger()
    relu = _relire(vif)
    try:
        with vif.verrou:
            connues = _lisibles(vif)
            trouvees = secours.reunir(perte for source in connues for perte in secours.pertes(relu, source))
            choisies = [perte for perte in trouvees if (perte.table, perte.ident) in voulues]
            remises = [_numeroter(relu, perte, reserver) for perte in choisies]
            secours.remettre(relu, remises, secours.couverts(relu, connues) if len(choisies) == len(trouvees) else {})
    except OSError as erreur:
        raise ecriture_impossible(erreur) from erreur
    finally:
        relu.ecrivain.fermer()


def classer(vif: JournalStorage) -> None:
    """The states kept aside that hold nothing more are done with."""
    relu = _relire(vif)
    for source in _lisibles(vif):
        if source.fichier and not any(True for _ in secours.pertes(relu, source)):
            secours.classer(source.fichier, "repris")


def ecarter(vif: JournalStorage) -> tuple[str, ...]:
    fichiers = [source.fichier for source in secours.sources(vif) if source.fichier is not None]
    for fichier in fichiers:
        secours.classer(fichier, "ecarte")
    noms = [fichier.name for fichier in fichiers]
    if any([vif.ecrivain.confirmees.ecarter(une.cle) for une in secours.manquantes(vif)]):
        noms.append(secours.SIENNES)
    return tuple(noms)


def _lisibles(vif: JournalStorage) -> list[Source]:
    return [source for source in secours.sources(vif) if isinstance(source, Source)]


def _relire(vif: JournalStorage) -> JournalStorage:
    """The journals alone, read again under the same name and the same clock."""
    try:
        relu = secours.ouvrir_pour_ecrire(
            vif.journaux.registre.parent,
            poste=vif.ecrivain.poste,
            login=vif.ecrivain.login,
            auteur=vif.auteur,
            local=vif.ecrivain.local,
            maintenant=vif.maintenant,
        )
    except OSError as erreur:
        raise RegistreIllisible(f"Le registre ne peut pas être lu\u00a0: {raison(erreur)}.") from erreur
    relu.horloge = vif.horloge
    return relu


def _raconter(relu: JournalStorage, perte: Perte) -> Perdue:
    dernier = max(empreinte[MOMENT] for empreinte in perte.perdues)
    return Perdue(
        perte.table,
        perte.ident,
        perte.source,
        len(perte.perdues),
        datetime.fromtimestamp(dernier / 1000, UTC).astimezone(relu.maintenant().tzinfo),
        perte.avant,
        perte.apres,
        champs_changes(perte.avant, perte.apres),
        bool(_serie_prise(relu, perte)),
    )


def _serie_prise(relu: JournalStorage, perte: Perte) -> str:
    """The series in which to number again a record whose reference was given to another one meanwhile."""
    reference, serie = _a_numeroter(perte)
    porteuses = relu.table(perte.table).trouver(Comparaison(("reference",), "==", reference)) if serie else []
    return serie if any(ident != perte.ident for ident, _ in porteuses) else ""


def _a_numeroter(perte: Perte) -> tuple[str, str]:
    """The reference of a record made again, and its series; empty without any."""
    reference = (perte.apres or {}).get("reference")
    lue = _REFERENCE.fullmatch(reference) if isinstance(reference, str) and perte.avant is None else None
    return (lue[0], lue[1]) if lue else ("", "")


def _numeroter(relu: JournalStorage, perte: Perte, reserver: Callable[[str], int]) -> Perte:
    """The loss, its number claimed: its own, or a new one when another record took it."""
    reference, serie = _a_numeroter(perte)
    if not serie:
        return perte
    if _serie_prise(relu, perte):
        return perte._replace(apres={**(perte.apres or {}), "reference": f"{serie}-{reserver(serie):03d}"})
    numero = numero_de(serie, reference)
    if numero is not None:
        assurer(relu.journaux.registre.parent, serie, numero, relu.auteur, relu.maintenant())
    return perte
