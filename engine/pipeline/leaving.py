"""Verdicts on their way out."""

from collections.abc import Sequence

from engine.decision import Verdict
from engine.outputs.base import Output, Result
from engine.pipeline.parts import OpenPart
from engine.pipeline.plan import LinePlan


class Exit:
    """Sends each part's verdict to every output, once."""

    def __init__(self, plan: LinePlan, outputs: Sequence[Output]) -> None:
        self._outputs = tuple(outputs)
        self.lot = plan.lot
        self._ready = False

    @property
    def problems(self) -> tuple[str, ...]:
        """Outputs that do not work, with the reason."""
        return tuple(f"{output.name}: {output.problem}" for output in self._outputs if output.problem)

    def announce(self, ready: bool) -> None:
        """The line takes triggers, or not."""
        if ready != self._ready:
            self._ready = ready
            for output in self._outputs:
                output.ready(ready)

    def send(
        self, part: OpenPart, verdict: Verdict, error: str, seq: int | None = None, head: str | None = None
    ) -> None:
        """This part's verdict; what comes later for the same part is not sent."""
        if part.output:
            return
        part.output = True
        decided = part.decided
        result = Result(
            part=part.trigger.uuid,
            number=part.number,
            label=part.trigger.label,
            source=part.source_name,
            product=part.product,
            serial=part.trigger.serial,
            lot=self.lot,
            verdict=verdict,
            score=decided.score if decided is not None and decided.verdict is verdict else None,
            utc=part.utc,
            seq=seq,
            head=head,
            error=error,
        )
        for output in self._outputs:
            output.send(result)

    def close(self, outputs_too: bool = True) -> None:
        """All outputs rest at reject, then end, unless another line goes on with them."""
        self.announce(False)
        for output in self._outputs if outputs_too else ():
            output.close()
