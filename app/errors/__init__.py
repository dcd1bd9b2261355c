"""Texts of failures, one file for each room of the engine they come from."""
