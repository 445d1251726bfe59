"""What dashboards filter by is on every span that counts, so that a filter never loses one."""

from __future__ import annotations

from collections.abc import Iterable

from agentdash.collector.normalise import KIND
from agentdash.collector.ottl import attr, block, literal, put, where
from agentdash.vocabulary import attributes, labels

# What OTTL writes for a value that is not there.
_NOTHING = literal("<nil>")


def statements(group_by: Iterable[str]) -> dict[str, object]:
    """Puts environment, tenant and the ``group_by`` attributes on AI spans (a span's own value wins over its resource's),
    and a model on calls; ``unknown`` where telemetry says nothing. Then all of them together in one attribute."""
    extra = tuple(group_by)
    names = ("deployment.environment.name", "tenant.id", *extra)
    return block("span", [
        *(where(f'set({attr(name)}, resource.attributes["{name}"])', f"{attr(name)} == nil", f'resource.attributes["{name}"] != nil')
          for name in names),
        *(put(name, labels.UNKNOWN, f"{attr(name)} == nil") for name in names),
        put("gen_ai.response.model", labels.UNKNOWN, f'{attr(KIND)} == "call"', f"{attr('gen_ai.response.model')} == nil"),
        *_place(extra),
    ], f"{attr(KIND)} != nil")


def _place(extra: Iterable[str]) -> Iterable[str]:
    sources = (f'resource.attributes["{labels.attribute_name(label)}"]' if label in labels.RESOURCE_ATTRIBUTES
               else attr(labels.attribute_name(label)) for label in labels.SEARCHABLE)
    parts = ", ".join((attr(KIND), *sources, *map(attr, extra)))
    counted = f'{attr(KIND)} != "step"'
    return (
        where(f"set({attr(attributes.SEARCHABLE)}, Concat([{parts}], {literal(attributes.BETWEEN)}))", counted),
        where(f"replace_pattern({attr(attributes.SEARCHABLE)}, {_NOTHING}, {literal(labels.UNKNOWN)})", counted),
    )
