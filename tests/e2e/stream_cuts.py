"""Cut a stream and bring it back, again and again; tell how long it takes until that shows.

usage: python -m tests.e2e.stream_cuts [--cuts 100] [--kind mjpeg|rtsp] [--codec jpeg|h264]

A camera on loopback (MJPEG over HTTP, or RTSP with JPEG or H.264 over RTP) is stopped
(connections reset) or goes silent (connections stay, nothing comes), by turns.
Prints one JSON object; exit code 1 if an ERROR came later than 2 s or the picture later than 5 s.
"""

import argparse
import json
import random
import statistics
import time

from engine.frames import Frame
from engine.sources import BadFrame, Source, open_source
from tests.support.h264 import H264Pictures
from tests.support.rtsp import JpegPictures, RtspServer
from tests.support.streams import MjpegServer

PICTURES = {"jpeg": JpegPictures, "h264": H264Pictures}


def camera(kind: str, codec: str) -> MjpegServer | RtspServer:
    """The camera to cut off."""
    return MjpegServer(rate=25) if kind == "mjpeg" else RtspServer(25, PICTURES[codec])


def wait_for(source: Source, kind: type[Frame] | type[BadFrame], since_s: float) -> float:
    """Seconds from ``since_s`` until a frame of this kind came."""
    while time.monotonic() - since_s < 60:
        if isinstance(source.read(), kind):
            return time.monotonic() - since_s
    return float("inf")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cuts", type=int, default=100)
    parser.add_argument("--kind", choices=("mjpeg", "rtsp"), default="mjpeg")
    parser.add_argument("--codec", choices=PICTURES, default="jpeg")
    given = parser.parse_args()
    errors, returns = [], []
    chance = random.Random(1)
    with camera(given.kind, given.codec) as server:
        source = open_source(server.url)
        try:
            for cut in range(given.cuts):
                wait_for(source, Frame, time.monotonic())
                silent = cut % 2 == 1
                moment = time.monotonic()
                if silent:
                    server.silent = True
                else:
                    server.stop()
                errors.append(wait_for(source, BadFrame, moment))
                time.sleep(chance.random() * 2)
                if silent:
                    server.silent = False
                else:
                    server.start()
                returns.append(wait_for(source, Frame, time.monotonic()))
        finally:
            source.close()
    figures = {
        "kind": given.kind,
        "codec": given.codec,
        "cuts": given.cuts,
        "error_s": {"median": round(statistics.median(errors), 2), "max": round(max(errors), 2)},
        "back_s": {"median": round(statistics.median(returns), 2), "max": round(max(returns), 2)},
    }
    ok = max(errors) <= 2 and max(returns) <= 5
    print(json.dumps(figures | {"ok": ok}))
    return 0 if ok else 1


if __name__ == "__main__":
    raise SystemExit(main())
