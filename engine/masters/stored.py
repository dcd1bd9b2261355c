"""Master parts from their stored pictures: tests the software (model, limits, provider), never lens and light."""

from engine.bundle import Bundle
from engine.decision import Limits, Verdict
from engine.decode import decode_image
from engine.errors import InspectError
from engine.frames import Frame
from engine.judge import Judge
from engine.masters import checks
from engine.masters.checks import CheckState
from engine.masters.rules import Conditions
from engine.masters.sets import MasterShelf
from engine.runtime import Runtime


def judge_stored(shelf: MasterShelf, product: str, judge: Judge, bundle_sha256: str, provider: str) -> CheckState:
    """Judge the stored picture of each master part with the limits of ``judge``. The result is named ``stored`` and
    satisfies no check. Raises UsageError if the set cannot be used."""
    found = shelf.usable(product)
    limits = judge.limits
    text = f"review {limits.review} reject {limits.reject} pixel {limits.pixel} area {limits.least_area_px}"
    check = checks.begin(found, Conditions(found.sha256, bundle_sha256, text, provider), "", stored=True)
    while (part := check.asked) is not None:
        try:
            pixels = decode_image(shelf.picture(product, part), part.image)
        except InspectError as error:
            check = checks.read(check, Verdict.ERROR, None, why=str(error))
            continue
        seen = judge.judge(Frame(check.position, part.name, pixels, 0.0))
        check = checks.read(check, seen.verdict, seen.score, why="" if seen.error is None else str(seen.error))
    return check


def make_judge(bundle: Bundle, product: str, runtime: Runtime, limits: Limits) -> Judge:
    """A judge with the limits in force."""
    judge = Judge(bundle, product, runtime)
    judge.limits = limits
    return judge
