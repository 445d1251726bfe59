"""Grafana's own: Prometheus (or Mimir), Tempo and Loki, each at its own address."""

from __future__ import annotations

from agentdash.backends.backend import Backend

GRAFANA = Backend(
    "grafana", "Prometheus, Tempo and Loki",
    {"prometheus": "http://localhost:9090", "tempo": "http://localhost:3200", "loki": "http://localhost:3100"},
    otlp_ports={3200: 4318},
)
