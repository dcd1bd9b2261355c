"""The journal and its projections."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = (
    "journal",
    "sessions",
    "parts",
    "frames",
    "late_results",
    "findings",
    "limits",
    "events",
    "removals",
)


def _seq() -> sa.Column[int]:
    return sa.Column("seq", BIG, primary_key=True, autoincrement=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _big(name: str) -> sa.Column[int]:
    return sa.Column(name, BIG, nullable=False)


def _limit_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("reject", sa.Float(53), nullable=False),
        sa.Column("review", sa.Float(53)),
        sa.Column("pixel", sa.Float(53), nullable=False),
        sa.Column("least_area_px", sa.Integer, nullable=False),
    ]


def upgrade() -> None:
    """Create everything."""
    _journal()
    _parts()
    _frames()
    _words()
    op.create_table("removals", sa.Column("path", sa.Text, primary_key=True), _big("seq"))
    op.create_table(
        "counters",
        sa.Column("hour", BIG, primary_key=True, autoincrement=False),
        sa.Column("product", sa.Text, primary_key=True),
        sa.Column("lot", sa.Text, primary_key=True),
        sa.Column("verdict", sa.String(8), primary_key=True),
        sa.Column("audit", sa.Boolean, primary_key=True),
        _big("parts"),
        _big("image_bytes"),
    )
    for table in APPEND_ONLY:
        _forbid_changes(table)


def _journal() -> None:
    op.create_table(
        "journal",
        _seq(),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("previous", sa.LargeBinary(32), nullable=False),
    )
    op.create_table(
        "sessions",
        _seq(),
        _big("utc_us"),
        _big("monotonic_ns"),
        sa.Column("records", sa.String(32), nullable=False),
        _text("station"),
        _text("program"),
    )


def _parts() -> None:
    op.create_table(
        "parts",
        _seq(),
        sa.Column("uuid", sa.String(32), nullable=False),
        *(_big(name) for name in ("utc_us", "monotonic_ns", "session")),
        _text("product"),
        sa.Column("bundle_sha256", sa.String(64), nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("score", sa.Float(53)),
        *_limit_columns(),
        sa.Column("limits_seq", BIG),
        *(_text(name) for name in ("provider", "source", "lot", "serial", "user")),
        sa.Column("error_code", sa.Text),
        sa.Column("regions", sa.Integer, nullable=False),
        sa.Column("latency_ms", sa.Float(53)),
        sa.Column("audit", sa.Boolean, nullable=False),
        sa.Column("audit_share", sa.Float(53), nullable=False),
    )
    op.create_index("ix_parts_uuid", "parts", ["uuid"], unique=True)
    op.create_index("ix_parts_verdict", "parts", ["verdict", "seq"])
    op.create_index("ix_parts_product", "parts", ["product", "verdict", "seq"])
    op.create_index("ix_parts_lot", "parts", ["lot", "verdict", "seq"])
    op.create_index("ix_parts_utc", "parts", ["utc_us"])
    op.create_index("ix_parts_score", "parts", ["score"])
    op.create_index("ix_parts_serial", "parts", ["serial"])


def _frames() -> None:
    op.create_table(
        "frames",
        _seq(),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        _big("frame_id"),
        _text("source"),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("score", sa.Float(53)),
        sa.Column("image_path", sa.Text),
        sa.Column("image_sha256", sa.String(64)),
        sa.Column("image_bytes", BIG),
        sa.Column("image_state", sa.String(8)),
    )
    op.create_index("ix_frames_image", "frames", ["image_path"], unique=True)
    op.create_table(
        "late_results",
        _seq(),
        sa.Column("part_uuid", sa.String(32), nullable=False),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("score", sa.Float(53)),
        sa.Column("late_ms", sa.Float(53), nullable=False),
    )
    op.create_index("ix_late_part", "late_results", ["part_uuid"])


def _words() -> None:
    """What people say: findings, limits; and what happened: events."""
    op.create_table(
        "findings",
        _seq(),
        _big("utc_us"),
        sa.Column("part_uuid", sa.String(32), nullable=False),
        sa.Column("finding", sa.String(16)),
        *(_text(name) for name in ("defect_type", "note", "user")),
        sa.Column("undoes", BIG),
    )
    op.create_index("ix_findings_part", "findings", ["part_uuid"])
    op.create_index("ix_findings_undoes", "findings", ["undoes"])
    op.create_table(
        "limits",
        _seq(),
        _big("utc_us"),
        _text("product"),
        sa.Column("bundle_sha256", sa.String(64), nullable=False),
        *_limit_columns(),
        _text("user"),
        _text("why"),
    )
    op.create_index("ix_limits_product", "limits", ["product", "bundle_sha256", "seq"])
    op.create_table(
        "events",
        _seq(),
        _big("utc_us"),
        _text("code"),
        sa.Column("level", sa.String(8), nullable=False),
        _text("params"),
        _text("user"),
    )
    op.create_index("ix_events_code", "events", ["code", "seq"])


def _forbid_changes(table: str) -> None:
    """Rows are added, never changed: the database itself refuses (``recursive_triggers`` covers REPLACE)."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
