"""Memory of this process; the one place that knows how the operating systems differ in this."""

import sys

import psutil


def peak_mb() -> float:
    """The largest resident memory so far, in MiB; on systems that do not say, what is resident now."""
    if sys.platform == "win32":
        return float(psutil.Process().memory_info().peak_wset) / 2**20
    import resource  # not on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10
