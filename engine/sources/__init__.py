"""Where frames come from. A source is opened from a URI and read by one thread."""

from engine.sources.base import BadFrame, NoFrame, Source
from engine.sources.folder import FolderSource
from engine.sources.opening import open_source

__all__ = ["BadFrame", "FolderSource", "NoFrame", "Source", "open_source"]
