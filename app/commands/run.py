"""``uniad-inspect run``: judges every part of a source without a window and without records."""

import statistics
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from app.commands.overlays import ExpectedWriter, OverlayWriter
from app.commands.text import verdict_line
from engine.bundle import Bundle, read_bundle
from engine.console import DONE, SOME_ERRORS, WRONG_INPUT, note, print_json
from engine.decision import Verdict
from engine.errors import ErrorCode, JudgeError
from engine.guess import find_mismatch
from engine.judge import Inspection, Judge
from engine.runtime import Provider, Runtime
from engine.signing import station_keys
from engine.sources import BadFrame, FolderSource, NoFrame, Source, open_source

LISTED_SKIPS = 20


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What ``run`` was asked for. ``most`` is the largest number of parts, or None for all. ``guess`` makes a part
    that looks like another product ERROR; ``expected`` is a folder for pictures of the expected look."""

    bundle: Path
    source: str
    product: str | None = None
    overlays: Path | None = None
    most: int | None = None
    as_json: bool = False
    provider: Provider = Provider.AUTO
    guess: bool = False
    expected: Path | None = None


def run(options: RunOptions) -> int:
    """Judge the source with the bundle's own limits; returns the exit code. Raises InspectError for wrong input."""
    bundle = read_bundle(options.bundle)
    trust = station_keys().look(bundle.signature)
    product, _ = bundle.product(options.product)
    look = None if options.expected is None else ExpectedWriter(options.expected, options.source, bundle, product)
    source = open_source(options.source, paced=False)
    try:
        writer = None if options.overlays is None else OverlayWriter(options.overlays, options.source)
        runtime = Runtime(bundle, options.provider)
        runtime.warm_up()
        _introduce(source, runtime)
        if not trust.trusted:
            note(f"warning: {options.bundle} is {trust.words()}")
        judge = Judge(bundle, product, runtime)
        summary = Summary()
        while options.most is None or summary.parts < options.most:
            inspection = _next(source, judge)
            if inspection is None:
                break
            if options.guess:
                inspection = check_product(inspection, bundle)
            _report(inspection, options.as_json)
            if writer is not None:
                writer.write(inspection)
            if look is not None:
                look.write(inspection)
            summary.add(inspection)
    finally:
        source.close()
    if not options.as_json:
        print(summary.line(runtime.provider) + ("" if trust.trusted else f"; bundle {trust.words()}"))
    return summary.exit_code(single_file=Path(options.source).is_file())


def to_json(inspection: Inspection) -> dict[str, object]:
    """The line of one part, as scripts rely on it."""
    latency = inspection.latency
    return {
        "source": inspection.source,
        "product": inspection.product,
        "score": inspection.score,
        "verdict": inspection.verdict.value,
        "review_limit": inspection.limits.review,
        "reject_limit": inspection.limits.reject,
        "regions": [region.to_json() for region in inspection.regions],
        "latency_ms": {
            "read": round(latency.read, 3),
            "preprocess": round(latency.preprocess, 3),
            "infer": round(latency.infer, 3),
            "total": round(latency.total, 3),
        },
        "provider": inspection.provider,
        "error": None if inspection.error is None else str(inspection.error),
    }


class Summary:
    """Counts verdicts; memory does not grow with the number of parts beyond one number each of the last thousand."""

    def __init__(self) -> None:
        self._verdicts: Counter[Verdict] = Counter()
        self._totals_ms: list[float] = []

    @property
    def parts(self) -> int:
        """Number of parts so far."""
        return self._verdicts.total()

    def add(self, inspection: Inspection) -> None:
        """Count one part."""
        self._verdicts[inspection.verdict] += 1
        if inspection.verdict is not Verdict.ERROR:
            self._totals_ms = [*self._totals_ms[-999:], inspection.latency.total]

    def line(self, provider: str) -> str:
        """For people."""
        counts = ", ".join(f"{self._verdicts[verdict]} {verdict.value}" for verdict in Verdict)
        speed = f"; median {statistics.median(self._totals_ms):.1f} ms a part" if self._totals_ms else ""
        noun = "part" if self.parts == 1 else "parts"
        return f"{self.parts} {noun}: {counts}{speed}; {provider}"

    def exit_code(self, single_file: bool) -> int:
        """A file that was named and could not be judged is wrong input; in a folder it is one part that is ERROR."""
        if not self._verdicts[Verdict.ERROR]:
            return DONE
        return WRONG_INPUT if single_file else SOME_ERRORS


def check_product(inspection: Inspection, bundle: Bundle) -> Inspection:
    """The same, or ERROR if the part looks like another product of the bundle than the chosen one."""
    if inspection.embedding is None:
        return inspection
    found = find_mismatch(inspection.embedding, inspection.product, bundle.manifest.products)
    if found is None:
        return inspection
    error = JudgeError(
        ErrorCode.PRODUCT_MISMATCH, source=inspection.source, found=found.found, product=inspection.product
    )
    return replace(inspection, verdict=Verdict.ERROR, score=None, regions=(), error=error)


def _introduce(source: Source, runtime: Runtime) -> None:
    if runtime.reason:
        note(f"running on the CPU: {runtime.reason}")
    skipped = source.skipped if isinstance(source, FolderSource) else ()
    for path, why in skipped[:LISTED_SKIPS]:
        note(f"skipped {path}: {why}")
    if len(skipped) > LISTED_SKIPS:
        note(f"skipped {len(skipped) - LISTED_SKIPS} more files")


def _next(source: Source, judge: Judge) -> Inspection | None:
    while isinstance(frame := source.read(), NoFrame):
        continue
    if frame is None:
        return None
    if isinstance(frame, BadFrame):
        return judge.error(frame.source, frame.error)
    return judge.judge(frame)


def _report(inspection: Inspection, as_json: bool) -> None:
    if as_json:
        print_json(to_json(inspection))
    else:
        print(verdict_line(inspection), flush=True)
    if inspection.error is not None:
        note(f"error: {inspection.error}")
