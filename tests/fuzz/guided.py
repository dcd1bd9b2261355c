"""One target under atheris: ``python -m tests.fuzz.guided TARGET [options of libFuzzer] CORPUS``."""

import sys

import atheris

with atheris.instrument_imports(include=["engine", "training", "PIL", "tomllib", "zipfile", "json"]):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Never returns: libFuzzer ends the process."""
    target = TARGETS[sys.argv.pop(1)]
    target.run(b"")  # what it imports is loaded here: the time limit is for one input
    atheris.Setup(sys.argv, lambda data: target.run(data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
