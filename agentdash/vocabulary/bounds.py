"""Bounds of histograms, and what runs are told apart by."""

from __future__ import annotations

SECONDS = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
"""Bounds of durations that the conventions and the Collector's histograms share, in seconds."""

CALLS_PER_RUN = (*range(14), 15, 17, 19, 21, 24, 27, 31, 35, 40, 46, 53, 61, 70, 80, 92, 106, 122, 140, 161, 185, 213, 245)
"""Values of the label ``more_than``: every number to 13, then each at most 15 % above the one before, so that a percentile is right
within a tenth. Only those are series that a run has reached."""
