"""Names for Collectors that are older than a component's new name.

A renamed component keeps its old name as an alias for a while, but a new name is an unknown type before its version (changelogs of
opentelemetry-collector-contrib). What is older than :data:`agentdash.settings.collector.OLDEST` needs no row.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from agentdash.collector.stage import Component, Configuration
from agentdash.settings.collector import release

_Stage = TypeVar("_Stage", bound=Component)

RENAMED = {
    "load_balancing": ("loadbalancing", "0.153.0"),
    "prometheus_remote_write": ("prometheusremotewrite", "0.154.0"),
    "cumulative_to_delta": ("cumulativetodelta", "0.157.0"),
    "delta_to_cumulative": ("deltatocumulative", "0.158.0"),
}
"""New name to the old one, and the first version that knows the new one."""


def fitting(built: Configuration, version: str) -> Configuration:
    """The configuration with the names that a version knows."""
    old = {new: name for new, (name, since) in RENAMED.items() if release(version) < release(since)}

    def named(stages: tuple[_Stage, ...]) -> tuple[_Stage, ...]:
        return tuple(replace(one, type=old.get(one.type, one.type)) for one in stages)

    return replace(built, pipelines=tuple(
        replace(one, receivers=named(one.receivers), processors=named(one.processors), exporters=named(one.exporters)) for one in built.pipelines))
