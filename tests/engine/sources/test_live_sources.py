"""Streams over HTTP, video files, and the virtual industrial camera, each in its capture process."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.errors import ErrorCode, SourceError
from engine.frames import Frame
from engine.sources import BadFrame, NoFrame, Source, open_source
from engine.sources.genicam import apply_settings
from engine.sources.live import LiveSource
from engine.sources.spec import CameraSettings, DeviceKind, DeviceSpec, Restorer
from tests.support.genicam import node_map
from tests.support.h264 import H264Pictures
from tests.support.rtsp import RtspServer
from tests.support.streams import MjpegServer, jpeg, write_video


def _next(source: Source, kind: type = Frame, timeout_s: float = 60.0) -> Frame | BadFrame:
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        frame = source.read()
        assert frame is not None
        if isinstance(frame, kind):
            return frame
    raise TimeoutError(kind.__name__)


@pytest.mark.parametrize("with_length", [True, False])
def test_mjpeg_over_http_is_read_and_a_cut_picture_is_an_error(with_length: bool) -> None:
    with MjpegServer(with_length=with_length) as server:
        source = open_source(server.url)
        try:
            first, second = _next(source), _next(source)
            assert isinstance(first, Frame)
            assert first.pixels.shape == (48, 64, 3)
            assert second.frame_id > first.frame_id
            server.damage = jpeg(100)[:-200]
            bad = _next(source, BadFrame)
            assert isinstance(bad, BadFrame)
            assert bad.error.code is ErrorCode.IMAGE_DAMAGED
            _next(source)
        finally:
            source.close()


@pytest.mark.parametrize(
    ("kind", "times"), [(MjpegServer, 3), (RtspServer, 2), (lambda: RtspServer(pictures=H264Pictures), 1)]
)
def test_a_stream_that_is_cut_or_goes_silent_is_an_error_soon_and_comes_back(
    kind: Callable[[], MjpegServer | RtspServer], times: int
) -> None:
    with kind() as server:
        source = open_source(server.url)
        try:
            for silent in (False, True, False)[:times]:
                _next(source)
                if silent:
                    server.silent = True
                else:
                    server.stop()
                assert isinstance(_next(source, BadFrame), BadFrame)
                assert isinstance(source.read(), NoFrame)
                if silent:
                    server.silent = False
                else:
                    server.start()
                _next(source)
        finally:
            source.close()


def test_a_silent_camera_gives_no_old_frames_that_the_decoder_still_held() -> None:
    with RtspServer(pictures=H264Pictures) as server:
        source = open_source(server.url)
        try:
            for _ in range(10):
                _next(source)
            server.silent = True
            quiet = 0
            while quiet < 2:  # what was on its way; nothing for half a second is silence
                item = source.read()
                assert not isinstance(item, BadFrame)
                quiet = quiet + 1 if isinstance(item, NoFrame) else 0
            while isinstance(item := source.read(), NoFrame):
                pass
            assert isinstance(item, BadFrame)
        finally:
            source.close()


def test_a_camera_is_never_asked_for_pictures_over_udp_where_packets_get_lost_unnoticed() -> None:
    with RtspServer(pictures=H264Pictures) as server:
        server.unwilling = True
        with pytest.raises(SourceError):
            open_source(server.url)
        assert server.asked
        assert {transport.split(";")[0] for transport in server.asked} == {"RTP/AVP/TCP"}


def test_a_stream_that_is_not_there_is_refused_with_the_reason() -> None:
    with MjpegServer() as server:
        url = server.url
    with pytest.raises(SourceError) as caught:
        open_source(url)
    assert caught.value.code is ErrorCode.SOURCE_LOST
    with MjpegServer() as server, pytest.raises(SourceError, match="404"):
        open_source(server.url.replace("video", "other"))


def test_passwords_do_not_show_in_messages() -> None:
    with pytest.raises(SourceError) as caught:
        open_source("http://ada:secret@127.0.0.1:9/x")
    assert "secret" not in str(caught.value)


def test_every_frame_of_a_video_is_read_once_in_order(tmp_path: Path) -> None:
    source = open_source(str(write_video(tmp_path / "parts.avi")), paced=False)
    greys = []
    try:
        while (frame := source.read()) is not None:
            if isinstance(frame, Frame):
                greys.append(round(float(frame.pixels.mean()) / 5))
                time.sleep(0.01)  # slower than the file
    finally:
        source.close()
    assert greys == list(range(30))


def test_a_paced_video_takes_its_time(tmp_path: Path) -> None:
    source = open_source(str(write_video(tmp_path / "parts.avi", frames=10, rate=10.0)))
    times = []
    try:
        while (frame := source.read()) is not None:
            if isinstance(frame, Frame):
                times.append(frame.monotonic_s)
    finally:
        source.close()
    assert len(times) == 10
    assert times[-1] - times[0] > 0.7


def test_a_video_that_was_cut_is_told_and_one_that_is_none_is_refused(tmp_path: Path) -> None:
    path = write_video(tmp_path / "parts.avi", frames=40)
    cut = tmp_path / "cut.avi"
    cut.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    try:
        source = open_source(str(cut), paced=False)
    except SourceError as error:
        assert error.code is ErrorCode.SOURCE_LOST  # noqa: PT017 (either is right)
    else:
        found = []
        while (frame := source.read()) is not None:
            found.append(frame)
        source.close()
        good = sum(isinstance(frame, Frame) for frame in found)
        assert good < 40
    (tmp_path / "text.mp4").write_text("not a video")
    with pytest.raises(SourceError):
        open_source(str(tmp_path / "text.mp4"))
    with pytest.raises(SourceError) as missing:
        open_source(str(tmp_path / "missing.mp4"))
    assert missing.value.code is ErrorCode.NOT_FOUND


def test_the_virtual_industrial_camera(monkeypatch: pytest.MonkeyPatch) -> None:
    genicam = pytest.importorskip("genicam")
    monkeypatch.setenv("GENICAM_GENTL64_PATH", str(Path(genicam.__file__).parent))
    patient = DeviceSpec(DeviceKind.GENICAM, "1", timeout_s=30, open_timeout_s=60)  # however busy the machine is
    source = LiveSource(patient, "genicam:1", newest=False)
    try:
        first = _next(source)
        assert isinstance(first, Frame)
        assert first.pixels.shape == (400, 400, 3)
        while np.array_equal(_next(source).pixels, first.pixels):  # type: ignore[union-attr]
            pass
        source.configure(CameraSettings(exposure_us=1000.0))  # which it does not have
        _next(source)
        assert (source.in_force, source.restarts) == ({}, 0)
    finally:
        source.close()
    with pytest.raises(SourceError):
        open_source("genicam:no-such-camera")


def test_settings_of_a_product_are_locked_and_another_product_gets_its_own_or_those_of_before() -> None:
    nodes, restorer = node_map(), Restorer()
    as_it_was = {"exposure_us": 10_000.0, "gain": 0.0, "balance_red": 1.5, "balance_blue": 2.0}
    first = CameraSettings(exposure_us=500.0, gain=2.0, balance_red=1.25, balance_blue=1.75)
    in_force = {"exposure_us": 500.0, "gain": 2.0, "balance_red": 1.25, "balance_blue": 1.75}
    assert apply_settings(nodes, first, restorer) == in_force
    assert [nodes.ExposureAuto.value, nodes.GainAuto.value, nodes.BalanceWhiteAuto.value] == ["Off"] * 3
    assert apply_settings(nodes, CameraSettings(balance_blue=3.0), restorer) == as_it_was | {"balance_blue": 3.0}
    assert apply_settings(nodes, CameraSettings(), restorer) == as_it_was
    assert apply_settings(nodes, first, restorer) == in_force
    nodes.BalanceRatioSelector.value = "Green"
    assert nodes.BalanceRatio.value == 1.0
    assert apply_settings(nodes, CameraSettings(lock=False), restorer) == as_it_was


def test_a_value_a_camera_refuses_shows_in_what_is_in_force() -> None:
    nodes, wish = node_map(), CameraSettings(exposure_us=5e9, gain=2.0, white_balance_k=5000.0)
    found = apply_settings(nodes, wish, Restorer())
    assert (found["exposure_us"], found["gain"]) == (10_000.0, 2.0)
    assert wish.not_taken(found) == ["exposure_us", "white_balance_k"]
    assert CameraSettings(exposure_us=500.0).not_taken({"exposure_us": 498.7}) == []
    assert CameraSettings(gain=0.0).not_taken({"gain": 0.0}) == []


def test_without_a_producer_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GENICAM_GENTL64_PATH", raising=False)
    with pytest.raises(SourceError) as caught:
        open_source("genicam:1")
    assert "GENICAM_GENTL64_PATH" in str(caught.value) or "pip install" in str(caught.value)


@pytest.mark.parametrize("uri", ["camera:x", "ftp://host/x", "camera:"])
def test_unknown_sources_are_refused(uri: str) -> None:
    with pytest.raises(SourceError) as caught:
        open_source(uri)
    assert caught.value.code is ErrorCode.SOURCE_UNKNOWN
