"""Alembic's scripts; each ``versions/mNNNN_*.py`` is frozen once released."""
