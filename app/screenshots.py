"""``python -m app.screenshots FOLDER [--best FOLDER] [--only PATTERN]``: every page and state of the real program, in
both themes and languages and at three sizes, from the trained demo. Works without a display.

Each size is a process of its own, since a scale is chosen before a program starts. The solar cells shown are from ELPV,
CC BY-NC-SA 4.0.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from app.demo import DemoPlan
from app.paths import HOME_VARIABLE, home

ALL_LOOKS = ("dark_en", "dark_zh", "light_en", "light_zh")
TWO_LOOKS = ("dark_en", "light_zh")
BEST = (
    "inspect_fail_dark_en",
    "inspect_pass_light_zh",
    "review_dark_en",
    "review_meaning_light_zh",
    "products_limits_dark_en",
    "train_limits_dark_en",
)


@dataclass(frozen=True, slots=True)
class Size:
    """Logical pixels, and the scale: 1920 x 1080 at 2 is a screen of 3840 x 2160 at 200 %."""

    name: str
    width: int
    height: int
    scale: int
    looks: tuple[str, ...]


SIZES = (
    Size("1280x800", 1280, 800, 1, ALL_LOOKS),
    Size("1920x1080", 1920, 1080, 1, TWO_LOOKS),
    Size("3840x2160_200", 1920, 1080, 2, TWO_LOOKS),
)


def take(size: Size, folder: Path, demo: DemoPlan, only: str, one_look: str = "") -> list[str]:
    """All scenes of one size, in this process; what did not work."""
    from app.scenes import faults, inspect, pages, reports, review, wizard
    from app.scenes.stage import Stage, look_named

    problems = []
    for look in (one_look,) if one_look else size.looks:
        with tempfile.TemporaryDirectory(prefix="uniad-shots-") as place:
            os.environ[HOME_VARIABLE] = place
            stage = Stage(look_named(look), (size.width, size.height), Path(place), demo, folder)
            first, *verdicts = inspect.SCENES
            begin = (first, *review.BEFORE, *pages.BEFORE, *reports.BEFORE)
            after = (*review.AFTER, *reports.AFTER, *pages.AFTER, *wizard.SCENES)
            for scene in (*begin, *verdicts, *after, *faults.AFTER):
                if re.search(only, f"{scene.__module__}.{scene.__name__}"):
                    scene(stage)
            stage.close()
            problems += stage.problems
            print(f"{size.name} {look}: {len(stage.saved)} pictures", flush=True)
    return problems


def main() -> int:
    """Start a process for each size; exit code 2 if a state could not be reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--best", type=Path, help="copy those of the README there")
    parser.add_argument("--only", default="", help="scenes whose name fits this pattern")
    parser.add_argument("--size", default="", help="one size, in this process")
    parser.add_argument("--look", default="", help="one look: dark_en, dark_zh, light_en, light_zh")
    parser.add_argument("--demo", type=Path, default=None, help="folder of the trained demo")
    options = parser.parse_args()
    demo = DemoPlan(options.demo or home() / "demo")
    if not demo.bundle.is_file():
        print(f"no trained demo in {demo.folder}; run uniad-inspect --demo first", file=sys.stderr)
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    wanted = [size for size in SIZES if options.size in ("", size.name)]
    if options.size:
        (options.folder / options.size).mkdir(parents=True, exist_ok=True)
        os.environ["QT_SCALE_FACTOR"] = str(wanted[0].scale)
        problems = take(wanted[0], options.folder / options.size, demo, options.only, options.look)
        print("\n".join(problems), file=sys.stderr)
        return 2 if problems else 0
    codes = [_start(size, options, demo) for size in wanted]
    if options.best is not None:
        options.best.mkdir(parents=True, exist_ok=True)
        for name in BEST:
            picture = options.folder / SIZES[0].name / f"{name}.png"
            if picture.is_file():
                shutil.copy(picture, options.best)
    return max(codes)


def _start(size: Size, options: argparse.Namespace, demo: DemoPlan) -> int:
    command = [sys.executable, "-m", "app.screenshots", str(options.folder), "--size", size.name]
    command += ["--only", options.only, "--demo", str(demo.folder), "--look", options.look]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
