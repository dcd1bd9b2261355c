"""No string is missing in a translation, and none is left that the sources no longer have."""

import ast
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from string import Formatter

import pytest

from resources.build import FOLDER, LANGUAGES, compile_translation, update

Key = tuple[str, str]
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,:;!?]|[,;!?][\u4e00-\u9fff]|\}[,;]\{")


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


# One word for one thing: what must not be written, and what is written instead.
OTHER_WORDS = {
    "误判": "误剔",
    "误剔除": "误剔",
    "分数": "得分",
    "合格品": "良品",
    "好件": "良品",
    "合格图像": "良品图像",
    "所有模型": "全部模型",
    "所有产品": "全部产品",
    "好品": "良品",
    "零件": "工件",
    "部件": "工件",
    "界限": "阈值",
    "图片": "图像",
    "照片": "图像",
    "摄像头": "相机",
    "工作站": "工位",
    "批号": "批次",
    "骨干网络": "主干网络",
    "数据包": "模型包",
    "回退": "回滚",
    "口令": "PIN",
    "密码": "PIN",
}


def test_chinese_has_one_word_for_each_thing() -> None:
    found = [
        f"{key}: {form} ({other}: write {word})"
        for key, message in messages(FOLDER / "uniad_zh_CN.ts").items()
        for form in forms(message)
        for other, word in OTHER_WORDS.items()
        if other in form
    ]
    assert not found, "\n".join(found)


def test_chinese_uses_its_own_punctuation() -> None:
    for key, message in messages(FOLDER / "uniad_zh_CN.ts").items():
        for form in forms(message):
            assert not HALF_WIDTH.search(form), (key, form)
