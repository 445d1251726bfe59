"""The configuration beside a Collector that runs: entered by one connector, and only numbers leave it.

Their receivers, processors, exporters, extensions and memory limits stay as they are, and their telemetry goes on as before:
every pipeline here works on its own copy of what the connector is given.
"""

from __future__ import annotations

from dataclasses import replace

from agentdash.collector.config import configuration
from agentdash.collector.stage import Component, Configuration, Connector, Pipeline, Receiver, Why
from agentdash.errors import UserError
from agentdash.settings import Settings

ENTRY = Connector("forward", "", Why(
    "Takes copies of your traces, metrics and logs: add its name to the exporters of your own pipelines.", "there are no numbers."))
"""In the exporters of their pipelines."""
_NOTHING = Receiver("nop", "", Why("Sends nothing.", "the Collector does not start while none of your pipelines of that signal leads to agentdash."))


def beside(settings: Settings) -> Configuration:
    """What is loaded beside other people's configuration.

    Raises UserError for what needs an extension, which would have to stand in their list of extensions: :func:`obstacle`.
    """
    if found := obstacle(settings):
        raise UserError(found)
    return entered(configuration(settings), settings)


def entered(built: Configuration, settings: Settings) -> Configuration:
    """Of a whole configuration for the settings, what is loaded beside other people's."""
    return Configuration((), tuple(_entered(one, settings) for one in built.pipelines if not one.passes), {})


def standing_alone(built: Configuration) -> Configuration:
    """The same, and it starts also where they have no pipeline of a signal, or do not enter that one."""
    signals = dict.fromkeys(one.signal for one in built.pipelines if ENTRY in one.receivers)
    return replace(built, pipelines=(*built.pipelines, *(
        Pipeline(signal, "entry", Why(f"Keeps the way of {signal} open where no pipeline of yours enters it.", f"each Collector must hand in {signal}."),
                 (_NOTHING,), (), (ENTRY,)) for signal in signals if signal != "traces")))


def obstacle(settings: Settings) -> str:
    """Why the settings cannot be merged, and what to write instead; "" where they can."""
    if settings.collector.gateways:
        return "collector.tiers: two cannot be merged into one Collector; run gateways of agentdash's own, or write tiers: one"
    its_own = "cannot be merged, for its extension belongs into your own list; write"
    if settings.collector.queue == "disk":
        return f"collector.queue: disk {its_own} queue: memory, or run a Collector of agentdash's own"
    if settings.collector.metrics.user:
        return f"collector.metrics: a user {its_own} headers: {{Authorization: ${{METRICS_AUTHORIZATION}}}}, or run a Collector of agentdash's own"
    return ""


def _entered(pipeline: Pipeline, settings: Settings) -> Pipeline:
    """The pipeline behind the connector, without the limiter: a refusal would come back to their own pipeline."""
    return replace(
        pipeline,
        receivers=tuple(_from_connector(one, settings) for one in pipeline.receivers),
        processors=tuple(one for one in pipeline.processors if one.type != "memory_limiter"))


def _from_connector(one: Receiver | Connector, settings: Settings) -> Receiver | Connector:
    if _is(one, "otlp", ""):
        return ENTRY
    if one.type == "prometheus":
        # Their Collector's own metrics are theirs to scrape.
        jobs = [{**job, "static_configs": [{"targets": [settings.collector.series]}]} for job in one.configuration["config"]["scrape_configs"]]
        return replace(one, configuration={"config": {"scrape_configs": jobs}})
    return one


def _is(one: Component, kind: str, role: str) -> bool:
    return (one.type, one.role) == (kind, role)

