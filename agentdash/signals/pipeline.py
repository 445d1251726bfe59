"""Signals of the way itself: what the Collector took, and what it lost."""

from __future__ import annotations

from agentdash.signals.binding import Binding
from agentdash.signals.definition import CounterDefinition, RatioDefinition
from agentdash.signals.limits import above
from agentdash.signals.series import Series

_KINDS = ("spans", "metric_points", "log_records")
ACCEPTED = tuple(f"otelcol_receiver_accepted_{kind}_total" for kind in _KINDS)
_LOST = tuple(f"otelcol_{what}_{kind}_total" for what in ("receiver_refused", "exporter_send_failed", "exporter_enqueue_failed") for kind in _KINDS)


class PipelineSignals(Binding):
    """The Collector's own counters."""

    telemetry_accepted = CounterDefinition("Telemetry taken", "Spans, metric points and log lines that the Collector took.", (),
                                 {"derived": tuple(map(Series, ACCEPTED))})
    telemetry_lost = CounterDefinition(
        "Telemetry lost", "Spans, metric points and log lines that the Collector refused (too much at once), or could not hand on.", (),
        {"derived": tuple(map(Series, _LOST))})
    telemetry_loss = RatioDefinition("Share of telemetry lost", "Telemetry lost ÷ telemetry taken.", (), telemetry_lost, telemetry_accepted,
                              limits=above("lost"))
