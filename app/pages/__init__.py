"""Pages beside Inspect."""
