"""`agentdash explain`."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agentdash.cli.options import config_option
from agentdash.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agentdash.ask import Row
    from agentdash.explain import Explanation
    from agentdash.explain.answers import Answer
    from agentdash.settings import Settings

_WIDTH, _ROWS = 100, 10


@click.command("explain")
@click.argument("panel", required=False)
@config_option
@click.option("--url", metavar="URL", help="Ask the Prometheus (or Gigapipe) there too, and show what it answers now; `settings` for the settings' own.")
@click.option("--since", metavar="DURATION", help="How far back --url looks, e.g. 6h; the dashboards' range unless given.")
@click.option("--set", "chosen", multiple=True, metavar="NAME=VALUE", help="Choose a variable's value for --url, e.g. service=support-bot. May be repeated.")
@click.option("--list", "listed", is_flag=True, help="List every panel and alert that can be explained.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, for machines.")
def command(panel: str | None, config: tuple[Path, ...], url: str | None, since: str | None, chosen: tuple[str, ...], listed: bool, as_json: bool) -> None:
    """Say what a panel or an alert means: signals, series, labels, prices, queries.

    PANEL is a panel's key or title, `dashboard/key` where several are called so, or an alert's name.
    """
    from agentdash.explain import answered, described, find
    from agentdash.extensions import load

    settings = load(*config)
    if listed:
        _list(settings, as_json)
        return
    if not panel:
        raise click.UsageError("write which panel, or --list")
    found = [described(settings, one) for one in find(settings, panel)]
    answers: list[list[Answer]] = [[] for _ in found]
    if url:
        from agentdash.ask import prometheus
        from agentdash.cli.choices import asking, checked_url, chosen_values

        checked_url(None if url == "settings" else url)
        server = prometheus(settings, None if url == "settings" else url)
        with asking():
            answers = [answered(settings, server, one, _range(since or settings.grafana.time_range), chosen_values(chosen)) for one in found]
    if as_json:
        data = [one.as_data() | ({"answers": [_answer_data(each) for each in told]} if url else {}) for one, told in zip(found, answers, strict=True)]
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
        return
    for number, (one, told) in enumerate(zip(found, answers, strict=True)):
        click.echo("\n".join(([""] if number else []) + _text(one, told)))


def _list(settings: Settings, as_json: bool) -> None:
    from agentdash.alerts import alerts
    from agentdash.dashboards import dashboards

    rows = [(f"{name}/{panel.key}", panel.title) for name, one in dashboards(settings).items() for panel in one.all_panels() if panel.targets]
    rows += [(one.name, one.title) for one in alerts(settings)]
    rows = [*dict.fromkeys(rows)]
    if as_json:
        click.echo(json.dumps([{"key": key, "title": title} for key, title in rows], indent=2, ensure_ascii=False))
        return
    width = max(len(key) for key, _ in rows)
    click.echo("\n".join(f"{key:<{width}}  {title}" for key, title in rows))


def _range(text: str) -> str:
    from agentdash.settings.durations import is_duration

    if not is_duration(text):
        raise UserError(f'--since: "{text}" is not a duration; write e.g. 6h')
    return text


def _text(one: Explanation, answers: list[Answer]) -> list[str]:
    lines = [click.style(one.title, bold=True) + f"  ({one.kind} {one.key}" + (f", dashboard {one.dashboard})" if one.kind == "panel" else ")"), ""]
    for paragraph in one.description.split("\n\n"):
        lines += textwrap.wrap(paragraph, _WIDTH)
    lines.append("")
    for signal in one.signals:
        limits = f" Orange from {signal.limits.look:g}, red from {signal.limits.bad:g}." if signal.limits else ""
        lines += _entry("signal", f"{signal.name} ({signal.unit}): {signal.meaning}{limits}")
    lines += _entry("unit", one.unit) + _entry("labels", ", ".join(one.labels)) + _entry("series", ", ".join(one.series))
    lines += _entry("narrowed by", ", ".join(one.variables)) + _entry("prices", one.prices) + _entry("alerts", ", ".join(one.alerts))
    for name, value in one.about.items():
        lines += _entry(name, value)
    told = {answer.query.ref: answer for answer in answers}
    for query in one.queries:
        lines += ["", f"{query.ref}, asked of {'another panel' if query.asks == 'table' else query.asks.title()}:",
                  *(f"  {line}" for line in query.laid_out.splitlines())]
        if query.asks == "prometheus" and query.ref in told:
            lines += _rows(told[query.ref].rows)
    return lines


def _entry(name: str, value: str) -> list[str]:
    if not value:
        return []
    return textwrap.wrap(value, _WIDTH, initial_indent=f"{name:<13}", subsequent_indent=" " * 13, break_on_hyphens=False)


def _rows(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return ["  now: nothing; `agentdash doctor` says why"]
    shown = [f"  now: {row.value:.6g}" + ("  " + ", ".join(f"{name}={value}" for name, value in sorted(row.labels.items())) if row.labels else "")
             for row in rows[:_ROWS]]
    return shown + ([f"  … and {len(rows) - _ROWS} more"] if len(rows) > _ROWS else [])


def _answer_data(answer: Answer) -> dict[str, object]:
    return {"ref": answer.query.ref, "rows": [{"labels": dict(row.labels), "value": row.value} for row in answer.rows]}
