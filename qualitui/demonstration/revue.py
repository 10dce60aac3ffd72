"""The annual reviews of the demonstration: those of past years approved and told, the last one being written.

The review of the year before the first one is taken over from its signed paper: its objectives are what the first
simulated year is judged on.
"""

from __future__ import annotations

from datetime import date, timedelta

from qualitui.demonstration.agenda import Agenda, Faire, Moment
from qualitui.demonstration.monde import Monde
from qualitui.domain.revue.fiche import Resultat, RevueAnnuelle
from qualitui.domain.revue.zones import ANALYSE
from qualitui.operations.revue import gestes as revue
from qualitui.store.site.site import Site


class Revues:
    def __init__(self, monde: Monde, agenda: Agenda) -> None:
        self._monde = monde
        self._agenda = agenda
        self._textes = monde.textes.revue

    def prevoir(self) -> None:
        """Each January speaks of the year before; until March the last review is left for whoever opens the site."""
        for annee in range(self._monde.debut.year - 1, self._monde.fin.year):
            janvier = self._monde.ouvre(date(annee + 1, 1, 8))
            daa, directeur = self._monde.tenant("daa", janvier), self._monde.tenant("directeur", janvier)
            # Before April the last one is still being written; later, a site that had not approved it would be late.
            derniere = date(annee + 1, 4, 1) > self._monde.fin
            self._agenda.prevoir(janvier, daa, self._rediger(annee, derniere=derniere), moment=Moment.REUNION)
            self._agenda.prevoir(janvier + timedelta(days=6), daa, self._fixer_objectifs(annee), moment=Moment.REUNION)
            if not derniere:
                le = self._monde.ouvre(janvier, 9)
                self._agenda.prevoir(le, daa, self._soumettre(annee), moment=Moment.REUNION)
                self._agenda.prevoir(le, directeur, self._approuver(annee), moment=Moment.SOIR)
                self._agenda.prevoir(le + timedelta(days=13), daa, self._presenter(annee), moment=Moment.SOIR)

    def _rediger(self, annee: int, *, derniere: bool) -> Faire:
        def rediger(site: Site, jour: date) -> None:
            fiche = revue.lire(site, annee)
            absentes = self._textes.absentes if derniere else ()
            textes = {zone: texte for zone, texte in self._textes.textes.items() if zone not in absentes}
            if annee < self._monde.debut.year:
                textes["contexte"] = self._textes.reprise
            for zone in revue.zones(site, fiche, jour):
                texte = self._analyse(zone.code, derniere=derniere)
                if texte:
                    textes[zone.code] = texte
            with site.registre.transaction():
                fiche = revue.saisir(site, fiche, textes)
                for risque in self._textes.risque:
                    fiche = revue.coter_risque(site, fiche, **risque.model_dump())
                self._noter_suites(site, fiche, derniere=derniere)

        return rediger

    def _analyse(self, zone: str, *, derniere: bool) -> str:
        """Why an indicator missed its target; in the last review some are left to write."""
        if not zone.startswith(ANALYSE):
            return ""
        return self._textes.analyses.get(zone.removeprefix(ANALYSE), "" if derniere else self._textes.analyse)

    def _noter_suites(self, site: Site, fiche: RevueAnnuelle, *, derniere: bool) -> None:
        precedente = revue.chercher(site, fiche.annee - 1)
        if precedente is None:
            return
        for objectif, modele in zip(precedente.objectifs, self._textes.objectif, strict=True):
            resultat = modele.resultat or ("" if derniere else Resultat.PARTIEL)
            if resultat:
                fiche = revue.noter_suite(site, fiche, objectif.code, Resultat(resultat), effet=modele.effet)

    def _fixer_objectifs(self, annee: int) -> Faire:
        def fixer(site: Site, jour: date) -> None:
            fiche = revue.lire(site, annee)
            with site.registre.transaction():
                for modele in self._textes.objectif:
                    fiche = revue.fixer_objectif(
                        site,
                        fiche,
                        texte=modele.texte,
                        indicateur=modele.indicateur,
                        cible=modele.cible,
                        pilote=modele.pilote,
                        echeance=date(annee + 1, 12, 31),
                        jour=jour,
                    )

        return fixer

    def _soumettre(self, annee: int) -> Faire:
        def soumettre(site: Site, jour: date) -> None:
            arretee = revue.arreter(site, revue.lire(site, annee), le=jour, jour=jour)
            # Freezing may show an indicator under its target that the first writing had not seen.
            restantes = [z.code for z in revue.zones(site, arretee, jour) if z.code not in arretee.saisies]
            analyses = {code: texte for code in restantes if (texte := self._analyse(code, derniere=False))}
            revue.soumettre(site, revue.saisir(site, arretee, analyses), le=jour)

        return soumettre

    def _approuver(self, annee: int) -> Faire:
        def approuver(site: Site, jour: date) -> None:
            revue.approuver(site, revue.lire(site, annee), par=site.auteur, le=jour, jour=jour)

        return approuver

    def _presenter(self, annee: int) -> Faire:
        def presenter(site: Site, jour: date) -> None:
            revue.presenter(site, revue.lire(site, annee), le=jour, transmise_le=jour, jour=jour)

        return presenter
