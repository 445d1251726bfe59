"""What a configuration is made of: components with a name, a configuration and a reason, and pipelines that list them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

OWNER = "agentdash"
"""In every name, so that they can stand beside other people's in one configuration."""


@dataclass(frozen=True)
class Why:
    """For the person who runs the Collector: what something does, what it costs, what happens when it is removed."""

    does: str
    without: str
    costs: str = ""

    def __str__(self) -> str:
        costs = f" Costs: {self.costs}" if self.costs else ""
        return f"{self.does}{costs} Without it: {self.without}"


@dataclass(frozen=True)
class Component:
    """A component of the Collector; ``type`` as in its documentation, ``role`` only where there are several of the type."""

    type: str
    role: str
    why: Why
    configuration: Mapping[str, Any] = field(default_factory=dict, compare=False)

    section: ClassVar[str]

    @property
    def name(self) -> str:
        """E.g. ``transform/agentdash_normalise``."""
        return f"{self.type}/{OWNER}_{self.role}" if self.role else f"{self.type}/{OWNER}"


class Receiver(Component):
    """Where records come from."""

    section = "receivers"


class Processor(Component):
    """What is done to records."""

    section = "processors"


class Exporter(Component):
    """Where records go."""

    section = "exporters"


class Connector(Component):
    """The end of some pipelines and the beginning of others."""

    section = "connectors"


class Extension(Component):
    """What stands beside the pipelines."""

    section = "extensions"


SECTIONS: tuple[type[Component], ...] = (Extension, Receiver, Processor, Connector, Exporter)


@dataclass(frozen=True)
class Pipeline:
    """A way of records through stages. ``signal`` is ``traces``, ``metrics`` or ``logs``."""

    signal: str
    role: str
    why: Why
    receivers: tuple[Receiver | Connector, ...]
    processors: tuple[Processor, ...]
    exporters: tuple[Exporter | Connector, ...]
    passes: bool = False
    """Whether it hands on what programs sent, instead of making numbers of it."""

    @property
    def name(self) -> str:
        """E.g. ``traces/agentdash_export``."""
        return f"{self.signal}/{OWNER}_{self.role}"

    @property
    def stages(self) -> tuple[Component, ...]:
        """Every component on the way, in order."""
        return (*self.receivers, *self.processors, *self.exporters)

    def plain(self) -> dict[str, list[str]]:
        """As plain data."""
        return {kind: [stage.name for stage in stages] for kind, stages in (
            ("receivers", self.receivers), ("processors", self.processors), ("exporters", self.exporters))}


@dataclass(frozen=True)
class StageAddition:
    """A stage of an extension: where records of ``signal`` (``traces``, ``metrics``, ``logs``) come in, or where they go out to the backend."""

    signal: str
    incoming: bool
    processor: Processor

    def into(self, pipeline: Pipeline) -> Pipeline:
        """The pipeline with the stage, where it belongs there."""
        stages = pipeline.processors
        if pipeline.signal != self.signal:
            return pipeline
        if self.incoming and any(one.type == "otlp" for one in pipeline.receivers):
            place = 1 if stages and stages[0].type == "memory_limiter" else 0
        elif not self.incoming and pipeline.passes:
            # Before records wait for their bundle.
            place = next((number for number, one in enumerate(stages) if one.type == "batch"), len(stages))
        else:
            return pipeline
        return replace(pipeline, processors=(*stages[:place], self.processor, *stages[place:]))


@dataclass(frozen=True)
class Configuration:
    """Everything that one Collector runs."""

    extensions: tuple[Extension, ...]
    pipelines: tuple[Pipeline, ...]
    telemetry: Mapping[str, Any]
    """What the Collector tells of itself."""

    def components(self, kind: type[Component]) -> tuple[Component, ...]:
        """All components of a kind, in the order in which records meet them; each once.

        Raises ValueError where two have one name and not one configuration.
        """
        found: dict[str, Component] = {}
        for one in (*self.extensions, *self._stages()):
            if isinstance(one, kind):
                other = found.setdefault(one.name, one)
                if other.configuration != one.configuration:
                    raise ValueError(f"{one.name}: two configurations")
        return tuple(found.values())

    def _stages(self) -> Iterator[Component]:
        for pipeline in self.pipelines:
            yield from pipeline.stages

    def plain(self) -> dict[str, Any]:
        """As plain data."""
        sections = {kind.section: {one.name: dict(one.configuration) for one in self.components(kind)} for kind in SECTIONS}
        return {**{name: found for name, found in sections.items() if found}, "service": self.service()}

    def service(self) -> dict[str, Any]:
        """The section that puts components together, as plain data."""
        service: dict[str, Any] = {"pipelines": {one.name: one.plain() for one in self.pipelines}}
        # An empty list would take away the extensions of a configuration that this one is merged with.
        if self.extensions:
            service = {"extensions": [one.name for one in self.extensions], **service}
        if self.telemetry:
            service["telemetry"] = dict(self.telemetry)
        return service
