"""Run by Alembic: the connection comes from ``engine.records.upgrade``, already inside a transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
