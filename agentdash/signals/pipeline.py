"""Signals of the way itself: what the Collector took, and what it lost."""

from __future__ import annotations

from agentdash.signals.signal import Series, Signal
from agentdash.signals.spans import CALLS

_KINDS = ("spans", "metric_points", "log_records")
ACCEPTED = tuple(f"otelcol_receiver_accepted_{kind}_total" for kind in _KINDS)
_LOST = tuple(f"otelcol_{what}_{kind}_total" for what in ("receiver_refused", "exporter_send_failed", "exporter_enqueue_failed") for kind in _KINDS)

SIGNALS = (
    Signal("telemetry_accepted", "Telemetry taken", "short", "Spans, metric points and log lines that the Collector took.", (),
           sources={"derived": tuple(map(Series, ACCEPTED))}, spans=CALLS),
    Signal("telemetry_lost", "Telemetry lost", "short",
           "Spans, metric points and log lines that the Collector refused (too much at once), or could not hand on.", (),
           sources={"derived": tuple(map(Series, _LOST))}, spans=CALLS),
    Signal("telemetry_loss", "Share of telemetry lost", "percentunit", "Telemetry lost ÷ telemetry taken.", (), kind="ratio",
           numerator="telemetry_lost", denominator="telemetry_accepted", spans=CALLS),
)
