"""What the telemetry of a recording cannot tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

Told: TypeAlias = float | Mapping[str, float] | str

TOKENS = ("input_tokens", "cache_read_tokens", "output_tokens", "input_tokens_by_model", "output_tokens_by_model", "tokens_by_model")
COST = ("cost", "cost_by_model")
BY_MODEL = ("input_tokens_by_model", "tokens_by_model", "cost_by_model")
FIRST_TOKEN = ("first_token_p50", "first_token_p95")
RUNS, TOOLS = ("runs", "failed_runs"), ("tool_runs", "failed_tool_runs")
"""Cells that are often missing together."""


@dataclass(frozen=True)
class Gap:
    """What is missing, how that was seen in the recording, and the remedy for people who run such a program.

    ``told`` is what the telemetry does tell, within 1 %: a number, numbers by a label, or "none"; None leaves it open.
    """

    why: str
    remedy: str
    told: Told | None = None


Found: TypeAlias = Iterator[tuple[str, str, Gap]]
"""Recording, cell, gap."""


def gap(recording: str, cells: Iterable[str] | Mapping[str, Told], why: str, remedy: str) -> Found:
    """One reason for several cells; where cells are a mapping, with what is told of each."""
    one = Gap(why, remedy)
    for cell in cells:
        yield recording, cell, replace(one, told=cells[cell]) if isinstance(cells, Mapping) else one
