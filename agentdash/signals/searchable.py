"""Kind, place and model of a span in one attribute, for TraceQL metrics: Gigapipe takes no more than two conditions there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agentdash.query import traceql
from agentdash.query.promql import NotPortable
from agentdash.vocabulary import labels

ATTRIBUTE = "agentdash.place"
BETWEEN = ";"
"""Between the parts: means nothing in a regular expression, and hardly ever stands in a name."""

PARTS = (labels.ENVIRONMENT, labels.SERVICE, labels.TENANT, labels.MODEL)
"""Labels whose values follow the kind; the settings' extra labels come after them."""

_ANYTHING = f"[^{BETWEEN}]*"


def condition(kind: str, patterns: Iterable[tuple[str, str]], extra: Sequence[str] = ()) -> traceql.Condition:
    """The spans of a kind (``call``, ``tool``, ``run``) whose parts match; ``patterns`` are (label, regular expression).

    ``extra`` are all extra labels of the settings. Raises :class:`NotPortable` for a label that is no part.
    """
    wanted = dict(patterns)
    parts = (*PARTS, *extra)
    if unknown := sorted(set(wanted) - set(parts)):
        raise NotPortable(f"{ATTRIBUTE} has no part {', '.join(unknown)}")
    found = (f"(?:{wanted[label]})" if label in wanted else _ANYTHING for label in parts)
    return traceql.matches(f"span.{ATTRIBUTE}", BETWEEN.join((kind, *found)))
