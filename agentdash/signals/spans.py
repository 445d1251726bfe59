"""The spans behind a signal: what every way on to the traces, and every TraceQL query, selects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from agentdash.query import traceql
from agentdash.query.traceql import Condition
from agentdash.vocabulary import attributes

_FAILED = traceql.present(f"span.{attributes.ERROR_TYPE}")
OPERATIONS = {"call": ("chat", "generate_content", "text_completion", "embeddings"), "tool": ("execute_tool",), "run": ("invoke_agent",)}
"""The conventions' names of operations, by kind."""


@dataclass(frozen=True)
class Spans:
    """Calls to models, tool runs or agent runs; all of them or the failed ones."""

    kind: Literal["call", "tool", "run"]
    failed: bool = False

    def conditions(self, marked: bool = True) -> tuple[Condition, ...]:
        """TraceQL conditions. agentdash's Collector has ``marked`` the spans that count; without it the conventions'
        operation names have to do, and a call that two instrumentations saw is found twice."""
        kind = (traceql.equals(f"span.{attributes.KIND}", self.kind) if marked
                else traceql.matches(f"span.{attributes.OPERATION}", "|".join(OPERATIONS[self.kind])))
        return (kind, _FAILED) if self.failed else (kind,)


CALLS, FAILED_CALLS = Spans("call"), Spans("call", failed=True)
TOOL_RUNS, FAILED_TOOL_RUNS = Spans("tool"), Spans("tool", failed=True)
AGENT_RUNS, FAILED_AGENT_RUNS = Spans("run"), Spans("run", failed=True)
