"""What a bundle may hold besides model and limits: pictures to rehearse, the expected look, and what a product that was
not shown again had before."""

from collections.abc import Mapping

from engine.bundle.archive import REHEARSAL, describe_files
from engine.bundle.manifest import Manifest, ProductEntry
from engine.view import View
from training.adding import Addition
from training.assemble import Shipment
from training.expected import draw_expected, member
from training.rehearsal import pack
from training.reporting import Reporter

Files = dict[str, bytes]


def extend(shipment: Shipment, manifest: Manifest, files: Files, reporter: Reporter) -> tuple[Manifest, Files]:
    """Manifest and files with all that the recipe and the run add to them."""
    train, changes = shipment.recipe.train, {}
    files = dict(files)
    if train.rehearsal:
        files[REHEARSAL] = pack(shipment.sets, manifest.model.input_size, train.rehearsal)
    if shipment.decoder is not None:
        steps = train.expected_steps
        expected = draw_expected(shipment.network, shipment.decoder, shipment.sets, steps, reporter)
        files |= member(expected)
        changes["expected"] = expected.entry
    products = manifest.products
    if shipment.addition is not None:
        products = _inherit(shipment, shipment.addition, products, files)
    return manifest.model_copy(update={**changes, "products": products, "files": describe_files(files)}), files


def _inherit(
    shipment: Shipment, addition: Addition, products: Mapping[str, ProductEntry], files: Files
) -> dict[str, ProductEntry]:
    """Rehearsed pictures are cut out already: where to look on a whole picture stands in the old manifest."""
    merged = dict(products)
    for number, one in enumerate(shipment.sets):
        name = one.product.name
        if name not in addition.rehearsed:
            continue
        before = addition.bundle.manifest.products[name]
        old = {key: getattr(before, key) for key in (*View.model_fields, "quality", "data_sha256")}
        if before.align is not None:
            reference = f"references/{number}.png"
            files[reference] = addition.bundle.files[before.align.reference]
            old["align"] = before.align.model_copy(update={"reference": reference})
        thumbnail = merged[name].thumbnail
        if before.thumbnail is not None and thumbnail is not None:
            files[thumbnail] = addition.bundle.files[before.thumbnail]
        merged[name] = merged[name].model_copy(update=old)
    return merged
