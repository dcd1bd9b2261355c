"""Plots. The only folder that subclasses pyqtgraph, which has no types."""
