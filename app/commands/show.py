"""``uniad-inspect show``: what a bundle says of itself, after its hashes were checked."""

from pathlib import Path

from app.commands.text import print_table
from engine.bundle import Bundle, read_bundle
from engine.console import DONE, print_json
from engine.geometry import FULL_FRAME
from engine.signing import Trust, station_keys
from engine.view import Aspect, View


def show(path: Path, as_json: bool) -> int:
    """Print the manifest and the verified hash. Raises InspectError for a bundle that is not whole."""
    bundle = read_bundle(path)
    trust = station_keys().look(bundle.signature)
    if as_json:
        print_json(
            {
                "path": str(path),
                "sha256": bundle.sha256,
                "verified": True,
                "signature": {"standing": trust.standing.value, "by": trust.name, "fingerprint": trust.fingerprint},
                "manifest": bundle.manifest.model_dump(mode="json"),
            }
        )
    else:
        print_table(_model_rows(bundle, trust), str(path))
        for name in bundle.manifest.products:
            print()
            print_table(_product_rows(bundle, name), name)
    return DONE


def _model_rows(bundle: Bundle, trust: Trust) -> list[tuple[str, ...]]:
    manifest = bundle.manifest
    model, parity = manifest.model, manifest.parity
    height, width = model.input_size
    return [
        ("name", manifest.name),
        ("verified", f"sha256 {bundle.sha256}"),
        ("signature", trust.words()),
        ("made", manifest.created_utc),
        ("backbone", f"{model.backbone}, weights {model.weights}"),
        ("features", f"levels {_list(model.levels)}: {model.feature_channels} channels at stride {model.out_stride}"),
        ("input", f"{width} x {height} pixels"),
        ("size", f"{model.trainable_parameters:,} trainable parameters, {model.gflop:.2f} GFLOP a part"),
        ("recipe", str(manifest.recipe.get("name", "?"))),
        (
            "parity",
            f"{parity.images} images: score within {parity.score_difference:.1e} of the reject limit, map within "
            f"{parity.map_difference:.1e} of its range",
        ),
        ("versions", ", ".join(f"{name} {version}" for name, version in manifest.versions.items())),
    ]


def _product_rows(bundle: Bundle, name: str) -> list[tuple[str, ...]]:
    product = bundle.manifest.products[name]
    limits, review = product.limits, product.limits.review
    return [
        ("reject limit", f"{limits.reject:.4f}"),
        ("review limit", "none" if review is None else f"{review:.4f}"),
        ("pixel limit", f"{limits.pixel:.4f}, at least {limits.least_area_px} pixels of the map"),
        ("calibrated", product.calibration.statement),
        ("images", f"{product.n_train} trained on, {product.n_calibration} held out for the limits"),
        ("score", product.pooling.value),
        ("looks at", _view_line(product.view)),
    ]


def _view_line(view: View) -> str:
    """What of a picture is judged, and how."""
    parts = ["the whole picture"]
    if view.roi != FULL_FRAME:
        roi = view.roi
        parts = [f"x {roi.x:.1%}, y {roi.y:.1%}, width {roi.w:.1%}, height {roi.h:.1%} of the picture"]
    if view.ignore:
        parts.append(f"without {len(view.ignore)} polygons")
    if view.aspect is Aspect.PAD:
        parts.append("padded")
    if view.tiling.count > 1:
        parts.append(f"in {view.tiling.rows} x {view.tiling.columns} tiles")
    if view.align is not None:
        parts.append(f"aligned to a reference ({view.align.motion.value})")
    if view.mm_per_px is not None:
        parts.append(f"{view.mm_per_px:g} mm a pixel")
    return ", ".join(parts)


def _list(numbers: tuple[int, ...]) -> str:
    return ", ".join(str(number) for number in numbers)
