"""What the records say of the master parts: the newest row that decides."""

import time
from datetime import datetime

from sqlalchemy import Connection, func, select

from engine.masters.checks import CHECK, RELEASE
from engine.masters.rules import Conditions, Proof, Standing
from engine.records import schema
from engine.records.chain import parse_entry, stored_bytes
from engine.records.entries import Entry
from engine.records.reader import RecordReader
from engine.records.rows import Event

SEARCHED = 2000


def newest_proof(reader: RecordReader, product: str, now: datetime) -> Proof | None:
    """The newest row of the records that decides for this product; None if there is none. Age and session are those of
    the station that writes the records now."""
    found = [event for code in (CHECK, RELEASE) for event in reader.events(code, SEARCHED) if _decides(event, product)]
    if not found:
        return None
    event = max(found, key=lambda one: one.seq)
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


def _decides(event: Event, product: str) -> bool:
    if event.params.get("product") != product:
        return False
    return event.code == RELEASE or event.params.get("outcome") in (Standing.PASSED, Standing.FAILED)
