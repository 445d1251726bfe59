"""Deltas become Prometheus series that begin at zero and are sent again each interval.

A counter that appears with its first value loses that value in every ``rate`` and every total, and a series that is sent
only when it changes has no value at the start of a window. So:

* the deltas of an interval are summed up and accumulated; each series that changed is written once per interval, and when
  the Collector ends, so that nothing is lost by a restart;
* with a series' first point goes a zero, one interval earlier (it is a birth where the accumulated point's start equals its
  time);
* the Collector's own Prometheus endpoint keeps all series, with the time at which each changed last; scraping it writes
  those again that have not changed for a while.

All three go through one last batch: the exporter sorts the samples of a series within a request, and Prometheus refuses
a whole request for one sample that is older than the last. A scrape takes its time, and a series may change meanwhile. So what
was scraped is as of :func:`slack` before the scrape and is dropped when it comes later than that after it, and what changed
waits for twice as long: whichever is older is the first in the batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agentdash.collector.derive import CALL_BOUNDS, CALLS, RETRIED, RUN_BOUNDS
from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import (
    Condition,
    above,
    all_of,
    any_of,
    below,
    differs,
    ends_with,
    equals,
    matches,
    negate,
    present,
)
from agentdash.collector.ottl.statements import (
    Group,
    assign,
    block,
    copy,
    copy_metric,
    delete,
    drop,
    keep_only,
    replace,
    sum_by,
)
from agentdash.collector.ottl.values import (
    BOUNDS,
    BUCKETS,
    COUNT,
    DECIMAL,
    DESCRIPTION,
    FLAGS,
    HISTOGRAM,
    INTEGER,
    LABELS,
    METRIC,
    METRIC_TYPE,
    NOW,
    NOW_NANOSECONDS,
    OWN_SCOPE,
    OWN_SCOPE_VERSION,
    RESOURCE_ATTRIBUTES,
    SINCE_NANOSECONDS,
    SUM,
    TIME,
    TIME_NANOSECONDS,
    TOTAL,
    Value,
    as_text,
    joined,
    label,
    length,
    listed,
    resource,
)
from agentdash.collector.patterns import any_beginning
from agentdash.vocabulary.attributes import ENVIRONMENT, ERROR_TYPE, SERVICE
from agentdash.vocabulary.bounds import SECONDS
from agentdash.vocabulary.labels import FAILED, TIMED

KEPT_FOR = "168h"
"""How long an idle series is remembered and sent again: a week, Gigapipe's default retention."""
MOST_SERIES = 500_000
COLLECTOR = "collector.id"
"""The label that tells one Collector's life from another's."""
SDK = "sdk"
"""Its value on SDKs' own series until it is known when they began here."""

_SECOND, _MILLISECOND = 1_000_000_000, 1_000_000
_DROPPED, _REPEATED = 1, 2
"""Flags of scraped points: the first one says that there is no value, the other one is nobody's."""
_BIRTH = ".birth"
_IS_BIRTH = ends_with(METRIC, _BIRTH)
_SCRAPED = resource("agentdash.scraped")
_OWN_HEALTH = r"^otelcol_(receiver_(accepted|refused)|exporter_(sent|send_failed|enqueue_failed|queue)|processor_refused)"


def _kept(dialects: Sequence[Dialect]) -> Condition:
    """Names that series made here have."""
    counters = sorted({counter.name.split(".")[0] for dialect in dialects for counter in dialect.counters})
    return matches(METRIC, any_beginning(("gen_ai", *counters, "agentdash")))


def no_origin() -> list[Group]:
    """Takes off what sent the series: labels say it where it matters."""
    return [
        block("scope", [assign(OWN_SCOPE, ""), assign(OWN_SCOPE_VERSION, "")]),
        block("resource", [keep_only(RESOURCE_ATTRIBUTES, ())]),
    ]


def flatten(group_by: Mapping[str, str]) -> list[Group]:
    """Labels move from the resource to the points, so that all ways into a series give it the same identity."""
    moved = {SERVICE: SERVICE, ENVIRONMENT: ENVIRONMENT, COLLECTOR: "signal_to_metrics.service.instance.id"}
    renamed = {name: attribute for name, attribute in group_by.items() if name != attribute.replace(".", "_")}
    retried = equals(METRIC, RETRIED)
    return [
        block("datapoint", [
            *(copy(label(name), resource(attribute)) for name, attribute in moved.items()),
            *(statement for name, attribute in renamed.items()
              for statement in (copy(label(name), label(attribute)), delete(LABELS, attribute))),
            assign(label(FAILED), "true", retried),
            assign(label(ERROR_TYPE), "retried", retried),
            assign(label(TIMED), "false", retried),
        ]),
        block("metric", [assign(METRIC, CALLS, retried), assign(DESCRIPTION, "Calls to models", equals(METRIC, CALLS))]),
        *no_origin(),
    ]


