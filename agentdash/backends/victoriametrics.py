"""VictoriaMetrics for metrics, with Tempo and Loki beside it.

A single node answers Prometheus' query API and takes its remote write (docs.victoriametrics.com, "Prometheus-compatible
APIs"). It keeps no exemplars, and has rules only where vmalert stands behind it.
"""

from __future__ import annotations

from dataclasses import replace

from agentdash.backends.grafana import GRAFANA
from agentdash.backends.stores import VICTORIAMETRICS as VICTORIAMETRICS_STORE

VICTORIAMETRICS = replace(
    GRAFANA, name="victoriametrics", title="VictoriaMetrics, Tempo and Loki", urls={**GRAFANA.urls, "prometheus": "http://localhost:8428"},
    exemplars=False, alerts_listed=False, recording="vmalert", longest_query=VICTORIAMETRICS_STORE.longest_query,
)
