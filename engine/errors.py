"""Every failure the program expects, as one tree that carries a code and parameters.

The command line renders ``MESSAGES`` (English); the window translates by code. A message says what, where and what to
do, in one line. A bug is anything that is not an ``InspectError``, and nobody catches it to go on as if nothing was.
"""

from enum import StrEnum
from types import MappingProxyType

Param = str | int | float


class ErrorCode(StrEnum):
    """One value per expected failure; the value is stable and may be used by scripts."""

    INTERNAL = "internal"
    USAGE = "usage"
    NOT_FOUND = "path.not_found"
    NOT_WRITABLE = "path.not_writable"
    IMAGE_FORMAT = "image.format"
    IMAGE_DAMAGED = "image.damaged"
    IMAGE_TOO_LARGE = "image.too_large"
    IMAGE_UNREADABLE = "image.unreadable"
    IMAGE_CHANGING = "image.changing"
    IMAGE_DEPTH = "image.depth"
    SOURCE_EMPTY = "source.empty"
    SOURCE_UNKNOWN = "source.unknown"
    SOURCE_LOST = "source.lost"
    SOURCE_HANGS = "source.hangs"
    SOURCE_FROZEN = "source.frozen"
    SOURCE_DROPPED = "source.dropped"
    SOURCE_SIZE = "source.size"
    SOURCE_SUPPORT = "source.support"
    QUALITY_DARK = "quality.dark"
    QUALITY_BRIGHT = "quality.bright"
    QUALITY_FLAT = "quality.flat"
    QUALITY_BLURRED = "quality.blurred"
    FRAME_CUT = "frame.cut"
    PART_ABSENT = "part.absent"
    PART_OUTSIDE = "part.outside"
    BUNDLE_DAMAGED = "bundle.damaged"
    BUNDLE_HASH = "bundle.hash"
    BUNDLE_MANIFEST = "bundle.manifest"
    BUNDLE_FORMAT = "bundle.format"
    BUNDLE_TOO_LARGE = "bundle.too_large"
    BUNDLE_GRAPH = "bundle.graph"
    PRODUCT_UNKNOWN = "product.unknown"
    PRODUCT_CHOICE = "product.choice"
    PRODUCT_NAME = "product.name"
    PROVIDER_UNAVAILABLE = "provider.unavailable"
    PACKAGES_CONFLICT = "packages.conflict"
    JUDGE_NOT_FINITE = "judge.not_finite"
    JUDGE_FAILED = "judge.failed"
    JUDGE_GONE = "judge.gone"
    JUDGE_HANGS = "judge.hangs"
    JUDGE_CRASHES = "judge.crashes"
    GPU_LOST = "gpu.lost"
    CPU_UNFIT = "cpu.unfit"
    LINE_OVERRUN = "line.overrun"
    LINE_NO_FRAME = "line.no_frame"
    LINE_STOPPED = "line.stopped"
    LINE_BUSY = "line.busy"
    LIMITS_UNCONFIRMED = "limits.unconfirmed"
    OUTPUT_FAILED = "output.failed"
    JUDGE_LATE = "judge.late"
    SETTINGS_INVALID = "settings.invalid"
    TRAIN_NO_IMAGES = "train.no_images"
    TRAIN_TOO_FEW = "train.too_few"
    TRAIN_IDENTICAL = "train.identical"
    TRAIN_INTERRUPTED = "train.interrupted"
    TRAIN_DIVERGED = "train.diverged"
    TRAIN_MISSING = "train.missing"
    TRAIN_IMAGE_CHANGED = "train.image_changed"
    BACKBONE_UNKNOWN = "backbone.unknown"
    BACKBONE_LEVELS = "backbone.levels"
    WEIGHTS_MISSING = "weights.missing"
    WEIGHTS_MISMATCH = "weights.mismatch"
    INPUT_SIZE = "model.input_size"
    MASK_TOO_LARGE = "model.mask_too_large"
    PARITY = "export.parity"
    DEVICE = "device.unavailable"
    RUN_INVALID = "run.invalid"
    CHECKPOINT_INVALID = "checkpoint.invalid"
    DISK_FULL = "disk.full"
    DISK_LOW = "disk.low"
    DISK_NO_IMAGES = "disk.no_images"
    SETTINGS_LAST_GOOD = "settings.last_good"
    DRIFT = "drift"
    RECORDS_LOCKED = "records.locked"
    RECORDS_NEWER = "records.newer"
    RECORDS_OLDER = "records.older"
    RECORDS_DAMAGED = "records.damaged"
    RECORDS_MISSING = "records.missing"
    RECORDS_CUT = "records.cut"
    RECORDS_DISK = "records.disk"
    RECORDS_BUSY = "records.busy"
    RECORDS_CLOSED = "records.closed"
    TRAIN_FAILED = "train.failed"
    TRAIN_PEER = "train.peer"
    DEMO_MISSING = "demo.missing"
    NO_DISPLAY = "window.no_display"
    USERS_DAMAGED = "users.damaged"
    USER_NAME = "users.name"
    PIN_WRONG = "users.pin_wrong"
    PIN_WAIT = "users.pin_wait"
    PIN_UNUSABLE = "users.pin_unusable"
    LAST_ENGINEER = "users.last_engineer"
    ENGINEER_NEEDED = "users.engineer_needed"
    BUNDLE_IN_USE = "bundle.in_use"

    PRODUCT_MISMATCH = "product.mismatch"
    EXPECTED_MISSING = "bundle.no_expected_look"
    ADD_NO_PICTURES = "train.add_no_pictures"
    TRAIN_BUSY = "train.busy"
    TRAIN_DISK = "train.disk"
    TRAIN_NOTHING = "train.nothing"
    TRAIN_SCAN = "train.scan"
    TRAIN_VANISHED = "train.vanished"
    RECORD_NO_IMAGE = "review.no_image"
    RECORD_IMAGE_GONE = "review.image_gone"
    RECORD_IMAGE_ALTERED = "review.image_altered"
    REVIEW_NO_BUNDLE = "review.no_bundle"
    REVIEW_NO_DATA = "review.no_data"
    REPORT_CANCELLED = "report.cancelled"
    REPORT_FAILED = "report.failed"
    TRACE_NOTHING = "trace.nothing"
    EXPORT_DAMAGED = "export.damaged"
    MASTERS_UNUSABLE = "masters.unusable"
    MASTER_UNFIT = "masters.unfit"
    MASTERS_DUE = "masters.due"
    MASTERS_FAILED = "masters.failed"
    MASTERS_STORED = "masters.stored"
    MASTERS_BUSY = "masters.busy"
    PART_PRESENTED = "part.presented"
    GAUGE_UNUSABLE = "gauge.unusable"
    GAUGE_READING = "gauge.reading"
    KEYS_UNUSABLE = "keys.unusable"
    KEY_INVALID = "keys.invalid"
    BUNDLE_SIGNATURE = "bundle.signature"
    BUNDLE_UNTRUSTED = "bundle.untrusted"
    SOURCE_CRASHES = "source.crashes"
    TRAIN_MEMORY = "train.memory"
    TRAIN_DEVICE = "train.device"
    PROGRAM_CRASHED = "program.crashed"


