"""The last steps of a run: from a trained network to a bundle on disk."""

from pathlib import Path

from engine.bundle import read_bundle
from engine.bundle.archive import write_bundle
from engine.errors import InspectError
from engine.events import Done, Note, Stage
from engine.signing import Keys, station_keys
from training.adding import compare
from training.assemble import Shipment, assemble
from training.extras import extend
from training.images import check_unchanged
from training.memory import peak_mb
from training.reporting import Reporter


def ship(shipment: Shipment, out: Path, steps: int, reporter: Reporter) -> Path:
    """Export, check parity, calibrate and write; a bundle that fails is not written.

    Raises TrainingError if a calibration image changed since the scan; better now than after the export."""
    for one in shipment.sets:
        for path in one.calibration:
            check_unchanged(path, one.digests[path])
    manifest, files = extend(shipment, *assemble(shipment, reporter), reporter)
    reporter.say(Stage(stage="write"))
    sha256 = write_bundle(out, manifest, files, _signer(reporter))
    if shipment.addition is not None:
        for compared in compare(shipment.addition.bundle, read_bundle(out), shipment.sets):
            reporter.say(compared)
    for name, product in manifest.products.items():
        reporter.say(Note(text=f"{name}: reject limit {product.limits.reject:.4g}, {product.calibration.statement}"))
    seconds, peak = round(reporter.seconds(), 1), round(peak_mb(), 1)
    reporter.say(Done(bundle=str(out), sha256=sha256, seconds=seconds, peak_mb=peak, steps=steps))
    return out


def _signer(reporter: Reporter) -> Keys | None:
    """The keys of this station. Without them the bundle is written all the same, unsigned: hours of work are in it."""
    try:
        keys = station_keys()
        keys.make()
    except (InspectError, OSError) as error:
        reporter.say(Note(text=f"the bundle is not signed: {error}"))
        return None
    return keys
