"""What belongs to the station rather than to a look: users, bundles, station file. Outlives every change of theme."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from app.actions import Do
from app.look import Look
from app.pages.parts import PageParts
from app.reports.desk import ReportDesk
from app.settings.draft import Draft
from app.station_file import StationFile
from app.users.access import Access, make_access
from app.users.session import NoNotebook, Notebook
from engine.errors import InspectError
from engine.pipeline.client import LineClient
from engine.settings import Train
from engine.shelf import Shelf

if TYPE_CHECKING:
    from app.wizard.desk import Desk


@dataclass(frozen=True)
class Workplace:
    """``data``: the data folder, with records, bundles and users; ``train``: what the station file says of training."""

    access: Access
    shelf: Shelf
    station: StationFile
    data: Path
    draft: Draft
    line: LineClient | None = None
    train: Train | None = None
    reports: ReportDesk | None = None
    last_end: InspectError | None = None

    @cached_property
    def desk(self) -> "Desk":
        """The one training of the station; made when it is first asked for."""
        from app.wizard.desk import DEFAULT_COMMAND, Desk

        return Desk(self.data, DEFAULT_COMMAND if self.train is None else self.train.command)

    def page_parts(self, look: Look, actions: dict[Do, QAction], sign_in: Callable[[], object]) -> PageParts:
        """For pages in this look; ``sign_in`` opens the panel."""
        return PageParts(
            look,
            actions,
            self.access,
            self.shelf,
            self.station,
            self.data,
            sign_in,
            self.draft,
            lambda: self.desk,
            self.line,
        )

    @property
    def troubles(self) -> tuple[InspectError, ...]:
        """What went wrong beside the line."""
        found = (None if self.reports is None else self.reports.trouble, self.last_end)
        return tuple(trouble for trouble in found if trouble is not None)

    def close(self) -> bool:
        """End the threads; True if they ended in time."""
        ended = "desk" not in vars(self) or self.desk.close()
        ended = (self.reports is None or self.reports.close()) and ended
        return self.access.close() and ended


def make_workplace(
    data: Path,
    station_file: Path,
    notebook: Notebook | None = None,
    lock_min: float = 10,
    line: LineClient | None = None,
    train: Train | None = None,
    last_end: InspectError | None = None,
) -> Workplace:
    """For one data folder and station file; the latter need not exist yet. ``last_end``: that of a program that was not
    closed in order."""
    access = make_access(data, notebook or NoNotebook(), 60 * lock_min)
    station = StationFile(station_file)
    reports = None if line is None else ReportDesk(station, data, line.record)
    return Workplace(access, Shelf(data), station, data, Draft(), line, train, reports, last_end)
