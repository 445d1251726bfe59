"""What follows a failed call in the same run: a retry, or a fallback to another model.

The next call of the run after a failed one is a retry where it asks the same model, and the client's own fallback where it
asks another; a gateway's fallback shows on one span (another model answered than was asked for). Both become the same
series, from the model that was asked for at first to the one that answered.

A run's calls are held for some seconds, so that a failed call and the one that follows meet; runs that go on longer meet in
windows. A pair that two windows tear apart is missed: these numbers are at most a little low, never too high by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from agentdash.collector import derive, models
from agentdash.collector.dialects import CACHE_READ, CACHE_WRITE, INPUT, OUTPUT
from agentdash.collector.failures import ERROR_KIND
from agentdash.collector.normalise import KIND
from agentdash.collector.ottl import attr, block, either, literal, put, where
from agentdash.vocabulary.labels import FALLBACK, FALLBACK_BY, UNKNOWN

HELD, WINDOW = "20s", "10s"
"""How long the calls of a run are held from its first one, and the window in which the later ones meet."""
SOON = 60
"""Seconds within which a call follows another."""

_MOST_RUNS, _MOST_SPANS = 50_000, 10_000
_FORGIVING = {"error_mode": "silent"}
_ASKED, _SERVED, _OPERATION = attr("gen_ai.request.model"), attr("gen_ai.response.model"), attr("gen_ai.operation.name")
_BASE, _RETRY = "agentdash.base", "agentdash.retry"
_TOKENS = {"input": INPUT, "cache_read": CACHE_READ, "cache_write": CACHE_WRITE, "output": OUTPUT}
_LABELS = ("gen_ai.agent.name", "gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model", "gen_ai.response.model")


def _note(topic: str) -> str:
    return f'resource.attributes[Concat(["agentdash.{topic}.", span.trace_id.string], "")]'


def statements() -> list[dict[str, object]]:
    """Statement groups of ``transform/followups``; spans pass in the order in which they ended."""
    failed = f"{attr(ERROR_KIND)} != nil"
    after = (f'{_note("model")} != nil', f'{_note("model")} != ""', f'{_note("operation")} == {_OPERATION}',
             f'span.start_time_unix_nano >= {_note("end")} - 1000000', f'span.start_time_unix_nano - {_note("end")} < {SOON}000000000')
    # A fallback that fails too leaves the first failure open.
    open_ = either((f'{_note("model")} == nil', f'{_note("model")} == ""', f'{_note("model")} == {attr(_BASE)}',
                    f'span.start_time_unix_nano - {_note("end")} >= {SOON}000000000'))
    return [
        block("span", [
            *models.base(_BASE, _ASKED),
            put(FALLBACK_BY, "gateway", f'{attr(FALLBACK)} == "true"'),
            where(f"set({attr(_RETRY)}, {_note('kind')})", *after, f"{_note('model')} == {attr(_BASE)}"),
            put(FALLBACK_BY, "client", *after, f"{_note('model')} != {attr(_BASE)}", f"not ({failed})"),
            where(f"set({_ASKED}, {_note('asked')})", f'{attr(FALLBACK_BY)} == "client"'),
            # Only the next call follows.
            where(f'set({_note("model")}, "")', *after, f"not ({failed})"),
            *(where(f"set({_note(topic)}, {value})", failed, open_)
              for topic, value in (("asked", _ASKED), ("operation", _OPERATION), ("kind", attr(ERROR_KIND)), ("end", "span.end_time_unix_nano"),
                                   ("model", attr(_BASE)))),
        ], f"{_ASKED} != nil"),
        block("resource", [r'delete_matching_keys(resource.attributes, "^agentdash\\.")']),
    ]


def connector(extra: Sequence[str], head_ratio: float) -> dict[str, Any]:
    """``signal_to_metrics/followups``: retries by what went wrong, fallbacks and their tokens from model to model."""
    weight = derive.weight(head_ratio)

    def item(name: str, own: Sequence[str], value: str, *conditions: str) -> dict[str, Any]:
        return {"name": name, "description": name, "unit": "{call}",
                "include_resource_attributes": [{"key": "service.name", "default_value": UNKNOWN},
                                                {"key": "deployment.environment.name", "default_value": UNKNOWN}],
                "attributes": [{"key": key, "default_value": UNKNOWN} for key in ("tenant.id", *extra, *_LABELS, *own)],
                "conditions": [" and ".join(conditions)], "sum": {"value": f"{value} * {weight}", "monotonic": True}}

    moved = f"{attr(FALLBACK_BY)} != nil"
    return {"error_mode": "silent", "spans": [
        item("agentdash.retries", ("error.type",), "1", f"{attr(_RETRY)} != nil"),
        item("agentdash.fallbacks", (FALLBACK_BY,), "1", moved),
        *(item(f"agentdash.fallback.{kind}_tokens", (FALLBACK_BY,), f"Int({attr(name)})", moved, f"Int({attr(name)}) > 0") for kind, name in _TOKENS.items()),
    ]}


def processors(named: Iterable[str], extra: Sequence[str]) -> dict[str, Any]:
    """The processors of :func:`pipelines`."""
    lean = ", ".join(literal(name) for name in (KIND, ERROR_KIND, FALLBACK, "error.type", "tenant.id", "deployment.environment.name", *extra, *_LABELS,
                                                *_TOKENS.values()))
    return {
        # Calls are held for half a minute: as little of each as will do.
        "transform/lean": {**_FORGIVING, "trace_statements": [block("span", [f"keep_keys(span.attributes, [{lean}])"])]},
        "filter/calls": {**_FORGIVING, "trace_conditions": [
            {"context": "span", "conditions": [f'{attr(KIND)} == nil or {attr(KIND)} != "call"']}]},
        # Keeps every run; it is the grouping by trace that is wanted of it.
        "tail_sampling/followups": {"decision_wait": HELD, "num_traces": _MOST_RUNS, "policies": [{"name": "all", "type": "always_sample"}]},
        "batch/followups": {"timeout": WINDOW, "send_batch_size": _MOST_SPANS},
        "transform/followups": {**_FORGIVING, "trace_statements": statements()},
        "filter/followups": {**_FORGIVING, "trace_conditions": [
            {"context": "span", "conditions": [f"{attr(FALLBACK_BY)} == nil and {attr(_RETRY)} == nil"]}]},
        "transform/followup_labels": {**_FORGIVING, "trace_statements": [
            derive.labels(), models.bound(named),
            block("span", [where(f"set({attr('error.type')}, {attr(_RETRY)})", f"{attr(_RETRY)} != nil")])]},
    }


def pipelines() -> dict[str, Any]:
    """From spans to counters of what followed."""
    return {
        "traces/followups": {
            "receivers": ["forward/spans"],
            "processors": ["filter/calls", "transform/lean", "tail_sampling/followups", "batch/followups", "groupbyattrs", "transform/followups",
                           "filter/followups", "transform/followup_labels"],
            "exporters": ["signal_to_metrics/followups"]},
        "metrics/followups": {"receivers": ["signal_to_metrics/followups"], "processors": ["transform/series"], "exporters": ["forward/series"]},
    }
