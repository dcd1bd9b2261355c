"""From a URI to a source. The one place that knows the schemes."""

from dataclasses import replace
from pathlib import Path

from engine.errors import ErrorCode, SourceError
from engine.sources.base import Source
from engine.sources.folder import FolderSource
from engine.sources.spec import DeviceKind, DeviceSpec

VIDEO_EXTENSIONS = frozenset({".avi", ".mp4", ".mkv", ".mov", ".m4v", ".mpg", ".mpeg", ".webm", ".wmv"})
_SCHEMES = {
    "camera:": DeviceKind.CAMERA,
    "genicam:": DeviceKind.GENICAM,
    "http://": DeviceKind.MJPEG,
    "https://": DeviceKind.MJPEG,
    "rtsp://": DeviceKind.STREAM,
    "rtsps://": DeviceKind.STREAM,
    "rtmp://": DeviceKind.STREAM,
    "udp://": DeviceKind.STREAM,
}


def device_spec(uri: str, **options: object) -> DeviceSpec | None:
    """What a capture process must open for this URI, or None if it is no device but files. ``options`` are fields of
    DeviceSpec. Raises SourceError for a scheme nobody knows."""
    for prefix, kind in _SCHEMES.items():
        if uri.lower().startswith(prefix):
            address = uri if prefix.endswith("//") else uri[len(prefix) :]
            if kind is DeviceKind.CAMERA and not address.isdigit():
                raise SourceError(ErrorCode.SOURCE_UNKNOWN, source=uri)
            return DeviceSpec(kind, address, **options)  # type: ignore[arg-type]
    if "://" in uri:
        raise SourceError(ErrorCode.SOURCE_UNKNOWN, source=uri)
    if Path(uri).suffix.lower() in VIDEO_EXTENSIONS and not Path(uri).is_dir():
        return DeviceSpec(DeviceKind.VIDEO, uri, lossless=True, **options)  # type: ignore[arg-type]
    return None


def open_source(uri: str, loop: bool = False, newest: bool = True, paced: bool = True, wait: bool = True) -> Source:
    """Open a folder, an image file, a camera, stream, GenICam camera or video file, a watched folder (``watch:FOLDER``)
    or recorded parts (``records:DATA``). Raises SourceError.

    ``newest``: a live source passes over frames nobody took; ``paced``: a video plays at its own speed; ``wait``: a
    live source must give a frame before this returns, else it may still be looked for.
    """
    if uri.startswith("watch:"):
        from engine.sources.watched import WatchedFolder

        return WatchedFolder(Path(uri.removeprefix("watch:")))
    if uri.startswith("records:"):
        from engine.sources.replay import ReplaySource

        return ReplaySource(Path(uri.removeprefix("records:")))
    spec = device_spec(uri)
    if spec is None:
        return FolderSource(Path(uri), loop)
    if spec.kind is DeviceKind.VIDEO and not Path(uri).is_file():
        raise SourceError(ErrorCode.NOT_FOUND, path=uri)
    from engine.sources.live import LiveSource
    from engine.sources.process import START_S

    source = LiveSource(replace(spec, paced=paced), uri, newest)
    if wait:
        try:
            source.wait_ready(spec.open_timeout_s + START_S)
        except BaseException:
            source.close()
            raise
    return source
