"""Records and station files of earlier versions are opened by this one (see make_records.py)."""

import shutil
from pathlib import Path

import pytest

from engine.decision import Verdict
from engine.records.entries import FindingKind
from engine.records.reader import PartFilter, RecordReader
from engine.records.verify import verify
from engine.records.writer import RecordWriter
from engine.settings import load_settings
from tests.support.records import BUNDLE, LIMITS, make_part

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", [path.name for path in sorted(HERE.glob("records-*"))])
def test_records_of_every_schema_are_upgraded_whole_and_go_on(tmp_path: Path, name: str) -> None:
    data = tmp_path / "data"
    shutil.copytree(HERE / name, data)
    writer = RecordWriter(data)
    writer.store(make_part())
    writer.close()
    report = verify(data)
    assert report.ok, report.problems
    assert (report.parts, report.images, report.removed_images) == (6, 3, 1)
    reader = RecordReader(data)
    counted = reader.counters().by_verdict
    assert counted == {Verdict.PASS: 3, Verdict.REVIEW: 1, Verdict.FAIL: 1, Verdict.ERROR: 1}
    (defect,) = reader.newest(PartFilter(finding=FindingKind.DEFECT))
    assert (defect.verdict, defect.serial, defect.lot) == (Verdict.FAIL, "S2", "4711")
    (finding,) = reader.findings(defect.uuid)
    assert (finding.defect_type, finding.user) == ("dent", "Bo")
    (review,) = reader.newest(PartFilter(verdicts=(Verdict.REVIEW,), open_only=True))
    assert [one.undone for one in reader.findings(review.uuid)] == [True]
    found = reader.limits_in_force("Plate", BUNDLE)
    assert found is not None
    assert found[1].limits == LIMITS
    assert reader.events("disk.low")[0].params == {"free_mb": 900}
    reader.close()


@pytest.mark.parametrize("name", [path.name for path in sorted(HERE.glob("station-*.toml"))])
def test_station_files_of_every_format_are_read(tmp_path: Path, name: str) -> None:
    shutil.copy(HERE / name, tmp_path / "station.toml")
    settings, problem = load_settings(tmp_path / "station.toml")
    assert problem is None
    assert settings.records.retention.disk_share == 0.85
