"""The fields of a form: a label, what is typed, a word of help or the error just under it.

    ChampTexte("objet", "Objet", obligatoire=True)
    ChampLong("texte", "Texte")                               several lines
    ChampNombre("numerateur", "Numérateur")
    ChampChoix("canal", "Canal", [("courrier", "Courrier"), …])
    ChampOuiNon("urgente", "Urgente")

A field reads its own text (`valeur()`, which raises a Refus); the rules between fields belong to the operations.
"""

from __future__ import annotations

from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Checkbox, Input, TextArea

from qualitui.domain.base import Refus
from qualitui.domain.francais import nettoyer
from qualitui.domain.vigilance import signaler
from qualitui.ui.noyau.coupe import couper
from qualitui.ui.widgets.cases import CaseACocher
from qualitui.ui.widgets.choix import ListeDeChoix, Options


class Champ(Vertical):
    """A one-line text field, and the base of the others. `texte` is what is typed; `valeur()` what it means.

    `REMPLACE`: what is typed on arriving in the field takes the place of what it proposed; a text is gone on with.
    The label and the word under the field are drawn by the field: sixteen fields are forty-eight widgets less.
    """

    REMPLACE: ClassVar[bool] = False
    LIBRE: ClassVar[bool] = False  # a text, which may hold anything
    COMPONENT_CLASSES: ClassVar[set[str]] = {"champ--libelle", "champ--actif", "champ--dessous", "champ--faux"}
    LIBELLE: ClassVar[int] = 23  # columns of the label
    RETRAIT: ClassVar[int] = 26  # columns before the word under the field
    DESSOUS: ClassVar[int] = 20  # lines of it at most

    class Change(Message):
        """What is typed in a field has changed."""

        def __init__(self, champ: Champ) -> None:
            super().__init__()
            self.champ = champ

    def __init__(
        self,
        nom: str,
        libelle: str,
        *,
        defaut: Any = None,
        obligatoire: bool = False,
        aide: str = "",
        partage: bool = True,
    ) -> None:
        super().__init__(id=f"champ-{nom}", classes="champ")
        self.nom = nom
        self.libelle = libelle
        self.obligatoire = obligatoire
        self.aide = aide
        self.depart = "" if defaut is None else self.ecrire(defaut)
        self.secret = False  # True: never kept in a draft on the workstation (identities)
        self.partage = partage  # False: not for the texts that all read (a path, an account, how to reach the site)
        self._signale = ""
        self._dessous = ""
        self._lignes: list[str] = []  # the same, as many lines as it takes
        self._actif = False

    # --- to override ----------------------------------------------------------------------------------

    def ecrire(self, valeur: Any) -> str:
        """The text that shows `valeur`, as a person would type it."""
        return str(valeur)

    def comprendre(self, texte: str) -> Any:
        """What `texte` (never empty) means; a Refus tells why it can't be."""
        return nettoyer(texte)

    def vide(self) -> Any:
        """The value of a field left empty."""
        return ""

    def saisie(self) -> Widget:
        return Input(self.depart, select_on_focus=self.REMPLACE)

    def indication(self) -> str:
        """A word under the field while nothing is wrong."""
        return self.aide

    @property
    def texte(self) -> str:
        return self.query_one(Input).value

    @texte.setter
    def texte(self, texte: str) -> None:
        self.query_one(Input).value = texte

    # --- the same for all -----------------------------------------------------------------------------

    def reprendre(self, texte: str) -> None:
        """Put back what a draft kept; what is typed next takes its place, or goes on with it, as on arriving."""
        self.texte = texte
        entree = self._entree()
        if self.REMPLACE and isinstance(entree, Input) and entree.has_focus:
            entree.select_all()

    def compose(self) -> ComposeResult:
        yield self.saisie()

    def on_mount(self) -> None:
        self.montrer_erreur("")

    # --- what the field draws around what is typed ----------------------------------------------------

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._lignes = self._plier(width)
        return super().get_content_height(container, viewport, width) + len(self._lignes)

    def _plier(self, largeur: int) -> list[str]:
        if not self._dessous:
            return []
        coupes = couper(self._dessous, max(1, largeur - self.RETRAIT))
        return [self._dessous[debut:fin].rstrip(" ") for debut, fin in coupes][: self.DESSOUS]

    def render(self) -> Text:
        """The label on the first line, the word under the last one; what is typed covers what is between."""
        libelle = Text(f"{self.libelle}{' *' if self.obligatoire else ''}" if self.LIBELLE else "")
        libelle.truncate(self.LIBELLE, overflow="ellipsis")
        libelle.stylize(self.get_component_rich_style("champ--actif" if self._actif else "champ--libelle"))
        libelle.align("right", self.LIBELLE)
        libelle.append("\n" * (self.size.height - len(self._lignes)))
        marge, style = " " * self.RETRAIT, "champ--faux" if self.has_class("-faux") else "champ--dessous"
        return libelle.append("\n".join(marge + ligne for ligne in self._lignes), self.get_component_rich_style(style))

    def on_descendant_focus(self) -> None:
        self._actif = True
        self.refresh()

    def on_descendant_blur(self) -> None:
        self._actif = False
        self.refresh()

    # --- what is typed --------------------------------------------------------------------------------

    def valeur(self) -> Any:
        """The value typed. Refus (with `champ`) when it is missing or can't be understood."""
        texte = self.texte
        if not texte.strip():
            if self.obligatoire:
                raise Refus("À remplir.", champ=self.nom)
            return self.vide()
        try:
            return self.comprendre(texte)
        except Refus as refus:
            raise Refus(refus.phrase, champ=self.nom) from refus

    def montrer_erreur(self, phrase: str) -> None:
        """Show the sentence under the field, with a sign; none: show the indication again."""
        self.set_class(bool(phrase), "-faux")
        self._signale = self.signalement()
        dessous = " ".join(filter(None, (f"! {phrase}" if phrase else "", self._signale))) or self.indication()
        if dessous != self._dessous:
            self._dessous, avant = dessous, len(self._lignes)
            self._lignes = self._plier(self.size.width)
            self.refresh(layout=len(self._lignes) != avant)

    def signalement(self) -> str:
        """What seems personal in a text that all will read, said before it is written; empty otherwise."""
        return signaler(self.texte) if self.LIBRE and self.partage and not self.secret else ""

    @property
    def signale(self) -> bool:
        """Whether what there is to say of the text as it is now has been shown."""
        return self.signalement() in ("", self._signale)

    def focus(self, scroll_visible: bool = True) -> Champ:
        self._entree().focus(scroll_visible)
        return self

    def _entree(self) -> Widget:
        return next(w for w in self.query("*").results(Widget) if w.can_focus)

    @property
    def modifie(self) -> bool:
        return self.texte != self.depart

    def _dire_le_changement(self) -> None:
        self.montrer_erreur("")
        self.post_message(self.Change(self))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._dire_le_changement()


