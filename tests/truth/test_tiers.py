"""Two agents and three gateways count what one Collector counts, also while gateways come and go."""

from __future__ import annotations

import signal
import time
from contextlib import ExitStack
from dataclasses import replace

import pytest

from tests.telemetry import recordings, spans
from tests.truth import servers, table
from tests.truth.measure import Measured
from tests.truth.tiers import tiers

NAMES = ("agents_traceloop", "claude_code", "codex_cli", "langgraph_langsmith_otel", "litellm_proxy_gateway", "openai_genai", "story_retry_loop", "vercel_ai_sdk_v6")
"""Programs with spans, metrics and logs; two services in one trace; a long run. ``make soak`` has all of them."""
HOLD = 3


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    chosen = [recordings.load(name) for name in NAMES]
    return table.measure(chosen, {"telemetry": {"interval": "2s"}}, 20, tmp_path_factory.mktemp("tiers"), two_tiers=True)


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_is_as_with_one_collector(results, name):
    wrong = {one.cell: f"measured {one.measured}; true is {one.true}" for one in results if one.recording == name and not one.right}
    assert wrong == {}


@pytest.fixture(scope="module")
def quick(settings):
    return replace(settings, collector=replace(settings.collector, hold=HOLD))


def test_a_killed_gateway_loses_what_it_held_and_nothing_counts_twice(tmp_path, quick):
    rate, seconds, killed, back = 50, 16, 8, 11
    with servers.prometheus(tmp_path / "prometheus") as prometheus, tiers(tmp_path, quick, prometheus.write) as two, ExitStack() as stack:
        first, *_ = (stack.enter_context(two.gateway(number)) for number in (1, 0, 2))
        begin = time.time()
        for number in range(rate * seconds):
            if number == rate * killed:
                first.stop(signal.SIGKILL)
            if number == rate * back:
                stack.enter_context(two.gateway(1))
            time.sleep(max(0.0, begin + number / rate - time.time()))
            two.send(number, spans.export("killed", [spans.call()]))
        two.settle(prometheus)
        lost = rate * seconds - Measured(prometheus).total("calls", "killed")
    # A third of all calls, for as long as they are held, and for an interval; twice, since the hash is no exact third and a batch waits for two seconds.
    held = HOLD + quick.telemetry.interval + 2
    assert 0 <= lost <= 1.5 * rate * held / 3


def test_another_gateway_moves_traces_and_counts_nothing_twice(tmp_path, quick):
    runs = [spans.Span("invoke_agent", {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "worker"}) for _ in range(60)]
    with servers.prometheus(tmp_path / "prometheus") as prometheus, tiers(tmp_path, quick, prometheus.write, using=2) as two, ExitStack() as stack:
        gateways = [stack.enter_context(two.gateway(number)) for number in range(3)]
        two.settle(prometheus)  # an agent that is told of other gateways before it has reached its own drops what it holds for them
        for half in range(2):
            for number, run in enumerate(runs):
                two.send(number + half, spans.export("moved", [spans.call(parent=run) for _ in range(5)]))
            if half == 0:
                two.use(two.hosts)
                time.sleep(2)
        two.settle(prometheus)
        assert "moved" in gateways[2].traces.read_text()
        assert Measured(prometheus).total("calls", "moved") == len(runs) * 10
        assert Measured(prometheus).total("input_tokens", "moved") == len(runs) * 1000


def test_what_is_large_is_not_refused_between_the_tiers(tmp_path, quick):
    """A span of five megabytes, and a bundle of eight."""
    def large(size: int, count: int) -> list[spans.Span]:
        return [spans.call(attributes={"gen_ai.prompt.0.content": "x" * size}) for _ in range(count)]

    with servers.prometheus(tmp_path / "prometheus") as prometheus, tiers(tmp_path, quick, prometheus.write, 1) as two, two.gateway(0):
        two.send(0, spans.export("large", large(5_000_000, 1)))
        two.send(0, spans.export("large", large(8_000, 1000)))
        two.settle(prometheus)
        assert Measured(prometheus).total("calls", "large") == 1001
