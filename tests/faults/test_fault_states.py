"""Faults outside of judging: while the station idles, and while a person reviews. See ``matrix`` for all cells."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from engine.decision import Verdict
from engine.errors import ErrorCode, InspectError, RecordsError
from engine.pipeline.client import LineClient
from engine.pipeline.snapshot import LineState
from engine.records import database
from engine.records.entries import FindingBody, FindingKind
from engine.records.reader import PartFilter, RecordReader
from engine.records.verify import verify
from engine.records.writer import RecordWriter
from engine.settings import Settings, load_settings, save_settings
from engine.settings import Station as StationSettings
from tests.faults.matrix import all_tests
from tests.faults.table import STATES, TABLE, Never
from tests.support.bundles import make_bundle
from tests.support.images import make_folder
from tests.support.records import fill, make_part

ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name == "nt", reason="POSIX signals and limits")
FINDINGS = """
import os, sys, resource
from pathlib import Path
from engine.errors import InspectError
from engine.records.entries import FindingBody, FindingKind
from engine.records.writer import RecordWriter
folder, part, limit = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
writer = RecordWriter(folder)
print("ready", flush=True)
if limit:
    files = [path.stat().st_size for path in folder.iterdir() if path.is_file() and path.name != "reserve"]
    resource.setrlimit(resource.RLIMIT_FSIZE, (max(files) + limit, resource.RLIM_INFINITY))
for number in range(10_000):
    try:
        receipt = writer.store(FindingBody(part=part, finding=FindingKind.DEFECT, note="x" * 500, user="Ada"))
    except InspectError as error:
        print("refused", error.code.value, flush=True)
        os._exit(0)
    print("ack", receipt.seq, flush=True)
"""


def reviewer(data: Path, part: str, limit: int = 0) -> subprocess.Popen[str]:
    """A process that stores findings as fast as it goes; ``limit``: bytes that its files may grow."""
    words = [sys.executable, "-c", FINDINGS, str(data), part, str(limit)]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def rejected(data: Path) -> str:
    """Some parts, and one that failed."""
    return next(part.uuid for part in fill(data) if part.verdict is Verdict.FAIL)


def look_at_all(reader: RecordReader) -> None:
    """As a person who goes through every part."""
    for row in reader.newest(limit=1000):
        reader.findings(row.uuid)
        reader.part(row.uuid)


def until(check: Callable[[], object]) -> None:
    """Wait until it is so."""
    end = time.monotonic() + 90
    while not check():
        assert time.monotonic() < end
        time.sleep(0.01)


def acknowledged(data: Path, said: list[str]) -> None:
    """Every finding that was acknowledged is there, and the records are whole."""
    report = verify(data)
    assert report.ok, report.problems
    seqs = {int(line.split()[1]) for line in said if line.startswith("ack")}
    assert seqs
    with_reader = RecordReader(data)
    try:
        found = {finding.seq for row in with_reader.newest() for finding in with_reader.findings(row.uuid)}
    finally:
        with_reader.close()
    assert seqs <= found


@posix
def test_01_killed_while_idle_the_next_start_finds_everything(tmp_path: Path) -> None:
    fill(tmp_path)
    words = (
        "import sys, time; from pathlib import Path; from engine.records.writer import RecordWriter\n"
        "writer = RecordWriter(Path(sys.argv[1])); print('ready', flush=True); time.sleep(600)"
    )
    idle = subprocess.Popen([sys.executable, "-c", words, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert idle.stdout is not None
    assert idle.stdout.readline() == "ready\n"
    idle.send_signal(signal.SIGKILL)
    idle.communicate()
    writer = RecordWriter(tmp_path)
    writer.store(make_part())
    writer.close()
    report = verify(tmp_path)
    assert report.ok, report.problems
    assert report.parts == 11


@posix
@pytest.mark.parametrize("after", [1, 40])
def test_01_killed_while_findings_are_made_every_acknowledged_one_is_there(tmp_path: Path, after: int) -> None:
    process = reviewer(tmp_path, rejected(tmp_path))
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(after + 1)]
    process.send_signal(signal.SIGKILL)
    said += process.communicate()[0].splitlines()
    acknowledged(tmp_path, [line for line in said if line.startswith("ack ") and line.strip()[-1].isdigit()])
    RecordWriter(tmp_path).close()


@posix
def test_04_a_finding_that_cannot_be_stored_is_told_and_never_shown_as_stored(tmp_path: Path) -> None:
    """The operating system refuses to let the file grow."""
    said = reviewer(tmp_path, rejected(tmp_path), limit=200_000).communicate()[0].splitlines()
    assert said[-1].startswith("refused records."), said[-3:]
    acknowledged(tmp_path, said)


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 40 MB, if this user may mount one."""
    place = tmp_path / "tiny"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(place)]
    rights = sys.platform == "linux" and os.geteuid() == 0
    if not rights or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs Linux and the right to mount")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_05_a_full_disk_refuses_a_finding_and_takes_it_when_there_is_space(tiny_disk: Path) -> None:
    data, filler = tiny_disk / "data", tiny_disk / "filler"
    part = rejected(data)
    writer = RecordWriter(data)
    refused = None
    while refused is None:
        free = os.statvfs(tiny_disk).f_bavail * os.statvfs(tiny_disk).f_frsize
        with filler.open("ab") as file:
            file.write(bytes(max(0, free - 4096)))
        try:
            writer.store(FindingBody(part=part, finding=FindingKind.DEFECT, note="x" * 4000))
        except InspectError as error:
            refused = error.code
    assert refused is ErrorCode.DISK_FULL
    filler.unlink()
    last = writer.store(FindingBody(part=part, finding=FindingKind.UNSURE, note="there is space again"))
    writer.close()
    acknowledged(data, [f"ack {last.seq}"])