MESSAGES = MappingProxyType(
    {
        ErrorCode.INTERNAL: "internal error in {where}: {why}; please send the log file to support",
        ErrorCode.USAGE: "{what}; see {command} --help",
        ErrorCode.NOT_FOUND: "not found: {path}; check the path",
        ErrorCode.NOT_WRITABLE: "cannot write {path}: {why}; choose a folder you may write to",
        ErrorCode.IMAGE_FORMAT: "not an image this program reads: {path}; use PNG, JPEG, BMP or TIFF",
        ErrorCode.IMAGE_DAMAGED: "image is cut or damaged: {path} ({why}); save or copy it again",
        ErrorCode.IMAGE_TOO_LARGE: "image is too large: {path} has {megapixels} megapixels, at most {limit}; scale it",
        ErrorCode.IMAGE_UNREADABLE: "cannot read {path}: {why}; check the file and its permissions",
        ErrorCode.IMAGE_CHANGING: "image is still being written: {path}; wait until the copy has finished",
        ErrorCode.IMAGE_DEPTH: "pixel type {dtype} of {path} is not supported; use 8 or 16 bits per channel",
        ErrorCode.SOURCE_EMPTY: "no images in {path} ({skipped} other files skipped); put PNG, JPEG, BMP or TIFF there",
        ErrorCode.SOURCE_UNKNOWN: "cannot open source {source}; give a folder or an image file",
        ErrorCode.SOURCE_LOST: "source {source} is lost: {why}; looked for again by itself, check cable and power",
        ErrorCode.SOURCE_HANGS: "source {source} gave nothing for {seconds} s; its capture was restarted, check it",
        ErrorCode.SOURCE_FROZEN: "source {source} repeats the same picture ({why}); check the camera",
        ErrorCode.SOURCE_DROPPED: "{count} frames of {source} were lost on the way; the part is not judged",
        ErrorCode.SOURCE_SIZE: "frame of {source} is {found}, expected {expected}; check the camera's settings",
        ErrorCode.SOURCE_SUPPORT: "source {source} cannot be used: {why}; choose another source",
        ErrorCode.QUALITY_DARK: "{path} is too dark (brightness {value}, at least {limit}); check light and exposure",
        ErrorCode.QUALITY_BRIGHT: "{path} is overexposed (brightness {value}, at most {limit}); check the exposure",
        ErrorCode.QUALITY_FLAT: "{path} shows no part (contrast {value}, at least {limit}); check light and lens",
        ErrorCode.QUALITY_BLURRED: "{path} is out of focus (sharpness {value}, at least {limit}); check the lens",
        ErrorCode.FRAME_CUT: "frame of {source} is not whole ({why}); the part is not judged",
        ErrorCode.PART_ABSENT: "no part like the reference on {path} (agreement {value}, at least {limit}); check that "
        "it is there and lies right",
        ErrorCode.PART_OUTSIDE: "the part on {path} lies beside the picture ({percent} % of what is judged); check its "
        "position",
        ErrorCode.BUNDLE_DAMAGED: "bundle is damaged: {path} ({why}); copy or export it again",
        ErrorCode.BUNDLE_HASH: "bundle was altered: {path} (checksum of {part} differs); copy or export it again",
        ErrorCode.BUNDLE_MANIFEST: "manifest of {path} is not valid: {why}; export the bundle again",
        ErrorCode.BUNDLE_FORMAT: "bundle {path} has format {found}, this program reads {known}; update the program",
        ErrorCode.BUNDLE_TOO_LARGE: "bundle {path} would unpack to more than {limit_mb} MB; it is not opened",
        ErrorCode.BUNDLE_GRAPH: "graph in {path} does not fit its manifest: {why}; export the bundle again",
        ErrorCode.PRODUCT_UNKNOWN: "product {name} is not in the bundle; it has {known}",
        ErrorCode.PRODUCT_CHOICE: "the bundle has several products ({known}); choose one with --product",
        ErrorCode.PRODUCT_NAME: "product name {name} cannot be used: {why}; choose another with NAME=FOLDER",
        ErrorCode.PROVIDER_UNAVAILABLE: "{provider} cannot be used: {why}; run uniad-inspect doctor",
        ErrorCode.PACKAGES_CONFLICT: "both onnxruntime and onnxruntime-gpu are installed; uninstall both, then install "
        "onnxruntime-gpu again",
        ErrorCode.JUDGE_NOT_FINITE: "the map of {source} has values that are not finite; the part is not judged",
        ErrorCode.JUDGE_FAILED: "judging {source} failed: {why}; the part is not judged",
        ErrorCode.JUDGE_GONE: "the judge died ({why}); it is started again, the part is not judged",
        ErrorCode.JUDGE_HANGS: "the judge gave no answer for {seconds} s; it is started again, the part is not judged",
        ErrorCode.JUDGE_CRASHES: "the judge died {count} times within {seconds} s ({why}); inspection stops",
        ErrorCode.GPU_LOST: "the GPU ({provider}) was lost: {why}; run uniad-inspect doctor",
        ErrorCode.CPU_UNFIT: "the CPU cannot stand in for the GPU: {why}; inspection stops",
        ErrorCode.LINE_OVERRUN: "{waiting} parts wait for the judge already; the part is not judged, slow down",
        ErrorCode.LINE_NO_FRAME: "no frame of {source} within {deadline_ms} ms of its trigger; the part is not judged",
        ErrorCode.LINE_STOPPED: "inspection is stopped ({why}); the part is not judged",
        ErrorCode.LINE_BUSY: "the line did not answer within {seconds} s; see what it shows, then try again",
        ErrorCode.LIMITS_UNCONFIRMED: "no limits are in force for {product}; an engineer must confirm them",
        ErrorCode.OUTPUT_FAILED: "output {name} does not work: {why}; check its settings",
        ErrorCode.JUDGE_LATE: "{source} was judged after its deadline of {deadline_ms} ms; the part is not judged",
        ErrorCode.SETTINGS_INVALID: "{path}: {why}; correct the key and start again",
        ErrorCode.TRAIN_NO_IMAGES: "no good images in {path} ({skipped} skipped); put pictures of good parts there",
        ErrorCode.TRAIN_TOO_FEW: "{path} has {n} usable good images, at least {least} are needed; add pictures",
        ErrorCode.TRAIN_IDENTICAL: "all {n} images of {path} are the same picture; add pictures of different parts",
        ErrorCode.TRAIN_INTERRUPTED: "training was stopped at step {step}; continue with --resume --run-dir {run}",
        ErrorCode.TRAIN_DIVERGED: "training diverged at step {step} (loss {loss}); lower the learning rate",
        ErrorCode.TRAIN_MISSING: "the training packages are not installed ({why}); pip install 'uniad-inspect[train]'",
        ErrorCode.TRAIN_IMAGE_CHANGED: "{path} changed or vanished during training; restore it and use --resume",
        ErrorCode.BACKBONE_UNKNOWN: "unknown backbone {name}; timm knows for example {close}",
        ErrorCode.BACKBONE_LEVELS: "backbone {name} cannot give levels {levels}: {why}; choose others",
        ErrorCode.WEIGHTS_MISSING: "no weights for backbone {name}; give --weights FILE, install its package "
        "({package}), or allow the hub with --download (--weights random is for tests only)",
        ErrorCode.WEIGHTS_MISMATCH: "weights {path} do not fit backbone {name}: {why}; give the right file",
        ErrorCode.INPUT_SIZE: "input size {size} is not a multiple of the stride {stride}; choose for example {close}",
        ErrorCode.MASK_TOO_LARGE: "neighbour mask {mask} hides every token of a {grid} grid; use a smaller mask or a "
        "larger input",
        ErrorCode.PARITY: "the exported graph differs from training: {why}; the bundle was not written",
        ErrorCode.DEVICE: "device {device} cannot be used: {why}; use --device cpu",
        ErrorCode.RUN_INVALID: "{path} is not a training run that can be used: {why}; name another with --run-dir",
        ErrorCode.CHECKPOINT_INVALID: "checkpoint {path} cannot be used: {why}; fetch it again, or name another",
        ErrorCode.DISK_FULL: "no space left for {path} ({free_mb} MB free); free some disk space, nothing was lost",
        ErrorCode.DISK_NO_IMAGES: "no room for images in {path} ({free_mb} MB free); records go on without them, free "
        "some disk space",
        ErrorCode.SETTINGS_LAST_GOOD: "{path} cannot be used ({why}); the last good settings hold, save them again",
        ErrorCode.DISK_LOW: "only {free_mb} MB are free for {path}; free some disk space before it is full",
        ErrorCode.DRIFT: "good parts of {product} drift away from training ({figure}, {deviations} deviations); check "
        "light, lens and position",
        ErrorCode.RECORDS_LOCKED: "another station is recording in {path} (process {pid}); stop it, or choose another "
        "data folder",
        ErrorCode.RECORDS_NEWER: "records {path} have schema {found}, this program knows {known}; update the program",
        ErrorCode.RECORDS_OLDER: "records {path} have schema {found}, this program needs {known}; start it once",
        ErrorCode.RECORDS_DAMAGED: "records {path} are damaged ({why}); restore a backup, or begin anew with "
        "--accept-loss",
        ErrorCode.RECORDS_MISSING: "records are missing in {path} ({why}); restore a backup, or begin anew with "
        "--accept-loss",
        ErrorCode.RECORDS_CUT: "records {path} end at row {found}, but row {expected} was acknowledged; restore a "
        "backup, or go on without them with --accept-loss",
        ErrorCode.RECORDS_DISK: "disk error at {path}: {why}; check the disk, then start again",
        ErrorCode.RECORDS_BUSY: "records in {path} could not be written within {seconds} s; check the disk",
        ErrorCode.RECORDS_CLOSED: "records in {path} are closed; start the station again",
        ErrorCode.TRAIN_FAILED: "training ended without a bundle: {why}; correct that and train again",
        ErrorCode.TRAIN_PEER: "another process of this training failed; its own line says why",
        ErrorCode.DEMO_MISSING: "the demo's pictures are not installed; pip install 'uniad-inspect[demo]'",
        ErrorCode.USERS_DAMAGED: "users {path} cannot be read ({why}); restore the file, nobody can sign in",
        ErrorCode.USER_NAME: "user name {name} cannot be used: {why}; choose another",
        ErrorCode.PIN_WRONG: "wrong PIN for {name}; the next try is possible in {seconds} s",
        ErrorCode.PIN_WAIT: "too many wrong PINs; wait {seconds} s",
        ErrorCode.PIN_UNUSABLE: "a PIN has {least} to {most} digits, not all the same and no row; choose another",
        ErrorCode.LAST_ENGINEER: "{name} is the last engineer; name another one before",
        ErrorCode.ENGINEER_NEEDED: "only an engineer may do this; sign in",
        ErrorCode.BUNDLE_IN_USE: "{product} is in use; inspect another product before removing its bundle",
        ErrorCode.NO_DISPLAY: "there is no display for the window; use --shots DIR --quit-after SECONDS",
        ErrorCode.PRODUCT_MISMATCH: "{source} looks like {found}, not like {product}; check the chosen product",
        ErrorCode.EXPECTED_MISSING: "bundle {path} cannot show the expected look; train it with --expected-look",
        ErrorCode.TRAIN_BUSY: "a training is under way in {path}; wait for its end, or end it",
        ErrorCode.TRAIN_DISK: "{free_mb} MB are free in {path}, a training needs {least_mb} MB; free some disk space",
        ErrorCode.TRAIN_NOTHING: "{path} has nothing learned yet that could be used; resume it",
        ErrorCode.TRAIN_VANISHED: "{gone} of {n} images in {path} vanished while they were read; is the drive still "
        "there? Connect it and begin again",
        ErrorCode.TRAIN_SCAN: "the images cannot be used: {why}; correct that and look again",
        ErrorCode.ADD_NO_PICTURES: "bundle {path} keeps no pictures of {product}; give its folder too: "
        "{product}=FOLDER",
        ErrorCode.RECORD_NO_IMAGE: "no image of part {part} was kept ({why}); the rule for images is in the settings",
        ErrorCode.RECORD_IMAGE_GONE: "image {path} of the records cannot be read ({why}); restore it from a backup",
        ErrorCode.RECORD_IMAGE_ALTERED: "image {path} was altered: its SHA-256 is {found}, recorded was {expected}; "
        "restore it from a backup",
        ErrorCode.REVIEW_NO_BUNDLE: "bundle {sha256} of these parts is not on this station; import it",
        ErrorCode.REPORT_CANCELLED: "the report was cancelled; nothing was written",
        ErrorCode.REPORT_FAILED: "report {name} could not be written: {why}; it is tried again, check the folder",
        ErrorCode.TRACE_NOTHING: "no part of the records fits {wanted}; check number, lot, time or file",
        ErrorCode.EXPORT_DAMAGED: "{path} is no export of a part: {why}; export the part again",
        ErrorCode.KEYS_UNUSABLE: "keys {path} cannot be used: {why}; restore the file, nothing is trusted meanwhile",
        ErrorCode.KEY_INVALID: "key {name} cannot be used: {why}; see uniad-inspect keys list",
        ErrorCode.BUNDLE_SIGNATURE: "signature of {path} is wrong ({why}); do not use this file, fetch it again",
        ErrorCode.BUNDLE_UNTRUSTED: "bundle {path} is {why}; trust its key (uniad-inspect keys trust), sign it, or an "
        "engineer accepts it as it is",
        ErrorCode.MASTERS_UNUSABLE: "the master parts of {product} prove nothing: {why}; correct them on page Checks",
        ErrorCode.MASTER_UNFIT: "{name} cannot become a master part: {why}; choose another part or another name",
        ErrorCode.MASTERS_DUE: "the master parts of {product} must be checked ({reasons}); nothing passes before that",
        ErrorCode.MASTERS_FAILED: "the check of the master parts of {product} failed ({why}); nothing passes until "
        "it is passed, or an engineer acts",
        ErrorCode.MASTERS_STORED: "{source} shows stored images, which prove nothing about lens and light; open the "
        "camera, or use: uniad-inspect masters test",
        ErrorCode.MASTERS_BUSY: "{what}; finish or cancel it first",
        ErrorCode.PART_PRESENTED: "{name} was presented for {what} and is no product; take it out",
        ErrorCode.GAUGE_UNUSABLE: "study {name} cannot be used: {why}; correct that",
        ErrorCode.GAUGE_READING: "the reading of part {part} is refused: {why}; present it again",
        ErrorCode.REVIEW_NO_DATA: "there is nothing to go by for {product}: {why}; review some parts first",
        ErrorCode.SOURCE_CRASHES: "the capture of {source} died or hung {count} times within {seconds} s ({why}); "
        "inspection stops, check the camera and its driver, then start again",
        ErrorCode.TRAIN_MEMORY: "memory ran out ({why}); close other programs, then continue with --resume --run-dir "
        "{run}, or begin anew with a smaller batch or input",
        ErrorCode.TRAIN_DEVICE: "the device failed ({why}); run uniad-inspect doctor, then continue with --resume "
        "--run-dir {run}",
        ErrorCode.PROGRAM_CRASHED: "the program that began at {begun} ended by itself ({why}); what it had stored is "
        "there, send the support archive if it comes again",
    }
)


