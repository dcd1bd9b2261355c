"""No string is missing in a translation, and none is left that the sources no longer have."""

import ast
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from string import Formatter

import pytest

from resources.build import FOLDER, LANGUAGES, compile_translation, update

Key = tuple[str, str]


def messages(path: Path) -> dict[Key, ET.Element]:
    root = ET.parse(path).getroot()  # noqa: S314 (our own file)
    return {
        (context.findtext("name", ""), message.findtext("source", "")): message
        for context in root.iter("context")
        for message in context.iter("message")
    }


def forms(message: ET.Element) -> list[str]:
    translation = message.find("translation")
    assert translation is not None
    plural = [form.text or "" for form in translation.iter("numerusform")]
    return plural or [translation.text or ""]


def names(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_unfinished(language: str) -> None:
    for key, message in messages(FOLDER / f"uniad_{language}.ts").items():
        translation = message.find("translation")
        assert translation is not None
        assert translation.get("type") is None, key
        assert all(forms(message)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language: str) -> None:
    for (context, source), message in messages(FOLDER / f"uniad_{language}.ts").items():
        for form in forms(message):
            assert set(names(form)) == set(names(source)), (context, source)
            assert ("%n" in source) == ("%n" in form), (context, source)


def test_the_sources_have_no_other_strings(tmp_path: Path) -> None:
    for language in LANGUAGES:
        shutil.copy(FOLDER / f"uniad_{language}.ts", tmp_path)
    update(tmp_path)
    for language in LANGUAGES:
        assert set(messages(tmp_path / f"uniad_{language}.ts")) == set(messages(FOLDER / f"uniad_{language}.ts"))


def test_no_text_is_translated_within_an_f_string() -> None:
    """The tool that collects texts does not look into those, so a text there would stay English for ever."""
    for path in sorted((FOLDER.parents[1] / "app").rglob("*.py")):
        for joined in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.JoinedStr)):
            calls = [node.func for node in ast.walk(joined) if isinstance(node, ast.Call)]
            names = {getattr(call, "attr", getattr(call, "id", "")) for call in calls}
            assert not names & {"tr", "translate"}, f"{path}:{joined.lineno}"


def test_a_missing_compiled_file_is_made_in_the_spare_folder(tmp_path: Path) -> None:
    source = Path(shutil.copy(FOLDER / "uniad_zh_CN.ts", tmp_path))
    made = compile_translation(source, tmp_path / "spare")
    assert made == tmp_path / "spare" / "uniad_zh_CN.qm"
    assert made.stat().st_size > 10_000
    assert compile_translation(source, tmp_path / "spare") == made
