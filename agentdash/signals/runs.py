"""What the Collector counts run by run, and after failed calls: names that it writes and signals read."""

from __future__ import annotations

MORE_THAN = "more_than"
"""A run has made more calls than this."""

STEPS = (0, 1, 2, 4, 7, 12, 20, 33, 54, 88, 143)
"""The values of :data:`MORE_THAN`: each about 1.6 times the one before, so that a percentile is right within a quarter."""

BY = "fallback_by"
"""Who sent a call to another model: ``gateway`` (another one answered than was asked) or ``client`` (asked another one after
a failure)."""

SECONDS_BOUNDS = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
"""Bounds of durations that the conventions and the Collector's histograms share, in seconds."""
