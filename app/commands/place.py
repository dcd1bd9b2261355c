"""Which data folder a command means: named, a station file's, or that of this account's window."""

from pathlib import Path

from app.paths import STATION_FILE, home
from engine.settings import Settings, load_settings


def data_folder(data: Path | None, station: Path | None, settings: Settings) -> Path:
    """``data`` if it was named; else the folder of the station file ``station`` (with its ``settings``) or of the one
    the window uses. Raises SettingsError if that cannot be read."""
    if data is not None:
        return data
    if station is not None:
        return station.absolute().parent / settings.station.data
    used = home() / STATION_FILE
    if used.is_file():
        return home() / load_settings(used)[0].station.data
    return home() / "data"
