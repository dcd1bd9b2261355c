"""The station file: everything a station is told, in one TOML file. Typed; an unknown key is an error with its line.

Written atomically. A good copy is kept beside it, for the day the file is torn: a file that was cut but still parses
is recognised by its last line.
"""

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, model_validator

from engine.bundle.manifest import ProductName, Strict
from engine.errors import ErrorCode, SettingsError
from engine.files import write_atomic
from engine.provider import Provider
from engine.reports.period import Every
from engine.sources.spec import CameraSettings
from engine.sources.watched import After
from engine.texts import parse_toml, read_text

END = "# end of the station file"
LAST_GOOD = ".last-good"
MOST_BYTES = 2**20
Seconds = Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Port = Annotated[int, Field(ge=0, le=65535)]
Name = Annotated[str, Field(min_length=1, max_length=80)]


class Station(Strict):
    """Who this is, and where the records lie. A relative ``data`` is relative to the station file. ``shifts``: when
    each begins, local time. ``board``: a folder, also of another computer, in which every station that uses it keeps a
    small file with its state, for the dashboard; empty: a folder in ``data``."""

    name: Annotated[str, Field(max_length=80)] = ""
    data: str = "data"
    shifts: tuple[Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")], ...] = ("06:00", "14:00", "22:00")
    board: str = ""


class SourceSettings(Strict):
    """One source. ``uri`` as on the command line; ``frames_per_part`` frames make one part, the worst decides.
    ``expected_size`` (width, height) in pixels. ``loop``: a folder begins again at its end, to show something."""

    name: Name = "camera"
    uri: Annotated[str, Field(min_length=1)]
    product: ProductName | None = None
    frames_per_part: Annotated[int, Field(ge=1, le=1000)] = 1
    hardware_trigger: bool = False
    timeout_s: Seconds = 1.5
    open_timeout_s: Seconds = 10.0
    same_s: Seconds = 10.0
    producer: str = ""
    expected_size: tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)]] | None = None
    after: After = After.LEAVE
    settle_s: Seconds = 0.5
    patience_s: Seconds = 10.0
    existing: bool = True
    loop: bool = False


class LineMode(StrEnum):
    """When a part is judged: the newest frame again and again, every frame, or at a trigger."""

    FREE = "free"
    EVERY = "every"
    TRIGGERED = "triggered"


class OnGpuLoss(StrEnum):
    """What to do when the GPU is lost while parts are judged."""

    STOP = "stop"
    CPU = "cpu"


class LineSettings(Strict):
    """``deadline_ms`` from trigger to verdict: later is ERROR. ``waiting_parts`` may wait for the judge; one more is an
    overrun, and ERROR. ``threads`` 0: all cores; ``gpu_memory_mb`` 0: no bound (training
    may want the rest). ``masters``: a folder of parts that must pass before the CPU may stand
    in for a lost GPU, faster than ``cycle_ms``."""

    bundle: str = ""
    product: ProductName | None = None
    mode: LineMode = LineMode.EVERY
    deadline_ms: Annotated[float, Field(gt=0, le=600_000, allow_inf_nan=False)] = 2000.0
    waiting_parts: Annotated[int, Field(ge=1, le=1000)] = 8
    provider: Provider = Provider.AUTO
    threads: Annotated[int, Field(ge=0, le=256)] = 0
    gpu_memory_mb: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    on_gpu_loss: OnGpuLoss = OnGpuLoss.STOP
    masters: str = ""
    cycle_ms: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1000.0


class KeepImages(StrEnum):
    """Which images are stored; the random audit share of passed parts always is."""

    ALL = "all"
    FLAGGED = "flagged"


class Retention(Strict):
    """When old images go. ``disk_share``: how full the disk may be."""

    max_age_days: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    disk_share: Share = 0.85


class RecordSettings(Strict):
    """What is stored of each part. ``audit_share`` of the passed parts is drawn at random for review."""

    images: KeepImages = KeepImages.FLAGGED
    format: Literal["png", "jpeg"] = "png"
    jpeg_quality: Annotated[int, Field(ge=50, le=100)] = 95
    audit_share: Share = 0.01
    low_disk_gb: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 2.0
    retention: Retention = Retention()


