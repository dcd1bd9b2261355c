"""Migrations and the declared tables agree, in SQLite and for PostgreSQL."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from engine.records import database, schema
from engine.records.upgrade import configuration, upgrade


def test_the_newest_migration_is_the_declared_revision() -> None:
    assert ScriptDirectory.from_config(configuration()).get_current_head() == schema.REVISION


def test_the_migrated_schema_is_the_declared_one(tmp_path: Path) -> None:
    engine = database.open_engine(tmp_path / "x.sqlite3", read_only=False)
    with engine.begin() as connection:
        upgrade(connection)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []


def test_the_schema_exists_in_postgresql_too() -> None:
    dialect = postgresql.dialect()
    for table in schema.metadata.sorted_tables:
        text = str(CreateTable(table).compile(dialect=dialect))
        assert "SERIAL" not in text
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=dialect))
    assert "seq BIGINT NOT NULL" in str(CreateTable(schema.journal).compile(dialect=dialect))
