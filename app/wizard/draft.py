"""What a person has chosen so far; not yet a plan."""

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Literal

from engine.bundle import Bundle
from engine.geometry import FULL_FRAME, Roi
from engine.teach.findings import Findings
from engine.teach.folders import FoundProduct
from engine.teach.plan import ProductPlan, TrainingPlan
from engine.view import Polygon


@dataclass
class Region:
    """What of a product's pictures is judged."""

    roi: Roi = FULL_FRAME
    ignore: tuple[Polygon, ...] = ()
    tiles: tuple[int, int] = (1, 1)
    align: bool = False


@dataclass
class Options:
    """Of the training. ``rate`` and ``cycle_ms`` are asked for openly, the rest behind one fold."""

    rate: float = 0.05
    cycle_ms: float = 500.0
    add: str | None = None
    recipe: Literal["fast", "reference"] = "fast"
    backbone: str | None = None
    input_size: int | None = None
    minutes: float | None = None
    steps: int | None = None
    device: Literal["auto", "cpu", "cuda"] = "auto"
    settings: tuple[str, ...] = ()


@dataclass
class Draft:
    """Kept while the pages are built anew. ``limits_rate`` is the rate chosen on the page of limits. ``again`` names
    the product that is trained again with ``more`` good parts; then its folder is the one it was trained with."""

    step: int = 0
    products: tuple[FoundProduct, ...] = ()
    findings: Findings | None = None
    regions: dict[str, Region] = field(default_factory=dict)
    defects: tuple[str, ...] = ()
    options: Options = field(default_factory=Options)
    limits_rate: dict[str, float] = field(default_factory=dict)
    again: str = ""
    more: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def take(self, other: "Draft") -> None:
        """Be like the other: the pages hold on to this one."""
        for one in fields(Draft):
            setattr(self, one.name, getattr(other, one.name))

    def region(self, name: str) -> Region:
        """Of a product; the whole picture until something is drawn."""
        return self.regions.setdefault(name, Region())

    def plan(self, folder: Path) -> TrainingPlan:
        """Everything as the command line takes it; the bundle will be in ``folder``."""
        options = self.options
        return TrainingPlan(
            products=tuple(self._product(one) for one in self.products),
            out=str(folder / f"{self.products[0].name}.uniad"),
            defects=self.defects,
            add=options.add,
            recipe=options.recipe,
            backbone=options.backbone,
            input_size=options.input_size,
            minutes=options.minutes,
            steps=options.steps,
            device=options.device,
            rate=options.rate,
            review_rate=min(0.5, 2 * options.rate),
            cycle_ms=options.cycle_ms,
            settings=options.settings,
        )

    def _product(self, one: FoundProduct) -> ProductPlan:
        region = self.region(one.name)
        return ProductPlan(
            name=one.name,
            folder=str(one.folder.absolute()),
            roi=region.roi,
            ignore=region.ignore,
            tiles=region.tiles,
            align=region.align,
            more=self.more.get(one.name, ()),
        )


def draft_again(
    product: str, more: str | None, defects: tuple[str, ...], bundle: Bundle, plan: TrainingPlan | None
) -> Draft:
    """To train a product of ``bundle`` again: as before where the plan is known, looked at as before in any case. In a
    model of several products the others go on beside it."""
    entry = bundle.manifest.products[product]
    draft = Draft(again=product, defects=defects, more={} if more is None else {product: (more,)})
    align = entry.align is not None
    tiles = (entry.tiling.rows, entry.tiling.columns)
    draft.regions[product] = Region(entry.roi, entry.ignore, tiles, align)
    options = draft.options
    if plan is not None:
        before = next((one for one in plan.products if one.name == product), None)
        if before is not None and Path(before.folder).is_dir():
            draft.products = (FoundProduct(product, Path(before.folder)),)
        for name in ("rate", "cycle_ms", "recipe", "backbone", "input_size", "minutes", "steps", "device", "settings"):
            setattr(options, name, getattr(plan, name))
    if len(bundle.manifest.products) > 1:
        options.add = str(bundle.path)
    return draft
