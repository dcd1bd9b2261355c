"""How long a part takes on this machine, what of that the machine dictates, and how others do beside it."""

from engine.bench.measure import BenchReport, measure
from engine.bench.page import write_page
from engine.bench.rivals import Against, race

__all__ = ["Against", "BenchReport", "measure", "race", "write_page"]
