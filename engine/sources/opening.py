"""From a URI to a source. The one place that knows the schemes."""

from pathlib import Path

from engine.errors import ErrorCode, SourceError
from engine.sources.base import Source
from engine.sources.folder import FolderSource


def open_source(uri: str, loop: bool = False) -> Source:
    """Open a folder or an image file. Raises SourceError."""
    if "://" in uri or uri.startswith("camera:"):
        raise SourceError(ErrorCode.SOURCE_UNKNOWN, source=uri)
    return FolderSource(Path(uri), loop)
