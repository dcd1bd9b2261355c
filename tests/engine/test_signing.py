"""Keys, signatures, and what a signature is worth on this station."""

import hashlib
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bundle import read_bundle, sign_bundle
from engine.bundle.archive import JUDGE, MANIFEST, write_bundle
from engine.errors import BundleError, ErrorCode, InspectError, UsageError
from engine.signing import Keys, Purpose, Signature, Standing, fingerprint, verify
from tests.support.bundles import make_bundle, make_graph, make_manifest, make_product
from tests.support.forging import forge, members_of

DIGEST = hashlib.sha256(b"something").hexdigest()
# Made by the key of bytes 0 to 31: what was signed once stays signed for good.
SAMPLE = Signature(
    "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8",
    "0edb3a91eb152d715aac0308c63cb73c11cd674d6879ed975cb2eaf4d370a90c"
    "394a5a35dba7d114f0c4621ad75b4c0c322a39f697c00bacfc64788faa324102",
)
OTHER = hashlib.sha256(b"something else").hexdigest()


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path / "keys")


def test_the_key_is_made_once_and_only_its_owner_reads_it(keys: Keys) -> None:
    assert keys.public() is None
    made = keys.make()
    assert keys.make() == made == Keys(keys.folder).public()
    assert len(fingerprint(made).split("-")) == 8
    if os.name != "nt":
        assert stat.S_IMODE((keys.folder / "station.key").stat().st_mode) == 0o600
        assert stat.S_IMODE(keys.folder.stat().st_mode) == 0o700