class ChampTexte(Champ):
    """A line of text; cleaned (NFC, no control character)."""

    LIBRE = True


class ChampLong(Champ):
    """Several lines of text. Tab leaves the field."""

    LIBRE = True

    def __init__(self, nom: str, libelle: str, *, lignes: int = 4, **options: Any) -> None:
        super().__init__(nom, libelle, **options)
        self.lignes = lignes

    def saisie(self) -> Widget:
        zone = TextArea(self.depart, show_line_numbers=False, tab_behavior="focus")
        zone.styles.height = self.lignes
        return zone

    @property
    def texte(self) -> str:
        return self.query_one(TextArea).text

    @texte.setter
    def texte(self, texte: str) -> None:
        self.query_one(TextArea).text = texte

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._dire_le_changement()


class ChampNombre(Champ):
    """A number, comma or point; `entier`: no decimals."""

    REMPLACE = True

    def __init__(self, nom: str, libelle: str, *, entier: bool = False, **options: Any) -> None:
        super().__init__(nom, libelle, **options)
        self.entier = entier

    def ecrire(self, valeur: Any) -> str:
        return f"{valeur:g}".replace(".", ",")

    def comprendre(self, texte: str) -> float | int:
        plat = "".join(texte.split()).replace(",", ".")
        try:
            return int(plat) if self.entier else self._decimal(plat)
        except ValueError:
            exemple = "12" if self.entier else "12 ou 12,5"
            raise Refus(f"« {texte.strip()} » n’est pas un nombre : tapez {exemple}.") from None

    @staticmethod
    def _decimal(plat: str) -> float:
        nombre = float(plat)
        if nombre != nombre or nombre in (float("inf"), float("-inf")):
            raise ValueError(plat)
        return nombre

    def vide(self) -> None:
        return None


class ChampChoix(Champ):
    """One of a list, found by typing any part of its label; ↓ opens the list. Gives the code, "" when empty."""

    REMPLACE = True

    def __init__(self, nom: str, libelle: str, options: Options, **autres: Any) -> None:
        self.options = tuple(options)
        super().__init__(nom, libelle, **autres)

    def ecrire(self, valeur: Any) -> str:
        return dict(self.options).get(str(valeur), str(valeur))

    def saisie(self) -> Widget:
        return Input(self.depart, select_on_focus=self.REMPLACE, placeholder="tapez, ou ↓ pour la liste")

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield ListeDeChoix(f"#champ-{self.nom} Input", [libelle for _, libelle in self.options])

    def comprendre(self, texte: str) -> str:
        from qualitui.ui.widgets.choix import code_de

        return code_de(texte, self.options)


class ChampOuiNon(Champ):
    """A box to tick with Space. Gives True or False."""

    def ecrire(self, valeur: Any) -> str:
        return "oui" if valeur else ""

    def saisie(self) -> Widget:
        return CaseACocher(self.aide, value=bool(self.depart), compact=True)

    def indication(self) -> str:
        return ""

    @property
    def texte(self) -> str:
        return "oui" if self.query_one(Checkbox).value else ""

    @texte.setter
    def texte(self, texte: str) -> None:
        self.query_one(Checkbox).value = bool(texte)

    def comprendre(self, texte: str) -> bool:
        return True

    def vide(self) -> bool:
        return False

    def on_checkbox_changed(self, event: Checkbox.Changed) -> None:
        event.stop()
        self._dire_le_changement()
