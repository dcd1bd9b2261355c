"""Master parts: known good and known bad parts that a line must judge right before anything may pass.

``sets``: the parts of a product, in one file with its hash. ``rules``: when a check is due, and what locks PASS; pure,
from the newest row of the records, so that a restart changes nothing. ``checks``: a check under way, its readings, and
the rows it leaves. ``stored``: the same parts from their stored pictures, which tests the software and nothing else.
The line itself asks and locks: ``engine.pipeline.masters``.
"""
