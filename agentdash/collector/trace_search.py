"""What dashboards filter by is on every span that counts, so that a filter never loses one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agentdash.collector.ottl.conditions import differs, equals, present
from agentdash.collector.ottl.statements import Group, Statement, assign, block, default, fill, replace
from agentdash.collector.ottl.values import attr, joined, resource
from agentdash.vocabulary import kinds, labels
from agentdash.vocabulary.attributes import BETWEEN, ENVIRONMENT, KIND, MODEL, SEARCHABLE, TENANT

_NOTHING = "<nil>"
"""What OTTL writes for a value that is not there."""


def statements(group_by: Iterable[str]) -> Group:
    """Puts environment, tenant and the ``group_by`` attributes on AI spans (a span's own value wins over its resource's),
    and a model on calls; ``unknown`` where telemetry says nothing. Then all of them together in one attribute."""
    extra = tuple(group_by)
    names = (ENVIRONMENT, TENANT, *extra)
    return block("span", [
        *(fill(attr(name), resource(name)) for name in names),
        *(default(attr(name), labels.UNKNOWN) for name in names),
        default(attr(MODEL), labels.UNKNOWN, equals(attr(KIND), kinds.CALL)),
        *_place(extra),
    ], present(attr(KIND)))


def _place(extra: Iterable[str]) -> Iterator[Statement]:
    sources = (resource(labels.attribute_name(label)) if label in labels.RESOURCE_ATTRIBUTES else attr(labels.attribute_name(label))
               for label in labels.SEARCHABLE)
    counted = differs(attr(KIND), kinds.STEP)
    yield assign(attr(SEARCHABLE), joined([attr(KIND), *sources, *map(attr, extra)], BETWEEN), counted)
    yield replace(attr(SEARCHABLE), _NOTHING, labels.UNKNOWN, counted)
