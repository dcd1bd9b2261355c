"""``uniad-inspect show``: the manifest and the hash that was checked."""

import hashlib
import json
import zipfile
from pathlib import Path

from tests.support.commands import CommandLine


def test_the_manifest_as_json(inspect: CommandLine, bundle: Path) -> None:
    done = inspect("show", bundle, "--json")
    assert (done.code, done.err) == (0, "")
    (shown,) = done.lines
    with zipfile.ZipFile(bundle) as archive:
        text = archive.read("manifest.json")
    assert shown["manifest"] == json.loads(text)
    assert shown["sha256"] == hashlib.sha256(text).hexdigest()
    assert shown["verified"] is True
    assert shown["path"] == str(bundle)


def test_a_table_for_people(inspect: CommandLine, bundle: Path) -> None:
    done = inspect("show", bundle)
    assert done.code == 0
    for word in ("Plate", "Washer", "reject limit", "0 of 20 good parts above it", "sha256", "the whole picture"):
        assert word in done.out


def test_a_damaged_bundle_is_not_shown(inspect: CommandLine, bundle: Path) -> None:
    data = bytearray(bundle.read_bytes())
    data[100] ^= 4
    bundle.write_bytes(data)
    done = inspect("show", bundle, "--json")
    assert (done.code, done.out) == (2, "")
    assert len(done.errors) == 1
