"""What is counted does not depend on how spans are cut into exports: each alone, and parents seconds after their children."""

from __future__ import annotations

import pytest

from tests.telemetry import order, recordings
from tests.telemetry.replay import replay
from tests.truth.gaps import NOT_REPORTED
from tests.truth.settle import settle
from tests.truth.truth import truth
from tests.truth.variants import beside

_SPEED = 15
_LATE = 5
"""Seconds of this test: batches of processes leave every five."""
ORDERS = {
    "/each-span": order.each_span,
    "/late-parents": lambda recording: order.late_parents(recording, _LATE * _SPEED),
}
NAMES = ("anthropic_traceloop", "langchain_traceloop", "copilot_cli102", "pydantic_ai", "openai_agents_openinference", "litellm_proxy_gateway",
         "langgraph_langsmith_otel", "haystack2_traceloop")
"""Programs with several spans of one call, of one trace and of several, with runs in runs, and with a gateway."""
SIGNALS = {"calls": "calls", "errors": "errors", "input_tokens": "input_tokens", "output_tokens": "output_tokens", "agent_runs": "runs", "tool_runs": "tool_runs"}
"""A signal, and the cell of the truth table that it is."""


@pytest.fixture(scope="module")
def ordered(collector, prometheus, measured):
    """Each recording in each order, side by side."""
    replay([beside(change(recordings.load(name)), suffix) for name in NAMES for suffix, change in ORDERS.items()], collector.endpoint, speed=_SPEED)
    settle(collector, prometheus)
    return measured


@pytest.mark.parametrize("suffix", ORDERS)
@pytest.mark.parametrize("name, signal", [(name, signal) for name in NAMES for signal, cell in SIGNALS.items() if (name, cell) not in NOT_REPORTED])
def test_an_order_changes_no_number(ordered, name, signal, suffix):
    true = truth(name)
    wanted = {"calls": len(true.served), "errors": len(true.served) - len(true.answered), "input_tokens": true.tokens("input"),
              "output_tokens": true.tokens("output"), "agent_runs": true.totals["agent_runs"]["total"], "tool_runs": true.totals["tool_calls"]["total"]}
    assert sum(ordered.total(signal, service + suffix) for service in true.services) == pytest.approx(wanted[signal], rel=0.01)
