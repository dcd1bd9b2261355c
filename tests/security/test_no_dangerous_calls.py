"""Nothing in the program can turn data into code: read from its sources, and watched while it runs."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "engine", "training", "resources")
FORBIDDEN_MODULES = {"pickle", "cPickle", "dill", "shelve", "marshal", "cloudpickle", "joblib", "code", "codeop"}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_METHODS = {("os", "system"), ("os", "popen"), ("yaml", "load"), ("yaml", "unsafe_load")}


def sources() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def offences(path: Path) -> list[str]:
    """Every dangerous thing in one file, with its line."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [f"{node.lineno} import {a.name}" for a in node.names if a.name.split(".")[0] in FORBIDDEN_MODULES]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in FORBIDDEN_MODULES:
            found.append(f"{node.lineno} from {node.module}")
        elif isinstance(node, ast.Call):
            found += [f"{node.lineno} {why}" for why in call_offences(node)]
    return found


def call_offences(node: ast.Call) -> list[str]:
    """What is wrong with one call."""
    found = []
    keywords = {keyword.arg: keyword.value for keyword in node.keywords}
    if isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_CALLS:
        found.append(node.func.id)
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        pair = (node.func.value.id, node.func.attr)
        found += [".".join(pair)] if pair in FORBIDDEN_METHODS else []
        safe = isinstance(keywords.get("weights_only"), ast.Constant) and keywords["weights_only"].value is True  # type: ignore[attr-defined]
        if pair == ("torch", "load") and not safe:
            found.append("torch.load without weights_only=True")
    for name in ("allow_pickle", "shell"):
        given = keywords.get(name)
        if given is not None and not (isinstance(given, ast.Constant) and given.value is False):
            found.append(f"{name}=")
    return found


def test_no_source_can_turn_data_into_code() -> None:
    found = {str(path.relative_to(ROOT)): told for path in sources() if (told := offences(path))}
    assert found == {}
    assert len(sources()) > 200


@pytest.mark.parametrize(
    "text",
    [
        "import pickle",
        "from pickle import loads",
        "eval('1')",
        "import torch\ntorch.load('x')",
        "torch.load('x', weights_only=False)",
        "subprocess.run('x', shell=True)",
        "os.system('x')",
        "yaml.load(x)",
        "np.load('x', allow_pickle=True)",
    ],
)
def test_the_search_finds_what_it_looks_for(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.py"
    path.write_text(text)
    assert offences(path)


def test_a_station_that_judges_never_loads_pickle_data(tmp_path: Path) -> None:
    """An audit hook sees every find_class of the unpickler, whoever calls it."""
    words = (
        "import sys\n"
        "seen = []\n"
        "sys.addaudithook(lambda name, args: seen.append(args) if name == 'pickle.find_class' else None)\n"
        "from pathlib import Path\n"
        "from tests.support.bundles import make_bundle\n"
        "from tests.support.images import make_folder\n"
        "from app.commands.run import RunOptions, run\n"
        f"place = Path({str(tmp_path)!r})\n"
        "code = run(RunOptions(make_bundle(place / 'a.uniad'), str(make_folder(place / 'parts', good=1, bad=1))))\n"
        "assert code == 0\n"
        "sys.exit(str(seen) if seen else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
