"""Bounds of histograms, and what runs are told apart by."""

from __future__ import annotations

SECONDS = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
"""Bounds of durations that the conventions and the Collector's histograms share, in seconds."""

CALLS_PER_RUN = (0, 1, 2, 4, 7, 12, 20, 33, 54, 88, 143)
"""Values of the label ``more_than``: each about 1.6 times the one before, so that a percentile is right within a quarter."""
