"""The concepts of the house: what each one is called, and where it stands on every floor. Said here and nowhere else.

What lists the concepts (rights, keys, F9, palette, commands, history, check-up, origins of an action…) is derived from
`CONCEPTS`. What a concept gives to another in code is found by its place, not by a table: a file of a fixed name in its
room, and in it a function of a fixed name (`Concept.piece`, `lieu`):

- `operations/<salle>/semaine.py`, `etapes(site, jour)`: what its records that are not over wait for, for « La semaine
  du site »; `de(site, fiche, jour)`: the same of one record; `tenu(site, evenement, debut, jour)`: whether an event of
  the planning that names the concept (`tenu_par`) was held in the period that begins on `debut`;
- `operations/<salle>/codes.py`, `connus(site)`: its codes, when no record bears them, for the origin of an action;
- `domain/<salle>/portee.py`, `porteurs(fiche)`: to whom a record is given, for a role bound to its own;
- `domain/<salle>/passation.py`, `confiee_a(fiche)`: the persons and roles who carry a record that is not over, as what;
  `confier(fiche, de, a, …)`: the record handed over;
- `domain/<salle>/diagnostic.py`, `constatations(fiches, calendrier, connus)`: what only it checks, for the
  check-up (`connus`: the names of the records that cannot be read here);
- `ui/screens/<nom>/ecran.py`, the class `Ecran<Nom>`; `cli/<commande>/commande.py`, `construire(analyseur)`: one file
  without a folder when that is enough.

Nothing heavy is imported here: every command reads this.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, NamedTuple


class Domaine(NamedTuple):
    """A domain of roles-eps.toml, and how a refusal names it."""

    code: str
    en_mots: str


class Ecran(NamedTuple):
    """`court` fits the header at 80 columns; without `touche` the screen is in the F9 menu; `titre`: not its plural."""

    court: str
    aide: str
    touche: str = ""
    titre: str = ""


class Commande(NamedTuple):
    """A noun of the command line and its help."""

    nom: str
    aide: str


class Numero(NamedTuple):
    """What people quote: « R-2026-014 », a number in the year; or a code, « V-NET-02 » (`par_annee` False).

    `periodes`: one of its periods may be quoted too, « V-NET-02 × 2026-03-02 ».
    """

    lettre: str
    exemple: str
    par_annee: bool = True
    periodes: bool = False

    @property
    def motif(self) -> str:
        """The regular expression of a reference."""
        return rf"{self.lettre}-\d{{4}}-\d+" if self.par_annee else rf"{self.lettre}-[A-Z]+-\d+(?:\s*[@×]\s*\S+)?"


class Rayon(NamedTuple):
    """The year of a record, and whether it still asks for something (`rayons.py`).

    `annee`: the field whose first four characters are the year. `etat`: the field that says whether it is over, by one
    of the values `clos`, or by any when none is named; without it, nothing stays open. When it is a list of facts, the
    last one whose `cle` is among `clos` or `rouvre` decides. `ident`: the mark after which the ids say the year too; a
    record whose id says another one stays with what is open.
    """

    annee: str
    etat: str = ""
    clos: tuple[str, ...] = ()
    rouvre: tuple[str, ...] = ()
    cle: str = ""
    ident: str = ""


class Table(NamedTuple):
    """A table of the register. `modele`: its record, as a path in `domain`; `cle`: the field people name it by.

    `cle` is empty when only the record's id names it. `genre`: what one record is, when it is not the concept itself.
    `renvois`: the field that quotes actions, « decisions.action » for a field of each one of a list; `appel`: how a
    sentence on that quotation names the record, when its key is not enough. `rayon`: how it is put away; None: whole.
    """

    nom: str
    modele: str
    cle: str = "reference"
    genre: str = ""
    renvois: str = ""
    appel: str = ""
    rayon: Rayon | None = None

    def importer(self) -> type[Any]:
        """The class of its records."""
        module, _, classe = self.modele.rpartition(".")
        modele: type[Any] = getattr(import_module(f"qualitui.domain.{module}"), classe)
        return modele


class Concept(NamedTuple):
    """`nom` is also its screen's; `salle` its room in `domain` and `operations`, when it is not `nom`.

    `origines`: the codes of [[origine_action]] that quote one of its records; its letter tells the first.
    """

    nom: str
    singulier: str
    pluriel: str
    domaine: Domaine
    tables: tuple[Table, ...]
    ecran: Ecran
    commandes: tuple[Commande, ...]
    numero: Numero | None = None
    origines: tuple[str, ...] = ()
    salle: str = ""

    @property
    def titre(self) -> str:
        return self.ecran.titre or self.pluriel[:1].upper() + self.pluriel[1:]

    @property
    def lettre(self) -> str:
        """The letter of its numbers; empty when they have none."""
        return self.numero.lettre if self.numero else ""

    def piece(self, etage: str, nom: str) -> ModuleType | None:
        """The file `nom` of its room on this floor; None when it has none."""
        salle = f"qualitui.{etage}.{self.salle or self.nom}"
        fichier = f"{salle}.{nom}"
        return import_module(fichier) if est_une_salle(salle) and find_spec(fichier) else None


def est_une_salle(lieu: str) -> bool:
    """True for a folder, False for a module of one file or for nothing."""
    trouve = find_spec(lieu)
    return trouve is not None and trouve.submodule_search_locations is not None


def lieu(etage: str, nom: str, piece: str) -> str:
    """The module of a screen or of a command: the file `piece` of its room, or a file of its own; empty if none."""
    seul = f"qualitui.{etage}.{nom}"
    if est_une_salle(seul):
        return f"{seul}.{piece}"
    return seul if find_spec(seul) else ""


PLAN = Domaine("actions", "le plan d’actions")
PARAMETRES = Domaine("parametres", "l’équipe et les réglages du site")

CONCEPTS: tuple[Concept, ...] = (
    Concept(
        nom="reclamations",
        singulier="réclamation",
        pluriel="réclamations",
        domaine=Domaine("reclamations", "les réclamations"),
        tables=(
            Table(
                "reclamations",
                "reclamations.fiche.Reclamation",
                renvois="actions",
                rayon=Rayon(
                    "recue_le", "faits", clos=("clôture",), rouvre=("réouverture", "contestation"), cle="genre"
                ),
            ),
        ),
        ecran=Ecran("Récl.", "Enregistrer, suivre et répondre.", "f3"),
        commandes=(
            Commande("reclamation", "enregistrer et suivre les réclamations"),
            Commande("courrier", "écrire un accusé, une réponse d’attente ou une réponse"),
        ),
        numero=Numero("R", "R-2026-014"),
        origines=("reclamation", "suggestion-usager"),
    ),
    Concept(
        nom="verifications",
        singulier="vérification",
        pluriel="vérifications",
        domaine=Domaine("verifications", "les vérifications"),
        tables=(
            Table("verifications", "verifications.fiche.Verification", "code"),
            Table(
                "constats",
                "verifications.fiche.Constat",
                cle="",
                genre="résultat",
                renvois="action",
                appel="{verification} × {periode}",
                rayon=Rayon("periode", ident="@"),
            ),
        ),
        ecran=Ecran("Vérif.", "Cocher ce qui est à vérifier.", "f4"),
        commandes=(Commande("verification", "tenir le tableau des vérifications périodiques"),),
        numero=Numero("V", "V-NET-02 ou V-NET-02@2026-03-02", par_annee=False, periodes=True),
        origines=("verification",),
    ),
    Concept(
        nom="actions",
        singulier="action",
        pluriel="actions",
        domaine=PLAN,
        tables=(
            Table("actions", "actions.fiche.Action", rayon=Rayon("creee_le", "etat", clos=("close", "abandonnée"))),
        ),
        ecran=Ecran("Actions", "Suivre le plan d’actions du site.", "f5"),
        commandes=(Commande("action", "suivre le plan d’actions"),),
        numero=Numero("A", "A-2026-012"),
    ),
    Concept(
        nom="trimestre",
        singulier="revue du trimestre",
        pluriel="revues du trimestre",
        domaine=PLAN,
        tables=(
            Table(
                "trimestres",
                "trimestres.RevueTrimestrielle",
                "trimestre",
                renvois="decisions.action",
                appel="revue {trimestre}",
            ),
        ),
        ecran=Ecran("Trimestre", "Passer les actions en revue.", titre="Revue du trimestre"),
        commandes=(Commande("trimestre", "tenir la revue trimestrielle des actions"),),
        salle="trimestres",
    ),
    Concept(
        nom="suggestions",
        singulier="suggestion",
        pluriel="suggestions",
        domaine=Domaine("suggestions", "les suggestions"),
        tables=(
            Table(
                "suggestions",
                "suggestions.fiche.Suggestion",
                renvois="action",
                rayon=Rayon("recue_le", "presentee_le"),
            ),
        ),
        ecran=Ecran("Sugg.", "Noter une suggestion, y répondre.", "f6"),
        commandes=(Commande("suggestion", "recueillir les suggestions des agents"),),
        numero=Numero("S", "S-2026-007"),
        origines=("suggestion-agent",),
    ),
    Concept(
        nom="indicateurs",
        singulier="indicateur",
        pluriel="indicateurs",
        domaine=Domaine("indicateurs", "les indicateurs"),
        tables=(
            Table(
                "valeurs",
                "indicateurs.fiche.ValeurIndicateur",
                cle="",
                genre="valeur d’indicateur",
                appel="{indicateur} × {periode}",
                rayon=Rayon("periode"),
            ),
        ),
        ecran=Ecran("Indic.", "Saisir et lire les indicateurs.", "f7"),
        commandes=(Commande("indicateur", "saisir et lire les indicateurs"),),
        numero=Numero("I", "I-TEL-01", par_annee=False),
        origines=("indicateur",),
    ),
    Concept(
        nom="revue",
        singulier="revue annuelle",
        pluriel="revues annuelles",
        domaine=Domaine("revue", "la revue annuelle"),
        tables=(Table("revues", "revue.fiche.RevueAnnuelle", "annee"),),
        ecran=Ecran("Revue", "Préparer la revue qualité locale de l’année.", "f8", "Revue annuelle"),
        commandes=(Commande("revue", "écrire la revue qualité locale de l’année"),),
    ),
    Concept(
        nom="equipe",
        singulier="personne",
        pluriel="personnes",
        domaine=PARAMETRES,
        tables=(
            Table("equipe", "reference.equipe.Personne", "code"),
            Table("pertes", "reference.pertes.PerteReconnue", genre="perte reconnue"),
            Table("regularisations", "reference.regularisations.Regularisation", "numero", genre="régularisation"),
        ),
        ecran=Ecran("Équipe", "Les personnes et leurs rôles.", titre="Équipe"),
        commandes=(Commande("equipe", "tenir la liste de l’équipe et de ses rôles"),),
    ),
)

# code of a domain → how a refusal names it
DOMAINES: dict[str, str] = {concept.domaine.code: concept.domaine.en_mots for concept in CONCEPTS}


def concept(nom: str) -> Concept:
    return next(connu for connu in CONCEPTS if connu.nom == nom)


def tables() -> Iterator[tuple[Concept, Table]]:
    """Every table of the register with its concept."""
    for connu in CONCEPTS:
        for table in connu.tables:
            yield connu, table


def de_la_table(nom: str) -> tuple[Concept, Table] | None:
    """None for a table that this program does not know."""
    return next((trouves for trouves in tables() if trouves[1].nom == nom), None)


def domaine_de(table: str) -> str:
    """The domain whose rights protect the table."""
    trouves = de_la_table(table)
    return (trouves[0].domaine if trouves else PARAMETRES).code
