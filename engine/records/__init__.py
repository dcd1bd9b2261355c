"""What the station remembers: every part, finding, limit and event, durable and provable. One process writes.

``entries`` (what is stored) is light; everything that needs SQLAlchemy is imported from its own module by those who
open records: ``writer``, ``reader``, ``verify``, ``retention``, ``backup``.
"""
