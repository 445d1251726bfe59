"""Answers of another model than was asked for."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.thresholds import PLAIN, RED, steps
from agentdash.panels import draw, texts, totals
from agentdash.panels.addresses import label
from agentdash.panels.breakdown import breakdown
from agentdash.panels.columns import Column
from agentdash.panels.context import Context
from agentdash.query import promql
from agentdash.signals import SERVED, Expression
from agentdash.signals.contract import RANGE
from agentdash.vocabulary import dashboards, labels
from agentdash.vocabulary.labels import FALLBACK_BY

MOVES, MOVE = "fallback-moves", "move"
"""Key of the table, and its label for the whole of it: from, to, by whom."""

_NONE = "no fallbacks in this range"
_NOT_COUNTED = ("Aliases and dated snapshots are no fallback. Not counted: a client's fallback in another trace than the call that failed, and a pair "
                "that arrives more than about 20 seconds apart.")
_WHEN = ("A fallback answers, so nothing looks broken; it may cost more, or answer worse. Look which models it is, then why the first one failed "
         "(retries and errors of the same time).")


def share(context: Context) -> Panel | None:
    """Which part of the answers fallbacks gave."""
    s = context.signals
    return draw.stat(
        "fallback-part", "Fallback share", s.fallback_share.total(), noValue=texts.NO_CALLS,
        dataLinks=context.to(dashboards.TRACES, "Traces of this time"),
        description=texts.described(f"{s.fallback_share.meaning} {s.fallbacks.meaning}", _NOT_COUNTED, _WHEN),
    )


def extra(context: Context) -> Panel | None:
    """What fallbacks cost more per hour than the models that were asked for, out of the table of moves."""
    return totals.amount(
        MOVES, "fallback-extra", "Extra per hour", context.signals.fallback_extra, label=MOVE, before=False, noValue="–",
        thresholds=steps(PLAIN, (0.01, RED)), dataLinks=context.to(dashboards.COST, "Where money goes"),
        description=texts.described(
            "What answers of fallbacks cost, minus what the same tokens would have cost at the model that was asked for, per hour of the range. "
            "Negative: the fallback is cheaper.",
            f"{_NOT_COUNTED} Models without a price are left out.", _WHEN,
        ),
    )


def share_over_time(context: Context) -> Panel | None:
    """The share of fallbacks, by service."""
    s = context.signals
    return draw.graph(
        dashboards.FALLBACK_SHARE.panel, "Fallback share by service", draw.top(s.fallback_share.rate(by=(labels.SERVICE,))), width=8, noValue=texts.NO_CALLS,
        dataLinks=context.to(dashboards.TRACES, "Traces of this service", service=label(labels.SERVICE)),
        description=texts.described(f"{s.fallback_share.meaning} {s.fallbacks.meaning}", f"{_NOT_COUNTED} The dashed line is the alert's limit.", _WHEN),
        **draw.limited(s.fallback_share),
    )


def moves(context: Context) -> Panel | None:
    """From which model to which, how often, and for how much more per hour."""
    s = context.signals

    def joined(counted: Expression, served: str, more_than_none: bool = False) -> Expression:
        def write(text: str) -> str:
            between = promql.joined(text, MOVE, " → ", labels.ASKED_MODEL, served)
            summed = promql.aggregate("sum", promql.joined(between, MOVE, ", ", MOVE, FALLBACK_BY), (MOVE,))
            return f"{summed} > 0" if more_than_none else summed
        return counted.using(write, (MOVE,))

    count = s.fallbacks.total(by=(labels.ASKED_MODEL, labels.MODEL, FALLBACK_BY))
    more = s.fallback_extra.rate(by=(labels.ASKED_MODEL, SERVED, FALLBACK_BY), window=RANGE, per=3600)
    return breakdown(
        MOVES, "Fallbacks by model", MOVE, "Asked → answered, by whom",
        [Column("fallbacks", "Times", lambda _: joined(count, labels.MODEL, more_than_none=True), {"decimals": 0, "width": 60}),
         Column("fallback_extra", "More per hour", lambda _: joined(more, SERVED), {"width": 110})],
        sort_by="fallbacks", given=(s.fallbacks,), no_value=_NONE, width=8, names=0, row_links=context.to(dashboards.TRACES, "Traces of this time"),
        description=texts.described(
            "Which model was asked for at first, which one answered, and whether a gateway or the client itself moved on. More per hour: what the "
            "answers cost, minus what the same tokens would have cost at the first model, per hour of the range.",
            _NOT_COUNTED, _WHEN,
        ),
    )


def by_whom(context: Context) -> Panel | None:
    """Fallbacks per minute, gateways' and clients' own."""
    return draw.graph(
        "fallbacks-by-whom", "Fallbacks per minute by origin", context.signals.fallbacks.rate(by=(FALLBACK_BY,), per=60), stacked=True, fill=40, width=8,
        noValue=_NONE, dataLinks=context.to(dashboards.TRACES, "Traces of this time"),
        description=texts.described(
            "Gateway: another model answered than the call asked for. Client: a call failed, and the next one of the same run asked another model.",
            _NOT_COUNTED, _WHEN,
        ),
    )
