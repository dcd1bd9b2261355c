"""``uniad-train serve``: the network of a bundle in plain PyTorch, judging what another process sends (a race)."""

import sys
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from engine.bench.wire import serve
from training.building import network_from_bundle


def run_serve(bundle: Path, threads: int) -> None:
    """Serve on stdin and stdout until the input ends. Raises BundleError if the bundle has no usable weights."""
    if threads:
        torch.set_num_threads(threads)
    network = network_from_bundle(bundle).network.eval()

    def judge(image: NDArray[np.uint8]) -> NDArray[np.float32]:
        with torch.inference_mode():
            found: NDArray[np.float32] = network(torch.from_numpy(image[None]))[0][0].numpy()
        return found

    serve(sys.stdin.buffer, sys.stdout.buffer, f"torch {torch.__version__}", torch.get_num_threads(), judge)
