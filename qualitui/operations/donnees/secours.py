"""Find again what the journals lost and this workstation still knows: look first, then write it back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from qualitui.domain.base import Refus
from qualitui.domain.changements import changement_en_mots
from qualitui.domain.concepts import domaine_de
from qualitui.domain.francais import accorder, enumerer
from qualitui.domain.reference.droits import Verbe
from qualitui.operations.donnees.fiches import nom_de
from qualitui.store.contrat import RegistreIllisible
from qualitui.store.disque import ecriture_impossible, raison
from qualitui.store.journal.numeros import assurer, numero_de
from qualitui.store.moteur import secours
from qualitui.store.moteur.difference import champs_changes
from qualitui.store.moteur.moteur import RegistreJournal
from qualitui.store.moteur.secours import Perte, SecoursIllisible, Source
from qualitui.store.moteur.stockage import JournalStorage

if TYPE_CHECKING:
    from pathlib import Path

    from qualitui.store.site.site import Site

_REFERENCE = re.compile(r"([A-Z]+-\d{4})-\d{3,}")
NOMMEES = 5  # records named in a sentence
MONTREES = 20  # records told whole in a box


class Retrouvee(NamedTuple):
    """A record to put back. `le`: when the last writing lost was made; `champs`: (as it stands, as it becomes).

    `reference`: the new reference it takes, its own being carried by another record since; else empty.
    """

    nom: str
    sort: str
    ecritures: int
    le: datetime
    champs: Mapping[str, tuple[Any, Any]]
    source: str
    reference: str
    perte: Perte


class Apercu(NamedTuple):
    """`inutiles`: states kept aside that hold nothing the journals do not; `illisibles`: that cannot be read."""

    retrouvees: tuple[Retrouvee, ...] = ()
    inutiles: tuple[str, ...] = ()
    illisibles: tuple[str, ...] = ()


def apercevoir(site: Site, relu: JournalStorage | None = None) -> Apercu:
    """What could be put back of what this person's role may read; nothing is written.

    `relu`: the journals just read again, if they were.
    """
    vif = _vif(site)
    relu = relu or _relire(site, vif)
    trouvees: list[Perte] = []
    inutiles, illisibles = [], []
    for source in secours.sources(vif):
        if isinstance(source, SecoursIllisible):
            illisibles.append(source.fichier.name)
            continue
        perdues = list(secours.pertes(relu, source))
        if not perdues and source.fichier is not None:
            inutiles.append(source.nom)
        trouvees += perdues
    racontees = [_raconter(site, relu, perte) for perte in secours.reunir(trouvees) if _lisible(site, perte)]
    retrouvees = sorted(racontees, key=lambda r: (r.le, r.nom))
    return Apercu(tuple(retrouvees), tuple(inutiles), tuple(illisibles))


def _lisible(site: Site, perte: Perte) -> bool:
    return site.peut(domaine_de(perte.table), Verbe.LIRE)


def retrouver(site: Site, references: Iterable[str] = ()) -> tuple[Retrouvee, ...]:
    """Put back what was lost (of these records only, if any is named) as new lines; return what was put back."""
    vif = _vif(site)
    relu = _relire(site, vif)
    voulues = [texte.strip().casefold() for texte in references]
    try:
        choisies = _choisir(apercevoir(site, relu).retrouvees, voulues)
        for domaine in dict.fromkeys(domaine_de(retrouvee.perte.table) for retrouvee in choisies):
            site.exiger(domaine, Verbe.NOTER)
        with vif.verrou:
            remises = [_numeroter(site, retrouvee) for retrouvee in choisies]
            secours.remettre(relu, remises, {} if voulues else _couverts(relu, vif))
    except OSError as erreur:
        raise ecriture_impossible(erreur) from erreur
    finally:
        relu.ecrivain.fermer()
    site.registre.poll()
    _classer(site, vif)
    return choisies


def ecarter(site: Site) -> tuple[str, ...]:
    """Set apart, on this workstation, the states kept aside: they are no longer compared. Return their names."""
    site.exiger("parametres", Verbe.TENIR)
    fichiers = [_fichier(source) for source in secours.sources(_vif(site))]
    for fichier in (trouve for trouve in fichiers if trouve is not None):
        secours.classer(fichier, "ecarte")
    return tuple(fichier.name for fichier in fichiers if fichier is not None)


def en_mots(retrouvees: Sequence[Retrouvee]) -> str:
    """« 3 fiches : réclamation R-2026-014, action A-2026-002 et suggestion S-2026-001 »."""
    noms = [retrouvee.nom for retrouvee in retrouvees[:NOMMEES]]
    if len(retrouvees) > NOMMEES:
        noms.append(accorder(len(retrouvees) - NOMMEES, "autre"))
    return f"{accorder(len(retrouvees), 'fiche')}\u00a0: {enumerer(noms)}"


def apercu_en_mots(retrouvees: Sequence[Retrouvee], combien: int = MONTREES) -> str:
    """What each record lost and what putting it back changes, one after the other; beyond `combien`, their number."""
    racontees = [retrouvee_en_mots(retrouvee) for retrouvee in retrouvees[:combien]]
    reste = len(retrouvees) - combien
    return "\n".join([*racontees, *([f"… et {accorder(reste, 'autre fiche')}."] if reste > 0 else [])])


def retrouvee_en_mots(retrouvee: Retrouvee) -> str:
    """« action A-2026-012 : disparue, 2 écritures perdues (02/03/2026 à 10:12), secours-1.bin », then each field."""
    ecritures = accorder(retrouvee.ecritures, "écriture perdue")
    titre = (
        f"{retrouvee.nom}\u00a0: {retrouvee.sort}, {ecritures} ({retrouvee.le:%d/%m/%Y à %H:%M}), {retrouvee.source}"
    )
    if retrouvee.reference:
        titre += "\n  une autre fiche porte ce numéro depuis\u00a0: elle en prendra un nouveau"
    champs = [f"  {changement_en_mots(champ, avant, apres)}" for champ, (avant, apres) in retrouvee.champs.items()]
    return "\n".join([titre, *champs])


# --- inside -----------------------------------------------------------------------------------------------------


def _vif(site: Site) -> JournalStorage:
    if not isinstance(site.registre, RegistreJournal):
        raise Refus("Ce registre n’est pas fait de journaux\u00a0: il n’y a rien à comparer.")
    return site.registre.stockage


def _relire(site: Site, vif: JournalStorage) -> JournalStorage:
    try:
        return secours.ouvrir_pour_ecrire(
            site.dossier,
            poste=site.poste,
            login=site.login,
            auteur=site.auteur,
            local=vif.ecrivain.local,
            maintenant=site.maintenant,
        )
    except OSError as erreur:
        raise RegistreIllisible(f"Le registre ne peut pas être lu\u00a0: {raison(erreur)}.") from erreur


def _couverts(relu: JournalStorage, vif: JournalStorage) -> dict[str, int]:
    return secours.couverts(relu, [source for source in secours.sources(vif) if isinstance(source, Source)])


def _fichier(source: Source | SecoursIllisible) -> Path | None:
    return source.fichier


def _raconter(site: Site, relu: JournalStorage, perte: Perte) -> Retrouvee:
    contenu = perte.apres if perte.apres is not None else perte.avant
    sort = "disparue" if perte.avant is None else "retirée" if perte.apres is None else "modifiée"
    dernier = max(empreinte[1] for empreinte in perte.perdues)
    return Retrouvee(
        nom_de(perte.table, perte.ident, contenu),
        sort,
        len(perte.perdues),
        datetime.fromtimestamp(dernier / 1000, UTC).astimezone(site.maintenant().tzinfo),
        champs_changes(perte.avant, perte.apres),
        perte.source,
        _serie_prise(relu, perte),
        perte,
    )


def _serie_prise(relu: JournalStorage, perte: Perte) -> str:
    """The series in which to number again a record whose reference was given to another one meanwhile."""
    reference = (perte.apres or {}).get("reference")
    lue = _REFERENCE.fullmatch(reference) if isinstance(reference, str) else None
    if lue is None or perte.avant is not None:
        return ""
    porteuses = relu.table(perte.table).trouver({"reference": (reference, None)})
    return lue[1] if any(ident != perte.ident for ident, _ in porteuses) else ""


def _choisir(retrouvees: Sequence[Retrouvee], voulues: Sequence[str]) -> tuple[Retrouvee, ...]:
    if not voulues:
        return tuple(retrouvees)
    choisies = []
    for voulue in voulues:
        trouvees = [r for r in retrouvees if voulue in (r.nom.casefold().rpartition(" ")[2], r.perte.ident.casefold())]
        if not trouvees:
            raise Refus(f"Rien n’est à retrouver pour « {voulue.upper()} ».", champ="reference")
        choisies += trouvees
    return tuple({(r.perte.table, r.perte.ident): r for r in choisies}.values())


def _numeroter(site: Site, retrouvee: Retrouvee) -> Perte:
    """The loss, its number claimed: its own, or a new one when another record took it."""
    perte = retrouvee.perte
    reference = (perte.apres or {}).get("reference")
    lue = _REFERENCE.fullmatch(reference) if isinstance(reference, str) and perte.avant is None else None
    if lue is None or perte.apres is None:
        return perte
    serie, numero = lue[1], numero_de(lue[1], lue[0])
    if retrouvee.reference:
        neuve = f"{serie}-{site.registre.reserver_numero(serie):03d}"
        return perte._replace(apres={**perte.apres, "reference": neuve})
    if numero is not None:
        assurer(site.dossier, serie, numero, site.auteur, site.maintenant())
    return perte


def _classer(site: Site, vif: JournalStorage) -> None:
    """The states kept aside that hold nothing more are done with."""
    relu = _relire(site, vif)
    for source in secours.sources(vif):
        if isinstance(source, Source) and source.fichier and not any(True for _ in secours.pertes(relu, source)):
            secours.classer(source.fichier, "repris")
