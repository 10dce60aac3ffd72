"""The figures of the réclamations over a period (engagements 9 and 12): a period beside the same one a year before.

What each figure counts is said in `comptages`, once; here they are put together, and classified. N and N-1 are seen
with as much behind them: N on `jour`, N-1 a year before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from qualitui.domain.base import Valeur
from qualitui.domain.comptage import Comptage, Definition, Fenetre, fenetre
from qualitui.domain.comptage import nombre as en_nombre
from qualitui.domain.francais import taux
from qualitui.domain.reclamations import comptages
from qualitui.domain.reclamations.comptages import Dossiers
from qualitui.domain.reclamations.fiche import Reclamation
from qualitui.domain.temps.calendrier import ajouter_mois


class Part(Valeur):
    """A rate told with what it counts: `numerateur` out of `denominateur`."""

    numerateur: int
    denominateur: int

    def __str__(self) -> str:
        """« 87 % (13/15) »; « non mesuré » without a denominator."""
        return taux(self.numerateur, self.denominateur)


class Ligne(Valeur):
    """One row of a classification: N and N-1 (None: the site had received nothing yet). `code` is empty for cases not
    classified.

    In the classification by month, the rate is the one of the cases whose month ends in it: those received may still be
    answered.
    """

    code: str
    nombre: int
    precedent: int | None
    delai: Part
    delai_precedent: Part


class BilanReclamations(Valeur):
    """The figures of one period, both days included, as seen on `jour`. Days are calendar days; None: not measured, as
    a count of before the site had received anything, or a delay without an answer.

    `ouvertes`, `ouvertes_en_retard`: on the last day of the period, whenever the cases were received.
    """

    du: date
    au: date
    jour: date
    recues: int | None
    ecrites: int | None
    dans_le_mois: Part
    pas_encore_echues: int | None
    au_quantieme: Part
    hors_decompte: int | None
    ouvertes: int | None
    ouvertes_en_retard: int | None
    mediane: float | None
    neuvieme_decile: float | None
    accuses: Part
    attentes: Part
    attentes_envoyees: int | None
    contestees: int | None
    rendez_vous: int | None
    mediateur: int | None


# field of a BilanReclamations → the code of its figure; in the order of the screens and of the command
CODES = {
    "recues": "ECO-01",
    "ecrites": "ECO-02",
    "dans_le_mois": "ECO-03",
    "au_quantieme": "ECO-12",
    "ouvertes": "ECO-13",
    "ouvertes_en_retard": "ECO-08",
    "mediane": "ECO-06",
    "neuvieme_decile": "ECO-07",
    "accuses": "ECO-04",
    "attentes": "ECO-05",
    "attentes_envoyees": "ECO-14",
    "contestees": "ECO-09",
    "rendez_vous": "ECO-10",
    "mediateur": "ECO-11",
}
_RESTES = {"pas_encore_echues": "  pas encore échus", "hors_decompte": "  hors du décompte"}


def _definitions() -> Mapping[str, Definition]:
    return {figure.definition.code: figure.definition for figure in comptages.FIGURES}


def figures() -> dict[str, str]:
    """What each figure is called, the same everywhere: field → label, two spaces before a part of the line above."""
    connues, titres = _definitions(), {}
    for champ, code in CODES.items():
        definition = connues[code]
        titres[champ] = f"{definition.libelle} (jours)" if definition.unite else definition.libelle
        if champ == "dans_le_mois":
            titres |= _RESTES
    return titres


def figures_en_mots(bilan: BilanReclamations) -> tuple[str, ...]:
    """Each figure as people read it, in the order of `figures()`."""
    return tuple(figure_en_mots(getattr(bilan, champ)) for champ in figures())


def figure_en_mots(valeur: int | float | Part | None) -> str:
    """« 33\u00a0% (1/3) », « 30,5 », « non mesuré »."""
    if valeur is None:
        return "non mesuré"
    return str(valeur) if isinstance(valeur, Part) else en_nombre(valeur)


class Statistiques(Valeur):
    """A period and the same one a year before, with the classifications of engagement 12."""

    bilan: BilanReclamations
    precedent: BilanReclamations
    par_nature: tuple[Ligne, ...]
    par_motif: tuple[Ligne, ...]
    par_canal: tuple[Ligne, ...]
    par_service: tuple[Ligne, ...]
    par_mois: tuple[Ligne, ...]


class Mois(Valeur):
    """A month of the trend: what was received, and the rate of the cases whose month ended in it."""

    du: date
    au: date
    recues: int
    dans_le_mois: Part


class Registre(NamedTuple):
    """The cases, as `comptages` reads them."""

    dossiers: Dossiers


def periode_annuelle(annee: int, jour: date) -> tuple[date, date]:
    """The civil year, up to `jour` when it is not over: N-1 is then compared at the same day."""
    fin = date(annee, 12, 31)
    return date(annee, 1, 1), min(fin, jour) if jour.year == annee else fin


def un_an_avant(jour: date) -> date:
    """The same day of the year before; 29 February becomes the 28th."""
    return ajouter_mois(jour, -12)


def statistiques(reclamations: Iterable[Reclamation], du: date, au: date, jour: date) -> Statistiques:
    """The figures of [du, au] as seen on `jour`, and of the same period a year before as it was seen a year before."""
    registre = Registre(Dossiers(reclamations))
    vue = Fenetre(du, au, jour)
    connu = registre.dossiers.connus(vue.un_an_avant)
    cas = list(registre.dossiers.recus(vue))
    avant = list(registre.dossiers.recus(vue.un_an_avant))

    def classer(cle: Callable[[Reclamation], str]) -> tuple[Ligne, ...]:
        return classement(cas, avant if connu else None, cle, vue)

    return Statistiques(
        bilan=bilan(registre, vue),
        precedent=bilan(registre, vue.un_an_avant),
        par_nature=classer(lambda r: r.nature),
        par_motif=classer(lambda r: r.motif),
        par_canal=classer(lambda r: r.canal),
        par_service=classer(lambda r: r.service),
        par_mois=par_mois(registre, vue),
    )


def bilan(registre: Registre, vue: Fenetre) -> BilanReclamations:
    """The figures of one window."""
    lus = {figure.definition.code: figure.calcul for figure in comptages.FIGURES}

    def lire(code: str) -> Comptage:
        return lus[code](registre, vue)

    def compter(code: str) -> int | None:
        numerateur = lire(code).numerateur
        return None if numerateur is None else int(numerateur)

    mois = lire("ECO-03")
    ecrites = [r for r in registre.dossiers.recus(vue) if r.ecrit]
    exclues = {reference for reference, _ in mois.exclues}
    connu = registre.dossiers.connus(vue)
    return BilanReclamations(
        du=vue.du,
        au=vue.au,
        jour=vue.le,
        recues=compter("ECO-01"),
        ecrites=compter("ECO-02"),
        dans_le_mois=en_part(mois),
        pas_encore_echues=len(mois.pas_encore_echues) if connu else None,
        au_quantieme=en_part(lire("ECO-12")),
        hors_decompte=sum(r.reference in exclues for r in ecrites) if connu else None,
        ouvertes=compter("ECO-13"),
        ouvertes_en_retard=compter("ECO-08"),
        mediane=lire("ECO-06").numerateur,
        neuvieme_decile=lire("ECO-07").numerateur,
        accuses=en_part(lire("ECO-04")),
        attentes=en_part(lire("ECO-05")),
        attentes_envoyees=compter("ECO-14"),
        contestees=compter("ECO-09"),
        rendez_vous=compter("ECO-10"),
        mediateur=compter("ECO-11"),
    )


def en_part(compte: Comptage) -> Part:
    return Part(numerateur=int(compte.numerateur or 0), denominateur=int(compte.denominateur or 0))


def classement(
    cas: Sequence[Reclamation], avant: Sequence[Reclamation] | None, cle: Callable[[Reclamation], str], vue: Fenetre
) -> tuple[Ligne, ...]:
    """Count by `cle`, N beside N-1 (None: not measured), the most frequent first.

    The cases are as they stood on the day of each window.
    """
    ici, passes = _grouper(cas, cle), _grouper(avant or (), cle)
    lignes = (
        Ligne(
            code=code,
            nombre=len(ici[code]),
            precedent=None if avant is None else len(passes[code]),
            delai=en_part(comptages.taux_du_mois(ici[code], vue)),
            delai_precedent=en_part(comptages.taux_du_mois(passes[code], vue.un_an_avant)),
        )
        for code in {*ici, *passes}
    )
    return tuple(sorted(lignes, key=lambda ligne: (-ligne.nombre, -(ligne.precedent or 0), ligne.code)))


def _grouper(cas: Iterable[Reclamation], cle: Callable[[Reclamation], str]) -> dict[str, list[Reclamation]]:
    groupes: dict[str, list[Reclamation]] = defaultdict(list)
    for dossier in cas:
        groupes[cle(dossier)].append(dossier)
    return groupes


def par_mois(registre: Registre, vue: Fenetre) -> tuple[Ligne, ...]:
    """The months with something received or due, in order: « 01 » to « 12 »."""
    lignes = []
    for mois in range(1, 13):
        ici = _du_mois(registre, vue, mois)
        avant = _du_mois(registre, vue.un_an_avant, mois)
        ligne = Ligne(
            code=f"{mois:02d}",
            nombre=int(ici[0] or 0),
            precedent=None if avant[0] is None else int(avant[0]),
            delai=ici[1],
            delai_precedent=avant[1],
        )
        if ligne.nombre or ligne.precedent or ligne.delai.denominateur or ligne.delai_precedent.denominateur:
            lignes.append(ligne)
    return tuple(lignes)


def _du_mois(registre: Registre, vue: Fenetre, mois: int) -> tuple[float | None, Part]:
    """Received in that month of the window (None: not measured), and kept among those whose own month ends in it."""
    recus: float | None = None
    tenus, dus = 0, 0
    for annee in range(vue.du.year, vue.au.year + 1):
        premier = date(annee, mois, 1)
        dernier = date.fromordinal(ajouter_mois(premier, 1).toordinal() - 1)
        du, au = max(premier, vue.du), min(dernier, vue.au)
        if du > au:
            continue
        ce_mois = fenetre(du, au, vue.le)
        recus_du_mois = comptages.FIGURES[0].calcul(registre, ce_mois).numerateur
        recus = recus if recus_du_mois is None else (recus or 0) + recus_du_mois
        echus = comptages.echus(registre, ce_mois)
        mois_echu = en_part(echus)
        tenus, dus = tenus + mois_echu.numerateur, dus + mois_echu.denominateur
    return recus, Part(numerateur=tenus, denominateur=dus)


def mois_glissants(reclamations: Sequence[Reclamation], jour: date, nombre: int = 13) -> tuple[Mois, ...]:
    """The last `nombre` months, the current one up to `jour`, oldest first; each as it was at its own end."""
    registre = Registre(Dossiers(reclamations))
    mois: list[Mois] = []
    for recul in range(nombre - 1, -1, -1):
        premier = ajouter_mois(jour.replace(day=1), -recul)
        dernier = date.fromordinal(ajouter_mois(premier, 1).toordinal() - 1)
        vue = fenetre(premier, dernier, jour)
        recus = comptages.FIGURES[0].calcul(registre, vue)
        mois.append(
            Mois(
                du=vue.du,
                au=vue.au,
                recues=int(recus.numerateur or 0),
                dans_le_mois=en_part(comptages.echus(registre, vue)),
            )
        )
    return tuple(mois)
