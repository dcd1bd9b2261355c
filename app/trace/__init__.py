"""Tracing one part: ``paper`` is its page in print, ``making`` its export, ``page`` finds and shows it."""
