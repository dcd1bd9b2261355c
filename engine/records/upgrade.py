"""Migrations, run by Alembic inside the caller's transaction."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

SCRIPTS = Path(__file__).with_name("migrations")


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file. ``connection`` must be inside a transaction."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run every missing migration. They commit or vanish together with the caller's transaction."""
    command.upgrade(configuration(connection), revision)
