"""Agreement between the processes of one training, so that none waits for another that has given up."""

import os

import torch
from lightning_fabric import Fabric
from torch import Tensor

from engine.errors import ErrorCode, InspectError, TrainingError
from engine.model.network import Network


def is_leader() -> bool:
    """True in the process that talks to people, known before any group exists: launchers number their processes."""
    if "RANK" in os.environ:
        return os.environ["RANK"] == "0"
    return os.environ.get("LOCAL_RANK", "0") == "0" and os.environ.get("NODE_RANK", "0") == "0"


class Crew:
    """All processes of a training. Every method must be called by each of them; alone they cost nothing."""

    def __init__(self, fabric: Fabric) -> None:
        self._fabric = fabric
        self.leader = fabric.is_global_zero

    def any(self, flag: bool) -> bool:
        """True if it is for one of them."""
        return self._total(float(flag)) > 0

    def from_leader(self, value: int) -> int:
        """The leader's value."""
        return round(self._total(float(value) if self.leader else 0.0))

    def agree(self, error: InspectError | None) -> None:
        """Raise ``error``; if only another process failed, TrainingError that says so."""
        if self._fabric.world_size == 1:
            if error is not None:
                raise error
            return
        leader_failed = self.any(self.leader and error is not None)
        if not self.any(error is not None):
            return
        # What failed everywhere is said once, by the leader.
        if error is None or (leader_failed and not self.leader):
            raise TrainingError(ErrorCode.TRAIN_PEER)
        raise error

    def same_neck(self, network: Network) -> None:
        """Give everybody the leader's fitted neck: on GPUs the last digits may differ."""
        if self._fabric.world_size > 1:
            for buffer in network.neck.buffers():
                buffer.copy_(self._fabric.broadcast(buffer))

    def _total(self, value: float) -> float:
        if self._fabric.world_size == 1:
            return value
        total = self._fabric.all_reduce(torch.tensor(value, dtype=torch.float64), reduce_op="sum")
        assert isinstance(total, Tensor)  # all_reduce also takes collections
        return float(total)
