"""The commands without a window: each a function from typed arguments to an exit code."""
