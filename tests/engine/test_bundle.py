"""A bundle is whole and as written, or it is not opened."""

import contextlib
import hashlib
import io
import json
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.bundle import read_bundle
from engine.bundle.archive import JUDGE, MANIFEST, MAX_MANIFEST_BYTES, WEIGHTS, describe_files, write_bundle
from engine.errors import BundleError, ErrorCode, InspectError, UsageError
from tests.support.bundles import make_bundle, make_graph, make_manifest, make_product
from tests.support.forging import SEAL, forge, members_of, seal


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a good bundle."""
    return make_bundle(tmp_path_factory.mktemp("bundle") / "whole.uniad").read_bytes()


def with_manifest(data: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The bundle with a changed manifest, sealed again."""
    members = members_of(data)
    manifest = json.loads(members[MANIFEST])
    change(manifest)
    return forge({**members, MANIFEST: json.dumps(manifest).encode()})


def refusal(tmp_path: Path, data: bytes) -> InspectError:
    path = tmp_path / "part.uniad"
    path.write_bytes(data)
    with pytest.raises(InspectError) as caught:
        read_bundle(path)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    return caught.value


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = make_bundle(tmp_path / "a.uniad", names=("Plate", "金属螺母"))
    bundle = read_bundle(path)
    assert bundle.judge_graph == make_graph((64, 64))
    assert list(bundle.manifest.products) == ["Plate", "金属螺母"]
    assert bundle.sha256 == hashlib.sha256(members_of(path.read_bytes())[MANIFEST]).hexdigest()
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.uniad"]


def test_the_same_content_gives_the_same_file(tmp_path: Path) -> None:
    first, second = make_bundle(tmp_path / "a.uniad"), make_bundle(tmp_path / "b.uniad")
    assert first.read_bytes() == second.read_bytes()


def test_weights_are_read_only_when_wanted(tmp_path: Path) -> None:
    graph = make_graph((64, 64))
    files = {JUDGE: graph, WEIGHTS: b"numbers"}
    manifest = make_manifest(graph, (64, 64), {"Plate": make_product()})
    path = tmp_path / "a.uniad"
    write_bundle(path, manifest.model_copy(update={"files": describe_files(files)}), files)
    assert WEIGHTS not in read_bundle(path).files
    assert read_bundle(path, with_weights=True).files[WEIGHTS] == b"numbers"


def test_the_only_product_needs_no_name(tmp_path: Path) -> None:
    one = read_bundle(make_bundle(tmp_path / "one.uniad"))
    assert one.product(None)[0] == "Plate"
    two = read_bundle(make_bundle(tmp_path / "two.uniad", names=("Plate", "Nut")))
    with pytest.raises(UsageError, match=r"Nut, Plate.*--product"):
        two.product(None)
    with pytest.raises(UsageError, match="Bolt"):
        two.product("Bolt")
    assert two.product("Nut")[0] == "Nut"


def test_a_flipped_byte_is_always_seen(tmp_path: Path, whole: bytes) -> None:
    chance = random.Random(5)
    positions = {0, 1, len(whole) - 1, len(whole) - 65, len(whole) - 90} | set(chance.sample(range(len(whole)), 250))
    for position in positions:
        damaged = bytearray(whole)
        damaged[position] ^= 1 << chance.randrange(8)
        assert isinstance(refusal(tmp_path, bytes(damaged)), BundleError), position


