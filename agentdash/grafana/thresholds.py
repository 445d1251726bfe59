"""Threshold steps: the colours of numbers."""

from __future__ import annotations

from typing import Any

GREEN, ORANGE, RED, PLAIN = "green", "orange", "red", "text"
"""``text`` is the colour of the text around: black or white with the theme."""


def steps(base: str = GREEN, *above: tuple[float, str]) -> dict[str, Any]:
    """``steps("green", (0.05, "red"))``: green, and red from 0.05 on. Values rise.

    The base step is the only place in a dashboard where Grafana wants a null.
    """
    values = [value for value, _ in above]
    if values != sorted(values):
        raise ValueError(f"thresholds {values} do not rise")
    rows = [{"color": base, "value": None}, *({"color": color, "value": value} for value, color in above)]
    return {"mode": "absolute", "steps": rows}
