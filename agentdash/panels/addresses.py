"""Addresses of the dashboards, with time range and variables kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def label(name: str) -> str:
    """The value of a label of the clicked series, for an address."""
    return f"${{__field.labels.{name}:percentencode}}"


def cell(name: str) -> str:
    """The value of a column in the clicked row, for an address."""
    return f"${{__data.fields.{name}:percentencode}}"


@dataclass(frozen=True)
class Addresses:
    """Where links lead. ``variables`` are those that all dashboards share, ``built`` the dashboards that there are, ``instead``
    those that take the place of others."""

    uid_prefix: str
    variables: tuple[str, ...]
    built: frozenset[str]
    instead: Mapping[str, str] = field(default_factory=dict)

    def uid(self, dashboard: str) -> str:
        """The uid of a dashboard by its name: ``agentdash-traces``."""
        return f"{self.uid_prefix}-{dashboard}"

    def to(self, dashboard: str, **values: str) -> str:
        """The address of a dashboard. Variables in ``values`` are set, the shared ones not named keep what is chosen."""
        kept = [f"${{{name}:queryparam}}" for name in self.variables if name not in values]
        given = [f"var-{name}={value}" for name, value in values.items()]
        return f"/d/{self.uid(self.instead.get(dashboard, dashboard))}?{'&'.join(['${__url_time_range}', *kept, *given])}"
