"""How far runs go: calls and repeated tools counted run by run, while the run still goes on.

A loop hides in averages: one run of forty calls among fifty short ones changes calls per run by a little. So calls are
counted per trace, which is an agent's run for every framework that has runs. The counts live in the Collector for as long
as a run may pause; what leaves it no longer names the trace:

* ``agentdash.runs``: runs by how many calls they have made so far (label ``more_than``), the buckets of a histogram that
  knows a run before it ends;
* ``agentdash.long_run.*``: calls and tokens of runs in which a model was called more often than the limit, the first calls
  included;
* ``agentdash.repeated_tools``: tool runs of runs in which one tool ran, or failed, more often than the limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agentdash.collector.dialects import CACHE_READ, CACHE_WRITE, INPUT, OUTPUT
from agentdash.collector.normalise import KIND
from agentdash.collector.ottl import attr, block, literal, where
from agentdash.settings import Settings
from agentdash.vocabulary.bounds import CALLS_PER_RUN
from agentdash.vocabulary.labels import MORE_THAN, UNKNOWN

CODING_AGENTS = ("claude-code", "github-copilot")
"""Agents whose ordinary run is a day's programming; they have limits of their own."""
PAUSE, FORGOTTEN = "10m", "15m"
"""How long a run may be silent and still be the same run, and after how long nothing is known of it any more."""
MOST_COUNTS = 60_000
"""Counts that are kept, of which a run has some seven: about 8,000 runs in ten minutes and 150 MB. Runs beyond are not looked at."""
_TRACE = "agentdash.trace"
_TOKENS = {"input": INPUT, "cache_read": CACHE_READ, "cache_write": CACHE_WRITE, "output": OUTPUT}
_SCRATCH = "agentdash.run.{}".format
_CALLS, _LONG, _TOOLS = "agentdash.run.calls", "agentdash.run.tokens.{}", "agentdash.run.tools"
_REACHED = "agentdash.runs.more_than_"
_FORGIVING = {"error_mode": "silent"}
_OWN_LABELS = ("service.name", "deployment.environment.name", "tenant.id", "gen_ai.agent.name", "gen_ai.provider.name",
               "gen_ai.response.model", "gen_ai.tool.name", "error", MORE_THAN, "collector.id")


def marks() -> list[dict[str, object]]:
    """Statement groups for spans that count: the trace as an attribute, and tokens that are numbers even where none are told."""
    return [
        block("span", [f"set({attr(_TRACE)}, span.trace_id.string)"]),
        block("span", [statement for kind, name in _TOKENS.items() for statement in (
            f"set({attr(_SCRATCH(kind))}, 0)", where(f"set({attr(_SCRATCH(kind))}, Int({attr(name)}))", f"{attr(name)} != nil"))],
              f'{attr(KIND)} == "call"'),
    ]


def connector(extra: Sequence[str]) -> dict[str, Any]:
    """``signal_to_metrics/runs``: one stream per run, model and tool. ``extra`` are the settings' own attributes."""
    def item(name: str, kind: str, own: Sequence[str], value: dict[str, Any], error: bool = False) -> dict[str, Any]:
        attributes: list[dict[str, Any]] = [{"key": key, "default_value": UNKNOWN} for key in (_TRACE, "tenant.id", *extra, "gen_ai.agent.name", *own)]
        if error:
            attributes.append({"key": "error", "default_value": "false"})
        return {"name": name, "description": name, "unit": "{call}",
                "include_resource_attributes": [{"key": "service.name", "default_value": UNKNOWN},
                                                {"key": "deployment.environment.name", "default_value": UNKNOWN}],
                "attributes": attributes, "conditions": [f'{attr(KIND)} == "{kind}"'], **value}

    one = {"sum": {"value": "1", "monotonic": True}}
    models = ("gen_ai.provider.name", "gen_ai.response.model")
    return {"error_mode": "silent", "spans": [
        item(_CALLS, "call", (), one),
        *(item(_LONG.format(kind), "call", models, {"histogram": {
            "buckets": [1.0], "count": "1", "value": f"Double({attr(_SCRATCH(kind))})"}}) for kind in _TOKENS),
        item(_TOOLS, "tool", ("gen_ai.tool.name",), one, error=True),
    ]}


