"""What this machine has, what of it is really usable, and what to do about the rest.

Nothing is trusted by its word: the driver is started, each provider computes something, libraries are loaded. Nothing
here imports torch or Qt, and no camera is opened (another program may be using it).
"""

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

import platformdirs

from engine.errors import InspectError
from engine.provider import Provider
from engine.runtime.gpu import loads
from engine.runtime.providers import DriverReport, check_packages, probe_driver
from engine.runtime.trial import Trial, try_provider

PACKAGES = (
    *("uniad-inspect", "numpy", "opencv-python", "pillow", "simplejpeg", "onnxruntime", "onnxruntime-gpu"),
    *("PySide6-Essentials", "pydantic", "scipy", "torch", "torchvision", "timm", "onnx"),
)
TRAINING = ("torch", "torchvision", "timm", "onnx", "onnxscript", "lightning-fabric", "scikit-learn", "safetensors")
LEAST_FREE_GB = 5
SAFE_SQLITE = (3, 51, 3)
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-shape.so.0": "libxcb-shape0",
}


class Status(StrEnum):
    """``NOTE`` is worth knowing and stops nothing; ``PROBLEM`` stops something."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Check:
    """One finding: what was looked at, what was found, and what to do (empty if nothing)."""

    name: str
    status: Status
    found: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found. ``versions`` has None for packages that are not installed."""

    checks: tuple[Check, ...]
    versions: dict[str, str | None]
    driver: DriverReport
    providers: tuple[Trial, ...]
    cameras: tuple[str, ...]
    free_gb: float

    @property
    def ok(self) -> bool:
        """True if nothing stops the station."""
        return all(check.status is not Status.PROBLEM for check in self.checks)

    def to_json(self) -> dict[str, object]:
        """For scripts."""
        return {
            "ok": self.ok,
            "system": platform.platform(),
            "python": platform.python_version(),
            "versions": self.versions,
            "gpu": asdict(self.driver),
            "providers": {trial.provider.value: {"usable": trial.usable, "why": trial.why} for trial in self.providers},
            "cameras": list(self.cameras),
            "free_gb": self.free_gb,
            "checks": [asdict(check) for check in self.checks],
        }


def examine(more: tuple[Check, ...] = ()) -> Report:
    """Look at everything once; takes about a second. ``more`` are findings from elsewhere."""
    versions = {name: _version(name) for name in PACKAGES}
    driver = probe_driver()
    trials = tuple(try_provider(provider) for provider in (Provider.CPU, Provider.CUDA, Provider.TENSORRT))
    cameras, free_gb = find_cameras(), free_disk_gb(Path(platformdirs.user_data_dir("uniad-inspect", appauthor=False)))
    checks = (
        _python_check(),
        _packages_check(),
        *(_provider_check(trial, driver) for trial in trials),
        _training_check(),
        _qt_check(),
        _display_check(),
        _cameras_check(cameras),
        _disk_check(free_gb),
        _sqlite_check(),
        *more,
    )
    return Report(checks, versions, driver, trials, cameras, free_gb)


def find_cameras() -> tuple[str, ...]:
    """Video devices by node and name (Linux only: elsewhere a camera shows itself only when it is opened)."""
    found = []
    for node in sorted(Path("/sys/class/video4linux").glob("video*")):
        try:
            name = (node / "name").read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            name = "unknown"
        found.append(f"/dev/{node.name} ({name})")
    return tuple(found)


