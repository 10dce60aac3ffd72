"""Why a gesture on a réclamation is refused: one class a case, its French sentence inside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from qualitui.domain.base import Refus
from qualitui.domain.francais import date_en_mots, entre_guillemets, enumerer


class DateRefusee(Refus):
    """A date of a case can't be."""


class DateFuture(DateRefusee):
    """What is recorded has happened: it is never after today."""

    def __init__(self, le: date, jour: date, champ: str = "le") -> None:
        super().__init__(
            f"Le {date_en_mots(le)} n’est pas encore passé : nous sommes le {date_en_mots(jour)}.", champ=champ
        )


class AvantReception(DateRefusee):
    """Nothing happens to a case before the City received it."""

    def __init__(self, le: date, recue_le: date, champ: str = "le") -> None:
        super().__init__(
            f"Le {date_en_mots(le)} est avant la réception par la Ville, le {date_en_mots(recue_le)}.", champ=champ
        )


class ReceptionApresFait(DateRefusee):
    """The date of receipt can't be moved after something already recorded."""

    def __init__(self, recue_le: date, premier: date) -> None:
        super().__init__(
            f"La réception ne peut pas être le {date_en_mots(recue_le)} : "
            f"le premier fait du dossier est daté du {date_en_mots(premier)}.",
            champ="recue_le",
        )


class NouvelleDateTropTot(DateRefusee):
    """The new date given by an attente comes after the attente itself."""

    def __init__(self, nouvelle: date, le: date) -> None:
        super().__init__(
            f"La nouvelle date ({date_en_mots(nouvelle)}) doit venir après l’envoi de la réponse d’attente, "
            f"le {date_en_mots(le)}.",
            champ="nouvelle_date",
        )


class GesteRefuse(Refus):
    """The life of the case does not allow this gesture now."""


class DejaCloturee(GesteRefuse):
    """The case is closed."""

    def __init__(self, genre: str, reference: str, depuis: date | None) -> None:
        super().__init__(
            f"{_dossier(reference)} est clôturé{_depuis(depuis)} : le rouvrir d’abord, en disant pourquoi, "
            f"pour y noter « {genre} »."
        )


class DejaRepondue(GesteRefuse):
    """The case has had its answer."""

    def __init__(self, genre: str, reference: str, depuis: date | None) -> None:
        super().__init__(
            f"{_dossier(reference)} a sa réponse{_depuis(depuis)} : le rouvrir d’abord, en disant pourquoi, "
            f"pour y noter « {genre} »."
        )


class PasEncoreRepondue(GesteRefuse):
    """Only an answered or closed case can be contested or opened again."""

    def __init__(self, genre: str, reference: str) -> None:
        super().__init__(
            f"{_dossier(reference)} n’a encore ni réponse ni clôture à cette date : « {genre} » n’a pas lieu d’être."
        )


class AccuseDejaEnvoye(GesteRefuse):
    """One accusé is enough."""

    def __init__(self, reference: str, le: date) -> None:
        super().__init__(f"L’accusé de réception de {reference} est déjà parti le {date_en_mots(le)}.", champ="le")


class InterlocuteurManquant(GesteRefuse):
    """A réponse d’attente names who follows the matter (engagement 9; 13 in 2014)."""

    def __init__(self) -> None:
        super().__init__(
            "Une réponse d’attente nomme la personne qui suit l’affaire : indiquez l’interlocuteur.",
            champ="interlocuteur",
        )


class RaisonManquante(GesteRefuse):
    """This gesture is never done without saying why."""

    def __init__(self, geste: str, champ: str = "raison") -> None:
        super().__init__(f"Dites pourquoi : {geste} demande une raison.", champ=champ)


class NatureManquante(GesteRefuse):
    """Qualifying is saying what the case is."""

    def __init__(self) -> None:
        super().__init__("Qualifier, c’est dire la nature de l’écrit : réclamation, demande…", champ="nature")


class ClotureSansReponse(GesteRefuse):
    """« Répondue » is not a reason to close a case that was not answered."""

    def __init__(self, reference: str, motifs: Iterable[str]) -> None:
        super().__init__(
            f"{_dossier(reference)} n’a pas encore de réponse : y répondre d’abord, ou choisir un autre motif "
            f"({enumerer(motifs, 'ou')}).",
            champ="motif",
        )


class ReponseAttendue(GesteRefuse):
    """A written case with a deadline is not closed as needing no answer."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"{_dossier(reference)} a une échéance : une réponse est attendue, elle ne peut pas être close "
            "comme « sans réponse attendue ».",
            champ="motif",
        )


class CodeInconnu(Refus):
    """A code typed is in no table. `quoi` is « Le canal »; without any of `proches`, all of `connus` are told."""

    def __init__(self, quoi: str, saisi: str, proches: Iterable[str], connus: Iterable[str], champ: str) -> None:
        candidats = [entre_guillemets(code) for code in proches]
        aide = (
            f"Vouliez-vous dire {enumerer(candidats, 'ou')} ?" if candidats else f"Au choix : {enumerer(connus, 'ou')}."
        )
        super().__init__(f"{quoi} {entre_guillemets(saisi)} n’existe pas. {aide}", champ=champ)


class AucunFait(GesteRefuse):
    """There is nothing to put right in the life of the case."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"{_dossier(reference)} n’a aucun fait daté : il n’y a rien à corriger ni à retirer.", "fait")


class FaitAbsent(GesteRefuse):
    """The fact designated is not, or no longer, one of the case."""

    def __init__(self, reference: str, saisi: str, connus: Iterable[str]) -> None:
        super().__init__(
            f"{_dossier(reference)} n’a pas de fait {entre_guillemets(saisi)}. Ses faits : {enumerer(connus)}.", "fait"
        )


class FaitAmbigu(GesteRefuse):
    """Several facts bear the name typed: their number says which."""

    def __init__(self, reference: str, saisi: str, connus: Iterable[str]) -> None:
        super().__init__(
            f"Plusieurs faits de {reference} répondent à {entre_guillemets(saisi)} : {enumerer(connus)}. "
            "Donnez le numéro du bon.",
            "fait",
        )


class RienACorriger(GesteRefuse):
    """A correction changes something."""

    def __init__(self) -> None:
        super().__init__("Rien ne change : dites ce qui est à corriger (la date, l’interlocuteur…).")


class PrecisionSansObjet(GesteRefuse):
    """This precision does not belong to that kind of fact."""

    def __init__(self, nom: str, genre: str, champ: str) -> None:
        super().__init__(f"Ce fait n’a pas de {nom} : « {genre} » n’en porte pas.", champ)


class ClotureContredite(GesteRefuse):
    """Without its answer, the case can't stay closed for that reason."""

    def __init__(self, motif: str) -> None:
        super().__init__(f"Sans réponse, la clôture « {motif} » serait fausse : retirez-la ou corrigez-la d’abord.")


class SuiteRompue(GesteRefuse):
    """What comes after in the life of the case would no longer hold together."""

    def __init__(self, phrase: str) -> None:
        super().__init__(f"Le reste du dossier ne tiendrait plus. {phrase}")


def _dossier(reference: str) -> str:
    return f"Le dossier {reference}" if reference else "Ce dossier"


def _depuis(depuis: date | None) -> str:
    return f" depuis le {date_en_mots(depuis)}" if depuis else ""
