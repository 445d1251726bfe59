"""What dashboards filter by is on every span that counts, so that a filter never loses one."""

from __future__ import annotations

from collections.abc import Iterable

from agentdash.collector.normalise import KIND
from agentdash.collector.ottl import attr, block, put, where
from agentdash.signals.labels import UNKNOWN


def statements(group_by: Iterable[str]) -> dict[str, object]:
    """Puts environment, tenant and the ``group_by`` attributes on AI spans (a span's own value wins over its resource's),
    and a model on calls; ``unknown`` where telemetry says nothing."""
    names = ("deployment.environment.name", "tenant.id", *group_by)
    return block("span", [
        *(where(f'set({attr(name)}, resource.attributes["{name}"])', f"{attr(name)} == nil", f'resource.attributes["{name}"] != nil')
          for name in names),
        *(put(name, UNKNOWN, f"{attr(name)} == nil") for name in names),
        put("gen_ai.response.model", UNKNOWN, f'{attr(KIND)} == "call"', f"{attr('gen_ai.response.model')} == nil"),
    ], f"{attr(KIND)} != nil")
