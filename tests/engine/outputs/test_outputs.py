"""Outputs and triggers over real sockets on loopback: TCP lines, and a PLC's Modbus handshake."""

import json
import logging
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.decision import Verdict
from engine.errors import ErrorCode, InspectError
from engine.outputs import handshake as hs
from engine.outputs.base import Result
from engine.outputs.handshake import Handshake
from engine.outputs.log_line import LogLine
from engine.outputs.tcp import TcpResults, TcpTriggers, parse_trigger
from engine.pipeline.parts import Trigger
from engine.settings import LineMode
from tests.support.lines import Rig

RESULT = Result(
    "ab" * 16, 7, 9, "top", "Plate", "S-1", "L", Verdict.FAIL, 1.5, "2026-01-01T00:00:00+00:00", 3, "3:ff", ""
)


class Reader:
    """A client that reads lines."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._file = self._socket.makefile("r", encoding="utf-8")

    def line(self) -> str:
        return self._file.readline().strip()

    def part(self) -> dict[str, object]:
        """The next line that is no heartbeat."""
        while True:
            found = json.loads(self.line())
            if found["type"] == "part":
                return found  # type: ignore[no-any-return]

    def say(self, text: str) -> str:
        self._socket.sendall(text.encode() + b"\n")
        return self.line()

    def close(self) -> None:
        self._file.close()
        self._socket.close()


def until(check: Callable[[], bool]) -> None:
    """Wait until it is so."""
    end = time.monotonic() + 30
    while not check():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_result_is_a_json_line_for_every_client() -> None:
    output = TcpResults("127.0.0.1", 0, 0.05)
    clients = [Reader(output.port), Reader(output.port)]
    until(lambda: output.clients == 2)
    output.ready(True)
    output.send(RESULT)
    for client in clients:
        found = client.part()
        assert (found["part"], found["verdict"], found["head"], found["score"]) == ("ab" * 16, "FAIL", "3:ff", 1.5)
        beat = json.loads(client.line())
        assert (beat["type"], beat["ready"], beat["head"]) == ("beat", True, "3:ff")
        client.close()
    until(lambda: output.clients == 0)
    output.close()


def test_a_client_that_does_not_read_is_dropped_and_others_are_not_held_up() -> None:
    output = TcpResults("127.0.0.1", 0, 3600.0)
    deaf, listening = Reader(output.port), Reader(output.port)
    until(lambda: output.clients == 2)
    long = replace(RESULT, error="x" * 200_000)
    for _ in range(100):
        output.send(long)
        assert listening.part()["verdict"] == "FAIL"
        if output.clients == 1:
            break
    assert output.clients == 1
    deaf.close()
    listening.close()
    output.close()


def test_a_port_in_use_is_told() -> None:
    output = TcpResults("127.0.0.1", 0)
    with pytest.raises(InspectError) as caught:
        TcpResults("127.0.0.1", output.port)
    assert caught.value.code is ErrorCode.OUTPUT_FAILED
    output.close()


def test_triggers_come_as_lines_and_bad_ones_are_answered() -> None:
    fired: list[Trigger] = []
    server = TcpTriggers("127.0.0.1", 0, fired.append, ("top",))
    with closing(Reader(server.port)) as client:
        answer = client.say("trigger serial='S 1' label=5 source=top")
        assert answer == f"ok {fired[0].uuid}"
        assert (fired[0].serial, fired[0].label, fired[0].source) == ("S 1", 5, "top")
        uuid = "AB" * 16
        assert client.say(f"trigger uuid={uuid}") == f"ok {uuid.lower()}"
        for wrong in (
            "go",
            "trigger source=side",
            "trigger uuid=1",
            "trigger colour=red",
            "trigger label=x",
            "trigger 'x",
        ):
            assert client.say(wrong).startswith("error "), wrong
    assert len(fired) == 2
    server.close()


@given(line=st.text(max_size=60))
def test_no_line_breaks_the_parser(line: str) -> None:
    try:
        parse_trigger(line, ("top",))
    except ValueError:
        return
    assert line.split()[0].strip("'\"") == "trigger"


def test_a_flood_without_a_line_end_is_cut_off() -> None:
    server = TcpTriggers("127.0.0.1", 0, lambda _trigger: None, ())
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
        client.sendall(b"x" * 2_000)
        until(lambda: server.clients == 0)
    server.close()


def test_the_log_line_has_the_verdict_and_the_head(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        LogLine().send(RESULT)
    assert "FAIL" in caplog.text
    assert "3:ff" in caplog.text


def bits(handshake: Handshake) -> int:
    """The status register."""
    return handshake.registers()[hs.STATUS]


def test_the_handshake_goes_round() -> None:
    handshake = Handshake({"Plate": 4})
    assert bits(handshake) == hs.REJECT
    assert handshake.write(0, [hs.TRIGGER]) is None  # not ready
    handshake.write(0, [0])
    handshake.ready(True)
    assert bits(handshake) == hs.READY | hs.REJECT
    trigger = handshake.write(0, [hs.TRIGGER, 1, 2])
    assert trigger is not None
    assert trigger.label == 65538
    assert bits(handshake) == hs.BUSY | hs.REJECT
    handshake.result(replace(RESULT, part="cd" * 16))  # somebody else's part
    assert bits(handshake) == hs.BUSY | hs.REJECT
    handshake.result(replace(RESULT, part=trigger.uuid, label=trigger.label, verdict=Verdict.PASS, score=0.25))
    assert bits(handshake) == hs.RESULT_READY | hs.PASS
    assert handshake.registers()[hs.PRODUCT :] == [4, 1, 2, 250]
    handshake.write(0, [hs.TRIGGER | hs.ACKNOWLEDGE])
    assert bits(handshake) == hs.REJECT
    assert handshake.write(0, [hs.TRIGGER]) is None  # bits must be taken back first
    handshake.write(0, [0])
    assert bits(handshake) == hs.READY | hs.REJECT


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(0, 3), st.integers(0, 20)),
        st.tuples(st.just("result"), st.sampled_from(Verdict)),
        st.tuples(st.just("ready"), st.booleans()),
        st.just(("other",)),
    ),
    max_size=40,
)


@given(steps=STEPS)
def test_reject_falls_for_nothing_but_the_pass_of_the_part_in_hand(steps: list[tuple[object, ...]]) -> None:
    handshake, waiting, passed = Handshake({}), "", False
    for step in steps:
        before = bits(handshake)
        if step[0] == "write":
            trigger = handshake.write(int(step[2]), [int(step[1])])  # type: ignore[call-overload]
            if trigger is not None:
                assert before & hs.READY
                assert not waiting
                waiting, passed = trigger.uuid, False
        elif step[0] == "result" and waiting:
            verdict = Verdict(step[1])
            handshake.result(replace(RESULT, part=waiting, verdict=verdict))
            waiting, passed = "", verdict is Verdict.PASS
        elif step[0] == "ready":
            handshake.ready(bool(step[1]))
        elif step[0] == "other":
            handshake.result(replace(RESULT, part="ef" * 16, verdict=Verdict.PASS))
        now = bits(handshake)
        shown = [bit for bit in (hs.PASS, hs.FAIL, hs.REVIEW, hs.ERROR) if now & bit]
        assert len(shown) == bool(now & hs.RESULT_READY)
        assert bool(now & hs.REJECT) is not (now & hs.PASS > 0)
        assert not now & hs.PASS or passed
    handshake.close()
    assert bits(handshake) == hs.REJECT


@pytest.fixture
def plc_rig(tmp_path: Path) -> Iterator[tuple[Rig, object, int]]:
    """A line whose only output is a Modbus server."""
    pytest.importorskip("pymodbus")
    from engine.outputs.modbus import ModbusHandshake

    rig = Rig(tmp_path, mode=LineMode.TRIGGERED, start=False)
    output = ModbusHandshake(("127.0.0.1", 0), 1, {"Plate": 4}, rig.line.trigger)
    rig.line._work._exit._outputs = (output, rig.told)  # the server needs the line, and the line its outputs
    rig.line.start()
    yield rig, output, output.port
    rig.close()


def test_a_plc_triggers_parts_and_gets_its_verdicts(plc_rig: tuple[Rig, object, int]) -> None:
    from pymodbus.client import ModbusTcpClient

    rig, _, port = plc_rig
    client = ModbusTcpClient("127.0.0.1", port=port, timeout=30)
    assert client.connect()

    def read() -> list[int]:
        return list(client.read_holding_registers(0, count=hs.SIZE, device_id=1).registers)

    def status(wanted: int) -> None:
        until(lambda: read()[hs.STATUS] & wanted == wanted)

    for label, bad in ((70_000, False), (70_001, True), (3, False)):
        status(hs.READY | hs.REJECT)
        client.write_registers(hs.LABEL, [label >> 16, label & 0xFFFF], device_id=1)
        client.write_register(hs.CONTROL, hs.TRIGGER, device_id=1)
        status(hs.BUSY | hs.REJECT)
        until(lambda: rig.line.snapshot().parts.open == 1)
        rig.tap.bad() if bad else rig.tap.good()
        status(hs.RESULT_READY)
        found = read()
        assert found[hs.STATUS] == hs.RESULT_READY | (hs.FAIL | hs.REJECT if bad else hs.PASS)
        assert (found[hs.RESULT_LABEL] << 16) + found[hs.RESULT_LABEL + 1] == label
        assert found[hs.PRODUCT] == 4
        client.write_register(hs.CONTROL, hs.TRIGGER | hs.ACKNOWLEDGE, device_id=1)
        status(hs.REJECT)
        client.write_register(hs.STATUS, 0, device_id=1)  # nobody may write the station's registers
        status(hs.REJECT)
        client.write_register(hs.CONTROL, 0, device_id=1)
    beat = read()[hs.BEAT]
    until(lambda: read()[hs.BEAT] != beat)
    client.close()
    assert [result.label for result in rig.told.results] == [70_000, 70_001, 3]


def test_a_modbus_port_in_use_is_told() -> None:
    pytest.importorskip("pymodbus")
    from engine.outputs.modbus import ModbusHandshake

    with closing(socket.create_server(("127.0.0.1", 0))) as taken, pytest.raises(InspectError) as caught:
        ModbusHandshake(("127.0.0.1", taken.getsockname()[1]), 1, {}, lambda _trigger: None)
    assert caught.value.code is ErrorCode.OUTPUT_FAILED
