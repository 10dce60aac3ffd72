"""Gestures on the annual review: read its figures, fill it, freeze it, approve it, present it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, Unpack

from tinydb import where

from qualitui.domain.actions.fiche import Action
from qualitui.domain.base import Fiche, Introuvable, Refus
from qualitui.domain.comptage import Comptage
from qualitui.domain.francais import date_en_mots
from qualitui.domain.indicateurs.fiche import ValeurIndicateur, mesures_saisies
from qualitui.domain.reclamations.fiche import GenreFait, Reclamation
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.reference.equipe import Personne
from qualitui.domain.reference.nomenclatures import ligne
from qualitui.domain.revue import fiche as regles
from qualitui.domain.revue.calcul import Changement, calculer, changements, compter
from qualitui.domain.revue.chiffre import NON_COMMUNIQUE, Chiffre
from qualitui.domain.revue.chiffres import Chiffres
from qualitui.domain.revue.fiche import Resultat, RevueAnnuelle
from qualitui.domain.revue.manques import manques as manques_de
from qualitui.domain.revue.manques import zones_attendues
from qualitui.domain.revue.matiere import Matiere
from qualitui.domain.revue.zones import ZoneSaisie
from qualitui.domain.suggestions.fiche import Suggestion
from qualitui.domain.trimestres import RevueTrimestrielle
from qualitui.operations import equipe
from qualitui.operations.site.semaine import derniers
from qualitui.operations.verifications.semaine import debut_du_site
from qualitui.operations.verifications.statistiques import finies
from qualitui.store.contrat import FicheIllisible

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

F = TypeVar("F", bound=Fiche)


class AnneeImpossible(Refus):
    """A review speaks of a year that has begun."""


def lire(site: Site, annee: int) -> RevueAnnuelle:
    """The year's review as recorded; a new one, not yet written, when nobody started it."""
    site.exiger("revue", Verbe.LIRE)
    trouvee = chercher(site, annee)
    if trouvee is None:
        site.exiger_lisible(RevueAnnuelle, str(annee))
    return trouvee or regles.nouvelle(annee)


def chercher(site: Site, annee: int) -> RevueAnnuelle | None:
    site.exiger("revue", Verbe.LIRE)
    trouvees = site.registre.find(RevueAnnuelle, annee=annee)
    return trouvees[0] if trouvees else None


def lister(site: Site) -> list[RevueAnnuelle]:
    """Every review, the latest year first."""
    site.exiger("revue", Verbe.LIRE)
    return sorted(site.registre.find(RevueAnnuelle), key=lambda revue: -revue.annee)


def chiffres(site: Site, revue: RevueAnnuelle, jour: date) -> Chiffres:
    """The frozen figures; before they are frozen, those of `jour`."""
    site.exiger("revue", Verbe.LIRE)
    return revue.chiffres or calculer(rassembler(site, revue.annee, jour))


def rassembler(site: Site, annee: int, arretee_le: date) -> Matiere:
    """Everything the review of `annee` reads, to be looked at on `arretee_le`."""
    if date(annee, 1, 1) > arretee_le:
        raise AnneeImpossible(f"L’année {annee} n’a pas commencé au {date_en_mots(arretee_le)}.", "annee")
    referentiel = site.referentiel_au(min(date(annee, 12, 31), arretee_le))
    base = Matiere(annee=annee, arretee_le=arretee_le, referentiel=referentiel, nomenclatures=site.nomenclatures)
    return replace(
        base,
        roles=site.roles,
        changements=_changements(site, annee),
        reclamations=_reclamations(site, base.du_precedent),
        suivis=finies(site, du=base.du, au=base.au, jour=arretee_le),
        suivis_precedents=finies(site, du=base.du_precedent, au=base.au_precedent, jour=arretee_le),
        actions=site.registre.find(Action),
        trimestres=site.registre.find(RevueTrimestrielle),
        suggestions=site.registre.find(Suggestion),
        indicateurs=site.indicateurs_types,
        mesures=mesures_saisies(_valeurs(site, annee, arretee_le)),
        equipe=site.registre.find(Personne),
        revues=site.registre.find(RevueAnnuelle),
        audits=derniers(site),
        depuis=debut_du_site(site),
        publiee=_publiee(site, annee - 1),
    )


def _publiee(site: Site, annee: int) -> Chiffres | None:
    """What the review of that year said once its figures were frozen; None while they are not."""
    trouvees = site.registre.find(RevueAnnuelle, annee=annee)
    return trouvees[0].chiffres if trouvees else None


