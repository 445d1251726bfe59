"""`agentdash signals`."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from pathlib import Path
from typing import Any

import click

from agentdash.cli.options import config_option


@click.command("signals")
@config_option
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON: labels and one expression per telemetry source.")
@click.option("--series", is_flag=True, help="Instead, what the Collector writes: series of one set of labels, samples a day, labels.")
def command(config: tuple[Path, ...], as_json: bool, series: bool) -> None:
    """List what is measured: names, units and meaning.

    Panels, alerts, recording rules and these lines all come from the same definitions.
    """
    if series:
        _written(as_json, config)
        return
    rows = _rows(config)
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for line in _table(rows):
        click.echo(line)


def _written(as_json: bool, config: tuple[Path, ...]) -> None:
    from dataclasses import asdict

    from agentdash.collector.series_cost import written
    from agentdash.extensions import load

    rows = written(load(*config))
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], indent=2))
        return
    width = max(len(row.name) for row in rows)
    click.echo(f"{'METRIC':<{width}}  SERIES  SAMPLES/DAY  OF EACH SET OF THESE LABELS")
    for row in rows:
        click.echo(f"{row.name:<{width}}  {row.series:>6}  {row.samples_a_day:>11,}  {' '.join(row.labels)}")


def _rows(config: tuple[Path, ...]) -> list[dict[str, Any]]:
    from dataclasses import replace

    from agentdash.extensions import load
    from agentdash.query import traceql
    from agentdash.signals import Amount, Histogram, bind
    from agentdash.signals.sources import METRIC_SOURCES

    default = load(*config)
    by_source = {source: bind(replace(default, telemetry=replace(default.telemetry, sources=(source,)))) for source in METRIC_SOURCES}
    rows = []
    for signal in bind(default):
        expressions = {}
        for source, signals in by_source.items():
            one = signals.named(signal.name)
            if isinstance(one, Histogram):
                asked = one.quantile(0.95)
            elif isinstance(one, Amount):
                asked = one.total()
            if asked.measured:
                expressions[source] = str(asked)
        rows.append({
            "name": signal.name,
            "title": signal.title,
            "kind": signal.kind,
            "unit": signal.unit,
            "meaning": signal.meaning,
            "labels": list(signal.labels),
            "expressions": expressions,
            "traces": traceql.search(*signal.spans()),
        })
    return rows


def _table(rows: list[dict[str, Any]]) -> list[str]:
    name_width = max(len(row["name"]) for row in rows)
    unit_width = max(len(row["unit"]) for row in rows)
    # A pipe has no width: one line per signal, whole, so that grep finds it.
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else 10_000
    room = max(30, columns - name_width - unit_width - 4)
    lines = [f"{'SIGNAL':<{name_width}}  {'UNIT':<{unit_width}}  MEANING"]
    for row in rows:
        first, *more = textwrap.wrap(f"{row['title']}. {row['meaning']}", room)
        lines.append(f"{row['name']:<{name_width}}  {row['unit']:<{unit_width}}  {first}")
        lines += [" " * (name_width + unit_width + 4) + line for line in more]
    return lines
