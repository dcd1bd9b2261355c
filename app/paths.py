"""Where the window keeps its own files. ``UNIAD_INSPECT_HOME`` overrides the system's place."""

import os
from importlib.resources import files
from pathlib import Path

import platformdirs

HOME_VARIABLE = "UNIAD_INSPECT_HOME"
STATION_FILE = "station.toml"


def home() -> Path:
    """The folder for data of this user, made if missing."""
    chosen = os.environ.get(HOME_VARIABLE)
    folder = Path(chosen) if chosen else Path(platformdirs.user_data_dir("uniad-inspect", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def resource(name: str) -> Path:
    """A file of the program's resources."""
    return Path(str(files("resources").joinpath(name)))
