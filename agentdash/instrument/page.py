"""A guide as Markdown: what the command prints and what lies in docs/instrument/."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from agentdash.instrument.guide import Guide
from agentdash.query import promql
from agentdash.signals import bind
from agentdash.vocabulary import labels

if TYPE_CHECKING:
    from agentdash.settings import Settings

_FLUSH = {
    "python": "The batch processor sends every five seconds, and at the interpreter's end. Where there is none (a Lambda, `os._exit`, a killed job): "
              "`provider.force_flush()` before.",
}
_PROVES = "15m"
_MARKS = {"✓": "true", "–": "cannot be told", "✗": "not true yet"}


@cache
def truth() -> dict[str, Any]:
    """What is true of each recording, by its name: out of the tests that docs/truth.md is made of."""
    found: dict[str, Any] = json.loads(resources.files("agentdash.instrument").joinpath("truth.json").read_text("utf-8"))
    return found


def endpoint(settings: Settings) -> str:
    """Where agents send OTLP over HTTP, as the settings have it."""
    host, _, port = settings.collector.http.rpartition(":")
    return f"http://{'localhost' if host in ('0.0.0.0', '[::]', '') else host}:{port}"


def query(settings: Settings, service: str) -> str:
    """PromQL that finds something when calls arrive: the signal of calls, for one service."""
    calls = bind(settings).calls
    return str(calls.total(where=(promql.equals(labels.SERVICE, service),), window=_PROVES)) if calls.measured else ""


def markdown(guide: Guide, settings: Settings, service: str = "my-agent", address: str = "") -> str:
    """The page, ready to paste from. ``address`` is the Collector's where it is not the settings'."""
    return "\n".join(_lines(guide, settings, service, address or endpoint(settings))) + "\n"


def _lines(guide: Guide, settings: Settings, service: str, address: str) -> Iterator[str]:
    def filled(text: str) -> str:
        return text.replace("{endpoint}", address).replace("{service}", service)

    yield from (f"# {guide.title}", "", f"Measured with {', '.join(f'`{one}`' for one in guide.packages)}.")
    if guide.install:
        yield from ("", "```sh", guide.install, "```")
    if guide.environment:
        yield from ("", "Environment:", "", "```sh", *(f'export {name}="{filled(value)}"' for name, value in guide.environment), "```")
    if guide.code:
        yield from ("", "Code:" if guide.language in ("python", "javascript") else "Configuration:", "", f"```{guide.language}", filled(guide.code).rstrip(), "```")
    if guide.note:
        yield from ("", guide.note)
    yield from ("", "`deployment.environment.name` and `tenant.id` become what the dashboards are narrowed by; without them calls are under `unknown`.")
    if flush := guide.flush or _FLUSH.get(guide.language, ""):
        yield from ("", f"**Short-lived programs.** {flush}")
    yield from ("", "## What will be true", "", *_truth(guide.recording))
    for recording, what in guide.other_recordings:
        yield from ("", f"Also measured: {what}.", "", *_truth(recording))
    if proof := query(settings, service):
        yield from ("", "## Does it work?", "", "```sh", f"agentdash instrument --check {service}", "```", "",
                    "or ask Prometheus; a number is calls, nothing means that nothing arrived:", "", "```promql", proof, "```")


def _truth(recording: str) -> Iterator[str]:
    known = truth()[recording]
    by_mark: dict[str, list[str]] = {}
    for title, mark in known["marks"].items():
        by_mark.setdefault("–" if "–" in mark and "✓" not in mark else "✓ –" if "–" in mark else mark, []).append(title)
    words = {"✓": "True", "✓ –": "True in part", "–": "Cannot be told", **{mark: _MARKS[mark] for mark in ("✗",)}}
    for mark in ("✓", "✓ –", "–", "✗", "✓ ✗"):
        if mark in by_mark:
            yield f"- {words.get(mark, 'Not all true yet')}: {'; '.join(by_mark[mark])}."
    for gap in known["gaps"]:
        remedy = "" if gap["remedy"] == "None." else f" *Remedy:* {gap['remedy']}"
        cells = ', '.join(gap['cells'])
        yield f"- {cells[:1].upper()}{cells[1:]}: {gap['why']}{remedy}"
