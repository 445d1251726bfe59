"""What the queries answer now, asked of Prometheus itself, for all values of the variables but those that are chosen."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agentdash.ask import Prometheus, Row, View, substitute
from agentdash.ask.prometheus import largest
from agentdash.explain.describe import Explanation, Query
from agentdash.query import reading
from agentdash.settings.durations import seconds
from agentdash.vocabulary.hourly import EVERY, PREFIX

if TYPE_CHECKING:
    from agentdash.settings import Settings


@dataclass(frozen=True)
class Answer:
    """What one query answers: its rows, the largest first."""

    query: Query
    rows: Sequence[Row]


def answered(settings: Settings, prometheus: Prometheus, explained: Explanation, since: str, chosen: Mapping[str, Sequence[str]] | None = None) -> list[Answer]:
    """One answer per query of Prometheus': over the range ``since`` (a duration) for single numbers, the newest point of lines.

    Raises NoAnswer and Refusal.
    """
    end = time.time()
    view = View(end - seconds(since), end, scrape=settings.telemetry.interval)
    return [Answer(one, largest(prometheus.query(as_sent(one.text, view, chosen or {}), end)))
            for one in explained.queries if one.asks == "prometheus"]


def as_sent(query: str, view: View, chosen: Mapping[str, Sequence[str]]) -> str:
    """The query with what is chosen, and without a matcher for any other variable; one of hourly samples with windows that hold some."""
    own = replace(view, scrape=EVERY) if PREFIX in query else view
    return reading.without_variables(substitute(query, chosen, own))
