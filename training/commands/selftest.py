"""``uniad-train selftest``: each check as it ends."""

from engine.console import WRONG_INPUT, note, print_json
from training.devices import build_fabric
from training.selftest import Check, run_selftest


def print_selftest(device: str, as_json: bool) -> int:
    """Run the checks; exit code 0 if all passed, else 2. Raises TrainingError if there is no such device."""
    build_fabric(device, "32")  # type: ignore[arg-type]
    done: list[Check] = []

    def say(check: Check) -> None:
        done.append(check)
        if not as_json:
            note(f"{'ok    ' if check.passed else 'FAILED'} {check.name}: {check.detail}")

    passed = run_selftest(device, say)
    if as_json:
        checks = [{"name": check.name, "passed": check.passed, "detail": check.detail} for check in done]
        print_json({"device": device, "passed": passed, "checks": checks})
    return 0 if passed else WRONG_INPUT
