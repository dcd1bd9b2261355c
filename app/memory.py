"""What the window remembers between two starts. A file that cannot be read is forgotten, not fatal."""

import logging
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from app.options import Language, ThemeName
from engine.errors import InspectError
from engine.files import write_atomic

log = logging.getLogger(__name__)


class Memory(BaseModel):
    """Last product and source, theme and language."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    bundle: Path | None = None
    product: str | None = None
    source: str | None = None
    theme: ThemeName = "system"
    language: Language = "system"


def load_memory(path: Path) -> Memory:
    """Read it, or begin anew."""
    try:
        return Memory.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Memory()
    except (OSError, ValidationError) as error:
        log.warning("%s is not used: %s", path, error)
        return Memory()


def save_memory(path: Path, memory: Memory) -> None:
    """Write it; a disk that refuses is only logged."""
    try:
        write_atomic(path, memory.model_dump_json(indent=1).encode())
    except InspectError as error:
        log.warning("%s", error)
