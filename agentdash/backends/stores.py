"""What stores of metrics take and keep, by the address that the Collector writes to: limits as they are documented.

Labels and queries of what agentdash builds stay within them; a test holds that. Where a store has no limit, or its own pages do not
agree on one, it is None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Store:
    """One kind of store, with its default limits."""

    title: str
    written_at: str
    """How its address for remote write looks."""
    address: re.Pattern[str]
    source: str
    """Where its documentation says so."""
    most_labels: int | None = None
    """Labels that a series may have, its name and ``le`` included."""
    longest_value: int | None = None
    """Characters of a label's value."""
    longest_query: int | None = None
    """Bytes of a query."""
    most_series: int | None = None
    """Active series of a tenant."""
    out_of_order: str = "0"
    """How much older than the last one of its series a sample may be, unless configured."""
    tenant: str = ""
    """The header that names a tenant."""
    rules: str = ""
    """How rules get there."""


PROMETHEUS = Store("Prometheus", "/api/v1/write", re.compile(r"/api/v1/write$"), "prometheus.io, Configuration (storage.tsdb, limits off by default)",
                   rules="rule_files")
VICTORIAMETRICS = Store(
    "VictoriaMetrics", ":8428/api/v1/write, :8480/insert/ID/prometheus/api/v1/write", re.compile(r":8428/api/v1/write$|/insert/\d+(:\d+)?/prometheus/api/v1/write$"),
    "flags -maxLabelsPerTimeseries, -maxLabelValueLen, -search.maxQueryLen of 1.150", 40, 4096, 16_384, None, "any", "", "vmalert -rule")
MIMIR = Store("Grafana Mimir", "/api/v1/push", re.compile(r"/api/v1/push$"), "grafana.com/docs/mimir, configuration parameters (limits)",
              30, 2048, None, 150_000, "0", "X-Scope-OrgID", "mimirtool rules load (outputs: [mimirtool])")
GRAFANA_CLOUD = Store(
    "Grafana Cloud", ".grafana.net/api/prom/push", re.compile(r"\.grafana\.net/api/prom/push$"), "grafana.com/docs/grafana-cloud, label handling and limits",
    None, 2048, None, None, "0", "", "mimirtool rules load (outputs: [mimirtool])")
CORTEX = Store("Cortex", "/api/prom/push, /api/v1/push", re.compile(r"/api/prom/push$"), "cortexmetrics.io/docs, limits_config", 30, 2048, None, 5_000_000,
               "0", "X-Scope-OrgID", "POST /api/v1/rules/NAMESPACE")
THANOS = Store("Thanos Receive", "/api/v1/receive", re.compile(r"/api/v1/receive$"), "thanos.io, Receive (limits off by default)", tenant="THANOS-TENANT",
               rules="thanos rule --rule-file")
AMAZON = Store(
    "Amazon Managed Service for Prometheus", "aps-workspaces.REGION.amazonaws.com/workspaces/ID/api/v1/remote_write",
    re.compile(r"/workspaces/[^/]+/api/v1/remote_write$"), "docs.aws.amazon.com/prometheus, AMP_quotas", 70, None, None, None, "60s", "",
    "aws amp create-rule-groups-namespace")
GOOGLE = Store("Google Cloud Managed Service for Prometheus", "none: exporter googlemanagedprometheus", re.compile(r"monitoring\.googleapis\.com"),
               "cloud.google.com/stackdriver/docs/managed-prometheus; no remote write, so agentdash's Collector does not write there")

STORES = (AMAZON, GRAFANA_CLOUD, VICTORIAMETRICS, CORTEX, MIMIR, THANOS, GOOGLE, PROMETHEUS)
"""The more exact address first."""


def of(address: str) -> Store | None:
    """The store that an address of remote write tells, if it tells one."""
    return next((one for one in STORES if one.address.search(address)), None)
