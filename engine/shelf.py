"""The bundles of a station: copies in its data folder, verified, and which product was in use when.

Everything here reads or writes files, so none of it belongs into a window's thread.
"""

import contextlib
import re
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from engine.bundle import Bundle, Manifest, read_bundle, sign_bundle
from engine.bundle.manifest import Strict
from engine.errors import BundleError, ErrorCode, InspectError, UsageError
from engine.files import explain_os_error, write_atomic
from engine.signing import UNSIGNED, Keys, Trust, station_keys

SUFFIX = ".uniad"
FOLDER = "bundles"
HISTORY = "history.json"
MOST_USES = 200


@dataclass(frozen=True, slots=True)
class Shelved:
    """One bundle of the shelf. ``problem`` says why it cannot be used; then there is no manifest. ``trust``: what its
    signature is worth here."""

    path: Path
    sha256: str = ""
    manifest: Manifest | None = None
    thumbnails: tuple[tuple[str, bytes], ...] = ()
    problem: InspectError | None = None
    trust: Trust = UNSIGNED

    def thumbnail(self, product: str) -> bytes | None:
        """A small JPEG of the product, or None."""
        return dict(self.thumbnails).get(product)


class Use(Strict):
    """A product went into use."""

    sha256: str
    product: str
    user: str = ""
    utc: str = ""


class _History(Strict):
    format: Literal[1] = 1
    uses: tuple[Use, ...] = ()


