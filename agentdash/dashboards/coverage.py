"""The dashboard of what the others cannot see."""

from __future__ import annotations

from agentdash.dashboards.frame import framed
from agentdash.dashboards.layout import Section
from agentdash.dashboards.variables import datasource_variables, standing_variables
from agentdash.grafana.dashboard import Dashboard
from agentdash.grafana.text import Text
from agentdash.panels import coverage, traffic
from agentdash.panels.context import Context
from agentdash.signals import Signal
from agentdash.vocabulary import dashboards as names
from agentdash.vocabulary import labels

NAME, TITLE = names.COVERAGE, "AI agents: coverage"

_ABOUT = (
    "Which calls the other dashboards know too little about, and which services they belong to. A service that is not listed at "
    "all sends nothing: check that its SDK exports to the Collector. Zeros here mean that the numbers elsewhere are complete."
)


def needs(context: Context) -> tuple[Signal, ...]:
    """Signals without which the dashboard has nothing to show."""
    return (context.signals.usage_gap, context.signals.model_gap)


def dashboard(context: Context) -> Dashboard:
    """Shares on top, then who and since when."""
    return framed(
        context, NAME, TITLE, "Calls without token usage or without a model: by how much the other dashboards are too low, and why.",
        [*datasource_variables(context, context.asked), *standing_variables(context)],
        [
            Section([Text(key="about", title="", content=_ABOUT, height=2)]),
            Section([traffic.total(context, coverage.TABLE, before=False), coverage.without_usage(context, coverage.TABLE), coverage.without_model(context, coverage.TABLE)]),
            Section([coverage.by_service(context)]),
            Section([coverage.over_time(context)]),
            Section([coverage.telemetry(context)]),
            Section([coverage.by_label(context, labels.PROVIDER, "Provider", "gaps-by-provider"),
                     coverage.by_label(context, labels.MODEL, "Model", "gaps-by-model")],
                    "By provider and model", "Whether a gap belongs to one provider or model rather than to a service.", collapsed=True),
            Section([coverage.not_followed(context)],
                    "Runs", "Whether what is counted run by run is of all runs, or of a share that stands for all.", collapsed=True),
            Section([coverage.carried(context)],
                    "Gateways", "Which calls went through a gateway that tells of them as well.", collapsed=True),
            Section([coverage.unclear(context)],
                    "Not understood", "Whether something that costs money is in no number at all.", collapsed=True),
        ],
    )
