"""docs/truth.md: the truth table in words. Its marks are the test's: a cell is true, or listed with why it cannot be."""

from __future__ import annotations

from tests.telemetry import recordings
from tests.truth import page_frameworks
from tests.truth.cells import CELLS
from tests.truth.gaps import NOT_REPORTED

_HEAD = """# What is true, framework by framework

Recordings of real programs go through a real Collector with the generated configuration into a real Prometheus; then the
dashboards' own queries are asked and compared with what the model API really served. Counts, tokens and money are true within
1 %, percentiles within 15 % of the truth one percentile point around. `make test` does it; a cell that is not true fails it
unless it is listed here, and a listed one that became true fails it too.

✓ true · – the telemetry cannot tell, see below
"""
_GROUPS = (
    ("calls, failures", ("calls", "errors", "error_ratio")), ("kinds of failure", ("errors_by_kind",)),
    ("tokens by type and model", ("input_tokens", "cache_read_tokens", "cache_write_tokens", "output_tokens", "reasoning_tokens",
                                  "input_tokens_by_model", "output_tokens_by_model", "tokens_by_model")),
    ("cost", ("cost", "cost_by_model")), ("calls without usage", ("calls_without_usage",)),
    ("P50, P95, P99", ("p50", "p95", "p99", "p95_stat")), ("first token", ("first_token_p50", "first_token_p95")),
    ("agent runs, failed", ("runs", "failed_runs")), ("tool runs, failed", ("tool_runs", "failed_tool_runs")),
)

_MARKS = "✓–"


def _mark(name: str, cell: str) -> str:
    return "–" if (name, cell) in NOT_REPORTED else "✓"


def markdown() -> str:
    """The page."""
    grouped = {cell for _, cells in _GROUPS for cell in cells}
    assert grouped == {cell.name for cell in CELLS}, "a cell without a column"
    lines = [_HEAD, "| recording | " + " | ".join(title for title, _ in _GROUPS) + " |", "|---|" + "---|" * len(_GROUPS)]
    for name in recordings.names():
        marks = (" ".join(dict.fromkeys(_mark(name, cell) for cell in sorted(cells, key=lambda cell: _MARKS.index(_mark(name, cell)))))
                 for _, cells in _GROUPS)
        lines.append(f"| {name} | " + " | ".join(marks) + " |")
    total = len(recordings.names()) * len(CELLS)
    lines += ["", f"{total - len(NOT_REPORTED)} of {total} cells are true. What the others lack, how that was seen, and what to do about it:", ""]
    titles = {cell.name: cell.title for cell in CELLS}
    for name in recordings.names():
        reasons: dict[tuple[str, str], list[str]] = {}
        for (recording, cell), gap in NOT_REPORTED.items():
            if recording == name:
                reasons.setdefault((gap.why, gap.remedy), []).append(titles[cell])
        lines += [f"- **{name}**, {', '.join(cells)}: {why} *Remedy:* {remedy}" for (why, remedy), cells in reasons.items()]
    return "\n".join((*lines, *page_frameworks.lines())) + "\n"


def data() -> dict[str, dict[str, object]]:
    """The same for programs: by recording the marks of each group of cells, and what cannot be told, why, and what to do."""
    titles = {cell.name: cell.title for cell in CELLS}
    found: dict[str, dict[str, object]] = {}
    for name in recordings.names():
        marks = {title: " ".join(dict.fromkeys(_mark(name, cell) for cell in sorted(cells, key=lambda cell: _MARKS.index(_mark(name, cell))))) for title, cells in _GROUPS}
        gaps: dict[tuple[str, str], list[str]] = {}
        for (recording, cell), gap in NOT_REPORTED.items():
            if recording == name:
                gaps.setdefault((gap.why, gap.remedy), []).append(titles[cell])
        found[name] = {"marks": marks, "gaps": [{"cells": cells, "why": why, "remedy": remedy} for (why, remedy), cells in gaps.items()]}
    return found
