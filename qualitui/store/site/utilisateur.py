"""What belongs to the user and the workstation, never to the share: local state, settings, last site opened."""

from __future__ import annotations

import os
from pathlib import Path

from qualitui.store.chemins import CheminRefuse, lire_chemin
from qualitui.store.disque import etat_local_inutilisable


def etat_local() -> Path:
    """The folder of disposable local state (cache, slot locks, drafts); QUALITUI_ETAT_LOCAL replaces it."""
    impose = os.environ.get("QUALITUI_ETAT_LOCAL")
    if impose:
        return Path(impose)
    from platformdirs import user_state_path  # not paid for where the folder is imposed

    return user_state_path("qualitui", appauthor=False)


def exiger_l_etat_local() -> None:
    """`EcritureImpossible` if nothing can be kept there: a site would be made, in which nothing can be written."""
    import tempfile  # only who makes a site tries

    dossier = etat_local()
    try:
        dossier.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=dossier).close()
    except OSError as erreur:
        raise etat_local_inutilisable(dossier, erreur) from erreur


def reglages_utilisateur() -> Path:
    """The file of the user's own settings ([touches], theme); QUALITUI_REGLAGES replaces it."""
    impose = os.environ.get("QUALITUI_REGLAGES")
    if impose:
        return Path(impose)
    from platformdirs import user_config_path  # as above

    return user_config_path("qualitui", appauthor=False) / "reglages.toml"


def dernier_site() -> Path | None:
    """The last site opened on this workstation, None when there was none or what was kept of it is damaged."""
    try:
        texte = (etat_local() / "dernier-site.txt").read_text(encoding="utf-8").strip()
        return lire_chemin(texte) if texte else None
    except (OSError, UnicodeDecodeError, CheminRefuse):
        return None


def retenir_site(dossier: Path) -> None:
    """Remember `dossier` as the last site opened. A workstation that can't remember still works."""
    try:
        etat_local().mkdir(parents=True, exist_ok=True)
        (etat_local() / "dernier-site.txt").write_text(str(dossier.resolve()), encoding="utf-8")
    except (OSError, UnicodeEncodeError):  # a name in no known encoding is not remembered
        return
