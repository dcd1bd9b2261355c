"""Work that several processes share: who does which part, and sums over all of them."""

from dataclasses import dataclass

import numpy as np
import torch
from lightning_fabric import Fabric
from numpy.typing import NDArray
from torch import Tensor


@dataclass(frozen=True)
class Share:
    """The part of process ``rank`` of ``world``; without a ``fabric`` there is only one."""

    rank: int = 0
    world: int = 1
    fabric: Fabric | None = None

    def total(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum of an array over all processes; each of them must call it, in the same order."""
        if self.fabric is None:
            return values
        total = self.fabric.all_reduce(torch.from_numpy(np.asarray(values, np.float64)), reduce_op="sum")
        assert isinstance(total, Tensor)  # all_reduce also takes collections
        return np.asarray(total.cpu().numpy(), np.float64)


ALONE = Share()
