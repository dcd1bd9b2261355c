"""States of the wizard: empty, looked through, region, options, training, paused, limits, release, result."""

from app.actions import Do
from app.scenes.stage import Scene, Stage
from app.wizard.desk import Phase

STEPS = 8  # enough for pictures
SCAN_S, TRAIN_S = 300.0, 600.0


def wizard_before(stage: Stage) -> None:
    """From nothing to the options."""
    stage.name_engineer()
    stage.go(Do.TRAIN)
    page = stage.station.window.engineer.train
    stage.shot("train")
    page.folder.take(stage.home / "nothing")
    stage.until(lambda: page.folder.message.text(), "a folder that is gone is told")
    stage.shot("train_refused")
    page.folder.message.say("")
    page.folder.capture.open_panel()
    page.folder.capture.uri.setEditText(str(stage.demo.stream))
    page.folder.capture.name.setText("Solar cell")
    page.folder.capture.open_source()
    stage.until(lambda: page.folder.capture.seen, "the camera shows something")
    stage.shot("train_capture", 400)
    page.folder.capture.close_panel()
    page.folder.records.open_panel()
    stage.shot("train_records", 600)
    page.folder.records.close_panel()
    page.folder.take(stage.demo.good)
    stage.until(lambda: not page.folder.may_go_on, "the scan begins")
    stage.shot("train_scanning", 1500)
    if not stage.until(lambda: page.folder.may_go_on, "the images are looked through", SCAN_S):
        return
    stage.shot("train_folder", 2500)
    for name in ("region", "defects", "options"):
        page.go_on()
        stage.shot(f"train_{name}", 2500 if name == "region" else 600)
    page.options.fold.setChecked(True)
    stage.shot("train_options_open")


def wizard_after(stage: Stage) -> None:
    """From the start of a short training to its release."""
    page, desk = stage.station.window.engineer.train, stage.station.window.workplace.desk
    desk.draft.options.steps = STEPS
    page.go_on()
    if not stage.until(lambda: desk.phase is Phase.RUNNING, "the training starts"):
        return
    stage.until(lambda: desk.status.stage == "features" or desk.phase is not Phase.RUNNING, "it works", TRAIN_S)
    stage.shot("train_training")
    if not stage.until(lambda: desk.phase is Phase.DONE, "the training ends", TRAIN_S):
        return
    stage.shot("train_done", 1000)
    page.go_on()
    stage.until(lambda: page.limits.may_go_on, "the limits are there", TRAIN_S)
    stage.shot("train_limits", 1000)
    page.go_on()
    stage.until(lambda: page.gate.checks and not page.gate.measuring, "the speed is measured", TRAIN_S)
    stage.shot("train_release")
    if page.gate.may_go_on:
        page.go_on()
        stage.shot("train_result")
    desk.discard()
    stage.until(lambda: desk.phase is Phase.NONE, "the training is cleared away")


SCENES: tuple[Scene, ...] = (wizard_before, wizard_after)