def test_many_at_once_make_one_key(keys: Keys) -> None:
    made: list[str] = []
    threads = [threading.Thread(target=lambda: made.append(Keys(keys.folder).make())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert len(set(made)) == 1


def test_a_signature_fits_its_hash_its_purpose_and_its_key_alone(keys: Keys, tmp_path: Path) -> None:
    signature = keys.sign(Purpose.BUNDLE, DIGEST)
    assert verify(Purpose.BUNDLE, DIGEST, signature)
    assert not verify(Purpose.BUNDLE, OTHER, signature)
    assert not verify(Purpose.TRACE, DIGEST, signature)
    stranger = Keys(tmp_path / "stranger").make()
    assert not verify(Purpose.BUNDLE, DIGEST, Signature(stranger, signature.value))
    with pytest.raises(ValueError, match="SHA-256"):
        keys.sign(Purpose.BUNDLE, "short")


@given(where=st.integers(0, 127), digit=st.sampled_from("0123456789abcdef"))
@settings(max_examples=60, deadline=None)
def test_no_digit_of_a_signature_can_be_changed(where: int, digit: str) -> None:
    signature = SAMPLE
    value = signature.value[:where] + digit + signature.value[where + 1 :]
    assert verify(Purpose.BUNDLE, DIGEST, Signature(signature.public, value)) == (value == signature.value)


@pytest.mark.parametrize("value", ["", "zz", "00" * 63, "0" * 127])
def test_what_is_no_signature_is_not_right(keys: Keys, value: str) -> None:
    assert not verify(Purpose.BUNDLE, DIGEST, Signature(keys.make(), value))
    assert not verify(Purpose.BUNDLE, DIGEST, Signature(value, "00" * 64))


def test_trust_is_given_by_name_and_taken_back(keys: Keys, tmp_path: Path) -> None:
    other = Keys(tmp_path / "other")
    signature = other.sign(Purpose.BUNDLE, DIGEST)
    assert keys.judge(None).standing is Standing.UNSIGNED
    assert keys.judge(signature).standing is Standing.UNKNOWN
    keys.trust("Plant 2", signature.public, "Ada")
    trust = keys.judge(signature)
    assert (trust.standing, trust.name, trust.trusted) == (Standing.TRUSTED, "Plant 2", True)
    assert "Plant 2" in trust.words()
    for name, public in (("Plant 2", keys.make()), ("Plant 3", signature.public), ("", keys.make()), ("x", "no key")):
        with pytest.raises(UsageError):
            keys.trust(name, public)
    keys.remove("Plant 2")
    assert not keys.judge(signature).trusted
    with pytest.raises(UsageError):
        keys.remove("Plant 2")
    assert other.judge(signature).standing is Standing.OWN


@pytest.mark.parametrize("text", [b"", b"{", b'{"format": 2}', b'{"keys": [{"name": "x", "public": "y"}]}', b"\xff"])
def test_a_damaged_file_of_trusted_keys_trusts_nobody(keys: Keys, tmp_path: Path, text: bytes) -> None:
    signature = Keys(tmp_path / "other").sign(Purpose.BUNDLE, DIGEST)
    keys.trust("Plant 2", signature.public)
    (keys.folder / "trusted.json").write_bytes(text)
    with pytest.raises(InspectError) as caught:
        keys.judge(signature)
    assert caught.value.code is ErrorCode.KEYS_UNUSABLE


@pytest.mark.parametrize("text", [b"", b"uniad-inspect-key-1:00", b"\xff" * 100])
def test_a_damaged_key_is_told_and_never_replaced(keys: Keys, text: bytes) -> None:
    keys.make()
    path = keys.folder / "station.key"
    path.write_bytes(text)
    for ask in (keys.public, keys.make, lambda: keys.sign(Purpose.BUNDLE, DIGEST)):
        with pytest.raises(InspectError) as caught:
            ask()
        assert caught.value.code is ErrorCode.KEYS_UNUSABLE
    assert path.read_bytes() == text


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_key_that_others_can_read_is_not_used(keys: Keys) -> None:
    keys.make()
    (keys.folder / "station.key").chmod(0o644)
    with pytest.raises(InspectError, match="chmod 600"):
        keys.sign(Purpose.BUNDLE, DIGEST)


def test_a_bundle_is_signed_when_written_or_later_and_stays_the_same_bundle(keys: Keys, tmp_path: Path) -> None:
    graph = make_graph((64, 64))
    manifest = make_manifest(graph, (64, 64), {"Plate": make_product()})
    path, later = tmp_path / "a.uniad", tmp_path / "later.uniad"
    sha256 = write_bundle(path, manifest, {JUDGE: graph}, keys)
    write_bundle(later, manifest, {JUDGE: graph})
    assert read_bundle(later).signature is None
    sign_bundle(later, keys)
    assert later.read_bytes() == path.read_bytes()
    bundle = read_bundle(path)
    assert bundle.sha256 == sha256
    assert keys.judge(bundle.signature).standing is Standing.OWN
    other = Keys(tmp_path / "other")
    sign_bundle(path, other, tmp_path / "copy.uniad")
    assert keys.judge(read_bundle(tmp_path / "copy.uniad").signature).standing is Standing.UNKNOWN
    assert keys.judge(read_bundle(path).signature).standing is Standing.OWN


def test_a_wrong_signature_is_refused_whoever_sealed_it(keys: Keys, tmp_path: Path) -> None:
    one = make_bundle(tmp_path / "one.uniad")
    two = make_bundle(tmp_path / "two.uniad", grey=90)
    sign_bundle(one, keys)
    signed = one.read_bytes()
    comment = signed[signed.index(b"uniad-ed25519:") : -77]
    public, value = comment[14:78], comment[79:207]
    for wrong in (
        comment.replace(value, b"0" * 128),
        comment.replace(public, Keys(tmp_path / "other").make().encode()),
        b"uniad-ed25519:\n",
        comment * 2,
        b"something",
    ):
        one.write_bytes(forge(members_of(signed), wrong))
        with pytest.raises(BundleError) as caught:
            read_bundle(one)
        assert caught.value.code is ErrorCode.BUNDLE_SIGNATURE
        assert "\n" not in str(caught.value)
    two.write_bytes(forge(members_of(two.read_bytes()), comment))
    with pytest.raises(BundleError) as caught:
        read_bundle(two)
    assert caught.value.code is ErrorCode.BUNDLE_SIGNATURE
    one.write_bytes(forge(members_of(signed), comment))
    assert read_bundle(one).signature is not None


def test_a_signed_bundle_is_still_sealed_against_every_flip(keys: Keys, tmp_path: Path) -> None:
    path = make_bundle(tmp_path / "a.uniad")
    sign_bundle(path, keys)
    whole = path.read_bytes()
    for position in range(len(whole) - 320, len(whole)):
        damaged = bytearray(whole)
        damaged[position] ^= 1
        path.write_bytes(bytes(damaged))
        with pytest.raises(BundleError):
            read_bundle(path)


def test_a_signature_is_no_way_around_the_manifest(keys: Keys, tmp_path: Path) -> None:
    path = make_bundle(tmp_path / "a.uniad")
    sign_bundle(path, keys)
    members, comment = members_of(path.read_bytes()), path.read_bytes()[-77 - 208 : -77]
    path.write_bytes(forge({MANIFEST: members[MANIFEST], JUDGE: make_graph((64, 64), 90)}, comment))
    with pytest.raises(BundleError) as caught:
        read_bundle(path)
    assert caught.value.code is ErrorCode.BUNDLE_HASH


def test_a_station_without_signatures_never_loads_the_library(tmp_path: Path) -> None:
    path = make_bundle(tmp_path / "a.uniad")
    words = (
        "import sys; from pathlib import Path; from engine.bundle import read_bundle; from engine.signing import Keys\n"
        f"assert not Keys(Path({str(tmp_path / 'keys')!r})).judge(read_bundle(Path({str(path)!r})).signature).trusted\n"
        "sys.exit(any(name.split('.')[0] == 'cryptography' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 0
