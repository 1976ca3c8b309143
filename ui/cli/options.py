"""The options that several commands have, and the settings that they change."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from indexer.settings import Settings, default_model_cache

DataDir = Annotated[
    Path | None,
    # Not looked at by typer, which would say in English that it may not be read, and of no setting.
    typer.Option("--data-dir", readable=False, help="Dossier de l’index.", show_default=".reperes"),
]
Json = Annotated[bool, typer.Option("--json", help="Écrire un objet JSON sur la sortie standard.")]


def settings_with(**changed: object) -> Settings:
    """The settings, some of them replaced by options (those that are not `None`)."""
    loaded = Settings.load()
    update = {name: value for name, value in changed.items() if value is not None}
    if isinstance(folder := update.get("data_dir"), Path) and "model_cache" not in loaded.model_fields_set:
        update["model_cache"] = default_model_cache(folder)
    return loaded.model_copy(update=update)
