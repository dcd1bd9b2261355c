"""Faults 13 to 17 and 19: cameras that vanish, hang, freeze, drop, cut or change."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.errors import ErrorCode, SourceError
from engine.frames import Frame
from engine.sources import BadFrame
from engine.sources.spec import CameraSettings, DeviceKind
from tests.support.devices import FACTORY_EXPOSURE_US, Camera

Make = Callable[..., Camera]


@pytest.fixture
def camera(tmp_path: Path) -> Iterator[Make]:
    """Makes cameras and closes them."""
    made: list[Camera] = []

    def make(**fields: object) -> Camera:
        made.append(Camera(tmp_path, **fields))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.source.close()


def test_13_an_unplugged_camera_is_an_error_once_and_is_found_again(camera: Make) -> None:
    one = camera()
    one.next_good()
    one.wish(lost=True)
    lost = one.next_bad()
    assert lost.error.code is ErrorCode.SOURCE_LOST
    assert one.source.lost is lost.error
    with pytest.raises(TimeoutError):  # told once, then quiet
        one.next(1.0)
    one.wish()
    one.next_good()
    assert one.source.lost is None


def test_14_a_camera_call_that_hangs_gets_another_process(camera: Make) -> None:
    one = camera()
    before = one.source._process.pid  # the process must really be another one
    one.wish(hang=600)
    bad = one.next_bad()
    assert bad.error.code is ErrorCode.SOURCE_HANGS
    one.wish()
    one.next_good()
    assert one.source.restarts >= 1
    assert one.source._process.pid != before


def test_14_a_driver_that_crashes_takes_only_its_process(camera: Make) -> None:
    one = camera()
    one.wish(abort=True)
    assert one.next_bad().error.code is ErrorCode.SOURCE_LOST
    one.wish()
    one.next_good()


def test_14_a_capture_process_that_is_stopped_or_killed_is_replaced(camera: Make) -> None:
    one = camera()
    for blow in (signal.SIGKILL, signal.SIGSTOP):
        os.kill(one.source._process.pid, blow)  # type: ignore[arg-type]
        assert one.next_bad().error.code in (ErrorCode.SOURCE_LOST, ErrorCode.SOURCE_HANGS)
        one.next_good()


def test_15_a_raw_camera_that_repeats_a_picture_is_frozen_at_the_second_frame(camera: Make) -> None:
    one = camera(newest=False)
    one.wish(repeat=True)
    last = one.next_good()
    while isinstance(bad := one.next(), Frame):
        last = bad
    assert bad.error.code is ErrorCode.SOURCE_FROZEN
    assert bad.frame_id == last.frame_id + 1
    one.wish()
    one.next_good()


def test_15_a_stalled_frame_number_is_frozen_even_if_the_picture_changes(camera: Make) -> None:
    one = camera()
    one.wish(number=1)
    one.next_good()
    one.wish(number=0)
    assert "frame number" in str(one.next_bad().error)


def test_15_a_stream_may_repeat_a_still_scene_for_a_while(camera: Make) -> None:
    one = camera(kind=DeviceKind.STREAM, same_s=1.0)
    one.wish(repeat=True, stamp=True)
    started = time.monotonic()
    bad = one.next_bad()
    assert bad.error.code is ErrorCode.SOURCE_FROZEN
    assert time.monotonic() - started >= 0.5
    one.wish()
    one.next_good()
    one.wish(stamp=False)
    assert one.next_bad().error.params["why"] == "its time stamp stands still"


def test_16_dropped_frames_are_counted_and_a_missing_triggered_frame_is_an_error(camera: Make) -> None:
    free = camera(newest=False)
    free.wish(number=3)
    for _ in range(6):
        free.next()
    assert free.source.missing >= 4
    triggered = camera(newest=False, hardware_trigger=True)
    triggered.wish(number=1)
    triggered.next_good()
    triggered.wish(number=4)
    bad = [triggered.next_bad() for _ in range(3)]
    assert [one.error.code for one in bad] == [ErrorCode.SOURCE_DROPPED] * 3
    assert [one.frame_id for one in bad] == list(range(bad[0].frame_id, bad[0].frame_id + 3))


def test_16_a_camera_that_waits_for_its_trigger_is_not_lost(camera: Make) -> None:
    one = camera(hardware_trigger=True)
    one.wish(waiting=True)
    end = time.monotonic() + 2
    while time.monotonic() < end:
        assert not isinstance(one.source.read(), BadFrame)
    assert (one.source.lost, one.source.restarts) == (None, 0)


def test_17_half_a_frame_is_an_error_and_the_next_is_not(camera: Make) -> None:
    one = camera()
    one.wish(cut=True)
    assert one.next_bad().error.code is ErrorCode.FRAME_CUT
    one.wish()
    one.next_good()
    assert one.source.restarts == 0


def test_19_another_size_is_an_error_and_another_depth_is_kept_or_refused(camera: Make) -> None:
    one = camera(newest=False)
    one.wish(size=(48, 64))
    bad = one.next_bad()
    assert bad.error.code is ErrorCode.SOURCE_SIZE
    assert "64 x 48" in str(bad.error)
    one.wish(dtype="uint16")
    assert one.next_good().pixels.dtype == np.uint16
    one.wish(dtype="float64")
    assert one.next_bad().error.code is ErrorCode.IMAGE_DEPTH


def test_settings_are_locked_changed_and_kept_over_a_restart(camera: Make) -> None:
    one = camera(settings=CameraSettings(exposure_us=500.0))
    assert one.source.in_force == {"exposure_us": 500.0}
    one.source.configure(CameraSettings(exposure_us=900.0))
    end = time.monotonic() + 60
    while one.source.in_force != {"exposure_us": 900.0} and time.monotonic() < end:
        one.next_good()
    assert one.source.in_force == {"exposure_us": 900.0}
    os.kill(one.source._process.pid, signal.SIGKILL)  # type: ignore[arg-type]
    one.next_bad()
    one.next_good()
    assert one.source.in_force == {"exposure_us": 900.0}
    one.source.configure(CameraSettings())  # a product that leaves exposure to the camera, which was never asked since
    while one.source.in_force != {"exposure_us": FACTORY_EXPOSURE_US} and time.monotonic() < end:
        one.next_good()
    assert one.source.in_force == {"exposure_us": FACTORY_EXPOSURE_US}


def test_the_newest_frame_wins_and_the_others_are_counted(camera: Make) -> None:
    one = camera()
    one.wish(rate=200, number=1)
    time.sleep(1.0)
    one.next_good()
    assert one.source.passed_over > 20
    assert one.source.missing == 0


def read_on(camera: Camera) -> None:
    """Until it ends."""
    while camera.source.read() is not None:
        pass


def test_30_a_driver_that_keeps_crashing_is_given_up_after_five_restarts_with_the_cause(camera: Make) -> None:
    one = camera()
    one.wish(abort=True)
    with pytest.raises(SourceError) as caught:
        read_on(one)
    assert caught.value.code is ErrorCode.SOURCE_CRASHES
    assert caught.value.params["count"] == 6
    assert one.source.restarts == 5


@pytest.mark.slow
def test_30_a_camera_that_is_away_may_hang_as_often_as_it_is_looked_for(
    camera: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = camera()
    one.next_good()
    monkeypatch.setattr("engine.sources.process.REOPEN_S", 0.3)
    one.wish(hang_open=600)
    os.kill(one.source._process.pid, signal.SIGKILL)  # type: ignore[arg-type]
    end = time.monotonic() + 120
    while one.source.restarts < 7:
        assert time.monotonic() < end
        assert one.source.read() is not None
    one.wish()
    one.next_good()
