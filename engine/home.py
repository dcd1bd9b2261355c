"""Where the program keeps its own files. ``UNIAD_INSPECT_HOME`` overrides the system's place."""

import os
from pathlib import Path

import platformdirs

HOME_VARIABLE = "UNIAD_INSPECT_HOME"


def home() -> Path:
    """The folder for data of this user, made if missing."""
    chosen = os.environ.get(HOME_VARIABLE)
    folder = Path(chosen) if chosen else Path(platformdirs.user_data_dir("uniad-inspect", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
