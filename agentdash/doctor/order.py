"""The checks in the order in which telemetry travels: what is broken first is told first."""

from __future__ import annotations

from agentdash.doctor.checks.asked_panel import AskedPanel
from agentdash.doctor.checks.backends import Backends
from agentdash.doctor.checks.built import Built
from agentdash.doctor.checks.canonical_labels import CanonicalLabels
from agentdash.doctor.checks.clock import Clock
from agentdash.doctor.checks.collector_alive import CollectorAlive
from agentdash.doctor.checks.collector_derives import CollectorDerives
from agentdash.doctor.checks.collector_traffic import CollectorTraffic
from agentdash.doctor.checks.collectors import Collectors
from agentdash.doctor.checks.fresh import Fresh
from agentdash.doctor.checks.grafana_alerts import GrafanaAlerts
from agentdash.doctor.checks.grafana_answers import GrafanaAnswers
from agentdash.doctor.checks.grafana_contents import GrafanaContents
from agentdash.doctor.checks.grafana_datasources import GrafanaDatasources
from agentdash.doctor.checks.grafana_panels import GrafanaPanels
from agentdash.doctor.checks.grafana_variables import GrafanaVariables
from agentdash.doctor.checks.logs import Logs
from agentdash.doctor.checks.loss import Loss
from agentdash.doctor.checks.models import Models
from agentdash.doctor.checks.priced import Priced
from agentdash.doctor.checks.prometheus_answers import PrometheusAnswers
from agentdash.doctor.checks.sent import Sent
from agentdash.doctor.checks.telemetry_sources import TelemetrySources
from agentdash.doctor.checks.traces import Traces
from agentdash.doctor.checks.unclear import Unclear
from agentdash.doctor.checks.usage import Usage
from agentdash.doctor.finding import Check

CHECKS: tuple[Check, ...] = (
    Built(), CollectorAlive(), Backends(), CollectorTraffic(), CollectorDerives(), Clock(), PrometheusAnswers(), AskedPanel(), Sent(), TelemetrySources(), Fresh(),
    CanonicalLabels(), Unclear(), Usage(), Models(), Priced(), Loss(), Collectors(), Traces(), Logs(), GrafanaAnswers(), GrafanaDatasources(), GrafanaVariables(),
    GrafanaContents(), GrafanaPanels(), GrafanaAlerts(),
)
