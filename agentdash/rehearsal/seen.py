"""What became of a recording's spans, one row for each name and kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from agentdash.collector.cost import COST
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import (
    AGENT,
    ASKED_MODEL,
    ERROR_TYPE,
    FIRST_CHUNK,
    KIND,
    MODEL,
    OPERATION,
    PROVIDER,
    TOOL,
)
from agentdash.vocabulary.tokens import INPUT, OUTPUT

OTHER = "no AI span"
_NAMES = {"operation": (OPERATION,), "provider": (PROVIDER,), "model": (MODEL, ASKED_MODEL), "agent": (AGENT,), "tool": (TOOL,)}
_COUNTED = (kinds.CALL, kinds.TOOL, kinds.RUN, kinds.WAIT)
_ORDER = (kinds.CALL, kinds.RUN, kinds.TOOL, kinds.WAIT, kinds.UNCLEAR, kinds.STEP, OTHER)


@dataclass
class Seen:
    """Spans of one scope and name that became one kind, and what they say in agentdash's own words."""

    scope: str
    name: str
    kind: str
    spans: int = 0
    failed: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0
    # How many of them tell when their first chunk came
    first_chunks: int = 0
    # operation, provider, model, agent, tool: each value and how often
    said: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in _NAMES})

    @property
    def counted(self) -> bool:
        """Whether it is in any number."""
        return self.kind in _COUNTED

    def values(self, name: str) -> list[str]:
        """The values of operation, provider, model, agent or tool, the most frequent first."""
        return [value for value, _ in self.said[name].most_common()]


def seen(exports: Iterable[Mapping[str, Any]]) -> list[Seen]:
    """Rows of what left the Collector: what is counted first."""
    rows: dict[tuple[str, str, str], Seen] = {}
    for scope, span in _spans(exports):
        attributes = _attributes(span)
        kind = str(attributes.get(KIND, OTHER))
        row = rows.setdefault((scope, span.get("name", ""), kind), Seen(scope, span.get("name", ""), kind))
        row.spans += 1
        row.failed += ERROR_TYPE in attributes
        row.first_chunks += FIRST_CHUNK in attributes
        if kind == kinds.CALL:
            row.input_tokens += int(attributes.get(INPUT.attribute, 0))
            row.output_tokens += int(attributes.get(OUTPUT.attribute, 0))
            row.cost_usd += float(attributes.get(COST, 0.0))
        for name, keys in _NAMES.items():
            if value := next((str(attributes[key]) for key in keys if key in attributes), ""):
                row.said[name][value] += 1
    return sorted(rows.values(), key=lambda one: (_ORDER.index(one.kind) if one.kind in _ORDER else len(_ORDER), one.scope, one.name))


def _spans(exports: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for body in exports:
        for resource in body.get("resourceSpans", ()):
            for scope in resource.get("scopeSpans", ()):
                for span in scope.get("spans", ()):
                    yield scope.get("scope", {}).get("name", ""), span


def _attributes(span: Mapping[str, Any]) -> dict[str, Any]:
    return {one["key"]: next(iter(one.get("value", {}).values()), None) for one in span.get("attributes", ())}
