"""`agentdash dialects test`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agentdash.cli.options import config_option
from agentdash.errors import Findings

if TYPE_CHECKING:
    from agentdash.rehearsal import Seen

_SAID = ("operation", "provider", "model", "agent", "tool")
_MOST = 2
"""Values of a column that are written out."""


@click.command("test")
@click.argument("recording", type=click.Path(path_type=Path), metavar="RECORDING.jsonl")
@config_option
@click.option("--collector", "program", type=click.Path(path_type=Path), metavar="FILE", help="The Collector's program; otelcol-contrib on the PATH unless given.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, for machines.")
def command(recording: Path, config: tuple[Path, ...], program: Path | None, as_json: bool) -> None:
    """Show what the Collector makes of a recording: which spans are calls, tools and runs, and what they say.

    RECORDING has one export of OTLP/JSON a line, as the Collector's file exporter writes it. It is sent through a real Collector with the
    settings' configuration, on this machine and with no other address. Exit code 1 where nothing in it is a call.
    """
    from agentdash.extensions import load
    from agentdash.rehearsal import read, rehearse, seen

    settings, exports = load(*config), read(recording)
    if sys.stderr.isatty():
        click.echo(f"{len(exports)} exports through a Collector; some ten seconds", err=True)
    rows = seen(rehearse(settings, exports, program))
    if as_json:
        click.echo(json.dumps([_as_data(one) for one in rows], indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_table(rows)))
    calls = sum(one.spans for one in rows if one.kind == "call")
    if not calls:
        raise Findings(f"{recording}: nothing in it is a call; say in telemetry.dialects which of these spans are (docs/extend.md)")


def _as_data(one: Seen) -> dict[str, object]:
    return {"scope": one.scope, "span": one.name, "kind": one.kind, "counted": one.counted, "spans": one.spans, "failed": one.failed,
            "input_tokens": one.input_tokens, "output_tokens": one.output_tokens, "cost_usd": round(one.cost_usd, 10), "first_chunks": one.first_chunks,
            **{name: dict(one.said[name]) for name in _SAID}}


def _table(rows: list[Seen]) -> list[str]:
    from agentdash.cli.prices.shown import table

    def some(one: Seen, name: str) -> str:
        values = one.values(name)
        return ", ".join(values[:_MOST]) + (", …" if len(values) > _MOST else "")

    def number(value: float, one: Seen) -> str:
        return f"{value:.6g}" if one.kind == "call" else ""

    lines = table(
        ("KIND", "SPANS", "FAILED", "SPAN", "SCOPE", *map(str.upper, _SAID), "INPUT", "OUTPUT", "USD"),
        ((one.kind, str(one.spans), str(one.failed or ""), one.name[:40], one.scope[:40], *(some(one, name) for name in _SAID),
          number(one.input_tokens, one), number(one.output_tokens, one), number(one.cost_usd, one)) for one in rows),
        frozenset({1, 2, 10, 11, 12}))
    counted = sum(one.spans for one in rows if one.counted)
    return [*lines, f"{sum(one.spans for one in rows)} spans, {counted} of them counted; steps are shown in traces, other spans pass as they are"]
