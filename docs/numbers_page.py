"""The page docs/numbers.md: how each number is made, out of panels and signals, and why an invoice may say something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_SERIES = re.compile(r"\b(?:gen_ai|agentdash|claude_code)_\w+")
_LEVELS = ("overview", "cost")

_HEAD = """# How the numbers are made

What the panels are made of that people compare with an invoice: those of `overview` and `cost` that are open at first. Meanings are the
signals' own, and series are read out of the panels' queries, so this page is what is built. The same of any panel: `agentdash explain PANEL`.

* A number for a range is exact: the counter at its end minus the counter at its beginning, of each Collector's life by itself, each begun at
  zero. A line over time is a rate, so that the area below it is only about the number.
* A call is counted when its telemetry has arrived, some seconds after it ended (`collector.hold`, `telemetry.interval`). Its price is the one of the
  moment it ended, and stays (`pricing.mode: collector`).
* Of tokens, {input_tokens} include cached ones and {output_tokens} those of reasoning, whatever the provider or the SDK calls them.
* One call that two instrumentations tell of is one call.

"""

_FOOT = """
## Why an invoice may say something else

| the dashboards say less, because | how to see it | what to do |
|---|---|---|
| telemetry tells of a call, and not of its tokens | {calls_without_usage}: *Missing usage* on `overview`, by service on `coverage` | switch usage on in the SDK ([truth.md](truth.md) says where) |
| no span tells of the call at all: no instrumentation, a process that ends before it has exported, an SDK that repeats inside one span | nothing here; compare calls with the provider's own count | instrument it, flush at the end |
| telemetry was lost or refused on its way | *Telemetry lost* on `coverage` | [load.md](load.md) |
| spans were understood by nobody | {unclear_spans} on `coverage` | a dialect ([design.md](design.md)) |
| the model has no price | {unpriced_tokens}: *Unpriced* on `cost`; `agentdash prices check` | a rule of your own ([prices.md](prices.md)) |
| it is not billed by text token: audio, pictures, searches, code execution, training, storage of caches and files, hosting by the hour | nothing here | add it yourself |
| cache writes that live an hour, where telemetry does not tell them from those of five minutes | {cache_write_tokens} | [prices.md](prices.md), "Not in the numbers" |
| a call was cut off: the provider bills what it had answered, the client saw no usage | {errors}, of the kinds `timeout` and `cancelled` | compare with the provider's own count |
| other programs use the same key | services that are missing in *Services by cost* | a key per service |

| the dashboards say more, because | what to do |
|---|---|
| you have a discount, credits, committed use, a free tier, or a batch, flex or priority tier with a price of its own: prices are those of the lists | `pricing.discounts`, or rules with `net: true` |
| a model runs on a machine of your own and answers under a name that a list has | a rule with `free: true` for that provider |
| a price fell and the book is older | `agentdash prices update`, `agentdash prices diff` |

| the two differ in time or in money, because | what to do |
|---|---|
| an invoice's day or month is the provider's (mostly UTC), and a dashboard's range is yours | choose the same range, in UTC |
| an invoice rounds, adds taxes and is in another currency | `pricing.currency` is one fixed rate, and no more than that |
| with `pricing.mode: inline` a total counts at the price of the range's end, with `rules` and `inline` every prompt at the base price | `collector` ([prices.md](prices.md)) |
| of runs and traces a Collector that is full keeps only what fits its memory; calls, tokens and cost are not concerned | [load.md](load.md) |
| a percentile is estimated inside a bucket of the histogram, and is within a few per cent of the true one | – |

To compare: choose one day in UTC, one service and one model, and compare in this order: calls, input tokens, cached tokens, output tokens, then
dollars. The first that differs says why: calls, something is not instrumented; tokens, usage is missing; only dollars, a price. That the
dashboards answer what was sent is a test of this project (`tests/truth`, `tests/demo`), and you can see it yourself:
`agentdash demo` says at its end what they must show.
"""


def page() -> str:
    """The whole page. Raises UnknownName where the text names a signal that is gone."""
    from agentdash.dashboards import dashboards
    from agentdash.settings import Settings
    from agentdash.signals import bind

    signals = bind(Settings())
    names = {name: f"{_lower(signals.named(name).title)} (`{name}`)" for name in re.findall(r"\{(\w+)\}", _HEAD + _FOOT)}
    built = dashboards(Settings())
    shown = dict.fromkeys(name for level in _LEVELS for panel in _open(built[level]) for name in panel.signals)
    meanings = [f"| {signals.named(name).title} | `{name}` | {signals.named(name).meaning.replace('|', chr(92) + '|')} |" for name in shown]
    counted = "\n".join(["## What is counted\n", "| number | signal | meaning |", "|---|---|---|", *meanings])
    tables = "\n".join(_table(level, built[level], signals) for level in _LEVELS)
    return _HEAD.format(**names) + counted + "\n\n" + tables + _FOOT.format(**names)


def _table(name: str, dashboard: Any, signals: Any) -> str:
    out = [f"## `{name}`\n", "| panel | made of | series |", "|---|---|---|"]
    for panel in _open(dashboard):
        parts = ", ".join(_lower(signals.named(one).title) for one in panel.signals)
        series = sorted({_base(one) for target in panel.targets for one in _SERIES.findall(target.to_json_data().get("expr", "")) if one.endswith(_ENDS)})
        out.append(f"| {panel.title} | {parts} | {', '.join(f'`{one}`' for one in series) or 'columns of *Services by cost*'} |")
    return "\n".join(out) + "\n"


_ENDS = ("_total", "_bucket", "_count", "_sum")


def _base(name: str) -> str:
    return re.sub(r"_(?:bucket|count|sum)$", "_*", name)


def _open(dashboard: Any) -> Iterator[Any]:
    """The panels that a dashboard asks for when it is opened."""
    for panel in dashboard.panels:
        if getattr(panel, "signals", ()):
            yield panel


def _lower(title: str) -> str:
    return title if title[:2].isupper() else title[0].lower() + title[1:]
