"""Shortcuts of the wizard, as data."""

BACK = "Alt+Left"
NEXT = "Alt+Right"
