"""``uniad-inspect support``: everything that helps somebody far away, in one file."""

from pathlib import Path

from app.paths import home
from app.support import write_support
from engine.console import DONE, print_json
from engine.settings import load_settings


def support(out: Path, station: Path | None, as_json: bool) -> int:
    """Write the archive. Raises InspectError."""
    data = home()
    if station is not None:
        settings, _ = load_settings(station)
        data = station.absolute().parent / settings.station.data
    elif (home() / "station.toml").is_file():
        station = home() / "station.toml"
    members = write_support(out, data, station, (home() / "logs",))
    if as_json:
        print_json({"file": str(out), "members": list(members)})
    else:
        print(f"{out}: {', '.join(members)}")
    return DONE
