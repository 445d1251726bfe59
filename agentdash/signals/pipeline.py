"""Signals of the way itself: what the Collector took, and what it lost."""

from __future__ import annotations

from agentdash.signals.binding import Binding
from agentdash.signals.definition import CounterDefinition, ShareDefinition
from agentdash.signals.limits import above
from agentdash.signals.series import Series

_KINDS = ("spans", "metric_points", "log_records")
ACCEPTED = tuple(f"otelcol_receiver_accepted_{kind}_total" for kind in _KINDS)
_REFUSED, _SEND_FAILED, _ENQUEUE_FAILED = (tuple(f"otelcol_{what}_{kind}_total" for kind in _KINDS) for what in (
    "receiver_refused", "exporter_send_failed", "exporter_enqueue_failed"))


class PipelineSignals(Binding):
    """The Collector's own counters."""

    telemetry_accepted = CounterDefinition("Telemetry taken", "Spans, metric points and log lines that the Collector took.", (),
                                 {"derived": tuple(map(Series, ACCEPTED))})
    telemetry_lost = CounterDefinition(
        "Telemetry lost", "Spans, metric points and log lines that the Collector refused (too much at once), or could not hand on.", (),
        {"derived": tuple(map(Series, (*_REFUSED, *_SEND_FAILED, *_ENQUEUE_FAILED)))})
    telemetry_offered = CounterDefinition("Telemetry offered", "Spans, metric points and log lines that reached the Collector, refused ones included.", (),
                                          {"derived": tuple(map(Series, (*ACCEPTED, *_REFUSED)))})
    telemetry_loss = ShareDefinition("Share of telemetry lost", "Telemetry lost ÷ telemetry offered.", (), telemetry_lost, telemetry_offered,
                              limits=above("lost"))