def test_a_cut_bundle_is_refused(tmp_path: Path, whole: bytes) -> None:
    for cut in [*range(0, len(whole), len(whole) // 100), len(whole) - 1]:
        error = refusal(tmp_path, whole[:cut])
        assert error.code in (ErrorCode.BUNDLE_DAMAGED, ErrorCode.BUNDLE_HASH)


@given(data=st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_bytes_are_no_bundle(tmp_path: Path, data: bytes) -> None:
    assert refusal(tmp_path, data).code is ErrorCode.BUNDLE_DAMAGED


@given(where=st.floats(0, 0.999), value=st.integers(0, 255), cut=st.floats(0.5, 1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_forged_seal_over_damage_is_refused_too(
    tmp_path: Path, whole: bytes, where: float, value: int, cut: float
) -> None:
    """Whoever can compute the outer checksum still meets the hashes inside; nothing but BundleError may come out."""
    body = bytearray(members_body(whole))
    position = int(where * len(body))
    same = body[position] == value
    body[position] = value
    path = tmp_path / "forged.uniad"
    path.write_bytes(seal(bytes(body)))
    try:
        bundle = read_bundle(path)
    except InspectError:
        return
    assert same or bundle.judge_graph == make_graph((64, 64))


def members_body(data: bytes) -> bytes:
    """The zip without its comment."""
    body = data[: -len(SEAL) - 64]
    return body[:-2] + b"\0\0"


def test_a_broken_directory_under_a_forged_seal(tmp_path: Path, whole: bytes) -> None:
    start = members_body(whole).index(b"PK\x01\x02")
    for position in range(start, start + 80):
        body = bytearray(members_body(whole))
        body[position] ^= 0xFF
        path = tmp_path / "forged.uniad"
        path.write_bytes(seal(bytes(body)))
        with contextlib.suppress(InspectError):
            assert read_bundle(path).judge_graph == make_graph((64, 64))


def test_a_member_changed_under_a_forged_seal_is_named(tmp_path: Path, whole: bytes) -> None:
    members = members_of(whole)
    error = refusal(tmp_path, forge({**members, JUDGE: members[JUDGE][:-1] + b"x"}))
    assert error.code is ErrorCode.BUNDLE_HASH
    assert JUDGE in str(error)


@pytest.mark.parametrize("name", ["../evil.onnx", "/etc/evil.onnx", "graphs/../../evil.onnx", "C:\\evil.onnx"])
def test_a_member_that_climbs_out_is_refused(tmp_path: Path, whole: bytes, name: str) -> None:
    payload = b"evil"
    entry = {"path": name, "sha256": hashlib.sha256(payload).hexdigest(), "size": len(payload)}
    changed = members_of(with_manifest(whole, lambda manifest: manifest["files"].append(entry)))
    assert refusal(tmp_path, forge({**changed, name: payload})).code is ErrorCode.BUNDLE_MANIFEST
    assert sorted(path.name for path in tmp_path.iterdir()) == ["part.uniad"]


def test_members_and_manifest_must_agree(tmp_path: Path, whole: bytes) -> None:
    members = members_of(whole)
    assert refusal(tmp_path, forge({**members, "graphs/more.onnx": b""})).code is ErrorCode.BUNDLE_DAMAGED
    assert refusal(tmp_path, forge({MANIFEST: members[MANIFEST]})).code is ErrorCode.BUNDLE_DAMAGED
    assert refusal(tmp_path, forge({JUDGE: members[JUDGE]})).code is ErrorCode.BUNDLE_DAMAGED


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_comes_twice_is_refused(tmp_path: Path, whole: bytes) -> None:
    buffer = io.BytesIO()
    members = members_of(whole)
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in [*members.items(), (JUDGE, b"evil")]:
            archive.writestr(name, data)
    assert refusal(tmp_path, seal(buffer.getvalue())).code is ErrorCode.BUNDLE_DAMAGED


def test_a_packed_member_is_not_unpacked(tmp_path: Path, whole: bytes) -> None:
    members = members_of(whole)
    bomb = forge({**members, JUDGE: bytes(50 * 2**20)}, compression=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 2**20
    assert refusal(tmp_path, bomb).code is ErrorCode.BUNDLE_DAMAGED


def test_a_claimed_size_beyond_all_bounds_is_refused(tmp_path: Path, whole: bytes) -> None:
    body = bytearray(members_body(whole))
    directory = body.index(b"PK\x01\x02")
    body[directory + 24 : directory + 28] = (2**32 - 2).to_bytes(4, "little")
    assert refusal(tmp_path, seal(bytes(body))).code is ErrorCode.BUNDLE_TOO_LARGE


def test_a_manifest_beyond_all_bounds_is_refused(tmp_path: Path, whole: bytes) -> None:
    members = members_of(whole)
    padded = members[MANIFEST] + b" " * MAX_MANIFEST_BYTES
    assert refusal(tmp_path, forge({**members, MANIFEST: padded})).code is ErrorCode.BUNDLE_DAMAGED


def product(manifest: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = manifest["products"]["Plate"]
    return found


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda manifest: manifest.update(colour="red"), "colour"),
        (lambda manifest: product(manifest).update(colour="red"), "products.Plate.colour"),
        (lambda manifest: product(manifest)["limits"].update(rejekt=1), "products.Plate.limits.rejekt"),
        (lambda manifest: manifest.pop("model"), "model"),
        (lambda manifest: product(manifest)["limits"].update(reject=-1), "reject"),
        (lambda manifest: product(manifest)["limits"].update(reject=float("nan")), "reject"),
        (lambda manifest: product(manifest)["limits"].update(reject=float("inf")), "reject"),
        (lambda manifest: product(manifest)["limits"].update(review=2.0), "review limit is above"),
        (lambda manifest: product(manifest)["calibration"].update(groups=[1]), "differ in length"),
        (lambda manifest: product(manifest)["roi"].update(x=0.5), "beyond the frame"),
        (lambda manifest: manifest.update(products={}), "products"),
        (lambda manifest: manifest.update(products={"../up": product(manifest)}), "products"),
        (lambda manifest: manifest.update(files=[]), "files"),
    ],
)
def test_a_wrong_key_is_named(
    tmp_path: Path, whole: bytes, change: Callable[[dict[str, Any]], object], key: str
) -> None:
    error = refusal(tmp_path, with_manifest(whole, change))
    assert error.code is ErrorCode.BUNDLE_MANIFEST
    assert key in str(error)


@pytest.mark.parametrize("found", [2, 0, "1", None, [1]])
def test_another_format_is_refused_with_both_named(tmp_path: Path, whole: bytes, found: object) -> None:
    error = refusal(tmp_path, with_manifest(whole, lambda manifest: manifest.update(format=found, future=True)))
    assert error.code is ErrorCode.BUNDLE_FORMAT
    assert str(found) in str(error)
    assert "reads 1" in str(error)


@pytest.mark.parametrize("key", ["preprocess_version", "scoring_version"])
def test_another_version_of_the_arithmetic_is_refused(tmp_path: Path, whole: bytes, key: str) -> None:
    error = refusal(tmp_path, with_manifest(whole, lambda manifest: manifest.update({key: 99})))
    assert error.code is ErrorCode.BUNDLE_FORMAT
    assert "99" in str(error)


@pytest.mark.parametrize(
    "text", [b"", b"not json", b"[]", b"\xff\xfe", b"{", b'{"format": 1', b"[" * 100_000, b'"' + b"a" * 1000]
)
def test_a_manifest_that_is_no_manifest(tmp_path: Path, whole: bytes, text: bytes) -> None:
    error = refusal(tmp_path, forge({**members_of(whole), MANIFEST: text}))
    assert error.code in (ErrorCode.BUNDLE_MANIFEST, ErrorCode.BUNDLE_FORMAT)


def test_what_is_not_there_or_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_bundle(tmp_path / "none.uniad")
    assert caught.value.code is ErrorCode.NOT_FOUND
    with pytest.raises(BundleError):
        read_bundle(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="FIFOs are POSIX")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.uniad")
    with pytest.raises(BundleError):
        read_bundle(tmp_path / "pipe.uniad")


def test_nothing_is_left_behind_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError) as caught:
        make_bundle(tmp_path / "file" / "a.uniad")
    assert caught.value.code is ErrorCode.NOT_WRITABLE
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_manifest_must_describe_what_is_written(tmp_path: Path) -> None:
    graph = make_graph((64, 64))
    manifest = make_manifest(graph, (64, 64), {"Plate": make_product()})
    with pytest.raises(ValueError, match="does not describe"):
        write_bundle(tmp_path / "a.uniad", manifest, {JUDGE: graph + b"x"})
    assert list(tmp_path.iterdir()) == []
