"""What all dashboards have in common: uid, tags, links to each other, time, refresh, events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agentdash.dashboards import changes, texts
from agentdash.dashboards.layout import Section, arranged
from agentdash.grafana.annotations import alert_states, tagged
from agentdash.grafana.dashboard import Annotations, Dashboard, Templating, Time
from agentdash.grafana.links import dashboards_link
from agentdash.grafana.variables import Variable
from agentdash.panels.context import Context
from agentdash.vocabulary.dashboards import LONG

DEPLOYMENTS = ("deploy", "deployment", "release")
"""Tags of Grafana annotations that are drawn on every dashboard: post one with each release of an agent."""

# Grafana's own list has 30 days and years, which are too long for a backend with a longest range.
_SHORT_RANGES = (
    ("Last 15 minutes", "now-15m"), ("Last 1 hour", "now-1h"), ("Last 3 hours", "now-3h"), ("Last 6 hours", "now-6h"),
    ("Last 12 hours", "now-12h"), ("Last 24 hours", "now-24h"), ("Today so far", "now/d"), ("Last 2 days", "now-2d"),
    ("Last 7 days", "now-7d"), ("This week so far", "now/w"), ("Last 14 days", "now-14d"), ("Last 21 days", "now-21d"),
)


_LONG_RANGES = (
    ("Last 2 days", "now-2d"), ("Last 7 days", "now-7d"), ("Last 14 days", "now-14d"), ("Last 30 days", "now-30d"), ("Last 90 days", "now-90d"),
    ("This month so far", "now/M"),
)
_LONG_RANGE = "30d"
_LONG = "Of long ranges: out of a sample of each hour, by the recording rules of rules/agentdash.yml."


def framed(context: Context, name: str, title: str, description: str, variables: Sequence[Variable],
           sections: Iterable[Section]) -> Dashboard:
    """The dashboard called ``name``: its panels arranged, with what the settings and extensions say of them, and everything around.

    Over hourly samples it is the one for long ranges, with a name of its own.
    """
    hourly = context.signals.hourly
    if hourly:
        name, title, description = LONG[name], f"{title}, long ranges", f"{description} {_LONG}"
    grafana, own = context.settings.grafana, context.settings.texts.get(name, {})
    variables, sections = list(variables), changes.with_additions(context, name, list(sections))
    in_our_words, offered = texts.collected(title, description, variables, sections), changes.keys(sections)
    sections = changes.changed(context, name, texts.translated(sections, variables, own))
    return Dashboard(
        title=own.get("title", title), uid=context.addresses.uid(name), description=own.get("description", description), offered=offered, texts=in_our_words,
        tags=[grafana.uid_prefix],
        editable=True, timezone=grafana.timezone, refresh="" if hourly else grafana.refresh,
        time=Time(f"now-{_LONG_RANGE}" if hourly else grafana.time_from, "now"),
        quickRanges=_LONG_RANGES if hourly else _SHORT_RANGES if context.settings.backend.longest_range else (),
        links=[dashboards_link("Dashboards", [grafana.uid_prefix])],
        annotations=Annotations(list=[alert_states(), tagged("Deployments", DEPLOYMENTS, "purple")]),
        templating=Templating(list=variables),
        panels=arranged(sections),
    )