def free_disk_gb(folder: Path) -> float:
    """Free space where ``folder`` is or will be, in GB."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    return round(shutil.disk_usage(existing).free / 1e9, 1)


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _python_check() -> Check:
    found = f"{platform.python_version()} ({sys.executable}), {platform.platform()}"
    if (3, 11) <= sys.version_info[:2] <= (3, 13):
        return Check("python", Status.OK, found)
    return Check("python", Status.PROBLEM, found, "use Python 3.11, 3.12 or 3.13")


def _packages_check() -> Check:
    try:
        check_packages()
    except InspectError as error:
        return Check("onnxruntime", Status.PROBLEM, "two packages", str(error))
    found = _version("onnxruntime-gpu") or _version("onnxruntime")
    if found is None:
        return Check("onnxruntime", Status.PROBLEM, "not installed", "pip install onnxruntime-gpu")
    return Check("onnxruntime", Status.OK, found)


def _provider_check(trial: Trial, driver: DriverReport) -> Check:
    name = trial.provider.value
    if trial.usable:
        where = f"usable on {', '.join(driver.devices)}" if trial.provider is not Provider.CPU else "usable"
        return Check(name, Status.OK, where)
    if trial.provider is Provider.CPU:
        return Check(name, Status.PROBLEM, trial.why, "install onnxruntime-gpu again")
    return Check(name, Status.NOTE, f"not usable: {trial.why}", _gpu_advice(trial.provider, driver))


def _gpu_advice(provider: Provider, driver: DriverReport) -> str:
    if driver.version is None:
        return "parts are judged on the CPU; for an NVIDIA GPU install its driver (CUDA 13 or newer)"
    if driver.problem:
        return "install a newer NVIDIA driver (CUDA 13 or newer)"
    if provider is Provider.TENSORRT:
        return "CUDA is enough; for TensorRT pip install 'tensorrt-cu13<11'"
    return "pip install 'uniad-inspect[cuda]', which brings cuBLAS and cuDNN"


def _training_check() -> Check:
    missing = [name for name in TRAINING if _version(name) is None]
    if not missing:
        return Check("training", Status.OK, f"installed, torch {_version('torch')}")
    advice = "to train on this machine: pip install 'uniad-inspect[train]'"
    return Check("training", Status.NOTE, f"not installed ({', '.join(missing)})", advice)


def _qt_check() -> Check:
    version = _version("PySide6-Essentials") or _version("PySide6")
    if version is None:
        return Check("qt", Status.PROBLEM, "PySide6 is not installed", "pip install PySide6-Essentials")
    if not sys.platform.startswith("linux"):
        return Check("qt", Status.OK, version)
    needed = QT_LIBRARIES | (WINDOW_LIBRARIES if os.environ.get("DISPLAY") else {})
    missing = [library for library in needed if not loads(library)]
    if missing:
        packages = " ".join(needed[library] for library in missing)
        return Check("qt", Status.PROBLEM, f"{version}, missing {', '.join(missing)}", f"apt-get install {packages}")
    return Check("qt", Status.OK, version)


def _display_check() -> Check:
    if not sys.platform.startswith("linux"):
        return Check("display", Status.OK, platform.system())
    for variable in ("WAYLAND_DISPLAY", "DISPLAY"):
        if value := os.environ.get(variable):
            return Check("display", Status.OK, f"{variable}={value}")
    advice = "the window needs one; the commands run, show, doctor and bench do not"
    return Check("display", Status.NOTE, "none", advice)


def _cameras_check(cameras: tuple[str, ...]) -> Check:
    if not sys.platform.startswith("linux"):
        return Check(
            "cameras", Status.NOTE, "not listed on this system", "choose camera:0, camera:1, ... as the source"
        )
    if not cameras:
        return Check("cameras", Status.NOTE, "none found", "plug one in, or inspect a folder")
    closed = [camera for camera in cameras if not os.access(camera.split(" ")[0], os.R_OK | os.W_OK)]
    if closed:
        return Check("cameras", Status.PROBLEM, f"no permission for {', '.join(closed)}", "join the group video")
    return Check("cameras", Status.OK, ", ".join(cameras))


def _disk_check(free_gb: float) -> Check:
    if free_gb < LEAST_FREE_GB:
        return Check("disk", Status.PROBLEM, f"{free_gb} GB free", f"free at least {LEAST_FREE_GB} GB for records")
    return Check("disk", Status.OK, f"{free_gb} GB free")


def _sqlite_check() -> Check:
    if importlib.util.find_spec("pysqlite3") is not None:
        from pysqlite3 import sqlite_version_info as found
    else:
        from sqlite3 import sqlite_version_info as found
    text = ".".join(str(number) for number in found)
    if tuple(found) < SAFE_SQLITE:
        return Check("sqlite", Status.NOTE, f"{text} can lose records of two writers", "pip install pysqlite3")
    return Check("sqlite", Status.OK, text)
