"""``uniad-inspect support``: everything that helps somebody far away, in one file."""

from pathlib import Path

from app.paths import STATION_FILE, home
from app.support import write_support
from engine.console import DONE, print_json
from engine.settings import load_settings


def support(out: Path, station: Path | None, as_json: bool) -> int:
    """Write the archive. Raises InspectError."""
    data = home() / "data"
    if station is None and (home() / STATION_FILE).is_file():
        station = home() / STATION_FILE
    if station is not None:
        settings, _ = load_settings(station)
        data = station.absolute().parent / settings.station.data
    members = write_support(out, data, station, (home() / "logs",))
    if as_json:
        print_json({"file": str(out), "members": list(members)})
    else:
        print(f"{out}: {', '.join(members)}")
    return DONE
