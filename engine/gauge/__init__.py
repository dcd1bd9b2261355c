"""Attribute agreement study (AIAG, Measurement Systems Analysis, 4th edition, attribute study by cross-tables).

``study``: parts, appraisers, the blind order and every reading, in one file that is saved after each. ``statistics``:
agreement, rates with their intervals, repeatability of the score; pure. ``report``: the figures of a study with the
usual acceptance limits.
"""
