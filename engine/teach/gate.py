"""The release gate: what must hold before a new model judges parts. Red items block it unless an engineer overrides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.bundle.manifest import Manifest
from engine.events import Compared
from engine.teach.review import Tally

PARITY = 1e-3  # of the reject limit
AUROC_DROP = 0.02  # of made-up defects told from good parts of an old product
EXTRA_REJECTS = 1  # good parts of an old product, above what its limit was chosen for


class Item(StrEnum):
    """What is checked."""

    PARITY = "parity"
    PROVIDER = "provider"
    LATENCY = "latency"
    OLD_PRODUCTS = "old_products"
    LIMITS = "limits"
    DEFECTS = "defects"
    RECORDED = "recorded"


class Light(StrEnum):
    """GREEN holds; AMBER should be known; RED blocks; WAITING is not measured yet."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the gate. ``figures`` are what the words are made of."""

    item: Item
    light: Light
    figures: Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Speed:
    """The benchmark of this station."""

    provider: str
    median_ms: float
    p95_ms: float


def speed_of(bench: Mapping[str, object]) -> Speed | None:
    """From what ``uniad-inspect bench --json`` printed; None if it is not that."""
    stages = bench.get("stages")
    total = stages.get("total") if isinstance(stages, Mapping) else None
    if not isinstance(total, Mapping):
        return None
    try:
        return Speed(str(bench.get("provider", "")), float(total["median_ms"]), float(total["p95_ms"]))
    except (KeyError, TypeError, ValueError):
        return None


def check_all(
    manifest: Manifest,
    speed: Speed | None,
    cycle_ms: float,
    compared: Sequence[Compared],
    defects: Mapping[str, Tally],
    gpu_wanted: bool = False,
) -> tuple[Check, ...]:
    """Every line. ``gpu_wanted``: a GPU is there, so judging on the processor is not what was meant. ``defects``: what
    the known ones would get, by product."""
    lines = [_parity(manifest), *_speed(speed, cycle_ms, gpu_wanted), _old(manifest, compared), _limits(manifest)]
    return (*lines, _defects(defects)) if any(one.total for one in defects.values()) else tuple(lines)


def blocked(checks: Sequence[Check]) -> bool:
    """True if something is red, or not known yet."""
    return any(check.light in (Light.RED, Light.WAITING) for check in checks)


def _parity(manifest: Manifest) -> Check:
    parity = manifest.parity
    good = parity.score_difference <= PARITY or not parity.exact
    figures = {"difference": parity.score_difference, "images": parity.images}
    return Check(Item.PARITY, Light.GREEN if good else Light.RED, figures)


def _speed(speed: Speed | None, cycle_ms: float, gpu_wanted: bool) -> list[Check]:
    if speed is None:
        return [Check(Item.PROVIDER, Light.WAITING, {}), Check(Item.LATENCY, Light.WAITING, {"cycle": cycle_ms})]
    on_cpu = speed.provider.startswith("CPU")
    provider = Check(Item.PROVIDER, Light.RED if gpu_wanted and on_cpu else Light.GREEN, {"provider": speed.provider})
    light = Light.GREEN if speed.p95_ms <= cycle_ms else Light.RED
    return [provider, Check(Item.LATENCY, light, {"p95": speed.p95_ms, "median": speed.median_ms, "cycle": cycle_ms})]


def _old(manifest: Manifest, compared: Sequence[Compared]) -> Check:
    worse = [one.product for one in compared if changed_for_the_worse(manifest, one)]
    figures: dict[str, str | int | float] = {"count": len(compared), "worse": ", ".join(worse)}
    return Check(Item.OLD_PRODUCTS, Light.RED if worse else Light.GREEN, figures)


def changed_for_the_worse(manifest: Manifest, one: Compared) -> bool:
    """An old product whose good parts are rejected more often than its limit was chosen for, or whose made-up defects
    are told less well."""
    rate = manifest.products[one.product].calibration.rate
    allowed = max(one.before.false_rejects, rate * one.after.n_good) + EXTRA_REJECTS
    before, after = one.before.made_up_auroc, one.after.made_up_auroc
    blind = before is not None and after is not None and after < before - AUROC_DROP
    return one.after.false_rejects > allowed or blind


def _limits(manifest: Manifest) -> Check:
    short = [name for name, entry in manifest.products.items() if not entry.calibration.demonstrable]
    parts = min(len(set(entry.calibration.groups)) for entry in manifest.products.values())
    return Check(Item.LIMITS, Light.AMBER if short else Light.GREEN, {"products": ", ".join(short), "parts": parts})


def _defects(defects: Mapping[str, Tally]) -> Check:
    missed, total = sum(one.passed for one in defects.values()), sum(one.total for one in defects.values())
    return Check(Item.DEFECTS, Light.AMBER if missed else Light.GREEN, {"missed": missed, "total": total})
