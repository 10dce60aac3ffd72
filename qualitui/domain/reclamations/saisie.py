"""What people type about a réclamation, and the deadlines that follow (domaine.md §3).

The deadline is the one of the nature (before qualification: the answer to any writing), under the référentiel
in force on the day of receipt, and is kept frozen: only a new date of receipt, or a nature or channel that
calls for another delay, makes it computed again; the latter no longer once the case is answered or late.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple, TypedDict, TypeVar

from qualitui.domain.base import Refus, SaisieRefusee, Valeur, evoluer
from qualitui.domain.francais import nettoyer, plus_proches, sans_accents, une_ligne
from qualitui.domain.reclamations import refus
from qualitui.domain.reclamations.fiche import Etat, Reclamation, etat, premiere_reponse, requalifier
from qualitui.domain.reclamations.gestes import MotifCloture, clore
from qualitui.domain.reference.nomenclatures import Canal, Ligne, Nature, Nomenclatures
from qualitui.domain.reference.referentiel import Correspondance, Referentiel
from qualitui.domain.temps.echeances import Calendrier, Delai, Echeance, calculer

REPONSE_ECRITE = "reponse-ecrite"
COURRIEL_GENERIQUE = "reponse-courriel-generique"
REPONSE_ATTENTE = "reponse-attente"
SERVICES = ("administratif", "social")

# Natures that are not treated here: qualifying so closes the case.
SORTIES = {
    "recours": MotifCloture.REORIENTEE,
    "hors-perimetre": MotifCloture.HORS_PERIMETRE,
    "doublon": MotifCloture.DOUBLON,
}

L = TypeVar("L", bound=Ligne)


class Saisie(Valeur):
    """The fields of the form, as typed: `canal`, `nature`, `motif` are codes or labels, accents and case aside."""

    canal: str
    recue_le: date
    arrivee_site_le: date | None = None
    nature: str = ""
    motif: str = ""
    engagement: str = ""
    service: str = ""
    objet: str = ""
    urgente: bool = False
    fondee: bool | None = None
    cause: str = ""
    pilote: str = ""


class Changements(TypedDict, total=False):
    """What is typed again of a case: a field that is absent was not typed; one emptied has its empty value."""

    canal: str
    recue_le: date
    arrivee_site_le: date | None
    nature: str
    motif: str
    engagement: str
    service: str
    objet: str
    urgente: bool
    fondee: bool | None
    cause: str
    pilote: str


def _du_referentiel(delai: Delai, _: date) -> Delai:
    return delai


def _selon_le_referentiel(_: str, __: date) -> bool:
    return False


class Regles(NamedTuple):
    """What the rules of a site say on a day: reference tables, référentiel in force at the receipt, calendar.

    `politique` gives a delay as the site counts it from that receipt on, `promis_a_tous` to whom. `correspondance`
    translates the engagement a motif proposes when the référentiel is the older one. `lire_pilote` gives the code of
    the person or role typed, or refuses it.
    """

    tables: Nomenclatures
    referentiel: Referentiel
    calendrier: Calendrier
    correspondance: Correspondance | None = None
    lire_pilote: Callable[[str], str] = str.strip
    politique: Callable[[Delai, date], Delai] = _du_referentiel
    promis_a_tous: Callable[[str, date], bool] = _selon_le_referentiel


def choisir(lignes: Iterable[L], saisi: str, quoi: str, champ: str) -> L:
    """The row whose code or label is `saisi`, accents and case aside; CodeInconnu proposes the nearest codes."""
    lignes = tuple(lignes)
    exacte = next((ligne for ligne in lignes if ligne.code == saisi), None)
    if exacte:
        return exacte
    par_forme: dict[str, L] = {}
    for ligne in lignes:
        par_forme[sans_accents(ligne.libelle)] = ligne
        par_forme[sans_accents(ligne.code)] = ligne
    forme = sans_accents(saisi.strip())
    trouvee = par_forme.get(forme) or par_forme.get(forme.replace(" ", "-"))
    if trouvee:
        return trouvee
    proches = dict.fromkeys(par_forme[p].code for p in plus_proches(saisi, par_forme))
    connus = sorted({ligne.code for ligne in par_forme.values()})
    raise refus.CodeInconnu(quoi, saisi, proches, connus, champ)


def enregistrer(saisie: Saisie, regles: Regles, jour: date) -> Reclamation:
    """A new case with its frozen deadlines; SaisieRefusee gathers every field at fault."""
    champs = controler(saisie, regles, jour)
    return fixer_echeances(Reclamation(**champs, enregistree_le=jour), regles)


def modifier(reclamation: Reclamation, changements: Changements, regles: Regles, jour: date) -> Reclamation:
    """The case with some fields of the form typed again. `regles` are those of the date of receipt kept or typed."""
    avant = {champ: getattr(reclamation, champ) for champ in Saisie.model_fields}
    saisie = Saisie.model_validate({**avant, **changements})
    champs = controler(saisie, regles, jour, tuple(f.le for f in reclamation.faits))
    nouvelle = _suivre_canal(evoluer(reclamation, **champs), regles)
    reste = _joue(reclamation, jour) or _meme_delai(reclamation, nouvelle, regles)
    garde = reclamation.recue_le == nouvelle.recue_le and reste
    return requalifier(reclamation, nouvelle if garde else fixer_echeances(nouvelle, regles), jour)


def _joue(reclamation: Reclamation, jour: date) -> bool:
    """Its month was promised, and is kept or missed already: saying otherwise what it is changes nothing to that."""
    if reclamation.echeance is None:
        return False
    return premiere_reponse(reclamation) is not None or jour > reclamation.echeance.butoir


def qualifier(
    reclamation: Reclamation,
    changements: Changements,
    regles: Regles,
    *,
    raison: str = "",
    le: date,
    par: str = "",
    jour: date,
) -> Reclamation:
    """Say what the case is. A recours is routed out with its reason; a foreign or doubled one is closed as such."""
    qualifiee = modifier(reclamation, changements, regles, jour)
    if not qualifiee.nature:
        raise refus.NatureManquante
    sortie = SORTIES.get(qualifiee.nature)
    if sortie is None or etat(qualifiee) is Etat.CLOTUREE:
        return qualifiee
    return clore(qualifiee, motif=sortie, le=le, detail=raison, par=par, jour=jour)


def controler(saisie: Saisie, regles: Regles, jour: date, faits: Iterable[date] = ()) -> dict[str, Any]:
    """The fields made clean: codes for labels, engagement proposed; SaisieRefusee maps each bad field to its sentence.

    `faits` are the dates of what is already recorded: the receipt can't come after them.
    """
    tables, erreurs = regles.tables, dict[str, str]()

    def lire(champ: str, lecture: Callable[[], Any]) -> Any:
        try:
            return lecture()
        except Refus as erreur:
            erreurs[champ] = erreur.phrase
            return None

    canal = lire("canal", lambda: choisir(tables.canaux, saisie.canal, "Le canal", "canal").code)
    nature = lire("nature", lambda: _choisir_ou_vide(tables.natures, saisie.nature, "La nature", "nature"))
    motif = lire("motif", lambda: _choisir_ou_vide(tables.motifs, saisie.motif, "Le motif", "motif"))
    lire("recue_le", lambda: _verifier_reception(saisie, jour, faits))
    lire("arrivee_site_le", lambda: _verifier_arrivee(saisie, jour))
    service = lire("service", lambda: lire_service(saisie.service))
    pilote = lire("pilote", lambda: regles.lire_pilote(saisie.pilote))
    engagement = lire("engagement", lambda: _engagement(saisie.engagement, motif or "", regles))
    if erreurs:
        raise SaisieRefusee(erreurs)
    return saisie.model_dump() | {
        "canal": canal,
        "nature": nature,
        "motif": motif,
        "service": service,
        "engagement": engagement,
        "pilote": pilote,
        "objet": une_ligne(nettoyer(saisie.objet)),
        "cause": nettoyer(saisie.cause),
    }


def _choisir_ou_vide(lignes: Iterable[Ligne], saisi: str, quoi: str, champ: str) -> str:
    return choisir(lignes, saisi, quoi, champ).code if saisi.strip() else ""


def _verifier_reception(saisie: Saisie, jour: date, faits: Iterable[date]) -> None:
    if saisie.recue_le > jour:
        raise refus.DateFuture(saisie.recue_le, jour, "recue_le")
    premier = min(faits, default=None)
    if premier and saisie.recue_le > premier:
        raise refus.ReceptionApresFait(saisie.recue_le, premier)


def _verifier_arrivee(saisie: Saisie, jour: date) -> None:
    arrivee = saisie.arrivee_site_le
    if arrivee is None:
        return
    if arrivee > jour:
        raise refus.DateFuture(arrivee, jour, "arrivee_site_le")
    if arrivee < saisie.recue_le:
        raise refus.AvantReception(arrivee, saisie.recue_le, "arrivee_site_le")


def lire_service(saisi: str) -> str:
    """The service as kept, « » when none was typed; CodeInconnu otherwise."""
    forme = sans_accents(saisi.strip())
    if not forme or forme in SERVICES:
        return forme
    raise refus.CodeInconnu("Le service", saisi, (), SERVICES, "service")


def _engagement(saisi: str, motif: str, regles: Regles) -> str:
    """The engagement typed, checked in the référentiel; else the one the motif proposes."""
    if saisi.strip():
        return regles.referentiel.engagement(saisi.strip()).code
    return engagement_propose(motif, regles)


def engagement_propose(motif: str, regles: Regles) -> str:
    """The engagement a motif speaks of, in the site's référentiel; « » when there is none to propose."""
    code = next((m.engagement for m in regles.tables.motifs if m.code == motif), "")
    passage = regles.correspondance
    if passage is None or passage.de != regles.referentiel.code or not code:
        return code
    candidats = [p for p in passage.passages if code in p.nouveaux]
    candidats.sort(key=lambda p: p.nouveaux.index(code))
    return candidats[0].ancien if candidats else ""


