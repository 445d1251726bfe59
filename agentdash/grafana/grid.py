"""Grafana's grid: 24 columns, rows of about 38 pixels."""

from __future__ import annotations

import grafanalib.core as grafanalib

COLUMNS = 24


def place(width: int, height: int, x: int, y: int) -> grafanalib.GridPos:
    """A place on the grid."""
    return grafanalib.GridPos(h=height, w=width, x=x, y=y)
