"""Where the window keeps its own files, and where the program's resources lie."""

from importlib.resources import files
from pathlib import Path

from engine.home import HOME_VARIABLE, home

__all__ = ["HOME_VARIABLE", "STATION_FILE", "home", "resource"]

STATION_FILE = "station.toml"


def resource(name: str) -> Path:
    """A file of the program's resources."""
    return Path(str(files("resources").joinpath(name)))
