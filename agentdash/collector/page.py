"""``docs/collector.md``, out of the same stages and dialects as the configuration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agentdash.collector.config import configuration, first_tier
from agentdash.collector.dialects import DIALECTS
from agentdash.collector.stage import OWNER, Component, Configuration, Pipeline
from agentdash.settings import Settings
from agentdash.settings.gateways import Gateways

_HEAD = f"""\
# The Collector

`dist/collector/config.yaml` is a configuration of the OpenTelemetry Collector that makes the dashboards' numbers. It is complete:
`otelcol-contrib --config config.yaml`, and point your agents' OTLP at it. Every component and pipeline is named as agentdash's
(`transform/{OWNER}_normalise`, `traces/{OWNER}_export`), so that it can also stand beside your own:
`otelcol-contrib --config yours.yaml --config config.yaml`. The Collector merges maps, but of `service.extensions` the last file's list wins.

Above each component and pipeline the file says what this page says. Numbers of a running one: [load.md](load.md).

## When a statement fails

A statement of OTTL that fails on a record changes nothing, and the record goes on. `collector.error_mode: ignore`, the default, logs
it; the Collector itself lets ten lines of a kind through and then one in a hundred, each ten seconds. Every
conversion looks first whether its value can be converted, so on the telemetry of all recorded frameworks, and on texts, lists and NaN
where numbers belong, no statement fails (tests hold it). A line in the log means telemetry that nobody has seen yet: please send us a
recording. `silent` logs nothing. One group is silent in any case: masks look at a record as one text, and where it has none (NaN
somewhere in it) they mask without a look.
"""
_DIALECTS_HEAD = """\
## Dialects

Each dialect is one file in `agentdash/collector/dialects/`. The statements of `transform/agentdash_normalise` and `_deduplicate`, the
attributes that survive redaction, and SDKs' own counters are made of them, in this order.

| dialect | what is special about it | its own counters |
|---|---|---|"""


def markdown() -> str:
    """The page."""
    default = Settings()
    built = configuration(default)
    out = [_HEAD, "## Pipelines, in the order in which records take them\n", "With the default settings.\n"]
    known: set[str] = set()
    for pipeline in built.pipelines:
        out += _pipeline(pipeline, known)
    out += ["## Beside the pipelines\n", *_table(built.extensions, known), ""]
    for key, settings in _variants(default).items():
        out += _variant(key, configuration(settings), built)
    out += ["## With `collector.tiers: two`\n", "Gateways run the pipelines above, and take from agents instead of programs. This is what an agent runs "
            "(`collector/agent.yaml`; [load.md](load.md#two-tiers)).\n", *_first_tier(default)]
    out += [_DIALECTS_HEAD, *(f"| {one.title} | {one.about} | {len(one.counters) or ''} |" for one in DIALECTS)]
    return "\n".join(out) + "\n"


def _first_tier(default: Settings) -> Iterator[str]:
    gateways = Gateways(("gateway-1:4317", "gateway-2:4317"), "", "", "trace", "0.0.0.0:4317", "", False, "", "", "")
    built = first_tier(replace(default, collector=replace(default.collector, tiers="two", gateways=gateways)))
    assert built is not None
    known: set[str] = set()
    for pipeline in built.pipelines:
        yield from _pipeline(pipeline, known)


def _variants(default: Settings) -> dict[str, Settings]:
    telemetry = default.telemetry
    return {
        "collector.queue: disk": replace(default, collector=replace(default.collector, queue="disk")),
        "telemetry.sampling.tail_percent: 10": replace(default, telemetry=replace(
            telemetry, sampling=replace(telemetry.sampling, tail_percent=10))),
        "telemetry.sources: [semconv]": replace(default, telemetry=replace(telemetry, sources=("semconv",))),
    }


def _pipeline(pipeline: Pipeline, known: set[str]) -> Iterator[str]:
    yield f"### `{pipeline.name}`\n"
    yield f"{pipeline.why}\n"
    yield from _table(pipeline.stages, known)
    yield ""


def _table(stages: tuple[Component, ...], known: set[str]) -> Iterator[str]:
    yield "| stage | what it does | costs | without it |\n|---|---|---|---|"
    for stage in stages:
        if stage.name in known:
            yield f"| `{stage.name}` | see above | | |"
        else:
            yield f"| `{stage.name}` | {stage.why.does} | {stage.why.costs} | {stage.why.without} |"
        known.add(stage.name)


def _variant(key: str, built: Configuration, default: Configuration) -> Iterator[str]:
    """What a setting adds."""
    known = {stage.name for pipeline in default.pipelines for stage in pipeline.stages} | {one.name for one in default.extensions}
    stages = {stage.name: stage for one in built.pipelines for stage in one.stages} | {one.name: one for one in built.extensions}
    added = tuple(stage for name, stage in stages.items() if name not in known)
    pipelines = sorted({one.name for one in default.pipelines} - {one.name for one in built.pipelines})
    yield f"## With `{key}`\n"
    if pipelines:
        yield f"These pipelines are not there: {', '.join(f'`{name}`' for name in pipelines)}. These stages are new:\n"
    yield from _table(added, set())
    yield ""
