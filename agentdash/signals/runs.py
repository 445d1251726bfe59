"""What the Collector counts run by run, and after failed calls: names that it writes and signals read."""

from __future__ import annotations

MORE_THAN = "more_than"
"""A run has made more calls than this."""

STEPS = (0, 1, 2, 4, 7, 12, 20, 33, 54, 88, 143)
"""The values of :data:`MORE_THAN`: each about 1.6 times the one before, so that a percentile is right within a quarter."""

BY = "fallback_by"
"""Who sent a call to another model: ``gateway`` (another one answered than was asked) or ``client`` (asked another one after
a failure)."""