def explained(code: ErrorCode) -> tuple[str, str]:
    """Cause and remedy of a code in English, placeholders in braces."""
    cause, _, remedy = MESSAGES[code].partition("; ")
    return cause, remedy


class InspectError(Exception):
    """An expected failure. ``params`` fill the message of ``code``."""

    def __init__(self, code: ErrorCode, **params: Param) -> None:
        self.code = code
        self.params = params
        super().__init__(code, params)

    def __str__(self) -> str:
        """One line of English: what, where, what to do."""
        line = MESSAGES[self.code].format_map(self.params)
        return " ".join(line.split())


class UsageError(InspectError):
    """The person or script asked for something that does not exist or does not fit."""


class ImageError(InspectError):
    """An image that must not be judged."""


class SourceError(InspectError):
    """A source that gives no frames."""


class BundleError(InspectError):
    """A bundle that is not opened, or not written."""


class ProviderError(InspectError):
    """The wished execution provider cannot be used."""


class JudgeError(InspectError):
    """A part that could not be judged; its verdict is ERROR."""


class SettingsError(InspectError):
    """A settings file that is not valid."""


class UserError(InspectError):
    """A user that cannot be added, or does not get in."""


class TrainingError(InspectError):
    """Training cannot start or go on."""


class RecordsError(InspectError):
    """Records cannot be opened, read or written; what was acknowledged before stays."""
