"""What the settings say, as one frozen object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from agentdash.backends import GIGAPIPE, Backend
from agentdash.settings.additions import Additions
from agentdash.settings.alerts import Alerts
from agentdash.settings.budgets import Budget
from agentdash.settings.collector import CollectorSettings
from agentdash.settings.datasources import Datasources
from agentdash.settings.grafana import GrafanaSettings
from agentdash.settings.kubernetes import Kubernetes
from agentdash.settings.panels import PanelSettings
from agentdash.settings.pricing import Pricing
from agentdash.settings.signals import OwnSignal
from agentdash.settings.targets import TargetSettings
from agentdash.settings.telemetry import Telemetry
from agentdash.vocabulary.dashboards import PanelRef

OUTPUTS = ("kubernetes", "terraform", "git-sync", "mimirtool")
"""Further forms in which everything can be written."""


@dataclass(frozen=True, init=False)
class Settings:
    """Every section, checked and complete. What is not given is as in a file that names the backend and nothing else."""

    backend: Backend
    dashboards: tuple[str, ...]
    grafana: GrafanaSettings
    datasources: Datasources
    telemetry: Telemetry
    collector: CollectorSettings
    pricing: Pricing
    budgets: tuple[Budget, ...]
    alerts: Alerts
    targets: Mapping[str, TargetSettings]
    # Whether recording rules keep hourly samples, and dashboards of long ranges read them
    long_ranges: bool
    # Of OUTPUTS
    outputs: tuple[str, ...]
    kubernetes: Kubernetes
    signals: tuple[OwnSignal, ...]
    panels: tuple[PanelSettings, ...]
    # Titles and descriptions in another language: nested by key, as `agentdash texts` writes them
    texts: Mapping[str, Any]
    # Where the texts stand; "" means: nowhere
    texts_file: str
    extensions: tuple[str, ...]
    additions: Additions

    def __init__(self, backend: Backend = GIGAPIPE, **sections: Any) -> None:
        """`Settings()` is what an absent file means. Raises TypeError for a section that there is not, UserError for a
        backend that has no usual addresses, without datasources and collector."""
        known = [field.name for field in fields(self)][1:]
        if unknown := sections.keys() - known:
            raise TypeError(f"no section {', '.join(sorted(unknown))}")
        if len(sections) < len(known):
            from agentdash.settings.loader import defaults

            sections = {**defaults(backend.name), **sections}
        for name, value in {"backend": backend, **sections}.items():
            object.__setattr__(self, name, value)

    def changes(self, panel: PanelRef) -> Iterator[PanelSettings]:
        """What the settings say of a panel."""
        return (one for one in self.panels if one.concerns(panel))

    def for_target(self, name: str) -> Settings:
        """The settings with the datasources of one target. Raises KeyError for one that there is not."""
        own = self.targets[name].datasources
        return self if own is None else replace(self, datasources=own)
