"""The rest of docs/truth.md: frameworks tested by their description, and SDKs' own metrics as the source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tests.collector.emitters import javascript, openinference, openlit, others, python
from tests.collector.emitters.row import Row
from tests.truth.sdk_gaps import GAPS
from tests.truth.truth import TOKENS


def lines() -> Iterable[str]:
    """Two sections of Markdown."""
    yield from ("", "## More frameworks", "")
    yield ("Spans made after what each emits, attribute by attribute. Every number of a row is asserted: calls by model, failures by kind, tokens "
           "by type, runs, failed runs, tools, failed tools, calls without usage; each call once, whatever stands around it.")
    yield from ("", "| framework | what is special about it | kinds of failure tried | tokens | runs | tools |", "|---|---|---|---|---|---|")
    for row in (*python.rows(), *openinference.rows(), *openlit.rows(), *javascript.rows(), *others.rows()):
        yield f"| {row.about} | {row.special} | {', '.join(row.errors) or '–'} | {_tokens(row)} | {_mark(row.runs)} | {_mark(row.tools)} |"
    yield from ("", "## SDKs' own metrics as the source", "")
    yield ("With `telemetry.sources` of `semconv`, `semconv_next` and `claude_code` the dashboards read what SDKs export by themselves. Over the same "
           "recordings calls, failures and tokens are true within 1 % but for these. OpenAI Agents, Haystack and LlamaIndex export no metrics at all; "
           "no SDK's metrics tell the agent of a call.")
    yield from ("", "| recording | signal | share of the truth | why |", "|---|---|---|---|")
    for (name, signal), (why, share) in GAPS.items():
        yield f"| {name} | {signal.replace('_', ' ')} | {share:.0%} | {why} |"


def _tokens(row: Row) -> str:
    return ", ".join(kind.replace("_", " ") for kind in TOKENS if row.tokens.get(kind)) or "–"


def _mark(found: Mapping[str, int]) -> str:
    return "✓" if found else "–"
