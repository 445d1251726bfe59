"""The variables of the dashboards: datasources, and what narrows the numbers down."""

from __future__ import annotations

from collections.abc import Sequence

from agentdash.grafana.targets import PROMETHEUS, TEMPO
from agentdash.grafana.variables import (
    ChoiceVariable,
    DatasourceVariable,
    LabelVariable,
    TagVariable,
    TextVariable,
    Variable,
)
from agentdash.panels import trace_explorer
from agentdash.panels.context import Context
from agentdash.panels.selection import TITLES
from agentdash.query import promql
from agentdash.vocabulary import labels
from agentdash.vocabulary.tokens import INPUT, OUTPUT

_DATASOURCES = {"prometheus": "Metrics", "tempo": "Traces", "loki": "Logs"}


def datasource_variables(context: Context, *kinds: str) -> list[Variable]:
    """One per kind of datasource that the dashboard asks; the settings' own is chosen."""
    found: list[Variable] = []
    for kind in kinds:
        chosen = getattr(context.settings.datasources, kind)
        found.append(DatasourceVariable(
            name=kind, label=_DATASOURCES[kind], plugin=kind, chosen_name=chosen.name, chosen_uid=chosen.uid,
            description=f"The {kind.title()} datasource, or one that answers like it.",
        ))
    return found


def standing_variables(context: Context) -> list[Variable]:
    """What narrows all numbers down (environment, service, …, model): each offers what is left by those before it.

    Without metrics the values come from the traces' attributes, each for itself.
    """
    if context.asked == "tempo":
        return [
            TagVariable(name=name, label=_title(name), datasource=TEMPO, attribute=labels.attribute_name(label),
                        description=f"{_title(name)}s of the traces in the time range.")
            for name, label in context.standing.variables.items()
        ]
    s = context.signals
    # Variables know one metric; a service that only a later telemetry source has is not offered.
    signal = next(one for one in (s.calls, s.tokens(INPUT), s.tokens(OUTPUT), s.tool_runs) if one.measured)
    series = signal.series[0][0]
    found: list[Variable] = []
    matchers: list[promql.Matcher] = []
    for name, label in context.standing.variables.items():
        own = series.label(label)
        found.append(LabelVariable(
            name=name, label=_title(name), datasource=PROMETHEUS,
            query=f"label_values({promql.selector(series.metric, matchers)}, {own})",
            description=f"{_title(name)}s that made calls in the time range; `unknown` where telemetry does not say.",
        ))
        matchers.append(promql.variable(own, name))
    return found


def _title(name: str) -> str:
    return TITLES.get(name, name.replace("_", " ").capitalize())


def trace_variables() -> Sequence[Variable]:
    """What the traces dashboard searches for, and the trace that it shows."""
    return [
        ChoiceVariable(
            name=trace_explorer.SLOWER_THAN, label="Slower than", choices=trace_explorer.DURATIONS,
            chosen=trace_explorer.USUAL_DURATION, description="Calls and tool runs above this duration are slow.",
        ),
        ChoiceVariable(
            name=trace_explorer.MORE_TOKENS_THAN, label="More input tokens than", choices=trace_explorer.TOKENS,
            chosen=trace_explorer.USUAL_TOKENS, description="Calls above this number of input tokens are heavy.",
        ),
        TextVariable(
            name=trace_explorer.TRACE, label="Trace ID", first=trace_explorer.NO_TRACE,
            description="Click a row of a table, or put a trace id here.",
        ),
    ]
