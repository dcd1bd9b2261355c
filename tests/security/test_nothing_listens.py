"""Nothing listens unless it is switched on; then on loopback; and nobody shuts the others out."""

import contextlib
import socket
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from engine.outputs import lines
from engine.outputs.tcp import MOST_CLIENTS, TcpTriggers
from engine.pipeline.client import LineClient
from engine.pipeline.parts import Trigger
from engine.pipeline.snapshot import LineState
from engine.settings import Settings, save_settings
from tests.support.bundles import make_bundle
from tests.support.images import make_folder


def until(check: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not check():
        assert time.monotonic() < end
        time.sleep(0.01)


def listening() -> set[str]:
    """Addresses at which this process and its children wait for the network."""
    me = psutil.Process()
    found = set()
    for one in (me, *me.children(recursive=True)):
        for connection in one.net_connections(kind="inet"):
            if connection.status == psutil.CONN_LISTEN or connection.type == socket.SOCK_DGRAM:
                found.add(connection.laddr.ip if connection.laddr else "?")
    return found


def run_once(folder: Path, wanted: dict[str, object]) -> set[str]:
    """What listens while a whole station judges."""
    save_settings(folder / "station.toml", Settings.model_validate(wanted))
    line = LineClient(folder / "station.toml", folder / "unused", threads=1)
    try:
        line.open_bundle(make_bundle(folder / "plate.uniad"))
        line.open_source(str(make_folder(folder / "parts", good=2, bad=1)))
        until(lambda: line.snapshot().state is LineState.STOPPED and line.snapshot().limits is not None)
        line.start()
        until(lambda: line.snapshot().part == 3)
        return listening()
    finally:
        assert line.close(30)


def test_a_station_as_it_comes_listens_nowhere(tmp_path: Path) -> None:
    assert listening() == set()
    assert run_once(tmp_path, {}) == set()


def test_what_is_switched_on_listens_on_loopback(tmp_path: Path) -> None:
    wanted = {
        "outputs": {"tcp": {"enabled": True, "port": 0}},
        "triggers": {"tcp": {"enabled": True, "port": 0}},
    }
    assert run_once(tmp_path, wanted) == {"127.0.0.1"}
    for host in (Settings().outputs.tcp.host, Settings().outputs.modbus.host, Settings().triggers.tcp.host):
        assert host == "127.0.0.1"


def test_silent_and_dripping_clients_do_not_shut_out_the_plc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "SLOWEST_LINE_S", 0.5)
    fired: list[Trigger] = []
    server = TcpTriggers("127.0.0.1", 0, fired.append, ("top",))
    address = ("127.0.0.1", server.port)
    first = socket.create_connection(address)
    first.sendall(b"trigger serial=first\n")
    until(lambda: len(fired) == 1)
    silent = [socket.create_connection(address) for _ in range(2 * MOST_CLIENTS)]
    until(lambda: server.clients == MOST_CLIENTS)
    with closing(socket.create_connection(address)) as plc:
        plc.sendall(b"trigger serial=plc\n")
        until(lambda: len(fired) == 2)
        first.sendall(b"trigger serial=again\n")  # whoever has spoken stays
        until(lambda: [one.serial for one in fired] == ["first", "plc", "again"])
        with closing(socket.create_connection(address)) as slow:
            slow.sendall(b"trig")
            slow.settimeout(30)
            assert slow.recv(10) == b"", "a line that does not end is hung up on"
        with closing(socket.create_connection(address)) as endless:
            endless.sendall(b"x" * 4000)
            endless.settimeout(30)
            with contextlib.suppress(ConnectionError):
                assert endless.recv(10) == b""
    for one in (*silent, first):
        one.close()
    server.close()
