"""What the records say of the master parts: the newest row that decides."""

import time
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from engine.masters.checks import CHECK, RELEASE
from engine.masters.rules import Conditions, Proof, Standing
from engine.records import schema
from engine.records.chain import parse_entry, stored_bytes
from engine.records.entries import Entry
from engine.records.reader import RecordReader, event_of
from engine.records.rows import Event


def newest_proof(reader: RecordReader, product: str, now: datetime) -> Proof | None:
    """The newest row of the records that decides for this product; None if there is none. Age and session are those of
    the station that writes the records now."""
    event: Event | None = reader.query(lambda connection: _newest(connection, product))
    if event is None:
        return None
    session, body = reader.query(lambda connection: _session_and_body(connection, event.seq))
    params = event.params
    standing = Standing.RELEASED if event.code == RELEASE else Standing(params["outcome"])
    local = datetime.fromtimestamp(event.utc_us / 1e6).astimezone()
    names = Conditions.__dataclass_fields__
    conditions = Conditions(**{name: str(params.get(name, "")) for name in names})
    age_s = (now - local).total_seconds()
    if event.seq > session:  # no clock that is set can touch this
        age_s = (time.monotonic_ns() - body.monotonic_ns) / 1e9
    return Proof(standing, conditions, local, event.seq > session, age_s, str(params.get("why", "")), event.user)


def _session_and_body(connection: Connection, seq: int) -> tuple[int, Entry]:
    """The row with which the station started, and the entry of row ``seq``."""
    session = connection.execute(select(func.max(schema.sessions.c.seq))).scalar_one()
    body = connection.execute(select(schema.journal.c.body).where(schema.journal.c.seq == seq)).scalar_one()
    return int(session or 0), parse_entry(stored_bytes(body))


def _newest(connection: Connection, product: str) -> Event | None:
    """The newest check that was passed or failed, or release, however many other products had since."""
    table = schema.events.c
    said = {name: func.json_extract(table.params, f"$.{name}") for name in ("product", "outcome")}
    checks = (table.code == CHECK) & said["outcome"].in_((Standing.PASSED.value, Standing.FAILED.value))
    found: list[Row[Any]] = []
    for decides in (checks, table.code == RELEASE):
        statement = select(schema.events).where(decides, said["product"] == product)
        found += connection.execute(statement.order_by(table.seq.desc()).limit(1)).all()
    return event_of(max(found, key=lambda row: int(row.seq))) if found else None
