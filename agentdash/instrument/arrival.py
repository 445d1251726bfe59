"""``--check``: what has arrived of a service, asked of the metrics by the signals' own expressions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from agentdash.ask import Prometheus
from agentdash.query import promql
from agentdash.signals import Counted, Signals, bind
from agentdash.vocabulary import attributes, labels
from agentdash.vocabulary.tokens import INPUT, OUTPUT

if TYPE_CHECKING:
    from agentdash.settings import Settings

WINDOW = "15m"
"""How far back is looked."""
_PAUSE = 2.0


def _counters(signals: Signals) -> dict[str, Counted]:
    found = {"calls": signals.calls, "failed calls": signals.errors, "input tokens": signals.tokens(INPUT), "output tokens": signals.tokens(OUTPUT),
             "tool runs": signals.tool_runs, "agent runs": signals.agent_runs, "calls without usage": signals.calls_without_usage,
             "calls without a model": signals.calls_without_model, "AI spans nobody understood": signals.unclear_spans}
    return {name: one for name, one in found.items() if one.measured}


def waited_for(settings: Settings, prometheus: Prometheus, service: str, seconds: float, progress: Callable[[], None] = lambda: None) -> dict[str, float]:
    """The counts of the last quarter of an hour, as soon as there are any; empty when none came in ``seconds``.

    Raises NoAnswer and Refusal.
    """
    end = time.monotonic() + seconds
    while not _seen(settings, prometheus, service):
        if time.monotonic() > end:
            return {}
        progress()
        time.sleep(_PAUSE)
    # The rest of what has been written with it.
    time.sleep(min(settings.telemetry.interval, max(0.0, end - time.monotonic())))
    return _seen(settings, prometheus, service)


def _seen(settings: Settings, prometheus: Prometheus, service: str) -> dict[str, float]:
    where = (promql.equals(labels.SERVICE, service),)
    found = {}
    for name, signal in _counters(bind(settings)).items():
        if value := sum(row.value for row in prometheus.query(str(signal.total(where=where, window=WINDOW)))):
            found[name] = value
    return found


def models(settings: Settings, prometheus: Prometheus, service: str) -> list[str]:
    """Names of the models that it called."""
    return _values(settings, prometheus, service, labels.MODEL)


def advice(settings: Settings, prometheus: Prometheus, service: str, seen: dict[str, float]) -> Iterator[str]:
    """What is still missing of it, a line each with what to do."""
    if seen.get("calls without usage"):
        yield f"{seen['calls without usage']:,.0f} calls report no token usage; see the guide's remedies"
    if seen.get("calls without a model"):
        yield f"{seen['calls without a model']:,.0f} calls name no model, so they have no price"
    if seen.get("AI spans nobody understood"):
        yield f"{seen['AI spans nobody understood']:,.0f} spans with tokens fit nothing; send us a recording (CONTRIBUTING.md)"
    if seen.get("calls") and "derived" in settings.telemetry.sources:
        for label, attribute in ((labels.ENVIRONMENT, attributes.ENVIRONMENT), (labels.TENANT, attributes.TENANT)):
            if _values(settings, prometheus, service, label) == [labels.UNKNOWN]:
                yield f"it does not say {attribute}; OTEL_RESOURCE_ATTRIBUTES={attribute}=…"


def others(settings: Settings, prometheus: Prometheus) -> list[str]:
    """Services that did arrive, for a name that was meant otherwise."""
    calls = bind(settings).calls
    return sorted(row.labels.get(labels.SERVICE, "") for row in prometheus.query(str(calls.total((labels.SERVICE,), window=WINDOW))) if row.value) if calls.measured else []


def _values(settings: Settings, prometheus: Prometheus, service: str, label: str) -> list[str]:
    calls = bind(settings).calls
    if not calls.measured:
        return []
    found = prometheus.query(str(calls.total((label,), (promql.equals(labels.SERVICE, service),), WINDOW)))
    return sorted(row.labels.get(label, "") for row in found if row.value)
