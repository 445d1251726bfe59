"""The spans behind a signal: what every way on to the traces, and every TraceQL query, selects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from agentdash.query import traceql
from agentdash.query.traceql import Condition

_FAILED = traceql.present("span.error.type")
_OPERATIONS = {"call": "chat|generate_content|text_completion|embeddings", "tool": "execute_tool", "run": "invoke_agent"}


@dataclass(frozen=True)
class Spans:
    """Calls to models, tool runs or agent runs; all of them or the failed ones."""

    kind: Literal["call", "tool", "run"]
    failed: bool = False

    def conditions(self, marked: bool = True) -> tuple[Condition, ...]:
        """TraceQL conditions. agentdash's Collector has ``marked`` the spans that count; without it the conventions'
        operation names have to do, and a call that two instrumentations saw is found twice."""
        kind = (traceql.equals("span.agentdash.kind", self.kind) if marked
                else traceql.matches("span.gen_ai.operation.name", _OPERATIONS[self.kind]))
        return (kind, _FAILED) if self.failed else (kind,)


CALLS, FAILED_CALLS = Spans("call"), Spans("call", failed=True)
TOOL_RUNS, AGENT_RUNS = Spans("tool"), Spans("run")
