"""States of the pages Reports and Dashboard, over the parts that the scenes before have judged."""

from app.actions import Do
from app.reports.chooser import When
from app.scenes.stage import Scene, Stage
from engine.trace.find import Sought


def reports_empty(stage: Stage) -> None:
    """Nothing is recorded yet."""
    stage.name_engineer()
    stage.go(Do.REPORTS)
    stage.shot("reports_empty", 800)
    stage.go(Do.DASHBOARD)
    stage.shot("dashboard_empty", 800)


def reports(stage: Stage) -> None:
    """All time; a part with its picture; nothing that fits."""
    stage.name_engineer()
    stage.go(Do.REPORTS)
    page = stage.station.window.engineer.reports
    chooser = page.report.chooser
    chooser.when.setCurrentIndex(chooser.when.findData(When.ALL.value))
    stage.until(lambda: not page.busy, "the report is read")
    stage.shot("reports", 400)
    chooser.when.setCurrentIndex(chooser.when.findData(When.BETWEEN.value))
    chooser.since.setText("soon")
    page.report.read()
    stage.shot("reports_refused")
    page.buttons[1].click()
    page.trace.look_for(Sought(lot=""))
    stage.until(lambda: page.trace.export.isEnabled() and not page.busy, "a part is found")
    stage.shot("trace", 400)
    page.trace.look_for(Sought(serial="0"))
    stage.until(lambda: not page.busy, "nothing is found")
    stage.shot("trace_nothing")


def dashboard(stage: Stage) -> None:
    """The last hours."""
    stage.name_engineer()
    stage.go(Do.DASHBOARD)
    view = stage.station.window.engineer.dashboard.view
    stage.until(lambda: not view.busy and bool(view.lamps.cards), "the records are read")
    stage.shot("dashboard", 2500)


BEFORE: tuple[Scene, ...] = (reports_empty,)
AFTER: tuple[Scene, ...] = (reports, dashboard)
