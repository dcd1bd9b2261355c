"""Compiling translations. ``python -m resources.build`` makes every .qm beside its .ts; ``--update`` also collects new
strings from the sources. At run time a missing or older .qm is compiled into the user's folder instead.
"""

import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent / "translations"
LANGUAGES = ("en", "zh_CN")


def qt_tool(name: str) -> Path | None:
    """A command of Qt that the PySide6 package brings along; None if it does not."""
    spec = importlib.util.find_spec("PySide6")
    for place in (spec.submodule_search_locations or []) if spec else []:
        for candidate in (Path(place) / name, Path(place) / f"{name}.exe", Path(place) / "libexec" / name):
            if candidate.is_file():
                return candidate
    return None


def compile_translation(source: Path, spare: Path) -> Path | None:
    """The .qm of a .ts: the one beside it if it is not older, else one compiled into ``spare``. None if impossible."""
    beside = source.with_suffix(".qm")
    if beside.is_file() and (not source.is_file() or beside.stat().st_mtime >= source.stat().st_mtime):
        return beside
    made = spare / beside.name
    if made.is_file() and source.is_file() and made.stat().st_mtime >= source.stat().st_mtime:
        return made
    tool = qt_tool("lrelease")
    if tool is None or not source.is_file():
        return None
    spare.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=spare) as folder:
        fresh = Path(folder) / beside.name
        done = subprocess.run([tool, "-silent", source, "-qm", fresh], capture_output=True, check=False)
        if done.returncode or not fresh.is_file():
            return None
        fresh.replace(made)
    return made


def update(folder: Path = FOLDER) -> None:
    """Collect the strings of the sources into every .ts of ``folder``; English needs plurals only."""
    tool = qt_tool("lupdate")
    if tool is None:
        raise SystemExit("lupdate is not there; install PySide6-Essentials")
    root = Path(__file__).parent.parent
    sources = sorted(str(path.relative_to(root)) for path in (root / "app").rglob("*.py"))
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    for language in LANGUAGES:
        plural = ["-pluralonly"] if language == "en" else []
        options = ["-silent", "-no-obsolete", "-locations", "none", *plural, "-target-language", language]
        target = folder / f"uniad_{language}.ts"
        subprocess.run(
            [tool, *options, "-source-language", "en", *sources, "-ts", target], cwd=root, env=environment, check=True
        )


def main() -> int:
    """Compile all."""
    if "--update" in sys.argv[1:]:
        update()
    for source in sorted(FOLDER.glob("*.ts")):
        source.with_suffix(".qm").unlink(missing_ok=True)
        if compile_translation(source, FOLDER) is None:
            print(f"cannot compile {source}: lrelease of PySide6-Essentials is needed", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
