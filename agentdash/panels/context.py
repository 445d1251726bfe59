"""What a panel needs to know: the signals, bound to the dashboard's variables, and where links lead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from agentdash.errors import unknown
from agentdash.grafana.links import data_link
from agentdash.panels.addresses import Addresses
from agentdash.panels.selection import Standing, selection
from agentdash.signals import Signals, bind
from agentdash.vocabulary import dashboards

if TYPE_CHECKING:
    from agentdash.settings import Settings


@dataclass(frozen=True)
class Context:
    """The surroundings of a dashboard's panels."""

    settings: Settings
    standing: Standing
    signals: Signals
    addresses: Addresses

    @property
    def asked(self) -> str:
        """The kind of datasource that knows services and models: metrics, or traces where no source has metrics."""
        return "prometheus" if any(signal.measured for signal in self.signals) else "tempo"

    def to(self, dashboard: str, title: str, **values: str) -> list[dict[str, Any]]:
        """A link to a dashboard that sets the variables in ``values``; no link where these settings do not build it.

        Raises :class:`~agentdash.errors.UnknownName` for a dashboard that nobody builds.
        """
        known = {*dashboards.NAMES, *self.addresses.built}
        if dashboard not in known:
            raise unknown("dashboard", dashboard, known)
        if dashboard not in self.addresses.built:
            return []
        return [data_link(title, self.addresses.to(dashboard, **values))]


def context(settings: Settings) -> Context:
    """The context that the settings mean; one serves all dashboards."""
    standing = selection(settings.telemetry.sources, settings.telemetry.group_by)
    addresses = Addresses(settings.grafana.uid_prefix, standing.names, frozenset(settings.dashboards))
    return Context(settings, standing, bind(settings, standing.matchers), addresses)


def hourly(around: Context) -> Context:
    """The same context over the hourly samples of recording rules; links stay with them where there are dashboards of them."""
    instead = {name: long for name, long in dashboards.LONG.items() if name in around.addresses.built}
    return replace(around, signals=bind(around.settings, around.standing.matchers, hourly=True), addresses=replace(around.addresses, instead=instead))


def without(around: Context, variable: str) -> Context:
    """The same context for a dashboard that does not have one of the variables."""
    standing = replace(around.standing, variables={name: label for name, label in around.standing.variables.items() if name != variable})
    return replace(around, standing=standing, signals=bind(around.settings, standing.matchers), addresses=replace(around.addresses, variables=standing.names))
