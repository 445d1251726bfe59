"""Stages that several pipelines have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agentdash.collector import series
from agentdash.collector.gateway_door import door
from agentdash.collector.ottl.statements import Group
from agentdash.collector.stage import Connector, Processor, Receiver, Why
from agentdash.settings import Settings

SPANS = Connector("forward", "spans", Why(
    "Hands normalised spans to their export and to everything that is counted of them.",
    "spans are neither shown nor counted."))
SERIES = Connector("forward", "series", Why(
    "Gathers the deltas of all ways into one place, so that they share one interval.", "no number is written."))
TOGETHER = Processor("groupbyattrs", "", Why(
    "Puts the records of one sender together that came in several requests: stages after it compare spans of one process, or add up points.",
    "calls that several spans tell of are counted several times, and points overwrite each other."), {"keys": []})


def group_by(settings: Settings) -> dict[str, str]:
    """The settings' own labels, and the attributes behind them."""
    return dict(zip(settings.telemetry.group_by, settings.telemetry.group_by_attributes, strict=True))


def transform(settings: Settings, role: str, why: Why, *, traces: Sequence[Group] = (), logs: Sequence[Group] = (),
              metrics: Sequence[Group] = ()) -> Processor:
    """A stage of statements."""
    groups = {"trace_statements": traces, "log_statements": logs, "metric_statements": metrics}
    return Processor("transform", role, why, {
        "error_mode": settings.collector.error_mode, **{key: list(value) for key, value in groups.items() if value}})


def drop(settings: Settings, role: str, why: Why, *, traces: Sequence[Group] = (), logs: Sequence[Group] = (),
         metrics: Sequence[Group] = ()) -> Processor:
    """A stage that takes records out."""
    groups = {"trace_conditions": traces, "log_conditions": logs, "metric_conditions": metrics}
    return Processor("filter", role, why, {
        "error_mode": settings.collector.error_mode, **{key: list(value) for key, value in groups.items() if value}})


def to_metrics(settings: Settings, role: str, why: Why, **items: list[dict[str, Any]]) -> Connector:
    """A stage that counts spans (``spans``), log records (``logs``) or points (``datapoints``)."""
    return Connector("signal_to_metrics", role, why, {"error_mode": settings.collector.error_mode, **items})


def agents(settings: Settings) -> Receiver:
    """Where agents send to: with two tiers the Collectors that stand between."""
    gateways = settings.collector.gateways
    return programs(settings) if gateways is None else Receiver("otlp", "", Why(
        "Takes OTLP from the Collectors beside your agents (collector/agent.yaml), over gRPC.", "nothing arrives.",
        "an open port; set it with `collector.gateways.listen`."), {"protocols": {"grpc": door(gateways)}})


def programs(settings: Settings) -> Receiver:
    """Where programs send to."""
    return Receiver("otlp", "", Why(
        "Takes OTLP from your agents, over gRPC and HTTP.", "nothing arrives.",
        "one open port each; set them with `collector.grpc` and `collector.http`."),
        {"protocols": {"grpc": {"endpoint": settings.collector.grpc}, "http": {"endpoint": settings.collector.http}}})


def memory_limiter(settings: Settings) -> Processor:
    """The first stage of every pipeline that agents send to."""
    return Processor("memory_limiter", "", Why(
        "Refuses what agents send while memory is short; they send it again.", "a burst, or a backend that is away, ends the Collector.",
        f"refused requests above {settings.collector.memory_limit_mib - settings.collector.memory_spike_mib} MiB "
        "(`collector.memory_limit_mib` less `memory_spike_mib`)."),
        {"check_interval": "1s", "limit_mib": settings.collector.memory_limit_mib, "spike_limit_mib": settings.collector.memory_spike_mib})


def window() -> Processor:
    """Spans that tell of one call are exported together; the window only joins what one process sent at one time."""
    return Processor("batch", "window", Why(
        "Waits a second, so that records of one process that came in several requests are looked at together.",
        "a call whose spans come in two requests is counted twice.", "a second of delay."),
        {"timeout": "1s", "send_batch_size": 4096})


def batch() -> Processor:
    """Before an export."""
    return Processor("batch", "", Why(
        "Writes records in bundles.", "every request of an agent is a request to the backend.", "up to two seconds of delay."),
        {"timeout": "2s", "send_batch_size": 2048})


def to_deltas() -> Processor:
    """SDKs' own metrics in either temporality."""
    return Processor("cumulative_to_delta", "", Why(
        "Makes what SDKs have counted since their start what they have counted since they last told.",
        "the counts of programs that run at the same time or one after the other overwrite each other.",
        "the last value of every stream of an SDK, for a week."),
        {"initial_value": "auto", "max_staleness": series.KEPT_FOR})


def series_labels(settings: Settings) -> Processor:
    """Labels where the series have them."""
    return transform(settings, "series", Why(
        "Moves what identifies a series (service, environment, this Collector's life) to its labels.",
        "one call's series and another's are told apart by who sent them, and dashboards find neither."),
        metrics=series.flatten(group_by(settings)))


def accumulated() -> dict[str, Any]:
    """Limits of what is kept of series."""
    return {"max_stale": series.KEPT_FOR, "max_streams": series.MOST_SERIES}
