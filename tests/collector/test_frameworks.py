"""Each framework's spans, made by its description: what is counted of them, and under which names."""

from __future__ import annotations

import time

import pytest

from tests.collector.emitters import javascript, openinference, openlit, others, python
from tests.telemetry import spans
from tests.telemetry.replay import Sender
from tests.truth.measure import Measured
from tests.truth.settle import settle
from tests.truth.truth import TOKENS

ROWS = {row.service: row for row in (*python.rows(), *openinference.rows(), *openlit.rows(), *javascript.rows(), *others.rows())}


class Counted:
    """All signals of all services, asked once."""

    def __init__(self, measured: Measured) -> None:
        self._measured, self._answers = measured, {}

    def by(self, signal: str, label: str, service: str) -> dict[str, float]:
        """What is counted for a service, by a label."""
        if (signal, label) not in self._answers:
            self._answers[signal, label] = self._measured.by_two(signal, "service_name", label)
        return {value: number for (name, value), number in self._answers[signal, label].items() if name == service and number}

    def total(self, signal: str, service: str) -> float:
        """What is counted for a service."""
        return sum(self.by(signal, "service_name", service).values())


@pytest.fixture(scope="module")
def counted(collector, prometheus):
    """Everything sent, an export per group; groups of one program come apart in time."""
    sender = Sender(collector.endpoint)
    longest = max(len(row.groups) for row in ROWS.values())
    for turn in range(longest):
        if turn:
            # The Collector's window closes: these were exports some seconds apart.
            time.sleep(2.5)
        for row in ROWS.values():
            if turn < len(row.groups):
                assert sender.send("traces", spans.export(row.service, row.groups[turn], row.resource)) == 200
    settle(collector, prometheus)
    return Counted(Measured(prometheus))


pytestmark = pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))


def test_calls_by_model(counted, row):
    assert counted.by("calls", "gen_ai_response_model", row.service) == row.models


def test_failures_by_kind(counted, row):
    assert counted.by("errors", "error_type", row.service) == row.errors


def test_tokens_by_type(counted, row):
    assert {kind: counted.total(f"{kind}_tokens", row.service) for kind in TOKENS} == {kind: row.tokens.get(kind, 0) for kind in TOKENS}


def test_runs(counted, row):
    assert counted.by("agent_runs", "gen_ai_agent_name", row.service) == row.runs
    assert counted.total("agent_errors", row.service) == row.failed_runs


def test_tools(counted, row):
    assert counted.by("tool_runs", "gen_ai_tool_name", row.service) == row.tools
    assert counted.total("tool_errors", row.service) == row.failed_tools


def test_providers(counted, row):
    if row.providers:
        assert set(counted.by("calls", "gen_ai_provider_name", row.service)) == set(row.providers)


def test_calls_without_usage(counted, row):
    assert counted.total("calls_without_usage", row.service) == row.without_usage


def test_first_chunks(counted, row):
    assert counted.total("first_chunks", row.service) == row.first_chunks
