"""Writing and reading one ``.uniad`` file.

The file is a plain zip, stored uncompressed, whose comment is the SHA-256 of every byte before it. Why both that and
a hash per file in the manifest: the comment makes *any* flipped byte visible before the zip is parsed at all, the
manifest's hashes bind each member to what was calibrated. What is verified is what is used: the members are kept as
bytes, and nothing is read from the disk again.
"""

import hashlib
import io
import json
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


@dataclass(frozen=True)
class Bundle:
    """An opened, verified bundle. ``sha256`` (of the manifest, which holds all other hashes) is its identity."""

    path: Path
    manifest: Manifest
    sha256: str
    files: Mapping[str, bytes]

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


def write_bundle(path: Path, manifest: Manifest, files: Mapping[str, bytes]) -> str:
    """Write a bundle whole or not at all; returns its identity. ``manifest.files`` must describe ``files``."""
    if manifest.files != describe_files(files):
        raise ValueError("the manifest does not describe these files")
    text = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=1, sort_keys=True).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in {MANIFEST: text, **files}.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
        archive.comment = _SEAL + b"0" * 64
    sealed = bytearray(buffer.getvalue())
    sealed[-64:] = hashlib.sha256(sealed[:-_SEAL_BYTES]).hexdigest().encode()
    write_atomic(path, bytes(sealed))
    return hashlib.sha256(text).hexdigest()


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
    return Bundle(path, manifest, hashlib.sha256(text).hexdigest(), files)


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
