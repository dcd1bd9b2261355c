"""An index for the random audit queue: passed parts that wait for a person are one in a hundred."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it."""
    op.create_index("ix_parts_audit", "parts", ["audit", "seq"])
