"""A part found by what is in hand, exported, and checked elsewhere; whatever was tampered with is named."""

import contextlib
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.errors import ErrorCode, UsageError
from engine.records.chain import Head
from engine.records.entries import FindingBody, FindingKind, LimitBody, LimitsBody, PartBody
from engine.records.reader import RecordReader
from engine.records.writer import RecordWriter
from engine.signing import Keys, Purpose, Standing
from engine.trace.check import ExportCheck, check_export, is_export
from engine.trace.dossier import read_dossier
from engine.trace.export import export_part
from engine.trace.find import How, Sought, find
from engine.trace.form import MANIFEST, ROWS, SIGNATURE, ExportManifest, Member
from tests.support.images import make_folder
from tests.support.records import tamper
from tests.support.review import judged_records


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[PartBody]]:
    """Four judged parts with pictures; the last failed and has a finding that was taken back and one that stands."""
    folder = tmp_path_factory.mktemp("station")
    _, parts = judged_records(folder, make_folder(folder / "pictures", good=3, bad=1))
    writer = RecordWriter(folder / "data")
    first = writer.store(FindingBody(part=parts[3].uuid, finding=FindingKind.UNSURE, user="Bo"))
    writer.store(FindingBody(part=parts[3].uuid, undoes=first.seq, user="Bo"))
    writer.store(FindingBody(part=parts[3].uuid, finding=FindingKind.DEFECT, defect_type="dent", user="Bo"))
    sha256 = parts[0].bundle_sha256
    writer.store(LimitBody(product="Plate", bundle_sha256=sha256, limits=LimitsBody(reject=9.0, pixel=9.0)))
    writer.close()
    return folder / "data", parts


@pytest.fixture
def reader(station: tuple[Path, list[PartBody]]) -> RecordReader:
    return RecordReader(station[0])


@pytest.fixture
def export(station: tuple[Path, list[PartBody]], reader: RecordReader, tmp_path: Path) -> tuple[Path, Keys]:
    """The export of the failed part, and the keys of its station."""
    keys = Keys(tmp_path / "keys")
    target = tmp_path / "part.zip"
    export_part(reader, read_dossier(reader, station[1][3].uuid), target, keys, {"part.pdf": b"%PDF"})
    return target, keys


def test_a_part_is_found_by_each_thing_in_hand(
    station: tuple[Path, list[PartBody]], reader: RecordReader, tmp_path: Path
) -> None:
    data, parts = station
    body = reader.part(parts[3].uuid)
    assert body is not None
    assert body.frames[0].image is not None
    renamed = tmp_path / "whatever it is called.png"
    renamed.write_bytes((data / body.frames[0].image.path).read_bytes())
    by_name = tmp_path / "part1.png"
    by_name.write_bytes(b"another content")
    expected = {
        How.IDENTITY: (Sought(uuid=parts[2].uuid), parts[2]),
        How.SERIAL: (Sought(serial="S0001"), parts[1]),
        How.IMAGE: (Sought(image=renamed), parts[3]),
        How.NAME: (Sought(image=by_name), parts[1]),
    }
    for how, (sought, part) in expected.items():
        found = find(reader, sought)
        assert (found.how, [row.uuid for row in found.parts]) == (how, [part.uuid])
    lot = find(reader, Sought(lot="L1"))
    assert [row.uuid for row in lot.parts] == [parts[2].uuid, parts[0].uuid]
    at_us = lot.parts[0].utc_us
    assert len(find(reader, Sought(at_us=at_us)).parts) == 4


@pytest.mark.parametrize("sought", [Sought(serial="S9"), Sought(lot="none"), Sought(at_us=0), Sought(uuid="0" * 32)])
def test_what_fits_nothing_is_told(reader: RecordReader, sought: Sought) -> None:
    with pytest.raises(UsageError) as raised:
        find(reader, sought)
    assert raised.value.code is ErrorCode.TRACE_NOTHING


def test_the_dossier_has_everything_with_its_rows(station: tuple[Path, list[PartBody]], reader: RecordReader) -> None:
    dossier = read_dossier(reader, station[1][3].uuid)
    assert [(one.finding, one.undone) for one in dossier.findings] == [
        (FindingKind.UNSURE, True),
        (FindingKind.DEFECT, False),
    ]
    assert dossier.manifest is not None
    assert dossier.session is not None
    kinds = [row.kind for row in dossier.rows]
    assert kinds.count("finding") == 3
    by_seq = {row.seq: row for row in dossier.rows}
    assert by_seq[dossier.seq + 1].previous == by_seq[dossier.seq].digest
    assert dossier.head == reader.head()


