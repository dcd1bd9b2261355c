"""Writing and reading one ``.uniad`` file.

The file is a plain zip, stored uncompressed, whose comment is the SHA-256 of every byte before it. Why both that and
a hash per file in the manifest: the comment makes *any* flipped byte visible before the zip is parsed at all, the
manifest's hashes bind each member to what was calibrated. What is verified is what is used: the members are kept as
bytes, and nothing is read from the disk again.

A signature, if there is one, stands in the comment before the seal, so that programs older than signatures still read
the file. It is over the manifest's hash: whoever changes anything that is used changes that.
"""

import hashlib
import io
import json
import re
import stat
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from engine.bundle.manifest import FORMAT, FileEntry, Manifest, ModelEntry, ProductEntry
from engine.errors import BundleError, ErrorCode, UsageError
from engine.files import write_atomic
from engine.preprocess import KNOWN_VERSIONS, PREPROCESS_VERSION
from engine.scoring import SCORING_VERSION
from engine.signing import Keys, Purpose, Signature, verify

MANIFEST = "manifest.json"
JUDGE = "graphs/judge.onnx"
EXPECTED = "graphs/expected.onnx"
WEIGHTS = "weights.safetensors"
REHEARSAL = "rehearsal.safetensors"
FOR_TRAINING = (WEIGHTS, REHEARSAL)
MAX_BYTES = 2 * 2**30
MAX_MANIFEST_BYTES = 32 * 2**20
_SEAL = b"uniad-sha256:"
_SEAL_BYTES = len(_SEAL) + 64
_SIGNED = re.compile(rb"uniad-ed25519:([0-9a-f]{64}):([0-9a-f]{128})\n")


@dataclass(frozen=True)
class Bundle:
    """An opened, verified bundle. ``sha256`` (of the manifest, which holds all other hashes) is its identity;
    ``signature`` was checked, but whether its key is trusted is for ``engine.signing.Keys.judge`` to say."""

    path: Path
    manifest: Manifest
    sha256: str
    files: Mapping[str, bytes]
    signature: Signature | None = None

    @property
    def judge_graph(self) -> bytes:
        """The ONNX graph, as verified."""
        return self.files[JUDGE]

    @property
    def model(self) -> ModelEntry:
        """The network behind the graph."""
        return self.manifest.model

    def product(self, name: str | None) -> tuple[str, ProductEntry]:
        """The product of this name; without a name the only one. UsageError if there is a choice or no such product."""
        known = ", ".join(self.manifest.products)
        if name is None:
            if len(self.manifest.products) > 1:
                raise UsageError(ErrorCode.PRODUCT_CHOICE, known=known)
            name = next(iter(self.manifest.products))
        if name not in self.manifest.products:
            raise UsageError(ErrorCode.PRODUCT_UNKNOWN, name=name, known=known)
        return name, self.manifest.products[name]


def describe_files(files: Mapping[str, bytes]) -> tuple[FileEntry, ...]:
    """The manifest's list of members."""
    return tuple(
        FileEntry(path=path, sha256=hashlib.sha256(data).hexdigest(), size=len(data)) for path, data in files.items()
    )


def write_bundle(path: Path, manifest: Manifest, files: Mapping[str, bytes], signer: Keys | None = None) -> str:
    """Write a bundle whole or not at all; returns its identity. ``manifest.files`` must describe ``files``; ``signer``
    signs it."""
    if manifest.files != describe_files(files):
        raise ValueError("the manifest does not describe these files")
    text = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=1, sort_keys=True).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in {MANIFEST: text, **files}.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    sha256 = hashlib.sha256(text).hexdigest()
    write_atomic(path, _seal(buffer.getvalue(), None if signer is None else signer.sign(Purpose.BUNDLE, sha256)))
    return sha256


def sign_bundle(path: Path, keys: Keys, target: Path | None = None) -> Signature:
    """Verify a bundle and put the station's signature into it, in place of one that was there; ``target``: into a copy
    instead. Raises BundleError, UsageError, InspectError; then nothing has changed."""
    bundle = read_bundle(path)
    data = _sealed_bytes(path)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = data[: len(data) - len(archive.comment) - 2] + b"\0\0"
    signature = keys.sign(Purpose.BUNDLE, bundle.sha256)
    write_atomic(target or path, _seal(body, signature))
    return signature


def _seal(body: bytes, signature: Signature | None) -> bytes:
    """A zip without a comment, with signature and seal for its comment."""
    signed = b"" if signature is None else f"uniad-ed25519:{signature.public}:{signature.value}\n".encode()
    start = body[:-2] + (len(signed) + _SEAL_BYTES).to_bytes(2, "little") + signed
    return start + _SEAL + hashlib.sha256(start).hexdigest().encode()


