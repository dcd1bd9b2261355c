"""A process that judges with a bundle's graph, for a race: python -m engine.bench.judging BUNDLE PROVIDER THREADS."""

import sys
from pathlib import Path

from engine.bench.wire import serve
from engine.bundle import read_bundle
from engine.console import DONE, WRONG_INPUT, note
from engine.errors import InspectError
from engine.runtime import Provider, Runtime


def main() -> int:
    """Serve until the input ends."""
    path, provider, threads = Path(sys.argv[1]), Provider(sys.argv[2]), int(sys.argv[3])
    try:
        bundle = read_bundle(path)
        runtime = Runtime(bundle, provider, threads)
        runtime.warm_up()
    except InspectError as error:
        note(str(error))
        return WRONG_INPUT
    name = f"{path.name} ({runtime.provider})"
    serve(sys.stdin.buffer, sys.stdout.buffer, name, threads, lambda image: runtime.run(image).anomaly_map)
    return DONE


if __name__ == "__main__":
    raise SystemExit(main())
