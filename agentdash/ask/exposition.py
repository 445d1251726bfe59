"""What a program tells of itself in Prometheus' text format: the Collector's own metrics, and the series that it derives."""

from __future__ import annotations

import re

from agentdash.ask.prometheus import Row

_LINE = re.compile(r"^([A-Za-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)")
_LABEL = re.compile(r'(\w+)="((?:\\.|[^"\\])*)"')


def read(text: str) -> dict[str, list[Row]]:
    """Series by metric, counters without ``_total``: some endpoints write it and some do not. Other lines are passed over."""
    found: dict[str, list[Row]] = {}
    for line in text.splitlines():
        parts = _LINE.match(line)
        if parts is None:
            continue
        try:
            value = float(parts[3])
        except ValueError:
            continue
        labels = {name: re.sub(r"\\(.)", lambda escaped: {"n": "\n"}.get(escaped[1], escaped[1]), given) for name, given in _LABEL.findall(parts[2] or "")}
        found.setdefault(parts[1].removesuffix("_total"), []).append(Row(labels, value))
    return found