def sums() -> list[Group]:
    """Points of one interval with the same labels become one."""
    return [
        # Only points of one time become one.
        block("datapoint", [assign(SINCE_NANOSECONDS, 0), assign(TIME_NANOSECONDS, 0)]),
        block("metric", [sum_by()]),
        block("datapoint", [assign(TIME, NOW), assign(SINCE_NANOSECONDS, TIME_NANOSECONDS)]),
    ]


def lives() -> list[Group]:
    """SDKs' own series learn when they began here: what a restart of the Collector sets back is another series."""
    return [block("datapoint", [assign(label(COLLECTOR), joined([SDK, as_text(SINCE_NANOSECONDS)], "-"), equals(label(COLLECTOR), SDK))])]


def copies() -> list[Group]:
    """A copy of everything, of which the births are kept."""
    return [block("metric", [copy_metric(joined([METRIC, _BIRTH]), negate(_IS_BIRTH))])]


def not_births() -> list[Group]:
    """What to drop: copies of points that are not the first of their series."""
    return [drop("datapoint", all_of(_IS_BIRTH, differs(SINCE_NANOSECONDS, TIME_NANOSECONDS)))]


def zeros(interval: int) -> list[Group]:
    """A birth becomes a zero, ``interval`` seconds before the first point."""
    sum_, histogram = equals(METRIC_TYPE, SUM), equals(METRIC_TYPE, HISTOGRAM)
    empty = {size: Value(listed([0] * (size + 1))) for size in sorted({len(CALL_BOUNDS), len(SECONDS), len(RUN_BOUNDS)})}
    return [
        block("datapoint", [
            assign(INTEGER, 0, sum_, present(INTEGER)),
            assign(DECIMAL, 0.0, sum_, differs(DECIMAL, 0)),
            assign(TOTAL, 0.0, histogram),
            assign(COUNT, 0, histogram),
            *(assign(BUCKETS, buckets, histogram, equals(length(BOUNDS), size)) for size, buckets in empty.items()),
            assign(TIME_NANOSECONDS, TIME_NANOSECONDS - interval * _SECOND),
            assign(SINCE_NANOSECONDS, TIME_NANOSECONDS),
        ], _IS_BIRTH),
        block("metric", [replace(METRIC, _BIRTH.replace(".", r"\.") + "$", "")]),
    ]


def slack(interval: int) -> int:
    """Milliseconds that a scrape may take, where metrics are written each ``interval`` seconds."""
    return min(interval * 250, 1000)


def again(dialects: Sequence[Dialect], interval: int) -> list[Group]:
    """Scraped series are as of shortly before the scrape; those that changed a short while ago have been written already."""
    return [
        block("datapoint", [assign(_SCRAPED, TIME_NANOSECONDS, equals(METRIC, "up"))]),
        block("datapoint", [
            assign(FLAGS, _REPEATED, differs(FLAGS, _DROPPED)),
            assign(FLAGS, _DROPPED, below(_SCRAPED - TIME_NANOSECONDS, interval * _SECOND * 3 // 2)),
            assign(TIME_NANOSECONDS, _SCRAPED - slack(interval) * _MILLISECOND),
        ], _kept(dialects)),
        *reversed(no_origin()),
    ]


def not_again(dialects: Sequence[Dialect], interval: int) -> list[Group]:
    """What to drop of the scraped: other people's names, what was written already, and what comes late."""
    return [
        drop("metric", negate(any_of(_kept(dialects), matches(METRIC, _OWN_HEALTH)))),
        # Flagged are also staleness markers: NaN samples, which Gigapipe would keep as values.
        drop("datapoint", equals(FLAGS, _DROPPED)),
        drop("datapoint", all_of(equals(FLAGS, _REPEATED), above(NOW_NANOSECONDS - TIME_NANOSECONDS, 2 * slack(interval) * _MILLISECOND))),
    ]
