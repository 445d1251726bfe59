"""The dashboard of failures without an error: loops at the left, fallbacks in the middle, stalls at the right."""

from __future__ import annotations

from agentdash.dashboards.frame import framed
from agentdash.dashboards.layout import Section
from agentdash.dashboards.variables import datasource_variables, standing_variables
from agentdash.grafana.dashboard import Dashboard
from agentdash.grafana.text import Text
from agentdash.panels import fallback, latency, retry_loops, stalls, step_traces
from agentdash.panels.context import Context
from agentdash.signals import Signal
from agentdash.vocabulary import dashboards as names

NAME, TITLE = names.RELIABILITY, "AI agents: reliability"

_STORIES = (
    ("loops", "**Loops.** Does an agent go round in circles, and what does that cost?"),
    ("fallbacks", "**Fallbacks.** Does another model answer than was asked for?"),
    ("stalls", "**Stalls.** Which step keeps everybody waiting?"),
)


def needs(context: Context) -> tuple[Signal, ...]:
    """Signals without which the dashboard has nothing to show."""
    return (context.signals.calls,)


def dashboard(context: Context) -> Dashboard:
    """Three columns, each from its number over its course to the traces behind it."""
    return framed(
        context, NAME, TITLE,
        "Three ways in which agents fail without an error: an agent that retries in a loop, a fallback that nobody notices, a step that stalls.",
        [*datasource_variables(context, "prometheus", "tempo"), *standing_variables(context)],
        [
            Section([Text(key=f"about {key}", title="", content=text, width=8, height=2) for key, text in _STORIES]),
            Section([retry_loops.part_of_calls(context), retry_loops.part_of_cost(context), fallback.share(context), fallback.extra(context),
                     stalls.slowest(context), stalls.people(context)]),
            Section([retry_loops.share_over_time(context), fallback.share_over_time(context), stalls.tool_time(context)]),
            Section([retry_loops.calls_per_run(context), fallback.moves(context), stalls.run_time(context)]),
            Section([retry_loops.tools(context), stalls.tools(context), retry_loops.retries(context)],
                    "Failing and slow tools", "Which tools are tried again and again, what is retried and why, and which tools are slower than yesterday.",
                    collapsed=True),
            Section([step_traces.long_runs(context), step_traces.moved_calls(context), step_traces.slow_steps(context)],
                    "Traces behind them", "Runs that are too long, calls that were moved, steps that took too long: click a row.", collapsed=True),
            Section([retry_loops.services(context), stalls.services(context), stalls.open_runs(context)],
                    "Services", "Whose runs are long, slower than yesterday, open, or silent.", collapsed=True),
            Section([fallback.by_whom(context), stalls.waiting(context), latency.first_token_by_model(context)],
                    "Fallbacks and waits", "Who falls back, and how long people and first tokens are waited for.", collapsed=True),
        ],
    )
