"""The dashboard: how the shift goes, and how all stations are. ``view`` may stand in a window of its own."""