def test_07_damage_met_while_looking_is_named(tmp_path: Path) -> None:
    fill(tmp_path, 200)
    reader = RecordReader(tmp_path)
    assert reader.newest(limit=1)
    path = tmp_path / database.FILE
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))
    with pytest.raises(RecordsError) as caught:
        look_at_all(reader)
    reader.close()
    assert caught.value.code in (ErrorCode.RECORDS_DAMAGED, ErrorCode.RECORDS_DISK)


def test_08_a_database_that_vanishes_is_named(tmp_path: Path) -> None:
    fill(tmp_path)
    for path in tmp_path.glob(f"{database.FILE}*"):
        path.unlink()
    with pytest.raises(RecordsError) as caught:
        RecordReader(tmp_path)
    assert caught.value.code is ErrorCode.RECORDS_MISSING
    assert list(tmp_path.glob("images/*/*.png"))


def test_11_a_file_torn_while_parts_are_judged_changes_nothing(tmp_path: Path) -> None:
    bundle, parts, path = (
        make_bundle(tmp_path / "a.uniad"),
        make_folder(tmp_path / "parts", good=6, bad=0),
        tmp_path / "s.toml",
    )
    settings = Settings(station=StationSettings(name="Line 1", data="data"))
    save_settings(
        path, settings.model_copy(update={"line": settings.line.model_copy(update={"deadline_ms": 60_000.0})})
    )
    line = LineClient(path, tmp_path / "unused", threads=1)
    line.open_bundle(bundle)
    line.open_source(str(parts))
    until(lambda: line.snapshot().state is LineState.STOPPED and line.snapshot().limits is not None)
    limits = line.snapshot().limits
    assert limits is not None
    line.set_limits(limits, "proposed")
    until(lambda: line.snapshot().confirmed)
    path.write_bytes(path.read_bytes()[:40])
    line.start()
    until(lambda: line.snapshot().line.parts.passed == 6)
    assert line.close(30)
    found, torn = load_settings(path)
    assert torn is not None
    assert found.station.name == "Line 1"
    assert verify(tmp_path / "data").ok


@posix
@pytest.mark.parametrize("kind", ["png", "jpg", "tif"])
def test_26_a_decoder_without_memory_refuses_the_picture_and_reads_the_next(tmp_path: Path, kind: str) -> None:
    """The operating system gives no more than 100 MB on top; the large picture needs 190."""
    large, small = tmp_path / f"large.{kind}", tmp_path / f"small.{kind}"
    Image.new("RGB", (8000, 8000)).save(large)
    Image.new("RGB", (80, 80)).save(small)
    words = (
        "import resource, sys; from pathlib import Path\n"
        "from engine.errors import InspectError; from engine.decode import read_image\n"
        "pages = int(Path('/proc/self/statm').read_text().split()[0])\n"
        "most = pages * resource.getpagesize() + 100 * 2**20\n"
        "resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))\n"
        "for name in sys.argv[1:]:\n"
        "    try:\n        print(read_image(Path(name)).shape)\n"
        "    except InspectError as error:\n        print(error.code.value)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", words, str(large), str(small)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == ["image.unreadable", "(80, 80, 3)"], done.stderr[-500:]


def test_27_findings_keep_their_order_when_the_clock_jumps_back(tmp_path: Path) -> None:
    part = rejected(tmp_path)
    writer = RecordWriter(tmp_path)
    for day, kind in ((3, FindingKind.DEFECT), (1, FindingKind.UNSURE), (2, FindingKind.FALSE_REJECT)):
        writer.store(FindingBody(part=part, finding=kind, utc=f"2026-03-0{day}T00:00:00.000000+00:00"))
    writer.close()
    reader = RecordReader(tmp_path)
    found = reader.findings(part)
    rows = reader.newest(PartFilter(finding=FindingKind.FALSE_REJECT))
    reader.close()
    kinds = [one.finding for one in sorted(found, key=lambda one: one.seq)]
    assert kinds == [FindingKind.DEFECT, FindingKind.UNSURE, FindingKind.FALSE_REJECT]
    assert [row.uuid for row in rows] == [part]


def test_the_table_names_real_tests_and_every_state() -> None:
    for test in all_tests(TABLE):
        path, _, name = test.partition("::")
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), test
    assert sorted(TABLE) == list(range(1, 33))
    for fault in TABLE.values():
        assert tuple(fault.cells) == STATES
        assert all(cell.why for cell in fault.cells.values() if isinstance(cell, Never))
    missing = [(n, s) for n, fault in TABLE.items() for s, cell in fault.cells.items() if cell == ()]
    assert missing == []
