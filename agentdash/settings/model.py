"""What a settings file says, as one frozen object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from agentdash.backends import GIGAPIPE, Backend
from agentdash.settings.alerts import Alerts
from agentdash.settings.budgets import Budget
from agentdash.settings.collector import Collector
from agentdash.settings.datasources import Datasources
from agentdash.settings.grafana import Grafana
from agentdash.settings.kubernetes import Kubernetes
from agentdash.settings.pricing import Pricing
from agentdash.settings.targets import Target
from agentdash.settings.telemetry import Telemetry

DASHBOARDS = ("overview", "traces", "cost", "reliability", "coverage")
OUTPUTS = ("kubernetes", "terraform", "git-sync")
"""Further forms in which everything can be written."""


@dataclass(frozen=True)
class Settings:
    """Every section, checked and complete; `Settings()` is what an absent file means."""

    backend: Backend = GIGAPIPE
    dashboards: tuple[str, ...] = DASHBOARDS
    grafana: Grafana = field(default_factory=Grafana)
    datasources: Datasources = field(default_factory=Datasources)
    telemetry: Telemetry = field(default_factory=Telemetry)
    collector: Collector = field(default_factory=Collector)
    pricing: Pricing = field(default_factory=Pricing)
    budgets: tuple[Budget, ...] = ()
    alerts: Alerts = field(default_factory=Alerts)
    targets: Mapping[str, Target] = field(default_factory=dict)
    # Of OUTPUTS
    outputs: tuple[str, ...] = ()
    kubernetes: Kubernetes = field(default_factory=Kubernetes)
