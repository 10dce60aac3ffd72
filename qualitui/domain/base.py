"""What every concept stands on: frozen values, records (fiches) and refusals told in French."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, Field


class Valeur(BaseModel):
    """A frozen value; an unknown key is an error, never a silent loss."""

    # Built on first use: a command that reads one concept does not pay for the others.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Fiche(Valeur):
    """A record of the register.

    `id` and `jeton` belong to the register, not to the content: they are never written with it.
    `id` is empty until the register gives one. `jeton` is the version the person started from: saving
    with an older one is refused (`ModifieEntreTemps`). `lecture_seule` says why this program, which does not know all
    that the record holds, shows it and does not write it; empty for nearly all.
    """

    table: ClassVar[str]

    id: str = Field(default="", exclude=True)
    jeton: str = Field(default="", exclude=True)
    lecture_seule: str = Field(default="", exclude=True)


V = TypeVar("V", bound=Valeur)


def evoluer(valeur: V, **changements: Any) -> V:
    """Return a copy with `changements`, validated whole (pydantic's `model_copy` validates nothing)."""
    return type(valeur).model_validate({**dict(valeur), **changements})


class Refus(Exception):
    """A gesture is refused; the message is the French sentence shown to the person, which says why.

    `champ` names the field at fault when there is one, so that a form shows the sentence beside it.
    """

    def __init__(self, phrase: str, champ: str | None = None) -> None:
        super().__init__(phrase)
        self.phrase = phrase
        self.champ = champ


class AConfirmer(Refus):
    """Not refused for good: asked before going on. The command line names `--quand-meme`, a screen opens a box.

    `croire`: what to do when the person says to go on, before the gesture is made again. The command line says `rien`
    and `condition`; the box says `enjeu`, what a yes entails, over its buttons `oui` and `non`.
    """

    rien: ClassVar[str] = "Rien n’a été enregistré"
    condition: ClassVar[str] = "si c’est juste"
    enjeu: ClassVar[str] = ""
    oui: ClassVar[str] = "Enregistrer quand même"
    non: ClassVar[str] = "Ne rien enregistrer"

    def __init__(self, phrase: str, croire: Callable[[], None]) -> None:
        super().__init__(phrase)
        self.croire = croire


class SaisieRefusee(Refus):
    """Several fields are wrong at once: `erreurs` maps each field to its sentence."""

    def __init__(self, erreurs: Mapping[str, str]) -> None:
        super().__init__(" ".join(erreurs.values()))
        self.erreurs = dict(erreurs)


class Introuvable(Refus):
    """Nothing carries this reference."""
