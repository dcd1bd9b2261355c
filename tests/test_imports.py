"""Who may import whom, and what must not be loaded at all: the station lives without torch, the commands without Qt."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.bundles import make_bundle
from tests.support.images import make_folder

ROOT = Path(__file__).parents[1]
TRAINING = ("torch", "torchvision", "timm", "lightning_fabric", "onnx", "onnxscript", "sklearn", "training")
WINDOW = ("PySide6", "shiboken6")

# A blocked module raises ModuleNotFoundError wherever it is asked for; at the end none may be there.
BLOCKED = """
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in BLOCKED or name == "engine.model":
            raise ModuleNotFoundError(f"No module named {name!r} (blocked by the test)", name=name)

BLOCKED = set(sys.argv.pop(1).split(","))
sys.meta_path.insert(0, Blocker())
from app.cli import main
try:
    main()
finally:
    loaded = sorted(BLOCKED & {name.split(".")[0] for name in sys.modules})
    print("loaded:", ",".join(loaded), file=sys.stderr)
"""


def blocked(modules: tuple[str, ...], *words: object, home: Path) -> subprocess.CompletedProcess[str]:
    """Run the station's command line in a fresh process where ``modules`` do not exist."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "UNIAD_INSPECT_HOME": str(home)}
    command = [sys.executable, "-c", BLOCKED, ",".join(modules), *(str(word) for word in words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=120, check=False)


def test_import_contracts_hold() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool, "--no-cache"], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("words", ["run", "show", "doctor", "bench"])
def test_commands_live_without_torch_and_without_qt(tmp_path: Path, words: str) -> None:
    bundle, parts = make_bundle(tmp_path / "a.uniad"), make_folder(tmp_path / "parts")
    command = {
        "run": ("run", bundle, parts, "--json", "--overlays", tmp_path / "heat"),
        "show": ("show", bundle),
        "doctor": ("doctor", "--json"),
        "bench": ("bench", bundle, "--runs", "3", "--json"),
    }[words]
    done = blocked(TRAINING + WINDOW, *command, home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == "loaded: "
    assert done.stdout


def test_the_window_lives_without_torch(tmp_path: Path) -> None:
    bundle, parts = make_bundle(tmp_path / "a.uniad"), make_folder(tmp_path / "parts")
    shots = tmp_path / "shots"
    options = ("--bundle", bundle, "--source", parts, "--shots", shots, "--quit-after", "2")
    done = blocked(TRAINING, *options, home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == "loaded: "
    assert list(shots.glob("*.png"))


def test_the_block_blocks(tmp_path: Path) -> None:
    done = blocked(("rich",), "show", make_bundle(tmp_path / "a.uniad"), home=tmp_path / "home")
    assert done.returncode == 1
    assert "blocked by the test" in done.stderr


def test_the_command_line_is_light_until_it_is_known_what_is_asked_for(tmp_path: Path) -> None:
    heavy = ("numpy", "cv2", "PIL", "pydantic", "onnxruntime", "sqlalchemy", "PySide6")
    done = blocked(heavy, "--help", home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == "loaded: "