def _reclamations(site: Site, depuis: date) -> list[Reclamation]:
    """The cases that count in the two years, and the oldest of all, which says since when the site records them.

    Ten years hold thousands of others, answered for long: they are not even made into records.
    """
    contenus = site.registre.contenus(Reclamation)
    comptent = {ident: None for ident, contenu in contenus.items() if _compte_depuis(contenu, depuis.isoformat())}
    autres = sorted(contenus.keys() - comptent, key=lambda ident: contenus[ident]["recue_le"])
    return [*islice(_lisibles(site, Reclamation, autres), 1), *_lisibles(site, Reclamation, comptent)]


def _compte_depuis(contenu: Mapping[str, Any], depuis: str) -> bool:
    """Not answered, or something of the case falls on `depuis` or after: its receipt, its butoir, a fact."""
    try:
        faits = contenu.get("faits", ())
        butoir = (contenu.get("echeance") or {}).get("butoir", "")
        dernier = max(contenu["recue_le"], butoir, *(fait["le"] for fait in faits))
        genres = {fait["genre"] for fait in faits}
        return bool(dernier >= depuis) or GenreFait.REPONSE not in genres or GenreFait.REOUVERTURE in genres
    except (KeyError, TypeError, AttributeError):
        return True  # not understood: to be read, and left out, as any other


def _valeurs(site: Site, annee: int, arretee_le: date) -> list[ValeurIndicateur]:
    """Typed values of the two years, known on the closing date; a period begins with its year."""
    des_deux_ans = (where("periode") >= f"{annee - 1}") & (where("periode") < f"{annee + 1}")
    return list(site.registre.find(ValeurIndicateur, des_deux_ans & (where("saisie_le") <= arretee_le)))


def _lisibles(site: Site, modele: type[F], idents: Iterable[str]) -> Iterator[F]:
    """The records of these ids; one that this program does not understand is left out, as in any list."""
    for ident in idents:
        with suppress(FicheIllisible):
            yield site.registre.get(modele, ident)


def _changements(site: Site, annee: int) -> tuple[str, ...]:
    """The référentiels that came into force at the site during the year."""
    phrases = []
    for vigueur in site.reglages.referentiels[1:]:
        if vigueur.depuis.year == annee:
            titre = site.referentiel_au(vigueur.depuis).titre
            phrases.append(f"{titre}, en vigueur au site depuis le {date_en_mots(vigueur.depuis)}.")
    return tuple(phrases)


def zones(site: Site, revue: RevueAnnuelle, jour: date) -> tuple[ZoneSaisie, ...]:
    """The typed zones of this review, the analyses of its missed indicators included."""
    site.exiger("revue", Verbe.LIRE)
    return zones_attendues(chiffres(site, revue, jour))


def manques(site: Site, revue: RevueAnnuelle, jour: date) -> tuple[str, ...]:
    """What approval still waits for, a sentence each."""
    site.exiger("revue", Verbe.LIRE)
    return manques_de(revue, chiffres(site, revue, jour), chercher(site, revue.annee - 1))


class Provenance(NamedTuple):
    """A figure of the review, and everything it counts: recounted from the register when the figure is frozen.

    `depuis`: what the register says of a frozen figure now; empty when that is the same.
    """

    chiffre: Chiffre
    comptage: Comptage
    depuis: str


def source(site: Site, revue: RevueAnnuelle, code: str, jour: date) -> Provenance:
    """« D’où vient ce chiffre ? »; `Introuvable` when the review has no such figure."""
    site.exiger("revue", Verbe.LIRE)
    voulu = code.strip().upper()
    connus = {chiffre.code: chiffre for chiffre in chiffres(site, revue, jour).chiffres()}
    if voulu not in connus:
        raise Introuvable(f"La revue n’a pas de chiffre « {code} ». Connus : {', '.join(connus)}.", "code")
    chiffre = connus[voulu]
    compte = compter(rassembler(site, revue.annee, revue.arretee_le or jour), voulu)
    en_mots = compte.en_mots()
    return Provenance(chiffre, compte, "" if en_mots == chiffre.n or chiffre.n == NON_COMMUNIQUE else en_mots)


def changements_depuis(site: Site, revue: RevueAnnuelle) -> tuple[Changement, ...]:
    """What the register would tell otherwise of a frozen review, as of its own closing day; nothing before it is."""
    site.exiger("revue", Verbe.LIRE)
    if revue.chiffres is None:
        return ()
    return changements(revue.chiffres, calculer(rassembler(site, revue.annee, revue.chiffres.arretee_le)))


