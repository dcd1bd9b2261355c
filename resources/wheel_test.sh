#!/bin/sh
# Builds the wheel, installs it alone (no extras) into an empty environment, runs the station's doctor there and judges
# a part with the oldest bundle there is.
set -eu
cd "$(dirname "$0")/.."
root=$(pwd)
work="$root/.work/wheel"
rm -rf "$work"
mkdir -p "$work/elsewhere"
trap 'rm -rf "$work"' EXIT
.venv/bin/python -m build --wheel --no-isolation --outdir "$work" . >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2; exit 1; }
.venv/bin/python -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --constraint resources/constraints.txt "$work"/*.whl
cd "$work/elsewhere"
"$work/venv/bin/uniad-inspect" doctor
"$work/venv/bin/python" -c 'import cv2, numpy; cv2.imwrite("part.png", numpy.full((64, 64, 3), 128, numpy.uint8))'
"$work/venv/bin/uniad-inspect" run "$root/tests/compat/bundle-format-1.uniad" part.png --product Plate
if "$work/venv/bin/uniad-train" fit . --out x.uniad 2>said; then
    echo "training cannot work without its packages" >&2
    exit 1
fi
grep -q 'training packages are not installed' said || { cat said >&2; exit 1; }
if "$work/venv/bin/python" -c 'import torch' 2>/dev/null; then
    echo "the base installation brought torch along" >&2
    exit 1
fi
echo "wheel: installed alone, doctor ran, a part was judged"