class TcpOutput(Strict):
    """One JSON line for each part to every client. Loopback unless told otherwise."""

    enabled: bool = False
    host: str = "127.0.0.1"
    port: Port = 9040
    heartbeat_s: Seconds = 1.0


class ModbusOutput(Strict):
    """The Modbus TCP handshake (a server; the PLC is the client). ``products`` gives each product its index."""

    enabled: bool = False
    host: str = "127.0.0.1"
    port: Port = 5020
    unit: Annotated[int, Field(ge=1, le=247)] = 1
    products: dict[ProductName, Annotated[int, Field(ge=0, le=65535)]] = Field(default_factory=dict)


class LogOutput(Strict):
    """One line in the log for each part."""

    enabled: bool = False


class Outputs(Strict):
    """Where results go, besides the records."""

    log: LogOutput = LogOutput()
    tcp: TcpOutput = TcpOutput()
    modbus: ModbusOutput = ModbusOutput()


class TcpTrigger(Strict):
    """Triggers as lines over TCP: ``trigger [SERIAL]``. Loopback unless told otherwise."""

    enabled: bool = False
    host: str = "127.0.0.1"
    port: Port = 9041


class Triggers(Strict):
    """Where triggers come from; the Modbus handshake brings its own."""

    tcp: TcpTrigger = TcpTrigger()


class DriftSettings(Strict):
    """Passed parts of the last ``hours`` against training; ``warn`` in training standard deviations."""

    enabled: bool = True
    hours: Annotated[float, Field(gt=0, le=720, allow_inf_nan=False)] = 4.0
    warn: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 3.0


class MasterSettings(Strict):
    """When the master parts must be judged right, live. ``lock_when_due``: an overdue check locks PASS; a failed one
    always does. ``every_hours`` 0: never by time alone; ``remind_min``: minutes before it is due."""

    enabled: bool = False
    lock_when_due: bool = True
    at_start: bool = True
    at_shift: bool = True
    after_change: bool = True
    every_hours: Annotated[float, Field(ge=0, le=8760, allow_inf_nan=False)] = 0.0
    remind_min: Annotated[float, Field(ge=0, le=1440, allow_inf_nan=False)] = 15.0


class ReportSettings(Strict):
    """Reports written by themselves. ``folder``, relative to the station file: empty writes none; one after each shift
    or day."""

    folder: str = ""
    every: Every = Every.SHIFT
    language: Literal["en", "zh_CN", "system"] = "system"
    pdf: bool = True
    csv: bool = True


