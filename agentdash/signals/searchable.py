"""Kind, place and model of a span in one attribute, for TraceQL metrics: Gigapipe takes no more than two conditions there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agentdash.query import traceql
from agentdash.query.promql import NotPortable
from agentdash.vocabulary import labels
from agentdash.vocabulary.attributes import BETWEEN, SEARCHABLE

_ANYTHING = f"[^{BETWEEN}]*"


def condition(kind: str, patterns: Iterable[tuple[str, str]], extra: Sequence[str] = ()) -> traceql.Condition:
    """The spans of a kind (``call``, ``tool``, ``run``) whose parts match; ``patterns`` are (label, regular expression).

    ``extra`` are all extra labels of the settings. Raises :class:`NotPortable` for a label that is no part.
    """
    wanted = dict(patterns)
    parts = (*labels.SEARCHABLE, *extra)
    if unknown := sorted(set(wanted) - set(parts)):
        raise NotPortable(f"{SEARCHABLE} has no part {', '.join(unknown)}")
    found = (f"(?:{wanted[label]})" if label in wanted else _ANYTHING for label in parts)
    return traceql.matches(f"span.{SEARCHABLE}", BETWEEN.join((kind, *found)))
