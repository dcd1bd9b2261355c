"""The line of the release gate that rests on the station's own records: an old model and the new one, side by side."""

from engine.decision import Limits
from engine.review.beside import Beside, Kind, count
from engine.teach.gate import EXTRA_REJECTS, Check, Item, Light

DEFECTS = (Kind.DEFECT, Kind.LOCKED)


def check_recorded(one: Beside, old: Limits, new: Limits, rate: float) -> Check:
    """One product. Red if the new model misses more of the confirmed defects than the old one, in all or in the locked
    share, or if it flags more good parts than the old one did and than ``rate`` allows. Parts that nobody spoke of are
    taken for good ones. False rejects that it has learned are told, and prove nothing."""
    if one.gone:
        return Check(Item.RECORDED, Light.RED, {"product": one.product, "gone": 1})
    defects, locked = count(one, DEFECTS, old, new), count(one, (Kind.LOCKED,), old, new)
    good, silent = count(one, (Kind.GOOD,), old, new), count(one, (Kind.SILENT,), old, new)
    learned = count(one, (Kind.LEARNED,), old, new)
    blind = defects.new < defects.old or locked.new < locked.old
    strict = any(some.new > max(some.old, rate * some.n) + EXTRA_REJECTS for some in (good, silent))
    total = defects.n + good.n + silent.n
    doubt = not total or one.missing or defects.new < defects.n
    figures: dict[str, str | int | float] = {"product": one.product, "total": total, "missing": one.missing}
    for name, some in (("good", good), ("silent", silent), ("learned", learned)):
        figures |= {name: some.n, f"{name}_old": some.old, f"{name}_new": some.new}
    for name, some in (("defects", defects), ("locked", locked)):
        figures |= {name: some.n, f"{name}_old": some.n - some.old, f"{name}_new": some.n - some.new}
    light = Light.RED if blind or strict else Light.AMBER if doubt else Light.GREEN
    return Check(Item.RECORDED, light, figures)