def saisir(site: Site, revue: RevueAnnuelle, textes: Mapping[str, str]) -> RevueAnnuelle:
    """Write the text of typed zones."""
    site.exiger("revue", Verbe.TENIR)
    return _ecrire(site, revue, regles.saisir(revue, textes))


def arreter(site: Site, revue: RevueAnnuelle, *, le: date, jour: date) -> RevueAnnuelle:
    """Freeze the figures as they stood on `le`: what is recorded later no longer moves them."""
    site.exiger("revue", Verbe.DECIDER)
    site.registre.etat.exiger_entier("figer les chiffres de la revue")
    return _ecrire(site, revue, regles.arreter(revue, calculer(rassembler(site, revue.annee, le)), jour))


def fixer_objectif(
    site: Site,
    revue: RevueAnnuelle,
    *,
    texte: str = "",
    code: str = "",
    jour: date,
    **champs: Unpack[regles.ChampsDObjectif],
) -> RevueAnnuelle:
    """Set or change an objective for the year after; indicator, pilot and action must exist."""
    site.exiger("revue", Verbe.TENIR)
    if champs.get("pilote"):
        champs["pilote"] = equipe.exiger_pilote(site, champs["pilote"], jour)
        equipe.exiger_presence(site, champs["pilote"], champs.get("echeance") or jour, "pilote")
    if champs.get("indicateur"):
        champs["indicateur"] = ligne(site.indicateurs_types, champs["indicateur"].strip().upper(), "L’indicateur").code
    if champs.get("action"):
        champs["action"] = site.trouver(Action, champs["action"]).reference
    return _ecrire(site, revue, regles.fixer_objectif(revue, texte, code, **champs))


def noter_suite(
    site: Site, revue: RevueAnnuelle, objectif: str, resultat: Resultat, *, effet: str = ""
) -> RevueAnnuelle:
    """What became of an objective of the year before."""
    site.exiger("revue", Verbe.TENIR)
    precedente = chercher(site, revue.annee - 1)
    return _ecrire(site, revue, regles.noter_suite(revue, precedente, objectif, resultat, effet))


def coter_risque(
    site: Site,
    revue: RevueAnnuelle,
    *,
    libelle: str,
    gravite: int,
    frequence: int,
    code: str = "",
    origine: str = "",
    reponse: str = "",
    action: str = "",
) -> RevueAnnuelle:
    """Rate a risk; the year before's rating of the same wording is put beside."""
    site.exiger("revue", Verbe.TENIR)
    precedente = chercher(site, revue.annee - 1)
    memes = [r for r in precedente.risques if r.libelle.casefold() == libelle.strip().casefold()] if precedente else []
    cotee = regles.ajouter_risque(
        revue,
        libelle=libelle,
        gravite=gravite,
        frequence=frequence,
        code=code,
        origine=origine,
        reponse=reponse,
        action=site.trouver(Action, action).reference if action else "",
        precedent=memes[0].criticite if memes else None,
    )
    return _ecrire(site, revue, cotee)


def soumettre(site: Site, revue: RevueAnnuelle, *, le: date) -> RevueAnnuelle:
    site.exiger("revue", Verbe.DECIDER)
    return _ecrire(site, revue, regles.soumettre(revue, le=le))


def approuver(site: Site, revue: RevueAnnuelle, *, par: str, le: date, jour: date) -> RevueAnnuelle:
    """The directeur approves; `RevueIncomplete` says everything that is missing."""
    site.exiger("revue", Verbe.APPROUVER)
    site.registre.etat.exiger_entier("approuver la revue")
    figures = chiffres(site, revue, min(le, jour))
    attendus = manques_de(revue, figures, chercher(site, revue.annee - 1))
    qui = equipe.nommer(site, par.strip())
    return _ecrire(site, revue, regles.approuver(revue, figures, attendus, par=qui, le=le, jour=jour))


def presenter(
    site: Site, revue: RevueAnnuelle, *, le: date, transmise_le: date | None = None, jour: date
) -> RevueAnnuelle:
    site.exiger("revue", Verbe.DECIDER)
    return _ecrire(site, revue, regles.presenter(revue, le=le, transmise_le=transmise_le, jour=jour))


def rouvrir(site: Site, revue: RevueAnnuelle, *, raison: str) -> RevueAnnuelle:
    site.exiger("revue", Verbe.DECIDER)
    return _ecrire(site, revue, regles.rouvrir(revue, raison=raison))


def _ecrire(site: Site, avant: RevueAnnuelle, apres: RevueAnnuelle) -> RevueAnnuelle:
    """The first gesture creates the record, the others save over the version read before."""
    return site.registre.save(apres) if avant.jeton else site.registre.add(apres)
