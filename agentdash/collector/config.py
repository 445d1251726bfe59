"""The whole configuration: receivers, processors, connectors, exporters and the pipelines between them."""

from __future__ import annotations

import re
from typing import Any

from agentdash.collector import (
    cost,
    derive,
    followups,
    models,
    normalise,
    once,
    redact,
    runs,
    sdk_metrics,
    searchable,
    series,
)
from agentdash.collector.endpoints import HANDOVER, endpoints
from agentdash.collector.normalise import KIND
from agentdash.collector.ottl import attr, matches
from agentdash.settings import Settings

_FORGIVING = {"error_mode": "silent"}


def config(settings: Settings) -> dict[str, Any]:
    """The Collector configuration for the settings, as plain data. Secrets stay ``${env:NAME}`` references."""
    derived = "derived" in settings.telemetry.sources
    built: dict[str, Any] = {
        "extensions": _extensions(settings), "receivers": _receivers(settings), "processors": _processors(settings, derived),
        "connectors": _connectors(settings, derived), "exporters": endpoints(settings),
    }
    built["exporters"]["prometheus/self"] = {
        "endpoint": settings.collector.series, "metric_expiration": series.KEPT_FOR, "without_scope_info": True, "send_timestamps": True,
    }
    host, _, port = settings.collector.own_metrics.rpartition(":")
    built["service"] = {
        "extensions": list(built["extensions"]),
        "pipelines": _pipelines(settings, derived),
        "telemetry": {"metrics": {"readers": [{"pull": {"exporter": {"prometheus": {
            "host": host, "port": int(port),
            # Two Collectors write to one backend, and what they say of themselves must not be one series.
            "with_resource_constant_labels": {"included": ["service.instance.id"]}}}}}]}},
    }
    return built


def _extensions(settings: Settings) -> dict[str, Any]:
    found: dict[str, Any] = {"health_check": {"endpoint": settings.collector.health}}
    if settings.collector.queue == "disk":
        found["file_storage/queue"] = {"directory": settings.collector.queue_directory, "create_directory": True}
    return found


def _receivers(settings: Settings) -> dict[str, Any]:
    interval = f"{settings.telemetry.interval}s"
    found: dict[str, Any] = {
        "otlp": {"protocols": {"grpc": {"endpoint": settings.collector.grpc}, "http": {"endpoint": settings.collector.http}}},
        "prometheus/self": {"config": {"scrape_configs": [
            {"job_name": "agentdash", "scrape_interval": interval, "scrape_timeout": interval, "honor_labels": True,
             "static_configs": [{"targets": [settings.collector.series, settings.collector.own_metrics]}]},
        ]}},
    }
    if settings.collector.queue == "disk":
        found["otlp/series"] = {"protocols": {"http": {"endpoint": settings.collector.handover}}}
    return found


def _group_by(settings: Settings) -> dict[str, str]:
    return dict(zip(settings.telemetry.group_by, settings.telemetry.group_by_attributes, strict=True))


def _processors(settings: Settings, derived: bool) -> dict[str, Any]:
    telemetry, group_by = settings.telemetry, _group_by(settings)
    accumulate = {"max_stale": series.KEPT_FOR, "max_streams": series.MOST_SERIES}
    found: dict[str, Any] = {
        "memory_limiter": {"check_interval": "1s", "limit_mib": settings.collector.memory_limit_mib,
                           "spike_limit_mib": settings.collector.memory_spike_mib},
        "transform/normalise": {**_FORGIVING, "trace_statements": [
            *normalise.statements(), *redact.stripped(telemetry.content, telemetry.group_by_attributes)]},
        # Spans that tell of one call are exported together; the window only joins what one process sent at one time.
        "batch/window": {"timeout": "1s", "send_batch_size": 4096},
        "groupbyattrs": {"keys": []},
        "transform/once": {**_FORGIVING, "trace_statements": [
            *once.statements(), models.fallback(), searchable.statements(group_by.values())]},
        "filter/chunks": {**_FORGIVING, "trace_conditions": [
            {"context": "spanevent", "conditions": [matches("spanevent.name", r"^gen_ai\.content\.completion\.chunk$")]}]},
        "transform/redact": {**_FORGIVING, "trace_statements": redact.spans(telemetry.content), "log_statements": redact.logs(telemetry.content)},
        "batch": {"timeout": "2s", "send_batch_size": 2048},
        "cumulative_to_delta": {"initial_value": "auto", "max_staleness": series.KEPT_FOR},
        **series.processors(telemetry.interval, group_by, accumulate),
        "filter/others": {**_FORGIVING, "metric_conditions": [
            {"context": "metric", "conditions": [matches("metric.name", sdk_metrics.AI)]},
            {"context": "datapoint", "conditions": [matches("String(datapoint.attributes)", sdk_metrics.PERSONAL)]}]},
        "delta_to_cumulative/others": accumulate,
        "filter/claude_code": {**_FORGIVING, "metric_conditions": [
            {"context": "metric", "conditions": [sdk_metrics.keep(sdk_metrics.CLAUDE_CODE)]}]},
        "transform/tenant": {**_FORGIVING, "metric_statements": sdk_metrics.tenant_from_resource()},
    }
    if derived:
        found |= {
            "filter/counted": {**_FORGIVING, "trace_conditions": [
                {"context": "span", "conditions": [f'{attr(KIND)} == nil or {attr(KIND)} == "step"']}]},
            "transform/labels": {**_FORGIVING, "trace_statements": [
                derive.labels(), models.bound(telemetry.models), *(cost.statements(settings) if cost.wanted(settings) else ())]},
            "filter/first_chunk": {**_FORGIVING, "metric_conditions": [
                {"context": "metric", "conditions": [f'metric.name != "{sdk_metrics.FIRST_CHUNK}"']},
                {"context": "datapoint", "conditions": [f"Len(datapoint.explicit_bounds) != {len(derive.CONVENTION_BOUNDS)}"]}]},
            "transform/first_chunk": {**_FORGIVING, "metric_statements": sdk_metrics.first_chunk_labels()},
            "transform/merge": {**_FORGIVING, "metric_statements": sdk_metrics.merge_first_chunks()},
            **runs.processors(settings, group_by), **followups.processors(telemetry.models, telemetry.group_by_attributes),
        }
    else:
        found["filter/agents"] = {**_FORGIVING, "metric_conditions": [
            {"context": "metric", "conditions": [sdk_metrics.keep(r"^gen_ai\.")]}]}
        found["transform/sdk_labels"] = {**_FORGIVING, "metric_statements": sdk_metrics.sdk_labels()}
    if telemetry.sampling.tail_percent < 100:
        found["tail_sampling"] = _tail_sampling(settings)
    return found


