"""Comparing recipes over several real sets: ``python -m training.study PLAN.toml --journal FILE``.

Every trial (set, variant, seed) is one line of a journal, scores included, so that a study can be cut short and gone
on with, and every figure and every bootstrap interval is computed from the journal alone. Variants differ from the
fast recipe by the keys of the plan; peers (nearest-neighbour memory, PatchCore) run on the features of the same
backbone. Nothing is chosen per set: ``tables`` ranks variants by their mean over all sets and, leaving one set out
each time, says which variant the other sets would have chosen and what it gives on the one left out.
"""
