"""The dashboard of traces: find one, open it, read its logs."""

from __future__ import annotations

from agentdash.dashboards.frame import framed
from agentdash.dashboards.layout import Section
from agentdash.dashboards.variables import datasource_variables, standing_variables, trace_variables
from agentdash.grafana.dashboard import Dashboard
from agentdash.panels import trace_explorer
from agentdash.panels.context import Context
from agentdash.vocabulary import dashboards as names

NAME, TITLE = names.TRACES, "AI agents: traces"


def dashboard(context: Context) -> Dashboard:
    """Tables at the left, the trace of the clicked row at the right."""
    return framed(
        context, NAME, TITLE,
        "Failed, slow and token-heavy calls, one trace at a time. Click a row to open its trace beside the tables"
        + ("." if context.settings.datasources.loki is None else " and its logs below."),
        [*datasource_variables(context, *dict.fromkeys(("tempo", "loki", context.asked))), *standing_variables(context), *trace_variables()],
        [
            Section([trace_explorer.failed_calls(context), trace_explorer.slow_calls(context), trace_explorer.heavy_calls(context)],
                    beside=trace_explorer.trace(context)),
            Section([trace_explorer.events(context), trace_explorer.logs(context)], "Logs of the trace", "What the services wrote while the chosen trace ran."),
            Section([trace_explorer.failed_tools(context), trace_explorer.slow_tools(context), trace_explorer.agent_runs(context),
                     trace_explorer.tool_latency(context)],
                    "Tools and agents", "Which step failed or took the time.", collapsed=False),
        ],
    )
