"""Synthetic series in promtool's notation: what the Collector would write, a sample a minute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CALLS = "gen_ai_client_operation_duration_seconds"
TOOLS = "gen_ai_execute_tool_duration_seconds"
RUNS = "gen_ai_invoke_agent_duration_seconds"
WHERE = {"service_name": "bot", "deployment_environment_name": "prod", "tenant_id": "acme", "gen_ai_agent_name": "unknown", "collector_id": "1"}
MODEL = {"gen_ai_operation_name": "chat", "gen_ai_provider_name": "openai", "gen_ai_request_model": "gpt-4o",
         "gen_ai_response_model": "gpt-4o-2024-08-06", "fallback": "false"}
OK, FAILED = {"error": "false"}, {"error": "true"}

Course = list[tuple[int, float]]
"""Minutes and growth per minute, one piece after another."""


def values(course: Course, born: int = 0, reset: int = 0) -> str:
    """A counter: 0 in its first sample, which is the ``born``-th minute's; set back to 0 in the minute ``reset``."""
    parts = [f"_x{born}"] if born else []
    parts.append("0")
    value, minute = 0.0, born
    for length, growth in course:
        left = length
        while left:
            piece = min(left, reset - minute) if minute < reset else left
            parts.append(f"{value + growth:g}+{growth:g}x{piece - 1}" if growth else f"{value:g}x{piece - 1}")
            value, minute, left = value + growth * piece, minute + piece, left - piece
            if minute == reset and left:
                value = 0.0
    return " ".join(parts)


@dataclass
class World:
    """Series by their text."""

    series: dict[str, str] = field(default_factory=dict)

    def counter(self, metric: str, own: Mapping[str, str], course: Course, **how: int) -> World:
        """Adds a counter with the labels of :data:`WHERE` and its own."""
        labels = ",".join(f'{name}="{value}"' for name, value in {**WHERE, **own}.items())
        self.series[f"{metric}{{{labels}}}"] = values(course, **how)
        return self

    def calls(self, own: Mapping[str, str], course: Course, **how: int) -> World:
        """Calls to a model, by number only."""
        return self.counter(f"{CALLS}_count", MODEL | {"timed": "true"} | dict(own), course, **how)

    def histogram(self, metric: str, own: Mapping[str, str], spread: Mapping[str, Course], **how: int) -> World:
        """A histogram: ``spread`` has, per bucket bound, how much comes at or below it."""
        for bound, course in spread.items():
            self.counter(f"{metric}_bucket", {**own, "le": bound}, course, **how)
        return self.counter(f"{metric}_count", own, spread["+Inf"], **how)

    def tokens(self, kind: str, course: Course, own: Mapping[str, str] | None = None, prefix: str = "gen_ai_usage_", **how: int) -> World:
        """Tokens of one type."""
        return self.counter(f"{prefix}{kind}_tokens_total", MODEL | dict(own or {}), course, **how)

    def dump(self) -> list[dict[str, str]]:
        """As promtool's ``input_series``."""
        return [{"series": name, "values": course} for name, course in self.series.items()]
