"""The forms of a result: what was seen, its correction, its proof; the reason of a miss."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from qualitui.domain.francais import accorder, date_courte
from qualitui.domain.reference.droits import Verbe
from qualitui.domain.saisie import exiger_arrivee
from qualitui.domain.temps.dates import Sens
from qualitui.domain.verifications.fiche import Constat, RaisonManque, Resultat, Verification
from qualitui.domain.verifications.occurrences import Suivi, suivre
from qualitui.operations import choix
from qualitui.operations.verifications import gestes as verifications
from qualitui.operations.verifications import lecture as vues
from qualitui.operations.verifications.lecture import Rangee
from qualitui.ui.widgets.champs import Champ, ChampChoix, ChampLong, ChampOuiNon, ChampTexte
from qualitui.ui.widgets.champs_dates import ChampDate
from qualitui.ui.widgets.choix import Options
from qualitui.ui.widgets.formulaire import Formulaire, Saisie

if TYPE_CHECKING:
    from qualitui.store.site.site import Site

RESULTATS: Options = [
    (Resultat.CONFORME, "conforme"),
    (Resultat.NON_CONFORME, "non conforme"),
    (Resultat.SANS_OBJET, "sans objet"),
]
RAISONS: Options = [(raison, str(raison)) for raison in RaisonManque]
AIDE_PREUVE = "une phrase, ou un chemin de fichier (il est vérifié)"


def non_conforme(
    site: Site,
    tableau: Mapping[str, Verification],
    rangees: Sequence[Rangee],
    le: date,
    jour: date,
    nommer: Callable[[str], str],
) -> Formulaire:
    """What was seen, and the action foreseen (not for those who may not write actions)."""
    suivis = [rangee.suivi for rangee in rangees]
    champs: list[Champ] = [ChampLong("constat", "Ce qui a été vu", obligatoire=True, lignes=3)]
    if site.peut("actions", Verbe.NOTER):
        prevue = vues.action_prevue(suivis[0], jour)
        pilote = nommer(prevue.pilote).partition(",")[0] if len(suivis) == 1 else "le responsable de chacune"
        aide = f"pilote : {pilote}, pour le {date_courte(prevue.echeance)}"
        champs.append(ChampOuiNon("action", "Ouvrir une action", defaut=True, aide=aide))
    champs.append(ChampTexte("preuve", "Preuve", aide=AIDE_PREUVE))

    def enregistrer(saisie: Saisie) -> list[Any]:
        une_saisie = [
            verifications.ResultatSaisi(
                tableau[s.occurrence.verification],
                s.occurrence.periode,
                Resultat.NON_CONFORME,
                le,
                saisie.valeurs["constat"],
                saisie.valeurs["preuve"],
                saisie.valeurs.get("action", False),
                lu,
                _deja_note(lu),
            )
            for s, lu in zip(suivis, saisie.fiche, strict=True)
        ]
        return verifications.noter_lot(site, une_saisie, jour=jour)

    return Formulaire(
        f"Non conforme : {_titre(suivis)}",
        champs,
        enregistrer,
        intro=suivis[0].libelle if len(suivis) == 1 else "",
        brouillon=_brouillon("constat", suivis),
        fiche=_constats(suivis),
        relire=lambda: _relire(site, suivis, jour),
        dire=_dire_non_conforme,
    )


def _constats(suivis: Iterable[Suivi]) -> tuple[Constat | None, ...]:
    """What was noted of each, as it was read."""
    return tuple(suivi.constat for suivi in suivis)


def _relire(site: Site, suivis: Iterable[Suivi], jour: date) -> tuple[Constat | None, ...]:
    return _constats(vues.relire(site, suivi, jour=jour) for suivi in suivis)


def _deja_note(lu: Constat | None) -> bool:
    return lu is not None and lu.resultat is not None


def _brouillon(nom: str, suivis: Sequence[Suivi]) -> str:
    """The draft of one occurrence, or of this choice of several."""
    suite = f"-et-{len(suivis) - 1}" if len(suivis) > 1 else ""
    return f"{nom}-{suivis[0].occurrence.ident}{suite}"


def _titre(suivis: Sequence[Suivi]) -> str:
    return suivis[0].occurrence.reference if len(suivis) == 1 else accorder(len(suivis), "vérification")


def _dire_non_conforme(notes: Sequence[Any]) -> str:
    actions = [note.action for note in notes if note.action]
    mots = accorder(len(notes), "non-conformité notée")
    return f"{mots}, {'actions' if len(actions) > 1 else 'action'} {', '.join(actions)}." if actions else f"{mots}."


def corriger(site: Site, verification: Verification, suivi: Suivi, le: date, jour: date) -> Formulaire:
    """Everything of a result, for a first entry with its details or for a correction (the first stays in history)."""
    note = suivi.constat if suivi.resultat else None
    personnes = choix.personnes(site, jour=jour)
    reponse = verifications.proposee(site, suivi.occurrence, le=note.le if note else le)
    propose = reponse.resultat if reponse else None
    champs: list[Champ] = [
        ChampChoix(
            "resultat",
            "Résultat",
            RESULTATS,
            defaut=note.resultat if note else propose,
            obligatoire=True,
            aide=f"le registre répond\u00a0: {reponse.resultat} ({reponse.en_mots})" if reponse else "",
        ),
        ChampLong("constat", "Ce qui a été vu", lignes=3, defaut=note.constat if note else None),
        ChampDate("le", "Fait le", sens=Sens.PASSE, defaut=note.le if note else le, obligatoire=True),
        ChampTexte("preuve", "Preuve", defaut=note.preuve if note else None, aide=AIDE_PREUVE),
        ChampChoix("par", "Fait par", personnes, aide="vide : vous-même"),
    ]

    def enregistrer(saisie: Saisie) -> Any:
        valeurs = {**saisie.valeurs, "resultat": Resultat(saisie.valeurs["resultat"])}
        return verifications.noter(
            site,
            verification,
            suivi.occurrence.periode,
            jour=jour,
            lu=saisie.fiche,
            corriger=_deja_note(saisie.fiche),
            **valeurs,
        )

    verbe = "Corriger" if note else "Noter"
    intro = suivi.libelle
    if note is not None:
        intro += "\nLe premier résultat reste dans l’historique (touche j)."
    return Formulaire(
        f"{verbe} {suivi.occurrence.reference}",
        champs,
        enregistrer,
        intro=intro,
        brouillon=_brouillon("resultat", [suivi]),
        fiche=suivi.constat,
        relire=lambda: _relire(site, [suivi], jour)[0],
        dire="Résultat corrigé." if note else "Résultat noté.",
    )


def preuve(site: Site, verification: Verification, suivi: Suivi, le: date, jour: date) -> Formulaire:
    """A note and a proof beside a result; a check not noted yet is noted conforme with them."""
    note = suivi.constat if suivi.resultat else None
    resultat = note.resultat if note is not None and note.resultat else Resultat.CONFORME

    def enregistrer(saisie: Saisie) -> Any:
        return verifications.noter(
            site,
            verification,
            suivi.occurrence.periode,
            resultat,
            jour=jour,
            le=note.le if note else le,
            lu=saisie.fiche,
            corriger=_deja_note(saisie.fiche),
            **saisie.valeurs,
        )

    champs: list[Champ] = [
        ChampLong("constat", "Note", lignes=3, defaut=note.constat if note else None),
        ChampTexte("preuve", "Preuve", defaut=note.preuve if note else None, aide=AIDE_PREUVE),
    ]
    intro = suivi.libelle if note else f"{suivi.libelle}\nElle sera notée conforme."
    return Formulaire(
        f"Note et preuve : {suivi.occurrence.reference}",
        champs,
        enregistrer,
        intro=intro,
        brouillon=_brouillon("note", [suivi]),
        fiche=suivi.constat,
        relire=lambda: _relire(site, [suivi], jour)[0],
        dire="Note enregistrée.",
    )


def raison(
    site: Site, tableau: Mapping[str, Verification], suivis: Sequence[Suivi], jour: date, choisie: str = ""
) -> Formulaire:
    """Why it was missed, with a precision in words."""
    note = suivis[0].constat
    champs: list[Champ] = [
        ChampChoix(
            "raison", "Raison", RAISONS, defaut=choisie or (note.raison if note else "") or None, obligatoire=True
        ),
        ChampLong(
            "texte",
            "Précision",
            lignes=3,
            defaut=note.explication if note else None,
            aide="obligatoire pour « autre »",
        ),
    ]

    if choisie:
        champs.reverse()

    def enregistrer(saisie: Saisie) -> list[Suivi]:
        lus = [suivre(s.occurrence, lu, jour) for s, lu in zip(suivis, saisie.fiche, strict=True)]
        return vues.expliquer(site, dict(tableau), lus, jour=jour, **saisie.valeurs)

    intro = suivis[0].libelle if len(suivis) == 1 else ""
    return Formulaire(
        f"Manquée : {_titre(suivis)}",
        champs,
        enregistrer,
        intro=intro,
        brouillon=_brouillon("raison", suivis),
        fiche=_constats(suivis),
        relire=lambda: _relire(site, suivis, jour),
        dire="Raison enregistrée.",
    )


class JourDeTournee(NamedTuple):
    """The day of the round being typed; `le` None: today."""

    le: date | None


def jour_de_tournee(le: date | None, jour: date) -> Formulaire:
    """Which day was the round done? Empty: today, as usual."""

    def enregistrer(saisie: Saisie) -> JourDeTournee:
        voulu: date | None = saisie.valeurs["le"]
        if voulu is not None:
            exiger_arrivee(voulu, jour)
        return JourDeTournee(None if voulu == jour else voulu)

    return Formulaire(
        "Saisir une tournée faite un autre jour",
        [ChampDate("le", "Faite le", sens=Sens.PASSE, defaut=le, aide="vide : aujourd’hui")],
        enregistrer,
        intro="La liste montrera ce qui était à faire ce jour-là ; c, x et o noteront à cette date.",
        bouton="Choisir",
    )
