"""What these dashboards cannot see, so that an absent number is never taken for a zero."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import UP_IS_BAD
from agentdash.panels import columns, draw, texts, totals
from agentdash.panels.addresses import cell, label
from agentdash.panels.breakdown import breakdown
from agentdash.panels.context import Context
from agentdash.vocabulary import dashboards, labels

TABLE = "gaps"
"""Key of the table by service."""

_REMEDY = (
    "OpenAI streams report usage only with `stream_options={\"include_usage\": true}`; some SDKs have a switch of their own "
    "for it. A missing model is usually a client that is called through a wrapper no instrumentation knows."
)


def without_usage(context: Context, table: str, *, before: bool = False) -> Panel | None:
    """Share of calls whose tokens and cost nobody knows, out of a table's columns; ``before``: against the time before."""
    s = context.signals
    return totals.share(
        table, "usage-gap", "Missing usage", s.usage_gap, s.calls_without_usage, s.calls, before=before, changeColors=UP_IS_BAD, noValue=texts.NO_CALLS, dataLinks=context.to(dashboards.COVERAGE, "Which services"),
        description=texts.described(
            s.calls_without_usage.meaning, "Tokens and cost are too low by about this share.",
            f"When it is red, see which services it is and let their SDK report usage. {_REMEDY}",
        ),
    )


def without_model(context: Context, table: str) -> Panel | None:
    """Share of calls that name no model, out of a table's columns."""
    s = context.signals
    return totals.share(
        table, "model-gap", "Missing model", s.model_gap, s.calls_without_model, s.calls, noValue=texts.NO_CALLS, dataLinks=context.to(dashboards.COVERAGE, "Which services"),
        description=texts.described(
            s.calls_without_model.meaning, "They are in the number of calls, under the model `unknown`, and in no cost.",
            f"When it is red, see which services it is. {_REMEDY}",
        ),
    )


def by_service(context: Context) -> Panel | None:
    """Services by how much of their work is seen."""
    return by_label(context, labels.SERVICE, "Service", TABLE, service=cell(labels.SERVICE))


def by_label(context: Context, label: str, heading: str, key: str, **chosen: str) -> Panel | None:
    """Rows of any label of the calls by how much of them is seen; a click sets the variables ``chosen``."""
    s = context.signals
    return breakdown(
        key, f"Coverage gaps by {heading.lower()}", label, heading,
        [columns.gauged(s.calls, "Calls"),
         columns.count(s.calls_without_usage, "Without usage", noValue="0"), columns.part_of(s.usage_gap, s.calls_without_usage, s.calls, "Share"),
         columns.count(s.calls_without_model, "Without a model", noValue="0"), columns.part_of(s.model_gap, s.calls_without_model, s.calls, "Share of unnamed")],
        given=(s.usage_gap, s.model_gap), sort_by="calls_without_usage", no_value=texts.NO_CALLS, row_links=context.to(dashboards.TRACES, "Calls of this service", **chosen),
        description=texts.described(
            f"One row per {heading.lower()}: its calls, and those without token usage or without a model.",
            "Not here: services whose telemetry does not arrive at all.", _REMEDY,
        ),
    )


def unclear(context: Context) -> Panel | None:
    """Services whose telemetry tells of tokens in spans that fit nothing."""
    s = context.signals
    return breakdown(
        "unclear-spans", "AI spans nobody understood", labels.SERVICE, "Service", [columns.gauged(s.unclear_spans, "Unclear spans")],
        given=(s.unclear_spans,), sort_by="unclear_spans", no_value="no AI span that nobody understood",
        row_links=context.to(dashboards.TRACES, "Traces of this service", service=cell(labels.SERVICE)),
        description=texts.described(
            s.unclear_spans.meaning, "Not here: spans without tokens, and spans that carry no mark of an AI framework.",
            "When there are any, compare the service's calls with its provider's bill, and send us a recording of it.",
        ),
    )


def not_followed(context: Context) -> Panel | None:
    """Share of calls whose runs the Collector leaves out, because it cannot remember them all."""
    signal = context.signals.not_followed_share
    return draw.graph(
        "runs-not-followed", "Runs not followed", draw.top(signal.rate(by=(labels.SERVICE,))), width=24, noValue=texts.NO_CALLS,
        dataLinks=context.to(dashboards.RELIABILITY, "Loops, run by run", service=label(labels.SERVICE)),
        description=texts.described(
            signal.meaning, "Calls, tokens, failures and cost are of all runs in any case; only what is counted run by run is not.",
            "When it is not zero, give the Collector more memory and a higher `collector.run_counts`, or a second one.",
        ),
        **draw.limited(signal),
    )


def carried(context: Context) -> Panel | None:
    """Gateways, and how much they carried for others."""
    s = context.signals
    return breakdown(
        "carried-calls", "Calls carried for others", labels.SERVICE, "Gateway",
        [columns.gauged(s.carried_calls, "Carried"), columns.count(s.calls, "Calls of its own", noValue="0")],
        given=(s.carried_calls,), sort_by="carried_calls", no_value="no gateway that tells of calls which their client tells of too",
        row_links=context.to(dashboards.TRACES, "Traces of this gateway", service=cell(labels.SERVICE)),
        description=texts.described(
            s.carried_calls.meaning, "Not here: calls whose client sends no telemetry, which are the gateway's own.",
            "When it is far below what the gateway says of itself, the client's trace does not reach it: let it pass `traceparent` on.",
        ),
    )


def over_time(context: Context) -> Panel | None:
    """When calls without usage or model began."""
    s = context.signals
    return draw.graph(
        "gaps-over-time", "Coverage gaps over time", {"without usage": s.usage_gap.rate(), "without a model": s.model_gap.rate()},
        width=24, noValue=texts.NO_CALLS, dataLinks=context.to(dashboards.TRACES, "Calls of this time"),
        description=texts.described(
            "Share of calls without token usage, and without a model.", "Times without calls have no share.",
            "A step upwards is a deployment: a new SDK version, or streaming switched on.",
        ),
        **draw.limited(s.usage_gap),
    )


def telemetry(context: Context) -> Panel | None:
    """What the Collector lost of what it took."""
    s = context.signals
    return draw.graph(
        dashboards.TELEMETRY_LOST.panel, "Telemetry lost", s.telemetry_loss.rate(), width=24, height=6,
        noValue="the Collector tells nothing of itself in this range", dataLinks=context.to(dashboards.TRACES, "Traces of this time"),
        description=texts.described(
            f"{s.telemetry_loss.meaning} {s.telemetry_lost.meaning}",
            "Not counted: what never reached the Collector. The variables above do not narrow it.",
            "Refused: give the Collector more memory, or a second one. Not handed on: the backend is away or full.",
        ),
        **draw.limited(s.telemetry_loss),
    )
