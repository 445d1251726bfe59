"""A stack of Grafana Cloud: Mimir, Tempo and Loki, each at an address of the stack's own, with a numeric user of its own.

Addresses and users stand on the stack's page in the Cloud portal, below Prometheus, Tempo, Loki and OpenTelemetry; the
password of all of them is an access policy's token. The built-in datasources have these uids in every stack.
"""

from __future__ import annotations

from dataclasses import replace

from agentdash.backends.backend import Hosted
from agentdash.backends.grafana import GRAFANA

GRAFANA_CLOUD = replace(
    GRAFANA, name="grafana-cloud", title="a stack of Grafana Cloud", otlp_ports={},
    # As the portal shows them, but for the stack's numbers and region.
    urls={"prometheus": "https://prometheus-prod-NN-prod-REGION.grafana.net/api/prom", "tempo": "https://tempo-prod-NN-prod-REGION.grafana.net/tempo",
          "loki": "https://logs-prod-NNN.grafana.net"},
    hosted=Hosted(
        existing={"prometheus": "grafanacloud-prom", "tempo": "grafanacloud-traces", "loki": "grafanacloud-logs"},
        # The OTLP gateway takes traces and logs as they are; of metrics it would make other names than the dashboards ask for.
        endings={"metrics": ("/api/prom/push",), "traces": ("/tempo", "/otlp"), "logs": ("/otlp",)}),
)
