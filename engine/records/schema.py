"""The tables. ``journal`` is the truth; every other table is a projection of it (``engine.records.projection``).

The types exist in SQLite and PostgreSQL alike. Times are UTC microseconds since 1970, for people and filters; order is
``seq``. The migrations create these tables; a test compares both.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

REVISION = "0002"  # of the newest migration
BIG = BigInteger().with_variant(Integer(), "sqlite")  # an integer key is SQLite's own row number

metadata = MetaData()

journal = Table(
    "journal",
    metadata,
    Column("seq", BIG, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("previous", LargeBinary(32), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("seq", BIG, primary_key=True, autoincrement=False),
    Column("utc_us", BIG, nullable=False),
    Column("monotonic_ns", BIG, nullable=False),
    Column("records", String(32), nullable=False),
    Column("station", Text, nullable=False),
    Column("program", Text, nullable=False),
)

parts = Table(
    "parts",
    metadata,
    Column("seq", BIG, primary_key=True, autoincrement=False),
    Column("uuid", String(32), nullable=False),
    Column("utc_us", BIG, nullable=False),
    Column("monotonic_ns", BIG, nullable=False),
    Column("session", BIG, nullable=False),
    Column("product", Text, nullable=False),
    Column("bundle_sha256", String(64), nullable=False),
    Column("mode", String(16), nullable=False),
    Column("verdict", String(8), nullable=False),
    Column("score", Float(53)),
    Column("reject", Float(53), nullable=False),
    Column("review", Float(53)),
    Column("pixel", Float(53), nullable=False),
    Column("least_area_px", Integer, nullable=False),
    Column("limits_seq", BIG),
    Column("provider", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("lot", Text, nullable=False),
    Column("serial", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("error_code", Text),
    Column("regions", Integer, nullable=False),
    Column("latency_ms", Float(53)),
    Column("audit", Boolean, nullable=False),
    Column("audit_share", Float(53), nullable=False),
    Index("ix_parts_uuid", "uuid", unique=True),
    Index("ix_parts_verdict", "verdict", "seq"),
    Index("ix_parts_product", "product", "verdict", "seq"),
    Index("ix_parts_lot", "lot", "verdict", "seq"),
    Index("ix_parts_utc", "utc_us"),
    Index("ix_parts_score", "score"),
    Index("ix_parts_serial", "serial"),
    Index("ix_parts_audit", "audit", "seq"),
)

frames = Table(
    "frames",
    metadata,
    Column("seq", BIG, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("frame_id", BIG, nullable=False),
    Column("source", Text, nullable=False),
    Column("verdict", String(8), nullable=False),
    Column("score", Float(53)),
    Column("image_path", Text),
    Column("image_sha256", String(64)),
    Column("image_bytes", BIG),
    Column("image_state", String(8)),
    Index("ix_frames_image", "image_path", unique=True),
)

late_results = Table(
    "late_results",
    metadata,
    Column("seq", BIG, primary_key=True, autoincrement=False),
    Column("part_uuid", String(32), nullable=False),
    Column("verdict", String(8), nullable=False),
    Column("score", Float(53)),
    Column("late_ms", Float(53), nullable=False),
    Index("ix_late_part", "part_uuid"),
)

findings = Table(
    "findings",
    metadata,
    Column("seq", BIG, primary_key=True, autoincrement=False),
    Column("utc_us", BIG, nullable=False),
    Column("part_uuid", String(32), nullable=False),
    Column("finding", String(16)),
    Column("defect_type", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("undoes", BIG),
    Index("ix_findings_part", "part_uuid"),
    Index("ix_findings_undoes", "undoes"),
)

limits = Table(
    "limits",
    metadata,
    Column("seq", BIG, primary_key=True, autoincrement=False),
    Column("utc_us", BIG, nullable=False),
    Column("product", Text, nullable=False),
    Column("bundle_sha256", String(64), nullable=False),
    Column("reject", Float(53), nullable=False),
    Column("review", Float(53)),
    Column("pixel", Float(53), nullable=False),
    Column("least_area_px", Integer, nullable=False),
    Column("user", Text, nullable=False),
    Column("why", Text, nullable=False),
    Index("ix_limits_product", "product", "bundle_sha256", "seq"),
)

events = Table(
    "events",
    metadata,
    Column("seq", BIG, primary_key=True, autoincrement=False),
    Column("utc_us", BIG, nullable=False),
    Column("code", Text, nullable=False),
    Column("level", String(8), nullable=False),
    Column("params", Text, nullable=False),
    Column("user", Text, nullable=False),
    Index("ix_events_code", "code", "seq"),
)

removals = Table(
    "removals",
    metadata,
    Column("path", Text, primary_key=True),
    Column("seq", BIG, nullable=False),
)

# Sums over parts, so that counting a million of them is reading a few rows. The only table that is updated.
counters = Table(
    "counters",
    metadata,
    Column("hour", BIG, primary_key=True, autoincrement=False),  # UTC hours since 1970
    Column("product", Text, primary_key=True),
    Column("lot", Text, primary_key=True),
    Column("verdict", String(8), primary_key=True),
    Column("audit", Boolean, primary_key=True),
    Column("parts", BIG, nullable=False),
    Column("image_bytes", BIG, nullable=False),
)

APPEND_ONLY = (journal, sessions, parts, frames, late_results, findings, limits, events, removals)