def read_bundle(path: Path, with_weights: bool = False) -> Bundle:
    """Open and verify a bundle. Raises BundleError naming what is wrong; UsageError if there is no such file.

    ``with_weights`` also keeps in memory what only training wants: weights, and pictures for adding products.
    """
    with _open_zip(path) as archive:
        infos = {info.filename: info for info in archive.infolist()}
        if len(infos) != len(archive.infolist()) or MANIFEST not in infos:
            raise BundleError(ErrorCode.BUNDLE_DAMAGED, path=str(path), why="its list of files is not valid")
        if sum(info.file_size for info in infos.values()) > MAX_BYTES:
            raise BundleError(ErrorCode.BUNDLE_TOO_LARGE, path=str(path), limit_mb=MAX_BYTES // 2**20)
        text = _member(archive, infos[MANIFEST], path)
        manifest = parse_manifest(text, path)
        if set(infos) != {MANIFEST} | {entry.path for entry in manifest.files}:
            raise BundleError(ErrorCode.BUNDLE_DAMAGED, path=str(path), why="files and manifest do not agree")
        files = {}
        for entry in manifest.files:
            data = _member(archive, infos[entry.path], path)
            if len(data) != entry.size or hashlib.sha256(data).hexdigest() != entry.sha256:
                raise BundleError(ErrorCode.BUNDLE_HASH, path=str(path), part=entry.path)
            if with_weights or entry.path not in FOR_TRAINING:
                files[entry.path] = data
    if JUDGE not in files:
        raise BundleError(ErrorCode.BUNDLE_DAMAGED, path=str(path), why=f"{JUDGE} is missing")
    sha256 = hashlib.sha256(text).hexdigest()
    return Bundle(path, manifest, sha256, files, _signature(archive.comment[:-_SEAL_BYTES], sha256, path))


def _signature(comment: bytes, sha256: str, path: Path) -> Signature | None:
    """The signature, checked. One that is wrong is worse than none: the bundle is refused."""
    if not comment:
        return None
    found = _SIGNED.fullmatch(comment)
    if found is None:
        raise BundleError(ErrorCode.BUNDLE_SIGNATURE, path=str(path), why="it cannot be read")
    signature = Signature(found[1].decode(), found[2].decode())
    if not verify(Purpose.BUNDLE, sha256, signature):
        raise BundleError(ErrorCode.BUNDLE_SIGNATURE, path=str(path), why=f"made by {signature.fingerprint}")
    return signature


def _open_zip(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(_sealed_bytes(path)))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:  # a forger can seal a broken zip
        raise BundleError(ErrorCode.BUNDLE_DAMAGED, path=str(path), why=str(error)[:120]) from error


def _sealed_bytes(path: Path) -> bytes:
    try:
        found = path.stat()
        if found.st_size > MAX_BYTES:
            raise BundleError(ErrorCode.BUNDLE_TOO_LARGE, path=str(path), limit_mb=MAX_BYTES // 2**20)
        if not stat.S_ISREG(found.st_mode):
            raise BundleError(ErrorCode.BUNDLE_DAMAGED, path=str(path), why="not a regular file")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(ErrorCode.NOT_FOUND, path=str(path)) from error
    except OSError as error:
        raise BundleError(ErrorCode.BUNDLE_DAMAGED, path=str(path), why=error.strerror or "unreadable") from error
    seal = data[-_SEAL_BYTES:]
    if not zipfile.is_zipfile(io.BytesIO(data)) or not seal.startswith(_SEAL):
        raise BundleError(ErrorCode.BUNDLE_DAMAGED, path=str(path), why="not a whole .uniad file")
    if hashlib.sha256(memoryview(data)[:-_SEAL_BYTES]).hexdigest().encode() != seal[len(_SEAL) :]:
        raise BundleError(ErrorCode.BUNDLE_HASH, path=str(path), part="the file")
    return data


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> bytes:
    limit = MAX_MANIFEST_BYTES if info.filename == MANIFEST else MAX_BYTES
    if info.compress_type != zipfile.ZIP_STORED or info.file_size > limit:
        raise BundleError(ErrorCode.BUNDLE_DAMAGED, path=str(path), why=f"{info.filename[:80]} is packed wrongly")
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, EOFError) as error:
        raise BundleError(ErrorCode.BUNDLE_DAMAGED, path=str(path), why=str(error)[:120]) from error


def parse_manifest(text: bytes, path: Path) -> Manifest:
    """Check a manifest's format and every key of it. Raises BundleError with the first wrong key named."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BundleError(ErrorCode.BUNDLE_MANIFEST, path=str(path), why="not JSON") from error
    found = raw.get("format") if isinstance(raw, dict) else None
    if found != FORMAT:
        raise BundleError(ErrorCode.BUNDLE_FORMAT, path=str(path), found=str(found)[:20], known=FORMAT)
    try:
        manifest = Manifest.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise BundleError(ErrorCode.BUNDLE_MANIFEST, path=str(path), why=f"{key}: {first['msg']}"[:300]) from error
    if manifest.preprocess_version not in KNOWN_VERSIONS or manifest.scoring_version != SCORING_VERSION:
        why = f"{manifest.preprocess_version}.{manifest.scoring_version} (preprocess.scoring)"
        raise BundleError(
            ErrorCode.BUNDLE_FORMAT, path=str(path), found=why, known=f"{PREPROCESS_VERSION}.{SCORING_VERSION}"
        )
    return manifest