def _tail_sampling(settings: Settings) -> dict[str, Any]:
    sampling = settings.telemetry.sampling
    return {"decision_wait": f"{sampling.tail_wait}s", "num_traces": 50_000, "policies": [
        {"name": "failed", "type": "ottl_condition", "ottl_condition": {
            "error_mode": "ignore", "span": [f"{attr('error.type')} != nil", "span.status.code == STATUS_CODE_ERROR"]}},
        {"name": "slow", "type": "latency", "latency": {"threshold_ms": sampling.tail_slow * 1000}},
        {"name": "rest", "type": "probabilistic", "probabilistic": {"sampling_percentage": sampling.tail_percent}},
    ]}


def _connectors(settings: Settings, derived: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"forward/spans": {}, "forward/series": {}, "forward/totals": {}, "forward/write": {}}
    to_metrics: dict[str, Any] = {"error_mode": "silent", "datapoints": sdk_metrics.claude_counters()}
    if derived:
        extra, head_ratio = settings.telemetry.group_by_attributes, settings.telemetry.sampling.head_ratio
        to_metrics["spans"] = derive.metrics(extra, head_ratio) + (cost.metrics(extra, head_ratio) if cost.wanted(settings) else [])
        found["signal_to_metrics/runs"] = runs.connector(extra)
        found["signal_to_metrics/followups"] = followups.connector(extra, head_ratio)
    found["signal_to_metrics"] = to_metrics
    return found


def _pipelines(settings: Settings, derived: bool) -> dict[str, Any]:
    def pipeline(receivers: list[str], processors: list[str], exporters: list[str]) -> dict[str, Any]:
        return {"receivers": receivers, "processors": processors, "exporters": exporters}

    written_to = HANDOVER if settings.collector.queue == "disk" else "prometheus_remote_write"
    sampling = ["tail_sampling"] if settings.telemetry.sampling.tail_percent < 100 else []
    found = {
        "traces": pipeline(["otlp"], ["memory_limiter", "transform/normalise", "filter/chunks", "batch/window", "groupbyattrs", "transform/once"],
                           ["forward/spans"]),
        "traces/export": pipeline(["forward/spans"], ["transform/redact", *sampling, "batch"], ["otlp_http/traces"]),
        "logs": pipeline(["otlp"], ["memory_limiter", "transform/redact", "batch"], ["otlp_http/logs"]),
        "metrics/claude_code": pipeline(["otlp"], ["memory_limiter", "filter/claude_code", "cumulative_to_delta", "transform/tenant",
                                                   "batch/window"], ["signal_to_metrics"]),
        "metrics/others": pipeline(["otlp"], ["memory_limiter", "filter/others", "delta_to_cumulative/others", "batch"], [written_to]),
        "metrics/counted": pipeline(["signal_to_metrics"], ["transform/series"], ["forward/series"]),
        **series.pipelines(written_to),
    }
    if written_to == HANDOVER:
        found["metrics/deliver"] = pipeline(["otlp/series"], [], ["prometheus_remote_write"])
    if derived:
        found["traces/derive"] = pipeline(["forward/spans"], ["filter/counted", "transform/labels", "transform/run"],
                                          ["signal_to_metrics", "signal_to_metrics/runs"])
        found |= runs.pipelines() | followups.pipelines()
        found["metrics/first_chunk"] = pipeline(
            ["otlp"], ["memory_limiter", "filter/first_chunk", "cumulative_to_delta", "transform/first_chunk", "batch/window",
                       "groupbyattrs", "transform/merge", "transform/series"], ["forward/series"])
    else:
        found["metrics/agents"] = pipeline(["otlp"], ["memory_limiter", "filter/agents", "cumulative_to_delta", "transform/sdk_labels", "transform/series"],
                                           ["forward/series"])
    return found


_REFERENCE = re.compile(r"\$(?!\{env:[A-Za-z_][A-Za-z0-9_]*\})")


def escape(value: Any) -> Any:
    """Doubles every ``$`` that is no ``${env:NAME}`` reference, as the Collector's configuration wants it."""
    if isinstance(value, dict):
        return {key: escape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [escape(item) for item in value]
    return _REFERENCE.sub("$$", value) if isinstance(value, str) else value
