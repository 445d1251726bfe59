"""The variables of the dashboards: datasources, and what narrows the numbers down."""

from __future__ import annotations

from collections.abc import Sequence

from agentdash.grafana.targets import PROMETHEUS, TEMPO
from agentdash.grafana.variables import (
    ChoiceVariable,
    DatasourceVariable,
    LabelVariable,
    NamedVariable,
    TagVariable,
    Variable,
)
from agentdash.panels import trace_explorer
from agentdash.panels.context import Context
from agentdash.panels.selection import TITLES
from agentdash.query import promql
from agentdash.signals import Counted
from agentdash.vocabulary import labels
from agentdash.vocabulary.dashboards import MORE_TOKENS_THAN, SLOWER_THAN, TRACE
from agentdash.vocabulary.tokens import INPUT

_DATASOURCES = {"prometheus": "Metrics", "tempo": "Traces", "loki": "Logs"}


def datasource_variables(context: Context, *kinds: str) -> list[Variable]:
    """One per kind of datasource that the dashboard asks and the settings have; theirs is chosen."""
    found: list[Variable] = []
    given = context.settings.datasources.by_kind()
    for kind in kinds:
        if kind not in given:
            continue
        chosen = given[kind]
        found.append(DatasourceVariable(
            name=kind, label=_DATASOURCES[kind], plugin=kind, chosen_name=chosen.name, chosen_uid=chosen.uid,
            description=f"The {kind.title()} datasource, or one that answers like it.",
        ))
    return found


def standing_variables(context: Context, *of: Counted) -> list[Variable]:
    """What narrows all numbers down (environment, service, …, model): each offers what is left by those before it.

    Only what the signals ``of`` know is offered, of the labels that they carry. Without metrics the values come from the traces'
    attributes, each for itself.
    """
    if context.asked == "tempo":
        return [
            TagVariable(name=name, label=_title(name), datasource=TEMPO, attribute=labels.attribute_name(label),
                        description=f"{_title(name)}s of the traces in the time range.")
            for name, label in context.standing.variables.items()
        ]
    s = context.signals
    # A service may run agents or tools and call no model, report tokens only, or carry other services' calls.
    asked = [one for one in (s.calls, s.tokens(INPUT), s.tool_runs, s.agent_runs, s.carried_calls) if one.measured]
    own = [one for one in of if one.measured]
    first = asked[0].series[0][0] if asked else own[0].series[0][0]
    found: list[Variable] = []
    matchers: list[promql.Matcher] = []
    narrowed: list[str] = []
    for variable, label in context.standing.variables.items():
        narrowed.append(label)
        carry = [one for one in own if label in one.labels or label in context.standing.extra] or [
            one for one in asked if label in one.labels or label in context.standing.extra]
        # A variable asks for one label: series that call it otherwise are not looked up.
        metrics = {series.metric for one in carry for source in one.series for series in source if all(series.label(name) == first.label(name) for name in narrowed)}
        found.append(LabelVariable(
            name=variable, label=_title(variable), datasource=PROMETHEUS,
            query=f"label_values({promql.any_of(metrics, matchers)}, {first.label(label)})",
            description=f"{_title(variable)}s {'of coding agents' if own else 'that called models, or ran tools or agents,'} in the time range; `unknown` where telemetry does not say.",
        ))
        matchers.append(promql.variable(first.label(label), variable))
    return found


def _title(name: str) -> str:
    return TITLES.get(name, name.replace("_", " ").capitalize())


def trace_variables() -> Sequence[Variable]:
    """What the traces dashboard searches for, and the trace that it shows."""
    return [
        ChoiceVariable(
            name=SLOWER_THAN, label="Slower than", choices=trace_explorer.DURATIONS,
            chosen=trace_explorer.USUAL_DURATION, description="Calls and tool runs above this duration are slow.",
        ),
        ChoiceVariable(
            name=MORE_TOKENS_THAN, label="More input tokens than", choices=trace_explorer.TOKENS,
            chosen=trace_explorer.USUAL_TOKENS, description="Calls above this number of input tokens are heavy.",
        ),
        NamedVariable(
            name=TRACE, label="Trace", first=trace_explorer.NO_TRACE, shown=trace_explorer.NO_TRACE_SHOWN,
            description="Click a row of a table, or put a trace id here.",
        ),
    ]