def test_an_export_is_whole_and_only_its_station_is_trusted(export: tuple[Path, Keys], tmp_path: Path) -> None:
    path, keys = export
    assert is_export(path)
    own = check_export(path, keys)
    assert own.ok, own.problems
    elsewhere = Keys(tmp_path / "elsewhere")
    stranger = check_export(path, elsewhere)
    assert (stranger.whole, stranger.ok, stranger.trust.standing) == (True, False, Standing.UNKNOWN)
    assert stranger.trust.fingerprint in stranger.trust.words()
    elsewhere.trust("line 1", str(keys.public()))
    assert check_export(path, elsewhere).ok
    names = set(zipfile.ZipFile(path).namelist())
    assert {"part.json", "part.pdf", "model.json", "pictures/frame0.png", "heat/frame0.png"} <= names


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None], sign: Keys | None = None) -> Path:
    """The same ZIP with other members; with ``sign`` a cheat who makes the manifest fit and signs with a key."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    if sign is not None:
        manifest = ExportManifest.model_validate_json(members[MANIFEST])
        files = {name: member_of(data) for name, data in members.items() if name not in (MANIFEST, SIGNATURE)}
        members[MANIFEST] = manifest.model_copy(update={"files": files}).model_dump_json().encode()
        made = sign.sign(Purpose.TRACE, hashlib.sha256(members[MANIFEST]).hexdigest())
        members[SIGNATURE] = json.dumps({"public": made.public, "value": made.value}).encode()
    target = path.with_name("changed.zip")
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target


def member_of(data: bytes) -> Member:
    return Member(sha256=hashlib.sha256(data).hexdigest(), size=len(data))


def change_picture(members: dict[str, bytes]) -> None:
    members["pictures/frame0.png"] += b"x"


def change_row(members: dict[str, bytes]) -> None:
    members[ROWS] = members[ROWS].replace(b'\\"FAIL\\"', b'\\"PASS\\"')


def change_manifest(members: dict[str, bytes]) -> None:
    members[MANIFEST] = members[MANIFEST].replace(b'"station"', b' "station"')


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (change_picture, "pictures/frame0.png was changed"),
        (change_row, "rows.jsonl was changed"),
        (change_manifest, "manifest.json was changed"),
        (lambda members: members.pop("part.pdf"), "part.pdf is missing"),
        (lambda members: members.update({"more.txt": b"x"}), "more.txt was added"),
        (lambda members: members.pop(SIGNATURE), "signature.json is missing"),
        (lambda members: members.update({SIGNATURE: b"{}"}), "signature.json is missing or damaged"),
    ],
)
def test_whatever_was_changed_is_named(
    export: tuple[Path, Keys], change: Callable[[dict[str, bytes]], None], named: str
) -> None:
    found = check_export(rewritten(export[0], change), export[1])
    assert not found.ok
    assert any(line.startswith(named) for line in found.problems), found.problems


@pytest.mark.parametrize(
    ("change", "named"),
    [(change_picture, "pictures/frame0.png is not the picture"), (change_row, "was changed")],
)
def test_a_cheat_who_holds_the_key_cannot_change_one_thing(
    export: tuple[Path, Keys], change: Callable[[dict[str, bytes]], None], named: str
) -> None:
    found = check_export(rewritten(export[0], change, sign=export[1]), export[1])
    assert any(named in line for line in found.problems), found.problems
    assert found.trust.trusted


def test_rows_that_were_computed_anew_do_not_fit_the_next_one_or_a_noted_head(
    export: tuple[Path, Keys], station: tuple[Path, list[PartBody]], reader: RecordReader
) -> None:
    dossier = read_dossier(reader, station[1][3].uuid)
    before = next(row for row in dossier.rows if row.seq == dossier.seq)

    def forge(members: dict[str, bytes]) -> None:
        lines = [json.loads(line) for line in members[ROWS].splitlines()]
        for line in lines:
            if line["seq"] == dossier.seq:
                line["body"] = line["body"].replace("FAIL", "PASS")
                from engine.trace.rows import JournalRow

                previous = bytes.fromhex(line["previous"])
                line["hash"] = JournalRow(line["seq"], line["kind"], line["body"].encode(), previous).digest.hex()
        members[ROWS] = "\n".join(json.dumps(line) for line in lines).encode()

    path = rewritten(export[0], forge, sign=export[1])
    noted = Head(dossier.seq, before.digest)
    found = check_export(path, export[1], [noted])
    assert f"row {dossier.seq + 1}: the row before it was changed" in found.problems
    assert f"row {dossier.seq}: differs from what was acknowledged" in found.problems


def test_tampered_records_show_in_the_export(tmp_path: Path) -> None:
    """A row changed in the database, a picture changed on the disk: the export says which."""
    _, parts = judged_records(tmp_path, make_folder(tmp_path / "pictures", good=1, bad=1))
    data, bad = tmp_path / "data", parts[1]
    writer = RecordWriter(data)
    writer.store(FindingBody(part=bad.uuid, finding=FindingKind.DEFECT))
    writer.close()
    reader = RecordReader(data)
    body = reader.part(bad.uuid)
    assert body is not None
    assert body.frames[0].image is not None
    (data / body.frames[0].image.path).write_bytes(b"not the picture")
    seq = read_dossier(reader, bad.uuid).seq
    reader.close()
    tamper(data, f"UPDATE journal SET body = replace(body, '\"FAIL\"', '\"PASS\"') WHERE seq = {seq}")  # noqa: S608
    found = exported(data, bad.uuid, tmp_path)
    assert f"row {seq + 1}: the row before it was changed" in found.problems
    assert f"pictures/frame0.png is not the picture that row {seq} names" in found.problems


def exported(data: Path, uuid: str, folder: Path) -> ExportCheck:
    reader, keys = RecordReader(data), Keys(folder / "keys")
    export_part(reader, read_dossier(reader, uuid), folder / "out.zip", keys)
    reader.close()
    return check_export(folder / "out.zip", keys)


def test_missing_pictures_and_a_model_that_is_gone_are_no_obstacle(tmp_path: Path) -> None:
    bundle, parts = judged_records(tmp_path, make_folder(tmp_path / "pictures", good=1, bad=1))
    for image in (tmp_path / "data" / "images").rglob("*.png"):
        image.unlink()
    bundle.path.unlink()
    found = exported(tmp_path / "data", parts[1].uuid, tmp_path)
    assert found.ok, found.problems
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        facts = json.loads(archive.read("part.json"))
    assert facts["model"] == {"sha256": parts[1].bundle_sha256, "known": False}
    assert facts["heat"]["missing_because"]


def test_a_model_that_is_gone_leaves_the_picture(tmp_path: Path) -> None:
    bundle, parts = judged_records(tmp_path, make_folder(tmp_path / "pictures", good=1, bad=0))
    bundle.path.unlink()
    found = exported(tmp_path / "data", parts[0].uuid, tmp_path)
    assert found.ok, found.problems
    names = zipfile.ZipFile(tmp_path / "out.zip").namelist()
    assert "pictures/frame0.png" in names
    assert not [name for name in names if name.startswith("heat")]


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + b"\0" * 50])
def test_what_is_no_export_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    assert not is_export(path)
    with pytest.raises(UsageError) as raised:
        check_export(path, Keys(tmp_path / "keys"))
    assert raised.value.code is ErrorCode.EXPORT_DAMAGED


def test_a_cut_export_never_counts_as_whole(export: tuple[Path, Keys], tmp_path: Path) -> None:
    data = export[0].read_bytes()
    for share in (0.2, 0.5, 0.9, 0.99):
        path = tmp_path / "cut.zip"
        path.write_bytes(data[: int(share * len(data))])
        with pytest.raises(UsageError):
            check_export(path, export[1])


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_flipped_byte_anywhere_in_the_files_is_found(export: tuple[Path, Keys], packing: int, tmp_path: Path) -> None:
    with zipfile.ZipFile(export[0]) as archive:
        plain = io.BytesIO()
        with zipfile.ZipFile(plain, "w", packing) as copy:
            for name in archive.namelist():
                copy.writestr(name, archive.read(name))
        places = [
            (info.filename, info.header_offset + 30 + len(info.filename) + place)
            for info in zipfile.ZipFile(plain).infolist()
            for place in (0, 10, info.compress_size // 2)
            if place < info.compress_size
        ]
    for name, place in places:
        data = bytearray(plain.getvalue())
        data[place] ^= 0xFF
        path = tmp_path / "flipped.zip"
        path.write_bytes(data)
        with contextlib.suppress(UsageError):  # so damaged that nothing can be said
            assert not check_export(path, export[1]).ok, name
