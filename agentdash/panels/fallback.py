"""Answers of another model than was asked for."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.grafana.thresholds import GREEN, RED, steps
from agentdash.grafana.timeseries import TimeSeries
from agentdash.panels import queries, words
from agentdash.panels.addresses import label
from agentdash.panels.breakdown import breakdown
from agentdash.panels.columns import Column
from agentdash.panels.context import Context
from agentdash.panels.retry_loops import SHARE_STEPS
from agentdash.signals import SERVED, Expression
from agentdash.vocabulary import labels
from agentdash.vocabulary.labels import FALLBACK_BY

MOVE = "move"
"""A label for the whole of it: from, to, by whom."""

_NONE = "no fallbacks in this range"
_NOT_COUNTED = ("Aliases and dated snapshots are no fallback. Not counted: a client's fallback in another trace than the call that failed, and a pair "
                "that arrives more than about 20 seconds apart.")
_WHEN = ("A fallback answers, so nothing looks broken; it may cost more, or answer worse. Look which models it is, then why the first one failed "
         "(retries and errors of the same time).")


def share(context: Context) -> Panel | None:
    """Which part of the answers fallbacks gave."""
    signal = context.signals.fallback_share
    if not signal.measured:
        return None
    return Stat(
        key="fallback-part", title="Answers of fallbacks", signals=("fallback_share",), unit="percentunit", decimals=1, minimum=0, maximum=1,
        thresholds=SHARE_STEPS, noValue=words.NO_CALLS,
        description=words.described(f"{signal.meaning} {context.signals.fallbacks.meaning}", _NOT_COUNTED, _WHEN),
        targets=[queries.at_the_end(signal.total(), "fallbacks")], dataLinks=context.to("traces", "Traces of this time"),
    )


def extra(context: Context) -> Panel | None:
    """What fallbacks cost more per hour than the models that were asked for."""
    cost = context.signals.fallback_extra
    if not cost.measured:
        return None
    return Stat(
        key="fallback-extra", title="Fallbacks cost more per hour", signals=("fallback_extra",), unit=cost.unit, noValue="–",
        thresholds=steps("text", (0.01, RED)),
        description=words.described(
            "What answers of fallbacks cost, minus what the same tokens would have cost at the model that was asked for, per hour of the range. "
            "Negative: the fallback is cheaper.",
            f"{_NOT_COUNTED} Models without a price are left out.", _WHEN,
        ),
        targets=[queries.at_the_end(cost.rate(window="$__range", per=3600), "more per hour")], dataLinks=context.to("cost", "Where money goes"),
    )


def share_over_time(context: Context) -> Panel | None:
    """The share of fallbacks, by service."""
    signal = context.signals.fallback_share
    if not signal.measured:
        return None
    limit = context.settings.alerts.of("fallback")["above"]
    return TimeSeries(
        key="fallback-share", title="Answers of fallbacks, by service", signals=("fallback_share",), unit="percentunit", maximum=1, width=8,
        noValue=words.NO_CALLS, thresholds=steps(GREEN, (limit, RED)), thresholdStyle="dashed",
        description=words.described(f"{signal.meaning} {context.signals.fallbacks.meaning}",
                                    f"{_NOT_COUNTED} The dashed line is the alert's limit.", _WHEN),
        targets=[queries.over_time(signal.rate(by=(labels.SERVICE,)), f"{{{{{labels.SERVICE}}}}}")],
        dataLinks=context.to("traces", "Traces of this service", service=label(labels.SERVICE)),
    )


def moves(context: Context) -> Panel | None:
    """From which model to which, how often, and for how much more per hour."""
    fallbacks, cost = context.signals.fallbacks, context.signals.fallback_extra
    if not fallbacks.measured:
        return None

    def joined(expression: Expression, served: str) -> str:
        where = f'label_join({expression}, "{MOVE}", " → ", "{labels.ASKED_MODEL}", "{served}")'
        return f'sum by ({MOVE}) (label_join({where}, "{MOVE}", ", ", "{MOVE}", "{FALLBACK_BY}"))'

    count = Column("fallbacks", "Times", ("fallbacks",), lambda _: joined(fallbacks.total(by=(labels.ASKED_MODEL, labels.MODEL, FALLBACK_BY)), labels.MODEL) + " > 0",
                   {"unit": "short", "decimals": 0, "width": 70})
    more = Column("fallback_cost", "More per hour", ("fallback_extra",), lambda _: joined(cost.rate((labels.ASKED_MODEL, SERVED, FALLBACK_BY), window="$__range", per=3600), SERVED),
                  {"unit": cost.unit, "width": 110, "noValue": "–"}) if cost.measured else None
    return breakdown(
        "fallback-moves", "From one model to another", MOVE, "Asked → answered, by whom", [count, more], sort_by="Times", no_value=_NONE, width=8,
        row_links=context.to("traces", "Traces of this time"),
        description=words.described(
            "Which model was asked for at first, which one answered, and whether a gateway or the client itself moved on. More per hour: what the "
            "answers cost, minus what the same tokens would have cost at the first model, per hour of the range.",
            _NOT_COUNTED, _WHEN,
        ),
    )


def by_whom(context: Context) -> Panel | None:
    """Fallbacks per minute, gateways' and clients' own."""
    signal = context.signals.fallbacks
    if not signal.measured:
        return None
    return TimeSeries(
        key="fallbacks-by-whom", title="Fallbacks per minute, by whom", signals=("fallbacks",), unit="short", stacked=True, fill=40, width=8, noValue=_NONE,
        description=words.described(
            "Gateway: another model answered than the call asked for. Client: a call failed, and the next one of the same run asked another model.",
            _NOT_COUNTED, _WHEN,
        ),
        targets=[queries.over_time(signal.rate(by=(FALLBACK_BY,), per=60), f"{{{{{FALLBACK_BY}}}}}")], dataLinks=context.to("traces", "Traces of this time"),
    )