class Shelf:
    """``DATA/bundles``. Thread-safe. ``keys``: whose signatures count; those of the station if none are given."""

    def __init__(self, data: Path, keys: Keys | None = None) -> None:
        self.folder = data / FOLDER
        self._keys = keys
        self._lock = threading.Lock()

    def bundles(self) -> tuple[Shelved, ...]:
        """All bundles, verified, by name; damaged ones too, with the reason."""
        paths = sorted(self.folder.glob(f"*{SUFFIX}"), key=lambda path: path.name.casefold())
        return tuple(self.look_at(path) for path in paths if not path.name.startswith("."))

    def add(self, source: Path, accept: bool = False) -> Shelved:
        """Copy a bundle here, verified before and after. One that is here already is not copied twice. Without a
        signature that is trusted it must be accepted by an engineer (``accept``), and stays marked. Raises BundleError
        (also BUNDLE_UNTRUSTED), UsageError, InspectError (disk full)."""
        bundle = read_bundle(source)
        with self._lock:
            known = self._known(bundle.sha256)
            if known is not None:
                return known
            trust = self.keys.judge(bundle.signature)
            if not trust.trusted and not accept:
                raise BundleError(ErrorCode.BUNDLE_UNTRUSTED, path=str(source), why=trust.words())
            return self._copy(source, bundle)

    def add_own(self, source: Path) -> Shelved:
        """Copy a bundle here that was trained here, signed by this station if it is not yet. Raises as ``add``."""
        bundle = read_bundle(source)
        with self._lock:
            known = self._known(bundle.sha256)
            if known is not None:
                return known
            if self.keys.judge(bundle.signature).trusted:
                return self._copy(source, bundle)
            self._make_folder()
            sign_bundle(source, self.keys, self._place(bundle))
            return self._verified(self._place(bundle), bundle.sha256)

    @property
    def keys(self) -> Keys:
        """Whose signatures count."""
        return station_keys() if self._keys is None else self._keys

    def look_at(self, path: Path) -> Shelved:
        """Verify one bundle, here or elsewhere, and keep what a list shows of it."""
        return look_at(path, self.keys)

    def export(self, sha256: str, target: Path) -> None:
        """Write a verified copy to ``target``."""
        known = self._find(sha256)
        try:
            data = known.path.read_bytes()
        except OSError as error:
            raise explain_os_error(error, known.path) from error
        write_atomic(target, data)
        self._verified(target, sha256)

    def remove(self, shelved: Shelved, in_use: str = "") -> None:
        """Delete a bundle, damaged or not, unless its hash is the one ``in_use``."""
        if shelved.sha256 and shelved.sha256 == in_use:
            raise BundleError(ErrorCode.BUNDLE_IN_USE, product=shelved.path.name)
        if shelved.path.parent != self.folder:
            raise UsageError(ErrorCode.NOT_FOUND, path=str(self.folder / shelved.path.name))
        with self._lock:
            try:
                shelved.path.unlink(missing_ok=True)
            except OSError as error:
                raise explain_os_error(error, shelved.path) from error

    def uses(self) -> tuple[Use, ...]:
        """What was in use, oldest first. A history that cannot be read is empty: it decides nothing."""
        try:
            return _History.model_validate_json((self.folder / HISTORY).read_bytes()).uses
        except (OSError, ValidationError):
            return ()

    def note_use(self, sha256: str, product: str, user: str) -> None:
        """Remember that a product went into use; the same again is not written twice."""
        with self._lock:
            uses = self.uses()
            if uses and (uses[-1].sha256, uses[-1].product) == (sha256, product):
                return
            utc = datetime.now(UTC).isoformat(timespec="seconds")
            history = _History(uses=(*uses, Use(sha256=sha256, product=product, user=user, utc=utc))[-MOST_USES:])
            self.folder.mkdir(parents=True, exist_ok=True)
            write_atomic(self.folder / HISTORY, history.model_dump_json(indent=1).encode())

    def before(self, sha256: str, product: str, among: tuple[Shelved, ...]) -> tuple[Shelved, str] | None:
        """What was in use before this and is still here: bundle and product."""
        here = {one.sha256: one for one in among if one.manifest is not None}
        for use in reversed(self.uses()):
            one = here.get(use.sha256)
            if (use.sha256, use.product) != (sha256, product) and one is not None and _has(one, use.product):
                return one, use.product
        return None

    def _known(self, sha256: str) -> Shelved | None:
        for one in self.bundles():
            if one.sha256 == sha256:
                return one
        return None

    def _find(self, sha256: str) -> Shelved:
        known = self._known(sha256)
        if known is None:
            raise UsageError(ErrorCode.NOT_FOUND, path=f"{self.folder} ({sha256[:12]})")
        return known

    def _copy(self, source: Path, bundle: Bundle) -> Shelved:
        try:
            data = source.read_bytes()
        except OSError as error:
            raise explain_os_error(error, source) from error
        self._make_folder()
        write_atomic(self._place(bundle), data)
        return self._verified(self._place(bundle), bundle.sha256)

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise explain_os_error(error, self.folder) from error

    def _place(self, bundle: Bundle) -> Path:
        name = re.sub(r"[^\w-]+", "_", bundle.manifest.name)[:60] or "bundle"
        return self.folder / f"{name}-{bundle.sha256[:8]}{SUFFIX}"

    def _verified(self, path: Path, sha256: str) -> Shelved:
        """What was just written, read again; it is taken away if it differs."""
        written = self.look_at(path)
        if written.problem is None and written.sha256 == sha256:
            return written
        with contextlib.suppress(OSError):
            path.unlink()
        raise written.problem or BundleError(ErrorCode.BUNDLE_HASH, path=str(path), part="the file")


def look_at(path: Path, keys: Keys | None = None) -> Shelved:
    """Verify one bundle and keep what a list shows of it. ``keys``: the station's by default."""
    try:
        bundle = read_bundle(path)
    except InspectError as error:
        return Shelved(path, problem=error)
    thumbnails = tuple(
        (name, bundle.files[entry.thumbnail])
        for name, entry in bundle.manifest.products.items()
        if entry.thumbnail and entry.thumbnail in bundle.files
    )
    trust = (keys or station_keys()).look(bundle.signature)
    return Shelved(path, bundle.sha256, bundle.manifest, thumbnails, trust=trust)


def _has(one: Shelved, product: str) -> bool:
    return one.manifest is not None and product in one.manifest.products
