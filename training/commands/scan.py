"""``uniad-train scan``: what a training would see of folders, and advice, without training anything."""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.console import note, print_json
from engine.errors import ErrorCode, InspectError
from engine.events import Event, Note
from engine.model.network import Network
from engine.recipe import Recipe
from engine.teach.findings import Findings, Scanned, SizeCount, Skipped, several
from training.advice import smallest_defect_px
from training.building import build_network
from training.looking_over import LookedOver, look_over
from training.products import Product, parse_folders, with_more
from training.reporting import Reporter
from training.scan import ProductSet, scan
from training.views import check_names

SAMPLE = 12


@dataclass(frozen=True)
class ScanOptions:
    """Options of the command line. ``look`` compares the pictures with one another; events go to ``run_dir``."""

    folders: Sequence[str]
    image_dir: Path | None
    as_json: bool
    look: bool = False
    run_dir: Path | None = None
    more: Sequence[str] = ()


def run_scan(options: ScanOptions, recipe: Recipe) -> None:
    """Print what was found. Raises InspectError for what ``fit`` would refuse."""
    products = with_more(parse_folders(options.folders, options.image_dir), options.more)
    check_names(recipe, [product.name for product in products])
    network = _network(recipe) if options.look else None
    with tempfile.TemporaryDirectory(prefix="uniad-scan-") as temporary:
        run = options.run_dir or Path(temporary)
        run.mkdir(parents=True, exist_ok=True)
        found = Findings(products={one.name: _scan(one, recipe, options.look, network, run) for one in products})
    if options.as_json:
        print_json(found.model_dump(mode="json"))
        return
    for name, scanned in found.products.items():
        print(
            f"{name}: {scanned.train} pictures would train, {scanned.calibration} set limits, {scanned.skipped} skipped"
        )
        for line in scanned.notes:
            note(line)
        for path in scanned.suspicious:
            note(f"{name}: unlike the other pictures, please look at it: {path}")


def _network(recipe: Recipe) -> Network | None:
    """The backbone, if its weights are here: without them nothing can be said of unlike pictures."""
    try:
        return build_network(recipe).network.eval()
    except InspectError as error:
        if error.code is not ErrorCode.WEIGHTS_MISSING:
            raise
        note(str(error))
        return None


def _scan(product: Product, recipe: Recipe, look: bool, network: Network | None, run: Path) -> Scanned:
    said: list[str] = []
    reporter = Reporter(run, _listener(said))
    one = scan(product, recipe, reporter)
    over = look_over(one, network, recipe, reporter) if look else LookedOver((), (), None)
    smallest = smallest_defect_px(product)
    return Scanned(
        train=len(one.train),
        calibration=len(one.calibration),
        skipped=len(one.skipped),
        parts=len(set(one.split.groups)),
        inputs=one.tiles,
        smallest_defect_px=None if smallest is None else round(smallest, 1),
        notes=tuple(said),
        formats=dict(Counter(path.suffix.lower().lstrip(".") for path in one.paths)),
        sizes=_sizes(one),
        skipped_files=tuple(Skipped(path=str(path), why=why) for path, why in one.skipped),
        exact=_exact(one),
        near=several([[str(path) for path in group] for group in over.near]),
        suspicious=tuple(str(path) for path in over.suspicious),
        looked=network is not None,
        moves=over.moves,
        sample=tuple(str(path) for path in one.paths[:: max(1, len(one.paths) // SAMPLE)][:SAMPLE]),
        defects=sum(image.defect is not None for image in product.test),
    )


def _listener(said: list[str]) -> Callable[[Event], None]:
    def listen(event: Event) -> None:
        if isinstance(event, Note):
            said.append(event.text)

    return listen


def _sizes(one: ProductSet) -> tuple[SizeCount, ...]:
    counted = Counter(one.sizes).most_common()
    return tuple(SizeCount(height=size[0], width=size[1], count=count) for size, count in counted)


def _exact(one: ProductSet) -> tuple[tuple[str, ...], ...]:
    together: dict[str, list[str]] = defaultdict(list)
    for path in one.paths:
        together[one.digests[path]].append(str(path))
    return several(list(together.values()))
