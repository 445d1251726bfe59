"""The hourly samples of series that recording rules keep for long ranges, and what the rules and their readers call them."""

from __future__ import annotations

EVERY = 3600
"""Seconds between two samples."""
PREFIX = "agentdash:hourly:"
"""Begins the name of a series of hourly samples; the name of the series that they are of follows."""
RECORDED = f"{PREFIX}recorded"
"""Has a sample, 1, for each hour in which the rules were evaluated."""


def name(metric: str) -> str:
    """What a metric's hourly samples are called; it ends as the metric does, by which Prometheus and Grafana know a counter."""
    return PREFIX + metric


def sampled(metric: str) -> str:
    """The metric that a name of hourly samples means; "" for any other name, and for :data:`RECORDED`."""
    return metric.removeprefix(PREFIX) if metric.startswith(PREFIX) and metric != RECORDED else ""