class LogSettings(Strict):
    """Log files in the data folder, rotated."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    max_mb: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 10.0
    files: Annotated[int, Field(ge=1, le=100)] = 5


class Camera(Strict):
    """Camera settings kept for a product, in force whenever it is."""

    exposure_us: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    gain: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    white_balance_k: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    balance_red: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    balance_blue: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    lock: bool = True

    def to_settings(self) -> CameraSettings:
        """For the source."""
        return CameraSettings(**self.model_dump())


class ProductSettings(Strict):
    """What this station keeps for a product."""

    camera: Camera = Camera()


class Train(Strict):
    """How to start training, if it can be started from here."""

    command: Annotated[tuple[str, ...], Field(min_length=1)] = ("uniad-train",)


class UserSettings(Strict):
    """``lock_after_min``: minutes without a touch until an engineer is signed out; 0: never."""

    lock_after_min: Annotated[float, Field(ge=0, le=1440, allow_inf_nan=False)] = 10.0


class Settings(Strict):
    """The whole station file."""

    format: Literal[1] = 1
    station: Station = Station()
    sources: Annotated[tuple[SourceSettings, ...], Field(max_length=16)] = ()
    line: LineSettings = LineSettings()
    records: RecordSettings = RecordSettings()
    outputs: Outputs = Outputs()
    triggers: Triggers = Triggers()
    drift: DriftSettings = DriftSettings()
    masters: MasterSettings = MasterSettings()
    reports: ReportSettings = ReportSettings()
    log: LogSettings = LogSettings()
    users: UserSettings = UserSettings()
    products: dict[ProductName, ProductSettings] = Field(default_factory=dict)
    train: Train | None = None

    @model_validator(mode="after")
    def _names_differ(self) -> "Settings":
        names = [source.name for source in self.sources]
        if len(names) != len(set(names)):
            raise ValueError("two sources have the same name")
        return self

    def camera(self, product: str) -> CameraSettings:
        """Camera settings of a product."""
        return self.products.get(product, ProductSettings()).camera.to_settings()


def read_settings(path: Path) -> Settings:
    """Read a station file. Raises SettingsError with line and key."""
    try:
        text = read_text(path, MOST_BYTES)
    except OSError as error:
        raise _error(path, error.strerror or "unreadable") from error
    except UnicodeDecodeError as error:
        raise _error(path, "not a text file (UTF-8)") from error
    return parse_settings(text, path)


def parse_settings(text: str, path: Path) -> Settings:
    """Parse the text of a station file; ``path`` names it in errors."""
    try:
        raw = parse_toml(text)
    except ValueError as error:
        raise _error(path, str(error)) from error
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        why = "unknown key" if first["type"] == "extra_forbidden" else str(first["msg"])
        line = find_line(text, [str(part) for part in first["loc"]])
        raise _error(path, f"{f'line {line}, ' if line else ''}key {key or 'file'}: {why}") from error


def has_settings(path: Path) -> bool:
    """False where no station file was ever written: then everything has its default."""
    return path.exists() or path.with_name(path.name + LAST_GOOD).exists()


def load_settings(path: Path) -> tuple[Settings, SettingsError | None]:
    """The settings of a station that must start: those of the file, or, if it is torn, the last good ones with the
    error to be shown. What a person wrote wrongly (an unknown key, a wrong value) is never replaced: SettingsError."""
    keeper = path.with_name(path.name + LAST_GOOD)
    torn = _torn(path, keeper)
    if torn is None:
        settings = read_settings(path)
        text = path.read_bytes()
        if not keeper.exists() or keeper.read_bytes() != text:
            write_atomic(keeper, text)
        return settings, None
    if not keeper.exists():
        raise torn
    params = {key: str(value) for key, value in torn.params.items()}
    return read_settings(keeper), SettingsError(ErrorCode.SETTINGS_LAST_GOOD, **params)


def save_settings(path: Path, settings: Settings) -> None:
    """Write the station file whole or not at all, and keep it as the last good one. Raises UsageError, InspectError."""
    import tomli_w

    text = tomli_w.dumps(settings.model_dump(mode="json", exclude_none=True)) + f"\n{END}\n"
    if parse_settings(text, path) != settings:
        raise ValueError("settings do not survive being written")
    write_atomic(path, text.encode())
    write_atomic(path.with_name(path.name + LAST_GOOD), text.encode())


def _torn(path: Path, keeper: Path) -> SettingsError | None:
    """Why the file cannot be what somebody wrote: missing, no TOML, or without the end it had before."""
    try:
        text = read_text(path, MOST_BYTES)
        parse_toml(text)
    except OSError as error:
        return _error(path, error.strerror or "unreadable")
    except UnicodeDecodeError:
        return _error(path, "not a text file (UTF-8)")
    except ValueError as error:
        return _error(path, str(error))
    if not text.rstrip().endswith(END) and keeper.exists() and keeper.read_text("utf-8").rstrip().endswith(END):
        return _error(path, f"its end is missing (the line {END!r})")
    return None


def find_line(text: str, keys: list[str]) -> int | None:
    """The line of a key given as a path of tables, list positions and keys; None if it is not written there."""
    table: list[str] = []
    counts: dict[str, int] = {}
    found = None
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*(\[\[?)\s*([^\]]+?)\s*\]", line):
            table = _split(header[2])
            if header[1] == "[[":
                name = ".".join(table)
                counts[name] = counts.get(name, -1) + 1
                table.append(str(counts[name]))
            written = table
        elif pair := re.match(r"\s*([^=#\s][^=]*?)\s*=", line):
            written = table + _split(pair[1])
        else:
            continue
        if keys[: len(written)] == written:
            found = number
        if written == keys:
            return number
    return found


def _split(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in re.findall(r'"[^"]*"|\'[^\']*\'|[^.]+', dotted)]


def _error(path: Path, why: str) -> SettingsError:
    return SettingsError(ErrorCode.SETTINGS_INVALID, path=str(path), why=why)
