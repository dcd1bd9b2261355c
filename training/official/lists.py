"""Data lists of the original code: one JSON object a line, with the image, its label, its class and its mask."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated

from natsort import natsorted, ns
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from engine.errors import ErrorCode, SettingsError
from engine.texts import read_text
from training.products import Product, TestImage

MOST_LIST_BYTES = 256 * 2**20


def _check_inside(name: str) -> str:
    """A path below the folder of the images, in words of any system."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or ".." in parts or parts[0].endswith((":", "/")) or "\0" in name:
        raise ValueError("it leads out of the folder of the images")
    if len(name) > 1000 or any(len(part.encode()) > 255 for part in parts):
        raise ValueError("it is too long for a file name")
    return name


Inside = Annotated[str, AfterValidator(_check_inside)]


class Row(BaseModel):
    """One line. ``label`` is 0 for good and 1 for defective; other keys of a line are let be."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    filename: Inside = Field(min_length=1)
    label: int | None = Field(None, ge=0, le=1)
    label_name: str | None = None
    clsname: str | None = None
    maskname: Inside | None = None

    @property
    def product(self) -> str:
        """The class; where it is left out, the fourth folder from the end, as in ``bottle/test/good/000.png``."""
        parts = PurePosixPath(self.filename).parts
        return self.clsname or (parts[-4] if len(parts) >= 4 else parts[0])

    @property
    def kind(self) -> str:
        """The kind of defect: its folder, which says more than the list's ``defective``."""
        return PurePosixPath(self.filename).parent.name or self.label_name or "defect"


@dataclass(frozen=True)
class DataList:
    """The rows of a file. A name with ``train`` or ``test`` in it says what they are for; else they serve both."""

    path: Path
    rows: tuple[Row, ...]

    @property
    def trains(self) -> bool:
        """True if its good images may be trained on."""
        return "train" in self.path.stem or "test" not in self.path.stem

    @property
    def tests(self) -> bool:
        """True if its images may be tested on."""
        return "test" in self.path.stem or "train" not in self.path.stem


def read_list(path: Path) -> DataList:
    """Read a data list. Raises SettingsError with the file, the line and what is wrong."""
    try:
        lines = read_text(path, MOST_LIST_BYTES).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise SettingsError(ErrorCode.SETTINGS_INVALID, path=str(path), why=why) from error
    rows = tuple(_row(path, number, line) for number, line in enumerate(lines, start=1) if line.strip())
    return DataList(path, rows)


def _row(path: Path, number: int, line: str) -> Row:
    try:
        return Row.model_validate(json.loads(line))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        why = f"line {number}: {'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise SettingsError(ErrorCode.SETTINGS_INVALID, path=str(path), why=why[:200]) from error
    except (ValueError, RecursionError) as error:
        why = f"line {number} is not a JSON object"
        raise SettingsError(ErrorCode.SETTINGS_INVALID, path=str(path), why=why) from error


def products_of(lists: Sequence[DataList], image_dir: Path | None) -> list[Product]:
    """One product for each class of the lists, in order of first appearance. Files lie in ``image_dir``, else beside
    the list. What is missing or labelled defective in a training list is skipped with the reason."""
    train: dict[str, list[Path]] = defaultdict(list)
    test: dict[str, list[TestImage]] = defaultdict(list)
    skipped: dict[str, list[tuple[Path, str]]] = defaultdict(list)
    names: dict[str, Path] = {}
    for data in lists:
        folder = image_dir or data.path.parent
        for row in data.rows:
            names.setdefault(row.product, folder)
            path = folder / row.filename
            if not path.is_file():
                skipped[row.product].append((path, f"listed in {data.path.name}, not found"))
                continue
            if not path.resolve().is_relative_to(folder.resolve()):
                skipped[row.product].append((path, f"listed in {data.path.name}, a link out of its folder"))
                continue
            if data.trains and row.label:
                if not data.tests:
                    skipped[row.product].append((path, f"labelled defective in {data.path.name}"))
            elif data.trains:
                train[row.product].append(path)
            if data.tests and row.label is not None:
                test[row.product].append(_test_image(row, path, folder))
    return [
        Product(name, folder, _in_order(train[name]), tuple(test[name]), tuple(skipped[name]))
        for name, folder in names.items()
    ]


def _test_image(row: Row, path: Path, folder: Path) -> TestImage:
    mask = folder / row.maskname if row.maskname else None
    if mask is not None and not mask.resolve().is_relative_to(folder.resolve()):
        mask = None
    return TestImage(path, row.kind if row.label else None, mask if row.label and mask and mask.is_file() else None)


def _in_order(paths: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(natsorted(dict.fromkeys(paths), key=str, alg=ns.PATH | ns.IGNORECASE))
