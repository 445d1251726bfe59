"""The whole configuration, out of its pipelines."""

from __future__ import annotations

import re
from typing import Any

from agentdash.collector import endpoints, tiers
from agentdash.collector.gateway_door import login
from agentdash.collector.pipelines import calls, coding, delivery, followups, log_events, sdk_metrics, traces
from agentdash.collector.stage import Configuration, StageAddition
from agentdash.collector.versions import fitting
from agentdash.settings import Settings


def configuration(settings: Settings) -> Configuration:
    """Stages and pipelines for the settings."""
    derived = "derived" in settings.telemetry.sources
    written_to = endpoints.series(settings)
    of_spans = (*calls.pipelines(settings), *followups.pipelines(settings), *log_events.pipelines(settings), *coding.pipelines(settings)) if derived else ()
    folder, gateways = endpoints.storage(settings), settings.collector.gateways
    pipelines = (*traces.pipelines(settings), *of_spans, *sdk_metrics.pipelines(settings, derived, written_to), *delivery.pipelines(settings, written_to))
    for addition in settings.additions.of(StageAddition):
        pipelines = tuple(addition.into(one) for one in pipelines)
    return fitting(Configuration(
        extensions=(endpoints.health(settings), *((folder,) if folder else ()), *endpoints.logins(settings), *(login(gateways) if gateways else ())),
        pipelines=pipelines,
        telemetry=_own_metrics(settings),
    ), settings.collector.version)


def first_tier(settings: Settings) -> Configuration | None:
    """What the Collectors before the gateways run; None with one tier."""
    gateways = settings.collector.gateways
    return None if gateways is None else fitting(
        tiers.sending(settings, gateways, endpoints.health(settings), _own_metrics(settings)), settings.collector.version)


def config(settings: Settings) -> dict[str, Any]:
    """The same as plain data. Secrets stay ``${env:NAME}`` references."""
    return configuration(settings).plain()


def _own_metrics(settings: Settings) -> dict[str, Any]:
    host, _, port = settings.collector.own_metrics.rpartition(":")
    return {"metrics": {"readers": [{"pull": {"exporter": {"prometheus": {
        "host": host, "port": int(port),
        # Two Collectors write to one backend, and what they say of themselves must not be one series.
        "with_resource_constant_labels": {"included": ["service.instance.id"]}}}}}]}}


_REFERENCE = re.compile(r"\$(?!\{env:[A-Za-z_][A-Za-z0-9_]*\})")


def escape(value: Any) -> Any:
    """Doubles every ``$`` that is no ``${env:NAME}`` reference, as the Collector's configuration wants it."""
    if isinstance(value, dict):
        return {key: escape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [escape(item) for item in value]
    return _REFERENCE.sub("$$", value) if isinstance(value, str) else value