def delai_applicable(
    canal: Canal, nature: Nature | None, referentiel: Referentiel, *, pour_tous: bool = False
) -> Delai | None:
    """The delay that runs; None: oral, or a nature without any. The generic mailbox has its own where there is one.

    `pour_tous`: the site promises it to every written demand, even where the référentiel names some natures only.
    """
    code = nature.delai if nature else REPONSE_ECRITE
    if not canal.ecrit or not code:
        return None
    delais = referentiel.delais()
    if nature and not pour_tous and not referentiel.promet(code, nature.code):
        return None
    if code == REPONSE_ECRITE and canal.accuse_obligatoire and COURRIEL_GENERIQUE in delais:
        code = COURRIEL_GENERIQUE
    return referentiel.delai(code)


def _delai(reclamation: Reclamation, regles: Regles) -> Delai | None:
    nature = regles.tables.nature(reclamation.nature) if reclamation.nature else None
    pour_tous = regles.promis_a_tous(REPONSE_ECRITE, reclamation.recue_le)
    return delai_applicable(regles.tables.canal(reclamation.canal), nature, regles.referentiel, pour_tous=pour_tous)


def _meme_delai(avant: Reclamation, apres: Reclamation, regles: Regles) -> bool:
    delai = _delai(apres, regles)
    return (avant.echeance.delai.code if avant.echeance else None) == (delai.code if delai else None)


def _suivre_canal(reclamation: Reclamation, regles: Regles) -> Reclamation:
    canal = regles.tables.canal(reclamation.canal)
    return evoluer(reclamation, ecrit=canal.ecrit, accuse_attendu=canal.accuse_obligatoire)


def fixer_echeances(reclamation: Reclamation, regles: Regles) -> Reclamation:
    """Compute and freeze the deadline of the answer and, beside it, of a réponse d’attente."""
    delai = _delai(reclamation, regles)
    attente = regles.referentiel.delais().get(REPONSE_ATTENTE) if delai else None
    return evoluer(
        _suivre_canal(reclamation, regles),
        echeance=_echeance(reclamation, delai, regles),
        echeance_attente=_echeance(reclamation, attente, regles),
    )


def _echeance(reclamation: Reclamation, delai: Delai | None, regles: Regles) -> Echeance | None:
    """The deadline of a delay of the référentiel, under the policy that the site has for what is received that day."""
    if delai is None:
        return None
    return calculer(reclamation.recue_le, regles.politique(delai, reclamation.recue_le), regles.calendrier)