def processors(settings: Settings, group_by: Mapping[str, str]) -> dict[str, Any]:
    """The processors of :func:`pipelines`."""
    factor = round(1 / settings.telemetry.sampling.head_ratio)
    kept = ", ".join(literal(name) for name in (*_OWN_LABELS, *group_by, *group_by.values()))
    return {
        "transform/run": {**_FORGIVING, "trace_statements": marks()},
        "delta_to_cumulative/runs": {"max_stale": PAUSE, "max_streams": MOST_COUNTS},
        "transform/reached": {**_FORGIVING, "metric_statements": [
            block("metric", [where(f"copy_metric(name={literal(f'{_REACHED}{step}')})", f'metric.name == "{_CALLS}"') for step in CALLS_PER_RUN])]},
        "filter/short_runs": {**_FORGIVING, "metric_conditions": [
            {"context": "metric", "conditions": [f'metric.name == "{_CALLS}"']},
            {"context": "datapoint", "conditions": list(_short(settings))}]},
        "transform/reached_once": {**_FORGIVING, "metric_statements": [
            block("datapoint", [
                f'set(datapoint.attributes["{MORE_THAN}"], Substring(metric.name, {len(_REACHED)}, Len(metric.name) - {len(_REACHED)}))',
                "set(datapoint.value_int, 1)",
            ], f"HasPrefix(metric.name, {literal(_REACHED)})"),
            block("metric", ['set(metric.name, "agentdash.runs")'], f"HasPrefix(metric.name, {literal(_REACHED)})"),
        ]},
        "cumulative_to_delta/runs": {"initial_value": "keep", "max_staleness": FORGOTTEN},
        "transform/nameless": {**_FORGIVING, "metric_statements": [
            block("metric", [
                where("extract_count_metric(true)", f'metric.name == "{_LONG.format("input")}"'),
                where("extract_sum_metric(true)", "metric.type == METRIC_DATA_TYPE_HISTOGRAM"),
            ]),
            block("datapoint", [f'delete_key(datapoint.attributes, "{_TRACE}")',
                                *(_weighed(factor) if factor > 1 else [])]),
            block("metric", [
                where('set(metric.name, "agentdash.long_run.calls")', f'metric.name == "{_LONG.format("input")}_count"'),
                *(where(f'set(metric.name, "agentdash.long_run.{kind}_tokens")', f'metric.name == "{_LONG.format(kind)}_sum"') for kind in _TOKENS),
                where('set(metric.name, "agentdash.repeated_tools")', f'metric.name == "{_TOOLS}"'),
            ]),
        ]},
        "filter/no_change": {**_FORGIVING, "metric_conditions": [
            {"context": "metric", "conditions": ["metric.type == METRIC_DATA_TYPE_HISTOGRAM"]},
            {"context": "datapoint", "conditions": ["datapoint.value_int == 0 and datapoint.value_double == 0"]}]},
        "transform/sum_of_runs": {**_FORGIVING, "metric_statements": [
            block("metric", [f'aggregate_on_attributes("sum", [{kept}])']),
            # A point of its own time, for accumulation drops a second one of the same; its start tells of a birth.
            block("datapoint", ["set(datapoint.time, Now())", "set(datapoint.start_time_unix_nano, datapoint.time_unix_nano)"])]},
    }


def _weighed(factor: int) -> list[str]:
    """Applications that keep one trace in ``factor``: a run stands for as many. A point holds a whole number or a decimal one."""
    return [where(f"set(datapoint.value_int, datapoint.value_int * {factor})", "datapoint.value_int != 0"),
            where(f"set(datapoint.value_double, datapoint.value_double * {factor}.0)", "datapoint.value_double != 0.0")]


def _short(settings: Settings) -> Iterator[str]:
    """Conditions of points to drop: what has not gone far enough."""
    for step in CALLS_PER_RUN:
        yield f'metric.name == "{_REACHED}{step}" and datapoint.value_int <= {step}'
    agent, service = 'datapoint.attributes["gen_ai.agent.name"]', 'resource.attributes["service.name"]'
    coding = "(" + " or ".join(f'{agent} == "{name}"' for name in CODING_AGENTS) + ")"
    alerts = settings.alerts
    own = sorted(alerts.overrides.get("loop", {}))
    everywhere = "".join(f" and {service} != {literal(name)}" for name in own)
    places = [("", everywhere), *((name, f" and {service} == {literal(name)}") for name in own)]
    for name, place in places:
        rule = alerts.of("loop", name)
        calls = f'HasPrefix(metric.name, {literal(_LONG.format(""))}){place} and datapoint.count'
        yield f"{calls} <= {rule['calls']} and not {coding}"
        yield f"{calls} <= {rule['coding_calls']} and {coding}"
        yield f'metric.name == "{_TOOLS}"{place} and datapoint.value_int <= {rule["tool_failures"]}'


def pipelines() -> dict[str, Any]:
    """From running counts to deltas that name no run."""
    return {"metrics/runs": {
        "receivers": ["signal_to_metrics/runs"],
        "processors": ["delta_to_cumulative/runs", "transform/reached", "filter/short_runs", "transform/reached_once",
                       "cumulative_to_delta/runs", "transform/nameless", "filter/no_change", "transform/series", "groupbyattrs",
                       "transform/sum_of_runs"],
        "exporters": ["forward/series"],
    }}
