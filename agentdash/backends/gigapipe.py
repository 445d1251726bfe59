"""Gigapipe: metrics, traces and logs behind one address. What it can was measured on version 5.1 beside Prometheus 3."""

from __future__ import annotations

from datetime import timedelta

from agentdash.backends.backend import Backend

GIGAPIPE = Backend(
    "gigapipe", "Gigapipe", dict.fromkeys(("prometheus", "tempo", "loki"), "http://localhost:3100"), one_url=True,
    remote_write="/api/v1/prom/remote/write", otlp_logs="", exemplars=False,
    # It answers 404 to Grafana's question for alerting rules, unless its ruler is on.
    alerts_listed=False,
    # Nor does it answer for the time before as Prometheus does.
    recording="",
    node_graph=False, searches_return_attributes=False,
    # A selector with eight finds nothing, and a metrics query with three conditions is answered by an error.
    most_matchers=7, most_trace_conditions=2,
    # Milliseconds are kept in 32 bits: "range is too large".
    longest_range=timedelta(milliseconds=2**31 - 1),
)
